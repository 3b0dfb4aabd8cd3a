/* What /health tells the white cell, and a nation of its own sensors: on the stock exercise. */
#include "daemon/told/finding.h"
#include "daemon/told/health.h"
#include "suites.h"

#include <stdlib.h>
#include <string.h>

#define START (INT64_C(1930359600) * FUSION_SECOND)

static config *configuration;
static pipeline *line;
static heard_all *heard;
static metrics_view views[FUSION_VIEWS_MAX];
static metrics_snapshot snapshot;
static const uint64_t none[REFUSAL_COUNT];

static const char *reason(size_t index)
{
    return refusal_name((refusal)index);
}

static void begin(void)
{
    static config_faults faults;
    const pipeline_settings settings = {.threads = 1};
    configuration = config_read(TESTDATA "/demo.yaml", &faults);
    CU_ASSERT_PTR_NOT_NULL_FATAL(configuration);
    line = pipeline_create(configuration, &settings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    pipeline_advance(line, START);
    heard = calloc(1, sizeof *heard);
    const metrics_listener port = {
        .name = "reports", .refused = none, .reasons = REFUSAL_COUNT, .reason = reason};
    snapshot = (metrics_snapshot){.configuration = configuration,
                                  .line = line,
                                  .heard = heard,
                                  .listeners = {port, port},
                                  .views = views,
                                  .exercise_ns = START + 5 * FUSION_SECOND,
                                  .exercise_rate = 1.0};
}

static void end(void)
{
    free(heard);
    pipeline_destroy(line);
    config_destroy(configuration);
}

static int sensor(const char *name)
{
    return fusion_sensor_find(&configuration->registry, name);
}

/* A report that was measured 0.3 s before it came, 1.5 s after the start. */
static void come(const char *name)
{
    const int64_t stamp_ns = START + 3 * FUSION_SECOND / 2;
    const fusion_report report = {.time_ns = stamp_ns - 3 * FUSION_SECOND / 10};
    const codec_result result = {.sensor = sensor(name), .count = 1, .reports = &report};
    heard_note(heard, stamp_ns, configuration->epoch_ns, &result);
}

/* The text, and in it the part of one sensor; NULL: it is not told of. free() the text. */
static char *told(const char *nation, const char *of, char **part)
{
    size_t size;
    char name[64];
    const int asks = nation ? fusion_nation_find(&configuration->registry, nation) : -1;
    char *text = health_render(&snapshot, asks, UINT64_MAX, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_EQUAL(strlen(text), size);
    snprintf(name, sizeof name, "{\"sensor\":\"%s\"", of);
    *part = strstr(text, name);
    return text;
}

static void a_nation_is_told_of_its_own_sensors_alone(void)
{
    char *part, *text;
    begin();
    come("jpn-sky");
    come("rok-sky");
    text = told("JPN", "jpn-sky", &part);
    CU_ASSERT_PTR_NOT_NULL(part);
    CU_ASSERT_PTR_NULL(strstr(text, "rok-"));
    CU_ASSERT_PTR_NULL(strstr(text, "usa-"));
    static const char *const others[] = {"\"sums\"",      "\"engines\"",    "\"queues\"",
                                         "\"datagrams\"", "\"unlisted\"",   "\"waiting\"",
                                         "\"dropped\"",   "\"difference\"", "\"fused\""};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        CU_ASSERT_PTR_NULL(strstr(text, others[i]));
    free(text);
    text = told(NULL, "rok-sky", &part);
    CU_ASSERT_PTR_NOT_NULL(part);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        CU_ASSERT_PTR_NOT_NULL(strstr(text, others[i]));
    free(text);
    end();
}

static void a_nation_is_told_times_by_whole_epochs(void)
{
    char *part, *text;
    begin();
    come("jpn-sky");
    text = told(NULL, "jpn-sky", &part);
    CU_ASSERT_PTR_NOT_NULL(strstr(part, "\"heard_s\":1930359601.5,"));
    CU_ASSERT_PTR_NOT_NULL(strstr(part, "\"late_p95_s\":0.5,"));
    free(text);
    text = told("JPN", "jpn-sky", &part);
    CU_ASSERT_PTR_NOT_NULL(strstr(part, "\"heard_s\":1930359601,"));
    CU_ASSERT_PTR_NOT_NULL(strstr(part, "\"late_p95_s\":1,"));
    free(text);
    end();
}

/* Of 4 s, two of which lie across the edge of a bin: whatever a nation looks at when. */
static void a_nation_cannot_tell_stamps_of_one_epoch_apart(void)
{
    const double looks_s[] = {16.0, 36.0, 39.0, 40.0, 44.0};
    for (size_t i = 0; i < sizeof looks_s / sizeof looks_s[0]; i++) {
        char *part, *texts[2];
        for (int n = 0; n < 2; n++) {
            begin();
            configuration->epoch_ns = 4 * FUSION_SECOND;
            const int64_t stamp_ns = START + (9 + 2 * n) * FUSION_SECOND;
            const fusion_report report = {.time_ns = stamp_ns};
            const codec_result result = {
                .sensor = sensor("jpn-sky"), .count = 1, .reports = &report};
            heard_note(heard, stamp_ns, configuration->epoch_ns, &result);
            snapshot.exercise_ns = START + (int64_t)(looks_s[i] * 1e9);
            texts[n] = told("JPN", "jpn-sky", &part);
            end();
        }
        CU_ASSERT_STRING_EQUAL(texts[0], texts[1]);
        free(texts[0]);
        free(texts[1]);
    }
}

static void before_the_clock_is_set_bins_have_no_time(void)
{
    char *part, *text;
    begin();
    snapshot.exercise_ns = 0;
    text = told(NULL, "jpn-sky", &part);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"time_s\":null,"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"bins_from_s\":null,"));
    free(text);
    end();
}

