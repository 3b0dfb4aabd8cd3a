/* datagram_writer.h - makes the datagrams of one sensor, as a simulator does.
 *
 * Reports are given as protobuf-c messages of picket.v1; they are gathered into datagrams of at
 * most `room` bytes, numbered 1, 2, 3 ... within the run. A report that does not fit goes over to
 * the next datagram with the same scan.
 */
#ifndef DAEMON_DATAGRAM_WRITER_H
#define DAEMON_DATAGRAM_WRITER_H

#include "picket/v1/report.pb-c.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Gets each finished datagram; data is valid during the call. false ends the writing. */
typedef bool datagram_sink(void *context, int64_t sent_ns, const uint8_t *data, size_t size);

typedef struct datagram_writer datagram_writer;

/* sensor (under 64 bytes) is copied; began_ns is the start of the run, over 0; room is at most
 * 9,000 (1,400 is what the daemon takes unless configured). NULL where memory was refused. */
datagram_writer *datagram_writer_create(const char *sensor, int64_t began_ns, size_t room,
                                        datagram_sink *sink, void *context);
void datagram_writer_destroy(datagram_writer *writer);

/* Begins the datagrams of one look: what is added from here on is of this scan (0: none) and
 * carries this platform (NULL: a fixed sensor). The platform must live until finish. */
void datagram_writer_begin(datagram_writer *writer, uint32_t scan, Picket__V1__Platform *platform);
/* Adds one report; exactly one of the pointers is set. The message must live until finish. Where it
 * does not fit, what was gathered is sent first, with sent_ns. false: the sink ended the writing,
 * or this report alone is too long for a datagram. */
typedef struct datagram_report {
    Picket__V1__Plot *plot;
    Picket__V1__Track *track;
    Picket__V1__Bearing *bearing;
    Picket__V1__Notice *notice;
} datagram_report;
bool datagram_writer_add(datagram_writer *writer, int64_t sent_ns, const datagram_report *report);
/* Sends what is left; an empty look sends an empty datagram: a heartbeat. sent_ns is over 0. */
bool datagram_writer_finish(datagram_writer *writer, int64_t sent_ns);

#endif
