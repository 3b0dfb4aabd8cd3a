#include "daemon/wire/control_wire.h"
#include "suites.h"

#include <string.h>

#define BEGAN INT64_C(1574413000000000000)
#define START INT64_C(1574413200000000000)

static control_message clock_message(void)
{
    return (control_message){.kind = CONTROL_CLOCK,
                             .who = "replay",
                             .began_ns = BEGAN,
                             .sequence = 1,
                             .sent_ns = START,
                             .mode = CONTROL_RUN,
                             .time_ns = START,
                             .rate_permille = 10000,
                             .new_run = true};
}

static void each_kind_comes_back_as_it_was_sent(void)
{
    control_message sent[4] = {clock_message(), clock_message(), clock_message()}, got;
    sent[1] = (control_message){.kind = CONTROL_SAYS,
                                .who = "white-cell",
                                .began_ns = BEGAN,
                                .sequence = UINT32_MAX,
                                .sent_ns = START,
                                .sentence = "hold sensor rok-sky",
                                .until_ns = START + 1,
                                .reason = "drill"};
    sent[2] = (control_message){.kind = CONTROL_DRAIN,
                                .who = "replay",
                                .began_ns = BEGAN,
                                .sequence = 3,
                                .drain_datagrams = UINT64_MAX};
    sent[3] = (control_message){.kind = CONTROL_STOOD,
                                .who = "picketd",
                                .began_ns = BEGAN,
                                .sequence = 4,
                                .said_ns = START,
                                .until_ns = START + 5};
    memset(sent[3].speaker, 'A', sizeof sent[3].speaker - 1); /* the longest that there can be */
    memset(sent[3].sentence, 'b', sizeof sent[3].sentence - 1);
    for (size_t i = 0; i < 4; i++) {
        uint8_t data[CONTROL_ROOM];
        const size_t size = control_encode(&sent[i], data, sizeof data);
        CU_ASSERT_TRUE(size > 0);
        CU_ASSERT_PTR_NULL(control_decode(data, size, &got));
        CU_ASSERT_EQUAL(got.kind, sent[i].kind);
        CU_ASSERT_STRING_EQUAL(got.who, sent[i].who);
        uint8_t again[CONTROL_ROOM];
        CU_ASSERT_EQUAL(control_encode(&got, again, sizeof again), size);
        CU_ASSERT_EQUAL(memcmp(again, data, size), 0);
        CU_ASSERT_EQUAL(control_encode(&sent[i], data, size - 1), 0);
        CU_ASSERT_EQUAL(control_encode(&sent[i], data, size), size);
    }
}

static void every_mode_is_one(void)
{
    for (control_mode mode = CONTROL_WALL; mode <= CONTROL_STEP; mode++) {
        control_message sent = clock_message(), got;
        sent.mode = mode;
        uint8_t data[CONTROL_ROOM];
        CU_ASSERT_PTR_NULL(control_decode(data, control_encode(&sent, data, sizeof data), &got));
        CU_ASSERT_EQUAL(got.mode, mode);
    }
}

static void a_rate_that_is_left_out_is_that_of_the_wall(void)
{
    control_message sent = clock_message(), got;
    sent.rate_permille = 0;
    uint8_t data[CONTROL_ROOM];
    CU_ASSERT_PTR_NULL(control_decode(data, control_encode(&sent, data, sizeof data), &got));
    CU_ASSERT_EQUAL(got.rate_permille, 1000);
}

static void decode_gives(const control_message *sent, const char *expected)
{
    uint8_t data[CONTROL_ROOM];
    control_message got;
    const size_t size = control_encode(sent, data, sizeof data);
    CU_ASSERT_TRUE(size > 0);
    const char *why = control_decode(data, size, &got);
    CU_ASSERT_PTR_NOT_NULL_FATAL(why);
    CU_ASSERT_STRING_EQUAL(why, expected);
}

static void what_is_missing_has_its_name(void)
{
    control_message one = clock_message();
    one.who[0] = '\0';
    decode_gives(&one, "sensor-missing");
    one = clock_message();
    one.began_ns = 0;
    decode_gives(&one, "began-missing");
    one = clock_message();
    one.sequence = 0;
    decode_gives(&one, "sequence-missing");
    one = clock_message();
    one.mode = (control_mode)0;
    decode_gives(&one, "sentence-unknown");
    one.mode = (control_mode)5;
    decode_gives(&one, "sentence-unknown");
    one = clock_message();
    one.kind = CONTROL_SAYS;
    memcpy(one.sentence, "hold", 5);
    decode_gives(&one, "reason-missing");
    memcpy(one.reason, "drill", 6);
    one.sentence[0] = '\0';
    decode_gives(&one, "sentence-unknown");
    memcpy(one.sentence, "a\nb", 4);
    decode_gives(&one, "text-bad");
    one = clock_message();
    one.who[0] = '\x1b';
    decode_gives(&one, "text-bad");
}

