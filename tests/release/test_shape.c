#include "estimate/height.h"
#include "fusion/engine.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "release/gate.h"
#include "suites.h"

#include <math.h>
#include <string.h>

#define MINUTE (60 * FUSION_SECOND)

static form_steps with(form_ladder ladder, size_t step)
{
    return form_with(0, ladder, step);
}

/* A source track at 10 N 20 E, 1,234 m up, flying 123 m/s north, one hour and 17 s after 1970. */
static fusion_report track(void)
{
    fusion_report report = {.time_ns = 61 * MINUTE + 17 * FUSION_SECOND,
                            .stamp_ns = 61 * MINUTE + 18 * FUSION_SECOND,
                            .kind = FUSION_TRACK_STATE,
                            .categories = FUSION_AIR,
                            .identity = FUSION_SUSPECT,
                            .identity_percent = 80,
                            .type_code = 110100,
                            .number = 4711,
                            .began_ns = 5,
                            .scan = 9,
                            .label = "contact 7"};
    fusion_state *state = &report.as.state;
    double axes[9];
    const double north[3] = {0, 123, 0};
    wgs84_to_ecef(0.2, 0.4, 1234.0, state->position);
    wgs84_axes(0.2, 0.4, axes);
    turn_to_ecef(axes, north, state->velocity);
    static const size_t diagonal[6] = {0, 6, 11, 15, 18, 20};
    for (size_t i = 0; i < 6; i++)
        state->covariance[diagonal[i]] = i < 3 ? 100.0 : 4.0;
    state->velocity_kind = FUSION_VELOCITY_FULL;
    state->height_known = true;
    state->track_status = 3;
    state->updated_ns = 60 * MINUTE;
    return report;
}

static double height_of(const fusion_release *release)
{
    double lat, lon, height;
    wgs84_from_ecef(release->report.as.state.position, &lat, &lon, &height);
    return height;
}

static void the_coarser_of_two_forms_takes_the_coarser_step_of_each_ladder(void)
{
    const form_steps one = with(FORM_VELOCITY, 2) | with(FORM_SOURCE, 1);
    const form_steps other = with(FORM_VELOCITY, 1) | with(FORM_LABEL, 1);
    const form_steps both = form_coarser(one, other);
    CU_ASSERT_EQUAL(form_step(both, FORM_VELOCITY), 2);
    CU_ASSERT_EQUAL(form_step(both, FORM_SOURCE), 1);
    CU_ASSERT_EQUAL(form_step(both, FORM_LABEL), 1);
    CU_ASSERT_EQUAL(form_step(both, FORM_ALTITUDE), 0);
    char text[FORM_TEXT_ROOM];
    form_write(both, text);
    CU_ASSERT_STRING_EQUAL(text, "velocity 50 m/s, label withheld, source nation");
}

static void a_warning_beside_a_track_is_a_warning(void)
{
    const form_steps alarm = with(FORM_WARNING, 1) | with(FORM_POSITION, 6);
    const form_steps both = form_coarser(alarm, with(FORM_VELOCITY, 4) | with(FORM_SOURCE, 2));
    char text[FORM_TEXT_ROOM];
    form_write(both, text);
    CU_ASSERT_STRING_EQUAL(text, "warning 50 km, source hidden");
}

static void every_passes_one_look_in_its_step(void)
{
    fusion_report report = track();
    const form_steps each_30_s = with(FORM_EVERY, 2);
    report.time_ns = 90 * FUSION_SECOND;
    CU_ASSERT_TRUE(form_applies(each_30_s, &report, 10 * FUSION_SECOND));
    report.time_ns = 100 * FUSION_SECOND - 1;
    CU_ASSERT_TRUE(form_applies(each_30_s, &report, 10 * FUSION_SECOND));
    report.time_ns = 100 * FUSION_SECOND;
    CU_ASSERT_FALSE(form_applies(each_30_s, &report, 10 * FUSION_SECOND));
    CU_ASSERT_FALSE(form_applies(each_30_s, &report, 0)); /* irregular */
    report.kind = FUSION_NOTICE;
    CU_ASSERT_TRUE(form_applies(each_30_s, &report, 0)); /* never thinned */
}

