#include "estimate/ct.h"

#include "geo/wgs84.h"

#include <math.h>
#include <string.h>

#include "estimate/lane_one.inc"

#include "estimate/lane.inc"

#include "estimate/cv_body.inc"

#include "estimate/ct_body.inc"

_Static_assert(sizeof(ct_rate) == CT_RATES * sizeof(double), "a rate is its numbers");

void ct_way(double rate, double dt, cv_noise noise, double walk, double settles,
            double way[CT_WAYS])
{
    ct_body_way(rate, dt, noise.horizontal, noise.vertical, walk, settles, way);
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
