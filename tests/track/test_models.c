/* What objects are believed to do: that it can be, and the density of a speed that is not known. */
#include "geo/wgs84.h"
#include "suites.h"
#include "track/motion.h"

#include <math.h>

#define PI 3.14159265358979323846

static void chances_sum_to_one(void)
{
    for (unsigned categories = 0; categories < 256; categories++) {
        const imm_set *set = motion_of((uint8_t)categories).models;
        double first = 0.0;
        for (int m = 0; m < set->count; m++) {
            const imm_model *one = &set->models[m];
            double next = 0.0;
            for (int to = 0; to < IMM_MODELS; to++) {
                CU_ASSERT_TRUE(one->next[to] >= 0.0 && (to < set->count || one->next[to] == 0.0));
                next += one->next[to];
            }
            CU_ASSERT_EQUAL(one->next[m], 0.0);
            CU_ASSERT_DOUBLE_EQUAL(next, set->count > 1 ? 1.0 : 0.0, 1e-15);
            CU_ASSERT_TRUE(one->stay > 0.0 && one->first > 0.0);
            CU_ASSERT_TRUE(one->noise.horizontal > 0.0 && one->noise.vertical > 0.0);
            first += one->first;
        }
        CU_ASSERT_DOUBLE_EQUAL(first, 1.0, 1e-15);
    }
}

static void the_first_in_order_moves_it_and_the_widest_covers_it(void)
{
    /* motion.h, its table: a missile or a ship moves as a missile; 8 m/s is more than a mine's. */
    const motion either = motion_of(FUSION_SURFACE | FUSION_MISSILE);
    CU_ASSERT_PTR_EQUAL(either.models, motion_of(FUSION_MISSILE).models);
    CU_ASSERT_EQUAL(either.speed_horizontal, 1500.0);
    CU_ASSERT_EQUAL(either.lost, 20e3);
    const motion lies = motion_of(FUSION_SURFACE | FUSION_MINE);
    CU_ASSERT_EQUAL(lies.speed_horizontal, 8.0);
    CU_ASSERT_EQUAL(lies.speed_vertical, 0.05);
    CU_ASSERT_PTR_EQUAL(motion_of(0).models, motion_of(FUSION_AIR).models);
    CU_ASSERT_PTR_EQUAL(motion_of(FUSION_CYBER).models, motion_of(FUSION_AIR).models);
}

/* On the equator at Greenwich up is x. */
static fusion_state flown(double up, double east, double north)
{
    return (fusion_state){.position = {WGS84_A, 0.0, 0.0}, .velocity = {up, east, north}};
}

static double normal(double x, double variance)
{
    return exp(-0.5 * x * x / variance) / sqrt(2.0 * PI * variance);
}

static void a_speed_of_which_nothing_is_known_is_any_of_its_kind(void)
{
    /* Air: 200 m/s level and 5 m/s upright. A ship: 8 and 0.05. */
    const fusion_state flies = flown(4.0, 150.0, -90.0), sails = flown(0.03, 6.0, 2.0);
    const double air = normal(4.0, 25.0) * normal(150.0, 40000.0) * normal(-90.0, 40000.0);
    const double ship = normal(0.03, 0.0025) * normal(6.0, 64.0) * normal(2.0, 64.0);
    CU_ASSERT_DOUBLE_EQUAL(motion_log_velocity(FUSION_AIR, &flies), log(air), 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(motion_log_velocity(FUSION_SURFACE, &sails), log(ship), 1e-12);
}

CU_TestInfo models_tests[] = {
    {"chances sum to one", chances_sum_to_one},
    {"the first in order moves it, and the widest covers it",
     the_first_in_order_moves_it_and_the_widest_covers_it},
    {"a speed of which nothing is known is any of its kind",
     a_speed_of_which_nothing_is_known_is_any_of_its_kind},
    CU_TEST_INFO_NULL,
};
