#include "daemon/recording/recording.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Captures made byte by byte, as the formats' descriptions have them (draft-ietf-opsawg-pcap and
 * -pcapng), so that what libpcap writes is not held against itself. */
typedef struct bytes {
    uint8_t data[8192];
    size_t size;
    bool big; /* order of the numbers in the file's own headers */
} bytes;

static void put(bytes *out, const void *data, size_t size)
{
    memcpy(out->data + out->size, data, size);
    out->size += size;
}

static void put_number(bytes *out, uint64_t value, size_t width)
{
    for (size_t i = 0; i < width; i++)
        out->data[out->size++] = (uint8_t)(value >> 8 * (out->big ? width - 1 - i : i));
}

static void put_hex(bytes *out, const char *hex)
{
    for (; *hex; hex += hex[1] ? 2 : 1) {
        if (*hex == ' ')
            hex++;
        out->data[out->size++] = (uint8_t)strtoul((char[3]){hex[0], hex[1], 0}, NULL, 16);
    }
}

/* IPv4 10.0.0.1:48001 to 127.0.0.1:47800 with the four bytes "abcd". */
#define IP_HEAD  "45000020000040004011" /* length 32, whole, UDP */
#define IP_TAIL  "0000 0a000001 7f000001 bb81 bab8 000c 0000 61626364"
#define IP_UDP   IP_HEAD IP_TAIL
#define ETHERNET "000000000000 000000000000 0800"

#define MICROSECONDS UINT32_C(0xA1B2C3D4)
#define NANOSECONDS  UINT32_C(0xA1B23C4D)
enum {
    LINK_NULL = 0,
    LINK_ETHERNET = 1,
    LINK_RAW = 101,
    LINK_LOOP = 108,
    LINK_SLL = 113,
    LINK_WIRELESS = 127,
    LINK_SLL2 = 276
};

static void pcap_begin(bytes *out, uint32_t magic, uint32_t link)
{
    put_number(out, magic, 4);
    put_number(out, 2, 2);
    put_number(out, 4, 2);
    put_number(out, 0, 8);
    put_number(out, 65535, 4);
    put_number(out, link, 4);
}

static void pcap_packet(bytes *out, uint32_t second, uint32_t fraction, const char *hex)
{
    bytes frame = {.size = 0};
    put_hex(&frame, hex);
    put_number(out, second, 4);
    put_number(out, fraction, 4);
    put_number(out, frame.size, 4);
    put_number(out, frame.size, 4);
    put(out, frame.data, frame.size);
}

static char path[64];

static recording_reader *open_bytes(const bytes *file, char error[512])
{
    strcpy(path, "/tmp/picket-recording-XXXXXX");
    const int descriptor = mkstemp(path);
    CU_ASSERT_FATAL(descriptor >= 0);
    CU_ASSERT_EQUAL_FATAL(write(descriptor, file->data, file->size), (ssize_t)file->size);
    close(descriptor);
    recording_reader *reader = recording_open(path, error);
    unlink(path);
    return reader;
}

static void expect_one(const bytes *file, int64_t stamp_ns)
{
    char error[512] = "";
    recording_reader *reader = open_bytes(file, error);
    CU_ASSERT_STRING_EQUAL(error, "");
    CU_ASSERT_PTR_NOT_NULL_FATAL(reader);
    recorded packet;
    CU_ASSERT_EQUAL_FATAL(recording_read(reader, &packet, error), 1);
    CU_ASSERT_EQUAL(packet.stamp_ns, stamp_ns);
    CU_ASSERT_EQUAL(packet.source_address, 0x0A000001);
    CU_ASSERT_EQUAL(packet.target_address, 0x7F000001);
    CU_ASSERT_EQUAL(packet.source_port, 48001);
    CU_ASSERT_EQUAL(packet.target_port, 47800);
    CU_ASSERT_EQUAL_FATAL(packet.size, 4);
    CU_ASSERT_EQUAL(memcmp(packet.data, "abcd", 4), 0);
    CU_ASSERT_EQUAL(recording_read(reader, &packet, error), 0);
    recording_end(reader);
}

/* Nanosecond files were refused, cut to microseconds or read as microseconds by several tools. */
static void nanoseconds_are_kept_in_either_byte_order(void)
{
    for (int big = 0; big < 2; big++) {
        bytes file = {.big = big};
        pcap_begin(&file, NANOSECONDS, LINK_ETHERNET);
        pcap_packet(&file, 5, 118831273, ETHERNET IP_UDP);
        expect_one(&file, INT64_C(5118831273));
    }
}

/* An exercise in 2050 was recorded and could not be read back. */
static void stamps_after_2038_are_read(void)
{
    bytes file = {.size = 0};
    pcap_begin(&file, NANOSECONDS, LINK_RAW);
    pcap_packet(&file, UINT32_C(2524608000), 5, IP_UDP); /* 2050-01-01T00:00:00Z */
    expect_one(&file, INT64_C(2524608000) * 1000000000 + 5);
}