static bool is(const char *part, const char *states)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, "\"states\":[%s]", states);
    const char *found = strstr(part, "\"states\"");
    return strncmp(found, wanted, strlen(wanted)) == 0;
}

static void what_is_not_as_it_should_be_is_a_state(void)
{
    char *part, *text;
    begin();
    come("jpn-sky");
    text = told(NULL, "jpn-sky", &part);
    CU_ASSERT_TRUE(is(part, ""));
    free(text);
    const int64_t stamp_ns = START + 2 * FUSION_SECOND;
    const fusion_report late = {.time_ns = stamp_ns - 3 * FUSION_SECOND};
    const codec_result result = {
        .sensor = sensor("jpn-sky"), .count = 1, .reports = &late, .refused_count = 1};
    heard_note(heard, stamp_ns, configuration->epoch_ns, &result);
    text = told(NULL, "jpn-sky", &part);
    CU_ASSERT_TRUE(is(part, "\"late\",\"refused\""));
    free(text);
    snapshot.exercise_ns = stamp_ns + 30 * FUSION_SECOND; /* three of its periods */
    text = told(NULL, "jpn-sky", &part);
    CU_ASSERT_TRUE(is(part, "\"silent\",\"late\",\"refused\""));
    free(text);
    end();
}

/* AIS is late by nature, and the configuration says by how much. */
static void who_is_late_by_nature_is_late_beyond_that(void)
{
    char *part, *text;
    begin();
    const int64_t stamp_ns = START + 2 * FUSION_SECOND;
    const fusion_report slow = {.time_ns = stamp_ns - 4 * FUSION_SECOND};
    codec_result result = {.sensor = sensor("rok-ais"), .count = 1, .reports = &slow};
    heard_note(heard, stamp_ns, configuration->epoch_ns, &result);
    text = told(NULL, "rok-ais", &part);
    CU_ASSERT_TRUE(is(part, ""));
    free(text);
    const fusion_report slower = {.time_ns = stamp_ns - 6 * FUSION_SECOND};
    result.reports = &slower;
    heard_note(heard, stamp_ns, configuration->epoch_ns, &result);
    text = told(NULL, "rok-ais", &part);
    CU_ASSERT_TRUE(is(part, "\"late\""));
    free(text);
    end();
}

/* A machine that takes 0.45 s to take a datagram in is 1.8 s late at 4x, and as well as at 1x; the
 * nation's answer knows no rate. */
static void a_clock_that_runs_faster_makes_nobody_late(void)
{
    char *part, *text;
    begin();
    const int64_t stamp_ns = START + 3 * FUSION_SECOND;
    const fusion_report report = {.time_ns = stamp_ns - 18 * FUSION_SECOND / 10};
    const codec_result result = {.sensor = sensor("jpn-sky"), .count = 1, .reports = &report};
    heard_note(heard, stamp_ns, configuration->epoch_ns, &result);
    text = told(NULL, "jpn-sky", &part);
    CU_ASSERT_TRUE(is(part, "\"late\""));
    free(text);
    snapshot.fastest_rate = 4.0;
    text = told(NULL, "jpn-sky", &part);
    CU_ASSERT_TRUE(is(part, ""));
    free(text);
    text = told("JPN", "jpn-sky", &part);
    CU_ASSERT_TRUE(is(part, "\"late\""));
    free(text);
    end();
}

