/* What is believed and not measured, against Bayes' rule and against all heights there may be. */
#include "estimate/packed.h"
#include "estimate/polar.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "suites.h"
#include "track/unmeasured.h"

#include <math.h>
#include <string.h>

#define DEGREE (3.14159265358979323846 / 180.0)
#define RANGE  25e3
#define HEIGHT 9000.0
#define POINTS 81

static const double beam = 310.0 * DEGREE;
static polar_place radar;

static void converted(double height, double sigma, double place[3], double r[6])
{
    const polar plot = {RANGE, beam, 0.0, 50.0, 0.002, 0.0};
    CU_ASSERT_EQUAL_FATAL(polar_to_ecef(&radar, &plot, height, sigma, place, r), FUSION_OK);
}

/* The mean of the place over a normal height, and the variance along the beam of what a straight
 * line through the heights leaves, by a sum over five sigma either way. */
static double spread_over_heights(double known, const double out[3], double mean[3])
{
    double sum = 0.0, x1 = 0.0, hx = 0.0, x2 = 0.0, places[POINTS][3];
    memset(mean, 0, 3 * sizeof *mean);
    for (int k = 0; k < POINTS; k++) {
        const double off = 10.0 * k / (POINTS - 1) - 5.0, weight = exp(-0.5 * off * off);
        double r[6];
        converted(HEIGHT + off * known, 1.0, places[k], r);
        sum += weight;
        for (int i = 0; i < 3; i++)
            mean[i] += weight * places[k][i];
    }
    for (int i = 0; i < 3; i++)
        mean[i] /= sum;
    for (int k = 0; k < POINTS; k++) {
        const double off = 10.0 * k / (POINTS - 1) - 5.0, weight = exp(-0.5 * off * off) / sum;
        double x = 0.0;
        for (int i = 0; i < 3; i++)
            x += out[i] * (places[k][i] - mean[i]);
        x1 += weight * x, hx += weight * off * x, x2 += weight * x * x;
    }
    return x2 - x1 * x1 - hx * hx;
}

/* What unmeasured_height() makes of the plot with the prior's height, where the track knows its own
 * to so much: the place, and the variance along the beam where the height is known. */
static double met(double known, const double truth[3], const double axes[9], double place[3])
{
    fusion_state seen = {.height_known = false};
    cv_state mean = {
        .covariance = {[0] = known * known, [6] = known * known, [11] = known * known}};
    const polar plot = {RANGE, beam, 0.0, 50.0, 0.002, 0.0};
    double r[6], local[6];
    converted(6000.0, 3500.0, place, r);
    polar_bend(&radar, &plot, 6000.0, seen.bend);
    memcpy(seen.position, place, sizeof seen.position);
    memcpy(mean.state, truth, 3 * sizeof *truth);
    (void)unmeasured_height(&seen, &mean, place, r);
    turn_covariance3_to_local(axes, r, local);
    const double east = sin(beam), north = cos(beam);
    const double slope = (east * local[2] + north * local[4]) / local[5];
    return east * east * local[0] + 2.0 * east * north * local[1] + north * north * local[3] -
           slope * slope * local[5];
}

static void the_place_is_the_mean_of_all_heights_and_as_wide(void)
{
    polar_place_at(37.5 * DEGREE, 127.0 * DEGREE, 600.0, &radar);
    double truth[3], r[6], lat, lon, up, axes[9], out[3], place[3], mean[3];
    converted(HEIGHT, 1.0, truth, r);
    wgs84_from_ecef(truth, &lat, &lon, &up);
    wgs84_axes(lat, lon, axes);
    turn_to_ecef(axes, (const double[3]){sin(beam), cos(beam), 0.0}, out);
    const double narrow = met(1.0, truth, axes, place);
    for (double known = 300.0; known < 1000.0; known += 200.0) {
        const double wide = met(known, truth, axes, place);
        const double spread = spread_over_heights(known, out, mean);
        /* Of some 2 to 16 m that the mean of an arc lies inside of it, the fourth order is 0.2. */
        for (int i = 0; i < 3; i++)
            CU_ASSERT_DOUBLE_EQUAL(place[i], mean[i], 0.3);
        /* Variance: 2 of its square, to second order. */
        CU_ASSERT_DOUBLE_EQUAL(wide - narrow, spread, 0.1 * spread + 0.5);
    }
}

/* A climb believed to 5 m/s, to a track that knows it to 10 m/s: by Bayes' rule 5 are left, as who
 * believes it anew each time has. The likelihood loses the ratio of the two widths. To one that
 * knows it better it says nothing: 100 km/s. What is level is as it was. */
static void a_belief_leaves_what_it_is_itself(void)
{
    fusion_state seen = {.position = {6.4e6, 0.0, 0.0}}; /* up is x */
    cv_state mean = {.covariance = {[15] = 100.0}};
    double r[6] = {25.0, 0.0, 0.0, 900.0, 7.0, 400.0};
    const double log_less = unmeasured_climb(&seen, &mean, r);
    CU_ASSERT_DOUBLE_EQUAL(1.0 / (1.0 / 100.0 + 1.0 / r[0]), 25.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(log_less, 0.5 * log((100.0 + r[0]) / (100.0 + 25.0)), 1e-12);
    CU_ASSERT_EQUAL(r[3], 900.0);
    CU_ASSERT_EQUAL(r[4], 7.0);
    CU_ASSERT_EQUAL(r[5], 400.0);
    mean.covariance[15] = 16.0;
    r[0] = 25.0;
    (void)unmeasured_climb(&seen, &mean, r);
    CU_ASSERT_TRUE(r[0] > 1e9);
}

CU_TestInfo unmeasured_tests[] = {
    {"the place is the mean of all heights, and as wide",
     the_place_is_the_mean_of_all_heights_and_as_wide},
    {"a belief leaves what it is itself", a_belief_leaves_what_it_is_itself},
    CU_TEST_INFO_NULL,
};