static void microseconds_are_told_from_nanoseconds(void)
{
    for (int big = 0; big < 2; big++) {
        bytes file = {.big = big};
        pcap_begin(&file, MICROSECONDS, LINK_ETHERNET);
        pcap_packet(&file, 5, 118831, ETHERNET IP_UDP);
        expect_one(&file, INT64_C(5118831000));
    }
}

static void pcapng_is_known_by_its_first_bytes(void)
{
    bytes file = {.size = 0};
    put_hex(&file, "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000"); /* section */
    put_hex(&file, "01000000 20000000 0100 0000 00000400"); /* an Ethernet interface */
    put_hex(&file, "0900 0100 09000000 00000000 20000000"); /* if_tsresol: 1e-9 s */
    put_hex(&file, "06000000 50000000 00000000"); /* packet of interface 0, high half of the time */
    const uint64_t time = UINT64_C(5118831273);
    put_number(&file, time >> 32, 4);
    put_number(&file, time & 0xFFFFFFFF, 4);
    put_number(&file, 46, 4);
    put_number(&file, 46, 4);
    put_hex(&file, ETHERNET IP_UDP "0000"); /* padded to four bytes */
    put_hex(&file, "50000000");
    expect_one(&file, INT64_C(5118831273));
}

static void each_link_type_leads_to_the_same_datagram(void)
{
    static const struct {
        uint32_t link;
        const char *frame;
    } frames[] = {
        {LINK_ETHERNET, ETHERNET IP_UDP "000000000000"}, /* padded, as short frames are */
        {LINK_ETHERNET, "000000000000 000000000000 8100 0007 0800" IP_UDP},           /* VLAN */
        {LINK_ETHERNET, "000000000000 000000000000 88a8 0003 8100 0007 0800" IP_UDP}, /* two */
        {LINK_SLL, "0000 0304 0006 000000000000 0000 0800" IP_UDP},
        {LINK_SLL2, "0800 0000 00000001 0304 00 06 0000000000000000" IP_UDP},
        {LINK_RAW, IP_UDP},
        {LINK_NULL, "02000000" IP_UDP},
        {LINK_NULL, "00000002" IP_UDP}, /* captured on a machine of the other byte order */
        {LINK_LOOP, "00000002" IP_UDP},
    };
    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
        bytes file = {.size = 0};
        pcap_begin(&file, NANOSECONDS, frames[i].link);
        pcap_packet(&file, 1, 0, frames[i].frame);
        expect_one(&file, 1000000000);
    }
}

static void an_unknown_link_type_is_named(void)
{
    bytes file = {.size = 0};
    pcap_begin(&file, NANOSECONDS, LINK_WIRELESS);
    char error[512] = "";
    CU_ASSERT_PTR_NULL(open_bytes(&file, error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "link type 127"));
}

static void a_file_cut_in_a_packet_plays_to_its_last_whole_packet(void)
{
    bytes file = {.size = 0};
    pcap_begin(&file, NANOSECONDS, LINK_ETHERNET);
    pcap_packet(&file, 1, 0, ETHERNET IP_UDP);
    pcap_packet(&file, 2, 0, ETHERNET IP_UDP);
    file.size -= 3;
    char error[512] = "";
    recording_reader *reader = open_bytes(&file, error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(reader);
    recorded packet;
    CU_ASSERT_EQUAL(recording_read(reader, &packet, error), 1);
    CU_ASSERT_EQUAL(packet.stamp_ns, 1000000000);
    CU_ASSERT_EQUAL(recording_read(reader, &packet, error), -1);
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "breaks off (truncated"));
    recording_end(reader);
}

