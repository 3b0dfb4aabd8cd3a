#include "scene.h"
#include "suites.h"
#include "track/nis.h"

#include <math.h>

enum { OBJECTS = 8, SECONDS = 300 };

/* Claims another sigma than it has, by this factor. */
static void claim(fusion_release *seen, double factor)
{
    for (int k = 0; k < 21; k++)
        seen->report.as.state.covariance[k] *= factor * factor;
}

/* Objects that fly straight on, far from one another, seen by two radars with a sigma of 60 m; the
 * second claims that times `factor`. */
static fusion_engine *watched(scene *one, double factor)
{
    const uint16_t honest = scene_sensor(one, "honest", 4.0);
    const uint16_t other = scene_sensor(one, "other", 4.0);
    for (int second = 0; second < SECONDS; second += 2)
        for (int i = 0; i < OBJECTS; i++) {
            const scene_object object = {36.0 + 0.3 * i,   130.0, 6000.0,
                                         40.0 * i - 150.0, 120.0, 0.0};
            const bool first = second % 4 == 0;
            fusion_release *seen =
                scene_sight(one, first ? honest : other, second + 0.01 * i, &object, 60.0);
            if (!first)
                claim(seen, factor);
        }
    const fusion_engine_settings settings = fusion_engine_defaults();
    return scene_run(one, &settings, SECONDS);
}

static double nis_a_dimension(const fusion_engine *engine, uint16_t sensor)
{
    const fusion_innovations one = fusion_engine_innovations(engine, sensor);
    CU_ASSERT_TRUE(one.plots > 100);
    return one.sum / (double)one.dimensions;
}

static void where_claims_are_honest_nis_is_about_its_dimension(void)
{
    /* 1 by theory where objects move as the filter believes. Tracks allow for turns that these
     * never make, so they expect plots less closely than they could: below 1, never much above. 500
     * plots of 3 dimensions scatter by 0.04. */
    scene *one = scene_new(20140);
    fusion_engine *engine = watched(one, 1.0);
    for (uint16_t sensor = 0; sensor < 2; sensor++) {
        const double share = nis_a_dimension(engine, sensor);
        CU_ASSERT_TRUE(share > 0.6 && share < 1.1);
    }
    fusion_engine_destroy(engine);
}

static void a_sensor_that_claims_too_much_is_told_from_one_that_does_not(void)
{
    /* Errors thrice as large as claimed: nine times the square, less what the track's own share of
     * the innovation and the gate take off. */
    scene *one = scene_new(20141);
    fusion_engine *engine = watched(one, 1.0 / 3.0);
    CU_ASSERT_TRUE(nis_a_dimension(engine, 1) > 2.0);
    CU_ASSERT_TRUE(nis_a_dimension(engine, 0) < nis_a_dimension(engine, 1));
    fusion_engine_destroy(engine);
}

static void a_sensor_that_claims_too_little_is_told_too(void)
{
    scene *one = scene_new(20142);
    fusion_engine *engine = watched(one, 3.0);
    CU_ASSERT_TRUE(nis_a_dimension(engine, 1) < 0.5);
    CU_ASSERT_TRUE(nis_a_dimension(engine, 0) > 0.5);
    fusion_engine_destroy(engine);
}

static void a_plot_without_height_has_two_dimensions(void)
{
    scene *one = scene_new(20143);
    fusion_engine *engine = watched(one, 1.0);
    fusion_engine_destroy(engine);
    for (size_t i = 0; i < one->count; i++)
        one->releases[i].report.as.state.height_known = false;
    const fusion_engine_settings settings = fusion_engine_defaults();
    engine = scene_run(one, &settings, SECONDS);
    const fusion_innovations seen = fusion_engine_innovations(engine, 0);
    CU_ASSERT_TRUE(seen.plots > 100);
    CU_ASSERT_EQUAL(seen.dimensions, 2 * seen.plots);
    fusion_engine_destroy(engine);
}

static void sums_are_those_of_what_was_noted(void)
{
    static nis all;
    nis_note(&all, 3, &(cv_fit){.distance2 = 2.5, .dimensions = 3});
    nis_note(&all, 3, &(cv_fit){.distance2 = 0.25, .dimensions = 2});
    nis_note(&all, 4, &(cv_fit){.distance2 = 9.0, .dimensions = 0});
    nis_note(&all, fusion_sensor_unnamed(1), &(cv_fit){.distance2 = 9.0, .dimensions = 3});
    const fusion_innovations three = nis_of(&all, 3);
    CU_ASSERT_EQUAL(three.plots, 2);
    CU_ASSERT_EQUAL(three.dimensions, 5);
    CU_ASSERT_DOUBLE_EQUAL(three.sum, 2.75, 1e-9); /* whole millionths */
    CU_ASSERT_EQUAL(nis_of(&all, 4).plots, 0);
    CU_ASSERT_EQUAL(nis_of(&all, fusion_sensor_unnamed(1)).plots, 0);
}

CU_TestInfo nis_tests[] = {
    {"where claims are honest NIS is about its dimension",
     where_claims_are_honest_nis_is_about_its_dimension},
    {"a sensor that claims too much is told from one that does not",
     a_sensor_that_claims_too_much_is_told_from_one_that_does_not},
    {"a sensor that claims too little is told too", a_sensor_that_claims_too_little_is_told_too},
    {"a plot without height has two dimensions", a_plot_without_height_has_two_dimensions},
    {"sums are those of what was noted", sums_are_those_of_what_was_noted},
    CU_TEST_INFO_NULL,
};
