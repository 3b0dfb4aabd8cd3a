#include "track/assign.h"

#include <assert.h>
#include <math.h>

bool assign_reserve(assign_work *work, room *memory, size_t rows, size_t columns)
{
    return ROOM_FOR(memory, &work->rows, rows + 1) && ROOM_FOR(memory, &work->columns, columns) &&
           ROOM_FOR(memory, &work->reached, columns);
}

void assign_free(assign_work *work, room *memory)
{
    ROOM_FREE(memory, &work->rows);
    ROOM_FREE(memory, &work->columns);
    ROOM_FREE(memory, &work->reached);
}

static void begin(assign_work *work, const assign_problem *problem)
{
    assert(problem->rows < work->rows.capacity && problem->columns <= work->columns.capacity);
    size_t at = 0;
    for (uint32_t row = 0; row <= problem->rows; row++) {
        while (at < problem->pair_count && problem->pairs[at].row < row)
            at++;
        work->rows.items[row] = (assign_row){.first = (uint32_t)at, .column = ASSIGN_ALONE};
    }
    for (size_t k = 0; k < problem->pair_count; k++) /* no other is looked at */
        work->columns.items[problem->pairs[k].column] =
            (assign_column){.row = ASSIGN_ALONE, .from = ASSIGN_ALONE};
}

/* The end of a path: a free column, or a row that stays alone. */
typedef struct path_end {
    double distance;
    uint32_t column; /* ASSIGN_ALONE: `row` stays alone instead */
    uint32_t row;
} path_end;

/* Offers what can be reached over `row`, which itself lies `distance` away. */
static void relax(assign_work *work, const assign_problem *problem, uint32_t row, double distance,
                  path_end *best)
{
    const assign_row *here = &work->rows.items[row];
    const double base = distance - here->potential;
    for (uint32_t k = here->first; k < work->rows.items[row + 1].first; k++) {
        const assign_pair *pair = &problem->pairs[k];
        assign_column *column = &work->columns.items[pair->column];
        const double reach = base + pair->cost - column->potential;
        if (column->settled || (column->reached && reach >= column->distance))
            continue;
        if (!column->reached)
            work->reached.items[work->reached.count++] = pair->column;
        column->reached = true;
        column->distance = reach;
        column->from = row;
    }
    if (base + problem->alone[row] < best->distance)
        *best = (path_end){base + problem->alone[row], ASSIGN_ALONE, row};
}

static uint32_t nearest_open(const assign_work *work)
{
    uint32_t nearest = ASSIGN_ALONE;
    double distance = INFINITY;
    for (size_t k = 0; k < work->reached.count; k++) {
        const assign_column *column = &work->columns.items[work->reached.items[k]];
        if (!column->settled && column->distance < distance) {
            distance = column->distance;
            nearest = work->reached.items[k];
        }
    }
    return nearest;
}

/* Dijkstra over reduced costs, from a row that has no place yet. */
static path_end shortest_path(assign_work *work, const assign_problem *problem, uint32_t row)
{
    path_end best = {INFINITY, ASSIGN_ALONE, row};
    double distance = 0.0;
    for (;;) {
        relax(work, problem, row, distance, &best);
        const uint32_t next = nearest_open(work);
        if (next == ASSIGN_ALONE || work->columns.items[next].distance >= best.distance)
            return best;
        assign_column *column = &work->columns.items[next];
        distance = column->distance;
        if (column->row == ASSIGN_ALONE)
            return (path_end){distance, next, ASSIGN_ALONE};
        column->settled = true;
        row = column->row;
    }
}

/* New prices keep every reduced cost at or above 0, and at 0 along the path. */
static void reprice(assign_work *work, uint32_t root, double length)
{
    work->rows.items[root].potential += length;
    for (size_t k = 0; k < work->reached.count; k++) {
        assign_column *column = &work->columns.items[work->reached.items[k]];
        if (column->settled) {
            const double gain = length - column->distance;
            column->potential -= gain;
            work->rows.items[column->row].potential += gain;
        }
        column->reached = column->settled = false;
    }
    work->reached.count = 0;
}

static void augment(assign_work *work, uint32_t root, path_end end)
{
    uint32_t column = end.column;
    uint32_t row = column == ASSIGN_ALONE ? end.row : work->columns.items[column].from;
    for (;;) {
        const uint32_t given_up = work->rows.items[row].column;
        work->rows.items[row].column = column;
        if (column != ASSIGN_ALONE)
            work->columns.items[column].row = row;
        if (row == root)
            return;
        column = given_up;
        row = work->columns.items[column].from;
    }
}

static double cost_of(const assign_work *work, const assign_problem *problem, uint32_t row)
{
    for (uint32_t k = work->rows.items[row].first; k < work->rows.items[row + 1].first; k++)
        if (problem->pairs[k].column == work->rows.items[row].column)
            return problem->pairs[k].cost;
    return problem->alone[row];
}

double assign_solve(assign_work *work, const assign_problem *problem, uint32_t *column_of)
{
    begin(work, problem);
    work->reached.count = 0;
    for (uint32_t row = 0; row < problem->rows; row++) {
        const path_end end = shortest_path(work, problem, row);
        reprice(work, row, end.distance); /* by the old pairs, so before they change */
        augment(work, row, end);
    }
    double total = 0.0;
    for (uint32_t row = 0; row < problem->rows; row++) {
        column_of[row] = work->rows.items[row].column;
        total += cost_of(work, problem, row);
    }
    return total;
}
