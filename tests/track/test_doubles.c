/* Whose tracks stand beside another's is counted, by hand. */
#include "suites.h"
#include "track/apart.h"

#include <math.h>
#include <string.h>

#define PERIOD (4 * FUSION_SECOND) /* three of them are less than the 30 s that anybody has */
#define SLOW   (20 * FUSION_SECOND)
#define NOW    (500 * FUSION_SECOND)

static const uint8_t key[16];
static fusion_registry registry;
static conditions learnt;
static roster tracks;
static room memory;
static apart one;

/* A confirmed track now, so far up and north and as fast to the east, seen by this sensor alone. */
static track *add_seen(double up, double north, double speed, int sensor)
{
    measure seen = {.kind = FUSION_PLOT,
                    .time_ns = NOW,
                    .categories = FUSION_AIR,
                    .as.state.position = {6.4e6 + up, 0.0, north},
                    .as.state.velocity = {0.0, speed, 0.0},
                    .as.state.velocity_kind = FUSION_VELOCITY_FULL};
    static const int diagonal[6] = {0, 6, 11, 15, 18, 20};
    for (int i = 0; i < 6; i++) /* 2, 3 and 6 m/s: 7 together */
        seen.as.state.covariance[diagonal[i]] =
            i < 3 ? 100.0 : pow((double[3]){2.0, 3.0, 6.0}[i - 3], 2.0);
    track made;
    track_begin(&made, &seen, 1.0);
    made.confirmed = true;
    made.look_count = 1;
    made.looks[0] = (look){.sensor = (uint16_t)sensor, .newest_ns = NOW, .hits = 5};
    CU_ASSERT_TRUE_FATAL(roster_reserve(&tracks, &memory, 1));
    const uint32_t slot = roster_add(&tracks, &made, key, 100 + tracks.order.count);
    roster_settle(&tracks);
    return &tracks.slots.items[slot];
}

static void also_seen(track *here, int sensor)
{
    here->looks[here->look_count++] =
        (look){.sensor = (uint16_t)sensor, .newest_ns = NOW, .hits = 5};
}

static void begin(void)
{
    apart_free(&one, &memory);
    roster_free(&tracks, &memory);
    memset(&one, 0, sizeof one);
    memset(&tracks, 0, sizeof tracks);
    memset(&learnt, 0, sizeof learnt);
    memset(&registry, 0, sizeof registry);
    CU_ASSERT_EQUAL(memory.held, 0);
    registry.sensor_count = 3;
    registry.sensors[0].period_ns = registry.sensors[1].period_ns = PERIOD;
    registry.sensors[2].period_ns = SLOW;
    learnt.registry = &registry;
    CU_ASSERT_TRUE_FATAL(roster_reserve(&tracks, &memory, 8)); /* so that tracks stay in place */
}

/* What is said of the first sensor, whose block has ended. */
static fusion_conduct tell(void)
{
    CU_ASSERT_TRUE_FATAL(apart_reserve(&one, &memory, 8));
    memset(&learnt.conduct[0].last, 0, sizeof learnt.conduct[0].last);
    learnt.conduct[0].turned = true;
    apart_tell(&one, &tracks, &learnt, NOW);
    CU_ASSERT_EQUAL(learnt.conduct[1].last.shared + learnt.conduct[1].last.doubles, 0);
    return learnt.conduct[0].last;
}

