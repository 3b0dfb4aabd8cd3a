#include "score/block.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROUNDS_MAX = 400,
    ROUNDS_MIN = 20,
    PATIENCE = 8,        /* rounds without a better bound, after which steps are halved */
    WORK_MAX = 200000000 /* cells that all rounds together look at */
};

typedef struct work {
    const block *of;
    size_t *begin; /* of each row's pairs */
    double *price; /* [epoch][column] */
    size_t *use;   /* [epoch][column]: rows that hold it */
    double *value; /* of the best way to each state of a row */
    bool *stayed;  /* [epoch][pair]: the best way to here was here an epoch before */
    size_t *freed; /* [epoch]: the pair that the best way to no hold gave up, or BLOCK_NONE */
    size_t *ways;  /* [row][epoch] */
    bool priced, exclusive; /* what a way looks at: prices; what is held already */
} work;

static void work_free(work *one)
{
    free(one->begin);
    free(one->price);
    free(one->use);
    free(one->value);
    free(one->stayed);
    free(one->freed);
    free(one->ways);
}

static bool work_create(work *one, const block *of)
{
    *one = (work){
        .of = of,
        .begin = calloc(of->rows + 1, sizeof *one->begin),
        .price = calloc(of->epochs * of->columns, sizeof *one->price),
        .use = calloc(of->epochs * of->columns, sizeof *one->use),
        .value = calloc(of->pair_count, sizeof *one->value),
        .stayed = calloc(of->epochs * of->pair_count, sizeof *one->stayed),
        .freed = calloc(of->epochs, sizeof *one->freed),
        .ways = calloc(of->rows * of->epochs, sizeof *one->ways),
    };
    if (!one->begin || !one->price || !one->use || !one->value || !one->stayed || !one->freed ||
        !one->ways) {
        work_free(one);
        return false;
    }
    for (size_t p = 0; p < of->pair_count; p++)
        one->begin[of->pairs[p].row + 1] = p + 1;
    return true;
}

/* What a hold brings at an epoch, as the way that is sought sees it. */
static double worth(const work *one, size_t epoch, size_t pair)
{
    const block *of = one->of;
    const size_t cell = epoch * of->columns + of->pairs[pair].column;
    if (one->exclusive && one->use[cell] > 0)
        return -INFINITY;
    const double gain = of->gain[epoch * of->pair_count + pair];
    return one->priced ? gain - one->price[cell] : gain;
}

/* Carries the values of a row's states to an epoch after the first. `none` is that of no hold. */
static double step(work *one, size_t row, size_t epoch, double none)
{
    const block *of = one->of;
    double freed = none;
    one->freed[epoch] = BLOCK_NONE;
    for (size_t p = one->begin[row]; p < one->begin[row + 1]; p++)
        if (one->value[p] - of->half > freed) {
            freed = one->value[p] - of->half;
            one->freed[epoch] = p;
        }
    for (size_t p = one->begin[row]; p < one->begin[row + 1]; p++) {
        const bool stays = one->value[p] >= freed - of->half;
        one->stayed[epoch * of->pair_count + p] = stays;
        one->value[p] = worth(one, epoch, p) + (stays ? one->value[p] : freed - of->half);
    }
    return freed;
}

/* The row's dearest way, into one->ways; gives its value. */
static double find_way(work *one, size_t row)
{
    const block *of = one->of;
    double none = 0.0;
    for (size_t p = one->begin[row]; p < one->begin[row + 1]; p++)
        one->value[p] = worth(one, 0, p);
    for (size_t epoch = 1; epoch < of->epochs; epoch++)
        none = step(one, row, epoch, none);
    size_t state = BLOCK_NONE;
    double best = none;
    for (size_t p = one->begin[row]; p < one->begin[row + 1]; p++)
        if (one->value[p] > best) {
            best = one->value[p];
            state = p;
        }
    size_t *way = one->ways + row * of->epochs;
    for (size_t epoch = of->epochs; epoch-- > 0;) {
        way[epoch] = state;
        if (epoch == 0)
            break;
        if (state == BLOCK_NONE || !one->stayed[epoch * of->pair_count + state])
            state = one->freed[epoch];
    }
    return best;
}

