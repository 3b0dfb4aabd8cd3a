/* indices.h - a growing list of indices or slots (room.h). */
#ifndef FUSION_TRACK_INDICES_H
#define FUSION_TRACK_INDICES_H

#include "track/room.h"

#include <stdint.h>

typedef struct indices {
    uint32_t *items;
    size_t count, capacity;
} indices;

/* The least first. */
void indices_sort(indices *all);

#endif
