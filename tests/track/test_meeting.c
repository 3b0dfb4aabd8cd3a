/* How a measurement meets a track: at its own time, in the recent past, long ago; by hand. */
#include "geo/wgs84.h"
#include "suites.h"
#include "track/bind.h"

#include <math.h>
#include <string.h>

/* Relative: some tens of roundings, of places of 6e6 m that are 100 m apart. */
#define EXACT 1e-11

/* On the equator at Greenwich, where up is x, east y and north z. One model, white
 * acceleration of 0.05 level and 0.01 upright, a first speed of 10 m/s and 0.5. */
static const double noise[3] = {0.01, 0.05, 0.05}, speed[3] = {0.5, 10.0, 10.0};

static measure plot_of(double seconds, double up, double east, double north, double sigma)
{
    measure one = {.time_ns = INT64_C(1000) * FUSION_SECOND + (int64_t)(seconds * 1e9),
                   .kind = FUSION_PLOT,
                   .categories = FUSION_LAND};
    one.as.state = (fusion_state){.position = {WGS84_A + up, east, north}, .height_known = true};
    static const int diagonal[3] = {0, 6, 11};
    for (int i = 0; i < 3; i++)
        one.as.state.covariance[diagonal[i]] = sigma * sigma;
    return one;
}

static const imm_set plain = {.count = 1,
                              .models = {{.noise = {0.05, 0.01}, .first = 1.0, .stay = 1.0}},
                              .broad = {0.05, 0.01}};

/* Begun by a plot of 100 m at 0 s. */
static track *begun(void)
{
    static track one;
    const measure first = plot_of(0.0, 0.0, 0.0, 0.0, 100.0);
    const double r[6] = {1e4, 0, 0, 1e4, 0, 1e4};
    track_begin(&one, &first, 1.0);
    cv_begin(&one.mean, first.as.state.position, r, speed[1], speed[0]);
    imm_begin(&one.filter, &plain, &one.mean, 1.0);
    for (int k = 0; k < 21; k++)
        one.pasts[0].covariance[k] = (float)one.mean.covariance[k];
    return &one;
}

static const double away[3] = {30.0, 200.0, -50.0};

static void check_fit(const track *one, double seconds, const double s[3], double tolerance)
{
    const measure seen = plot_of(seconds, away[0], away[1], away[2], 60.0);
    double distance2 = 0.0, determinant = 1.0;
    for (int i = 0; i < 3; i++) {
        distance2 += away[i] * away[i] / s[i];
        determinant *= s[i];
    }
    imm_fit fit;
    CU_ASSERT_EQUAL(track_fit(one, &seen, &fit), FUSION_OK);
    CU_ASSERT_DOUBLE_EQUAL(fit.distance2 / distance2, 1.0, tolerance);
    CU_ASSERT_DOUBLE_EQUAL(fit.log_likelihood,
                           -0.5 * (distance2 + log(determinant) + 3.0 * 1.8378770664093453),
                           tolerance * 20.0);
}

static void at_its_own_time_it_meets_the_prediction(void)
{
    double s[3];
    for (int i = 0; i < 3; i++)
        s[i] = 1e4 + speed[i] * speed[i] * 16.0 + noise[i] * 64.0 / 3.0 + 3600.0;
    check_fit(begun(), 4.0, s, EXACT);
}

static void of_the_recent_past_the_noise_of_the_time_between_is_its_own(void)
{
    double s[3];
    for (int i = 0; i < 3; i++)
        s[i] = 1e4 + speed[i] * speed[i] * 25.0 + noise[i] * 125.0 / 3.0 + 3600.0;
    /* Up is that of the measured place: 3e-5 rad off, of 1.7 m2 beside 16,000. */
    check_fit(begun(), -5.0, s, 1e-8);
}

static void of_long_ago_it_meets_what_the_track_was(void)
{
    /* Two plots 60 s apart, the later of 5 m and 300 m on; and one of 35 s: from what was kept at 0
     * s, in 24 bits. It then moves nothing. */
    track *one = begun();
    const measure later = plot_of(60.0, 0.0, 300.0, 0.0, 5.0);
    CU_ASSERT_EQUAL(track_update(one, &later), FUSION_OK);
    double s[3];
    for (int i = 0; i < 3; i++)
        s[i] = 1e4 + speed[i] * speed[i] * 35.0 * 35.0 + noise[i] * pow(35.0, 3) / 3.0 + 3600.0;
    check_fit(one, 35.0, s, 2e-7);
    static track before;
    before = *one;
    const measure old = plot_of(35.0, 0.0, 0.0, 0.0, 60.0);
    CU_ASSERT_EQUAL(track_update(one, &old), FUSION_OK);
    CU_ASSERT_EQUAL(memcmp(one, &before, sizeof before), 0);
}

