#include "tools/sim/measure.h"

#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"

#include <math.h>
#include <string.h>

#define EARTH_RADIUS   6371008.8 /* m, mean (IUGG) */
#define BENT_RADIUS    (4.0 / 3.0 * EARTH_RADIUS)
#define CLUTTER_HEIGHT 12000.0 /* m */

static void eye_place(double lat, double lon, double height, eye *at)
{
    at->lat = lat;
    at->lon = lon;
    at->height = height;
    wgs84_to_ecef(lat, lon, height, at->position);
    wgs84_axes(lat, lon, at->axes);
}

static void eye_moved(const double position[3], const double velocity[3], eye *at)
{
    double lat, lon, height;
    wgs84_from_ecef(position, &lat, &lon, &height);
    eye_place(lat, lon, height, at);
    memcpy(at->velocity, velocity, sizeof at->velocity);
}

static void eye_in_orbit(const scenario_sensor *sensor, double seconds, eye *at)
{
    double start[3], axes[9], along[3], position[3], velocity[3];
    wgs84_to_ecef(sensor->lat, sensor->lon, sensor->height, start);
    wgs84_axes(sensor->lat, sensor->lon, axes);
    const double local[3] = {sin(sensor->course), cos(sensor->course), 0.0};
    turn_to_ecef(axes, local, along);
    orbit_at(start, along, seconds, position, velocity);
    eye_moved(position, velocity, at);
}

void eye_at(const scenario_sensor *sensor, const body *bodies, double second, double fraction,
            eye *at)
{
    memset(at, 0, sizeof *at);
    if (sensor->rides >= 0) {
        double position[3], velocity[3];
        body_at(&bodies[sensor->rides], fraction, position, velocity);
        eye_moved(position, velocity, at);
    } else if (sensor->orbits) {
        eye_in_orbit(sensor, second + fraction, at);
    } else {
        eye_place(sensor->lat, sensor->lon, sensor->height, at);
    }
}

void measure_polar(const eye *at, const double position[3], feed_polar *seen)
{
    double apart[3], local[3];
    for (int i = 0; i < 3; i++)
        apart[i] = position[i] - at->position[i];
    turn_to_local(at->axes, apart, local);
    const double level = sqrt(local[0] * local[0] + local[1] * local[1]);
    seen->range = sqrt(level * level + local[2] * local[2]);
    seen->azimuth = atan2(local[0], local[1]);
    seen->elevation = atan2(local[2], level);
}

double measure_horizon(double own_height, double height)
{
    const double own = fmax(own_height, 0.0), other = fmax(height, 0.0);
    return sqrt(own * (2.0 * BENT_RADIUS + own)) + sqrt(other * (2.0 * BENT_RADIUS + other));
}

static bool in_sector(const scenario_span *sector, double azimuth)
{
    if (sector->from == sector->to)
        return true;
    return angle_wrap_positive(azimuth - sector->from) <=
           angle_wrap_positive(sector->to - sector->from);
}

bool measure_covers(const scenario_sensor *sensor, const eye *at, const feed_polar *seen,
                    double height)
{
    if (seen->range > sensor->range || seen->range < 1.0)
        return false;
    if (seen->elevation < sensor->elevation.from || seen->elevation > sensor->elevation.to)
        return false;
    if (!in_sector(&sensor->sector, seen->azimuth))
        return false;
    return !sensor->horizon || seen->range <= measure_horizon(at->height, height);
}

void measure_noise(const scenario_sensor *sensor, chance *draws, feed_polar *seen)
{
    seen->range = fmax(seen->range + sensor->sigma_range * chance_normal(draws), 1.0);
    seen->azimuth += sensor->sigma_azimuth * chance_normal(draws);
    seen->sigma_range = sensor->sigma_range;
    seen->sigma_azimuth = sensor->sigma_azimuth;
    seen->sigma_elevation = sensor->sigma_elevation;
    if (sensor->sigma_elevation > 0.0) {
        const double elevation = seen->elevation + sensor->sigma_elevation * chance_normal(draws);
        seen->elevation = fmin(fmax(elevation, -ANGLE_PI / 2.0), ANGLE_PI / 2.0);
    }
}

/* Elevation of something at that height, over an Earth that falls away. */
static double elevation_of(const eye *at, double range, double height)
{
    const double rise = height - at->height - range * range / (2.0 * EARTH_RADIUS);
    return asin(fmin(fmax(rise / range, -1.0), 1.0));
}

