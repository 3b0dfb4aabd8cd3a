#include "tools/sim/motion.h"

#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "tools/sim/recorded.h"

#include <math.h>
#include <string.h>

#define RADIANS(degrees) ((degrees) / ANGLE_DEGREES)

/* Legs that are drawn: what a style does next. Rates are rad/s. */
typedef struct style {
    double straight_low, straight_high; /* s */
    double turn_share;                  /* of legs that turn */
    double turn_low, turn_high;         /* s */
    double rate_low, rate_high;         /* rad/s */
    double climb_share;
    double climb;     /* m/s, at most */
    double low, high; /* heights it keeps to; m */
} style;

static const style styles[MANOEUVRES] = {
    [MANOEUVRE_AIRLINER] = {60, 240, 0.25, 20, 60, RADIANS(0.4), RADIANS(1.5), 0.2, 8, 3000, 12500},
    [MANOEUVRE_JET] = {15, 60, 0.6, 8, 30, RADIANS(2), RADIANS(5), 0.5, 40, 1000, 13000},
    [MANOEUVRE_SHIP] = {240, 600, 0.4, 60, 180, RADIANS(0.1), RADIANS(0.4), 0, 0, -1000, 1000},
    [MANOEUVRE_DRIFT] = {60, 180, 0.5, 60, 180, RADIANS(0.05), RADIANS(0.3), 0, 0, -1000, 1000},
};

static const scenario_leg straight_on = {INFINITY, 0.0, NAN, NAN};

static scenario_leg leg_drawn(body *one, const style *of)
{
    scenario_leg leg = {.height = NAN, .speed = NAN};
    if (chance_uniform(&one->draws) < of->turn_share) {
        leg.lasts = floor(chance_between(&one->draws, of->turn_low, of->turn_high));
        const double rate = chance_between(&one->draws, of->rate_low, of->rate_high);
        leg.turn = leg.lasts * (chance_next(&one->draws) >> 63 ? rate : -rate);
    } else {
        leg.lasts = floor(chance_between(&one->draws, of->straight_low, of->straight_high));
    }
    if (chance_uniform(&one->draws) < of->climb_share) {
        const double climb = leg.lasts * chance_between(&one->draws, -of->climb, of->climb);
        leg.height = fmin(fmax(one->height + climb, of->low), of->high);
    }
    return leg;
}

static void leg_take(body *one)
{
    const scenario_object *plan = one->plan;
    if (one->next_leg == plan->leg_count && plan->then == MANOEUVRE_AGAIN && plan->leg_count > 0)
        one->next_leg = 0;
    if (one->next_leg < plan->leg_count)
        one->leg = plan->legs[one->next_leg++];
    else if (plan->then == MANOEUVRE_STEADY || plan->then == MANOEUVRE_AGAIN)
        one->leg = straight_on;
    else
        one->leg = leg_drawn(one, &styles[plan->then]);
    one->leg_left = one->leg.lasts;
}

static void velocity_set(body *one, double lat, double lon, double climb)
{
    double axes[9];
    wgs84_axes(lat, lon, axes);
    const double local[3] = {one->speed * sin(one->course), one->speed * cos(one->course), climb};
    turn_to_ecef(axes, local, one->velocity[1]);
}

static double climb_now(const body *one)
{
    return isnan(one->leg.height) ? 0.0 : (one->leg.height - one->height) / one->leg_left;
}

/* The chord of a turn is shorter than its arc by sin(x) / x of half its angle. */
static double chord_share(double turn)
{
    const double half = turn / 2.0;
    return fabs(half) < 1e-9 ? 1.0 : sin(half) / half;
}

/* Along the plane at its place, then back to its height: the plane leaves the Earth by 5 mm in
 * 250 m. */