static void what_cannot_be_shown_in_a_form_is_denied(void)
{
    fusion_report report = track();
    report.kind = FUSION_BEARING;
    CU_ASSERT_FALSE(form_applies(with(FORM_SOURCE, 1), &report, FUSION_SECOND));
    CU_ASSERT_FALSE(form_applies(with(FORM_ALTITUDE, 3), &report, FUSION_SECOND));
    CU_ASSERT_TRUE(form_applies(with(FORM_ALTITUDE, 5), &report, FUSION_SECOND));
    CU_ASSERT_FALSE(form_applies(with(FORM_WARNING, 1), &report, FUSION_SECOND));
    report.kind = FUSION_PLOT;
    CU_ASSERT_FALSE(form_applies(with(FORM_WARNING, 1), &report, FUSION_SECOND));
    CU_ASSERT_FALSE(form_applies(with(FORM_POSITION, 1), &report, FUSION_SECOND));
}

static void altitude_is_rounded_and_its_covariance_grows(void)
{
    const fusion_report report = track();
    fusion_release release;
    gate_shape(&report, with(FORM_ALTITUDE, 3), NULL, &release); /* 1 km */
    CU_ASSERT_DOUBLE_EQUAL(height_of(&release), 1000.0, 1e-6);   /* 1e-8 m there and back, twice */
    double axes[9], local[21];
    wgs84_axes(0.2, 0.4, axes);
    turn_covariance6_to_local(axes, release.report.as.state.covariance, local);
    /* Told in steps of 1.5e-5, four of which are added. */
    CU_ASSERT_DOUBLE_EQUAL(local[11], 100.0 + 1e6 / 12.0, 1e-4);
    CU_ASSERT_DOUBLE_EQUAL(local[0], 100.0, 1e-4);
    CU_ASSERT_TRUE(release.report.as.state.height_known);
}

/* Somewhere, with 10 m and 5 m/s on each axis, but for its height. */
static fusion_report track_at(double lat, double lon, double height, double sigma)
{
    fusion_report report = track();
    double axes[9], local[21] = {0};
    for (size_t i = 0, k = 0; i < 6; k += 6 - i++)
        local[k] = i == 2 ? sigma * sigma : i < 2 ? 100.0 : 25.0;
    wgs84_axes(lat, lon, axes);
    wgs84_to_ecef(lat, lon, height, report.as.state.position);
    turn_to_ecef(axes, (const double[3]){123.4, -56.7, 8.9}, report.as.state.velocity);
    turn_covariance6_to_ecef(axes, local, report.as.state.covariance);
    return report;
}

static bool same_state(const fusion_release *one, const fusion_release *other)
{
    const fusion_state *a = &one->report.as.state, *b = &other->report.as.state;
    return !a->height_known && !b->height_known &&
           memcmp(a->position, b->position, sizeof a->position) == 0 &&
           memcmp(a->velocity, b->velocity, sizeof a->velocity) == 0 &&
           memcmp(a->covariance, b->covariance, sizeof a->covariance) == 0;
}

/* Whether an engine whose view is given that one release fuses it. */
static bool is_fused(const fusion_release *release)
{
    static fusion_registry registry = {.nation_count = 1, .sensor_count = 1};
    const fusion_engine_settings settings = fusion_engine_defaults();
    fusion_engine *engine = fusion_engine_create(&settings, &registry);
    CU_ASSERT_PTR_NOT_NULL_FATAL(engine);
    CU_ASSERT_EQUAL(fusion_engine_feed(engine, release, 1), FUSION_OK);
    CU_ASSERT_EQUAL(fusion_engine_close(engine, release->release_ns + FUSION_SECOND), FUSION_OK);
    const bool fused = fusion_engine_count(engine).fused == 1;
    fusion_engine_destroy(engine);
    return fused;
}

/* Beside the height of a missile, good to 50 km, variances are told in steps of half a square
 * metre: a place good to decimetres once came out as certain, and no engine took it. */
