#include "daemon/wire/sight.h"

#include "daemon/wire/covariance.h"
#include "daemon/wire/platform.h"
#include "estimate/height.h"
#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"

#include <math.h>
#include <string.h>

/* A point nearer the centre than this is no place of anything (deepest: 340 km under ground). */
#define CENTRE_DISTANCE_MIN 6000e3

/* The two angles of a line of sight, as they came. */
typedef struct angles {
    double azimuth_deg, elevation_deg;
    float sigma_azimuth_deg, sigma_elevation_deg;
} angles;

/* In float, as they were sent: the float next to 1e-5 is below the double. */
static refusal sigma_check(float sigma, float least, float most)
{
    return sigma >= least && sigma <= most ? REFUSAL_NONE : REFUSAL_ACCURACY_RANGE;
}

static refusal angles_check(const angles *one)
{
    if (!isfinite(one->azimuth_deg) || !isfinite(one->elevation_deg) ||
        !isfinite(one->sigma_azimuth_deg) || !isfinite(one->sigma_elevation_deg))
        return REFUSAL_NOT_FINITE;
    if (one->azimuth_deg < -180.0 || one->azimuth_deg >= 360.0 || fabs(one->elevation_deg) > 90.0)
        return REFUSAL_ANGLE_RANGE;
    if (one->sigma_azimuth_deg == 0.0F)
        return REFUSAL_ACCURACY_MISSING;
    const refusal why = sigma_check(one->sigma_azimuth_deg, 1e-5F, 30.0F);
    if (why != REFUSAL_NONE || one->sigma_elevation_deg == 0.0F)
        return why;
    return sigma_check(one->sigma_elevation_deg, 1e-5F, 30.0F);
}

static refusal range_check(const Picket__V1__Polar *from)
{
    if (!isfinite(from->range_m) || !isfinite(from->sigma_range_m) ||
        !isfinite(from->range_rate_mps) || !isfinite(from->sigma_range_rate_mps))
        return REFUSAL_NOT_FINITE;
    if (from->range_m < 1.0 || from->range_m > 6000e3)
        return REFUSAL_RANGE_RANGE;
    if (from->sigma_range_m == 0.0F)
        return REFUSAL_ACCURACY_MISSING;
    const refusal why = sigma_check(from->sigma_range_m, 0.01F, 100e3F);
    if (why != REFUSAL_NONE || from->sigma_range_rate_mps == 0.0F)
        return why;
    if (fabsf(from->range_rate_mps) > 12e3F)
        return REFUSAL_VELOCITY_RANGE;
    return sigma_check(from->sigma_range_rate_mps, 1e-3F, 10e3F);
}

static refusal sensor_place(const decode_frame *frame, int64_t time_ns, polar_place *place)
{
    if (!frame->place)
        return platform_place(frame->platform, time_ns, place);
    *place = *frame->place;
    return REFUSAL_NONE;
}

/* Of a place at a believed height: a sensor that stands higher than it knows leaves that as it is,
 * and moves the place as the height would, but level. */
static void widen_flat(const double position[3], double sigma, double covariance[6])
{
    static const int at[3][3] = {{0, 1, 2}, {1, 3, 4}, {2, 4, 5}};
    double up[3], moves[3] = {0.0}, variance = 0.0;
    wgs84_up(position, up);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++)
            moves[i] += covariance[at[i][j]] * up[j];
        variance += up[i] * moves[i];
    }
    for (int i = 0; i < 3; i++)
        moves[i] = moves[i] / variance - up[i];
    for (int i = 0, k = 0; i < 3; i++)
        for (int j = i; j < 3; j++, k++)
            covariance[k] += sigma * sigma * moves[i] * moves[j];
}

/* What the sensor does not know of its own place, it does not know of the object's. */
static void platform_widen(const decode_frame *frame, const polar_place *place, bool flat,
                           const double position[3], double covariance[6])
{
    if (frame->place)
        return;
    const double level = (double)frame->platform->sigma_horizontal_m;
    const double up = (double)frame->platform->sigma_vertical_m;
    const double own[6] = {level * level, 0.0, 0.0, level * level, 0.0, flat ? 0.0 : up * up};
    double turned[6];
    if (flat)
        widen_flat(position, up, covariance);
    turn_covariance3_to_ecef(place->axes, own, turned);
    for (int i = 0; i < 6; i++)
        covariance[i] += turned[i];
}

static void position_fill(const double position[3], const double covariance[6], fusion_state *state)
{
    memcpy(state->position, position, sizeof state->position);
    for (size_t i = 0, k = 0; i < 3; i++)
        for (size_t j = i; j < 3; j++, k++)
            state->covariance[covariance_index(6, i, j)] = covariance[k];
}

refusal sight_plot(const decode_frame *frame, const Picket__V1__Polar *from, fusion_report *report)
{
    const angles sent = {from->azimuth_deg, from->elevation_deg, from->sigma_azimuth_deg,
                         from->sigma_elevation_deg};
    refusal why = range_check(from);
    if (why == REFUSAL_NONE)
        why = angles_check(&sent);
    polar_place place;
    if (why == REFUSAL_NONE)
        why = sensor_place(frame, report->time_ns, &place);
    if (why != REFUSAL_NONE)
        return why;
    const polar measured = {.range = from->range_m,
                            .azimuth = sent.azimuth_deg / ANGLE_DEGREES,
                            .elevation = sent.elevation_deg / ANGLE_DEGREES,
                            .sigma_range = (double)from->sigma_range_m,
                            .sigma_azimuth = (double)sent.sigma_azimuth_deg / ANGLE_DEGREES,
                            .sigma_elevation = (double)sent.sigma_elevation_deg / ANGLE_DEGREES};
    double height, sigma, position[3], covariance[6];
    height_prior(report->categories, &height, &sigma);
    if (polar_to_ecef(&place, &measured, height, sigma, position, covariance) != FUSION_OK)
        return REFUSAL_NOT_FINITE;
    if (!(hypot(hypot(position[0], position[1]), position[2]) >= CENTRE_DISTANCE_MIN))
        return REFUSAL_POSITION_RANGE;
    const bool flat = sent.sigma_elevation_deg == 0.0F;
    platform_widen(frame, &place, flat, position, covariance);
    position_fill(position, covariance, &report->as.state);
    report->as.state.height_known = !flat;
    if (flat)
        polar_bend(&place, &measured, height, report->as.state.bend);
    return REFUSAL_NONE;
}

refusal sight_bearing(const decode_frame *frame, const Picket__V1__Bearing *from,
                      fusion_report *report)
{
    const angles sent = {from->azimuth_deg, from->elevation_deg, from->sigma_azimuth_deg,
                         from->sigma_elevation_deg};
    refusal why = angles_check(&sent);
    polar_place place;
    if (why == REFUSAL_NONE)
        why = sensor_place(frame, report->time_ns, &place);
    if (why != REFUSAL_NONE)
        return why;
    fusion_line_of_sight *line = &report->as.line;
    memcpy(line->origin, place.ecef, sizeof line->origin);
    line->azimuth = angle_wrap_positive(sent.azimuth_deg / ANGLE_DEGREES);
    line->sigma_azimuth = (double)sent.sigma_azimuth_deg / ANGLE_DEGREES;
    if (sent.sigma_elevation_deg != 0.0F) {
        line->elevation = sent.elevation_deg / ANGLE_DEGREES;
        line->sigma_elevation = (double)sent.sigma_elevation_deg / ANGLE_DEGREES;
    }
    return REFUSAL_NONE;
}
