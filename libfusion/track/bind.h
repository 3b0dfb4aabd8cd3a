/* bind.h - which of a source's numbers speaks of a track.
 *
 * A source track reports states that it has filtered itself. Its number is evidence, never truth:
 * sources swap numbers, use them again and give new ones. So a number is bound to a fused track by
 * where it is, and the binding is held against every report: each is turned into the plot that it
 * adds to the one before (estimate/tracklet.h), and that plot must fit the track.
 *
 * Bindings live in the track. One number may be bound to two tracks, where a source uses it for two
 * objects: each keeps its own history of it.
 */
#ifndef FUSION_TRACK_BIND_H
#define FUSION_TRACK_BIND_H

#include "track/track.h"

#define BIND_SILENCE_NS TRACKLET_GAP_NS /* a number silent for longer is a new one */

/* The binding of the measurement's number in the track, if it was heard of late; else NULL. */
binding *bind_find(track *one, const measure *seen);

/* Whether the source may say now that this track is its number's: its number for it so far was not
 * heard within 0.6 of its periods. */
bool bind_open(const track *one, const measure *seen, const fusion_registry *registry);

/* Squared distance of the reported state to the track, in six dimensions where a velocity with
 * accuracy is reported, with 100 m and 20 m/s added for the lag of the source's filter. Infinite
 * where it cannot be said. */
double bind_distance2(const track *one, const measure *seen);

/* Binds the number to the track: the report is the base of what follows, and informs nothing. */
binding *bind_make(track *one, const measure *seen);
void bind_end(binding *at);

/* The source has nothing new to say: it coasts, has ended the track, or repeats a state. */
bool bind_coasts(const binding *at, const measure *seen);

/* What the report adds to the one before. False: nothing; the report is the next base all the same.
 * *plot is the measurement with the recovered position and its covariance. *next is the history
 * with the report in it, for bind_accept(). */
FUSION_CHECKED bool bind_recover(const binding *at, const measure *seen, tracklet *next,
                                 measure *plot);
void bind_accept(binding *at, const measure *seen, const tracklet *next);

#endif
