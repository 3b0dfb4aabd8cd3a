/* Which report is given to which track. */
#include "geo/wgs84.h"
#include "scene.h"
#include "suites.h"
#include "track/track.h"

#include <string.h>

/* Both objects have moved by 90 m where 30 m was expected: alone, the first plot would go to the
 * wrong track, which lies 10 m away. */
static void a_look_round_is_assigned_as_a_whole(void)
{
    scene *one = scene_new(385);
    const uint16_t radar = scene_sensor(one, "radar", 4.0);
    double places[2][3], velocity[3];
    for (int i = 0; i < 2; i++) {
        const scene_object still = {37.0, 129.0 + i * 100.0 / 88800.0, 3000.0, 0.0, 0.0, 0.0};
        scene_place(&still, 0.0, places[i], velocity);
        for (double t = 0.5; t < 40.0; t += 4.0)
            scene_plot(one, radar, t + 0.01 * i, places[i], 40.0);
    }
    fusion_engine *engine = scene_run(one, NULL, 40);
    const fusion_track *shown;
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 2);
    const int east = scene_distance(&shown[1], places[1]) < scene_distance(&shown[0], places[1]);
    const uint64_t eastern = shown[east].number;
    const double step[3] = {0.9 * (places[1][0] - places[0][0]),
                            0.9 * (places[1][1] - places[0][1]), 0.0};
    for (int i = 0; i < 2; i++) {
        for (int k = 0; k < 3; k++)
            places[i][k] += step[k];
        scene_plot(one, radar, 40.5 + 0.01 * i, places[i], 40.0);
    }
    scene_epoch(one, engine, 41);
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 2);
    /* At 129 E east is mostly -x. */
    const int still_east = shown[1].position[0] < shown[0].position[0];
    CU_ASSERT_EQUAL(shown[still_east].number, eastern);
    fusion_engine_destroy(engine);
}

static void one_radar_gives_a_track_one_plot_a_look(void)
{
    for (uint64_t number = 0; number < 2; number++) {
        scene *one = scene_new(386);
        const uint16_t radar = scene_sensor(one, "radar", 4.0);
        const scene_object object = {37.0, 129.0, 3000.0, 0.0, 0.0, 0.0};
        for (double t = 0.5; t < 20.0; t += 4.0)
            scene_sight(one, radar, t, &object, 50.0)->report.number = number;
        /* A split plot a moment later, in the next of the rounds by time. */
        fusion_release *split = scene_sight(one, radar, 17.2, &object, 50.0);
        split->report.number = number;
        split->report.scan = 77;
        fusion_engine *engine = scene_run(one, NULL, 18);
        const fusion_track *shown;
        /* Unless the sensor's number says that it is the same. */
        CU_ASSERT_EQUAL(scene_picture(engine, FUSION_TENTATIVE, &shown), number == 0 ? 2 : 1);
        fusion_engine_destroy(engine);
    }
}

/* Registered with 4 s, it turned in 1 s: every second look was taken for a neighbour of the first,
 * and each object had a confirmed twin for good. */
static void a_radar_faster_than_registered_makes_no_twins(void)
{
    scene *one = scene_new(387);
    const uint16_t radar = scene_sensor(one, "radar", 4.0);
    const scene_object object = {37.0, 129.0, 3000.0, 0.0, 0.0, 0.0};
    uint32_t scan = 0;
    for (double t = 0.5; t < 60.0; t += 1.0)
        scene_sight(one, radar, t, &object, 50.0)->report.scan = ++scan;
    fusion_engine *engine = scene_run(one, NULL, 60);
    const fusion_track *shown;
    CU_ASSERT_EQUAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 1);
    fusion_engine_destroy(engine);
}

/* Two ships pass each other at 60 m, each with a number; their plots are good to 50 m. The second
 * is first heard as they pass: by place alone its reports are the first ship's. */
static void numbers_tell_neighbours_apart(void)
{
    scene *one = scene_new(387);
    const uint16_t ais = scene_sensor(one, "ais", 0.0);
    const scene_object ships[2] = {{35.0, 129.0, 0.0, 8.0, 0.0, 0.0},
                                   {35.0 + 60.0 / 110940.0, 129.03, 0.0, -8.0, 0.0, 0.0}};
    for (double t = 0.5; t < 400.0; t += 10.0)
        for (int i = t < 165.0 ? 0 : 1; i >= 0; i--) {
            fusion_report *report = &scene_sight(one, ais, t + 3.0 * i, &ships[i], 50.0)->report;
            report->categories = FUSION_SURFACE;
            report->number = 440000001 + (uint64_t)i;
            strcpy(report->label, i ? "SECOND" : "FIRST");
        }
    fusion_engine *engine = scene_run(one, NULL, 0);
    for (int epoch = 1; epoch <= 400; epoch++) {
        scene_epoch(one, engine, epoch);
        const fusion_track *shown;
        if (epoch < 30)
            continue;
        const size_t heard = epoch < 174 ? 1 : 2;
        CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), heard);
        for (size_t i = 0; i < heard; i++) {
            double place[3], velocity[3];
            scene_place(&ships[i], epoch, place, velocity);
            const int mine = strcmp(shown[0].label, i ? "SECOND" : "FIRST") != 0;
            CU_ASSERT_TRUE(scene_distance(&shown[mine], place) < 250.0);
        }
    }
    fusion_engine_destroy(engine);
}

