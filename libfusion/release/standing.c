#include "release/standing.h"

#include "release/act.h"
#include "release/room.h"
#include "release/table.h"

#include <stdio.h>
#include <string.h>

typedef struct list {
    const fusion_gate *gate;
    int64_t at_ns;
    standing_take *take;
    void *context;
} list;

static void agreements(const list *one)
{
    const fusion_book *book = one->gate->book;
    for (size_t i = 0; i < book->agreement_count; i++) {
        int64_t ends_ns;
        const book_state state = moments_state(&one->gate->when, i, one->at_ns, &ends_ns);
        one->take(one->context, "agreement", book->agreements[i].name, book_state_names[state]);
    }
}

static void postures(const list *one)
{
    const fusion_book *book = one->gate->book;
    for (size_t n = 0; n < book->nation_count; n++) {
        const unsigned posture = moments_posture(&one->gate->when, (uint8_t)n, one->at_ns);
        if (posture != 0)
            one->take(one->context, "posture", book->nations[n].code, book_posture_names[posture]);
    }
}

static void emergencies(const list *one)
{
    const fusion_book *book = one->gate->book;
    for (size_t i = 0; i < book->emergency_count; i++)
        if (moments_emergency(&one->gate->when, i, one->at_ns))
            one->take(one->context, "emergency", book->emergencies[i].name, "stands");
}

static bool is_told(const book_act *act, int64_t at_ns)
{
    const bool told = act->verb == BOOK_HOLD || act->verb == BOOK_WITHDRAW ||
                      act->verb == BOOK_APPROVE_CATEGORY || act->verb == BOOK_APPROVE_ITEM;
    return told && act->at_ns <= at_ns && at_ns < act->until_ns;
}

/* What was said twice stands once. */
static bool said_before(const moments *when, size_t index, int64_t at_ns)
{
    const book_act *act = &when->acts[index];
    for (size_t i = 0; i < index; i++)
        if (when->acts[i].who == act->who && is_told(&when->acts[i], at_ns) &&
            act_same(&when->acts[i], act))
            return true;
    return false;
}

static void acts(const list *one)
{
    const fusion_book *book = one->gate->book;
    const moments *when = &one->gate->when;
    for (size_t i = 0; i < when->act_count; i++) {
        char text[ACT_TEXT_ROOM], name[ACT_TEXT_ROOM + sizeof book->nations[0].code];
        if (!is_told(&when->acts[i], one->at_ns) || said_before(when, i, one->at_ns))
            continue;
        act_write(book, &when->acts[i], text);
        char *rest = strchr(text, ' ');
        *rest++ = '\0';
        snprintf(name, sizeof name, "%s: %s", book->nations[when->acts[i].who].code, rest);
        one->take(one->context, text, name, "stands");
    }
}

static void rooms(const list *one)
{
    const fusion_book *book = one->gate->book;
    for (size_t i = 0; i < book->room_count; i++) {
        const uint32_t audience = room_audience(&one->gate->when, &book->rooms[i], i, one->at_ns);
        char codes[FUSION_NATIONS_MAX * sizeof book->nations[0].code + 8] = "dark";
        size_t used = 0;
        for (size_t n = 0; n < book->nation_count; n++)
            if (audience >> n & 1u)
                used += (size_t)snprintf(codes + used, sizeof codes - used, "%s%s", used ? "+" : "",
                                         book->nations[n].code);
        one->take(one->context, "room", book->rooms[i].name, codes);
    }
}

void standing_list(const fusion_gate *gate, int64_t at_ns, standing_take *take, void *context)
{
    const list one = {gate, at_ns, take, context};
    agreements(&one);
    postures(&one);
    emergencies(&one);
    acts(&one);
    rooms(&one);
}