void measure_place(const eye *at, const feed_polar *seen, double assumed_height,
                   double assumed_sigma, double place[3], double covariance[6])
{
    const bool measured = seen->sigma_elevation > 0.0;
    const double range = seen->range;
    const double elevation = measured ? seen->elevation : elevation_of(at, range, assumed_height);
    const double ce = cos(elevation), se = sin(elevation);
    const double ca = cos(seen->azimuth), sa = sin(seen->azimuth);
    const double local[3] = {range * ce * sa, range * ce * ca, range * se};
    turn_to_ecef(at->axes, local, place);
    for (int i = 0; i < 3; i++)
        place[i] += at->position[i];

    /* Along the beam, across it, and up: east, north, up of each. */
    const double along[3] = {ce * sa, ce * ca, se};
    const double across[3] = {ca, -sa, 0.0};
    const double up[3] = {-se * sa, -se * ca, ce};
    const double s_along = seen->sigma_range, s_across = range * ce * seen->sigma_azimuth;
    const double s_up = measured ? range * seen->sigma_elevation : assumed_sigma;
    double packed[6];
    size_t k = 0;
    for (int i = 0; i < 3; i++)
        for (int j = i; j < 3; j++)
            packed[k++] = s_along * s_along * along[i] * along[j] +
                          s_across * s_across * across[i] * across[j] + s_up * s_up * up[i] * up[j];
    turn_covariance3_to_ecef(at->axes, packed, covariance);
}

void measure_broadcast(const scenario_sensor *sensor, chance *draws, const double position[3],
                       const double velocity[3], feed_geodetic *said)
{
    memset(said, 0, sizeof *said);
    double axes[9], moved[3];
    wgs84_from_ecef(position, &said->lat, &said->lon, &said->height);
    wgs84_axes(said->lat, said->lon, axes);
    double noise[3];
    for (int i = 0; i < 3; i++) {
        const double sigma = i < 2 ? sensor->sigma_position : sensor->sigma_height;
        noise[i] = sigma * chance_normal(draws);
    }
    turn_to_ecef(axes, noise, moved);
    for (int i = 0; i < 3; i++)
        moved[i] += position[i];
    wgs84_from_ecef(moved, &said->lat, &said->lon, &said->height);
    turn_to_local(axes, velocity, said->velocity);
    const double place = sensor->sigma_position * sensor->sigma_position;
    const double speed = sensor->sigma_velocity * sensor->sigma_velocity;
    for (int i = 0; i < 3; i++)
        said->velocity[i] += sensor->sigma_velocity * chance_normal(draws);
    said->has_height = sensor->sigma_height > 0.0;
    said->velocity_axes = said->has_height ? 3 : 2;
    said->covariance[0] = said->covariance[3] = place;
    said->covariance[5] = sensor->sigma_height * sensor->sigma_height;
    said->velocity_covariance[0] = said->velocity_covariance[3] = speed;
    said->velocity_covariance[5] = speed;
}

double measure_sector_share(const scenario_sensor *sensor)
{
    const scenario_span *sector = &sensor->sector;
    if (sector->from == sector->to)
        return 1.0;
    return angle_wrap_positive(sector->to - sector->from) / ANGLE_TURN;
}

static double anywhere(const scenario_sensor *sensor, chance *draws)
{
    const double width = ANGLE_TURN * measure_sector_share(sensor);
    return sensor->sector.from + width * chance_uniform(draws);
}

bool measure_clutter(const scenario_sensor *sensor, const eye *at, double azimuth, chance *draws,
                     feed_polar *seen)
{
    const bool flat = sensor->sigma_elevation <= 0.0;
    const double height = flat ? 0.0 : CLUTTER_HEIGHT * chance_uniform(draws);
    double reach = sensor->range;
    if (sensor->horizon)
        reach = fmin(reach, measure_horizon(at->height, height));
    seen->range = reach * sqrt(chance_uniform(draws));
    seen->azimuth = isnan(azimuth) ? anywhere(sensor, draws) : azimuth;
    const double rise = height - at->height - seen->range * seen->range / (2.0 * BENT_RADIUS);
    seen->elevation = flat ? 0.0 : asin(fmin(fmax(rise / fmax(seen->range, 1.0), -1.0), 1.0));
    seen->sigma_range = sensor->sigma_range;
    seen->sigma_azimuth = sensor->sigma_azimuth;
    seen->sigma_elevation = sensor->sigma_elevation;
    return measure_covers(sensor, at, seen, height);
}
