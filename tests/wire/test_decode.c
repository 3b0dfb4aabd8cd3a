/* Values on their way from the wire into the library's terms. Most stand at 0 N 0 E, where east,
 * north and up are ECEF's y, z and x, so that what is expected can be read off. */
#include "estimate/height.h"
#include "geo/wgs84.h"
#include "suites.h"
#include "wire/sample.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define RADIAN (3.14159265358979323846 / 180.0)

/* Variances of the packed 6 x 6 over x y z vx vy vz. */
enum { XX = 0, YY = 6, ZZ = 11, VX_VX = 15, VY_VY = 18, VZ_VZ = 20 };

static sample one;
static codec_counts counted;

/* usa-pin sends the subject alone. */
static void pin_init(sample_subject subject)
{
    sample_init(&one, subject, 1);
    one.message.sensor = "usa-pin";
    one.message.platform = NULL;
    one.message.n_plots = subject == SAMPLE_POLAR || subject == SAMPLE_GEODETIC;
    one.plots[0] = &one.plot[1];
    one.geodetic.lat_deg = one.state.lat_deg = 0.0;
    one.geodetic.lon_deg = one.state.lon_deg = 0.0;
}

static fusion_report sample_decode(void)
{
    static fusion_report report;
    codec_result result;
    sample_encode(&one);
    codec *tried = codec_create(&one.settings, sample_registry());
    codec_take(tried, one.stamp_ns, one.data, one.size, &result);
    CU_ASSERT_EQUAL_FATAL(result.why, REFUSAL_NONE);
    if (result.refused_count > 0)
        printf("\n    refused: %s", refusal_name(result.refused[0].why));
    CU_ASSERT_EQUAL_FATAL(result.count, 1);
    report = result.reports[0];
    counted = *codec_count(tried);
    codec_destroy(tried);
    return report;
}

static uint64_t remarked(remark what)
{
    return counted.sensors[SAMPLE_PIN].remarks[what];
}

