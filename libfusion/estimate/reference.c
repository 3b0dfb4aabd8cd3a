#include "estimate/reference.h"

#include "estimate/packed.h"
#include "geo/wgs84.h"

#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

#define N 6

void reference_unpack(const cv_state *packed, reference_filter *full)
{
    memcpy(full->state, packed->state, sizeof full->state);
    for (int i = 0, k = 0; i < N; i++)
        for (int j = i; j < N; j++, k++)
            full->covariance[N * i + j] = full->covariance[N * j + i] = packed->covariance[k];
}

void reference_pack(const reference_filter *full, cv_state *packed)
{
    memcpy(packed->state, full->state, sizeof packed->state);
    for (int i = 0, k = 0; i < N; i++)
        for (int j = i; j < N; j++, k++)
            packed->covariance[k] = full->covariance[N * i + j];
}

/* The first m states measured directly. */
static reference_measurement direct(const reference_filter *filter, int m, const double *z,
                                    const double *packed)
{
    reference_measurement measurement = {.m = m};
    for (int i = 0, k = 0; i < m; i++) {
        measurement.h[N * i + i] = 1.0;
        measurement.innovation[i] = z[i] - filter->state[i];
        for (int j = i; j < m; j++, k++)
            measurement.r[m * i + j] = measurement.r[m * j + i] = packed[k];
    }
    return measurement;
}

reference_measurement reference_position(const reference_filter *filter, const double position[3],
                                         const double r[6])
{
    return direct(filter, 3, position, r);
}

reference_measurement reference_state(const reference_filter *filter, const double state[6],
                                      const double r[21])
{
    return direct(filter, N, state, r);
}

/* c = a b + beta c, where b may be taken transposed; all row-major, inner being the shared size. */
static void multiply(int rows, int columns, int inner, const double *a, const double *b,
                     CBLAS_TRANSPOSE transposed, double beta, double *c)
{
    cblas_dgemm(CblasRowMajor, CblasNoTrans, transposed, rows, columns, inner, 1.0, a, inner, b,
                transposed == CblasTrans ? inner : columns, beta, c, columns);
}

/* p = a p a' + q. */
static void sandwich(const double a[N * N], const double q[N * N], double p[N * N])
{
    double half[N * N], sum[N * N];
    multiply(N, N, N, a, p, CblasNoTrans, 0.0, half);
    memcpy(sum, q, sizeof sum);
    multiply(N, N, N, half, a, CblasTrans, 1.0, sum);
    memcpy(p, sum, sizeof sum);
}

void reference_predict(reference_filter *filter, double dt, cv_noise noise)
{
    double up[3], f[N * N] = {0}, q[N * N], moved[N];
    wgs84_up(filter->state, up);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            const double n = (i == j ? noise.horizontal : 0.0) +
                             (noise.vertical - noise.horizontal) * up[i] * up[j];
            q[N * i + j] = n * dt * dt * dt / 3.0;
            q[N * i + j + 3] = q[N * (i + 3) + j] = n * dt * dt / 2.0;
            q[N * (i + 3) + j + 3] = n * dt;
        }
    for (int i = 0; i < N; i++)
        f[N * i + i] = 1.0;
    for (int i = 0; i < 3; i++)
        f[N * i + i + 3] = dt;

    cblas_dgemv(CblasRowMajor, CblasNoTrans, N, N, 1.0, f, N, filter->state, 1, 0.0, moved, 1);
    memcpy(filter->state, moved, sizeof moved);
    sandwich(f, q, filter->covariance);
}

fusion_status reference_update(reference_filter *filter, const reference_measurement *measurement,
                               cv_fit *fit)
{
    const int m = measurement->m;
    const double *h = measurement->h, *r = measurement->r;
    double gain[N * N], s[N * N], white[N], log_determinant = 0.0;
    multiply(N, m, N, filter->covariance, h, CblasTrans, 0.0, gain); /* P H' */
    memcpy(s, r, sizeof s);
    multiply(m, m, N, h, gain, CblasNoTrans, 1.0, s);
    if (LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'L', m, s, m) != 0)
        return FUSION_NOT_POSITIVE;
    /* P H' read by columns is H P, m x 6: the solution is K' by columns, which is K by rows. */
    LAPACKE_dpotrs(LAPACK_COL_MAJOR, 'L', m, N, s, m, gain, m);

    memcpy(white, measurement->innovation, sizeof white);
    cblas_dtrsv(CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, m, s, m, white, 1);
    for (int i = 0; i < m; i++)
        log_determinant += 2.0 * log(s[m * i + i]);
    const double distance2 = cblas_ddot(m, white, 1, white, 1);
    if (fit)
        *fit = (cv_fit){.distance2 = distance2,
                        .log_likelihood = -0.5 * (distance2 + log_determinant + m * LOG_TWO_PI),
                        .dimensions = m};

    cblas_dgemv(CblasRowMajor, CblasNoTrans, N, m, 1.0, gain, m, measurement->innovation, 1, 1.0,
                filter->state, 1);
    double rest[N * N] = {0}, spread[N * N], noise[N * N];
    multiply(N, N, m, gain, h, CblasNoTrans, 0.0, rest);
    for (int i = 0; i < N * N; i++)
        rest[i] = (i % (N + 1) == 0 ? 1.0 : 0.0) - rest[i]; /* I - K H */
    multiply(N, m, m, gain, r, CblasNoTrans, 0.0, spread);
    multiply(N, N, m, spread, gain, CblasTrans, 0.0, noise); /* K R K' */
    sandwich(rest, noise, filter->covariance);
    return FUSION_OK;
}
