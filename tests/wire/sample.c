#include "wire/sample.h"

#include "daemon/wire/wire_format.h"
#include "geo/wgs84.h"

#include <assert.h>
#include <string.h>

#define RADIAN (3.14159265358979323846 / 180.0)

static void sensor_set(fusion_sensor *sensor, const char *name, uint8_t nation, uint8_t sends,
                       bool moves)
{
    memcpy(sensor->name, name, strlen(name) + 1);
    sensor->nation = nation;
    sensor->sends = sends;
    sensor->moves = moves;
}

const fusion_registry *sample_registry(void)
{
    static fusion_registry registry;
    static const char *const codes[] = {"ROK", "JPN", "USA"};
    if (registry.sensor_count > 0)
        return &registry;
    for (size_t i = 0; i < 3; i++)
        memcpy(registry.nations[i].code, codes[i], 4);
    registry.nation_count = 3;
    sensor_set(&registry.sensors[SAMPLE_SKY], "rok-sky", 0, 0xF, false);
    sensor_set(&registry.sensors[SAMPLE_SHIP], "jpn-ship", 1, 0x5, true);
    sensor_set(&registry.sensors[SAMPLE_PIN], "usa-pin", 2, 0xF, false);
    wgs84_to_ecef(37.5 * RADIAN, 127.0 * RADIAN, 600.0, registry.sensors[SAMPLE_SKY].place);
    wgs84_to_ecef(0.0, 0.0, 0.0, registry.sensors[SAMPLE_PIN].place);
    registry.sensor_count = 3;
    return &registry;
}

static void plots_init(sample *one)
{
    for (size_t i = 0; i < 3; i++) {
        picket__v1__plot__init(&one->plot[i]);
        picket__v1__polar__init(&one->polar[i]);
        one->plot[i].time_ns = SAMPLE_NOW_NS - 100000000;
        one->plot[i].n_categories = 1;
        one->plot[i].categories = &one->category;
        one->plot[i].geometry_case = PICKET__V1__PLOT__GEOMETRY_POLAR;
        one->plot[i].polar = &one->polar[i];
        one->polar[i].range_m = 50000.0 + 1000.0 * (double)i;
        one->polar[i].azimuth_deg = 45.0;
        one->polar[i].elevation_deg = 5.0;
        one->polar[i].sigma_range_m = 50.0F;
        one->polar[i].sigma_azimuth_deg = 0.2F;
        one->polar[i].sigma_elevation_deg = 0.2F;
    }
}

static void diagonal_set(float *packed, size_t axes, float position, float velocity)
{
    for (size_t i = 0, k = 0; i < axes; i++)
        for (size_t j = i; j < axes; j++, k++)
            packed[k] = i != j ? 0.0F : i < 3 ? position : velocity;
}

static void places_init(sample *one)
{
    diagonal_set(one->position, 3, 100.0F, 0.0F);
    diagonal_set(one->speed, 3, 4.0F, 0.0F);
    diagonal_set(one->full, 6, 100.0F, 4.0F);
    picket__v1__geodetic__init(&one->geodetic);
    one->geodetic.lat_deg = 38.0;
    one->geodetic.lon_deg = 128.0;
    one->geodetic.height_m = 9000.0;
    one->geodetic.n_covariance = 6;
    one->geodetic.covariance = one->position;
    picket__v1__velocity__init(&one->velocity);
    one->velocity.east_mps = 200.0F;
    one->velocity.n_covariance = 6;
    one->velocity.covariance = one->speed;

    picket__v1__ecef_state__init(&one->ecef);
    double place[3];
    wgs84_to_ecef(38.0 * RADIAN, 128.0 * RADIAN, 9000.0, place);
    one->ecef.x_m = place[0];
    one->ecef.y_m = place[1];
    one->ecef.z_m = place[2];
    one->ecef.vz_mps = 200.0F;
    one->ecef.n_covariance = 21;
    one->ecef.covariance = one->full;
    picket__v1__geodetic_state__init(&one->state);
    one->state.lat_deg = 38.0;
    one->state.lon_deg = 128.0;
    one->state.height_m = 9000.0;
    one->state.north_mps = 200.0F;
    one->state.n_covariance = 21;
    one->state.covariance = one->full;
}