static void a_withheld_altitude_leaves_a_good_place_as_good_as_it_was(void)
{
    static const double sigmas[] = {0.01, 0.3, 0.6, 0.9};
    for (int i = 0; i < 400; i++) {
        const double lat = -1.4 + 0.007 * i, lon = 3.0 * sin(7.0 * i);
        const double variance = sigmas[i % 4] * sigmas[i % 4];
        fusion_report report = track_at(lat, lon, 40000.0, 1.0);
        double axes[9], local[21];
        wgs84_axes(lat, lon, axes);
        turn_covariance6_to_local(axes, report.as.state.covariance, local);
        local[0] = local[6] = variance;
        local[1] = 0.9 * variance;
        turn_covariance6_to_ecef(axes, local, report.as.state.covariance);
        report.categories = FUSION_MISSILE;
        fusion_release release = {.release_ns = report.stamp_ns};
        gate_shape(&report, with(FORM_ALTITUDE, 5), NULL, &release);
        CU_ASSERT_TRUE(is_fused(&release));
        turn_covariance6_to_local(axes, release.report.as.state.covariance, local);
        /* Four steps more, but for the roundings: half a step of each term, and of 2.5e9 m^2. */
        const double widest = fmax(local[0], local[6]), least = fmin(local[0], local[6]);
        CU_ASSERT_TRUE(least > variance + 1.74 && widest < variance + 2.26);
        CU_ASSERT_TRUE(least - fabs(local[1]) > 0.1 * variance);
    }
}

/* Nor is it told that nobody knew it. A track's number is a hash of every bit: the rounding of
 * going to latitude and back, one part in 1e16, once gave another number for another height. */
static void a_withheld_altitude_leaves_no_trace(void)
{
    size_t differ = 0;
    double prior, sigma;
    height_prior(FUSION_AIR, &prior, &sigma);
    for (int i = 0; i < 2000; i++) {
        const double lat = -1.4 + 0.0014 * i, lon = 3.0 * sin(7.0 * i);
        fusion_report reports[3] = {track_at(lat, lon, 4369.0, 10.0),
                                    track_at(lat, lon, 4669.0, 20.0),
                                    track_at(lat, lon, prior, sigma)};
        reports[2].as.state.height_known = false;
        fusion_release released[3];
        for (size_t k = 0; k < 3; k++)
            gate_shape(&reports[k], with(FORM_ALTITUDE, 5), NULL, &released[k]);
        differ +=
            !same_state(&released[0], &released[1]) || !same_state(&released[0], &released[2]);
    }
    CU_ASSERT_EQUAL(differ, 0);
}

static void a_withheld_altitude_does_not_tell_how_well_it_was_known(void)
{
    fusion_report one = track(), other = track();
    double axes[9], local[21];
    wgs84_axes(0.2, 0.4, axes);
    turn_covariance6_to_local(axes, other.as.state.covariance, local);
    local[11] = 4e4; /* up */
    turn_covariance6_to_ecef(axes, local, other.as.state.covariance);
    fusion_release released, same;
    gate_shape(&one, with(FORM_ALTITUDE, 5), NULL, &released);
    gate_shape(&other, with(FORM_ALTITUDE, 5), NULL, &same);
    for (int i = 0; i < 21; i++) /* rounding of numbers up to some 1e7 m^2 */
        CU_ASSERT_DOUBLE_EQUAL(released.report.as.state.covariance[i],
                               same.report.as.state.covariance[i], 1e-6);
}