static void a_speed_that_was_measured_counts_with_its_place(void)
{
    /* Two by two on each axis: variances of place and of speed, and what they share after 4 s. */
    measure seen = plot_of(4.0, away[0], away[1], away[2], 60.0);
    const double gust[3] = {0.4, 7.0, -3.0};
    seen.as.state.velocity_kind = FUSION_VELOCITY_FULL;
    memcpy(seen.as.state.velocity, gust, sizeof gust);
    static const int diagonal[3] = {15, 18, 20};
    for (int i = 0; i < 3; i++)
        seen.as.state.covariance[diagonal[i]] = 9.0;
    double distance2 = 0.0, determinant = 1.0;
    for (int i = 0; i < 3; i++) {
        const double v = speed[i] * speed[i];
        const double a = 1e4 + v * 16.0 + noise[i] * 64.0 / 3.0 + 3600.0;
        const double b = v * 4.0 + noise[i] * 8.0, c = v + noise[i] * 4.0 + 9.0;
        determinant *= a * c - b * b;
        distance2 += (c * away[i] * away[i] - 2.0 * b * away[i] * gust[i] + a * gust[i] * gust[i]) /
                     (a * c - b * b);
    }
    imm_fit fit;
    CU_ASSERT_EQUAL(track_fit(begun(), &seen, &fit), FUSION_OK);
    CU_ASSERT_EQUAL(fit.dimensions, 6);
    CU_ASSERT_DOUBLE_EQUAL(fit.distance2 / distance2, 1.0, EXACT);
    CU_ASSERT_DOUBLE_EQUAL(fit.log_likelihood,
                           -0.5 * (distance2 + log(determinant) + 6.0 * 1.8378770664093453),
                           EXACT * 20.0);
    seen.kind = FUSION_TRACK_STATE; /* its filter made that of places */
    CU_ASSERT_EQUAL(track_fit(begun(), &seen, &fit), FUSION_OK);
    CU_ASSERT_EQUAL(fit.dimensions, 3);
    seen.kind = FUSION_PLOT;
    seen.time_ns -= 5 * FUSION_SECOND; /* of the past: it may have changed since */
    CU_ASSERT_EQUAL(track_fit(begun(), &seen, &fit), FUSION_OK);
    CU_ASSERT_EQUAL(fit.dimensions, 3);
}

