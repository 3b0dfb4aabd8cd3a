#include "track/link.h"

#include "track/step.h"

#include <math.h>

/* What lies this far from a measurement in time is another epoch's matter: two measurements nearer
 * than this may be the first two of one object. */
#define TOGETHER_NS (2 * FUSION_SECOND)

/* Nothing below orbit is faster than 8 km/s; six sigma of a missile's speed that was not measured
 * are 9 km/s, and its acceleration's share is less than the rest. A bound for all tracks, so that
 * no other track has a part in what is found; step_near() then decides. */
#define FASTEST 20e3 /* m/s */

/* An epoch as the index of its tracks sees it. */
typedef struct span {
    int64_t middle_ns;
    double half; /* s */
} span;

static void index_tracks(linker *one, const roster *tracks, span epoch)
{
    for (size_t i = 0; i < tracks->order.count; i++) {
        const track *here = &tracks->slots.items[tracks->order.items[i].slot];
        const track_place middle = track_place_about(here, epoch.middle_ns);
        search_put(&one->tracks, middle.position, step_reach(here, &middle, epoch.half),
                   (uint32_t)i);
    }
}

static double reach_outside(span epoch, int64_t time_ns)
{
    const double seconds = fabs((double)(time_ns - epoch.middle_ns)) * 1e-9 - epoch.half;
    return FASTEST * fmax(seconds, 0.0);
}

static bool join_tracks(linker *one, room *memory, const roster *tracks, span epoch,
                        const measure *seen, uint32_t node)
{
    const bool sight = seen->kind == FUSION_BEARING;
    const double *place = sight ? seen->as.line.origin : seen->as.state.position;
    const double reach = (sight ? STEP_SIGHT : seen->reach) + reach_outside(epoch, seen->time_ns);
    one->found.count = 0;
    if (!search_near(&one->tracks, place, reach, &one->found, memory))
        return false;
    for (size_t k = 0; k < one->found.count; k++) {
        const uint32_t place_in_order = one->found.items[k];
        const uint32_t slot = tracks->order.items[place_in_order].slot;
        const uint32_t other = (uint32_t)one->clusters.reports + place_in_order;
        if (!cluster_joined(&one->clusters, node, other) &&
            step_near(&tracks->slots.items[slot], seen))
            cluster_join(&one->clusters, node, other);
    }
    return true;
}

/* Half the reach of each, which is three sigma, and what a new object may move meanwhile. */
static double together_reach(const measure *seen)
{
    const motion moves = motion_of(seen->categories);
    return 0.5 * seen->reach + 1.5 * moves.speed_horizontal;
}

static bool may_be_one(const measure *one, const measure *other)
{
    const bool same_round = one->sensor == other->sensor && one->round == other->round &&
                            (one->number == 0 || one->number != other->number);
    return !same_round && other->time_ns - one->time_ns <= TOGETHER_NS;
}

/* A measurement that begins a track may be followed by another of the same object. */
static bool join_measures(linker *one, room *memory, const measure *measures, const uint32_t *taken,
                          uint32_t node)
{
    const measure *seen = &measures[taken[node]];
    if (seen->kind == FUSION_BEARING)
        return true;
    const double reach = together_reach(seen);
    one->found.count = 0;
    if (!search_near(&one->measures, seen->as.state.position, reach, &one->found, memory))
        return false;
    for (size_t k = 0; k < one->found.count; k++)
        if (may_be_one(&measures[taken[one->found.items[k]]], seen))
            cluster_join(&one->clusters, node, one->found.items[k]);
    search_put(&one->measures, seen->as.state.position, reach, node);
    return true;
}

static void tie_node(linker *one, uint16_t sensor, uint64_t number, int64_t began_ns, uint32_t node)
{
    if (number != 0)
        cluster_join(&one->clusters, node,
                     tie_add(&one->numbers, tie_key(one->key, sensor, number, began_ns), node));
}

/* Joins what bears one number of one source, wherever it is. */
static void tie_all(linker *one, const roster *tracks, const measure *measures,
                    const uint32_t *taken, size_t count)
{
    for (uint32_t node = 0; node < count; node++) {
        const measure *seen = &measures[taken[node]];
        tie_node(one, seen->sensor, seen->number, seen->began_ns, node);
    }
    for (size_t i = 0; i < tracks->order.count; i++) {
        const track *here = &tracks->slots.items[tracks->order.items[i].slot];
        for (size_t k = 0; k < here->look_count; k++)
            tie_node(one, here->looks[k].sensor, here->looks[k].number, here->looks[k].began_ns,
                     (uint32_t)(count + i));
    }
}

static size_t count_numbers(const roster *tracks, size_t measures)
{
    size_t numbers = measures;
    for (size_t i = 0; i < tracks->order.count; i++)
        numbers += tracks->slots.items[tracks->order.items[i].slot].look_count;
    return numbers;
}

bool link_all(linker *one, room *memory, const roster *tracks, const measure *measures,
              const uint32_t *taken, size_t count, int64_t epoch_end_ns, int64_t epoch_ns,
              const uint8_t key[16])
{
    one->key = key;
    if (!search_clear(&one->tracks, memory, tracks->order.count) ||
        !search_clear(&one->measures, memory, count) ||
        !cluster_clear(&one->clusters, memory, count, tracks->order.count) ||
        !tie_clear(&one->numbers, memory, count_numbers(tracks, count)))
        return false;
    const span epoch = {epoch_end_ns - epoch_ns / 2, 0.5e-9 * (double)epoch_ns};
    index_tracks(one, tracks, epoch);
    for (uint32_t node = 0; node < count; node++)
        if (!join_tracks(one, memory, tracks, epoch, &measures[taken[node]], node) ||
            !join_measures(one, memory, measures, taken, node))
            return false;
    tie_all(one, tracks, measures, taken, count);
    cluster_list(&one->clusters);
    return true;
}

void link_free(linker *one, room *memory)
{
    search_free(&one->tracks, memory);
    search_free(&one->measures, memory);
    ROOM_FREE(memory, &one->found);
    ROOM_FREE(memory, &one->numbers);
    cluster_free(&one->clusters, memory);
}
