/* When a look is due, by hand: who may see a track now, who should have, and who is waited for. */
#include "field.h"
#include "suites.h"

#include <math.h>

static void a_look_is_missed_where_it_is_overdue(void)
{
    /* 1.05 periods and 0.3 s after the last plot: 4.5 s, and then every 4 s. */
    field *in = field_new();
    track *one = field_begun(in, in->radar, 1.0);
    one->existence = 0.8;
    CU_ASSERT_TRUE(life_pass(one, field_at(4.5), in->rules));
    CU_ASSERT_EQUAL(one->existence, 0.8);
    CU_ASSERT_TRUE(life_pass(one, field_at(4.5) + 1, in->rules));
    double expected = unseen(0.8, 10.0 / 11.0); /* it saw the track last: it can see it */
    CU_ASSERT_DOUBLE_EQUAL(one->existence, expected, EXACT);
    CU_ASSERT_TRUE(life_pass(one, field_at(8.5), in->rules));
    CU_ASSERT_DOUBLE_EQUAL(one->existence, expected, EXACT);
    CU_ASSERT_TRUE(life_pass(one, field_at(8.5) + 1, in->rules));
    expected = unseen(expected, 10.0 / 11.0);
    CU_ASSERT_DOUBLE_EQUAL(one->existence, expected, EXACT);
    /* .8, .27, .032, .003, then .0003, which is below a thousandth. */
    CU_ASSERT_TRUE(life_pass(one, field_at(12.6), in->rules));
    CU_ASSERT_FALSE(life_pass(one, field_at(16.6), in->rules));
}

static void who_reports_late_is_waited_for(void)
{
    field *in = field_new();
    track *one = field_begun(in, in->radar, 1.0);
    one->looks[0].delay_ns = 3 * FUSION_SECOND;
    one->existence = 0.8;
    CU_ASSERT_TRUE(life_pass(one, field_at(7.5), in->rules));
    CU_ASSERT_EQUAL(one->existence, 0.8);
    CU_ASSERT_TRUE(life_pass(one, field_at(7.5) + 1, in->rules));
    CU_ASSERT_TRUE(one->existence < 0.5);
}

static void who_tells_its_own_place_does_so_when_it_is_its_turn(void)
{
    /* An object of its own report, every 20 s: half as often as one each 10 s would, and a tenth of
     * that before 12 s are over. What is no known object's is one's not yet heard, of which there
     * are 1e-7 in a square metre, spread over 12.1 km of height as aircraft are. A look of it sees
     * with even odds. */
    field *in = field_new();
    track *one = field_begun(in, in->adsb, 1.0);
    const double density = 1e-7 / (sqrt(12.0) * 3500.0), seen = 0.9 * 0.9 * 0.5;
    const imm_fit close = {.log_likelihood = log(7.0 * density), .dimensions = 3};
    const double weight = log(7.0 * odds(seen));
    const double times[] = {5.0, 25.0}, first[] = {1.0, 10.0 / 25.0};
    for (int i = 0; i < 2; i++) { /* no interval is known yet: this one is it */
        const measure next = field_seen(in, in->adsb, times[i]);
        CU_ASSERT_DOUBLE_EQUAL(life_log_weight(one, &next, &close, in->rules),
                               weight + log(first[i]), EXACT);
    }
    one->looks[0].interval_ns = 20 * FUSION_SECOND;
    const double when[] = {11.9, 12.1, 30.0}, often[] = {0.05, 0.5, 0.5};
    for (int i = 0; i < 3; i++) {
        const measure next = field_seen(in, in->adsb, when[i]);
        CU_ASSERT_DOUBLE_EQUAL(life_log_weight(one, &next, &close, in->rules),
                               weight + log(often[i]), EXACT);
    }
    one->looks[0].newest_ns = field_at(50.0);
    const measure late = field_seen(in, in->adsb, 49.0); /* it had its turn */
    CU_ASSERT_DOUBLE_EQUAL(life_log_weight(one, &late, &close, in->rules), weight, EXACT);
}

static void a_radar_has_no_turn_to_wait_for(void)
{
    field *in = field_new();
    track *one = field_begun(in, in->radar, 1.0);
    one->looks[0].interval_ns = 20 * FUSION_SECOND;
    const imm_fit close = field_fit(7.0);
    const measure soon = field_seen(in, in->radar, 4.0);
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
    track *one = field_begun(in, in->adsb, 1.0);
    const imm_fit close = field_fit(2.0);
    const double times[] = {10.0, 70.0, 90.0}, intervals[] = {10.0, 60.0, 50.0};
    for (int i = 0; i < 3; i++) {
        const measure next = field_seen(in, in->adsb, times[i]);
        life_hit(one, &next, &close, in->rules);
        CU_ASSERT_EQUAL(one->looks[0].interval_ns, (int64_t)(intervals[i] * 1e9));
    }
    const measure late = field_seen(in, in->adsb, 80.0);
    life_hit(one, &late, &close, in->rules);
    CU_ASSERT_EQUAL(one->looks[0].interval_ns, 50 * FUSION_SECOND);
    CU_ASSERT_EQUAL(one->looks[0].newest_ns, field_at(90.0));
}

