#include "track/motion.h"

#include "estimate/packed.h"
#include "geo/wgs84.h"

#include <math.h>

#define PI     3.14159265358979323846
#define DEGREE (PI / 180.0)
/* rad/s: what tells a rhumb line from a great circle is speed * tan(latitude) / radius across the
 * meridian, so from 0 to 3e-5 at 40 degrees, and 1.8e-5 rms; flown is the one or the other. On the
 * way it changes little, by 3 % in 100 km to the north: so it wanders by no more than 3.5e-6 in
 * ten minutes. */
#define BEND 1.5e-5

/* The pull on all models is that on the first of them that has it (imm.c): so none that rests has
 * any, for the Earth's curve asks for a speed. */

/* Boost; a fall, which hardly ever ends but in the air close to the ground; drag and whatever else.
 */
static const imm_set missile = {
    .count = 3,
    .models = {{.noise = {100.0, 100.0},
                .pulled = PULL_BOOST,
                .first = 0.5,
                .stay = 60.0,
                .next = {0.0, 0.7, 0.3}},
               {.noise = {0.02, 0.02},
                .pulled = PULL_GRAVITY,
                .first = 0.2,
                .stay = 3000.0,
                .next = {0.0, 0.0, 1.0}},
               {.noise = {1500.0, 1500.0}, .first = 0.3, .stay = 20.0, .next = {0.3, 0.7, 0.0}}},
    .broad = {1000.0, 1000.0},
};

/* Lies still or swings at anchor; a steady course, whose speed waves and wind change by some cm/s;
 * an even turn; or it speeds up, slows down, and turns as boats do. What rises or falls is the sea,
 * within a minute. Seldom heard, it does not go on speeding up for minutes, nor leave its berth: an
 * acceleration that dies away with the speed itself, in two minutes, holds what is believed of a
 * boat that lies 100 m from the next. */
static const imm_set surface = {
    .count = 4,
    .models = {{.noise = {5e-4, 1e-6},
                .rests = 35.0,
                .first = 0.5,
                .stay = 14400.0,
                .next = {0.0, 0.6, 0.2, 0.2},
                .steady = true,
                .sways = true},
               {.noise = {3e-5, 1e-6},
                .settles = 60.0,
                .pulled = PULL_CURVE,
                .first = 0.3,
                .stay = 200.0,
                .next = {0.05, 0.0, 0.45, 0.5},
                .steady = true,
                .sways = true},
               {.noise = {0.01, 1e-4},
                .turns = 0.8 * DEGREE,
                .wanders = 3e-7,
                .settles = 60.0,
                .pulled = PULL_CURVE,
                .first = 0.1,
                .stay = 60.0,
                .next = {0.05, 0.85, 0.0, 0.1}},
               {.noise = {0.35, 1e-4},
                .rests = 120.0,
                .pulled = PULL_CURVE,
                .first = 0.1,
                .stay = 30.0,
                .next = {0.05, 0.75, 0.2, 0.0}}},
    .broad = {0.05, 1e-4},
    .hindsight = 300.0,
    .shown = 0.25,
};

/* A steady course; an even turn; whatever else, a change of depth too. */
static const imm_set subsurface = {
    .count = 3,
    .models = {{.noise = {1e-5, 1e-3},
                .pulled = PULL_CURVE,
                .first = 0.7,
                .stay = 400.0,
                .next = {0.0, 0.5, 0.5},
                .steady = true,
                .sways = true},
               {.noise = {0.003, 1e-3},
                .turns = 0.5 * DEGREE,
                .wanders = 3e-7,
                .pulled = PULL_CURVE,
                .first = 0.15,
                .stay = 100.0,
                .next = {0.8, 0.0, 0.2}},
               {.noise = {0.03, 0.01},
                .pulled = PULL_CURVE,
                .first = 0.15,
                .stay = 100.0,
                .next = {0.8, 0.2, 0.0}}},
    .broad = {0.02, 0.01},
    .hindsight = 1200.0,
    .shown = 0.25,
};

/* Sways on its mooring; adrift, half a knot comes and goes in a quarter of an hour; or it is towed,
 * or not what it is said. */
