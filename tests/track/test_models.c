/* What objects are believed to do: that it can be, and the density of a speed that is not known. */
#include "geo/wgs84.h"
#include "suites.h"
#include "track/claim.h"
#include "track/unrest.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846

/* On the equator, of something that goes so fast to the east, known to a sigma over all. */
static cv_state known(double speed, double sigma, double height)
{
    const double way = sigma * sigma / 3.0;
    return (cv_state){
        .state = {WGS84_A + height, 0.0, 0.0, 0.0, speed, 0.0},
        .covariance = {[0] = 100.0, [6] = 100.0, [11] = 100.0, [15] = way, [18] = way, [20] = way}};
}

static const imm_set *slow_models(void)
{
    const cv_state lies = known(0.0, 1.0, 0.0);
    return motion_by_speed(motion_of(0).models, &lies, true);
}

static void chances_sum_to_one(void)
{
    for (unsigned categories = 0; categories <= 256; categories++) {
        const imm_set *set =
            categories < 256 ? motion_of((uint8_t)categories).models : slow_models();
        double first = 0.0;
        for (int m = 0; m < set->count; m++) {
            const imm_model *one = &set->models[m];
            double next = 0.0;
            for (int to = 0; to < IMM_MODELS; to++) {
                CU_ASSERT_TRUE(one->next[to] >= 0.0 && (to < set->count || one->next[to] == 0.0));
                next += one->next[to];
            }
            CU_ASSERT_EQUAL(one->next[m], 0.0);
            CU_ASSERT_DOUBLE_EQUAL(next, set->count > 1 ? 1.0 : 0.0, 1e-15);
            CU_ASSERT_TRUE(one->stay > 0.0 && one->first > 0.0);
            CU_ASSERT_TRUE(one->noise.horizontal > 0.0 && one->noise.vertical > 0.0);
            first += one->first;
        }
        CU_ASSERT_DOUBLE_EQUAL(first, 1.0, 1e-15);
    }
}

static void the_first_in_order_moves_it_and_the_widest_covers_it(void)
{
    /* motion.h, its table: a missile or a ship moves as a missile; 8 m/s is more than a mine's. */
    const motion either = motion_of(FUSION_SURFACE | FUSION_MISSILE);
    CU_ASSERT_PTR_EQUAL(either.models, motion_of(FUSION_MISSILE).models);
    CU_ASSERT_EQUAL(either.speed_horizontal, 1500.0);
    CU_ASSERT_EQUAL(either.lost, 20e3);
    const motion lies = motion_of(FUSION_SURFACE | FUSION_MINE);
    CU_ASSERT_EQUAL(lies.speed_horizontal, 8.0);
    CU_ASSERT_EQUAL(lies.speed_vertical, 0.05);
    CU_ASSERT_PTR_EQUAL(motion_of(0).models, motion_of(FUSION_AIR).models);
    CU_ASSERT_PTR_EQUAL(motion_of(FUSION_CYBER).models, motion_of(FUSION_AIR).models);
}

/* motion.h, its table; and ends of a hull are seen of what sails. */
static void first_speeds_and_losses_are_those_of_the_table(void)
{
    static const struct {
        uint8_t category;
        double horizontal, vertical, lost, hull; /* m/s; km; m */
    } table[] = {
        {FUSION_MISSILE, 1500.0, 1000.0, 20.0, 0.0}, {FUSION_AIR, 200.0, 5.0, 5.0, 0.0},
        {FUSION_LAND, 10.0, 0.5, 4.0, 0.0},          {FUSION_SUBSURFACE, 5.0, 0.5, 4.0, 100.0},
        {FUSION_SURFACE, 8.0, 0.05, 4.0, 100.0},     {FUSION_MINE, 1.0, 0.05, 2.0, 0.0}};
    for (size_t k = 0; k < sizeof table / sizeof table[0]; k++) {
        const motion moves = motion_of(table[k].category);
        CU_ASSERT_EQUAL(moves.speed_horizontal, table[k].horizontal);
        CU_ASSERT_EQUAL(moves.speed_vertical, table[k].vertical);
        CU_ASSERT_EQUAL(moves.lost, 1e3 * table[k].lost);
        CU_ASSERT_EQUAL(moves.hull, table[k].hull);
    }
}

/* What is learnt is kept by kind: two that share a number would learn of each other. */
static void each_kind_has_a_number_of_its_own(void)
{
    static const uint8_t named[] = {FUSION_MISSILE,    FUSION_AIR,     FUSION_LAND,
                                    FUSION_SUBSURFACE, FUSION_SURFACE, FUSION_MINE};
    bool taken[MOTION_KINDS] = {false};
    for (size_t k = 0; k < sizeof named; k++) {
        const motion moves = motion_of(named[k]);
        CU_ASSERT_EQUAL(motion_kind(moves.models), moves.kind);
        CU_ASSERT_TRUE(moves.kind < MOTION_KINDS && !taken[moves.kind]);
        taken[moves.kind] = true;
    }
    CU_ASSERT_FALSE(taken[motion_kind(slow_models())]);
}

