/* wgs84.h - the WGS 84 ellipsoid: geodetic and earth-centred coordinates, local axes.
 *
 * Latitude and longitude are radians, north and east positive; height is metres above the ellipsoid
 * (not above sea level); ECEF is metres, x through (0, 0), y through (0, 90 E), z through the north
 * pole. Constants: NIMA TR8350.2, third edition, table 3.1.
 */
#ifndef FUSION_GEO_WGS84_H
#define FUSION_GEO_WGS84_H

#define WGS84_A  6378137.0                   /* equatorial radius, m */
#define WGS84_F  (1.0 / 298.257223563)       /* flattening */
#define WGS84_B  (WGS84_A * (1.0 - WGS84_F)) /* polar radius, m */
#define WGS84_E2 (WGS84_F * (2.0 - WGS84_F)) /* first eccentricity squared */

/* Any finite latitude, longitude and height; a latitude beyond the pole is the caller's mistake. */
void wgs84_to_ecef(double lat, double lon, double height, double ecef[3]);

/* The way back. Between 12 km below the ellipsoid and 9,400 km from the centre: latitude within
 * 1e-12 rad, height within 1e-8 m, poles and equator included. Longitude in [-pi, pi); 0 on the
 * axis, where there is none. Nearer the centre the result is finite but may lie on the wrong side;
 * at the centre itself it is (0, 0, -a).
 *
 * Bowring's formula for the reduced latitude (1976), begun as in Bowring (1985, "The accuracy of
 * geodetic latitude and height equations"), applied twice, and his height of 1985. Unlike there,
 * angles are kept as sine and cosine, so that no tangent grows without bound.
 */
void wgs84_from_ecef(const double ecef[3], double *lat, double *lon, double *height);

/* The same height, alone: half the work. */
double wgs84_height(const double ecef[3]);

/* Unit vectors at a place: enu[0..2] east, [3..5] north, [6..8] up, each in ECEF. Read as a matrix
 * by rows, it turns ECEF into east, north, up; its transpose turns back. At a pole east is where
 * `lon` says. */
void wgs84_axes(double lat, double lon, double enu[9]);

/* The unit vector up at an ECEF place, without going through latitude: square to the ellipsoid
 * through the place with WGS 84's axis ratio. Exact on the ellipsoid; 1e-5 rad off at 20 km of
 * height, 6e-4 at 1,000 km. {0, 0, 1} at the centre. */
void wgs84_up(const double ecef[3], double up[3]);

#endif
