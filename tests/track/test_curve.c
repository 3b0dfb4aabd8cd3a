/* What many steady flights show together of the Earth's curve. */
#include "scene.h"
#include "suites.h"
#include "track/curve.h"
#include "track/twin.h"

#include <math.h>
#include <string.h>

/* An aircraft in calm, which is straight with such odds, is known to such a sigma, and saw
 * something. */
static track known_at(double lat_deg, double odds, double sigma)
{
    track one;
    double velocity[3];
    const scene_object object = {lat_deg, 129.0, 8000.0, 0, 0, 0};
    memset(&one, 0, sizeof one);
    scene_place(&object, 0.0, one.mean.state, velocity);
    one.confirmed = one.asks = true;
    one.mean.covariance[0] = one.mean.covariance[6] = one.mean.covariance[11] = sigma * sigma;
    imm_begin(&one.filter, motion_of(FUSION_AIR).models, &one.mean, 1e-3);
    memset(one.filter.probability, 0, sizeof one.filter.probability);
    one.filter.probability[one.filter.set->level] = 1.0;
    imm_divide(&one.filter, one.filter.set->level, one.filter.set->straight, odds);
    return one;
}

static track flight_at(double lat_deg, double odds)
{
    return known_at(lat_deg, odds, 100.0);
}

static double odds_of(const track *one)
{
    const imm_set *set = one->filter.set;
    return one->filter.probability[set->straight] / one->filter.probability[set->level];
}

/* It is asked, sees plots that straight foretells so many times better, and says so. */
static track seen_at(curve *all, double lat_deg, double times)
{
    track one = flight_at(lat_deg, 1.0);
    curve_take(all, &one);
    imm_divide(&one.filter, one.filter.set->level, one.filter.set->straight, times);
    curve_take(all, &one);
    return one;
}

/* By hand: a tenth, eight tenths and a tenth for 0.001, 0.4 and 0.999 of them. */
#define BEFORE (0.42 / 0.58)

static void one_alone_has_the_odds_of_its_own_plots(void)
{
    static curve all;
    memset(&all, 0, sizeof all);
    track one = seen_at(&all, 37.0, 8.0);
    for (int i = 0; i < 100; i++) { /* however often it is told */
        curve_tell(&all, &one);
        CU_ASSERT_DOUBLE_EQUAL(odds_of(&one), 8.0 * BEFORE, 1e-9); /* a thousand roundings */
        curve_take(&all, &one);
    }
}

/* Twenty that each say little: 1.5^20 is 3325 to one for all straight against all level, and
 * 3325 / (0.6 + 0.4 * 1.5)^20 = 86.7 against two of five, of which a tenth by eight tenths. */
static void what_each_hardly_shows_all_show_together(void)
{
    static curve all;
    memset(&all, 0, sizeof all);
    for (int i = 0; i < 20; i++)
        seen_at(&all, 37.0, 1.5);
    track one = flight_at(37.0, 1.0);
    curve_take(&all, &one);
    curve_tell(&all, &one);
    const double straight = 0.1 * 86.7, mixed = 0.8, level = 0.1 * 86.7 / 3325.0;
    const double chance = (straight + 0.4 * mixed) / (straight + mixed + level);
    CU_ASSERT_DOUBLE_EQUAL(odds_of(&one), chance / (1.0 - chance), 0.05 * chance / (1.0 - chance));
    CU_ASSERT_TRUE(odds_of(&one) > 10.0);
}

/* All others are surely level. It has to outweigh a thousand of them, and does. */
static void one_that_differs_from_all_others_is_found(void)
{
    static curve all;
    memset(&all, 0, sizeof all);
    for (int i = 0; i < 40; i++)
        seen_at(&all, 37.0, 1e-3);
    track one = seen_at(&all, 37.0, 1e5);
    curve_tell(&all, &one);
    CU_ASSERT_TRUE(odds_of(&one) > 50.0 && odds_of(&one) < 200.0);
    track other = seen_at(&all, 37.0, 1.0);
    curve_tell(&all, &other);
    CU_ASSERT_TRUE(odds_of(&other) < 2e-3);
}

static void where_steady_flight_ends_nobody_is_asked(void)
{
    static curve all, nothing;
    memset(&all, 0, sizeof all);
    track one = flight_at(37.0, 5.0);
    one.filter.unrest = 0.1;
    curve_take(&all, &one);
    curve_tell(&all, &one);
    CU_ASSERT_DOUBLE_EQUAL(odds_of(&one), 5.0, 1e-12);
    CU_ASSERT_EQUAL(memcmp(&all, &nothing, sizeof all), 0);
}

static void elsewhere_changes_no_bit(void)
{
    static curve all;
    memset(&all, 0, sizeof all);
    track one = seen_at(&all, 37.0, 3.0), again = one;
    curve_tell(&all, &one);
    for (int i = 0; i < 40; i++)
        seen_at(&all, 57.0, 1e-3);
    curve_tell(&all, &again);
    CU_ASSERT_EQUAL(odds_of(&one), odds_of(&again));
}

/* The younger is known better. What is taken over from it was said before. */
static void what_was_said_before_a_merge_counts_once(void)
{
    static curve all, before;
    memset(&all, 0, sizeof all);
    track older = known_at(37.0, 1.0, 1000.0), younger = seen_at(&all, 37.0, 8.0);
    curve_take(&all, &older);
    before = all;
    twin_merge(&older, &younger);
    CU_ASSERT_DOUBLE_EQUAL(odds_of(&older), 8.0, 1e-12);
    curve_take(&all, &older);
    for (int r = 0; r < REGIONS; r++)
        for (int c = 0; c < CURVE_CASES; c++)
            CU_ASSERT_DOUBLE_EQUAL(all.regions[r][c], before.regions[r][c], 1e-12);
}

/* Nothing but what the two have in common is moved. */
static void the_other_models_stay_as_they_are(void)
{
    static curve all;
    memset(&all, 0, sizeof all);
    track one = flight_at(37.0, 3.0);
    const imm_set *set = one.filter.set;
    for (int m = 0; m < set->count; m++)
        one.filter.probability[m] *= 0.9;
    one.filter.probability[1] = 0.1;
    curve_take(&all, &one);
    curve_tell(&all, &one);
    CU_ASSERT_EQUAL(one.filter.probability[1], 0.1);
    CU_ASSERT_DOUBLE_EQUAL(
        one.filter.probability[set->level] + one.filter.probability[set->straight], 0.9, 1e-15);
}

CU_TestInfo curve_tests[] = {
    {"one alone has the odds of its own plots", one_alone_has_the_odds_of_its_own_plots},
    {"what each hardly shows all show together", what_each_hardly_shows_all_show_together},
    {"one that differs from all others is found", one_that_differs_from_all_others_is_found},
    {"where steady flight ends nobody is asked", where_steady_flight_ends_nobody_is_asked},
    {"elsewhere changes no bit", elsewhere_changes_no_bit},
    {"what was said before a merge counts once", what_was_said_before_a_merge_counts_once},
    {"the other models stay as they are", the_other_models_stay_as_they_are},
    CU_TEST_INFO_NULL,
};
