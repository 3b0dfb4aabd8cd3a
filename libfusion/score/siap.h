/* siap.h - the Single Integrated Air Picture metrics of single epochs. What each is:
 * fusion/score.h. Those of whole tracks are in continuity.h. */
#ifndef FUSION_SCORE_SIAP_H
#define FUSION_SCORE_SIAP_H

#include "score/epoch.h"
#include "score/mean.h"

typedef struct siap_tally siap_tally;

/* Zero it before the first use. */
typedef struct siap {
    mean completeness, ambiguity, spuriousness; /* of epochs */
    mean distance, velocity;                    /* of tracks that belong to an object */
    size_t tracked;                             /* objects of known identity that have tracks */
    size_t unidentified, correct, ambiguous;    /* of these */
    siap_tally *tallies;
    size_t room;
} siap;

/* Room for an epoch of so many objects. false: memory was refused. */
FUSION_CHECKED bool siap_reserve(siap *sums, size_t truth_count);
void siap_add(siap *sums, const epoch_scene *one); /* for which room was reserved */
void siap_read(const siap *sums, fusion_score_figures *figures);
void siap_free(siap *sums);

#endif