static void sigmas_are_those_of_the_prediction(void)
{
    double p[3];
    for (int i = 0; i < 3; i++)
        p[i] = 1e4 + speed[i] * speed[i] * 16.0 + noise[i] * 64.0 / 3.0;
    const track *one = begun();
    const cv_state then = track_at(one, one->time_ns + 4 * FUSION_SECOND);
    CU_ASSERT_DOUBLE_EQUAL(track_sigma_horizontal(one, one->time_ns + 4 * FUSION_SECOND),
                           sqrt((p[1] + p[2]) / 2.0), 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(track_sigma_bound(&then), sqrt(p[0] + p[1] + p[2]), 1e-9);
}

static void rivals_are_moved_to_the_time_of_the_first(void)
{
    /* It goes east at 20 m/s, sure to 1 mm/s; the second rival is of a second before, and 20 m
     * behind: at the time of the first they are one, and their update that of a sure one. */
    static track one, other;
    measure first = plot_of(0.0, 0.0, 0.0, 0.0, 100.0);
    first.as.state.velocity_kind = FUSION_VELOCITY_FULL;
    first.as.state.velocity[1] = 20.0;
    static const int diagonal[3] = {15, 18, 20};
    for (int i = 0; i < 3; i++)
        first.as.state.covariance[diagonal[i]] = 1e-6;
    track_begin(&one, &first, 1.0);
    imm_begin(&one.filter, &plain, &one.mean, 1.0);
    other = one;
    const measure now = plot_of(4.0, 10.0, 130.0, 40.0, 60.0);
    const measure before = plot_of(3.0, 10.0, 110.0, 40.0, 60.0);
    const measure *both[2] = {&now, &before}, *alone[1] = {&now};
    const double halves[2] = {0.5, 0.5}, sure[1] = {1.0};
    track_innovation innovation = {.fit = {.dimensions = 0}};
    CU_ASSERT_EQUAL(track_update_rivals(&one, both, halves, 2, NULL, &innovation), FUSION_OK);
    CU_ASSERT_EQUAL(track_update_rivals(&other, alone, sure, 1, NULL, NULL), FUSION_OK);
    CU_ASSERT_EQUAL(one.time_ns, now.time_ns);
    for (int i = 0; i < 3; i++)
        CU_ASSERT_DOUBLE_EQUAL(one.mean.state[i], other.mean.state[i], 1e-3);
    CU_ASSERT_EQUAL(innovation.fit.dimensions, 3);
    /* 80 m on by then: 10 up, 50 east and 40 north of it; 100 m and 60 m, and next to no noise. */
    CU_ASSERT_DOUBLE_EQUAL(innovation.fit.distance2, 4200.0 / 13600.0, 4e-5);
}

static void a_rival_of_another_moment_is_so_much_less_sure(void)
{
    /* Only the second of two can be its own: it is of 2 s before the first, which is of 4 s. The
     * speed that is known to 10 m/s has made 2 s of it 20 m less sure, and it is moved by none. */
    track *one = begun();
    const measure first = plot_of(4.0, 0.0, 0.0, 0.0, 60.0);
    const measure second = plot_of(2.0, 0.0, 200.0, 0.0, 60.0);
    const measure *both[2] = {&first, &second};
    const double chances[2] = {0.0, 1.0};
    CU_ASSERT_EQUAL(track_update_rivals(one, both, chances, 2, NULL, NULL), FUSION_OK);
    const double p = 1e4 + 100.0 * 16.0 + 0.05 * 64.0 / 3.0, speed2 = 100.0 + 0.05 * 4.0;
    CU_ASSERT_DOUBLE_EQUAL(one->mean.state[1], 200.0 * p / (p + 3600.0 + 4.0 * speed2), 1e-5);
}

static void a_sure_rival_with_a_speed_is_the_update(void)
{
    static track one, other;
    one = other = *begun();
    measure seen = plot_of(4.0, away[0], away[1], away[2], 60.0);
    seen.as.state.velocity_kind = FUSION_VELOCITY_FULL;
    seen.as.state.velocity[1] = 7.0;
    static const int diagonal[3] = {15, 18, 20};
    for (int i = 0; i < 3; i++)
        seen.as.state.covariance[diagonal[i]] = 1.0;
    const measure *alone[1] = {&seen};
    const double sure[1] = {1.0};
    CU_ASSERT_EQUAL(track_update_rivals(&one, alone, sure, 1, NULL, NULL), FUSION_OK);
    CU_ASSERT_EQUAL(track_update(&other, &seen), FUSION_OK);
    for (int i = 0; i < 6; i++)
        CU_ASSERT_DOUBLE_EQUAL(one.mean.state[i], other.mean.state[i], 1e-8);
    CU_ASSERT_TRUE(fabs(one.mean.state[4] - 7.0) < 1.0); /* what its speed says is not lost */
}

static void a_number_s_state_lies_off_with_the_lag_of_its_filter(void)
{
    /* 100 m and 20 m/s more than the source says, on each axis, and 100 m of the track's own. */
    const measure place = plot_of(0.0, away[0], away[1], away[2], 60.0);
    double expected = 0.0, whole = 0.0;
    for (int i = 0; i < 3; i++)
        expected += away[i] * away[i] / (1e4 + 3600.0 + 1e4);
    CU_ASSERT_DOUBLE_EQUAL(bind_distance2(begun(), &place), expected, EXACT);
    measure moving = place;
    moving.as.state.velocity_kind = FUSION_VELOCITY_FULL;
    static const int diagonal[3] = {15, 18, 20};
    const double gust[3] = {0.4, 7.0, -3.0};
    memcpy(moving.as.state.velocity, gust, sizeof gust);
    for (int i = 0; i < 3; i++) {
        moving.as.state.covariance[diagonal[i]] = 9.0;
        whole += gust[i] * gust[i] / (speed[i] * speed[i] + 9.0 + 400.0);
    }
    CU_ASSERT_DOUBLE_EQUAL(bind_distance2(begun(), &moving), expected + whole, EXACT);
}

static void a_bearing_points_along_its_azimuth(void)
{
    static fusion_registry registry = {.sensor_count = 1};
    static const uint8_t key[16] = {0};
    fusion_release seen = {.source_named = true, .nation_named = true};
    seen.report.kind = FUSION_BEARING;
    seen.report.as.line = (fusion_line_of_sight){
        .origin = {WGS84_A, 0.0, 0.0}, .azimuth = 3.14159265358979 / 6.0, .sigma_azimuth = 0.01};
    measure made;
    CU_ASSERT_EQUAL(measure_make(&seen, &registry, key, &made), FUSION_OK);
    const double half = 0.5, most = sqrt(0.75);
    const double ahead[3] = {0.0, half, most}, aside[3] = {0.0, most, -half}; /* 30 degrees */
    for (int i = 0; i < 3; i++) {
        CU_ASSERT_DOUBLE_EQUAL(made.ahead[i], ahead[i], 1e-14);
        CU_ASSERT_DOUBLE_EQUAL(made.aside[i], aside[i], 1e-14);
    }
}

CU_TestInfo meeting_tests[] = {
    {"at its own time it meets the prediction", at_its_own_time_it_meets_the_prediction},
    {"of the recent past, the noise of the time between is its own",
     of_the_recent_past_the_noise_of_the_time_between_is_its_own},
    {"of long ago it meets what the track was", of_long_ago_it_meets_what_the_track_was},
    {"a speed that was measured counts with its place",
     a_speed_that_was_measured_counts_with_its_place},
    {"a rival of another moment is so much less sure",
     a_rival_of_another_moment_is_so_much_less_sure},
    {"a sure rival with a speed is the update", a_sure_rival_with_a_speed_is_the_update},
    {"a number's state lies off with the lag of its filter",
     a_number_s_state_lies_off_with_the_lag_of_its_filter},
    {"a bearing points along its azimuth", a_bearing_points_along_its_azimuth},
    {"sigmas are those of the prediction", sigmas_are_those_of_the_prediction},
    {"rivals are moved to the time of the first", rivals_are_moved_to_the_time_of_the_first},
    CU_TEST_INFO_NULL,
};
