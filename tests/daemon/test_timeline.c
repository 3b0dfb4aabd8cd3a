#include "daemon/staff/timeline.h"
#include "fusion/engine.h"
#include "fusion/report.h"
#include "suites.h"

#include <stdlib.h>
#include <string.h>

static const int64_t three = INT64_C(1930359600) * FUSION_SECOND;
static timeline line;

static char *text_of(const char *launches)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    timeline_put(out, &line, launches);
    fclose(out);
    return text;
}

static void expect(const char *part)
{
    char *text = text_of(NULL);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, part));
    free(text);
}

static void nothing_has_happened_before_a_run_begins(void)
{
    line = (timeline){0};
    timeline_reports(&line, three, 5);
    expect("\"begin\":null,\"bin\":10,\"reports\":[],\"earlier\":0,\"events\":[],\"launches\":[],");
}

static void reports_are_counted_by_ten_seconds(void)
{
    timeline_begin(&line, three);
    timeline_reports(&line, three, 5);
    timeline_reports(&line, three + 10 * FUSION_SECOND - 1, 2);
    timeline_reports(&line, three + 30 * FUSION_SECOND, 1);
    expect("\"begin\":1930359600.000,\"bin\":10,\"reports\":[7,0,0,1],");
    timeline_begin(&line, three);
    expect("\"reports\":[],");
}

static void a_line_that_is_full_loses_nothing(void)
{
    timeline_begin(&line, three);
    const int64_t last_ns = TIMELINE_BINS * TIMELINE_BIN_NS;
    for (int64_t at_ns = 0; at_ns < last_ns; at_ns += TIMELINE_BIN_NS)
        timeline_reports(&line, three + at_ns, 1);
    timeline_reports(&line, three + 3 * last_ns, 9);
    CU_ASSERT_EQUAL(line.bin_ns, 4 * TIMELINE_BIN_NS);
    uint64_t sum = 0;
    for (size_t i = 0; i < line.bin_count; i++)
        sum += line.bins[i];
    CU_ASSERT_EQUAL(sum, TIMELINE_BINS + 9);
    CU_ASSERT_EQUAL(line.bins[0], 4);
    CU_ASSERT_EQUAL(line.bins[3 * TIMELINE_BINS / 4], 9);
}

static void the_newest_events_are_kept_and_the_rest_counted(void)
{
    timeline_begin(&line, three);
    for (int i = 0; i < TIMELINE_EVENTS + 3; i++)
        timeline_tell(&line, three + i * FUSION_SECOND, "act", "AVA: \"%d\"", i);
    expect("\"earlier\":3,\"events\":[{\"time\":1930359603.000,\"kind\":\"act\",\"words\":\"AVA: "
           "\\\"3\\\"\"},{\"time\":1930359604.000,");
    expect("\"words\":\"AVA: \\\"258\\\"\"}],");
}

static void a_launch_is_where_the_truth_first_has_a_missile(void)
{
    /* Object 0 a ship, 1 a missile from the begin, 2 one from the second epoch on. */
    fusion_score_truth rows[] = {
        {.object = 0}, {.object = 1}, {.object = 2}, {.object = 0}, {.object = 2}};
    score_epoch epochs[] = {
        {three / 1000000, 0, 2}, {three / 1000000 + 1000, 2, 4}, {three / 1000000 + 2000, 4, 5}};
    uint8_t categories[] = {FUSION_SURFACE, FUSION_MISSILE, FUSION_MISSILE};
    char names[3][SCORE_NAME_ROOM] = {"1", "2", "66"};
    const score_file truth = {.epochs = epochs,
                              .epoch_count = 3,
                              .truth = rows,
                              .row_count = 5,
                              .categories = categories,
                              .names = names,
                              .object_count = 3};
    char *text = timeline_launches(&truth);
    CU_ASSERT_STRING_EQUAL(text, "[{\"time\":1930359601.000,\"object\":\"66\"}]");
    free(text);
    text = timeline_launches(NULL);
    CU_ASSERT_STRING_EQUAL(text, "[]");
    free(text);
}

CU_TestInfo timeline_tests[] = {
    {"nothing has happened before a run begins", nothing_has_happened_before_a_run_begins},
    {"reports are counted by ten seconds", reports_are_counted_by_ten_seconds},
    {"a line that is full loses nothing", a_line_that_is_full_loses_nothing},
    {"the newest events are kept and the rest counted",
     the_newest_events_are_kept_and_the_rest_counted},
    {"a launch is where the truth first has a missile",
     a_launch_is_where_the_truth_first_has_a_missile},
    CU_TEST_INFO_NULL,
};
