#include "daemon/radar.h"
#include "daemon/recording/playback.h"
#include "suites.h"

static config *configuration;
static pipeline *line;
static playback play;
static size_t epochs;
static int64_t first_ns, last_ns;

static void count(void *context, const pipeline_picture *picture)
{
    (void)context;
    if (epochs++ == 0)
        first_ns = picture->epoch_ns;
    last_ns = picture->epoch_ns;
}

static void begin(void)
{
    static config_faults faults;
    epochs = 0;
    configuration = config_read(TESTDATA "/three-radars.yaml", &faults);
    CU_ASSERT_PTR_NOT_NULL_FATAL(configuration);
    const pipeline_settings settings = {.threads = 1, .sink = count};
    line = pipeline_create(configuration, &settings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    play = playback_begin(configuration, line);
}

static void end(void)
{
    playback_end(&play);
    pipeline_destroy(line);
    config_destroy(configuration);
}

static playback_input give(recorded packet)
{
    codec_result result;
    return playback_take(&play, &packet, &result);
}

/* So that the grid of epochs depends on no sensor. */
static void control_opens_and_closes_the_grid(void)
{
    begin();
    CU_ASSERT_EQUAL(give(radar_step(1, RADAR_NOW_NS, false)), PLAYBACK_CONTROL);
    CU_ASSERT_EQUAL(give(radar_plot(1, RADAR_NOW_NS + 4500000000)), PLAYBACK_REPORTS);
    CU_ASSERT_EQUAL(epochs, 4);
    CU_ASSERT_EQUAL(first_ns, RADAR_NOW_NS + RADAR_SECOND);
    give(radar_step(2, RADAR_NOW_NS + 9 * RADAR_SECOND, false));
    CU_ASSERT_EQUAL(last_ns, RADAR_NOW_NS + 9 * RADAR_SECOND);
    end();
}

static void without_control_the_first_stamp_opens_and_the_last_one_ends(void)
{
    begin();
    give(radar_plot(1, RADAR_NOW_NS + 4500000000));
    give(radar_plot(2, RADAR_NOW_NS + 8 * RADAR_SECOND));
    end();
    CU_ASSERT_EQUAL(first_ns, RADAR_NOW_NS + 5 * RADAR_SECOND);
    CU_ASSERT_EQUAL(last_ns, RADAR_NOW_NS + 8 * RADAR_SECOND);
}

static void control_that_live_refused_is_refused_again(void)
{
    begin();
    give(radar_step(1, RADAR_NOW_NS + 5 * RADAR_SECOND, false));
    /* Back without a new run, as it came at +8 s; and one message twice. */
    recorded back = radar_step(2, RADAR_NOW_NS, false);
    back.stamp_ns = RADAR_NOW_NS + 8 * RADAR_SECOND;
    give(back);
    recorded again = radar_step(1, RADAR_NOW_NS + 9 * RADAR_SECOND, false);
    give(again);
    CU_ASSERT_EQUAL(epochs, 0);
    CU_ASSERT_EQUAL(play.commands.obeyed, 1);
    end();
}

static void a_new_run_may_go_back(void)
{
    begin();
    give(radar_step(1, RADAR_NOW_NS + 60 * RADAR_SECOND, false));
    give(radar_step(2, RADAR_NOW_NS, true));
    give(radar_step(3, RADAR_NOW_NS + RADAR_SECOND, false));
    CU_ASSERT_EQUAL(epochs, 1);
    CU_ASSERT_EQUAL(last_ns, RADAR_NOW_NS + RADAR_SECOND);
    end();
}

static void other_ports_are_passed_over(void)
{
    begin();
    recorded packet = radar_plot(1, RADAR_NOW_NS);
    packet.target_port = 53;
    CU_ASSERT_EQUAL(give(packet), PLAYBACK_OTHER);
    CU_ASSERT_EQUAL(play.other, 1);
    CU_ASSERT_EQUAL(pipeline_codec_counts(line)->received, 0);
    end();
}

static void the_ports_of_a_recording_are_known_whatever_the_configuration_says(void)
{
    begin();
    configuration->reports.port = 5000;
    configuration->control.port = 5001;
    CU_ASSERT_EQUAL(give(radar_step(1, RADAR_NOW_NS, false)), PLAYBACK_CONTROL);
    CU_ASSERT_EQUAL(give(radar_plot(1, RADAR_NOW_NS)), PLAYBACK_REPORTS);
    recorded packet = radar_plot(2, RADAR_NOW_NS);
    packet.target_port = 5000;
    CU_ASSERT_EQUAL(give(packet), PLAYBACK_REPORTS);
    end();
}

/* A control message to the port of reports is a datagram that is refused, and moves no clock. */
static void the_port_says_which_input_it_was(void)
{
    begin();
    recorded packet = radar_step(1, RADAR_NOW_NS, false);
    packet.target_port = RECORDED_REPORTS;
    codec_result result;
    CU_ASSERT_EQUAL(playback_take(&play, &packet, &result), PLAYBACK_REPORTS);
    CU_ASSERT_EQUAL(result.why, REFUSAL_FORMAT_PORT);
    CU_ASSERT_EQUAL(play.commands.obeyed, 0);
    end();
}

static void a_stamp_that_falls_is_taken_at_the_one_before_it(void)
{
    begin();
    give(radar_plot(1, RADAR_NOW_NS + 3 * RADAR_SECOND));
    give(radar_plot(2, RADAR_NOW_NS + 2 * RADAR_SECOND));
    CU_ASSERT_EQUAL(play.disordered, 1);
    CU_ASSERT_EQUAL(play.stamp_ns, RADAR_NOW_NS + 3 * RADAR_SECOND);
    CU_ASSERT_EQUAL(pipeline_sensor_count(line, 0)->fused, 2);
    end();
}

/* One wrong stamp in a capture had all epochs of the years between closed before the next line. */
static void a_gap_of_more_than_a_day_begins_a_new_run(void)
{
    const int64_t day_ns = 86400 * RADAR_SECOND;
    begin();
    give(radar_plot(1, RADAR_NOW_NS));
    give(radar_plot(2, RADAR_NOW_NS + 2 * day_ns));
    give(radar_plot(3, RADAR_NOW_NS + 2 * day_ns + 3 * RADAR_SECOND));
    CU_ASSERT_EQUAL(epochs, 3);
    CU_ASSERT_EQUAL(first_ns, RADAR_NOW_NS + 2 * day_ns + RADAR_SECOND);
    end();
}

CU_TestInfo playback_tests[] = {
    {"control opens and closes the grid", control_opens_and_closes_the_grid},
    {"without control the first stamp opens and the last one ends",
     without_control_the_first_stamp_opens_and_the_last_one_ends},
    {"control that live refused is refused again", control_that_live_refused_is_refused_again},
    {"a new run may go back", a_new_run_may_go_back},
    {"other ports are passed over", other_ports_are_passed_over},
    {"the ports of a recording are known whatever the configuration says",
     the_ports_of_a_recording_are_known_whatever_the_configuration_says},
    {"the port says which input it was", the_port_says_which_input_it_was},
    {"a stamp that falls is taken at the one before it",
     a_stamp_that_falls_is_taken_at_the_one_before_it},
    {"a gap of more than a day begins a new run", a_gap_of_more_than_a_day_begins_a_new_run},
    CU_TEST_INFO_NULL,
};
