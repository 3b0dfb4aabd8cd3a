#include "daemon/wire/geometry.h"

#include "daemon/wire/covariance.h"
#include "estimate/height.h"
#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"

#include <math.h>
#include <string.h>

#define SPEED_MAX 12e3

static const covariance_layout of_positions[] = {
    {6, 3, {0, 1, 2}},
    {3, 2, {0, 1}},
};
static const covariance_layout of_velocities[] = {
    {6, 3, {3, 4, 5}},
    {3, 2, {3, 4}},
};
static const covariance_layout of_ecef[] = {
    {21, 6, {0, 1, 2, 3, 4, 5}},
    {6, 3, {0, 1, 2}},
};
static const covariance_layout of_tracks[] = {
    {21, 6, {0, 1, 2, 3, 4, 5}},
    {10, 4, {0, 1, 3, 4}},
    {6, 3, {0, 1, 2}},
    {3, 2, {0, 1}},
};
#define LAYOUTS(list) (list), sizeof(list) / sizeof(list)[0]

/* Variances of the packed 6 x 6. */
enum { UP_UP = 11, CLIMB_CLIMB = 20 };

/* A state in east, north, up, on its way to ECEF. */
typedef struct local_state {
    double lat, lon, height; /* rad, m */
    double velocity[3];
    double covariance[21];
} local_state;

static refusal layout_find(const covariance_layout *layouts, size_t size, size_t count,
                           const covariance_layout **layout)
{
    *layout = covariance_layout_of(layouts, size, count);
    if (*layout)
        return REFUSAL_NONE;
    return count == 0 ? REFUSAL_COVARIANCE_MISSING : REFUSAL_COVARIANCE_COUNT;
}

static bool layout_has(const covariance_layout *layout, unsigned axis)
{
    return memchr(layout->axis, (int)axis, layout->axes) != NULL;
}

static refusal place_check(double lat_deg, double lon_deg, double height)
{
    if (!isfinite(lat_deg) || !isfinite(lon_deg) || !isfinite(height))
        return REFUSAL_NOT_FINITE;
    return fabs(lat_deg) <= 90.0 && fabs(lon_deg) <= 180.0 && height >= -12e3 && height <= 3000e3
               ? REFUSAL_NONE
               : REFUSAL_POSITION_RANGE;
}

static refusal speed_check(const double velocity[3])
{
    const double speed2 =
        velocity[0] * velocity[0] + velocity[1] * velocity[1] + velocity[2] * velocity[2];
    if (!isfinite(speed2))
        return REFUSAL_NOT_FINITE;
    return speed2 <= SPEED_MAX * SPEED_MAX ? REFUSAL_NONE : REFUSAL_VELOCITY_RANGE;
}

static void height_widen(Picket__V1__HeightReference reference, fusion_state *state,
                         local_state *local)
{
    if (reference == PICKET__V1__HEIGHT_REFERENCE__HEIGHT_REFERENCE_PRESSURE) {
        const double share = 0.025 * local->height;
        state->height_is_pressure = true;
        local->covariance[UP_UP] += 100.0 * 100.0 + share * share;
    } else if (reference == PICKET__V1__HEIGHT_REFERENCE__HEIGHT_REFERENCE_SEA_LEVEL) {
        local->covariance[UP_UP] += 31.0 * 31.0;
    }
}

/* Place and position covariance of anything geodetic. */
static refusal local_place(double lat_deg, double lon_deg, double height,
                           Picket__V1__HeightReference reference, const float *numbers,
                           const covariance_layout *layout, fusion_report *report,
                           local_state *local)
{
    refusal why = place_check(lat_deg, lon_deg, height);
    if (why != REFUSAL_NONE)
        return why;
    fusion_state *state = &report->as.state;
    state->height_known = layout_has(layout, 2);
    if (!state->height_known && height != 0.0)
        return REFUSAL_HEIGHT_WITHOUT_ACCURACY;
    why = covariance_spread(numbers, layout, local->covariance);
    if (why != REFUSAL_NONE)
        return why;
    local->lat = lat_deg / ANGLE_DEGREES;
    local->lon = lon_deg / ANGLE_DEGREES;
    local->height = height;
    if (state->height_known) {
        height_widen(reference, state, local);
    } else {
        double sigma;
        height_prior(report->categories, &local->height, &sigma);
        local->covariance[UP_UP] = sigma * sigma;
    }
    return REFUSAL_NONE;
}

static double climb_sigma(uint8_t categories)
{
    if (categories & FUSION_MISSILE)
        return 2000.0;
    if (categories & FUSION_AIR ||
        !(categories & (FUSION_SURFACE | FUSION_SUBSURFACE | FUSION_LAND | FUSION_MINE)))
        return 15.0;
    return categories & FUSION_SUBSURFACE ? 2.0 : 1.0;
}

/* The velocity's covariance was spread by this layout; its upward part may be missing. */
static void local_velocity(const covariance_layout *layout, fusion_report *report,
                           local_state *local)
{
    report->as.state.velocity_kind = FUSION_VELOCITY_FULL;
    if (layout_has(layout, 5))
        return;
    const double sigma = climb_sigma(report->categories);
    report->as.state.climb_believed = true;
    local->velocity[2] = 0.0;
    local->covariance[CLIMB_CLIMB] = sigma * sigma;
}

