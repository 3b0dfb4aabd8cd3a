#include "release/read.h"

#include <stdio.h>
#include <string.h>

static bool is_word(const text_node *node, const char *word)
{
    return node->kind == TEXT_SCALAR && !node->quoted && strcmp(node->text, word) == 0;
}

/* Sensors named by name or by kind, added to the set. */
static bool read_selected(book_reader *r, const text_node *node, book_sensor_set *set)
{
    const fusion_book *book = r->book;
    const char *words[FUSION_SENSOR_KINDS + FUSION_SENSORS_MAX];
    for (unsigned i = 0; i < FUSION_SENSOR_KINDS; i++)
        words[i] = fusion_sensor_kind_name(i);
    for (size_t i = 0; i < book->sensor_count; i++)
        words[FUSION_SENSOR_KINDS + i] = book->sensors[i].name;
    size_t index;
    if (!read_word(r, node, "sensor or kind", words, FUSION_SENSOR_KINDS + book->sensor_count,
                   &index))
        return false;
    for (size_t s = 0; s < book->sensor_count; s++)
        if (index < FUSION_SENSOR_KINDS ? book->sensors[s].kind == index
                                        : s + FUSION_SENSOR_KINDS == index)
            set->words[s / 64] |= UINT64_C(1) << (s % 64);
    return true;
}

static bool read_sensor_list(book_reader *r, const text_node *node, const char *instead,
                             book_sensor_set *set)
{
    const text_node *list;
    if (!read_list(r, node, instead, false, &list))
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++) {
        good = read_selected(r, &list->items[i], set) && good;
        for (size_t j = 0; good && j < i; j++)
            if (strcmp(list->items[i].text, list->items[j].text) == 0) {
                text_say(r->messages, TEXT_ERROR, list->items[i].line,
                         "%s stands twice in \"%s\". Keep one.", list->items[i].text, node->key);
                good = false;
            }
    }
    return good;
}

static bool read_sensors(book_reader *r, const text_node *entry, book_clause *clause)
{
    const text_node *sensors = text_find(entry, "sensors");
    const text_node *except = text_find(entry, "except");
    book_sensor_set taken = {{0}};
    if (is_word(sensors, "all"))
        for (size_t s = 0; s < r->book->sensor_count; s++)
            clause->sensors.words[s / 64] |= UINT64_C(1) << (s % 64);
    else if (!read_sensor_list(r, sensors, "Name the sensors, or write all.", &clause->sensors))
        return false;
    if (except && !read_sensor_list(r, except, "Name what is taken out, or leave it out.", &taken))
        return false;
    for (size_t w = 0; w < FUSION_SENSORS_MAX / 64; w++)
        clause->sensors.words[w] &= ~taken.words[w];
    return true;
}

static bool read_via(book_reader *r, const text_node *node, book_clause *clause)
{
    static const read_key keys[] = {
        {"nation", NULL},
        {"delay", "Write how long it takes; nothing is assumed."},
        {"approval", "Write standing, category or item; nothing is assumed."}};
    static const char *const approvals[] = {"standing", "category", "item"};
    clause->via = BOOK_DIRECT;
    if (is_word(node, "direct"))
        return true;
    if (node->kind == TEXT_SCALAR) {
        text_say(r->messages, TEXT_ERROR, node->line,
                 "via \"%s\" is not a way. Write direct, or {nation: ..., delay: ..., approval: "
                 "...}.",
                 node->text);
        return false;
    }
    if (!read_keys(r, node, "via", keys, 3))
        return false;
    uint8_t nation;
    size_t approval;
    bool good = read_nation(r, text_find(node, "nation"), &nation);
    good = text_duration(text_find(node, "delay"), "delay", false, &clause->hop_ns, r->messages) &&
           good;
    const text_node *how = text_find(node, "approval");
    if (!read_word(r, how, "approval", approvals, 3, &approval) || !good)
        return false;
    clause->via = nation;
    return approval == 0 || read_not_yet(r, how, approvals[approval]);
}

static bool read_products(book_reader *r, const text_node *node, uint8_t *products)
{
    static const char *const words[] = {"tracks", "notices"};
    uint32_t set;
    if (!read_words(r, node, "product", "Write tracks, notices or both.", words, 2, &set))
        return false;
    *products = (uint8_t)((set & 1u ? BOOK_TRACKS : 0) | (set & 2u ? BOOK_NOTICES : 0));
    return true;
}

