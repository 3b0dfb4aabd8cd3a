#include "release/read.h"

#include <stdio.h>
#include <string.h>

/* A name among kinds, sensors and, where they are asked for, areas. */
static bool read_pick(book_reader *r, const text_node *node, bool areas, book_pick *pick)
{
    const fusion_book *book = r->book;
    const char *words[FUSION_SENSOR_KINDS + FUSION_SENSORS_MAX + BOOK_AREAS_MAX];
    size_t count = 0;
    for (unsigned i = 0; i < FUSION_SENSOR_KINDS; i++)
        words[count++] = fusion_sensor_kind_name(i);
    for (size_t i = 0; i < book->sensor_count; i++)
        words[count++] = book->sensors[i].name;
    for (size_t i = 0; areas && i < book->area_count; i++)
        words[count++] = book->areas[i].name;
    size_t index;
    if (!read_word(r, node, areas ? "sensor, kind or area" : "sensor or kind", words, count,
                   &index))
        return false;
    *pick = (book_pick){BOOK_PICK_KIND, index};
    if (index >= FUSION_SENSOR_KINDS)
        *pick = (book_pick){BOOK_PICK_SENSOR, index - FUSION_SENSOR_KINDS};
    if (index >= FUSION_SENSOR_KINDS + book->sensor_count)
        *pick = (book_pick){BOOK_PICK_AREA, index - FUSION_SENSOR_KINDS - book->sensor_count};
    return true;
}

/* A list of such names; NULL in *picks where it is not good. */
static bool read_picks(book_reader *r, const text_node *node, bool areas, book_pick **picks,
                       size_t *count)
{
    const text_node *list;
    if (!read_list(r, node,
                   areas ? "Name what is taken out, or leave \"except\" out."
                         : "Name the sensors, or write all.",
                   false, &list))
        return false;
    *picks = read_keep(r, list->count, sizeof **picks);
    if (!*picks)
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++) {
        if (!read_pick(r, &list->items[i], areas, &(*picks)[i])) {
            good = false;
            continue;
        }
        for (size_t j = 0; j < i; j++)
            if (list->items[j].text && strcmp(list->items[i].text, list->items[j].text) == 0) {
                text_say(r->messages, TEXT_ERROR, list->items[i].line,
                         "%s stands twice in \"%s\". Keep one.", list->items[i].text, node->key);
                good = false;
            }
    }
    *count = list->count;
    return good;
}

static bool picked(const fusion_book *book, const book_pick *pick, size_t sensor)
{
    return pick->what == BOOK_PICK_KIND ? book->sensors[sensor].kind == pick->index
                                        : pick->what == BOOK_PICK_SENSOR && pick->index == sensor;
}

static void resolve(const fusion_book *book, book_scope *scope)
{
    for (size_t s = 0; s < book->sensor_count; s++) {
        bool in = scope->picked_count == 0;
        for (size_t i = 0; i < scope->picked_count; i++)
            in = in || picked(book, &scope->picked[i], s);
        for (size_t i = 0; i < scope->excepted_count; i++)
            in = in && !picked(book, &scope->excepted[i], s);
        if (in)
            scope->sensors.words[s / 64] |= UINT64_C(1) << (s % 64);
    }
    for (size_t i = 0; i < scope->excepted_count; i++)
        if (scope->excepted[i].what == BOOK_PICK_AREA)
            scope->except |= UINT64_C(1) << scope->excepted[i].index;
}

static bool read_where(book_reader *r, const text_node *node, uint64_t *where)
{
    const fusion_book *book = r->book;
    if (read_is(node, "everywhere"))
        return true;
    const char **names = read_names(r, book->areas ? book->areas[0].name : NULL,
                                    sizeof *book->areas, book->area_count);
    return names && read_words(r, node, "area", "Name the areas, or write everywhere.", names,
                               book->area_count, where);
}

bool read_scope(book_reader *r, const text_node *entry, book_scope *scope)
{
    const text_node *sensors = text_find(entry, "sensors"), *except = text_find(entry, "except");
    bool good = read_is(sensors, "all") ||
                read_picks(r, sensors, false, &scope->picked, &scope->picked_count);
    if (except)
        good = read_picks(r, except, true, &scope->excepted, &scope->excepted_count) && good;
    good = read_where(r, text_find(entry, "where"), &scope->where) && good;
    if (good)
        resolve(r->book, scope);
    return good;
}

const char *const book_posture_names[BOOK_POSTURES] = {"routine", "heightened", "crisis", "attack"};

static bool read_during(book_reader *r, const text_node *node, uint64_t *during)
{
    const fusion_book *book = r->book;
    if (read_is(node, "always"))
        return true;
    const char **names = read_names(r, book->periods ? book->periods[0].name : NULL,
                                    sizeof *book->periods, book->period_count);
    return names && read_words(r, node, "period", "Name the periods, or write always.", names,
                               book->period_count, during);
}

static bool read_emergency_name(book_reader *r, const text_node *node, const char *what,
                                uint8_t owner, int *emergency)
{
    const fusion_book *book = r->book;
    if (read_is(node, "not-needed"))
        return true;
    const char **names = read_names(r, book->emergencies ? book->emergencies[0].name : NULL,
                                    sizeof *book->emergencies, book->emergency_count);
    size_t index;
    if (!names || !read_word(r, node, "emergency", names, book->emergency_count, &index))
        return false;
    const book_emergency *one = &book->emergencies[index];
    *emergency = (int)index;
    if (one->declared_by >> owner & 1u)
        return true;
    char list[READ_CODES_ROOM];
    read_codes(book, one->declared_by, list);
    text_say(r->messages, TEXT_ERROR, node->line,
             "emergency \"%s\" opens a %s of %s, and %s is not among those who declare it (line "
             "%d: %s). Add %s to declared-by.",
             one->name, what, book->nations[owner].code, book->nations[owner].code, one->line, list,
             book->nations[owner].code);
    return false;
}

bool read_when(book_reader *r, const text_node *entry, const char *what, const char *name,
               uint8_t owner, book_when *when)
{
    static const read_key keys[] = {
        {"during", "Write \"during: always\" or periods; nothing is assumed."},
        {"posture", "Write \"posture: any\" or which; nothing is assumed."},
        {"emergency", "Write \"emergency: not-needed\" or which; nothing is assumed."}};
    const text_node *node = text_find(entry, "when");
    *when = (book_when){.emergency = -1};
    if (read_is(node, "always"))
        return true;
    if (node->kind != TEXT_MAP) {
        text_say(r->messages, TEXT_ERROR, node->line,
                 "when of \"%s\" is always, or {during: ..., posture: ..., emergency: ...}.", name);
        return false;
    }
    if (!read_keys(r, node, "when", keys, 3))
        return false;
    const text_node *posture = text_find(node, "posture");
    uint64_t postures = 0;
    bool good = read_during(r, text_find(node, "during"), &when->during);
    if (!read_is(posture, "any"))
        good = read_words(r, posture, "posture", "Name the postures, or write any.",
                          book_posture_names, BOOK_POSTURES, &postures) &&
               good;
    when->postures = (uint8_t)postures;
    return read_emergency_name(r, text_find(node, "emergency"), what, owner, &when->emergency) &&
           good;
}
