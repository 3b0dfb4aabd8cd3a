#include "estimate/matrix3.h"

#include <math.h>

matrix3 matrix3_of(const double packed[6])
{
    const double *p = packed;
    return (matrix3){{{p[0], p[1], p[2]}, {p[1], p[3], p[4]}, {p[2], p[4], p[5]}}};
}

bool matrix3_factor(const matrix3 *m, matrix3 *l)
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j <= i; j++) {
            double sum = m->at[i][j];
            for (int k = 0; k < j; k++)
                sum -= l->at[i][k] * l->at[j][k];
            if (i == j && !(sum > 0.0 && isfinite(sum)))
                return false;
            l->at[i][j] = i == j ? sqrt(sum) : sum / l->at[j][j];
        }
    return true;
}

void matrix3_solve_lower(const matrix3 *l, double x[3])
{
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < i; k++)
            x[i] -= l->at[i][k] * x[k];
        x[i] /= l->at[i][i];
    }
}

void matrix3_solve_upper(const matrix3 *l, double x[3])
{
    for (int i = 2; i >= 0; i--) {
        for (int k = i + 1; k < 3; k++)
            x[i] -= l->at[k][i] * x[k];
        x[i] /= l->at[i][i];
    }
}
