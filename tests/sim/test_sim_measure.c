#include "estimate/polar.h"
#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "suites.h"
#include "tools/sim/measure.h"

#include <math.h>
#include <string.h>

#define RADIANS(degrees) ((degrees) / ANGLE_DEGREES)
#define DRAWS            20000

static scenario_sensor radar(void)
{
    return (scenario_sensor){.rides = -1,
                             .lat = RADIANS(37.0),
                             .lon = RADIANS(129.0),
                             .height = 500.0,
                             .range = 400e3,
                             .horizon = true,
                             .elevation = {RADIANS(-5.0), RADIANS(40.0)},
                             .sigma_range = 50.0,
                             .sigma_azimuth = RADIANS(0.2),
                             .sigma_elevation = RADIANS(0.3)};
}

static void polar_leads_back_to_the_place(void)
{
    /* By the fusion side's own conversion, at sigmas too small to matter to it. */
    const scenario_sensor sensor = radar();
    eye at;
    eye_at(&sensor, NULL, 0.0, 0.0, &at);
    chance draws = chance_seeded(1, "places");
    for (int i = 0; i < 100; i++) {
        double place[3], back[3], covariance[6];
        wgs84_to_ecef(RADIANS(chance_between(&draws, 35.0, 39.0)),
                      RADIANS(chance_between(&draws, 127.0, 131.0)),
                      chance_between(&draws, 0.0, 12000.0), place);
        feed_polar seen;
        measure_polar(&at, place, &seen);
        const polar measured = {seen.range, seen.azimuth, seen.elevation, 0.01, 1e-9, 1e-9};
        polar_place stands;
        polar_place_at(at.lat, at.lon, at.height, &stands);
        CU_ASSERT_EQUAL(polar_to_ecef(&stands, &measured, 0, 0, back, covariance), FUSION_OK);
        for (int j = 0; j < 3; j++)
            CU_ASSERT_DOUBLE_EQUAL(back[j], place[j], 1e-6);
    }
}

static void horizon_is_that_of_the_rule_of_thumb(void)
{
    /* 4.12 km times the square root of the height in metres, for 4/3 of the Earth. */
    CU_ASSERT_DOUBLE_EQUAL(measure_horizon(100.0, 0.0), 41.2e3, 100.0);
    CU_ASSERT_DOUBLE_EQUAL(measure_horizon(0.0, 10000.0), 412e3, 1000.0);
    CU_ASSERT_DOUBLE_EQUAL(measure_horizon(100.0, 10000.0), 453.2e3, 1100.0);
    CU_ASSERT_EQUAL(measure_horizon(-5.0, -5.0), 0.0);
}

static bool covers(const scenario_sensor *sensor, double range, double azimuth_deg,
                   double elevation_deg, double height)
{
    eye at;
    eye_at(sensor, NULL, 0.0, 0.0, &at);
    const feed_polar seen = {
        .range = range, .azimuth = RADIANS(azimuth_deg), .elevation = RADIANS(elevation_deg)};
    return measure_covers(sensor, &at, &seen, height);
}

static void what_is_out_of_reach_is_not_seen(void)
{
    const scenario_sensor sensor = radar();
    CU_ASSERT_TRUE(covers(&sensor, 300e3, 10, 1, 10000));
    CU_ASSERT_FALSE(covers(&sensor, 401e3, 10, 1, 10000));  /* range */
    CU_ASSERT_FALSE(covers(&sensor, 300e3, 10, 41, 10000)); /* above the beam */
    CU_ASSERT_FALSE(covers(&sensor, 300e3, 10, -6, 10000)); /* below it */
    CU_ASSERT_FALSE(covers(&sensor, 150e3, 10, 0, 100));    /* behind the horizon, 133 km off */
}

