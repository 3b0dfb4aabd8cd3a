#include "estimate/polar.h"
#include "estimate/random_filter.h"
#include "estimate/tracklet.h"
#include "geo/angle.h"
#include "suites.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEGREES(x) ((x) / ANGLE_DEGREES)
#define PERIOD_NS  (5 * FUSION_SECOND)
#define SCANS      120

/* One aircraft of the model that all filters assume, seen by a radar each 5 s for ten minutes. */
typedef struct scene {
    double truth[SCANS][6];
    double plot[SCANS][3];
    double r[SCANS][6];
} scene;

static const cv_noise flight = {.horizontal = 10.0, .vertical = 0.1};

static void scene_fly(random_source *source, scene *s)
{
    polar_place radar;
    polar_place_at(DEGREES(37.5), DEGREES(127.0), 600.0, &radar);
    const polar start = {90e3, random_uniform(source, -3.0, 3.0), DEGREES(4.0), 50, 0.003, 0.006};
    double r[6];
    const double speed = random_uniform(source, 100.0, 200.0);
    cv_state walk = {0};
    CU_ASSERT_EQUAL_FATAL(polar_to_ecef(&radar, &start, 0, 0, walk.state, r), FUSION_OK);
    for (int k = 0; k < 3; k++)
        walk.state[3 + k] = speed * radar.axes[3 + k]; /* north */
    for (int n = 0; n < SCANS; n++) {
        memset(walk.covariance, 0, sizeof walk.covariance);
        cv_predict(&walk, 5.0, flight);
        random_draw(source, 6, walk.state, walk.covariance, s->truth[n]);
        memcpy(walk.state, s->truth[n], sizeof walk.state);
        /* The ellipse of the start at every scan: this is about filters, not about radars. */
        memcpy(s->r[n], r, sizeof r);
        random_draw(source, 3, s->truth[n], r, s->plot[n]);
    }
}

static fusion_state reported(const cv_state *filter)
{
    fusion_state report = {.velocity_kind = FUSION_VELOCITY_FULL, .height_known = true};
    memcpy(report.position, filter->state, sizeof report.position);
    memcpy(report.velocity, filter->state + 3, sizeof report.velocity);
    memcpy(report.covariance, filter->covariance, sizeof report.covariance);
    return report;
}

/* What a source of one constant-velocity model reports at each scan. */
static void source_track(const scene *s, cv_noise noise, cv_state track[SCANS])
{
    cv_begin(&track[0], s->plot[0], s->r[0], 200.0, 10.0);
    for (int n = 1; n < SCANS; n++) {
        track[n] = track[n - 1];
        cv_predict(&track[n], 5.0, noise);
        CU_ASSERT_EQUAL_FATAL(cv_update_position(&track[n], s->plot[n], s->r[n], NULL), FUSION_OK);
    }
}

/* A source with two models (1 and 100 m^2/s^3, stay 30 s), mixed as usual: reports one mean and
 * covariance (Bar-Shalom, Li and Kirubarajan 2001, section 11.6.6). */
typedef struct imm2 {
    cv_state model[2];
    double probability[2];
} imm2;

static cv_state mixed(const cv_state model[2], const double weight[2])
{
    cv_state mean = {0};
    for (int m = 0; m < 2; m++)
        for (int i = 0; i < 6; i++)
            mean.state[i] += weight[m] * model[m].state[i];
    for (int m = 0; m < 2; m++)
        for (int i = 0, k = 0; i < 6; i++)
            for (int j = i; j < 6; j++, k++)
                mean.covariance[k] +=
                    weight[m] * (model[m].covariance[k] + (model[m].state[i] - mean.state[i]) *
                                                              (model[m].state[j] - mean.state[j]));
    return mean;
}

