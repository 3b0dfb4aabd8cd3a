#include "track/apart.h"

#include <assert.h>
#include <math.h>

/* None is sharp: by half or double each, suite apart finds the same doubles to the metre. */
#define FARTHEST 20e3 /* m; of what is off by more other things tell */
#define ALIKE    5.0  /* m/s, and three sigma */
#define HITS     5    /* looks of a sensor that make a track its own */

bool apart_reserve(apart *one, room *memory, size_t tracks)
{
    one->memory = memory;
    return search_clear(&one->near, memory, tracks) && ROOM_FOR(memory, &one->found, tracks);
}

void apart_free(apart *one, room *memory)
{
    search_free(&one->near, memory);
    ROOM_FREE(memory, &one->found);
}

static bool is_late(const look *at, const fusion_registry *registry, int64_t now_ns)
{
    return conditions_silent(now_ns - at->newest_ns - at->delay_ns,
                             fusion_sensor_period(registry, at->sensor));
}

/* Sensors that have seen the track of late. */
static size_t seen_by(const track *one, const fusion_registry *registry, int64_t now_ns,
                      uint16_t sensors[TRACK_LOOKS])
{
    size_t count = 0;
    for (size_t i = 0; i < one->look_count; i++)
        if (one->looks[i].sensor < registry->sensor_count && one->looks[i].hits >= HITS &&
            !is_late(&one->looks[i], registry, now_ns))
            sensors[count++] = one->looks[i].sensor;
    return count;
}

/* Distance square to the vertical. */
static double level_distance(const double a[6], const double b[6])
{
    double across2 = 0.0, up = 0.0, radius2 = 0.0;
    for (int i = 0; i < 3; i++) {
        across2 += (a[i] - b[i]) * (a[i] - b[i]);
        up += (a[i] - b[i]) * a[i];
        radius2 += a[i] * a[i];
    }
    return sqrt(fmax(across2 - up * up / radius2, 0.0));
}

static bool fly_alike(const cv_state *one, const cv_state *other)
{
    double apart2 = 0.0, variance = 0.0;
    static const int diagonal[3] = {15, 18, 20};
    for (int i = 0; i < 3; i++) {
        const double d = one->state[3 + i] - other->state[3 + i];
        apart2 += d * d;
        variance += one->covariance[diagonal[i]] + other->covariance[diagonal[i]];
    }
    const double limit = ALIKE + 3.0 * sqrt(variance);
    return apart2 <= limit * limit;
}

/* How far from the track, which the sensor alone has seen of late, the nearest stands that flies
 * alike and that others have seen, and it has not; INFINITY: there is none. */
static double double_of(apart *one, const roster *tracks, const track *own, uint16_t sensor,
                        const fusion_registry *registry, int64_t now_ns)
{
    const cv_state here = track_about(own, now_ns);
    double nearest = INFINITY;
    one->found.count = 0;
    if (!search_near(&one->near, here.state, FARTHEST, &one->found, one->memory))
        assert(false && "apart_reserve() made room for every track");
    for (size_t k = 0; k < one->found.count; k++) {
        const track *other = &tracks->slots.items[one->found.items[k]];
        const look *its = track_look_seen(other, sensor);
        uint16_t sensors[TRACK_LOOKS];
        if (other == own || (its && !is_late(its, registry, now_ns)) ||
            seen_by(other, registry, now_ns, sensors) == 0)
            continue;
        const cv_state there = track_about(other, now_ns);
        if (fly_alike(&here, &there))
            nearest = fmin(nearest, level_distance(here.state, there.state));
    }
    return nearest;
}

static void note_double(fusion_conduct *of, double distance)
{
    if (!isfinite(distance))
        return;
    of->doubles++;
    of->apart += distance;
    of->apart2 += distance * distance;
}

static void note_track(apart *one, const roster *tracks, const track *own, conditions *learnt,
                       int64_t now_ns)
{
    uint16_t sensors[TRACK_LOOKS];
    const size_t count = seen_by(own, learnt->registry, now_ns, sensors);
    for (size_t i = 0; i < count; i++) {
        conduct *of = &learnt->conduct[sensors[i]];
        if (of->turned && count > 1)
            of->last.shared++;
        else if (of->turned)
            note_double(&of->last,
                        double_of(one, tracks, own, sensors[i], learnt->registry, now_ns));
    }
}

void apart_tell(apart *one, const roster *tracks, conditions *learnt, int64_t now_ns)
{
    bool any = false;
    for (size_t i = 0; i < learnt->registry->sensor_count; i++)
        any |= learnt->conduct[i].turned;
    if (!any || !search_clear(&one->near, one->memory, tracks->order.count))
        return;
    for (size_t i = 0; i < tracks->order.count; i++) {
        const uint32_t slot = tracks->order.items[i].slot;
        const track *here = &tracks->slots.items[slot];
        if (here->confirmed)
            search_put(&one->near, track_about(here, now_ns).state, 0.0, slot);
    }
    for (size_t i = 0; i < tracks->order.count; i++) {
        const track *own = &tracks->slots.items[tracks->order.items[i].slot];
        if (own->confirmed)
            note_track(one, tracks, own, learnt, now_ns);
    }
}
