/* Which numbers a track holds, and how far a report lies from it, by hand. */
#include "suites.h"
#include "track/bind.h"

#include <math.h>
#include <string.h>

#define PERIOD (10 * FUSION_SECOND)

static const int diagonal[6] = {0, 6, 11, 15, 18, 20};

/* A report of 200 m and 30 m/s, so far along x from the track of 100 m and 10 m/s. */
static measure report_of(double x, double vx)
{
    measure seen = {.kind = FUSION_TRACK_STATE,
                    .categories = FUSION_AIR,
                    .number = 5,
                    .as.state.position = {6.4e6 + x, 0.0, 0.0},
                    .as.state.velocity = {vx, 0.0, 0.0},
                    .as.state.velocity_kind = FUSION_VELOCITY_FULL};
    for (int i = 0; i < 6; i++)
        seen.as.state.covariance[diagonal[i]] = i < 3 ? 4e4 : 900.0;
    return seen;
}

static track plain(void)
{
    measure first = report_of(0.0, 0.0);
    for (int i = 0; i < 6; i++)
        first.as.state.covariance[diagonal[i]] = i < 3 ? 1e4 : 100.0;
    track one;
    track_begin(&one, &first, 1.0);
    return one;
}

/* 100^2 + 200^2 + 100^2 for the lag: 245 m; of velocity 10^2 + 30^2 + 20^2: 37.4 m/s. */
static void distance_allows_for_the_source_s_lag(void)
{
    track one = plain();
    measure seen = report_of(500.0, 70.0);
    const double place2 = 250e3 / 6e4, velocity2 = 4900.0 / 1400.0;
    CU_ASSERT_DOUBLE_EQUAL(bind_distance2(&one, &seen), place2 + velocity2, 1e-9);
    seen.as.state.velocity_kind = FUSION_VELOCITY_BARE; /* without accuracy it does not count */
    CU_ASSERT_DOUBLE_EQUAL(bind_distance2(&one, &seen), place2, 1e-9);
    for (int axis = 1; axis < 3; axis++) {
        seen = report_of(0.0, 0.0);
        seen.as.state.position[axis] = 500.0;
        seen.as.state.velocity[axis] = 70.0;
        CU_ASSERT_DOUBLE_EQUAL(bind_distance2(&one, &seen), place2 + velocity2, 1e-9);
    }
    seen.as.state.covariance[1] = 1e6; /* more than all correlation: it cannot be said */
    CU_ASSERT_EQUAL(bind_distance2(&one, &seen), INFINITY);
}

static binding held(uint16_t sensor, uint64_t number, double heard)
{
    return (binding){
        .bound = true, .sensor = sensor, .number = number, .heard_ns = (int64_t)(heard * 1e9)};
}

static void a_number_is_found_where_all_of_it_is_the_same(void)
{
    track one = plain();
    one.bindings[2] = held(3, 5, 100.0);
    one.bindings[2].began_ns = 7;
    measure seen = report_of(0.0, 0.0);
    seen.sensor = 3;
    seen.began_ns = 7;
    seen.time_ns = 135 * FUSION_SECOND; /* as long as a tracklet bears */
    CU_ASSERT_PTR_EQUAL(bind_find(&one, &seen), &one.bindings[2]);
    seen.time_ns++;
    CU_ASSERT_PTR_NULL(bind_find(&one, &seen));
    seen.time_ns = 110 * FUSION_SECOND;
    measure other = seen;
    other.sensor++;
    CU_ASSERT_PTR_NULL(bind_find(&one, &other));
    other = seen;
    other.number++;
    CU_ASSERT_PTR_NULL(bind_find(&one, &other));
    other = seen;
    other.began_ns++; /* the source began it anew */
    CU_ASSERT_PTR_NULL(bind_find(&one, &other));
    bind_end(&one.bindings[2]);
    CU_ASSERT_PTR_NULL(bind_find(&one, &seen));
}

static void a_track_is_open_after_six_tenths_of_a_period(void)
{
    static fusion_registry registry;
    registry.sensor_count = 2;
    registry.sensors[0].period_ns = registry.sensors[1].period_ns = PERIOD;
    track one = plain();
    one.bindings[0] = held(0, 5, 100.0);
    one.bindings[1] = held(1, 6, 90.0);
    measure seen = report_of(0.0, 0.0);
    seen.time_ns = 106 * FUSION_SECOND - 1;
    CU_ASSERT_FALSE(bind_open(&one, &seen, &registry));
    seen.time_ns++;
    CU_ASSERT_TRUE(bind_open(&one, &seen, &registry));
    seen.sensor = 1; /* what another says of it holds up nobody */
    seen.time_ns = 101 * FUSION_SECOND;
    CU_ASSERT_TRUE(bind_open(&one, &seen, &registry));
    seen.sensor = 0;
    one.bindings[0].bound = false;
    CU_ASSERT_TRUE(bind_open(&one, &seen, &registry));
}

