#include "estimate/random_filter.h"
#include "score/match.h"
#include "suites.h"

#include <math.h>

/* The least sum by trying everything: rows from `row` on, columns not in `taken`. */
static double least(const match_work *work, size_t row, size_t rows, size_t columns, unsigned taken,
                    double alone)
{
    if (row == rows)
        return 0.0;
    double best = alone + least(work, row + 1, rows, columns, taken, alone);
    for (size_t j = 0; j < columns; j++) {
        if (taken >> j & 1)
            continue;
        const double sum = work->cost[row * columns + j] +
                           least(work, row + 1, rows, columns, taken | 1u << j, alone);
        best = sum < best ? sum : best;
    }
    return best;
}

static double sum_of(const match_work *work, size_t rows, size_t columns, double alone)
{
    double sum = 0.0;
    unsigned taken = 0;
    for (size_t i = 0; i < rows; i++) {
        const size_t j = work->column_of[i];
        if (j != MATCH_ALONE)
            CU_ASSERT_FALSE(taken >> j & 1);
        taken |= j == MATCH_ALONE ? 0 : 1u << j;
        sum += j == MATCH_ALONE ? alone : work->cost[i * columns + j];
    }
    return sum;
}

static void the_sum_is_the_least_of_all_assignments(void)
{
    random_source source = random_seeded(60221);
    match_work work = {0};
    for (int round = 0; round < 2000; round++) {
        const size_t rows = (size_t)(round % 6);
        const size_t columns = (size_t)(round / 6 % 6);
        CU_ASSERT_TRUE_FATAL(match_reserve(&work, rows, columns));
        for (size_t k = 0; k < rows * columns; k++) {
            /* Small whole numbers, so that many are equal; a ninth of the pairs cannot be. */
            const double drawn = floor(random_uniform(&source, 0.0, 36.0));
            work.cost[k] = drawn < 32.0 ? drawn : INFINITY;
        }
        match_solve(&work, rows, columns, 16.0);
        /* Sums of whole numbers below 2^53 are exact. */
        CU_ASSERT_EQUAL(sum_of(&work, rows, columns, 16.0),
                        least(&work, 0, rows, columns, 0, 16.0));
    }
    match_free(&work);
}

static void a_cost_that_is_not_below_alone_makes_no_pair(void)
{
    match_work work = {0};
    CU_ASSERT_TRUE_FATAL(match_reserve(&work, 1, 1));
    work.cost[0] = 16.0;
    match_solve(&work, 1, 1, 16.0);
    CU_ASSERT_EQUAL(work.column_of[0], MATCH_ALONE);
    match_free(&work);
}

static void a_row_gives_up_its_column_where_another_needs_it_more(void)
{
    /* Row 0 takes column 0 for 1; row 1 can only have column 0, for 2, where alone costs 16. Row 0
     * then takes column 1 for 10: 12 in all, less than 1 + 16. */
    match_work work = {0};
    CU_ASSERT_TRUE_FATAL(match_reserve(&work, 2, 2));
    const double cost[] = {1.0, 10.0, 2.0, INFINITY};
    for (int k = 0; k < 4; k++)
        work.cost[k] = cost[k];
    match_solve(&work, 2, 2, 16.0);
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
