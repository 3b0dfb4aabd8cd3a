#include "chance.h"
#include "suites.h"
#include "track/assign.h"

#include <stdio.h>
#include <string.h>

#define MOST 64

/* A problem with costs in a full matrix; NAN: no pair. */
typedef struct table {
    size_t rows, columns;
    double cost[MOST][MOST];
    double alone[MOST];
} table;

static double solve(const table *given, uint32_t *column_of)
{
    static assign_pair pairs[MOST * MOST];
    size_t count = 0;
    for (uint32_t r = 0; r < given->rows; r++)
        for (uint32_t c = 0; c < given->columns; c++)
            if (!isnan(given->cost[r][c]))
                pairs[count++] = (assign_pair){r, c, given->cost[r][c]};
    room memory = {0};
    assign_work work = {0};
    CU_ASSERT_TRUE_FATAL(assign_reserve(&work, &memory, given->rows, given->columns));
    const assign_problem problem = {given->rows, given->columns, pairs, count, given->alone};
    const double total = assign_solve(&work, &problem, column_of);
    assign_free(&work, &memory);
    CU_ASSERT_EQUAL(memory.held, 0);
    return total;
}

static void fill(table *one, size_t rows, size_t columns, double density, uint64_t *chance)
{
    one->rows = rows;
    one->columns = columns;
    for (size_t r = 0; r < rows; r++) {
        one->alone[r] = 20.0 * chance_unit(chance) - 10.0;
        for (size_t c = 0; c < columns; c++)
            one->cost[r][c] =
                chance_unit(chance) < density ? 40.0 * chance_unit(chance) - 20.0 : NAN;
    }
}

/* Every way there is: each row tries each free column, and staying alone. */
static double best_of_all(const table *given, size_t row, unsigned taken)
{
    if (row == given->rows)
        return 0.0;
    double best = given->alone[row] + best_of_all(given, row + 1, taken);
    for (size_t c = 0; c < given->columns; c++) {
        if (isnan(given->cost[row][c]) || (taken & 1u << c))
            continue;
        best = fmin(best, given->cost[row][c] + best_of_all(given, row + 1, taken | 1u << c));
    }
    return best;
}

static double sum_of(const table *given, const uint32_t *column_of)
{
    double sum = 0.0;
    bool taken[MOST] = {false};
    for (size_t r = 0; r < given->rows; r++) {
        const uint32_t c = column_of[r];
        if (c == ASSIGN_ALONE) {
            sum += given->alone[r];
            continue;
        }
        CU_ASSERT_FALSE(taken[c]);
        taken[c] = true;
        sum += given->cost[r][c];
    }
    return sum;
}

static void equals_the_best_of_all_ways(void)
{
    uint64_t chance = 41;
    printf("\n    seed %d", (int)chance);
    static table given;
    uint32_t column_of[MOST];
    for (int trial = 0; trial < 2000; trial++) {
        const size_t rows = 1 + chance_next(&chance) % 5, columns = chance_next(&chance) % 6;
        fill(&given, rows, columns, chance_unit(&chance), &chance);
        const double total = solve(&given, column_of);
        const double best = best_of_all(&given, 0, 0);
        /* Sums of five numbers below 20 in different orders. */
        CU_ASSERT_DOUBLE_EQUAL(total, best, 1e-12);
        CU_ASSERT_DOUBLE_EQUAL(sum_of(&given, column_of), best, 1e-12);
    }
}

#define CLOSE                                                                                      \
    1e-9 /* above the rounding of 64 sums of numbers below 40, far below any difference            \
          */

/* One round of Bellman and Ford over the rows: moving the row that holds `here` to c leaves `here`
 * free. to[c] is what the cheapest chain of moves that ends with taking c has cost so far. */
