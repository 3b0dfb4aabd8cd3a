/* angle.h - angles brought back to one turn.
 *
 * Wrapped, never folded: a difference of 270 degrees is one of -90. Every difference of two angles
 * goes through here before it is used. NaN and infinity give NaN.
 */
#ifndef FUSION_GEO_ANGLE_H
#define FUSION_GEO_ANGLE_H

#define ANGLE_PI      3.14159265358979323846
#define ANGLE_TURN    (2.0 * ANGLE_PI)
#define ANGLE_DEGREES (180.0 / ANGLE_PI) /* degrees in a radian */

/* The same direction in [-pi, pi). Exact (IEEE remainder) for whole turns of the double 2 pi, which
 * is 2.4e-16 short of the true one. */
double angle_wrap(double angle);

/* The same direction in [0, 2 pi). */
double angle_wrap_positive(double angle);

#endif
