#include "estimate/cv.h"
#include "estimate/random_filter.h"
#include "estimate/reference.h"
#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "suites.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DEGREES(x) ((x) / ANGLE_DEGREES)

/* A filter `range` away in a direction from 37 N 127 E, its sigma alike every way. */
static cv_state filter_seen(double azimuth, double elevation, double range, double sigma,
                            fusion_line_of_sight *line)
{
    cv_state filter = {0};
    double axes[9];
    const double lat = DEGREES(37.0), lon = DEGREES(127.0);
    const double local[3] = {range * cos(elevation) * sin(azimuth),
                             range * cos(elevation) * cos(azimuth), range * sin(elevation)};
    *line = (fusion_line_of_sight){.azimuth = azimuth, .elevation = elevation};
    wgs84_to_ecef(lat, lon, 50.0, line->origin);
    wgs84_axes(lat, lon, axes);
    turn_to_ecef(axes, local, filter.state);
    for (int k = 0; k < 3; k++)
        filter.state[k] += line->origin[k];
    static const int diagonal[6] = {0, 6, 11, 15, 18, 20};
    for (int k = 0; k < 6; k++)
        filter.covariance[diagonal[k]] = k < 3 ? sigma * sigma : 100.0;
    return filter;
}

static void bearings_across_north_differ_by_little(void)
{
    /* Seen at 359.8, expected there; measured 0.3, then 0.8: half a degree and one, not 359. The
     * filter's own sigma is a mm at 20 km: distance is the angle in sigmas. */
    fusion_line_of_sight line;
    const cv_state filter = filter_seen(DEGREES(359.8), 0.0, 20e3, 1e-3, &line);
    cv_fit fit;
    line.sigma_azimuth = DEGREES(0.5);
    line.azimuth = DEGREES(0.3);
    CU_ASSERT_EQUAL(cv_fit_line(&filter, &line, &fit), FUSION_OK);
    CU_ASSERT_DOUBLE_EQUAL(fit.distance2, 1.0, 1e-9); /* 1 nm of 20 km in ECEF is 5e-14 rad */
    line.azimuth = DEGREES(0.8);
    CU_ASSERT_EQUAL(cv_fit_line(&filter, &line, &fit), FUSION_OK);
    CU_ASSERT_DOUBLE_EQUAL(fit.distance2, 4.0, 1e-9);
    CU_ASSERT_EQUAL(fit.dimensions, 1);
}

static void bearings_across_the_seams_differ_by_little(void)
{
    /* The other way across north, where the expected bearing is the small one; and across south,
     * where atan2 has its seam. */
    static const struct {
        double expected, measured;
    } cases[] = {{0.3, 359.8}, {180.2, 179.7}, {179.8, 180.3}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fusion_line_of_sight line;
        const cv_state filter = filter_seen(DEGREES(cases[i].expected), 0.0, 20e3, 1e-3, &line);
        cv_fit fit;
        line.sigma_azimuth = DEGREES(0.5);
        line.azimuth = DEGREES(cases[i].measured);
        CU_ASSERT_EQUAL(cv_fit_line(&filter, &line, &fit), FUSION_OK);
        CU_ASSERT_DOUBLE_EQUAL(fit.distance2, 1.0, 1e-9);
    }
}

/* Azimuth and elevation of a place, by another way than the filter's: east and north by cross
 * products with the axis of the earth. */
static void angles_of(const fusion_line_of_sight *line, const double at[3], double angles[2])
{
    double lat, lon, height;
    wgs84_from_ecef(line->origin, &lat, &lon, &height);
    const double up[3] = {cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)};
    const double d[3] = {at[0] - line->origin[0], at[1] - line->origin[1], at[2] - line->origin[2]};
    const double east = (d[1] * up[0] - d[0] * up[1]) / hypot(up[0], up[1]);
    const double rise = d[0] * up[0] + d[1] * up[1] + d[2] * up[2];
    const double square = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
    const double north = (d[2] - rise * up[2]) / hypot(up[0], up[1]);
    angles[0] = atan2(east, north);
    angles[1] = asin(rise / sqrt(square));
}

