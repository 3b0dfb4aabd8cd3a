/* What is found of a sensor, from counts that are written down here: figures, and where each claim
 * begins to be far off. */
#include "geo/wgs84.h"
#include "suites.h"
#include "track/conduct.h"

#include <math.h>

static const fusion_sensor claimed = {
    .period_ns = 4 * FUSION_SECOND, .detection = 0.8, .false_plots = 6.0, .clutter = 2e-14};

static fusion_finding found(const fusion_conduct *of, unsigned what)
{
    fusion_finding findings[FUSION_CLAIMS_OF_SENSORS];
    fusion_conduct_judge(of, &claimed, findings);
    return findings[what];
}

static void check_period(int64_t scan_ns, bool differs)
{
    const fusion_conduct of = {.scan_ns = scan_ns};
    const fusion_finding one = found(&of, FUSION_CLAIMED_PERIOD);
    CU_ASSERT_DOUBLE_EQUAL(one.found, (double)scan_ns * 1e-9, 1e-12);
    CU_ASSERT_EQUAL(one.claimed, 4.0);
    CU_ASSERT_EQUAL(one.differs, differs);
}

static void a_scan_s_length_differs_by_half(void)
{
    check_period(5999 * FUSION_SECOND / 1000, false);
    check_period(6001 * FUSION_SECOND / 1000, true);
    check_period(2667 * FUSION_SECOND / 1000, false); /* 4 / 1.5 is 2.667 */
    check_period(2666 * FUSION_SECOND / 1000, true);
}

static void of_fifty_times_one_in_twenty_is_timely(void)
{
    fusion_conduct of = {.timely = 3, .rare = 57, .shortest_ns = 12 * FUSION_SECOND};
    CU_ASSERT_FALSE(found(&of, FUSION_CLAIMED_PERIOD).differs);
    of.timely = 2;
    CU_ASSERT_TRUE(found(&of, FUSION_CLAIMED_PERIOD).differs);
    CU_ASSERT_EQUAL(found(&of, FUSION_CLAIMED_PERIOD).found, 12.0);
    of.rare = 47; /* 49 times are too few */
    CU_ASSERT_FALSE(found(&of, FUSION_CLAIMED_PERIOD).known);
    CU_ASSERT_FALSE(found(&of, FUSION_CLAIMED_PERIOD).differs);
    of = (fusion_conduct){.timely = 60, .soon = 50, .soon_ns = 60 * FUSION_SECOND};
    CU_ASSERT_FALSE(found(&of, FUSION_CLAIMED_PERIOD).differs);
    of.soon = 51;
    CU_ASSERT_TRUE(found(&of, FUSION_CLAIMED_PERIOD).differs);
    CU_ASSERT_DOUBLE_EQUAL(found(&of, FUSION_CLAIMED_PERIOD).found, 60.0 / 51.0, 1e-12);
}

/* A radar that sees next to nothing sees hardly anything at two looks in a row: of one in twelve,
 * 50 times let expect 4 that are timely, and 3 sigma are 6. */
static void who_is_all_but_blind_has_no_other_period(void)
{
    fusion_conduct of = {.timely = 2, .rare = 48, .shortest_ns = 8 * FUSION_SECOND};
    of.seen = 50;
    of.missed = 550;
    CU_ASSERT_TRUE(found(&of, FUSION_CLAIMED_PERIOD).known);
    CU_ASSERT_FALSE(found(&of, FUSION_CLAIMED_PERIOD).differs);
    of.missed = 50; /* 25, and 15 */
    CU_ASSERT_TRUE(found(&of, FUSION_CLAIMED_PERIOD).differs);
}

