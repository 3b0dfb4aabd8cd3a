/* near.h - which tracks lie within the cutoff of which objects.
 *
 * Tracks are sorted along the axis on which all lie farthest apart; an object asks only those that
 * are within the cutoff of it there. With n objects and tracks spread over a length L that is some
 * n log n + n^2 cutoff / L distances, not n^2.
 */
#ifndef FUSION_SCORE_NEAR_H
#define FUSION_SCORE_NEAR_H

#include "fusion/score.h"
#include "score/match.h"

typedef struct near_key near_key;

/* Working memory; zero it before the first use. */
typedef struct near_work {
    near_key *keys;
    size_t keys_room;
    match_edge *edges; /* the answer: by row, then column; cost is the squared distance, m^2 */
    size_t edges_room, count;
} near_work;

/* Rows are places in truth, columns places in tracks. false: memory was refused. */
FUSION_CHECKED bool near_find(near_work *work, const fusion_score_truth *truth, size_t truth_count,
                              const fusion_score_track *tracks, size_t track_count, double cutoff);
void near_free(near_work *work);

/* Squared, m2. */
double near_distance2(const double a[3], const double b[3]);

#endif
