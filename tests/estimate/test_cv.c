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

static const int diagonal[6] = {0, 6, 11, 15, 18, 20};

static void prediction_moves_by_velocity_and_spreads_by_noise(void)
{
    /* On the equator at Greenwich up is x. By hand, dt 2 s, vertical 3, horizontal 6 m^2/s^3:
     * var x += 3 * 8 / 3, var vx += 6, cov x vx += 6; y and z twice that. */
    cv_state filter = {.state = {WGS84_A, 0, 0, 1, 2, 3}};
    cv_predict(&filter, 2.0, (cv_noise){.horizontal = 6.0, .vertical = 3.0});
    CU_ASSERT_EQUAL(filter.state[0], WGS84_A + 2.0);
    CU_ASSERT_EQUAL(filter.state[1], 4.0);
    CU_ASSERT_EQUAL(filter.state[2], 6.0);
    /* A few roundings of numbers below 16. */
    CU_ASSERT_DOUBLE_EQUAL(filter.covariance[0], 8.0, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(filter.covariance[3], 6.0, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(filter.covariance[15], 6.0, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(filter.covariance[6], 16.0, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(filter.covariance[9], 12.0, 1e-14);
    CU_ASSERT_EQUAL(filter.covariance[1], 0.0);
}

static void no_time_changes_nothing(void)
{
    /* Two reports with one stamp: an interval of 0 once divided by itself. */
    random_source source = random_seeded(60);
    cv_state filter = random_filter(&source, 0.0, 3.0);
    const cv_state before = filter;
    cv_predict(&filter, 0.0, (cv_noise){10.0, 1.0});
    CU_ASSERT_EQUAL(memcmp(&filter, &before, sizeof filter), 0);
}

static void prediction_in_two_steps_is_prediction_in_one(void)
{
    /* White noise has no memory. The vertical turns by 600 m / earth's radius, 1e-4, between the
     * steps, so their noise agrees to 1e-4 of itself; without noise to rounding, and dt^2 times the
     * largest velocity variance is the number rounded. */
    random_source source = random_seeded(61);
    cv_state once = random_filter(&source, 0.0, 2.0), twice = once;
    cv_predict(&once, 3.0, (cv_noise){0.0, 0.0});
    cv_predict(&twice, 1.0, (cv_noise){0.0, 0.0});
    cv_predict(&twice, 2.0, (cv_noise){0.0, 0.0});
    for (int k = 0; k < 21; k++)
        CU_ASSERT_DOUBLE_EQUAL(once.covariance[k], twice.covariance[k], 1e4 * 1e-14);
    cv_predict(&once, 3.0, (cv_noise){2.0, 1.0});
    cv_predict(&twice, 1.0, (cv_noise){2.0, 1.0});
    cv_predict(&twice, 2.0, (cv_noise){2.0, 1.0});
    for (int k = 0; k < 21; k++)
        CU_ASSERT_DOUBLE_EQUAL(once.covariance[k], twice.covariance[k], 18.0 * 3e-4 + 1e4 * 1e-14);
}

static void going_back_returns_the_place_with_more_doubt(void)
{
    random_source source = random_seeded(62);
    cv_state filter = random_filter(&source, 0.0, 2.0);
    const cv_state before = filter;
    cv_predict(&filter, 30.0, (cv_noise){10.0, 1.0});
    cv_predict(&filter, -30.0, (cv_noise){10.0, 1.0});
    for (int k = 0; k < 3; k++)
        CU_ASSERT_DOUBLE_EQUAL(filter.state[k], before.state[k], 1e-8);
    for (int k = 0; k < 3; k++)
        CU_ASSERT_TRUE(filter.covariance[diagonal[k]] > before.covariance[diagonal[k]]);
    CU_ASSERT_TRUE(smallest_eigenvalue(6, filter.covariance) > 0.0);
}

/* The largest difference in sigmas of the prediction. */
static double difference(const cv_state *a, const cv_state *b, const cv_state *predicted)
{
    double worst = 0.0;
    for (int i = 0, k = 0; i < 6; i++) {
        const double si = sqrt(predicted->covariance[diagonal[i]]);
        worst = fmax(worst, fabs(a->state[i] - b->state[i]) / si);
        for (int j = i; j < 6; j++, k++) {
            const double sj = sqrt(predicted->covariance[diagonal[j]]);
            worst = fmax(worst, fabs(a->covariance[k] - b->covariance[k]) / (si * sj));
        }
    }
    return worst;
}

typedef struct spread {
    double filter_low, filter_high; /* sigma of the filter's position, powers of ten of a metre */
    double plot_low, plot_high;
    double bound; /* of the difference, in sigmas */
} spread;

/* Predicts and updates by position and by state, both ways, and compares each step. */
static void compare_with_reference(uint64_t seed, const spread *s)
{
    random_source source = random_seeded(seed);
    double worst = 0.0;
    for (int n = 0; n < 2000; n++) {
        cv_state filter = random_filter(&source, s->filter_low, s->filter_high), expected;
        const cv_state other = random_filter(&source, s->plot_low, s->plot_high);
        reference_filter full;
        double r[6], z[6];
        reference_unpack(&filter, &full);
        const double dt = pow(10.0, random_uniform(&source, -3.0, 2.0));
        const cv_noise noise = {random_uniform(&source, 0.01, 100.0),
                                random_uniform(&source, 0.01, 10.0)};
        cv_predict(&filter, dt, noise);
        reference_predict(&full, dt, noise);
        reference_pack(&full, &expected);
        worst = fmax(worst, difference(&filter, &expected, &expected));

        random_covariance(&source, 3, s->plot_low, s->plot_high, r);
        for (int k = 0; k < 6; k++)
            z[k] = filter.state[k] + sqrt(filter.covariance[diagonal[k]]) * random_normal(&source);
        cv_state predicted = filter;
        cv_fit fit, fit_expected;
        reference_unpack(&filter, &full);
        reference_measurement m = reference_position(&full, z, r);
        CU_ASSERT_EQUAL(reference_update(&full, &m, &fit_expected), FUSION_OK);
        CU_ASSERT_EQUAL(cv_update_position(&filter, z, r, &fit), FUSION_OK);
        reference_pack(&full, &expected);
        worst = fmax(worst, difference(&filter, &expected, &predicted));
        worst = fmax(worst, fabs(fit.distance2 - fit_expected.distance2) / (1.0 + fit.distance2));
        worst = fmax(worst, fabs(fit.log_likelihood - fit_expected.log_likelihood) /
                                (1.0 + fabs(fit.log_likelihood)));

        predicted = filter;
        reference_unpack(&filter, &full);
        m = reference_state(&full, z, other.covariance);
        CU_ASSERT_EQUAL(reference_update(&full, &m, &fit_expected), FUSION_OK);
        CU_ASSERT_EQUAL(cv_update_state(&filter, z, other.covariance, &fit), FUSION_OK);
        reference_pack(&full, &expected);
        worst = fmax(worst, difference(&filter, &expected, &predicted) / (1.0 + fit.distance2));
        worst = fmax(worst, fabs(fit.distance2 - fit_expected.distance2) / (1.0 + fit.distance2));
        worst = fmax(worst, fabs(fit.log_likelihood - fit_expected.log_likelihood) /
                                (1.0 + fabs(fit.log_likelihood)));
        CU_ASSERT_TRUE(smallest_eigenvalue(6, filter.covariance) > 0.0);
    }
    printf("%.1e ", worst);
    CU_ASSERT_TRUE(worst < s->bound);
}

static void usual_filters_agree_with_lapacke(void)
{
    /* Sigmas from 1 m to 1 km on both sides: condition up to 1e6, a hundred roundings. */
    static const spread usual = {0.0, 3.0, 0.0, 3.0, 1e-8};
    compare_with_reference(63, &usual);
}

static void ill_conditioned_filters_agree_with_lapacke(void)
{
    /* Sigmas from 10 cm to 10 km on both sides, at any angle: condition up to 1e10, a few hundred
     * roundings, and innovations of many sigmas. */
    static const spread thin = {-1.0, 4.0, -1.0, 4.0, 1e-4};
    compare_with_reference(64, &thin);
}

static void a_far_better_plot_is_taken_to_its_last_digit(void)
{
    /* Prior sigma 10 km, plot 1 mm: a P - P inv(S) P would leave rounding of 1e8, 1e-8 m^2, of the
     * plot's 1e-6. The parallel sum keeps R to 1e-14 of itself. */
    random_source source = random_seeded(65);
    for (int n = 0; n < 100; n++) {
        cv_state filter = random_filter(&source, 3.9, 4.1);
        double z[3] = {filter.state[0], filter.state[1], filter.state[2]}, r[6];
        random_covariance(&source, 3, -3.0, -2.5, r);
        CU_ASSERT_EQUAL(cv_update_position(&filter, z, r, NULL), FUSION_OK);
        static const int position[6] = {0, 1, 2, 6, 7, 11};
        for (int k = 0; k < 6; k++)
            CU_ASSERT_DOUBLE_EQUAL(filter.covariance[position[k]], r[k], 1e-5 * 1e-11);
    }
}

/* 100,000 updates with R 1e-6 and 1e8 m^2 in turn, dt 1e-4 and 600 s in turn, `phase` pairing them
 * one way or the other. The truth follows the model, so the normalised error is chi-square of 6. */
static void alternate(uint64_t seed, int phase)
{
    random_source source = random_seeded(seed);
    const cv_noise noise = {1.0, 0.1};
    cv_state filter = random_filter(&source, 2.0, 2.0);
    double truth[6], nees = 0.0, least = 1.0;
    random_draw(&source, 6, filter.state, filter.covariance, truth);
    for (int n = 0; n < 100000; n++) {
        const double variance = n % 2 == 0 ? 1e-6 : 1e8;
        const double dt = (n + phase) % 2 == 0 ? 1e-4 : 600.0;
        const double r[6] = {variance, 0, 0, variance, 0, variance};
        cv_state noisy = {.state = {truth[0], truth[1], truth[2], truth[3], truth[4], truth[5]}};
        cv_predict(&noisy, dt, noise);
        double z[3], error[6];
        /* Kept near the ground: the walk is that of the errors, wherever it stands. */
        random_draw(&source, 6, noisy.state, noisy.covariance, truth);
        cv_predict(&filter, dt, noise);
        random_draw(&source, 3, truth, r, z);
        CU_ASSERT_EQUAL_FATAL(cv_update_position(&filter, z, r, NULL), FUSION_OK);
        least = fmin(least, smallest_eigenvalue(6, filter.covariance));
        for (int k = 0; k < 6; k++)
            error[k] = filter.state[k] - truth[k];
        nees += normalised_square(6, filter.covariance, error) / 100000.0;
    }
    printf("least %.1e nees %.3f ", least, nees);
    CU_ASSERT_TRUE(least > 0.0);
    /* 95 % of a mean of 100,000 with variance 12 is 0.02; neighbours are correlated by up to 1. */
    CU_ASSERT_DOUBLE_EQUAL(nees, 6.0, 0.06);
}

static void extremes_in_turn_keep_the_covariance_positive_and_true(void)
{
    alternate(66, 0);
    alternate(67, 1);
}

static void likelihood_is_that_of_the_normal_density(void)
{
    /* By hand: S = diag(2, 3, 4), z = (1, 0, 2): distance2 1/2 + 1; density
     * exp(-3/4) / sqrt((2 pi)^3 24). */
    const cv_state filter = {
        .covariance = {[0] = 1, [6] = 1, [11] = 1, [15] = 1, [18] = 1, [20] = 1}};
    const double z[3] = {1, 0, 2}, r[6] = {1, 0, 0, 2, 0, 3};
    cv_fit fit;
    CU_ASSERT_EQUAL(cv_fit_position(&filter, z, r, &fit), FUSION_OK);
    CU_ASSERT_DOUBLE_EQUAL(fit.distance2, 1.5, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(fit.log_likelihood, log(exp(-0.75) / sqrt(pow(ANGLE_TURN, 3) * 24.0)),
                           1e-14);
    CU_ASSERT_EQUAL(fit.dimensions, 3);
}

static void logarithm_is_right_over_its_range(void)
{
    /* ln 2 pi cancels between two likelihoods; what is left is half the logarithm of the ratio. */
    for (int power = -60; power <= 60; power++) {
        const double variance = 1.37 * pow(10.0, power / 3.0), z[3] = {0};
        const double r[6] = {variance, 0, 0, variance, 0, variance};
        const cv_state filter = {0};
        cv_fit fit;
        CU_ASSERT_EQUAL(cv_fit_position(&filter, z, r, &fit), FUSION_OK);
        CU_ASSERT_DOUBLE_EQUAL(fit.log_likelihood, -1.5 * log(ANGLE_TURN * variance), 3e-14);
    }
}

static void broken_numbers_leave_the_filter_as_it_was(void)
{
    random_source source = random_seeded(68);
    cv_state filter = random_filter(&source, 0.0, 2.0);
    const cv_state before = filter;
    const double z[6] = {0}, not_positive[6] = {-1e9, 0, 0, 1, 0, 1},
                 no_number[6] = {1, 0, 0, NAN, 0, 1};
    const double lost[3] = {INFINITY, 0, 0}, r[6] = {1, 0, 0, 1, 0, 1};
    double wide[21] = {0};
    wide[0] = -1e9;
    CU_ASSERT_EQUAL(cv_update_position(&filter, z, not_positive, NULL), FUSION_NOT_POSITIVE);
    CU_ASSERT_EQUAL(cv_update_position(&filter, z, no_number, NULL), FUSION_NOT_FINITE);
    CU_ASSERT_EQUAL(cv_update_position(&filter, lost, r, NULL), FUSION_NOT_FINITE);
    CU_ASSERT_EQUAL(cv_update_state(&filter, z, wide, NULL), FUSION_NOT_POSITIVE);
    wide[0] = NAN;
    CU_ASSERT_EQUAL(cv_update_state(&filter, z, wide, NULL), FUSION_NOT_FINITE);
    CU_ASSERT_EQUAL(memcmp(&filter, &before, sizeof filter), 0);
}

static void a_new_filter_holds_the_plot_and_doubts_its_speed(void)
{
    /* At the north pole up is z. */
    cv_state filter;
    const double position[3] = {0, 0, WGS84_B}, r[6] = {1, 2, 3, 10, 5, 20};
    cv_begin(&filter, position, r, 200.0, 10.0);
    CU_ASSERT_EQUAL(filter.state[2], WGS84_B);
    CU_ASSERT_EQUAL(filter.covariance[7], 5.0);
    CU_ASSERT_EQUAL(filter.covariance[15], 40000.0);
    CU_ASSERT_EQUAL(filter.covariance[20], 100.0);
    CU_ASSERT_EQUAL(filter.covariance[16], 0.0);
}

CU_TestInfo cv_tests[] = {
    {"prediction moves by velocity and spreads by noise",
     prediction_moves_by_velocity_and_spreads_by_noise},
    {"no time changes nothing", no_time_changes_nothing},
    {"prediction in two steps is prediction in one", prediction_in_two_steps_is_prediction_in_one},
    {"going back returns the place with more doubt", going_back_returns_the_place_with_more_doubt},
    {"usual filters agree with LAPACKE", usual_filters_agree_with_lapacke},
    {"ill-conditioned filters agree with LAPACKE", ill_conditioned_filters_agree_with_lapacke},
    {"a far better plot is taken to its last digit", a_far_better_plot_is_taken_to_its_last_digit},
    {"extremes in turn keep the covariance positive and true",
     extremes_in_turn_keep_the_covariance_positive_and_true},
    {"likelihood is that of the normal density", likelihood_is_that_of_the_normal_density},
    {"logarithm is right over its range", logarithm_is_right_over_its_range},
    {"broken numbers leave the filter as it was", broken_numbers_leave_the_filter_as_it_was},
    {"a new filter holds the plot and doubts its speed",
     a_new_filter_holds_the_plot_and_doubts_its_speed},
    CU_TEST_INFO_NULL,
};
