#include "estimate/packed.h"

#include <float.h>
#include <math.h>

#define ROUNDING (4.0 * DBL_EPSILON) /* of a diagonal: what is left below is no number */

void packed_unpack(const double packed[21], double full[6][6])
{
    for (int i = 0, k = 0; i < 6; i++)
        for (int j = i; j < 6; j++, k++)
            full[i][j] = full[j][i] = packed[k];
}

void packed_position(const double packed[21], double position[6])
{
    static const int at[6] = {0, 1, 2, 6, 7, 11};
    for (int k = 0; k < 6; k++)
        position[k] = packed[at[k]];
}

void packed_velocity(const double packed[21], double velocity[6])
{
    for (int k = 0; k < 6; k++)
        velocity[k] = packed[15 + k];
}

/* Cholesky's factor, row after row. */
bool packed_positive(const double packed[21], int axes)
{
    static const int row[6] = {0, 5, 9, 12, 14, 15}; /* where it begins, less its number */
    double l[6][6];
    for (int i = 0; i < axes; i++)
        for (int j = i; j < axes; j++) {
            double sum = packed[row[i] + j];
            for (int m = 0; m < i; m++)
                sum -= l[i][m] * l[j][m];
            if (i == j && !(sum > ROUNDING * packed[row[i] + i]))
                return false;
            l[j][i] = i == j ? sqrt(sum) : sum / l[i][i];
        }
    return true;
}

double packed_along(const double packed[6], const double direction[3])
{
    const double *r = packed, *d = direction;
    return d[0] * d[0] * r[0] + d[1] * d[1] * r[3] + d[2] * d[2] * r[5] +
           2.0 * (d[0] * d[1] * r[1] + d[0] * d[2] * r[2] + d[1] * d[2] * r[4]);
}
