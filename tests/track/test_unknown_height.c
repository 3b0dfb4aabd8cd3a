/* What a height, or a climb, that nobody measured does to an estimate and to a pairing. */
#include "estimate/packed.h"
#include "estimate/polar.h"
#include "estimate/random_filter.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "scene.h"
#include "suites.h"
#include "track/track.h"
#include "track/unmeasured.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DEGREE (3.14159265358979323846 / 180.0)

static void unknown_height_grows_no_sharper(void)
{
    scene *one = scene_new(384);
    const uint16_t radar = scene_sensor(one, "flat", 4.0);
    const scene_object object = {37.0, 129.0, 6000.0, 100.0, 0.0, 0.0};
    double up[3] = {0};
    for (double t = 0.5; t < 400.0; t += 4.0) {
        double place[3], velocity[3], axes[9], r[6];
        scene_place(&object, t, place, velocity);
        wgs84_axes(37.0 * DEGREE, 129.0 * DEGREE, axes);
        const double local[6] = {2500.0, 0.0, 0.0, 2500.0, 0.0, 3500.0 * 3500.0};
        turn_covariance3_to_ecef(axes, local, r);
        fusion_state *state = &scene_plot(one, radar, t, place, 1.0)->report.as.state;
        state->covariance[0] = r[0], state->covariance[1] = r[1], state->covariance[2] = r[2];
        state->covariance[6] = r[3], state->covariance[7] = r[4], state->covariance[11] = r[5];
        state->height_known = false;
        memcpy(up, axes + 6, sizeof up);
    }
    fusion_engine *engine = scene_run(one, NULL, 400);
    const fusion_track *shown;
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
    const double *p = shown[0].covariance;
    const double variance =
        up[0] * up[0] * p[0] + up[1] * up[1] * p[6] + up[2] * up[2] * p[11] +
        2.0 * (up[0] * up[1] * p[1] + up[0] * up[2] * p[2] + up[1] * up[2] * p[7]);
    /* A hundred reports with one and the same prior are worth one. The second once counted too. 1
     * %: what the models' own vertical noise adds in a scan. */
    CU_ASSERT_DOUBLE_EQUAL(sqrt(variance), 3500.0, 35.0);
    CU_ASSERT_TRUE(shown[0].marks & FUSION_MARK_HEIGHT_UNKNOWN);
    fusion_engine_destroy(engine);
}

/* A track of a few plots with their height, or without. */
static track flat_track(bool height_known, const measure *seen)
{
    track one;
    measure plot = *seen;
    plot.as.state.height_known = height_known;
    if (height_known) {
        const double sharp[6] = {2500.0, 0.0, 0.0, 2500.0, 0.0, 2500.0};
        double axes[9], r[6];
        wgs84_axes(37.0 * DEGREE, 129.0 * DEGREE, axes);
        turn_covariance3_to_ecef(axes, sharp, r);
        double *p = plot.as.state.covariance;
        p[0] = r[0], p[1] = r[1], p[2] = r[2], p[6] = r[3], p[7] = r[4], p[11] = r[5];
    }
    track_begin(&one, &plot, 1.0);
    for (int k = 1; k < 4; k++) {
        plot.time_ns += 4 * FUSION_SECOND;
        CU_ASSERT_EQUAL(track_update(&one, &plot), FUSION_OK);
    }
    return one;
}

static void a_height_that_was_not_measured_says_nothing_of_whose_it_is(void)
{
    /* A track that knew its height once lost a plot without height, by a factor of some hundreds,
     * to any other near that knew less of its own. A height that is only believed has the density
     * of the belief: under the other track its sigma is at most twice as wide. */
    double axes[9], r[6];
    measure seen = {.kind = FUSION_PLOT, .time_ns = SCENE_START, .categories = FUSION_AIR};
    wgs84_to_ecef(37.0 * DEGREE, 129.0 * DEGREE, 6000.0, seen.as.state.position);
    wgs84_axes(37.0 * DEGREE, 129.0 * DEGREE, axes);
    const double flat[6] = {2500.0, 0.0, 0.0, 2500.0, 0.0, 3500.0 * 3500.0};
    turn_covariance3_to_ecef(axes, flat, r);
    double *p = seen.as.state.covariance;
    p[0] = r[0], p[1] = r[1], p[2] = r[2], p[6] = r[3], p[7] = r[4], p[11] = r[5];
    const track knows = flat_track(true, &seen), guesses = flat_track(false, &seen);
    seen.time_ns += 16 * FUSION_SECOND;
    imm_fit one, other;
    CU_ASSERT_EQUAL(track_fit(&knows, &seen, &one), FUSION_OK);
    CU_ASSERT_EQUAL(track_fit(&guesses, &seen, &other), FUSION_OK);
    CU_ASSERT_DOUBLE_EQUAL(one.log_likelihood, other.log_likelihood, 0.7);
}