static void steer_step(body *one)
{
    const double turn = one->leg.turn / one->leg.lasts;
    const double gain = isnan(one->leg.speed) ? 0.0 : (one->leg.speed - one->speed) / one->leg_left;
    const double climb = climb_now(one);
    const double way = (one->speed + gain / 2.0) * chord_share(turn);
    const double heading = one->course + turn / 2.0;

    double lat, lon, height, axes[9], moved[3];
    wgs84_from_ecef(one->position[1], &lat, &lon, &height);
    wgs84_axes(lat, lon, axes);
    const double local[3] = {way * sin(heading), way * cos(heading), 0.0};
    turn_to_ecef(axes, local, moved);
    for (int i = 0; i < 3; i++)
        moved[i] += one->position[1][i];
    wgs84_from_ecef(moved, &lat, &lon, &height);

    one->height += climb;
    one->speed += gain;
    one->course = angle_wrap_positive(one->course + turn);
    one->leg_left -= 1.0;
    if (one->leg_left <= 0.0)
        leg_take(one);
    wgs84_to_ecef(lat, lon, one->height, one->position[1]);
    velocity_set(one, lat, lon, climb_now(one));
}

static void throw_begin(body *one)
{
    const scenario_object *plan = one->plan;
    double axes[9];
    wgs84_axes(plan->lat, plan->lon, axes);
    const double force = plan->arc.gain / plan->arc.burns;
    const double level = force * cos(plan->arc.elevation);
    const double local[3] = {level * sin(plan->course), level * cos(plan->course),
                             force * sin(plan->arc.elevation)};
    one->arc = (fall){.ballistic = plan->arc.ballistic};
    memcpy(one->arc.position, one->position[1], sizeof one->arc.position);
    turn_to_ecef(axes, local, one->arc.thrust);
    memset(one->velocity[1], 0, sizeof one->velocity[1]);
}

static void throw_step(body *one, double second)
{
    if (second > one->plan->starts + one->plan->arc.burns)
        memset(one->arc.thrust, 0, sizeof one->arc.thrust);
    fall_step(&one->arc, 1.0);
    memcpy(one->position[1], one->arc.position, sizeof one->position[1]);
    memcpy(one->velocity[1], one->arc.velocity, sizeof one->velocity[1]);
    double lat, lon;
    wgs84_from_ecef(one->position[1], &lat, &lon, &one->height);
    if (one->height < 0.0)
        one->here = false;
}

static void body_appear(body *one)
{
    const scenario_object *plan = one->plan;
    one->here = true;
    one->course = plan->course;
    one->speed = plan->speed;
    one->height = plan->height;
    wgs84_to_ecef(plan->lat, plan->lon, plan->height, one->position[1]);
    if (plan->thrown) {
        throw_begin(one);
        return;
    }
    leg_take(one);
    velocity_set(one, plan->lat, plan->lon, climb_now(one));
}

void body_begin(body *one, const scenario_object *plan)
{
    memset(one, 0, sizeof *one);
    one->plan = plan;
    one->draws = plan->draws;
    if (plan->state_count > 0)
        one->here = recorded_at(plan, 0.0, one->position[1], one->velocity[1]);
    else if (plan->starts <= 0.0)
        body_appear(one);
}

static void body_go_on(body *one, double second)
{
    if (one->here && second > one->plan->ends)
        one->here = false;
    else if (one->here && one->plan->thrown)
        throw_step(one, second);
    else if (one->here)
        steer_step(one);
    else if (second == one->plan->starts)
        body_appear(one);
}

void body_step(body *one, double second)
{
    memcpy(one->position[0], one->position[1], sizeof one->position[0]);
    memcpy(one->velocity[0], one->velocity[1], sizeof one->velocity[0]);
    const bool was_here = one->here;
    if (one->plan->state_count > 0)
        one->here = recorded_at(one->plan, second, one->position[1], one->velocity[1]);
    else
        body_go_on(one, second);
    one->whole = was_here && one->here;
}

void body_at(const body *one, double fraction, double position[3], double velocity[3])
{
    const double f = fraction, f2 = f * f, f3 = f2 * f;
    for (int i = 0; i < 3; i++) {
        const double p0 = one->position[0][i], p1 = one->position[1][i];
        const double v0 = one->velocity[0][i], v1 = one->velocity[1][i];
        position[i] =
            p0 + (3.0 * f2 - 2.0 * f3) * (p1 - p0) + (f3 - 2.0 * f2 + f) * v0 + (f3 - f2) * v1;
        velocity[i] = (6.0 * f - 6.0 * f2) * (p1 - p0) + (3.0 * f2 - 4.0 * f + 1.0) * v0 +
                      (3.0 * f2 - 2.0 * f) * v1;
    }
}
