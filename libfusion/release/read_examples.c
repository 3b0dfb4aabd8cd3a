#include "geo/wgs84.h"
#include "release/gate.h"
#include "release/read.h"

#include <stdlib.h>
#include <string.h>

static bool is_word(const text_node *node, const char *word)
{
    return node->kind == TEXT_SCALAR && !node->quoted && strcmp(node->text, word) == 0;
}

static bool read_caveat(book_reader *r, const text_node *node, fusion_caveats *caveats)
{
    if (is_word(node, "owner-only")) {
        caveats->owner_only = true;
        return true;
    }
    if (is_word(node, "no-relay")) {
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
    for (size_t i = 0; list && i < list->count; i++)
        good = read_caveat(r, &list->items[i], caveats) && good;
    return good;
}

/* Where the object is; a position that is none leaves the report without one. */
static bool read_position(book_reader *r, const text_node *node, const text_node *altitude,
                          fusion_report *report)
{
    double lat = 0.0, lon = 0.0, height = 0.0;
    const bool none = is_word(node, "none"), unknown = is_word(altitude, "unknown");
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
    const char *names[FUSION_SENSORS_MAX];
    for (size_t s = 0; s < book->sensor_count; s++)
        names[s] = book->sensors[s].name;
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
    expect->everyone_else = is_word(node, "everyone-else");
    if (expect->everyone_else)
        return true;
    if (node->kind == TEXT_SCALAR && strncmp(node->text, "room ", 5) == 0)
        return read_not_yet(r, node, "rooms");
    return read_nations(r, node, &expect->who);
}

static bool read_expectation(book_reader *r, const text_node *node, book_expectation *expect)
{
    static const read_key keys[] = {{"who", NULL}, {"sees", NULL}, {"after", ""}};
    if (!read_keys(r, node, "expectation", keys, 3))
        return false;
    const text_node *sees = text_find(node, "sees"), *after = text_find(node, "after");
    expect->line = node->line;
    if (!read_who(r, text_find(node, "who"), expect))
        return false;
    expect->nothing = is_word(sees, "nothing");
    if (!expect->nothing && !is_word(sees, "exact")) {
        if (sees->kind == TEXT_LIST)
            return read_not_yet(r, sees, "forms other than exact");
        text_say(r->messages, TEXT_ERROR, sees->line,
                 "sees \"%s\" is not nothing, exact or a list of steps. A form's name is not taken "
                 "here: the example would bend with it.",
                 sees->kind == TEXT_SCALAR ? sees->text : "");
        return false;
    }
    if (expect->nothing == (after != NULL)) {
        text_say(r->messages, TEXT_ERROR, node->line,
                 after ? "who sees nothing sees it at no time. Leave out \"after\"."
                       : "this expectation has no \"after\". Write \"after: 0 s\" or how much "
                         "later.");
        return false;
    }
    return !after || text_duration(after, "after", false, &expect->after_ns, r->messages);
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
    const char *names[BOOK_RULES_MAX];
    for (size_t i = 0; i < book->rule_count; i++)
        names[i] = book->rules[i].name;
    example->line = entry->line;
    const text_node *declared = text_find(entry, "declared"), *look = text_find(entry, "look");
    bool good = text_name(text_find(entry, "name"), "example", example->name, r->messages);
    good =
        read_word(r, text_find(entry, "rule"), "rule", names, book->rule_count, &example->rule) &&
        good;
    good = text_time(text_find(entry, "at"), "time", false, &example->at_ns, r->messages) && good;
    good = read_given(r, text_find(entry, "given"), &example->report) && good;
    good = (is_word(declared, "none") || read_not_yet(r, declared, "declared acts")) && good;
    good = (!look || read_not_yet(r, look, "look")) && good;
    good = read_expectations(r, text_find(entry, "expect"), example) && good;
    example->report.time_ns = example->report.stamp_ns = example->at_ns;
    return good;
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
            if (strcmp(book->examples[j].name, example->name) == 0) {
                text_say(r->messages, TEXT_ERROR, example->line,
                         "name \"%s\" stands here again; first on line %d. Keep one.",
                         example->name, book->examples[j].line);
                good = false;
            }
    }
    return good;
}
