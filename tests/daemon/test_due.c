#include "daemon/lantern.h"
#include "daemon/line/pipeline.h"
#include "daemon/radar.h"
#include "suites.h"

#include <string.h>

/* A missile of rok-narrow in the exercise "peninsula", seen once a second. Under "hub" the United
 * States have it at once and Japan 90 s later; under "national" only its owner has it. */

static config *configuration;
static pipeline *line;
static int64_t first_ns[FUSION_VIEWS_MAX];  /* the first epoch that shows it; 0: none does */
static int64_t last_ns[FUSION_VIEWS_MAX];   /* the last one */
static uint64_t numbers[FUSION_VIEWS_MAX];  /* of its track there */
static int64_t warned_ns[FUSION_VIEWS_MAX]; /* the first epoch that shows a notice */

static void keep(void *context, const pipeline_picture *picture)
{
    (void)context;
    if (picture->notice_count > 0 && warned_ns[picture->view] == 0)
        warned_ns[picture->view] = picture->epoch_ns;
    if (picture->track_count == 0)
        return;
    last_ns[picture->view] = picture->epoch_ns;
    if (first_ns[picture->view] != 0)
        return;
    first_ns[picture->view] = picture->epoch_ns;
    numbers[picture->view] = picture->tracks[0].number;
}

