/* source.h - works a source track's report in its cluster.
 *
 * A number that is bound is tested by the plot that its report adds: if that lies JUMP from its
 * track, or lies DOUBT from it twice while another track is nearer by as much, the number has
 * jumped. A number that is new, or has jumped, goes to the nearest track that its source does not
 * speak of under another number; where two are about as near, its next reports decide, three at
 * most, and inform nothing until then. If there is none, the report begins a track.
 */
#ifndef FUSION_TRACK_SOURCE_H
#define FUSION_TRACK_SOURCE_H

#include "track/step.h"

/* A report of kind FUSION_TRACK_STATE, of the cluster that is being worked (step.h). */
void source_work(step *one, const measure *seen);

#endif
