#include "estimate/random_filter.h"

#include "geo/angle.h"
#include "geo/wgs84.h"

#include <lapacke.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t random_next(random_source *source)
{
    uint64_t z = source->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

random_source random_seeded(uint64_t seed)
{
    const char *run = getenv("PICKET_SEED");
    const uint64_t number = run ? strtoull(run, NULL, 10) : 1;
    printf("seed %llu+%llu ", (unsigned long long)seed, (unsigned long long)number);
    return (random_source){seed + (number - 1) * UINT64_C(0x632be59bd9b4e019)};
}

double random_uniform(random_source *source, double low, double high)
{
    return low + (high - low) * ((double)(random_next(source) >> 11) * 0x1p-53);
}

double random_normal(random_source *source)
{
    const double radius = sqrt(-2.0 * log(1.0 - random_uniform(source, 0.0, 1.0)));
    return radius * cos(random_uniform(source, 0.0, ANGLE_TURN));
}

/* A random orthogonal matrix: columns of normal numbers made square to each other. */
static void random_turn(random_source *source, int n, double turn[36])
{
    for (int i = 0; i < n; i++) {
        double *row = &turn[n * i], length = 0.0;
        for (int k = 0; k < n; k++)
            row[k] = random_normal(source);
        for (int twice = 0; twice < 2; twice++)
            for (int j = 0; j < i; j++) {
                double dot = 0.0;
                for (int k = 0; k < n; k++)
                    dot += row[k] * turn[n * j + k];
                for (int k = 0; k < n; k++)
                    row[k] -= dot * turn[n * j + k];
            }
        for (int k = 0; k < n; k++)
            length += row[k] * row[k];
        for (int k = 0; k < n; k++)
            row[k] /= sqrt(length);
    }
}

void random_covariance(random_source *source, int n, double low, double high, double *packed)
{
    double turn[36], variance[6];
    random_turn(source, n, turn);
    for (int d = 0; d < n; d++)
        variance[d] = pow(10.0, 2.0 * random_uniform(source, low, high));
    for (int i = 0, k = 0; i < n; i++)
        for (int j = i; j < n; j++, k++) {
            packed[k] = 0.0;
            for (int d = 0; d < n; d++)
                packed[k] += variance[d] * turn[n * d + i] * turn[n * d + j];
        }
}

cv_state random_filter(random_source *source, double low, double high)
{
    cv_state filter;
    wgs84_to_ecef(asin(random_uniform(source, -1.0, 1.0)), random_uniform(source, -3.0, 3.0),
                  random_uniform(source, -100.0, 30e3), filter.state);
    for (int i = 3; i < 6; i++)
        filter.state[i] = random_uniform(source, -600.0, 600.0);
    random_covariance(source, 6, low, high, filter.covariance);
    for (int i = 0, k = 0; i < 6; i++)
        for (int j = i; j < 6; j++, k++)
            filter.covariance[k] *= (i < 3 ? 1.0 : 0.01) * (j < 3 ? 1.0 : 0.01);
    return filter;
}

static void unpack(int n, const double *packed, double *full)
{
    for (int i = 0, k = 0; i < n; i++)
        for (int j = i; j < n; j++, k++)
            full[n * i + j] = full[n * j + i] = packed[k];
}

void random_draw(random_source *source, int n, const double *mean, const double *packed,
                 double *draw)
{
    double full[36], normal[6];
    unpack(n, packed, full);
    if (LAPACKE_dpotrf(LAPACK_ROW_MAJOR, 'L', n, full, n) != 0) {
        draw[0] = NAN;
        return;
    }
    for (int i = 0; i < n; i++) {
        normal[i] = random_normal(source);
        draw[i] = mean[i];
        for (int k = 0; k <= i; k++)
            draw[i] += full[n * i + k] * normal[k];
    }
}

double smallest_eigenvalue(int n, const double *packed)
{
    double full[36], scaled[36], values[6];
    unpack(n, packed, full);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            scaled[n * i + j] = full[n * i + j] / sqrt(full[n * i + i] * full[n * j + j]);
    return LAPACKE_dsyev(LAPACK_ROW_MAJOR, 'N', 'L', n, scaled, n, values) == 0 ? values[0] : NAN;
}

double normalised_square(int n, const double *packed, const double *error)
{
    double full[36], white[6], sum = 0.0;
    unpack(n, packed, full);
    if (LAPACKE_dpotrf(LAPACK_ROW_MAJOR, 'L', n, full, n) != 0)
        return NAN;
    for (int i = 0; i < n; i++) {
        white[i] = error[i];
        for (int k = 0; k < i; k++)
            white[i] -= full[n * i + k] * white[k];
        white[i] /= full[n * i + i];
        sum += white[i] * white[i];
    }
    return sum;
}
