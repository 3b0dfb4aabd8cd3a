/* trajectory.h - GOSPA of whole trajectories: what it would cost to say for good which track is
 * whose. What it is: fusion/score.h.
 *
 * Only pairs that are ever near one another matter: any other costs what two alone cost. So all
 * near pairs are kept, and fall into blocks that have nothing to do with one another. Within a
 * block only the epochs in which something is near are looked at: in all others whoever holds goes
 * on holding for nothing.
 */
#ifndef FUSION_SCORE_TRAJECTORY_H
#define FUSION_SCORE_TRAJECTORY_H

#include "score/epoch.h"

typedef struct trajectory_contact {
    size_t object, track, epoch;
    double gain; /* cutoff^2 less the squared distance: what the pair spares */
} trajectory_contact;

/* Zero it before the first use. */
typedef struct trajectory {
    trajectory_contact *contacts; /* in order of epochs */
    size_t count, room;
    size_t epochs;
    size_t objects, tracks; /* summed over epochs */
} trajectory;

/* Room for an epoch with so many near pairs. false: memory was refused. */
FUSION_CHECKED bool trajectory_reserve(trajectory *of, size_t near_count);
void trajectory_add(trajectory *of, const epoch_scene *one); /* for which room was reserved */

/* numbers: of tracks. false: memory was refused. */
FUSION_CHECKED bool trajectory_read(const trajectory *of, const fusion_score_settings *settings,
                                    size_t numbers, fusion_score_trajectory *figures);
void trajectory_free(trajectory *of);

#endif