static void imm2_step(imm2 *source, const double plot[3], const double r[6])
{
    static const cv_noise noise[2] = {{1.0, 0.01}, {100.0, 1.0}};
    const double stay = exp(-5.0 / 30.0);
    const imm2 old = *source;
    double likely[2], best = -INFINITY, total = 0.0;
    for (int m = 0; m < 2; m++) {
        const double from = stay * old.probability[m],
                     other = (1.0 - stay) * old.probability[1 - m];
        const double weight[2] = {m == 0 ? from / (from + other) : other / (from + other),
                                  m == 0 ? other / (from + other) : from / (from + other)};
        source->model[m] = mixed(old.model, weight);
        source->probability[m] = from + other;
        cv_fit fit;
        cv_predict(&source->model[m], 5.0, noise[m]);
        CU_ASSERT_EQUAL_FATAL(cv_update_position(&source->model[m], plot, r, &fit), FUSION_OK);
        likely[m] = fit.log_likelihood;
        best = fmax(best, likely[m]);
    }
    for (int m = 0; m < 2; m++)
        total += source->probability[m] *= exp(likely[m] - best);
    for (int m = 0; m < 2; m++)
        source->probability[m] /= total;
}

/* Distance of the recovered plot from the true one in sigmas of the true one. */
static double off_by(const tracklet_plot *found, const double plot[3], const double r[6])
{
    double error[3];
    for (int k = 0; k < 3; k++)
        error[k] = found->position[k] - plot[k];
    return sqrt(normalised_square(3, r, error));
}

static void plots_of_a_kalman_source_come_back(void)
{
    /* The formula is exact; rounding of covariances is magnified by P / Q, some 1e3 here. The
     * specification asks for 0.1 m and 0.1 % of R. */
    random_source source = random_seeded(80);
    scene s;
    cv_state track[SCANS];
    tracklet kept = {0};
    tracklet_plot found;
    static const cv_noise noise = {30.0, 1.5};
    scene_fly(&source, &s);
    source_track(&s, noise, track);
    double worst = 0.0, worst_r = 0.0, worst_noise = 0.0;
    for (int n = 0; n < SCANS; n++) {
        const fusion_state report = reported(&track[n]);
        CU_ASSERT_EQUAL(tracklet_take(&kept, &report, n * PERIOD_NS, &found), FUSION_OK);
        CU_ASSERT_EQUAL(found.directions, n == 0 ? 0 : 3);
        if (n == 0)
            continue;
        for (int k = 0; k < 3; k++)
            worst = fmax(worst, fabs(found.position[k] - s.plot[n][k]));
        for (int k = 0; k < 6; k++)
            worst_r = fmax(worst_r, fabs(found.covariance[k] - s.r[n][k]) / s.r[n][0]);
        worst_noise = fmax(worst_noise, fabs(found.noise.horizontal / noise.horizontal - 1.0));
        worst_noise = fmax(worst_noise, fabs(found.noise.vertical / noise.vertical - 1.0));
    }
    printf("z %.1e m, R %.1e, q %.1e ", worst, worst_r, worst_noise);
    CU_ASSERT_TRUE(worst < 0.1);
    CU_ASSERT_TRUE(worst_r < 1e-3);
    CU_ASSERT_TRUE(worst_noise < 1e-3);
    CU_ASSERT_FALSE(kept.shadowed);
}

