#include "geo/turn.h"

void turn_to_local(const double axes[9], const double ecef[3], double local[3])
{
    const double x = ecef[0], y = ecef[1], z = ecef[2];
    for (int i = 0; i < 3; i++)
        local[i] = axes[3 * i] * x + axes[3 * i + 1] * y + axes[3 * i + 2] * z;
}

static void transpose(const double m[9], double transposed[9])
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
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
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            half[3 * i + j] =
                m[3 * i] * block[j] + m[3 * i + 1] * block[3 + j] + m[3 * i + 2] * block[6 + j];
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out[3 * i + j] = half[3 * i] * m[3 * j] + half[3 * i + 1] * m[3 * j + 1] +
                             half[3 * i + 2] * m[3 * j + 2];
}

/* Where row i, column j (i <= j) of a packed n x n matrix stands. */
static int packed(int n, int i, int j)
{
    return i * n - i * (i - 1) / 2 + (j - i);
}

/* Turns the 3 x 3 block at (row, column) of a packed n x n covariance from in to out. */
static void turn_packed(const double m[9], int n, int row, int column, const double *in,
                        double *out)
{
    double block[9], turned[9];
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            const int r = row + i, c = column + j;
            block[3 * i + j] = in[r <= c ? packed(n, r, c) : packed(n, c, r)];
        }
    turn_block(m, block, turned);
    for (int i = 0; i < 3; i++)
        for (int j = row == column ? i : 0; j < 3; j++)
            out[packed(n, row + i, column + j)] = turned[3 * i + j];
}

void turn_covariance3_to_local(const double axes[9], const double ecef[6], double local[6])
{
    turn_packed(axes, 3, 0, 0, ecef, local);
}

void turn_covariance3_to_ecef(const double axes[9], const double local[6], double ecef[6])
{
    double back[9];
    transpose(axes, back);
    turn_packed(back, 3, 0, 0, local, ecef);
}

void turn_covariance6_to_local(const double axes[9], const double ecef[21], double local[21])
{
    turn_packed(axes, 6, 0, 0, ecef, local);
    turn_packed(axes, 6, 0, 3, ecef, local);
    turn_packed(axes, 6, 3, 3, ecef, local);
}

void turn_covariance6_to_ecef(const double axes[9], const double local[21], double ecef[21])
{
    double back[9];
    transpose(axes, back);
    turn_covariance6_to_local(back, local, ecef);
}
