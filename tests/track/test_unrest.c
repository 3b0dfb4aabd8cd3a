/* Where steady motion ends seldom, that is learnt. */
#include "scene.h"
#include "suites.h"
#include "track/unrest.h"

#include <math.h>
#include <string.h>

/* A confirmed track somewhere, which saw so many ends of so many expected. */
static track *seen_at(double lat_deg, double ends, double expected, double believed)
{
    static track one;
    double velocity[3];
    const scene_object object = {lat_deg, 129.0, 8000.0, 0, 0, 0};
    memset(&one, 0, sizeof one);
    scene_place(&object, 0.0, one.mean.state, velocity);
    one.mean.state[3] = 200.0;
    one.confirmed = true;
    one.filter.set = motion_of(FUSION_AIR).models; /* which shows half of its ends */
    one.filter.unrest = believed;
    one.filter.expected = expected;
    one.filter.slope = ends - believed * expected;
    return &one;
}

/* Where it is told what it saw a thousand times over: the fixed point is the rate itself. The mean
 * over the last half of them, for just after ten ends went into memory it is less well known. */
static double found(double rate)
{
    static unrest all;
    memset(&all, 0, sizeof all);
    double believed = 1.0, sum = 0.0;
    for (int i = 0; i < 1000; i++) {
        track *here = seen_at(37.0, rate, 1.0, believed);
        unrest_take(&all, here);
        unrest_tell(&all, here);
        believed = here->filter.unrest;
        sum += i < 500 ? 0.0 : believed;
    }
    return sum / 500.0;
}

static void at_first_all_is_as_the_models_have_it(void)
{
    static const unrest all;
    CU_ASSERT_EQUAL(unrest_at(&all, FUSION_AIR, seen_at(37.0, 0, 0, 1.0)->mean.state), 1.0);
}

/* Ten ends are remembered: a third of the rate either way, and steps are of a factor of two. */
static void the_rate_of_ends_is_found(void)
{
    const double rates[] = {1.0, 0.3, 0.1, 0.03};
    for (int i = 0; i < 4; i++) {
        const double ratio = found(rates[i]) / rates[i];
        CU_ASSERT_TRUE(ratio > 0.67 && ratio < 1.5);
    }
}

/* Of none in 1,000 there are surely fewer than one in 300, of which that has a chance of exp(-3).
 */
static void none_at_all_is_calm(void)
{
    const double rate = found(0.0);
    CU_ASSERT_TRUE(rate > 0.0 && rate < 1.0 / 300.0);
}

/* Forty aircraft show that in four minutes. A Poisson rate of one in 1,000 gives none with 98 %. */
static void twenty_that_stay_away_are_calm(void)
{
    static unrest all;
    memset(&all, 0, sizeof all);
    double believed = 1.0;
    for (int i = 0; i < 40; i++) { /* half of them show */
        track *here = seen_at(37.0, 0.0, 1.0, believed);
        unrest_take(&all, here);
        unrest_tell(&all, here);
        believed = here->filter.unrest;
    }
    CU_ASSERT_TRUE(believed < 1e-3);
}

/* None of 50 was calm, one of 51 hardly is: a rate of 0.02, or a chance turn. */
static void the_first_turn_after_calm_is_believed(void)
{
    static unrest all;
    memset(&all, 0, sizeof all);
    double believed = 1.0, calm = 1.0;
    for (int i = 0; i < 102; i++) {
        calm = believed;
        track *here = seen_at(37.0, i < 101 ? 0.0 : 1.0, 1.0, believed);
        unrest_take(&all, here);
        unrest_tell(&all, here);
        believed = here->filter.unrest;
    }
    CU_ASSERT_TRUE(calm < 1e-3);
    CU_ASSERT_TRUE(believed > 10.0 * calm);
}

/* Twenty, in all that memory holds of a thousand that stayed away. */
static void where_calm_ends_some_turns_say_so(void)
{
    static unrest all;
    memset(&all, 0, sizeof all);
    double believed = 1.0;
    for (int i = 0; i < 1100; i++) {
        const double ends = i < 1000 ? 0.0 : 1.0;
        track *here = seen_at(37.0, ends, 1.0, believed);
        unrest_take(&all, here);
        unrest_tell(&all, here);
        believed = here->filter.unrest;
    }
    CU_ASSERT_TRUE(believed > 0.5);
}

