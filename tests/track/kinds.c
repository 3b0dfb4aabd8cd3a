#include "kinds.h"

#include "estimate/height.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "scene.h"
#include "tools/sim/fall.h"

#include <CUnit/CUnit.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DEGREE (3.14159265358979323846 / 180.0)
#define COUNT  25
#define ROUNDS 8 /* at most */
#define STEPS  4 /* a second */

typedef struct mover {
    double lat, lon, height;
    double course, speed;
    double rate, gain, climb;
    double drift[2];
    double leg_left;
    double view;  /* direction in which the sensor sees best */
    double next;  /* look, s */
    double burns; /* s left */
    bool thrown;
    fall body; /* where it is thrown */
} mover;

static double between(double low, double high, uint64_t *chance)
{
    return low + (high - low) * chance_unit(chance);
}

static void leg_begin(mover *one, const manner *how, uint64_t *chance)
{
    one->rate = one->gain = one->climb = 0.0;
    one->leg_left =
        how->straight[1] > 0.0 ? between(how->straight[0], how->straight[1], chance) : INFINITY;
    const double what = chance_unit(chance);
    if (what < how->turns) {
        one->leg_left = between(how->turning[0], how->turning[1], chance);
        one->rate = DEGREE * between(how->rate[0], how->rate[1], chance) *
                    (chance_unit(chance) < 0.5 ? -1.0 : 1.0);
    } else if (what < how->turns + how->surges) {
        const double to = between(how->slowest, how->fastest, chance);
        one->gain = to > one->speed ? how->acceleration : -how->acceleration;
        one->leg_left = (to - one->speed) / one->gain;
    }
    if (chance_unit(chance) < how->climbs) {
        one->climb = between(-how->climb, how->climb, chance);
        const double lasts = fmin(one->leg_left, 60.0);
        const double to = one->height + one->climb * lasts;
        one->leg_left = lasts;
        if (to < how->lowest || to > how->highest)
            one->climb = -one->climb;
    }
}

/* At 45 to 75 degrees; as heavy as it is thin. */
static void throw_begin(mover *one, const manner *how, uint64_t *chance)
{
    double axes[9];
    const double up = between(45.0, 75.0, chance) * DEGREE;
    const double force = between(how->thrust[0], how->thrust[1], chance);
    const double local[3] = {force * cos(up) * sin(one->course), force * cos(up) * cos(one->course),
                             force * sin(up)};
    one->thrown = true;
    one->burns = how->burns;
    one->body = (fall){.ballistic = between(6000.0, 9000.0, chance)};
    wgs84_axes(one->lat, one->lon, axes);
    wgs84_to_ecef(one->lat, one->lon, 0.0, one->body.position);
    turn_to_ecef(axes, local, one->body.thrust);
}

static void throw_on(mover *one, double dt)
{
    if (one->burns <= 0.0)
        memset(one->body.thrust, 0, sizeof one->body.thrust);
    fall_step(&one->body, dt);
    one->burns -= dt;
    wgs84_from_ecef(one->body.position, &one->lat, &one->lon, &one->height);
}

/* Five by five, so many degrees apart: all in one region of unrest.h. */
static void begin(mover *one, const manner *how, int number, double apart, uint64_t *chance)
{
    *one = (mover){.lat = (37.5 + apart * (number / 5 - 2)) * DEGREE,
                   .lon = (127.5 + apart * (number % 5 - 2)) * DEGREE,
                   .height = between(how->lowest, how->highest, chance),
                   .course = between(0.0, 360.0, chance) * DEGREE,
                   .speed = between(how->slowest, how->fastest, chance),
                   .view = between(0.0, 360.0, chance) * DEGREE};
    for (int i = 0; i < 2; i++)
        one->drift[i] = how->drift * chance_normal(chance);
    leg_begin(one, how, chance);
    if (how->burns > 0.0)
        throw_begin(one, how, chance);
}

static void speed_of(const mover *one, double local[3])
{
    local[0] = one->speed * sin(one->course) + one->drift[0];
    local[1] = one->speed * cos(one->course) + one->drift[1];
    local[2] = one->climb;
}

/* By the radii of curvature of the ellipsoid (Snyder 1987, 4-18 to 4-20). */
static void go_on(mover *one, const manner *how, uint64_t *chance)
{
    const double dt = 1.0 / STEPS, s = sin(one->lat), w = 1.0 - WGS84_E2 * s * s;
    const double across = WGS84_A / sqrt(w), along = across * (1.0 - WGS84_E2) / w;
    double local[3];
    if (one->thrown) {
        throw_on(one, dt);
        return;
    }
    if (one->leg_left <= 0.0)
        leg_begin(one, how, chance);
    one->course += 0.5 * dt * one->rate;
    one->speed += 0.5 * dt * one->gain;
    speed_of(one, local);
    one->lat += dt * local[1] / (along + one->height);
    one->lon += dt * local[0] / ((across + one->height) * cos(one->lat));
    one->height += dt * local[2];
    one->course += 0.5 * dt * one->rate;
    one->speed += 0.5 * dt * one->gain;
    one->leg_left -= dt;
    for (int i = 0; i < 2 && how->drift > 0.0; i++) {
        const double stays = exp(-dt / how->drifts);
        one->drift[i] =
            stays * one->drift[i] + how->drift * sqrt(1.0 - stays * stays) * chance_normal(chance);
    }
}

