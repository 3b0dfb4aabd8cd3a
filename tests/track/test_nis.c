#include "scene.h"
#include "suites.h"
#include "track/nis.h"

#include <math.h>
#include <string.h>

enum { OBJECTS = 8, SECONDS = 300, SOON = 120 };

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

/* Normalised as is believed, of plots at the pole whose noise is r in each direction, to a filter
 * with a variance of p: drawn with `moved` of the one and `factor` of the other. */
static fusion_innovations drawn(double p, double r, double moved, double factor, bool level)
{
    enum { PLOTS = 400 };
    static nis all;
    memset(&all, 0, sizeof all);
    uint64_t chance = 20145;
    cv_state filter = {.state = {0.0, 0.0, 6356752.0}};
    filter.covariance[0] = filter.covariance[6] = filter.covariance[11] = p;
    const double noise[6] = {r, 0, 0, r, 0, r}, sigma = sqrt(moved * p + factor * r);
    for (int i = 0; i < PLOTS; i++) {
        double place[3];
        for (int k = 0; k < 3; k++)
            place[k] = filter.state[k] + sigma * chance_normal(&chance);
        const nis_noise one = nis_noise_of(&filter, place, noise, level);
        nis_note_noise(&all, 0, &one);
    }
    return nis_of(&all, 0);
}

static void the_noise_s_part_is_that_of_its_share(void)
{
    /* All round alike: S is p + r, and R inv(S) is r / (p + r) = 3/4 in each direction. */
    const cv_state filter = {.state = {0.0, 0.0, 6356752.0},
                             .covariance = {[0] = 25.0, [6] = 25.0, [11] = 25.0}};
    const double r[6] = {75.0, 0, 0, 75.0, 0, 75.0};
    const double place[3] = {3.0, 4.0, 6356752.0 + 12.0};
    const nis_noise solid = nis_noise_of(&filter, place, r, false);
    CU_ASSERT_DOUBLE_EQUAL(solid.error2, 0.75 * 169.0 / 100.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(solid.share, 3 * 0.75, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(solid.share2, 3 * 0.75 * 0.75, 1e-12);
    const nis_noise level = nis_noise_of(&filter, place, r, true);
    CU_ASSERT_DOUBLE_EQUAL(level.error2, 0.75 * 25.0 / 100.0, 1e-6); /* 2e-6 rad off the pole */
    CU_ASSERT_DOUBLE_EQUAL(level.share, 2 * 0.75, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(level.share2, 2 * 0.75 * 0.75, 1e-12);
}

static void correlated_noise_is_weighed_along_its_axes(void)
{
    /* R and P have the axes (1 1 0), (1 -1 0) and up: shares 9/10, 1/2, 1/5 by hand, and z lies
     * along the first with 10 of S. */
    const cv_state filter = {.covariance = {[0] = 1.0, [6] = 1.0, [11] = 4.0}};
    const double r[6] = {5.0, 4.0, 0.0, 5.0, 0.0, 1.0};
    const double place[3] = {3.0, 3.0, 0.0};
    const nis_noise one = nis_noise_of(&filter, place, r, false);
    CU_ASSERT_DOUBLE_EQUAL(one.error2, 0.9 * 18.0 / 10.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(one.share, 0.9 + 0.5 + 0.2, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(one.share2, 0.81 + 0.25 + 0.04, 1e-12);
}

static void errors_are_within_their_bounds_however_objects_move(void)
{
    /* 1,200 dimensions of a share of 2/3 and more tell l to 0.06; three of that. */
    for (int level = 0; level < 2; level++)
        for (double moved = 0.0; moved <= 2.0; moved += 0.5)
            for (double factor = 0.25; factor <= 4.0; factor *= 2.0)
                for (double p = 1.0; p <= 50.0; p *= 7.0) {
                    double least, most;
                    const fusion_innovations of = drawn(p, 100.0, moved, factor, level == 1);
                    CU_ASSERT_TRUE(fusion_innovations_judge(&of, &least, &most));
                    CU_ASSERT_TRUE(least * least <= factor * 1.25);
                    CU_ASSERT_TRUE(most * most >= factor / 1.25);
                }
}

static void twice_and_half_the_claim_are_told_where_noise_is_most_of_it(void)
{
    double least, most;
    fusion_innovations of = drawn(10.0, 100.0, 1.0, 4.0, false);
    CU_ASSERT_TRUE(fusion_innovations_judge(&of, &least, &most) && least > 1.8);
    of = drawn(10.0, 100.0, 1.0, 0.25, false);
    CU_ASSERT_TRUE(fusion_innovations_judge(&of, &least, &most) && most < 0.65);
    of = drawn(10.0, 100.0, 1.0, 1.0, false);
    CU_ASSERT_TRUE(fusion_innovations_judge(&of, &least, &most) && least < 1.1 && most > 0.9);
}

/* A radar with a sigma of 1 m, to which next to all of S is where its objects may have turned to,
 * and did not, in the first two minutes, when that is believed as usual: it was said to err by at
 * most 0.6 times what it claims. */
static void what_is_mostly_motion_tells_nothing_of_the_noise(void)
{
    double least, most;
    const fusion_innovations few = drawn(10000.0, 1.0, 0.3, 1.0, false);
    CU_ASSERT_FALSE(fusion_innovations_judge(&few, &least, &most));
    scene *one = scene_new(20144);
    const uint16_t sensor = scene_sensor(one, "precise", 4.0);
    for (int second = 0; second < SOON; second += 4)
        for (int i = 0; i < OBJECTS; i++) {
            const scene_object object = {36.0 + 0.3 * i, 130.0, 6000.0, 200.0, 0.0, 0.0};
            scene_sight(one, sensor, second + 0.01 * i, &object, 1.0);
        }
    fusion_engine *engine = scene_run(one, NULL, SOON);
    CU_ASSERT_TRUE(nis_a_dimension(engine, sensor) < 0.5); /* as it was judged by */
    const fusion_innovations seen = fusion_engine_innovations(engine, sensor);
    const bool known = fusion_innovations_judge(&seen, &least, &most);
    CU_ASSERT_TRUE(!known || (least < 1.1 && most > 0.9));
    fusion_engine_destroy(engine);
}

CU_TestInfo nis_tests[] = {
    {"where claims are honest NIS is about its dimension",
     where_claims_are_honest_nis_is_about_its_dimension},
    {"a sensor that claims too much is told from one that does not",
     a_sensor_that_claims_too_much_is_told_from_one_that_does_not},
    {"a sensor that claims too little is told too", a_sensor_that_claims_too_little_is_told_too},
    {"a plot without height has two dimensions", a_plot_without_height_has_two_dimensions},
    {"the noise's part is that of its share", the_noise_s_part_is_that_of_its_share},
    {"correlated noise is weighed along its axes", correlated_noise_is_weighed_along_its_axes},
    {"errors are within their bounds however objects move",
     errors_are_within_their_bounds_however_objects_move},
    {"twice and half the claim are told where noise is most of it",
     twice_and_half_the_claim_are_told_where_noise_is_most_of_it},
    {"what is mostly motion tells nothing of the noise",
     what_is_mostly_motion_tells_nothing_of_the_noise},
    CU_TEST_INFO_NULL,
};
