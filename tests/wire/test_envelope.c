#include "daemon/wire/envelope.h"
#include "daemon/wire/wire_format.h"
#include "suites.h"
#include "wire/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static refusal sample_walk(const sample *one, envelope *found)
{
    return envelope_walk(&picket__v1__datagram__descriptor, one->data, one->size, found);
}

static void all_that_a_cut_leaves_is_refused(void)
{
    static sample one;
    for (sample_subject subject = SAMPLE_POLAR; subject <= SAMPLE_NOTICE; subject++) {
        sample_init(&one, subject, 1);
        sample_encode(&one);
        codec *tried = codec_create(&one.settings, sample_registry());
        codec_result result;
        size_t taken = 0;
        for (size_t size = 0; size < one.size; size++) {
            /* Exactly as long as what is left, so that a sanitizer sees a byte too many. */
            uint8_t *cut = malloc(size + 1);
            memcpy(cut, one.data, size);
            codec_take(tried, one.stamp_ns, cut, size, &result);
            free(cut);
            taken += result.why == REFUSAL_NONE;
        }
        /* Between two reports a cut leaves a good datagram with fewer reports: the first such is
         * taken, the others bear its number. */
        CU_ASSERT_EQUAL(taken, 1);
        CU_ASSERT_TRUE(codec_count(tried)->refused[REFUSAL_NOT_PROTOBUF] > one.size / 2);
        CU_ASSERT_EQUAL(codec_count(tried)->received, one.size);
        codec_destroy(tried);
    }
}

/* splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static void flipped_bits_are_refused_or_understood_and_always_counted(void)
{
    const uint64_t seed = 8123;
    uint64_t state = seed;
    static sample one;
    static uint8_t flipped[sizeof one.data];
    codec_result result;
    uint64_t sent = 0, passed = 0, refused = 0;
    sample_init(&one, SAMPLE_STATE, 1);
    codec *tried = codec_create(&one.settings, sample_registry());
    for (uint32_t n = 1; n <= 4000; n++) {
        sample_init(&one, (sample_subject)(n % 6), n);
        sample_encode(&one);
        memcpy(flipped, one.data, one.size);
        for (uint64_t flips = 1 + random_next(&state) % 4; flips > 0; flips--) {
            const uint64_t bit = random_next(&state) % (8 * one.size);
            flipped[bit / 8] ^= (uint8_t)(1U << bit % 8);
        }
        codec_new_run(tried); /* else a number that grew hides all that follow */
        codec_take(tried, one.stamp_ns, flipped, one.size, &result);
        sent++;
        passed += result.count;
        refused += result.refused_count;
        CU_ASSERT_TRUE(result.why == REFUSAL_NONE || result.count + result.refused_count == 0);
    }
    const codec_counts *counts = codec_count(tried);
    uint64_t total = counts->taken, reports = 0, thrown = 0;
    for (size_t why = 0; why < REFUSAL_COUNT; why++)
        total += counts->refused[why];
    for (size_t s = 0; s < 3; s++) {
        reports += counts->sensors[s].passed;
        for (size_t why = 0; why < REFUSAL_COUNT; why++)
            thrown += counts->sensors[s].refused[why];
    }
    if (total != sent || reports != passed || thrown != refused)
        printf("\n    seed %llu", (unsigned long long)seed);
    CU_ASSERT_EQUAL(counts->received, sent);
    CU_ASSERT_EQUAL(total, sent);
    CU_ASSERT_EQUAL(reports, passed);
    CU_ASSERT_EQUAL(thrown, refused);
    CU_ASSERT_TRUE(passed > 1000 && refused > 100 && sent - counts->taken > 100);
    codec_destroy(tried);
}

