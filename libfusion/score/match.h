/* match.h - objects paired with tracks so that the sum of costs is least.
 *
 * Each row takes one column or stays alone at a price that is the same for all; a column takes at
 * most one row. Only pairs that may be are listed, so the work follows what lies near what, not
 * rows times columns. Shortest augmenting paths, row by row (Jonker and Volgenant 1987). Unlike
 * there, nothing is reduced beforehand, and a path may also end at a row that gives up its column
 * and stays alone.
 */
#ifndef FUSION_SCORE_MATCH_H
#define FUSION_SCORE_MATCH_H

#include "fusion/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MATCH_ALONE SIZE_MAX

/* A pair that may be. */
typedef struct match_edge {
    size_t row, column;
    double cost;
} match_edge;

/* Working memory; zero it before the first use. */
typedef struct match_work {
    size_t rows, columns; /* that there is room for */
    double *row_price, *column_price, *distance;
    size_t *begin; /* of each row's edges */
    size_t *row_of, *from;
    size_t *reached; /* columns that this search has come to */
    size_t reached_count;
    size_t *column_of; /* the answer */
    bool *settled;
} match_work;

/* Room for a problem of this size. false: memory was refused, what there was stays usable. */
FUSION_CHECKED bool match_reserve(match_work *work, size_t rows, size_t columns);
void match_free(match_work *work);

/* Fills work->column_of[0..rows) with a column or MATCH_ALONE. edges[0..count) stand in order of
 * rows. A cost that is not below `alone` makes no pair. */
void match_solve(match_work *work, const match_edge *edges, size_t count, size_t rows,
                 size_t columns, double alone);

#endif
