/* tie.h - finds nodes that bear the same source's number.
 *
 * A source's number ties what bears it together wherever it lies, so that a number used twice is
 * seen as such. Open addressing, filled anew for each epoch.
 */
#ifndef FUSION_TRACK_TIE_H
#define FUSION_TRACK_TIE_H

#include "fusion/status.h"
#include "track/room.h"

#include <stdint.h>

typedef struct tie {
    uint64_t key; /* 0: empty */
    uint32_t node;
} tie;

typedef struct ties {
    tie *items; /* a power of two of places */
    size_t count, capacity;
    size_t places;
} ties;

/* Empties it and makes room for `most` keys. False: memory was refused. */
FUSION_CHECKED bool tie_clear(ties *all, room *memory, size_t most);

/* Hash of sensor, number and when it began, under the view's secret key (number.h); never 0.
 * Sources choose their numbers, and whoever could choose two of one hash would tie one to the
 * other. */
uint64_t tie_key(const uint8_t key[16], uint16_t sensor, uint64_t number, int64_t began_ns);

/* The node that stands under the key; UINT32_MAX: none does. */
uint32_t tie_find(const ties *all, uint64_t key);

/* The first node that was added under the key: this one, if there was none. */
uint32_t tie_add(ties *all, uint64_t key, uint32_t node);

#endif
