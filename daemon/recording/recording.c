#include "daemon/recording/recording.h"

#include "daemon/file.h"

#include <pcap/pcap.h>
#include <pcap/sll.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SNAP_LENGTH  262144 /* the most that libpcap lets a packet have */
#define STAMP_LIMIT  (INT64_C(4294967296) * 1000000000) /* pcap keeps seconds in 32 bits */
#define ETHERNET     14
#define IPV4         20
#define UDP          8
#define PAYLOAD_MAX  (65535 - IPV4 - UDP)
#define IPV4_TYPE    0x0800
#define VLAN_TYPE    0x8100
#define SERVICE_TYPE 0x88A8 /* the outer of two VLAN tags */

struct recording_writer {
    file_part file;
    pcap_t *format;
    pcap_dumper_t *dumper;
    uint8_t frame[ETHERNET + 65535];
};

struct recording_reader {
    pcap_t *capture;
    int link;
    uint64_t skipped;
    int64_t file_bytes; /* -1: not known */
    char path[256];
};

static void put16(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value)
{
    put16(at, value >> 16);
    put16(at + 2, value & 0xFFFF);
}

static uint32_t get16(const uint8_t *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}

static uint32_t get32(const uint8_t *at)
{
    return get16(at) << 16 | get16(at + 2);
}

/* The sum of RFC 1071 over a header of an even number of bytes. */
static uint32_t checksum(const uint8_t *header, size_t size)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < size; i += 2)
        sum += get16(header + i);
    sum = (sum & 0xFFFF) + (sum >> 16);
    sum = (sum & 0xFFFF) + (sum >> 16);
    return ~sum & 0xFFFF;
}

/* Whole datagrams that are never in parts need no identification (RFC 6864), and a UDP checksum of
 * 0 says that there is none (RFC 768). */
static size_t frame_make(const recorded *packet, uint8_t *frame)
{
    memset(frame, 0, ETHERNET + IPV4 + UDP);
    put16(frame + 12, IPV4_TYPE);
    uint8_t *ip = frame + ETHERNET;
    ip[0] = 0x45; /* version 4, five words of header */
    put16(ip + 2, (uint32_t)(IPV4 + UDP + packet->size));
    put16(ip + 6, 0x4000); /* not to be cut */
    ip[8] = 64;
    ip[9] = 17;
    put32(ip + 12, packet->source_address);
    put32(ip + 16, packet->target_address);
    put16(ip + 10, checksum(ip, IPV4));
    uint8_t *udp = ip + IPV4;
    put16(udp, packet->source_port);
    put16(udp + 2, packet->target_port);
    put16(udp + 4, (uint32_t)(UDP + packet->size));
    if (packet->size > 0)
        memcpy(udp + UDP, packet->data, packet->size);
    return ETHERNET + IPV4 + UDP + packet->size;
}

recording_writer *recording_create(const char *path, char error[512])
{
    recording_writer *writer = calloc(1, sizeof *writer);
    if (!writer) {
        snprintf(error, 512, "memory was refused");
        return NULL;
    }
    const int failed = file_part_open(&writer->file, path);
    if (failed) {
        snprintf(error, 512, "%.300s cannot be written (%s)", path, strerror(failed));
        free(writer);
        return NULL;
    }
    writer->format =
        pcap_open_dead_with_tstamp_precision(DLT_EN10MB, SNAP_LENGTH, PCAP_TSTAMP_PRECISION_NANO);
    if (writer->format)
        writer->dumper = pcap_dump_fopen(writer->format, writer->file.stream);
    if (!writer->dumper) {
        snprintf(error, 512, "%.300s cannot be written (%.100s)", path,
                 writer->format ? pcap_geterr(writer->format) : "memory was refused");
        recording_abandon(writer);
        return NULL;
    }
    return writer;
}

