/* ct.h - the coordinated turn with a rate that is estimated.
 *
 * Seven states: those of cv.h, and the rate at which the velocity turns about the vertical at the
 * object's place, seen from above counter-clockwise; rad/s. Over a step of dt the part of the
 * velocity square to the vertical turns by rate * dt, the part along it stays, and the path is the
 * arc between (Bar-Shalom, Li and Kirubarajan 2001, section 11.7, there in the plane). Linearised
 * at the estimate, the rate's slope included. The noise is that of cv.h on position and velocity,
 * and a random walk of the rate. Where the flight settles, its climb dies away: the speed along the
 * vertical falls by exp(-dt / settles), as it does where a pilot holds a height (Singer 1970 has it
 * so of accelerations).
 *
 * A measurement knows nothing of the rate but what follows from position and velocity. So an update
 * is any of those in cv.h on `motion`, and ct_follow() after it: given position and velocity, the
 * rate's regression on them is what it was before. That is the Kalman update of all seven, not an
 * approximation to it.
 */
#ifndef FUSION_ESTIMATE_CT_H
#define FUSION_ESTIMATE_CT_H

#include "estimate/cv.h"

/* The rate beside position and velocity. */
typedef struct ct_rate {
    double mean;
    double with[6]; /* covariance with position and velocity */
    double variance;
} ct_rate;

/* The same as numbers one after the other. */
enum { CT_MEAN, CT_WITH, CT_VARIANCE = CT_WITH + 6, CT_RATES };

/* A step of any of these, told by numbers: position gains what lies level of the velocity `level`
 * times and what lies square to it `square` times, what lies along the vertical `rise` times; of
 * velocity likewise `cosine`, `sine` and `left` remain. Then the slopes of the first two by the
 * rate, what unit noise adds to the covariances of position, of position with velocity, and of
 * velocity, that noise, and what the variance of the rate gains. */
enum {
    CT_DT,
    CT_ACROSS, /* horizontal noise */
    CT_ALONG,  /* vertical noise */
    CT_PLAIN,  /* no more than these is needed of a step as cv_predict() takes it */
    CT_LEVEL = CT_PLAIN,
    CT_SQUARE,
    CT_RISE,
    CT_COSINE,
    CT_SINE,
    CT_LEFT,
    CT_LEVEL_SLOPE,
    CT_SQUARE_SLOPE,
    CT_PLACE,
    CT_CROSS,
    CT_SPEED,
    CT_WALK,
    CT_WAYS
};

/* The step of ct_predict(), which see, at a rate. */
void ct_way(double rate, double dt, cv_noise noise, double walk, double settles,
            double way[CT_WAYS]);

/* The step of what does not turn, and whose speed dies away by exp(-dt / rests) while noise keeps
 * it up: an Ornstein-Uhlenbeck process of velocity and what it adds up to in position (Uhlenbeck
 * and Ornstein 1930; as a model of motion Li and Jilkov 2003, section IV). Its speed has then the
 * variance noise * rests / 2 for good, and in position it wanders by noise * rests^2 a second. dt
 * is not below 0. */
void ct_way_resting(double dt, cv_noise noise, double rests, double way[CT_WAYS]);

/* Carries both over dt seconds, which may be negative: back along the arc, while the noise still
 * grows, as in cv_predict(). `walk` is what the rate's variance gains in a second, rad^2/s^3.
 * `settles` is in seconds; 0: a climb goes on. */
void ct_predict(cv_state *motion, ct_rate *rate, double dt, cv_noise noise, double walk,
                double settles);

/* Brings the rate after `motion` was updated from `before`. Where the covariance before is not
 * positive definite to rounding, the rate stays as it is. */
void ct_follow(const cv_state *before, const cv_state *motion, ct_rate *rate);

#endif
