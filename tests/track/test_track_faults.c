/* What went wrong in comparable systems, each told where it is tested. */
#include "geo/wgs84.h"
#include "scene.h"
#include "suites.h"

#include <stdio.h>
#include <string.h>

#define DEGREES (180.0 / 3.14159265358979323846)

static void geodetic(const fusion_track *shown, double *lat_deg, double *lon_deg, double *height)
{
    wgs84_from_ecef(shown->position, lat_deg, lon_deg, height);
    *lat_deg *= DEGREES;
    *lon_deg *= DEGREES;
}

static double speed_of(const fusion_track *shown)
{
    const double *v = shown->velocity;
    return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
}

static void place_at(double lat_deg, double lon_deg, double height, double place[3])
{
    const scene_object still = {lat_deg, lon_deg, height, 0.0, 0.0, 0.0};
    double velocity[3];
    scene_place(&still, 0.0, place, velocity);
}

/* Two reports of one object with one stamp divided by a zero interval. */
static void two_reports_of_one_moment_give_no_speed(void)
{
    scene *one = scene_new(201);
    const uint16_t feed = scene_sensor(one, "feed", 0.0);
    double place[3];
    place_at(37.0, 129.0, 8000.0, place);
    scene_plot(one, feed, 10.0, place, 50.0)->report.number = 7;
    place[2] += 30.0;
    scene_plot(one, feed, 10.0, place, 50.0)->report.number = 7;
    scene_plot(one, feed, 10.0, place, 50.0)->report.number = 7;
    fusion_engine *engine = scene_run(one, NULL, 11);
    const fusion_track *shown;
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 1);
    CU_ASSERT_TRUE(speed_of(&shown[0]) < 1e-3);
    /* Position known to 50 m / sqrt(2), speed to 200 m/s twice and 5 m/s up, a second gone by;
     * acceleration noise adds at most 400 / 3, where all chance is with the wildest model. */
    const double *p = shown[0].covariance;
    CU_ASSERT_DOUBLE_EQUAL(p[0] + p[6] + p[11], 3.0 * 1250.0 + 80025.0 + 66.7, 66.7);
    CU_ASSERT_EQUAL(fusion_engine_count(engine).duplicate, 1); /* the exact copy */
    fusion_engine_destroy(engine);
}

/* A report of the past was dropped, or spoilt the track. */
static void a_late_report_is_used_within_the_window_only(void)
{
    scene *one = scene_new(202);
    const uint16_t feed = scene_sensor(one, "feed", 1.0);
    const scene_object aircraft = {37.0, 129.0, 8000.0, 200.0, 0.0, 0.0};
    for (int i = 1; i <= 10; i++)
        scene_sight(one, feed, i, &aircraft, 30.0);
    one->releases[5].release_ns += 3 * FUSION_SECOND; /* the sixth after the ninth */
    scene_sight(one, feed, 0.5, &aircraft, 30.0)->release_ns = SCENE_START + 121 * FUSION_SECOND;
    fusion_engine *engine = scene_run(one, NULL, 11);
    const fusion_track *shown;
    double place[3], velocity[3];
    scene_place(&aircraft, 11.0, place, velocity);
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 1);
    CU_ASSERT_TRUE(scene_distance(&shown[0], place) < 150.0); /* 3 sigma, carried a second on */
    for (int second = 12; second <= 122; second++)
        scene_epoch(one, engine, second);
    const fusion_engine_counts counts = fusion_engine_count(engine);
    CU_ASSERT_EQUAL(counts.fused, 10);
    CU_ASSERT_EQUAL(counts.late, 1);
    fusion_engine_destroy(engine);
}

