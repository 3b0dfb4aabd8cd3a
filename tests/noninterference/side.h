/* side.h - a book with its acts and a recording, and what of it each view is given.
 *
 * Noninterference compares two sides: where the same is given to a view on both, the same must be
 * published by it. What is given is judged by the second evaluator of the rules (oracle.h), for the
 * whole run at once and by itself: not by the gate that is tested.
 */
#ifndef TESTS_NONINTERFERENCE_SIDE_H
#define TESTS_NONINTERFERENCE_SIDE_H

#include "noninterference/rooms.h"
#include "noninterference/stage.h"

/* Gifts are counted by view; behind the views stand the crowds of rooms, but for the empty one,
 * which is the room's view itself. */
enum { SIDE_CROWDS = WORLD_VIEWS - WORLD_ROOMS * ROOMS_CROWDS };

/* The place of a crowd of the room whose view it is. */
static inline unsigned side_crowd(const world *w, unsigned view, unsigned crowd)
{
    return crowd == 0 ? view : SIDE_CROWDS + ROOMS_CROWDS * (w->views[view].room - 1) + crowd;
}

/* The view to which a place belongs, and the nations that stand there. */
unsigned side_view_at(const world *w, unsigned place);
unsigned side_audience(const world *w, unsigned place);

/* What one report gives to each view: a digest of its content and of how it is given; 0: nothing
 * within the run. removed_ns: when it has left the view again, both as track and as warning;
 * ORACLE_NEVER. */
typedef struct side_gift {
    uint64_t of[WORLD_VIEWS];
    int64_t removed_ns[WORLD_VIEWS];
} side_gift;

typedef struct side {
    world w;
    world then;  /* whose book comes at turn_at; the same but for that */
    int turn_at; /* s; 0: no other book comes */
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

/* Works out the gifts; where another book comes, those that both give, and what they give otherwise
 * is another gift. Where `like` is the same but for reports, those that it has too are taken
 * from it; NULL: all anew. */
void side_judge(side *one, const side *like);

/* A digest of all that the view is given, but for what has left it by after_ns (0: nothing has), in
 * no order. */
uint64_t side_given(const side *one, unsigned place, int64_t after_ns);

/* A digest of all that makes another audience of the view: its changes; who comes to its room. */
uint64_t side_turns(const side *one, unsigned view);

/* A digest of what those of its audience may know of the book: their sensors, and the clauses that
 * name one of them. */
uint64_t side_known(const side *one, unsigned view);

/* A digest of all that sensors of its audience send, in order. */
uint64_t side_sent(const side *one, unsigned view);

/* The view of that rule and audience; -1: there is none. */
int side_view(const side *one, const world *w, unsigned view);

/* Plays it, and keeps what some views publish (bit v). s: its book, opened. */
void side_play(const side *one, stage *s, uint64_t views, stage_seen *seen);

/* Are books, acts, views and recordings the same? */
bool side_same_book(const side *one, const side *other);
bool side_same(const side *one, const side *other);

#endif
