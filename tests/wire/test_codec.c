/* Streams of datagrams: what is taken, in which order, and how it is counted. */
#include "suites.h"
#include "wire/sample.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static sample one;
static codec_result result;

/* One polar plot of rok-sky: run, number, time of the plot; sent and received at `stamp_ns`. */
static refusal plot_send(codec *to, int64_t began_ns, uint32_t sequence, int64_t time_ns,
                         int64_t stamp_ns)
{
    sample_init(&one, SAMPLE_POLAR, sequence);
    one.message.n_plots = 1;
    one.message.began_ns = began_ns;
    one.message.sent_ns = stamp_ns;
    one.plot[0].time_ns = time_ns;
    sample_encode(&one);
    codec_take(to, stamp_ns, one.data, one.size, &result);
    return result.why;
}

static codec *codec_new(void)
{
    const codec_settings settings = codec_defaults();
    return codec_create(&settings, sample_registry());
}

static const codec_sensor_counts *sky(const codec *of)
{
    return &codec_count(of)->sensors[SAMPLE_SKY];
}

static uint64_t refused_sum(const uint64_t refused[REFUSAL_COUNT])
{
    uint64_t sum = 0;
    for (size_t why = 0; why < REFUSAL_COUNT; why++)
        sum += refused[why];
    return sum;
}

/* Both ledgers, exact: datagrams and, of those taken, reports. */
static void ledgers_hold(const codec *of)
{
    const codec_counts *counts = codec_count(of);
    CU_ASSERT_EQUAL(counts->received, counts->taken + refused_sum(counts->refused));
    uint64_t taken = 0;
    for (size_t s = 0; s < sample_registry()->sensor_count; s++) {
        const codec_sensor_counts *sensor = &counts->sensors[s];
        CU_ASSERT_EQUAL(sensor->received, sensor->passed + refused_sum(sensor->refused));
        taken += sensor->datagrams;
    }
    CU_ASSERT_EQUAL(counts->taken, taken);
}

static void an_exact_copy_is_taken_once(void)
{
    codec *tried = codec_new();
    CU_ASSERT_EQUAL(plot_send(tried, SAMPLE_BEGAN_NS, 1, SAMPLE_NOW_NS, SAMPLE_NOW_NS),
                    REFUSAL_NONE);
    codec_take(tried, SAMPLE_NOW_NS, one.data, one.size, &result);
    CU_ASSERT_EQUAL(result.why, REFUSAL_SEQUENCE_REPEAT);
    CU_ASSERT_EQUAL(result.sensor, SAMPLE_SKY);
    CU_ASSERT_EQUAL(sky(tried)->datagrams_refused[REFUSAL_SEQUENCE_REPEAT], 1);
    CU_ASSERT_EQUAL(sky(tried)->passed, 1);
    ledgers_hold(tried);
    codec_destroy(tried);
}

static void order_does_not_matter_within_the_window(void)
{
    static const uint32_t order[] = {3, 1, 2, 7, 5, 6, 4};
    codec *tried = codec_new();
    for (size_t i = 0; i < 7; i++)
        CU_ASSERT_EQUAL(plot_send(tried, SAMPLE_BEGAN_NS, order[i], SAMPLE_NOW_NS, SAMPLE_NOW_NS),
                        REFUSAL_NONE);
    CU_ASSERT_EQUAL(sky(tried)->passed, 7);
    CU_ASSERT_EQUAL(sky(tried)->datagrams_missing, 0);
    /* 3 to 7 was the only jump forward. */
    CU_ASSERT_EQUAL(sky(tried)->remarks[REMARK_SEQUENCE_GAP], 1);
    codec_destroy(tried);
}

