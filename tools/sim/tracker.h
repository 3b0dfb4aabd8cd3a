/* tracker.h - a sensor's own tracker, which makes source tracks of what it measures.
 *
 * A Kalman filter of place and velocity in ECEF with white noise of acceleration, equal in all
 * directions (Bar-Shalom, Li and Kirubarajan 2001, section 6.2.2): what it sends has errors that
 * are correlated in time, as those of real source tracks are. Which measurement belongs to which
 * object is given; what is simulated is the filter, not its mistakes.
 */
#ifndef TOOLS_SIM_TRACKER_H
#define TOOLS_SIM_TRACKER_H

#include <stdbool.h>
#include <stdint.h>

#define TRACKER_HITS_NEEDED 3 /* measurements before a track is sent */
#define TRACKER_MISSES_KEPT 2 /* looks in a row without one before it ends */

/* One object as one sensor holds it. Zeroed: not held. */
typedef struct tracker {
    bool held;
    uint64_t number;
    int64_t began_ns, updated_ns; /* first and newest measurement */
    unsigned hits, misses;
    double position[3], velocity[3];
    double pp[9], pv[9], vv[9]; /* covariance by blocks, rows; pv: position by velocity */
} tracker;

/* What a tracker believes of objects of these categories before it has seen them move: how fast
 * they may be, how much they manoeuvre (times that of aircraft), how high they are. Rough, as a
 * tracker's settings are; of several categories the one that allows most. */
typedef struct tracker_belief {
    double speed;
    double agility;
    double height, sigma_height;
} tracker_belief;
tracker_belief tracker_believes(uint8_t categories);

/* Begins with a place (ECEF) and its packed covariance; the velocity is zero within speed, one
 * sigma on each axis. */
void tracker_begin(tracker *one, uint64_t number, int64_t time_ns, const double place[3],
                   const double covariance[6], double speed);

/* Carries a copy of the state on to time_ns; agility is the density of the noise, m^2/s^3. The time
 * of the newest measurement stays. */
tracker tracker_predicted(const tracker *one, int64_t time_ns, double agility);

/* Takes a measurement of the place. false: its covariance and the state's together are singular;
 * nothing changed. */
bool tracker_update(tracker *one, int64_t time_ns, const double place[3],
                    const double covariance[6], double agility);

/* The packed 6 x 6. */
void tracker_covariance(const tracker *one, double packed[21]);

#endif