/* One or two points hundreds of kilometres off drew the ship there, or made a second one. */
static void a_far_outlier_moves_nothing_and_confirms_nothing(void)
{
    for (int bad = 1; bad <= 2; bad++) {
        scene *one = scene_new(203);
        const uint16_t ais = scene_sensor(one, "ais", 0.0);
        one->registry.sensors[ais].kind = FUSION_AIS;
        const scene_object ship = {35.0, 129.5, 0.0, 4.4, 0.0, 0.0}; /* 8.5 knots */
        const scene_object elsewhere = {40.1, 129.5, 0.0, 4.4, 0.0, 0.0};
        for (int i = 1; i <= 15; i++) {
            const bool off = i >= 8 && i < 8 + bad;
            fusion_release *report =
                scene_sight(one, ais, 60.0 * i, off ? &elsewhere : &ship, 10.0);
            report->report.categories = FUSION_SURFACE;
            report->report.number = 440123456;
        }
        fusion_engine *engine = scene_run(one, NULL, 0);
        double worst = 0.0;
        for (int second = 1; second <= 15 * 60 + 5; second++) {
            scene_epoch(one, engine, second);
            if (second < 4 * 60)
                continue;
            const fusion_track *shown;
            double place[3], velocity[3];
            scene_place(&ship, second, place, velocity);
            CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
            worst = fmax(worst, scene_distance(&shown[0], place));
            CU_ASSERT_TRUE(worst < 300.0);
            if (second > (8 + bad) * 60) { /* the next good report is used at once */
                CU_ASSERT_TRUE(scene_distance(&shown[0], place) < 100.0);
                CU_ASSERT_TRUE(shown[0].newest_ns >= SCENE_START + (8 + bad) * 60 * FUSION_SECOND);
            }
        }
        printf("\n    off by %.0f m at most with %d bad ", worst, bad);
        fusion_engine_destroy(engine);
    }
}

static void grid_of_tracks(scene *one, uint16_t radar, int seconds)
{
    for (int i = 0; i < 25; i++) {
        const scene_object aircraft = {
            36.0 + 0.2 * (i / 5), 128.0 + 0.2 * (i % 5), 9000.0, 150.0, 5.0 * i, 0.0};
        for (double t = 0.1 + 0.03 * i; t < seconds; t += 4.0)
            scene_sight(one, radar, t, &aircraft, 60.0);
    }
}

/* A covariance of zeros gave NaN, and NaN stays. */
static void a_broken_covariance_is_refused_and_harms_no_other(void)
{
    static fusion_track sound[64];
    scene *one = scene_new(204);
    const uint16_t radar = scene_sensor(one, "radar", 4.0);
    grid_of_tracks(one, radar, 40);
    fusion_engine *engine = scene_run(one, NULL, 41);
    const fusion_track *shown;
    const size_t count = scene_picture(engine, FUSION_TENTATIVE, &shown);
    memcpy(sound, shown, count * sizeof *sound);
    fusion_engine_destroy(engine);
    static const double broken[4][3] = {
        {0.0, 0.0, 0.0}, {100.0, -100.0, 100.0}, {NAN, 100.0, 100.0}, {100.0, 100.0, 0.0}};
    for (int i = 0; i < 4; i++) {
        double place[3];
        place_at(36.0 + 0.2 * i, 128.0, 9000.0, place);
        fusion_state *state = &scene_plot(one, radar, 8.0 + i, place, 1.0)->report.as.state;
        state->covariance[0] = broken[i][0];
        state->covariance[6] = broken[i][1];
        state->covariance[11] = broken[i][2];
    }
    engine = scene_run(one, NULL, 41);
    CU_ASSERT_EQUAL(fusion_engine_count(engine).refused, 4);
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), count);
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_EQUAL(shown[i].number, sound[i].number);
        CU_ASSERT_EQUAL(memcmp(shown[i].position, sound[i].position, sizeof sound[i].position), 0);
        CU_ASSERT_EQUAL(
            memcmp(shown[i].covariance, sound[i].covariance, sizeof sound[i].covariance), 0);
    }
    fusion_engine_destroy(engine);
}