static void what_is_no_whole_udp_datagram_is_counted_and_passed_over(void)
{
    static const char *const others[] = {
        "000000000000 000000000000 0806 0001",     /* ARP */
        "000000000000 000000000000 86dd 60000000", /* IPv6 */
        ETHERNET "45000020000020004011" IP_TAIL,   /* first fragment */
        ETHERNET "45000020000000034011" IP_TAIL,   /* a later fragment */
        ETHERNET "45000020000040004006" IP_TAIL,   /* TCP */
        ETHERNET "46000020000040004011",           /* cut within IPv4 */
        ETHERNET IP_HEAD "0000 0a000001 7f000001 bb81 bab8 000d 0000 61626364", /* cut payload */
        ETHERNET IP_HEAD "0000 0a000001 7f000001 bb81 bab8 0007 0000 61626364", /* length < 8 */
        "00",
    };
    const size_t count = sizeof others / sizeof others[0];
    bytes file = {.size = 0};
    pcap_begin(&file, NANOSECONDS, LINK_ETHERNET);
    for (size_t i = 0; i < count; i++)
        pcap_packet(&file, 1, 0, others[i]);
    pcap_packet(&file, 2, 0, ETHERNET IP_UDP);
    char error[512] = "";
    recording_reader *reader = open_bytes(&file, error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(reader);
    recorded packet;
    CU_ASSERT_EQUAL(recording_read(reader, &packet, error), 1);
    CU_ASSERT_EQUAL(packet.stamp_ns, 2000000000);
    CU_ASSERT_EQUAL(recording_skipped(reader), count);
    CU_ASSERT_EQUAL(recording_read(reader, &packet, error), 0);
    recording_end(reader);
}

static void text_is_no_recording(void)
{
    bytes file = {.size = 0};
    put(&file, "time_s,track,lat_deg,lon_deg,alt_m\n", 35);
    char error[512] = "";
    CU_ASSERT_PTR_NULL(open_bytes(&file, error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "is no recording"));
}

static void what_is_written_has_the_bytes_of_the_format(void)
{
    bytes expected = {.size = 0};
    pcap_begin(&expected, NANOSECONDS, LINK_ETHERNET);
    expected.data[18] = 4; /* libpcap's own length of a snapshot, 262,144 = 4 << 16 */
    expected.data[16] = expected.data[17] = 0;
    /* 4500 + 0020 + 4000 + 4011 + 0a00 + 0001 + 7f00 + 0001 = 14e33; 4e34; its complement b1cb. */
    pcap_packet(&expected, 946684800, 118831273,
                ETHERNET IP_HEAD "b1cb 0a000001 7f000001 bb81 bab8 000c 0000 61626364");
    char error[512] = "";
    snprintf(path, sizeof path, "/tmp/picket-recording-%ld.pcap", (long)getpid());
    recording_writer *writer = recording_create(path, error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(writer);
    const recorded packet = {.stamp_ns = INT64_C(946684800118831273),
                             .source_address = 0x0A000001,
                             .target_address = 0x7F000001,
                             .source_port = 48001,
                             .target_port = 47800,
                             .data = (const uint8_t *)"abcd",
                             .size = 4};
    CU_ASSERT_TRUE(recording_write(writer, &packet, error));
    CU_ASSERT_NOT_EQUAL(access(path, F_OK), 0); /* it stands beside its place until it is whole */
    CU_ASSERT_TRUE(recording_close(writer));
    bytes got = {.size = 0};
    FILE *stream = fopen(path, "rb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    got.size = fread(got.data, 1, sizeof got.data, stream);
    fclose(stream);
    unlink(path);
    CU_ASSERT_EQUAL_FATAL(got.size, expected.size);
    CU_ASSERT_EQUAL(memcmp(got.data, expected.data, got.size), 0);
}

static void what_does_not_fit_is_refused_and_not_cut(void)
{
    static uint8_t data[65508];
    char error[512] = "";
    snprintf(path, sizeof path, "/tmp/picket-recording-%ld.pcap", (long)getpid());
    recording_writer *writer = recording_create(path, error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(writer);
    CU_ASSERT_TRUE(recording_write(writer, &(recorded){.data = data, .size = 65507}, error));
    CU_ASSERT_FALSE(recording_write(writer, &(recorded){.data = data, .size = 65508}, error));
    CU_ASSERT_FALSE(recording_write(writer, &(recorded){.stamp_ns = -1}, error));
    recording_abandon(writer);
    CU_ASSERT_NOT_EQUAL(access(path, F_OK), 0);
}

static void a_folder_that_is_not_there_is_said(void)
{
    char error[512] = "";
    CU_ASSERT_PTR_NULL(recording_create("/nowhere/at/all.pcap", error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "No such file or directory"));
    CU_ASSERT_PTR_NULL(recording_open("/nowhere/at/all.pcap", error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "No such file or directory"));
}

CU_TestInfo recording_tests[] = {
    {"nanoseconds are kept in either byte order", nanoseconds_are_kept_in_either_byte_order},
    {"stamps after 2038 are read", stamps_after_2038_are_read},
    {"microseconds are told from nanoseconds", microseconds_are_told_from_nanoseconds},
    {"pcapng is known by its first bytes", pcapng_is_known_by_its_first_bytes},
    {"each link type leads to the same datagram", each_link_type_leads_to_the_same_datagram},
    {"an unknown link type is named", an_unknown_link_type_is_named},
    {"a file cut in a packet plays to its last whole packet",
     a_file_cut_in_a_packet_plays_to_its_last_whole_packet},
    {"what is no whole udp datagram is counted and passed over",
     what_is_no_whole_udp_datagram_is_counted_and_passed_over},
    {"text is no recording", text_is_no_recording},
    {"what is written has the bytes of the format", what_is_written_has_the_bytes_of_the_format},
    {"what does not fit is refused and not cut", what_does_not_fit_is_refused_and_not_cut},
    {"a folder that is not there is said", a_folder_that_is_not_there_is_said},
    CU_TEST_INFO_NULL,
};
