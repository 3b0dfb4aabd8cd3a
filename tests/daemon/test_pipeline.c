#include "daemon/line/pipeline.h"
#include "daemon/radar.h"
#include "suites.h"

#define KEPT_MAX 4096

/* What the sink was given, in order. */
typedef struct kept {
    size_t view;
    int64_t since_ns, epoch_ns;
    bool settled;
    size_t tracks;
} kept;

static kept pictures[KEPT_MAX];
static size_t picture_count;
static config *configuration;
static pipeline *line;

static void keep(void *context, const pipeline_picture *picture)
{
    (void)context;
    CU_ASSERT_FATAL(picture_count < KEPT_MAX);
    pictures[picture_count++] = (kept){picture->view, picture->since_ns, picture->epoch_ns,
                                       picture->settled, picture->track_count};
}

static void begin(const char *name, bool settled)
{
    static config_faults faults;
    picture_count = 0;
    configuration = config_read(name, &faults);
    CU_ASSERT_PTR_NOT_NULL_FATAL(configuration);
    const pipeline_settings settings = {.threads = 2, .settled = settled, .sink = keep};
    line = pipeline_create(configuration, &settings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
}

static void end(void)
{
    pipeline_destroy(line);
    config_destroy(configuration);
}

static refusal take(uint32_t sequence, int64_t stamp_ns)
{
    const recorded packet = radar_plot(sequence, stamp_ns ? stamp_ns : RADAR_NOW_NS);
    codec_result result;
    pipeline_take(line, stamp_ns, packet.data, packet.size, &result);
    return result.why;
}

static void the_views_of_an_epoch_come_in_order_and_epochs_without_a_hole(void)
{
    begin(TESTDATA "/demo.yaml", false);
    pipeline_advance(line, RADAR_NOW_NS + 300000000);
    CU_ASSERT_EQUAL(picture_count, 0);
    pipeline_advance(line, RADAR_NOW_NS + 3 * RADAR_SECOND);
    CU_ASSERT_EQUAL_FATAL(picture_count, 39);
    for (size_t i = 0; i < picture_count; i++) {
        CU_ASSERT_EQUAL(pictures[i].view, i % 13);
        CU_ASSERT_EQUAL(pictures[i].epoch_ns, RADAR_NOW_NS + (int64_t)(i / 13 + 1) * RADAR_SECOND);
        CU_ASSERT_EQUAL(pictures[i].since_ns, RADAR_NOW_NS + RADAR_SECOND);
    }
    CU_ASSERT_EQUAL(pipeline_due_ns(line), RADAR_NOW_NS + 4 * RADAR_SECOND);
    end();
}

static void what_is_stamped_at_the_end_of_an_epoch_belongs_to_the_next(void)
{
    begin(TESTDATA "/three-radars.yaml", false);
    pipeline_advance(line, RADAR_NOW_NS);
    CU_ASSERT_EQUAL(take(1, RADAR_NOW_NS + RADAR_SECOND), REFUSAL_NONE);
    CU_ASSERT_EQUAL(picture_count, 1); /* its stamp closed the epoch before it was taken */
    CU_ASSERT_EQUAL(pipeline_view_count(line, 0).released, 0);
    pipeline_advance(line, RADAR_NOW_NS + 2 * RADAR_SECOND);
    CU_ASSERT_EQUAL(pipeline_view_count(line, 0).released, 1);
    end();
}

static void before_the_clock_is_set_nothing_is_taken_and_no_epoch_opens(void)
{
    begin(TESTDATA "/three-radars.yaml", false);
    CU_ASSERT_EQUAL(take(1, 0), REFUSAL_CLOCK_UNSET);
    CU_ASSERT_EQUAL(pipeline_due_ns(line), 0);
    CU_ASSERT_EQUAL(take(1, RADAR_NOW_NS), REFUSAL_NONE);
    CU_ASSERT_EQUAL(pipeline_due_ns(line), RADAR_NOW_NS + RADAR_SECOND);
    end();
}

/* 120 s of window: the settled picture of an epoch comes with the present one 120 s later, and the
 * end hands out the rest, so that both have the same epochs. */
static void the_settled_picture_follows_a_window_behind(void)
{
    begin(TESTDATA "/three-radars.yaml", true);
    pipeline_advance(line, RADAR_NOW_NS);
    pipeline_advance(line, RADAR_NOW_NS + 150 * RADAR_SECOND);
    CU_ASSERT_EQUAL_FATAL(picture_count, 150 + 30);
    CU_ASSERT_EQUAL(pictures[120].epoch_ns, RADAR_NOW_NS + 121 * RADAR_SECOND);
    CU_ASSERT_TRUE(pictures[121].settled);
    CU_ASSERT_EQUAL(pictures[121].epoch_ns, RADAR_NOW_NS + RADAR_SECOND);
    pipeline_finish(line);
    CU_ASSERT_EQUAL_FATAL(picture_count, 150 + 150);
    for (size_t i = 180; i < picture_count; i++) {
        CU_ASSERT_TRUE(pictures[i].settled);
        CU_ASSERT_EQUAL(pictures[i].epoch_ns, RADAR_NOW_NS + (int64_t)(i - 149) * RADAR_SECOND);
    }
    end();
}

/* The settled side sees a report in the epoch of its measurement, however late it came. */
static void a_late_report_stands_in_its_own_settled_epoch(void)
{
    begin(TESTDATA "/three-radars.yaml", true);
    pipeline_advance(line, RADAR_NOW_NS);
    recorded packet = radar_plot(1, RADAR_NOW_NS + 500000000);
    codec_result result;
    const int64_t late_ns = RADAR_NOW_NS + 3 * RADAR_SECOND;
    pipeline_take(line, late_ns, packet.data, packet.size, &result);
    CU_ASSERT_EQUAL_FATAL(result.count, 1);
    pipeline_advance(line, late_ns + RADAR_SECOND);
    pipeline_finish(line);
    CU_ASSERT_EQUAL_FATAL(picture_count, 8);
    CU_ASSERT_EQUAL(pictures[0].tracks, 0);
    CU_ASSERT_EQUAL(pictures[3].tracks, 1);
    CU_ASSERT_TRUE(pictures[4].settled);
    CU_ASSERT_EQUAL(pictures[4].tracks, 1); /* at once, where the present was 3 s late */
    end();
}

static void a_new_run_begins_with_nothing(void)
{
    begin(TESTDATA "/three-radars.yaml", true);
    CU_ASSERT_EQUAL(take(1, RADAR_NOW_NS + 60 * RADAR_SECOND), REFUSAL_NONE);
    CU_ASSERT_EQUAL(take(1, RADAR_NOW_NS + 60 * RADAR_SECOND), REFUSAL_SEQUENCE_REPEAT);
    pipeline_advance(line, RADAR_NOW_NS + 61 * RADAR_SECOND);
    CU_ASSERT_EQUAL(pictures[picture_count - 1].tracks, 1);
    CU_ASSERT_EQUAL(take(2, RADAR_NOW_NS + 61 * RADAR_SECOND), REFUSAL_NONE); /* waits */
    pipeline_advance(line, RADAR_NOW_NS + 200 * RADAR_SECOND);
    CU_ASSERT_EQUAL(take(3, RADAR_NOW_NS + 200 * RADAR_SECOND), REFUSAL_NONE); /* waits */
    pipeline_new_run(line);
    const size_t old = picture_count;
    CU_ASSERT_EQUAL(pipeline_due_ns(line), 0);
    pipeline_advance(line, RADAR_NOW_NS);
    pipeline_advance(line, RADAR_NOW_NS + RADAR_SECOND);
    CU_ASSERT_EQUAL(pictures[picture_count - 1].tracks, 0);
    CU_ASSERT_EQUAL(pictures[picture_count - 1].epoch_ns, RADAR_NOW_NS + RADAR_SECOND);
    CU_ASSERT_EQUAL(take(1, RADAR_NOW_NS + RADAR_SECOND), REFUSAL_NONE);
    CU_ASSERT_EQUAL(pipeline_sensor_count(line, 0)->fused, 4); /* counts stay */
    pipeline_advance(line, RADAR_NOW_NS + 201 * RADAR_SECOND);
    CU_ASSERT_EQUAL(pipeline_view_count(line, 0).released, 1);
    const size_t before = picture_count;
    CU_ASSERT_EQUAL(before - old, 201 + 81); /* present and settled, both from the first epoch on */
    pipeline_finish(line);
    CU_ASSERT_EQUAL(picture_count - before, 120); /* the last window */
    end();
}

CU_TestInfo pipeline_tests[] = {
    {"the views of an epoch come in order and epochs without a hole",
     the_views_of_an_epoch_come_in_order_and_epochs_without_a_hole},
    {"what is stamped at the end of an epoch belongs to the next",
     what_is_stamped_at_the_end_of_an_epoch_belongs_to_the_next},
    {"before the clock is set nothing is taken and no epoch opens",
     before_the_clock_is_set_nothing_is_taken_and_no_epoch_opens},
    {"the settled picture follows a window behind", the_settled_picture_follows_a_window_behind},
    {"a late report stands in its own settled epoch",
     a_late_report_stands_in_its_own_settled_epoch},
    {"a new run begins with nothing", a_new_run_begins_with_nothing},
    CU_TEST_INFO_NULL,
};
