#include "daemon/wire/covariance.h"
#include "suites.h"

#include <math.h>
#include <string.h>

static const covariance_layout flat = {3, 2, {0, 1}};
static const covariance_layout whole = {21, 6, {0, 1, 2, 3, 4, 5}};
static const covariance_layout level = {10, 4, {0, 1, 3, 4}};

static void each_axis_lands_in_its_place(void)
{
    /* Diagonal 11 22 33 44 and, off it, the two axes as digits: 12 13 14 23 24 34, shrunk to stay
     * positive. Rows of the packed 6 x 6 begin at 0, 6, 11, 15, 18, 20. */
    const float numbers[10] = {11.0F, 0.12F, 0.13F, 0.14F, 22.0F,
                               0.23F, 0.24F, 33.0F, 0.34F, 44.0F};
    double full[21] = {0};
    CU_ASSERT_EQUAL(covariance_spread(numbers, &level, full), REFUSAL_NONE);
    const size_t places[10] = {0, 1, 3, 4, 6, 8, 9, 15, 16, 18};
    double expected[21] = {0};
    for (size_t i = 0; i < 10; i++)
        expected[places[i]] = (double)numbers[i];
    CU_ASSERT_EQUAL(memcmp(full, expected, sizeof full), 0);
}

static void a_correlation_of_one_is_refused_and_of_nearly_one_is_not(void)
{
    /* The pivot is 1 - rho^2. Float steps at 1 are 6e-8 and 1.2e-7, so rho = 1 - 6e-8 gives
     * 1.2e-7, just over the bound of 1e-7. */
    float numbers[3] = {1.0F, 1.0F, 1.0F};
    double full[21] = {0};
    CU_ASSERT_EQUAL(covariance_spread(numbers, &flat, full), REFUSAL_COVARIANCE_NOT_POSITIVE);
    CU_ASSERT_EQUAL(full[0], 0.0);
    numbers[1] = nextafterf(1.0F, 0.0F);
    CU_ASSERT_EQUAL(covariance_spread(numbers, &flat, full), REFUSAL_NONE);
}

static void the_test_does_not_depend_on_units(void)
{
    /* A good 6 x 6 whose variances are 16 decades apart, and the same with correlations of 1. */
    float numbers[21] = {0};
    const float variances[6] = {1e10F, 1e4F, 1e-4F, 1e4F, 1.0F, 1e-6F};
    for (size_t i = 0; i < 6; i++)
        numbers[covariance_index(6, i, i)] = variances[i];
    numbers[covariance_index(6, 0, 5)] = 0.9F * 1e2F; /* 0.9 sqrt(1e10 1e-6) */
    double full[21];
    CU_ASSERT_EQUAL(covariance_spread(numbers, &whole, full), REFUSAL_NONE);
    numbers[covariance_index(6, 0, 5)] = 1.01F * 1e2F;
    CU_ASSERT_EQUAL(covariance_spread(numbers, &whole, full), REFUSAL_COVARIANCE_NOT_POSITIVE);
}

static void the_bounds_themselves_are_inside(void)
{
    double full[21];
    const float least[3] = {1e-4F, 0.0F, 1e12F};
    CU_ASSERT_EQUAL(covariance_spread(least, &flat, full), REFUSAL_NONE);
    const float below[3] = {nextafterf(1e-4F, 0.0F), 0.0F, 1.0F};
    CU_ASSERT_EQUAL(covariance_spread(below, &flat, full), REFUSAL_COVARIANCE_RANGE);
    const float above[3] = {1.0F, 0.0F, nextafterf(1e12F, INFINITY)};
    CU_ASSERT_EQUAL(covariance_spread(above, &flat, full), REFUSAL_COVARIANCE_RANGE);
    float speeds[21] = {0};
    for (size_t i = 0; i < 6; i++)
        speeds[covariance_index(6, i, i)] = i < 3 ? 1.0F : 1e-6F;
    speeds[20] = 1e8F;
    CU_ASSERT_EQUAL(covariance_spread(speeds, &whole, full), REFUSAL_NONE);
    speeds[15] = nextafterf(1e-6F, 0.0F);
    CU_ASSERT_EQUAL(covariance_spread(speeds, &whole, full), REFUSAL_COVARIANCE_RANGE);
}

static void what_is_no_number_is_found_anywhere(void)
{
    for (size_t place = 0; place < 21; place++) {
        float numbers[21] = {0};
        for (size_t i = 0; i < 6; i++)
            numbers[covariance_index(6, i, i)] = 1.0F;
        double full[21];
        numbers[place] = place % 2 == 0 ? NAN : -INFINITY;
        CU_ASSERT_EQUAL(covariance_spread(numbers, &whole, full), REFUSAL_NOT_FINITE);
    }
}

CU_TestInfo covariance_tests[] = {
    {"each axis lands in its place", each_axis_lands_in_its_place},
    {"a correlation of one is refused, and of nearly one is not",
     a_correlation_of_one_is_refused_and_of_nearly_one_is_not},
    {"the test does not depend on units", the_test_does_not_depend_on_units},
    {"the bounds themselves are inside", the_bounds_themselves_are_inside},
    {"what is no number is found anywhere", what_is_no_number_is_found_anywhere},
    CU_TEST_INFO_NULL,
};