/* What holds always and everywhere is all that this version does. */
static bool read_conditions(book_reader *r, const text_node *entry, book_clause *clause)
{
    const text_node *where = text_find(entry, "where"), *when = text_find(entry, "when");
    const text_node *form = text_find(entry, "form");
    bool good = is_word(where, "everywhere") || read_not_yet(r, where, "where in areas");
    good = (is_word(when, "always") || read_not_yet(r, when, "when with conditions")) && good;
    clause->form = 0;
    return (is_word(form, "exact") || read_not_yet(r, form, "forms other than exact")) && good;
}

static void parties_list(const fusion_book *book, uint32_t set, char *list, size_t room)
{
    size_t at = 0;
    list[0] = '\0';
    for (size_t n = 0; n < book->nation_count && at < room; n++)
        if (set >> n & 1u)
            at += (size_t)snprintf(list + at, room - at, at > 0 ? ", %s" : "%s",
                                   book->nations[n].code);
}

static bool check_party(book_reader *r, const text_node *at, const char *key, unsigned nation,
                        const book_agreement *agreement)
{
    if (agreement->parties >> nation & 1u)
        return true;
    char list[FUSION_NATIONS_MAX * 10];
    parties_list(r->book, agreement->parties, list, sizeof list);
    text_say(
        r->messages, TEXT_ERROR, at->line,
        "%s is in \"%s\" but is no party to \"%s\" (line %d: %s). Add the party or correct the "
        "clause.",
        r->book->nations[nation].code, key, agreement->name, agreement->parties_line, list);
    return false;
}

static bool check_nations(book_reader *r, const text_node *entry, const book_clause *clause)
{
    const fusion_book *book = r->book;
    const book_agreement *agreement = &book->agreements[clause->agreement];
    const text_node *to = text_find(entry, "to"), *from = text_find(entry, "from");
    bool good = check_party(r, from, "from", clause->from, agreement);
    for (unsigned n = 0; n < book->nation_count; n++)
        if (clause->to >> n & 1u)
            good = check_party(r, to, "to", n, agreement) && good;
    if (clause->via >= 0)
        good = check_party(r, text_find(entry, "via"), "via", (unsigned)clause->via, agreement) &&
               good;
    const char *fault = NULL;
    if (clause->to >> clause->from & 1u)
        fault = "is given to its own owner. Take the owner out of \"to\".";
    else if (book->nations[clause->from].observer)
        fault = "is from an observer, and an observer originates nothing.";
    else if (clause->via == clause->from)
        fault = "goes via its own owner. Write \"via: direct\", or name another.";
    else if (clause->via >= 0 && clause->to >> clause->via & 1u)
        fault = "goes via a nation that is also in \"to\". Give that one a clause of its own.";
    if (fault)
        text_say(r->messages, TEXT_ERROR, clause->line, "clause \"%s\" %s", clause->name, fault);
    return good && !fault;
}

bool read_clause(book_reader *r, const text_node *entry, size_t agreement, book_clause *clause)
{
    static const read_key keys[] = {
        {"name", NULL},
        {"from", NULL},
        {"to", NULL},
        {"via", "Write \"via: direct\" or who passes it on; nothing is assumed."},
        {"gives", "Write the categories, or all; nothing is assumed."},
        {"products", "Write tracks, notices or both; nothing is assumed."},
        {"sensors", "Write \"sensors: all\" or which; nothing is assumed."},
        {"where", "Write \"where: everywhere\" or the areas; nothing is assumed."},
        {"when", "Write \"when: always\" or when it holds; nothing is assumed."},
        {"form", "Write \"form: exact\" or a form; nothing is assumed."},
        {"except", ""}};
    if (!read_keys(r, entry, "clause", keys, sizeof keys / sizeof keys[0]))
        return false;
    *clause = (book_clause){.line = entry->line, .agreement = agreement};
    bool good = text_name(text_find(entry, "name"), "clause", clause->name, r->messages);
    good = read_nation(r, text_find(entry, "from"), &clause->from) && good;
    good = read_nations(r, text_find(entry, "to"), &clause->to) && good;
    good = read_via(r, text_find(entry, "via"), clause) && good;
    good = read_categories(r, text_find(entry, "gives"), &clause->gives) && good;
    good = read_products(r, text_find(entry, "products"), &clause->products) && good;
    good = read_sensors(r, entry, clause) && good;
    good = read_conditions(r, entry, clause) && good;
    return good && check_nations(r, entry, clause);
}
