#include "score/match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where a path ends: at a free column, or at a row that stays alone. */
typedef struct path_end {
    double length;
    size_t column; /* MATCH_ALONE: the row stays alone */
    size_t row;
} path_end;

bool match_reserve(match_work *work, size_t rows, size_t columns)
{
    if (work->begin && rows <= work->rows && columns <= work->columns)
        return true;
    /* By half more, so that a problem that grows a little each time is not copied each time. */
    rows = rows > work->rows ? rows + rows / 2 : work->rows;
    columns = columns > work->columns ? columns + columns / 2 : work->columns;
    match_work grown = {
        .rows = rows,
        .columns = columns,
        .row_price = calloc(rows + 1, sizeof *grown.row_price),
        .column_price = calloc(columns + 1, sizeof *grown.column_price),
        .distance = calloc(columns + 1, sizeof *grown.distance),
        .begin = calloc(rows + 1, sizeof *grown.begin),
        .row_of = calloc(columns + 1, sizeof *grown.row_of),
        .from = calloc(columns + 1, sizeof *grown.from),
        .reached = calloc(columns + 1, sizeof *grown.reached),
        .column_of = calloc(rows + 1, sizeof *grown.column_of),
        .settled = calloc(columns + 1, sizeof *grown.settled),
    };
    if (!grown.row_price || !grown.column_price || !grown.distance || !grown.begin ||
        !grown.row_of || !grown.from || !grown.reached || !grown.column_of || !grown.settled) {
        match_free(&grown);
        return false;
    }
    match_free(work);
    *work = grown;
    return true;
}

void match_free(match_work *work)
{
    free(work->row_price);
    free(work->column_price);
    free(work->distance);
    free(work->begin);
    free(work->row_of);
    free(work->from);
    free(work->reached);
    free(work->column_of);
    free(work->settled);
    memset(work, 0, sizeof *work);
}

/* Shortens the ways to the columns of a row, which lies `length` away. */
static void relax(match_work *work, const match_edge *edges, size_t row, double length)
{
    for (size_t e = work->begin[row]; e < work->begin[row + 1]; e++) {
        const size_t j = edges[e].column;
        const double way =
            length + ((edges[e].cost - work->row_price[row]) - work->column_price[j]);
        if (work->settled[j] || !(way < work->distance[j]))
            continue;
        if (isinf(work->distance[j]))
            work->reached[work->reached_count++] = j;
        work->distance[j] = way;
        work->from[j] = row;
    }
}

static size_t nearest(const match_work *work)
{
    size_t best = MATCH_ALONE;
    for (size_t r = 0; r < work->reached_count; r++) {
        const size_t j = work->reached[r];
        if (!work->settled[j] && (best == MATCH_ALONE || work->distance[j] < work->distance[best]))
            best = j;
    }
    return best;
}

static void forget(match_work *work)
{
    for (size_t r = 0; r < work->reached_count; r++) {
        work->distance[work->reached[r]] = INFINITY;
        work->settled[work->reached[r]] = false;
    }
    work->reached_count = 0;
}

/* The shortest way from a row that has no column yet. */
static path_end search(match_work *work, const match_edge *edges, size_t row, double alone)
{
    path_end end = {.length = alone, .column = MATCH_ALONE, .row = row};
    forget(work);
    relax(work, edges, row, 0.0);
    for (;;) {
        const size_t j = nearest(work);
        if (j == MATCH_ALONE || !(work->distance[j] < end.length))
            return end;
        work->settled[j] = true;
        const size_t held_by = work->row_of[j];
        if (held_by == MATCH_ALONE)
            return (path_end){.length = work->distance[j], .column = j};
        const double left_alone = work->distance[j] + (alone - work->row_price[held_by]);
        if (left_alone < end.length)
            end = (path_end){.length = left_alone, .column = MATCH_ALONE, .row = held_by};
        relax(work, edges, held_by, work->distance[j]);
    }
}

/* Prices after which every pair on the path costs nothing more, and none costs less. */
static void reprice(match_work *work, size_t row, const path_end *end)
{
    work->row_price[row] += end->length;
    for (size_t r = 0; r < work->reached_count; r++) {
        const size_t j = work->reached[r];
        if (!work->settled[j] || !(work->distance[j] < end->length))
            continue;
        const double gain = end->length - work->distance[j];
        work->column_price[j] -= gain;
        work->row_price[work->row_of[j]] += gain;
    }
}

/* Every row on the path takes the column after it. */
static void augment(match_work *work, size_t row, const path_end *end)
{
    size_t column = end->column;
    if (column == MATCH_ALONE) {
        column = work->column_of[end->row];
        work->column_of[end->row] = MATCH_ALONE;
        if (end->row == row)
            return;
    }
    for (size_t taker = MATCH_ALONE; taker != row;) {
        taker = work->from[column];
        const size_t given_up = work->column_of[taker];
        work->row_of[column] = taker;
        work->column_of[taker] = column;
        column = given_up;
    }
}

static void begin_rows(match_work *work, const match_edge *edges, size_t count, size_t rows)
{
    size_t e = 0;
    for (size_t i = 0; i <= rows; i++) {
        while (e < count && edges[e].row < i)
            e++;
        work->begin[i] = e;
    }
}

void match_solve(match_work *work, const match_edge *edges, size_t count, size_t rows,
                 size_t columns, double alone)
{
    begin_rows(work, edges, count, rows);
    for (size_t j = 0; j < columns; j++) {
        work->column_price[j] = 0.0;
        work->row_of[j] = MATCH_ALONE;
        work->distance[j] = INFINITY;
        work->settled[j] = false;
    }
    work->reached_count = 0;
    for (size_t i = 0; i < rows; i++) {
        work->row_price[i] = 0.0;
        work->column_of[i] = MATCH_ALONE;
        const path_end end = search(work, edges, i, alone);
        reprice(work, i, &end);
        augment(work, i, &end);
    }
}
