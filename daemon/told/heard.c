#include "daemon/told/heard.h"

#include <math.h>
#include <string.h>

const double heard_bounds[HEARD_BOUNDS] = {0.01, 0.02, 0.05, 0.1,  0.2,  0.5,  1.0,
                                           2.0,  5.0,  10.0, 20.0, 50.0, 100.0};

/* The bin of a moment; those that were passed over are empty. */
static heard_bin *bin_at(heard_all *one, size_t sensor, int64_t time_ns)
{
    const int64_t now = time_ns / HEARD_BIN_NS;
    const int64_t passed = now - one->bin[sensor];
    for (int64_t n = 0; n < passed && n < HEARD_BINS; n++)
        one->bins[sensor][(now - n) % HEARD_BINS] = (heard_bin){0};
    if (passed > 0)
        one->bin[sensor] = now;
    return &one->bins[sensor][now % HEARD_BINS];
}

static size_t bound_of(double late)
{
    size_t bound = 0;
    while (bound < HEARD_BOUNDS && late > heard_bounds[bound])
        bound++;
    return bound;
}

void heard_note(heard_all *one, int64_t stamp_ns, int64_t epoch_ns, const codec_result *result)
{
    if (result->sensor < 0 || stamp_ns == 0)
        return;
    const size_t sensor = (size_t)result->sensor;
    heard_bin *bin = bin_at(one, sensor, stamp_ns / epoch_ns * epoch_ns);
    if (result->why != REFUSAL_NONE) {
        bin->refused++;
        return;
    }
    one->newest_ns[sensor] = stamp_ns;
    bin->refused += (uint32_t)result->refused_count;
    bin->taken += (uint32_t)result->count;
    for (size_t i = 0; i < result->count; i++)
        bin->late[bound_of((double)(stamp_ns - result->reports[i].time_ns) / 1e9)]++;
}

void heard_new_run(heard_all *one)
{
    memset(one, 0, sizeof *one);
}

/* late: as in heard_bin, of all of them. */
static double bound_kept(const uint64_t late[HEARD_BOUNDS + 1], uint64_t taken)
{
    uint64_t within = 0;
    if (taken == 0)
        return NAN;
    for (size_t i = 0; i < HEARD_BOUNDS; i++) {
        within += late[i];
        if (100 * within >= 95 * taken)
            return heard_bounds[i];
    }
    return INFINITY;
}

heard_span heard_last(const heard_all *one, size_t sensor, int64_t now_ns)
{
    const int64_t first = now_ns / HEARD_BIN_NS - (HEARD_BINS - 1);
    heard_span span = {.from_ns = first * HEARD_BIN_NS};
    uint64_t late[HEARD_BOUNDS + 1] = {0};
    for (size_t n = 0; n < HEARD_BINS; n++) {
        const int64_t at = first + (int64_t)n;
        if (at < 0 || at > one->bin[sensor] || at <= one->bin[sensor] - HEARD_BINS)
            continue;
        const heard_bin *bin = &one->bins[sensor][at % HEARD_BINS];
        span.counts[n] = bin->taken + bin->refused;
        span.taken += bin->taken;
        span.refused += bin->refused;
        for (size_t i = 0; i <= HEARD_BOUNDS; i++)
            late[i] += bin->late[i];
    }
    span.late_s = bound_kept(late, span.taken);
    return span;
}

bool heard_silent(int64_t newest_ns, int64_t period_ns, int64_t began_ns, int64_t now_ns)
{
    const int64_t last_ns = newest_ns ? newest_ns : began_ns;
    const int64_t quiet_ns = now_ns - last_ns;
    return period_ns != 0 && last_ns != 0 && quiet_ns >= 3 * period_ns &&
           quiet_ns >= HEARD_PATIENCE_NS;
}
