#include "geo/wgs84.h"
#include "release/act.h"
#include "release/read.h"

#include <stdlib.h>
#include <string.h>

static bool read_caveat(book_reader *r, const text_node *node, fusion_caveats *caveats)
{
    if (read_is(node, "owner-only")) {
        caveats->owner_only = true;
        return true;
    }
    if (read_is(node, "no-relay")) {
        caveats->no_relay = true;
        return true;
    }
    if (node->kind == TEXT_SCALAR && !node->quoted && strncmp(node->text, "not-to ", 7) == 0) {
        const text_node code = {.kind = TEXT_SCALAR, .line = node->line, .text = node->text + 7};
        uint8_t nation;
        if (!read_nation(r, &code, &nation))
            return false;
        caveats->not_to |= UINT32_C(1) << nation;
        return true;
    }
    text_say(r->messages, TEXT_ERROR, node->line,
             "caveat \"%s\" is not a word here (owner-only, no-relay, not-to CODE).",
             node->kind == TEXT_SCALAR ? node->text : "");
    return false;
}

static bool read_caveats(book_reader *r, const text_node *node, fusion_caveats *caveats)
{
    const text_node *list;
    if (!read_list(r, node, "Write \"caveats: none\".", true, &list))
        return false;
    bool good = true;
    for (size_t i = 0; list && i < list->count; i++) {
        good = read_caveat(r, &list->items[i], caveats) && good;
        for (size_t j = 0; good && j < i; j++)
            if (strcmp(list->items[i].text, list->items[j].text) == 0) {
                text_say(r->messages, TEXT_ERROR, list->items[i].line,
                         "%s stands twice in \"caveats\". Keep one.", list->items[i].text);
                good = false;
            }
    }
    return good;
}

/* Where the object is; a position that is none leaves the report without one. */
static bool read_position(book_reader *r, const text_node *node, const text_node *altitude,
                          fusion_report *report)
{
    double lat = 0.0, lon = 0.0, height = 0.0;
    const bool none = read_is(node, "none"), unknown = read_is(altitude, "unknown");
    if (!none && !text_place(node, "position", &lat, &lon, r->messages))
        return false;
    if (!unknown && !text_length(altitude, "altitude", true, &height, r->messages))
        return false;
    if (report->kind == FUSION_NOTICE) {
        report->as.notice.has_circle = !none;
        report->as.notice.lat = lat;
        report->as.notice.lon = lon;
        return true;
    }
    if ((report->kind == FUSION_BEARING) == none) {
        if (none)
            return true;
        report->as.state.height_known = !unknown;
        wgs84_to_ecef(lat, lon, height, report->as.state.position);
        return true;
    }
    text_say(r->messages, TEXT_ERROR, node->line,
             none ? "a plot or track has a position. Write it."
                  : "a bearing has no position. Write \"position: none\".");
    return false;
}

static bool read_given(book_reader *r, const text_node *node, fusion_report *report)
{
    static const read_key keys[] = {{"sensor", NULL},   {"report", NULL},   {"categories", NULL},
                                    {"position", NULL}, {"altitude", NULL}, {"caveats", NULL}};
    static const char *const kinds[] = {"plot", "track", "bearing", "notice"};
    const fusion_book *book = r->book;
    if (!read_keys(r, node, "report", keys, 6))
        return false;
    const char **names =
        read_names(r, book->sensors[0].name, sizeof *book->sensors, book->sensor_count);
    if (!names)
        return false;
    size_t sensor, kind;
    bool good =
        read_word(r, text_find(node, "sensor"), "sensor", names, book->sensor_count, &sensor);
    good = read_word(r, text_find(node, "report"), "kind of report", kinds, 4, &kind) && good;
    good = read_categories(r, text_find(node, "categories"), &report->categories) && good;
    good = read_caveats(r, text_find(node, "caveats"), &report->caveats) && good;
    if (!good)
        return false;
    report->sensor = (uint16_t)sensor;
    report->nation = book->sensors[sensor].nation;
    report->kind = (uint8_t)(kind + 1);
    if (!(book->sensors[sensor].sends >> kind & 1u)) {
        text_say(r->messages, TEXT_ERROR, node->line, "sensor \"%s\" does not send a %s.",
                 names[sensor], kinds[kind]);
        return false;
    }
    return read_position(r, text_find(node, "position"), text_find(node, "altitude"), report);
}

