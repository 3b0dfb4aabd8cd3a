/* continuity.h - how long a track stays with its object: switches, changes of track number, the
 * longest track segment. What each is: fusion/score.h. */
#ifndef FUSION_SCORE_CONTINUITY_H
#define FUSION_SCORE_CONTINUITY_H

#include "score/epoch.h"

typedef struct continuity_object continuity_object;
typedef struct continuity_track continuity_track;

/* Zero it before the first use. */
typedef struct continuity {
    continuity_object *objects;
    continuity_track *tracks; /* by index of number */
    size_t object_count, tracks_room;
    size_t epochs; /* that counted */
    int64_t first_ns, last_ns;
    size_t switches;
} continuity;

/* false: memory was refused. */
FUSION_CHECKED bool continuity_create(continuity *sums, size_t objects);

/* Room for so many track numbers. false: memory was refused. */
FUSION_CHECKED bool continuity_reserve(continuity *sums, size_t numbers);
void continuity_add(continuity *sums, const epoch_scene *one); /* for which room was reserved */
void continuity_read(const continuity *sums, fusion_score_figures *figures);
void continuity_free(continuity *sums);

#endif