static void errors_are_a_multiple_of_those_stated(void)
{
    fusion_conduct of = {.fits = 50, .distance2 = 50 * 1.29 * 1.29};
    CU_ASSERT_DOUBLE_EQUAL(found(&of, FUSION_CLAIMED_ACCURACY).found, 1.29, 1e-12);
    CU_ASSERT_FALSE(found(&of, FUSION_CLAIMED_ACCURACY).differs);
    of.distance2 = 50 * 1.31 * 1.31;
    CU_ASSERT_TRUE(found(&of, FUSION_CLAIMED_ACCURACY).differs);
    of.distance2 = 50 * 0.51 * 0.51;
    CU_ASSERT_FALSE(found(&of, FUSION_CLAIMED_ACCURACY).differs);
    of.distance2 = 50 * 0.49 * 0.49;
    CU_ASSERT_TRUE(found(&of, FUSION_CLAIMED_ACCURACY).differs);
    of.fits = 49;
    CU_ASSERT_FALSE(found(&of, FUSION_CLAIMED_ACCURACY).known);
}

static void a_detection_differs_by_two_where_forty_tell(void)
{
    fusion_conduct of = {.seen = 41, .missed = 59}; /* of 0.8, half is 0.4 */
    CU_ASSERT_DOUBLE_EQUAL(found(&of, FUSION_CLAIMED_DETECTION).found, 0.41, 1e-15);
    CU_ASSERT_FALSE(found(&of, FUSION_CLAIMED_DETECTION).differs);
    of = (fusion_conduct){.seen = 39, .missed = 61};
    CU_ASSERT_TRUE(found(&of, FUSION_CLAIMED_DETECTION).differs);
    of = (fusion_conduct){.seen = 5, .missed = 45}; /* 40 of 50 should have */
    CU_ASSERT_TRUE(found(&of, FUSION_CLAIMED_DETECTION).differs);
    of.missed = 44;
    CU_ASSERT_FALSE(found(&of, FUSION_CLAIMED_DETECTION).known);
    fusion_sensor silent = claimed;
    fusion_finding findings[FUSION_CLAIMS_OF_SENSORS];
    silent.detection = 0.0; /* nothing is claimed */
    of = (fusion_conduct){.seen = 400, .missed = 600};
    fusion_conduct_judge(&of, &silent, findings);
    CU_ASSERT_FALSE(findings[FUSION_CLAIMED_DETECTION].known);
    CU_ASSERT_FALSE(findings[FUSION_CLAIMED_DETECTION].differs);
}

/* So many false plots in thirty periods are told, or not. */
static void check_told(fusion_conduct of, unsigned which, uint64_t plots, bool told)
{
    of.false_plots = plots;
    CU_ASSERT_EQUAL(found(&of, which).differs, told);
}

static void false_plots_differ_by_three_where_ten_tell(void)
{
    fusion_conduct of = {.periods = 30.0, .false_plots = 539}; /* 18 of 6 a period are 540 */
    CU_ASSERT_DOUBLE_EQUAL(found(&of, FUSION_CLAIMED_FALSE_PLOTS).found, 539.0 / 30.0, 1e-12);
    check_told(of, FUSION_CLAIMED_FALSE_PLOTS, 539, false);
    check_told(of, FUSION_CLAIMED_FALSE_PLOTS, 541, true);
    check_told(of, FUSION_CLAIMED_FALSE_PLOTS, 61, false);
    check_told(of, FUSION_CLAIMED_FALSE_PLOTS, 59, true);
    of.periods = 1.6; /* 9.6 were to come */
    check_told(of, FUSION_CLAIMED_FALSE_PLOTS, 0, false);
}

static void a_density_of_false_plots_differs_by_five_where_ten_tell(void)
{
    fusion_conduct of = {.periods = 30.0, .volume = 1e14, .false_plots = 299}; /* 60 at 2e-14 */
    CU_ASSERT_DOUBLE_EQUAL(found(&of, FUSION_CLAIMED_CLUTTER).found / 1e-14, 299.0 / 30.0, 1e-12);
    check_told(of, FUSION_CLAIMED_CLUTTER, 299, false);
    check_told(of, FUSION_CLAIMED_CLUTTER, 301, true);
    check_told(of, FUSION_CLAIMED_CLUTTER, 11, true);
    check_told(of, FUSION_CLAIMED_CLUTTER, 13, false);
    of.volume = 1.6e13; /* 9.6 were to come */
    check_told(of, FUSION_CLAIMED_CLUTTER, 0, false);
}

