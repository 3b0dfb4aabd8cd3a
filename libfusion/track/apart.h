/* apart.h - sensors that see things systematically elsewhere than others do.
 *
 * Where a sensor is off by more than its accuracy, nothing of it is paired with what others see: an
 * object has two tracks, one of that sensor alone and one of the others. Two objects side by side
 * look otherwise, for each sensor that sees one of them sees the other as well. So whenever a
 * sensor's block ends (conduct.h), its tracks are looked through: those that it shares with others,
 * and those that it alone has seen of late while a track that flies alike stands beside, which
 * others have seen and it has not. For fusion/conduct.h: told, never used.
 */
#ifndef FUSION_TRACK_APART_H
#define FUSION_TRACK_APART_H

#include "track/conditions.h"
#include "track/roster.h"
#include "track/search.h"

typedef struct apart {
    search near;   /* the confirmed tracks, by their slots */
    indices found; /* slots near one of them */
    room *memory;  /* the engine's; nothing is taken of it by apart_tell() */
} apart;

/* Makes room for so many tracks. False: memory was refused. */
FUSION_CHECKED bool apart_reserve(apart *one, room *memory, size_t tracks);
void apart_free(apart *one, room *memory);

/* Fills what the conduct of each sensor whose block has just ended says of doubles. */
void apart_tell(apart *one, const roster *tracks, conditions *learnt, int64_t now_ns);

#endif
