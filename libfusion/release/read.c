#include "release/read.h"

#include <stdlib.h>
#include <string.h>

/* Of a regular sensor. What is reckoned with it, such as four looks or the area looked at in a
 * second, stays within 64 bits. */
#define PERIOD_LEAST_NS (FUSION_SECOND / 1000)
#define PERIOD_MOST_NS  (86400 * FUSION_SECOND)

static bool read_nation_entry(book_reader *r, const text_node *entry, fusion_nation *nation)
{
    static const read_key keys[] = {{"code", NULL}, {"name", NULL}, {"role", NULL}};
    static const char *const roles[] = {"nation", "observer"};
    if (!read_keys(r, entry, "nation", keys, 3))
        return false;
    const text_node *code = text_find(entry, "code");
    const bool shaped =
        code->kind == TEXT_SCALAR && !code->quoted && strlen(code->text) >= 2 &&
        strlen(code->text) <= 8 && code->text[0] >= 'A' && code->text[0] <= 'Z' &&
        strspn(code->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == strlen(code->text);
    if (!shaped) {
        text_say(r->messages, TEXT_ERROR, code->line,
                 "code \"%s\" is not one. Write 2 to 8 capitals or digits, a capital first.",
                 code->kind == TEXT_SCALAR ? code->text : "");
        return false;
    }
    const char *name;
    size_t role;
    if (!read_quoted(r, text_find(entry, "name"), "name", sizeof nation->name - 1, &name) ||
        !read_word(r, text_find(entry, "role"), "role", roles, 2, &role))
        return false;
    strcpy(nation->code, code->text);
    strcpy(nation->name, name);
    nation->observer = role == 1;
    return true;
}

bool read_section_nations(book_reader *r, const text_node *node)
{
    fusion_book *book = r->book;
    book->nations_line = node->key_line;
    const text_node *list;
    if (!read_list(r, node, "Name the nations.", false, &list))
        return false;
    if (list->count > FUSION_NATIONS_MAX) {
        text_say(r->messages, TEXT_ERROR, list->line, "there are more than %d nations.",
                 FUSION_NATIONS_MAX);
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < list->count; i++) {
        fusion_nation *nation = &book->nations[book->nation_count];
        if (!read_nation_entry(r, &list->items[i], nation)) {
            good = false;
            continue;
        }
        for (size_t n = 0; n < book->nation_count; n++)
            if (strcmp(book->nations[n].code, nation->code) == 0) {
                text_say(r->messages, TEXT_ERROR, list->items[i].line,
                         "nation %s is listed twice. Keep one.", nation->code);
                good = false;
            }
        book->nation_count++;
    }
    return good;
}

static bool read_period(book_reader *r, const text_node *node, int64_t *period_ns)
{
    if (node->kind == TEXT_SCALAR && !node->quoted && strcmp(node->text, "irregular") == 0) {
        *period_ns = 0;
        return true;
    }
    if (!text_duration(node, "period", false, period_ns, r->messages))
        return false;
    if (*period_ns >= PERIOD_LEAST_NS && *period_ns <= PERIOD_MOST_NS)
        return true;
    char least[TEXT_DURATION_ROOM], most[TEXT_DURATION_ROOM];
    text_write_duration(least, PERIOD_LEAST_NS);
    text_write_duration(most, PERIOD_MOST_NS);
    text_say(r->messages, TEXT_ERROR, node->line,
             "period \"%s\" is not from %s to %s. Write the time between two looks, or irregular.",
             node->text, least, most);
    return false;
}

static bool read_sensor(book_reader *r, const text_node *entry, fusion_sensor *sensor)
{
    static const read_key keys[] = {
        {"name", NULL}, {"nation", NULL}, {"kind", NULL}, {"sends", NULL}, {"period", NULL}};
    static const char *const sends[] = {"plot", "track", "bearing", "notice"};
    if (!read_keys(r, entry, "sensor", keys, 5))
        return false;
    const char *kinds[FUSION_SENSOR_KINDS];
    for (unsigned i = 0; i < FUSION_SENSOR_KINDS; i++)
        kinds[i] = fusion_sensor_kind_name(i);
    size_t kind;
    uint64_t sent = 0;
    bool good = read_new_word(r, entry, "sensor", sensor->name);
    good = read_nation(r, text_find(entry, "nation"), &sensor->nation) && good;
    good =
        read_word(r, text_find(entry, "kind"), "kind", kinds, FUSION_SENSOR_KINDS, &kind) && good;
    good = read_words(r, text_find(entry, "sends"), "kind of report", "Name what it sends.", sends,
                      4, &sent) &&
           good;
    good = read_period(r, text_find(entry, "period"), &sensor->period_ns) && good;
    if (!good)
        return false;
    sensor->kind = (uint8_t)kind;
    sensor->sends = (uint8_t)sent;
    if (r->book->nations[sensor->nation].observer) {
        text_say(r->messages, TEXT_ERROR, entry->line,
                 "sensor \"%s\" belongs to %s, and an observer originates nothing.", sensor->name,
                 r->book->nations[sensor->nation].code);
        return false;
    }
    return true;
}

/* Sensors and kinds share one set of names, because except lists them together. */
static bool sensor_name_free(book_reader *r, const fusion_sensor *sensor, int line)
{
    const fusion_book *book = r->book;
    for (unsigned i = 0; i < FUSION_SENSOR_KINDS; i++)
        if (strcmp(fusion_sensor_kind_name(i), sensor->name) == 0) {
            text_say(r->messages, TEXT_ERROR, line,
                     "\"%s\" is a kind of sensor and cannot be the name of one.", sensor->name);
            return false;
        }
    for (size_t i = 0; i < book->sensor_count; i++)
        if (!read_differs(r, sensor->name, line, book->sensors[i].name, book->sensor_lines[i]))
            return false;
    return true;
}

bool read_section_sensors(book_reader *r, const text_node *node)
{
    fusion_book *book = r->book;
    book->sensors_line = node->key_line;
    const text_node *list;
    if (!read_list(r, node, "Name the sensors.", false, &list))
        return false;
    if (list->count > FUSION_SENSORS_MAX) {
        text_say(r->messages, TEXT_ERROR, list->line, "there are more than %d sensors.",
                 FUSION_SENSORS_MAX);
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < list->count; i++) {
        fusion_sensor *sensor = &book->sensors[book->sensor_count];
        if (!read_sensor(r, &list->items[i], sensor) ||
            !sensor_name_free(r, sensor, list->items[i].line)) {
            good = false;
            continue;
        }
        book->sensor_lines[book->sensor_count++] = list->items[i].line;
    }
    return good;
}

static bool read_format(book_reader *r, const text_node *node)
{
    if (node->kind == TEXT_SCALAR && !node->quoted && strcmp(node->text, "picket-rules-1") == 0)
        return true;
    text_say(r->messages, TEXT_ERROR, node->line,
             "format \"%s\" is not known. This version reads picket-rules-1.",
             node->kind == TEXT_SCALAR ? node->text : "");
    return false;
}

/* The two kinds of file lie side by side and are easily taken for each other. */
static bool is_configuration(book_reader *r, const text_node *root)
{
    const text_node *format = text_find(root, "format"), *book = text_find(root, "book");
    if (!format || !book || format->kind != TEXT_SCALAR || book->kind != TEXT_SCALAR ||
        strncmp(format->text, "picket-config-", 14) != 0)
        return false;
    text_say(r->messages, TEXT_ERROR, format->line,
             "this is a configuration of picketd and no rule book; its book is %s.", book->text);
    return true;
}

/* A section that may be left out. */
static bool read_optional(book_reader *r, const text_node *root, const char *key,
                          bool (*section)(book_reader *, const text_node *))
{
    const text_node *node = text_find(root, key);
    return !node || section(r, node);
}

/* In this order, since each names what those before it define: where one is not good, the faults
 * of the next would be noise. */
static bool read_sections(book_reader *r, const text_node *root)
{
    return read_section_nations(r, text_find(root, "nations")) &&
           read_section_sensors(r, text_find(root, "sensors")) &&
           read_optional(r, root, "areas", read_section_areas) &&
           read_optional(r, root, "periods", read_section_periods) &&
           read_optional(r, root, "emergencies", read_section_emergencies) &&
           read_section_forms(r, text_find(root, "forms")) &&
           read_section_agreements(r, text_find(root, "agreements")) &&
           read_section_owners(r, text_find(root, "owners")) &&
           read_section_rules(r, text_find(root, "rules")) && read_no_circles(r) &&
           read_optional(r, root, "rooms", read_section_rooms) && read_combinations(r) &&
           read_section_examples(r, text_find(root, "examples")) && read_examples_hold(r);
}

static bool read_root(book_reader *r, const text_node *root)
{
    static const read_key keys[] = {{"format", "Write \"format: picket-rules-1\"."},
                                    {"title", "Write one sentence in double quotes."},
                                    {"nations", NULL},
                                    {"sensors", NULL},
                                    {"agreements", "Write \"agreements: none\" or what they are; "
                                                   "nothing is assumed."},
                                    {"owners", "Write \"owners: none\" or their lists; nothing is "
                                               "assumed."},
                                    {"rules", NULL},
                                    {"examples", "Write at least one: it is run at every load."},
                                    {"areas", ""},
                                    {"periods", ""},
                                    {"emergencies", ""},
                                    {"forms", ""},
                                    {"rooms", ""}};
    if (is_configuration(r, root))
        return false;
    if (!read_keys(r, root, "rule book", keys, sizeof keys / sizeof keys[0]))
        return false;
    if (!read_format(r, text_find(root, "format")))
        return false;
    const bool title =
        read_quoted(r, text_find(root, "title"), "title", BOOK_TITLE_MAX, &r->book->title);
    return read_sections(r, root) && title;
}

fusion_status fusion_book_read(const text_tree *tree, text_messages *messages, fusion_book **book)
{
    book_reader r = {.messages = messages, .book = calloc(1, sizeof *r.book)};
    if (!r.book)
        return FUSION_NO_MEMORY;
    const size_t errors = messages->errors;
    const bool good = read_root(&r, &tree->root);
    if (good && !r.no_memory && messages->errors == errors) {
        *book = r.book;
        return FUSION_OK;
    }
    fusion_book_destroy(r.book);
    return r.no_memory ? FUSION_NO_MEMORY : FUSION_REFUSED;
}