/* A plot of 50 m each way, of what flies north at 200 m/s. */
static measure flown_plot(double second)
{
    const scene_object object = {37.0, 129.0, 8000.0, 0.0, 200.0, 0.0};
    measure plot = {.kind = FUSION_PLOT,
                    .time_ns = SCENE_START + (int64_t)(second * FUSION_SECOND),
                    .categories = FUSION_AIR};
    double velocity[3], *p = plot.as.state.covariance;
    plot.as.state.height_known = true;
    scene_place(&object, second, plot.as.state.position, velocity);
    p[0] = p[6] = p[11] = 2500.0;
    return plot;
}

/* The fit has carried the filter to the measurement, or shifted it back: what it left saves that
 * work and changes no bit. */
static void an_update_goes_on_where_the_fit_left_it(void)
{
    const measure first = flown_plot(0.0), second = flown_plot(4.0);
    const double sure = 1.0, times[] = {7.0, 2.0, 4.0};
    for (int i = 0; i < 3; i++) {
        const measure plot = flown_plot(times[i]);
        const measure *const seen = &plot;
        track one, other;
        track_ahead ahead;
        imm_fit fit;
        track_begin(&one, &first, 1.0);
        CU_ASSERT_EQUAL(track_update(&one, &second), FUSION_OK);
        other = one;
        CU_ASSERT_EQUAL(track_fit_ahead(&one, &plot, &fit, &ahead), FUSION_OK);
        CU_ASSERT_EQUAL(track_update_rivals(&one, &seen, &sure, 1, &ahead, NULL), FUSION_OK);
        CU_ASSERT_EQUAL(track_update_rivals(&other, &seen, &sure, 1, NULL, NULL), FUSION_OK);
        CU_ASSERT_EQUAL(one.time_ns, other.time_ns);
        CU_ASSERT_EQUAL(memcmp(&one.mean, &other.mean, sizeof one.mean), 0);
        CU_ASSERT_EQUAL(
            memcmp(one.filter.probability, other.filter.probability, sizeof one.filter.probability),
            0);
    }
}

/* Of several categories, and some newer than the time that is asked for. */
static void tracks_carried_together_are_each_as_alone(void)
{
    static const uint8_t categories[] = {FUSION_AIR,  FUSION_SURFACE, FUSION_AIR,     FUSION_LAND,
                                         FUSION_AIR,  FUSION_AIR,     FUSION_SURFACE, FUSION_AIR,
                                         FUSION_LAND, FUSION_AIR};
    enum { COUNT = sizeof categories };
    const int64_t time_ns = SCENE_START + 10 * FUSION_SECOND;
    track tracks[COUNT];
    const track *all[COUNT];
    cv_state together[COUNT], alone;
    for (int i = 0; i < COUNT; i++) {
        measure first = flown_plot(i), second = flown_plot(i + 4.0);
        first.categories = second.categories = categories[i];
        track_begin(&tracks[i], &first, 1.0);
        CU_ASSERT_EQUAL(track_update(&tracks[i], &second), FUSION_OK);
        all[i] = &tracks[i];
    }
    track_all_at(all, COUNT, time_ns, together);
    for (int i = 0; i < COUNT; i++) {
        const cv_state other = track_at(all[i], time_ns);
        track_all_at(&all[i], 1, time_ns, &alone);
        CU_ASSERT_EQUAL(memcmp(&alone, &together[i], sizeof alone), 0);
        for (int k = 0; k < 6; k++) /* roundings of 6e6 m */
            CU_ASSERT_DOUBLE_EQUAL(together[i].state[k], other.state[k], 1e-8);
    }
}

