#include "release/act.h"

#include "text/read.h"

#include <inttypes.h>
#include <stdio.h>

typedef struct words {
    char text[ACT_TEXT_ROOM];
} words;

static words item(const fusion_book *book, const book_act *act)
{
    words one;
    snprintf(one.text, sizeof one.text, "item %s/%" PRIu64, book->sensors[act->sensor].name,
             act->number);
    return one;
}

static words target(const fusion_book *book, const book_act *act)
{
    words one;
    switch (act->target) {
    case BOOK_OF_SENSOR:
        snprintf(one.text, sizeof one.text, "sensor %s", book->sensors[act->sensor].name);
        return one;
    case BOOK_OF_CATEGORY:
        snprintf(one.text, sizeof one.text, "category %s", fusion_category_name(act->category));
        return one;
    case BOOK_OF_AREA:
        snprintf(one.text, sizeof one.text, "area %s", book->areas[act->index].name);
        return one;
    case BOOK_OF_AGREEMENT:
        snprintf(one.text, sizeof one.text, "agreement %s", book->agreements[act->index].name);
        return one;
    case BOOK_OF_ITEM:
        break;
    }
    return item(book, act);
}

static words withdrawal(const fusion_book *book, const book_act *act)
{
    char from[TEXT_TIME_ROOM], to[TEXT_TIME_ROOM];
    words one;
    text_write_time(from, act->from_ns);
    text_write_time(to, act->to_ns);
    snprintf(one.text, sizeof one.text, "withdraw %.200s from %s to %s", target(book, act).text,
             from, to);
    return one;
}

static words moved(const fusion_book *book, const book_act *act)
{
    words one;
    snprintf(one.text, sizeof one.text, "room %s %s %s", book->rooms[act->index].name,
             act->visitor == BOOK_UNKNOWN ? "unknown" : book->nations[act->visitor].code,
             act->verb == BOOK_ENTERS ? "enters" : "leaves");
    return one;
}

static words sentence(const fusion_book *book, const book_act *act)
{
    words one = {""};
    switch (act->verb) {
    case BOOK_POSTURE:
        snprintf(one.text, sizeof one.text, "posture %s", book_posture_names[act->index]);
        break;
    case BOOK_EMERGENCY:
        snprintf(one.text, sizeof one.text, "emergency %s", book->emergencies[act->index].name);
        break;
    case BOOK_APPROVE_CATEGORY:
        snprintf(one.text, sizeof one.text, "approve %s %s", book->clauses[act->index].name,
                 fusion_category_name(act->category));
        break;
    case BOOK_APPROVE_ITEM:
        snprintf(one.text, sizeof one.text, "approve %s %.200s", book->clauses[act->index].name,
                 item(book, act).text);
        break;
    case BOOK_HOLD:
        snprintf(one.text, sizeof one.text, "hold %.200s", target(book, act).text);
        break;
    case BOOK_WITHDRAW:
        return withdrawal(book, act);
    case BOOK_BECOMES:
        snprintf(one.text, sizeof one.text, "agreement %s becomes %s",
                 book->agreements[act->index].name, book_state_names[act->state]);
        break;
    case BOOK_ENTERS:
    case BOOK_LEAVES:
        return moved(book, act);
    case BOOK_RESTORE:
        snprintf(one.text, sizeof one.text, "room %s restore", book->rooms[act->index].name);
        break;
    }
    return one;
}

void act_write(const fusion_book *book, const book_act *act, char text[ACT_TEXT_ROOM])
{
    snprintf(text, ACT_TEXT_ROOM, "%s%.300s", act->lift ? "lift " : "", sentence(book, act).text);
}