/* Two pairs, 300 m and 500 m apart on the level; the heights do not count. */
static void distances_are_summed_with_their_squares(void)
{
    begin();
    add_seen(7000.0, 0.0, 200.0, 0);
    add_seen(9000.0, 300.0, 200.0, 1);
    add_seen(7000.0, 50e3, 100.0, 0);
    add_seen(7000.0, 50.5e3, 100.0, 1);
    const fusion_conduct of = tell();
    CU_ASSERT_EQUAL(of.doubles, 2);
    CU_ASSERT_EQUAL(of.shared, 0);
    /* The second pair lies 50 km north, where level is 0.45 degrees off the line between them. */
    const double second = 500.0 * cos(atan(50e3 / 6.407e6));
    CU_ASSERT_DOUBLE_EQUAL(of.apart, 300.0 + second, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(of.apart2, 300.0 * 300.0 + second * second, 1e-3);
}

static void who_has_no_block_whole_is_told_nothing(void)
{
    begin();
    add_seen(0.0, 0.0, 200.0, 0);
    add_seen(0.0, 300.0, 200.0, 1);
    CU_ASSERT_TRUE_FATAL(apart_reserve(&one, &memory, 8));
    apart_tell(&one, &tracks, &learnt, NOW);
    CU_ASSERT_EQUAL(learnt.conduct[0].last.doubles + learnt.conduct[1].last.doubles, 0);
    learnt.conduct[1].turned = true;
    apart_tell(&one, &tracks, &learnt, NOW);
    CU_ASSERT_EQUAL(learnt.conduct[0].last.doubles, 0);
    CU_ASSERT_EQUAL(learnt.conduct[1].last.doubles, 1);
}

static void the_nearest_is_the_double(void)
{
    begin();
    add_seen(0.0, 0.0, 200.0, 0);
    add_seen(0.0, -700.0, 200.0, 1);
    add_seen(0.0, 400.0, 200.0, 1);
    add_seen(0.0, 900.0, 200.0, 2);
    const fusion_conduct of = tell();
    CU_ASSERT_EQUAL(of.doubles, 1);
    CU_ASSERT_DOUBLE_EQUAL(of.apart, 400.0, 1e-3);
}

/* Beyond 20 km it is no matter of this. */
static void what_is_far_away_is_none(void)
{
    for (int far = 0; far < 2; far++) {
        begin();
        add_seen(0.0, 0.0, 200.0, 0);
        add_seen(0.0, far ? 20001.0 : 19999.0, 200.0, 1);
        CU_ASSERT_EQUAL(tell().doubles, far ? 0 : 1);
    }
}

static void what_stood_near_another_is_none(void)
{
    begin();
    add_seen(0.0, 0.0, 200.0, 0);
    add_seen(0.0, 300.0, 200.0, 1);
    for (int i = 1; i < 4; i++) /* far from all */
        add_seen(0.0, 40e3 * i, 200.0, 0);
    CU_ASSERT_EQUAL(tell().doubles, 1);
}

/* Seven metres a second of each: 5 + 3 sqrt(98) = 34.7 m/s. */
static void what_flies_otherwise_is_none(void)
{
    const double limit = 5.0 + 3.0 * sqrt(2.0 * 49.0);
    for (int otherwise = 0; otherwise < 2; otherwise++) {
        begin();
        add_seen(0.0, 0.0, 200.0, 0);
        add_seen(0.0, 300.0, 200.0 - limit + (otherwise ? -0.01 : 0.01), 1);
        CU_ASSERT_EQUAL(tell().doubles, otherwise ? 0 : 1);
    }
}

static void what_it_sees_itself_is_none(void)
{
    begin();
    add_seen(0.0, 0.0, 200.0, 0);
    track *beside = add_seen(0.0, 300.0, 200.0, 1);
    also_seen(beside, 0); /* a companion */
    fusion_conduct of = tell();
    CU_ASSERT_EQUAL(of.doubles, 0);
    CU_ASSERT_EQUAL(of.shared, 1);
    beside->looks[1].hits = 1; /* one look is enough for that, but makes it not its own */
    of = tell();
    CU_ASSERT_EQUAL(of.doubles, 0);
    CU_ASSERT_EQUAL(of.shared, 0);
    beside->looks[1].newest_ns = NOW - 31 * FUSION_SECOND; /* but not of late */
    CU_ASSERT_EQUAL(tell().doubles, 1);
}

static void who_saw_it_five_times_has_it(void)
{
    for (int which = 0; which < 2; which++)
        for (uint16_t hits = 4; hits < 6; hits++) {
            begin();
            track *own = add_seen(0.0, 0.0, 200.0, 0);
            track *other = add_seen(0.0, 300.0, 200.0, 1);
            (which ? other : own)->looks[0].hits = hits;
            CU_ASSERT_EQUAL(tell().doubles, hits - 4);
        }
}

/* Thirty seconds, or three periods where these are more; since it was received. */
static void what_was_not_seen_of_late_is_none(void)
{
    for (int slow = 0; slow < 2; slow++)
        for (int late = 0; late < 2; late++) {
            begin();
            add_seen(0.0, 0.0, 200.0, 0);
            track *other = add_seen(0.0, 300.0, 200.0, slow ? 2 : 1);
            other->looks[0].delay_ns = 7 * FUSION_SECOND;
            /* By a microsecond: periods are counted whole. */
            other->looks[0].newest_ns = NOW - ((slow ? 67 : 37) * FUSION_SECOND + 1000 * late);
            CU_ASSERT_EQUAL(tell().doubles, late ? 0 : 1);
        }
}

static void what_is_not_confirmed_is_none(void)
{
    for (int which = 0; which < 2; which++) {
        begin();
        track *own = add_seen(0.0, 0.0, 200.0, 0);
        track *other = add_seen(0.0, 300.0, 200.0, 1);
        (which ? other : own)->confirmed = false;
        CU_ASSERT_EQUAL(tell().doubles, 0);
    }
}

/* Those that may not be named have a number beyond the registry. */
static void who_may_not_be_named_is_no_other(void)
{
    begin();
    add_seen(0.0, 0.0, 200.0, 0);
    add_seen(0.0, 300.0, 200.0, fusion_sensor_unnamed(0));
    CU_ASSERT_EQUAL(tell().doubles, 0);
    begin();
    apart_free(&one, &memory);
    roster_free(&tracks, &memory);
}

CU_TestInfo doubles_tests[] = {
    {"distances are summed with their squares", distances_are_summed_with_their_squares},
    {"who has no block whole is told nothing", who_has_no_block_whole_is_told_nothing},
    {"the nearest is the double", the_nearest_is_the_double},
    {"what is far away is none", what_is_far_away_is_none},
    {"what stood near another is none", what_stood_near_another_is_none},
    {"what flies otherwise is none", what_flies_otherwise_is_none},
    {"what it sees itself is none", what_it_sees_itself_is_none},
    {"who saw it five times has it", who_saw_it_five_times_has_it},
    {"what was not seen of late is none", what_was_not_seen_of_late_is_none},
    {"what is not confirmed is none", what_is_not_confirmed_is_none},
    {"who may not be named is no other", who_may_not_be_named_is_no_other},
    CU_TEST_INFO_NULL,
};
