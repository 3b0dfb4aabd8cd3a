/* Existence by hand: the recursion of IPDA with figures that a pocket calculator gives. */
#include "field.h"
#include "suites.h"

#include <math.h>
#include <stdlib.h>

static void a_first_plot_is_an_object_with_the_share_of_births(void)
{
    field *in = field_new();
    CU_ASSERT_DOUBLE_EQUAL(field_begun(in, in->radar, 1.0)->existence, FIELD_BORN, EXACT);
    CU_ASSERT_DOUBLE_EQUAL(field_begun(in, in->radar, 0.25)->existence, 0.25 * FIELD_BORN, EXACT);
    CU_ASSERT_DOUBLE_EQUAL(field_begun(in, in->adsb, 1.0)->existence, 0.9, EXACT); /* never false */
}

/* Nine came with it, in a look over a cell of some 3,700 km3 and of which a quarter is past: as
 * thick as they are, so much smaller is its share. */
static void a_first_plot_is_held_against_those_that_came_with_it(void)
{
    field *in = field_new();
    const measure first = field_seen(in, in->radar, 0.0);
    CU_ASSERT_TRUE_FATAL(conditions_reserve(&in->learnt, &in->memory, 1));
    conditions_visit(&in->learnt, &first);
    track *one = field_begun(in, in->radar, 1.0);
    for (int i = 0; i < 9; i++)
        conditions_open(&in->learnt, in->radar, first.cell);
    conditions_turn(&in->learnt, field_at(1.0));
    measure now = first;
    now.time_ns = field_at(1.0);
    const double thick = conditions_held_against(&in->learnt, &now, one->births, true);
    CU_ASSERT_TRUE(thick > 3.0 * FIELD_CLUTTER);
    CU_ASSERT_TRUE(life_pass(one, field_at(1.0), in->rules));
    CU_ASSERT_DOUBLE_EQUAL(odds(one->existence), odds(FIELD_BORN) * FIELD_CLUTTER / thick, EXACT);
    conditions_free(&in->learnt, &in->memory);
}

/* A first plot that is held against many, and then against none: what is open in its cell changes
 * by so many, and a second passes. */
static void company(field *in, track *one, double seconds, int more)
{
    for (int i = 0; i < abs(more); i++)
        (more > 0 ? conditions_open : conditions_close)(&in->learnt, in->radar, one->looks[0].cell);
    conditions_turn(&in->learnt, field_at(seconds));
    CU_ASSERT_TRUE(life_pass(one, field_at(seconds), in->rules));
}

/* Whether many came with it or none, it is the same plot once they are gone: what was not taken
 * from it, for it has to wait for its second, it does not get back. */
static void a_first_plot_gets_back_what_was_taken_from_it(void)
{
    for (int many = 10; many <= 1000; many *= 10) {
        double left[2];
        for (int crowded = 0; crowded < 2; crowded++) {
            field *in = field_new();
            const measure first = field_seen(in, in->radar, 0.0);
            CU_ASSERT_TRUE_FATAL(conditions_reserve(&in->learnt, &in->memory, 1));
            conditions_visit(&in->learnt, &first);
            track *one = field_begun(in, in->radar, 0.25);
            company(in, one, 1.0, crowded ? many : 0);
            if (crowded)
                CU_ASSERT_TRUE(one->existence < 0.5 * left[0]);
            company(in, one, 2.0, crowded ? -many : 0);
            left[crowded] = one->existence;
            conditions_free(&in->learnt, &in->memory);
        }
        CU_ASSERT_DOUBLE_EQUAL(odds(left[1]), odds(left[0]), EXACT);
    }
}

/* Its own first is open as well; of a cell where nothing else is, it is held against none. */
static void a_first_plot_is_not_held_against_itself(void)
{
    field *in = field_new();
    const measure first = field_seen(in, in->radar, 0.0);
    CU_ASSERT_TRUE_FATAL(conditions_reserve(&in->learnt, &in->memory, 1));
    conditions_visit(&in->learnt, &first);
    track *one = field_begun(in, in->radar, 1.0);
    conditions_turn(&in->learnt, field_at(0.0));
    CU_ASSERT_TRUE(life_pass(one, field_at(0.0), in->rules));
    CU_ASSERT_TRUE(one->existence >= FIELD_BORN);
    conditions_free(&in->learnt, &in->memory);
}

