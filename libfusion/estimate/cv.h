/* cv.h - the constant-velocity filter: six states in ECEF, predicted and updated one at a time.
 *
 * The state is position and velocity (x y z vx vy vz; m, m/s); its covariance is packed, the upper
 * triangle row by row, 21 numbers. Acceleration is white noise, continuous in time, with one
 * intensity along the vertical at the track's place and one square to it (Bar-Shalom, Li and
 * Kirubarajan 2001, section 6.2.2): a step of dt adds q dt^3 / 3 to position, q dt to velocity.
 *
 * Updates are written so that nothing large is subtracted from something as large. With S = P + R,
 * the updated covariance is R inv(S) P, the parallel sum of P and R, and not P - P inv(S) P: where
 * R is 1e14 times smaller than P the first keeps all digits of R and the second none. Only
 * velocity's own block is a difference, and there process noise keeps the two apart. Packed, a
 * covariance cannot lose its symmetry. Divisions are three a position update; there is no square
 * root.
 *
 * The same arithmetic, line for line (cv_body.inc), runs in the batch kernels of step.h, so a
 * filter stepped here and one stepped there are equal to the last bit. reference.h is the textbook
 * form against which both are tested.
 *
 * Where a status is given, FUSION_NOT_POSITIVE says that S is not positive definite and
 * FUSION_NOT_FINITE that a number came out NaN or infinite; in both cases nothing was written.
 */
#ifndef FUSION_ESTIMATE_CV_H
#define FUSION_ESTIMATE_CV_H

#include "fusion/report.h"
#include "fusion/status.h"

typedef struct cv_state {
    double state[6];
    double covariance[21];
} cv_state;

/* Intensity of the white acceleration, m^2/s^3. */
typedef struct cv_noise {
    double horizontal;
    double vertical;
} cv_noise;

/* How a measurement lies to the prediction. */
typedef struct cv_fit {
    double distance2;      /* z' inv(S) z: chi-square where the measurement is the track's own */
    double log_likelihood; /* of the measurement, natural logarithm of 1 / (its units) */
    int dimensions;        /* of the measurement: 1, 2, 3 or 6 */
} cv_fit;

/* A filter at rest at a measured position, with a velocity that is not known: its sigma along the
 * vertical and square to it. */
void cv_begin(cv_state *filter, const double position[3], const double r[6],
              double velocity_sigma_horizontal, double velocity_sigma_vertical);

/* Carries the filter over dt seconds. A negative dt carries it back, and its covariance grows with
 * the time as it does forward: right for looking where it was, not a smoother. */
void cv_predict(cv_state *filter, double dt, cv_noise noise);

/* How a position with packed covariance r[6] fits, and the update with it. `fit` is that before the
 * update and may be NULL. */
FUSION_CHECKED fusion_status cv_fit_position(const cv_state *filter, const double position[3],
                                             const double r[6], cv_fit *fit);
FUSION_CHECKED fusion_status cv_update_position(cv_state *filter, const double position[3],
                                                const double r[6], cv_fit *fit);

/* The same with position and velocity, r[21]. The errors must be independent of the filter's: a
 * source track is not, and goes through tracklet.h first. */
FUSION_CHECKED fusion_status cv_fit_state(const cv_state *filter, const double state[6],
                                          const double r[21], cv_fit *fit);
FUSION_CHECKED fusion_status cv_update_state(cv_state *filter, const double state[6],
                                             const double r[21], cv_fit *fit);

/* The same with a line of sight: azimuth, and elevation where line->sigma_elevation is not 0. An
 * extended Kalman filter: linearised at the prediction, innovations wrapped into half a turn either
 * way. Both angles are taken together. Its error is of second order in the angle under which the
 * filter's own uncertainty is seen from the origin: sound below some 0.3 rad.
 *
 * FUSION_OUT_OF_RANGE  the predicted place is within 1 m of the vertical through the origin, where
 *                      azimuth says nothing; nothing was written
 */
FUSION_CHECKED fusion_status cv_fit_line(const cv_state *filter, const fusion_line_of_sight *line,
                                         cv_fit *fit);
FUSION_CHECKED fusion_status cv_update_line(cv_state *filter, const fusion_line_of_sight *line,
                                            cv_fit *fit);

#endif
