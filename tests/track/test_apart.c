/* A sensor that sees things where no other does is told; companions are not taken for it. */
#include "fusion/conduct.h"
#include "scene.h"
#include "suites.h"

#include <math.h>
#include <stdio.h>

#define RADARS   3
#define SECONDS  340 /* 30 periods of the slowest, and some */
#define AIRCRAFT 8
#define SIGMA    30.0
#define SEEDS    3

/* Moves a plot by so many metres away from where the radar stands, and to its right. */
static void displace(fusion_release *plot, const double radar[3], double away, double right)
{
    double *place = plot->report.as.state.position;
    double line[3], up[3], side[3], far = 0.0, high = 0.0, wide = 0.0;
    for (int i = 0; i < 3; i++) {
        line[i] = place[i] - radar[i];
        far += line[i] * line[i];
        high += radar[i] * radar[i];
    }
    for (int i = 0; i < 3; i++)
        up[i] = radar[i] / sqrt(high);
    for (int i = 0; i < 3; i++) {
        side[i] = line[(i + 1) % 3] * up[(i + 2) % 3] - line[(i + 2) % 3] * up[(i + 1) % 3];
        wide += side[i] * side[i];
    }
    for (int i = 0; i < 3; i++)
        place[i] += away * line[i] / sqrt(far) + right * side[i] / sqrt(wide);
}

/* Each radar sees each aircraft, and of `pairs` of them a companion 300 m to the north; the first
 * of them is off by so much. What is found of each radar's place, and how many tracks there are. */
static size_t play(uint64_t seed, size_t radars, double away, double turned, int pairs,
                   fusion_finding found[RADARS])
{
    scene *one = scene_new(seed);
    for (size_t r = 0; r < radars; r++) {
        const uint16_t radar = scene_radar(one, r);
        double *stands = one->registry.sensors[radar].place, velocity[3];
        const scene_object at = {36.0 + 0.5 * (double)r, 127.0, 500.0, 0.0, 0.0, 0.0};
        scene_place(&at, 0.0, stands, velocity);
        for (double t = 1.0 + 0.3 * (double)r; t < SECONDS; t += scene_periods[r])
            for (int i = 0; i < AIRCRAFT + pairs; i++) {
                const int k = i % AIRCRAFT;
                const scene_object flown = {36.1 + 0.2 * (k % 4) +
                                                300.0 / 110990.0 * (i / AIRCRAFT),
                                            127.8 + 0.4 * (k / 4),
                                            7000.0 + 300.0 * k,
                                            150.0 * cos(k),
                                            150.0 * sin(k),
                                            0.0};
                if (chance_unit(&one->chance) >= 0.9)
                    continue;
                fusion_release *plot = scene_sight(one, radar, t, &flown, SIGMA);
                double range = 0.0;
                for (int a = 0; a < 3; a++)
                    range += pow(plot->report.as.state.position[a] - stands[a], 2.0);
                if (r == 0)
                    displace(plot, stands, away, turned * sqrt(range));
            }
    }
    fusion_engine *engine = scene_run(one, NULL, SECONDS);
    for (size_t r = 0; r < radars; r++) {
        fusion_finding all[FUSION_CLAIMS_OF_SENSORS];
        const fusion_conduct of = fusion_engine_conduct(engine, r);
        fusion_conduct_judge(&of, &one->registry.sensors[r], all);
        found[r] = all[FUSION_CLAIMED_PLACE];
        printf("\n    %s: shares %llu, %llu double, %.0f m apart ", one->registry.sensors[r].name,
               (unsigned long long)of.shared, (unsigned long long)of.doubles, found[r].found);
    }
    const fusion_track *shown;
    const size_t count = scene_picture(engine, FUSION_CONFIRMED, &shown);
    printf("%zu tracks ", count);
    fusion_engine_destroy(engine);
    return count;
}

/* Every aircraft had two tracks for good, and nobody said why. */
static void a_range_that_is_off_is_told(void)
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        fusion_finding found[RADARS];
        CU_ASSERT_TRUE(play(2100 + seed, RADARS, 300.0, 0.0, 0, found) >= 2 * AIRCRAFT);
        CU_ASSERT_TRUE(found[0].differs);
        /* Less what of it is up: elevations are below 10 degrees; and two estimates' noise. */
        CU_ASSERT_DOUBLE_EQUAL(found[0].found, 300.0, 30.0);
        CU_ASSERT_FALSE(found[1].differs);
        CU_ASSERT_FALSE(found[2].differs);
    }
}

/* 0.3 degrees are 380 m at 72 km, which is the nearest, and 800 m at 150 km. */
static void a_north_that_is_off_is_told(void)
{
    fusion_finding found[RADARS];
    play(2110, RADARS, 0.0, 0.3 * 3.14159265358979 / 180.0, 0, found);
    CU_ASSERT_TRUE(found[0].differs);
    CU_ASSERT_TRUE(found[0].found > 380.0 && found[0].found < 800.0);
    CU_ASSERT_FALSE(found[1].differs);
    CU_ASSERT_FALSE(found[2].differs);
}

static void of_two_that_differ_both_are_told(void)
{
    fusion_finding found[RADARS];
    play(2120, 2, 300.0, 0.0, 0, found);
    CU_ASSERT_TRUE(found[0].differs);
    CU_ASSERT_TRUE(found[1].differs);
}

static void companions_are_no_error_of_place(void)
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        fusion_finding found[RADARS];
        play(2130 + seed, RADARS, 0.0, 0.0, AIRCRAFT, found);
        for (size_t r = 0; r < RADARS; r++)
            CU_ASSERT_TRUE(found[r].known && !found[r].differs);
    }
}

static void sensors_that_agree_are_not_told(void)
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        fusion_finding found[RADARS];
        play(2140 + seed, RADARS, 0.0, 0.0, 0, found);
        for (size_t r = 0; r < RADARS; r++)
            CU_ASSERT_TRUE(found[r].known && !found[r].differs);
    }
}

CU_TestInfo apart_tests[] = {
    {"A5: a range that is off is told", a_range_that_is_off_is_told},
    {"A5: a north that is off is told", a_north_that_is_off_is_told},
    {"A5: of two that differ both are told", of_two_that_differ_both_are_told},
    {"A5: companions are no error of place", companions_are_no_error_of_place},
    {"A5: sensors that agree are not told", sensors_that_agree_are_not_told},
    CU_TEST_INFO_NULL,
};