/* Barometric and geometric heights of one aircraft, 76.2 m apart, taken for one: a zigzag. */
static void heights_of_two_references_make_no_zigzag(void)
{
    scene *one = scene_new(212);
    const uint16_t adsb = scene_sensor(one, "adsb", 10.0);
    for (int i = 0; i < 60; i++) {
        const bool pressure = i % 3 == 2;
        /* At 0 N 0 E the first axis is up. What the wire gives a pressure height of this size is a
         * sigma of 100 m and 2.5 % of it. */
        const double place[3] = {6378137.0 + (pressure ? 1188.72 : 1264.92), 0.0, 0.0};
        fusion_state *state = &scene_plot(one, adsb, 10.0 * i, place, 10.0)->report.as.state;
        state->height_is_pressure = pressure;
        if (pressure)
            state->covariance[0] += 100.0 * 100.0 + 29.7 * 29.7;
    }
    fusion_engine *engine = scene_run(one, NULL, 60);
    double worst = 0.0, climb = 0.0;
    for (int second = 61; second <= 590; second++) {
        scene_epoch(one, engine, second);
        const fusion_track *shown;
        CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 1);
        worst = fmax(worst, fabs(shown[0].position[0] - 6378137.0 - 1264.92));
        climb = fmax(climb, fabs(shown[0].velocity[0]));
    }
    /* A height known to 40 m, 10 s after it was measured to 10 m, takes 13 % of a difference that
     * is known to 104 m: 10 m of the 76, which are 1 m/s over 10 s. */
    printf("\n    off by %.1f m at most, climbs at %.2f m/s ", worst, climb);
    CU_ASSERT_TRUE(worst < 10.0);
    CU_ASSERT_TRUE(climb < 1.0);
    fusion_engine_destroy(engine);
}

/* A poor fix wiped out a good one, or made a second track. */
static void a_poor_source_neither_spoils_nor_doubles_a_good_one(void)
{
    scene *one = scene_new(205);
    const uint16_t good = scene_sensor(one, "good", 1.0), poor = scene_sensor(one, "poor", 5.0);
    const scene_object aircraft = {37.0, 129.0, 8000.0, 200.0, 50.0, 0.0};
    for (double t = 0.5; t < 240.0; t += 1.0)
        if (t < 120.0)
            scene_sight(one, good, t, &aircraft, 10.0);
    for (double t = 3.7; t < 240.0; t += 5.0)
        scene_sight(one, poor, t, &aircraft, 5000.0);
    fusion_engine *engine = scene_run(one, NULL, 0);
    double before = 0.0, worst = 0.0;
    for (int second = 1; second <= 240; second++) {
        scene_epoch(one, engine, second);
        if (second < 10)
            continue;
        const fusion_track *shown;
        double place[3], velocity[3];
        scene_place(&aircraft, second, place, velocity);
        CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 1);
        const double distance = scene_distance(&shown[0], place);
        const double variance = shown[0].covariance[0];
        if (second <= 120) {
            worst = fmax(worst, distance);
            CU_ASSERT_TRUE(worst < 60.0); /* 10 m noise, half a second on, 3 sigma each */
        } else if (second % 5 != 4) {     /* no poor fix in this epoch: the ellipse only grows */
            CU_ASSERT_TRUE(variance > before);
        }
        before = variance;
    }
    printf("\n    off by %.0f m at most beside a source of 5 km ", worst);
    fusion_engine_destroy(engine);
}

/* Noise with longer tails than the gate allowed made short twins beside a still object. */
static void tails_make_no_twin(void)
{
    scene *one = scene_new(206);
    const uint16_t radar = scene_sensor(one, "radar", 1.0);
    double place[3];
    place_at(37.0, 129.0, 3000.0, place);
    for (int i = 0; i < 600; i++) {
        double seen[3];
        for (int k = 0; k < 3; k++)
            seen[k] = place[k] + 30.0 * chance_normal(&one->chance);
        if (i % 50 == 25)
            seen[0] = place[0] + 3.6 * 30.0;
        scene_plot(one, radar, i + 0.5, seen, 30.0);
    }
    fusion_engine *engine = scene_run(one, NULL, 0);
    uint64_t number = 0;
    for (int second = 1; second <= 600; second++) {
        scene_epoch(one, engine, second);
        const fusion_track *shown;
        if (second < 3)
            continue;
        /* None that waits to be confirmed either: that is how a twin begins. */
        CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 1);
        CU_ASSERT_EQUAL(shown[0].status, FUSION_CONFIRMED);
        CU_ASSERT_TRUE(number == 0 || number == shown[0].number);
        number = shown[0].number;
    }
    fusion_engine_destroy(engine);
}

