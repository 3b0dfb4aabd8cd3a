/* The bounds themselves are inside: what stands exactly on each is taken. What lies beyond is in
 * test_refusals.c. */
#include "fusion/engine.h"
#include "suites.h"
#include "track/chance.h"
#include "wire/sample.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_NS INT64_C(946684800000000000)  /* 2000-01-01 */
#define LAST_NS  INT64_C(4102444800000000000) /* 2100-01-01 */

typedef struct bound {
    const char *what;
    sample_subject subject;
    void (*set)(sample *one);
} bound;

/* The whole sample, moved in time: the receipt, the sending and all its reports. */
static void time_set(sample *one, int64_t time_ns)
{
    one->stamp_ns = one->message.sent_ns = one->platform.time_ns = time_ns;
    for (size_t i = 0; i < 3; i++)
        one->plot[i].time_ns = time_ns;
    one->track.time_ns = one->bearing.time_ns = one->notice.time_ns = time_ns;
}

static void ship_set(sample *one)
{
    one->message.sensor = "jpn-ship";
    one->platform.time_ns = one->plot[1].time_ns + 10 * FUSION_SECOND;
    one->platform.lat_deg = -90.0;
    one->platform.lon_deg = -180.0;
    one->platform.height_m = -12e3;
    one->platform.up_mps = 12e3;
    one->platform.sigma_horizontal_m = one->platform.sigma_vertical_m = 10e3F;
    one->platform.sigma_horizontal_m = 0.0F;
}

static void caveats_set(sample *one)
{
    for (size_t i = 0; i < 8; i++)
        one->caveats[i] = "no-relay";
    one->plot[1].caveats = one->caveats;
    one->plot[1].n_caveats = 8;
}

#define BOUNDS(X)                                                                                  \
    X(1, POLAR, "the first time", time_set(one, FIRST_NS))                                         \
    X(2, POLAR, "the last time", time_set(one, LAST_NS))                                           \
    X(3, POLAR, "sent 5 s ahead", one->message.sent_ns += 5 * FUSION_SECOND)                       \
    X(4, POLAR, "sent 30 s ago", one->message.sent_ns -= 30 * FUSION_SECOND)                       \
    X(5, POLAR, "measured 120 s ago", one->plot[1].time_ns = SAMPLE_NOW_NS - 120 * FUSION_SECOND)  \
    X(6, POLAR, "measured in 1 s", one->plot[1].time_ns = SAMPLE_NOW_NS + FUSION_SECOND)           \
    X(7, POLAR, "a ship at the south pole", ship_set(one))                                         \
    X(8, POLAR, "a platform at 90 N 180 E, 3,000 km",                                              \
      (ship_set(one), one->platform.lat_deg = 90.0, one->platform.lon_deg = 180.0,                 \
       one->platform.height_m = 3000e3))                                                           \
    X(9, POLAR, "eight caveats", caveats_set(one))                                                 \
    X(10, POLAR, "six digits of type", one->plot[1].type_code = 999999)                            \
    X(11, POLAR, "1 m", (one->polar[1].range_m = 1.0, one->polar[1].azimuth_deg = -180.0))         \
    X(12, POLAR, "6,000 km straight up",                                                           \
      (one->polar[1].range_m = 6000e3, one->polar[1].elevation_deg = 90.0))                        \
    X(13, POLAR, "the least sigmas",                                                               \
      (one->polar[1].sigma_range_m = 0.01F, one->polar[1].sigma_azimuth_deg = 1e-5F,               \
       one->polar[1].sigma_elevation_deg = 1e-5F, one->polar[1].range_rate_mps = 12e3F,            \
       one->polar[1].sigma_range_rate_mps = 1e-3F))                                                \
    X(14, POLAR, "the largest sigmas",                                                             \
      (one->polar[1].sigma_range_m = 100e3F, one->polar[1].sigma_azimuth_deg = 30.0F,              \
       one->polar[1].sigma_elevation_deg = 30.0F, one->polar[1].range_rate_mps = -12e3F,           \
       one->polar[1].sigma_range_rate_mps = 10e3F))                                                \
    X(15, GEODETIC, "90 N 180 E, 3,000 km, 12 km/s",                                               \
      (one->geodetic.lat_deg = 90.0, one->geodetic.lon_deg = 180.0,                                \
       one->geodetic.height_m = 3000e3, one->velocity.east_mps = 12e3F))                           \
    X(16, STATE, "90 S 180 W, -12 km",                                                             \
      (one->state.lat_deg = -90.0, one->state.lon_deg = -180.0, one->state.height_m = -12e3))      \
    X(17, ECEF, "6,340 km", (one->ecef.x_m = 6340e3, one->ecef.y_m = one->ecef.z_m = 0.0))         \
    X(18, ECEF, "9,400 km", (one->ecef.z_m = 9400e3, one->ecef.x_m = one->ecef.y_m = 0.0))         \
    X(19, ECEF, "updated when it holds", one->track.updated_ns = one->track.time_ns)               \
    X(20, BEARING, "straight down", one->bearing.elevation_deg = -90.0)                            \
    X(21, NOTICE, "a circle of 2,000 km at the pole",                                              \
      (one->circle.radius_m = 2000e3, one->circle.lat_deg = 90.0, one->circle.lon_deg = -180.0))   \
    X(22, NOTICE, "a circle of 0, until 2100",                                                     \
      (one->circle.radius_m = 0.0, one->notice.until_ns = LAST_NS))                                \
    X(23, POLAR, "certain, and of the last category",                                              \
      (one->plot[1].identity = 7, one->plot[1].identity_percent = 100, one->category = 8))

