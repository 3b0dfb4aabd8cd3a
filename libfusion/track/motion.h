/* motion.h - what objects of a category are believed to do.
 *
 * | category   | noise      | first speed | lost | because                                     |
 * |------------|------------|-------------|------|---------------------------------------------|
 * | missile    | 1000, 1000 | 1500, 1000  |   20 | boost, free fall and drag in one model      |
 * | air        |   80, 0.3  |  200, 10    |    5 | turns of 1 to 3 degrees/s, climbs to 15 m/s |
 * | surface    | 0.05, 1e-4 |    8, 0.05  |    4 | slow turns; the sea is level                |
 * | subsurface | 0.02, 0.01 |    5, 0.5   |    4 | likewise, with changes of depth             |
 * | mine       | 0.01, 1e-4 |    1, 0.05  |    2 | drifts with the current                     |
 * | land       | 0.05, 0.01 |   10, 0.5   |    4 | stands, or drives on roads                  |
 *
 * "Noise" is the intensity of the white acceleration, horizontal and vertical, m2/s3; "first speed"
 * the sigma of a velocity that was not measured, likewise, m/s; "lost", km, the horizontal sigma
 * beyond which a track says too little to be kept: what one could still search, a few times the
 * distance between neighbours of that kind. A track of several categories gets the largest of each
 * column, one of none counts as air.
 */
#ifndef FUSION_TRACK_MOTION_H
#define FUSION_TRACK_MOTION_H

#include "estimate/cv.h"

typedef struct motion {
    cv_noise noise;
    double speed_horizontal, speed_vertical; /* sigma, m/s */
    double lost;                             /* sigma, m */
} motion;

motion motion_of(uint8_t categories);

#endif