static void a_restart_is_one_restart_and_nothing_lost(void)
{
    codec *tried = codec_new();
    CU_ASSERT_EQUAL(plot_send(tried, SAMPLE_BEGAN_NS, 40000, SAMPLE_NOW_NS, SAMPLE_NOW_NS),
                    REFUSAL_NONE);
    CU_ASSERT_FALSE(result.restart);
    CU_ASSERT_EQUAL(plot_send(tried, SAMPLE_BEGAN_NS + 1, 1, SAMPLE_NOW_NS, SAMPLE_NOW_NS),
                    REFUSAL_NONE);
    CU_ASSERT_TRUE(result.restart);
    CU_ASSERT_EQUAL(sky(tried)->restarts, 1);
    CU_ASSERT_EQUAL(sky(tried)->remarks[REMARK_RESTART], 1);
    CU_ASSERT_EQUAL(sky(tried)->datagrams_missing, 0);
    codec_destroy(tried);
}

static void a_clock_from_the_future_hides_nothing(void)
{
    /* Field fault T4: one report weeks ahead stayed the latest and hid all good ones. */
    const int64_t now = SAMPLE_NOW_NS, ahead = 48 * 86400 * FUSION_SECOND;
    codec *tried = codec_new();
    CU_ASSERT_EQUAL(plot_send(tried, SAMPLE_BEGAN_NS, 1, now, now), REFUSAL_NONE);
    CU_ASSERT_EQUAL(plot_send(tried, SAMPLE_BEGAN_NS, 2, now + ahead, now + FUSION_SECOND),
                    REFUSAL_NONE);
    CU_ASSERT_EQUAL(result.refused_count, 1);
    CU_ASSERT_EQUAL(sky(tried)->refused[REFUSAL_TIME_FUTURE], 1);
    CU_ASSERT_EQUAL(sky(tried)->newest_ns, now);
    const int64_t later = now + 10 * FUSION_SECOND;
    CU_ASSERT_EQUAL(plot_send(tried, SAMPLE_BEGAN_NS, 3, later, later), REFUSAL_NONE);
    CU_ASSERT_EQUAL(result.count, 1);
    CU_ASSERT_EQUAL(sky(tried)->newest_ns, later);
    codec_destroy(tried);
}

static void a_leap_second_stands_still_and_is_not_lost(void)
{
    /* Field fault T6: 23:59:59.5, 23:59:60.5 and 00:00:00.5 over the end of 2016. POSIX writes
     * the leap second's half as that of the next day. */
    const int64_t midnight = INT64_C(1483228800) * FUSION_SECOND, half = FUSION_SECOND / 2;
    const int64_t times[] = {midnight - half, midnight + half, midnight + half};
    codec *tried = codec_new();
    int64_t before = 0;
    for (uint32_t i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(plot_send(tried, SAMPLE_BEGAN_NS, i + 1, times[i], times[i]), REFUSAL_NONE);
        CU_ASSERT_EQUAL_FATAL(result.count, 1);
        CU_ASSERT_TRUE(result.reports[0].time_ns >= before);
        before = result.reports[0].time_ns;
    }
    codec_destroy(tried);
}

static void a_clock_a_little_ahead_raises_the_stamp(void)
{
    codec *tried = codec_new();
    const int64_t ahead = SAMPLE_NOW_NS + FUSION_SECOND;
    CU_ASSERT_EQUAL(plot_send(tried, SAMPLE_BEGAN_NS, 1, ahead, SAMPLE_NOW_NS), REFUSAL_NONE);
    CU_ASSERT_EQUAL_FATAL(result.count, 1);
    CU_ASSERT_EQUAL(result.reports[0].stamp_ns, ahead);
    CU_ASSERT_EQUAL(result.reports[0].time_ns, ahead);
    CU_ASSERT_EQUAL(sky(tried)->remarks[REMARK_TIME_RAISED], 1);
    CU_ASSERT_EQUAL(plot_send(tried, SAMPLE_BEGAN_NS, 2, SAMPLE_NOW_NS, SAMPLE_NOW_NS),
                    REFUSAL_NONE);
    CU_ASSERT_EQUAL(sky(tried)->remarks[REMARK_TIME_RAISED], 1);
    codec_destroy(tried);
}

