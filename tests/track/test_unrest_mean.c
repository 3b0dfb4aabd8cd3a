/* What is believed of turns is the mean of a Poisson rate, by laws that hold for every belief
 * beforehand, and by that belief as the answers themselves tell it. */
#include "suites.h"
#include "track/unrest.h"

#include <math.h>
#include <string.h>

static unrest all;

/* What is believed where so many ends were seen of so many expected. */
static double mean(double ends, double expected)
{
    static const double place[3] = {-3.2e6, 3.9e6, 3.9e6};
    const region_near near = region_among(place);
    for (int i = 0; i < 4; i++)
        all.regions[motion_of(FUSION_AIR).kind][near.region[i]] =
            (unrest_region){.seen = {ends, expected}};
    return unrest_at(&all, FUSION_AIR, place);
}

/* With M(n, E) the integral of r^n exp(-r E) over the belief beforehand, the mean is
 * m(n) = M(n + 1) / M(n), and dM(n)/dE = -M(n + 1). So dm(n)/dE = m(n) (m(n) - m(n + 1)), whatever
 * that belief is (the argument of Robbins 1956). */
static void more_that_stay_away_lower_it_by_its_law(void)
{
    const double expected[] = {0.3, 2.0, 7.0, 20.0, 60.0};
    for (int k = 0; k < 5; k++)
        for (double ends = 0.0; ends < 9.0; ends += 1.0) {
            const double step = 1e-3 * expected[k];
            const double slope =
                (mean(ends, expected[k] + step) - mean(ends, expected[k] - step)) / (2.0 * step);
            const double m = mean(ends, expected[k]), next = mean(ends + 1.0, expected[k]);
            /* Error of the difference: a sixth of the third derivative by step^2, where rates of
             * up to 2 change things over 1 / 2; 6e-6 of the slope where step is 0.06. */
            CU_ASSERT_DOUBLE_EQUAL(slope, m * (m - next), 1e-2 * m * (next - m) + 1e-9);
        }
}

/* Chance beforehand that of so many expected ends none comes: its logarithm falls by the mean
 * (M(0)' = -M(1)). By Simpson's rule in steps of 0.01. */
static double chance_of_none(double expected)
{
    const int steps = 2 * (int)(expected / 0.02);
    const double h = expected / steps;
    double sum = mean(0.0, 1e-9) + mean(0.0, expected);
    for (int i = 1; i < steps; i++)
        sum += (i % 2 ? 4.0 : 2.0) * mean(0.0, i * h);
    return exp(-sum * h / 3.0);
}

/* Of usual rates of 1/2 and more 40 give none with exp(-20). What is left is the chance of calm,
 * which is well below the 0.3 that was too much, and more than what lies between. */
static void calm_is_believed_in_beforehand_but_not_much(void)
{
    const double calm = chance_of_none(40.0);
    CU_ASSERT(calm > 0.1 && calm < 0.2);
    /* Next to nobody: of them nine in ten make none of 400 either. */
    CU_ASSERT(chance_of_none(400.0) > 0.85 * calm);
}

/* Beforehand turns are much as the models have it: the mean is theirs within the chance of calm. */
static void beforehand_it_is_as_the_models_have_it(void)
{
    CU_ASSERT_DOUBLE_EQUAL(mean(0.0, 1e-9), 1.0, 0.15);
}

/* A belief in rates from a least to twice what models have: it never leaves these, and reaches
 * them. M(n) with n large weighs the largest alone; 8e4 are more than memory can hold. */
static void it_is_never_more_than_twice_what_models_have(void)
{
    CU_ASSERT_DOUBLE_EQUAL(mean(20.0, 1e-9), 2.0, 1e-4); /* next to it is 1: 2^-20, over shares */
    CU_ASSERT(mean(20.0, 1e-9) <= 2.0);
    CU_ASSERT(mean(0.0, 8e4) > 0.0);
    CU_ASSERT_DOUBLE_EQUAL(mean(0.0, 8e4), mean(0.0, 4e4), 1e-9); /* the least */
}

