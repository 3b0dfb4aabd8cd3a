#include "tools/sim/watch.h"

#include "geo/angle.h"
#include "tools/sim/sighting.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BATCH_NS        INT64_C(100000000)
#define HEARTBEAT_MAX   30.0 /* s */
#define GOLDEN_FRACTION 0.61803398874989485

bool watch_begin(watch *one, const scenario *exercise, size_t sensor, int feed_index)
{
    const scenario_sensor *plan = &exercise->sensors[sensor];
    *one = (watch){.exercise = exercise,
                   .sensor = plan,
                   .feed_index = feed_index,
                   .draws = chance_seeded(exercise->seed, plan->name),
                   .next_number = 1};
    one->phase = chance_uniform(&one->draws);
    one->objects = calloc(exercise->object_count + 1, sizeof *one->objects);
    return one->objects;
}

void watch_end(watch *one)
{
    free(one->objects);
    free(one->reports);
}

/* The first look at or after `second`; scans are numbered from 1. */
static uint32_t scan_from(double second, double share, double period)
{
    return (uint32_t)fmax(ceil(second / period - share), 0.0) + 1;
}

static double look_time(uint32_t scan, double share, double period)
{
    return ((double)(scan - 1) + share) * period;
}

/* Where in its period the sensor comes to this object. */
static double look_share(const watch *one, const body *bodies, size_t object, double second)
{
    if (one->sensor->way != WAY_TURNING) {
        const double even = (double)object * GOLDEN_FRACTION + one->phase;
        return even - floor(even);
    }
    eye at;
    double position[3], velocity[3];
    feed_polar seen;
    eye_at(one->sensor, bodies, second, 0.5, &at);
    body_at(&bodies[object], 0.5, position, velocity);
    measure_polar(&at, position, &seen);
    const double turn = seen.azimuth / ANGLE_TURN - one->phase;
    return turn - floor(turn);
}

static bool watch_object(watch *one, const body *bodies, size_t object, double second)
{
    const scenario_sensor *sensor = one->sensor;
    if (!bodies[object].whole || !(bodies[object].plan->categories & sensor->sees) ||
        sensor->rides == (int)object)
        return true;
    if (sensor->way == WAY_BROADCAST && !bodies[object].plan->broadcasts)
        return true;
    const double share = look_share(one, bodies, object, second);
    for (uint32_t scan = scan_from(second, share, sensor->period);; scan++) {
        const double when = look_time(scan, share, sensor->period);
        if (when >= second + 1.0)
            return true;
        if (scan <= one->objects[object].scan)
            continue;
        one->objects[object].scan = scan;
        const sighting look = {.object = object, .second = second, .when = when, .scan = scan};
        if (!sighting_make(one, bodies, &look))
            return false;
    }
}

static int report_order(const void *a, const void *b)
{
    const feed_report *one = a, *two = b;
    if (one->time_ns != two->time_ns)
        return one->time_ns < two->time_ns ? -1 : 1;
    return one->number < two->number ? -1 : one->number > two->number;
}

static bool batch_send(watch *one, const body *bodies, double second, const feed_report *reports,
                       size_t count, int64_t sent_ns, feed *out)
{
    const int64_t start_ns = one->exercise->starts_ns;
    const scenario_sensor *sensor = one->sensor;
    const double latency = chance_between(&one->draws, sensor->latency.from, sensor->latency.to);
    int64_t stamp_ns = sent_ns + llround(latency * 1e6) * 1000;
    if (stamp_ns < one->last_stamp_ns)
        stamp_ns = one->last_stamp_ns;
    one->last_stamp_ns = stamp_ns;
    one->last_sent = (double)(sent_ns - start_ns) * 1e-9;

    feed_platform platform;
    const bool moves = sensor->rides >= 0 || sensor->orbits;
    if (moves)
        sighting_platform(one, bodies, second, count > 0 ? reports[0].time_ns : sent_ns, &platform);
    return feed_send(out, one->feed_index, reports, count, moves ? &platform : NULL, sent_ns,
                     stamp_ns);
}

static bool batches_send(watch *one, const body *bodies, double second, feed *out)
{
    if (one->count > 0)
        qsort(one->reports, one->count, sizeof *one->reports, report_order);
    size_t from = 0;
    while (from < one->count) {
        const feed_report *first = &one->reports[from];
        size_t count = 1;
        while (from + count < one->count && count < FEED_REPORTS_MAX &&
               first[count].scan == first->scan &&
               first[count].time_ns <= first->time_ns + BATCH_NS)
            count++;
        if (!batch_send(one, bodies, second, first, count, first[count - 1].time_ns, out))
            return false;
        from += count;
    }
    one->count = 0;
    return true;
}

static bool heartbeat_send(watch *one, const body *bodies, double second, feed *out)
{
    const double period = one->sensor->period;
    const double patience = period > 0.0 ? fmin(fmax(period, 1.0), HEARTBEAT_MAX) : HEARTBEAT_MAX;
    const double now = second + 1.0;
    if (now - one->last_sent < patience || sighting_is_out(one->sensor, now))
        return true;
    const int64_t now_ns = one->exercise->starts_ns + llround(now) * INT64_C(1000000000);
    return batch_send(one, bodies, second, NULL, 0, now_ns, out);
}

bool watch_second(watch *one, const body *bodies, double second, feed *out)
{
    if (one->sensor->way == WAY_DESK) {
        if (!sighting_notices(one, second))
            return false;
    } else {
        for (size_t i = 0; i < one->exercise->object_count; i++)
            if (!watch_object(one, bodies, i, second))
                return false;
        if (!sighting_endings(one, second) || !sighting_clutter(one, bodies, second))
            return false;
    }
    return batches_send(one, bodies, second, out) && heartbeat_send(one, bodies, second, out);
}
