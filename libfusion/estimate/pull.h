/* pull.h - what moves an object besides noise: it falls, it keeps to the Earth's curve, it rests.
 *
 * The first two are accelerations that are known, and are added to a prediction of any filter of
 * cv.h or ct.h: position gains a dt^2 / 2, velocity a dt. What is left out is the change of a on
 * the way: of a fall at 2 km/s 1 m in 10 s and 200 m in a minute; of 100 km along the Earth 4 m
 * along the way and 2 cm in height. The covariance stays as it was predicted: slopes of a are some
 * 1e-6 / s^2.
 */
#ifndef FUSION_ESTIMATE_PULL_H
#define FUSION_ESTIMATE_PULL_H

#include "estimate/cv.h"

typedef enum pull {
    PULL_NONE,
    PULL_CURVE,  /* keeps its height: bends down as the ellipsoid does below it, by the radii of
                  * curvature along the meridian and across it */
    PULL_GRAVITY /* falls: gravity of a sphere, seen from the Earth that turns */
} pull;

/* The acceleration at the state, ECEF, m/s2. */
void pull_at(pull by, const double state[6], double acceleration[3]);

/* Adds what it does in dt seconds, which may be negative. */
void pull_add(const double acceleration[3], double dt, double state[6]);

/* Takes from a filter, before cv_predict() carries it over the same dt, what a climb loses that
 * dies away by exp(-dt / settles), as it does where a pilot holds a height (Singer 1970 has it so
 * of accelerations): together they are ct_predict() of one that settles and does not turn. */
void pull_settle(cv_state *motion, double dt, double settles);

/* Carries a filter whose speed dies away by exp(-dt / rests) while noise keeps it up: an
 * Ornstein-Uhlenbeck process of velocity and what it adds up to in position (Uhlenbeck and Ornstein
 * 1930; as a model of motion Li and Jilkov 2003, section IV). Its speed has then the variance noise
 * * rests / 2 for good, and in position it wanders by noise * rests^2 a second. dt is not below 0.
 */
void pull_rest(cv_state *motion, double dt, cv_noise noise, double rests);

#endif