/* However long it was, it is gone when ten ends were exceeded twice. */
static void long_calm_ends_as_soon_as_short_calm(void)
{
    static unrest all;
    const double calm[] = {1e3, 1e6, 1e9};
    for (int n = 0; n < 3; n++) {
        memset(&all, 0, sizeof all);
        double believed = 1.0;
        for (int i = 0; i < 1022; i++) {
            track *here = i < 1000 ? seen_at(37.0, 0.0, calm[n] / 1000.0, believed)
                                   : seen_at(37.0, 1.0, 1.0, believed);
            unrest_take(&all, here);
            unrest_tell(&all, here);
            believed = here->filter.unrest;
            CU_ASSERT_TRUE(i != 999 || believed < 3.0 / 1000.0);
        }
        CU_ASSERT_TRUE(believed > 0.5);
    }
}

static void what_is_not_confirmed_says_nothing(void)
{
    static unrest all;
    memset(&all, 0, sizeof all);
    track *one = seen_at(37.0, 0.0, 1000.0, 1.0);
    one->confirmed = false;
    unrest_take(&all, one);
    unrest_tell(&all, one);
    CU_ASSERT_EQUAL(one->filter.unrest, 1.0);
}

static void elsewhere_is_left_alone(void)
{
    static unrest all;
    memset(&all, 0, sizeof all);
    unrest_take(&all, seen_at(37.0, 0.0, 1000.0, 1.0));
    track *one = seen_at(37.0, 0.0, 0.1, 1.0);
    unrest_take(&all, one);
    unrest_tell(&all, one);
    CU_ASSERT_TRUE(unrest_at(&all, FUSION_AIR, one->mean.state) < 0.01);
    CU_ASSERT_EQUAL(unrest_at(&all, FUSION_AIR, seen_at(47.0, 0.0, 0.0, 1.0)->mean.state), 1.0);
}

static void other_kinds_are_left_alone(void)
{
    static unrest all;
    memset(&all, 0, sizeof all);
    unrest_take(&all, seen_at(37.0, 0.0, 1000.0, 1.0));
    track *one = seen_at(37.0, 0.0, 0.1, 1.0);
    unrest_take(&all, one);
    unrest_tell(&all, one);
    CU_ASSERT_TRUE(unrest_at(&all, FUSION_AIR, one->mean.state) < 0.01);
    CU_ASSERT_TRUE(unrest_at(&all, 0, one->mean.state) < 0.01); /* which is taken as air */
    CU_ASSERT_EQUAL(unrest_at(&all, FUSION_SURFACE, one->mean.state), 1.0);
    CU_ASSERT_EQUAL(unrest_at(&all, FUSION_MINE, one->mean.state), 1.0);
    one = seen_at(37.0, 0.0, 1000.0, 1.0);
    one->categories = FUSION_SURFACE;
    one->filter.set = motion_of(FUSION_SURFACE).models;
    unrest_take(&all, one);
    CU_ASSERT_TRUE(unrest_at(&all, FUSION_SURFACE, one->mean.state) < 0.01);
}

/* Ships that nobody names never turned here, aircraft at will: what is found to be slow begins as
 * ships do, all but surely steady, and not by the unrest that it was born with. */
static void what_is_found_to_be_slow_begins_as_calm_as_the_slow(void)
{
    static unrest all;
    memset(&all, 0, sizeof all);
    track *one = seen_at(37.0, 0.0, 1000.0, 1.0);
    const cv_state slow = {.state = {6.4e6, 0, 0, 0, 1.0, 0}, .covariance = {[15] = 1.0}};
    one->filter.set = motion_by_speed(one->filter.set, &slow, false);
    unrest_take(&all, one);
    one = seen_at(37.0, 0.0, 0.0, 1.0);
    imm_begin(&one->filter, motion_of(FUSION_AIR).models, &slow, 1.0);
    memcpy(one->mean.state + 3, slow.state + 3, 3 * sizeof slow.state[0]);
    unrest_mind_speed(&all, one);
    CU_ASSERT_PTR_NOT_EQUAL(one->filter.set, motion_of(FUSION_AIR).models);
    for (int m = 0; m < one->filter.set->count; m++)
        CU_ASSERT_EQUAL(one->filter.probability[m] > 0.9, one->filter.set->models[m].steady);
}