static const imm_set mine = {
    .count = 3,
    .models = {{.noise = {3e-5, 1e-6},
                .rests = 60.0,
                .first = 0.5,
                .stay = 3600.0,
                .next = {0.0, 0.7, 0.3},
                .steady = true,
                .sways = true},
               {.noise = {1.4e-4, 1e-6},
                .rests = 900.0,
                .pulled = PULL_CURVE,
                .first = 0.3,
                .stay = 1800.0,
                .next = {0.3, 0.0, 0.7},
                .steady = true,
                .sways = true},
               {.noise = {0.01, 1e-4},
                .pulled = PULL_CURVE,
                .first = 0.2,
                .stay = 300.0,
                .next = {0.2, 0.8, 0.0}}},
    .broad = {0.01, 1e-4},
    .hindsight = 600.0,
    .shown = 0.25,
};

/* Stands; keeps its speed along a road; brakes, speeds up, takes a corner. */
static const imm_set land = {
    .count = 3,
    .models = {{.noise = {1e-4, 1e-4},
                .rest = 0.05,
                .first = 0.3,
                .stay = 600.0,
                .next = {0.0, 0.2, 0.8},
                .steady = true,
                .sways = true},
               {.noise = {0.004, 0.01},
                .pulled = PULL_CURVE,
                .first = 0.5,
                .stay = 50.0,
                .next = {0.01, 0.0, 0.99},
                .steady = true,
                .sways = true},
               {.noise = {5.0, 0.02},
                .pulled = PULL_CURVE,
                .first = 0.2,
                .stay = 10.0,
                .next = {0.15, 0.85, 0.0}}},
    .broad = {3.0, 0.01},
    .hindsight = 60.0,
    .shown = 0.25,
};

/* Level, an even turn, anything, a change of climb, an even climb. Level flight and even climbs are
 * believed to end two or three times as often as they do, which serves GOSPA best; what comes
 * between lasts less than a minute. A turn is flown level unless a climb says otherwise, and a
 * change of climb mostly ends level again. Of level flight nothing comes but an
 * even turn or a climb: "anything" is for what is not understood yet. An even climb is straight in
 * space: where steady motion hardly ever ends, level flight loses no climb, and is one along the
 * Earth's curve. Which of the two it is may take minutes to show; by then that speaks of no turn.
 */
static const imm_set air = {
    .count = 5,
    .models = {{.noise = {0.003, 0.05},
                .settles = 60.0,
                .turns = BEND,
                .wanders = 2e-14,
                .pulled = PULL_CURVE,
                .first = 0.3,
                .stay = 55.0,
                .next = {0.0, 0.57, 0.0, 0.18, 0.25},
                .steady = true},
               {.noise = {4.0, 0.2},
                .turns = 2.7 * DEGREE,
                .wanders = 1e-5,
                .settles = 60.0,
                .pulled = PULL_CURVE,
                .first = 0.2,
                .stay = 40.0,
                .next = {0.53, 0.0, 0.2, 0.13, 0.14}},
               {.noise = {200.0, 0.2},
                .pulled = PULL_CURVE,
                .first = 0.2,
                .stay = 40.0,
                .next = {0.4, 0.4, 0.0, 0.05, 0.15}},
               {.noise = {0.02, 5.0},
                .pulled = PULL_CURVE,
                .first = 0.1,
                .stay = 40.0,
                .next = {0.7, 0.05, 0.05, 0.0, 0.2}},
               {.noise = {0.003, 0.001},
                .first = 0.2,
                .stay = 80.0,
                .next = {0.1, 0.3, 0.2, 0.4, 0.0},
                .steady = true}},
    .broad = {80.0, 0.3},
    .hindsight = 100.0,
    .shown = 0.5,
    .shows_in = 6.0,
    .level = 0,
    .straight = 4,
};

/* What nobody names and is slow: steams on, or lies; or waves and wind move it to and fro; or it
 * brakes and turns as boats and cars do. Or it takes off: that is believed so seldom that it widens
 * nothing until plots speak for it, and then keeps the track. */