/* Two near objects shared one number, or took turns with it. */
static void two_near_objects_keep_two_numbers(void)
{
    scene *one = scene_new(207);
    const uint16_t radar = scene_sensor(one, "radar", 4.0);
    const scene_object left = {37.0, 129.0, 3000.0, 0.0, 0.0, 0.0};
    const scene_object right = {37.0, 129.0 + 300.0 / 88800.0, 3000.0, 0.0, 0.0, 0.0}; /* 300 m */
    for (double t = 0.5; t < 200.0; t += 4.0) {
        scene_sight(one, radar, t, &left, 30.0);
        scene_sight(one, radar, t + 0.01, &right, 30.0);
    }
    fusion_engine *engine = scene_run(one, NULL, 0);
    uint64_t numbers[2] = {0, 0};
    for (int second = 1; second <= 200; second++) {
        scene_epoch(one, engine, second);
        const fusion_track *shown;
        if (second < 10)
            continue;
        CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 2);
        CU_ASSERT_TRUE(shown[0].number != shown[1].number);
        CU_ASSERT_TRUE(numbers[0] == 0 ||
                       (numbers[0] == shown[0].number && numbers[1] == shown[1].number));
        numbers[0] = shown[0].number;
        numbers[1] = shown[1].number;
    }
    fusion_engine_destroy(engine);
}

#define PAIR_SPLIT 120.0

/* Side by side 100 m apart for two minutes, then 45 degrees apart. */
static scene_object one_of_pair(int which, double seconds)
{
    scene_object one = {37.0 + which * 100.0 / 110990.0, 129.0, 3000.0, 150.0, 0.0, 0.0};
    if (which == 1 && seconds > PAIR_SPLIT) {
        one.east = 106.07;
        one.north = 106.07;
        one.lat_deg -= PAIR_SPLIT * 106.07 / 110990.0;
        one.lon_deg += PAIR_SPLIT * 43.93 / 88900.0;
    }
    return one;
}

/* Which of the two objects the track is nearer to. */
static int nearer(const fusion_track *shown, double seconds)
{
    double places[2][3], velocity[3];
    for (int which = 0; which < 2; which++) {
        const scene_object object = one_of_pair(which, seconds);
        scene_place(&object, seconds, places[which], velocity);
    }
    return scene_distance(shown, places[1]) < scene_distance(shown, places[0]);
}

static double north_of(const fusion_track *shown)
{
    double lat, lon, height;
    geodetic(shown, &lat, &lon, &height);
    return lat * 110990.0;
}

/* Two near tracks slid together, and exchanged their labels when the objects parted. */
static void a_pair_that_parts_keeps_two_tracks_apart(void)
{
    int swaps = 0, two = 0;
    double apart = 0.0;
    for (uint64_t seed = 0; seed < 50; seed++) {
        scene *one = scene_new(1000 + seed);
        const uint16_t radar = scene_sensor(one, "radar", 2.0);
        for (double t = 0.5; t < 180.0; t += 2.0)
            for (int which = 0; which < 2; which++) {
                const scene_object object = one_of_pair(which, t);
                scene_sight(one, radar, t + 0.01 * which, &object, 60.0);
            }
        fusion_engine *engine = scene_run(one, NULL, 60);
        const fusion_track *shown;
        const size_t before = scene_picture(engine, FUSION_CONFIRMED, &shown);
        const uint64_t northern =
            before == 2 ? shown[north_of(&shown[1]) > north_of(&shown[0])].number : 0;
        apart += before == 2 ? fabs(north_of(&shown[1]) - north_of(&shown[0])) : 0.0;
        for (int second = 61; second <= 180; second++)
            scene_epoch(one, engine, second);
        two += scene_picture(engine, FUSION_CONFIRMED, &shown) == 2 &&
               nearer(&shown[0], 180.0) != nearer(&shown[1], 180.0);
        for (size_t i = 0; i < 2; i++)
            swaps += shown[i].number == northern && nearer(&shown[i], 180.0) == 0;
        fusion_engine_destroy(engine);
    }
    printf("\n    %d of 50 end with two tracks, %d swapped, %.0f m apart before ", two, swaps,
           apart / 50.0);
    CU_ASSERT_TRUE(two >= 48);
    /* Noise of 60 m in each direction hides who is who at 100 m: a coin would swap 25, and 36 once
     * in a thousand. What counts is that both are shown, apart. */
    CU_ASSERT_TRUE(swaps <= 36);
    CU_ASSERT_DOUBLE_EQUAL(apart / 50.0, 100.0, 30.0);
}