static void unknown_fields_are_passed_over(void)
{
    static sample one;
    static envelope found;
    sample_init(&one, SAMPLE_POLAR, 1);
    sample_encode(&one);
    for (int i = 0; i < 128; i++)
        sample_append(&one, "\xa0\x06\x01", 3);
    CU_ASSERT_EQUAL(sample_walk(&one, &found), REFUSAL_NONE);
    CU_ASSERT_EQUAL(found.unknown, 128);
    CU_ASSERT_EQUAL(found.unknown_bytes, 384);
    /* A message inside an unknown field is not entered: these bytes are no message. */
    sample_encode(&one);
    sample_append(&one, "\xa2\x06\x02\xff\xff", 5);
    CU_ASSERT_EQUAL(sample_walk(&one, &found), REFUSAL_NONE);
    codec *tried = codec_create(&one.settings, sample_registry());
    codec_result result;
    codec_take(tried, one.stamp_ns, one.data, one.size, &result);
    CU_ASSERT_EQUAL(result.count, 3);
    const codec_sensor_counts *counts = &codec_count(tried)->sensors[SAMPLE_SKY];
    CU_ASSERT_EQUAL(counts->remarks[REMARK_FIELD_UNKNOWN], 1);
    sample_init(&one, SAMPLE_POLAR, 2);
    sample_encode(&one);
    codec_take(tried, one.stamp_ns, one.data, one.size, &result);
    CU_ASSERT_EQUAL(result.count, 3);
    CU_ASSERT_EQUAL(counts->remarks[REMARK_FIELD_UNKNOWN], 1);
    codec_destroy(tried);
    /* Numbers between and just behind those of a datagram are no fields of it. */
    sample_append(&one, "\x60\x01\x80\x01\x01", 5);
    CU_ASSERT_EQUAL(sample_walk(&one, &found), REFUSAL_NONE);
    CU_ASSERT_EQUAL(found.unknown, 2);
}

static void lists_of_numbers_may_come_one_by_one(void)
{
    /* Categories 2 and 5 and a covariance of three floats, none packed. */
    static const char plot[] = "\x42\x3b"
                               "\x09\x00\xbf\xb9\xb5\x76\x70\xd9\x15"
                               "\x10\x02\x10\x05"
                               "\x5a\x21"
                               "\x09\0\0\0\0\0\0\x43\x40\x11\0\0\0\0\0\0\x60\x40"
                               "\x25\0\0\xc8\x42\x25\0\0\0\0\x25\0\0\xc8\x42"
                               "\xa2\x06\x05hello\xa0\x06\x01";
    static sample one;
    codec_result result;
    sample_init(&one, SAMPLE_POLAR, 1);
    one.message.n_plots = 0;
    sample_encode(&one);
    sample_append(&one, plot, sizeof plot - 1);
    codec *tried = codec_create(&one.settings, sample_registry());
    codec_take(tried, one.stamp_ns, one.data, one.size, &result);
    CU_ASSERT_EQUAL(result.why, REFUSAL_NONE);
    CU_ASSERT_EQUAL_FATAL(result.count, 1);
    CU_ASSERT_EQUAL(result.reports[0].categories, FUSION_AIR | FUSION_MINE);
    codec_destroy(tried);
}

static void a_fault_of_one_report_is_found_by_list_and_index(void)
{
    /* Reports of two kinds in turn: an index counts those of one kind. */
    static const char mixed[] = "\x42\x02:\0"          /* plot 3 */
                                "\x5a\x03:\1\1"        /* notice 0: a control character */
                                "\x42\x04\x52\0\x5a\0" /* plot 4: two geometries */
                                "\x5a\x02:\0";         /* notice 1 */
    static sample one;
    static envelope found;
    sample_init(&one, SAMPLE_POLAR, 1);
    sample_encode(&one);
    sample_append(&one, mixed, sizeof mixed - 1);
    CU_ASSERT_EQUAL(sample_walk(&one, &found), REFUSAL_NONE);
    CU_ASSERT_EQUAL(found.reports, 7);
    CU_ASSERT_EQUAL_FATAL(found.part_count, 2);
    CU_ASSERT_EQUAL(found.parts[0].field, 11);
    CU_ASSERT_EQUAL(found.parts[0].index, 0);
    CU_ASSERT_EQUAL(found.parts[0].why, REFUSAL_TEXT_BAD);
    CU_ASSERT_EQUAL(found.parts[1].field, 8);
    CU_ASSERT_EQUAL(found.parts[1].index, 4);
    CU_ASSERT_EQUAL(found.parts[1].why, REFUSAL_GEOMETRY_TWICE);
}

