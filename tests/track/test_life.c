/* Existence by hand: the recursion of IPDA with figures that a pocket calculator gives. */
#include "scene.h"
#include "suites.h"
#include "track/life.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EXACT 1e-12 /* some ten roundings of odds, relative */

/* As configured: 9 of 10 looks see an object, 1 plot in 51 that no track expects is a new one. A
 * look at a track weighs beside ten that did as the region does; where a sensor first saw it, it
 * can see it with 9/10. The period is 4 s. */
static const double see = 0.9, born = 1.0 / 51.0, clutter = 2e-14;

typedef struct field {
    scene *scene;
    fusion_engine_settings settings;
    conditions learnt;
    life_rules rules;
    room memory;
    uint16_t radar, other, adsb;
} field;

static field *field_new(void)
{
    static field one;
    memset(&one, 0, sizeof one);
    one.scene = scene_new(751);
    one.settings = fusion_engine_defaults();
    one.radar = scene_sensor(one.scene, "radar", 4.0);
    one.other = scene_sensor(one.scene, "other", 4.0);
    one.adsb = scene_sensor(one.scene, "adsb", 0.0);
    one.scene->registry.sensors[one.adsb].kind = FUSION_ADSB;
    one.learnt.settings = &one.settings;
    one.learnt.registry = &one.scene->registry;
    one.rules = (life_rules){&one.settings, &one.scene->registry, &one.learnt};
    return &one;
}

static int64_t at(double seconds)
{
    return SCENE_START + (int64_t)llround(seconds * 1e9);
}

/* One object that stands still, seen to 100 m. */
static measure seen_by(field *in, uint16_t sensor, double seconds)
{
    static const uint8_t key[16] = {0};
    const scene_object object = {37.0, 129.0, 8000.0, 0, 0, 0};
    double place[3], velocity[3];
    measure made;
    scene_place(&object, 0.0, place, velocity);
    const fusion_release *release = scene_plot(in->scene, sensor, seconds, place, 100.0);
    CU_ASSERT_EQUAL_FATAL(measure_make(release, &in->scene->registry, key, &made), FUSION_OK);
    return made;
}

static track *begun(field *in, uint16_t sensor, double alone)
{
    static track one;
    const measure first = seen_by(in, sensor, 0.0);
    track_begin(&one, &first, 1.0);
    life_begin(&one, &first, alone, in->rules);
    return &one;
}

/* A plot that is so many times as dense where it lies as false ones are. */
static imm_fit fits(double times)
{
    return (imm_fit){.log_likelihood = log(times * clutter), .dimensions = 3};
}

static double odds(double chance)
{
    return chance / (1.0 - chance);
}

/* Bayes' rule: what is left of r after a look that would have seen it with d did not. */
static double unseen(double r, double d)
{
    return r * (1.0 - d) / (r * (1.0 - d) + (1.0 - r));
}

static void a_first_plot_is_an_object_with_the_share_of_births(void)
{
    field *in = field_new();
    CU_ASSERT_DOUBLE_EQUAL(begun(in, in->radar, 1.0)->existence, born, EXACT);
    CU_ASSERT_DOUBLE_EQUAL(begun(in, in->radar, 0.25)->existence, 0.25 * born, EXACT);
    CU_ASSERT_DOUBLE_EQUAL(begun(in, in->adsb, 1.0)->existence, 0.9, EXACT); /* never false */
}

/* Nine came with it, in a look over a cell of some 3,700 km3 and of which a quarter is past: as
 * thick as they are, so much smaller is its share. */
static void a_first_plot_is_held_against_those_that_came_with_it(void)
{
    field *in = field_new();
    const measure first = seen_by(in, in->radar, 0.0);
    CU_ASSERT_TRUE_FATAL(conditions_reserve(&in->learnt, &in->memory, 1));
    conditions_visit(&in->learnt, &first);
    track *one = begun(in, in->radar, 1.0);
    for (int i = 0; i < 9; i++)
        conditions_open(&in->learnt, in->radar, first.cell);
    conditions_turn(&in->learnt, at(1.0));
    measure now = first;
    now.time_ns = at(1.0);
    const double thick = conditions_held_against(&in->learnt, &now, one->births, true);
    CU_ASSERT_TRUE(thick > 3.0 * clutter);
    CU_ASSERT_TRUE(life_pass(one, at(1.0), in->rules));
    CU_ASSERT_DOUBLE_EQUAL(odds(one->existence), odds(born) * clutter / thick, EXACT);
    conditions_free(&in->learnt, &in->memory);
}