static void local_to_ecef(const local_state *local, fusion_state *state)
{
    double axes[9];
    wgs84_axes(local->lat, local->lon, axes);
    wgs84_to_ecef(local->lat, local->lon, local->height, state->position);
    turn_to_ecef(axes, local->velocity, state->velocity);
    turn_covariance6_to_ecef(axes, local->covariance, state->covariance);
}

static refusal plot_velocity(const Picket__V1__Velocity *from, fusion_report *report,
                             local_state *local)
{
    const covariance_layout *layout;
    refusal why = layout_find(LAYOUTS(of_velocities), from->n_covariance, &layout);
    if (why != REFUSAL_NONE)
        return why;
    local->velocity[0] = (double)from->east_mps;
    local->velocity[1] = (double)from->north_mps;
    local->velocity[2] = layout_has(layout, 5) ? (double)from->up_mps : 0.0;
    why = speed_check(local->velocity);
    if (why == REFUSAL_NONE)
        why = covariance_spread(from->covariance, layout, local->covariance);
    if (why == REFUSAL_NONE)
        local_velocity(layout, report, local);
    return why;
}

refusal geometry_plot(const Picket__V1__Geodetic *from, const Picket__V1__Velocity *velocity,
                      fusion_report *report)
{
    local_state local = {0};
    const covariance_layout *layout;
    refusal why = layout_find(LAYOUTS(of_positions), from->n_covariance, &layout);
    if (why == REFUSAL_NONE)
        why = local_place(from->lat_deg, from->lon_deg, from->height_m, from->height_reference,
                          from->covariance, layout, report, &local);
    if (why == REFUSAL_NONE && velocity)
        why = plot_velocity(velocity, report, &local);
    if (why == REFUSAL_NONE)
        local_to_ecef(&local, &report->as.state);
    return why;
}

/* A velocity without accuracy serves binding only; three zeros say nothing. */
static fusion_velocity_kind bare_kind(const double velocity[3])
{
    return velocity[0] != 0.0 || velocity[1] != 0.0 || velocity[2] != 0.0 ? FUSION_VELOCITY_BARE
                                                                          : FUSION_VELOCITY_NONE;
}

refusal geometry_track(const Picket__V1__GeodeticState *from, fusion_report *report)
{
    const covariance_layout *layout;
    refusal why = layout_find(LAYOUTS(of_tracks), from->n_covariance, &layout);
    if (why != REFUSAL_NONE)
        return why;
    local_state local = {.velocity = {(double)from->east_mps, (double)from->north_mps}};
    if (layout_has(layout, 2))
        local.velocity[2] = (double)from->up_mps;
    why = speed_check(local.velocity);
    if (why == REFUSAL_NONE)
        why = local_place(from->lat_deg, from->lon_deg, from->height_m, from->height_reference,
                          from->covariance, layout, report, &local);
    if (why != REFUSAL_NONE)
        return why;
    if (layout_has(layout, 3))
        local_velocity(layout, report, &local);
    else
        report->as.state.velocity_kind = bare_kind(local.velocity);
    local_to_ecef(&local, &report->as.state);
    return REFUSAL_NONE;
}

refusal geometry_ecef(const Picket__V1__EcefState *from, fusion_report *report)
{
    const covariance_layout *layout;
    refusal why = layout_find(LAYOUTS(of_ecef), from->n_covariance, &layout);
    if (why != REFUSAL_NONE)
        return why;
    const double far2 = from->x_m * from->x_m + from->y_m * from->y_m + from->z_m * from->z_m;
    if (!isfinite(from->x_m) || !isfinite(from->y_m) || !isfinite(from->z_m))
        return REFUSAL_NOT_FINITE;
    if (!(far2 >= 6340e3 * 6340e3 && far2 <= 9400e3 * 9400e3))
        return REFUSAL_POSITION_RANGE;
    fusion_state *state = &report->as.state;
    const double velocity[3] = {(double)from->vx_mps, (double)from->vy_mps, (double)from->vz_mps};
    why = speed_check(velocity);
    if (why == REFUSAL_NONE)
        why = covariance_spread(from->covariance, layout, state->covariance);
    if (why != REFUSAL_NONE)
        return why;
    state->position[0] = from->x_m;
    state->position[1] = from->y_m;
    state->position[2] = from->z_m;
    memcpy(state->velocity, velocity, sizeof velocity);
    state->height_known = true;
    state->velocity_kind = layout->axes == 6 ? FUSION_VELOCITY_FULL : bare_kind(velocity);
    return REFUSAL_NONE;
}

refusal geometry_circle(const Picket__V1__Circle *circle, fusion_notice *notice)
{
    if (!isfinite(circle->lat_deg) || !isfinite(circle->lon_deg) || !isfinite(circle->radius_m))
        return REFUSAL_NOT_FINITE;
    if (fabs(circle->lat_deg) > 90.0 || fabs(circle->lon_deg) > 180.0 || circle->radius_m < 0.0 ||
        circle->radius_m > 2000e3)
        return REFUSAL_CIRCLE_RANGE;
    notice->has_circle = true;
    notice->lat = circle->lat_deg / ANGLE_DEGREES;
    notice->lon = circle->lon_deg / ANGLE_DEGREES;
    notice->radius = circle->radius_m;
    return REFUSAL_NONE;
}