/* One message with another's label and height renamed an aircraft and lifted it by 8 km. */
static void one_wrong_message_neither_renames_nor_lifts(void)
{
    scene *one = scene_new(208);
    const uint16_t adsb = scene_sensor(one, "adsb", 0.0);
    one->registry.sensors[adsb].kind = FUSION_ADSB;
    const scene_object low = {37.0, 129.0, 450.0, 60.0, 0.0, 0.0};
    const scene_object high = {38.25, 129.0, 8786.0, 230.0, 0.0, 0.0}; /* 140 km away */
    for (int i = 0; i < 40; i++) {
        fusion_release *first = scene_sight(one, adsb, i + 0.2, &low, 20.0);
        first->report.number = 0x400E16;
        strcpy(first->report.label, "GABCD");
        fusion_release *second = scene_sight(one, adsb, i + 0.6, &high, 20.0);
        second->report.number = 0x400E14;
        strcpy(second->report.label, "BAW12");
    }
    scene_object crossed = low;
    crossed.height = high.height;
    fusion_release *wrong = scene_sight(one, adsb, 20.7, &crossed, 20.0);
    wrong->report.number = 0x400E16;
    strcpy(wrong->report.label, "BAW12");
    fusion_release *renamed = scene_sight(one, adsb, 25.7, &low, 20.0);
    renamed->report.number = 0x400E16;
    strcpy(renamed->report.label, "BAW12");
    fusion_engine *engine = scene_run(one, NULL, 0);
    double lifted = 0.0;
    for (int second = 1; second <= 40; second++) {
        scene_epoch(one, engine, second);
        const fusion_track *shown;
        if (second < 5)
            continue;
        CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 2);
        for (int i = 0; i < 2; i++) {
            double lat, lon, height;
            geodetic(&shown[i], &lat, &lon, &height);
            const bool is_low = lat < 37.5;
            CU_ASSERT_STRING_EQUAL(shown[i].label, is_low ? "GABCD" : "BAW12");
            lifted = fmax(lifted, fabs(height - (is_low ? 450.0 : 8786.0)));
        }
    }
    printf("\n    lifted by %.0f m at most ", lifted);
    CU_ASSERT_TRUE(lifted < 100.0); /* 5 sigma */
    fusion_engine_destroy(engine);
}

/* A ship's number used by two ships drew one track to and fro across the ocean. */
static void a_number_used_twice_makes_two_tracks_that_say_so(void)
{
    scene *one = scene_new(209);
    const uint16_t ais = scene_sensor(one, "ais", 0.0);
    one->registry.sensors[ais].kind = FUSION_AIS;
    const scene_object brest = {48.38, -4.49, 0.0, 0.0, 0.0, 0.0};
    const scene_object norfolk = {36.87, -76.35, 0.0, 0.0, 0.0, 0.0};
    for (int i = 0; i < 60; i++) {
        fusion_release *report = scene_sight(one, ais, 10.0 * i, i % 2 ? &norfolk : &brest, 10.0);
        report->report.categories = FUSION_SURFACE;
        report->report.number = 227000001;
        if (i % 6 == 5) { /* both in one moment: neither is lost */
            report = scene_sight(one, ais, 10.0 * i, &brest, 10.0);
            report->report.categories = FUSION_SURFACE;
            report->report.number = 227000001;
        }
    }
    fusion_engine *engine = scene_run(one, NULL, 0);
    for (int second = 1; second <= 600; second++) {
        scene_epoch(one, engine, second);
        const fusion_track *shown;
        if (second < 120)
            continue;
        CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 2);
        double places[2][3];
        place_at(brest.lat_deg, brest.lon_deg, 0.0, places[0]);
        place_at(norfolk.lat_deg, norfolk.lon_deg, 0.0, places[1]);
        for (int i = 0; i < 2; i++)
            CU_ASSERT_TRUE(fmin(scene_distance(&shown[i], places[0]),
                                scene_distance(&shown[i], places[1])) < 200.0);
        if (second > 200)
            CU_ASSERT_TRUE(shown[0].marks & shown[1].marks & FUSION_MARK_CONFLICT);
    }
    CU_ASSERT_EQUAL(fusion_engine_count(engine).fused, one->count);
    fusion_engine_destroy(engine);
}

