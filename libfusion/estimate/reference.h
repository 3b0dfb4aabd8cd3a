/* reference.h - the constant-velocity filter as the textbooks write it, in LAPACKE and CBLAS calls.
 *
 * Slow (a call for each operation on matrices this small costs more than the arithmetic) and plain
 * to read. It stays as the reference: tests hold cv.h and every kernel of step.h against it, and
 * `picket bench kernel` shows it beside them.
 *
 * Matrices are full, row-major; the state is that of cv.h.
 */
#ifndef FUSION_ESTIMATE_REFERENCE_H
#define FUSION_ESTIMATE_REFERENCE_H

#include "estimate/cv.h"

typedef struct reference_filter {
    double state[6];
    double covariance[36];
} reference_filter;

/* A measurement of m numbers, already less what the filter predicts. */
typedef struct reference_measurement {
    int m;                /* 1 to 6 */
    double h[36];         /* m x 6: how the measurement follows the state */
    double innovation[6]; /* m */
    double r[36];         /* m x m covariance */
} reference_measurement;

/* Between the packed state of cv.h and whole matrices. */
void reference_unpack(const cv_state *packed, reference_filter *full);
void reference_pack(const reference_filter *full, cv_state *packed);

/* z = position, R packed: H is (I 0). */
reference_measurement reference_position(const reference_filter *filter, const double position[3],
                                         const double r[6]);
/* z = position and velocity, R packed: H is I. */
reference_measurement reference_state(const reference_filter *filter, const double state[6],
                                      const double r[21]);

/* x = F x, P = F P F' + Q (Bar-Shalom, Li and Kirubarajan 2001, equations 5.2.3-2, 5.2.3-5 and
 * 6.2.2-12); dt at least 0. */
void reference_predict(reference_filter *filter, double dt, cv_noise noise);

/* x = x + K z, P = (I - K H) P (I - K H)' + K R K' (the same, equations 5.2.3-12 to 5.2.3-18), K by
 * Cholesky factor of S.
 *
 * FUSION_NOT_POSITIVE  S is not positive definite; nothing was written
 */
FUSION_CHECKED fusion_status reference_update(reference_filter *filter,
                                              const reference_measurement *measurement,
                                              cv_fit *fit);

#endif
