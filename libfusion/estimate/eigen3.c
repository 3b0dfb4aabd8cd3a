#include "estimate/eigen3.h"

#include <math.h>

/* Turns rows and columns p and q of a so that a[p][q] becomes 0, and the vectors with them. */
static void rotate(double a[3][3], double vectors[3][3], int p, int q)
{
    if (a[p][q] == 0.0)
        return;
    const double half = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    const double t = copysign(1.0, half) / (fabs(half) + sqrt(1.0 + half * half));
    const double c = 1.0 / sqrt(1.0 + t * t), s = t * c;
    for (int k = 0; k < 3; k++) {
        const double kp = a[k][p], kq = a[k][q];
        a[k][p] = c * kp - s * kq;
        a[k][q] = s * kp + c * kq;
    }
    for (int k = 0; k < 3; k++) {
        const double pk = a[p][k], qk = a[q][k];
        a[p][k] = c * pk - s * qk;
        a[q][k] = s * pk + c * qk;
        const double vp = vectors[p][k], vq = vectors[q][k];
        vectors[p][k] = c * vp - s * vq;
        vectors[q][k] = s * vp + c * vq;
    }
}

void eigen3(const double packed[6], double values[3], double vectors[3][3])
{
    double a[3][3] = {{packed[0], packed[1], packed[2]},
                      {packed[1], packed[3], packed[4]},
                      {packed[2], packed[4], packed[5]}};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            vectors[i][j] = i == j ? 1.0 : 0.0;
    for (int sweep = 0; sweep < 6; sweep++) {
        rotate(a, vectors, 0, 1);
        rotate(a, vectors, 0, 2);
        rotate(a, vectors, 1, 2);
    }
    for (int i = 0; i < 3; i++)
        values[i] = a[i][i];
}
