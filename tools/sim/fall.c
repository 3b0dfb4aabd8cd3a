#include "tools/sim/fall.h"

#include "geo/wgs84.h"

#include <math.h>

#define AIR_DENSITY 1.225  /* kg/m^3 at the ground */
#define AIR_SCALE   8500.0 /* m */
#define STEP_MAX    0.0625 /* s */

static double length(const double v[3])
{
    return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
}

static double drag_rate(const fall *body, const double position[3], const double velocity[3])
{
    if (body->ballistic <= 0.0)
        return 0.0;
    double lat, lon, height;
    wgs84_from_ecef(position, &lat, &lon, &height);
    return AIR_DENSITY * exp(-height / AIR_SCALE) * length(velocity) / (2.0 * body->ballistic);
}

static void acceleration(const fall *body, const double r[3], const double v[3], double a[3])
{
    const double distance = length(r);
    const double pull = FALL_MU / (distance * distance * distance);
    const double drag = drag_rate(body, r, v);
    for (int i = 0; i < 3; i++)
        a[i] = body->thrust[i] - pull * r[i] - drag * v[i];
    a[0] += 2.0 * FALL_SPIN * v[1] + FALL_SPIN * FALL_SPIN * r[0];
    a[1] += -2.0 * FALL_SPIN * v[0] + FALL_SPIN * FALL_SPIN * r[1];
}

/* One slope of the method: where the body is after `step` at the slope before (dr, dv). */
static void slope(const fall *body, double step, const double dr[3], const double dv[3],
                  double next_dr[3], double next_dv[3])
{
    double r[3];
    for (int i = 0; i < 3; i++) {
        r[i] = body->position[i] + step * dr[i];
        next_dr[i] = body->velocity[i] + step * dv[i];
    }
    acceleration(body, r, next_dr, next_dv);
}

static void runge_kutta(fall *body, double step)
{
    static const double none[3] = {0};
    double dr[4][3], dv[4][3];
    slope(body, 0.0, none, none, dr[0], dv[0]);
    slope(body, step / 2.0, dr[0], dv[0], dr[1], dv[1]);
    slope(body, step / 2.0, dr[1], dv[1], dr[2], dv[2]);
    slope(body, step, dr[2], dv[2], dr[3], dv[3]);
    for (int i = 0; i < 3; i++) {
        body->position[i] += step / 6.0 * (dr[0][i] + 2.0 * (dr[1][i] + dr[2][i]) + dr[3][i]);
        body->velocity[i] += step / 6.0 * (dv[0][i] + 2.0 * (dv[1][i] + dv[2][i]) + dv[3][i]);
    }
}

void fall_step(fall *body, double seconds)
{
    const int steps = (int)ceil(seconds / STEP_MAX);
    for (int i = 0; i < steps; i++)
        runge_kutta(body, seconds / steps);
}

void orbit_at(const double start[3], const double along[3], double seconds, double position[3],
              double velocity[3])
{
    const double radius = length(start);
    const double rate = sqrt(FALL_MU / radius) / radius;
    const double c = cos(rate * seconds), s = sin(rate * seconds);
    const double stretch = radius / length(along);
    double r[3], v[3]; /* among the stars */
    for (int i = 0; i < 3; i++) {
        r[i] = c * start[i] + s * stretch * along[i];
        v[i] = rate * (c * stretch * along[i] - s * start[i]);
    }
    const double turn_c = cos(FALL_SPIN * seconds), turn_s = sin(FALL_SPIN * seconds);
    position[0] = turn_c * r[0] + turn_s * r[1];
    position[1] = turn_c * r[1] - turn_s * r[0];
    position[2] = r[2];
    velocity[0] = turn_c * v[0] + turn_s * v[1] + FALL_SPIN * position[1];
    velocity[1] = turn_c * v[1] - turn_s * v[0] - FALL_SPIN * position[0];
    velocity[2] = v[2];
}