static void half_the_covariance_gives_the_same_plot_with_half_its_own(void)
{
    random_source source = random_seeded(81);
    scene s;
    cv_state track[SCANS];
    tracklet kept = {0}, halved = {0};
    tracklet_plot found, half;
    scene_fly(&source, &s);
    source_track(&s, (cv_noise){30.0, 1.5}, track);
    for (int n = 0; n < SCANS; n++) {
        fusion_state report = reported(&track[n]);
        CU_ASSERT_EQUAL(tracklet_take(&kept, &report, n * PERIOD_NS, &found), FUSION_OK);
        for (int k = 0; k < 21; k++)
            report.covariance[k] *= 0.5;
        CU_ASSERT_EQUAL(tracklet_take(&halved, &report, n * PERIOD_NS, &half), FUSION_OK);
        if (n == 0)
            continue;
        for (int k = 0; k < 3; k++)
            CU_ASSERT_DOUBLE_EQUAL(half.position[k], found.position[k], 0.1);
        for (int k = 0; k < 6; k++)
            CU_ASSERT_DOUBLE_EQUAL(half.covariance[k], 0.5 * found.covariance[k], 1e-3 * s.r[n][0]);
    }
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void plots_of_a_two_model_source_nearly_come_back(void)
{
    /* What the trial that this is built on found: 0.07 sigma at the median; asked for is 0.2. */
    random_source source = random_seeded(82);
    double off[20 * SCANS];
    size_t count = 0;
    for (int run = 0; run < 20; run++) {
        scene s;
        tracklet kept = {0};
        scene_fly(&source, &s);
        imm2 tracker = {.probability = {0.5, 0.5}};
        cv_begin(&tracker.model[0], s.plot[0], s.r[0], 200.0, 10.0);
        tracker.model[1] = tracker.model[0];
        for (int n = 1; n < SCANS; n++) {
            imm2_step(&tracker, s.plot[n], s.r[n]);
            const cv_state mean = mixed(tracker.model, tracker.probability);
            const fusion_state report = reported(&mean);
            tracklet_plot found;
            CU_ASSERT_EQUAL(tracklet_take(&kept, &report, n * PERIOD_NS, &found), FUSION_OK);
            if (n > 5 && found.directions == 3)
                off[count++] = off_by(&found, s.plot[n], s.r[n]);
        }
    }
    CU_ASSERT_TRUE_FATAL(count > 19 * (SCANS - 6)); /* nearly every report says something */
    qsort(off, count, sizeof off[0], ascending);
    printf("median %.3f, 95 %% %.3f ", off[count / 2], off[count * 95 / 100]);
    CU_ASSERT_TRUE(off[count / 2] < 0.2);
}

static void a_coasted_report_says_nothing(void)
{
    random_source source = random_seeded(83);
    scene s;
    cv_state track[SCANS];
    scene_fly(&source, &s);
    source_track(&s, (cv_noise){30.0, 1.5}, track);
    tracklet kept = {0};
    tracklet_plot found;
    for (int n = 0; n < 20; n++) {
        const fusion_state report = reported(&track[n]);
        CU_ASSERT_EQUAL(tracklet_take(&kept, &report, n * PERIOD_NS, &found), FUSION_OK);
    }
    cv_state coasted = track[19];
    for (int n = 20; n < 24; n++) {
        cv_predict(&coasted, 5.0, (cv_noise){30.0, 1.5});
        const fusion_state report = reported(&coasted);
        CU_ASSERT_EQUAL(tracklet_take(&kept, &report, n * PERIOD_NS, &found), FUSION_OK);
        CU_ASSERT_EQUAL(found.directions, 0);
    }
    /* It goes on where the source does: the next plot is recovered over the coasted base. */
    cv_predict(&coasted, 5.0, (cv_noise){30.0, 1.5});
    CU_ASSERT_EQUAL(cv_update_position(&coasted, s.plot[24], s.r[24], NULL), FUSION_OK);
    const fusion_state report = reported(&coasted);
    CU_ASSERT_EQUAL(tracklet_take(&kept, &report, 24 * PERIOD_NS, &found), FUSION_OK);
    CU_ASSERT_EQUAL(found.directions, 3);
    CU_ASSERT_TRUE(off_by(&found, s.plot[24], s.r[24]) < 1e-3);
}

/* Root mean square error of position and NEES of a filter fed in one of three ways with what two
 * sources saw: their plots, tracklets of their tracks, or the tracks' positions as if they were
 * plots. */
typedef enum feeding { PLOTS, TRACKLETS, NAIVE } feeding;

typedef struct outcome {
    double square, nees;
    int count;
} outcome;

static void engine_take(cv_state *engine, const scene *s, int n, const cv_state *track,
                        tracklet *kept, feeding how, bool diagonal)
{
    static const int corner[6] = {0, 6, 11, 15, 18, 20};
    fusion_state report = reported(&track[n]);
    if (diagonal) {
        memset(report.covariance, 0, sizeof report.covariance);
        for (int k = 0; k < 6; k++)
            report.covariance[corner[k]] = track[n].covariance[corner[k]];
    }
    const double *p = report.covariance;
    const double position[6] = {p[0], p[1], p[2], p[6], p[7], p[11]};
    tracklet_plot found;
    CU_ASSERT_EQUAL(tracklet_take(kept, &report, n * PERIOD_NS, &found), FUSION_OK);
    fusion_status status = FUSION_OK;
    if (how == PLOTS)
        status = cv_update_position(engine, s->plot[n], s->r[n], NULL);
    else if (how == NAIVE)
        status = cv_update_position(engine, report.position, position, NULL);
    else if (found.directions > 0)
        status = cv_update_position(engine, found.position, found.covariance, NULL);
    CU_ASSERT_EQUAL(status, FUSION_OK);
}

static void fuse(random_source *source, feeding how, bool diagonal, outcome *out)
{
    static const int position_at[6] = {0, 1, 2, 6, 7, 11};
    scene one, two;
    cv_state first[SCANS], second[SCANS], engine;
    tracklet kept[2] = {{0}, {0}};
    scene_fly(source, &one);
    two = one;
    for (int n = 0; n < SCANS; n++)
        random_draw(source, 3, two.truth[n], two.r[n], two.plot[n]);
    source_track(&one, (cv_noise){30.0, 1.5}, first);
    source_track(&two, (cv_noise){30.0, 1.5}, second);
    cv_begin(&engine, one.plot[0], one.r[0], 200.0, 10.0);
    for (int n = 0; n < SCANS; n++) {
        if (n > 0)
            cv_predict(&engine, 5.0, flight);
        engine_take(&engine, &one, n, first, &kept[0], how, diagonal);
        engine_take(&engine, &two, n, second, &kept[1], how, diagonal);
        double error[3], packed[6];
        for (int k = 0; k < 3; k++)
            error[k] = engine.state[k] - one.truth[n][k];
        for (int k = 0; k < 6; k++)
            packed[k] = engine.covariance[position_at[k]];
        if (n < 12)
            continue;
        out->square += error[0] * error[0] + error[1] * error[1] + error[2] * error[2];
        out->nees += normalised_square(3, packed, error);
        out->count++;
    }
}

static outcome fused(uint64_t seed, feeding how, bool diagonal)
{
    random_source source = random_seeded(seed);
    outcome out = {0};
    for (int run = 0; run < 40; run++)
        fuse(&source, how, diagonal, &out);
    out.nees /= out.count;
    printf("rmse %.0f nees %.2f ", sqrt(out.square / out.count), out.nees);
    return out;
}

static void tracklets_are_as_good_as_plots(void)
{
    /* RMSE at most 1.05 times and NEES at most 1.2 times that of the plots; positions as plots are
     * the control that must fail: NEES above twice. */
    const outcome plots = fused(84, PLOTS, false), tracklets = fused(84, TRACKLETS, false);
    const outcome naive = fused(84, NAIVE, false);
    CU_ASSERT_TRUE(sqrt(tracklets.square / plots.square) < 1.05);
    CU_ASSERT_TRUE(tracklets.nees / plots.nees < 1.2);
    CU_ASSERT_TRUE(naive.nees / plots.nees > 2.0);
}

static void a_diagonal_covariance_is_met_by_a_shadow(void)
{
    const outcome plots = fused(85, PLOTS, true), tracklets = fused(85, TRACKLETS, true);
    CU_ASSERT_TRUE(sqrt(tracklets.square / plots.square) < 1.45);
    CU_ASSERT_TRUE(tracklets.nees / plots.nees < 1.4);
}

static void without_velocity_the_shadow_has_its_own(void)
{
    random_source source = random_seeded(86);
    scene s;
    cv_state track[SCANS];
    tracklet kept = {0};
    tracklet_plot found;
    scene_fly(&source, &s);
    source_track(&s, (cv_noise){30.0, 1.5}, track);
    for (int n = 0; n < SCANS; n++) {
        fusion_state report = reported(&track[n]);
        report.velocity_kind = FUSION_VELOCITY_NONE;
        memset(report.velocity, 0, sizeof report.velocity);
        memset(&report.covariance[15], 0, 6 * sizeof(double));
        static const int cross[9] = {3, 4, 5, 8, 9, 10, 12, 13, 14};
        for (int k = 0; k < 9; k++)
            report.covariance[cross[k]] = 0.0;
        CU_ASSERT_EQUAL(tracklet_take(&kept, &report, n * PERIOD_NS, &found), FUSION_OK);
    }
    CU_ASSERT_TRUE(kept.shadowed);
    CU_ASSERT_EQUAL(found.directions, 3);
    /* The shadow's speed follows the aircraft's: its own sigma is some 30 m/s an axis. */
    const double *v = kept.base.state + 3, *truth = s.truth[SCANS - 1] + 3;
    CU_ASSERT_TRUE(hypot(hypot(v[0] - truth[0], v[1] - truth[1]), v[2] - truth[2]) < 120.0);
}

static void a_gap_only_sets_the_base(void)
{
    random_source source = random_seeded(87);
    scene s;
    cv_state track[SCANS];
    tracklet kept = {0};
    tracklet_plot found;
    scene_fly(&source, &s);
    source_track(&s, (cv_noise){30.0, 1.5}, track);
    const fusion_state early = reported(&track[3]), late = reported(&track[12]),
                       next = reported(&track[13]);
    CU_ASSERT_EQUAL(tracklet_take(&kept, &early, 3 * PERIOD_NS, &found), FUSION_OK);
    CU_ASSERT_EQUAL(found.directions, 0);
    CU_ASSERT_EQUAL(tracklet_take(&kept, &late, 12 * PERIOD_NS, &found), FUSION_OK);
    CU_ASSERT_EQUAL(found.directions, 0);
    CU_ASSERT_EQUAL(tracklet_take(&kept, &next, 13 * PERIOD_NS, &found), FUSION_OK);
    CU_ASSERT_TRUE(off_by(&found, s.plot[13], s.r[13]) < 1e-3);
}

static void an_older_report_changes_nothing(void)
{
    random_source source = random_seeded(88);
    scene s;
    cv_state track[SCANS];
    tracklet kept = {0};
    tracklet_plot found;
    scene_fly(&source, &s);
    source_track(&s, (cv_noise){30.0, 1.5}, track);
    const fusion_state report = reported(&track[5]);
    CU_ASSERT_EQUAL(tracklet_take(&kept, &report, 5 * PERIOD_NS, &found), FUSION_OK);
    const tracklet before = kept;
    CU_ASSERT_EQUAL(tracklet_take(&kept, &report, 5 * PERIOD_NS, &found), FUSION_LATE);
    CU_ASSERT_EQUAL(tracklet_take(&kept, &report, 4 * PERIOD_NS, &found), FUSION_LATE);
    CU_ASSERT_EQUAL(memcmp(&kept, &before, sizeof kept), 0);
}

static void a_broken_covariance_changes_nothing(void)
{
    random_source source = random_seeded(89);
    const cv_state filter = random_filter(&source, 1.0, 2.0);
    fusion_state report = reported(&filter);
    tracklet kept = {0};
    tracklet_plot found;
    CU_ASSERT_EQUAL(tracklet_take(&kept, &report, 0, &found), FUSION_OK);
    const tracklet before = kept;
    report.covariance[6] = -1.0;
    CU_ASSERT_EQUAL(tracklet_take(&kept, &report, PERIOD_NS, &found), FUSION_NOT_POSITIVE);
    report.covariance[6] = NAN;
    CU_ASSERT_EQUAL(tracklet_take(&kept, &report, PERIOD_NS, &found), FUSION_NOT_POSITIVE);
    CU_ASSERT_EQUAL(memcmp(&kept, &before, sizeof kept), 0);
}

CU_TestInfo tracklet_tests[] = {
    {"plots of a Kalman source come back", plots_of_a_kalman_source_come_back},
    {"half the covariance gives the same plot with half its own",
     half_the_covariance_gives_the_same_plot_with_half_its_own},
    {"plots of a two-model source nearly come back", plots_of_a_two_model_source_nearly_come_back},
    {"a coasted report says nothing", a_coasted_report_says_nothing},
    {"tracklets are as good as plots", tracklets_are_as_good_as_plots},
    {"a diagonal covariance is met by a shadow", a_diagonal_covariance_is_met_by_a_shadow},
    {"without velocity the shadow has its own", without_velocity_the_shadow_has_its_own},
    {"a gap only sets the base", a_gap_only_sets_the_base},
    {"an older report changes nothing", an_older_report_changes_nothing},
    {"a broken covariance changes nothing", a_broken_covariance_changes_nothing},
    CU_TEST_INFO_NULL,
};