/* One that surely moves by a model, so many seconds on: what it may do by then. */
static imm gone_on(const imm_set *set, int model, double seconds)
{
    const cv_state flies = known(0.0, 1.0, 9e3);
    imm filter;
    imm_begin(&filter, set, &flies, 1.0);
    for (int m = 0; m < set->count; m++)
        filter.probability[m] = m == model ? 1.0 : 0.0;
    imm_predict(&filter, seconds);
    return filter;
}

/* README.md: turns that hold height, and changes of climb that end level. Whoever flies level turns
 * or climbs next; what is not understood comes of what is no more level, and either ends in what
 * it was. In two seconds it hardly does two things. */
static void level_flight_ends_in_turns_and_climbs(void)
{
    enum { LEVEL, TURN, ANYTHING, CHANGE, CLIMB };
    const imm_set *air = motion_of(FUSION_AIR).models;
    const imm level = gone_on(air, LEVEL, 2.0), change = gone_on(air, CHANGE, 2.0);
    CU_ASSERT_EQUAL(level.probability[ANYTHING], 0.0);
    CU_ASSERT_TRUE(level.probability[TURN] > level.probability[CHANGE]);
    CU_ASSERT_TRUE(level.probability[CHANGE] > 0.0 && level.probability[CLIMB] > 0.0);
    for (int m = TURN; m < CLIMB; m++) {
        const imm done = gone_on(air, m, 2.0);
        for (int other = 0; other <= CLIMB; other++)
            CU_ASSERT_TRUE(other == m || other == LEVEL ||
                           done.probability[other] <= done.probability[LEVEL]);
    }
    CU_ASSERT_TRUE(change.probability[LEVEL] > 0.5 * (1.0 - change.probability[CHANGE]));
}

/* s: mean time in a model, by what is left of it after a second. */
static double stays_in(const imm_set *set, int model)
{
    return -1.0 / log(gone_on(set, model, 1.0).probability[model]);
}

/* Straight legs of aircraft that manoeuvre at will are minutes long, and are believed to end two or
 * three times as often as that (motion.c); turns, and changes of climb, last less than a minute. A
 * ship at its berth and a mine on its mooring lie for hours, a vehicle stands for minutes. */
static void models_last_as_long_as_what_they_stand_for(void)
{
    const imm_set *air = motion_of(FUSION_AIR).models;
    for (int m = 0; m < air->count; m++) {
        const bool leg = air->models[m].steady;
        CU_ASSERT_TRUE(stays_in(air, m) > (leg ? 30.0 : 15.0));
        CU_ASSERT_TRUE(stays_in(air, m) < (leg ? 120.0 : 60.0));
    }
    CU_ASSERT_TRUE(stays_in(motion_of(FUSION_SURFACE).models, 0) > 3599.0);
    CU_ASSERT_TRUE(stays_in(motion_of(FUSION_MINE).models, 0) > 3599.0);
    CU_ASSERT_TRUE(stays_in(motion_of(FUSION_LAND).models, 0) > 120.0);
}

/* So seldom that it widens nothing: a minute unseen, what lies is as near as if it could not. */
static void what_is_slow_may_take_off_and_is_no_wider_for_it(void)
{
    const imm_set *slow = slow_models();
    imm_set lies = *slow;
    for (int m = 0; m < 3; m++) {
        lies.models[m].next[m == 0 ? 1 : 0] += lies.models[m].next[3];
        lies.models[m].next[3] = 0.0;
    }
    const imm may = gone_on(slow, 0, 60.0), may_not = gone_on(&lies, 0, 60.0);
    cv_state wide, narrow;
    CU_ASSERT_TRUE(may.probability[3] > 0.0 && may_not.probability[3] == 0.0);
    imm_mean(&may, &wide);
    imm_mean(&may_not, &narrow);
    const double *p = wide.covariance, *q = narrow.covariance;
    CU_ASSERT_TRUE(p[0] + p[6] + p[11] < 1.01 * (q[0] + q[6] + q[11]));
}

/* Two sigma are sure; faster than 450 m/s no aircraft is, and slower than 15 m/s none but what
 * hovers, above 100 m. */
