/* Falls against a numerical integration, the Earth's curve against small steps, rest by its law. */
#include "estimate/imm.h"
#include "estimate/random_filter.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "suites.h"
#include "tools/sim/fall.h"

#include <math.h>
#include <string.h>

#define DEGREE (3.14159265358979323846 / 180.0)

static void state_at(double lat_deg, double height, const double local[3], double state[6])
{
    double axes[9];
    wgs84_axes(lat_deg * DEGREE, 129.0 * DEGREE, axes);
    wgs84_to_ecef(lat_deg * DEGREE, 129.0 * DEGREE, height, state);
    turn_to_ecef(axes, local, state + 3);
}

/* A model of which that is all. */
static void move_by(imm_model model, double dt, cv_state *motion)
{
    imm_set set = {.count = 1, .models = {model}};
    set.models[0].first = set.models[0].stay = 1.0;
    imm filter;
    imm_begin(&filter, &set, motion, 1.0);
    imm_predict(&filter, dt);
    imm_mean(&filter, motion);
}

static void step_by(pull by, double dt, double state[6])
{
    cv_state motion = {.state = {0.0}};
    memcpy(motion.state, state, sizeof motion.state);
    move_by((imm_model){.pulled = by}, dt, &motion);
    memcpy(state, motion.state, sizeof motion.state);
}

static double apart(const double a[3], const double b[3])
{
    return sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) +
                (a[2] - b[2]) * (a[2] - b[2]));
}

static void a_fall_is_that_of_the_thrown(void)
{
    const double local[3] = {900.0, -1200.0, 1300.0};
    double state[6];
    fall body = {.ballistic = 0.0};
    state_at(38.0, 60e3, local, state);
    memcpy(body.position, state, sizeof body.position);
    memcpy(body.velocity, state + 3, sizeof body.velocity);
    for (int step = 0; step < 6; step++) {
        step_by(PULL_GRAVITY, 10.0, state);
        fall_step(&body, 10.0);
    }
    /* Six steps, 1 m each at most in place, and what their 0.3 m/s each in speed make of it. */
    CU_ASSERT_TRUE(apart(state, body.position) < 6.0 + 0.3 * 10.0 * 15.0);
    CU_ASSERT_TRUE(apart(state + 3, body.velocity) < 6 * 0.3);
}

/* Heights stay to the fourth order of the way: 86 km / R is 0.0135, R / 24 of its fourth power 1
 * cm. The radii of curvature are those at the start. */
static void what_keeps_its_height_keeps_it_for_hours(void)
{
    for (int k = 0; k < 8; k++) {
        const double course = 45.0 * k * DEGREE;
        const double local[3] = {8.0 * sin(course), 8.0 * cos(course), 0.0};
        double whole[6], parts[6], lat, lon, height;
        state_at(38.0, 0.0, local, whole);
        memcpy(parts, whole, sizeof parts);
        step_by(PULL_CURVE, 3 * 3600.0, whole);
        for (int second = 0; second < 3 * 3600; second += 10)
            step_by(PULL_CURVE, 10.0, parts);
        wgs84_from_ecef(whole, &lat, &lon, &height);
        CU_ASSERT_TRUE(fabs(height) < 3.0);
        wgs84_from_ecef(parts, &lat, &lon, &height);
        CU_ASSERT_TRUE(fabs(height) < 0.1);
        CU_ASSERT_TRUE(apart(whole, parts) < 5.0);
        CU_ASSERT_DOUBLE_EQUAL(apart(parts + 3, (double[3]){0.0, 0.0, 0.0}), 8.0, 1e-3);
    }
}

static void rest_for(cv_state *motion, double dt, cv_noise noise, double rests)
{
    move_by((imm_model){.noise = noise, .rests = rests}, dt, motion);
}

