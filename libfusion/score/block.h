/* block.h - one piece of a comparison of trajectories: objects and tracks that were ever near one
 * another, directly or over others, and which track is whose at each epoch.
 *
 * A pair that holds at an epoch brings its gain (0 where the two are not near then); each beginning
 * and each end of a hold, but at the first and last epoch, costs `half`. At each epoch a row has
 * one column at most, and a column one row. To find the dearest holds is hard (it is an assignment
 * in as many dimensions as there are epochs). So bounds are given:
 *
 * - from above, by prices on (column, epoch) that pay for being the only one: with them, each row
 *   finds its dearest way alone (Viterbi 1967). The lowest such bound is the value of the problem
 *   in which holds may be fractions (Geoffrion 1974). Prices follow the subgradient (Held, Wolfe
 *   and Crowder 1974) with the step of Polyak 1969;
 * - from below, by ways that rows find one after another, in what those before them left.
 *
 * With one row, or where rows do not get into each other's way, the two meet at once.
 */
#ifndef FUSION_SCORE_BLOCK_H
#define FUSION_SCORE_BLOCK_H

#include "fusion/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct block_pair {
    size_t row, column;
} block_pair;

#define BLOCK_NONE SIZE_MAX

typedef struct block {
    size_t rows, columns, epochs, pair_count;
    const block_pair *pairs; /* by row */
    const double *gain;      /* [epoch][pair], at least 0 */
    double half;             /* what a beginning or an end costs */
} block;

/* Fills holds[row][epoch] with the index of a pair or BLOCK_NONE, and the two bounds; *low is what
 * holds are worth. false: memory was refused. */
FUSION_CHECKED bool block_solve(const block *of, size_t *holds, double *low, double *high);

#endif
