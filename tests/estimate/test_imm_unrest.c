/* Unrest of steady models: what it scales, and what a filter learns of it. */
#include "estimate/imm.h"
#include "estimate/random_filter.h"
#include "suites.h"

#include <math.h>

/* Steady until it ends; where things are half as unquiet, so level accelerations are half as large
 * and their noise a quarter, and the same said outright. */
static const imm_set steady = {
    .count = 2,
    .models = {{.noise = {0.004, 0.02},
                .settles = 60.0,
                .first = 0.75,
                .stay = 10.0,
                .next = {0.0, 1.0},
                .steady = true},
               {.noise = {1.0, 0.1}, .first = 0.25, .stay = 30.0, .next = {1.0, 0.0}}}};
static const imm_set half_steady = {
    .count = 2,
    .models = {
        {.noise = {0.001, 0.01}, .settles = 120.0, .first = 0.75, .stay = 20.0, .next = {0.0, 1.0}},
        {.noise = {1.0, 0.1}, .first = 0.125, .stay = 30.0, .next = {1.0, 0.0}}}};

/* Where things are half as unquiet, one is as the other is where they are not; the mean as well. */
static void alike(const imm_set *one, const imm_set *other)
{
    random_source source = random_seeded(727);
    const cv_state first = random_filter(&source, 1.0, 2.0);
    imm scaled, said;
    cv_state mean, wanted;
    imm_begin(&scaled, one, &first, 0.5);
    imm_begin(&said, other, &first, 1.0);
    for (int round = 0; round < 10; round++) {
        imm_predict(&scaled, 3.0);
        imm_predict(&said, 3.0);
    }
    imm_mean_at(&scaled, 3.0, &mean);
    imm_mean_at(&said, 3.0, &wanted);
    CU_ASSERT_DOUBLE_EQUAL(scaled.probability[1], said.probability[1], 1e-14);
    for (int k = 0; k < 21; k++) { /* ten steps of some ten roundings */
        const double p = wanted.covariance[k];
        CU_ASSERT_DOUBLE_EQUAL(mean.covariance[k], p, 1e-12 * (1.0 + fabs(p)));
        for (int m = 0; m < 2; m++) {
            const double own = said.motions.covariance[k][m];
            CU_ASSERT_DOUBLE_EQUAL(scaled.motions.covariance[k][m], own, 1e-12 * (1.0 + fabs(own)));
        }
    }
}

static void unrest_scales_what_changes_in_steady_motion(void)
{
    alike(&steady, &half_steady);
}

/* Waves go on in calm, so its noise stays, and how soon it settles. */
static void what_sways_ends_less_often_and_sways_on(void)
{
    imm_set sways = steady, less_often = steady;
    sways.models[0].sways = true;
    less_often.models[0].steady = false;
    less_often.models[0].stay *= 2.0;
    less_often.models[1].first *= 0.5;
    alike(&sways, &less_often);
}

/* Log-likelihood of twenty measurements, some made in the one model and some in the other, whose
 * motions are given anew each time, so that they owe nothing to the unrest. */
static double log_likelihood(double unrest, imm *filter)
{
    random_source source = random_seeded(728);
    const cv_state first = random_filter(&source, 1.0, 2.0);
    double sum = 0.0;
    imm_begin(filter, &steady, &first, 1.0);
    filter->unrest = unrest;
    for (int round = 0; round < 20; round++) {
        imm_predict(filter, 2.0);
        for (int m = 0; m < 2; m++) {
            cv_state moved = first;
            moved.state[0] += 3.0 * m;
            imm_write(filter, m, &moved, NULL);
        }
        double z[3];
        const double r[6] = {4.0, 0, 0, 4.0, 0, 4.0};
        cv_state seen_of;
        imm_read(filter, round > 7 && round < 14, &seen_of, NULL);
        random_draw(&source, 3, seen_of.state, r, z);
        const imm_measured seen = {.position = z, .r = r};
        imm_fit fit;
        CU_ASSERT_EQUAL(imm_update(filter, &seen, &fit), FUSION_OK);
        sum += fit.log_likelihood;
    }
    return sum;
}

