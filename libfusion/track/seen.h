/* seen.h - which measurements were taken already, as far back as one may come again.
 *
 * A set of content hashes in two generations, each the length of the window: a copy of what is not
 * yet too late is always found, and memory is bounded by what two windows bring.
 */
#ifndef FUSION_TRACK_SEEN_H
#define FUSION_TRACK_SEEN_H

#include "fusion/status.h"
#include "track/room.h"

#include <stdint.h>

typedef struct seen_set {
    uint64_t *items; /* open addressing, a power of two of places; 0: empty */
    size_t count;    /* of hashes */
    size_t capacity; /* of memory */
    size_t places;   /* in use of it */
} seen_set;

typedef struct seen {
    seen_set now, before;
    int64_t began_ns; /* of the generation `now` */
} seen;

bool seen_has(const seen *all, uint64_t hash);

/* Makes room for `more` additions. False: memory was refused. */
FUSION_CHECKED bool seen_reserve(seen *all, room *memory, size_t more);
void seen_add(seen *all, uint64_t hash);

/* Begins a new generation if the present one is as old as the window. */
void seen_turn(seen *all, int64_t now_ns, int64_t window_ns);
void seen_free(seen *all, room *memory);

#endif