static bool chain_rows(const table *given, const uint32_t *column_of, double *to)
{
    const size_t alone = given->columns;
    bool changed = false;
    for (size_t r = 0; r < given->rows; r++) {
        const size_t here = column_of[r] == ASSIGN_ALONE ? alone : column_of[r];
        const double now = here == alone ? given->alone[r] : given->cost[r][here];
        for (size_t c = 0; c <= alone; c++) {
            const double then = c == alone ? given->alone[r] : given->cost[r][c];
            if (c == here || isnan(then) || !(to[here] + then - now < to[c] - CLOSE))
                continue;
            to[c] = to[here] + then - now;
            changed = true;
        }
    }
    return changed;
}

/* An assignment is the best if no ring of moves lowers its cost: no negative cycle among columns
 * and "alone", which has room for everyone, as has a free column once. Knows nothing of prices. */
static bool can_be_bettered(const table *given, const uint32_t *column_of)
{
    const size_t alone = given->columns;
    double to[MOST + 1] = {0};
    bool held[MOST + 1] = {false};
    for (size_t r = 0; r < given->rows; r++)
        if (column_of[r] != ASSIGN_ALONE)
            held[column_of[r]] = true;
    for (size_t round = 0; round <= given->columns + 2; round++) {
        bool changed = chain_rows(given, column_of, to);
        for (size_t c = 0; c < alone; c++) {
            if (held[c] || fabs(to[c] - to[alone]) <= CLOSE)
                continue;
            to[c] = to[alone] = fmin(to[c], to[alone]);
            changed = true;
        }
        if (!changed)
            return false;
    }
    return true;
}

static void large_answers_cannot_be_bettered(void)
{
    uint64_t chance = 42;
    printf("\n    seed %d", (int)chance);
    static table given;
    uint32_t column_of[MOST];
    for (int trial = 0; trial < 100; trial++) {
        fill(&given, 20 + chance_next(&chance) % 44, 20 + chance_next(&chance) % 44,
             0.05 + 0.9 * chance_unit(&chance), &chance);
        const double total = solve(&given, column_of);
        CU_ASSERT_DOUBLE_EQUAL(sum_of(&given, column_of), total, CLOSE);
        CU_ASSERT_FALSE(can_be_bettered(&given, column_of));
    }
}

static void the_check_sees_a_worse_answer(void)
{
    uint64_t chance = 43;
    static table given;
    uint32_t column_of[MOST];
    fill(&given, 40, 20, 0.9, &chance);
    solve(&given, column_of);
    for (size_t a = 0; a < 40; a++)
        for (size_t b = 0; b < 40; b++) {
            const uint32_t column = column_of[a];
            if (column == ASSIGN_ALONE || column_of[b] != ASSIGN_ALONE ||
                isnan(given.cost[b][column]))
                continue;
            column_of[b] = column;
            column_of[a] = ASSIGN_ALONE;
            CU_ASSERT_TRUE(can_be_bettered(&given, column_of));
            column_of[b] = ASSIGN_ALONE;
            column_of[a] = column;
        }
}

static void a_row_may_stay_alone_at_its_price(void)
{
    static table given = {.rows = 2, .columns = 1, .alone = {1.0, 5.0}, .cost = {{0.5}, {0.6}}};
    uint32_t column_of[MOST];
    /* The second would pay 5 alone: it takes the column, though the first bids less. */
    CU_ASSERT_DOUBLE_EQUAL(solve(&given, column_of), 1.6, 1e-15);
    CU_ASSERT_EQUAL(column_of[0], ASSIGN_ALONE);
    CU_ASSERT_EQUAL(column_of[1], 0);
}

CU_TestInfo assign_tests[] = {
    {"equals the best of all ways", equals_the_best_of_all_ways},
    {"large answers cannot be bettered", large_answers_cannot_be_bettered},
    {"the check sees a worse answer", the_check_sees_a_worse_answer},
    {"a row may stay alone at its price", a_row_may_stay_alone_at_its_price},
    CU_TEST_INFO_NULL,
};
