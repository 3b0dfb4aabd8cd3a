#include "tools/sim/message.h"

#include "geo/angle.h"

#include <math.h>

static double rounded(double value, double steps)
{
    return round(value * steps) / steps;
}

static double millimetres(double metres)
{
    return rounded(metres, 1e3);
}

/* Of a latitude or longitude: 1e-8 degree is 1.1 mm. */
static double place_degrees(double radians)
{
    return rounded(radians * ANGLE_DEGREES, 1e8);
}

/* Of a measured angle, which is never finer than 1e-5 degree. */
static double angle_degrees(double radians)
{
    return rounded(radians * ANGLE_DEGREES, 1e6);
}

static double azimuth_degrees(double radians)
{
    const double degrees = angle_degrees(angle_wrap_positive(radians));
    return degrees < 360.0 ? degrees : 0.0;
}

static void floats(const double *from, size_t count, float *to)
{
    for (size_t i = 0; i < count; i++)
        to[i] = (float)from[i];
}

static size_t categories_make(uint8_t set, Picket__V1__Category categories[8])
{
    size_t count = 0;
    for (int i = 0; i < 8; i++)
        if (set & (1 << i))
            categories[count++] = (Picket__V1__Category)(i + 1);
    return count;
}

/* What all kinds share has the same names in each. */
#define COMMON_SET(to, from, made)                                                                 \
    do {                                                                                           \
        (to)->time_ns = (from)->time_ns;                                                           \
        (to)->n_categories = categories_make((from)->categories, (made)->categories);              \
        (to)->categories = (made)->categories;                                                     \
        (to)->number = (from)->number;                                                             \
        (to)->began_ns = (from)->began_ns;                                                         \
        if ((from)->label)                                                                         \
            (to)->label = (char *)(uintptr_t)(from)->label; /* packed, never written to */         \
    } while (0)

static void polar_make(const feed_polar *from, message *made)
{
    Picket__V1__Polar *to = &made->polar;
    picket__v1__polar__init(to);
    to->range_m = millimetres(from->range);
    to->azimuth_deg = azimuth_degrees(from->azimuth);
    to->sigma_range_m = (float)from->sigma_range;
    to->sigma_azimuth_deg = (float)(from->sigma_azimuth * ANGLE_DEGREES);
    if (from->sigma_elevation > 0.0) {
        to->elevation_deg = angle_degrees(from->elevation);
        to->sigma_elevation_deg = (float)(from->sigma_elevation * ANGLE_DEGREES);
    }
    made->plot.geometry_case = PICKET__V1__PLOT__GEOMETRY_POLAR;
    made->plot.polar = to;
}

static void covariance_make(const double full[6], bool up, size_t *count, float *to)
{
    static const int level[3] = {0, 1, 3};
    *count = up ? 6 : 3;
    for (size_t i = 0; i < *count; i++)
        to[i] = (float)full[up ? (int)i : level[i]];
}

static void geodetic_make(const feed_geodetic *from, message *made)
{
    Picket__V1__Geodetic *to = &made->geodetic;
    picket__v1__geodetic__init(to);
    to->lat_deg = place_degrees(from->lat);
    to->lon_deg = place_degrees(from->lon);
    to->covariance = made->covariance;
    covariance_make(from->covariance, from->has_height, &to->n_covariance, made->covariance);
    if (from->has_height) {
        to->height_m = millimetres(from->height);
        to->height_reference = from->reference == FEED_PRESSURE
                                   ? PICKET__V1__HEIGHT_REFERENCE__HEIGHT_REFERENCE_PRESSURE
                                   : PICKET__V1__HEIGHT_REFERENCE__HEIGHT_REFERENCE_ELLIPSOID;
    }
    made->plot.geometry_case = PICKET__V1__PLOT__GEOMETRY_GEODETIC;
    made->plot.geodetic = to;
}

static void velocity_make(const feed_geodetic *from, message *made)
{
    Picket__V1__Velocity *to = &made->velocity;
    const bool up = from->velocity_axes == 3;
    picket__v1__velocity__init(to);
    to->east_mps = (float)millimetres(from->velocity[0]);
    to->north_mps = (float)millimetres(from->velocity[1]);
    to->up_mps = up ? (float)millimetres(from->velocity[2]) : 0.0F;
    to->covariance = made->velocity_covariance;
    covariance_make(from->velocity_covariance, up, &to->n_covariance, made->velocity_covariance);
    made->plot.velocity = to;
}