static void place_of(const mover *one, double axes[9], double place[3], double velocity[3])
{
    double local[3];
    wgs84_axes(one->lat, one->lon, axes);
    wgs84_to_ecef(one->lat, one->lon, one->height, place);
    speed_of(one, local);
    turn_to_ecef(axes, local, velocity);
    if (one->thrown)
        memcpy(velocity, one->body.velocity, sizeof one->body.velocity);
}

/* Adds variance along a direction to packed rows from the first on. */
static void spread(double *p, int first, const double d[3], double variance)
{
    for (int i = 0, k = 0; i < 6; i++)
        for (int j = i; j < 6; j++, k++)
            if (i >= first && j < first + 3)
                p[k] += variance * d[i - first] * d[j - first];
}

/* A velocity as it is broadcast: level. */
static void tell_speed(scene *all, double sigma, const double axes[9], const double velocity[3],
                       fusion_state *state)
{
    state->velocity_kind = FUSION_VELOCITY_FULL;
    state->climb_believed = true;
    memcpy(state->velocity, velocity, sizeof state->velocity);
    for (int k = 0; k < 2; k++) {
        const double off = sigma * chance_normal(&all->chance);
        for (int i = 0; i < 3; i++)
            state->velocity[i] += off * axes[3 * k + i];
        spread(state->covariance, 3, axes + 3 * k, sigma * sigma);
    }
    spread(state->covariance, 3, axes + 6, 0.05 * 0.05);
}

/* A height that is not measured is what is believed of the category. */
static double believe_height(uint8_t categories, double place[3])
{
    double prior, sigma, lat, lon, height;
    height_prior(categories, &prior, &sigma);
    wgs84_from_ecef(place, &lat, &lon, &height);
    wgs84_to_ecef(lat, lon, prior, place);
    return sigma;
}

static void look_at(scene *all, const sighted *what, const mover *one, double now)
{
    const eye *by = what->by;
    double axes[9], place[3], velocity[3], noise[3], ways[2][3];
    if (chance_unit(&all->chance) < 0.1)
        return;
    place_of(one, axes, place, velocity);
    const double c = cos(one->view), s = sin(one->view);
    const double along = by->along * chance_normal(&all->chance);
    const double across = by->across * chance_normal(&all->chance);
    turn_to_ecef(axes, (double[3]){s, c, 0.0}, ways[0]);
    turn_to_ecef(axes, (double[3]){c, -s, 0.0}, ways[1]);
    for (int i = 0; i < 3; i++)
        noise[i] = along * ways[0][i] + across * ways[1][i];
    const double up = by->up * chance_normal(&all->chance);
    for (int i = 0; i < 3; i++)
        place[i] += noise[i] + up * axes[6 + i];
    const double sigma = by->up > 0.0 ? by->up : believe_height(what->prior, place);
    fusion_report *report = &scene_plot(all, 0, now, place, 0.0)->report;
    fusion_state *state = &report->as.state;
    report->categories = what->categories;
    state->height_known = by->up > 0.0;
    spread(state->covariance, 0, ways[0], by->along * by->along);
    spread(state->covariance, 0, ways[1], by->across * by->across);
    spread(state->covariance, 0, axes + 6, sigma * sigma);
    if (by->speed > 0.0)
        tell_speed(all, by->speed, axes, velocity, state);
}

/* z' inv(S) z of the first `n`: Gauss without pivots. */
static double nees_of_some(double s[3][3], const double z[3], int n)
{
    double x[3] = {z[0], z[1], z[2]}, sum = 0.0;
    for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
            const double f = s[j][i] / s[i][i];
            for (int k = i; k < n; k++)
                s[j][k] -= f * s[i][k];
            x[j] -= f * x[i];
        }
        sum += x[i] * x[i] / s[i][i];
    }
    return sum;
}

/* Of the part of a packed 6 x 6 covariance that begins at `first`, in the object's own axes. */
static double nees_at(const double *p, int first, const double axes[9], const double off[3], int n,
                      double *claimed)
{
    double full[6][6], s[3][3], z[3];
    for (int i = 0, k = 0; i < 6; i++)
        for (int j = i; j < 6; j++, k++)
            full[i][j] = full[j][i] = p[k];
    for (int a = 0; a < 3; a++) {
        z[a] = 0.0;
        for (int i = 0; i < 3; i++)
            z[a] += axes[3 * a + i] * off[i];
        for (int b = 0; b < 3; b++) {
            s[a][b] = 0.0;
            for (int i = 0; i < 3; i++)
                for (int j = 0; j < 3; j++)
                    s[a][b] += axes[3 * a + i] * full[first + i][first + j] * axes[3 * b + j];
        }
    }
    for (int a = 0; a < n; a++)
        *claimed += s[a][a] / n;
    return nees_of_some(s, z, n);
}