/* One model moves all, so east, north and up stay apart: of several, a level velocity makes one
 * likelier that keeps the depth too. */
static const imm_set alone = {
    .count = 1,
    .models = {{.noise = {0.02, 0.01}, .pulled = PULL_CURVE, .first = 1.0, .stay = 1.0}},
    .broad = {0.02, 0.01},
};

/* A submarine's track after plots of 20 m, one a second, while it dives; with its level velocity or
 * without, but for the first. */
static track dive(bool with_velocity, double up[3])
{
    const scene_object object = {37.0, 129.0, -50.0, 3.0, 0.0, -1.5};
    const double place[6] = {400.0, 0.0, 0.0, 400.0, 0.0, 400.0};
    const double speed[6] = {0.04, 0.0, 0.0, 0.04, 0.0, 4.0}; /* sigma 2 m/s up: the prior */
    double axes[9];
    track one;
    wgs84_axes(37.0 * DEGREE, 129.0 * DEGREE, axes);
    for (int k = 0; k < 60; k++) {
        double r[6];
        measure plot = {.kind = FUSION_PLOT,
                        .time_ns = SCENE_START + k * FUSION_SECOND,
                        .categories = FUSION_SUBSURFACE};
        fusion_state *state = &plot.as.state;
        state->height_known = true;
        scene_place(&object, k, state->position, state->velocity);
        turn_covariance3_to_ecef(axes, place, r);
        double *p = state->covariance;
        p[0] = r[0], p[1] = r[1], p[2] = r[2], p[6] = r[3], p[7] = r[4], p[11] = r[5];
        if (with_velocity && k > 0) {
            turn_covariance3_to_ecef(axes, speed, p + 15);
            state->velocity_kind = FUSION_VELOCITY_FULL;
            state->climb_believed = true;
            for (int i = 0; i < 3; i++)
                state->velocity[i] += 1.5 * axes[6 + i]; /* level, for all that was said */
        }
        if (k == 0) {
            track_begin(&one, &plot, 1.0);
            imm_change(&one.filter, &alone);
        } else
            CU_ASSERT_EQUAL(track_update(&one, &plot), FUSION_OK);
    }
    memcpy(up, axes + 6, 3 * sizeof *up);
    return one;
}

