/* claim.h - what sources say of a track besides where it is: categories, identity, type, label.
 *
 * Each source's newest claim is kept; what they amount to together is in belief.h. What a report
 * does not state takes nothing back: it was not said, or it is withheld. Where there are more
 * sources than places, those that told no identity make room first, then those whose word is for no
 * side (pending, unknown); of equals, the one silent longest.
 *
 * Sources that may not be named are one for each nation, unless their words exclude each other
 * within a minute: then they are kept apart, and the conflict is shown.
 *
 * One wrong word must not rename a track: a label is changed only by the same other label twice in
 * a row.
 */
#ifndef FUSION_TRACK_CLAIM_H
#define FUSION_TRACK_CLAIM_H

#include "track/track.h"

/* Takes what the measurement says. */
void claim_take(track *one, const measure *seen);

/* Takes what the sources of another track said, where they say nothing newer here; its label and
 * type where there is none. */
void claim_merge(track *one, const track *other);

/* Two sets of categories may be one object's: they share one, or one of them is empty. */
bool claim_compatible(uint8_t one, uint8_t other);

/* How much likelier the measurement's words are if it is the track's than if it is any object's;
 * logarithm, 0 where they say nothing. Never so much that words alone forbid a pair.
 *
 * - Identity: Bayes' factor of the two over the sides (belief.h).
 * - Categories: CONTRADICTS where the set shares none with the track's.
 * - Numbers of ADS-B and AIS are addresses of the unit, whichever sensor heard them: another
 *   sensor's own number of that kind speaks for the pair or CONTRADICTS it. Other kinds of sensor
 *   number as they like.
 */
#define CLAIM_CONTRADICTS (-4.6) /* log of 1/100: how often a word is wrong */
double claim_evidence(const track *one, const measure *seen, const fusion_registry *registry);

/* Whether its sources disagree on identity or categories (belief.h). */
bool claim_conflict(const track *one, int64_t now_ns);

#endif
