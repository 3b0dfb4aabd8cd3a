#include "estimate/polar.h"

#include "geo/turn.h"
#include "geo/wgs84.h"

#include <math.h>
#include <stdbool.h>

/* Unit vectors at the measured direction, in the place's east, north, up. */
typedef struct beam {
    double along[3];  /* to the object */
    double across[3]; /* towards growing azimuth */
    double over[3];   /* towards growing elevation */
    double level[3];  /* along, without its vertical part */
} beam;

static beam beam_to(double azimuth, double elevation)
{
    const double se = sin(elevation), ce = cos(elevation);
    const double sa = sin(azimuth), ca = cos(azimuth);
    return (beam){.along = {ce * sa, ce * ca, se},
                  .across = {ca, -sa, 0.0},
                  .over = {-se * sa, -se * ca, ce},
                  .level = {sa, ca, 0.0}};
}

static void add_square(const double direction[3], double variance, double packed[6])
{
    for (int i = 0, k = 0; i < 3; i++)
        for (int j = i; j < 3; j++, k++)
            packed[k] += variance * direction[i] * direction[j];
}

static void place_add(const polar_place *place, const double local[3], double position[3])
{
    turn_to_ecef(place->axes, local, position);
    for (int i = 0; i < 3; i++)
        position[i] += place->ecef[i];
}

void polar_place_at(double lat, double lon, double height, polar_place *place)
{
    wgs84_to_ecef(lat, lon, height, place->ecef);
    wgs84_axes(lat, lon, place->axes);
    place->height = height;
}

/* The second-order spread of azimuth: r cos(elevation) d^2 / 2 along the level. */
static void add_bend_of_azimuth(const beam *at, double ground, double sigma, double packed[6])
{
    const double bend = ground * sigma * sigma;
    add_square(at->level, 0.5 * bend * bend, packed);
}

static void convert_full(const polar_place *place, const polar *m, double position[3],
                         double covariance[6])
{
    const beam at = beam_to(m->azimuth, m->elevation);
    const double ground = m->range * cos(m->elevation), rise = m->range * sin(m->elevation);
    const double shrink = exp(-0.5 * m->sigma_elevation * m->sigma_elevation);
    const double level = ground * shrink * exp(-0.5 * m->sigma_azimuth * m->sigma_azimuth);
    const double local[3] = {level * at.level[0], level * at.level[1], rise * shrink};
    place_add(place, local, position);

    const double across = ground * m->sigma_azimuth, over = m->range * m->sigma_elevation;
    const double bend = over * m->sigma_elevation,
                 skew = rise * m->sigma_azimuth * m->sigma_elevation;
    double packed[6] = {0};
    add_square(at.along, m->sigma_range * m->sigma_range + 0.5 * bend * bend, packed);
    add_square(at.across, across * across + skew * skew, packed);
    add_square(at.over, over * over, packed);
    add_bend_of_azimuth(&at, ground, m->sigma_azimuth, packed);
    turn_covariance3_to_ecef(place->axes, packed, covariance);
}

/* The point at that elevation: its height, and how much of `along` and `over` is up there. */
typedef struct sight {
    beam at;
    double height, along_up, over_up;
} sight;

static sight sight_at(const polar_place *place, const polar *m, double elevation)
{
    sight s = {.at = beam_to(m->azimuth, elevation)};
    double local[3], point[3], there[9], lat, lon, up[3];
    for (int i = 0; i < 3; i++)
        local[i] = m->range * s.at.along[i];
    place_add(place, local, point);
    wgs84_from_ecef(point, &lat, &lon, &s.height);
    wgs84_axes(lat, lon, there);
    turn_to_local(place->axes, &there[6], up);
    s.along_up = s.at.along[0] * up[0] + s.at.along[1] * up[1] + s.at.along[2] * up[2];
    s.over_up = s.at.over[0] * up[0] + s.at.over[1] * up[1] + s.at.over[2] * up[2];
    return s;
}

