#include "geo/wgs84.h"

#include "geo/angle.h"

#include <math.h>

void wgs84_to_ecef(double lat, double lon, double height, double ecef[3])
{
    const double sine = sin(lat);
    const double normal = WGS84_A / sqrt(1.0 - (WGS84_E2 * sine) * sine);
    const double axis_distance = (normal + height) * cos(lat);
    ecef[0] = axis_distance * cos(lon);
    ecef[1] = axis_distance * sin(lon);
    ecef[2] = (normal * (1.0 - WGS84_E2) + height) * sine;
}

/* Nothing here is near the ends of what a double holds, so the plain root will do: hypot() costs
 * ten times as much. */
static double length2(double x, double y)
{
    return sqrt(x * x + y * y);
}

/* Scales (sine, cosine) to length 1; the centre of the earth is taken to lie on the equator. */
static void normalize(double *sine, double *cosine)
{
    const double length = length2(*sine, *cosine);
    *sine = length > 0.0 ? *sine / length : 0.0;
    *cosine = length > 0.0 ? *cosine / length : 1.0;
}

/* Sine and cosine of the latitude; p: the distance from the axis. */
static void find_latitude(const double ecef[3], double *p, double *sine, double *cosine)
{
    const double second_e2 = WGS84_E2 / (1.0 - WGS84_E2);
    const double z = ecef[2];
    *p = length2(ecef[0], ecef[1]);
    const double radius = length2(*p, z);

    /* Bowring 1985: tan(reduced) = b z (1 + e'2 b / r) / (a p). */
    *sine = WGS84_B * z * (1.0 + (radius > 0.0 ? second_e2 * WGS84_B / radius : 0.0));
    *cosine = WGS84_A * *p;
    for (int round = 0;; round++) {
        normalize(sine, cosine); /* of the reduced latitude */
        *sine = z + second_e2 * WGS84_B * *sine * *sine * *sine;
        *cosine = *p - WGS84_E2 * WGS84_A * *cosine * *cosine * *cosine;
        normalize(sine, cosine); /* of the latitude */
        if (round == 1)
            break;
        *sine *= 1.0 - WGS84_F;
    }
}

static double height_at(double p, double z, double sine, double cosine)
{
    return p * cosine + z * sine - WGS84_A * sqrt(1.0 - (WGS84_E2 * sine) * sine);
}

void wgs84_from_ecef(const double ecef[3], double *lat, double *lon, double *height)
{
    double p, sine, cosine;
    find_latitude(ecef, &p, &sine, &cosine);
    const double east = p > 0.0 ? atan2(ecef[1], ecef[0]) : 0.0;
    *lat = atan2(sine, cosine);
    *lon = east < ANGLE_PI ? east : -ANGLE_PI;
    *height = height_at(p, ecef[2], sine, cosine);
}

double wgs84_height(const double ecef[3])
{
    double p, sine, cosine;
    find_latitude(ecef, &p, &sine, &cosine);
    return height_at(p, ecef[2], sine, cosine);
}

void wgs84_axes(double lat, double lon, double enu[9])
{
    const double sin_lat = sin(lat), cos_lat = cos(lat);
    const double sin_lon = sin(lon), cos_lon = cos(lon);
    enu[0] = -sin_lon;
    enu[1] = cos_lon;
    enu[2] = 0.0;
    enu[3] = -sin_lat * cos_lon;
    enu[4] = -sin_lat * sin_lon;
    enu[5] = cos_lat;
    enu[6] = cos_lat * cos_lon;
    enu[7] = cos_lat * sin_lon;
    enu[8] = sin_lat;
}

void wgs84_up(const double ecef[3], double up[3])
{
    const double z = ecef[2] / (1.0 - WGS84_E2);
    const double length = sqrt(ecef[0] * ecef[0] + ecef[1] * ecef[1] + z * z);
    if (length > 0.0) {
        up[0] = ecef[0] / length;
        up[1] = ecef[1] / length;
        up[2] = z / length;
        return;
    }
    up[0] = up[1] = 0.0;
    up[2] = 1.0;
}
