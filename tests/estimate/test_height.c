#include "estimate/height.h"
#include "fusion/report.h"
#include "suites.h"

#include <math.h>

static void each_category_has_its_height(void)
{
    double height, sigma;
    height_prior(FUSION_SURFACE, &height, &sigma);
    CU_ASSERT_EQUAL(height, 0.0);
    CU_ASSERT_EQUAL(sigma, 50.0);
    height_prior(FUSION_SUBSURFACE, &height, &sigma);
    CU_ASSERT_EQUAL(height, -100.0);
    CU_ASSERT_EQUAL(sigma, 100.0);
    height_prior(FUSION_AIR, &height, &sigma);
    CU_ASSERT_EQUAL(height, 6000.0);
    CU_ASSERT_EQUAL(sigma, 3500.0);
    height_prior(FUSION_MISSILE, &height, &sigma);
    CU_ASSERT_EQUAL(height, 60e3);
    CU_ASSERT_EQUAL(sigma, 50e3);
}

static void of_two_categories_either_may_be_true(void)
{
    /* By hand: mean (0 + 6000) / 2; variance of the mixture (50^2 + 3500^2) / 2 + 3000^2. */
    double height, sigma;
    height_prior(FUSION_SURFACE | FUSION_AIR, &height, &sigma);
    CU_ASSERT_DOUBLE_EQUAL(height, 3000.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(sigma, sqrt((2500.0 + 12250000.0) / 2.0 + 9e6), 1e-9);
}

static void nothing_said_is_taken_as_air(void)
{
    double height, sigma;
    height_prior(0, &height, &sigma);
    CU_ASSERT_EQUAL(height, 6000.0);
    height_prior(FUSION_NUCLEAR | FUSION_CYBER, &height, &sigma);
    CU_ASSERT_EQUAL(sigma, 3500.0);
    /* A cyber notice about a ship does not lift the ship. */
    height_prior(FUSION_SURFACE | FUSION_CYBER, &height, &sigma);
    CU_ASSERT_EQUAL(height, 0.0);
}

CU_TestInfo height_tests[] = {
    {"each category has its height", each_category_has_its_height},
    {"of two categories either may be true", of_two_categories_either_may_be_true},
    {"nothing said is taken as air", nothing_said_is_taken_as_air},
    CU_TEST_INFO_NULL,
};