/* Where the range meets the height, to a millimetre: that of a sphere, then Newton's method, which
 * takes one round, seldom two, where the angle is at most 45 degrees. */
static sight sight_of_height(const polar_place *place, const polar *m, double height)
{
    const double radius = 0.5 * (WGS84_A + WGS84_B), own = radius + place->height;
    const double sine = ((height - place->height) * (own + radius + height) - m->range * m->range) /
                        (2.0 * own * m->range);
    double elevation = asin(fmax(-1.0, fmin(1.0, sine)));
    sight s = sight_at(place, m, elevation);
    for (int round = 0; round < 4 && fabs(height - s.height) > 1e-3; round++) {
        elevation += (height - s.height) / (m->range * s.over_up);
        s = sight_at(place, m, elevation);
    }
    return s;
}

/* The height, or the nearest to it that the range reaches at no more than 45 degrees. */
static double reached_of(const polar_place *place, const polar *m, double height)
{
    const double reach = m->range * 0.70710678118654752;
    return fmax(place->height - reach, fmin(place->height + reach, height));
}

/* At its range a greater height lifts the point in; at its height a longer range slides it out. */
static void flat_axes(const sight *s, double lift[3], double slide[3])
{
    for (int i = 0; i < 3; i++) {
        lift[i] = s->at.over[i] / s->over_up;
        slide[i] = s->at.along[i] - s->along_up * lift[i];
    }
}

static void convert_flat(const polar_place *place, const polar *m, double height, double sigma,
                         double position[3], double covariance[6])
{
    const double reached = reached_of(place, m, height);
    const double spread = reached == height ? sigma : fmin(sigma, m->range / 3.0);
    const sight s = sight_of_height(place, m, reached);

    double slide[3], lift[3];
    flat_axes(&s, lift, slide);
    const double angle = spread / (m->range * s.over_up), bend = m->range * angle * angle;
    const double rise = m->range * s.at.along[2], ground = m->range * s.at.over[2];
    const double across = ground * m->sigma_azimuth;
    const double level = ground * exp(-0.5 * m->sigma_azimuth * m->sigma_azimuth);
    const double local[3] = {level * s.at.level[0] - 0.5 * bend * slide[0],
                             level * s.at.level[1] - 0.5 * bend * slide[1],
                             rise - 0.5 * bend * slide[2]};
    place_add(place, local, position);

    double packed[6] = {0};
    add_square(slide, m->sigma_range * m->sigma_range + 0.5 * bend * bend, packed);
    add_square(lift, spread * spread, packed);
    add_square(s.at.across, across * across, packed);
    add_bend_of_azimuth(&s.at, ground, m->sigma_azimuth, packed);
    turn_covariance3_to_ecef(place->axes, packed, covariance);
}

void polar_bend(const polar_place *place, const polar *measured, double height, double bend[3])
{
    const sight s = sight_of_height(place, measured, reached_of(place, measured, height));
    double slide[3], lift[3];
    flat_axes(&s, lift, slide);
    for (int i = 0; i < 3; i++)
        slide[i] /= -measured->range * s.over_up * s.over_up;
    turn_to_ecef(place->axes, slide, bend);
}

fusion_status polar_to_ecef(const polar_place *place, const polar *measured, double height,
                            double sigma_height, double position[3], double covariance[6])
{
    const bool flat = measured->sigma_elevation == 0.0;
    const double sum = measured->range + measured->azimuth + measured->elevation +
                       measured->sigma_range + measured->sigma_azimuth + measured->sigma_elevation +
                       (flat ? height + sigma_height : 0.0);
    if (!isfinite(sum))
        return FUSION_NOT_FINITE;
    if (!(measured->range > 0.0 && measured->sigma_range > 0.0 && measured->sigma_azimuth > 0.0) ||
        measured->sigma_elevation < 0.0 || (flat && !(sigma_height > 0.0)))
        return FUSION_OUT_OF_RANGE;
    if (flat)
        convert_flat(place, measured, height, sigma_height, position, covariance);
    else
        convert_full(place, measured, position, covariance);
    return FUSION_OK;
}
