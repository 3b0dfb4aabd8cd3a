/* paired.h - how much sooner one view first saw objects than another: object by object, of those
 * that both have seen, so that two equal sets are compared. A view that sees more would else seem
 * slower, for what only it sees is often what is hard to see.
 */
#ifndef DAEMON_PAIRED_H
#define DAEMON_PAIRED_H

#include "fusion/score.h"

typedef struct paired {
    size_t objects;       /* that both have seen */
    size_t sooner, later; /* of them: first seen by `one` before `other`, and after */
    double by_s;          /* median of one's time less other's; NaN where there are no objects */
    double sooner_s;      /* median over those seen sooner, of how much; NaN: there are none */
    double later_s;       /* likewise over those seen later */
} paired;

/* Scores of one and the same truth of so many objects; room for as many numbers in `differences`.
 */
paired paired_of(const fusion_score *one, const fusion_score *other, size_t objects,
                 double differences[]);

/* The same two, as `other` stands to `one`. */
paired paired_turned(paired is);

#endif