/* Of what hovers a tenth is believed at least; whether what was just begun does is not known. */
static void calm_of_others_does_not_hold_for_what_hovers(void)
{
    static unrest all;
    memset(&all, 0, sizeof all);
    unrest_take(&all, seen_at(37.0, 0.0, 1000.0, 1.0));
    track *one = seen_at(37.0, 0.0, 0.1, 1.0);
    one->mean.state[3] = 1.0;
    unrest_take(&all, one);
    unrest_tell(&all, one);
    CU_ASSERT_EQUAL(one->filter.unrest, 0.1);
    one = seen_at(37.0, 0.0, 0.1, 1.0);
    one->mean.state[3] = 1.0;
    one->mean.covariance[15] = 200.0 * 200.0;
    unrest_take(&all, one);
    unrest_tell(&all, one);
    CU_ASSERT_TRUE(one->filter.unrest < 0.01);
}

/* Regions overlap, and what is seen counts in all that the place is in: so where it was seen it
 * counts whole, wherever that is, and next to as much a little further on. */
static void no_edge_of_a_region_shows(void)
{
    static unrest all;
    for (double lat = -88.0; lat < 89.0; lat += 0.7) {
        memset(&all, 0, sizeof all);
        unrest_take(&all, seen_at(lat, 0.0, 40.0, 1.0));
        const double here = unrest_at(&all, FUSION_AIR, seen_at(lat, 0.0, 0.0, 1.0)->mean.state);
        const double near =
            unrest_at(&all, FUSION_AIR, seen_at(lat + 0.5, 0.0, 0.0, 1.0)->mean.state);
        CU_ASSERT_TRUE(here < 1e-3);
        CU_ASSERT_TRUE(near < 1.5 * here);
    }
}

static void what_saw_nothing_yet_is_told_nothing(void)
{
    static unrest all;
    memset(&all, 0, sizeof all);
    unrest_take(&all, seen_at(37.0, 0.0, 1000.0, 1.0));
    track *newborn = seen_at(37.0, 0.0, 0.0, 1.0);
    unrest_take(&all, newborn);
    unrest_tell(&all, newborn);
    CU_ASSERT_EQUAL(newborn->filter.unrest, 1.0);
}

/* Until it sees something again, what others did changes nothing of it. */
static void what_was_told_is_told_nothing_more(void)
{
    static unrest all;
    memset(&all, 0, sizeof all);
    track one = *seen_at(37.0, 0.0, 10.0, 1.0);
    unrest_take(&all, &one);
    unrest_tell(&all, &one);
    const double told = one.filter.unrest;
    unrest_take(&all, seen_at(37.0, 0.0, 1000.0, 1.0));
    unrest_take(&all, &one);
    unrest_tell(&all, &one);
    CU_ASSERT_EQUAL(one.filter.unrest, told);
    one.filter.expected = 0.1;
    unrest_take(&all, &one);
    unrest_tell(&all, &one);
    CU_ASSERT_TRUE(one.filter.unrest < 0.1 * told);
}

static void every_place_has_a_region(void)
{
    static unrest all;
    memset(&all, 0, sizeof all);
    const double places[][3] = {{0, 0, 0},          {0, 0, 6.4e6},      {0, 0, -6.4e6},
                                {-6.4e6, 0, 0},     {-6.4e6, -1e-9, 0}, {-6.4e6, 1e-9, 6.4e6},
                                {-1e-3, 0, -6.4e6}, {6.4e6, -1.0, 0}};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        CU_ASSERT_EQUAL(unrest_at(&all, FUSION_AIR, places[i]), 1.0);
}

CU_TestInfo unrest_tests[] = {
    {"at first all is as the models have it", at_first_all_is_as_the_models_have_it},
    {"the rate of ends is found", the_rate_of_ends_is_found},
    {"none at all is calm", none_at_all_is_calm},
    {"twenty that stay away are calm", twenty_that_stay_away_are_calm},
    {"the first turn after calm is believed", the_first_turn_after_calm_is_believed},
    {"where calm ends, some turns say so", where_calm_ends_some_turns_say_so},
    {"long calm ends as soon as short calm", long_calm_ends_as_soon_as_short_calm},
    {"what is not confirmed says nothing", what_is_not_confirmed_says_nothing},
    {"elsewhere is left alone", elsewhere_is_left_alone},
    {"no edge of a region shows", no_edge_of_a_region_shows},
    {"other kinds are left alone", other_kinds_are_left_alone},
    {"what is found to be slow begins as calm as the slow",
     what_is_found_to_be_slow_begins_as_calm_as_the_slow},
    {"calm of others does not hold for what hovers", calm_of_others_does_not_hold_for_what_hovers},
    {"what saw nothing yet is told nothing", what_saw_nothing_yet_is_told_nothing},
    {"what was told is told nothing more", what_was_told_is_told_nothing_more},
    {"every place has a region", every_place_has_a_region},
    CU_TEST_INFO_NULL,
};