/* A good clock message with bytes behind it. */
static const char *decode_with(const char *bytes, size_t more)
{
    static uint8_t data[CONTROL_ROOM + 256];
    const control_message one = clock_message();
    control_message got;
    const size_t size = control_encode(&one, data, CONTROL_ROOM);
    memcpy(data + size, bytes, more);
    return control_decode(data, size + more, &got);
}

static void bytes_that_are_no_message_have_their_names(void)
{
    static const char zeros[CONTROL_ROOM];
    CU_ASSERT_STRING_EQUAL(decode_with("\x32", 1), "not-protobuf");
    CU_ASSERT_STRING_EQUAL(decode_with("\x32\0", 2), "field-twice");
    CU_ASSERT_STRING_EQUAL(decode_with("\x42\0", 2), "field-twice"); /* clock and drain */
    CU_ASSERT_STRING_EQUAL(decode_with("\x3d\0\0\0\0", 5), "field-type");
    CU_ASSERT_STRING_EQUAL(decode_with(zeros, 1), "not-protobuf");
    control_message got;
    CU_ASSERT_STRING_EQUAL(control_decode((const uint8_t *)zeros, 11, &got), "too-short");
    uint8_t data[CONTROL_ROOM + 1] = {0};
    CU_ASSERT_STRING_EQUAL(control_decode(data, sizeof data, &got), "too-long");
    const control_reply reply = {.began_ns = BEGAN, .sequence = 1, .outcome = CONTROL_DONE};
    const size_t size = control_reply_encode(&reply, data, CONTROL_ROOM);
    CU_ASSERT_STRING_EQUAL(control_decode(data, size, &got), "format-port");
    data[4] = '2';
    data[3] = 'C';
    CU_ASSERT_STRING_EQUAL(control_decode(data, size, &got), "format-version");
}

static void every_cut_is_refused(void)
{
    const control_message one = clock_message();
    uint8_t data[CONTROL_ROOM];
    control_message got;
    const size_t whole = control_encode(&one, data, sizeof data);
    /* The last fields of the head stand before the command, so no cut is a message. */
    for (size_t size = 0; size < whole; size++)
        CU_ASSERT_PTR_NOT_NULL(control_decode(data, size, &got));
}

static void a_reply_comes_back_as_it_was_sent(void)
{
    const control_reply sent = {.began_ns = BEGAN,
                                .sequence = 9,
                                .outcome = CONTROL_TIMED_OUT,
                                .text = "sequence-repeat",
                                .takes_effect_ns = START,
                                .datagrams = 12345};
    control_reply got;
    uint8_t data[CONTROL_ROOM];
    const size_t size = control_reply_encode(&sent, data, sizeof data);
    CU_ASSERT_PTR_NULL(control_reply_decode(data, size, &got));
    CU_ASSERT_EQUAL(got.outcome, CONTROL_TIMED_OUT);
    CU_ASSERT_STRING_EQUAL(got.text, sent.text);
    uint8_t again[CONTROL_ROOM];
    CU_ASSERT_EQUAL(control_reply_encode(&got, again, sizeof again), size);
    CU_ASSERT_EQUAL(memcmp(again, data, size), 0);
    CU_ASSERT_EQUAL(control_reply_encode(&got, again, size), size);
    CU_ASSERT_EQUAL(control_reply_encode(&got, again, size - 1), 0);
    const control_message message = clock_message();
    CU_ASSERT_STRING_EQUAL(
        control_reply_decode(data, control_encode(&message, data, sizeof data), &got),
        "format-port");
}

static void a_beat_is_always_as_long(void)
{
    uint8_t beat[BEAT_SIZE];
    beat_encode(START, 0, CONTROL_PAUSE, 0, beat);
    /* By hand: keys 0d 11 19 25 2d; times little-endian, an unset clock is 1. */
    static const uint8_t expected[BEAT_SIZE] = {
        0x0d, 'P', 'K', 'B', '1', 0x11, 0x00, 0xa0, 0xaf, 0xbb, 0x76, 0x70, 0xd9, 0x15, 0x19,
        1,    0,   0,   0,   0,   0,    0,    0,    0x25, 3,    0,    0,    0,    0x2d, 1};
    CU_ASSERT_EQUAL(memcmp(beat, expected, BEAT_SIZE), 0);
}