/* A track across 180 degrees was taken the long way round. */
static void the_date_line_is_no_border(void)
{
    scene *one = scene_new(210);
    const uint16_t radar = scene_sensor(one, "radar", 0.5);
    for (int i = -3; i <= 1; i++) { /* lon 179.999 at 1.5 s, -179.999 at 2 s: 111 m */
        double place[3];
        place_at(60.0, i <= 0 ? 179.999 + 0.002 * i : -179.999, 9000.0, place);
        scene_plot(one, radar, 1.5 + 0.5 * i + 1e-3, place, 3.0);
    }
    fusion_engine *engine = scene_run(one, NULL, 3);
    const fusion_track *shown;
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 1);
    CU_ASSERT_DOUBLE_EQUAL(speed_of(&shown[0]), 223.0, 15.0); /* 3 m each over half a second */
    double lat, lon, height;
    geodetic(&shown[0], &lat, &lon, &height);
    CU_ASSERT_TRUE(lon < -179.99);
    fusion_engine_destroy(engine);
}

/* One report from the future hid all that came after it. */
static void a_report_from_the_future_is_refused(void)
{
    scene *one = scene_new(211);
    const uint16_t feed = scene_sensor(one, "feed", 5.0);
    const scene_object aircraft = {37.0, 129.0, 8000.0, 200.0, 0.0, 0.0};
    for (int i = 0; i < 5; i++)
        scene_sight(one, feed, 1.0 + 5.0 * i, &aircraft, 30.0);
    scene_sight(one, feed, 48 * 86400.0, &aircraft, 30.0)->release_ns =
        SCENE_START + 3 * FUSION_SECOND;
    fusion_engine *engine = scene_run(one, NULL, 22);
    const fusion_track *shown;
    CU_ASSERT_EQUAL(fusion_engine_count(engine).refused, 1);
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
    CU_ASSERT_EQUAL(shown[0].newest_ns, SCENE_START + 21 * FUSION_SECOND);
    fusion_engine_destroy(engine);
}

CU_TestInfo track_faults_tests[] = {
    {"O1: two reports of one moment give no speed", two_reports_of_one_moment_give_no_speed},
    {"O5: a late report is used within the window only",
     a_late_report_is_used_within_the_window_only},
    {"P1: a far outlier moves and confirms nothing",
     a_far_outlier_moves_nothing_and_confirms_nothing},
    {"N1: a broken covariance is refused and harms no other",
     a_broken_covariance_is_refused_and_harms_no_other},
    {"N4: a poor source neither spoils nor doubles a good one",
     a_poor_source_neither_spoils_nor_doubles_a_good_one},
    {"A1: tails make no twin", tails_make_no_twin},
    {"A1: two near objects keep two numbers", two_near_objects_keep_two_numbers},
    {"A3: a pair that parts keeps two tracks apart", a_pair_that_parts_keeps_two_tracks_apart},
    {"I1: one wrong message neither renames nor lifts",
     one_wrong_message_neither_renames_nor_lifts},
    {"I3: a number used twice makes two tracks that say so",
     a_number_used_twice_makes_two_tracks_that_say_so},
    {"G3: the date line is no border", the_date_line_is_no_border},
    {"U1: heights of two references make no zigzag", heights_of_two_references_make_no_zigzag},
    {"T4: a report from the future is refused", a_report_from_the_future_is_refused},
    CU_TEST_INFO_NULL,
};