static void begin(config *made)
{
    memset(first_ns, 0, sizeof first_ns);
    memset(last_ns, 0, sizeof last_ns);
    memset(warned_ns, 0, sizeof warned_ns);
    configuration = made;
    const pipeline_settings settings = {.threads = 1, .sink = keep};
    line = pipeline_create(configuration, &settings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
}

static void end(void)
{
    pipeline_destroy(line);
    config_destroy(configuration);
}

/* South Korea says the sentence, if any, in the epoch [30, 31). */
static void run(int64_t seconds, const char *sentence)
{
    pipeline_advance(line, RADAR_NOW_NS);
    for (int64_t s = 0; s < seconds; s++) {
        const int64_t now_ns = RADAR_NOW_NS + s * RADAR_SECOND + RADAR_SECOND / 2;
        const recorded packet = radar_missile("rok-narrow", (uint32_t)s + 1, now_ns);
        codec_result result;
        pipeline_take(line, now_ns, packet.data, packet.size, &result);
        CU_ASSERT_EQUAL(result.count, 1);
        if (!sentence || s != 30)
            continue;
        int64_t effect_ns = 0;
        CU_ASSERT_PTR_NULL(pipeline_say(line, now_ns, "ROK", sentence, 0, &effect_ns));
        CU_ASSERT_EQUAL(effect_ns, RADAR_NOW_NS + 31 * RADAR_SECOND);
    }
    pipeline_advance(line, RADAR_NOW_NS + seconds * RADAR_SECOND);
}

static void play_saying(int64_t seconds, const char *sentence)
{
    static config_faults faults;
    config *made = config_read(TESTDATA "/demo.yaml", &faults);
    CU_ASSERT_PTR_NOT_NULL_FATAL(made);
    begin(made);
    run(seconds, sentence);
}

static void play_again(int64_t seconds)
{
    pipeline_new_run(line);
    memset(first_ns, 0, sizeof first_ns);
    run(seconds, NULL);
}

static void play(int64_t seconds)
{
    play_saying(seconds, NULL);
}

static size_t view(const char *name)
{
    size_t index = 0;
    while (index < configuration->view_count && strcmp(configuration->view_names[index], name) != 0)
        index++;
    CU_ASSERT_TRUE_FATAL(index < configuration->view_count);
    return index;
}

/* From the first and until the last picture that shows it; 0: none does. */
static int64_t seconds_until(const char *name)
{
    const int64_t first = first_ns[view(name)];
    return first == 0 ? 0 : (first - RADAR_NOW_NS) / RADAR_SECOND;
}

static int64_t seconds_shown(const char *name)
{
    const int64_t last = last_ns[view(name)];
    return last == 0 ? 0 : (last - RADAR_NOW_NS) / RADAR_SECOND;
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
    end();
}

static void a_track_has_another_number_in_each_view(void)
{
    /* Else two partners could tell that they see the same, or what lies between two numbers. */
    play(95);
    CU_ASSERT_NOT_EQUAL(numbers[view("ROK.national")], numbers[view("USA.hub")]);
    CU_ASSERT_NOT_EQUAL(numbers[view("ROK.national")], numbers[view("ROK.hub")]);
    CU_ASSERT_NOT_EQUAL(numbers[view("JPN.hub")], numbers[view("USA.hub")]);
    end();
}

static void what_waits_when_it_is_held_never_comes(void)
{
    play_saying(150, "hold sensor rok-narrow");
    CU_ASSERT_EQUAL(seconds_until("JPN.hub"), 0);
    CU_ASSERT_EQUAL(seconds_until("USA.hub"), 1);
    CU_ASSERT_EQUAL(seconds_shown("ROK.hub"), 150); /* its own is not held from it */
    end();
}

static void what_is_withdrawn_leaves_at_once_and_all_views_but_its_owner_s(void)
{
    play_saying(60, "withdraw sensor rok-narrow from 2031-03-04T02:00:00Z to "
                    "2031-03-04T04:00:00Z");
    CU_ASSERT_EQUAL(seconds_until("USA.hub"), 1);
    CU_ASSERT_EQUAL(seconds_shown("USA.hub"), 31); /* the last epoch before it takes effect */
    CU_ASSERT_EQUAL(seconds_shown("ROK.hub"), 60);
    end();
}

static void what_is_said_ends_with_its_run(void)
{
    play_saying(40, "hold sensor rok-narrow");
    play_again(95);
    CU_ASSERT_EQUAL(seconds_until("JPN.hub"), 91);
    end();
}

/* The book "lantern": Brobdin is warned of Avalon's missiles at once, wherever they are. */
static void a_warning_is_shown_from_the_epoch_of_its_release(void)
{
    begin(lantern_config());
    pipeline_advance(line, RADAR_NOW_NS);
    const int64_t now_ns = RADAR_NOW_NS + 4 * RADAR_SECOND + RADAR_SECOND / 2;
    const recorded packet = radar_track("ava-sky", 1, now_ns);
    codec_result result;
    pipeline_take(line, now_ns, packet.data, packet.size, &result);
    CU_ASSERT_EQUAL(result.count, 1);
    pipeline_advance(line, RADAR_NOW_NS + 10 * RADAR_SECOND);
    CU_ASSERT_EQUAL(warned_ns[view("BRO.together")], RADAR_NOW_NS + 5 * RADAR_SECOND);
    CU_ASSERT_EQUAL(seconds_until("BRO.together"), 0); /* the event and not the track */
    CU_ASSERT_EQUAL(warned_ns[view("BRO.alone")], 0);
    CU_ASSERT_EQUAL(warned_ns[view("CYR.together")], 0); /* later, and only when approved */
    CU_ASSERT_EQUAL(seconds_until("AVA.together"), 5);
    end();
}

CU_TestInfo due_tests[] = {
    {"a report is in a picture from the epoch of its release",
     a_report_is_in_a_picture_from_the_epoch_of_its_release},
    {"a warning is shown from the epoch of its release",
     a_warning_is_shown_from_the_epoch_of_its_release},
    {"a track has another number in each view", a_track_has_another_number_in_each_view},
    {"what waits when it is held never comes", what_waits_when_it_is_held_never_comes},
    {"what is withdrawn leaves at once and all views but its owner's",
     what_is_withdrawn_leaves_at_once_and_all_views_but_its_owner_s},
    {"what is said ends with its run", what_is_said_ends_with_its_run},
    CU_TEST_INFO_NULL,
};
