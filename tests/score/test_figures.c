/* NEES of whole covariances, its bounds by integration, and figures that are means of epochs. */
#include "score/line.h"
#include "score/nees.h"
#include "suites.h"

#include <math.h>
#include <string.h>

/* inv([[2, 1, 0], [1, 2, 0], [0, 0, 4]]) is [[2, -1, 0], [-1, 2, 0], [0, 0, 3/4]] / 3: of (1, 2, 3)
 * that is (2 - 4 + 8 + 27/4) / 3 = 51/12. The axes in any order give the same. */
static void nees_is_that_of_the_whole_covariance(void)
{
    static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                     {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    static const double whole[3][3] = {{2, 1, 0}, {1, 2, 0}, {0, 0, 4}};
    for (int k = 0; k < 6; k++) {
        const int *at = orders[k];
        double truth[3], estimate[3], packed[6], nees = -1.0;
        for (int i = 0, n = 0; i < 3; i++) {
            truth[i] = 100.0 * i;
            estimate[i] = truth[i] + at[i] + 1.0;
            for (int j = i; j < 3; j++)
                packed[n++] = whole[at[i]][at[j]];
        }
        CU_ASSERT_TRUE(nees_of(truth, estimate, packed, &nees));
        CU_ASSERT_DOUBLE_EQUAL(nees, 51.0 / 12.0, 1e-11); /* 200 m have 3e-14 */
    }
    double nees = 7.0;
    const double zero[3] = {0}, one[6] = {1, 0, 0, 1, 0, 1}, lost[3] = {INFINITY, 0, 0};
    CU_ASSERT_FALSE(nees_of(zero, lost, one, &nees));
    CU_ASSERT_EQUAL(nees, 7.0);
}

/* Chance of chi-square below x: Simpson's rule over its density, in the variable t = sqrt(x), in
 * which it is smooth at 0 for three degrees and more. */
static double chance_below(double freedom, double x)
{
    const double log_scale = 0.5 * freedom * log(2.0) + lgamma(0.5 * freedom);
    const int steps = 20000;
    const double most = sqrt(x), h = most / steps;
    double sum = 0.0;
    for (int i = 1; i <= steps; i++) {
        const double t = i * h, weight = i == steps ? 1.0 : i % 2 ? 4.0 : 2.0;
        sum += weight * 2.0 * exp((freedom - 1.0) * log(t) - 0.5 * t * t - log_scale);
    }
    return sum * h / 3.0;
}

static void its_bounds_hold_19_in_20(void)
{
    static const size_t counts[] = {1, 2, 7, 33, 34, 100, 1000, 20000};
    for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++) {
        double low, high;
        nees_bounds(counts[k], &low, &high);
        const double n = (double)counts[k], freedom = 3.0 * n;
        /* Newton's steps are exact; beyond 100 degrees the bounds are within 1e-4, and a sigma is
         * sqrt(2 / freedom) of them, of whose chance 0.06 a sigma lies there. */
        const double close = freedom <= 100.0 ? 1e-9 : 0.06 * 1e-4 / sqrt(2.0 / freedom);
        CU_ASSERT_DOUBLE_EQUAL(chance_below(freedom, n * low), 0.025, close);
        CU_ASSERT_DOUBLE_EQUAL(chance_below(freedom, n * high), 0.975, close);
    }
}

/* Three epochs: one of two objects seen; both and a false track; neither, and two false ones. */
static void counts_are_means_of_epochs(void)
{
    fusion_score *score = line_score(2);
    const fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 1e5)};
    const fusion_score_track tracks[] = {line_track(1, 3.0), line_track(2, 1e5 + 4.0),
                                         line_track(3, 5e5), line_track(4, 6e5)};
    line_add(score, 0, truth, 2, tracks, 1);
    line_add(score, 1, truth, 2, tracks, 3);
    line_add(score, 2, truth, 2, &tracks[2], 2);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_DOUBLE_EQUAL(figures.missed, 3.0 / 3.0, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(figures.false_tracks, 3.0 / 3.0, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(figures.tracks, 6.0 / 3.0, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(figures.completeness, 1.5 / 3.0, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(figures.gospa_location, (3.0 + 5.0 + 0.0) / 3.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(figures.rmse, sqrt((9.0 + 12.5 + 0.0) / 3.0), 1e-9);
    const double gospa = sqrt(9.0 + 0.5e6) + sqrt(25.0 + 0.5e6) + sqrt(0.5e6 * 4.0);
    CU_ASSERT_DOUBLE_EQUAL(figures.gospa, gospa / 3.0, 1e-9);
    const double ospa = sqrt((9.0 + 1e6) / 2.0) + sqrt((25.0 + 1e6) / 3.0) + 1000.0;
    CU_ASSERT_DOUBLE_EQUAL(figures.ospa, ospa / 3.0, 1e-9);
}

/* Velocities of the pairs in which both are known; epochs without such a pair add nothing, and
 * covariances count where they are known. */
static void what_is_not_known_is_in_no_mean(void)
{
    fusion_score *score = line_score(2);
    fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 1e5)};
    fusion_score_track tracks[] = {line_track(1, 0.0), line_track(2, 1e5 + 2.0)};
    for (int i = 0; i < 2; i++) {
        truth[i].velocity_known = true;
        tracks[i].velocity[1] = 6.0 + 2.0 * i;
        memcpy(tracks[i].covariance, (double[]){4, 0, 0, 4, 0, 4}, sizeof tracks[i].covariance);
    }
    tracks[0].velocity_known = true;
    tracks[1].covariance_known = true;
    line_add(score, 0, truth, 2, tracks, 2); /* 6 m/s of the first, NEES 1 of the second */
    tracks[1].velocity_known = true;
    line_add(score, 1, truth, 2, tracks, 2); /* 36 and 64, of which the mean is 50 */
    tracks[0].velocity_known = tracks[1].velocity_known = false;
    line_add(score, 2, truth, 2, tracks, 1);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_DOUBLE_EQUAL(figures.velocity_rmse, sqrt((36.0 + 50.0) / 3.0), 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(figures.nees, 1.0, 1e-9);
    CU_ASSERT_TRUE(isnan(figures.velocity_nees));
    CU_ASSERT_EQUAL(figures.covariances_refused, 0);
}

CU_TestInfo figures_tests[] = {
    {"NEES is that of the whole covariance", nees_is_that_of_the_whole_covariance},
    {"its bounds hold 19 in 20", its_bounds_hold_19_in_20},
    {"counts are means of epochs", counts_are_means_of_epochs},
    {"what is not known is in no mean", what_is_not_known_is_in_no_mean},
    CU_TEST_INFO_NULL,
};
