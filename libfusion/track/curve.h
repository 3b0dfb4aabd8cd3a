/* curve.h - is steady flight in a region level, along the Earth's curve, or straight in space?
 *
 * What keeps its height leaves the straight line by speed^2 / radius: 6 mm/s2 at 200 m/s, 30 m in
 * 100 s and 1100 m in 600 s. Of one aircraft a radar that knows heights to 300 m tells the one from
 * the other after five to ten minutes, and of a slow one never: what a straight line and a climb
 * leave of that bow grows as the square of the time, so its weight as the fifth power. Until then
 * the covariance has to answer for both, and is too large for whoever flies straight in space.
 * Forty aircraft that all do the same say it together after some three minutes.
 *
 * So which it is, is a matter of the place, by Bayes' rule: all but one in a thousand are level; or
 * as a model of motion has it, two of five straight; or all but one in a thousand are straight.
 * The outer two have a chance of a fifth each beforehand. Each aircraft weighs the three by how
 * much better straight has foretold its plots than level. That is the change of the odds between
 * the two models (imm.h) since they were told last, and what it showed is left out where it is told
 * what the others did: nothing counts twice. So one that is alone keeps the odds that its own plots
 * give, and one that differs from all others is found as well, a thousandfold weight later.
 *
 * That is asked only where steady flight hardly ever ends (unrest.h), at less than a two hundredth
 * of what the models have, and anew after each turn. Elsewhere legs are too short to show it.
 *
 * Of all kinds of object aircraft alone have two such models. Regions count as in unrest.h: nothing
 * counts that happens far away, and what is learnt in an epoch counts from the next one on.
 */
#ifndef FUSION_TRACK_CURVE_H
#define FUSION_TRACK_CURVE_H

#include "track/region.h"
#include "track/track.h"

typedef struct curve {
    double regions[REGIONS][CURVE_CASES]; /* log-likelihoods, the largest 0 */
} curve;

/* Takes what a track that is asked (track.h) saw since it was asked last. */
void curve_take(curve *all, track *one);

/* Tells it what is believed where it is, if it was asked; before unrest_tell(), after which it is
 * not. */
void curve_tell(const curve *all, track *one);

#endif
