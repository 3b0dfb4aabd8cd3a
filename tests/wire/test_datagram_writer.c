#include "daemon/wire/datagram_writer.h"
#include "suites.h"
#include "wire/sample.h"

#include <string.h>

/* What the sink got. */
typedef struct sink_log {
    codec *reader; /* takes each datagram */
    size_t count, reports, size_max;
    int64_t sent_ns;
    uint32_t scan[512];
    size_t stop_after; /* datagrams; 0: never */
} sink_log;

static bool log_take(void *context, int64_t sent_ns, const uint8_t *data, size_t size)
{
    sink_log *log = context;
    codec_result result;
    codec_take(log->reader, SAMPLE_NOW_NS, data, size, &result);
    CU_ASSERT_EQUAL(result.why, REFUSAL_NONE);
    CU_ASSERT_EQUAL(result.refused_count, 0);
    log->scan[log->count++] = result.count > 0 ? result.reports[0].scan : 0;
    log->reports += result.count;
    log->size_max = size > log->size_max ? size : log->size_max;
    log->sent_ns = sent_ns;
    return log->count != log->stop_after;
}

static sink_log log_new(void)
{
    const codec_settings settings = codec_defaults();
    return (sink_log){.reader = codec_create(&settings, sample_registry())};
}

static void a_look_spills_over_with_its_scan(void)
{
    static sample one;
    sample_init(&one, SAMPLE_STATE, 1);
    sink_log log = log_new();
    datagram_writer *writer =
        datagram_writer_create("rok-sky", SAMPLE_BEGAN_NS, 1400, log_take, &log);
    for (uint32_t scan = 1; scan <= 3; scan++) {
        datagram_writer_begin(writer, scan, NULL);
        for (int i = 0; i < 40; i++) {
            const datagram_report report = {.track = &one.track};
            CU_ASSERT_TRUE(datagram_writer_add(writer, SAMPLE_NOW_NS, &report));
        }
        CU_ASSERT_TRUE(datagram_writer_finish(writer, SAMPLE_NOW_NS + scan));
    }
    CU_ASSERT_EQUAL(log.reports, 120);
    CU_ASSERT_EQUAL(log.sent_ns, SAMPLE_NOW_NS + 3);
    /* A track has between 150 and 200 bytes here: 7 to 9 in a datagram, none far from full. */
    CU_ASSERT_TRUE(log.count >= 15 && log.count <= 18);
    CU_ASSERT_TRUE(log.size_max <= 1400 && log.size_max > 1200);
    CU_ASSERT_EQUAL(log.scan[0], 1);
    CU_ASSERT_EQUAL(log.scan[log.count / 3 - 1], 1);
    CU_ASSERT_EQUAL(log.scan[log.count - 1], 3);
    CU_ASSERT_EQUAL(codec_count(log.reader)->sensors[SAMPLE_SKY].datagrams_missing, 0);
    datagram_writer_destroy(writer);
    codec_destroy(log.reader);
}

static void an_empty_look_is_a_heartbeat(void)
{
    sink_log log = log_new();
    datagram_writer *writer =
        datagram_writer_create("rok-sky", SAMPLE_BEGAN_NS, 1400, log_take, &log);
    for (uint32_t scan = 1; scan <= 5; scan++) {
        datagram_writer_begin(writer, scan, NULL);
        CU_ASSERT_TRUE(datagram_writer_finish(writer, SAMPLE_NOW_NS));
    }
    CU_ASSERT_EQUAL(log.count, 5);
    CU_ASSERT_EQUAL(log.reports, 0);
    datagram_writer_destroy(writer);
    codec_destroy(log.reader);
}