static void a_hit_multiplies_the_odds(void)
{
    /* Detection is now (9 + 1) / 11 here, and then (9 + 2) / 12; the first hit says that the sensor
     * sees there. */
    field *in = field_new();
    track *one = field_begun(in, in->radar, 1.0);
    const imm_fit twice = field_fit(2.0), tenfold = field_fit(10.0);
    const measure second = field_seen(in, in->radar, 4.0), third = field_seen(in, in->radar, 8.0);
    one->needed = 3;
    life_hit(one, &second, &twice, in->rules);
    double expected = odds(FIELD_BORN) * 2.0 * 0.9 * 10.0 / 11.0;
    CU_ASSERT_DOUBLE_EQUAL(odds(one->existence), expected, EXACT);
    life_hit(one, &third, &tenfold, in->rules);
    expected *= 10.0 * 11.0 / 12.0;
    CU_ASSERT_DOUBLE_EQUAL(odds(one->existence), expected, EXACT);
    CU_ASSERT_FALSE(one->confirmed);
}

static void who_is_sure_enough_and_seen_often_enough_is_confirmed(void)
{
    field *in = field_new();
    track *one = field_begun(in, in->radar, 1.0);
    const imm_fit close = field_fit(1e6);
    one->needed = 3;
    for (int k = 1; k <= 2; k++) {
        CU_ASSERT_FALSE(one->confirmed);
        const measure next = field_seen(in, in->radar, 4.0 * k);
        life_hit(one, &next, &close, in->rules);
    }
    CU_ASSERT_TRUE(one->confirmed);
    CU_ASSERT_EQUAL(one->existence, 0.999); /* nobody is ever quite sure */
}

static void the_end_of_one_sensor_s_coverage_is_not_that_of_the_track(void)
{
    /* One looks on; the other saw it once, last but one, and its misses count with the chance that
     * it can see there: .9, then less by Bayes, of which one in a hundred goes with each look and
     * one in twenty of the rest comes back. */
    field *in = field_new();
    track *one = field_begun(in, in->other, 1.0);
    const imm_fit close = field_fit(100.0);
    const measure by_radar = field_seen(in, in->radar, 0.2);
    life_hit(one, &by_radar, &close, in->rules);
    one->existence = 0.9;
    CU_ASSERT_TRUE(
        life_pass(one, field_at(4.6), in->rules)); /* the other's 4.5 s, the radar's 4.7 s */
    const double d = 10.0 / 11.0;
    const double expected = unseen(0.9, 0.9 * d), covers = unseen(0.9, d);
    CU_ASSERT_DOUBLE_EQUAL(one->existence, expected, EXACT);
    CU_ASSERT_DOUBLE_EQUAL(track_look(one, in->other)->covers,
                           0.99 * covers + 0.05 * (1.0 - covers), EXACT);
    CU_ASSERT_DOUBLE_EQUAL(track_look(one, in->radar)->covers, 0.9, EXACT);
}

static void a_report_that_was_only_late_gives_back_what_its_miss_took(void)
{
    field *in = field_new();
    const imm_fit close = field_fit(5.0);
    const measure next = field_seen(in, in->radar, 4.0);
    track *one = field_begun(in, in->radar, 1.0);
    one->existence = 0.6;
    life_hit(one, &next, &close, in->rules);
    const double in_time = one->existence;
    one = field_begun(in, in->radar, 1.0);
    one->existence = 0.6;
    CU_ASSERT_TRUE(life_pass(one, field_at(5.0), in->rules));
    CU_ASSERT_TRUE(one->existence < 0.2);
    life_hit(one, &next, &close, in->rules);
    CU_ASSERT_DOUBLE_EQUAL(odds(one->existence), odds(in_time), EXACT * odds(in_time));
}