typedef struct tally {
    double position, velocity;
    size_t count;
} tally;

static void sample(const sighted *what, const mover *one, const fusion_track *shown, tally *own,
                   honesty *whole)
{
    double axes[9], place[3], velocity[3];
    place_of(one, axes, place, velocity);
    for (int i = 0; i < 3; i++) {
        place[i] = shown->position[i] - place[i];
        velocity[i] = shown->velocity[i] - velocity[i];
    }
    own->position += nees_at(shown->covariance, 0, axes, place, what->dimensions, &whole->sigma);
    own->velocity +=
        nees_at(shown->covariance, 3, axes, velocity, what->dimensions, &whole->speed_sigma);
    own->count++;
}

#define SAMPLES 15  /* s from one to the next */
#define SILENCE 900 /* s: then all tracks have ended */

static void look_second(const sighted *what, scene *all, int begins, int second,
                        mover movers[COUNT])
{
    all->count = 0;
    for (int step = 0; step < STEPS; step++)
        for (int f = 0; f < COUNT; f++) {
            const double now = second + (double)step / STEPS;
            if (now >= movers[f].next) {
                look_at(all, what, &movers[f], begins + now);
                movers[f].next += what->by->period;
            }
            go_on(&movers[f], what->moves, &all->chance);
        }
}

static void sample_all(const sighted *what, const fusion_engine *engine, const mover movers[COUNT],
                       tally own[COUNT], honesty *whole)
{
    const fusion_track *shown;
    const size_t count = scene_picture(engine, FUSION_CONFIRMED, &shown);
    for (int f = 0; f < COUNT; f++) {
        double axes[9], place[3], velocity[3];
        place_of(&movers[f], axes, place, velocity);
        const fusion_track *its = scene_nearest(shown, count, place, 10e3);
        whole->seen += its ? 1.0 : 0.0;
        if (its)
            sample(what, &movers[f], its, &own[f], whole);
    }
}

/* own: NULL where nothing is sampled. */
static void see_round(const sighted *what, scene *all, fusion_engine *engine, int begins,
                      tally own[COUNT], honesty *whole)
{
    mover movers[COUNT];
    for (int f = 0; f < COUNT; f++) {
        begin(&movers[f], what->moves, f, what->moves->burns > 0.0 ? 8.0 : 0.8, &all->chance);
        movers[f].next = floor(between(0.0, what->by->period, &all->chance) * STEPS) / STEPS;
    }
    for (int second = 0; second < what->until; second++) {
        look_second(what, all, begins, second, movers);
        scene_epoch(all, engine, begins + second + 1);
        if (own && second + 1 >= what->from && (second + 1) % SAMPLES == 0)
            sample_all(what, engine, movers, own, whole);
    }
    all->count = 0;
    for (int second = 0; second < SILENCE; second++)
        scene_epoch(all, engine, begins + what->until + second + 1);
}

static void mean_of_all(const tally *all, size_t count, double *mean, double *error, bool speed)
{
    double sum = 0.0, squares = 0.0, n = 0.0;
    for (size_t i = 0; i < count; i++) {
        if (all[i].count == 0)
            continue;
        const double one = (speed ? all[i].velocity : all[i].position) / (double)all[i].count;
        sum += one;
        squares += one * one;
        n += 1.0;
    }
    *mean = sum / n;
    *error = 1.96 * sqrt((squares / n - *mean * *mean) / (n - 1.0));
}

honesty kinds_see(const sighted *what, uint64_t seed)
{
    tally own[ROUNDS * COUNT] = {{.count = 0}};
    honesty whole = {.seen = 0.0};
    const int rounds = what->rounds;
    double samples = 0.0;
    scene *all = scene_new(seed);
    scene_sensor(all, "eye", what->by->period);
    fusion_engine *engine = scene_run(all, NULL, 0);
    sighted first = *what;
    if (what->before)
        first.moves = what->before;
    for (int r = 0; r < what->learns + rounds; r++)
        see_round(r < what->learns ? &first : what, all, engine, r * (what->until + SILENCE),
                  r < what->learns ? NULL : own + (r - what->learns) * COUNT, &whole);
    fusion_engine_destroy(engine);
    const size_t count = (size_t)(rounds * COUNT);
    for (size_t i = 0; i < count; i++)
        samples += (double)own[i].count;
    mean_of_all(own, count, &whole.position, &whole.position_error, false);
    mean_of_all(own, count, &whole.velocity, &whole.velocity_error, true);
    whole.sigma = sqrt(whole.sigma / samples);
    whole.speed_sigma = sqrt(whole.speed_sigma / samples);
    whole.seen /= rounds * COUNT * (what->until / SAMPLES - (what->from - 1) / SAMPLES);
    printf("\n    %s: NEES of position %.2f +- %.2f, of velocity %.2f +- %.2f, of %d; "
           "sigma %.0f m, %.2f m/s; seen %.3f ",
           what->name, whole.position, whole.position_error, whole.velocity, whole.velocity_error,
           what->dimensions, whole.sigma, whole.speed_sigma, whole.seen);
    return whole;
}
