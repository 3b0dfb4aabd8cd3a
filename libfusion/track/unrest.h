/* unrest.h - how often steady motion ends in a region, learnt from the tracks there, of each kind
 * of object (motion.h) by itself: aircraft that turn say nothing of ships, nor what is fast of what
 * is slow, where nobody names it. Of aircraft that are
 * surely slower than 40 m/s, for they may hover in the wind, a tenth is believed at least.
 *
 * A climb or a turn may begin at any moment, and a track's covariance has to answer for one that
 * began just now. How often they do is a matter of the place: hourly on an airway, each minute in
 * an exercise. What the models of motion have (motion.h) is a belief to begin with, worth one end
 * of steady motion; the mean of what was seen takes its place: a Poisson rate with its gamma
 * prior. Or nearly so: either they are much as the models have it, or next to nobody turns there;
 * what lies between is believed where some turned, and hardly before. So 20 ends that were expected
 * and stayed away, which is 2,200 s of level flight, make it less than a thousandth, and the first
 * turn makes it 0.06 again. The last ten ends to twenty are remembered, and what lies before
 * them is forgotten at once, so where calm ends, some turns say so, however long it was. It never
 * exceeds twice what the models have, which are those of aircraft that manoeuvre at will.
 *
 * The price is the first turn after calm. Where turns are believed in at a share p of the usual
 * rate, the first one weighs about 1 / p: its plots have to outweigh that before it is followed,
 * and until then the track keeps straight on and its covariance denies the turn. Forty aircraft
 * keep straight on for 600 s, then all begin to manoeuvre: in the first minute of that NEES of
 * velocity is 8700 +- 3800 of 3, and of position 18 +- 3. In the minutes after that velocity's
 * is 13, 6, 3 and 2. Where each turns once an hour it is 33 +- 46 over all, nearly all of it of a
 * few turns, and position's 2.9.
 *
 * Nor is calm believed in too soon: an aircraft that drifts a little all the time, by 1 m2/s3,
 * turns nowhere, and by itself comes to NEES 2.2 of 2 in place, and 3.7 of 4 with its velocity, in
 * two minutes (test_floor_view.c).
 *
 * What is seen counts in each of the four regions that a place is among (region.h), and what is
 * believed weighs them by how near they are: so nothing counts that happens far away, and no track
 * meets an edge beyond which nothing is known. What is learnt in an epoch counts from the next one
 * on.
 */
#ifndef FUSION_TRACK_UNREST_H
#define FUSION_TRACK_UNREST_H

#include "track/region.h"
#include "track/track.h"

typedef struct unrest_seen {
    double ends, expected; /* of steady motion (imm.h) */
} unrest_seen;

typedef struct unrest_region {
    unrest_seen seen;   /* up to ten ends */
    unrest_seen before; /* the ten ends before those */
} unrest_region;

typedef struct unrest {
    unrest_region regions[MOTION_KINDS][REGIONS];
} unrest;

/* What is believed of such objects at a place in ECEF: above 0, at most 2. */
double unrest_at(const unrest *all, uint8_t categories, const double place[3]);

/* Takes what a track saw since it was asked last, where it saw anything and is confirmed. */
void unrest_take(unrest *all, track *one);

/* Of what nobody names the models follow its speed (motion_by_speed()), and begin by what is
 * believed of their kind; before unrest_tell(). */
void unrest_mind_speed(const unrest *all, track *one);

/* Tells the track what is believed where it is, if it saw anything since it was told last. */
void unrest_tell(const unrest *all, track *one);

#endif
