#include "tools/import/rows.h"

#include "tools/say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND   INT64_C(1000000000)
#define BATCH_NS INT64_C(100000000)

int rows_sensor(rows *one, const char *name)
{
    for (size_t i = 0; i < one->sensor_count; i++)
        if (strcmp(one->sensors[i], name) == 0)
            return (int)i;
    void *grown = realloc(one->sensors, (one->sensor_count + 1) * sizeof *one->sensors);
    if (!grown)
        return -1;
    one->sensors = grown;
    snprintf(one->sensors[one->sensor_count], sizeof *one->sensors, "%s", name);
    return (int)one->sensor_count++;
}

bool rows_add(rows *one, int sensor, int64_t state_ns, const feed_report *report)
{
    if (one->count == one->room) {
        const size_t room = one->room ? 2 * one->room : 1024;
        rows_entry *grown = realloc(one->entries, room * sizeof *grown);
        if (!grown) {
            text_say(one->messages, TEXT_ERROR, one->file.line, "memory was refused.");
            return false;
        }
        one->entries = grown;
        one->room = room;
    }
    one->entries[one->count++] = (rows_entry){.time_ns = report->time_ns,
                                              .state_ns = state_ns,
                                              .sensor = sensor,
                                              .line = one->file.line,
                                              .report = *report};
    return true;
}

/* The count of a name; a new name is added. */
static uint64_t *count_of(rows_refused *list, size_t *count, const char *name)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp(list[i].reason, name) == 0)
            return &list[i].count;
    if (*count == ROWS_REASONS_MAX)
        return &list[ROWS_REASONS_MAX - 1].count;
    list[*count] = (rows_refused){.reason = name};
    return &list[(*count)++].count;
}

bool rows_refuse(rows *one, const char *reason, const char *column, const char *text,
                 const char *why)
{
    uint64_t *count = count_of(one->refused, &one->reason_count, reason);
    char said[300];
    if (column)
        snprintf(said, sizeof said, "%s \"%.80s\" %s.", column, text, why);
    else
        snprintf(said, sizeof said, "%s.", why);
    if ((*count)++ > 0) {
        say_step("%s:%d: %s Row left out (%s).", one->messages->file, one->file.line, said, reason);
        return true;
    }
    if (one->strict) {
        text_say(one->messages, TEXT_ERROR, one->file.line, "%s Nothing was written (--strict).",
                 said);
        return false;
    }
    char whole[TEXT_MESSAGE_ROOM];
    snprintf(whole, sizeof whole, "%s Row left out (%s), 1 of %zu. To stop at the first: --strict",
             said, reason, one->file.rows);
    say_about(one->messages->file, one->file.line, TEXT_WARNING, whole);
    return true;
}

void rows_remark(rows *one, const char *name, const char *what)
{
    uint64_t *count = count_of(one->remarked, &one->remark_count, name);
    if ((*count)++ == 0)
        say_about(one->messages->file, one->file.line, TEXT_WARNING, what);
}

/* For the order alone: the file's rows that are equal in all this are equal in the recording. */
typedef struct order_key {
    double values[3];
} order_key;

static order_key key_of(const rows_entry *entry)
{
    const feed_geodetic *place = &entry->report.as.geodetic;
    return (order_key){{place->lat, place->lon, place->height}};
}

static int compare_doubles(double a, double b)
{
    return a < b ? -1 : a > b;
}

static int entry_order(const void *a, const void *b)
{
    const rows_entry *one = a, *two = b;
    if (one->time_ns != two->time_ns)
        return one->time_ns < two->time_ns ? -1 : 1;
    if (one->sensor != two->sensor)
        return one->sensor < two->sensor ? -1 : 1;
    if (one->report.number != two->report.number)
        return one->report.number < two->report.number ? -1 : 1;
    const order_key first = key_of(one), second = key_of(two);
    for (int i = 0; i < 3; i++) {
        const int order = compare_doubles(first.values[i], second.values[i]);
        if (order)
            return order;
    }
    return one->line < two->line ? -1 : one->line > two->line;
}