/* An empty datagram that says it was sent so much before it came. */
static void sent_before(codec *to, uint32_t sequence, int64_t stamp_ns, int64_t before_ns)
{
    sample_init(&one, SAMPLE_POLAR, sequence);
    one.message.n_plots = 0;
    one.message.sent_ns = stamp_ns - before_ns;
    sample_encode(&one);
    codec_take(to, stamp_ns, one.data, one.size, &result);
    CU_ASSERT_EQUAL(result.why, REFUSAL_NONE);
}

static void the_quickest_of_two_minutes_tells_the_clock(void)
{
    /* A clock 0.5 s behind, by ways of 0.4, 0.1 and 0.3 s; then one that was set right, by 0.2. */
    const int64_t tenth = FUSION_SECOND / 10, start = SAMPLE_NOW_NS / (60 * FUSION_SECOND) * 60;
    const int64_t now = (start + 60) * FUSION_SECOND;
    codec *tried = codec_new();
    CU_ASSERT_EQUAL(sky(tried)->ahead_ns, 0);
    sent_before(tried, 1, now, 9 * tenth);
    CU_ASSERT_EQUAL(sky(tried)->ahead_ns, -9 * tenth);
    sent_before(tried, 2, now + FUSION_SECOND, 6 * tenth);
    sent_before(tried, 3, now + 2 * FUSION_SECOND, 8 * tenth);
    CU_ASSERT_EQUAL(sky(tried)->ahead_ns, -6 * tenth);
    sent_before(tried, 4, now + 60 * FUSION_SECOND, 8 * tenth);
    CU_ASSERT_EQUAL(sky(tried)->ahead_ns, -6 * tenth);
    sent_before(tried, 5, now + 120 * FUSION_SECOND, 8 * tenth);
    CU_ASSERT_EQUAL(sky(tried)->ahead_ns, -8 * tenth);
    sent_before(tried, 6, now + 121 * FUSION_SECOND, 2 * tenth);
    CU_ASSERT_EQUAL(sky(tried)->ahead_ns, -2 * tenth);
    codec_destroy(tried);
}

static void a_report_as_old_as_the_window_is_taken(void)
{
    codec *tried = codec_new();
    const int64_t old = SAMPLE_NOW_NS - 120 * FUSION_SECOND;
    CU_ASSERT_EQUAL(plot_send(tried, SAMPLE_BEGAN_NS, 1, old, SAMPLE_NOW_NS), REFUSAL_NONE);
    CU_ASSERT_EQUAL(result.count, 1);
    codec_destroy(tried);
}

static void a_new_run_of_the_exercise_takes_the_recording_again(void)
{
    /* Field fault O2: after the first round of a loop everything was too old until restart. */
    codec *tried = codec_new();
    for (int round = 0; round < 2; round++) {
        for (uint32_t n = 1; n <= 60; n++) {
            const int64_t now = SAMPLE_NOW_NS + n * FUSION_SECOND;
            CU_ASSERT_EQUAL(plot_send(tried, SAMPLE_BEGAN_NS, n, now, now), REFUSAL_NONE);
        }
        codec_new_run(tried);
    }
    CU_ASSERT_EQUAL(sky(tried)->passed, 120);
    CU_ASSERT_EQUAL(sky(tried)->restarts, 0);
    codec_destroy(tried);
}

static void an_empty_datagram_is_a_sign_of_life(void)
{
    codec *tried = codec_new();
    sample_init(&one, SAMPLE_POLAR, 1);
    one.message.n_plots = 0;
    sample_encode(&one);
    codec_take(tried, one.stamp_ns, one.data, one.size, &result);
    CU_ASSERT_EQUAL(result.why, REFUSAL_NONE);
    CU_ASSERT_EQUAL(result.count, 0);
    CU_ASSERT_EQUAL(sky(tried)->datagrams, 1);
    ledgers_hold(tried);
    codec_destroy(tried);
}