static void others_init(sample *one)
{
    picket__v1__track__init(&one->track);
    one->track.time_ns = SAMPLE_NOW_NS - 200000000;
    one->track.number = 7;
    one->track.n_categories = 1;
    one->track.categories = &one->category;
    picket__v1__bearing__init(&one->bearing);
    one->bearing.time_ns = SAMPLE_NOW_NS - 300000000;
    one->bearing.azimuth_deg = 45.0;
    one->bearing.sigma_azimuth_deg = 1.0F;
    picket__v1__notice__init(&one->notice);
    picket__v1__circle__init(&one->circle);
    one->notice.time_ns = SAMPLE_NOW_NS - 400000000;
    one->notice.circle = &one->circle;
    one->notice.text = "gale";
    one->circle.lat_deg = 38.0;
    one->circle.lon_deg = 131.0;
    one->circle.radius_m = 5000.0;

    picket__v1__platform__init(&one->platform);
    one->platform.time_ns = SAMPLE_NOW_NS - 1000000000;
    one->platform.lat_deg = 37.5;
    one->platform.lon_deg = 127.0;
    one->platform.height_m = 600.0;
}

static void subject_attach(sample *one, sample_subject subject)
{
    Picket__V1__Datagram *message = &one->message;
    one->index = 2;
    one->plots[0] = &one->plot[0];
    one->plots[1] = &one->plot[2];
    message->n_plots = 2;
    if (subject == SAMPLE_POLAR || subject == SAMPLE_GEODETIC) {
        one->index = 1;
        one->plots[1] = &one->plot[1];
        one->plots[2] = &one->plot[2];
        message->n_plots = 3;
    }
    if (subject == SAMPLE_GEODETIC) {
        one->plot[1].geometry_case = PICKET__V1__PLOT__GEOMETRY_GEODETIC;
        one->plot[1].geodetic = &one->geodetic;
        one->plot[1].velocity = &one->velocity;
    }
    one->track.geometry_case = subject == SAMPLE_ECEF ? PICKET__V1__TRACK__GEOMETRY_ECEF
                                                      : PICKET__V1__TRACK__GEOMETRY_GEODETIC;
    if (subject == SAMPLE_ECEF)
        one->track.ecef = &one->ecef;
    else
        one->track.geodetic = &one->state;
    message->n_tracks = subject == SAMPLE_ECEF || subject == SAMPLE_STATE;
    message->n_bearings = subject == SAMPLE_BEARING;
    message->n_notices = subject == SAMPLE_NOTICE;
}

void sample_init(sample *one, sample_subject subject, uint32_t sequence)
{
    memset(one, 0, sizeof *one);
    one->category = PICKET__V1__CATEGORY__CATEGORY_AIR;
    one->stamp_ns = SAMPLE_NOW_NS;
    one->settings = codec_defaults();
    plots_init(one);
    places_init(one);
    others_init(one);
    one->tracks[0] = &one->track;
    one->bearings[0] = &one->bearing;
    one->notices[0] = &one->notice;

    picket__v1__datagram__init(&one->message);
    one->message.format = WIRE_FORMAT_REPORTS;
    one->message.sensor = "rok-sky";
    one->message.began_ns = SAMPLE_BEGAN_NS;
    one->message.sequence = sequence;
    one->message.sent_ns = SAMPLE_NOW_NS;
    one->message.platform = &one->platform;
    one->message.plots = one->plots;
    one->message.tracks = one->tracks;
    one->message.bearings = one->bearings;
    one->message.notices = one->notices;
    subject_attach(one, subject);
}

void sample_encode(sample *one)
{
    assert(picket__v1__datagram__get_packed_size(&one->message) <= sizeof one->data);
    one->size = picket__v1__datagram__pack(&one->message, one->data);
}

void sample_append(sample *one, const void *bytes, size_t size)
{
    assert(size <= sizeof one->data - one->size);
    memcpy(one->data + one->size, bytes, size);
    one->size += size;
}
