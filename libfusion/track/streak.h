/* streak.h - what is too fast to be found by its second plot: three in line.
 *
 * A plot that names no category begins the track of an aircraft (motion.h), whose first speed has a
 * sigma of 200 m/s and whose climb hardly any; a missile's second plot lies far outside of what
 * that expects, or its third does. To expect such speeds of every plot would join all false plots
 * within 20 km. Instead, the plots of young tracks are kept for two looks of their sensor. Three of
 * them, from looks that follow one another, in line and faster than an aircraft's first speed has
 * room for, are tried as a missile's: of one unknown object in a hundred that is believed
 * beforehand, then each plot counts as for any track (life.h). Where that comes to more than the
 * chance at which a track ends, the eldest track that the three are of becomes that of them all and
 * moves as missiles do (motion.h); the others end. Its category is as unknown as before. A track
 * that holds anything else (a plot of another sensor, or the third of another streak) is left as it
 * is unless the three are likelier an object than that. What is only tried teaches nothing.
 *
 * A streak needs three looks in a row of one sensor that has a period of at most half a minute and
 * measures heights: what is seen by others only, and told by nobody what it is, is not found. Nor
 * is what flies in a crowd: where over 32 young plots of the look before are in reach of a plot (40
 * km where a look takes 4 s), some three are in line by chance, and to try them all would take the
 * cube of their number.
 */
#ifndef FUSION_TRACK_STREAK_H
#define FUSION_TRACK_STREAK_H

#include "track/indices.h"
#include "track/life.h"
#include "track/roster.h"

#define STREAK_NONE  UINT32_MAX
#define STREAK_YOUNG 3 /* plots at most */

typedef struct streak_point {
    int64_t time_ns;
    double position[3];
    double sigma;   /* of its longest axis at most, m */
    uint64_t track; /* whose it is, */
    uint32_t slot;  /* and where that is, if it has not ended */
    uint32_t plot;  /* where the whole of it is kept */
} streak_point;

typedef struct streak_points {
    streak_point *items;
    size_t count, capacity;
} streak_points;

typedef struct streaks {
    streak_points of[FUSION_SENSORS_MAX]; /* each sensor's plots of young tracks, by time */
    struct {
        measure *items;
        size_t count, capacity;
    } plots;        /* the same of all, whole, each where its point says */
    indices near;   /* places of points of one sensor that one may be in line with */
    indices unused; /* free places in plots */
    indices young; /* of each measure of the epoch, the slot of the young track it is of, or none */
} streaks;

/* None of measures[0..measure_count) is of a young track yet; makes room to keep what may be of a
 * streak among measures[taken[0..count)), as streak_pass() has them. False: memory was refused. */
FUSION_CHECKED bool streak_reserve(streaks *all, room *memory, const fusion_registry *registry,
                                   const measure *measures, size_t measure_count,
                                   const uint32_t *taken, size_t count);
void streak_free(streaks *all, room *memory);

/* Once all clusters are worked: of measures[taken[0..count)), in order of time, what is of a young
 * track is kept, and what began one is held against what was kept before. */
void streak_pass(streaks *all, roster *tracks, const measure *measures, const uint32_t *taken,
                 size_t count, int64_t now_ns, life_rules rules);

#endif
