#include "estimate/height.h"
#include "estimate/polar.h"
#include "estimate/random_filter.h"
#include "fusion/report.h"
#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "suites.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DEGREES(x) ((x) / ANGLE_DEGREES)

static void plot_due_east_lies_due_east(void)
{
    polar_place place;
    polar_place_at(DEGREES(37.5), DEGREES(127.0), 600.0, &place);
    const polar plot = {10e3, DEGREES(90.0), 0.0, 1.0, 1e-6, 1e-6};
    double position[3], covariance[6], away[3], local[3];
    CU_ASSERT_EQUAL(polar_to_ecef(&place, &plot, 0, 0, position, covariance), FUSION_OK);
    for (int k = 0; k < 3; k++)
        away[k] = position[k] - place.ecef[k];
    turn_to_local(place.axes, away, local);
    CU_ASSERT_DOUBLE_EQUAL(local[0], 10e3, 1e-7); /* stretch is 5e-13 of 10 km */
    CU_ASSERT_DOUBLE_EQUAL(local[1], 0.0, 1e-8);
    CU_ASSERT_DOUBLE_EQUAL(local[2], 0.0, 1e-8);
    /* North is across the beam: 10 km of 1e-6 rad is 1 cm. Second-order terms are below 1e-12. */
    turn_covariance3_to_local(place.axes, covariance, covariance);
    CU_ASSERT_DOUBLE_EQUAL(covariance[0], 1.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(covariance[3], 1e-4, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(covariance[5], 1e-4, 1e-12);
}

/* Plots of one object. Errors are looked at along the beam that was measured, since that is the way
 * the covariance is turned. */
typedef struct outcome {
    double bias[3]; /* mean error along, across, over; in sigmas of a mean of so many */
    double nees;
} outcome;

static void beam_axes(const polar *m, double axes[9])
{
    const double ca = cos(m->azimuth), sa = sin(m->azimuth);
    const double ce = cos(m->elevation), se = sin(m->elevation);
    const double rows[9] = {ce * sa, ce * ca, se, ca, -sa, 0.0, -se * sa, -se * ca, ce};
    memcpy(axes, rows, sizeof rows);
}

static polar drawn(random_source *source, const polar *truth)
{
    polar plot = *truth;
    plot.range += truth->sigma_range * random_normal(source);
    plot.azimuth += truth->sigma_azimuth * random_normal(source);
    plot.elevation += truth->sigma_elevation * random_normal(source);
    return plot;
}

static void true_position(const polar_place *place, const polar *truth, double position[3])
{
    double axes[9];
    beam_axes(truth, axes);
    for (int k = 0; k < 3; k++)
        axes[k] *= truth->range;
    turn_to_ecef(place->axes, axes, position);
    for (int k = 0; k < 3; k++)
        position[k] += place->ecef[k];
}

static outcome converted(uint64_t seed, const polar *truth, int draws)
{
    random_source source = random_seeded(seed);
    polar_place place;
    polar_place_at(DEGREES(37.5), DEGREES(127.0), 600.0, &place);
    double there[3], sum[3] = {0}, square[3] = {0}, nees = 0.0;
    true_position(&place, truth, there);
    for (int n = 0; n < draws; n++) {
        const polar plot = drawn(&source, truth);
        double position[3], covariance[6], axes[9], error[3];
        if (polar_to_ecef(&place, &plot, 0, 0, position, covariance) != FUSION_OK)
            return (outcome){.nees = NAN};
        for (int k = 0; k < 3; k++)
            error[k] = position[k] - there[k];
        nees += normalised_square(3, covariance, error) / draws;
        beam_axes(&plot, axes);
        turn_to_local(place.axes, error, error);
        turn_to_local(axes, error, error);
        for (int k = 0; k < 3; k++) {
            sum[k] += error[k];
            square[k] += error[k] * error[k];
        }
    }
    outcome out = {.nees = nees};
    for (int k = 0; k < 3; k++)
        out.bias[k] = sum[k] / sqrt(square[k]);
    return out;
}

static const polar wide = {400e3, DEGREES(75.0), DEGREES(3.0), 50.0, DEGREES(1.0), DEGREES(0.5)};
static const polar steep = {30e3, DEGREES(200.0), DEGREES(60.0), 30.0, DEGREES(0.3), DEGREES(0.3)};

static void conversion_has_no_bias_and_an_honest_covariance(void)
{
    /* 1 degree at 400 km bends the plain conversion short by 61 m: NEES 5. A mean lies within 4 of
     * its sigmas, all but once in 16,000; NEES of 20,000 draws within 0.07 of 3 if normal. An arc
     * is not quite normal: 0.03 more. */
    const outcome far = converted(31, &wide, 20000), near = converted(32, &steep, 20000);
    for (int k = 0; k < 3; k++) {
        CU_ASSERT_TRUE(fabs(far.bias[k]) < 4.0);
        CU_ASSERT_TRUE(fabs(near.bias[k]) < 4.0);
    }
    CU_ASSERT_DOUBLE_EQUAL(far.nees, 3.0, 0.1);
    CU_ASSERT_DOUBLE_EQUAL(near.nees, 3.0, 0.1);
}

static void many_plots_of_one_object_close_in_on_it(void)
{
    /* 400 plots of 1 degree, 50 m: the filter ends within its own sigma of the range, some 3.6 m
     * (the second-order spread makes it 5), though each plot alone is bent by 61 m. Mean over 40
     * filters: 12 sigmas of a mean would be 2 of one filter; take 4 of the mean. */
    random_source source = random_seeded(34);
    polar_place place;
    polar_place_at(DEGREES(37.5), DEGREES(127.0), 600.0, &place);
    double there[3], axes[9], along = 0.0, variance = 0.0;
    true_position(&place, &wide, there);
    beam_axes(&wide, axes);
    for (int run = 0; run < 40; run++) {
        cv_state filter;
        double position[3], r[6], error[3], local[6];
        for (int n = 0; n < 400; n++) {
            const polar plot = drawn(&source, &wide);
            CU_ASSERT_EQUAL(polar_to_ecef(&place, &plot, 0, 0, position, r), FUSION_OK);
            if (n == 0)
                cv_begin(&filter, position, r, 1e-3, 1e-3);
            else
                CU_ASSERT_EQUAL(cv_update_position(&filter, position, r, NULL), FUSION_OK);
        }
        for (int k = 0; k < 3; k++)
            error[k] = filter.state[k] - there[k];
        turn_to_local(place.axes, error, error);
        turn_to_local(axes, error, error);
        const double *p = filter.covariance;
        const double packed[6] = {p[0], p[1], p[2], p[6], p[7], p[11]};
        turn_covariance3_to_local(place.axes, packed, local);
        turn_covariance3_to_local(axes, local, local);
        along += error[0] / 40.0;
        variance += local[0] / 40.0;
    }
    CU_ASSERT_TRUE(fabs(along) < 4.0 * sqrt(variance / 40.0));
}

static double distance(const double a[3], const double b[3])
{
    return hypot(hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
}

static void without_elevation_the_plot_lies_at_its_height(void)
{
    polar_place place;
    polar_place_at(DEGREES(37.5), DEGREES(127.0), 600.0, &place);
    static const struct {
        double range;
        uint8_t category;
    } cases[] = {{40e3, FUSION_SURFACE}, {300e3, FUSION_AIR}, {900e3, FUSION_MISSILE}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const polar plot = {cases[i].range, DEGREES(310.0), 0.0, 50.0, 1e-9, 0.0};
        double height, sigma, position[3], covariance[6], lat, lon, up, axes[9], local[6];
        height_prior(cases[i].category, &height, &sigma);
        /* A height that is certain: to the millimetre that Newton's method leaves. */
        CU_ASSERT_EQUAL(polar_to_ecef(&place, &plot, height, 1e-3, position, covariance),
                        FUSION_OK);
        wgs84_from_ecef(position, &lat, &lon, &up);
        CU_ASSERT_DOUBLE_EQUAL(up, height, 1.1e-3);
        CU_ASSERT_DOUBLE_EQUAL(distance(position, place.ecef), plot.range, 1e-6);
        /* One that is believed: the bend at constant height moves the point in by sigma^2 / (2
         * range) and leaves the height but for the earth's own roundness, 1 part in 100 of what it
         * moves. */
        CU_ASSERT_EQUAL(polar_to_ecef(&place, &plot, height, sigma, position, covariance),
                        FUSION_OK);
        wgs84_from_ecef(position, &lat, &lon, &up);
        const double bend = 0.5 * sigma * sigma / plot.range;
        CU_ASSERT_DOUBLE_EQUAL(up, height, 1e-3 + 1e-2 * bend);
        CU_ASSERT_DOUBLE_EQUAL(distance(position, place.ecef), plot.range - bend,
                               1e-3 + 0.05 * bend);
        /* Height's variance is the prior's: range moves it by nothing along constant height. */
        wgs84_axes(lat, lon, axes);
        turn_covariance3_to_local(axes, covariance, local);
        CU_ASSERT_DOUBLE_EQUAL(sqrt(local[5]), sigma, 1e-3 * sigma);
    }
}

static void unknown_height_is_honest_over_its_prior(void)
{
    /* The object's height is drawn from the prior of air: NEES of 2,000 draws is 3 +- 0.22 (four
     * sigmas of a chi-square's mean); the bend of the circle at 100 km adds a few per cent.
     * Seed 33. */
    random_source source = random_seeded(33);
    polar_place place;
    polar_place_at(DEGREES(37.5), DEGREES(127.0), 100.0, &place);
    double nees = 0.0, height, sigma;
    height_prior(FUSION_AIR, &height, &sigma);
    for (int n = 0; n < 2000; n++) {
        double truth[3], away[3], local[3], position[3], covariance[6];
        wgs84_to_ecef(DEGREES(38.2), DEGREES(127.7), height + sigma * random_normal(&source),
                      truth);
        for (int k = 0; k < 3; k++)
            away[k] = truth[k] - place.ecef[k];
        turn_to_local(place.axes, away, local);
        const double range = hypot(hypot(local[0], local[1]), local[2]);
        const polar plot = {range + 50.0 * random_normal(&source),
                            atan2(local[0], local[1]) + 0.005 * random_normal(&source),
                            0.0,
                            50.0,
                            0.005,
                            0.0};
        CU_ASSERT_EQUAL(polar_to_ecef(&place, &plot, height, sigma, position, covariance),
                        FUSION_OK);
        for (int k = 0; k < 3; k++)
            position[k] -= truth[k];
        nees += normalised_square(3, covariance, position) / 2000.0;
    }
    CU_ASSERT_DOUBLE_EQUAL(nees, 3.0, 0.3);
}

static void bend_is_how_the_place_moves_with_its_height(void)
{
    /* Second difference of the place over heights 500 m apart. Newton's method leaves 1 mm of each,
     * so 2e-8 of the difference; its fourth order is 1e-4 of it. */
    polar_place place;
    polar_place_at(DEGREES(37.5), DEGREES(127.0), 600.0, &place);
    const polar plot = {50e3, DEGREES(310.0), 0.0, 50.0, 1e-9, 0.0};
    double at[3][3], covariance[6], bend[3];
    for (int k = 0; k < 3; k++)
        CU_ASSERT_EQUAL(polar_to_ecef(&place, &plot, 5500.0 + 500.0 * k, 1e-3, at[k], covariance),
                        FUSION_OK);
    polar_bend(&place, &plot, 6000.0, bend);
    CU_ASSERT_TRUE(bend[0] * bend[0] + bend[1] * bend[1] + bend[2] * bend[2] > 1e-10);
    for (int i = 0; i < 3; i++)
        CU_ASSERT_DOUBLE_EQUAL(bend[i], (at[0][i] - 2.0 * at[1][i] + at[2][i]) / 25e4, 2.5e-8);
}

static void height_out_of_reach_stays_within_the_range(void)
{
    /* Air at 2 km from the radar cannot be at 6 km. */
    polar_place place;
    polar_place_at(DEGREES(37.5), DEGREES(127.0), 30.0, &place);
    const polar plot = {2e3, DEGREES(45.0), 0.0, 50.0, 0.005, 0.0};
    double position[3], covariance[6], lat, lon, height;
    CU_ASSERT_EQUAL(polar_to_ecef(&place, &plot, 6000.0, 3500.0, position, covariance), FUSION_OK);
    wgs84_from_ecef(position, &lat, &lon, &height);
    CU_ASSERT_DOUBLE_EQUAL(height, 30.0 + 2e3 * sqrt(0.5), 1e-2);
    CU_ASSERT_TRUE(smallest_eigenvalue(3, covariance) > 0.0);
    CU_ASSERT_TRUE(covariance[0] + covariance[3] + covariance[5] < 2e3 * 2e3);
}

static void senseless_plots_are_refused(void)
{
    polar_place place;
    polar_place_at(0.0, 0.0, 0.0, &place);
    double position[3] = {7.0}, covariance[6];
    const polar no_number = {NAN, 0.0, 0.0, 1.0, 1.0, 1.0},
                no_range = {0.0, 0.0, 0.0, 1.0, 1.0, 1.0};
    const polar no_height = {1e3, 0.0, 0.0, 1.0, 1e-3, 0.0};
    CU_ASSERT_EQUAL(polar_to_ecef(&place, &no_number, 0, 0, position, covariance),
                    FUSION_NOT_FINITE);
    CU_ASSERT_EQUAL(polar_to_ecef(&place, &no_range, 0, 0, position, covariance),
                    FUSION_OUT_OF_RANGE);
    CU_ASSERT_EQUAL(polar_to_ecef(&place, &no_height, 0, 0, position, covariance),
                    FUSION_OUT_OF_RANGE);
    CU_ASSERT_EQUAL(position[0], 7.0);
}

CU_TestInfo polar_tests[] = {
    {"plot due east lies due east", plot_due_east_lies_due_east},
    {"conversion has no bias and an honest covariance",
     conversion_has_no_bias_and_an_honest_covariance},
    {"many plots of one object close in on it", many_plots_of_one_object_close_in_on_it},
    {"without elevation the plot lies at its height",
     without_elevation_the_plot_lies_at_its_height},
    {"unknown height is honest over its prior", unknown_height_is_honest_over_its_prior},
    {"bend is how the place moves with its height", bend_is_how_the_place_moves_with_its_height},
    {"height out of reach stays within the range", height_out_of_reach_stays_within_the_range},
    {"senseless plots are refused", senseless_plots_are_refused},
    CU_TEST_INFO_NULL,
};