/* The header's figures. */
static void twenty_that_stay_away_and_one_that_comes(void)
{
    CU_ASSERT(mean(0.0, 20.0) < 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(mean(1.0, 20.0), 0.0615, 5e-4);
}

static track seen_of(double ends, double expected)
{
    track one;
    memset(&one, 0, sizeof one);
    one.mean.state[0] = 6.4e6;
    one.confirmed = true;
    one.filter.set = motion_of(FUSION_AIR).models;
    one.filter.unrest = 1.0;
    one.filter.expected = expected / one.filter.set->shown;
    one.filter.slope = ends - expected;
    return one;
}

static unrest_region *region_of_those(void)
{
    static const double place[3] = {6.4e6, 0, 0};
    return &all.regions[motion_of(FUSION_AIR).kind][region_among(place).region[0]];
}

static void take(double ends, double expected)
{
    track one = seen_of(ends, expected);
    unrest_take(&all, &one);
    CU_ASSERT_EQUAL(one.filter.slope, 0.0); /* and it is not taken twice */
    CU_ASSERT_EQUAL(one.filter.expected, 0.0);
}

static void ten_ends_are_remembered_and_the_ten_before(void)
{
    memset(&all, 0, sizeof all);
    take(9.0, 4.0);
    take(1.0, 2.0);
    CU_ASSERT_DOUBLE_EQUAL(region_of_those()->seen.ends, 10.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(region_of_those()->seen.expected, 6.0, 1e-12);
    CU_ASSERT_EQUAL(region_of_those()->before.ends, 0.0);
    take(0.5, 3.0); /* more than ten: they go into memory together */
    CU_ASSERT_EQUAL(region_of_those()->seen.ends, 0.0);
    CU_ASSERT_EQUAL(region_of_those()->seen.expected, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(region_of_those()->before.ends, 10.5, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(region_of_those()->before.expected, 9.0, 1e-12);
    take(2.0, 1.0);
    take(11.0, 30.0); /* takes the place of those before */
    CU_ASSERT_DOUBLE_EQUAL(region_of_those()->before.ends, 13.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(region_of_those()->before.expected, 31.0, 1e-12);
}

/* What looks less like a turn than none does takes back no more than was seen. */
static void there_are_never_fewer_ends_than_none(void)
{
    memset(&all, 0, sizeof all);
    take(2.0, 4.0);
    take(-3.0, 1.0);
    CU_ASSERT_EQUAL(region_of_those()->seen.ends, 0.0);
    take(1.5, 1.0);
    CU_ASSERT_DOUBLE_EQUAL(region_of_those()->seen.ends, 1.5, 1e-12);
}

static void what_was_merged_or_shown_says_nothing_more(void)
{
    memset(&all, 0, sizeof all);
    track one = seen_of(2.0, 4.0);
    one.merged = true;
    unrest_take(&all, &one);
    CU_ASSERT_EQUAL(region_of_those()->seen.expected, 0.0);
    CU_ASSERT_TRUE(one.asks);
    one = seen_of(2.0, 0.0); /* nothing was expected of it yet */
    unrest_take(&all, &one);
    CU_ASSERT_EQUAL(region_of_those()->seen.ends, 0.0);
    CU_ASSERT_FALSE(one.asks);
}

/* As much is remembered as makes ten ends at the least rate that is believed. */
static void no_more_is_remembered_than_can_be_told(void)
{
    const double least = mean(0.0, 8e4);
    memset(&all, 0, sizeof all);
    take(0.0, 1e9);
    CU_ASSERT_DOUBLE_EQUAL(region_of_those()->seen.expected, 10.0 / least, 1e-3 / least);
}

/* Calm elsewhere does not hold for what surely flies below 40 m/s, two sigma with it, whichever way
 * it flies. */
static void what_may_be_fast_is_not_taken_for_what_hovers(void)
{
    static const int diagonal[3] = {15, 18, 20};
    for (int axis = 0; axis < 3; axis++)
        for (int fast = 0; fast < 2; fast++)
            for (int unsure = 0; unsure < 2; unsure++) {
                memset(&all, 0, sizeof all);
                take(0.0, 1000.0);
                track one = seen_of(0.0, 0.1);
                one.mean.state[3 + axis] = (fast ? -40.1 : -39.9) + (unsure ? 20.0 : 0.0);
                one.mean.covariance[diagonal[axis]] = unsure ? 100.0 : 0.0;
                unrest_take(&all, &one);
                unrest_tell(&all, &one);
                CU_ASSERT(fast ? one.filter.unrest < 0.01 : one.filter.unrest == 0.1);
            }
}

/* What lies before is told with what is new. */
static void both_memories_count(void)
{
    static const double place[3] = {-3.2e6, 3.9e6, 3.9e6};
    const double whole = mean(6.0, 30.0);
    const region_near near = region_among(place);
    for (int i = 0; i < 4; i++)
        all.regions[motion_of(FUSION_AIR).kind][near.region[i]] =
            (unrest_region){.seen = {2.0, 25.0}, .before = {4.0, 5.0}};
    CU_ASSERT_DOUBLE_EQUAL(unrest_at(&all, FUSION_AIR, place), whole, 1e-12);
}

CU_TestInfo unrest_mean_tests[] = {
    {"more that stay away lower it by its law", more_that_stay_away_lower_it_by_its_law},
    {"calm is believed in beforehand, but not much", calm_is_believed_in_beforehand_but_not_much},
    {"beforehand it is as the models have it", beforehand_it_is_as_the_models_have_it},
    {"it is never more than twice what models have", it_is_never_more_than_twice_what_models_have},
    {"twenty that stay away, and one that comes", twenty_that_stay_away_and_one_that_comes},
    {"ten ends are remembered, and the ten before", ten_ends_are_remembered_and_the_ten_before},
    {"there are never fewer ends than none", there_are_never_fewer_ends_than_none},
    {"what was merged says nothing more", what_was_merged_or_shown_says_nothing_more},
    {"no more is remembered than can be told", no_more_is_remembered_than_can_be_told},
    {"what may be fast is not taken for what hovers",
     what_may_be_fast_is_not_taken_for_what_hovers},
    {"both memories count", both_memories_count},
    CU_TEST_INFO_NULL,
};
