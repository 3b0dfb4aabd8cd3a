#include "estimate/random_filter.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "suites.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void east_at_greenwich_is_y(void)
{
    /* At latitude 0, longitude 0: east is y, north is z, up is x. */
    double axes[9], ecef[3], covariance[6];
    const double local[3] = {1.0, 2.0, 3.0};
    const double ellipse[6] = {4.0, 1.0, 0.0, 9.0, 0.0, 25.0}; /* ee en eu nn nu uu */
    wgs84_axes(0.0, 0.0, axes);
    turn_to_ecef(axes, local, ecef);
    CU_ASSERT_EQUAL(ecef[0], 3.0);
    CU_ASSERT_EQUAL(ecef[1], 1.0);
    CU_ASSERT_EQUAL(ecef[2], 2.0);
    turn_covariance3_to_ecef(axes, ellipse, covariance);
    const double turned[6] = {25.0, 0.0, 0.0, 4.0, 1.0, 9.0}; /* xx xy xz yy yz zz */
    for (int i = 0; i < 6; i++)
        CU_ASSERT_EQUAL(covariance[i], turned[i]);
}

static void turning_there_and_back_changes_nothing(void)
{
    random_source source = random_seeded(20);
    for (int n = 0; n < 200; n++) {
        double axes[9], turned[21], back[21];
        const cv_state filter = random_filter(&source, 0.0, 3.0);
        wgs84_axes(random_uniform(&source, -1.5, 1.5), random_uniform(&source, -3.0, 3.0), axes);
        turn_covariance6_to_local(axes, filter.covariance, turned);
        turn_covariance6_to_ecef(axes, turned, back);
        /* Some 30 roundings of numbers up to the largest variance, 1e6. */
        for (int i = 0; i < 21; i++)
            CU_ASSERT_DOUBLE_EQUAL(back[i], filter.covariance[i], 30 * 1.1e-16 * 1e6 * 3);
    }
}

static void turned_covariance_measures_turned_errors_alike(void)
{
    /* e' inv(P) e has no axes: the property that a turned covariance is for. Seed 21; condition up
     * to 1e6, and so 1e-16 becomes 1e-10. */
    random_source source = random_seeded(21);
    for (int n = 0; n < 200; n++) {
        double axes[9], local[21], error[6], error_local[6];
        const cv_state filter = random_filter(&source, 0.0, 3.0);
        wgs84_axes(random_uniform(&source, -1.5, 1.5), random_uniform(&source, -3.0, 3.0), axes);
        for (int i = 0; i < 6; i++)
            error[i] = random_normal(&source) * (i < 3 ? 100.0 : 1.0);
        turn_to_local(axes, error, error_local);
        turn_to_local(axes, error + 3, error_local + 3);
        turn_covariance6_to_local(axes, filter.covariance, local);
        const double here = normalised_square(6, local, error_local);
        const double there = normalised_square(6, filter.covariance, error);
        CU_ASSERT_DOUBLE_EQUAL(here / there, 1.0, 1e-9);
    }
}

static void in_and_out_may_be_one_array(void)
{
    random_source source = random_seeded(22);
    double axes[9], apart[21], place[3] = {1.0, -2.0, 3.0}, moved[3];
    cv_state filter = random_filter(&source, 0.0, 3.0);
    wgs84_axes(0.6, 2.2, axes);
    turn_covariance6_to_local(axes, filter.covariance, apart);
    turn_covariance6_to_local(axes, filter.covariance, filter.covariance);
    CU_ASSERT_EQUAL(memcmp(apart, filter.covariance, sizeof apart), 0);
    turn_to_ecef(axes, place, moved);
    turn_to_ecef(axes, place, place);
    CU_ASSERT_EQUAL(memcmp(place, moved, sizeof place), 0);
}

CU_TestInfo turn_tests[] = {
    {"east at Greenwich is y", east_at_greenwich_is_y},
    {"turning there and back changes nothing", turning_there_and_back_changes_nothing},
    {"turned covariance measures turned errors alike",
     turned_covariance_measures_turned_errors_alike},
    {"in and out may be one array", in_and_out_may_be_one_array},
    CU_TEST_INFO_NULL,
};
