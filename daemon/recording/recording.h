/* recording.h - recordings: pcap files of UDP datagrams, stamped in exercise time.
 *
 * Written as nanosecond pcap, Ethernet frames with IPv4 and UDP, so that tcpdump, Wireshark and
 * tcpreplay read, cut and replay them. Read by their first bytes, never by suffix: pcap of either
 * byte order and resolution, pcapng; Ethernet, cooked v1 and v2, raw, loopback.
 *
 * The stamp of a packet is the exercise time at which the daemon took it. Control messages stand in
 * a recording like every other input: they say when the exercise began and ended.
 */
#ifndef DAEMON_RECORDING_H
#define DAEMON_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Target ports in what Picket records: they say which input a datagram came to, whatever port the
 * daemon listened on. */
#define RECORDED_REPORTS 47800
#define RECORDED_CONTROL 47801

/* One datagram of a recording. */
typedef struct recorded {
    int64_t stamp_ns;
    uint32_t source_address, target_address; /* IPv4, host order */
    uint16_t source_port, target_port;       /* host order */
    const uint8_t *data;                     /* payload; valid until the next read */
    size_t size;
} recorded;

typedef struct recording_writer recording_writer;
typedef struct recording_reader recording_reader;

/* Writes beside path and takes its place when closed (file.h). error gets one line for the user,
 * with the system's words in brackets. NULL on failure. */
recording_writer *recording_create(const char *path, char error[512]);

/* false: nothing more can be written (disk full); error says so. */
bool recording_write(recording_writer *writer, const recorded *packet, char error[512]);

/* Gives what was written to the system; false: it could not. */
bool recording_flush(recording_writer *writer);

/* Flushes, closes and renames; false where that could not be done: the old file is as it was. NULL
 * is taken. */
bool recording_close(recording_writer *writer);
/* Removes what was written; an older file at the path is as it was. NULL is taken. */
void recording_abandon(recording_writer *writer);

/* "-" is standard input. NULL on failure; error says why. */
recording_reader *recording_open(const char *path, char error[512]);

/* 1: *packet is the next UDP datagram. 0: the end. -1: error says what is wrong; a file that ends
 * in mid-packet gives its last whole packet, then -1. Packets that are no UDP are counted and
 * passed over; so are IP fragments and packets that the capture cut short. */
int recording_read(recording_reader *reader, recorded *packet, char error[512]);

/* Packets passed over so far. */
uint64_t recording_skipped(const recording_reader *reader);
/* The share of the file that was read, 0 to 1; -1 where its length is not known (a pipe). */
double recording_share(const recording_reader *reader);
void recording_end(recording_reader *reader);

#endif
