#include "estimate/pull.h"

#include "geo/wgs84.h"

#include <math.h>

#define MU   3.986004418e14 /* m3/s2, of WGS 84 */
#define SPIN 7.292115e-5    /* rad/s */

static double dot(const double a[3], const double b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void curve(const double state[6], double a[3])
{
    const double *v = state + 3;
    double up[3];
    wgs84_up(state, up);
    const double w = 1.0 - WGS84_E2 * up[2] * up[2], axis2 = up[0] * up[0] + up[1] * up[1];
    const double across = WGS84_A / sqrt(w), along = across * (1.0 - WGS84_E2) / w;
    const double rise = dot(v, up), east = v[1] * up[0] - v[0] * up[1];
    const double east2 = axis2 > 0.0 ? east * east / axis2 : 0.0;
    const double north2 = fmax(dot(v, v) - rise * rise - east2, 0.0);
    const double down = east2 / across + north2 / along;
    for (int i = 0; i < 3; i++)
        a[i] = -down * up[i];
}

static void gravity(const double state[6], double a[3])
{
    const double *r = state, *v = state + 3;
    const double distance2 = dot(r, r);
    const double strength = distance2 > 0.0 ? MU / (distance2 * sqrt(distance2)) : 0.0;
    for (int i = 0; i < 3; i++)
        a[i] = -strength * r[i];
    a[0] += SPIN * (2.0 * v[1] + SPIN * r[0]);
    a[1] += SPIN * (-2.0 * v[0] + SPIN * r[1]);
}

void pull_at(pull by, const double state[6], double acceleration[3])
{
    if (by == PULL_CURVE)
        curve(state, acceleration);
    else if (by == PULL_GRAVITY)
        gravity(state, acceleration);
    else
        acceleration[0] = acceleration[1] = acceleration[2] = 0.0;
}
