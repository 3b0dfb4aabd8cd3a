/* unresolved.h - one report of two objects that the sensor cannot tell apart.
 *
 * Two objects nearer to one another than a sensor resolves give it one report, from between them
 * (Koch and van Keuk 1997). Taken for the report of one, it leaves the other unseen until it ends,
 * and draws the first to the middle. What a sensor resolves is not configured: two tracks that
 * looks have told apart (twin.h) may be unresolved where they lie as near as hardly any of those
 * looks found them, in sigmas of its plot. That one report is of both has odds, by how often a look
 * sees both or misses one, and by how well it lies between them or on one: after a look that had
 * one report for both as well, ten to one is enough, for looks that miss one of two mostly come
 * alone. The first needs 400 to one. It may lie outside the gates of both: a radar resolves some
 * ten sigmas. Then both were seen; each is moved as the middle of both is, and keeps its place in
 * the pair. The younger has been seen forty times then: what is large is seen as two now and then,
 * and its second track would live on the plots of the first. So would that of a ship's other end: a
 * lidar sees bow and stern as two, and no radar does. Two that were within a ship's length of one
 * another all their lives may be one ship, and who sees one there has seen one.
 *
 * That does not hold for ever. How often such looks see both is bounded by UNRESOLVED_MOST, so each
 * says a little that there is one object, and after some forty nobody knows any more that there
 * were two. Unlike in the paper, resolution is a bound and no Gaussian, and there are pairs only.
 *
 * Where each look gives one report, none says whether two flew through each other or turned back:
 * even flight is likelier, and two that turned back have each other's number then. How often pairs
 * keep theirs, and what other constants came to: README.md.
 */
#ifndef FUSION_TRACK_UNRESOLVED_H
#define FUSION_TRACK_UNRESOLVED_H

#include "track/track.h"

#define UNRESOLVED_MOST  0.8
#define UNRESOLVED_FIRST 6.0 /* log of 400 */
#define UNRESOLVED_AGAIN 2.3 /* log of 10 */

/* How far the two lie apart at the plot's time, in sigmas of it; INFINITY where that cannot be
 * said. */
double unresolved_distance(const track *one, const track *other, const measure *seen);

/* They are of kinds that may be so long (motion.h), and never were farther apart, as far as their
 * past is kept: two ends of one thing, or two that go close together. */
bool unresolved_may_be_ends(const track *one, const track *other);

/* How much oftener a look at two that it could not tell apart gives one report than one at a single
 * object: both in one, or one of them missed. */
double unresolved_one_report(double detection);

/* The chance that a look that gave one report for both saw both in it, where it could. `detection`
 * is that of each. */
double unresolved_chance(double detection);

/* The odds that the report of such a look is of both, and not of one of them, by where it lies: the
 * logarithm. */
double unresolved_odds(const track *one, const track *other, const measure *seen, double detection);

/* The plot as it were of `own` alone, were it from the middle between the two. */
measure unresolved_share(const measure *seen, const track *own, const track *other);

#endif