static void mark(work *one, size_t row, bool held)
{
    const block *of = one->of;
    const size_t *way = one->ways + row * of->epochs;
    for (size_t epoch = 0; epoch < of->epochs; epoch++) {
        if (way[epoch] == BLOCK_NONE)
            continue;
        size_t *use = &one->use[epoch * of->columns + of->pairs[way[epoch]].column];
        *use = held ? *use + 1 : *use - 1;
    }
}

static void unmark_all(work *one)
{
    memset(one->use, 0, one->of->epochs * one->of->columns * sizeof *one->use);
}

/* A bound from above: every row by itself, at the prices. */
static double find_bound(work *one)
{
    double bound = 0.0;
    one->priced = true;
    one->exclusive = false;
    unmark_all(one);
    for (size_t cell = 0; cell < one->of->epochs * one->of->columns; cell++)
        bound += one->price[cell];
    for (size_t row = 0; row < one->of->rows; row++) {
        bound += find_way(one, row);
        mark(one, row, true);
    }
    return bound;
}

/* Ways that keep out of each other's: one row after another at the prices, the first of them
 * another one each round; then each again, for what it really brings. Gives their value. */
static double find_ways(work *one, size_t round)
{
    const block *of = one->of;
    one->priced = true;
    one->exclusive = true;
    unmark_all(one);
    for (size_t i = 0; i < of->rows; i++) {
        const size_t row = (round + i) % of->rows;
        find_way(one, row);
        mark(one, row, true);
    }
    one->priced = false;
    double value = 0.0;
    for (size_t row = 0; row < of->rows; row++) {
        mark(one, row, false);
        value += find_way(one, row);
        mark(one, row, true);
    }
    return value;
}

/* Where a column is held by more than one its price rises, where it is held by none it falls. */
static void move_prices(work *one, double gap, double pace)
{
    const size_t cells = one->of->epochs * one->of->columns;
    double square = 0.0;
    for (size_t cell = 0; cell < cells; cell++) {
        const double slope = (double)one->use[cell] - 1.0;
        if (slope > 0.0 || one->price[cell] > 0.0)
            square += slope * slope;
    }
    const double length = square > 0.0 ? pace * gap / square : 0.0;
    for (size_t cell = 0; cell < cells; cell++)
        one->price[cell] = fmax(0.0, one->price[cell] + length * ((double)one->use[cell] - 1.0));
}

static size_t rounds_for(const block *of)
{
    const size_t cells = of->epochs * of->pair_count + 1;
    const size_t rounds = WORK_MAX / cells;
    return rounds < ROUNDS_MIN ? ROUNDS_MIN : rounds > ROUNDS_MAX ? ROUNDS_MAX : rounds;
}

static void keep(const work *one, size_t *holds, double value, double *low)
{
    if (value > *low) {
        *low = value;
        memcpy(holds, one->ways, one->of->rows * one->of->epochs * sizeof *holds);
    }
}

bool block_solve(const block *of, size_t *holds, double *low, double *high)
{
    work one;
    if (!work_create(&one, of))
        return false;
    *low = -INFINITY;
    *high = INFINITY;
    double pace = 1.0;
    size_t since = 0; /* the last better bound */
    const size_t rounds = rounds_for(of);
    for (size_t round = 0; round < rounds; round++) {
        keep(&one, holds, find_ways(&one, round), low);
        const double bound = find_bound(&one);
        since = bound < *high ? 0 : since + 1;
        *high = fmin(*high, bound);
        if (*high - *low <= 1e-9 * *high)
            break;
        if (since > 0 && since % PATIENCE == 0)
            pace *= 0.5;
        move_prices(&one, bound - *low, pace);
    }
    /* Roundings must not turn the bounds round. */
    *high = fmax(*high, *low);
    work_free(&one);
    return true;
}
