#include "suites.h"
#include "tools/sim/chance.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DRAWS 200000

static void generator_gives_the_published_numbers(void)
{
    /* The authors' reference code from the state 1, 2, 3, 4. */
    chance one = {{1, 2, 3, 4}};
    static const uint64_t expected[] = {11520, 0, 1509978240, UINT64_C(1215971899390074240)};
    for (int i = 0; i < 4; i++)
        CU_ASSERT_EQUAL(chance_next(&one), expected[i]);
}

static void seed_and_name_both_decide(void)
{
    chance one = chance_seeded(7, "alpha"), same = chance_seeded(7, "alpha");
    chance name = chance_seeded(7, "bravo"), seed = chance_seeded(8, "alpha");
    const uint64_t first = chance_next(&one);
    CU_ASSERT_EQUAL(first, chance_next(&same));
    CU_ASSERT_NOT_EQUAL(first, chance_next(&name));
    CU_ASSERT_NOT_EQUAL(first, chance_next(&seed));
}

/* Within 4.5 standard errors: passed by chance but once in 150,000 seeds. */
static void check_mean(double sum, double count, double mean, double sigma)
{
    CU_ASSERT_DOUBLE_EQUAL(sum / count, mean, 4.5 * sigma / sqrt(count));
}

static void normals_have_the_moments_of_the_normal_law(void)
{
    chance one = chance_seeded(41, "moments");
    double sums[4] = {0};
    for (int i = 0; i < DRAWS; i++) {
        const double x = chance_normal(&one);
        sums[0] += x;
        sums[1] += x * x;
        sums[2] += x * x * x;
        sums[3] += x * x * x * x;
    }
    /* Moments 0, 1, 0, 3; their variances are moments 2, 4, 6, 8 less squares: 1, 2, 15, 96. */
    check_mean(sums[0], DRAWS, 0.0, 1.0);
    check_mean(sums[1], DRAWS, 1.0, sqrt(2.0));
    check_mean(sums[2], DRAWS, 0.0, sqrt(15.0));
    check_mean(sums[3], DRAWS, 3.0, sqrt(96.0));
}

static void normals_fill_every_part_of_the_normal_law(void)
{
    /* 40 cells of 0.25 sigma, cut at +-5; Pearson's chi-square with 39 degrees of freedom. */
    chance one = chance_seeded(42, "cells");
    double seen[40] = {0};
    for (int i = 0; i < DRAWS; i++) {
        const double at = (chance_normal(&one) + 5.0) / 0.25;
        seen[(int)fmin(fmax(at, 0.0), 39.0)]++;
    }
    double chi2 = 0.0;
    int cells = 0;
    for (int i = 0; i < 40; i++) {
        const double low = i == 0 ? -INFINITY : -5.0 + 0.25 * i;
        const double high = i == 39 ? INFINITY : -4.75 + 0.25 * i;
        const double expected = DRAWS * (erfc(low / sqrt(2.0)) - erfc(high / sqrt(2.0))) / 2.0;
        if (expected < 5.0)
            continue;
        chi2 += (seen[i] - expected) * (seen[i] - expected) / expected;
        cells++;
    }
    CU_ASSERT(cells > 25);
    /* Mean n, variance 2 n: 4.5 standard deviations above. */
    CU_ASSERT(chi2 < cells + 4.5 * sqrt(2.0 * cells));
}

static void poisson_counts_have_mean_and_variance_alike(void)
{
    static const double means[] = {0.0, 0.1, 2.0, 20.0};
    for (size_t k = 0; k < 4; k++) {
        chance one = chance_seeded(43, "poisson");
        double sum = 0.0, squares = 0.0;
        for (int i = 0; i < DRAWS; i++) {
            const double apart = chance_poisson(&one, means[k]) - means[k];
            sum += apart;
            squares += apart * apart;
        }
        const double mean = means[k];
        check_mean(sum, DRAWS, 0.0, sqrt(mean));
        /* The fourth central moment is m + 3 m^2. */
        check_mean(squares, DRAWS, mean, sqrt(mean + 2.0 * mean * mean));
    }
}

CU_TestInfo chance_tests[] = {
    {"generator gives the published numbers", generator_gives_the_published_numbers},
    {"seed and name both decide", seed_and_name_both_decide},
    {"normals have the moments of the normal law", normals_have_the_moments_of_the_normal_law},
    {"normals fill every part of the normal law", normals_fill_every_part_of_the_normal_law},
    {"poisson counts have mean and variance alike", poisson_counts_have_mean_and_variance_alike},
    CU_TEST_INFO_NULL,
};
