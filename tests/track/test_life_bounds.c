/* How sure one may be of a track at most, and who has to answer for what is not seen, by hand. */
#include "field.h"
#include "suites.h"

#include <math.h>
#include <string.h>

static fusion_registry registry;
static fusion_engine_settings settings;
static conditions learnt;
static life_rules rules;
static const double place[3] = {6.4e6, 0.0, 0.0}; /* up is x, east y, north z */

static measure seen_by(uint16_t sensor, double seconds)
{
    measure made = {.kind = FUSION_PLOT,
                    .categories = FUSION_AIR,
                    .sensor = sensor,
                    .time_ns = (int64_t)llround(seconds * 1e9),
                    .as.state.position = {place[0], place[1], place[2]},
                    .as.state.covariance = {[0] = 1e4, [6] = 1e4, [11] = 1e4}};
    made.round = (uint64_t)made.time_ns;
    return made;
}

/* Two radars, of 4 s and of 10 s; a track that the first has begun. */
static track *begun(void)
{
    static track one;
    memset(&registry, 0, sizeof registry);
    memset(&learnt, 0, sizeof learnt);
    settings = fusion_engine_defaults();
    registry.sensor_count = 2;
    registry.sensors[0].period_ns = 4 * FUSION_SECOND;
    registry.sensors[1].period_ns = 10 * FUSION_SECOND;
    learnt.settings = &settings;
    learnt.registry = &registry;
    rules = (life_rules){&settings, &registry, &learnt};
    const measure first = seen_by(0, 0.0);
    track_begin(&one, &first, 1.0);
    life_begin(&one, &first, 1.0, rules);
    return &one;
}

static const imm_fit sure = {.log_likelihood = 100.0, .dimensions = 3};

/* A thousand looks saw it: no sensor is held to see better than in 98 of 100. */
static void no_sensor_is_held_to_miss_nothing(void)
{
    track *one = begun();
    one->existence = 0.5;
    one->looks[0].hits = 1000;
    const imm_fit close = {.log_likelihood = log(7.0 * 2e-14), .dimensions = 3};
    const measure next = seen_by(0, 4.0);
    const double seen = 0.5 * one->looks[0].covers * 0.98;
    CU_ASSERT_DOUBLE_EQUAL(life_log_weight(one, &next, &close, rules), log(7.0 * odds(seen)),
                           EXACT);
}

/* Of an object beyond doubt, which four plots make, one in a thousand is the last; a tenth of that
 * where many were held and none left. */
static void nobody_is_surer_than_an_object_may_have_left(void)
{
    for (int held = 0; held < 2; held++)
        for (uint32_t hits = 3; hits < 6; hits += 2) {
            track *one = begun();
            arrivals_region *here = &learnt.arrivals.regions[region_of(place)];
            here->at_ns = 1000 * FUSION_SECOND; /* later than all here: nothing is forgotten */
            here->held = held ? 1e9 : 0.0;
            one->hits = hits - 1;
            one->existence = 0.9;
            const measure next = seen_by(0, 4.0);
            life_hit(one, &next, &sure, rules);
            CU_ASSERT_EQUAL(one->hits, hits);
            const double most = held && hits > 4 ? 0.9999 : 0.999;
            CU_ASSERT_DOUBLE_EQUAL(one->existence, most, EXACT);
        }
}

/* A velocity that comes with a plot is false as those of the kind are spread: of aircraft 200 m/s
 * along east and north, and 5 up. */
static void a_false_velocity_is_any_of_the_kind(void)
{
    track *one = begun();
    one->existence = 0.5;
    measure next = seen_by(0, 4.0);
    next.as.state.velocity_kind = FUSION_VELOCITY_FULL;
    const double v[3] = {3.0, 120.0, -50.0};
    memcpy(next.as.state.velocity, v, sizeof v);
    const imm_fit three = {.log_likelihood = -30.0, .dimensions = 3};
    const imm_fit six = {.log_likelihood = -30.0, .dimensions = 6};
    const double log_false = -1.5 * log(2.0 * 3.14159265358979323846) - log(200.0 * 200.0 * 5.0) -
                             0.5 * ((v[1] * v[1] + v[2] * v[2]) / 4e4 + v[0] * v[0] / 25.0);
    CU_ASSERT_DOUBLE_EQUAL(life_log_weight(one, &next, &six, rules) -
                               life_log_weight(one, &next, &three, rules),
                           -log_false, 1e-9);
}

/* The first saw it last, and misses it; the other, seen sooner, has yet to look: so it is not for
 * the first alone to say that it is gone. Where the other has missed it too, it is. */
static void who_has_yet_to_look_may_see_it(void)
{
    for (int missed = 0; missed < 2; missed++) {
        track *one = begun();
        const measure other = seen_by(1, 0.1), again = seen_by(0, 0.2);
        life_hit(one, &other, &sure, rules);
        track_look(one, 0)->newest_ns = again.time_ns;
        track_look(one, 1)->gap = (uint16_t)missed;
        track_look(one, 0)->covers = 0.6;
        track_look(one, 0)->hits = 1, track_look(one, 0)->missed = 0;
        one->existence = 0.9;
        CU_ASSERT_TRUE(life_pass(one, 5 * FUSION_SECOND, rules)); /* its look was due at 4.7 s */
        const double detection = 10.0 / 11.0;
        CU_ASSERT_DOUBLE_EQUAL(one->existence, unseen(0.9, (missed ? 1.0 : 0.6) * detection),
                               EXACT);
    }
}

/* A plot that may be its own comes half a period after the last at least, or after the last that
 * was missed, or it is of that look. */
static void a_doubtful_plot_is_of_the_next_look_after_half_a_period(void)
{
    for (uint16_t gap = 0; gap < 3; gap++)
        for (int late = 0; late < 2; late++) {
            track *one = begun();
            one->existence = 0.6;
            one->looks[0].covers = 1.0;
            one->looks[0].gap = gap;
            const measure next = seen_by(0, 4.0 * gap + (late ? 2.01 : 1.99));
            life_joint(one, &next, 0.3, rules);
            const double missed = late ? unseen(0.6, 10.0 / 11.0) : 0.6;
            CU_ASSERT_DOUBLE_EQUAL(one->existence, 0.3 + 0.7 * missed, EXACT);
            CU_ASSERT_EQUAL(one->looks[0].gap, gap + late);
        }
}

CU_TestInfo life_bounds_tests[] = {
    {"no sensor is held to miss nothing", no_sensor_is_held_to_miss_nothing},
    {"nobody is surer than an object may have left", nobody_is_surer_than_an_object_may_have_left},
    {"a false velocity is any of the kind", a_false_velocity_is_any_of_the_kind},
    {"who has yet to look may see it", who_has_yet_to_look_may_see_it},
    {"a doubtful plot is of the next look after half a period",
     a_doubtful_plot_is_of_the_next_look_after_half_a_period},
    CU_TEST_INFO_NULL,
};