static void the_order_of_fields_means_nothing(void)
{
    static sample one, turned;
    codec_result result;
    static fusion_report expected;
    sample_init(&one, SAMPLE_POLAR, 1);
    one.message.n_plots = 1;
    sample_encode(&one);
    codec *tried = codec_create(&one.settings, sample_registry());
    codec_take(tried, one.stamp_ns, one.data, one.size, &result);
    CU_ASSERT_EQUAL_FATAL(result.count, 1);
    expected = result.reports[0];
    /* The plot, in front of the head. */
    const size_t head = one.size - 2 - picket__v1__plot__get_packed_size(&one.plot[0]);
    turned.size = 0;
    sample_append(&turned, one.data + head, one.size - head);
    sample_append(&turned, one.data, head);
    codec_new_run(tried);
    codec_take(tried, one.stamp_ns, turned.data, turned.size, &result);
    CU_ASSERT_EQUAL_FATAL(result.count, 1);
    CU_ASSERT_EQUAL(memcmp(&result.reports[0], &expected, sizeof expected), 0);
    codec_destroy(tried);
}

static void the_byte_of_a_fault_is_told(void)
{
    static sample one;
    codec_result result;
    sample_init(&one, SAMPLE_POLAR, 1);
    sample_encode(&one);
    const size_t size = one.size;
    /* In a fourth plot, behind its two bytes of head: a label as a number. */
    sample_append(&one, "\x42\x04\x28\x01\x38\x01", 6);
    codec *tried = codec_create(&one.settings, sample_registry());
    codec_take(tried, one.stamp_ns, one.data, one.size, &result);
    CU_ASSERT_EQUAL(result.why, REFUSAL_FIELD_TYPE);
    CU_ASSERT_EQUAL(result.byte, size + 4);
    codec_destroy(tried);
}

static void a_format_says_why_it_is_not_the_right_one(void)
{
    CU_ASSERT_EQUAL(envelope_format(WIRE_FORMAT_CONTROL, WIRE_FORMAT_CONTROL), REFUSAL_NONE);
    CU_ASSERT_EQUAL(envelope_format(WIRE_FORMAT_BEAT, WIRE_FORMAT_CONTROL), REFUSAL_FORMAT_PORT);
    CU_ASSERT_EQUAL(envelope_format(0x32434B50, WIRE_FORMAT_CONTROL), REFUSAL_FORMAT_VERSION);
    CU_ASSERT_EQUAL(envelope_format(0x50544854, WIRE_FORMAT_CONTROL), REFUSAL_FORMAT_WRONG);
}

CU_TestInfo envelope_tests[] = {
    {"all that a cut leaves is refused", all_that_a_cut_leaves_is_refused},
    {"flipped bits are refused or understood, and always counted",
     flipped_bits_are_refused_or_understood_and_always_counted},
    {"unknown fields are passed over", unknown_fields_are_passed_over},
    {"lists of numbers may come one by one", lists_of_numbers_may_come_one_by_one},
    {"a fault of one report is found by list and index",
     a_fault_of_one_report_is_found_by_list_and_index},
    {"the order of fields means nothing", the_order_of_fields_means_nothing},
    {"the byte of a fault is told", the_byte_of_a_fault_is_told},
    {"a format says why it is not the right one", a_format_says_why_it_is_not_the_right_one},
    CU_TEST_INFO_NULL,
};
