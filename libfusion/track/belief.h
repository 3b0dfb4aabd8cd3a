/* belief.h - what the words of several sources about one object amount to.
 *
 * Three of the seven standard identities are states of the world: an object is friend, neutral or
 * hostile. The others are degrees of belief in them: assumed friend and suspect are weaker words
 * for friend and hostile, pending and unknown say nothing of the side. Sources' words are combined
 * by Bayes' rule over the three sides, as in the identification data combining process (Krueger and
 * Ziegler 2008), from an even prior.
 *
 * What a word alone makes of the sides is this matrix. Its figures are invented: nobody publishes
 * how often sources err. Where a source states a confidence, that stands in place of the large
 * figure, and the two others share the rest; it counts as 99 % at most and a third at least.
 *
 * | word                   | friend | neutral | hostile |
 * |------------------------|--------|---------|---------|
 * | friend                 |   .90  |   .05   |   .05   |
 * | assumed friend         |   .70  |   .15   |   .15   |
 * | neutral                |   .05  |   .90   |   .05   |
 * | suspect                |   .15  |   .15   |   .70   |
 * | hostile                |   .05  |   .05   |   .90   |
 * | pending, unknown, none |   1/3  |   1/3   |   1/3   |
 *
 * Categories likewise, over the eight: one outside of a source's set is 0.05 times as likely as one
 * inside.
 *
 * **Nothing is counted twice.** A source has one claim, its newest. An originator has one opinion:
 * its sensors may well repeat what its command decided, so they are pooled, not multiplied
 * (logarithmic pool, its weights the claims' freshness; Genest and Zidek 1986), which is right
 * whatever their correlation. A claim whose nation may not be named counts only where no other
 * agrees with it, for it may be the same one.
 *
 * **A claim fades.** After a minute it begins to lose half its weight each thirty minutes, in steps
 * of a minute, towards saying nothing: the track may meanwhile be another object's.
 *
 * **A conflict** is two fresh enough claims that agree with less than three quarters of the chance
 * with which two agree that say nothing (in words of Krueger: they are incoherent), whoever made
 * them; of categories, two sets that share none, each with half its weight or more.
 *
 * Sums run in the order of the claims, so callers keep them in one.
 */
#ifndef FUSION_TRACK_BELIEF_H
#define FUSION_TRACK_BELIEF_H

#include "fusion/picture.h"
#include "fusion/status.h"

typedef enum belief_side { BELIEF_FRIEND, BELIEF_NEUTRAL, BELIEF_HOSTILE } belief_side;
#define BELIEF_SIDES 3

/* What one source says of an object, as released. */
typedef struct claim {
    int64_t heard_ns;    /* when it stated the categories */
    int64_t identity_ns; /* when it stated the identity */
    uint16_t sensor;     /* the registry's unnamed one where it may not be named */
    uint8_t nation;
    uint8_t categories;
    uint8_t identity; /* FUSION_IDENTITY_NONE: it never said one, or it is withheld */
    uint8_t identity_percent;
} claim;

/* The weight at now_ns of what was said at said_ns, in (0, 1]. */
double belief_weight(int64_t said_ns, int64_t now_ns);

/* A row of the matrix. */
void belief_of_word(uint8_t identity, uint8_t percent, double chance[BELIEF_SIDES]);

/* The chances of the sides after claims[0..count), in order of nation; returns how many originators
 * spoke of one. */
size_t belief_sides(const claim *claims, size_t count, int64_t now_ns, double chance[BELIEF_SIDES]);

/* The identity that is shown: the strongest word that was said for the side that has more than half
 * the chance, for no fusion declares hostile what nobody did. Else unknown, pending where no one
 * said more, none where nothing was said. *percent is the side's chance; 0 where none is shown, and
 * where one originator alone spoke and stated no confidence. */
uint8_t belief_identity(const claim *claims, size_t count, int64_t now_ns, uint8_t *percent);

/* The categories that are at least half as likely as the likeliest; 0: nothing was said. */
uint8_t belief_categories(const claim *claims, size_t count, int64_t now_ns);

/* Whether two of claims[0..count) conflict, as said above. */
bool belief_identities_conflict(const claim *claims, size_t count, int64_t now_ns);
bool belief_categories_conflict(const claim *claims, size_t count, int64_t now_ns);

#endif
