/* Chances of pairs: held against all hypotheses written out. */
#include "track/associate.h"

#include "chance.h"
#include "suites.h"

#include <stdio.h>
#include <string.h>

#define MOST 64

typedef struct problem {
    associate_pair pairs[MOST * 16];
    size_t count, rows, columns;
} problem;

static void solve(problem *one)
{
    associate_work work = {0};
    room memory = {0};
    CU_ASSERT_TRUE_FATAL(associate_reserve(&work, &memory, one->rows, one->columns, one->count));
    associate_solve(&work, one->pairs, one->count, one->rows, one->columns);
    associate_free(&work, &memory);
    CU_ASSERT_EQUAL(memory.held, 0);
}

static void add(problem *one, uint32_t row, uint32_t column, double log_weight)
{
    one->pairs[one->count++] =
        (associate_pair){.row = row, .column = column, .log_weight = log_weight};
}

static void a_pair_alone_has_its_odds(void)
{
    problem one = {.rows = 1, .columns = 1};
    add(&one, 0, 0, log(3.0));
    solve(&one);
    CU_ASSERT_DOUBLE_EQUAL(one.pairs[0].chance, 0.75, 1e-15);
}

/* Each row's choice: a pair of it, or none, as digits of a number; every hypothesis once. */
typedef struct hypothesis {
    size_t pair_of[MOST]; /* count: none */
    double weight;
} hypothesis;

static bool hypothesis_of(const problem *one, size_t digits, hypothesis *h)
{
    h->weight = 1.0;
    for (uint32_t row = 0; row < one->rows; row++) {
        size_t first = 0, pairs = 0;
        for (size_t k = 0; k < one->count; k++) {
            if (one->pairs[k].row == row && pairs++ == 0)
                first = k;
        }
        const size_t choice = digits % (pairs + 1);
        digits /= pairs + 1;
        h->pair_of[row] = choice == 0 ? one->count : first + choice - 1;
        if (choice == 0)
            continue;
        h->weight *= exp(one->pairs[h->pair_of[row]].log_weight);
        for (uint32_t other = 0; other < row; other++)
            if (h->pair_of[other] != one->count &&
                one->pairs[h->pair_of[other]].column == one->pairs[h->pair_of[row]].column)
                return false;
    }
    return digits == 0;
}

static void used(const problem *one, const hypothesis *h, uint64_t *rows, uint64_t *columns)
{
    *rows = *columns = 0;
    for (size_t row = 0; row < one->rows; row++)
        if (h->pair_of[row] != one->count) {
            *rows |= UINT64_C(1) << row;
            *columns |= UINT64_C(1) << one->pairs[h->pair_of[row]].column;
        }
}

static bool is_best_of_its_set(const problem *one, const hypothesis *h)
{
    uint64_t rows, columns, other_rows, other_columns;
    used(one, h, &rows, &columns);
    for (size_t digits = 0; digits < 4096; digits++) {
        hypothesis other;
        if (!hypothesis_of(one, digits, &other) || other.weight <= h->weight)
            continue;
        used(one, &other, &other_rows, &other_columns);
        if (other_rows == rows && other_columns == columns)
            return false;
    }
    return true;
}

static void chances_are_those_of_all_hypotheses(void)
{
    uint64_t chance = 731;
    printf("\n    seed %llu ", (unsigned long long)chance);
    for (int round = 0; round < 200; round++) {
        problem one = {.rows = 3, .columns = 2}; /* 13 hypotheses at most: none is left out */
        for (uint32_t row = 0; row < 3; row++)
            for (uint32_t column = 0; column < 2; column++)
                if (chance_unit(&chance) < 0.8)
                    add(&one, row, column, 4.0 * chance_normal(&chance));
        double expected[6] = {0}, sum = 0.0;
        for (size_t digits = 0; digits < 4096; digits++) {
            hypothesis h;
            if (!hypothesis_of(&one, digits, &h) || !is_best_of_its_set(&one, &h))
                continue;
            sum += h.weight;
            for (size_t row = 0; row < 3; row++)
                if (h.pair_of[row] != one.count)
                    expected[h.pair_of[row]] += h.weight;
        }
        solve(&one);
        for (size_t k = 0; k < one.count; k++) /* what weighs less than e^-14 is left out */
            CU_ASSERT_DOUBLE_EQUAL(one.pairs[k].chance, expected[k] / sum, 20e-6);
    }
}

/* Both plots fit both tracks nearly alike: by all hypotheses each track would go to the middle. */
static void two_side_by_side_keep_to_their_own(void)
{
    problem one = {.rows = 2, .columns = 2};
    add(&one, 0, 0, 10.0);
    add(&one, 0, 1, 9.8);
    add(&one, 1, 0, 9.8);
    add(&one, 1, 1, 10.0);
    solve(&one);
    CU_ASSERT_TRUE(one.pairs[0].chance > 0.999);
    CU_ASSERT_TRUE(one.pairs[1].chance < 0.001);
}

static void what_hangs_on_other_pairs_changes_nothing(void)
{
    problem alone = {.rows = 2, .columns = 2}, beside = {.rows = 4, .columns = 5};
    add(&alone, 0, 0, 1.0);
    add(&alone, 0, 1, 0.3);
    add(&alone, 1, 0, 0.7);
    add(&beside, 0, 1, 1.0);
    add(&beside, 0, 2, 0.3);
    add(&beside, 1, 3, 2.0);
    add(&beside, 1, 4, 2.1);
    add(&beside, 2, 1, 0.7);
    add(&beside, 3, 4, 1.5);
    solve(&alone);
    solve(&beside);
    CU_ASSERT_EQUAL(alone.pairs[0].chance, beside.pairs[0].chance);
    CU_ASSERT_EQUAL(alone.pairs[1].chance, beside.pairs[1].chance);
    CU_ASSERT_EQUAL(alone.pairs[2].chance, beside.pairs[4].chance);
}

/* As many rows as no list of hypotheses would hold: the best is found all the same, and quickly. */
static void the_largest_parts_get_their_best(void)
{
    uint64_t chance = 732;
    static problem one;
    one = (problem){.rows = MOST, .columns = MOST};
    for (uint32_t row = 0; row < MOST; row++)
        for (uint32_t k = 0; k < 16; k++) {
            const uint32_t column = (row + MOST - 8 + k) % MOST;
            add(&one, row, column, column == row ? 9.0 : chance_unit(&chance));
        }
    solve(&one);
    double of_column[MOST] = {0};
    for (size_t k = 0; k < one.count; k++) {
        of_column[one.pairs[k].column] += one.pairs[k].chance;
        if (one.pairs[k].row == one.pairs[k].column)
            CU_ASSERT_TRUE(one.pairs[k].chance > 0.99);
    }
    for (size_t column = 0; column < MOST; column++)
        CU_ASSERT_TRUE(of_column[column] < 1.0 + 1e-12);
}

CU_TestInfo associate_tests[] = {
    {"a pair alone has its odds", a_pair_alone_has_its_odds},
    {"chances are those of all hypotheses", chances_are_those_of_all_hypotheses},
    {"two side by side keep to their own", two_side_by_side_keep_to_their_own},
    {"what hangs on other pairs changes nothing", what_hangs_on_other_pairs_changes_nothing},
    {"the largest parts get their best", the_largest_parts_get_their_best},
    CU_TEST_INFO_NULL,
};