static bool read_who(book_reader *r, const text_node *node, book_expectation *expect)
{
    const fusion_book *book = r->book;
    expect->whose = BOOK_EVERYONE_ELSE;
    if (read_is(node, "everyone-else"))
        return true;
    if (node->kind != TEXT_SCALAR || node->quoted || strncmp(node->text, "room ", 5) != 0) {
        expect->whose = BOOK_NATIONS;
        return read_nations(r, node, &expect->who);
    }
    expect->whose = BOOK_ROOM;
    const text_node name = {.kind = TEXT_SCALAR, .line = node->line, .text = node->text + 5};
    const char **names = read_names(r, book->rooms ? book->rooms[0].name : NULL,
                                    sizeof *book->rooms, book->room_count);
    return names && read_word(r, &name, "room", names, book->room_count, &expect->room);
}

/* nothing, exact, or every step that is not the finest, spelt out. */
static bool read_sees(book_reader *r, const text_node *sees, book_expectation *expect)
{
    expect->nothing = read_is(sees, "nothing");
    if (expect->nothing || read_is(sees, "exact"))
        return true;
    if (sees->kind == TEXT_SCALAR) {
        text_say(r->messages, TEXT_ERROR, sees->line,
                 "sees \"%s\" is not nothing, exact or a list of steps. A form's name is not taken "
                 "here: the example would bend with it.",
                 sees->text);
        return false;
    }
    const text_node *list;
    if (!read_list(r, sees, "Write nothing, exact or the steps.", false, &list))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const form_steps before = expect->steps;
        if (!read_step(r, &list->items[i], &expect->steps))
            return false;
        if (expect->steps != before && form_coarser(before, expect->steps) == expect->steps)
            continue;
        text_say(r->messages, TEXT_ERROR, list->items[i].line,
                 "\"%s\" does not go with the steps before it.", list->items[i].text);
        return false;
    }
    return true;
}

static bool read_expectation(book_reader *r, const text_node *node, book_expectation *expect)
{
    static const read_key keys[] = {{"who", NULL}, {"sees", NULL}, {"after", ""}};
    if (!read_keys(r, node, "expectation", keys, 3))
        return false;
    const text_node *after = text_find(node, "after");
    expect->line = node->line;
    if (!read_who(r, text_find(node, "who"), expect) ||
        !read_sees(r, text_find(node, "sees"), expect))
        return false;
    if (expect->nothing == (after != NULL)) {
        text_say(r->messages, TEXT_ERROR, node->line,
                 after ? "who sees nothing sees it at no time. Leave out \"after\"."
                       : "this expectation has no \"after\". Write \"after: 0 s\" or how much "
                         "later.");
        return false;
    }
    return !after || text_duration(after, "after", false, &expect->after_ns, r->messages);
}

static bool read_act(book_reader *r, const text_node *node, book_act *act)
{
    static const read_key keys[] = {
        {"at", NULL},
        {"who", NULL},
        {"says", NULL},
        {"until", "Write \"until: lifted\" or a time; nothing is assumed."},
        {"reason", "Write why, in double quotes."}};
    if (!read_keys(r, node, "act", keys, 5))
        return false;
    const text_node *says = text_find(node, "says"), *until = text_find(node, "until");
    act->line = node->line;
    act->until_ns = INT64_MAX;
    if (!text_time(text_find(node, "at"), "time", false, &act->at_ns, r->messages) ||
        !read_nation(r, text_find(node, "who"), &act->who) ||
        !read_quoted(r, text_find(node, "reason"), "reason", BOOK_TITLE_MAX, &act->reason) ||
        (!read_is(until, "lifted") &&
         !text_time(until, "time", false, &act->until_ns, r->messages)))
        return false;
    if (act->until_ns <= act->at_ns) {
        text_say(r->messages, TEXT_ERROR, until->line, "this act ends before it is declared.");
        return false;
    }
    if (says->kind != TEXT_SCALAR || says->quoted) {
        text_say(r->messages, TEXT_ERROR, says->line, "says is one sentence, written plain.");
        return false;
    }
    return act_read(r->book, says->text, act, r->messages);
}