static void a_polar_plot_lies_where_the_beam_met_it(void)
{
    pin_init(SAMPLE_POLAR);
    one.polar[1] = (Picket__V1__Polar){PROTOBUF_C_MESSAGE_INIT(&picket__v1__polar__descriptor),
                                       .range_m = 10000.0,
                                       .azimuth_deg = 90.0,
                                       .sigma_range_m = 30.0F,
                                       .sigma_azimuth_deg = 0.01F,
                                       .sigma_elevation_deg = 0.02F};
    const fusion_report report = sample_decode();
    const fusion_state *state = &report.as.state;
    /* Unbiased conversion stretches by half of both variances, 8e-8 of 10 km: 0.8 mm. */
    CU_ASSERT_DOUBLE_EQUAL(state->position[0], 6378137.0, 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(state->position[1], 10000.0, 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(state->position[2], 0.0, 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(state->covariance[YY], 900.0, 1e-3);
    /* Sigmas come as floats: 6e-8 of the value, twice in a square. */
    const double across = 10000.0 * 0.01 * RADIAN, over = 10000.0 * 0.02 * RADIAN;
    CU_ASSERT_DOUBLE_EQUAL(state->covariance[ZZ], across * across, 1e-5);
    CU_ASSERT_DOUBLE_EQUAL(state->covariance[XX], over * over, 1e-5);
    CU_ASSERT_TRUE(state->height_known);
    CU_ASSERT_EQUAL(state->velocity_kind, FUSION_VELOCITY_NONE);
    CU_ASSERT_EQUAL(state->covariance[VX_VX], 0.0);
}

static void a_plot_without_elevation_has_the_height_of_its_category(void)
{
    pin_init(SAMPLE_POLAR);
    one.category = PICKET__V1__CATEGORY__CATEGORY_SURFACE;
    one.polar[1].azimuth_deg = 0.0;
    one.polar[1].elevation_deg = 77.0; /* not read */
    one.polar[1].sigma_elevation_deg = 0.0F;
    const fusion_report report = sample_decode();
    double lat, lon, height, expected, sigma;
    wgs84_from_ecef(report.as.state.position, &lat, &lon, &height);
    height_prior(FUSION_SURFACE, &expected, &sigma);
    /* Bent with the arc of the azimuth's error: 0.2 degrees at 51 km, a third of a metre. */
    CU_ASSERT_DOUBLE_EQUAL(height, expected, 1.0);
    CU_ASSERT_FALSE(report.as.state.height_known);
    CU_ASSERT_DOUBLE_EQUAL(sqrt(report.as.state.covariance[XX]), sigma, 0.01 * sigma);
    /* North of the radar by 51 km: it bends back south, by the square of a height over that. */
    CU_ASSERT_DOUBLE_EQUAL(report.as.state.bend[2] * one.polar[1].range_m, -1.0, 0.01);
}

static void a_height_that_is_believed_is_not_that_of_the_sensor(void)
{
    /* An aircraft's sigma of its own height once came on top of that of the ship below it. It moves
     * the ship's place as the ship's own height would: 10 km up and 51 km away, by a fifth. */
    pin_init(SAMPLE_POLAR);
    one.message.sensor = "jpn-ship";
    one.message.platform = &one.platform;
    one.platform.lat_deg = one.platform.lon_deg = 0.0;
    one.platform.height_m = 10000.0;
    one.platform.sigma_horizontal_m = 0.0F;
    one.category = PICKET__V1__CATEGORY__CATEGORY_SURFACE;
    one.polar[1].azimuth_deg = 0.0;
    one.polar[1].sigma_elevation_deg = 0.0F;
    one.platform.sigma_vertical_m = 0.0F;
    const fusion_report sure = sample_decode();
    one.platform.sigma_vertical_m = 100.0F;
    const fusion_report unsure = sample_decode();
    const double *p = sure.as.state.covariance, *q = unsure.as.state.covariance;
    const double slope = 10000.0 / sqrt(one.polar[1].range_m * one.polar[1].range_m - 1e8);
    CU_ASSERT_DOUBLE_EQUAL(sqrt(q[XX]), sqrt(p[XX]), 0.1);
    CU_ASSERT_DOUBLE_EQUAL(sqrt(q[ZZ] - p[ZZ]), 100.0 * slope, 2.0); /* the Earth falls by 204 m */
}

static void a_geodetic_plot_turns_with_its_place(void)
{
    pin_init(SAMPLE_GEODETIC);
    const float position[6] = {4.0F, 1.0F, 2.0F, 9.0F, 3.0F, 16.0F};
    const float speed[6] = {0.04F, 0.01F, 0.02F, 0.09F, 0.03F, 0.16F};
    memcpy(one.position, position, sizeof position);
    memcpy(one.speed, speed, sizeof speed);
    one.velocity.east_mps = 10.0F;
    one.velocity.north_mps = 20.0F;
    one.velocity.up_mps = 30.0F;
    const fusion_report report = sample_decode();
    const fusion_state *state = &report.as.state;
    CU_ASSERT_DOUBLE_EQUAL(state->position[0], 6378137.0 + 9000.0, 1e-8);
    CU_ASSERT_EQUAL(state->velocity[0], 30.0);
    CU_ASSERT_EQUAL(state->velocity[1], 10.0);
    CU_ASSERT_EQUAL(state->velocity[2], 20.0);
    /* uu eu nu ee en nn, in the packed 6 x 6. */
    const size_t places[6] = {0, 1, 2, 6, 7, 11}, speeds[6] = {15, 16, 17, 18, 19, 20};
    const size_t turned[6] = {5, 2, 4, 0, 1, 3};
    for (size_t i = 0; i < 6; i++) {
        CU_ASSERT_EQUAL(state->covariance[places[i]], (double)position[turned[i]]);
        CU_ASSERT_EQUAL(state->covariance[speeds[i]], (double)speed[turned[i]]);
    }
    CU_ASSERT_EQUAL(state->velocity_kind, FUSION_VELOCITY_FULL);
    CU_ASSERT_FALSE(state->height_is_pressure);
}

static void heights_of_another_kind_keep_their_value_and_are_less_sure(void)
{
    pin_init(SAMPLE_GEODETIC);
    one.geodetic.height_reference = PICKET__V1__HEIGHT_REFERENCE__HEIGHT_REFERENCE_PRESSURE;
    fusion_report report = sample_decode();
    CU_ASSERT_DOUBLE_EQUAL(report.as.state.position[0], 6378137.0 + 9000.0, 1e-8);
    CU_ASSERT_TRUE(report.as.state.height_is_pressure);
    /* The header's table: 100 m, and 2.5 % of 9 km. */
    CU_ASSERT_DOUBLE_EQUAL(report.as.state.covariance[XX], 100.0 + 1e4 + 225.0 * 225.0, 1e-6);
    CU_ASSERT_EQUAL(report.as.state.covariance[YY], 100.0);

    one.geodetic.height_reference = PICKET__V1__HEIGHT_REFERENCE__HEIGHT_REFERENCE_SEA_LEVEL;
    report = sample_decode();
    CU_ASSERT_FALSE(report.as.state.height_is_pressure);
    CU_ASSERT_DOUBLE_EQUAL(report.as.state.covariance[XX], 100.0 + 31.0 * 31.0, 1e-6);
}

static void what_has_no_upward_part_gets_that_of_its_category(void)
{
    pin_init(SAMPLE_GEODETIC);
    one.category = PICKET__V1__CATEGORY__CATEGORY_SUBSURFACE;
    one.geodetic.height_m = 0.0;
    one.geodetic.n_covariance = one.velocity.n_covariance = 3;
    one.position[2] = 100.0F;
    one.speed[2] = 4.0F;
    one.velocity.up_mps = 99.0F; /* not read */
    const fusion_report report = sample_decode();
    const fusion_state *state = &report.as.state;
    CU_ASSERT_FALSE(state->height_known);
    CU_ASSERT_DOUBLE_EQUAL(state->position[0], 6378137.0 - 100.0, 1e-8);
    CU_ASSERT_EQUAL(state->covariance[XX], 100.0 * 100.0);
    CU_ASSERT_EQUAL(state->velocity[0], 0.0);
    CU_ASSERT_EQUAL(state->covariance[VY_VY], 4.0);
    CU_ASSERT_TRUE(state->climb_believed);
    static const struct {
        Picket__V1__Category category;
        double climb; /* m/s */
    } climbs[] = {{1, 2000.0}, {2, 15.0}, {3, 1.0}, {4, 2.0}, {5, 1.0}, {6, 1.0}, {7, 15.0}};
    for (size_t i = 0; i < sizeof climbs / sizeof climbs[0]; i++) {
        one.category = climbs[i].category;
        CU_ASSERT_EQUAL(sample_decode().as.state.covariance[VX_VX],
                        climbs[i].climb * climbs[i].climb);
    }
}

static void zero_zero_is_a_place_and_is_remarked(void)
{
    /* Field fault S3: a coordinate of exactly 0 was taken for none. */
    pin_init(SAMPLE_GEODETIC);
    one.geodetic.height_m = 0.0;
    fusion_report report = sample_decode();
    CU_ASSERT_EQUAL(remarked(REMARK_POSITION_ZERO), 1);
    CU_ASSERT_EQUAL(report.as.state.position[0], 6378137.0);
    one.geodetic.lat_deg = 51.48;
    report = sample_decode();
    CU_ASSERT_EQUAL(remarked(REMARK_POSITION_ZERO), 0);
    CU_ASSERT_EQUAL(report.as.state.position[1], 0.0);
    pin_init(SAMPLE_STATE);
    (void)sample_decode();
    CU_ASSERT_EQUAL(remarked(REMARK_POSITION_ZERO), 1);
}

static void both_ends_of_longitude_are_one_place(void)
{
    pin_init(SAMPLE_GEODETIC);
    one.geodetic.lon_deg = 180.0;
    const fusion_report east = sample_decode();
    one.geodetic.lon_deg = -180.0;
    const fusion_report west = sample_decode();
    /* sin(pi) is 1.2e-16 in doubles: 2 x 8e-10 m. */
    CU_ASSERT_DOUBLE_EQUAL(east.as.state.position[0], west.as.state.position[0], 1e-8);
    CU_ASSERT_DOUBLE_EQUAL(east.as.state.position[1], west.as.state.position[1], 1e-8);
}

static void a_track_says_how_much_of_its_state_is_sure(void)
{
    static const struct {
        size_t count;
        bool height;
        fusion_velocity_kind velocity;
    } layouts[] = {{21, true, FUSION_VELOCITY_FULL},
                   {10, false, FUSION_VELOCITY_FULL},
                   {6, true, FUSION_VELOCITY_BARE},
                   {3, false, FUSION_VELOCITY_BARE}};
    for (size_t i = 0; i < 4; i++) {
        pin_init(SAMPLE_STATE);
        one.state.n_covariance = layouts[i].count;
        one.state.height_m = layouts[i].height ? 9000.0 : 0.0;
        const size_t axes = (size_t)(sqrt(2.0 * (double)layouts[i].count));
        for (size_t a = 0, k = 0; a < axes; a++)
            for (size_t b = a; b < axes; b++, k++)
                one.full[k] = a == b ? 25.0F : 0.0F;
        const fusion_report report = sample_decode();
        const fusion_state *state = &report.as.state;
        CU_ASSERT_EQUAL(state->height_known, layouts[i].height);
        CU_ASSERT_EQUAL(state->velocity_kind, layouts[i].velocity);
        CU_ASSERT_EQUAL(state->velocity[2], 200.0);
        CU_ASSERT_EQUAL(state->covariance[YY], 25.0);
        const bool full = layouts[i].velocity == FUSION_VELOCITY_FULL;
        CU_ASSERT_EQUAL(state->covariance[VZ_VZ], full ? 25.0 : 0.0);
        CU_ASSERT_EQUAL(state->covariance[VX_VX], !full ? 0.0 : layouts[i].height ? 25.0 : 225.0);
    }
}

static void a_velocity_of_three_zeros_without_accuracy_says_nothing(void)
{
    pin_init(SAMPLE_STATE);
    one.state.n_covariance = 6;
    const float position[6] = {25.0F, 0.0F, 0.0F, 25.0F, 0.0F, 25.0F};
    memcpy(one.full, position, sizeof position);
    one.state.north_mps = 0.0F;
    const fusion_report report = sample_decode();
    CU_ASSERT_EQUAL(report.as.state.velocity_kind, FUSION_VELOCITY_NONE);
}

static void an_earth_fixed_track_is_taken_as_it_stands(void)
{
    pin_init(SAMPLE_ECEF);
    one.track.status = PICKET__V1__TRACK_STATUS__TRACK_STATUS_COASTING;
    one.track.updated_ns = one.track.time_ns - 5;
    const fusion_report report = sample_decode();
    CU_ASSERT_EQUAL(report.as.state.position[0], one.ecef.x_m);
    CU_ASSERT_EQUAL(report.as.state.velocity[2], 200.0);
    CU_ASSERT_EQUAL(report.as.state.covariance[VZ_VZ], 4.0);
    CU_ASSERT_EQUAL(report.as.state.track_status, 3);
    CU_ASSERT_EQUAL(report.as.state.updated_ns, report.time_ns - 5);
    for (unsigned status = 0; status <= 5; status++) {
        one.track.status = (Picket__V1__TrackStatus)status;
        const unsigned expected = status == 0 || status == 5 ? 2 : status;
        CU_ASSERT_EQUAL(sample_decode().as.state.track_status, expected);
    }
    one.track.updated_ns = 0;
    const fusion_report plain = sample_decode();
    CU_ASSERT_EQUAL(plain.as.state.updated_ns, plain.time_ns);
}

static void bearings_wrap_and_are_not_folded(void)
{
    /* Field fault G5: 270 became +90, and differences near north were huge. */
    pin_init(SAMPLE_BEARING);
    const double sent[] = {359.8, -0.2, 0.3, -180.0, 180.0, 270.0};
    const double expected[] = {359.8, 359.8, 0.3, 180.0, 180.0, 270.0};
    for (size_t i = 0; i < 6; i++) {
        one.bearing.azimuth_deg = sent[i];
        const fusion_report report = sample_decode();
        /* Two roundings of angles below 2 pi. */
        CU_ASSERT_DOUBLE_EQUAL(report.as.line.azimuth, expected[i] * RADIAN, 2e-15);
        CU_ASSERT_DOUBLE_EQUAL(report.as.line.sigma_azimuth, RADIAN, 1e-9);
        CU_ASSERT_EQUAL(report.as.line.sigma_elevation, 0.0);
        CU_ASSERT_EQUAL(report.as.line.origin[0], 6378137.0);
    }
}

static void a_ship_sees_from_where_it_is_by_then(void)
{
    pin_init(SAMPLE_BEARING);
    one.message.sensor = "jpn-ship";
    one.message.platform = &one.platform;
    one.platform.lat_deg = one.platform.lon_deg = one.platform.height_m = 0.0;
    one.platform.east_mps = 10.0;
    one.platform.time_ns = one.bearing.time_ns - 10 * FUSION_SECOND;
    const fusion_report report = sample_decode();
    CU_ASSERT_DOUBLE_EQUAL(report.as.line.origin[1], 100.0, 1e-9);
    CU_ASSERT_EQUAL(report.nation, 1);
}

static void what_a_ship_does_not_know_of_itself_widens_its_plots(void)
{
    pin_init(SAMPLE_POLAR);
    one.message.sensor = "jpn-ship";
    one.message.platform = &one.platform;
    one.platform.lat_deg = one.platform.lon_deg = one.platform.height_m = 0.0;
    const fusion_report sure = sample_decode();
    one.platform.sigma_horizontal_m = 40.0F;
    one.platform.sigma_vertical_m = 30.0F;
    const fusion_report unsure = sample_decode();
    const double *a = unsure.as.state.covariance, *b = sure.as.state.covariance;
    /* Sums of numbers of 1e5 m^2. */
    CU_ASSERT_DOUBLE_EQUAL(a[XX] - b[XX], 900.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(a[YY] - b[YY], 1600.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(a[ZZ] - b[ZZ], 1600.0, 1e-9);
    CU_ASSERT_EQUAL(a[1], b[1]);
}

static void a_notice_keeps_its_circle_and_its_words(void)
{
    pin_init(SAMPLE_NOTICE);
    one.notice.until_ns = SAMPLE_NOW_NS + 3600 * FUSION_SECOND;
    one.notice.text = "gale \xe6\xb5\xb7"; /* UTF-8 stays as it is */
    const fusion_report report = sample_decode();
    const fusion_notice *notice = &report.as.notice;
    CU_ASSERT_TRUE(notice->has_circle);
    CU_ASSERT_DOUBLE_EQUAL(notice->lat, 38.0 * RADIAN, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(notice->lon, 131.0 * RADIAN, 1e-15);
    CU_ASSERT_EQUAL(notice->radius, 5000.0);
    CU_ASSERT_EQUAL(notice->until_ns, one.notice.until_ns);
    CU_ASSERT_STRING_EQUAL(notice->text, one.notice.text);
    one.notice.circle = NULL;
    CU_ASSERT_FALSE(sample_decode().as.notice.has_circle);
}

static void what_is_unknown_narrows_and_is_remarked(void)
{
    Picket__V1__Category set[4] = {2, 1, 2, 2};
    pin_init(SAMPLE_POLAR);
    Picket__V1__Plot *plot = &one.plot[1];
    plot->categories = set;
    plot->n_categories = 4;
    plot->identity = (Picket__V1__Identity)9;
    plot->identity_percent = 80;
    fusion_report report = sample_decode();
    CU_ASSERT_EQUAL(report.categories, FUSION_AIR | FUSION_MISSILE);
    CU_ASSERT_EQUAL(report.identity, FUSION_IDENTITY_NONE);
    CU_ASSERT_EQUAL(report.identity_percent, 0);
    CU_ASSERT_EQUAL(remarked(REMARK_IDENTITY_UNKNOWN), 1);
    CU_ASSERT_FALSE(report.caveats.owner_only);

    set[3] = PICKET__V1__CATEGORY__CATEGORY_CYBER;
    CU_ASSERT_EQUAL(sample_decode().categories, FUSION_AIR | FUSION_MISSILE | FUSION_CYBER);
    set[3] = (Picket__V1__Category)9;
    report = sample_decode();
    CU_ASSERT_TRUE(report.caveats.owner_only);
    CU_ASSERT_EQUAL(remarked(REMARK_CATEGORY_UNKNOWN), 1);
    plot->n_categories = 0;
    report = sample_decode();
    CU_ASSERT_EQUAL(report.categories, 0);
    CU_ASSERT_EQUAL(remarked(REMARK_CATEGORY_NONE), 1);
}

static void caveats_are_words_and_only_narrow(void)
{
    static const struct {
        const char *word;
        fusion_caveats expected;
        bool remarked;
    } words[] = {
        {"owner-only", {.owner_only = true}, false}, {"no-relay", {.no_relay = true}, false},
        {"not-to JPN", {.not_to = 1U << 1}, false},  {"not-to ROK", {.not_to = 1U << 0}, false},
        {"not-to XYZ", {.owner_only = true}, true},  {"not-to", {.owner_only = true}, true},
        {"No-Relay", {.owner_only = true}, true},    {"", {.owner_only = true}, true}};
    pin_init(SAMPLE_POLAR);
    one.plot[1].n_caveats = 1;
    one.plot[1].caveats = one.caveats;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char word[32];
        snprintf(word, sizeof word, "%s", words[i].word);
        one.caveats[0] = word;
        const fusion_report report = sample_decode();
        CU_ASSERT_EQUAL(report.caveats.owner_only, words[i].expected.owner_only);
        CU_ASSERT_EQUAL(report.caveats.no_relay, words[i].expected.no_relay);
        CU_ASSERT_EQUAL(report.caveats.not_to, words[i].expected.not_to);
        CU_ASSERT_EQUAL(remarked(REMARK_CAVEAT_UNKNOWN), words[i].remarked);
    }
}

static void all_else_arrives_as_it_was_sent(void)
{
    pin_init(SAMPLE_POLAR);
    Picket__V1__Plot *plot = &one.plot[1];
    one.message.scan = 4711;
    plot->identity = PICKET__V1__IDENTITY__IDENTITY_HOSTILE;
    plot->identity_percent = 100;
    plot->type_code = 110100;
    plot->number = (UINT64_C(1) << 53) - 1;
    plot->began_ns = plot->time_ns;
    plot->label = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    const fusion_report report = sample_decode();
    CU_ASSERT_EQUAL(report.kind, FUSION_PLOT);
    CU_ASSERT_EQUAL(report.sensor, SAMPLE_PIN);
    CU_ASSERT_EQUAL(report.nation, 2);
    CU_ASSERT_EQUAL(report.scan, 4711);
    CU_ASSERT_EQUAL(report.identity, FUSION_HOSTILE);
    CU_ASSERT_EQUAL(report.identity_percent, 100);
    CU_ASSERT_EQUAL(report.type_code, 110100);
    CU_ASSERT_EQUAL(report.number, plot->number);
    CU_ASSERT_EQUAL(report.began_ns, plot->time_ns);
    CU_ASSERT_EQUAL(report.time_ns, plot->time_ns);
    CU_ASSERT_EQUAL(report.stamp_ns, SAMPLE_NOW_NS);
    CU_ASSERT_STRING_EQUAL(report.label, plot->label);
}

CU_TestInfo decode_tests[] = {
    {"a polar plot lies where the beam met it", a_polar_plot_lies_where_the_beam_met_it},
    {"a plot without elevation has the height of its category",
     a_plot_without_elevation_has_the_height_of_its_category},
    {"a height that is believed is not that of the sensor",
     a_height_that_is_believed_is_not_that_of_the_sensor},
    {"a geodetic plot turns with its place", a_geodetic_plot_turns_with_its_place},
    {"heights of another kind keep their value and are less sure",
     heights_of_another_kind_keep_their_value_and_are_less_sure},
    {"what has no upward part gets that of its category",
     what_has_no_upward_part_gets_that_of_its_category},
    {"(0, 0) is a place and is remarked", zero_zero_is_a_place_and_is_remarked},
    {"both ends of longitude are one place", both_ends_of_longitude_are_one_place},
    {"a track says how much of its state is sure", a_track_says_how_much_of_its_state_is_sure},
    {"a velocity of three zeros without accuracy says nothing",
     a_velocity_of_three_zeros_without_accuracy_says_nothing},
    {"an earth-fixed track is taken as it stands", an_earth_fixed_track_is_taken_as_it_stands},
    {"bearings wrap and are not folded", bearings_wrap_and_are_not_folded},
    {"a ship sees from where it is by then", a_ship_sees_from_where_it_is_by_then},
    {"what a ship does not know of itself widens its plots",
     what_a_ship_does_not_know_of_itself_widens_its_plots},
    {"a notice keeps its circle and its words", a_notice_keeps_its_circle_and_its_words},
    {"what is unknown narrows and is remarked", what_is_unknown_narrows_and_is_remarked},
    {"caveats are words and only narrow", caveats_are_words_and_only_narrow},
    {"all else arrives as it was sent", all_else_arrives_as_it_was_sent},
    CU_TEST_INFO_NULL,
};
