#include "suites.h"
#include "tools/sim/chance.h"
#include "tools/sim/tracker.h"

#include <math.h>
#include <string.h>

#define SECOND INT64_C(1000000000)
#define SIGMA  50.0

static const double round_noise[6] = {SIGMA * SIGMA, 0, 0, SIGMA *SIGMA, 0, SIGMA *SIGMA};

static void without_manoeuvres_it_is_the_line_of_least_squares(void)
{
    /* Ten places a second apart, no noise of acceleration: mean and slope are those of linear
     * regression, and so are their variances (any textbook: s^2 / sum t^2 about the mean). The
     * first velocity is free within 1e6 m/s, which counts for 1e-9 of the rest. */
    static const double seen[10] = {3, 108, 190, 320, 398, 512, 590, 702, 811, 889};
    tracker one = {0};
    double sum = 0.0, slope = 0.0;
    for (int k = 0; k < 10; k++) {
        const double place[3] = {seen[k], 0.0, 0.0};
        if (k == 0)
            tracker_begin(&one, 1, 0, place, round_noise, 1e6);
        else
            CU_ASSERT_TRUE(tracker_update(&one, k * SECOND, place, round_noise, 0.0));
        sum += seen[k];
        slope += (k - 4.5) * seen[k] / 82.5;
    }
    const double last = sum / 10.0 + 4.5 * slope;
    CU_ASSERT_DOUBLE_EQUAL(one.position[0], last, 1e-5);
    CU_ASSERT_DOUBLE_EQUAL(one.velocity[0], slope, 1e-5);
    double packed[21];
    tracker_covariance(&one, packed);
    const double s2 = SIGMA * SIGMA;
    CU_ASSERT_DOUBLE_EQUAL(packed[0], s2 * (0.1 + 4.5 * 4.5 / 82.5), 1e-4 * s2);
    CU_ASSERT_DOUBLE_EQUAL(packed[15], s2 / 82.5, 1e-6 * s2);
    CU_ASSERT_DOUBLE_EQUAL(packed[3], s2 * 4.5 / 82.5, 1e-5 * s2);
}

/* One step of a body under white noise of acceleration of density q, on each axis by itself: the
 * two integrals of that noise over t have variances q t^3 / 3, q t and covariance q t^2 / 2. */
static void body_step(double position[3], double velocity[3], double t, double q, chance *draws)
{
    for (int i = 0; i < 3; i++) {
        const double a = chance_normal(draws), b = chance_normal(draws);
        const double gain = sqrt(q * t) * a;
        position[i] += t * velocity[i] + t / 2.0 * gain + sqrt(q * t * t * t / 12.0) * b;
        velocity[i] += gain;
    }
}

typedef struct run {
    double error[2]; /* of x, in the last two reports */
    double nees;
    double variance; /* of x, as stated */
} run;

/* Solves P y = e by Cholesky factor and gives e' y: the normalised error squared. */
static double normalised2(const double packed[21], const double error[6])
{
    double l[6][6] = {{0}}, z[6], sum = 0.0;
    size_t at = 0;
    for (int i = 0; i < 6; i++)
        for (int j = i; j < 6; j++)
            l[j][i] = packed[at++];
    for (int i = 0; i < 6; i++) {
        for (int j = 0; j <= i; j++) {
            for (int k = 0; k < j; k++)
                l[i][j] -= l[i][k] * l[j][k];
            l[i][j] = i == j ? sqrt(l[i][i]) : l[i][j] / l[j][j];
        }
        z[i] = error[i];
        for (int k = 0; k < i; k++)
            z[i] -= l[i][k] * z[k];
        z[i] /= l[i][i];
        sum += z[i] * z[i];
    }
    return sum;
}

static run track_run(chance *draws, double q)
{
    double position[3] = {0}, velocity[3];
    for (int i = 0; i < 3; i++)
        velocity[i] = 200.0 * chance_normal(draws);
    tracker one = {0};
    run made = {0};
    for (int k = 0; k < 30; k++) {
        double place[3];
        if (k > 0)
            body_step(position, velocity, 4.0, q, draws);
        for (int i = 0; i < 3; i++)
            place[i] = position[i] + SIGMA * chance_normal(draws);
        if (k == 0)
            tracker_begin(&one, 1, 0, place, round_noise, 200.0);
        else
            CU_ASSERT_TRUE(tracker_update(&one, 4 * k * SECOND, place, round_noise, q));
        made.error[0] = made.error[1];
        made.error[1] = one.position[0] - position[0];
    }
    double error[6], packed[21];
    for (int i = 0; i < 3; i++) {
        error[i] = one.position[i] - position[i];
        error[3 + i] = one.velocity[i] - velocity[i];
    }
    tracker_covariance(&one, packed);
    made.nees = normalised2(packed, error);
    made.variance = packed[0];
    return made;
}

#define RUNS 500

static void errors_fit_the_covariance_that_is_sent(void)
{
    /* The body moves as the filter believes: 500 x 6 squared normals, 4.5 standard deviations. */
    chance draws = chance_seeded(7, "nees");
    double sum = 0.0;
    for (int i = 0; i < RUNS; i++)
        sum += track_run(&draws, 10.0).nees;
    CU_ASSERT_DOUBLE_EQUAL(sum, 6.0 * RUNS, 4.5 * sqrt(2.0 * 6.0 * RUNS));
}

static void errors_of_one_track_go_on_from_report_to_report(void)
{
    /* That is what makes a source track different from plots, whose errors are independent: over
     * 500 runs they would give 0 within 4.5 / sqrt(500) = 0.2. The quieter the filter believes its
     * object to be, the longer an error stays. */
    chance draws = chance_seeded(8, "correlation");
    static const double q[] = {10.0, 0.01};
    static const double least[] = {0.2, 0.6};
    for (int c = 0; c < 2; c++) {
        double product = 0.0, first = 0.0, second = 0.0;
        for (int i = 0; i < RUNS; i++) {
            const run made = track_run(&draws, q[c]);
            product += made.error[0] * made.error[1];
            first += made.error[0] * made.error[0];
            second += made.error[1] * made.error[1];
        }
        CU_ASSERT(product / sqrt(first * second) > least[c]);
    }
}

static void prediction_grows_as_the_noise_says(void)
{
    const double place[3] = {0, 0, 0};
    tracker one = {0};
    tracker_begin(&one, 1, 0, place, round_noise, 10.0);
    const tracker later = tracker_predicted(&one, 5 * SECOND, 3.0);
    /* s^2 + t^2 v^2 + q t^3 / 3, t v^2 + q t^2 / 2, v^2 + q t; three roundings. */
    CU_ASSERT_DOUBLE_EQUAL(later.pp[0], 2500.0 + 2500.0 + 125.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(later.pv[0], 500.0 + 37.5, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(later.vv[0], 115.0, 1e-9);
    CU_ASSERT_EQUAL(later.updated_ns, 0);
}

CU_TestInfo tracker_tests[] = {
    {"without manoeuvres it is the line of least squares",
     without_manoeuvres_it_is_the_line_of_least_squares},
    {"errors fit the covariance that is sent", errors_fit_the_covariance_that_is_sent},
    {"errors of one track go on from report to report",
     errors_of_one_track_go_on_from_report_to_report},
    {"prediction grows as the noise says", prediction_grows_as_the_noise_says},
    CU_TEST_INFO_NULL,
};
