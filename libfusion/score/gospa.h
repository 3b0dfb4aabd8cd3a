/* gospa.h - GOSPA, OSPA, their parts, and the errors of pairs. What each is: fusion/score.h. */
#ifndef FUSION_SCORE_GOSPA_H
#define FUSION_SCORE_GOSPA_H

#include "score/epoch.h"
#include "score/mean.h"

typedef struct gospa {
    mean gospa, ospa, location, missed, tracks, false_tracks;
    mean square, velocity_square; /* of the epochs' mean squared errors */
    size_t pairs, pairs_with_velocity;
} gospa;

/* All but ospa2. */
fusion_score_epoch gospa_of(const epoch_scene *one);

/* `parts` are those of gospa_of() for the epoch. */
void gospa_add(gospa *sums, const epoch_scene *one, const fusion_score_epoch *parts);
void gospa_read(const gospa *sums, fusion_score_figures *figures);

#endif
