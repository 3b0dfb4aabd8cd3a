/* random_filter.h - random filters and measurements for property tests, from a printed seed. */
#ifndef TESTS_ESTIMATE_RANDOM_FILTER_H
#define TESTS_ESTIMATE_RANDOM_FILTER_H

#include "estimate/cv.h"

/* splitmix64 (Steele, Lea and Flood 2014): any seed will do. */
typedef struct random_source {
    uint64_t state;
} random_source;

/* A test's own source, from its seed and that of the run (PICKET_SEED, set by tools/test; 1 where
 * it is not). Prints both. */
random_source random_seeded(uint64_t seed);

double random_uniform(random_source *source, double low, double high);
double random_normal(random_source *source);

/* n x n (n up to 6), packed: n directions, sigma of each 10^low to 10^high, turned at random. */
void random_covariance(random_source *source, int n, double low, double high, double *packed);

/* A filter somewhere near the surface of the earth at up to 1,000 m/s; its covariance: sigmas
 * 10^low to 10^high m, a hundredth of that in m/s, correlated. */
cv_state random_filter(random_source *source, double low, double high);

/* A draw from N(mean, packed covariance), n up to 6. */
void random_draw(random_source *source, int n, const double *mean, const double *packed,
                 double *draw);

/* Smallest eigenvalue of a packed n x n covariance scaled to unit diagonal (by LAPACKE). */
double smallest_eigenvalue(int n, const double *packed);

/* e' inv(P) e for a packed n x n P. */
double normalised_square(int n, const double *packed, const double *error);

#endif
