#include "track/associate.h"

#include <assert.h>
#include <math.h>

#define FORBIDDEN 1e9 /* a cost that no hypothesis of sense has */

/* As many hypotheses as a part of so many rows is given. */
static size_t hypotheses_of(size_t rows)
{
    const size_t most = ASSOCIATE_WORK / (rows * rows);
    return most < 1 ? 1 : most < ASSOCIATE_HYPOTHESES ? most : ASSOCIATE_HYPOTHESES;
}

static size_t nodes_of(size_t rows)
{
    return 1 + (hypotheses_of(rows) - 1) * rows;
}

bool associate_reserve(associate_work *work, room *memory, size_t rows, size_t columns,
                       size_t pairs)
{
    /* The most that a part of up to so many rows needs; with many rows there are few nodes. */
    const size_t nodes = ASSOCIATE_HYPOTHESES * (rows < 64 ? rows : 64) + 1;
    const size_t places = ASSOCIATE_WORK + 2 * rows;
    return ROOM_FOR(memory, &work->parent, rows + columns) && ROOM_FOR(memory, &work->next, rows) &&
           ROOM_FOR(memory, &work->last, rows) && ROOM_FOR(memory, &work->rows, rows) &&
           ROOM_FOR(memory, &work->first, rows + 1) && ROOM_FOR(memory, &work->columns, places) &&
           ROOM_FOR(memory, &work->chosen, ASSOCIATE_HYPOTHESES) &&
           ROOM_FOR(memory, &work->nodes, nodes) && ROOM_FOR(memory, &work->pairs, pairs) &&
           ROOM_FOR(memory, &work->alone, rows) &&
           assign_reserve(&work->assignment, memory, rows, columns);
}

void associate_free(associate_work *work, room *memory)
{
    indices *const lists[] = {&work->parent, &work->next,    &work->last,  &work->rows,
                              &work->first,  &work->columns, &work->chosen};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        ROOM_FREE(memory, lists[i]);
    ROOM_FREE(memory, &work->nodes);
    ROOM_FREE(memory, &work->pairs);
    ROOM_FREE(memory, &work->alone);
    assign_free(&work->assignment, memory);
}