static void a_seek_begins_no_run(void)
{
    control_message got, seek = clock_message();
    uint8_t data[CONTROL_ROOM];
    seek.seek = seek.new_run = true;
    seek.end_ns = START + 7;
    CU_ASSERT_PTR_NULL(control_decode(data, control_encode(&seek, data, sizeof data), &got));
    CU_ASSERT_TRUE(got.seek);
    CU_ASSERT_FALSE(got.new_run);
    CU_ASSERT_EQUAL(got.end_ns, START + 7);
}

static void nothing_but_a_beat_is_heard_as_one(void)
{
    uint8_t data[BEAT_SIZE + 1] = {0};
    beat_told got = {0};
    beat_encode(START, START + 5, CONTROL_STEP, 4000, data);
    CU_ASSERT_TRUE(beat_decode(data, BEAT_SIZE, &got));
    CU_ASSERT_EQUAL(got.wall_ns, START);
    CU_ASSERT_EQUAL(got.exercise_ns, START + 5);
    CU_ASSERT_EQUAL(got.mode, CONTROL_STEP);
    CU_ASSERT_EQUAL(got.rate_permille, 4000);
    CU_ASSERT_FALSE(beat_decode(data, BEAT_SIZE - 1, &got));
    CU_ASSERT_FALSE(beat_decode(data, BEAT_SIZE + 1, &got));
    data[24] = CONTROL_STEP + 1;
    CU_ASSERT_FALSE(beat_decode(data, BEAT_SIZE, &got));
    data[24] = CONTROL_STEP;
    data[3] = 'C';
    CU_ASSERT_FALSE(beat_decode(data, BEAT_SIZE, &got));
}

static bool heard(int64_t exercise_ns, uint32_t rate_permille)
{
    uint8_t data[BEAT_SIZE];
    beat_told got;
    beat_encode(START, exercise_ns, CONTROL_RUN, rate_permille, data);
    return beat_decode(data, BEAT_SIZE, &got);
}

/* Who follows a beat divides by its rate, and works out how far away a time is. */
static void a_beat_whose_numbers_nobody_can_follow_is_none(void)
{
    CU_ASSERT_TRUE(heard(0, 0)); /* a clock that is not set: written as ones */
    CU_ASSERT_TRUE(heard(INT64_C(946684800000000000), CLOCK_RATE_MAX));
    CU_ASSERT_TRUE(heard(INT64_C(4102444800000000000), 1));
    CU_ASSERT_FALSE(heard(START, CLOCK_RATE_MAX + 1));
    CU_ASSERT_FALSE(heard(INT64_MIN, 1000));
    CU_ASSERT_FALSE(heard(INT64_C(946684799999999999), 1000));
    CU_ASSERT_FALSE(heard(INT64_C(4102444800000000001), 1000));
    uint8_t data[BEAT_SIZE];
    beat_told got;
    beat_encode(START, START, CONTROL_RUN, 1, data);
    data[BEAT_SIZE - 4] = 0; /* the rate's lowest byte */
    CU_ASSERT_FALSE(beat_decode(data, BEAT_SIZE, &got));
}

CU_TestInfo control_wire_tests[] = {
    {"each kind comes back as it was sent", each_kind_comes_back_as_it_was_sent},
    {"every mode is one", every_mode_is_one},
    {"a rate that is left out is that of the wall", a_rate_that_is_left_out_is_that_of_the_wall},
    {"what is missing has its name", what_is_missing_has_its_name},
    {"bytes that are no message have their names", bytes_that_are_no_message_have_their_names},
    {"every cut is refused", every_cut_is_refused},
    {"a reply comes back as it was sent", a_reply_comes_back_as_it_was_sent},
    {"a beat is always as long", a_beat_is_always_as_long},
    {"a seek begins no run", a_seek_begins_no_run},
    {"nothing but a beat is heard as one", nothing_but_a_beat_is_heard_as_one},
    {"a beat whose numbers nobody can follow is none",
     a_beat_whose_numbers_nobody_can_follow_is_none},
    CU_TEST_INFO_NULL,
};
