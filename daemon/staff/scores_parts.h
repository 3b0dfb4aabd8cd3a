/* scores_parts.h - the inside of scores.h; private to staff/. */
#ifndef DAEMON_SCORES_PARTS_H
#define DAEMON_SCORES_PARTS_H

#include "daemon/staff/given.h"
#include "daemon/staff/scores.h"

/* The track that a view has of an object. */
typedef struct scores_sight {
    uint64_t track; /* 0: none */
    double error;   /* m */
} scores_sight;

typedef struct scores_view {
    fusion_score *score; /* NULL: memory was refused, there are no figures */
    size_t next;         /* epoch of truth that it has not been given */
    size_t tracks, pairs;
    double rmse;        /* m; NaN: no pairs */
    double first;       /* s; NaN: nothing was seen yet */
    scores_sight *seen; /* of the objects of the truth's epoch, in its order */
} scores_view;

struct scores {
    const config *of;
    const score_file *truth;
    int64_t epoch_ns;      /* newest; 0: none */
    const score_epoch *at; /* truth's epoch at that time; NULL: it has none */
    size_t most;           /* objects at one epoch */
    given_ways ways;
    given_counts counted, given; /* up to now; up to the newest epoch */
    fusion_score_track *tracks;  /* room for a picture */
    size_t track_room;
    scores_view views[FUSION_VIEWS_MAX];
};

/* What a view has of the object of a row of the newest epoch's truth; nothing where it has no
 * figures. */
scores_sight scores_sight_of(const scores *one, size_t view, size_t row);

#endif
