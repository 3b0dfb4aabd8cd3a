/* place.h - in which of a book's areas a report is, for certain and possibly.
 *
 * A permission needs certainty, a prohibition only possibility. No place is in no area for certain
 * and in every area possibly; so is an unknown height in a band. A notice's circle must lie wholly
 * inside to be certain.
 */
#ifndef FUSION_RELEASE_PLACE_H
#define FUSION_RELEASE_PLACE_H

#include "fusion/report.h"
#include "release/area.h"

/* Both ends of a band are in it. A height is worked out of ECEF metres, whose last bit is 1e-9 m on
 * the ground, so the height of a point drawn on the end of a band may come out some 1e-8 m beyond:
 * a millimetre is far more than that, and far less than any sensor tells. A prohibition allows for
 * twice that, so that whatever a permission takes in, it takes in too. */
#define PLACE_HEIGHT_ERROR 1e-3 /* m */

typedef struct place {
    bool known, height_known;
    double lat, lon; /* rad */
    double radius;   /* m, of a notice's circle; else 0 */
    double height;   /* m above WGS 84 */
} place;

/* A bearing has no place of its object. Pressure altitude is no height above the ellipsoid. */
place place_find(const fusion_report *report);

/* Of areas edges[0..count), which are bits in this order; count at most 64. Sets the bits of the
 * wanted areas in *certain and *possible, which must be 0 there. */
void place_judge(const place *at, const area_edge *edges, size_t count, uint64_t wanted,
                 uint64_t *certain, uint64_t *possible);

/* Judging an area costs some 100 ns; but reports come again and again from the same parts of the
 * world, and most parts lie well inside or well outside of an area. So space is cut into cubes, and
 * for those met lately it is kept which areas they lie wholly inside or outside of, heights aside.
 */
typedef struct place_cubes place_cubes;

/* Not to be asked before they follow something. NULL: no memory. */
place_cubes *place_cubes_create(void);

/* Keeps the edges and forgets all others. */
void place_cubes_follow(place_cubes *cubes, const area_edge *edges, size_t count);
void place_cubes_destroy(place_cubes *cubes); /* NULL does nothing */

/* The same as place_find() and place_judge(), bit for bit. */
void place_cubes_judge(place_cubes *cubes, const fusion_report *report, uint64_t wanted,
                       uint64_t *certain, uint64_t *possible);

#endif
