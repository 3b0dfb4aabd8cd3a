#include "bench.h"

#include "suites.h"

#include <string.h>

void bench_free(bench *on)
{
    step_free(&on->step, &on->memory);
    roster_free(&on->tracks, &on->memory);
    conditions_free(&on->learnt, &on->memory);
    CU_ASSERT_EQUAL(on->memory.held, 0);
}

void bench_begin(bench *on)
{
    bench_free(on);
    memset(on, 0, sizeof *on);
    on->settings = fusion_engine_defaults();
    on->registry.sensor_count = 2;
    on->registry.sensors[0].period_ns = on->registry.sensors[1].period_ns = BENCH_PERIOD;
    on->learnt.settings = &on->settings;
    on->learnt.registry = &on->registry;
    on->young = (indices){on->young_slots, BENCH_MOST, BENCH_MOST};
    on->step.rules = (life_rules){&on->settings, &on->registry, &on->learnt};
    on->step.tracks = &on->tracks;
    on->step.nis = &on->innovations;
    on->step.unrest = &on->quiet;
    on->step.young = &on->young;
    CU_ASSERT_TRUE_FATAL(roster_reserve(&on->tracks, &on->memory, BENCH_MOST));
}

void bench_spread(double p[21], double place2, double speed2)
{
    p[0] = p[6] = p[11] = place2;
    p[15] = p[18] = p[20] = speed2;
}

track *bench_add(bench *on, double east, double north, double sigma)
{
    measure first = {.kind = FUSION_PLOT,
                     .categories = FUSION_AIR,
                     .as.state.position = {6.4e6, east, north},
                     .as.state.velocity_kind = FUSION_VELOCITY_FULL};
    bench_spread(first.as.state.covariance, sigma * sigma, 100.0);
    track made;
    track_begin(&made, &first, 1.0);
    made.confirmed = true;
    made.existence = 0.99;
    made.hits = 50;
    made.categories = made.possible = FUSION_AIR;
    made.begun_ns = (int64_t)on->tracks.slots.count;
    const uint32_t slot =
        roster_add(&on->tracks, &made, on->settings.number_key, 31 * on->tracks.slots.count);
    roster_settle(&on->tracks);
    return &on->tracks.slots.items[slot];
}

size_t bench_work(bench *on, const measure *seen, size_t count)
{
    const size_t members = on->tracks.order.count;
    for (size_t i = 0; i < members; i++)
        on->slots[i] = on->tracks.order.items[i].slot;
    for (size_t i = 0; i < count; i++)
        on->rows[i] = (uint32_t)i;
    on->step.measures = seen;
    CU_ASSERT_TRUE_FATAL(conditions_reserve(&on->learnt, &on->memory, 4 * count));
    CU_ASSERT_TRUE_FATAL(step_reserve(&on->step, &on->memory, count, members));
    step_work(&on->step, on->rows, count, on->slots, members);
    roster_settle(&on->tracks);
    return on->tracks.order.count - members;
}

const associate_pair *bench_pair(const bench *on, size_t row, const track *whose)
{
    const step *one = &on->step;
    for (size_t k = 0; k < one->pairs.count; k++)
        if (one->pairs.items[k].row == row && step_member(one, one->pairs.items[k].column) == whose)
            return &one->pairs.items[k];
    return NULL;
}
