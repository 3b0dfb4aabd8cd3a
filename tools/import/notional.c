#include "tools/import/notional.h"

#include "geo/turn.h"
#include "geo/wgs84.h"
#include "tools/sim/recorded.h"
#include "tools/sim/scenario_parts.h"

#include <stdio.h>
#include <stdlib.h>

#define SECOND  INT64_C(1000000000)
#define LONGEST 86400 /* s */

static int number_order(const void *a, const void *b)
{
    const rows_entry *one = *(const rows_entry *const *)a, *two = *(const rows_entry *const *)b;
    if (one->report.number != two->report.number)
        return one->report.number < two->report.number ? -1 : 1;
    if (one->time_ns != two->time_ns)
        return one->time_ns < two->time_ns ? -1 : 1;
    return one < two ? -1 : one > two;
}

static bool is_whole(const feed_report *report)
{
    const feed_geodetic *place = &report->as.geodetic;
    return report->kind == FEED_GEODETIC && report->number != 0 && place->has_height &&
           place->reference == FEED_ELLIPSOID && place->velocity_axes == 3;
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

static bool object_add(scenario *radars, const feed_report *first, bool hex)
{
    scenario_object *added = scenario_object_add(radars);
    if (!added)
        return false;
    snprintf(added->name, sizeof added->name, hex ? "%06llx" : "%llu",
             (unsigned long long)first->number);
    scenario_object_settle(radars, added);
    added->number = first->number;
    added->categories = first->categories;
    return true;
}

static bool objects_make(const rows *from, scenario *radars, bool hex, notional_counts *counts)
{
    size_t count;
    const rows_entry **list = states_of(from, &count, &counts->passed_over);
    bool whole = list;
    for (size_t i = 0; whole && i < count; i++) {
        if (i == 0 || list[i]->report.number != list[i - 1]->report.number)
            whole = object_add(radars, &list[i]->report, hex);
        const scenario_state state = state_of(list[i], radars->starts_ns);
        whole = whole && recorded_add(&radars->objects[radars->object_count - 1], &state);
    }
    free(list);
    counts->objects = radars->object_count;
    return whole;
}

static bool time_set(const rows *from, scenario *radars, char error[512])
{
    const int64_t first_ns = from->entries[0].time_ns;
    const int64_t last_ns = from->entries[from->count - 1].time_ns;
    radars->starts_ns = first_ns - first_ns % SECOND;
    const int64_t lasts = (last_ns - radars->starts_ns) / SECOND + 1;
    radars->lasts = (double)lasts;
    if (lasts > LONGEST)
        snprintf(error, 512, "the rows span more than the 24 hours that radars look");
    return lasts <= LONGEST;
}

bool notional_send(const rows *from, scenario *radars, bool hex, const char *path,
                   notional_counts *counts, char error[512])
{
    *counts = (notional_counts){.objects = 0};
    if (!time_set(from, radars, error))
        return false;
    if (!objects_make(from, radars, hex, counts)) {
        snprintf(error, 512, "memory was refused");
        return false;
    }
    feed *out = feed_create(path, radars->starts_ns, error);
    if (!out)
        return false;
    if (!play(radars, radars->lasts, out, from->true_places, NULL, NULL, &counts->played, error)) {
        feed_abandon(out);
        return false;
    }
    const int64_t end_ns = radars->starts_ns + (int64_t)radars->lasts * SECOND;
    return feed_finish(out, end_ns, &counts->written, error);
}