static void a_tag_without_a_key_is_said_once_a_run(void)
{
    codec *tried = codec_new();
    for (uint32_t n = 1; n <= 6; n++) {
        sample_init(&one, SAMPLE_POLAR, n);
        one.message.began_ns = n <= 3 ? SAMPLE_BEGAN_NS : SAMPLE_BEGAN_NS + 1;
        sample_encode(&one);
        if (n != 1)
            sample_append(&one,
                          "\x7a\x10"
                          "0123456789abcdef",
                          18);
        codec_take(tried, one.stamp_ns, one.data, one.size, &result);
        CU_ASSERT_EQUAL(result.count, 3);
        CU_ASSERT_EQUAL(sky(tried)->remarks[REMARK_TAG_UNCHECKED], n == 1 ? 0 : n <= 3 ? 1 : 2);
    }
    codec_destroy(tried);
}

static void refused_reports_leave_no_remark(void)
{
    codec *tried = codec_new();
    sample_init(&one, SAMPLE_POLAR, 1);
    one.plot[1].n_categories = 0;
    one.polar[1].range_m = 0.0;
    sample_encode(&one);
    codec_take(tried, one.stamp_ns, one.data, one.size, &result);
    CU_ASSERT_EQUAL(result.refused_count, 1);
    CU_ASSERT_EQUAL(sky(tried)->remarks[REMARK_CATEGORY_NONE], 0);
    codec_destroy(tried);
}

static void broken_covariances_cost_only_themselves(void)
{
    /* Field fault N1: one R of zeros made NaN of everything. Four broken ones among 100 good. */
    codec *good = codec_new(), *mixed = codec_new();
    static fusion_report expected[3];
    for (uint32_t n = 1; n <= 34; n++) {
        sample_init(&one, SAMPLE_GEODETIC, n);
        sample_encode(&one);
        codec_take(good, one.stamp_ns, one.data, one.size, &result);
        CU_ASSERT_EQUAL(result.count, 3);
        memcpy(expected, result.reports, sizeof expected);

        const float broken[4][6] = {{0},
                                    {100, 0, 0, -100, 0, 100},
                                    {100, 100, 100, 100, 100, 100},
                                    {100, 0, 0, NAN, 0, 100}};
        if (n % 8 == 0)
            memcpy(one.position, broken[n / 8 - 1], sizeof one.position);
        sample_encode(&one);
        codec_take(mixed, one.stamp_ns, one.data, one.size, &result);
        CU_ASSERT_EQUAL(result.refused_count, n % 8 == 0);
        CU_ASSERT_EQUAL(memcmp(&result.reports[0], &expected[0], sizeof expected[0]), 0);
        CU_ASSERT_EQUAL(memcmp(&result.reports[result.count - 1], &expected[2], sizeof expected[2]),
                        0);
    }
    CU_ASSERT_EQUAL(sky(mixed)->refused[REFUSAL_COVARIANCE_NOT_POSITIVE], 3);
    CU_ASSERT_EQUAL(sky(mixed)->refused[REFUSAL_NOT_FINITE], 1);
    CU_ASSERT_EQUAL(sky(mixed)->passed + 4, sky(good)->passed);
    codec_destroy(good);
    codec_destroy(mixed);
}

static uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15); /* splitmix64 */
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* The n-th datagram: faults of each kind by chance, numbers that grow but by more than a window. */
static void random_sample(uint64_t *state, uint64_t n, int64_t now)
{
    static char names[4][9] = {"rok-sky", "jpn-ship", "usa-pin", "nobody"};
    const uint64_t draw = random_next(state);
    sample_init(&one, (sample_subject)(draw % 6), 1 + (uint32_t)(n / 2 + (draw >> 8) % 1200));
    one.message.sensor = names[draw >> 24 & 3];
    one.message.began_ns = SAMPLE_BEGAN_NS + (int64_t)(n / 4000) - ((draw >> 29 & 7) == 0);
    one.message.sent_ns = now - (int64_t)(draw >> 33 & 31) * FUSION_SECOND;
    if (draw >> 40 & 1)
        one.message.platform = NULL;
    one.plot[0].time_ns = now - (int64_t)(draw >> 41 & 127) * FUSION_SECOND;
    one.plot[1].time_ns = one.plot[2].time_ns = one.track.time_ns = now;
    one.bearing.time_ns = one.notice.time_ns = one.platform.time_ns = now;
    one.polar[2].sigma_range_m = draw >> 49 & 7 ? 50.0F : 0.0F;
    sample_encode(&one);
    if ((draw >> 52 & 15) == 0)
        one.size -= 1 + (draw >> 56) % one.size;
}

