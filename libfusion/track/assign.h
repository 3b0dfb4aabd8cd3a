/* assign.h - who belongs to whom: the assignment of least cost.
 *
 * Rows are reports, columns tracks. A row goes to one of the columns that it is paired with, or
 * stays alone at a price of its own; a column takes at most one row and costs nothing where it
 * takes none. The sum of costs is the least possible: shortest augmenting paths row by row (Jonker
 * and Volgenant 1987), on the pairs that there are. Unlike there, there is no column reduction at
 * the start, and staying alone is a free column that only this row can take. Of assignments of
 * equal cost the first found is kept; it depends on the order of rows and pairs alone.
 */
#ifndef FUSION_TRACK_ASSIGN_H
#define FUSION_TRACK_ASSIGN_H

#include "fusion/status.h"
#include "track/indices.h"

#define ASSIGN_ALONE UINT32_MAX

typedef struct assign_pair {
    uint32_t row, column;
    double cost; /* finite, of either sign */
} assign_pair;

typedef struct assign_problem {
    size_t rows, columns;
    const assign_pair *pairs; /* in order of row; a pair of row and column at most once */
    size_t pair_count;
    const double *alone; /* one a row; finite */
} assign_problem;

typedef struct assign_column {
    double potential; /* dual price, at most 0 */
    double distance;  /* of the path that is being sought */
    uint32_t row;     /* that holds the column, or ASSIGN_ALONE */
    uint32_t from;    /* row before it on the path */
    bool reached, settled;
} assign_column;

typedef struct assign_row {
    double potential;
    uint32_t first; /* of its pairs */
    uint32_t column;
} assign_row;

/* Working memory, kept between calls. */
typedef struct assign_work {
    struct {
        assign_row *items;
        size_t count, capacity;
    } rows;
    struct {
        assign_column *items;
        size_t count, capacity;
    } columns;
    indices reached;
} assign_work;

/* Makes room for problems up to this size. False: memory was refused. */
FUSION_CHECKED bool assign_reserve(assign_work *work, room *memory, size_t rows, size_t columns);
void assign_free(assign_work *work, room *memory);

/* Fills column_of[0..rows) with a column or ASSIGN_ALONE; returns the sum of costs. */
double assign_solve(assign_work *work, const assign_problem *problem, uint32_t *column_of);

#endif
