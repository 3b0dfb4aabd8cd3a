#include "daemon/radar.h"

#include "daemon/wire/control_wire.h"
#include "daemon/wire/wire_format.h"

#include "picket/v1/report.pb-c.h"

#include <stdio.h>

static recorded sent(Picket__V1__Datagram *message, const char *sensor, uint32_t sequence,
                     int64_t stamp_ns)
{
    static uint8_t data[1024];
    char name[64];
    snprintf(name, sizeof name, "%s", sensor);
    message->format = WIRE_FORMAT_REPORTS;
    message->sensor = name;
    message->began_ns = 5;
    message->sequence = sequence;
    message->sent_ns = stamp_ns;
    return (recorded){.stamp_ns = stamp_ns,
                      .source_port = 48001,
                      .target_port = RECORDED_REPORTS,
                      .data = data,
                      .size = picket__v1__datagram__pack(message, data)};
}

static recorded plot_of(const char *sensor, Picket__V1__Category category, uint32_t sequence,
                        int64_t stamp_ns)
{
    float covariance[] = {1e4f, 0.0f, 0.0f, 1e4f, 0.0f, 1e4f};
    Picket__V1__Geodetic place = PICKET__V1__GEODETIC__INIT;
    place.lat_deg = 37.0;
    place.lon_deg = 129.0;
    place.height_m = 9000.0;
    place.covariance = covariance;
    place.n_covariance = 6;
    Picket__V1__Plot plot = PICKET__V1__PLOT__INIT;
    plot.time_ns = stamp_ns;
    plot.categories = &category;
    plot.n_categories = 1;
    plot.geometry_case = PICKET__V1__PLOT__GEOMETRY_GEODETIC;
    plot.geodetic = &place;
    Picket__V1__Plot *plots[] = {&plot};
    Picket__V1__Datagram message = PICKET__V1__DATAGRAM__INIT;
    message.plots = plots;
    message.n_plots = 1;
    return sent(&message, sensor, sequence, stamp_ns);
}

recorded radar_plot(uint32_t sequence, int64_t stamp_ns)
{
    return plot_of("alpha", PICKET__V1__CATEGORY__CATEGORY_AIR, sequence, stamp_ns);
}

recorded radar_missile(const char *sensor, uint32_t sequence, int64_t stamp_ns)
{
    return plot_of(sensor, PICKET__V1__CATEGORY__CATEGORY_MISSILE, sequence, stamp_ns);
}

recorded radar_air(const char *sensor, uint32_t sequence, int64_t stamp_ns)
{
    return plot_of(sensor, PICKET__V1__CATEGORY__CATEGORY_AIR, sequence, stamp_ns);
}

static recorded track_of(const char *sensor, Picket__V1__Category category,
                         Picket__V1__GeodeticState *place, uint32_t sequence, int64_t stamp_ns)
{
    float covariance[] = {1e4f, 0.0f, 0.0f, 1e4f, 0.0f, 1e4f};
    place->covariance = covariance;
    place->n_covariance = 6;
    Picket__V1__Track track = PICKET__V1__TRACK__INIT;
    track.time_ns = stamp_ns;
    track.categories = &category;
    track.n_categories = 1;
    track.number = 7;
    track.geometry_case = PICKET__V1__TRACK__GEOMETRY_GEODETIC;
    track.geodetic = place;
    Picket__V1__Track *tracks[] = {&track};
    Picket__V1__Datagram message = PICKET__V1__DATAGRAM__INIT;
    message.tracks = tracks;
    message.n_tracks = 1;
    return sent(&message, sensor, sequence, stamp_ns);
}

recorded radar_track(const char *sensor, uint32_t sequence, int64_t stamp_ns)
{
    Picket__V1__GeodeticState place = PICKET__V1__GEODETIC_STATE__INIT;
    place.lat_deg = 20.0;
    place.lon_deg = 170.0;
    place.height_m = 9000.0;
    return track_of(sensor, PICKET__V1__CATEGORY__CATEGORY_MISSILE, &place, sequence, stamp_ns);
}

recorded radar_low(const char *sensor, double lat_deg, uint32_t sequence, int64_t stamp_ns)
{
    Picket__V1__GeodeticState place = PICKET__V1__GEODETIC_STATE__INIT;
    place.lat_deg = lat_deg;
    place.lon_deg = 180.0;
    place.height_m = 1000.0;
    return track_of(sensor, PICKET__V1__CATEGORY__CATEGORY_AIR, &place, sequence, stamp_ns);
}

recorded radar_step(uint32_t sequence, int64_t time_ns, bool new_run)
{
    static uint8_t data[CONTROL_ROOM];
    const control_message step = {.kind = CONTROL_CLOCK,
                                  .who = "white-cell",
                                  .began_ns = 5,
                                  .sequence = sequence,
                                  .sent_ns = time_ns,
                                  .mode = CONTROL_STEP,
                                  .time_ns = time_ns,
                                  .new_run = new_run};
    return (recorded){.stamp_ns = time_ns,
                      .source_port = 48000,
                      .target_port = RECORDED_CONTROL,
                      .data = data,
                      .size = control_encode(&step, data, sizeof data)};
}
