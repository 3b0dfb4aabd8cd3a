/* associate.h - who belongs to whom, with how much chance: joint probabilistic association.
 *
 * Rows are the reports of one look round, columns tracks; in a round a track gives at most one
 * report and a report comes of at most one track. A joint hypothesis says for every row which
 * column it is of, or none; its weight is the product of its pairs' weights, and none weighs 1. The
 * chance of a pair is the share of the hypotheses that hold it (Fortmann, Bar-Shalom and Scheffe
 * 1983).
 *
 * Rows and columns that are not joined over pairs do not matter to each other and are taken apart.
 * In each part the likeliest hypotheses are found in order (Murty 1968, over assign.h) and the rest
 * is left out: as many as the part's size allows, so that the work is bounded; in the largest parts
 * it is the best one alone. Of hypotheses that use the same rows and the same columns only the best
 * is kept (Blom and Bloem 2000, JPDA*): two objects that fly side by side are then not drawn
 * together to their middle.
 */
#ifndef FUSION_TRACK_ASSOCIATE_H
#define FUSION_TRACK_ASSOCIATE_H

#include "track/assign.h"

typedef struct associate_pair {
    uint32_t row, column;
    double log_weight; /* finite */
    double chance;     /* filled; what is left of a row's is that it is of no column */
} associate_pair;

#define ASSOCIATE_HYPOTHESES 24    /* of a part, at most */
#define ASSOCIATE_WORK       20000 /* hypotheses times rows squared of a part */

/* One of Murty's: the best assignment under its constraints. */
typedef struct associate_node {
    double cost;
    uint32_t fixed;  /* rows below it go where the assignment has them */
    uint32_t banned; /* pairs of row `fixed`, by their place among its pairs, that are forbidden */
    bool may_stay;   /* that row may be of none */
    bool spent;      /* already one of the hypotheses */
} associate_node;

/* Working memory, kept between calls. */
typedef struct associate_work {
    indices parent;  /* of rows and columns: how parts hang together */
    indices next;    /* of each row, the next of its part; its own number: it is the last */
    indices last;    /* of the first row of each part, its last row */
    indices rows;    /* of the part in work */
    indices first;   /* of each row, its first pair */
    indices columns; /* that its rows go to, row after row, node after node */
    indices chosen;  /* nodes in order of their cost */
    struct {
        associate_node *items;
        size_t count, capacity;
    } nodes;
    struct {
        assign_pair *items;
        size_t count, capacity;
    } pairs;
    struct {
        double *items;
        size_t count, capacity;
    } alone;
    assign_work assignment;
} associate_work;

/* Makes room for problems up to this size. False: memory was refused. */
FUSION_CHECKED bool associate_reserve(associate_work *work, room *memory, size_t rows,
                                      size_t columns, size_t pairs);
void associate_free(associate_work *work, room *memory);

/* Fills the chances of pairs[0..count), which stand in order of row, a pair of row and column at
 * most once and no row with more than 32 of them. */
void associate_solve(associate_work *work, associate_pair *pairs, size_t count, size_t rows,
                     size_t columns);

#endif
