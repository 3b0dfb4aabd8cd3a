/* search.h - which objects are near enough to a place to be asked.
 *
 * Every item is a sphere: a place and a reach. A query is a sphere too, and finds the items that it
 * touches. Items are kept in cubes of ECEF space, hashed, in levels by reach, each level with cubes
 * twice as wide as the one before (a hierarchical hash grid: Ericson 2005, section 7.2). So an item
 * stands in one cube only, and a query looks at few cubes of each level. A level with so
 * few items that to look at each costs less than the cubes, of which one costs two, is walked.
 *
 * Nothing but positions: no attribute of an item decides whether it is found.
 */
#ifndef FUSION_TRACK_SEARCH_H
#define FUSION_TRACK_SEARCH_H

#include "fusion/status.h"
#include "track/indices.h"

#define SEARCH_LEVELS 14 /* cubes of 4 km to 32,768 km */
#define SEARCH_NONE   UINT32_MAX

typedef struct search_item {
    double position[3];
    double reach;
    uint64_t cell;       /* packed coordinates and level of its cube */
    uint32_t name;       /* the caller's */
    uint32_t next;       /* in the same bucket */
    uint32_t level_next; /* of the same level */
} search_item;

typedef struct search_items {
    search_item *items;
    size_t count, capacity;
} search_items;

typedef struct search {
    search_items all;
    indices buckets; /* first item of each; a power of two of them */
    uint32_t level_first[SEARCH_LEVELS];
    size_t level_count[SEARCH_LEVELS];
    double level_reach[SEARCH_LEVELS]; /* the farthest of its items */
} search;

/* Empties it and makes room for `items` items. False: memory was refused. */
FUSION_CHECKED bool search_clear(search *one, room *memory, size_t items);
void search_free(search *one, room *memory);

/* Adds an item, for which search_clear() has made room. */
void search_put(search *one, const double position[3], double reach, uint32_t name);

/* Names of all items that the sphere touches, in no order that means anything, each once, added
 * to `found`. False: memory was refused. */
FUSION_CHECKED bool search_near(const search *one, const double position[3], double reach,
                                indices *found, room *memory);

#endif