static void a_climb_that_was_not_measured_is_no_news(void)
{
    /* Its prior, no climb, was once taken anew with each report: what dived was held up by all of
     * them, and the more sure of it the more came. A level velocity says nothing of the vertical.
     * 1e-3 m/s: the vertical turns by 3e-5 rad on the way of 180 m, under a speed of 3 m/s. */
    double up[3];
    const track told = dive(true, up), untold = dive(false, up);
    double climb = 0.0, other = 0.0, variance = 0.0, variance_untold = 0.0;
    for (int i = 0, k = 15; i < 3; i++) {
        climb += up[i] * told.mean.state[3 + i];
        other += up[i] * untold.mean.state[3 + i];
        for (int j = i; j < 3; j++, k++) {
            const double both = (i == j ? 1.0 : 2.0) * up[i] * up[j];
            variance += both * told.mean.covariance[k];
            variance_untold += both * untold.mean.covariance[k];
        }
    }
    CU_ASSERT_DOUBLE_EQUAL(climb, other, 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(variance / variance_untold, 1.0, 1e-3);
}

/* A plot of a radar that measures no height: 40 m and 0.1 degrees. */
static void flat_plot(const polar_place *radar, const double place[3], uint64_t *chance,
                      measure *plot)
{
    double away[3], local[3], r[6];
    for (int i = 0; i < 3; i++)
        away[i] = place[i] - radar->ecef[i];
    turn_to_local(radar->axes, away, local);
    const polar seen = {hypot(hypot(local[0], local[1]), local[2]) + 40.0 * chance_normal(chance),
                        atan2(local[0], local[1]) + 0.1 * DEGREE * chance_normal(chance),
                        0.0,
                        40.0,
                        0.1 * DEGREE,
                        0.0};
    double *p = plot->as.state.covariance;
    plot->categories = FUSION_AIR;
    CU_ASSERT_EQUAL(polar_to_ecef(radar, &seen, 6000.0, 3500.0, plot->as.state.position, r),
                    FUSION_OK);
    polar_bend(radar, &seen, 6000.0, plot->as.state.bend);
    p[0] = r[0], p[1] = r[1], p[2] = r[2], p[6] = r[3], p[7] = r[4], p[11] = r[5];
}

/* NEES of the place after two minutes under two such radars, 50 km to the north and the west. */
static double flat_nees(uint64_t *chance)
{
    const double height = fmax(6000.0 + 3500.0 * chance_normal(chance), 500.0);
    const scene_object object = {37.0, 129.0, height, 150.0, 100.0, 0.0};
    polar_place radars[2];
    track one;
    double place[3], velocity[3], p[6];
    polar_place_at(37.45 * DEGREE, 129.0 * DEGREE, 100.0, &radars[0]);
    polar_place_at(37.0 * DEGREE, 128.44 * DEGREE, 100.0, &radars[1]);
    for (int k = 0; k < 60; k++) {
        measure plot = {.kind = FUSION_PLOT, .time_ns = SCENE_START + 2 * k * FUSION_SECOND};
        scene_place(&object, 2.0 * k, place, velocity);
        flat_plot(&radars[k % 2], place, chance, &plot);
        if (k == 0) {
            track_begin(&one, &plot, 1.0);
            imm_change(&one.filter, &alone);
        } else
            CU_ASSERT_EQUAL(track_update(&one, &plot), FUSION_OK);
    }
    for (int i = 0; i < 3; i++)
        place[i] -= one.mean.state[i];
    packed_position(one.mean.covariance, p);
    return normalised_square(3, p, place);
}

static void flat_radars_know_as_much_of_a_height_as_they_say(void)
{
    /* Two ranges tell a height. Each plot's place was once left where the prior's height puts it,
     * off by the same 200 m each time, and taken as new: NEES was tens of 3. Bound: 50 flights, 3
     * degrees of freedom each, 97.5 % (chi-square of 150 is 186); below 3 is right, for an aircraft
     * may turn at any moment. */
    uint64_t chance = 385;
    double nees = 0.0;
    for (int n = 0; n < 50; n++)
        nees += flat_nees(&chance) / 50.0;
    printf("\n    seed 385, NEES of 3: %.2f ", nees);
    CU_ASSERT_TRUE(nees < 186.0 / 50.0);
}

/* A plot of 50 m in all directions. */
static void full_plot(const double place[3], uint64_t *chance, measure *plot)
{
    static const size_t diagonal[3] = {0, 6, 11};
    fusion_state *state = &plot->as.state;
    plot->categories = FUSION_AIR;
    state->height_known = true;
    for (int i = 0; i < 3; i++) {
        state->covariance[diagonal[i]] = 2500.0;
        state->position[i] = place[i] + 50.0 * chance_normal(chance);
    }
}

/* NEES of the place of one that passes a radar without height at 3 km, which two of three plots are
 * of; -1 where a plot was not taken. */
static double close_nees(double height, uint64_t *chance)
{
    const scene_object object = {37.0, 129.0, height, 50.0, 0.0, 0.0};
    polar_place radar;
    track one;
    double place[3], velocity[3], p[6];
    polar_place_at(37.03 * DEGREE, 129.0 * DEGREE, 100.0, &radar);
    for (int k = 0; k < 30; k++) {
        measure plot = {.kind = FUSION_PLOT, .time_ns = SCENE_START + 4 * k * FUSION_SECOND};
        scene_place(&object, 4.0 * k, place, velocity);
        if (k % 3 == 0)
            full_plot(place, chance, &plot);
        else
            flat_plot(&radar, place, chance, &plot);
        if (k == 0)
            track_begin(&one, &plot, 1.0);
        else if (track_update(&one, &plot) != FUSION_OK)
            return -1.0;
    }
    for (int i = 0; i < 3; i++)
        place[i] -= one.mean.state[i];
    packed_position(one.mean.covariance, p);
    return normalised_square(3, p, place);
}

static void a_flat_radar_close_by_spoils_no_track(void)
{
    /* So near, the arc goes round: a parabola in its stead was off by 1 km, as if it were 40 m, and
     * what was taken out of a plot's covariance was more than there was. Bound as above, of flights
     * from 1 to 6 km. */
    uint64_t chance = 386;
    double nees = 0.0, least = 1.0;
    for (int n = 0; n < 50; n++) {
        const double one = close_nees(1000.0 + 100.0 * n, &chance);
        least = fmin(least, one);
        nees += one / 50.0;
    }
    printf("\n    seed 386, NEES of 3: %.2f ", nees);
    CU_ASSERT_TRUE(least >= 0.0);
    CU_ASSERT_TRUE(nees < 186.0 / 50.0);
}

/* Variance of what is level along (east, north), and how it goes with height, where the height is
 * known: Schur's complement of a packed covariance in local axes. */
static double level_given_height(const double local[6], double east, double north, double *slope)
{
    *slope = (east * local[2] + north * local[4]) / local[5];
    return east * east * local[0] + 2.0 * east * north * local[1] + north * north * local[3] -
           *slope * *slope * local[5];
}

static const double beam = 310.0 * DEGREE;

/* A plot with the height of its prior, 6 km, meets a track that knows its own to 100 m: gives the
 * place and its covariance in local axes there. */
static void meet_height(const polar_place *radar, const polar *plot, double height,
                        const double truth[3], double place[3], double local[6])
{
    fusion_state seen = {.height_known = false};
    cv_state mean = {.covariance = {[0] = 1e4, [6] = 1e4, [11] = 1e4}};
    double r[6], lat, lon, up, axes[9];
    CU_ASSERT_EQUAL(polar_to_ecef(radar, plot, 6000.0, 3500.0, place, r), FUSION_OK);
    polar_bend(radar, plot, 6000.0, seen.bend);
    memcpy(seen.position, place, sizeof seen.position);
    memcpy(mean.state, truth, 3 * sizeof *truth);
    (void)unmeasured_height(&seen, &mean, place, r);
    wgs84_from_ecef(place, &lat, &lon, &up);
    CU_ASSERT_DOUBLE_EQUAL(up, height, 0.1);
    wgs84_axes(lat, lon, axes);
    turn_covariance3_to_local(axes, r, local);
}

static void a_plot_lies_where_its_circle_meets_the_height_that_is_known(void)
{
    /* Held against the conversion of the same plot at that very height, which knows nothing of
     * arcs, by Newton's method. The place is that to the third order, some centimetres. Across the
     * beam the plot keeps the width of its prior's place, up to 8 % off at 25 km; along it, no more
     * than 3 % where the circle is less steep than there. */
    polar_place radar;
    polar_place_at(37.5 * DEGREE, 127.0 * DEGREE, 600.0, &radar);
    const double ranges[] = {25e3, 40e3, 100e3}, heights[] = {3000.0, 9000.0, 11000.0};
    for (int k = 0; k < 9; k++) {
        const polar plot = {ranges[k / 3], beam, 0.0, 50.0, 0.002, 0.0};
        const double height = heights[k % 3];
        double truth[3], known[6], place[3], local[6], lat, lon, up, axes[9], slope[2];
        CU_ASSERT_EQUAL(polar_to_ecef(&radar, &plot, height, 100.0, truth, known), FUSION_OK);
        meet_height(&radar, &plot, height, truth, place, local);
        for (int i = 0; i < 3; i++)
            CU_ASSERT_DOUBLE_EQUAL(place[i], truth[i], 0.1);
        wgs84_from_ecef(truth, &lat, &lon, &up);
        wgs84_axes(lat, lon, axes);
        turn_covariance3_to_local(axes, known, known);
        const double along = level_given_height(local, sin(beam), cos(beam), &slope[0]);
        const double wanted = level_given_height(known, sin(beam), cos(beam), &slope[1]);
        CU_ASSERT_DOUBLE_EQUAL(sqrt(along / wanted), 1.0, 0.03);
        CU_ASSERT_DOUBLE_EQUAL(slope[0], slope[1], 1e-3);
        const double across = level_given_height(local, cos(beam), -sin(beam), &slope[0]);
        const double width = level_given_height(known, cos(beam), -sin(beam), &slope[1]);
        CU_ASSERT_DOUBLE_EQUAL(sqrt(across / width), 1.0, 0.08);
    }
}

CU_TestInfo unknown_height_tests[] = {
    {"a plot lies where its circle meets the height that is known",
     a_plot_lies_where_its_circle_meets_the_height_that_is_known},
    {"it grows no sharper", unknown_height_grows_no_sharper},
    {"it says nothing of whose a plot is",
     a_height_that_was_not_measured_says_nothing_of_whose_it_is},
    {"flat radars know as much of a height as they say",
     flat_radars_know_as_much_of_a_height_as_they_say},
    {"a flat radar close by spoils no track", a_flat_radar_close_by_spoils_no_track},
    {"a climb that was not measured is no news", a_climb_that_was_not_measured_is_no_news},
    CU_TEST_INFO_NULL,
};
