/* Interacting models: Bayes by hand, moments that mixing may not change, one model alone. */
#include "estimate/imm_sets.h"
#include "estimate/random_filter.h"
#include "geo/wgs84.h"
#include "suites.h"
#include "track/motion.h"

#include <math.h>
#include <string.h>

static void set_rate(imm *filter, int m, ct_rate rate)
{
    const cv_state one = motion_of_model(filter, m);
    imm_write(filter, m, &one, &rate);
}

static void one_model_alone_is_its_filter(void)
{
    random_source source = random_seeded(721);
    cv_state plain = random_filter(&source, 1.0, 2.0);
    imm filter;
    imm_begin(&filter, &imm_alone, &plain, 1.0);
    for (int round = 0; round < 50; round++) {
        double z[3], r[6];
        const double dt = random_uniform(&source, 0.0, 5.0);
        cv_predict(&plain, dt, imm_alone.models[0].noise);
        imm_predict(&filter, dt);
        random_covariance(&source, 3, 1.0, 2.0, r);
        random_draw(&source, 3, plain.state, r, z);
        const imm_measured seen = at_position(z, r);
        cv_fit one;
        imm_fit fit;
        CU_ASSERT_EQUAL(cv_update_position(&plain, z, r, &one), FUSION_OK);
        CU_ASSERT_EQUAL(imm_update(&filter, &seen, &fit), FUSION_OK);
        cv_state mean;
        imm_mean(&filter, &mean);
        CU_ASSERT_EQUAL(memcmp(&mean, &plain, sizeof mean), 0);
        CU_ASSERT_EQUAL(fit.log_likelihood, one.log_likelihood);
        CU_ASSERT_EQUAL(fit.distance2, one.distance2);
    }
}

static double normal3(double away, double variance)
{
    return pow(2.0 * 3.14159265358979323846 * variance, -1.5) * exp(-0.5 * away * away / variance);
}

