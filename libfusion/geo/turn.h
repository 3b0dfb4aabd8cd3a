/* turn.h - vectors and packed covariances turned between ECEF and a place's own axes.
 *
 * `axes` are the nine numbers of wgs84_axes(): rows east, north, up. "local" is east, north, up.
 * Packed covariances are upper triangles row by row (fusion/report.h): 6 numbers for a position,
 * 21 for position and velocity, both turned by the same axes. In and out may be the same array.
 * A turn keeps symmetry exactly and eigenvalues to rounding.
 */
#ifndef FUSION_GEO_TURN_H
#define FUSION_GEO_TURN_H

/* Three numbers. */
void turn_to_local(const double axes[9], const double ecef[3], double local[3]);
void turn_to_ecef(const double axes[9], const double local[3], double ecef[3]);

/* Six, of a position. */
void turn_covariance3_to_local(const double axes[9], const double ecef[6], double local[6]);
void turn_covariance3_to_ecef(const double axes[9], const double local[6], double ecef[6]);

/* Twenty-one, of position and velocity. */
void turn_covariance6_to_local(const double axes[9], const double ecef[21], double local[21]);
void turn_covariance6_to_ecef(const double axes[9], const double local[21], double ecef[21]);

#endif
