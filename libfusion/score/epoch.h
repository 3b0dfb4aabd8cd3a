/* epoch.h - one epoch worked out: what is near what, who is paired with whom, whose a track is. */
#ifndef FUSION_SCORE_EPOCH_H
#define FUSION_SCORE_EPOCH_H

#include "score/match.h"
#include "score/names.h"
#include "score/near.h"

/* Rows are places in truth, columns places in tracks. */
typedef struct epoch_scene {
    int64_t time_ns;
    bool counts; /* from settings.from_ns on */
    double cutoff;
    const fusion_score_truth *truth;
    const fusion_score_track *tracks;
    size_t truth_count, track_count;
    const match_edge *near; /* below the cutoff, by row, then column; cost: squared distance */
    size_t near_count;
    const size_t *track_of; /* [row]: the column it is paired with, or MATCH_ALONE */
    const size_t *owner_of; /* [column]: the row that the track belongs to, or MATCH_ALONE */
    const size_t *name_of;  /* [column]: index of the track's number */
    size_t pairs;
    double square; /* of the pairs' distances, summed */
} epoch_scene;

/* Working memory; zero it before the first use. */
typedef struct epoch_work {
    near_work near;
    match_work match;
    names names;
    double *owner_square;
    size_t *owner_of, *name_of;
    size_t room;
} epoch_work;

/* Fills one->near and what follows from truth, tracks and cutoff. What it points to stands in work
 * until the next call. false: memory was refused. */
FUSION_CHECKED bool epoch_work_out(epoch_work *work, epoch_scene *one);
void epoch_work_free(epoch_work *work);

/* The edge is a pair. */
static inline bool epoch_is_pair(const epoch_scene *one, const match_edge *edge)
{
    return one->track_of[edge->row] == edge->column;
}

#endif
