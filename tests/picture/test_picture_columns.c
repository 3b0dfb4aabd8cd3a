#include "daemon/picture/picture_columns.h"
#include "picture/made_up.h"
#include "suites.h"

#include <lapacke.h>
#include <math.h>

static void a_sigma_is_rounded_up_by_at_most_one_and_a_tenth_percent(void)
{
    random_source source = random_seeded(4711);
    for (int i = 0; i < 20000; i++) {
        const double sigma = 0.01 * pow(10.0, 8.0 * made_up_chance(&source)); /* 1 cm to 1,000 km */
        const double told = 0.01 * exp2(picture_sigma(sigma) / 64.0);
        /* 2^(1/64) is 1.0109; ten roundings. */
        CU_ASSERT(told >= sigma * (1.0 - 1e-14) && told <= 1.0109 * sigma);
    }
}

static void a_sigma_without_meaning_is_the_smallest(void)
{
    CU_ASSERT_EQUAL(picture_sigma(0.0), 0);
    CU_ASSERT_EQUAL(picture_sigma(0.001), 0);
    CU_ASSERT_EQUAL(picture_sigma(NAN), 0);
    CU_ASSERT_EQUAL(picture_sigma(1.28), 7 * 64); /* 2^7 cm */
}

static void an_ellipse_turned_by_hand_is_found_again(void)
{
    /* 5 m along a line 30 degrees east of north, 2 m across it. */
    const double turn = 30.0 * 3.14159265358979323846 / 180.0;
    const double s = sin(turn), c = cos(turn);
    const double ee = 25.0 * s * s + 4.0 * c * c;
    const double nn = 25.0 * c * c + 4.0 * s * s;
    const double en = (25.0 - 4.0) * s * c;
    double major, minor, axis;
    picture_ellipse(ee, en, nn, &major, &minor, &axis);
    /* Some ten roundings of numbers below 25. */
    CU_ASSERT_DOUBLE_EQUAL(major, 5.0, 1e-13);
    CU_ASSERT_DOUBLE_EQUAL(minor, 2.0, 1e-13);
    CU_ASSERT_DOUBLE_EQUAL(axis, turn, 1e-14);
    picture_ellipse(ee, -en, nn, &major, &minor, &axis);
    CU_ASSERT_DOUBLE_EQUAL(axis, 3.14159265358979323846 - turn, 1e-14);
}

static void the_axis_of_an_ellipse_along_the_meridian_is_north(void)
{
    double major, minor, axis;
    picture_ellipse(4.0, 0.0, 25.0, &major, &minor, &axis);
    CU_ASSERT_EQUAL(axis, 0.0);
    picture_ellipse(25.0, 0.0, 4.0, &major, &minor, &axis);
    CU_ASSERT_DOUBLE_EQUAL(axis, 0.5 * 3.14159265358979323846, 1e-15);
}

static void the_largest_sigma_is_that_of_lapacke(void)
{
    random_source source = random_seeded(99);
    for (int i = 0; i < 2000; i++) {
        /* A A' of a random A is a covariance; packed xx xy xz yy yz zz. */
        double a[9], full[9], roots[3];
        for (int k = 0; k < 9; k++)
            a[k] = 100.0 * (made_up_chance(&source) - 0.5);
        for (int r = 0; r < 3; r++)
            for (int c = 0; c < 3; c++)
                full[3 * r + c] =
                    a[3 * r] * a[3 * c] + a[3 * r + 1] * a[3 * c + 1] + a[3 * r + 2] * a[3 * c + 2];
        const double packed[6] = {full[0], full[1], full[2], full[4], full[5], full[8]};
        CU_ASSERT_EQUAL(LAPACKE_dsyev(LAPACK_ROW_MAJOR, 'N', 'U', 3, full, 3, roots), 0);
        /* The cosine is steep near double roots: half of the digits at worst, for the small ones.
         */
        CU_ASSERT_DOUBLE_EQUAL(picture_largest_sigma(packed), sqrt(roots[2]), 1e-6);
    }
    const double sphere[6] = {9.0, 0.0, 0.0, 9.0, 0.0, 9.0};
    CU_ASSERT_EQUAL(picture_largest_sigma(sphere), 3.0);
}

CU_TestInfo picture_columns_tests[] = {
    {"a sigma is rounded up by at most 1.1 %",
     a_sigma_is_rounded_up_by_at_most_one_and_a_tenth_percent},
    {"a sigma without meaning is the smallest", a_sigma_without_meaning_is_the_smallest},
    {"an ellipse turned by hand is found again", an_ellipse_turned_by_hand_is_found_again},
    {"the axis of an ellipse along the meridian is north",
     the_axis_of_an_ellipse_along_the_meridian_is_north},
    {"the largest sigma is that of LAPACKE", the_largest_sigma_is_that_of_lapacke},
    CU_TEST_INFO_NULL,
};
