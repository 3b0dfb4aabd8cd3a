#include "geo/turn.h"

#include <stddef.h>

void turn_to_local(const double axes[9], const double ecef[3], double local[3])
{
    const double x = ecef[0], y = ecef[1], z = ecef[2];
    for (size_t i = 0; i < 3; i++)
        local[i] = axes[3 * i] * x + axes[3 * i + 1] * y + axes[3 * i + 2] * z;
}

static void transpose(const double m[9], double transposed[9])
{
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++)
            transposed[3 * j + i] = m[3 * i + j];
}

void turn_to_ecef(const double axes[9], const double local[3], double ecef[3])
{
    double back[9];
    transpose(axes, back);
    turn_to_local(back, local, ecef);
}

/* out = m block m' for any 3 x 3 block. */
static void turn_block(const double m[9], const double block[9], double out[9])
{
    double half[9];
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++)
            half[3 * i + j] =
                m[3 * i] * block[j] + m[3 * i + 1] * block[3 + j] + m[3 * i + 2] * block[6 + j];
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++)
            out[3 * i + j] = half[3 * i] * m[3 * j] + half[3 * i + 1] * m[3 * j + 1] +
                             half[3 * i + 2] * m[3 * j + 2];
}

/* Where a block's elements stand in a packed covariance, row by row. */
static const int alone[9] = {0, 1, 2, 1, 3, 4, 2, 4, 5};
static const int position[9] = {0, 1, 2, 1, 6, 7, 2, 7, 11};
static const int cross[9] = {3, 4, 5, 8, 9, 10, 12, 13, 14};
static const int velocity[9] = {15, 16, 17, 16, 18, 19, 17, 19, 20};

/* Written from the last to the first, so that of two elements in one place the upper one stays. */
static void turn_packed(const double m[9], const int at[9], const double *in, double *out)
{
    double block[9], turned[9];
    for (int k = 0; k < 9; k++)
        block[k] = in[at[k]];
    turn_block(m, block, turned);
    for (int k = 8; k >= 0; k--)
        out[at[k]] = turned[k];
}

void turn_covariance3_to_local(const double axes[9], const double ecef[6], double local[6])
{
    turn_packed(axes, alone, ecef, local);
}

void turn_covariance3_to_ecef(const double axes[9], const double local[6], double ecef[6])
{
    double back[9];
    transpose(axes, back);
    turn_packed(back, alone, local, ecef);
}

void turn_covariance6_to_local(const double axes[9], const double ecef[21], double local[21])
{
    turn_packed(axes, position, ecef, local);
    turn_packed(axes, cross, ecef, local);
    turn_packed(axes, velocity, ecef, local);
}

void turn_covariance6_to_ecef(const double axes[9], const double local[21], double ecef[21])
{
    double back[9];
    transpose(axes, back);
    turn_covariance6_to_local(back, local, ecef);
}
