/* What came from each sensor in the last ten minutes, by the stamps of inputs alone. */
#include "daemon/told/heard.h"
#include "suites.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define START    (INT64_C(1930359600) * FUSION_SECOND) /* the begin of a bin */
#define LATER(s) (START + (int64_t)((s)*1e9))

static heard_all *one;

static void begin(void)
{
    one = calloc(1, sizeof *one);
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
}

/* A datagram of `count` reports, each measured so long before it came. */
static void come(size_t sensor, int64_t stamp_ns, size_t count, double late_s)
{
    fusion_report reports[8] = {{0}};
    for (size_t i = 0; i < count; i++)
        reports[i].time_ns = stamp_ns - (int64_t)(late_s * 1e9);
    const codec_result result = {.sensor = (int)sensor, .count = count, .reports = reports};
    heard_note(one, stamp_ns, FUSION_SECOND, &result);
}

static void each_stamp_counts_in_its_ten_seconds(void)
{
    begin();
    come(3, LATER(0), 1, 0.0);
    come(3, LATER(9.999), 2, 0.0);
    come(3, LATER(10), 4, 0.0);
    const heard_span span = heard_last(one, 3, LATER(15));
    CU_ASSERT_EQUAL(span.counts[HEARD_BINS - 2], 3);
    CU_ASSERT_EQUAL(span.counts[HEARD_BINS - 1], 4);
    CU_ASSERT_EQUAL(span.from_ns, LATER(10) - (HEARD_BINS - 1) * HEARD_BIN_NS);
    CU_ASSERT_EQUAL(heard_last(one, 2, LATER(15)).counts[HEARD_BINS - 1], 0);
    free(one);
}

static void what_is_older_than_ten_minutes_is_gone(void)
{
    begin();
    come(0, LATER(0), 5, 0.0);
    CU_ASSERT_EQUAL(heard_last(one, 0, LATER(599)).taken, 5);
    CU_ASSERT_EQUAL(heard_last(one, 0, LATER(600)).taken, 0);
    for (int t = 0; t < 600; t += 10)
        come(1, LATER(t), 1, 0.0);
    come(1, LATER(900), 1, 0.0); /* half of the ring was passed over in silence */
    CU_ASSERT_EQUAL(heard_last(one, 1, LATER(900)).taken, 30);
    come(0, LATER(1200), 1, 0.0); /* the ring was passed over twice */
    const heard_span span = heard_last(one, 0, LATER(1200));
    CU_ASSERT_EQUAL(span.taken, 1);
    CU_ASSERT_EQUAL(span.counts[HEARD_BINS - 1], 1);
    free(one);
}

/* Live somebody looks each second; played again nobody does. */
static void who_looks_changes_nothing(void)
{
    begin();
    heard_all *looked_at = one;
    for (int t = 0; t < 1500; t++) {
        if (t % 7 == 0)
            come(0, LATER(t), 1 + (size_t)t % 3, 0.5);
        (void)heard_last(one, 0, LATER(t + 0.5));
        (void)heard_silent(one->newest_ns[0], FUSION_SECOND, START, LATER(t + 0.5));
    }
    begin();
    for (int t = 0; t < 1500; t += 7)
        come(0, LATER(t), 1 + (size_t)t % 3, 0.5);
    CU_ASSERT_EQUAL(memcmp(one, looked_at, sizeof *one), 0);
    free(looked_at);
    free(one);
}

static void lateness_is_the_bound_that_95_of_100_keep(void)
{
    begin();
    CU_ASSERT_TRUE(isnan(heard_last(one, 0, START).late_s));
    for (int i = 0; i < 95; i++)
        come(0, LATER(i), 1, 0.2); /* on the bound: it is kept */
    for (int i = 95; i < 100; i++)
        come(0, LATER(i), 1, 30.0);
    CU_ASSERT_EQUAL(heard_last(one, 0, LATER(100)).late_s, 0.2);
    come(0, LATER(100), 1, 30.0);
    CU_ASSERT_EQUAL(heard_last(one, 0, LATER(100)).late_s, 50.0);
    for (int i = 0; i < 100; i++)
        come(1, LATER(i), 1, 101.0);
    CU_ASSERT_TRUE(isinf(heard_last(one, 1, LATER(100)).late_s));
    for (int i = 0; i < 100; i++)
        come(2, LATER(i), 1, -0.5); /* its clock is ahead */
    CU_ASSERT_EQUAL(heard_last(one, 2, LATER(100)).late_s, heard_bounds[0]);
    free(one);
}

static void what_is_refused_counts_as_refused(void)
{
    begin();
    const codec_result partly = {.sensor = 0, .refused_count = 3};
    const codec_result whole = {.sensor = 0, .why = REFUSAL_TAG_WRONG};
    const codec_result nobodys = {.sensor = -1, .why = REFUSAL_SENSOR_UNKNOWN};
    heard_note(one, LATER(1), FUSION_SECOND, &partly);
    heard_note(one, LATER(2), FUSION_SECOND, &whole);
    heard_note(one, LATER(3), FUSION_SECOND, &nobodys);
    const heard_span span = heard_last(one, 0, LATER(4));
    CU_ASSERT_EQUAL(span.refused, 4);
    CU_ASSERT_EQUAL(span.taken, 0);
    CU_ASSERT_EQUAL(one->newest_ns[0],
                    LATER(1)); /* one in its name that was refused is no word of it */
    free(one);
}

static void three_periods_without_a_word_are_silence(void)
{
    begin();
    come(0, LATER(0), 0, 0.0); /* a sign of life without reports */
    CU_ASSERT_FALSE(heard_silent(one->newest_ns[0], 5 * FUSION_SECOND, START, LATER(15) - 1));
    CU_ASSERT_TRUE(heard_silent(one->newest_ns[0], 5 * FUSION_SECOND, START, LATER(15)));
    CU_ASSERT_FALSE(
        heard_silent(one->newest_ns[0], FUSION_SECOND, START, LATER(10) - 1)); /* patience */
    CU_ASSERT_TRUE(heard_silent(one->newest_ns[0], FUSION_SECOND, START, LATER(10)));
    CU_ASSERT_FALSE(heard_silent(one->newest_ns[0], 0, START, LATER(100000))); /* irregular */
    free(one);
}

static void one_that_was_never_heard_is_missed_from_the_begin(void)
{
    begin();
    CU_ASSERT_TRUE(heard_silent(one->newest_ns[0], 5 * FUSION_SECOND, START, LATER(15)));
    CU_ASSERT_FALSE(heard_silent(one->newest_ns[0], 5 * FUSION_SECOND, 0, LATER(15)));
    come(0, LATER(20), 1, 0.0);
    heard_new_run(one);
    CU_ASSERT_FALSE(heard_silent(one->newest_ns[0], 5 * FUSION_SECOND, START, LATER(14)));
    free(one);
}

CU_TestInfo heard_tests[] = {
    {"each stamp counts in its ten seconds", each_stamp_counts_in_its_ten_seconds},
    {"what is older than ten minutes is gone", what_is_older_than_ten_minutes_is_gone},
    {"who looks changes nothing", who_looks_changes_nothing},
    {"lateness is the bound that 95 of 100 keep", lateness_is_the_bound_that_95_of_100_keep},
    {"what is refused counts as refused", what_is_refused_counts_as_refused},
    {"three periods without a word are silence", three_periods_without_a_word_are_silence},
    {"one that was never heard is missed from the begin",
     one_that_was_never_heard_is_missed_from_the_begin},
    CU_TEST_INFO_NULL,
};
