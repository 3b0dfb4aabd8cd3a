#include "suites.h"
#include "track/number.h"

#include <string.h>

static const uint8_t key_0_to_15[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

static void siphash_gives_the_published_numbers(void)
{
    /* Appendix A of the paper (15 bytes) and vectors of its reference code: input 0, 1, 2 ... */
    static const struct {
        size_t size;
        uint64_t hash;
    } vectors[] = {{0, UINT64_C(0x726fdb47dd0e0e31)},
                   {1, UINT64_C(0x74f839c593dc67fd)},
                   {8, UINT64_C(0x93f5f5799a932462)},
                   {15, UINT64_C(0xa129ca6149be45e5)}};
    uint8_t input[16];
    for (uint8_t i = 0; i < 16; i++)
        input[i] = i;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
        CU_ASSERT_EQUAL(number_siphash(key_0_to_15, input, vectors[i].size), vectors[i].hash);
}

static fusion_registry two_sensors(void)
{
    fusion_registry registry = {.nation_count = 1, .sensor_count = 2};
    strcpy(registry.nations[0].code, "ROK");
    strcpy(registry.sensors[0].name, "rok-sky");
    strcpy(registry.sensors[1].name, "rok-sea");
    return registry;
}

static fusion_release plot(void)
{
    fusion_release release = {.source_named = true, .nation_named = true};
    release.report = (fusion_report){
        .time_ns = 946684800 * FUSION_SECOND, .kind = FUSION_PLOT, .categories = FUSION_AIR};
    release.report.as.state.position[0] = 6378137.0;
    strcpy(release.report.label, "KAL123");
    return release;
}

static uint64_t content(const fusion_release *release)
{
    const fusion_registry registry = two_sensors();
    return number_content(key_0_to_15, release, &registry);
}

static void receipt_and_scan_are_not_content(void)
{
    const fusion_release one = plot();
    fusion_release other = one;
    other.report.stamp_ns = 946684801 * FUSION_SECOND;
    other.release_ns = 946684900 * FUSION_SECOND;
    other.report.scan = 12;
    CU_ASSERT_EQUAL(content(&one), content(&other));
}

static void everything_said_is_content(void)
{
    const fusion_release plain = plot();
    fusion_release changed[9];
    for (size_t i = 0; i < 9; i++)
        changed[i] = plain;
    changed[0].report.time_ns++;
    changed[1].report.number = 7;
    changed[2].report.began_ns = 5;
    changed[3].report.categories = FUSION_SURFACE;
    changed[4].report.identity = FUSION_HOSTILE;
    changed[5].report.label[5] = '4';
    changed[6].report.as.state.position[0] += 1e-8;
    changed[7].report.sensor = 1;
    changed[8].report.as.state.velocity[2] = 1.0;
    for (size_t i = 0; i < 9; i++)
        CU_ASSERT_NOT_EQUAL(content(&changed[i]), content(&plain));
}

static void a_sensor_that_may_not_be_named_is_not_content(void)
{
    fusion_release one = plot(), other = plot();
    one.source_named = other.source_named = false;
    other.report.sensor = 1;
    CU_ASSERT_EQUAL(content(&one), content(&other));
}

static void another_view_gives_another_number(void)
{
    const fusion_registry registry = two_sensors();
    const fusion_release one = plot();
    const uint8_t other_key[16] = {1};
    CU_ASSERT_NOT_EQUAL(content(&one), number_content(other_key, &one, &registry));
}

static void a_number_has_48_bits_and_is_never_zero(void)
{
    const uint64_t low_bits_zero = UINT64_C(0xabcd000000000000);
    CU_ASSERT_EQUAL(number_make(key_0_to_15, low_bits_zero | 5, 0), 5);
    for (unsigned attempt = 0; attempt < 1000; attempt++) {
        const uint64_t number = number_make(key_0_to_15, low_bits_zero, attempt);
        CU_ASSERT_TRUE(number > 0 && number < UINT64_C(1) << 48);
    }
}

CU_TestInfo track_number_tests[] = {
    {"siphash gives the published numbers", siphash_gives_the_published_numbers},
    {"receipt and scan are not content", receipt_and_scan_are_not_content},
    {"everything said is content", everything_said_is_content},
    {"a sensor that may not be named is not content",
     a_sensor_that_may_not_be_named_is_not_content},
    {"another view gives another number", another_view_gives_another_number},
    {"a number has 48 bits and is never zero", a_number_has_48_bits_and_is_never_zero},
    CU_TEST_INFO_NULL,
};
