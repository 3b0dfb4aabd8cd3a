/* Innovations are summed by sensor, by hand. */
#include "suites.h"
#include "track/nis.h"

static nis all;

static void note(uint16_t sensor, double distance2, int dimensions)
{
    nis_note(&all, sensor, &(cv_fit){.distance2 = distance2, .dimensions = dimensions});
}

static void sums_are_of_each_sensor_s_own(void)
{
    all = (nis){0};
    note(0, 1.5, 3);
    note(0, 0.25, 2);
    note(1, 7.0, 6);
    note(FUSION_SENSORS_MAX - 1, 4.0, 1);
    note(0, 9.0, 0); /* without dimensions it is none */
    const fusion_innovations first = nis_of(&all, 0), last = nis_of(&all, FUSION_SENSORS_MAX - 1);
    CU_ASSERT_EQUAL(first.plots, 2);
    CU_ASSERT_EQUAL(first.dimensions, 5);
    CU_ASSERT_DOUBLE_EQUAL(first.sum, 1.75, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(nis_of(&all, 1).sum, 7.0, 1e-12);
    CU_ASSERT_EQUAL(last.plots, 1);
    CU_ASSERT_EQUAL(last.dimensions, 1);
    CU_ASSERT_DOUBLE_EQUAL(last.sum, 4.0, 1e-12);
    CU_ASSERT_EQUAL(nis_of(&all, 2).plots, 0);
}

static void a_sensor_without_a_number_has_no_sum(void)
{
    struct {
        nis all;
        nis after; /* what lies behind is left alone */
    } two = {0};
    nis_note(&two.all, FUSION_SENSORS_MAX, &(cv_fit){.distance2 = 1.0, .dimensions = 3});
    nis_note(&two.all, UINT16_MAX, &(cv_fit){.distance2 = 1.0, .dimensions = 3});
    CU_ASSERT_EQUAL(two.after.sensors[0].plots, 0);
    two.after.sensors[0].plots = 3;
    CU_ASSERT_EQUAL(nis_of(&two.all, FUSION_SENSORS_MAX).plots, 0);
    CU_ASSERT_EQUAL(nis_of(&two.all, UINT16_MAX).plots, 0);
}

/* To the nearest millionth, and the same in any order. */
static void order_changes_nothing(void)
{
    double sums[2];
    for (int turn = 0; turn < 2; turn++) {
        all = (nis){0};
        for (int i = 0; i < 1000; i++)
            note(5, 1.0 / (1.0 + (turn ? 999 - i : i)), 3);
        sums[turn] = nis_of(&all, 5).sum;
    }
    CU_ASSERT_EQUAL(sums[0], sums[1]);
    /* Harmonic number of 1,000 (Knuth 1997, table 1.2.7): 7.4854708606; half a millionth each. */
    CU_ASSERT_DOUBLE_EQUAL(sums[0], 7.4854708606, 500e-6);
}

CU_TestInfo nis_sums_tests[] = {
    {"sums are of each sensor's own", sums_are_of_each_sensor_s_own},
    {"a sensor without a number has no sum", a_sensor_without_a_number_has_no_sum},
    {"order changes nothing", order_changes_nothing},
    CU_TEST_INFO_NULL,
};