/* Plots on a grid of 40 by 25, 100 km by 60 km, level at 38 N: a grid's variance is that of the
 * rectangle less an n^2-th part. */
static void plots_fall_into_the_rectangle_on_which_they_lie(void)
{
    enum { LONG = 40, WIDE = 25 };
    double axes[9], middle[3];
    conduct one = {.began_ns = 0};
    wgs84_to_ecef(0.66, 2.2, 5000.0, middle);
    wgs84_axes(0.66, 2.2, axes);
    conduct_hear(&one, FUSION_SECOND, 1);
    for (int i = 0; i < LONG; i++)
        for (int k = 0; k < WIDE; k++) {
            const double east = 100e3 * ((i + 0.5) / LONG - 0.5);
            const double north = 60e3 * ((k + 0.5) / WIDE - 0.5);
            double place[3];
            for (int n = 0; n < 3; n++)
                place[n] = middle[n] + east * axes[n] + north * axes[3 + n];
            conduct_place(&one, place, i % 2 ? 3000.0 : 4000.0);
        }
    conduct_hear(&one, 121 * FUSION_SECOND, 31);
    conduct_turn(&one, 122 * FUSION_SECOND, 4 * FUSION_SECOND);
    const double sides = 100e3 * 60e3 *
                         sqrt((1.0 - 1.0 / (LONG * LONG)) * //
                              (1.0 - 1.0 / (WIDE * WIDE)));
    /* Squares of 6e6 m are kept to 4e-3 m2, of variances of 3e8. */
    CU_ASSERT_DOUBLE_EQUAL(one.last.volume / (sides * sqrt(12.0) * 3500.0), 1.0, 1e-9);
    CU_ASSERT_EQUAL(one.last.periods, 30.0);
    CU_ASSERT_EQUAL(one.last.scan_ns, 4 * FUSION_SECOND);
    CU_ASSERT_EQUAL(one.now.seen + one.now.missed, 0);
}

static void times_between_looks_are_timely_soon_or_rare(void)
{
    conduct one = {.began_ns = 0};
    const int64_t second = FUSION_SECOND, period = 4 * FUSION_SECOND;
    conduct_interval(&one, 2 * second - 1, period); /* sooner than half a period: none */
    conduct_interval(&one, 6 * second, period);
    conduct_interval(&one, 6 * second + 1, period);
    conduct_interval(&one, 3 * second, period);
    CU_ASSERT_EQUAL(one.now.timely, 2);
    CU_ASSERT_EQUAL(one.now.rare, 1);
    CU_ASSERT_EQUAL(one.now.shortest_ns, 3 * second);
    conduct_soon(&one, second / 5 - 1, period); /* a twentieth of it: a neighbour's */
    conduct_soon(&one, second / 5, period);
    conduct_soon(&one, second, period);
    CU_ASSERT_EQUAL(one.now.soon, 2);
    CU_ASSERT_EQUAL(one.now.soon_ns, 6 * second / 5);
    conduct_look(&one, 3);
    conduct_look(&one, 10);
    conduct_look(&one, 40); /* out of reach meanwhile */
    CU_ASSERT_EQUAL(one.now.seen, 3);
    CU_ASSERT_EQUAL(one.now.missed, 23);
}

CU_TestInfo findings_tests[] = {
    {"a scan's length differs by half", a_scan_s_length_differs_by_half},
    {"of fifty times one in twenty is timely", of_fifty_times_one_in_twenty_is_timely},
    {"who is all but blind has no other period", who_is_all_but_blind_has_no_other_period},
    {"errors are a multiple of those stated", errors_are_a_multiple_of_those_stated},
    {"a detection differs by two where forty tell", a_detection_differs_by_two_where_forty_tell},
    {"false plots differ by three where ten tell", false_plots_differ_by_three_where_ten_tell},
    {"a density of false plots differs by five where ten tell",
     a_density_of_false_plots_differs_by_five_where_ten_tell},
    {"plots fall into the rectangle on which they lie",
     plots_fall_into_the_rectangle_on_which_they_lie},
    {"times between looks are timely, soon or rare", times_between_looks_are_timely_soon_or_rare},
    CU_TEST_INFO_NULL,
};