static uint32_t root_of(associate_work *work, uint32_t node)
{
    uint32_t *parent = work->parent.items;
    while (parent[node] != node) {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    return node;
}

/* Hangs rows and the columns that they pair with together; columns count from `rows` on. The
 * smaller root stays, so a part is known by its first row. */
static void join_parts(associate_work *work, const associate_pair *pairs, size_t count, size_t rows)
{
    for (size_t i = 0; i < rows; i++)
        work->parent.items[i] = (uint32_t)i;
    for (size_t k = 0; k < count; k++) /* no other column is looked at */
        work->parent.items[rows + pairs[k].column] = (uint32_t)(rows + pairs[k].column);
    for (size_t k = 0; k < count; k++) {
        const uint32_t one = root_of(work, pairs[k].row);
        const uint32_t other = root_of(work, (uint32_t)rows + pairs[k].column);
        work->parent.items[one > other ? one : other] = one > other ? other : one;
    }
}

/* Strings the rows of each part together, in their order. */
static void string_parts(associate_work *work, size_t rows)
{
    for (uint32_t row = 0; row < rows; row++) {
        const uint32_t first = root_of(work, row);
        work->next.items[row] = row;
        if (first != row)
            work->next.items[work->last.items[first]] = row;
        work->last.items[first] = row;
    }
}

static void list_part(associate_work *work, uint32_t first)
{
    work->rows.count = 0;
    work->rows.items[work->rows.count++] = first;
    for (uint32_t row = first; work->next.items[row] != row; row = work->next.items[row])
        work->rows.items[work->rows.count++] = work->next.items[row];
}

static size_t pairs_of(const associate_work *work, uint32_t row)
{
    return work->first.items[row + 1] - work->first.items[row];
}

static uint32_t *assigned(const associate_work *work, size_t node)
{
    return work->columns.items + node * work->rows.count;
}

/* A row of the part goes to a column that an earlier, fixed row has. */
static bool is_held(const uint32_t *columns, uint32_t fixed, uint32_t column)
{
    for (uint32_t i = 0; i < fixed; i++)
        if (columns[i] == column)
            return true;
    return false;
}

static double cost_of(const associate_work *work, const associate_pair *pairs, uint32_t row,
                      uint32_t column)
{
    for (uint32_t k = work->first.items[row]; k < work->first.items[row + 1]; k++)
        if (pairs[k].column == column)
            return -pairs[k].log_weight;
    return 0.0;
}

/* The pairs and prices of the rows that are not fixed, under the node's constraints. */
static assign_problem problem_of(associate_work *work, const associate_pair *pairs, size_t at,
                                 size_t columns)
{
    const associate_node *node = &work->nodes.items[at];
    const uint32_t *held = assigned(work, at);
    size_t count = 0;
    for (uint32_t i = node->fixed; i < work->rows.count; i++) {
        const uint32_t row = work->rows.items[i], first = work->first.items[row];
        for (uint32_t k = 0; k < pairs_of(work, row); k++) {
            const associate_pair *pair = &pairs[first + k];
            const bool banned = i == node->fixed && (node->banned >> k & 1u);
            if (!banned && !is_held(held, node->fixed, pair->column))
                work->pairs.items[count++] =
                    (assign_pair){i - node->fixed, pair->column, -pair->log_weight};
        }
        work->alone.items[i - node->fixed] = i == node->fixed && !node->may_stay ? FORBIDDEN : 0.0;
    }
    return (assign_problem){.rows = work->rows.count - node->fixed,
                            .columns = columns,
                            .pairs = work->pairs.items,
                            .pair_count = count,
                            .alone = work->alone.items};
}

/* Finds the node's assignment; one that cannot be has a forbidden cost. */
static void node_solve(associate_work *work, const associate_pair *pairs, size_t at, size_t columns)
{
    associate_node *node = &work->nodes.items[at];
    uint32_t *to = assigned(work, at);
    const assign_problem problem = problem_of(work, pairs, at, columns);
    node->cost = assign_solve(&work->assignment, &problem, to + node->fixed);
    for (uint32_t i = 0; i < node->fixed; i++)
        node->cost += cost_of(work, pairs, work->rows.items[i], to[i]);
}

/* The place of a row's column among its pairs; the number of pairs where it stays alone. */
static uint32_t choice_of(const associate_work *work, const associate_pair *pairs, uint32_t row,
                          uint32_t column)
{
    uint32_t k = 0;
    while (k < pairs_of(work, row) && pairs[work->first.items[row] + k].column != column)
        k++;
    return k;
}

/* What is left of a node's assignments without its best: for each row those that agree with the
 * best before it and not there. */
static void node_split(associate_work *work, const associate_pair *pairs, size_t at, size_t columns)
{
    const associate_node parent = work->nodes.items[at];
    for (uint32_t i = parent.fixed; i < work->rows.count; i++) {
        const size_t child = work->nodes.count++;
        const uint32_t row = work->rows.items[i];
        const uint32_t *best = assigned(work, at);
        const uint32_t choice = choice_of(work, pairs, row, best[i]);
        const bool same = i == parent.fixed, alone = best[i] == ASSIGN_ALONE;
        for (uint32_t k = 0; k < i; k++)
            assigned(work, child)[k] = best[k];
        work->nodes.items[child] =
            (associate_node){.fixed = i,
                             .banned = (same ? parent.banned : 0u) | (alone ? 0u : 1u << choice),
                             .may_stay = (same ? parent.may_stay : true) && !alone};
        node_solve(work, pairs, child, columns);
    }
}

static size_t cheapest(const associate_work *work)
{
    size_t best = work->nodes.count;
    for (size_t n = 0; n < work->nodes.count; n++) {
        const associate_node *node = &work->nodes.items[n];
        if (!node->spent && node->cost < 0.5 * FORBIDDEN &&
            (best == work->nodes.count || node->cost < work->nodes.items[best].cost))
            best = n;
    }
    return best;
}

/* The same rows have a column, and the same columns a row. */
static bool permuted(const associate_work *work, size_t one, size_t other)
{
    const uint32_t *a = assigned(work, one), *b = assigned(work, other);
    const uint32_t rows = (uint32_t)work->rows.count;
    for (uint32_t i = 0; i < rows; i++)
        if ((a[i] == ASSIGN_ALONE) != (b[i] == ASSIGN_ALONE) ||
            (a[i] != ASSIGN_ALONE && !is_held(b, rows, a[i])))
            return false;
    return true;
}

static bool is_new_set(const associate_work *work, size_t node)
{
    for (size_t k = 0; k < work->chosen.count; k++)
        if (permuted(work, work->chosen.items[k], node))
            return false;
    return true;
}

/* Murty's order; stops where what is left weighs next to nothing. */
static void choose(associate_work *work, const associate_pair *pairs, size_t columns)
{
    const size_t most = hypotheses_of(work->rows.count);
    work->chosen.count = 0;
    work->nodes.count = 1;
    work->nodes.items[0] = (associate_node){.may_stay = true};
    node_solve(work, pairs, 0, columns);
    const double best = work->nodes.items[0].cost;
    for (size_t k = 0; k < most; k++) {
        const size_t next = cheapest(work);
        if (next == work->nodes.count || work->nodes.items[next].cost > best + 14.0)
            return; /* e^-14: less than a millionth */
        work->nodes.items[next].spent = true;
        if (is_new_set(work, next))
            work->chosen.items[work->chosen.count++] = (uint32_t)next;
        if (k + 1 < most)
            node_split(work, pairs, next, columns);
    }
}

static void share_chances(associate_work *work, associate_pair *pairs)
{
    const double best = work->nodes.items[work->chosen.items[0]].cost;
    double sum = 0.0;
    for (size_t k = 0; k < work->chosen.count; k++)
        sum += exp(best - work->nodes.items[work->chosen.items[k]].cost);
    for (size_t k = 0; k < work->chosen.count; k++) {
        const double chance = exp(best - work->nodes.items[work->chosen.items[k]].cost) / sum;
        const uint32_t *to = assigned(work, work->chosen.items[k]);
        for (size_t i = 0; i < work->rows.count; i++) {
            const uint32_t row = work->rows.items[i];
            if (to[i] != ASSIGN_ALONE)
                pairs[work->first.items[row] + choice_of(work, pairs, row, to[i])].chance += chance;
        }
    }
}

/* Alone with one column there is nothing to be joint about. */
static bool solve_single(const associate_work *work, associate_pair *pairs)
{
    const uint32_t row = work->rows.items[0];
    if (work->rows.count > 1 || pairs_of(work, row) > 1)
        return false;
    pairs[work->first.items[row]].chance =
        1.0 / (1.0 + exp(-pairs[work->first.items[row]].log_weight));
    return true;
}

void associate_solve(associate_work *work, associate_pair *pairs, size_t count, size_t rows,
                     size_t columns)
{
    size_t at = 0;
    for (uint32_t row = 0; row <= rows; row++) {
        while (at < count && pairs[at].row < row)
            at++;
        work->first.items[row] = (uint32_t)at;
    }
    for (size_t k = 0; k < count; k++)
        pairs[k].chance = 0.0;
    join_parts(work, pairs, count, rows);
    string_parts(work, rows);
    for (uint32_t row = 0; row < rows; row++) {
        if (pairs_of(work, row) == 0 || root_of(work, row) != row)
            continue;
        list_part(work, row);
        assert(nodes_of(work->rows.count) <= work->nodes.capacity);
        if (solve_single(work, pairs))
            continue;
        choose(work, pairs, columns);
        share_chances(work, pairs);
    }
}
