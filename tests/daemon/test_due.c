#include "daemon/pipeline.h"
#include "daemon/radar.h"
#include "suites.h"

#include <stdio.h>
#include <string.h>

/* A missile of rok-narrow in the exercise "peninsula", seen once a second. Under "hub" the United
 * States have it at once and Japan 90 s later; under "national" only its owner has it. */

static config *configuration;
static pipeline *line;
static int64_t first_ns[FUSION_VIEWS_MAX]; /* the first epoch that shows it; 0: none does */
static uint64_t numbers[FUSION_VIEWS_MAX]; /* of its track there */

static void keep(void *context, const pipeline_picture *picture)
{
    (void)context;
    if (picture->track_count == 0 || first_ns[picture->view] != 0)
        return;
    first_ns[picture->view] = picture->epoch_ns;
    numbers[picture->view] = picture->tracks[0].number;
}

static void play(int64_t seconds)
{
    static config_faults faults;
    memset(first_ns, 0, sizeof first_ns);
    configuration = config_read(TESTDATA "/demo.yaml", &faults);
    CU_ASSERT_PTR_NOT_NULL_FATAL(configuration);
    const pipeline_settings settings = {.threads = 1, .sink = keep};
    line = pipeline_create(configuration, &settings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    pipeline_advance(line, RADAR_NOW_NS);
    for (int64_t s = 0; s < seconds; s++) {
        const int64_t now_ns = RADAR_NOW_NS + s * RADAR_SECOND + RADAR_SECOND / 2;
        const recorded packet = radar_missile("rok-narrow", (uint32_t)s + 1, now_ns);
        codec_result result;
        pipeline_take(line, now_ns, packet.data, packet.size, &result);
        CU_ASSERT_EQUAL(result.count, 1);
    }
    pipeline_advance(line, RADAR_NOW_NS + seconds * RADAR_SECOND);
    pipeline_destroy(line);
}

static size_t view(const char *name)
{
    size_t index = 0;
    while (index < configuration->view_count && strcmp(configuration->view_names[index], name) != 0)
        index++;
    CU_ASSERT_TRUE_FATAL(index < configuration->view_count);
    return index;
}

static int64_t seconds_until(const char *name)
{
    const int64_t first = first_ns[view(name)];
    return first == 0 ? 0 : (first - RADAR_NOW_NS) / RADAR_SECOND;
}

/* An epoch is labelled with its end: what comes half a second after its start is in it. */
static void a_report_is_in_a_picture_from_the_epoch_of_its_release(void)
{
    play(95);
    CU_ASSERT_EQUAL(seconds_until("ROK.national"), 1);
    CU_ASSERT_EQUAL(seconds_until("ROK.hub"), 1);
    CU_ASSERT_EQUAL(seconds_until("USA.hub"), 1);
    CU_ASSERT_EQUAL(seconds_until("JPN.hub"), 91);
    CU_ASSERT_EQUAL(seconds_until("JPN.national"), 0);
    CU_ASSERT_EQUAL(seconds_until("USA.national"), 0);
    config_destroy(configuration);
}

static void a_track_has_another_number_in_each_view(void)
{
    /* Else two partners could tell that they see the same, or what lies between two numbers. */
    play(95);
    CU_ASSERT_NOT_EQUAL(numbers[view("ROK.national")], numbers[view("USA.hub")]);
    CU_ASSERT_NOT_EQUAL(numbers[view("ROK.national")], numbers[view("ROK.hub")]);
    CU_ASSERT_NOT_EQUAL(numbers[view("JPN.hub")], numbers[view("USA.hub")]);
    config_destroy(configuration);
}

CU_TestInfo due_tests[] = {
    {"a report is in a picture from the epoch of its release",
     a_report_is_in_a_picture_from_the_epoch_of_its_release},
    {"a track has another number in each view", a_track_has_another_number_in_each_view},
    CU_TEST_INFO_NULL,
};
