/* matrix3.h - symmetric 3 x 3 matrices by their Cholesky factor (Golub and Van Loan 2013, 4.2). */
#ifndef FUSION_ESTIMATE_MATRIX3_H
#define FUSION_ESTIMATE_MATRIX3_H

#include <stdbool.h>

typedef struct matrix3 {
    double at[3][3]; /* row, column */
} matrix3;

/* Of the upper triangle row by row. */
matrix3 matrix3_of(const double packed[6]);

/* L of L L' = m: its lower triangle and the diagonal; what stands above stays as it was. False
 * where m is not positive definite or not finite. */
bool matrix3_factor(const matrix3 *m, matrix3 *l);

/* inv(L) x and inv(L') x, in place. */
void matrix3_solve_lower(const matrix3 *l, double x[3]);
void matrix3_solve_upper(const matrix3 *l, double x[3]);

#endif
