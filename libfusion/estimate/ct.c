#include "estimate/ct.h"

#include "geo/wgs84.h"

#include <math.h>
#include <string.h>

typedef double lane;
typedef uint64_t lane_bits;

static inline lane_bits lane_below(lane a, lane b)
{
    return a < b ? UINT64_MAX : 0;
}

static inline lane lane_root(lane x)
{
    return sqrt(x);
}

#include "estimate/lane.inc"

#include "estimate/cv_body.inc"

#include "estimate/ct_body.inc"

_Static_assert(sizeof(ct_rate) == CT_RATES * sizeof(double), "a rate is its numbers");

/* sin a / a and (1 - cos a) / a, and their slopes by a; series where they would cancel. */
typedef struct waves {
    double sine, cosine;
    double chord, chord_slope; /* sin a / a */
    double sag, sag_slope;     /* (1 - cos a) / a */
} waves;

static waves waves_of(double a)
{
    waves w = {.sine = sin(a), .cosine = cos(a)};
    if (fabs(a) < 1e-2) { /* next terms: 1e-12 of the first */
        const double a2 = a * a;
        w.chord = 1.0 - a2 / 6.0 * (1.0 - a2 / 20.0 * (1.0 - a2 / 42.0));
        w.sag = a / 2.0 * (1.0 - a2 / 12.0 * (1.0 - a2 / 30.0));
        w.chord_slope = -a / 3.0 * (1.0 - a2 / 10.0 * (1.0 - a2 / 28.0));
        w.sag_slope = 0.5 * (1.0 - a2 / 4.0 * (1.0 - a2 / 18.0));
    } else {
        w.chord = w.sine / a;
        w.sag = (1.0 - w.cosine) / a;
        w.chord_slope = (w.cosine - w.chord) / a;
        w.sag_slope = (w.sine - w.sag) / a;
    }
    return w;
}

void ct_way(double rate, double dt, cv_noise noise, double walk, double settles,
            double way[CT_WAYS])
{
    const waves w = waves_of(rate * dt);
    const double left = settles > 0.0 ? exp(-fabs(dt) / settles) : 1.0;
    way[CT_DT] = dt;
    way[CT_LEVEL] = dt * w.chord;
    way[CT_SQUARE] = dt * w.sag;
    way[CT_RISE] = settles > 0.0 ? copysign(settles * (1.0 - left), dt) : dt;
    way[CT_COSINE] = w.cosine;
    way[CT_SINE] = w.sine;
    way[CT_LEFT] = left;
    way[CT_LEVEL_SLOPE] = dt * dt * w.chord_slope;
    way[CT_SQUARE_SLOPE] = dt * dt * w.sag_slope;
    way[CT_PLACE] = dt * dt * fabs(dt) / 3.0;
    way[CT_CROSS] = 0.5 * dt * fabs(dt);
    way[CT_SPEED] = fabs(dt);
    way[CT_ACROSS] = noise.horizontal;
    way[CT_ALONG] = noise.vertical;
    way[CT_WALK] = walk * fabs(dt);
}

void ct_way_resting(double dt, cv_noise noise, double rests, double way[CT_WAYS])
{
    const double left = exp(-dt / rests), gone = -rests * expm1(-dt / rests);
    const double speed = 0.5 * rests * (1.0 - left * left);
    memset(way, 0, CT_WAYS * sizeof *way);
    way[CT_DT] = dt;
    way[CT_LEVEL] = way[CT_RISE] = gone;
    way[CT_COSINE] = way[CT_LEFT] = left;
    way[CT_PLACE] = fmax(rests * rests * (dt - 2.0 * gone + speed), 0.0);
    way[CT_CROSS] = 0.5 * gone * gone;
    way[CT_SPEED] = speed;
    way[CT_ACROSS] = noise.horizontal;
    way[CT_ALONG] = noise.vertical;
}

void ct_predict(cv_state *motion, ct_rate *rate, double dt, cv_noise noise, double walk,
                double settles)
{
    double way[CT_WAYS], numbers[CT_RATES];
    ct_way(rate->mean, dt, noise, walk, settles, way);
    memcpy(numbers, rate, sizeof numbers);
    ct_body_predict(motion->state, motion->covariance, numbers, way, 1);
    memcpy(rate, numbers, sizeof numbers);
}

void ct_follow(const cv_state *before, const cv_state *motion, ct_rate *rate)
{
    double numbers[CT_RATES], p[21];
    memcpy(numbers, rate, sizeof numbers);
    memcpy(p, before->covariance, sizeof p);
    ct_body_follow(before->state, p, motion->state, motion->covariance, numbers);
    memcpy(rate, numbers, sizeof numbers);
}
