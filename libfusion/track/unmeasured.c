#include "track/unmeasured.h"

#include "estimate/packed.h"
#include "geo/wgs84.h"

#include <math.h>
#include <string.h>

#define UNKNOWN_HEIGHT_VARIANCE 1e12 /* m2: 1,000 km says nothing of a height */
#define UNKNOWN_CLIMB_VARIANCE  1e10 /* m2/s2: 100 km/s nothing of a climb */

static void add_square(const double d[3], double variance, double r[6])
{
    for (int i = 0, k = 0; i < 3; i++)
        for (int j = i; j < 3; j++, k++)
            r[k] += variance * d[i] * d[j];
}

/* How the place moves with what is along a direction; gives its variance. */
static double slope_along(const double d[3], const double r[6], double slope[3])
{
    const double variance = packed_along(r, d);
    slope[0] = (r[0] * d[0] + r[1] * d[1] + r[2] * d[2]) / variance;
    slope[1] = (r[1] * d[0] + r[3] * d[1] + r[4] * d[2]) / variance;
    slope[2] = (r[2] * d[0] + r[4] * d[1] + r[5] * d[2]) / variance;
    return variance;
}

/* What was not measured, but believed, along the vertical comes from the same prior each time, so
 * its errors are no news: it tells a track, which knows it with this variance, no more than would
 * leave the prior's own. All else stays what it is where the vertical is known. Gives the log of
 * what that takes from the likelihood of a height, or climb, drawn from the prior. */
static double believe_once(const double position[3], double known, double nothing, double r[6])
{
    double up[3], lift[3];
    wgs84_up(position, up);
    const double prior = slope_along(up, r, lift);
    const double short_by = known - prior;
    const double more = short_by * nothing > prior * prior ? prior * prior / short_by : nothing;
    add_square(lift, more, r);
    return 0.5 * log1p(more / (prior + known));
}

/* The circle round its sensor on which a place moves as its height changes. */
typedef struct arc {
    double out[3];     /* from the sensor, level */
    double away, rise; /* how far out the place is, and how far up */
} arc;

/* By its slope and its bend at a place. */
static arc arc_at(const double lift[3], const double bend[3])
{
    const double size = sqrt(bend[0] * bend[0] + bend[1] * bend[1] + bend[2] * bend[2]);
    double slope = 0.0;
    arc a;
    for (int i = 0; i < 3; i++) {
        a.out[i] = -bend[i] / size;
        slope -= lift[i] * a.out[i];
    }
    a.away = (1.0 + slope * slope) / size;
    a.rise = slope * a.away;
    return a;
}

/* Moves the point to another height on its circle, at no more than 72 degrees, and what is known of
 * the point with it: r, which is without that of the height. */
static arc arc_climb(const arc *from, double off, double r[6], double point[3], double lift[3])
{
    const double range2 = from->away * from->away + from->rise * from->rise;
    const double most = 0.95 * sqrt(range2);
    arc to = *from;
    to.rise = fmax(-most, fmin(most, from->rise + off));
    to.away = sqrt(range2 - to.rise * to.rise);
    const double up = to.rise - from->rise, tilt = from->rise / from->away;
    for (int i = 0; i < 3; i++) {
        point[i] += up * lift[i] + (to.away - from->away + up * tilt) * to.out[i];
        lift[i] += (tilt - to.rise / to.away) * to.out[i];
    }
    const double steeper = from->away / to.away;
    if (steeper > 1.0)
        add_square(to.out, packed_along(r, to.out) * (steeper * steeper - 1.0), r);
    return to;
}

/* The mean and the spread of the place over what is known of its height: to second order, which
 * holds as far as the height is known to an eighth of what would bend it out of sight. */
static void arc_spread(const arc *a, double known, double r[6], double point[3])
{
    const double range2 = a->away * a->away + a->rise * a->rise;
    const double bend = range2 / (a->away * a->away * a->away);
    const double off = fmin(0.5 * bend * known, 0.125 * a->away);
    add_square(a->out, 2.0 * off * off, r);
    for (int i = 0; i < 3; i++)
        point[i] -= off * a->out[i];
}

/* Where a range was measured and no height, the place moves on an arc as the height changes, and
 * the errors of a straight line in its stead are the same each time. So what the track knows of the
 * height moves it there: the arc's mean over that, its slope there, and its spread. What the plot
 * has of its prior's is taken out again, but for a hundredth: the third order is more. */
static void bend_to(const fusion_state *state, const cv_state *mean, double known,
                    double position[3], double r[6])
{
    const double *bend = state->bend;
    double up[3], lift[3], point[3], prior = 0.0, off = 0.0;
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 3; i++)
            point[i] = state->position[i] - 0.5 * prior * bend[i];
        wgs84_up(point, up);
        prior = slope_along(up, r, lift);
    }
    const double spread =
        0.5 * prior * prior * (bend[0] * bend[0] + bend[1] * bend[1] + bend[2] * bend[2]);
    if (known >= prior || spread == 0.0)
        return;
    for (int i = 0; i < 3; i++)
        off += up[i] * (mean->state[i] - point[i]);
    const arc there = arc_at(lift, bend);
    add_square(lift, -prior, r);
    add_square(there.out, -fmin(spread, 0.99 * packed_along(r, there.out)), r);
    const arc here = arc_climb(&there, off, r, point, lift);
    arc_spread(&here, known, r, point);
    memcpy(position, point, sizeof point);
    add_square(lift, prior, r);
}

double unmeasured_height(const fusion_state *state, const cv_state *mean, double position[3],
                         double r[6])
{
    double up[3], own[6];
    wgs84_up(mean->state, up);
    packed_position(mean->covariance, own);
    const double known = packed_along(own, up);
    bend_to(state, mean, known, position, r);
    return believe_once(state->position, known, UNKNOWN_HEIGHT_VARIANCE, r);
}

double unmeasured_climb(const fusion_state *state, const cv_state *mean, double r[6])
{
    double up[3];
    wgs84_up(state->position, up);
    return believe_once(state->position, packed_along(mean->covariance + 15, up),
                        UNKNOWN_CLIMB_VARIANCE, r);
}
