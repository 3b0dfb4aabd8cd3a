/* One plot of two objects, with all its directions, by hand. */
#include "suites.h"
#include "track/unresolved.h"

#include <math.h>
#include <string.h>

static track at_offset(const double offset[3])
{
    measure seen = {.kind = FUSION_PLOT,
                    .categories = FUSION_AIR,
                    .as.state.position = {6.4e6, 0.0, 0.0},
                    .as.state.covariance = {[0] = 1e4, [6] = 1e4, [11] = 1e4}};
    for (int i = 0; i < 3; i++)
        seen.as.state.position[i] += offset[i];
    track one;
    track_begin(&one, &seen, 1.0);
    return one;
}

static const double apart[3] = {120.0, -60.0, 240.0};

/* With R = [[2, 1, 0], [1, 2, 0], [0, 0, 4]] 900 m2, inv(R) = [[2, -1, 0], [-1, 2, 0], [0, 0, 3/4]]
 * / 2700: of (120, -60, 240) that is (2 14400 + 2 7200 + 2 3600 + 3/4 57600) / 2700 = 34.67. */
static void distance_is_in_sigmas_of_the_plot(void)
{
    const track one = at_offset((double[3]){0, 0, 0}), other = at_offset(apart);
    const measure seen = {
        .kind = FUSION_PLOT,
        .as.state.position = {6.4e6, 0.0, 0.0},
        .as.state.covariance = {[0] = 1800.0, [1] = 900.0, [6] = 1800.0, [11] = 3600.0}};
    const double d2 = (28800.0 + 14400.0 + 7200.0 + 43200.0) / 2700.0;
    CU_ASSERT_DOUBLE_EQUAL(unresolved_distance(&one, &other, &seen), sqrt(d2), 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(unresolved_distance(&other, &one, &seen), sqrt(d2), 1e-9);
    measure broken = seen;
    broken.as.state.covariance[1] = 1e5; /* more than all correlation */
    CU_ASSERT_EQUAL(unresolved_distance(&one, &other, &broken), INFINITY);
}

/* A plot from u of the way between them, u even in 0 .. 1, seen from the middle: half the way more,
 * and the variance of u is a twelfth, along the line between them. By a sum over u. */
static void a_share_is_from_anywhere_between_them(void)
{
    const track one = at_offset((double[3]){0, 0, 0}), other = at_offset(apart);
    const measure seen = {.kind = FUSION_PLOT,
                          .number = 4,
                          .as.state.position = {6.4e6 + 60.0, -30.0, 120.0},
                          .as.state.covariance = {[0] = 100.0,
                                                  [1] = 1,
                                                  [2] = 2,
                                                  [3] = 70.0,
                                                  [6] = 200.0,
                                                  [7] = 3,
                                                  [8] = 80.0,
                                                  [11] = 300.0,
                                                  [15] = 90.0}};
    double spread[3][3] = {{0}};
    const int steps = 1000;
    for (int k = 0; k < steps; k++)
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                spread[i][j] += pow((k + 0.5) / steps - 0.5, 2.0) * apart[i] * apart[j] / steps;
    const measure its = unresolved_share(&seen, &other, &one);
    CU_ASSERT_EQUAL(its.number, 4);
    for (int i = 0; i < 3; i++)
        CU_ASSERT_DOUBLE_EQUAL(its.as.state.position[i] - seen.as.state.position[i], 0.5 * apart[i],
                               1e-6);
    double expected[21];
    memcpy(expected, seen.as.state.covariance, sizeof expected);
    expected[0] += spread[0][0], expected[1] += spread[0][1], expected[2] += spread[0][2];
    expected[6] += spread[1][1], expected[7] += spread[1][2], expected[11] += spread[2][2];
    for (int i = 0; i < 21; i++) /* the sum is off by 1 / steps^2 */
        CU_ASSERT_DOUBLE_EQUAL(its.as.state.covariance[i], expected[i], 2e-6 * fabs(expected[i]));
}

/* Who misses nothing has one report of two only where it saw both in it. */
static void who_misses_nothing_saw_both(void)
{
    CU_ASSERT_EQUAL(unresolved_chance(1.0), 1.0);
    CU_ASSERT_DOUBLE_EQUAL(unresolved_chance(0.5), 0.8, 1e-12); /* 0.8 of 0.8 + 0.2 x 2 x 0.5 */
}

CU_TestInfo unresolved_plot_tests[] = {
    {"distance is in sigmas of the plot", distance_is_in_sigmas_of_the_plot},
    {"a share is from anywhere between them", a_share_is_from_anywhere_between_them},
    {"who misses nothing saw both", who_misses_nothing_saw_both},
    CU_TEST_INFO_NULL,
};