bool recording_write(recording_writer *writer, const recorded *packet, char error[512])
{
    if (packet->size > PAYLOAD_MAX || packet->stamp_ns < 0 || packet->stamp_ns >= STAMP_LIMIT) {
        snprintf(error, 512, "a datagram of %zu bytes stamped %lld ns does not fit in a recording",
                 packet->size, (long long)packet->stamp_ns);
        return false;
    }
    const size_t size = frame_make(packet, writer->frame);
    const struct pcap_pkthdr header = {
        .ts = {.tv_sec = packet->stamp_ns / 1000000000, .tv_usec = packet->stamp_ns % 1000000000},
        .caplen = (uint32_t)size,
        .len = (uint32_t)size,
    };
    errno = 0;
    pcap_dump((u_char *)writer->dumper, &header, writer->frame);
    if (ferror(writer->file.stream)) {
        snprintf(error, 512, "%.300s cannot be written (%s)", writer->file.path, strerror(errno));
        return false;
    }
    return true;
}

bool recording_flush(recording_writer *writer)
{
    return pcap_dump_flush(writer->dumper) == 0;
}

/* A dumper is nothing but its stream: closing that here keeps the error that pcap_dump_close
 * would lose. */
bool recording_close(recording_writer *writer)
{
    if (!writer)
        return true;
    const bool whole = file_part_finish(&writer->file) == 0;
    pcap_close(writer->format);
    free(writer);
    return whole;
}

void recording_abandon(recording_writer *writer)
{
    if (!writer)
        return;
    file_part_abandon(&writer->file);
    if (writer->format)
        pcap_close(writer->format);
    free(writer);
}

static bool link_is_read(int link)
{
    static const int links[] = {DLT_EN10MB, DLT_LINUX_SLL, DLT_LINUX_SLL2, DLT_RAW,
                                DLT_IPV4,   DLT_NULL,      DLT_LOOP};
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
        if (links[i] == link)
            return true;
    return false;
}

static int64_t bytes_of(FILE *stream)
{
    struct stat status;
    if (fstat(fileno(stream), &status) != 0 || !S_ISREG(status.st_mode))
        return -1;
    return status.st_size;
}

/* libpcap closes the stream with the capture, but not where it refuses to open one. */
static pcap_t *capture_open(const char *path, char error[512])
{
    const bool standard = strcmp(path, "-") == 0;
    FILE *stream = standard ? stdin : fopen(path, "rb");
    if (!stream) {
        snprintf(error, 512, "%.300s cannot be read (%s)", path, strerror(errno));
        return NULL;
    }
    char why[PCAP_ERRBUF_SIZE] = "";
    pcap_t *capture =
        pcap_fopen_offline_with_tstamp_precision(stream, PCAP_TSTAMP_PRECISION_NANO, why);
    if (!capture) {
        snprintf(error, 512, "%.250s is no recording (%.150s). Recordings are pcap or pcapng files",
                 path, why);
        if (!standard)
            fclose(stream);
    }
    return capture;
}

recording_reader *recording_open(const char *path, char error[512])
{
    recording_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        snprintf(error, 512, "memory was refused");
        return NULL;
    }
    reader->capture = capture_open(path, error);
    if (!reader->capture) {
        free(reader);
        return NULL;
    }
    snprintf(reader->path, sizeof reader->path, "%s", path);
    reader->link = pcap_datalink(reader->capture);
    reader->file_bytes = bytes_of(pcap_file(reader->capture));
    if (!link_is_read(reader->link)) {
        const char *name = pcap_datalink_val_to_name(reader->link);
        snprintf(error, 512,
                 "%.250s holds packets of link type %d (%s), which is not read. Those that are: "
                 "Ethernet, cooked (v1, v2), raw, loopback.",
                 path, reader->link, name ? name : "unknown");
        recording_end(reader);
        return NULL;
    }
    return reader;
}

/* Where IPv4 begins in an Ethernet frame, behind any VLAN tags. */
static size_t ethernet_skip(const uint8_t *frame, size_t size)
{
    size_t at = 12;
    while (at + 6 <= size && (get16(frame + at) == VLAN_TYPE || get16(frame + at) == SERVICE_TYPE))
        at += 4;
    return at + 2 <= size && get16(frame + at) == IPV4_TYPE ? at + 2 : 0;
}

