#include "daemon/told/accounting.h"
#include "suites.h"

#include <stdlib.h>
#include <string.h>

#define START (INT64_C(1930359600) * FUSION_SECOND)

static config configuration;
static char *text;
static size_t text_size, text_seen;
static log_writer writer;
static accounting *one;
static codec_counts counts;

static void begin(void)
{
    memset(&configuration, 0, sizeof configuration);
    configuration.epoch_ns = FUSION_SECOND;
    memset(&counts, 0, sizeof counts);
    text_seen = 0;
    configuration.registry.sensor_count = 2;
    strcpy(configuration.registry.sensors[0].name, "alpha");
    configuration.registry.sensors[0].period_ns = 5 * FUSION_SECOND;
    strcpy(configuration.registry.sensors[1].name, "bravo");
    writer = (log_writer){.stream = open_memstream(&text, &text_size),
                          .form = LOG_JOURNAL, /* without the time */
                          .least = LOG_AT_INFO};
    one = accounting_create(&configuration, &writer);
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
}

static void end(void)
{
    free(one);
    fclose(writer.stream);
    free(text);
}

/* What was said since this was asked last. */
static void expect_said(const char *lines)
{
    fflush(writer.stream);
    CU_ASSERT_STRING_EQUAL(text + text_seen, lines);
    text_seen = text_size;
}

static void heard(int sensor, int64_t stamp_ns)
{
    const codec_result result = {.sensor = sensor};
    accounting_note(one, stamp_ns, &result);
}

static void the_first_refusal_is_said_at_once_and_the_rest_as_a_count(void)
{
    begin();
    codec_result result = {.sensor = 0, .refused_count = 1, .refused = {{REFUSAL_TIME_LATE, 0}}};
    for (int i = 0; i < 14; i++)
        accounting_note(one, START, &result);
    counts.sensors[0].refused[REFUSAL_TIME_LATE] = 14;
    expect_said("<6>level=info event=sensor.first msg=\"alpha is heard for the first time\"\n"
                "<4>level=warn event=report.refused sensor=alpha reason=time-late count=1\n");
    accounting_tell(one, &counts);
    expect_said("<4>level=warn event=report.refused sensor=alpha reason=time-late count=13\n");
    accounting_tell(one, &counts);
    expect_said("");
    end();
}

static void a_datagram_of_an_unknown_sensor_is_an_event_of_its_own(void)
{
    begin();
    codec_result result = {.sensor = -1, .why = REFUSAL_SENSOR_UNKNOWN};
    accounting_note(one, START, &result);
    counts.refused[REFUSAL_SENSOR_UNKNOWN] = 5;
    accounting_tell(one, &counts);
    expect_said("<4>level=warn event=sensor.unlisted reason=sensor-unknown count=1\n"
                "<4>level=warn event=sensor.unlisted reason=sensor-unknown count=4\n");
    end();
}

/* A datagram that was refused and names a sensor is told of that sensor, and not twice. */
static void a_refused_datagram_is_told_of_its_sensor(void)
{
    begin();
    counts.refused[REFUSAL_SENT_OLD] = 3;
    counts.sensors[1].datagrams_refused[REFUSAL_SENT_OLD] = 2;
    accounting_tell(one, &counts);
    expect_said("<4>level=warn event=datagram.refused sensor=bravo reason=sent-old count=2\n"
                "<4>level=warn event=datagram.refused reason=sent-old count=1\n");
    end();
}

static void a_sensor_that_falls_silent_is_missed_once(void)
{
    begin();
    heard(0, START);
    heard(1, START);
    expect_said("<6>level=info event=sensor.first msg=\"alpha is heard for the first time\"\n"
                "<6>level=info event=sensor.first msg=\"bravo is heard for the first time\"\n");
    accounting_silence(one, START + 15 * FUSION_SECOND - 1);
    expect_said("");
    accounting_silence(one, START + 15 * FUSION_SECOND);
    accounting_silence(one, START + 40 * FUSION_SECOND);
    expect_said("<4>level=warn event=sensor.silent msg=\"alpha has sent nothing for 15 s\"\n");
    heard(0, START + 62 * FUSION_SECOND);
    expect_said("<6>level=info event=sensor.back msg=\"alpha is heard again after 62 s\"\n");
    end();
}

static void a_new_run_misses_nobody(void)
{
    begin();
    heard(0, START);
    accounting_new_run(one);
    accounting_silence(one, START + 100 * FUSION_SECOND);
    heard(0, START);
    expect_said("<6>level=info event=sensor.first msg=\"alpha is heard for the first time\"\n"
                "<6>level=info event=sensor.first msg=\"alpha is heard for the first time\"\n");
    end();
}

CU_TestInfo accounting_tests[] = {
    {"the first refusal is said at once and the rest as a count",
     the_first_refusal_is_said_at_once_and_the_rest_as_a_count},
    {"a datagram of an unknown sensor is an event of its own",
     a_datagram_of_an_unknown_sensor_is_an_event_of_its_own},
    {"a refused datagram is told of its sensor", a_refused_datagram_is_told_of_its_sensor},
    {"a sensor that falls silent is missed once", a_sensor_that_falls_silent_is_missed_once},
    {"a new run misses nobody", a_new_run_misses_nobody},
    CU_TEST_INFO_NULL,
};