static void an_engine_is_slow_from_80_of_100_of_its_time_on(void)
{
    char *part, *text;
    begin();
    views[0] = (metrics_view){.epoch_ns = START + 4 * FUSION_SECOND, .publish_s = 0.81};
    views[1] = (metrics_view){.epoch_ns = START + 4 * FUSION_SECOND, .publish_s = 0.79};
    views[2] = (metrics_view){.epoch_ns = START + 2 * FUSION_SECOND, .publish_s = 0.01};
    text = told(NULL, "jpn-sky", &part);
    for (size_t v = 0; v < 3; v++) {
        char name[160];
        snprintf(name, sizeof name, "{\"view\":\"%s\"", configuration->view_names[v]);
        part = strstr(text, name);
        CU_ASSERT_TRUE(is(part, v == 0 ? "\"slow\"" : v == 1 ? "" : "\"lag\""));
    }
    free(text);
    memset(views, 0, sizeof views);
    end();
}

static void an_engine_tells_the_middle_and_the_worst_of_its_last_minute(void)
{
    char *part, *text;
    begin();
    /* 1 to 100 ms, a picture each, but the worst of all first: the last sixty are 41 to 100 ms. */
    metrics_published(&views[0], 5.0);
    for (int n = 1; n <= 100; n++)
        metrics_published(&views[0], n * 1e-3);
    metrics_published(&views[1], 0.25);
    metrics_published(&views[1], 0.75);
    text = told(NULL, "jpn-sky", &part);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"median_s\":0.0705,\"worst_s\":0.1}"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"median_s\":0.5,\"worst_s\":0.75}"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"median_s\":null,\"worst_s\":null}"));
    CU_ASSERT_EQUAL(views[0].publish.count, 101);
    free(text);
    memset(views, 0, sizeof views);
    end();
}

/* Whoever says it puts the full stop: of one it was "is its place right, its north, and its zero of
 * range." */
static void each_finding_is_a_statement_without_its_full_stop(void)
{
    const fusion_finding found = {.known = true, .differs = true, .claimed = 4.0, .found = 300.0};
    for (unsigned k = 0; k < FUSION_CLAIMS_OF_SENSORS; k++) {
        char words[FINDING_WORDS] = "";
        finding_words(words, "jpn-sky", (fusion_claimed)k, &found);
        CU_ASSERT_EQUAL(strncmp(words, "jpn-sky ", 8), 0);
        CU_ASSERT_PTR_NOT_NULL(strstr(words, " 300"));
        CU_ASSERT_PTR_NULL(strstr(words, "is its"));
        CU_ASSERT_PTR_NULL(strpbrk(words, ".?"));
    }
}

/* Of a radar whose north is off, or whose clock, it was said that it errs by more than it states.
 */
static void far_from_its_tracks_may_be_accuracy_alignment_or_clock(void)
{
    char words[FINDING_WORDS] = "";
    fusion_finding found = {.known = true, .differs = true, .claimed = 1.0, .found = 2.0};
    finding_words(words, "rok-sky", FUSION_CLAIMED_ACCURACY, &found);
    CU_ASSERT_STRING_EQUAL(words, "rok-sky sees things 2 times as far from where tracks expect "
                                  "them as its accuracies allow: check its accuracies, its "
                                  "alignment and its clock");
    found.found = 0.4; /* nothing but too large an accuracy makes it less */
    finding_words(words, "rok-sky", FUSION_CLAIMED_ACCURACY, &found);
    CU_ASSERT_STRING_EQUAL(words, "rok-sky sees things 0.4 times as far from where tracks expect "
                                  "them as its accuracies allow: check its accuracies");
}

CU_TestInfo health_tests[] = {
    {"a nation is told of its own sensors alone", a_nation_is_told_of_its_own_sensors_alone},
    {"a nation is told times by whole epochs", a_nation_is_told_times_by_whole_epochs},
    {"a nation cannot tell stamps of one epoch apart",
     a_nation_cannot_tell_stamps_of_one_epoch_apart},
    {"before the clock is set bins have no time", before_the_clock_is_set_bins_have_no_time},
    {"what is not as it should be is a state", what_is_not_as_it_should_be_is_a_state},
    {"who is late by nature is late beyond that", who_is_late_by_nature_is_late_beyond_that},
    {"a clock that runs faster makes nobody late", a_clock_that_runs_faster_makes_nobody_late},
    {"an engine is slow from 80 of 100 of its time on",
     an_engine_is_slow_from_80_of_100_of_its_time_on},
    {"an engine tells the middle and the worst of its last minute",
     an_engine_tells_the_middle_and_the_worst_of_its_last_minute},
    {"each finding is a statement without its full stop",
     each_finding_is_a_statement_without_its_full_stop},
    {"far from its tracks may be accuracy, alignment or clock",
     far_from_its_tracks_may_be_accuracy_alignment_or_clock},
    CU_TEST_INFO_NULL,
};
