#include "estimate/random_filter.h"
#include "score/match.h"
#include "suites.h"

#include <math.h>

enum { SIDE = 5 };

/* A problem of up to 5 x 5: NAN where no pair can be. */
typedef struct problem {
    double cost[SIDE * SIDE];
    size_t rows, columns;
    double alone;
} problem;

static void solve(match_work *work, const problem *of)
{
    match_edge edges[SIDE * SIDE];
    size_t count = 0;
    for (size_t k = 0; k < of->rows * of->columns; k++)
        if (!isnan(of->cost[k]))
            edges[count++] = (match_edge){
                .row = k / of->columns, .column = k % of->columns, .cost = of->cost[k]};
    CU_ASSERT_TRUE_FATAL(match_reserve(work, of->rows, of->columns));
    match_solve(work, edges, count, of->rows, of->columns, of->alone);
}

/* The least sum by trying everything: rows from `row` on, columns not in `taken`. */
static double least(const problem *of, size_t row, unsigned taken)
{
    if (row == of->rows)
        return 0.0;
    double best = of->alone + least(of, row + 1, taken);
    for (size_t j = 0; j < of->columns; j++) {
        if (taken >> j & 1 || isnan(of->cost[row * of->columns + j]))
            continue;
        const double sum = of->cost[row * of->columns + j] + least(of, row + 1, taken | 1u << j);
        best = sum < best ? sum : best;
    }
    return best;
}

static double sum_of(const match_work *work, const problem *of)
{
    double sum = 0.0;
    unsigned taken = 0;
    for (size_t i = 0; i < of->rows; i++) {
        const size_t j = work->column_of[i];
        if (j != MATCH_ALONE)
            CU_ASSERT_FALSE(taken >> j & 1);
        taken |= j == MATCH_ALONE ? 0 : 1u << j;
        sum += j == MATCH_ALONE ? of->alone : of->cost[i * of->columns + j];
    }
    return sum;
}

static void the_sum_is_the_least_of_all_assignments(void)
{
    random_source source = random_seeded(60221);
    match_work work = {0};
    for (int round = 0; round < 2000; round++) {
        problem of = {
            .rows = (size_t)(round % 6), .columns = (size_t)(round / 6 % 6), .alone = 16.0};
        for (size_t k = 0; k < of.rows * of.columns; k++) {
            /* Small whole numbers, so that many are equal; a ninth of the pairs cannot be. */
            const double drawn = floor(random_uniform(&source, 0.0, 36.0));
            of.cost[k] = drawn < 32.0 ? drawn : (double)NAN;
        }
        solve(&work, &of);
        /* Sums of whole numbers below 2^53 are exact. */
        CU_ASSERT_EQUAL(sum_of(&work, &of), least(&of, 0, 0));
    }
    match_free(&work);
}

static void a_cost_that_is_not_below_alone_makes_no_pair(void)
{
    match_work work = {0};
    const problem of = {.rows = 1, .columns = 1, .alone = 16.0, .cost = {16.0}};
    solve(&work, &of);
    CU_ASSERT_EQUAL(work.column_of[0], MATCH_ALONE);
    match_free(&work);
}

static void a_row_gives_up_its_column_where_another_needs_it_more(void)
{
    /* Row 0 takes column 0 for 1; row 1 can only have column 0, for 2, where alone costs 16. Row 0
     * then takes column 1 for 10: 12 in all, less than 1 + 16. */
    match_work work = {0};
    const problem of = {
        .rows = 2, .columns = 2, .alone = 16.0, .cost = {1.0, 10.0, 2.0, (double)NAN}};
    solve(&work, &of);
    CU_ASSERT_EQUAL(work.column_of[0], 1);
    CU_ASSERT_EQUAL(work.column_of[1], 0);
    match_free(&work);
}

CU_TestInfo match_tests[] = {
    {"the sum is the least of all assignments", the_sum_is_the_least_of_all_assignments},
    {"a cost that is not below alone makes no pair", a_cost_that_is_not_below_alone_makes_no_pair},
    {"a row gives up its column where another needs it more",
     a_row_gives_up_its_column_where_another_needs_it_more},
    CU_TEST_INFO_NULL,
};
