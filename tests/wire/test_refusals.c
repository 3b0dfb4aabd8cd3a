/* Every name under which the codec refuses, and what would be refused under it. */
#include "daemon/wire/wire_format.h"
#include "suites.h"
#include "wire/sample.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The codec has taken number 2000 of this run before; the spoilt datagram is 2001. */
#define PRIMER 2000

typedef struct refusal_case {
    refusal why;
    const char *what;
    sample_subject subject;
    void (*spoil)(sample *one);       /* before encoding */
    void (*spoil_bytes)(sample *one); /* after */
} refusal_case;

static void many_append(sample *one, size_t count, const void *bytes, size_t size)
{
    for (size_t i = 0; i < count; i++)
        sample_append(one, bytes, size);
}

/* A report of its own, behind all others of its kind: the bytes of a Plot. */
static void plot_append(sample *one, const uint8_t *plot, size_t size)
{
    const uint8_t head[] = {0x42, (uint8_t)size};
    sample_append(one, head, sizeof head);
    sample_append(one, plot, size);
    one->index = one->message.n_plots;
}

static void fields_append(sample *one)
{
    sample_append(one, "\x42\xe8\x20", 3); /* a plot of 4,200 bytes */
    many_append(one, 2100, "\x32\x00", 2);
}

/* X(name of refusal, line, what, statement): of datagrams, before encoding. */
#define DATAGRAM_MESSAGES(X)                                                                       \
    X(FORMAT_WRONG, 1, "no number of ours", one->message.format = 0x12345678)                      \
    X(FORMAT_WRONG, 2, "no format", one->message.format = 0)                                       \
    X(FORMAT_PORT, 1, "a picture", one->message.format = WIRE_FORMAT_PICTURE)                      \
    X(FORMAT_VERSION, 1, "PKR2", one->message.format = 0x32524B50)                                 \
    X(SENSOR_MISSING, 1, "no name", one->message.sensor = "")                                      \
    X(SENSOR_UNKNOWN, 1, "nobody's name", one->message.sensor = "rok-skies")                       \
    X(SENSOR_UNKNOWN, 2, "half a name", one->message.sensor = "rok-sk")                            \
    X(BEGAN_MISSING, 1, "no beginning", one->message.began_ns = 0)                                 \
    X(BEGAN_MISSING, 2, "before 1970", one->message.began_ns = -1)                                 \
    X(RUN_OLD, 1, "a run before this one", one->message.began_ns--)                                \
    X(SEQUENCE_MISSING, 1, "no number", one->message.sequence = 0)                                 \
    X(SEQUENCE_REPEAT, 1, "a number again", one->message.sequence = PRIMER)                        \
    X(SEQUENCE_OLD, 1, "behind the window", one->message.sequence = PRIMER - 1024)                 \
    X(SENT_MISSING, 1, "no time of sending", one->message.sent_ns = 0)                             \
    X(SENT_FUTURE, 1, "5 s and 1 ns ahead", one->message.sent_ns = SAMPLE_NOW_NS + 5000000001)     \
    X(SENT_FUTURE, 2, "the end of time", one->message.sent_ns = INT64_MAX)                         \
    X(SENT_OLD, 1, "30 s and 1 ns ago", one->message.sent_ns = SAMPLE_NOW_NS - 30000000001)        \
    X(SENT_OLD, 2, "the beginning of time", one->message.sent_ns = INT64_MIN)                      \
    X(CLOCK_UNSET, 1, "no exercise time yet", one->stamp_ns = 0)                                   \
    X(PLATFORM_MISSING, 1, "a ship nowhere",                                                       \
      (one->message.sensor = "jpn-ship", one->message.platform = NULL))                            \
    X(PLATFORM_RANGE, 1, "lat", one->platform.lat_deg = 90.01)                                     \
    X(PLATFORM_RANGE, 2, "lon", one->platform.lon_deg = NAN)                                       \
    X(PLATFORM_RANGE, 3, "height", one->platform.height_m = -12001.0)                              \
    X(PLATFORM_RANGE, 4, "time", one->platform.time_ns = 0)                                        \
    X(PLATFORM_RANGE, 5, "speed", one->platform.up_mps = -12001.0)                                 \
    X(PLATFORM_RANGE, 6, "sigma", one->platform.sigma_horizontal_m = -1.0F)                        \
    X(PLATFORM_RANGE, 7, "sigma up", one->platform.sigma_vertical_m = INFINITY)                    \
    X(PLATFORM_DIFFERS, 1, "111 m north of its place", one->platform.lat_deg += 0.001)

