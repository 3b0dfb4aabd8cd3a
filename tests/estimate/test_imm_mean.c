/* The mean of interacting models: asked for at once; what is slight in it, or comes as little. */
#include "estimate/imm_sets.h"
#include "estimate/random_filter.h"
#include "geo/wgs84.h"
#include "suites.h"
#include "track/motion.h"

#include <math.h>

/* Radians at most between the vertical of the mean's place and that of any model's: no radius of
 * the ellipsoid's curvature is below 6,335 km. */
static double verticals_apart(const imm *filter, const cv_state *mean)
{
    double apart = 0.0;
    for (int m = 0; m < filter->set->count; m++) {
        double away2 = 0.0;
        for (int i = 0; i < 3; i++) {
            const double away = motion_of_model(filter, m).state[i] - mean->state[i];
            away2 += away * away;
        }
        apart = fmax(apart, sqrt(away2));
    }
    return apart / 6.335e6;
}

/* The largest variance of the three axes of a place, or of a velocity. */
static double largest(const cv_state *of, const int own[3])
{
    return fmax(of->covariance[own[0]], fmax(of->covariance[own[1]], of->covariance[own[2]]));
}

/* An aircraft seen three times; then the mean, asked for at once and after the whole prediction.
 * Asked for at once, models alike but in noise have theirs along the vertical of one place; else
 * each has its own. Noise turned by an angle differs by that angle times the largest of it, which
 * is less than the largest variance. The rest is rounding. */
static void hold_mean_at(const imm_set *set, double unrest, double dt)
{
    static const int own[6] = {0, 6, 11, 15, 18, 20};
    random_source source = random_seeded(730);
    const double r[6] = {2500.0, 0, 0, 2500.0, 0, 2500.0};
    cv_state truth = {.state = {WGS84_A + 8000.0, 0.0, 0.0, 0.0, 0.0, 200.0}}, first, at_once, mean;
    imm filter;
    cv_begin(&first, truth.state, r, 200.0, 10.0);
    imm_begin(&filter, set, &first, unrest);
    for (int k = 0; k < 3; k++) {
        double z[3];
        cv_predict(&truth, 4.0, (cv_noise){0.0, 0.0});
        random_draw(&source, 3, truth.state, r, z);
        const imm_measured seen = at_position(z, r);
        imm_predict(&filter, 4.0);
        CU_ASSERT_EQUAL(imm_update(&filter, &seen, NULL), FUSION_OK);
    }
    imm_mean_at(&filter, dt, &at_once);
    imm_predict(&filter, dt);
    imm_mean(&filter, &mean);
    for (int i = 0; i < 6; i++) /* positions of 6e6 m, to a few roundings */
        CU_ASSERT_DOUBLE_EQUAL(at_once.state[i], mean.state[i], 1e-8);
    const double angle = verticals_apart(&filter, &mean);
    const double most[2] = {largest(&mean, own), largest(&mean, own + 3)};
    for (int i = 0, k = 0; i < 6; i++)
        for (int j = i; j < 6; j++, k++)
            CU_ASSERT_DOUBLE_EQUAL(at_once.covariance[k], mean.covariance[k],
                                   (angle + 1e-12) * sqrt(most[i / 3] * most[j / 3]));
}

/* Two of them settle alike and the others go on: no pool may hold both. */
static const imm_set *slow_models(void)
{
    const cv_state lies = {.state = {WGS84_A}};
    return motion_by_speed(motion_of(0).models, &lies, true);
}

static void a_mean_asked_for_at_once_is_that_of_the_prediction(void)
{
    const double times[] = {0.0, 0.5, 3.0, 30.0};
    /* Of land and subsurface the pull of a pool is not quite that on its first. */
    static const uint8_t others[] = {FUSION_MISSILE, FUSION_SURFACE, FUSION_MINE};
    const double unrests[] = {0.3, 3e-3, 1e-3, 3e-4, 1e-6}; /* from none slight to all the others */
    for (int i = 0; i < 4; i++) {
        for (int k = 0; k < 5; k++) /* five models, two alike but in noise */
            hold_mean_at(motion_of(FUSION_AIR).models, unrests[k], times[i]);
        for (size_t k = 0; k < sizeof others; k++)
            hold_mean_at(motion_of(others[k]).models, 0.3, times[i]);
        hold_mean_at(slow_models(), 0.3, times[i]);
        hold_mean_at(&imm_lying, 0.3, times[i]);
        hold_mean_at(&imm_turning, 0.3, times[i]);
        hold_mean_at(&imm_alone, 0.3, times[i]);
    }
}

/* Two that differ by 1 km, the second with this probability. */
static imm kilometre_apart(double probability)
{
    random_source source = random_seeded(731);
    const cv_state one = random_filter(&source, 1.0, 2.0);
    cv_state other = one;
    imm filter;
    other.state[0] += 1000.0;
    imm_begin(&filter, &imm_quiet, &one, 1.0);
    imm_write(&filter, 1, &other, NULL);
    filter.probability[0] = 1.0 - probability;
    filter.probability[1] = probability;
    return filter;
}