static void a_withheld_velocity_takes_its_covariance_with_it(void)
{
    fusion_report report = track();
    report.as.state.covariance[3] = 7.0; /* position with velocity */
    report.as.state.climb_believed = true;
    fusion_release release;
    gate_shape(&report, with(FORM_VELOCITY, 4), NULL, &release);
    const fusion_state *state = &release.report.as.state;
    CU_ASSERT_EQUAL(state->velocity_kind, FUSION_VELOCITY_NONE);
    CU_ASSERT_FALSE(state->climb_believed);
    for (int i = 0; i < 3; i++)
        CU_ASSERT_EQUAL(state->velocity[i], 0.0);
    static const size_t of_velocity[] = {3, 4, 5, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    for (size_t i = 0; i < sizeof of_velocity / sizeof of_velocity[0]; i++)
        CU_ASSERT_EQUAL(state->covariance[of_velocity[i]], 0.0);
}

static void where_a_range_was_measured_from_goes_with_the_source(void)
{
    fusion_report report = track();
    const double bend[3] = {1e-5, -2e-5, 3e-5}, none[3] = {0.0, 0.0, 0.0};
    report.kind = FUSION_PLOT;
    report.as.state.height_known = false;
    memcpy(report.as.state.bend, bend, sizeof bend);
    fusion_release release;
    gate_shape(&report, with(FORM_LABEL, 1), NULL, &release);
    CU_ASSERT_EQUAL(memcmp(release.report.as.state.bend, bend, sizeof bend), 0);
    gate_shape(&report, with(FORM_SOURCE, 1), NULL, &release);
    CU_ASSERT_EQUAL(memcmp(release.report.as.state.bend, none, sizeof none), 0);
    gate_shape(&report, with(FORM_ALTITUDE, 5), NULL, &release);
    CU_ASSERT_EQUAL(memcmp(release.report.as.state.bend, none, sizeof none), 0);
}

static void identity_by_side_says_no_more(void)
{
    const fusion_report report = track();
    fusion_release release;
    gate_shape(&report, with(FORM_IDENTITY, 1), NULL, &release);
    CU_ASSERT_EQUAL(release.report.identity, FUSION_HOSTILE);
    CU_ASSERT_EQUAL(release.report.identity_percent, 0);
    CU_ASSERT_EQUAL(release.report.type_code, 0);
    gate_shape(&report, with(FORM_IDENTITY, 2), NULL, &release);
    CU_ASSERT_EQUAL(release.report.identity, FUSION_IDENTITY_NONE);
    fusion_report unsaid = track();
    unsaid.identity = FUSION_IDENTITY_NONE;
    gate_shape(&unsaid, with(FORM_IDENTITY, 1), NULL, &release);
    CU_ASSERT_EQUAL(release.report.identity, FUSION_IDENTITY_NONE); /* unknown stays unknown */
}

static void a_withheld_label_takes_the_words_of_a_notice_with_it(void)
{
    fusion_report report = track();
    fusion_release release;
    gate_shape(&report, with(FORM_LABEL, 1), NULL, &release);
    CU_ASSERT_STRING_EQUAL(release.report.label, "");
    report.kind = FUSION_NOTICE;
    report.as.notice = (fusion_notice){.text = "seen by alpha"};
    gate_shape(&report, with(FORM_LABEL, 1), NULL, &release);
    CU_ASSERT_STRING_EQUAL(release.report.label, "");
    CU_ASSERT_STRING_EQUAL(release.report.as.notice.text, "");
}

static void a_hidden_source_leaves_no_number_and_a_round_covariance(void)
{
    fusion_report report = track();
    double axes[9], local[21] = {0};
    wgs84_axes(0.2, 0.4, axes);
    local[0] = 10000.0; /* long to the east: the sensor lies there */
    local[1] = 900.0;
    local[6] = 100.0;
    local[11] = 2500.0;
    local[15] = local[18] = local[20] = 4.0;
    turn_covariance6_to_ecef(axes, local, report.as.state.covariance);
    fusion_release release;
    gate_shape(&report, with(FORM_SOURCE, 2), NULL, &release);
    CU_ASSERT_FALSE(release.source_named || release.nation_named);
    CU_ASSERT_EQUAL(release.report.number, 0);
    CU_ASSERT_EQUAL(release.report.began_ns, 0);
    CU_ASSERT_EQUAL(release.report.scan, 0);
    turn_covariance6_to_local(axes, release.report.as.state.covariance, local);
    /* The larger eigenvalue of [10000 900; 900 100]: 5050 + sqrt(4950^2 + 900^2). */
    CU_ASSERT_DOUBLE_EQUAL(local[0], 5050.0 + sqrt(4950.0 * 4950.0 + 810000.0), 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(local[6], local[0], 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(local[1], 0.0, 1e-6);
    gate_shape(&report, with(FORM_SOURCE, 1), NULL, &release);
    CU_ASSERT_TRUE(!release.source_named && release.nation_named);
}

static void an_unnamed_source_is_nobody_s_or_its_nation_s(void)
{
    fusion_report report = track();
    report.sensor = 3;
    report.nation = 2;
    report.caveats.not_to = 1; /* whom it is kept from tells who made it */
    fusion_release release;
    gate_shape(&report, with(FORM_SOURCE, 1), NULL, &release);
    CU_ASSERT_EQUAL(release.report.sensor, fusion_sensor_unnamed(2));
    CU_ASSERT_EQUAL(release.report.nation, 2);
    CU_ASSERT_EQUAL(release.report.caveats.not_to, 0);
    gate_shape(&report, with(FORM_SOURCE, 2) | with(FORM_WARNING, 1), NULL, &release);
    CU_ASSERT_EQUAL(release.report.sensor, fusion_sensor_unnamed(FUSION_NATION_UNNAMED));
    CU_ASSERT_EQUAL(release.report.nation, FUSION_NATION_UNNAMED);
}

static void nothing_of_what_stood_there_before_is_left_in_a_release(void)
{
    /* A floor that came from the stack had reports refused now and then. */
    const fusion_report report = track();
    fusion_release release;
    memset(&release, 0xA5, sizeof release);
    gate_shape(&report, 0, NULL, &release);
    CU_ASSERT_EQUAL(release.floor, 0);
    CU_ASSERT_EQUAL(release.grid, 0);
    CU_ASSERT_FALSE(release.warning);
}

static void a_warning_is_the_minute_and_the_categories(void)
{
    const fusion_report report = track();
    fusion_release release;
    gate_shape(&report, with(FORM_WARNING, 1) | with(FORM_POSITION, 6), NULL, &release);
    CU_ASSERT_TRUE(release.warning);
    CU_ASSERT_EQUAL(release.report.kind, FUSION_NOTICE);
    CU_ASSERT_EQUAL(release.report.time_ns, 61 * MINUTE);
    CU_ASSERT_EQUAL(release.report.categories, FUSION_AIR);
    CU_ASSERT_FALSE(release.report.as.notice.has_circle);
    CU_ASSERT_EQUAL(release.report.number, 0);
    CU_ASSERT_STRING_EQUAL(release.report.label, "");
    CU_ASSERT_EQUAL(release.report.identity, FUSION_IDENTITY_NONE);
}

CU_TestInfo shape_tests[] = {
    {"the coarser of two forms takes the coarser step of each ladder",
     the_coarser_of_two_forms_takes_the_coarser_step_of_each_ladder},
    {"a warning beside a track is a warning", a_warning_beside_a_track_is_a_warning},
    {"every passes one look in its step", every_passes_one_look_in_its_step},
    {"what cannot be shown in a form is denied", what_cannot_be_shown_in_a_form_is_denied},
    {"altitude is rounded and its covariance grows", altitude_is_rounded_and_its_covariance_grows},
    {"a withheld altitude leaves a good place as good as it was",
     a_withheld_altitude_leaves_a_good_place_as_good_as_it_was},
    {"a withheld altitude leaves no trace", a_withheld_altitude_leaves_no_trace},
    {"a withheld altitude does not tell how well it was known",
     a_withheld_altitude_does_not_tell_how_well_it_was_known},
    {"a withheld velocity takes its covariance with it",
     a_withheld_velocity_takes_its_covariance_with_it},
    {"where a range was measured from goes with the source",
     where_a_range_was_measured_from_goes_with_the_source},
    {"identity by side says no more", identity_by_side_says_no_more},
    {"a withheld label takes the words of a notice with it",
     a_withheld_label_takes_the_words_of_a_notice_with_it},
    {"a hidden source leaves no number and a round covariance",
     a_hidden_source_leaves_no_number_and_a_round_covariance},
    {"an unnamed source is nobody's or its nation's",
     an_unnamed_source_is_nobody_s_or_its_nation_s},
    {"nothing of what stood there before is left in a release",
     nothing_of_what_stood_there_before_is_left_in_a_release},
    {"a warning is the minute and the categories", a_warning_is_the_minute_and_the_categories},
    CU_TEST_INFO_NULL,
};