static reference_measurement measurement_of(const reference_filter *filter,
                                            const fusion_line_of_sight *line)
{
    reference_measurement m = {.m = 2};
    double here[2], ahead[2], behind[2];
    angles_of(line, filter->state, here);
    m.innovation[0] = angle_wrap(line->azimuth - here[0]);
    m.innovation[1] = line->elevation - here[1];
    m.r[0] = line->sigma_azimuth * line->sigma_azimuth;
    m.r[3] = line->sigma_elevation * line->sigma_elevation;
    for (int k = 0; k < 3; k++) {
        double at[3] = {filter->state[0], filter->state[1], filter->state[2]};
        at[k] += 10.0;
        angles_of(line, at, ahead);
        at[k] -= 20.0;
        angles_of(line, at, behind);
        for (int i = 0; i < 2; i++)
            m.h[6 * i + k] = angle_wrap(ahead[i] - behind[i]) / 20.0;
    }
    return m;
}

static void lines_of_sight_agree_with_lapacke(void)
{
    /* Slopes by differences over 20 m at 10 km and more are right to (10 / 1e4)^2 / 3 = 3e-7 or to
     * rounding (1e-9 m of 20); what follows is relative to the prior sigma: 1e-6 of it. */
    random_source source = random_seeded(70);
    static const int diagonal[6] = {0, 6, 11, 15, 18, 20};
    double worst = 0.0;
    for (int n = 0; n < 500; n++) {
        fusion_line_of_sight line;
        cv_state filter =
            filter_seen(random_uniform(&source, -3.14, 3.14), random_uniform(&source, -0.3, 1.2),
                        random_uniform(&source, 10e3, 300e3), 1.0, &line);
        const cv_state doubt = random_filter(&source, 1.0, 3.0);
        memcpy(filter.covariance, doubt.covariance, sizeof filter.covariance);
        line.sigma_azimuth = DEGREES(random_uniform(&source, 0.01, 1.0));
        line.sigma_elevation = DEGREES(random_uniform(&source, 0.01, 1.0));
        line.azimuth += line.sigma_azimuth * random_normal(&source);
        line.elevation += line.sigma_elevation * random_normal(&source);
        reference_filter full;
        cv_state expected;
        cv_fit fit, fit_expected;
        reference_unpack(&filter, &full);
        const reference_measurement m = measurement_of(&full, &line);
        CU_ASSERT_EQUAL(reference_update(&full, &m, &fit_expected), FUSION_OK);
        CU_ASSERT_EQUAL(cv_update_line(&filter, &line, &fit), FUSION_OK);
        reference_pack(&full, &expected);
        for (int i = 0; i < 6; i++) {
            const double sigma = sqrt(doubt.covariance[diagonal[i]]);
            worst = fmax(worst, fabs(filter.state[i] - expected.state[i]) / sigma);
            worst = fmax(worst,
                         fabs(filter.covariance[diagonal[i]] - expected.covariance[diagonal[i]]) /
                             (sigma * sigma));
        }
        worst = fmax(worst, fabs(fit.distance2 - fit_expected.distance2));
        worst = fmax(worst, fabs(fit.log_likelihood - fit_expected.log_likelihood));
        CU_ASSERT_EQUAL(fit.dimensions, 2);
        CU_ASSERT_TRUE(smallest_eigenvalue(6, filter.covariance) > 0.0);
    }
    printf("%.1e ", worst);
    CU_ASSERT_TRUE(worst < 1e-5);
}

