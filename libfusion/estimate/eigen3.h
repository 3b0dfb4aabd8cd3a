/* eigen3.h - eigenvalues and vectors of a symmetric 3 x 3 matrix, without allocation. */
#ifndef FUSION_ESTIMATE_EIGEN3_H
#define FUSION_ESTIMATE_EIGEN3_H

/* packed: the upper triangle row by row. values[k] belongs to the unit vector vectors[k]; in no
 * particular order. Cyclic Jacobi rotations (Golub and Van Loan 2013, section 8.5), six sweeps,
 * which is twice what 3 x 3 needs; off-diagonal elements end below 1e-16 of the largest. */
void eigen3(const double packed[6], double values[3], double vectors[3][3]);

#endif
