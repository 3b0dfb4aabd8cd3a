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

/* By hand: a fifth, three fifths and a fifth for 0.001, 0.4 and 0.999 of them. */
#define BEFORE (0.44 / 0.56)

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

/* Twenty that each say little: some 1.5^20 = 3325 to one for all straight against all level, and
 * 3325 / (0.6 + 0.4 * 1.5)^20 = 86.7 against two of five, of which a fifth by six tenths. */
static void what_each_hardly_shows_all_show_together(void)
{
    static curve all;
    memset(&all, 0, sizeof all);
    for (int i = 0; i < 20; i++)
        seen_at(&all, 37.0, 1.5);
    track one = flight_at(37.0, 1.0);
    curve_take(&all, &one);
    curve_tell(&all, &one);
    const double straight = 0.2 * pow(0.001 + 0.999 * 1.5, 20.0), mixed = 0.6 * pow(1.2, 20.0);
    const double level = 0.2 * pow(0.999 + 0.001 * 1.5, 20.0);
    const double odds = (0.999 * straight + 0.4 * mixed + 0.001 * level) /
                        (0.001 * straight + 0.6 * mixed + 0.999 * level);
    CU_ASSERT_DOUBLE_EQUAL(odds_of(&one), odds, 1e-9 * odds);
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

static bool is_asked(track one)
{
    static curve all;
    memset(&all, 0, sizeof all);
    one.straight_odds = 0.0;
    curve_take(&all, &one);
    return one.straight_odds != 0.0;
}

/* A share of its probability goes over to a turn. */
static track turning(double share)
{
    track one = flight_at(37.0, 3.0);
    for (int m = 0; m < one.filter.set->count; m++)
        one.filter.probability[m] *= 1.0 - share;
    one.filter.probability[1] = share;
    return one;
}

/* The header: confirmed, of its own, rather steady than not, and where fewer than one end of two
 * hundred comes. */
static void who_is_not_known_to_fly_steadily_in_calm_is_not_asked(void)
{
    track one = flight_at(37.0, 3.0);
    CU_ASSERT_TRUE(is_asked(one));
    one.confirmed = false;
    CU_ASSERT_FALSE(is_asked(one));
    one.confirmed = one.merged = true;
    CU_ASSERT_FALSE(is_asked(one));
    one.merged = false;
    one.filter.unrest = 1.0 / 199.0;
    CU_ASSERT_FALSE(is_asked(one));
    one.filter.unrest = 1.0 / 201.0;
    CU_ASSERT_TRUE(is_asked(one));
    CU_ASSERT_TRUE(is_asked(turning(0.49)));
    CU_ASSERT_FALSE(is_asked(turning(0.51)));
}

/* A ship has one way to go straight on: there is nothing to ask. */
static void what_has_one_way_to_be_steady_is_not_asked(void)
{
    static curve all;
    memset(&all, 0, sizeof all);
    track ship = flight_at(37.0, 3.0);
    imm_begin(&ship.filter, motion_of(FUSION_SURFACE).models, &ship.mean, 1e-3);
    const imm before = ship.filter;
    CU_ASSERT_FALSE(is_asked(ship));
    curve_take(&all, &ship);
    curve_tell(&all, &ship);
    CU_ASSERT_EQUAL(memcmp(&ship.filter, &before, sizeof before), 0);
}

/* What straight foretells so many times better speaks so for each case, by its share of straight:
 * the logarithm, the largest of three taken as 0. */
static void says_of(double times, double wanted[CURVE_CASES])
{
    static const double share[CURVE_CASES] = {0.001, 0.4, 0.999};
    double most = -INFINITY;
    for (int c = 0; c < CURVE_CASES; c++) {
        wanted[c] = log(1.0 - share[c] + share[c] * times);
        most = fmax(most, wanted[c]);
    }
    for (int c = 0; c < CURVE_CASES; c++)
        wanted[c] -= most;
}

static void all_say(const curve *all, const double wanted[CURVE_CASES])
{
    const track here = flight_at(37.0, 1.0);
    const region_near near = region_among(here.mean.state);
    for (int i = 0; i < 4; i++)
        for (int c = 0; c < CURVE_CASES; c++)
            CU_ASSERT_DOUBLE_EQUAL(all->regions[near.region[i]][c], wanted[c], 1e-12);
}

/* Odds for straight where each case has this log-likelihood. */
static double odds_by(const double said[CURVE_CASES])
{
    const double whole[CURVE_CASES] = {0.2 * exp(said[0]), 0.6 * exp(said[1]), 0.2 * exp(said[2])};
    return (0.001 * whole[0] + 0.4 * whole[1] + 0.999 * whole[2]) /
           (0.999 * whole[0] + 0.6 * whole[1] + 0.001 * whole[2]);
}

/* After a turn it may fly otherwise: what it said of its leg before stands beside what it says of
 * this one, and is to it like another's. */
static void after_a_turn_it_is_asked_anew(void)
{
    static curve all;
    double first[CURVE_CASES], both[CURVE_CASES], second[CURVE_CASES];
    memset(&all, 0, sizeof all);
    track one = seen_at(&all, 37.0, 8.0), turns = turning(0.9);
    says_of(8.0, first);
    all_say(&all, first);
    turns.straight_odds = one.straight_odds;
    memcpy(turns.straight_said, one.straight_said, sizeof one.straight_said);
    curve_take(&all, &turns); /* it turns: nobody knows how it will go on */
    CU_ASSERT_EQUAL(turns.straight_odds, 0.0);
    turns.filter = flight_at(37.0, 1.0).filter;
    curve_take(&all, &turns);
    all_say(&all, first);
    imm_divide(&turns.filter, turns.filter.set->level, turns.filter.set->straight, 0.5);
    curve_take(&all, &turns);
    says_of(0.5, second);
    for (int c = 0; c < CURVE_CASES; c++)
        both[c] = first[c] + second[c];
    const double most = fmax(both[0], fmax(both[1], both[2]));
    for (int c = 0; c < CURVE_CASES; c++)
        both[c] -= most;
    all_say(&all, both);
    curve_tell(&all, &turns);
    CU_ASSERT_DOUBLE_EQUAL(odds_of(&turns), 0.5 * odds_by(first), 1e-12);
}

/* Tracks are carried on between their plots, and asked with each. */
static void what_saw_nothing_is_neither_asked_nor_told(void)
{
    static curve all;
    double wanted[CURVE_CASES];
    memset(&all, 0, sizeof all);
    track one = seen_at(&all, 37.0, 8.0);
    one.asks = false;
    imm_divide(&one.filter, one.filter.set->level, one.filter.set->straight, 5.0);
    curve_take(&all, &one);
    curve_tell(&all, &one);
    says_of(8.0, wanted);
    all_say(&all, wanted);
    CU_ASSERT_DOUBLE_EQUAL(odds_of(&one), 5.0, 1e-12);
}

/* What is said in one region counts the less the farther from its middle. */
static void what_is_believed_weighs_regions_by_how_near_they_are(void)
{
    static const double said[CURVE_CASES] = {0.0, -4.0, -9.0};
    for (double lat = 36.0; lat < 38.0; lat += 0.5) {
        static curve all;
        memset(&all, 0, sizeof all);
        track one = flight_at(lat, 1.0);
        const region_near near = region_among(one.mean.state);
        memcpy(all.regions[near.region[0]], said, sizeof said);
        curve_take(&all, &one); /* it is asked and says nothing yet */
        curve_tell(&all, &one);
        const double part[CURVE_CASES] = {0.0, -4.0 * near.share[0], -9.0 * near.share[0]};
        CU_ASSERT_DOUBLE_EQUAL(odds_of(&one), odds_by(part), 1e-12);
    }
}

/* What it is believed to be when it is asked is not its own to say. */
static void what_it_begins_with_says_nothing(void)
{
    static curve all;
    double wanted[CURVE_CASES];
    memset(&all, 0, sizeof all);
    track one = flight_at(37.0, 30.0);
    curve_take(&all, &one);
    says_of(1.0, wanted);
    all_say(&all, wanted);
    imm_divide(&one.filter, one.filter.set->level, one.filter.set->straight, 15.0);
    curve_take(&all, &one);
    says_of(0.5, wanted);
    all_say(&all, wanted);
}

/* A thousand were level: thirty that are straight, each a thousand times rather, outweigh them. */
static void where_all_others_change_it_is_outweighed(void)
{
    static curve all;
    memset(&all, 0, sizeof all);
    for (int i = 0; i < 1000; i++)
        seen_at(&all, 37.0, 1e-3);
    for (int i = 0; i < 30; i++)
        seen_at(&all, 37.0, 1e3);
    track one = seen_at(&all, 37.0, 1.0);
    curve_tell(&all, &one);
    CU_ASSERT_TRUE(odds_of(&one) > 10.0);
}

/* Straight puts it a kilometre higher than level. */
static void what_is_told_is_shown(void)
{
    static curve all;
    memset(&all, 0, sizeof all);
    track one = flight_at(37.0, 1.0);
    cv_state higher;
    imm_read(&one.filter, one.filter.set->straight, &higher, NULL);
    const double level = higher.state[2];
    higher.state[2] += 1000.0;
    imm_write(&one.filter, one.filter.set->straight, &higher, NULL);
    imm_mean(&one.filter, &one.mean);
    CU_ASSERT_DOUBLE_EQUAL(one.mean.state[2], level + 500.0, 1e-8); /* of 4e6 m */
    curve_take(&all, &one);
    curve_tell(&all, &one);
    CU_ASSERT_DOUBLE_EQUAL(one.mean.state[2], level + 440.0, 1e-8);
}

CU_TestInfo curve_tests[] = {
    {"one alone has the odds of its own plots", one_alone_has_the_odds_of_its_own_plots},
    {"what each hardly shows all show together", what_each_hardly_shows_all_show_together},
    {"one that differs from all others is found", one_that_differs_from_all_others_is_found},
    {"where steady flight ends nobody is asked", where_steady_flight_ends_nobody_is_asked},
    {"elsewhere changes no bit", elsewhere_changes_no_bit},
    {"what was said before a merge counts once", what_was_said_before_a_merge_counts_once},
    {"the other models stay as they are", the_other_models_stay_as_they_are},
    {"who is not known to fly steadily in calm is not asked",
     who_is_not_known_to_fly_steadily_in_calm_is_not_asked},
    {"what has one way to be steady is not asked", what_has_one_way_to_be_steady_is_not_asked},
    {"after a turn it is asked anew", after_a_turn_it_is_asked_anew},
    {"what it begins with says nothing", what_it_begins_with_says_nothing},
    {"what saw nothing is neither asked nor told", what_saw_nothing_is_neither_asked_nor_told},
    {"what is believed weighs regions by how near they are",
     what_is_believed_weighs_regions_by_how_near_they_are},
    {"where all others change it is outweighed", where_all_others_change_it_is_outweighed},
    {"what is told is shown", what_is_told_is_shown},
    CU_TEST_INFO_NULL,
};