static void to_rest_in_one_step_or_in_two(void)
{
    random_source source = random_seeded(731);
    for (int round = 0; round < 50; round++) {
        /* Equal in all directions: the vertical is another one after the first step. */
        const double q = random_uniform(&source, 1e-4, 1.0);
        const cv_noise noise = {q, q};
        const double rests = random_uniform(&source, 5.0, 500.0);
        const double first = random_uniform(&source, 1.0, 300.0), then = 100.0;
        cv_state once = random_filter(&source, 1.0, 2.0), twice = once;
        rest_for(&once, first + then, noise, rests);
        rest_for(&twice, first, noise, rests);
        rest_for(&twice, then, noise, rests);
        for (int i = 0; i < 6; i++)
            CU_ASSERT_DOUBLE_EQUAL(once.state[i], twice.state[i], 1e-7);
        for (int k = 0; k < 21; k++)
            CU_ASSERT_DOUBLE_EQUAL(once.covariance[k], twice.covariance[k],
                                   1e-9 * (once.covariance[0] + once.covariance[11]));
    }
}

static void what_rests_keeps_a_speed_and_wanders(void)
{
    /* Certain at first; q 2e-4, 900 s: the speed's variance comes to q 900 / 2 = 0.09, and place to
     * q 900^2 (t - 1.5 * 900), every exponential gone. */
    cv_state motion = {.state = {WGS84_A, 0, 0, 0, 0.2, 0}};
    const cv_noise noise = {2e-4, 2e-4};
    rest_for(&motion, 30 * 900.0, noise, 900.0);
    CU_ASSERT_DOUBLE_EQUAL(motion.covariance[18], 0.09, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(motion.covariance[6], 2e-4 * 810e3 * 28.5 * 900.0, 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(motion.state[1], 0.2 * 900.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(motion.state[4], 0.0, 1e-12);
}

static void what_never_rests_keeps_straight_on(void)
{
    random_source source = random_seeded(732);
    const cv_noise noise = {0.3, 0.02};
    cv_state plain = random_filter(&source, 1.0, 2.0), motion = plain;
    cv_predict(&plain, 4.0, noise);
    rest_for(&motion, 4.0, noise, 1e5);
    for (int i = 0; i < 6; i++) /* 4 s of 1e5 of it is lost */
        CU_ASSERT_DOUBLE_EQUAL(motion.state[i], plain.state[i],
                               1e-4 * (i < 3 ? 4.0 : 1.0) * fabs(plain.state[3 + i % 3]));
    for (int k = 0; k < 21; k++)
        CU_ASSERT_DOUBLE_EQUAL(motion.covariance[k], plain.covariance[k],
                               1e-4 * (plain.covariance[0] + plain.covariance[11]));
}

/* By hand: of 1 km/s the way is known, of rest it is not. */
static void a_boost_gains_along_the_way_it_goes(void)
{
    const double fast[6] = {3e6, 4e6, 4e6, 600.0, 0.0, 800.0};
    const double still[6] = {3e6, 4e6, 4e6, 0.0, 0.0, 0.0};
    double a[3];
    pull_at(PULL_BOOST, fast, a);
    const double gain = PULL_GAIN / sqrt(1.01);
    CU_ASSERT_DOUBLE_EQUAL(a[0], 0.6 * gain, 1e-12); /* some roundings of 35 */
    CU_ASSERT_DOUBLE_EQUAL(a[1], 0.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(a[2], 0.8 * gain, 1e-12);
    pull_at(PULL_BOOST, still, a);
    CU_ASSERT_TRUE(a[0] == 0.0 && a[1] == 0.0 && a[2] == 0.0);
}

CU_TestInfo pull_tests[] = {
    {"a fall is that of the thrown", a_fall_is_that_of_the_thrown},
    {"what keeps its height keeps it for hours", what_keeps_its_height_keeps_it_for_hours},
    {"to rest in one step or in two", to_rest_in_one_step_or_in_two},
    {"what rests keeps a speed and wanders", what_rests_keeps_a_speed_and_wanders},
    {"what never rests keeps straight on", what_never_rests_keeps_straight_on},
    {"a boost gains along the way it goes", a_boost_gains_along_the_way_it_goes},
    CU_TEST_INFO_NULL,
};
