#include "geo/angle.h"
#include "suites.h"

#include <math.h>

#define DEGREES(x) ((x) / ANGLE_DEGREES)

static void difference_across_north_is_short(void)
{
    /* Bearings 359.8, 0.3, 0.8: each is half a degree on, none is 359.5 back. One rounding of 2 pi
     * is 4.4e-16, and there are three. */
    CU_ASSERT_DOUBLE_EQUAL(angle_wrap(DEGREES(0.3) - DEGREES(359.8)), DEGREES(0.5), 2e-15);
    CU_ASSERT_DOUBLE_EQUAL(angle_wrap(DEGREES(0.8) - DEGREES(0.3)), DEGREES(0.5), 2e-15);
    CU_ASSERT_DOUBLE_EQUAL(angle_wrap(DEGREES(359.0) - DEGREES(1.0)), DEGREES(-2.0), 2e-15);
}

static void angle_is_wrapped_and_not_folded(void)
{
    /* A folding wrap once turned 270 into +90. */
    CU_ASSERT_DOUBLE_EQUAL(angle_wrap(DEGREES(270.0)), DEGREES(-90.0), 2e-15);
    CU_ASSERT_DOUBLE_EQUAL(angle_wrap(DEGREES(-270.0)), DEGREES(90.0), 2e-15);
}

static void half_a_turn_is_written_one_way(void)
{
    CU_ASSERT_EQUAL(angle_wrap(ANGLE_PI), -ANGLE_PI);
    CU_ASSERT_EQUAL(angle_wrap(-ANGLE_PI), -ANGLE_PI);
    CU_ASSERT_EQUAL(angle_wrap(3.0 * ANGLE_PI), -ANGLE_PI);
}

static void small_angles_are_left_alone(void)
{
    CU_ASSERT_EQUAL(angle_wrap(1e-300), 1e-300);
    CU_ASSERT_EQUAL(angle_wrap(-3.0), -3.0);
    CU_ASSERT_EQUAL(angle_wrap_positive(6.0), 6.0);
}

static void azimuth_stays_below_one_turn(void)
{
    CU_ASSERT_EQUAL(angle_wrap_positive(ANGLE_TURN), 0.0);
    CU_ASSERT_EQUAL(angle_wrap_positive(-1e-20), 0.0); /* -1e-20 + 2 pi rounds to 2 pi */
    CU_ASSERT_DOUBLE_EQUAL(angle_wrap_positive(DEGREES(-90.0)), DEGREES(270.0), 2e-15);
    for (int i = -1000; i < 1000; i++) {
        const double wrapped = angle_wrap_positive(0.1 * i);
        CU_ASSERT_TRUE(wrapped >= 0.0 && wrapped < ANGLE_TURN);
    }
}

static void what_is_no_number_stays_none(void)
{
    CU_ASSERT_TRUE(isnan(angle_wrap(NAN)));
    CU_ASSERT_TRUE(isnan(angle_wrap(INFINITY)));
    CU_ASSERT_TRUE(isnan(angle_wrap_positive(NAN)));
}

CU_TestInfo angle_tests[] = {
    {"difference across north is short", difference_across_north_is_short},
    {"angle is wrapped and not folded", angle_is_wrapped_and_not_folded},
    {"half a turn is written one way", half_a_turn_is_written_one_way},
    {"small angles are left alone", small_angles_are_left_alone},
    {"azimuth stays below one turn", azimuth_stays_below_one_turn},
    {"what is no number stays none", what_is_no_number_stays_none},
    CU_TEST_INFO_NULL,
};
