/* Whether a sensor is at work, and that tracks outlive a line that is cut. */
#include "track/hearing.h"

#include "scene.h"
#include "suites.h"

#define PERIOD (4 * FUSION_SECOND)

static int64_t at(double seconds)
{
    return SCENE_START + (int64_t)(seconds * 1e9);
}

/* Heard so often a period, evenly, from one second to another. */
static void hear(hearing *one, int a_period, double from, double until)
{
    const int reports = (int)((until - from) / 4.0 * a_period);
    for (int i = 0; i < reports; i++)
        hearing_report(one, at(from + 4.0 * i / a_period), PERIOD);
}

static void who_is_heard_often_and_then_not_is_off(void)
{
    hearing one = {0};
    hear(&one, 4, 0.0, 100.0);
    CU_ASSERT_EQUAL(hearing_until(&one, at(100.5), PERIOD), at(99.0));
    CU_ASSERT_EQUAL(hearing_until(&one, at(140.0), PERIOD), at(99.0));
    hear(&one, 4, 140.0, 150.0);
    CU_ASSERT_FALSE(hearing_was_off(&one, at(99.0)));
    CU_ASSERT_TRUE(hearing_was_off(&one, at(99.5)));
    CU_ASSERT_TRUE(hearing_was_off(&one, at(139.5)));
    CU_ASSERT_FALSE(hearing_was_off(&one, at(140.5)));
}

/* In one period of one and a half none may be chance. */
static void who_is_seldom_heard_is_not_known_to_be_off(void)
{
    hearing one = {0};
    for (int i = 0; i < 38; i++)
        hearing_report(&one, at(i * 4.0 / 1.5), PERIOD);
    CU_ASSERT_EQUAL(hearing_until(&one, at(120.0), PERIOD), at(120.0));
    hearing_report(&one, at(120.0), PERIOD);
    CU_ASSERT_FALSE(hearing_was_off(&one, at(110.0)));
}

/* 4.2 s and 0.3 s after the last is late, and not before. */
static void a_report_a_little_late_ends_no_silence(void)
{
    hearing one = {0};
    hear(&one, 4, 0.0, 100.0);
    hearing_report(&one, at(99.0 + 4.4), PERIOD);
    CU_ASSERT_FALSE(hearing_was_off(&one, at(101.0)));
    hearing_report(&one, at(99.0 + 4.4 + 4.6), PERIOD);
    CU_ASSERT_TRUE(hearing_was_off(&one, at(105.0)));
}

static void after_a_minute_it_is_off_for_nobody(void)
{
    hearing one = {0};
    hear(&one, 4, 0.0, 100.0);
    CU_ASSERT_EQUAL(hearing_until(&one, at(159.0), PERIOD), at(99.0));
    CU_ASSERT_EQUAL(hearing_until(&one, at(159.1), PERIOD), at(159.1));
}

/* Forty reports at once, each 30 s: of its silences not one in two counts. */
static void who_sends_in_lots_is_not_off_between_them(void)
{
    hearing one = {0};
    int off = 0;
    for (int lot = 0; lot < 20; lot++) {
        for (int i = 0; i < 40; i++)
            hearing_report(&one, at(30.0 * lot + 0.001 * i), PERIOD);
        off += hearing_until(&one, at(30.0 * lot + 20.0), PERIOD) < at(30.0 * lot + 20.0);
    }
    CU_ASSERT_TRUE(off <= 10);
}

#define OBJECTS 20
#define CUT     300 /* s */
#define BACK    315 /* s */
#define ENDS    400 /* s */

static scene_object flown(int which)
{
    return (scene_object){36.0 + 0.1 * which, 128.5, 8000.0, 200.0, 0.0, 0.0};
}

/* By radars of 4, 5 and 10 s; the first object is gone from when the line is cut. */
static scene *cut_line(void)
{
    scene *one = scene_new(733);
    for (size_t r = 0; r < 3; r++) {
        const uint16_t radar = scene_radar(one, r);
        for (int scan = 0; scan * scene_periods[r] < ENDS; scan++)
            for (int i = 0; i < OBJECTS; i++) {
                const scene_object object = flown(i);
                const double t = scene_periods[r] * (scan + (double)i / OBJECTS);
                const bool gone = (t >= CUT && t < BACK) || (i == 0 && t >= CUT);
                if (!gone && chance_unit(&one->chance) < 0.9)
                    scene_sight(one, radar, t, &object, 60.0);
            }
    }
    return one;
}

static void numbers_at(const fusion_engine *engine, int second, uint64_t numbers[OBJECTS])
{
    const fusion_track *shown;
    const size_t count = scene_picture(engine, FUSION_CONFIRMED, &shown);
    for (int i = 0; i < OBJECTS; i++) {
        const scene_object object = flown(i);
        double place[3], velocity[3];
        scene_place(&object, second, place, velocity);
        const fusion_track *its = scene_nearest(shown, count, place, 1000.0);
        numbers[i] = its ? its->number : 0;
    }
}

static void tracks_outlive_a_cut_line(void)
{
    const scene *one = cut_line();
    uint64_t before[OBJECTS], cut[OBJECTS], after[OBJECTS];
    fusion_engine *engine = scene_run(one, NULL, CUT);
    numbers_at(engine, CUT, before);
    for (int s = CUT + 1; s <= BACK; s++)
        scene_epoch(one, engine, s);
    numbers_at(engine, BACK, cut);
    for (int s = BACK + 1; s <= ENDS; s++)
        scene_epoch(one, engine, s);
    numbers_at(engine, ENDS, after);
    CU_ASSERT_EQUAL(after[0], 0);
    for (int i = 0; i < OBJECTS; i++) {
        CU_ASSERT_NOT_EQUAL(before[i], 0);
        CU_ASSERT_EQUAL(cut[i], before[i]);
        if (i > 0)
            CU_ASSERT_EQUAL(after[i], before[i]);
    }
    fusion_engine_destroy(engine);
}

CU_TestInfo hearing_tests[] = {
    {"who is heard often and then not is off", who_is_heard_often_and_then_not_is_off},
    {"who is seldom heard is not known to be off", who_is_seldom_heard_is_not_known_to_be_off},
    {"a report a little late ends no silence", a_report_a_little_late_ends_no_silence},
    {"after a minute it is off for nobody", after_a_minute_it_is_off_for_nobody},
    {"who sends in lots is not off between them", who_sends_in_lots_is_not_off_between_them},
    {"tracks outlive a cut line", tracks_outlive_a_cut_line},
    CU_TEST_INFO_NULL,
};