#define X(line, subject, what, ...)                                                                \
    static void set_##line(sample *one)                                                            \
    {                                                                                              \
        __VA_ARGS__;                                                                               \
    }
BOUNDS(X)
#undef X

static const bound bounds[] = {
#define X(line, subject, what, ...) {what, SAMPLE_##subject, set_##line},
    BOUNDS(X)
#undef X
};

static sample one;
static codec_result result;

/* What becomes of the sample as it stands. */
static void sample_take(void)
{
    codec *tried = codec_create(&one.settings, sample_registry());
    codec_take(tried, one.stamp_ns, one.data, one.size, &result);
    codec_destroy(tried);
}

static void values_on_the_bounds_are_taken(void)
{
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
        sample_init(&one, bounds[i].subject, 1);
        bounds[i].set(&one);
        sample_encode(&one);
        sample_take();
        if (result.why != REFUSAL_NONE || result.refused_count > 0)
            printf("\n    %s: \"%s\" \"%s\"", bounds[i].what, refusal_name(result.why),
                   refusal_name(result.refused_count > 0 ? result.refused[0].why : REFUSAL_NONE));
        CU_ASSERT_EQUAL(result.why, REFUSAL_NONE);
        CU_ASSERT_EQUAL(result.refused_count, 0);
        CU_ASSERT_EQUAL(result.count, 3);
    }
}

static void counts_on_the_bounds_are_taken(void)
{
    /* 64 reports, all but one empty and so refused one by one. */
    sample_init(&one, SAMPLE_BEARING, 1);
    sample_encode(&one);
    for (int i = 3; i < 64; i++)
        sample_append(&one, "\x42\0", 2);
    sample_take();
    CU_ASSERT_EQUAL(result.why, REFUSAL_NONE);
    CU_ASSERT_EQUAL(result.count + result.refused_count, 64);

    /* 128 unknown fields of 4 bytes: 512 bytes. */
    sample_encode(&one);
    for (int i = 0; i < 128; i++)
        sample_append(&one, "\xa0\x06\x80\x01", 4);
    sample_take();
    CU_ASSERT_EQUAL(result.why, REFUSAL_NONE);
}

static void lengths_on_the_bounds_are_taken(void)
{
    /* 1,400 bytes: the track behind the plots some five times more, then unknown bytes. */
    sample_init(&one, SAMPLE_STATE, 1);
    sample_encode(&one);
    const size_t track = picket__v1__track__get_packed_size(&one.track) + 3;
    while (one.size < 1400 - 400)
        sample_append(&one, one.data + one.size - track, track);
    const size_t left = 1400 - one.size - 4;
    CU_ASSERT_TRUE_FATAL(left >= 128 && left <= 508);
    const uint8_t head[] = {0xa2, 0x06, (uint8_t)(0x80 | (left & 0x7F)), (uint8_t)(left >> 7)};
    static const uint8_t zeros[512];
    sample_append(&one, head, 4);
    sample_append(&one, zeros, left);
    CU_ASSERT_EQUAL(one.size, 1400);
    sample_take();
    CU_ASSERT_EQUAL(result.why, REFUSAL_NONE);
    sample_append(&one, "\0", 1);
    sample_take();
    CU_ASSERT_EQUAL(result.why, REFUSAL_TOO_LONG);
    /* Twelve bytes are long enough to be asked what they are. */
    memset(one.data, 0, 12);
    one.size = 12;
    sample_take();
    CU_ASSERT_EQUAL(result.why, REFUSAL_NOT_PROTOBUF);
}