/* Loopback headers hold the address family in the byte order of the machine that captured; AF_INET
 * is 2 everywhere. */
static size_t loopback_skip(const uint8_t *frame)
{
    const uint32_t family = get32(frame);
    return family == 2 || family == 0x02000000 ? 4 : 0;
}

/* The bytes of IPv4 in a frame; NULL: it holds none. */
static const uint8_t *ipv4_find(int link, const uint8_t *frame, size_t *size)
{
    size_t skip = 0;
    if (link == DLT_EN10MB && *size > ETHERNET)
        skip = ethernet_skip(frame, *size);
    else if (link == DLT_LINUX_SLL && *size > SLL_HDR_LEN)
        skip = get16(frame + 14) == IPV4_TYPE ? SLL_HDR_LEN : 0;
    else if (link == DLT_LINUX_SLL2 && *size > SLL2_HDR_LEN)
        skip = get16(frame) == IPV4_TYPE ? SLL2_HDR_LEN : 0;
    else if ((link == DLT_NULL || link == DLT_LOOP) && *size > 4)
        skip = loopback_skip(frame);
    else if (link == DLT_RAW || link == DLT_IPV4)
        return frame;
    *size -= skip;
    return skip > 0 ? frame + skip : NULL;
}

/* A whole UDP datagram in IPv4, in one piece. Lengths are those of the headers: Ethernet pads short
 * frames. */
static bool datagram_find(const uint8_t *ip, size_t size, recorded *packet)
{
    if (size < IPV4 + UDP || ip[0] >> 4 != 4 || ip[9] != 17)
        return false;
    const size_t header = (size_t)(ip[0] & 0x0F) * 4;
    const bool fragment = (get16(ip + 6) & 0x3FFF) != 0; /* more follow, or some went before */
    if (header < IPV4 || fragment || header + UDP > size)
        return false;
    const uint8_t *udp = ip + header;
    const size_t length = get16(udp + 4);
    if (length < UDP || header + length > size)
        return false;
    packet->source_address = get32(ip + 12);
    packet->target_address = get32(ip + 16);
    packet->source_port = (uint16_t)get16(udp);
    packet->target_port = (uint16_t)get16(udp + 2);
    packet->data = udp + UDP;
    packet->size = length - UDP;
    return true;
}

/* The file holds 32 bits without a sign; libpcap hands them out with one, so that from 2038 on they
 * come as times before 1970. */
static int64_t second_of(const struct pcap_pkthdr *header)
{
    const int64_t second = header->ts.tv_sec;
    return second < 0 && second >= INT32_MIN ? second + (INT64_C(1) << 32) : second;
}

int recording_read(recording_reader *reader, recorded *packet, char error[512])
{
    for (;;) {
        struct pcap_pkthdr *header;
        const u_char *frame;
        const int got = pcap_next_ex(reader->capture, &header, &frame);
        if (got == PCAP_ERROR_BREAK)
            return 0;
        if (got != 1) {
            snprintf(error, 512, "%s breaks off (%.200s)", reader->path,
                     pcap_geterr(reader->capture));
            return -1;
        }
        const int64_t second = second_of(header);
        if (second < 0 || second >= STAMP_LIMIT / 1000000000) {
            snprintf(error, 512, "%s holds a stamp beyond the year 2106", reader->path);
            return -1;
        }
        size_t size = header->caplen;
        const uint8_t *ip = ipv4_find(reader->link, frame, &size);
        if (ip && datagram_find(ip, size, packet)) {
            packet->stamp_ns = second * 1000000000 + header->ts.tv_usec;
            return 1;
        }
        reader->skipped++;
    }
}

uint64_t recording_skipped(const recording_reader *reader)
{
    return reader->skipped;
}

double recording_share(const recording_reader *reader)
{
    if (reader->file_bytes <= 0)
        return -1.0;
    return (double)ftello(pcap_file(reader->capture)) / (double)reader->file_bytes;
}

void recording_end(recording_reader *reader)
{
    if (!reader)
        return;
    pcap_close(reader->capture);
    free(reader);
}
