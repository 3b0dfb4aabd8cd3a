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

/* All that a look may give: of two that cannot be told apart (in 0.8 of the looks) one plot, seen
 * as an object is; else each its own. Of what gives one plot, the share that is of both. */
static void the_chance_that_it_is_of_both_is_that_of_all_outcomes(void)
{
    for (double detection = 0.05; detection < 1.0; detection += 0.05) {
        double of_both = 0.0, of_one = 0.0;
        for (int told = 0; told < 2; told++)
            for (int first = 0; first < 2; first++)
                for (int second = 0; second < 2; second++) {
                    const double chance = (told ? 0.2 : 0.8) *
                                          (first ? detection : 1.0 - detection) *
                                          (second ? detection : 1.0 - detection);
                    if (!told && first) /* as one: whether a second look saw it does not matter */
                        of_both += chance;
                    if (told && first != second)
                        of_one += chance;
                }
        CU_ASSERT_DOUBLE_EQUAL(unresolved_chance(detection), of_both / (of_both + of_one), 1e-12);
    }
    CU_ASSERT_EQUAL(unresolved_chance(1.0), 1.0); /* who misses nothing saw both */
}

static track ship_at(double north, int64_t begun_ns)
{
    track one = at_offset((double[3]){0.0, 0.0, north});
    one.categories = FUSION_SURFACE;
    one.begun_ns = begun_ns;
    return one;
}

/* Ships, one of which may be the other's end: within a hull now, and as long as the younger is
 * known, whichever of them is asked first. */
static void what_was_ever_farther_apart_than_a_hull_is_two(void)
{
    const double hull = motion_of(FUSION_SURFACE).hull;
    CU_ASSERT_FATAL(hull > 50.0);
    for (int what = 0; what < 4; what++) {
        const track older = ship_at(0.0, 0);
        track younger = ship_at(what == 1 ? hull + 0.01 : hull - 0.01, 5);
        younger.past_count = 3;
        for (int i = 1; i < 3; i++)
            younger.pasts[i] = younger.pasts[0];
        if (what >= 2)
            younger.pasts[what - 1].state[1] = 0.2 * hull; /* 1.02 hulls in all */
        CU_ASSERT_EQUAL(unresolved_may_be_ends(&older, &younger), what == 0);
        CU_ASSERT_EQUAL(unresolved_may_be_ends(&younger, &older), what == 0);
    }
    /* What the older was before the younger came says nothing. */
    track older = ship_at(0.0, 0), younger = ship_at(0.5 * hull, 5);
    older.pasts[0].state[1] = 10.0 * hull;
    CU_ASSERT_TRUE(unresolved_may_be_ends(&older, &younger));
    CU_ASSERT_TRUE(unresolved_may_be_ends(&younger, &older));
}

/* No aircraft has two ends, and so a ship beside one has none of it. */
static void the_shorter_of_both_counts(void)
{
    track ship = ship_at(0.0, 0), other = ship_at(1.0, 5);
    CU_ASSERT_TRUE(unresolved_may_be_ends(&ship, &other));
    other.categories = FUSION_AIR;
    CU_ASSERT_FALSE(unresolved_may_be_ends(&ship, &other));
    CU_ASSERT_FALSE(unresolved_may_be_ends(&other, &ship));
}

CU_TestInfo unresolved_plot_tests[] = {
    {"distance is in sigmas of the plot", distance_is_in_sigmas_of_the_plot},
    {"a share is from anywhere between them", a_share_is_from_anywhere_between_them},
    {"the chance that it is of both is that of all outcomes",
     the_chance_that_it_is_of_both_is_that_of_all_outcomes},
    {"what was ever farther apart than a hull is two",
     what_was_ever_farther_apart_than_a_hull_is_two},
    {"the shorter of both counts", the_shorter_of_both_counts},
    CU_TEST_INFO_NULL,
};
