/* Datagrams of each release, made by protoc: what was sent then is understood now. The text beside
 * each says what is in it. */
#include "daemon/wire/control_wire.h"
#include "suites.h"
#include "wire/sample.h"

#include <stdio.h>

#define RELEASED SOURCE_ROOT "/tests/wire/released/"
#define RADIAN   (3.14159265358979323846 / 180.0)

static size_t file_read(const char *path, uint8_t *data, size_t room)
{
    FILE *file = fopen(path, "rb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    const size_t size = fread(data, 1, room, file);
    fclose(file);
    return size;
}

static void reports_of_0_1_are_understood(void)
{
    uint8_t data[1400];
    const size_t size = file_read(RELEASED "reports-0.1.bin", data, sizeof data);
    const codec_settings settings = codec_defaults();
    codec *tried = codec_create(&settings, sample_registry());
    codec_result result;
    codec_take(tried, SAMPLE_NOW_NS, data, size, &result);
    CU_ASSERT_EQUAL(result.why, REFUSAL_NONE);
    CU_ASSERT_EQUAL(result.sensor, SAMPLE_SHIP);
    CU_ASSERT_EQUAL_FATAL(result.count, 3);

    const fusion_report *raid = &result.reports[0];
    CU_ASSERT_EQUAL(raid->scan, 4711);
    CU_ASSERT_EQUAL(raid->categories, FUSION_AIR | FUSION_MISSILE);
    CU_ASSERT_EQUAL(raid->identity, FUSION_SUSPECT);
    CU_ASSERT_EQUAL(raid->identity_percent, 80);
    CU_ASSERT_EQUAL(raid->type_code, 110100);
    CU_ASSERT_TRUE(raid->caveats.no_relay && raid->caveats.not_to == 1U << 2);
    CU_ASSERT_STRING_EQUAL(raid->label, "raid 1");
    CU_ASSERT_EQUAL(raid->number, UINT64_C(9007199254740991));
    CU_ASSERT_EQUAL(raid->began_ns, INT64_C(1574413100000000000));
    /* North-west of 0 N 0 E, 40 km, 2.5 degrees up, from a ship that is 9 m to the east. Metres:
     * the unbiased conversion stretches by 1e-5. */
    const double level = 40000.0 * 0.99904822158, rise = 40000.0 * 0.04361938737;
    CU_ASSERT_DOUBLE_EQUAL(raid->as.state.position[0], 6378137.0 + 20.0 + rise, 1.0);
    CU_ASSERT_DOUBLE_EQUAL(raid->as.state.position[1], 9.0 - level * 0.70710678119, 1.0);
    CU_ASSERT_DOUBLE_EQUAL(raid->as.state.position[2], level * 0.70710678119, 1.0);

    const fusion_report *ship = &result.reports[1];
    CU_ASSERT_EQUAL(ship->categories, FUSION_SURFACE);
    CU_ASSERT_FALSE(ship->as.state.height_known);
    CU_ASSERT_EQUAL(ship->as.state.velocity_kind, FUSION_VELOCITY_FULL);
    const fusion_report *bearing = &result.reports[2];
    CU_ASSERT_EQUAL(bearing->kind, FUSION_BEARING);
    CU_ASSERT_EQUAL(bearing->number, 3);
    CU_ASSERT_DOUBLE_EQUAL(bearing->as.line.azimuth, 200.0 * RADIAN, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(bearing->as.line.sigma_elevation, RADIAN, 1e-15);
    codec_destroy(tried);
}

static void control_of_0_1_is_understood(void)
{
    uint8_t data[CONTROL_ROOM];
    control_message got;
    const size_t size = file_read(RELEASED "control-0.1.bin", data, sizeof data);
    CU_ASSERT_PTR_NULL(control_decode(data, size, &got));
    CU_ASSERT_EQUAL(got.kind, CONTROL_CLOCK);
    CU_ASSERT_STRING_EQUAL(got.who, "replay");
    CU_ASSERT_EQUAL(got.began_ns, INT64_C(1574413000000000000));
    CU_ASSERT_EQUAL(got.sequence, 7);
    CU_ASSERT_EQUAL(got.sent_ns, INT64_C(1574413200000000000));
    CU_ASSERT_EQUAL(got.mode, CONTROL_STEP);
    CU_ASSERT_EQUAL(got.time_ns, INT64_C(1574413260000000000));
    CU_ASSERT_EQUAL(got.rate_permille, 10000);
    CU_ASSERT_TRUE(got.new_run);
}

CU_TestInfo released_tests[] = {
    {"reports of 0.1 are understood", reports_of_0_1_are_understood},
    {"control of 0.1 is understood", control_of_0_1_is_understood},
    CU_TEST_INFO_NULL,
};
