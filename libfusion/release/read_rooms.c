#include "release/read.h"

static bool read_visit(book_reader *r, const text_node *node, book_visit *visit)
{
    static const read_key keys[] = {{"at", NULL}, {"who", NULL}, {"does", NULL}};
    static const char *const does[] = {"enters", "leaves"};
    if (!read_keys(r, node, "visit", keys, 3) ||
        !text_time(text_find(node, "at"), "time", false, &visit->at_ns, r->messages))
        return false;
    const text_node *who = text_find(node, "who");
    uint8_t nation = 0;
    visit->who = BOOK_UNKNOWN;
    if (!read_is(who, "unknown")) {
        if (!read_nation(r, who, &nation))
            return false;
        visit->who = nation;
    }
    size_t leaves;
    if (!read_word(r, text_find(node, "does"), "deed", does, 2, &leaves))
        return false;
    visit->enters = leaves == 0;
    return true;
}

/* Whoever leaves has entered: two who enter must both leave. */
static bool check_visit(book_reader *r, const text_node *node, const book_room *room, size_t index)
{
    const book_visit *visit = &room->visits[index];
    int inside = 0;
    for (size_t i = 0; i <= index; i++)
        if (room->visits[i].who == visit->who)
            inside += room->visits[i].enters ? 1 : -1;
    const char *fault = NULL;
    if (index > 0 && visit->at_ns < room->visits[index - 1].at_ns)
        fault = "is earlier than the one before it. Write them in order of time.";
    else if (inside < 0)
        fault = "leaves and has not entered. Write when it enters.";
    if (fault)
        text_say(r->messages, TEXT_ERROR, node->line, "room \"%s\": this visit %s", room->name,
                 fault);
    return !fault;
}

static bool read_visits(book_reader *r, const text_node *node, book_room *room)
{
    const text_node *list;
    if (!read_list(r, node, "Write \"visits: none\".", true, &list))
        return false;
    if (!list)
        return true;
    room->visits = read_keep(r, list->count, sizeof *room->visits);
    if (!room->visits)
        return false;
    for (size_t i = 0; i < list->count; i++, room->visit_count++)
        if (!read_visit(r, &list->items[i], &room->visits[i]) ||
            !check_visit(r, &list->items[i], room, i))
            return false;
    return true;
}

static bool read_room(book_reader *r, const text_node *entry, book_room *room)
{
    static const read_key keys[] = {
        {"name", NULL},
        {"owner", NULL},
        {"rule", NULL},
        {"present", "Write \"present: none\" or who sits there; nothing is assumed."},
        {"silent-after", "Write how long the presence reader may be silent."},
        {"comes-back", "Write at-once or by-operator; nothing is assumed."},
        {"visits", "Write \"visits: none\" or who comes when; nothing is assumed."}};
    static const char *const back[] = {"at-once", "by-operator"};
    const fusion_book *book = r->book;
    room->line = entry->line;
    if (!read_keys(r, entry, "room", keys, 7) || !read_name(r, entry, "room", room->name))
        return false;
    const char **rules = read_names(r, book->rules[0].name, sizeof *book->rules, book->rule_count);
    const text_node *present = text_find(entry, "present");
    size_t comes_back = 0;
    bool good = rules && read_nation(r, text_find(entry, "owner"), &room->owner);
    good = good &&
           read_word(r, text_find(entry, "rule"), "rule", rules, book->rule_count, &room->rule);
    good = (read_is(present, "none") || read_nations(r, present, &room->present)) && good;
    good = text_duration(text_find(entry, "silent-after"), "silent-after", false,
                         &room->silent_after_ns, r->messages) &&
           good;
    good = read_word(r, text_find(entry, "comes-back"), "way back", back, 2, &comes_back) && good;
    room->by_operator = comes_back == 1;
    return read_visits(r, text_find(entry, "visits"), room) && good;
}

bool read_section_rooms(book_reader *r, const text_node *node)
{
    fusion_book *book = r->book;
    const text_node *list;
    book->rooms = read_section(r, node, "rooms", 64, sizeof *book->rooms, &list);
    if (!book->rooms)
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++, book->room_count++) {
        good = read_room(r, &list->items[i], &book->rooms[i]) && good;
        for (size_t j = 0; j < i; j++)
            good = read_differs(r, book->rooms[i].name, book->rooms[i].line, book->rooms[j].name,
                                book->rooms[j].line) &&
                   good;
    }
    return good;
}