static const imm_set slow = {
    .count = 4,
    .models = {{.noise = {3e-4, 1e-4},
                .settles = 60.0,
                .pulled = PULL_CURVE,
                .first = 0.15,
                .stay = 200.0,
                .next = {0.0, 0.5, 0.499, 0.001},
                .steady = true,
                .sways = true},
               {.noise = {0.05, 1e-4},
                .settles = 60.0,
                .pulled = PULL_CURVE,
                .first = 0.69,
                .stay = 100.0,
                .next = {0.05, 0.0, 0.949, 0.001}},
               {.noise = {5.0, 0.01},
                .pulled = PULL_CURVE,
                .first = 0.15,
                .stay = 15.0,
                .next = {0.2, 0.7997, 0.0, 0.0003}},
               {.noise = {20.0, 5.0},
                .pulled = PULL_CURVE,
                .first = 0.01,
                .stay = 30.0,
                .next = {0.0, 0.5, 0.5, 0.0}}},
    .broad = {10.0, 3.0},
    .hindsight = 300.0,
    .shown = 0.25,
};

typedef struct kind {
    uint8_t category;
    motion moves;
} kind;

static const kind kinds[MOTION_KINDS] = {
    {FUSION_MISSILE, {&missile, 0, 1500.0, 1000.0, 20e3, 0.0}},
    {FUSION_AIR, {&air, 0, 200.0, 5.0, 5e3, 0.0}},
    {FUSION_LAND, {&land, 0, 10.0, 0.5, 4e3, 0.0}},
    {FUSION_SUBSURFACE, {&subsurface, 0, 5.0, 0.5, 4e3, 100.0}},
    {FUSION_SURFACE, {&surface, 0, 8.0, 0.05, 4e3, 100.0}},
    {0, {.models = &slow}}, /* found by its speed alone */
    {FUSION_MINE, {&mine, 0, 1.0, 0.05, 2e3, 0.0}},
};

motion motion_of(uint8_t categories)
{
    categories &= (uint8_t) ~(FUSION_NUCLEAR | FUSION_CYBER);
    if (categories == 0)
        categories = FUSION_AIR;
    motion most = {.models = NULL};
    for (size_t k = 0; k < MOTION_KINDS; k++) {
        const motion *one = &kinds[k].moves;
        if (!(categories & kinds[k].category))
            continue;
        most = (motion){most.models ? most.models : one->models,
                        most.models ? most.kind : k,
                        fmax(most.speed_horizontal, one->speed_horizontal),
                        fmax(most.speed_vertical, one->speed_vertical),
                        fmax(most.lost, one->lost),
                        fmax(most.hull, one->hull)};
    }
    return most;
}

double motion_log_velocity(uint8_t categories, const fusion_state *state)
{
    const motion moves = motion_of(categories);
    double up[3], speed2 = 0.0, climb = 0.0;
    wgs84_up(state->position, up);
    for (int i = 0; i < 3; i++) {
        climb += state->velocity[i] * up[i];
        speed2 += state->velocity[i] * state->velocity[i];
    }
    const double across = moves.speed_horizontal * moves.speed_horizontal;
    const double along = moves.speed_vertical * moves.speed_vertical;
    const double level2 = speed2 - climb * climb;
    return -0.5 * (level2 / across + climb * climb / along) - log(across) - 0.5 * log(along) -
           1.5 * log(2.0 * PI);
}

#define SLOW 15.0  /* m/s: hardly any aircraft flies below 30 knots, but what hovers */
#define LOW  100.0 /* m: where ships are, by any geoid */
#define SURE 2.0   /* sigma */

/* As low as the sea, or nobody knows. */
static bool may_float(const cv_state *mean, bool height_known)
{
    double lat, lon, height, up[3], r[6];
    if (!height_known)
        return true;
    wgs84_from_ecef(mean->state, &lat, &lon, &height);
    wgs84_up(mean->state, up);
    packed_position(mean->covariance, r);
    return height + SURE * sqrt(packed_along(r, up)) < LOW;
}

const imm_set *motion_by_speed(const imm_set *so_far, const cv_state *mean, bool height_known)
{
    const double *v = mean->state + 3, *p = mean->covariance;
    const double speed = sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    const imm_set *const fit = speed > MOTION_FAST                  ? &missile
                               : so_far == &missile || speed > SLOW ? &air
                                                                    : &slow;
    if (fit == so_far)
        return so_far;
    const double edge = fit == &missile || so_far == &missile ? MOTION_FAST : SLOW;
    const bool sure = fabs(speed - edge) > SURE * sqrt(p[15] + p[18] + p[20]);
    return sure && (fit != &slow || may_float(mean, height_known)) ? fit : so_far;
}

size_t motion_kind(const imm_set *models)
{
    size_t k = 0;
    while (k + 1 < MOTION_KINDS && kinds[k].moves.models != models)
        k++;
    return k;
}
