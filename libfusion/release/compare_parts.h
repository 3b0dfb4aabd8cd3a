/* compare_parts.h - what is asked about when two books are compared. Private to compare*.c.
 *
 * One plan for each originator: a decision about a report asks for clauses and entries of its
 * originator only.
 */
#ifndef FUSION_RELEASE_COMPARE_PARTS_H
#define FUSION_RELEASE_COMPARE_PARTS_H

#include "release/compare.h"
#include "release/gate.h"

struct compare_side {
    const fusion_book *book;
    fusion_registry registry;
    fusion_gate *gate;
};

/* Where an object is, as far as both books' areas tell. */
typedef struct plan_scene {
    bool placed, height_known;
    double lat_deg, lon_deg, height;
} plan_scene;

typedef struct plan_time {
    int64_t at_ns;
    bool again; /* at the end of a stretch whose beginning was asked about just before */
} plan_time;

/* What is declared. items: items are approved, so the report has a number. caveats: reports are
 * asked about with them too. */
typedef struct plan_context {
    compare_act *acts;
    size_t count;
    bool items, caveats;
} plan_context;

typedef struct plan {
    const comparison *of;
    size_t owner;                     /* of nations */
    int in[2];                        /* the same in each book */
    uint8_t sorts[FUSION_CATEGORIES]; /* categories that always stand together */
    size_t sort_count;
    size_t *model;  /* of every sensor, the one that stands for it */
    size_t *relays; /* of nations: those that the originator's clauses go by */
    size_t relay_count;
    plan_time *times;
    size_t time_count;
    plan_scene *scenes;
    size_t scene_count;
    plan_context *contexts;
    size_t context_count;
} plan;

/* false: no memory. free it in either case. */
bool plan_make(plan *p, const comparison *of, size_t owner);
void plan_free(plan *p);

/* The parts of plan_make(). */
bool plan_times(plan *p);
bool plan_scenes(plan *p);
bool plan_contexts(plan *p);

/* The clauses and entries of the plan's originator in one of the books: the next from *at on, NULL
 * beyond the last. */
const book_clause *plan_clause(const plan *p, int book, size_t *at);
const book_entry *plan_entry(const plan *p, int book, size_t *at);

/* Declares these acts in both books, and nothing else. false: no memory. */
bool ask_declare(const comparison *of, const compare_act *acts, size_t count, int64_t at_ns);

/* What the book shows of the sample with what is declared now, whenever one looks. */
compare_shown ask_shown(const comparison *of, int book, const compare_sample *sample);

/* Do others stand before a room in the two books, or under another rule? */
bool ask_room_differs(const comparison *of, size_t room, int64_t at_ns);

/* Adds one of that size at the end of a list, all zero; NULL: no memory, and the list is as it
 * was. */
void *plan_add(void *list, size_t *count, size_t size);

#endif