/* Of datagrams, after encoding. */
#define DATAGRAM_BYTES(X)                                                                          \
    X(TOO_SHORT, 1, "11 bytes", one->size = 11)                                                    \
    X(TOO_SHORT, 2, "nothing", one->size = 0)                                                      \
    X(TOO_LONG, 1, "a byte too many", one->size = 9001)                                            \
    X(NOT_PROTOBUF, 1, "cut", one->size--)                                                         \
    X(NOT_PROTOBUF, 2, "a group", sample_append(one, "\x83\x06", 2))                               \
    X(NOT_PROTOBUF, 3, "field 0", sample_append(one, "\x00\x01", 2))                               \
    X(NOT_PROTOBUF, 4, "a length beyond", sample_append(one, "\x42\x7f\x01", 3))                   \
    X(NOT_PROTOBUF, 5, "an endless number",                                                        \
      sample_append(one, "\x38\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 12))                  \
    X(NOT_PROTOBUF, 6, "a packed list cut",                                                        \
      plot_append(one, (const uint8_t *)"\x12\x02\x01\x80", 4))                                    \
    X(NOT_PROTOBUF, 7, "a key of six bytes",                                                       \
      sample_append(one, "\xb8\x80\x80\x80\x80\x00\x01", 7))                                       \
    X(NOT_PROTOBUF, 8, "a key over 32 bits", sample_append(one, "\xb8\x80\x80\x80\x10\x01", 6))    \
    X(FIELD_TYPE, 1, "scan as fixed32", sample_append(one, "\x3d\1\0\0\0", 5))                     \
    X(FIELD_TYPE, 2, "began_ns as varint",                                                         \
      (one->message.began_ns = 0, sample_encode(one), sample_append(one, "\x18\x01", 2)))          \
    X(FIELDS_MANY, 1, "2,100 caveats", fields_append(one))                                         \
    X(FIELD_TWICE, 1, "sensor again", sample_append(one, "\x12\x07rok-sky", 9))                    \
    X(FIELD_TWICE, 2, "scan twice", many_append(one, 2, "\x38\x05", 2))                            \
    X(FIELD_TWICE, 3, "a label twice", plot_append(one, (const uint8_t *)":\1a:\1b", 6))           \
    X(REPORTS_MANY, 1, "65 plots", many_append(one, 62, "\x42\x00", 2))                            \
    X(UNKNOWN_MANY, 1, "129 unknown fields", many_append(one, 129, "\xa0\x06\x01", 3))             \
    X(UNKNOWN_MANY, 2, "513 unknown bytes", many_append(one, 171, "\xa0\x06\x01", 3))              \
    X(TAG_PLACE, 1, "not the last bytes",                                                          \
      sample_append(one,                                                                           \
                    "\x7a\x10"                                                                     \
                    "0123456789abcdef"                                                             \
                    "\x38\x01",                                                                    \
                    20))                                                                           \
    X(TAG_PLACE, 2, "15 bytes",                                                                    \
      sample_append(one,                                                                           \
                    "\x7a\x0f"                                                                     \
                    "0123456789abcde",                                                             \
                    17))                                                                           \
    X(TAG_PLACE, 3, "not bytes", sample_append(one, "\x78\x01", 2))

/* X(name, line, subject, what, statement): of reports. */
#define REPORT_MESSAGES(X)                                                                         \
    X(KIND_NOT_SENT, 1, STATE, "ships send no tracks", one->message.sensor = "jpn-ship")           \
    X(TIME_MISSING, 1, POLAR, "0", one->plot[1].time_ns = 0)                                       \
    X(TIME_MISSING, 2, NOTICE, "0", one->notice.time_ns = 0)                                       \
    X(TIME_MISSING, 3, BEARING, "0", one->bearing.time_ns = 0)                                     \
    X(TIME_UNIT, 1, POLAR, "s", one->plot[1].time_ns /= 1000000000)                                \
    X(TIME_UNIT, 2, POLAR, "ms", one->plot[1].time_ns /= 1000000)                                  \
    X(TIME_UNIT, 3, POLAR, "us", one->plot[1].time_ns /= 1000)                                     \
    X(TIME_RANGE, 1, POLAR, "before 2000", one->plot[1].time_ns = 946684799999999999)              \
    X(TIME_RANGE, 2, POLAR, "after 2100", one->plot[1].time_ns = 4102444800000000001)              \
    X(TIME_RANGE, 3, POLAR, "before 1970", one->plot[1].time_ns = -1)                              \
    X(TIME_UNIT, 4, NOTICE, "until in s", one->notice.until_ns = 1574413200)                       \
    X(TIME_FUTURE, 1, POLAR, "over 1 s", one->plot[1].time_ns = SAMPLE_NOW_NS + 1000000001)        \
    X(TIME_LATE, 1, POLAR, "over 120 s", one->plot[1].time_ns = SAMPLE_NOW_NS - 120000000001)      \
    X(NUMBER_MISSING, 1, STATE, "a track without", one->track.number = 0)                          \
    X(NUMBER_RANGE, 1, POLAR, "2^53", one->plot[1].number = UINT64_C(1) << 53)                     \
    X(BEGAN_AFTER, 1, POLAR, "1 ns after", one->plot[1].began_ns = one->plot[1].time_ns + 1)       \
    X(UPDATED_RANGE, 1, STATE, "1 ns after", one->track.updated_ns = one->track.time_ns + 1)       \
    X(UPDATED_RANGE, 2, ECEF, "in s", one->track.updated_ns = 1574413200)                          \
    X(IDENTITY_PERCENT, 1, POLAR, "without identity", one->plot[1].identity_percent = 50)          \
    X(IDENTITY_PERCENT, 2, POLAR, "101",                                                           \
      (one->plot[1].identity = 3, one->plot[1].identity_percent = 101))                            \
    X(TYPE_RANGE, 1, POLAR, "seven digits", one->plot[1].type_code = 1000000)                      \
    X(CAVEATS_MANY, 1, POLAR, "nine", caveats_set(one, 9))                                         \
    X(TEXT_LONG, 1, POLAR, "65 bytes", one->plot[1].label = LABEL_65)                              \
    X(TEXT_LONG, 2, NOTICE, "201 bytes", one->notice.text = LABEL_65 LABEL_65 LABEL_65 "123456")   \
    X(TEXT_BAD, 1, POLAR, "a control", one->plot[1].label = "a\x1b[1m")                            \
    X(TEXT_BAD, 2, POLAR, "half a character", one->plot[1].label = "\xe2\x82")                     \
    X(TEXT_BAD, 3, NOTICE, "turns the line",                                                       \
      one->notice.text = "a\xe2\x80\xae"                                                           \
                         "b")                                                                      \
    X(GEOMETRY_MISSING, 1, POLAR, "none", one->plot[1].geometry_case = 0)                          \
    X(GEOMETRY_MISSING, 2, STATE, "none", one->track.geometry_case = 0)                            \
    X(GEOMETRY_TWICE, 1, POLAR, "a velocity beside", one->plot[1].velocity = &one->velocity)       \
    X(POSITION_RANGE, 1, GEODETIC, "lat", one->geodetic.lat_deg = -90.0001)                        \
    X(POSITION_RANGE, 2, GEODETIC, "lon", one->geodetic.lon_deg = 180.0001)                        \
    X(POSITION_RANGE, 3, GEODETIC, "height", one->geodetic.height_m = 3000001.0)                   \
    X(POSITION_RANGE, 4, STATE, "height", one->state.height_m = -12001.0)                          \
    X(POSITION_RANGE, 5, ECEF, "degrees for metres",                                               \
      (one->ecef.x_m = 37.5, one->ecef.y_m = 127.0, one->ecef.z_m = 600.0))                        \
    X(POSITION_RANGE, 6, ECEF, "beyond 9,400 km", one->ecef.x_m = 9400001.0)                       \
    X(POSITION_RANGE, 7, POLAR, "towards the centre of the earth",                                 \
      (one->polar[1].range_m = 6000e3, one->polar[1].elevation_deg = -90.0))                       \
    X(POSITION_RANGE, 8, ECEF, "6,339 km",                                                         \
      (one->ecef.x_m = 6339e3, one->ecef.y_m = one->ecef.z_m = 0.0))                               \
    X(RANGE_RANGE, 1, POLAR, "0.9 m", one->polar[1].range_m = 0.9)                                 \
    X(RANGE_RANGE, 2, POLAR, "over 6,000 km", one->polar[1].range_m = 6000001.0)                   \
    X(ANGLE_RANGE, 1, POLAR, "azimuth 360", one->polar[1].azimuth_deg = 360.0)                     \
    X(ANGLE_RANGE, 2, POLAR, "elevation 91", one->polar[1].elevation_deg = 91.0)                   \
    X(ANGLE_RANGE, 3, BEARING, "azimuth -180.1", one->bearing.azimuth_deg = -180.1)                \
    X(VELOCITY_RANGE, 1, GEODETIC, "12,001 m/s", one->velocity.north_mps = 12001.0F)               \
    X(VELOCITY_RANGE, 2, STATE, "12,001 m/s", one->state.up_mps = 12001.0F)                        \
    X(VELOCITY_RANGE, 3, ECEF, "12,001 m/s", one->ecef.vx_mps = -12001.0F)                         \
    X(VELOCITY_RANGE, 4, POLAR, "range rate",                                                      \
      (one->polar[1].range_rate_mps = 12001.0F, one->polar[1].sigma_range_rate_mps = 1.0F))        \
    X(CIRCLE_RANGE, 1, NOTICE, "radius", one->circle.radius_m = 2000001.0)                         \
    X(CIRCLE_RANGE, 2, NOTICE, "lat", one->circle.lat_deg = 91.0)                                  \
    X(PLATFORM_STALE, 1, POLAR, "11 s from its time", ship_late(one))                              \
    X(ACCURACY_MISSING, 1, POLAR, "no sigma", one->polar[1].sigma_range_m = 0.0F)                  \
    X(ACCURACY_MISSING, 2, POLAR, "no sigma", one->polar[1].sigma_azimuth_deg = 0.0F)              \
    X(ACCURACY_MISSING, 3, BEARING, "no sigma", one->bearing.sigma_azimuth_deg = 0.0F)             \
    X(ACCURACY_RANGE, 1, POLAR, "9 mm", one->polar[1].sigma_range_m = 0.009F)                      \
    X(ACCURACY_RANGE, 2, POLAR, "31 degrees", one->polar[1].sigma_azimuth_deg = 31.0F)             \
    X(ACCURACY_RANGE, 3, POLAR, "negative", one->polar[1].sigma_elevation_deg = -0.1F)             \
    X(ACCURACY_RANGE, 4, BEARING, "0.9e-5", one->bearing.sigma_azimuth_deg = 0.9e-5F)              \
    X(ACCURACY_RANGE, 5, POLAR, "range rate", one->polar[1].sigma_range_rate_mps = 10001.0F)       \
    X(HEIGHT_WITHOUT_ACCURACY, 1, GEODETIC, "three numbers", one->geodetic.n_covariance = 3)       \
    X(HEIGHT_WITHOUT_ACCURACY, 2, STATE, "three numbers", flat_state(one))                         \
    X(COVARIANCE_MISSING, 1, GEODETIC, "none", one->geodetic.n_covariance = 0)                     \
    X(COVARIANCE_MISSING, 2, GEODETIC, "velocity's", one->velocity.n_covariance = 0)               \
    X(COVARIANCE_MISSING, 3, ECEF, "none", one->ecef.n_covariance = 0)                             \
    X(COVARIANCE_COUNT, 1, GEODETIC, "4", one->geodetic.n_covariance = 4)                          \
    X(COVARIANCE_COUNT, 2, ECEF, "10", one->ecef.n_covariance = 10)                                \
    X(COVARIANCE_COUNT, 3, STATE, "20", one->state.n_covariance = 20)                              \
    X(COVARIANCE_RANGE, 1, GEODETIC, "9 mm", one->position[0] = 0.81e-4F)                          \
    X(COVARIANCE_RANGE, 2, STATE, "1,001 km", one->full[0] = 1.002e12F)                            \
    X(COVARIANCE_RANGE, 3, ECEF, "11 km/s", one->full[20] = 1.21e8F)                               \
    X(COVARIANCE_RANGE, 4, ECEF, "11 km/s along x", one->full[15] = 1.21e8F)                       \
    X(COVARIANCE_NOT_POSITIVE, 1, GEODETIC, "all zero", memset(one->position, 0, 24))              \
    X(COVARIANCE_NOT_POSITIVE, 2, GEODETIC, "a negative variance", one->position[3] = -100.0F)     \
    X(COVARIANCE_NOT_POSITIVE, 3, GEODETIC, "rank 1",                                              \
      for (size_t i = 0; i < 6; i++) one->position[i] = 100.0F)                                    \
    X(COVARIANCE_NOT_POSITIVE, 4, ECEF, "correlation above 1", one->full[1] = 101.0F)              \
    X(COVARIANCE_NOT_POSITIVE, 5, GEODETIC, "1,000 km by 1 cm",                                    \
      (one->position[0] = one->position[3] = 1e12F, one->position[5] = 1e-4F))                     \
    X(NOT_FINITE, 1, GEODETIC, "lat", one->geodetic.lat_deg = NAN)                                 \
    X(NOT_FINITE, 2, GEODETIC, "covariance", one->position[1] = NAN)                               \
    X(NOT_FINITE, 3, POLAR, "range", one->polar[1].range_m = INFINITY)                             \
    X(NOT_FINITE, 4, POLAR, "azimuth", one->polar[1].azimuth_deg = NAN)                            \
    X(NOT_FINITE, 5, POLAR, "sigma", one->polar[1].sigma_range_m = NAN)                            \
    X(NOT_FINITE, 6, ECEF, "x", one->ecef.x_m = -INFINITY)                                         \
    X(NOT_FINITE, 7, ECEF, "speed", one->ecef.vx_mps = NAN)                                        \
    X(NOT_FINITE, 8, BEARING, "azimuth", one->bearing.azimuth_deg = NAN)                           \
    X(NOT_FINITE, 9, NOTICE, "radius", one->circle.radius_m = NAN)

/* Of reports, after encoding: a third plot of raw bytes behind a polar subject's three. */
#define REPORT_BYTES(X)                                                                            \
    X(TEXT_BAD, 4, POLAR, "a zero byte", plot_append(one, (const uint8_t *)":\3a\0b", 5))          \
    X(GEOMETRY_TWICE, 2, POLAR, "polar and geodetic",                                              \
      plot_append(one, (const uint8_t *)"\x52\x00\x5a\x00", 4))                                    \
    X(GEOMETRY_TWICE, 3, POLAR, "polar in two pieces",                                             \
      plot_append(one, (const uint8_t *)"\x52\x00\x52\x00", 4))

#define LABEL_65 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0"

static void caveats_set(sample *one, size_t count)
{
    for (size_t i = 0; i < count; i++)
        one->caveats[i] = "no-relay";
    one->plot[1].caveats = one->caveats;
    one->plot[1].n_caveats = count;
}

static void ship_late(sample *one)
{
    one->message.sensor = "jpn-ship";
    one->message.platform = &one->platform;
    one->plot[1].time_ns = one->platform.time_ns - 10000000001;
}

static void flat_state(sample *one)
{
    one->state.n_covariance = 3;
    one->full[2] = 100.0F;
    one->full[1] = 0.0F;
}

#define X(name, line, ...) SPOIL(spoil_##name##_##line, __VA_ARGS__)
#define SPOIL(function, what, ...)                                                                 \
    static void function(sample *one)                                                              \
    {                                                                                              \
        __VA_ARGS__;                                                                               \
    }
DATAGRAM_MESSAGES(X)
#undef SPOIL
#define SPOIL(function, what, ...)                                                                 \
    static void bytes_##function(sample *one)                                                      \
    {                                                                                              \
        __VA_ARGS__;                                                                               \
    }
DATAGRAM_BYTES(X)
#undef SPOIL
#define SPOIL(function, subject, what, ...)                                                        \
    static void report_##function(sample *one)                                                     \
    {                                                                                              \
        __VA_ARGS__;                                                                               \
    }
REPORT_MESSAGES(X)
REPORT_BYTES(X)
#undef SPOIL
#undef X

static const refusal_case of_datagrams[] = {
#define X(name, line, what, ...) {REFUSAL_##name, what, SAMPLE_POLAR, spoil_##name##_##line, NULL},
    DATAGRAM_MESSAGES(X)
#undef X
#define X(name, line, what, ...)                                                                   \
    {REFUSAL_##name, what, SAMPLE_POLAR, NULL, bytes_spoil_##name##_##line},
        DATAGRAM_BYTES(X)
#undef X
};
static const refusal_case of_reports[] = {
#define X(name, line, subject, what, ...)                                                          \
    {REFUSAL_##name, what, SAMPLE_##subject, report_spoil_##name##_##line, NULL},
    REPORT_MESSAGES(X)
#undef X
#define X(name, line, subject, what, ...)                                                          \
    {REFUSAL_##name, what, SAMPLE_##subject, NULL, report_spoil_##name##_##line},
        REPORT_BYTES(X)
#undef X
};
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* A codec that has taken number PRIMER: a sample without fault of this subject. */
static codec *codec_primed(const sample *one, sample_subject subject, codec_result *result)
{
    static sample good;
    sample_init(&good, subject, PRIMER);
    sample_encode(&good);
    codec *subjected = codec_create(&one->settings, sample_registry());
    codec_take(subjected, good.stamp_ns, good.data, good.size, result);
    CU_ASSERT_EQUAL(result->why, REFUSAL_NONE);
    CU_ASSERT_EQUAL(result->refused_count, 0);
    return subjected;
}

static void case_make(const refusal_case *one, sample *spoilt)
{
    sample_init(spoilt, one->subject, PRIMER + 1);
    spoilt->settings.datagram_max = 9000;
    if (one->spoil)
        one->spoil(spoilt);
    sample_encode(spoilt);
    if (one->spoil_bytes)
        one->spoil_bytes(spoilt);
}

static uint64_t sum(const uint64_t *counts, size_t size)
{
    uint64_t total = 0;
    for (size_t i = 0; i < size; i++)
        total += counts[i];
    return total;
}

static void case_say(const refusal_case *one, const codec_result *result, refusal why)
{
    if (why != one->why)
        printf("\n    %s, %s: got \"%s\", byte %zu", refusal_name(one->why), one->what,
               refusal_name(why), result->byte);
}

static void each_fault_of_a_datagram_refuses_it_and_moves_nothing(void)
{
    for (size_t i = 0; i < COUNT(of_datagrams); i++) {
        const refusal_case *one = &of_datagrams[i];
        static sample spoilt, good;
        static codec_counts before;
        codec_result result;
        case_make(one, &spoilt);
        codec *tried = codec_primed(&spoilt, one->subject, &result);
        before = *codec_count(tried);
        codec_take(tried, spoilt.stamp_ns, spoilt.data, spoilt.size, &result);
        case_say(one, &result, result.why);
        CU_ASSERT_EQUAL(result.why, one->why);
        CU_ASSERT_EQUAL(result.count + result.refused_count, 0);

        /* But for its own count, all is as it was. */
        before.received++;
        before.refused[one->why]++;
        if (result.sensor >= 0)
            before.sensors[result.sensor].datagrams_refused[one->why]++;
        CU_ASSERT_EQUAL(memcmp(&before, codec_count(tried), sizeof before), 0);
        sample_init(&good, one->subject, PRIMER + 1);
        sample_encode(&good);
        codec_take(tried, good.stamp_ns, good.data, good.size, &result);
        CU_ASSERT_EQUAL(result.why, REFUSAL_NONE);
        codec_destroy(tried);
    }
}

static void each_fault_of_a_report_refuses_it_and_not_its_neighbours(void)
{
    for (size_t i = 0; i < COUNT(of_reports); i++) {
        const refusal_case *one = &of_reports[i];
        static sample spoilt;
        static fusion_report first, last;
        codec_result result;
        case_make(one, &spoilt);
        codec *tried = codec_primed(&spoilt, one->subject, &result);
        first = result.reports[0];
        last = result.reports[spoilt.message.n_plots - 1];
        const uint64_t had = codec_count(tried)->sensors[SAMPLE_SKY].passed;
        codec_take(tried, spoilt.stamp_ns, spoilt.data, spoilt.size, &result);
        CU_ASSERT_EQUAL(result.why, REFUSAL_NONE);
        CU_ASSERT_EQUAL_FATAL(result.refused_count, 1);
        case_say(one, &result, result.refused[0].why);
        CU_ASSERT_EQUAL(result.refused[0].why, one->why);
        CU_ASSERT_EQUAL(result.refused[0].index, spoilt.index);
        CU_ASSERT_EQUAL(result.count, one->spoil_bytes ? 3 : 2);

        const codec_sensor_counts *counts = &codec_count(tried)->sensors[result.sensor];
        CU_ASSERT_EQUAL(counts->refused[one->why], 1);
        CU_ASSERT_EQUAL(sum(counts->refused, REFUSAL_COUNT), 1);
        CU_ASSERT_EQUAL(counts->received, counts->passed + 1);
        if (result.sensor == SAMPLE_SKY) {
            CU_ASSERT_EQUAL(counts->passed, had + result.count);
            CU_ASSERT_EQUAL(memcmp(&result.reports[0], &first, sizeof first), 0);
            CU_ASSERT_EQUAL(memcmp(&result.reports[result.count - 1], &last, sizeof last), 0);
        }
        codec_destroy(tried);
    }
}

static void what_no_arena_holds_is_refused(void)
{
    static sample one;
    codec_result result;
    sample_init(&one, SAMPLE_POLAR, 1);
    sample_encode(&one);
    /* Each size up to one that holds: protobuf-c gives up at every allocation in turn. */
    size_t refused = 0;
    for (one.settings.arena = 16; one.settings.arena < 8192; one.settings.arena += 16) {
        codec *tried = codec_create(&one.settings, sample_registry());
        codec_take(tried, one.stamp_ns, one.data, one.size, &result);
        codec_destroy(tried);
        if (result.why == REFUSAL_NONE)
            break;
        CU_ASSERT_EQUAL(result.why, REFUSAL_DECODE_MEMORY);
        refused++;
    }
    CU_ASSERT_EQUAL(result.why, REFUSAL_NONE);
    CU_ASSERT_TRUE(refused > 10);
}

static void every_name_has_its_case(void)
{
    bool seen[REFUSAL_COUNT] = {[REFUSAL_NONE] = true, [REFUSAL_DECODE_MEMORY] = true};
    /* Not the codec's: keys come later, repeats of a state are found in fusion. */
    seen[REFUSAL_TAG_MISSING] = seen[REFUSAL_TAG_WRONG] = seen[REFUSAL_REPEAT] = true;
    for (size_t i = 0; i < COUNT(of_datagrams); i++)
        seen[of_datagrams[i].why] = true;
    for (size_t i = 0; i < COUNT(of_reports); i++)
        seen[of_reports[i].why] = true;
    for (unsigned why = 0; why < REFUSAL_COUNT; why++) {
        if (!seen[why])
            printf("\n    %s has no case", refusal_name((refusal)why));
        CU_ASSERT_TRUE(seen[why]);
    }
}

static void names_are_words_and_differ(void)
{
    for (unsigned a = 1; a < REFUSAL_COUNT; a++) {
        const char *name = refusal_name((refusal)a);
        CU_ASSERT_EQUAL(strspn(name, "abcdefghijklmnopqrstuvwxyz-"), strlen(name));
        for (unsigned b = a + 1; b < REFUSAL_COUNT; b++)
            CU_ASSERT_NOT_EQUAL(strcmp(name, refusal_name((refusal)b)), 0);
    }
    CU_ASSERT_PTR_NULL(refusal_name(REFUSAL_COUNT));
    CU_ASSERT_PTR_NULL(remark_name(REMARK_COUNT));
    CU_ASSERT_STRING_EQUAL(refusal_name(REFUSAL_NONE), "");
}

/* Whether the specification for writers of simulators has the name in a table or list of names. */
static bool readme_has(const char *readme, const char *name)
{
    char quoted[64];
    snprintf(quoted, sizeof quoted, "`%s`", name);
    return strstr(readme, quoted) != NULL;
}

static void every_name_is_explained(void)
{
    static char readme[65536];
    FILE *file = fopen(SOURCE_ROOT "/proto/README.md", "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    readme[fread(readme, 1, sizeof readme - 1, file)] = '\0';
    fclose(file);
    for (unsigned why = 1; why < REFUSAL_COUNT; why++)
        CU_ASSERT_TRUE(readme_has(readme, refusal_name((refusal)why)));
    for (unsigned what = 0; what < REMARK_COUNT; what++)
        CU_ASSERT_TRUE(readme_has(readme, remark_name((remark)what)));
    CU_ASSERT_FALSE(readme_has(readme, "no-such-name"));
}

CU_TestInfo refusals_tests[] = {
    {"each fault of a datagram refuses it and moves nothing",
     each_fault_of_a_datagram_refuses_it_and_moves_nothing},
    {"each fault of a report refuses it and not its neighbours",
     each_fault_of_a_report_refuses_it_and_not_its_neighbours},
    {"what no arena holds is refused", what_no_arena_holds_is_refused},
    {"every name has its case", every_name_has_its_case},
    {"names are words and differ", names_are_words_and_differ},
    {"every name is explained", every_name_is_explained},
    CU_TEST_INFO_NULL,
};
