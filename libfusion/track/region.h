/* region.h - regions of the Earth, for what is learnt of many objects.
 *
 * Bands of 5 degrees of latitude, cut so that a region is about as wide as it is high: up to
 * 550 km, and few near a pole. What happens in one region says nothing of another.
 *
 * They are as small as they may be: with bands of 10 degrees GOSPA of forty aircraft on three
 * radars is within 0.3 %, with 2.5 it is up to 0.9 % worse, for less is learnt of each (two seeds
 * of stock and hard, one of clutter).
 */
#ifndef FUSION_TRACK_REGION_H
#define FUSION_TRACK_REGION_H

#include <stddef.h>

#define REGION_BANDS 36
#define REGIONS      (2 * REGION_BANDS * REGION_BANDS)

/* The region of a place in ECEF: below REGIONS. */
size_t region_of(const double place[3]);

/* The four whose middles a place is among, and how near it is to each: shares that sum to 1, and
 * that change by and by as it moves, to 0 where another takes a region's place. Beyond the middle
 * of the last band there is none but that, and the one before it with no share. */
typedef struct region_near {
    size_t region[4];
    double share[4];
} region_near;

region_near region_among(const double place[3]);

#endif