/* Spread is p (1 - p) of the square of the distance: 999 m2 for one in a thousand. */
static void what_is_slight_has_no_part_in_the_mean(void)
{
    cv_state mean;
    const imm hardly = kilometre_apart(1e-5), some = kilometre_apart(1e-3);
    const cv_state own = motion_of_model(&hardly, 0);
    imm_mean(&hardly, &mean);
    CU_ASSERT_EQUAL(mean.state[0], own.state[0]);
    CU_ASSERT_DOUBLE_EQUAL(mean.covariance[0], own.covariance[0], 1e-12); /* of 10: roundings */
    imm_mean(&some, &mean);
    CU_ASSERT_DOUBLE_EQUAL(mean.state[0], own.state[0] + 1.0, 1e-8); /* of 6e6 m */
    CU_ASSERT_DOUBLE_EQUAL(mean.covariance[0], own.covariance[0] + 999.0, 1e-8);
}

/* At rest for certain, so that carrying does nothing. */
static void lay_still(imm *filter)
{
    for (int m = 0; m < 2; m++) {
        cv_state still = motion_of_model(filter, m);
        for (int i = 3; i < 6; i++)
            still.state[i] = 0.0;
        for (int k = 0; k < 21; k++)
            still.covariance[k] = k == 0 || k == 6 || k == 11 ? 9.0 : 0.0;
        imm_write(filter, m, &still, NULL);
    }
}

/* Over 10 s each stays with a chance of exp(-1), or exp(-1/3), and else goes to the other. Of what
 * the first then is, this share comes from the second: less than a hundredth stays behind, and more
 * is mixed, with its spread. */
static void what_is_little_brings_only_its_probability(void)
{
    const double stays = exp(-1.0), over = 1.0 - exp(-1.0 / 3.0);
    const double shares[] = {1e-5, 0.0099, 0.0101};
    for (int k = 0; k < 3; k++) {
        const double share = shares[k], came = k < 2 ? 0.0 : share;
        const double second = share * stays / ((1.0 - share) * over + share * stays);
        imm filter = kilometre_apart(second);
        lay_still(&filter);
        const cv_state before = motion_of_model(&filter, 0);
        imm_predict(&filter, 10.0);
        const cv_state after = motion_of_model(&filter, 0);
        CU_ASSERT_DOUBLE_EQUAL(after.state[0], before.state[0] + 1000.0 * came, 1e-8);
        CU_ASSERT_DOUBLE_EQUAL(after.covariance[0], 9.0 + 1e6 * came * (1.0 - came), 1e-8);
        CU_ASSERT_DOUBLE_EQUAL(filter.probability[0], (1.0 - second) * stays + second * over,
                               1e-14);
        CU_ASSERT_TRUE(motion_of_model(&filter, 1).covariance[0] > 9.0); /* it got the other's */
    }
}

/* m/s: sigma across, in level flight's own estimate, of an aircraft that flies level or turns with
 * even odds, 30 m/s apart, when 10 s have gone by in so many steps. */
static double sigma_in(int steps)
{
    const cv_state level = {
        .state = {WGS84_A + 8000.0, 0.0, 0.0, 0.0, 0.0, 200.0},
        .covariance = {[0] = 100.0, [6] = 100.0, [11] = 100.0, [15] = 4.0, [18] = 4.0, [20] = 4.0}};
    cv_state turning = level;
    imm filter;
    turning.state[4] += 30.0;
    imm_begin(&filter, motion_of(FUSION_AIR).models, &level, 1.0);
    imm_write(&filter, 1, &turning, NULL);
    for (int m = 0; m < filter.set->count; m++)
        filter.probability[m] = m < 2 ? 0.5 : 0.0;
    for (int k = 0; k < steps; k++)
        imm_predict(&filter, 10.0 / steps);
    return sqrt(motion_of_model(&filter, 0).covariance[18]);
}

/* So many steps make 10 s that more change nothing of what goes over in that time. Where a
 * hundredth was little in each step, however short, sigma was 2 m/s from twenty steps on: that of
 * level flight alone, though every fifth of those who fly level then had turned before. */
static void how_finely_a_time_is_cut_changes_little(void)
{
    const double some = sigma_in(20);
    CU_ASSERT_TRUE(some > 10.0); /* about sqrt(.2 .8) 30 m/s */
    CU_ASSERT_DOUBLE_EQUAL(sigma_in(100), some, 0.05 * some);
    CU_ASSERT_DOUBLE_EQUAL(sigma_in(1000), some, 0.05 * some);
}

CU_TestInfo imm_mean_tests[] = {
    {"a mean asked for at once is that of the prediction",
     a_mean_asked_for_at_once_is_that_of_the_prediction},
    {"what is slight has no part in the mean", what_is_slight_has_no_part_in_the_mean},
    {"what is little brings only its probability", what_is_little_brings_only_its_probability},
    {"how finely a time is cut changes little", how_finely_a_time_is_cut_changes_little},
    CU_TEST_INFO_NULL,
};