typedef struct ranked {
    char name[49];
    int was;
} ranked;

static int ranked_order(const void *a, const void *b)
{
    return strcmp(((const ranked *)a)->name, ((const ranked *)b)->name);
}

/* Sensors by name, so that the order of the rows decides nothing. */
static void sensors_sort(rows *one)
{
    ranked *list = calloc(one->sensor_count + 1, sizeof *list);
    int *becomes = calloc(one->sensor_count + 1, sizeof *becomes);
    if (list && becomes) {
        for (size_t i = 0; i < one->sensor_count; i++) {
            memcpy(list[i].name, one->sensors[i], sizeof list[i].name);
            list[i].was = (int)i;
        }
        qsort(list, one->sensor_count, sizeof *list, ranked_order);
        for (size_t i = 0; i < one->sensor_count; i++) {
            becomes[list[i].was] = (int)i;
            memcpy(one->sensors[i], list[i].name, sizeof list[i].name);
        }
        for (size_t i = 0; i < one->count; i++)
            one->entries[i].sensor = becomes[one->entries[i].sensor];
    }
    free(becomes);
    free(list);
}

void rows_sort(rows *one)
{
    sensors_sort(one);
    if (one->count > 0)
        qsort(one->entries, one->count, sizeof *one->entries, entry_order);
}

void rows_drop(rows *one, size_t index, const char *reason)
{
    (*count_of(one->refused, &one->reason_count, reason))++;
    one->entries[index].sensor = -1;
}

static feed_report report_of(const rows *one, const rows_entry *entry)
{
    feed_report made = entry->report;
    if (one->anonymous) {
        made.number = 0;
        made.label = NULL;
    }
    return made;
}

/* Whether the entry goes into one datagram with that first one of it. */
static bool goes_with(const rows_entry *first, const rows_entry *entry)
{
    return entry->time_ns <= first->time_ns + BATCH_NS &&
           entry->time_ns / SECOND == first->time_ns / SECOND &&
           entry->report.scan == first->report.scan;
}

/* The rows of one sensor from `from` on that go together; *next is where to look for more. */
static size_t batch_take(const rows *one, int sensor, size_t *next,
                         feed_report batch[FEED_REPORTS_MAX], const feed_platform **platform)
{
    const rows_entry *first = NULL;
    size_t count = 0;
    for (; *next < one->count && count < FEED_REPORTS_MAX; (*next)++) {
        const rows_entry *entry = &one->entries[*next];
        if (entry->sensor != sensor)
            continue;
        if (first && !goes_with(first, entry))
            break;
        first = first ? first : entry;
        batch[count++] = report_of(one, entry);
    }
    *platform = first && first->platform.time_ns != 0 ? &first->platform : NULL;
    return count;
}

static bool sensor_send(const rows *one, int sensor, feed *out)
{
    const int index = feed_sensor(out, one->sensors[sensor]);
    feed_report batch[FEED_REPORTS_MAX];
    const feed_platform *platform;
    size_t next = 0, count;
    while (index >= 0 && (count = batch_take(one, sensor, &next, batch, &platform)) > 0) {
        const int64_t stamp_ns = batch[count - 1].time_ns;
        if (!feed_send(out, index, batch, count, platform, stamp_ns, stamp_ns))
            return false;
    }
    return index >= 0;
}

bool rows_send(const rows *one, const char *path, feed_counts *written, char error[512])
{
    const int64_t first_ns = one->entries[0].time_ns;
    const int64_t last_ns = one->entries[one->count - 1].time_ns;
    feed *out = feed_create(path, first_ns - first_ns % SECOND, error);
    if (!out)
        return false;
    for (size_t i = 0; i < one->sensor_count; i++)
        if (!sensor_send(one, (int)i, out)) {
            snprintf(error, 512, "memory was refused");
            feed_abandon(out);
            return false;
        }
    return feed_finish(out, last_ns - last_ns % SECOND + SECOND, written, error);
}

void rows_end(rows *one)
{
    csv_close(&one->file);
    free(one->entries);
    free(one->sensors);
}
