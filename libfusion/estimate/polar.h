/* polar.h - range, azimuth and elevation from a place, made into a position with its covariance.
 *
 * Azimuth runs from true north clockwise, elevation up from the plane square to the WGS 84 normal
 * at the place; range is the straight line. Refraction is taken to be removed.
 *
 * What is given is mean and covariance of where the object is, for one who knows the plot and
 * nothing else: to second order in the angles. An error of azimuth moves the object on an arc, so
 * that on average it lies nearer by range sigma^2 / 2 (1 degree at 400 km: 61 m), and spreads along
 * the beam by sqrt(2) times that. The same holds for elevation, and for a height that is only
 * believed. Plain conversion leaves both out, and then a radar with a good range and a poor azimuth
 * is wrong with great confidence: NEES 5 instead of 3 in that case.
 *
 * Longbin, Xiaoquan, Yiyu, Kang and Bar-Shalom (1998) stretch the point by exp(sigma^2 / 2) where
 * this shrinks it. Theirs is unbiased about the true point and asks for a covariance that is turned
 * towards it; ours is turned towards the measured one, and with that a stretch doubles the bias.
 * Above some 10 degrees of sigma an arc is no ellipse, and neither form is honest.
 */
#ifndef FUSION_ESTIMATE_POLAR_H
#define FUSION_ESTIMATE_POLAR_H

#include "fusion/status.h"

/* Where the sensor stands, in the form that conversion needs; made once for a fixed sensor. */
typedef struct polar_place {
    double ecef[3];
    double axes[9]; /* east, north, up rows in ECEF, as wgs84_axes() gives them */
    double height;  /* above the ellipsoid */
} polar_place;

typedef struct polar {
    double range, azimuth, elevation;
    double sigma_range, sigma_azimuth;
    double sigma_elevation; /* 0: elevation was not measured */
} polar;

/* Radians, and metres above the ellipsoid. */
void polar_place_at(double lat, double lon, double height, polar_place *place);

/* Position (ECEF) and its packed covariance. height and sigma_height are those of height_prior()
 * and are used only where elevation was not measured: the point is then where the range circle of
 * that azimuth meets the height. Where the circle does not reach it, or only more steeply than 45
 * degrees, height is not known better than the range allows: it is taken at 45 degrees (range 0.71)
 * with a sigma of at most a third of the range.
 *
 * FUSION_NOT_FINITE    a number is NaN or infinite; nothing was written
 * FUSION_OUT_OF_RANGE  range, sigma_range or sigma_azimuth is not above 0, sigma_elevation is below
 *                      0, or it is 0 and sigma_height is not above 0; nothing was written
 */
FUSION_CHECKED fusion_status polar_to_ecef(const polar_place *place, const polar *measured,
                                           double height, double sigma_height, double position[3],
                                           double covariance[6]);

/* Where elevation was not measured: how the point moves with a height that differs from the one it
 * was given, to second order (ECEF, 1/m). A height h2 off moves it along the covariance's own slope
 * and by bend h2^2 / 2 besides; so the mean of a height with variance v, which position is of, lies
 * off by bend v / 2, and covariance spreads by v^2 / 2 times bend bend'. */
void polar_bend(const polar_place *place, const polar *measured, double height, double bend[3]);

#endif
