/* pull.h - what moves an object besides noise: it falls, it keeps to the Earth's curve.
 *
 * Both are accelerations that are known, and imm.h adds them to the prediction of a model: position
 * gains a dt^2 / 2, velocity a dt. What is left out is the change of a on the way: of a fall at 2
 * km/s 1 m in 10 s and 200 m in a minute; of 100 km along the Earth 4 m along the way and 2 cm in
 * height. The covariance stays as it was predicted: slopes of a are some 1e-6 / s^2.
 */
#ifndef FUSION_ESTIMATE_PULL_H
#define FUSION_ESTIMATE_PULL_H

typedef enum pull {
    PULL_NONE,
    PULL_CURVE,   /* keeps its height: bends down as the ellipsoid does below it, by the radii of
                   * curvature along the meridian and across it */
    PULL_GRAVITY, /* falls: gravity of a sphere, seen from the Earth that turns */
    PULL_BOOST    /* gains PULL_GAIN along the way it goes, all told; less below some 100 m/s, where
                   * that way is not known */
} pull;
#define PULLS     (PULL_BOOST + 1)
#define PULL_GAIN 35.0 /* m/s2: engines that burn for a minute or two make 20 to 50 of it */

/* The acceleration at the state, ECEF, m/s2. */
void pull_at(pull by, const double state[6], double acceleration[3]);

#endif
