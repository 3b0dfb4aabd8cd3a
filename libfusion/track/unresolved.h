/* unresolved.h - one report of two objects that the sensor cannot tell apart.
 *
 * Two objects nearer to one another than a sensor resolves give it one report, from between them
 * (Koch and van Keuk 1997). Taken for the report of one, it leaves the other unseen until it ends,
 * and draws the first to the middle. What a sensor resolves is not configured: two tracks that
 * looks have told apart (twin.h) may be unresolved where they lie as near as hardly any of those
 * looks found them, in sigmas of its plot, and the look before had one report for both as well.
 * Then both were seen; each is moved as the middle of both is, and keeps its place in the pair.
 * The younger has been seen forty times then: what is large is seen as two now and then, and its
 * second track would live on the plots of the first. So would that of a ship's other end: a lidar
 * sees bow and stern as two, and no radar does. Two that were within a ship's length of one another
 * all their lives may be one ship, and who sees one there has seen one.
 *
 * That does not hold for ever. How often such looks see both is bounded by UNRESOLVED_MOST, so each
 * says a little that there is one object, and after some forty nobody knows any more that there
 * were two. Unlike in the paper, resolution is a bound and no Gaussian, and there are pairs only.
 */
#ifndef FUSION_TRACK_UNRESOLVED_H
#define FUSION_TRACK_UNRESOLVED_H

#include "track/track.h"

#define UNRESOLVED_MOST 0.8

/* How far the two lie apart at the plot's time, in sigmas of it; INFINITY where that cannot be
 * said. */
double unresolved_distance(const track *one, const track *other, const measure *seen);

/* They are of kinds that may be so long (motion.h), and never were farther apart, as far as their
 * past is kept: two ends of one thing, or two that go close together. */
bool unresolved_may_be_ends(const track *one, const track *other);

/* The chance that a look that gave one report for both saw both in it, where it could. `detection`
 * is that of each. */
double unresolved_chance(double detection);

/* The plot as it were of `own` alone, were it from the middle between the two. */
measure unresolved_share(const measure *seen, const track *own, const track *other);

#endif