static void what_nobody_names_moves_as_fast_as_it_surely_is(void)
{
    const imm_set *flies = motion_of(FUSION_AIR).models, *falls = motion_of(FUSION_MISSILE).models;
    const imm_set *floats = slow_models();
    const struct {
        double speed, sigma, height;
        bool height_known;
        const imm_set *before, *after;
    } cases[] = {
        {600.0, 50.0, 9e3, true, flies, falls}, {500.0, 50.0, 9e3, true, flies, flies},
        {400.0, 50.0, 9e3, true, falls, falls}, {300.0, 50.0, 9e3, true, falls, flies},
        {5.0, 2.0, 0.0, true, flies, floats},   {5.0, 6.0, 0.0, true, flies, flies},
        {5.0, 2.0, 75.0, true, flies, floats},  {5.0, 2.0, 85.0, true, flies, flies},
        {5.0, 2.0, 5e3, false, flies, floats},  {20.0, 4.0, 0.0, true, floats, floats},
        {20.0, 2.0, 0.0, true, floats, flies},  {600.0, 50.0, 0.0, true, floats, falls},
        {5.0, 2.0, 5e3, true, falls, flies},    {5.0, 2.0, 0.0, true, falls, flies},
        {10.0, 100.0, 0.0, true, falls, flies}, {10.0, 240.0, 0.0, true, falls, falls},
    };
    CU_ASSERT_PTR_NOT_EQUAL(floats, flies);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const cv_state mean = known(cases[i].speed, cases[i].sigma, cases[i].height);
        CU_ASSERT_PTR_EQUAL(motion_by_speed(cases[i].before, &mean, cases[i].height_known),
                            cases[i].after);
    }
}

/* A track keeps what its speed found whatever else is said of it, until its category is told. */
static void what_is_named_moves_as_it_is_named(void)
{
    static const unrest none;
    measure seen = {.kind = FUSION_PLOT};
    const cv_state fast = known(600.0, 50.0, 9e3);
    track one;
    memcpy(seen.as.state.position, fast.state, sizeof seen.as.state.position);
    memcpy(seen.as.state.velocity, fast.state + 3, sizeof seen.as.state.velocity);
    memcpy(seen.as.state.covariance, fast.covariance, sizeof seen.as.state.covariance);
    seen.as.state.velocity_kind = FUSION_VELOCITY_FULL;
    track_begin(&one, &seen, 1.0);
    unrest_mind_speed(&none, &one);
    CU_ASSERT_PTR_EQUAL(one.filter.set, motion_of(FUSION_MISSILE).models);
    seen.identity = FUSION_HOSTILE;
    claim_take(&one, &seen);
    CU_ASSERT_PTR_EQUAL(one.filter.set, motion_of(FUSION_MISSILE).models);
    seen.categories = FUSION_AIR;
    claim_take(&one, &seen);
    unrest_mind_speed(&none, &one);
    CU_ASSERT_PTR_EQUAL(one.filter.set, motion_of(FUSION_AIR).models);
}

/* On the equator at Greenwich up is x. */
static fusion_state flown(double up, double east, double north)
{
    return (fusion_state){.position = {WGS84_A, 0.0, 0.0}, .velocity = {up, east, north}};
}

static double normal(double x, double variance)
{
    return exp(-0.5 * x * x / variance) / sqrt(2.0 * PI * variance);
}

static void a_speed_of_which_nothing_is_known_is_any_of_its_kind(void)
{
    /* Air: 200 m/s level and 5 m/s upright. A ship: 8 and 0.05. */
    const fusion_state flies = flown(4.0, 150.0, -90.0), sails = flown(0.03, 6.0, 2.0);
    const double air = normal(4.0, 25.0) * normal(150.0, 40000.0) * normal(-90.0, 40000.0);
    const double ship = normal(0.03, 0.0025) * normal(6.0, 64.0) * normal(2.0, 64.0);
    CU_ASSERT_DOUBLE_EQUAL(motion_log_velocity(FUSION_AIR, &flies), log(air), 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(motion_log_velocity(FUSION_SURFACE, &sails), log(ship), 1e-12);
}

CU_TestInfo models_tests[] = {
    {"chances sum to one", chances_sum_to_one},
    {"the first in order moves it, and the widest covers it",
     the_first_in_order_moves_it_and_the_widest_covers_it},
    {"first speeds and losses are those of the table",
     first_speeds_and_losses_are_those_of_the_table},
    {"each kind has a number of its own", each_kind_has_a_number_of_its_own},
    {"level flight ends in turns and climbs", level_flight_ends_in_turns_and_climbs},
    {"models last as long as what they stand for", models_last_as_long_as_what_they_stand_for},
    {"what is slow may take off, and is no wider for it",
     what_is_slow_may_take_off_and_is_no_wider_for_it},
    {"what nobody names moves as fast as it surely is",
     what_nobody_names_moves_as_fast_as_it_surely_is},
    {"what is named moves as it is named", what_is_named_moves_as_it_is_named},
    {"a speed of which nothing is known is any of its kind",
     a_speed_of_which_nothing_is_known_is_any_of_its_kind},
    CU_TEST_INFO_NULL,
};
