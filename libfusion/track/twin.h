/* twin.h - whether two fused tracks stand for one object, and the one track that is made of them.
 *
 * Two tracks of one object come of a source whose number jumped, of tails of noise, of late
 * reports. They are told from two objects side by side by looks: one object gives a sensor one
 * report a look, two give two. Each look that has one report for both is evidence for one object,
 * as the ratio of its chances says, P / (2 P (1 - P)) with P the probability of detection; each
 * that has two says that there are two. The sum of logarithms is held against a bound (sequential
 * probability ratio test, Wald 1945), and it counts only while the states agree: their difference,
 * with the covariance that is left where both share the object's process noise (Bar-Shalom 1981,
 * "On the track-to-track correlation problem"), must be as small as of one object's in 99 of 100
 * cases.
 *
 * Where the sensor may not tell them apart any more (unresolved.h) one report says little.
 *
 * Which pair is in question is kept in the younger track, one at a time. It goes over to what the
 * older one is merged into (step.c), and is forgotten where that ends.
 */
#ifndef FUSION_TRACK_TWIN_H
#define FUSION_TRACK_TWIN_H

#include "track/roster.h"

/* The states are as near as those of one object, at the later time of the two. */
bool twin_agree(const track *one, const track *other);

/* A look that could see both had so many reports for the two together; a share of one where its
 * belonging is in doubt. They lay so many of its sigmas apart (unresolved.h); INFINITY: not said.
 */
void twin_look(track *one, track *other, double reports, double detection, double distance);

/* This one asks after another, and looks have told the two apart. */
bool twin_was_told_apart(const track *one);

/* Looks have told the two apart, and hardly any where they lay as near as this: a look saw both in
 * one report, if the odds of that are good enough (unresolved_odds(); INFINITY asks whether it
 * could). */
bool twin_unresolved(const track *one, const track *other, double distance, double odds);

/* The number of the older track that this is the twin of, beyond doubt; 0: none. */
uint64_t twin_of(const track *one);

/* Makes the older one of both, in its number: the better estimate of the two as it stands (they
 * share too much to be averaged as if independent), all looks, bindings and claims. `from` is
 * then left to end (life_pass). One that was never confirmed is not told as absorbed: no picture
 * asserted it. */
void twin_merge(track *into, track *from);

/* Forgets each question about a track that has ended: another can then be asked. */
void twin_forget(roster *all);

#endif