static void the_room_is_kept_to_the_byte(void)
{
    static sample one;
    for (size_t room = 300; room < 500; room++) {
        sink_log log = log_new();
        datagram_writer *writer =
            datagram_writer_create("rok-sky", SAMPLE_BEGAN_NS, room, log_take, &log);
        sample_init(&one, SAMPLE_NOTICE, 1);
        datagram_writer_begin(writer, UINT32_MAX, &one.platform);
        const datagram_report reports[] = {{.plot = &one.plot[0]},
                                           {.track = &one.track},
                                           {.bearing = &one.bearing},
                                           {.notice = &one.notice}};
        for (size_t i = 0; i < 40; i++)
            CU_ASSERT_TRUE(datagram_writer_add(writer, SAMPLE_NOW_NS, &reports[i % 4]));
        CU_ASSERT_TRUE(datagram_writer_finish(writer, SAMPLE_NOW_NS));
        CU_ASSERT_EQUAL(log.reports, 40);
        CU_ASSERT_TRUE(log.size_max <= room);
        datagram_writer_destroy(writer);
        codec_destroy(log.reader);
    }
}

static void a_datagram_has_at_most_64_reports(void)
{
    static sample one;
    sample_init(&one, SAMPLE_BEARING, 1);
    sink_log log = log_new();
    codec_destroy(log.reader);
    one.settings.datagram_max = 9000;
    log.reader = codec_create(&one.settings, sample_registry());
    datagram_writer *writer =
        datagram_writer_create("rok-sky", SAMPLE_BEGAN_NS, 9000, log_take, &log);
    datagram_writer_begin(writer, 1, NULL);
    const datagram_report report = {.bearing = &one.bearing};
    for (int i = 0; i < 130; i++)
        CU_ASSERT_TRUE(datagram_writer_add(writer, SAMPLE_NOW_NS, &report));
    CU_ASSERT_TRUE(datagram_writer_finish(writer, SAMPLE_NOW_NS));
    CU_ASSERT_EQUAL(log.count, 3);
    CU_ASSERT_EQUAL(log.reports, 130);
    datagram_writer_destroy(writer);
    codec_destroy(log.reader);
}

static void what_is_too_long_for_any_datagram_is_told(void)
{
    static sample one;
    sample_init(&one, SAMPLE_STATE, 1);
    sink_log log = log_new();
    datagram_writer *writer =
        datagram_writer_create("rok-sky", SAMPLE_BEGAN_NS, 150, log_take, &log);
    datagram_writer_begin(writer, 1, NULL);
    const datagram_report report = {.track = &one.track}, small = {.plot = &one.plot[0]};
    CU_ASSERT_FALSE(datagram_writer_add(writer, SAMPLE_NOW_NS, &report));
    CU_ASSERT_TRUE(datagram_writer_add(writer, SAMPLE_NOW_NS, &small));
    CU_ASSERT_TRUE(datagram_writer_finish(writer, SAMPLE_NOW_NS));
    CU_ASSERT_EQUAL(log.reports, 1);
    datagram_writer_destroy(writer);
    codec_destroy(log.reader);
}

static void a_sink_that_wants_no_more_ends_the_writing(void)
{
    static sample one;
    sample_init(&one, SAMPLE_STATE, 1);
    sink_log log = log_new();
    log.stop_after = 1;
    datagram_writer *writer =
        datagram_writer_create("rok-sky", SAMPLE_BEGAN_NS, 1400, log_take, &log);
    datagram_writer_begin(writer, 1, NULL);
    const datagram_report report = {.track = &one.track};
    size_t added = 0;
    while (added < 100 && datagram_writer_add(writer, SAMPLE_NOW_NS, &report))
        added++;
    CU_ASSERT_TRUE(added < 10);
    datagram_writer_destroy(writer);
    codec_destroy(log.reader);
}

CU_TestInfo datagram_writer_tests[] = {
    {"a look spills over with its scan", a_look_spills_over_with_its_scan},
    {"an empty look is a heartbeat", an_empty_look_is_a_heartbeat},
    {"the room is kept to the byte", the_room_is_kept_to_the_byte},
    {"a datagram has at most 64 reports", a_datagram_has_at_most_64_reports},
    {"what is too long for any datagram is told", what_is_too_long_for_any_datagram_is_told},
    {"a sink that wants no more ends the writing", a_sink_that_wants_no_more_ends_the_writing},
    CU_TEST_INFO_NULL,
};
