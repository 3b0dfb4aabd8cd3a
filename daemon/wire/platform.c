#include "daemon/wire/platform.h"

#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"

#include <math.h>

/* Also false where a number is NaN. */
static bool platform_holds(const Picket__V1__Platform *p)
{
    const double speed2 =
        p->east_mps * p->east_mps + p->north_mps * p->north_mps + p->up_mps * p->up_mps;
    return p->time_ns >= WIRE_TIME_FIRST_NS && p->time_ns <= WIRE_TIME_LAST_NS &&
           fabs(p->lat_deg) <= 90.0 && p->lon_deg >= -180.0 && p->lon_deg <= 180.0 &&
           p->height_m >= -12e3 && p->height_m <= 3000e3 && speed2 <= 12e3 * 12e3 &&
           p->sigma_horizontal_m >= 0.0F && p->sigma_horizontal_m <= 10e3F &&
           p->sigma_vertical_m >= 0.0F && p->sigma_vertical_m <= 10e3F;
}

static void platform_at(const Picket__V1__Platform *platform, polar_place *place)
{
    polar_place_at(platform->lat_deg / ANGLE_DEGREES, platform->lon_deg / ANGLE_DEGREES,
                   platform->height_m, place);
}

refusal platform_check(const Picket__V1__Platform *platform, const fusion_sensor *sensor)
{
    if (!platform)
        return sensor->moves ? REFUSAL_PLATFORM_MISSING : REFUSAL_NONE;
    if (!platform_holds(platform))
        return REFUSAL_PLATFORM_RANGE;
    if (sensor->moves)
        return REFUSAL_NONE;
    polar_place said;
    platform_at(platform, &said);
    const double apart =
        hypot(hypot(said.ecef[0] - sensor->place[0], said.ecef[1] - sensor->place[1]),
              said.ecef[2] - sensor->place[2]);
    return apart > PLATFORM_APART_MAX ? REFUSAL_PLATFORM_DIFFERS : REFUSAL_NONE;
}

refusal platform_place(const Picket__V1__Platform *platform, int64_t time_ns, polar_place *place)
{
    const int64_t ahead_ns = time_ns - platform->time_ns;
    if (ahead_ns > PLATFORM_CARRY_NS || ahead_ns < -PLATFORM_CARRY_NS)
        return REFUSAL_PLATFORM_STALE;
    platform_at(platform, place);
    const double ahead = (double)ahead_ns / 1e9;
    const double way[3] = {platform->east_mps * ahead, platform->north_mps * ahead,
                           platform->up_mps * ahead};
    if (way[0] == 0.0 && way[1] == 0.0 && way[2] == 0.0)
        return REFUSAL_NONE;
    double moved[3], lat, lon;
    turn_to_ecef(place->axes, way, moved);
    for (int i = 0; i < 3; i++)
        place->ecef[i] += moved[i];
    wgs84_from_ecef(place->ecef, &lat, &lon, &place->height);
    wgs84_axes(lat, lon, place->axes);
    return REFUSAL_NONE;
}
