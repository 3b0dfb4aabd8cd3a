#include "estimate/pull.h"

#include "estimate/packed.h"
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

void pull_add(const double acceleration[3], double dt, double state[6])
{
    for (int i = 0; i < 3; i++) {
        state[i] += 0.5 * dt * dt * acceleration[i];
        state[3 + i] += dt * acceleration[i];
    }
}

void pull_settle(cv_state *motion, double dt, double settles)
{
    /* Along the vertical u, with s the speed there: v loses a part of s, and x what carrying on at
     * the rest of s gives too much or too little. So P + h w' + w h' + h h' var(s), w = cov(., s).
     */
    static const int with_speed[6][3] = {{3, 4, 5},    {8, 9, 10},   {12, 13, 14},
                                         {15, 16, 17}, {16, 18, 19}, {17, 19, 20}};
    const double left = exp(-dt / settles), way = settles * (1.0 - left) - dt * left;
    double up[3], h[6], w[6], *p = motion->covariance;
    wgs84_up(motion->state, up);
    const double speed = dot(motion->state + 3, up);
    for (int i = 0; i < 3; i++) {
        h[i] = way * up[i];
        h[3 + i] = (left - 1.0) * up[i];
    }
    for (int i = 0; i < 6; i++) {
        w[i] =
            up[0] * p[with_speed[i][0]] + up[1] * p[with_speed[i][1]] + up[2] * p[with_speed[i][2]];
        motion->state[i] += h[i] * speed;
    }
    const double half = 0.5 * dot(w + 3, up);
    for (int i = 0; i < 6; i++)
        w[i] += half * h[i];
    for (int i = 0, k = 0; i < 6; i++)
        for (int j = i; j < 6; j++, k++)
            p[k] += h[i] * w[j] + w[i] * h[j];
}

void pull_rest(cv_state *motion, double dt, cv_noise noise, double rests)
{
    const double left = exp(-dt / rests), way = -rests * expm1(-dt / rests);
    const double speed = 0.5 * rests * (1.0 - left * left), cross = 0.5 * way * way;
    const double place = fmax(rests * rests * (dt - 2.0 * way + speed), 0.0);
    const double more = noise.vertical - noise.horizontal;
    double up[3], p[6][6], q[6][6];
    wgs84_up(motion->state, up);
    packed_unpack(motion->covariance, p);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            const double n = more * up[i] * up[j] + (i == j ? noise.horizontal : 0.0);
            q[i][j] = p[i][j] + way * (p[i][j + 3] + p[i + 3][j]) + way * way * p[i + 3][j + 3] +
                      place * n;
            q[i][j + 3] = left * (p[i][j + 3] + way * p[i + 3][j + 3]) + cross * n;
            q[i + 3][j + 3] = left * left * p[i + 3][j + 3] + speed * n;
        }
    for (int i = 0, k = 0; i < 6; i++)
        for (int j = i; j < 6; j++, k++)
            motion->covariance[k] = q[i][j];
    for (int i = 0; i < 3; i++) {
        motion->state[i] += way * motion->state[i + 3];
        motion->state[i + 3] *= left;
    }
}
