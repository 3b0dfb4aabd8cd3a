/* side.h - a book with its acts and a recording, and what of it each view is given.
 *
 * Noninterference compares two sides: where the same is given to a view on both, the same must be
 * published by it. What is given is judged by the second evaluator of the rules (oracle.h), for the
 * whole run at once and by itself: not by the gate that is tested.
 */
#ifndef TESTS_NONINTERFERENCE_SIDE_H
#define TESTS_NONINTERFERENCE_SIDE_H

#include "noninterference/stage.h"

/* What one report gives to each view: a digest of its content and of how it is given; 0: nothing
 * within the run. removed_ns: when it has left the view again, both as track and as warning;
 * ORACLE_NEVER. */
typedef struct side_gift {
    uint64_t of[WORLD_VIEWS];
    int64_t removed_ns[WORLD_VIEWS];
} side_gift;

typedef struct side {
    world w;
    feed f;
    unsigned threads;
    side_gift *gifts; /* of f's reports, in their order */
    unsigned room;
} side;

void side_free(side *one);

/* Draws a world of epochs of 5 or 15 s and a recording, and judges it; its views are those that are
 * given something, and one that is not. */
void side_draw(side *one, uint64_t seed);
void side_copy(side *to, const side *from);

/* Works out the gifts. Where `like` is the same but for reports, those that it has too are taken
 * from it; NULL: all anew. */
void side_judge(side *one, const side *like);

/* A digest of all that the view is given, but for what has left it by after_ns (0: nothing has), in
 * no order. */
uint64_t side_given(const side *one, unsigned view, int64_t after_ns);

/* The view of that rule and audience; -1: there is none. */
int side_view(const side *one, const world *w, unsigned view);

/* Plays it, and keeps what some views publish (bit v). s: its book, opened. */
void side_play(const side *one, stage *s, uint64_t views, stage_seen *seen);

/* Are books, acts, views and recordings the same? */
bool side_same_book(const side *one, const side *other);
bool side_same(const side *one, const side *other);

#endif
