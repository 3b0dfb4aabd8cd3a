/* motion.h - what objects of a category are believed to do.
 *
 * | category   | models and their noise                 | first speed | lost |
 * |------------|----------------------------------------|-------------|------|
 * | missile    | boost 100, 100; a fall .02, .02; drag  | 1500, 1000  |   20 |
 * |            | and whatever else 1500, 1500           |             |      |
 * | air        | level .003, .05, a climb dies in 60 s, |  200, 5     |    5 |
 * |            | the course bends by 1.5e-5 rad/s;      |             |      |
 * |            | even turns 4, 0.2, likewise level,     |             |      |
 * |            | rate 2.7 degrees/s; anything level     |             |      |
 * |            | 200, 0.2; a change of climb .02, 5;    |             |      |
 * |            | an even climb .003, .001               |             |      |
 * | land       | stands, within 0.05 m/s; on a road     |   10, 0.5   |    4 |
 * |            | .004, .01; brakes, corners 5, 0.02     |             |      |
 * | subsurface | steady course 1e-5, .001; a turn .003, |    5, 0.5   |    4 |
 * |            | 0.5 degrees/s; anything .03, .01       |             |      |
 * | surface    | lies still, within 0.1 m/s; a steady   |    8, 0.05  |    4 |
 * |            | course 3e-5, 1e-6; a turn .01, 0.8     |             |      |
 * |            | degrees/s; anything .35, for a minute; |             |      |
 * |            | what rises settles in 60 s             |             |      |
 * | mine       | moored, within 0.03 m/s; adrift, all   |    1, 0.05  |    2 |
 * |            | speed dies in 900 s, 1.4e-4, 1e-6; or  |             |      |
 * |            | something moves it: 0.01, 1e-4         |             |      |
 * | none, slow | steams on or lies 3e-4, 1e-4; to and   |             |      |
 * |            | fro .05, 1e-4; brakes and turns 5, .01 |             |      |
 * |            | takes off 20, 5                        |             |      |
 *
 * "Noise" is the intensity of the white acceleration, horizontal and vertical, m2/s3; "first speed"
 * the sigma of a velocity that was not measured, likewise, m/s; "lost", km, the horizontal sigma
 * beyond which a track says too little to be kept: what one could still search, a few times the
 * distance between neighbours of that kind. What sails, above water or below, is up to 100 m long,
 * so that a lidar sees two ends of it (unresolved.h). A track of several categories moves like that
 * which stands first above and gets the largest of the other columns; one of none counts as air,
 * whose models from level flight to sharp turns tell by themselves what it does, unless it is much
 * faster or slower than that. All but missiles follow the Earth's curve,
 * except that an even climb is straight in space. What lies, stands, drifts or goes straight on is
 * steady (imm.h): how often that ends, and of aircraft its noise, is a first belief (unrest.h); so
 * is how much of it is straight in space where hardly anybody turns (curve.h).
 */
#ifndef FUSION_TRACK_MOTION_H
#define FUSION_TRACK_MOTION_H

#include "estimate/imm.h"
#include "fusion/report.h"

#define MOTION_KINDS 7 /* the rows above */

typedef struct motion {
    const imm_set *models;
    size_t kind;                             /* whose they are: below MOTION_KINDS */
    double speed_horizontal, speed_vertical; /* sigma, m/s */
    double lost;                             /* sigma, m */
    double hull; /* m: what is long is hardly longer; 0: no sensor sees two ends of it */
} motion;

/* Of what may be of these categories; of an empty set, as of air. */
motion motion_of(uint8_t categories);

#define MOTION_FAST 450.0 /* m/s: hardly any aircraft flies at Mach 1.5 */

/* What moves something of no category that moved by the models `so_far`: those of air; of a missile
 * where it is surely, by two sigma, faster than MOTION_FAST, until it surely is not; and those of
 * what is slow where it is surely slower than 15 m/s, and no higher than ships are. */
const imm_set *motion_by_speed(const imm_set *so_far, const cv_state *mean, bool height_known);

/* Whose the models are, all being from here: below MOTION_KINDS. */
size_t motion_kind(const imm_set *models);

/* Natural logarithm of the density of a measured velocity of which nothing else is known: about
 * rest with the sigmas of a first speed. The error of the measurement is left out, so that a report
 * is taken for a track's own the more reluctantly the less it knows of its speed. With it, of boats
 * in a marina that tell no numbers, tracks keep theirs for 0.65 of the time and not for 0.85. */
double motion_log_velocity(uint8_t categories, const fusion_state *state);

#endif