static void sector_may_lie_across_north(void)
{
    scenario_sensor sensor = radar();
    sensor.sector = (scenario_span){RADIANS(350.0), RADIANS(20.0)};
    static const double in[] = {350.0, 359.9, 0.0, -5.0, 20.0};
    static const double out[] = {349.9, 20.1, 180.0, -11.0};
    for (size_t i = 0; i < 5; i++)
        CU_ASSERT_TRUE(covers(&sensor, 100e3, in[i], 1, 5000));
    for (size_t i = 0; i < 4; i++)
        CU_ASSERT_FALSE(covers(&sensor, 100e3, out[i], 1, 5000));
}

/* Solves P y = e by Cramer's rule and gives e' y. */
static double normalised2(const double p[6], const double e[3])
{
    const double c0 = p[3] * p[5] - p[4] * p[4], c1 = p[2] * p[4] - p[1] * p[5];
    const double c2 = p[1] * p[4] - p[2] * p[3], c3 = p[0] * p[5] - p[2] * p[2];
    const double c4 = p[1] * p[2] - p[0] * p[4], c5 = p[0] * p[3] - p[1] * p[1];
    const double determinant = p[0] * c0 + p[1] * c1 + p[2] * c2;
    return (e[0] * (c0 * e[0] + 2.0 * (c1 * e[1] + c2 * e[2])) +
            e[1] * (c3 * e[1] + 2.0 * c4 * e[2]) + e[2] * c5 * e[2]) /
           determinant;
}

/* A sum of n squared normals: within 4.5 standard deviations of n. */
static void check_chi2(double sum, double n)
{
    CU_ASSERT_DOUBLE_EQUAL(sum, n, 4.5 * sqrt(2.0 * n));
}

static void noise_has_the_sigmas_that_it_states(void)
{
    const scenario_sensor sensor = radar();
    chance draws = chance_seeded(2, "noise");
    double sums[3] = {0}, cross = 0.0;
    for (int i = 0; i < DRAWS; i++) {
        feed_polar seen = {.range = 100e3, .azimuth = 1.0, .elevation = 0.1};
        measure_noise(&sensor, &draws, &seen);
        const double range = (seen.range - 100e3) / seen.sigma_range;
        const double azimuth = (seen.azimuth - 1.0) / seen.sigma_azimuth;
        const double elevation = (seen.elevation - 0.1) / seen.sigma_elevation;
        sums[0] += range * range;
        sums[1] += azimuth * azimuth;
        sums[2] += elevation * elevation;
        cross += range * azimuth;
    }
    for (int i = 0; i < 3; i++)
        check_chi2(sums[i], DRAWS);
    CU_ASSERT_DOUBLE_EQUAL(cross, 0.0, 4.5 * sqrt(DRAWS));
}

static void place_of_a_measurement_fits_its_covariance(void)
{
    /* 20,000 noisy looks at one place: the normalised error squared is chi-square with three
     * degrees of freedom, but for the bend of the arc, a thousandth at these angles. */
    const scenario_sensor sensor = radar();
    eye at;
    eye_at(&sensor, NULL, 0.0, 0.0, &at);
    double truth[3], sum = 0.0;
    wgs84_to_ecef(RADIANS(37.6), RADIANS(129.9), 9000.0, truth);
    chance draws = chance_seeded(5, "places");
    for (int i = 0; i < DRAWS; i++) {
        feed_polar seen;
        double place[3], c[6], apart[3];
        measure_polar(&at, truth, &seen);
        measure_noise(&sensor, &draws, &seen);
        measure_place(&at, &seen, 0.0, 0.0, place, c);
        for (int j = 0; j < 3; j++)
            apart[j] = place[j] - truth[j];
        sum += normalised2(c, apart);
    }
    CU_ASSERT_DOUBLE_EQUAL(sum, 3.0 * DRAWS, 4.5 * sqrt(6.0 * DRAWS) + 0.003 * DRAWS);
}

