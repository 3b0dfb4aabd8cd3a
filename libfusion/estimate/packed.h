/* packed.h - packed covariances taken apart: the upper triangle row by row (fusion/report.h). */
#ifndef FUSION_ESTIMATE_PACKED_H
#define FUSION_ESTIMATE_PACKED_H

#include <stdbool.h>

/* The full symmetric matrix of 21 numbers over position and velocity. */
void packed_unpack(const double packed[21], double full[6][6]);

/* The six numbers of position in the 21, those of velocity. */
void packed_position(const double packed[21], double position[6]);
void packed_velocity(const double packed[21], double velocity[6]);

/* Whether the matrix over the first `axes` of its axes, 3 or 6, is positive definite as far as
 * doubles tell: each pivot of its Cholesky factor (Golub and Van Loan 2013, section 4.2) is more
 * than rounding leaves. An ellipse 3e7 times as long as it is thin is not, once it is turned. */
bool packed_positive(const double packed[21], int axes);

/* Variance along a direction, of six numbers over three axes. */
double packed_along(const double packed[6], const double direction[3]);

/* log(2 pi): what each dimension of a normal density adds. */
#define LOG_TWO_PI 1.8378770664093454836

#endif