static void two_bearings_that_cross_find_the_object(void)
{
    /* Two platforms, 0.1 degrees of longitude (8.9 km) apart, see an object 15 km off within 0.3
     * degrees: known to about 15 km x 0.0052 = 80 m across each line, so to 200 m at worst. */
    fusion_line_of_sight one, two;
    const cv_state truth = filter_seen(DEGREES(30.0), 0.0, 15e3, 1.0, &one);
    cv_state filter = truth;
    double axes[9], away[3];
    static const int diagonal[3] = {0, 6, 11};
    for (int k = 0; k < 3; k++) {
        filter.state[k] += 700.0;
        filter.covariance[diagonal[k]] = 1e6;
    }
    two = one;
    wgs84_to_ecef(DEGREES(37.0), DEGREES(127.1), 50.0, two.origin);
    wgs84_axes(DEGREES(37.0), DEGREES(127.1), axes);
    for (int k = 0; k < 3; k++)
        away[k] = truth.state[k] - two.origin[k];
    turn_to_local(axes, away, away);
    two.azimuth = atan2(away[0], away[1]);
    one.sigma_azimuth = two.sigma_azimuth = DEGREES(0.3);
    for (int n = 0; n < 2; n++) { /* the second look is linearised at the first one's answer */
        CU_ASSERT_EQUAL(cv_update_line(&filter, &one, NULL), FUSION_OK);
        CU_ASSERT_EQUAL(cv_update_line(&filter, &two, NULL), FUSION_OK);
    }
    for (int k = 0; k < 3; k++)
        away[k] = filter.state[k] - truth.state[k];
    turn_to_local(axes, away, away);
    CU_ASSERT_TRUE(hypot(away[0], away[1]) < 200.0);
}

static void overhead_an_azimuth_says_nothing(void)
{
    fusion_line_of_sight line;
    cv_state filter = filter_seen(0.0, DEGREES(90.0), 5e3, 100.0, &line);
    const cv_state before = filter;
    line.sigma_azimuth = 0.01;
    CU_ASSERT_EQUAL(cv_update_line(&filter, &line, NULL), FUSION_OUT_OF_RANGE);
    CU_ASSERT_EQUAL(memcmp(&filter, &before, sizeof filter), 0);
    /* A metre from the vertical is where it begins: 5 km up, by an angle of 1 m in that. */
    filter = filter_seen(0.0, DEGREES(90.0) - atan(0.99 / 5e3), 5e3, 100.0, &line);
    line.sigma_azimuth = 0.01;
    CU_ASSERT_EQUAL(cv_fit_line(&filter, &line, NULL), FUSION_OUT_OF_RANGE);
    filter = filter_seen(0.0, DEGREES(90.0) - atan(1.01 / 5e3), 5e3, 100.0, &line);
    line.sigma_azimuth = 0.01;
    CU_ASSERT_EQUAL(cv_fit_line(&filter, &line, NULL), FUSION_OK);
}

static void a_broken_line_leaves_the_filter_as_it_was(void)
{
    fusion_line_of_sight line;
    cv_state filter = filter_seen(1.0, 0.1, 5e3, 100.0, &line);
    const cv_state before = filter;
    line.sigma_azimuth = 0.01;
    line.sigma_elevation = NAN;
    CU_ASSERT_EQUAL(cv_update_line(&filter, &line, NULL), FUSION_NOT_FINITE);
    CU_ASSERT_EQUAL(memcmp(&filter, &before, sizeof filter), 0);
}

CU_TestInfo cv_line_tests[] = {
    {"bearings across north differ by little", bearings_across_north_differ_by_little},
    {"bearings across the seams differ by little", bearings_across_the_seams_differ_by_little},
    {"lines of sight agree with LAPACKE", lines_of_sight_agree_with_lapacke},
    {"two bearings that cross find the object", two_bearings_that_cross_find_the_object},
    {"overhead an azimuth says nothing", overhead_an_azimuth_says_nothing},
    {"a broken line leaves the filter as it was", a_broken_line_leaves_the_filter_as_it_was},
    CU_TEST_INFO_NULL,
};