static void ledgers_add_up_under_a_random_stream(void)
{
    const uint64_t seed = 20191122;
    uint64_t state = seed, passed = 0, refused = 0;
    codec *tried = codec_new();
    for (uint64_t n = 1; n <= 20000; n++) {
        const int64_t now = SAMPLE_NOW_NS + (int64_t)n * 10000000;
        random_sample(&state, n, now);
        codec_take(tried, n % 1000 == 0 ? 0 : now, one.data, one.size, &result);
        passed += result.count;
        refused += result.refused_count;
        CU_ASSERT_EQUAL(codec_count(tried)->received, n);
        if (n % 100 == 0)
            ledgers_hold(tried);
        if (n % 5000 == 0)
            codec_new_run(tried);
    }
    const codec_counts *counts = codec_count(tried);
    uint64_t all_passed = 0, all_refused = 0;
    for (size_t s = 0; s < 3; s++) {
        all_passed += counts->sensors[s].passed;
        all_refused += refused_sum(counts->sensors[s].refused);
    }
    if (CU_get_number_of_failures() > 0)
        printf("\n    seed %llu", (unsigned long long)seed);
    CU_ASSERT_EQUAL(all_passed, passed);
    CU_ASSERT_EQUAL(all_refused, refused);
    /* The stream has all of it: else the sums above would say little. */
    CU_ASSERT_TRUE(passed > 5000 && refused > 1000);
    static const refusal seen[] = {REFUSAL_NOT_PROTOBUF,     REFUSAL_SENSOR_UNKNOWN,
                                   REFUSAL_RUN_OLD,          REFUSAL_SEQUENCE_REPEAT,
                                   REFUSAL_SEQUENCE_OLD,     REFUSAL_SENT_OLD,
                                   REFUSAL_PLATFORM_MISSING, REFUSAL_CLOCK_UNSET};
    for (size_t i = 0; i < sizeof seen / sizeof seen[0]; i++)
        CU_ASSERT_TRUE(counts->refused[seen[i]] > 0);
    codec_destroy(tried);
}

static void a_codec_has_its_bounds(void)
{
    codec_settings settings = codec_defaults();
    settings.datagram_max = 9001;
    CU_ASSERT_PTR_NULL(codec_create(&settings, sample_registry()));
    settings.datagram_max = 0;
    CU_ASSERT_PTR_NULL(codec_create(&settings, sample_registry()));
    codec_destroy(NULL);
}

CU_TestInfo codec_tests[] = {
    {"an exact copy is taken once", an_exact_copy_is_taken_once},
    {"order does not matter within the window", order_does_not_matter_within_the_window},
    {"a restart is one restart and nothing lost", a_restart_is_one_restart_and_nothing_lost},
    {"a clock from the future hides nothing", a_clock_from_the_future_hides_nothing},
    {"a leap second stands still and is not lost", a_leap_second_stands_still_and_is_not_lost},
    {"a clock a little ahead raises the stamp", a_clock_a_little_ahead_raises_the_stamp},
    {"the quickest of two minutes tells the clock", the_quickest_of_two_minutes_tells_the_clock},
    {"a report as old as the window is taken", a_report_as_old_as_the_window_is_taken},
    {"a new run of the exercise takes the recording again",
     a_new_run_of_the_exercise_takes_the_recording_again},
    {"an empty datagram is a sign of life", an_empty_datagram_is_a_sign_of_life},
    {"a tag without a key is said once a run", a_tag_without_a_key_is_said_once_a_run},
    {"refused reports leave no remark", refused_reports_leave_no_remark},
    {"broken covariances cost only themselves", broken_covariances_cost_only_themselves},
    {"ledgers add up under a random stream", ledgers_add_up_under_a_random_stream},
    {"a codec has its bounds", a_codec_has_its_bounds},
    CU_TEST_INFO_NULL,
};