/* A first plot that is held against many, and then against none: what is open in its cell changes
 * by so many, and a second passes. */
static void company(field *in, track *one, double seconds, int more)
{
    for (int i = 0; i < abs(more); i++)
        (more > 0 ? conditions_open : conditions_close)(&in->learnt, in->radar, one->looks[0].cell);
    conditions_turn(&in->learnt, at(seconds));
    CU_ASSERT_TRUE(life_pass(one, at(seconds), in->rules));
}

/* Whether many came with it or none, it is the same plot once they are gone: what was not taken
 * from it, for it has to wait for its second, it does not get back. */
static void a_first_plot_gets_back_what_was_taken_from_it(void)
{
    for (int many = 10; many <= 1000; many *= 10) {
        double left[2];
        for (int crowded = 0; crowded < 2; crowded++) {
            field *in = field_new();
            const measure first = seen_by(in, in->radar, 0.0);
            CU_ASSERT_TRUE_FATAL(conditions_reserve(&in->learnt, &in->memory, 1));
            conditions_visit(&in->learnt, &first);
            track *one = begun(in, in->radar, 0.25);
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
    const measure first = seen_by(in, in->radar, 0.0);
    CU_ASSERT_TRUE_FATAL(conditions_reserve(&in->learnt, &in->memory, 1));
    conditions_visit(&in->learnt, &first);
    track *one = begun(in, in->radar, 1.0);
    conditions_turn(&in->learnt, at(0.0));
    CU_ASSERT_TRUE(life_pass(one, at(0.0), in->rules));
    CU_ASSERT_TRUE(one->existence >= born);
    conditions_free(&in->learnt, &in->memory);
}

static void a_hit_multiplies_the_odds(void)
{
    /* Detection is now (9 + 1) / 11 here, and then (9 + 2) / 12; the first hit says that the sensor
     * sees there. */
    field *in = field_new();
    track *one = begun(in, in->radar, 1.0);
    const imm_fit twice = fits(2.0), tenfold = fits(10.0);
    const measure second = seen_by(in, in->radar, 4.0), third = seen_by(in, in->radar, 8.0);
    one->needed = 3;
    life_hit(one, &second, &twice, in->rules);
    double expected = odds(born) * 2.0 * 0.9 * 10.0 / 11.0;
    CU_ASSERT_DOUBLE_EQUAL(odds(one->existence), expected, EXACT);
    life_hit(one, &third, &tenfold, in->rules);
    expected *= 10.0 * 11.0 / 12.0;
    CU_ASSERT_DOUBLE_EQUAL(odds(one->existence), expected, EXACT);
    CU_ASSERT_FALSE(one->confirmed);
}

static void who_is_sure_enough_and_seen_often_enough_is_confirmed(void)
{
    field *in = field_new();
    track *one = begun(in, in->radar, 1.0);
    const imm_fit close = fits(1e6);
    one->needed = 3;
    for (int k = 1; k <= 2; k++) {
        CU_ASSERT_FALSE(one->confirmed);
        const measure next = seen_by(in, in->radar, 4.0 * k);
        life_hit(one, &next, &close, in->rules);
    }
    CU_ASSERT_TRUE(one->confirmed);
    CU_ASSERT_EQUAL(one->existence, 0.999); /* nobody is ever quite sure */
}

static void a_look_is_missed_where_it_is_overdue(void)
{
    /* 1.05 periods and 0.3 s after the last plot: 4.5 s, and then every 4 s. */
    field *in = field_new();
    track *one = begun(in, in->radar, 1.0);
    one->existence = 0.8;
    CU_ASSERT_TRUE(life_pass(one, at(4.5), in->rules));
    CU_ASSERT_EQUAL(one->existence, 0.8);
    CU_ASSERT_TRUE(life_pass(one, at(4.5) + 1, in->rules));
    double expected = unseen(0.8, 10.0 / 11.0); /* it saw the track last: it can see it */
    CU_ASSERT_DOUBLE_EQUAL(one->existence, expected, EXACT);
    CU_ASSERT_TRUE(life_pass(one, at(8.5), in->rules));
    CU_ASSERT_DOUBLE_EQUAL(one->existence, expected, EXACT);
    CU_ASSERT_TRUE(life_pass(one, at(8.5) + 1, in->rules));
    expected = unseen(expected, 10.0 / 11.0);
    CU_ASSERT_DOUBLE_EQUAL(one->existence, expected, EXACT);
    /* .8, .27, .032, .003, then .0003, which is below a thousandth. */
    CU_ASSERT_TRUE(life_pass(one, at(12.6), in->rules));
    CU_ASSERT_FALSE(life_pass(one, at(16.6), in->rules));
}

static void who_reports_late_is_waited_for(void)
{
    field *in = field_new();
    track *one = begun(in, in->radar, 1.0);
    one->looks[0].delay_ns = 3 * FUSION_SECOND;
    one->existence = 0.8;
    CU_ASSERT_TRUE(life_pass(one, at(7.5), in->rules));
    CU_ASSERT_EQUAL(one->existence, 0.8);
    CU_ASSERT_TRUE(life_pass(one, at(7.5) + 1, in->rules));
    CU_ASSERT_TRUE(one->existence < 0.5);
}

static void the_end_of_one_sensor_s_coverage_is_not_that_of_the_track(void)
{
    /* One looks on; the other saw it once, last but one, and its misses count with the chance that
     * it can see there: .9, then less by Bayes, of which one in a hundred goes with each look and
     * one in twenty of the rest comes back. */
    field *in = field_new();
    track *one = begun(in, in->other, 1.0);
    const imm_fit close = fits(100.0);
    const measure by_radar = seen_by(in, in->radar, 0.2);
    life_hit(one, &by_radar, &close, in->rules);
    one->existence = 0.9;
    CU_ASSERT_TRUE(life_pass(one, at(4.6), in->rules)); /* the other's 4.5 s, the radar's 4.7 s */
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
    const imm_fit close = fits(5.0);
    const measure next = seen_by(in, in->radar, 4.0);
    track *one = begun(in, in->radar, 1.0);
    one->existence = 0.6;
    life_hit(one, &next, &close, in->rules);
    const double in_time = one->existence;
    one = begun(in, in->radar, 1.0);
    one->existence = 0.6;
    CU_ASSERT_TRUE(life_pass(one, at(5.0), in->rules));
    CU_ASSERT_TRUE(one->existence < 0.2);
    life_hit(one, &next, &close, in->rules);
    CU_ASSERT_DOUBLE_EQUAL(odds(one->existence), odds(in_time), EXACT * odds(in_time));
}

static void the_weight_of_a_pair_is_that_of_joint_ipda(void)
{
    /* r d L / (clutter (1 - r d)), Musicki and Evans 2004, with the chance that the sensor sees
     * there within d. */
    field *in = field_new();
    track *one = begun(in, in->radar, 1.0);
    const imm_fit close = fits(7.0);
    one->existence = 0.5;
    const measure next = seen_by(in, in->radar, 4.0), first = seen_by(in, in->other, 4.0);
    const double again = 0.5 * 0.9 * 10.0 / 11.0, new = 0.5 * 0.9 * see;
    CU_ASSERT_DOUBLE_EQUAL(life_log_weight(one, &next, &close, in->rules), log(7.0 * odds(again)),
                           EXACT);
    CU_ASSERT_DOUBLE_EQUAL(life_log_weight(one, &first, &close, in->rules), log(7.0 * odds(new)),
                           EXACT);
}

static void who_tells_its_own_place_does_so_when_it_is_its_turn(void)
{
    /* An object of its own report, every 20 s: half as often as one each 10 s would, and a tenth of
     * that before 12 s are over. What is no known object's is one's not yet heard, of which there
     * are 1e-7 in a square metre, spread over 12.1 km of height as aircraft are. A look of it sees
     * with even odds. */
    field *in = field_new();
    track *one = begun(in, in->adsb, 1.0);
    const double density = 1e-7 / (sqrt(12.0) * 3500.0), seen = 0.9 * 0.9 * 0.5;
    const imm_fit close = {.log_likelihood = log(7.0 * density), .dimensions = 3};
    const double weight = log(7.0 * odds(seen));
    const double times[] = {5.0, 25.0}, first[] = {1.0, 10.0 / 25.0};
    for (int i = 0; i < 2; i++) { /* no interval is known yet: this one is it */
        const measure next = seen_by(in, in->adsb, times[i]);
        CU_ASSERT_DOUBLE_EQUAL(life_log_weight(one, &next, &close, in->rules),
                               weight + log(first[i]), EXACT);
    }
    one->looks[0].interval_ns = 20 * FUSION_SECOND;
    const double when[] = {11.9, 12.1, 30.0}, often[] = {0.05, 0.5, 0.5};
    for (int i = 0; i < 3; i++) {
        const measure next = seen_by(in, in->adsb, when[i]);
        CU_ASSERT_DOUBLE_EQUAL(life_log_weight(one, &next, &close, in->rules),
                               weight + log(often[i]), EXACT);
    }
    one->looks[0].newest_ns = at(50.0);
    const measure late = seen_by(in, in->adsb, 49.0); /* it had its turn */
    CU_ASSERT_DOUBLE_EQUAL(life_log_weight(one, &late, &close, in->rules), weight, EXACT);
}

static void a_radar_has_no_turn_to_wait_for(void)
{
    field *in = field_new();
    track *one = begun(in, in->radar, 1.0);
    one->looks[0].interval_ns = 20 * FUSION_SECOND;
    const imm_fit close = fits(7.0);
    const measure soon = seen_by(in, in->radar, 4.0);
    CU_ASSERT_DOUBLE_EQUAL(life_log_weight(one, &soon, &close, in->rules),
                           log(7.0 * odds(one->existence * 0.9 * 10.0 / 11.0)), EXACT);
    measure unnamed = soon;
    unnamed.sensor = fusion_sensor_unnamed(0);
    CU_ASSERT_FALSE(life_reports_itself(&unnamed, in->rules));
    CU_ASSERT_FALSE(life_reports_itself(&soon, in->rules));
    in->scene->registry.sensors[in->radar].kind = FUSION_ADSB; /* with a period */
    CU_ASSERT_FALSE(life_reports_itself(&soon, in->rules));
}

static void intervals_are_learnt_and_patience_at_once(void)
{
    /* 10 s, then 60 s at once, then a quarter of the way down to 20 s. */
    field *in = field_new();
    track *one = begun(in, in->adsb, 1.0);
    const imm_fit close = fits(2.0);
    const double times[] = {10.0, 70.0, 90.0}, intervals[] = {10.0, 60.0, 50.0};
    for (int i = 0; i < 3; i++) {
        const measure next = seen_by(in, in->adsb, times[i]);
        life_hit(one, &next, &close, in->rules);
        CU_ASSERT_EQUAL(one->looks[0].interval_ns, (int64_t)(intervals[i] * 1e9));
    }
    const measure late = seen_by(in, in->adsb, 80.0);
    life_hit(one, &late, &close, in->rules);
    CU_ASSERT_EQUAL(one->looks[0].interval_ns, 50 * FUSION_SECOND);
    CU_ASSERT_EQUAL(one->looks[0].newest_ns, at(90.0));
}

static void it_exists_where_the_plot_is_its_own_or_it_was_missed(void)
{
    /* With .7 the plot is the track's, which then exists; else the look did not see it. */
    field *in = field_new();
    track *one = begun(in, in->radar, 1.0);
    one->existence = 0.6;
    one->looks[0].covers = 1.0;
    const measure next = seen_by(in, in->radar, 4.0);
    life_joint(one, &next, 0.7, in->rules);
    CU_ASSERT_DOUBLE_EQUAL(one->existence, 0.7 + 0.3 * unseen(0.6, 10.0 / 11.0), EXACT);
    CU_ASSERT_EQUAL(one->hits, 2);
}

static void a_plot_that_is_hardly_its_own_is_no_hit(void)
{
    field *in = field_new();
    track *one = begun(in, in->radar, 1.0);
    one->existence = 0.6;
    one->looks[0].covers = 1.0;
    const measure next = seen_by(in, in->radar, 4.0);
    life_joint(one, &next, 0.3, in->rules);
    const double expected = 0.3 + 0.7 * unseen(0.6, 10.0 / 11.0);
    CU_ASSERT_DOUBLE_EQUAL(one->existence, expected, EXACT);
    CU_ASSERT_EQUAL(one->hits, 1);
    CU_ASSERT_TRUE(life_pass(one, at(5.0), in->rules)); /* that look is not missed once more */
    CU_ASSERT_DOUBLE_EQUAL(one->existence, expected, EXACT);
    CU_ASSERT_TRUE(life_pass(one, at(8.6), in->rules));
    CU_ASSERT_TRUE(one->existence < expected);
}

static void a_sensor_sees_an_object_twice_no_sooner_than_in_half_a_period(void)
{
    field *in = field_new();
    track *one = begun(in, in->radar, 1.0);
    const measure soon = seen_by(in, in->radar, 1.999), half = seen_by(in, in->radar, 2.0);
    const measure other = seen_by(in, in->other, 0.1);
    measure numbered = soon;
    CU_ASSERT_FALSE(life_allows(one, &soon, in->rules));
    CU_ASSERT_TRUE(life_allows(one, &half, in->rules));
    CU_ASSERT_TRUE(life_allows(one, &other, in->rules));
    one->looks[0].number = numbered.number = 7;
    CU_ASSERT_TRUE(life_allows(one, &numbered, in->rules)); /* it says so itself */
    numbered.number = 8;
    CU_ASSERT_FALSE(life_allows(one, &numbered, in->rules));
    one->looks[0].round = 11;
    numbered.round = 12;
    CU_ASSERT_TRUE(life_allows(one, &numbered, in->rules)); /* that is another scan */
}

static void a_number_is_held_for_two_and_a_half_intervals(void)
{
    field *in = field_new();
    track *one = begun(in, in->radar, 1.0);
    one->looks[0].number = 7;
    measure held = seen_by(in, in->radar, 10.0), later = seen_by(in, in->radar, 10.001);
    CU_ASSERT_FALSE(life_holds_number(one, &held, in->rules)); /* it bears none */
    held.number = later.number = 7;
    CU_ASSERT_TRUE(life_holds_number(one, &held, in->rules));
    CU_ASSERT_FALSE(life_holds_other_number(one, &held, in->rules));
    CU_ASSERT_FALSE(life_holds_number(one, &later, in->rules));
    held.number = later.number = 8;
    CU_ASSERT_FALSE(life_holds_number(one, &held, in->rules));
    CU_ASSERT_TRUE(life_holds_other_number(one, &held, in->rules));
    CU_ASSERT_FALSE(life_holds_other_number(one, &later, in->rules));
    held.number = 7;
    held.began_ns = 1; /* the source gave it to something else since */
    CU_ASSERT_TRUE(life_holds_other_number(one, &held, in->rules));
}

static void what_nobody_sees_for_two_looks_coasts(void)
{
    field *in = field_new();
    track *one = begun(in, in->radar, 1.0);
    one->existence = 0.9;
    CU_ASSERT_EQUAL(life_status(one, at(1.0), in->rules), FUSION_TENTATIVE);
    one->confirmed = true;
    CU_ASSERT_EQUAL(life_status(one, at(8.4), in->rules), FUSION_CONFIRMED); /* 2.1 of 4 s */
    CU_ASSERT_EQUAL(life_status(one, at(8.5), in->rules), FUSION_COASTING);
    one->looks[0].delay_ns = 3 * FUSION_SECOND; /* what it saw then is still on its way */
    CU_ASSERT_EQUAL(life_status(one, at(11.4), in->rules), FUSION_CONFIRMED);
    CU_ASSERT_EQUAL(life_status(one, at(11.5), in->rules), FUSION_COASTING);
    one->existence = 0.49;
    CU_ASSERT_EQUAL(life_status(one, at(1.0), in->rules), FUSION_TENTATIVE);
}

static void what_nobody_sees_goes_on_until_it_could_be_anywhere(void)
{
    /* Reports without period: two minutes are its look until more is known, 2.1 of them are
     * silence, and a look sees it with even odds. In 250 s something that flies at 200 m/s is far
     * beyond the 5 km within which it is looked for; a ship, with 8 m/s at most two of its 4 km
     * off, not yet. After 1,000 s it is, though half of them lie still. What is left of .9 is a
     * hundredth still. */
    field *in = field_new();
    track *one = begun(in, in->adsb, 1.0);
    CU_ASSERT_TRUE(life_pass(one, at(251.0), in->rules));
    CU_ASSERT_FALSE(life_pass(one, at(253.0), in->rules));
    CU_ASSERT_TRUE(one->existence > 0.5);
    measure ship = seen_by(in, in->adsb, 0.0);
    ship.categories = FUSION_SURFACE;
    track_begin(one, &ship, 1.0);
    life_begin(one, &ship, 1.0, in->rules);
    CU_ASSERT_TRUE(life_pass(one, at(253.0), in->rules));
    CU_ASSERT_FALSE(life_pass(one, at(1000.0), in->rules));
    CU_ASSERT_TRUE(one->existence > 0.01);
}

/* A staring sensor takes a whole period for a scan: 3 s after the first plot comes a neighbour's of
 * the same scan, for one object gives at most one (proto/README.md). Who numbers all scans alike
 * still sees an object once a period. */
static void a_scan_sees_an_object_once_however_long_it_lasts(void)
{
    field *in = field_new();
    static const uint8_t key[16] = {0};
    const double seconds[3] = {0.0, 3.0, 4.0};
    measure seen[3];
    for (int i = 0; i < 3; i++) {
        const scene_object object = {37.0, 129.0, 8000.0, 0, 0, 0};
        fusion_release *release = scene_sight(in->scene, in->radar, seconds[i], &object, 100.0);
        release->report.scan = 7;
        CU_ASSERT_EQUAL_FATAL(measure_make(release, &in->scene->registry, key, &seen[i]),
                              FUSION_OK);
    }
    static track one;
    track_begin(&one, &seen[0], 1.0);
    life_begin(&one, &seen[0], 1.0, in->rules);
    CU_ASSERT_FALSE(life_allows(&one, &seen[1], in->rules));
    CU_ASSERT_TRUE(life_allows(&one, &seen[2], in->rules));
}

/* By hand: 0.9 of the belief is a normal density of 0.03 periods, 11.968 at its middle, and 0.1
 * lies evenly. After 2 periods of 4 s it is as thick; 0.12 s off is one sigma; half a period off,
 * only what lies evenly is left. A sensor that never saw it is not held to a moment. */
static void a_sensor_comes_back_after_whole_periods(void)
{
    field *in = field_new();
    const track *one = begun(in, in->radar, 1.0);
    const double peak = 0.9 / (0.03 * sqrt(2.0 * 3.14159265358979));
    const measure due = seen_by(in, in->radar, 8.0), off = seen_by(in, in->radar, 8.12);
    const measure between = seen_by(in, in->radar, 6.0), first = seen_by(in, in->other, 6.0);
    CU_ASSERT_DOUBLE_EQUAL(life_moment(one, &due, in->rules), peak + 0.1, EXACT * 20.0);
    CU_ASSERT_DOUBLE_EQUAL(life_moment(one, &off, in->rules), peak * exp(-0.5) + 0.1, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(life_moment(one, &between, in->rules), 0.1, EXACT);
    CU_ASSERT_DOUBLE_EQUAL(life_moment(one, &first, in->rules), peak + 0.1, EXACT * 20.0);
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
    {"a look is missed where it is overdue", a_look_is_missed_where_it_is_overdue},
    {"who reports late is waited for", who_reports_late_is_waited_for},
    {"the end of one sensor's coverage is not that of the track",
     the_end_of_one_sensor_s_coverage_is_not_that_of_the_track},
    {"a report that was only late gives back what its miss took",
     a_report_that_was_only_late_gives_back_what_its_miss_took},
    {"the weight of a pair is that of joint IPDA", the_weight_of_a_pair_is_that_of_joint_ipda},
    {"who tells its own place does so when it is its turn",
     who_tells_its_own_place_does_so_when_it_is_its_turn},
    {"a radar has no turn to wait for", a_radar_has_no_turn_to_wait_for},
    {"intervals are learnt, and patience at once", intervals_are_learnt_and_patience_at_once},
    {"it exists where the plot is its own or it was missed",
     it_exists_where_the_plot_is_its_own_or_it_was_missed},
    {"a plot that is hardly its own is no hit", a_plot_that_is_hardly_its_own_is_no_hit},
    {"a sensor sees an object twice no sooner than in half a period",
     a_sensor_sees_an_object_twice_no_sooner_than_in_half_a_period},
    {"a number is held for two and a half intervals",
     a_number_is_held_for_two_and_a_half_intervals},
    {"what nobody sees for two looks coasts", what_nobody_sees_for_two_looks_coasts},
    {"what nobody sees goes on until it could be anywhere",
     what_nobody_sees_goes_on_until_it_could_be_anywhere},
    {"a scan sees an object once, however long it lasts",
     a_scan_sees_an_object_once_however_long_it_lasts},
    {"a sensor comes back after whole periods", a_sensor_comes_back_after_whole_periods},
    CU_TEST_INFO_NULL,
};