static void plot_make(const feed_report *from, message *made)
{
    picket__v1__plot__init(&made->plot);
    COMMON_SET(&made->plot, from, made);
    made->plot.identity = (Picket__V1__Identity)from->identity;
    if (from->kind == FEED_POLAR) {
        polar_make(&from->as.polar, made);
    } else {
        geodetic_make(&from->as.geodetic, made);
        if (from->as.geodetic.velocity_axes > 0)
            velocity_make(&from->as.geodetic, made);
    }
    made->report.plot = &made->plot;
}

static void track_make(const feed_report *from, message *made)
{
    const feed_track *state = &from->as.track;
    picket__v1__track__init(&made->track);
    picket__v1__ecef_state__init(&made->ecef);
    COMMON_SET(&made->track, from, made);
    made->track.identity = (Picket__V1__Identity)from->identity;
    made->track.status = (Picket__V1__TrackStatus)state->status;
    made->track.updated_ns = state->updated_ns == from->time_ns ? 0 : state->updated_ns;
    made->ecef.x_m = millimetres(state->position[0]);
    made->ecef.y_m = millimetres(state->position[1]);
    made->ecef.z_m = millimetres(state->position[2]);
    made->ecef.vx_mps = (float)millimetres(state->velocity[0]);
    made->ecef.vy_mps = (float)millimetres(state->velocity[1]);
    made->ecef.vz_mps = (float)millimetres(state->velocity[2]);
    floats(state->covariance, 21, made->covariance);
    made->ecef.n_covariance = 21;
    made->ecef.covariance = made->covariance;
    made->track.geometry_case = PICKET__V1__TRACK__GEOMETRY_ECEF;
    made->track.ecef = &made->ecef;
    made->report.track = &made->track;
}

static void bearing_make(const feed_report *from, message *made)
{
    const feed_polar *line = &from->as.polar;
    picket__v1__bearing__init(&made->bearing);
    COMMON_SET(&made->bearing, from, made);
    made->bearing.identity = (Picket__V1__Identity)from->identity;
    made->bearing.azimuth_deg = azimuth_degrees(line->azimuth);
    made->bearing.sigma_azimuth_deg = (float)(line->sigma_azimuth * ANGLE_DEGREES);
    if (line->sigma_elevation > 0.0) {
        made->bearing.elevation_deg = angle_degrees(line->elevation);
        made->bearing.sigma_elevation_deg = (float)(line->sigma_elevation * ANGLE_DEGREES);
    }
    made->report.bearing = &made->bearing;
}

static void notice_make(const feed_report *from, message *made)
{
    const feed_notice *notice = &from->as.notice;
    picket__v1__notice__init(&made->notice);
    COMMON_SET(&made->notice, from, made);
    made->notice.text = (char *)(uintptr_t)notice->text;
    made->notice.until_ns = notice->until_ns;
    if (notice->has_circle) {
        picket__v1__circle__init(&made->circle);
        made->circle.lat_deg = place_degrees(notice->lat);
        made->circle.lon_deg = place_degrees(notice->lon);
        made->circle.radius_m = notice->radius;
        made->notice.circle = &made->circle;
    }
    made->report.notice = &made->notice;
}

void message_make(const feed_report *from, message *made)
{
    made->report = (datagram_report){0};
    if (from->kind == FEED_POLAR || from->kind == FEED_GEODETIC)
        plot_make(from, made);
    else if (from->kind == FEED_TRACK)
        track_make(from, made);
    else if (from->kind == FEED_BEARING)
        bearing_make(from, made);
    else
        notice_make(from, made);
}

void message_platform(const feed_platform *from, Picket__V1__Platform *made)
{
    picket__v1__platform__init(made);
    made->time_ns = from->time_ns;
    made->lat_deg = place_degrees(from->lat);
    made->lon_deg = place_degrees(from->lon);
    made->height_m = millimetres(from->height);
    made->east_mps = millimetres(from->velocity[0]);
    made->north_mps = millimetres(from->velocity[1]);
    made->up_mps = millimetres(from->velocity[2]);
}
