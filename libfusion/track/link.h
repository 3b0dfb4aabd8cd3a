/* link.h - joins the measurements and tracks of an epoch into clusters. */
#ifndef FUSION_TRACK_LINK_H
#define FUSION_TRACK_LINK_H

#include "track/cluster.h"
#include "track/roster.h"
#include "track/search.h"
#include "track/tie.h"

typedef struct linker {
    search tracks, measures;
    indices found;
    ties numbers;
    const uint8_t *key;
    clusters clusters; /* tracks as their places in the roster's order */
} linker;

/* taken[0..count): indices of measures, in order; they become the clusters' reports. `key` is the
 * view's, for tie_key(), and stays the caller's. False: memory was refused. */
FUSION_CHECKED bool link_all(linker *one, room *memory, const roster *tracks,
                             const measure *measures, const uint32_t *taken, size_t count,
                             int64_t epoch_end_ns, int64_t epoch_ns, const uint8_t key[16]);
void link_free(linker *one, room *memory);

#endif
