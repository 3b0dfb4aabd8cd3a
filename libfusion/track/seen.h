/* seen.h - which measurements were taken already, as far back as one may come again.
 *
 * A set of content hashes in two generations of one length: a copy of what is not yet too late is
 * always found, and memory is bounded by what two generations bring. Generations begin at multiples
 * of their length since 1970: an engine that is built anew from what remains forgets at the same
 * times as the one before.
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
    int64_t generation; /* `now`, counted since 1970 */
} seen;

/* Whether the hash was added in this generation or the one before. */
bool seen_has(const seen *all, uint64_t hash);

/* Makes room for `more` additions before the next turn. False: memory was refused. */
FUSION_CHECKED bool seen_reserve(seen *all, room *memory, size_t more);
void seen_add(seen *all, uint64_t hash);

/* Time is now_ns: before anything of then is asked or added. Begins a new generation if the present
 * one is over. */
void seen_turn(seen *all, int64_t now_ns, int64_t length_ns);
void seen_free(seen *all, room *memory);

#endif