static void height_that_is_assumed_takes_the_place_of_elevation(void)
{
    scenario_sensor sensor = radar();
    sensor.sigma_elevation = 0.0;
    eye at;
    eye_at(&sensor, NULL, 0.0, 0.0, &at);
    double truth[3], place[3], covariance[6], lat, lon, height;
    wgs84_to_ecef(RADIANS(37.2), RADIANS(129.3), 20.0, truth);
    feed_polar seen = {.sigma_range = 50.0, .sigma_azimuth = 0.001};
    measure_polar(&at, truth, &seen);
    seen.elevation = 0.0; /* not measured */
    measure_place(&at, &seen, 20.0, 30.0, place, covariance);
    wgs84_from_ecef(place, &lat, &lon, &height);
    /* On a sphere of mean radius: 35 km off the ellipsoid falls away by 0.2 m more or less. */
    CU_ASSERT_DOUBLE_EQUAL(height, 20.0, 1.0);
    CU_ASSERT_DOUBLE_EQUAL(
        hypot(hypot(place[0] - truth[0], place[1] - truth[1]), place[2] - truth[2]), 0.0, 1.0);
}

static void broadcast_errors_fit_their_covariance(void)
{
    const scenario_sensor sensor = {
        .sigma_position = 12.0, .sigma_height = 9.0, .sigma_velocity = 0.5};
    const double lat = RADIANS(37.0), lon = RADIANS(129.0);
    double place[3], axes[9], moving[3];
    const double speed[3] = {100.0, -50.0, 3.0};
    wgs84_to_ecef(lat, lon, 8000.0, place);
    wgs84_axes(lat, lon, axes);
    turn_to_ecef(axes, speed, moving);
    chance draws = chance_seeded(3, "broadcast");
    double sums[6] = {0};
    for (int i = 0; i < DRAWS; i++) {
        feed_geodetic said;
        measure_broadcast(&sensor, &draws, place, moving, &said);
        double where[3], apart[3], local[3];
        wgs84_to_ecef(said.lat, said.lon, said.height, where);
        for (int j = 0; j < 3; j++)
            apart[j] = where[j] - place[j];
        turn_to_local(axes, apart, local);
        static const int own[3] = {0, 3, 5};
        for (int j = 0; j < 3; j++) {
            sums[j] += local[j] * local[j] / said.covariance[own[j]];
            const double off = said.velocity[j] - speed[j];
            sums[3 + j] += off * off / said.velocity_covariance[own[j]];
        }
    }
    for (int j = 0; j < 6; j++)
        check_chi2(sums[j], DRAWS);
}

static void clutter_is_even_over_the_area(void)
{
    scenario_sensor sensor = radar();
    sensor.range = 100e3; /* nearer than the horizon of all heights but the lowest */
    sensor.horizon = false;
    sensor.elevation = (scenario_span){-ANGLE_PI / 2.0, ANGLE_PI / 2.0};
    eye at;
    eye_at(&sensor, NULL, 0.0, 0.0, &at);
    chance draws = chance_seeded(4, "clutter");
    double near = 0.0;
    for (int i = 0; i < DRAWS; i++) {
        feed_polar seen;
        CU_ASSERT_TRUE(measure_clutter(&sensor, &at, NAN, &draws, &seen));
        near += seen.range < 50e3;
    }
    /* A fourth of the area; a binomial count has variance n p (1 - p). */
    CU_ASSERT_DOUBLE_EQUAL(near, DRAWS / 4.0, 4.5 * sqrt(DRAWS * 3.0 / 16.0));
}

CU_TestInfo sim_measure_tests[] = {
    {"polar leads back to the place", polar_leads_back_to_the_place},
    {"horizon is that of the rule of thumb", horizon_is_that_of_the_rule_of_thumb},
    {"what is out of reach is not seen", what_is_out_of_reach_is_not_seen},
    {"sector may lie across north", sector_may_lie_across_north},
    {"noise has the sigmas that it states", noise_has_the_sigmas_that_it_states},
    {"place of a measurement fits its covariance", place_of_a_measurement_fits_its_covariance},
    {"height that is assumed takes the place of elevation",
     height_that_is_assumed_takes_the_place_of_elevation},
    {"broadcast errors fit their covariance", broadcast_errors_fit_their_covariance},
    {"clutter is even over the area", clutter_is_even_over_the_area},
    CU_TEST_INFO_NULL,
};
