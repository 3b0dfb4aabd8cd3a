#include "tools/sim/feed.h"

#include "daemon/recording/recording.h"
#include "daemon/wire/control_wire.h"
#include "tools/sim/message.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATAGRAM_ROOM 1400
#define LOOPBACK      UINT32_C(0x7F000001)
#define REPORTS_PORT  47800
#define CONTROL_PORT  47801
#define SOURCE_PORT   48000 /* control's own; sensors follow */

/* A datagram that waits for its stamp. */
typedef struct packet {
    int64_t stamp_ns;
    uint64_t order; /* in which they were made: decides between equal stamps */
    uint8_t *data;
    size_t size;
    uint32_t reports;
    uint16_t source_port;
} packet;

struct feed {
    recording_writer *recording;
    int64_t start_ns;
    datagram_writer **writers;
    size_t sensor_count;
    packet *packets;
    size_t packet_count, packet_room;
    uint64_t made;
    feed_counts written;
    int64_t stamp_ns;     /* of what is being sent */
    uint16_t source_port; /* likewise */
    uint32_t reports;     /* gathered since the last datagram */
    message messages[FEED_REPORTS_MAX];
};

static bool packet_room(feed *one)
{
    if (one->packet_count < one->packet_room)
        return true;
    const size_t room = one->packet_room ? 2 * one->packet_room : 256;
    packet *grown = realloc(one->packets, room * sizeof *grown);
    if (!grown)
        return false;
    one->packets = grown;
    one->packet_room = room;
    return true;
}

static bool packet_take(void *context, int64_t sent_ns, const uint8_t *data, size_t size)
{
    (void)sent_ns;
    feed *one = context;
    uint8_t *copy = packet_room(one) ? malloc(size) : NULL;
    if (!copy)
        return false;
    memcpy(copy, data, size);
    one->packets[one->packet_count++] = (packet){.stamp_ns = one->stamp_ns,
                                                 .order = one->made++,
                                                 .data = copy,
                                                 .size = size,
                                                 .reports = one->reports,
                                                 .source_port = one->source_port};
    one->reports = 0;
    return true;
}

static bool control_write(feed *one, const control_message *say, int64_t stamp_ns, char error[512])
{
    uint8_t data[CONTROL_ROOM];
    const size_t size = control_encode(say, data, sizeof data);
    const recorded out = {.stamp_ns = stamp_ns,
                          .source_address = LOOPBACK,
                          .target_address = LOOPBACK,
                          .source_port = SOURCE_PORT,
                          .target_port = CONTROL_PORT,
                          .data = data,
                          .size = size};
    return recording_write(one->recording, &out, error);
}

/* The clock's messages: the run is the first of its number, as a run of the simulator is. */
static control_message clock_message(const feed *one, control_mode mode, uint32_t sequence,
                                     int64_t now_ns)
{
    return (control_message){.kind = CONTROL_CLOCK,
                             .who = "white-cell",
                             .began_ns = one->start_ns,
                             .sequence = sequence,
                             .sent_ns = now_ns,
                             .mode = mode,
                             .time_ns = mode == CONTROL_RUN ? now_ns : 0,
                             .rate_permille = 1000,
                             .new_run = mode == CONTROL_RUN};
}

feed *feed_create(const char *path, int64_t start_ns, char error[512])
{
    feed *one = calloc(1, sizeof *one);
    if (!one) {
        snprintf(error, 512, "memory was refused");
        return NULL;
    }
    one->start_ns = start_ns;
    one->recording = recording_create(path, error);
    if (!one->recording) {
        free(one);
        return NULL;
    }
    const control_message run = clock_message(one, CONTROL_RUN, 1, start_ns);
    if (!control_write(one, &run, start_ns, error)) {
        feed_abandon(one);
        return NULL;
    }
    return one;
}

int feed_sensor(feed *one, const char *name)
{
    datagram_writer **grown =
        realloc(one->writers, (one->sensor_count + 1) * sizeof(datagram_writer *));
    if (!grown)
        return -1;
    one->writers = grown;
    datagram_writer *writer =
        datagram_writer_create(name, one->start_ns, DATAGRAM_ROOM, packet_take, one);
    if (!writer)
        return -1;
    one->writers[one->sensor_count] = writer;
    return (int)one->sensor_count++;
}

bool feed_send(feed *one, int sensor, const feed_report *reports, size_t count,
               const feed_platform *platform, int64_t sent_ns, int64_t stamp_ns)
{
    assert(count <= FEED_REPORTS_MAX && stamp_ns >= sent_ns);
    Picket__V1__Platform where;
    if (platform)
        message_platform(platform, &where);
    datagram_writer *writer = one->writers[sensor];
    one->stamp_ns = stamp_ns;
    one->source_port = (uint16_t)(SOURCE_PORT + 1 + sensor);
    one->reports = 0;
    datagram_writer_begin(writer, count > 0 ? reports[0].scan : 0, platform ? &where : NULL);
    for (size_t i = 0; i < count; i++) {
        message_make(&reports[i], &one->messages[i]);
        if (!datagram_writer_add(writer, sent_ns, &one->messages[i].report))
            return false;
        one->reports++;
    }
    return datagram_writer_finish(writer, sent_ns);
}

static int packet_order(const void *a, const void *b)
{
    const packet *one = a, *two = b;
    if (one->stamp_ns != two->stamp_ns)
        return one->stamp_ns < two->stamp_ns ? -1 : 1;
    return one->order < two->order ? -1 : one->order > two->order;
}

static bool packet_write(feed *one, const packet *ready, char error[512])
{
    const recorded out = {.stamp_ns = ready->stamp_ns,
                          .source_address = LOOPBACK,
                          .target_address = LOOPBACK,
                          .source_port = ready->source_port,
                          .target_port = REPORTS_PORT,
                          .data = ready->data,
                          .size = ready->size};
    one->written.datagrams++;
    one->written.reports += ready->reports;
    return recording_write(one->recording, &out, error);
}

bool feed_flush(feed *one, int64_t until_ns, char error[512])
{
    if (one->packet_count > 0)
        qsort(one->packets, one->packet_count, sizeof *one->packets, packet_order);
    size_t ready = 0;
    while (ready < one->packet_count && one->packets[ready].stamp_ns < until_ns) {
        if (!packet_write(one, &one->packets[ready], error))
            return false;
        free(one->packets[ready].data);
        one->packets[ready++].data = NULL;
    }
    one->packet_count -= ready;
    if (ready > 0)
        memmove(one->packets, one->packets + ready, one->packet_count * sizeof *one->packets);
    return true;
}

uint64_t feed_reports(const feed *one)
{
    return one->written.reports;
}

static void feed_free(feed *one)
{
    for (size_t i = 0; i < one->sensor_count; i++)
        datagram_writer_destroy(one->writers[i]);
    for (size_t i = 0; i < one->packet_count; i++)
        free(one->packets[i].data);
    free(one->writers);
    free(one->packets);
    free(one);
}

bool feed_finish(feed *one, int64_t end_ns, feed_counts *counts, char error[512])
{
    const control_message pause = clock_message(one, CONTROL_PAUSE, 2, end_ns);
    if (!feed_flush(one, end_ns, error) || !control_write(one, &pause, end_ns, error)) {
        feed_abandon(one);
        return false;
    }
    *counts = one->written;
    const bool whole = recording_close(one->recording);
    if (!whole)
        snprintf(error, 512, "the last bytes of the recording could not be written");
    feed_free(one);
    return whole;
}

void feed_abandon(feed *one)
{
    if (!one)
        return;
    recording_abandon(one->recording);
    feed_free(one);
}
