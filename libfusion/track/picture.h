/* picture.h - a track as a picture shows it. */
#ifndef FUSION_TRACK_PICTURE_H
#define FUSION_TRACK_PICTURE_H

#include "fusion/picture.h"
#include "track/beside.h"
#include "track/life.h"

/* Every track and every stream that is shown apart, by number, into shown[]; a track whose stream
 * is surer of the place is shown there. */
void picture_all(const roster *tracks, const beside *streams, int64_t now_ns, life_rules rules,
                 fusion_track *shown);

#endif