/* The sensor's own place, else a free one, else that of who is silent longest. */
static void a_new_number_takes_the_place_that_is_missed_least(void)
{
    measure seen = report_of(0.0, 0.0);
    seen.sensor = 9;
    seen.time_ns = 200 * FUSION_SECOND;
    seen.as.state.updated_ns = 199 * FUSION_SECOND;
    track one = plain();
    const double heard[TRACK_BINDINGS] = {120.0, 110.0, 130.0, 140.0};
    for (uint16_t i = 0; i < TRACK_BINDINGS; i++)
        one.bindings[i] = held(i, 1, heard[i]);
    track full = one;
    CU_ASSERT_PTR_EQUAL(bind_make(&full, &seen), &full.bindings[1]);
    CU_ASSERT_EQUAL(full.bindings[1].sensor, 9);
    CU_ASSERT_EQUAL(full.bindings[1].number, 5);
    CU_ASSERT_EQUAL(full.bindings[1].heard_ns, seen.time_ns);
    CU_ASSERT_EQUAL(full.bindings[1].updated_ns, seen.as.state.updated_ns);
    CU_ASSERT_TRUE(full.bindings[1].bound && full.bindings[1].source.begun);
    CU_ASSERT_EQUAL(full.bindings[1].source.time_ns, seen.time_ns);
    track own = one;
    own.bindings[3].sensor = 9;
    own.bindings[2].bound = false; /* it is free, but each sensor has one place */
    CU_ASSERT_PTR_EQUAL(bind_make(&own, &seen), &own.bindings[3]);
    own = one;
    own.bindings[0] = held(9, 1, 150.0); /* the newest of all, and first */
    CU_ASSERT_PTR_EQUAL(bind_make(&own, &seen), &own.bindings[0]);
    track room = one;
    room.bindings[3].bound = false; /* silent for less long than others, and free */
    CU_ASSERT_PTR_EQUAL(bind_make(&room, &seen), &room.bindings[3]);
    room = one;
    room.bindings[0].bound = room.bindings[3].bound = false;
    CU_ASSERT_PTR_EQUAL(bind_make(&room, &seen), &room.bindings[0]); /* the first of them */
}

static void a_source_says_when_it_has_nothing_new(void)
{
    measure seen = report_of(0.0, 0.0);
    const binding at = {.bound = true, .updated_ns = 50};
    for (int status = 0; status < 6; status++) { /* 3 coasts, 4 has ended */
        seen.as.state.track_status = (uint8_t)status;
        CU_ASSERT_EQUAL(bind_coasts(&at, &seen), status == 3 || status == 4);
        CU_ASSERT_EQUAL(bind_coasts(NULL, &seen), status == 3 || status == 4);
    }
    seen.as.state.track_status = 0;
    const int64_t updated[] = {0, 49, 50, 51};
    for (int i = 0; i < 4; i++) {
        seen.as.state.updated_ns = updated[i]; /* 0: it does not say */
        CU_ASSERT_EQUAL(bind_coasts(&at, &seen), i == 1 || i == 2);
        CU_ASSERT_FALSE(bind_coasts(NULL, &seen));
    }
}

/* The plot is what tracklet_take() gives, which its own suite holds against theory. */
static void what_comes_back_is_the_plot_with_all_its_terms(void)
{
    track one = plain();
    measure base = report_of(0.0, 0.0);
    binding *at = bind_make(&one, &base);
    measure seen = report_of(30.0, 0.0);
    seen.time_ns = 4 * FUSION_SECOND;
    seen.as.state.covariance[0] = 9e3, seen.as.state.covariance[1] = 7e2;
    seen.as.state.covariance[2] = -4e2, seen.as.state.covariance[6] = 8e3;
    seen.as.state.covariance[7] = 3e2, seen.as.state.covariance[11] = 7e3;
    tracklet same = at->source, next;
    tracklet_plot added;
    CU_ASSERT_EQUAL_FATAL(tracklet_take(&same, &seen.as.state, seen.time_ns, &added), FUSION_OK);
    CU_ASSERT_EQUAL_FATAL(added.directions, 3);
    measure plot;
    CU_ASSERT_TRUE_FATAL(bind_recover(at, &seen, &next, &plot));
    const int places[6] = {0, 1, 2, 6, 7, 11}; /* of xx, xy, xz, yy, yz, zz among 21 */
    for (int i = 0; i < 6; i++)
        CU_ASSERT_EQUAL(plot.as.state.covariance[places[i]], added.covariance[i]);
    for (int i = 0; i < 3; i++)
        CU_ASSERT_EQUAL(plot.as.state.position[i], added.position[i]);
    CU_ASSERT_EQUAL(plot.as.state.velocity_kind, FUSION_VELOCITY_NONE);
    CU_ASSERT_EQUAL(plot.number, seen.number);
    CU_ASSERT_EQUAL(at->source.time_ns, 0); /* it is taken by bind_accept() alone */
    bind_accept(at, &seen, &next);
    CU_ASSERT_EQUAL(at->source.time_ns, seen.time_ns);
    CU_ASSERT_EQUAL(at->heard_ns, seen.time_ns);
    CU_ASSERT_FALSE(bind_recover(at, &seen, &next, &plot)); /* the very same again */
}

CU_TestInfo bind_tests[] = {
    {"distance allows for the source's lag", distance_allows_for_the_source_s_lag},
    {"a number is found where all of it is the same",
     a_number_is_found_where_all_of_it_is_the_same},
    {"a track is open after six tenths of a period", a_track_is_open_after_six_tenths_of_a_period},
    {"a new number takes the place that is missed least",
     a_new_number_takes_the_place_that_is_missed_least},
    {"a source says when it has nothing new", a_source_says_when_it_has_nothing_new},
    {"what comes back is the plot with all its terms",
     what_comes_back_is_the_plot_with_all_its_terms},
    CU_TEST_INFO_NULL,
};