static bool read_acts(book_reader *r, const text_node *node, book_example *example)
{
    const text_node *list;
    if (!read_list(r, node, "Write \"declared: none\".", true, &list))
        return false;
    if (!list)
        return true;
    example->acts = read_keep(r, list->count, sizeof *example->acts);
    if (!example->acts)
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++, example->act_count++)
        good = read_act(r, &list->items[i], &example->acts[i]) && good;
    return good;
}

static bool read_expectations(book_reader *r, const text_node *node, book_example *example)
{
    const text_node *list;
    if (!read_list(r, node, "Say who sees what.", false, &list))
        return false;
    example->expect = read_keep(r, list->count, sizeof *example->expect);
    if (!example->expect)
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++)
        good = read_expectation(r, &list->items[i], &example->expect[i]) && good;
    example->expect_count = list->count;
    return good;
}

/* The report of an example is the item of its sensor that is declared of; of two it cannot be. */
static bool take_item(book_reader *r, book_example *example)
{
    for (size_t i = 0; i < example->act_count; i++) {
        const book_act *act = &example->acts[i];
        const bool item =
            act->verb == BOOK_APPROVE_ITEM ||
            ((act->verb == BOOK_HOLD || act->verb == BOOK_WITHDRAW) && act->target == BOOK_OF_ITEM);
        if (!item || act->sensor != example->report.sensor || act->number == example->report.number)
            continue;
        if (example->report.number != 0) {
            text_say(r->messages, TEXT_ERROR, act->line,
                     "example \"%s\" declares two items of %s, and its report is one. Make two "
                     "examples of it.",
                     example->name, r->book->sensors[act->sensor].name);
            return false;
        }
        example->report.number = act->number;
    }
    return true;
}

static bool read_example(book_reader *r, const text_node *entry, book_example *example)
{
    static const read_key keys[] = {
        {"name", NULL},
        {"rule", NULL},
        {"at", NULL},
        {"given", NULL},
        {"declared", "Write \"declared: none\" or what was; nothing is assumed."},
        {"expect", NULL},
        {"look", ""}};
    const fusion_book *book = r->book;
    if (!read_keys(r, entry, "example", keys, 7))
        return false;
    const char **names = read_names(r, book->rules[0].name, sizeof *book->rules, book->rule_count);
    const text_node *look = text_find(entry, "look");
    example->line = entry->line;
    example->look_ns = INT64_MAX;
    bool good = names && read_name(r, entry, "example", example->name);
    good =
        read_word(r, text_find(entry, "rule"), "rule", names, book->rule_count, &example->rule) &&
        good;
    good = text_time(text_find(entry, "at"), "time", false, &example->at_ns, r->messages) && good;
    good = read_given(r, text_find(entry, "given"), &example->report) && good;
    good = read_acts(r, text_find(entry, "declared"), example) && good;
    if (look)
        good = text_time(look, "time", false, &example->look_ns, r->messages) && good;
    good = read_expectations(r, text_find(entry, "expect"), example) && good;
    good = good && take_item(r, example);
    example->report.time_ns = example->report.stamp_ns = example->at_ns;
    if (!good || example->look_ns >= example->at_ns)
        return good;
    text_say(r->messages, TEXT_ERROR, look->line,
             "example \"%s\" looks before the report is measured.", example->name);
    return false;
}

bool read_section_examples(book_reader *r, const text_node *node)
{
    fusion_book *book = r->book;
    const text_node *list;
    if (!read_list(r, node, "Write at least one: it is run at every load.", false, &list))
        return false;
    book->examples = read_keep(r, list->count, sizeof *book->examples);
    if (!book->examples)
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++, book->example_count++) {
        book_example *example = &book->examples[i];
        good = read_example(r, &list->items[i], example) && good;
        for (size_t j = 0; j < i; j++)
            good = read_differs(r, example->name, example->line, book->examples[j].name,
                                book->examples[j].line) &&
                   good;
    }
    return good;
}
