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

/* Carries both over dt seconds, which may be negative: back along the arc, while the noise still
 * grows, as in cv_predict(). `walk` is what the rate's variance gains in a second, rad^2/s^3.
 * `settles` is in seconds; 0: a climb goes on. */
void ct_predict(cv_state *motion, ct_rate *rate, double dt, cv_noise noise, double walk,
                double settles);

/* Brings the rate after `motion` was updated from `before`. Where the covariance before is not
 * positive definite to rounding, the rate stays as it is. */
void ct_follow(const cv_state *before, const cv_state *motion, ct_rate *rate);

#endif
