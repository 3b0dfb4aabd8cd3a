#include "scene.h"
#include "suites.h"
#include "track/measure.h"

#include <string.h>

static const uint8_t key[16] = {1, 2, 3};

static measure made(const scene *one, const fusion_release *release)
{
    measure out;
    CU_ASSERT_EQUAL(measure_make(release, &one->registry, key, &out), FUSION_OK);
    return out;
}

static void measures_go_by_time_then_sensor_then_content(void)
{
    scene *one = scene_new(401);
    const uint16_t first = scene_sensor(one, "first", 4.0);
    const uint16_t second = scene_sensor(one, "second", 4.0);
    const double place[3] = {6378137.0, 0.0, 0.0}, other[3] = {6378137.0, 1.0, 0.0};
    const measure early = made(one, scene_plot(one, second, 1.0, place, 1.0));
    const measure late = made(one, scene_plot(one, first, 2.0, place, 1.0));
    const measure same_time = made(one, scene_plot(one, second, 2.0, place, 1.0));
    const measure same_sensor = made(one, scene_plot(one, second, 2.0, other, 1.0));
    CU_ASSERT_TRUE(measure_compare(&early, &late) < 0);
    CU_ASSERT_TRUE(measure_compare(&late, &same_time) < 0);
    CU_ASSERT_TRUE(measure_compare(&same_time, &same_sensor) != 0);
    CU_ASSERT_EQUAL(measure_compare(&same_time, &same_sensor) < 0,
                    measure_compare(&same_sensor, &same_time) > 0);
    CU_ASSERT_EQUAL(measure_compare(&late, &late), 0);
}

static void order_sorts_any_number_of_them(void)
{
    scene *one = scene_new(402);
    const uint16_t sensor = scene_sensor(one, "sensor", 4.0);
    const double place[3] = {6378137.0, 0.0, 0.0};
    static measure all[300];
    uint32_t order[300], scratch[300];
    for (size_t count = 0; count <= 300; count += count < 20 ? 1 : 93) {
        for (size_t i = 0; i < count; i++) {
            one->count = 0;
            const double t = (double)(chance_next(&one->chance) % 100);
            all[i] = made(one, scene_plot(one, sensor, t, place, 1.0));
        }
        measure_order(all, count, order, scratch);
        bool taken[300] = {false};
        for (size_t i = 0; i < count; i++) {
            CU_ASSERT_TRUE(i == 0 || measure_compare(&all[order[i - 1]], &all[order[i]]) <= 0);
            CU_ASSERT_FALSE(taken[order[i]]);
            taken[order[i]] = true;
        }
    }
}

static void rounds_without_scans_go_by_period(void)
{
    scene *one = scene_new(403);
    const uint16_t radar = scene_sensor(one, "radar", 4.0), feed = scene_sensor(one, "feed", 0.0);
    const double place[3] = {6378137.0, 0.0, 0.0};
    const measure a = made(one, scene_plot(one, radar, 4.1, place, 1.0));
    const measure b = made(one, scene_plot(one, radar, 7.9, place, 1.0));
    const measure c = made(one, scene_plot(one, radar, 8.1, place, 1.0));
    CU_ASSERT_EQUAL(a.round, b.round);
    CU_ASSERT_NOT_EQUAL(b.round, c.round);
    const measure d = made(one, scene_plot(one, feed, 1.0, place, 1.0));
    const measure e = made(one, scene_plot(one, feed, 1.001, place, 1.0));
    CU_ASSERT_NOT_EQUAL(d.round, e.round); /* no period: one object at a time */
    fusion_release *scanned = scene_plot(one, radar, 7.9, place, 1.0);
    scanned->report.scan = 12;
    CU_ASSERT_NOT_EQUAL(made(one, scanned).round, b.round);
}

static void what_no_filter_can_take_is_refused(void)
{
    scene *one = scene_new(404);
    const uint16_t radar = scene_sensor(one, "radar", 4.0);
    const double place[3] = {6378137.0, 0.0, 0.0};
    measure out;
    fusion_release bad = *scene_plot(one, radar, 1.0, place, 1.0);
    bad.report.as.state.position[2] = INFINITY;
    CU_ASSERT_EQUAL(measure_make(&bad, &one->registry, key, &out), FUSION_NOT_FINITE);
    bad = *scene_plot(one, radar, 1.0, place, 1.0);
    bad.report.as.state.covariance[1] = 1.0; /* correlation 1: no volume */
    CU_ASSERT_EQUAL(measure_make(&bad, &one->registry, key, &out), FUSION_NOT_POSITIVE);
    bad = *scene_plot(one, radar, 1.0, place, 1.0);
    bad.report.as.state.velocity_kind = FUSION_VELOCITY_FULL; /* of which no accuracy is given */
    CU_ASSERT_EQUAL(measure_make(&bad, &one->registry, key, &out), FUSION_NOT_POSITIVE);
    bad = *scene_plot(one, radar, 1.0, place, 1.0);
    bad.report.sensor = 7;
    CU_ASSERT_EQUAL(measure_make(&bad, &one->registry, key, &out), FUSION_OUT_OF_RANGE);
    bad = *scene_plot(one, radar, 1.0, place, 1.0);
    bad.report.kind = FUSION_BEARING;
    bad.report.as.line = (fusion_line_of_sight){.origin = {6378137.0, 0.0, 0.0}};
    CU_ASSERT_EQUAL(measure_make(&bad, &one->registry, key, &out), FUSION_NOT_POSITIVE);
}

CU_TestInfo measure_tests[] = {
    {"measures go by time, then sensor, then content",
     measures_go_by_time_then_sensor_then_content},
    {"order sorts any number of them", order_sorts_any_number_of_them},
    {"rounds without scans go by period", rounds_without_scans_go_by_period},
    {"what no filter can take is refused", what_no_filter_can_take_is_refused},
    CU_TEST_INFO_NULL,
};
