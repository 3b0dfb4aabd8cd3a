#include "daemon/wire/datagram_writer.h"

#include "daemon/wire/codec.h"
#include "daemon/wire/wire_format.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define WRITER_ROOM_MAX 9000

struct datagram_writer {
    Picket__V1__Datagram message;
    char sensor[64];
    size_t room;
    datagram_sink *sink;
    void *context;
    uint32_t sequence; /* of the datagram last sent */
    size_t size;       /* bytes of the datagram as it stands */
    size_t count;      /* reports in it */
    Picket__V1__Plot *plots[CODEC_REPORTS_MAX];
    Picket__V1__Track *tracks[CODEC_REPORTS_MAX];
    Picket__V1__Bearing *bearings[CODEC_REPORTS_MAX];
    Picket__V1__Notice *notices[CODEC_REPORTS_MAX];
    uint8_t data[WRITER_ROOM_MAX];
};

datagram_writer *datagram_writer_create(const char *sensor, int64_t began_ns, size_t room,
                                        datagram_sink *sink, void *context)
{
    datagram_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return NULL;
    assert(strlen(sensor) < sizeof writer->sensor && room <= WRITER_ROOM_MAX);
    memcpy(writer->sensor, sensor, strlen(sensor) + 1);
    picket__v1__datagram__init(&writer->message);
    writer->message.format = WIRE_FORMAT_REPORTS;
    writer->message.sensor = writer->sensor;
    writer->message.began_ns = began_ns;
    writer->message.plots = writer->plots;
    writer->message.tracks = writer->tracks;
    writer->message.bearings = writer->bearings;
    writer->message.notices = writer->notices;
    writer->room = room;
    writer->sink = sink;
    writer->context = context;
    return writer;
}

void datagram_writer_destroy(datagram_writer *writer)
{
    free(writer);
}

/* Bytes of the head: sequence and time are fixed fields, so any value but 0 measures them. */
static void writer_empty(datagram_writer *writer)
{
    Picket__V1__Datagram *message = &writer->message;
    message->n_plots = message->n_tracks = message->n_bearings = message->n_notices = 0;
    message->sequence = 1;
    message->sent_ns = 1;
    writer->count = 0;
    writer->size = picket__v1__datagram__get_packed_size(message);
}

void datagram_writer_begin(datagram_writer *writer, uint32_t scan, Picket__V1__Platform *platform)
{
    assert(writer->count == 0);
    writer->message.scan = scan;
    writer->message.platform = platform;
    writer_empty(writer);
}

static bool writer_send(datagram_writer *writer, int64_t sent_ns)
{
    writer->message.sequence = ++writer->sequence;
    writer->message.sent_ns = sent_ns;
    const size_t size = picket__v1__datagram__pack(&writer->message, writer->data);
    writer_empty(writer);
    return writer->sink(writer->context, sent_ns, writer->data, size);
}

static size_t report_size(const datagram_report *report)
{
    const size_t size = report->plot      ? picket__v1__plot__get_packed_size(report->plot)
                        : report->track   ? picket__v1__track__get_packed_size(report->track)
                        : report->bearing ? picket__v1__bearing__get_packed_size(report->bearing)
                                          : picket__v1__notice__get_packed_size(report->notice);
    return size + (size < 128 ? 2 : 3); /* key and length before it */
}

static void writer_append(datagram_writer *writer, const datagram_report *report)
{
    Picket__V1__Datagram *message = &writer->message;
    if (report->plot)
        writer->plots[message->n_plots++] = report->plot;
    else if (report->track)
        writer->tracks[message->n_tracks++] = report->track;
    else if (report->bearing)
        writer->bearings[message->n_bearings++] = report->bearing;
    else
        writer->notices[message->n_notices++] = report->notice;
    writer->count++;
}

bool datagram_writer_add(datagram_writer *writer, int64_t sent_ns, const datagram_report *report)
{
    const size_t size = report_size(report);
    const bool full = writer->count == CODEC_REPORTS_MAX || writer->size + size > writer->room;
    if (writer->count > 0 && full && !writer_send(writer, sent_ns))
        return false;
    if (writer->size + size > writer->room)
        return false;
    writer_append(writer, report);
    writer->size += size;
    return true;
}

bool datagram_writer_finish(datagram_writer *writer, int64_t sent_ns)
{
    return writer_send(writer, sent_ns);
}