static void the_slope_is_that_of_the_log_likelihood(void)
{
    const double step = 1e-4; /* its square is what a central difference leaves out */
    imm filter, aside;
    log_likelihood(0.7, &filter);
    const double more = log_likelihood(0.7 * exp(step), &aside);
    const double less = log_likelihood(0.7 * exp(-step), &aside);
    CU_ASSERT_TRUE(fabs(filter.slope) > 0.01);
    CU_ASSERT_DOUBLE_EQUAL(filter.slope, (more - less) / (2.0 * step), 1e-6);
}

/* By hand for two steps of 2 s. */
static void what_should_have_ended_is_counted(void)
{
    random_source source = random_seeded(729);
    const cv_state first = random_filter(&source, 1.0, 2.0);
    imm filter;
    imm_begin(&filter, &steady, &first, 1.0);
    imm_predict(&filter, 2.0);
    imm_predict(&filter, 2.0);
    const double after = 0.75 * exp(-0.2) + 0.25 * (1.0 - exp(-2.0 / 30.0));
    CU_ASSERT_DOUBLE_EQUAL(filter.expected, 0.2 * (0.75 + after), 1e-14);
    CU_ASSERT_EQUAL(filter.slope, 0.0); /* nothing was seen */
}

/* Of 0.1 ends a second those of the last seconds do not show: t - T (1 - exp(-t / T)) seconds of
 * them do, by the integral of exp(-(t - s) / T). In steps of 1/64 s of which the first half of each
 * is taken too soon; and what does not show yet is kept. */
static void an_end_is_expected_once_it_would_show(void)
{
    random_source source = random_seeded(731);
    const cv_state first = random_filter(&source, 1.0, 2.0);
    imm_set late = steady;
    late.models[0].first = 1.0;
    late.models[1].first = 0.0;
    late.models[1].stay = 1e-9; /* it comes back at once */
    late.shows_in = 6.0;
    imm filter;
    imm_begin(&filter, &late, &first, 1e-12);
    for (int step = 1; step <= 64 * 20; step++) {
        const double t = step / 64.0, shown = t - 6.0 * (1.0 - exp(-t / 6.0));
        imm_predict(&filter, 1.0 / 64.0);
        CU_ASSERT_DOUBLE_EQUAL(filter.expected, 0.1 * shown, 0.1 / 128.0);
        CU_ASSERT_DOUBLE_EQUAL(filter.expected + filter.unripe, 0.1 * t, 1e-12);
    }
}

/* Over 2 s in which nothing new is expected. */
static void hindsight_fades(void)
{
    random_source source = random_seeded(730);
    const cv_state first = random_filter(&source, 1.0, 2.0);
    imm_set fading = steady;
    fading.hindsight = 50.0;
    imm all, less;
    imm_begin(&all, &steady, &first, 1.0);
    imm_predict(&all, 2.0);
    all.unrest = 1e-15;
    less = all;
    less.set = &fading;
    imm_predict(&all, 2.0);
    imm_predict(&less, 2.0);
    CU_ASSERT_TRUE(fabs(all.lean[0]) > 0.01);
    for (int m = 0; m < 2; m++) /* what is expected, and some roundings */
        CU_ASSERT_DOUBLE_EQUAL(less.lean[m], exp(-2.0 / 50.0) * all.lean[m], 1e-14);
}

CU_TestInfo imm_unrest_tests[] = {
    {"unrest scales what changes in steady motion", unrest_scales_what_changes_in_steady_motion},
    {"what sways ends less often and sways on", what_sways_ends_less_often_and_sways_on},
    {"the slope is that of the log-likelihood", the_slope_is_that_of_the_log_likelihood},
    {"hindsight fades", hindsight_fades},
    {"what should have ended is counted", what_should_have_ended_is_counted},
    {"an end is expected once it would show", an_end_is_expected_once_it_would_show},
    CU_TEST_INFO_NULL,
};