/* Before, at, after its own time, and where a kept estimate is asked. */
static void a_place_alone_is_that_of_the_whole_estimate(void)
{
    static const int64_t after_ns[] = {-60 * FUSION_SECOND, -3 * FUSION_SECOND, 0, FUSION_SECOND,
                                       40 * FUSION_SECOND};
    const measure first = flown_plot(0.0), second = flown_plot(20.0);
    track one;
    track_begin(&one, &first, 1.0);
    CU_ASSERT_EQUAL(track_update(&one, &second), FUSION_OK);
    for (size_t i = 0; i < sizeof after_ns / sizeof after_ns[0]; i++) {
        const cv_state whole = track_about(&one, one.time_ns + after_ns[i]);
        const track_place place = track_place_about(&one, one.time_ns + after_ns[i]);
        const double *p = whole.covariance;
        for (int k = 0; k < 3; k++) {
            CU_ASSERT_EQUAL(place.position[k], whole.state[k]);
            CU_ASSERT_EQUAL(place.velocity[k], whole.state[3 + k]);
        }
        const double spread = p[0] + p[6] + p[11], hurry = p[15] + p[18] + p[20];
        CU_ASSERT_DOUBLE_EQUAL(place.position_trace, spread, 1e-14 * spread); /* twenty roundings */
        CU_ASSERT_DOUBLE_EQUAL(place.velocity_trace, hurry, 1e-14 * hurry);
    }
}

/* As its first plot has it; of none, as of what is slow. */
static track begun_by(const measure *first)
{
    track one;
    track_begin(&one, first, 1.0);
    if (first->categories == 0) {
        const cv_state lies = {.state = {WGS84_A}};
        imm_begin(&one.filter, motion_by_speed(one.filter.set, &lies, true), &one.mean, 1.0);
    }
    return one;
}

/* Seen up to ten times, it lies still; then nobody sees it until it is lost (motion.h). Of a
 * vehicle that was not seen for two minutes sigma was a fifth too small, so what was its own could
 * be left out. A missile is some 4 % surer after that time. */
static void the_model_that_covers_all_is_hardly_ever_surer(void)
{
    static const uint8_t kinds[] = {
        FUSION_MISSILE, FUSION_AIR, FUSION_LAND, FUSION_SUBSURFACE, FUSION_SURFACE, FUSION_MINE, 0};
    for (size_t k = 0; k < sizeof kinds; k++) {
        measure plot = flown_plot(0.0);
        plot.categories = kinds[k];
        track one = begun_by(&plot);
        for (int plots = 1; plots <= 10; plots++) {
            const double lost = motion_of(kinds[k]).lost;
            int64_t then_ns = one.time_ns + FUSION_SECOND;
            for (; track_sigma_horizontal(&one, then_ns) < lost; then_ns += then_ns - one.time_ns) {
                const cv_state sure = track_at(&one, then_ns), wide = track_about(&one, then_ns);
                const double *p = sure.covariance, *q = wide.covariance;
                CU_ASSERT_TRUE(q[0] + q[6] + q[11] >= 0.95 * 0.95 * (p[0] + p[6] + p[11]));
            }
            plot.time_ns += 4 * FUSION_SECOND;
            CU_ASSERT_EQUAL(track_update(&one, &plot), FUSION_OK);
        }
    }
}

/* Nothing tells yet which of its models an object follows. */
static void what_was_seen_once_is_shown_by_one_model(void)
{
    const measure first = flown_plot(0.0);
    track one;
    track_begin(&one, &first, 1.0);
    one.hits = 1;
    const track *all[1] = {&one};
    const int64_t time_ns = one.time_ns + 5 * FUSION_SECOND;
    const cv_state about = track_about(&one, time_ns);
    cv_state shown;
    track_all_at(all, 1, time_ns, &shown);
    CU_ASSERT_EQUAL(memcmp(&shown, &about, sizeof shown), 0);
    one.hits = 2;
    track_all_at(all, 1, time_ns, &shown);
    CU_ASSERT_NOT_EQUAL(memcmp(&shown, &about, sizeof shown), 0);
}

CU_TestInfo pairing_tests[] = {
    {"a look round is assigned as a whole", a_look_round_is_assigned_as_a_whole},
    {"one radar gives a track one plot a look", one_radar_gives_a_track_one_plot_a_look},
    {"a radar faster than registered makes no twins",
     a_radar_faster_than_registered_makes_no_twins},
    {"numbers tell neighbours apart", numbers_tell_neighbours_apart},
    {"an update goes on where the fit left it", an_update_goes_on_where_the_fit_left_it},
    {"a place alone is that of the whole estimate", a_place_alone_is_that_of_the_whole_estimate},
    {"the model that covers all is hardly ever surer",
     the_model_that_covers_all_is_hardly_ever_surer},
    {"what was seen once is shown by one model", what_was_seen_once_is_shown_by_one_model},
    {"tracks carried together are each as alone", tracks_carried_together_are_each_as_alone},
    CU_TEST_INFO_NULL,
};