static void models_are_weighed_by_what_they_foretold(void)
{
    /* Two models at one place, sure to 10 and to 30 m; a plot of 40 m lies 60 m east: S is 1,700
     * and 2,500 m2 every way. Bayes by hand. */
    const double at[3] = {WGS84_A, 0.0, 0.0}, z[3] = {WGS84_A, 60.0, 0.0};
    const double r[6] = {1600.0, 0, 0, 1600.0, 0, 1600.0};
    const double narrow[6] = {100.0, 0, 0, 100.0, 0, 100.0},
                 wide[6] = {900.0, 0, 0, 900.0, 0, 900.0};
    cv_state first;
    imm filter;
    cv_begin(&first, at, narrow, 10.0, 10.0);
    imm_begin(&filter, &imm_quiet, &first, 1.0);
    cv_begin(&first, at, wide, 10.0, 10.0);
    imm_write(&filter, 1, &first, NULL);
    const imm_measured seen = at_position(z, r);
    imm_fit fit, before;
    CU_ASSERT_EQUAL(imm_fits(&filter, &seen, &before), FUSION_OK);
    CU_ASSERT_EQUAL(imm_update(&filter, &seen, &fit), FUSION_OK);
    const double one = 0.75 * normal3(60.0, 1700.0), other = 0.25 * normal3(60.0, 2500.0);
    CU_ASSERT_DOUBLE_EQUAL(filter.probability[0], one / (one + other), 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(fit.log_likelihood, log(one + other), 1e-11);
    CU_ASSERT_DOUBLE_EQUAL(fit.distance2, 3600.0 / 2500.0, 1e-12);
    CU_ASSERT_EQUAL(before.log_likelihood, fit.log_likelihood);
    CU_ASSERT_EQUAL(before.distance2, fit.distance2);
    /* Means 60 * 100 / 1700 and 60 * 900 / 2500 m east. */
    cv_state mean;
    imm_mean(&filter, &mean);
    const double weight = one / (one + other);
    CU_ASSERT_DOUBLE_EQUAL(mean.state[1], weight * 60.0 / 17.0 + (1.0 - weight) * 21.6, 1e-10);
}

static void time_in_a_model_is_its_mean(void)
{
    /* After 10 ln 2 s of a mean of 10 half have left; of the other, of 30, a share 2^(-1/3) stays.
     */
    cv_state first = {.state = {WGS84_A}};
    imm filter;
    imm_begin(&filter, &imm_quiet, &first, 1.0);
    imm_predict(&filter, 10.0 * log(2.0));
    CU_ASSERT_DOUBLE_EQUAL(filter.probability[0], 0.75 * 0.5 + 0.25 * (1.0 - pow(2.0, -1.0 / 3.0)),
                           1e-14);
}

/* Law of total expectation and of total variance: what one leaves another takes. */
static void mixing_keeps_mean_and_covariance(void)
{
    random_source source = random_seeded(722);
    for (int round = 0; round < 100; round++) {
        const cv_state one = random_filter(&source, 1.0, 2.0);
        imm filter;
        imm_begin(&filter, &imm_quiet, &one, 1.0);
        for (int m = 0; m < 2; m++) { /* at rest for certain, so that carrying does nothing */
            static const int of_velocity[] = {3,  4,  5,  8,  9,  10, 12, 13,
                                              14, 15, 16, 17, 18, 19, 20};
            cv_state moved = m == 0 ? one : random_filter(&source, 1.0, 2.0);
            for (size_t k = 0; k < sizeof of_velocity / sizeof *of_velocity; k++)
                moved.covariance[of_velocity[k]] = 0.0;
            for (int i = 0; i < 3; i++) {
                moved.state[i] = one.state[i] + 300.0 * m * random_normal(&source);
                moved.state[3 + i] = 0.0;
            }
            imm_write(&filter, m, &moved, NULL);
        }
        cv_state before, after;
        imm_mean(&filter, &before);
        imm_predict(&filter, 5.0);
        imm_mean(&filter, &after);
        for (int i = 0; i < 6; i++)
            CU_ASSERT_DOUBLE_EQUAL(after.state[i], before.state[i], 1e-8);
        for (int k = 0; k < 21; k++) /* spread of up to 1e6 m2 about positions of 6e6 m */
            CU_ASSERT_DOUBLE_EQUAL(after.covariance[k], before.covariance[k], 1e-5);
    }
}

static void what_does_not_turn_brings_the_rate_that_nothing_is_known_of(void)
{
    /* Equal motions, all of the straight model's chance going over: the turning model's rate is
     * that of its own share and the prior's. */
    cv_state first = {.state = {WGS84_A}};
    for (int k = 0; k < 6; k++)
        first.covariance[(int[]){0, 6, 11, 15, 18, 20}[k]] = 1.0;
    imm filter;
    imm_begin(&filter, &imm_turning, &first, 1.0);
    set_rate(&filter, 1, (ct_rate){.mean = 0.03, .variance = 1e-6});
    imm_predict(&filter, 1e-9); /* no time: shares hardly move */
    CU_ASSERT_DOUBLE_EQUAL(rate_of_model(&filter, 1).mean, 0.03, 1e-9);
    imm_begin(&filter, &imm_turning, &first, 1.0);
    set_rate(&filter, 1, (ct_rate){.mean = 0.03, .variance = 1e-6});
    imm_predict(&filter, 1000.0); /* nobody is where it was */
    const double stay = exp(-1000.0 / 30.0), from0 = 0.5 * 0.5, from2 = 0.25 * 0.5;
    const double own = 0.25 * stay / (0.25 * stay + from0 + from2);
    CU_ASSERT_DOUBLE_EQUAL(rate_of_model(&filter, 1).mean, own * 0.03, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(rate_of_model(&filter, 1).variance, 0.0025 + 1e-5 * 1000.0, 1e-12);
}

/* Held at a steady 3 degrees/s for a minute, seen each 2 s to 50 m. */
static void a_turn_is_known_as_one(void)
{
    random_source source = random_seeded(723);
    cv_state truth = {.state = {WGS84_A + 8000.0, 0.0, 0.0, 0.0, 0.0, 200.0}}, first, mean;
    ct_rate rate = {.mean = -3.0 * 3.14159265358979323846 / 180.0};
    const double r[6] = {2500.0, 0, 0, 2500.0, 0, 2500.0};
    imm filter;
    cv_begin(&first, truth.state, r, 200.0, 10.0);
    imm_begin(&filter, &imm_turning, &first, 1.0);
    for (int k = 0; k < 30; k++) {
        double z[3];
        ct_predict(&truth, &rate, 2.0, (cv_noise){0.0, 0.0}, 0.0, 0.0);
        random_draw(&source, 3, truth.state, r, z);
        const imm_measured seen = at_position(z, r);
        imm_predict(&filter, 2.0);
        CU_ASSERT_EQUAL(imm_update(&filter, &seen, NULL), FUSION_OK);
    }
    CU_ASSERT_TRUE(filter.probability[1] > 0.9);
    CU_ASSERT_DOUBLE_EQUAL(rate_of_model(&filter, 1).mean, rate.mean,
                           4.0 * sqrt(rate_of_model(&filter, 1).variance));
    imm_mean(&filter, &mean);
    CU_ASSERT_TRUE(fabs(mean.state[4] - truth.state[4]) < 30.0);
    CU_ASSERT_TRUE(fabs(mean.state[5] - truth.state[5]) < 30.0);
}

static void a_broken_measurement_changes_nothing(void)
{
    random_source source = random_seeded(724);
    const cv_state first = random_filter(&source, 1.0, 2.0);
    imm filter;
    imm_begin(&filter, &imm_turning, &first, 1.0);
    const imm before = filter;
    const double z[3] = {NAN, 0.0, 0.0}, r[6] = {1, 0, 0, 1, 0, 1};
    const imm_measured seen = at_position(z, r);
    CU_ASSERT_EQUAL(imm_update(&filter, &seen, NULL), FUSION_NOT_FINITE);
    CU_ASSERT_EQUAL(memcmp(&filter, &before, sizeof filter), 0);
}

/* Of two plots 30 m east and 60 m west one is the object's with chances .5 and .3. By hand: with
 * the gain g, the mean is g (.5 30 - .3 60), and its variance that of the parts and of their
 * spread. */
static void rivals_share_the_update(void)
{
    const double at[3] = {WGS84_A, 0.0, 0.0};
    const double p[6] = {900.0, 0, 0, 900.0, 0, 900.0}, r[6] = {1600.0, 0, 0, 1600.0, 0, 1600.0};
    const double z[2][3] = {{WGS84_A, 30.0, 0.0}, {WGS84_A, -60.0, 0.0}};
    const double chances[2] = {0.5, 0.3};
    cv_state first, mean;
    imm filter;
    cv_begin(&first, at, p, 10.0, 10.0);
    imm_begin(&filter, &imm_alone, &first, 1.0);
    const imm_measured seen[2] = {at_position(z[0], r), at_position(z[1], r)};
    CU_ASSERT_EQUAL(imm_update_rivals(&filter, seen, chances, 2), FUSION_OK);
    imm_mean(&filter, &mean);
    const double g = 900.0 / 2500.0, middle = 0.5 * 30.0 - 0.3 * 60.0;
    const double square = 0.5 * 900.0 + 0.3 * 3600.0;
    CU_ASSERT_DOUBLE_EQUAL(mean.state[1], g * middle, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(
        mean.covariance[6],
        0.2 * 900.0 + 0.8 * 900.0 * (1.0 - g) + g * g * (square - middle * middle), 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(mean.covariance[11], 0.2 * 900.0 + 0.8 * 900.0 * (1.0 - g), 1e-9);
}

static void a_rival_that_is_sure_is_the_update(void)
{
    random_source source = random_seeded(726);
    const cv_state first = random_filter(&source, 1.0, 2.0);
    const double r[6] = {1600.0, 0, 0, 1600.0, 0, 1600.0}, sure = 1.0;
    imm one, other;
    imm_begin(&one, &imm_turning, &first, 1.0);
    imm_predict(&one, 3.0);
    other = one;
    double z[3];
    random_draw(&source, 3, motion_of_model(&one, 0).state, r, z);
    const imm_measured seen = at_position(z, r);
    CU_ASSERT_EQUAL(imm_update(&one, &seen, NULL), FUSION_OK);
    CU_ASSERT_EQUAL(imm_update_rivals(&other, &seen, &sure, 1), FUSION_OK);
    for (int m = 0; m < 3; m++) {
        CU_ASSERT_DOUBLE_EQUAL(one.probability[m], other.probability[m], 1e-12);
        CU_ASSERT_DOUBLE_EQUAL(rate_of_model(&one, m).mean, rate_of_model(&other, m).mean, 1e-12);
        for (int i = 0; i < 6; i++)
            CU_ASSERT_DOUBLE_EQUAL(motion_of_model(&one, m).state[i],
                                   motion_of_model(&other, m).state[i], 1e-8);
    }
}

/* Two models 100 m apart, each sure to 10 m. After 10 ln 2 s of a mean of 10 half of the first's
 * .75 has gone over, and of the second's .25 a share 1 - 2^(-1/3), by hand: each model then has the
 * mean of what it kept and of what came, and the variance of the parts and of their spread. */
static void each_model_has_the_mixture_of_what_it_kept_and_what_came(void)
{
    cv_state first = {.state = {WGS84_A}, .covariance = {100.0, [6] = 100.0, [11] = 100.0}};
    imm filter;
    imm_begin(&filter, &imm_quiet, &first, 1.0);
    first.state[1] = 100.0;
    imm_write(&filter, 1, &first, NULL);
    imm_predict(&filter, 10.0 * log(2.0));
    const double stays = pow(2.0, -1.0 / 3.0);
    const double kept[2] = {0.75 * 0.5, 0.25 * stays}, came[2] = {0.25 * (1.0 - stays), 0.75 * 0.5};
    for (int m = 0; m < 2; m++) {
        const cv_state one = motion_of_model(&filter, m);
        const double other = came[m] / (kept[m] + came[m]);
        CU_ASSERT_DOUBLE_EQUAL(one.state[1], m == 0 ? 100.0 * other : 100.0 * (1.0 - other), 1e-11);
        CU_ASSERT_DOUBLE_EQUAL(one.covariance[6], 100.0 + 1e4 * other * (1.0 - other), 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(one.covariance[0], 100.0, 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(filter.probability[m], kept[m] + came[m], 1e-14);
    }
}

/* Carried back 10 s: a straight line, and an arc of radius v / rate, in closed form. No noise comes
 * of it, nothing is mixed and no climb dies, so the way forth gives the same again. */
static void a_shift_goes_along_each_model_s_own_path(void)
{
    static const double rate = 0.05, speed = 200.0, dt = -10.0;
    const double r[6] = {100.0, 0, 0, 100.0, 0, 100.0};
    cv_state first;
    imm filter;
    cv_begin(&first, (const double[3]){WGS84_A, 0.0, 0.0}, r, 20.0, 5.0);
    first.state[3] = 7.0; /* a climb, and north */
    first.state[5] = speed;
    imm_set dying = imm_turning;
    dying.models[1].settles = 30.0;
    imm_begin(&filter, &dying, &first, 1.0);
    set_rate(&filter, 1, (ct_rate){.mean = rate, .variance = 1e-6});
    const imm before = filter;
    imm_shift(&filter, dt);
    const double arc = rate * dt, radius = speed / rate;
    const double straight[3] = {WGS84_A + 7.0 * dt, 0.0, speed * dt};
    const double bent[3] = {straight[0], -radius * (1.0 - cos(arc)), radius * sin(arc)};
    for (int i = 0; i < 3; i++) { /* the earth is 6e6 m, to a few roundings */
        CU_ASSERT_DOUBLE_EQUAL(motion_of_model(&filter, 0).state[i], straight[i], 1e-8);
        CU_ASSERT_DOUBLE_EQUAL(motion_of_model(&filter, 1).state[i], bent[i], 1e-8);
    }
    CU_ASSERT_DOUBLE_EQUAL(motion_of_model(&filter, 1).state[3], 7.0, 1e-11);
    CU_ASSERT_DOUBLE_EQUAL(motion_of_model(&filter, 1).state[4], -speed * sin(arc), 1e-10);
    CU_ASSERT_DOUBLE_EQUAL(motion_of_model(&filter, 1).state[5], speed * cos(arc), 1e-10);
    CU_ASSERT_DOUBLE_EQUAL(motion_of_model(&filter, 0).covariance[6], 100.0 + 400.0 * dt * dt,
                           1e-7);
    CU_ASSERT_EQUAL(filter.probability[0], before.probability[0]);
    imm_shift(&filter, -dt);
    /* Each way has its own vertical, 2 km apart: 3.2e-4 rad, of the variances there: 200 m, 20 m/s.
     */
    const double most[2] = {200.0, 20.0};
    for (int m = 0; m < 3; m++)
        for (int i = 0, k = 0; i < 6; i++)
            for (int j = i; j < 6; j++, k++)
                CU_ASSERT_DOUBLE_EQUAL(motion_of_model(&filter, m).covariance[k],
                                       motion_of_model(&before, m).covariance[k],
                                       3.2e-4 * most[i / 3] * most[j / 3]);
}

static void other_models_begin_with_the_mean(void)
{
    random_source source = random_seeded(725);
    const cv_state first = random_filter(&source, 1.0, 2.0);
    imm filter;
    cv_state before, after;
    imm_begin(&filter, &imm_turning, &first, 1.0);
    imm_predict(&filter, 3.0);
    imm_mean(&filter, &before);
    imm_change(&filter, &imm_alone);
    imm_mean(&filter, &after);
    CU_ASSERT_EQUAL(memcmp(&before, &after, sizeof after), 0);
    CU_ASSERT_PTR_EQUAL(filter.set, &imm_alone);
}

static cv_state told(double speed)
{
    const double position[3] = {4e6, 3e6, 4e6}, r[6] = {100.0, 0.0, 0.0, 100.0, 0.0, 100.0};
    cv_state first;
    cv_begin(&first, position, r, 0.5, 0.5);
    first.state[3] = speed;
    return first;
}

static void a_first_speed_tells_what_lies_still(void)
{
    /* Bayes by hand, three axes as two: variances 0.26 at rest, 25.25 where it moves. */
    imm filter;
    const cv_state still = told(0.0), moves = told(4.0);
    imm_begin(&filter, &imm_lying, &still, 1.0);
    const double ratio = 25.25 / 0.26;
    CU_ASSERT_DOUBLE_EQUAL(filter.probability[0], ratio / (1.0 + ratio), 1e-9);
    imm_begin(&filter, &imm_lying, &moves, 1.0);
    CU_ASSERT_TRUE(filter.probability[0] < 1e-9);
    const cv_state drifts = told(1.2);
    imm_begin(&filter, &imm_lying, &drifts, 1.0);
    const double less = ratio * exp(-0.72 * (1.0 / 0.26 - 1.0 / 25.25)); /* 1.2^2 / 2 */
    CU_ASSERT_DOUBLE_EQUAL(filter.probability[0], less / (1.0 + less), 1e-9);
}

static void what_lies_still_is_found_where_it_was(void)
{
    /* In three minutes 0.1 m/s are 18 m, beside the 10 m of the place. */
    imm filter;
    const cv_state still = told(0.0);
    imm_begin(&filter, &imm_lying, &still, 1.0);
    imm_predict(&filter, 180.0);
    CU_ASSERT_DOUBLE_EQUAL(motion_of_model(&filter, 0).covariance[0], 100.0 + 18.0 * 18.0, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(motion_of_model(&filter, 0).state[0], 4e6, 1e-6);
    CU_ASSERT_TRUE(filter.probability[0] > 0.9);
}

CU_TestInfo imm_tests[] = {
    {"a first speed tells what lies still", a_first_speed_tells_what_lies_still},
    {"what lies still is found where it was", what_lies_still_is_found_where_it_was},
    {"one model alone is its filter", one_model_alone_is_its_filter},
    {"models are weighed by what they foretold", models_are_weighed_by_what_they_foretold},
    {"time in a model is its mean", time_in_a_model_is_its_mean},
    {"mixing keeps mean and covariance", mixing_keeps_mean_and_covariance},
    {"each model has the mixture of what it kept and what came",
     each_model_has_the_mixture_of_what_it_kept_and_what_came},
    {"a shift goes along each model's own path", a_shift_goes_along_each_model_s_own_path},
    {"what does not turn brings the rate that nothing is known of",
     what_does_not_turn_brings_the_rate_that_nothing_is_known_of},
    {"a turn is known as one", a_turn_is_known_as_one},
    {"a broken measurement changes nothing", a_broken_measurement_changes_nothing},
    {"rivals share the update", rivals_share_the_update},
    {"a rival that is sure is the update", a_rival_that_is_sure_is_the_update},
    {"other models begin with the mean", other_models_begin_with_the_mean},
    CU_TEST_INFO_NULL,
};