/* Any sigma within its range, the small as often as the large. */
static float any_between(double least, double most, uint64_t *chance)
{
    return (float)(least * pow(most / least, 0.001 + 0.998 * chance_unit(chance)));
}

static void any_accuracy(sample_subject subject, uint64_t *chance)
{
    sample_init(&one, subject, 1);
    Picket__V1__Polar *polar = &one.polar[1];
    polar->range_m = any_between(1.0, 6000e3, chance);
    polar->azimuth_deg = 360.0 * chance_unit(chance) - 180.0;
    polar->elevation_deg = 80.0 * chance_unit(chance);
    polar->sigma_range_m = any_between(0.01, 100e3, chance);
    polar->sigma_azimuth_deg = any_between(1e-5, 30.0, chance);
    polar->sigma_elevation_deg = any_between(1e-5, 30.0, chance);
    one.geodetic.lat_deg = one.state.lat_deg = 180.0 * chance_unit(chance) - 90.0;
    one.geodetic.lon_deg = one.state.lon_deg = 360.0 * chance_unit(chance) - 180.0;
    static const size_t diagonals[3][6] = {{0, 3, 5}, {0, 3, 5}, {0, 6, 11, 15, 18, 20}};
    float *const numbers[3] = {one.position, one.speed, one.full};
    for (size_t k = 0; k < 3; k++) {
        memset(numbers[k], 0, (k == 2 ? 21 : 6) * sizeof(float));
        for (size_t i = 0; i < (k == 2 ? 6 : 3); i++) {
            const bool place = k == 0 || (k == 2 && i < 3);
            const float sigma = any_between(place ? 0.01 : 1e-3, place ? 1000e3 : 10e3, chance);
            numbers[k][diagonals[k][i]] = sigma * sigma;
        }
    }
}

/* How many of those that the codec took an engine refused. */
static uint64_t refused_of_taken(void)
{
    codec *tried = codec_create(&one.settings, sample_registry());
    codec_take(tried, one.stamp_ns, one.data, one.size, &result);
    const fusion_engine_settings settings = fusion_engine_defaults();
    fusion_engine *engine = fusion_engine_create(&settings, sample_registry());
    for (size_t i = 0; i < result.count; i++) {
        fusion_release release = {.report = result.reports[i],
                                  .release_ns = one.stamp_ns,
                                  .source_named = true,
                                  .nation_named = true};
        release.report.stamp_ns = one.stamp_ns;
        CU_ASSERT_EQUAL(fusion_engine_feed(engine, &release, 1), FUSION_OK);
    }
    CU_ASSERT_EQUAL(fusion_engine_close(engine, one.stamp_ns + FUSION_SECOND), FUSION_OK);
    const uint64_t refused = fusion_engine_count(engine).refused;
    fusion_engine_destroy(engine);
    codec_destroy(tried);
    return refused;
}

/* An ellipse of a kilometre by a centimetre is thinner than doubles resolve once it is turned to
 * ECEF. It was counted as fused by its sensor, and each engine refused it. */
static void no_engine_refuses_what_the_codec_takes(void)
{
    static const sample_subject subjects[] = {SAMPLE_POLAR, SAMPLE_GEODETIC, SAMPLE_ECEF,
                                              SAMPLE_STATE};
    const char *text = getenv("PICKET_SEED");
    uint64_t chance = text ? strtoull(text, NULL, 10) : 4107;
    printf("\n    PICKET_SEED=%llu ", (unsigned long long)chance);
    size_t taken = 0, refused = 0, lost = 0;
    for (size_t i = 0; i < 4000; i++) {
        any_accuracy(subjects[i % 4], &chance);
        sample_encode(&one);
        lost += refused_of_taken();
        CU_ASSERT_EQUAL_FATAL(result.why, REFUSAL_NONE);
        for (size_t k = 0; k < result.refused_count; k++)
            refused += result.refused[k].why == REFUSAL_COVARIANCE_NOT_POSITIVE;
        taken += result.count;
    }
    printf("\n    %zu taken, %zu too thin, %zu of those taken refused ", taken, refused, lost);
    CU_ASSERT_EQUAL(lost, 0);
    CU_ASSERT_TRUE(refused > 0); /* or nothing was thin enough to show anything */
}

CU_TestInfo bounds_tests[] = {
    {"values on the bounds are taken", values_on_the_bounds_are_taken},
    {"counts on the bounds are taken", counts_on_the_bounds_are_taken},
    {"lengths on the bounds are taken", lengths_on_the_bounds_are_taken},
    {"no engine refuses what the codec takes", no_engine_refuses_what_the_codec_takes},
    CU_TEST_INFO_NULL,
};