static void a_sensor_sees_an_object_twice_no_sooner_than_in_half_a_period(void)
{
    field *in = field_new();
    track *one = field_begun(in, in->radar, 1.0);
    const measure soon = field_seen(in, in->radar, 1.999), half = field_seen(in, in->radar, 2.0);
    const measure other = field_seen(in, in->other, 0.1);
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
    track *one = field_begun(in, in->radar, 1.0);
    one->looks[0].number = 7;
    measure held = field_seen(in, in->radar, 10.0), later = field_seen(in, in->radar, 10.001);
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
    track *one = field_begun(in, in->radar, 1.0);
    one->existence = 0.9;
    CU_ASSERT_EQUAL(life_status(one, field_at(1.0), in->rules), FUSION_TENTATIVE);
    one->confirmed = true;
    CU_ASSERT_EQUAL(life_status(one, field_at(8.4), in->rules), FUSION_CONFIRMED); /* 2.1 of 4 s */
    CU_ASSERT_EQUAL(life_status(one, field_at(8.5), in->rules), FUSION_COASTING);
    one->looks[0].delay_ns = 3 * FUSION_SECOND; /* what it saw then is still on its way */
    CU_ASSERT_EQUAL(life_status(one, field_at(11.4), in->rules), FUSION_CONFIRMED);
    CU_ASSERT_EQUAL(life_status(one, field_at(11.5), in->rules), FUSION_COASTING);
    one->existence = 0.49;
    CU_ASSERT_EQUAL(life_status(one, field_at(1.0), in->rules), FUSION_TENTATIVE);
}

static void what_nobody_sees_goes_on_until_it_could_be_anywhere(void)
{
    /* Reports without period: two minutes are its look until more is known, 2.1 of them are
     * silence, and a look sees it with even odds. In 250 s something that flies at 200 m/s is far
     * beyond the 5 km within which it is looked for; a ship, with 8 m/s at most two of its 4 km
     * off, not yet. After 1,000 s it is, though half of them lie still. What is left of .9 is a
     * hundredth still. */
    field *in = field_new();
    track *one = field_begun(in, in->adsb, 1.0);
    CU_ASSERT_TRUE(life_pass(one, field_at(251.0), in->rules));
    CU_ASSERT_FALSE(life_pass(one, field_at(253.0), in->rules));
    CU_ASSERT_TRUE(one->existence > 0.5);
    measure ship = field_seen(in, in->adsb, 0.0);
    ship.categories = FUSION_SURFACE;
    track_begin(one, &ship, 1.0);
    life_begin(one, &ship, 1.0, in->rules);
    CU_ASSERT_TRUE(life_pass(one, field_at(253.0), in->rules));
    CU_ASSERT_FALSE(life_pass(one, field_at(1000.0), in->rules));
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
 * only what lies evenly is left. A sensor that never saw it, or missed it twice, is not held to a
 * moment. */
static void a_sensor_comes_back_after_whole_periods(void)
{
    field *in = field_new();
    track *one = field_begun(in, in->radar, 1.0);
    const double peak = 0.9 / (0.03 * sqrt(2.0 * 3.14159265358979));
    const measure due = field_seen(in, in->radar, 8.0), off = field_seen(in, in->radar, 8.12);
    const measure between = field_seen(in, in->radar, 6.0), first = field_seen(in, in->other, 6.0);
    CU_ASSERT_DOUBLE_EQUAL(life_moment(one, &due, in->rules), peak + 0.1, EXACT * 20.0);
    CU_ASSERT_DOUBLE_EQUAL(life_moment(one, &off, in->rules), peak * exp(-0.5) + 0.1, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(life_moment(one, &between, in->rules), 0.1, EXACT);
    CU_ASSERT_DOUBLE_EQUAL(life_moment(one, &first, in->rules), peak + 0.1, EXACT * 20.0);
    one->looks[0].gap = 1;
    CU_ASSERT_DOUBLE_EQUAL(life_moment(one, &between, in->rules), 0.1, EXACT);
    one->looks[0].gap = 2;
    CU_ASSERT_DOUBLE_EQUAL(life_moment(one, &between, in->rules), peak + 0.1, EXACT * 20.0);
}

CU_TestInfo life_looks_tests[] = {
    {"a look is missed where it is overdue", a_look_is_missed_where_it_is_overdue},
    {"who reports late is waited for", who_reports_late_is_waited_for},
    {"who tells its own place does so when it is its turn",
     who_tells_its_own_place_does_so_when_it_is_its_turn},
    {"a radar has no turn to wait for", a_radar_has_no_turn_to_wait_for},
    {"intervals are learnt, and patience at once", intervals_are_learnt_and_patience_at_once},
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