static void the_weight_of_a_pair_is_that_of_joint_ipda(void)
{
    /* r d L / (clutter (1 - r d)), Musicki and Evans 2004, with the chance that the sensor sees
     * there within d. */
    field *in = field_new();
    track *one = field_begun(in, in->radar, 1.0);
    const imm_fit close = field_fit(7.0);
    one->existence = 0.5;
    const measure next = field_seen(in, in->radar, 4.0), first = field_seen(in, in->other, 4.0);
    const double again = 0.5 * 0.9 * 10.0 / 11.0, new = 0.5 * 0.9 * FIELD_SEES;
    CU_ASSERT_DOUBLE_EQUAL(life_log_weight(one, &next, &close, in->rules), log(7.0 * odds(again)),
                           EXACT);
    CU_ASSERT_DOUBLE_EQUAL(life_log_weight(one, &first, &close, in->rules), log(7.0 * odds(new)),
                           EXACT);
}

static void it_exists_where_the_plot_is_its_own_or_it_was_missed(void)
{
    /* With .7 the plot is the track's, which then exists; else the look did not see it. */
    field *in = field_new();
    track *one = field_begun(in, in->radar, 1.0);
    one->existence = 0.6;
    one->looks[0].covers = 1.0;
    const measure next = field_seen(in, in->radar, 4.0);
    life_joint(one, &next, 0.7, in->rules);
    CU_ASSERT_DOUBLE_EQUAL(one->existence, 0.7 + 0.3 * unseen(0.6, 10.0 / 11.0), EXACT);
    CU_ASSERT_EQUAL(one->hits, 2);
}

static void a_plot_that_is_hardly_its_own_is_no_hit(void)
{
    field *in = field_new();
    track *one = field_begun(in, in->radar, 1.0);
    one->existence = 0.6;
    one->looks[0].covers = 1.0;
    const measure next = field_seen(in, in->radar, 4.0);
    life_joint(one, &next, 0.3, in->rules);
    const double expected = 0.3 + 0.7 * unseen(0.6, 10.0 / 11.0);
    CU_ASSERT_DOUBLE_EQUAL(one->existence, expected, EXACT);
    CU_ASSERT_EQUAL(one->hits, 1);
    /* That look is not missed once more. */
    CU_ASSERT_TRUE(life_pass(one, field_at(5.0), in->rules));
    CU_ASSERT_DOUBLE_EQUAL(one->existence, expected, EXACT);
    CU_ASSERT_TRUE(life_pass(one, field_at(8.6), in->rules));
    CU_ASSERT_TRUE(one->existence < expected);
}

CU_TestInfo life_tests[] = {
    {"a first plot is an object with the share of births",
     a_first_plot_is_an_object_with_the_share_of_births},
    {"a first plot is held against those that came with it",
     a_first_plot_is_held_against_those_that_came_with_it},
    {"a first plot gets back what was taken from it",
     a_first_plot_gets_back_what_was_taken_from_it},
    {"a first plot is not held against itself", a_first_plot_is_not_held_against_itself},
    {"a hit multiplies the odds", a_hit_multiplies_the_odds},
    {"who is sure enough and seen often enough is confirmed",
     who_is_sure_enough_and_seen_often_enough_is_confirmed},
    {"the end of one sensor's coverage is not that of the track",
     the_end_of_one_sensor_s_coverage_is_not_that_of_the_track},
    {"a report that was only late gives back what its miss took",
     a_report_that_was_only_late_gives_back_what_its_miss_took},
    {"the weight of a pair is that of joint IPDA", the_weight_of_a_pair_is_that_of_joint_ipda},
    {"it exists where the plot is its own or it was missed",
     it_exists_where_the_plot_is_its_own_or_it_was_missed},
    {"a plot that is hardly its own is no hit", a_plot_that_is_hardly_its_own_is_no_hit},
    CU_TEST_INFO_NULL,
};
