#include "tools/import/trails.h"

#include "fusion/report.h"
#include "fusion/status.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "tools/say.h"
#include "tools/sim/recorded.h"
#include "tools/sim/scenario_parts.h"
#include "tools/when.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static int number_order(const void *a, const void *b)
{
    const rows_entry *one = *(const rows_entry *const *)a, *two = *(const rows_entry *const *)b;
    if (one->report.number != two->report.number)
        return one->report.number < two->report.number ? -1 : 1;
    if (one->time_ns != two->time_ns)
        return one->time_ns < two->time_ns ? -1 : 1;
    return one < two ? -1 : one > two;
}

static bool has_height(const feed_report *report)
{
    const feed_geodetic *place = &report->as.geodetic;
    return place->has_height ? place->reference == FEED_ELLIPSOID
                             : report->categories == FUSION_SURFACE;
}

static bool is_whole(const feed_report *report)
{
    return report->kind == FEED_GEODETIC && report->number != 0 && has_height(report) &&
           report->as.geodetic.velocity_axes > 0;
}

/* Entries of whole states, by number and time; NULL: memory was refused. */
static const rows_entry **states_of(const rows *from, size_t *count, size_t *passed_over)
{
    const rows_entry **list = calloc(from->count + 1, sizeof *list);
    *count = *passed_over = 0;
    for (size_t i = 0; list && i < from->count; i++) {
        const rows_entry *entry = &from->entries[i];
        if (entry->sensor < 0)
            continue;
        if (is_whole(&entry->report))
            list[(*count)++] = entry;
        else
            (*passed_over)++;
    }
    if (list)
        qsort(list, *count, sizeof *list, number_order);
    return list;
}

static scenario_state state_of(const rows_entry *entry, int64_t starts_ns)
{
    const feed_geodetic *place = &entry->report.as.geodetic;
    scenario_state state = {.second = (double)(entry->time_ns - starts_ns) / 1e9};
    double axes[9];
    wgs84_to_ecef(place->lat, place->lon, place->height, state.position);
    wgs84_axes(place->lat, place->lon, axes);
    turn_to_ecef(axes, place->velocity, state.velocity);
    return state;
}

static bool object_add(const import_format *format, scenario *into, const feed_report *first)
{
    scenario_object *added = scenario_object_add(into);
    if (!added)
        return false;
    snprintf(added->name, sizeof added->name, format->hex_numbers ? "%06llx" : "%llu",
             (unsigned long long)first->number);
    scenario_object_settle(into, added);
    added->number = first->number;
    added->categories = first->categories;
    added->state_gap = format->gap;
    return true;
}

bool trails_make(const rows *from, const import_format *format, scenario *into, size_t *passed_over)
{
    size_t count;
    const rows_entry **list = states_of(from, &count, passed_over);
    bool whole = list;
    for (size_t i = 0; whole && i < count; i++) {
        if (i == 0 || list[i]->report.number != list[i - 1]->report.number)
            whole = object_add(format, into, &list[i]->report);
        const scenario_state state = state_of(list[i], into->starts_ns);
        whole = whole && recorded_add(&into->objects[into->object_count - 1], &state);
    }
    free(list);
    return whole;
}

static void truth_second(const scenario *trails, int64_t second, truth *out)
{
    for (size_t i = 0; i < trails->object_count; i++) {
        const scenario_object *one = &trails->objects[i];
        double position[3], velocity[3];
        if (recorded_at(one, (double)second, position, velocity))
            truth_write_ecef(out, trails->starts_ns + second * FUSION_SECOND, one->name, position,
                             velocity, one->categories, one->identity);
    }
}

bool trails_fit(const rows *from, const char *each)
{
    const rows_entry *first = &from->entries[0], *last = &from->entries[from->count - 1];
    if (last->time_ns - first->time_ns <= TRAILS_LONGEST * FUSION_SECOND)
        return true;
    say_error("the truth of %s spans more than 24 hours: %s %d is of %s, %s %d of %s. Is a time "
              "wrong?",
              from->messages->file, each, first->line, when_date(first->time_ns).text, each,
              last->line, when_date(last->time_ns).text);
    return false;
}

bool trails_truth(const rows *from, const import_format *format)
{
    if (!trails_fit(from, "line"))
        return false;
    const int64_t first_ns = from->entries[0].time_ns;
    scenario *trails = calloc(1, sizeof *trails);
    size_t passed_over;
    if (!trails)
        return false;
    trails->starts_ns = first_ns - first_ns % FUSION_SECOND;
    const int64_t lasts = (from->entries[from->count - 1].time_ns - first_ns) / FUSION_SECOND + 1;
    const bool made = trails_make(from, format, trails, &passed_over);
    for (int64_t second = 0; made && second <= lasts; second++)
        truth_second(trails, second, from->true_places);
    scenario_destroy(trails);
    return made;
}
