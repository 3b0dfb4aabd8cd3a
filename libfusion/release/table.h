/* table.h - the compiled gate's own tables. Private to gate.c, compile.c and decide.c. */
#ifndef FUSION_RELEASE_TABLE_H
#define FUSION_RELEASE_TABLE_H

#include "release/gate.h"

/* One of the gate's views, in nations of the book. */
typedef struct gate_view {
    uint32_t audience; /* nations of the registry */
    uint32_t members;  /* nations of the book */
    bool stranger;     /* a member is no nation of the book: it can be given nothing */
    uint32_t rule;     /* index into rules[] */
} gate_view;

struct fusion_gate {
    const fusion_book *book;
    const fusion_registry *registry;
    gate_view views[FUSION_VIEWS_MAX];
    size_t view_count;
    size_t rules[BOOK_RULES_MAX]; /* of the book, as far as views use them */
    size_t rule_count;
    int16_t sensor_of[FUSION_SENSORS_MAX]; /* registry -> book; -1: not listed */
    int8_t nation_of[FUSION_NATIONS_MAX];  /* registry -> book; -1: not in it */
    gate_clause *clauses;                  /* in the book's order */
    gate_span *spans;                      /* of agreement a: spans[span_first[a]..[a + 1]) */
    uint32_t *span_first;
    /* Candidates of a cell (rule, sensor, kind, category, nation of the book):
     * entries[first[cell].. first[cell + 1]), each an index into clauses. */
    uint32_t *first;
    uint32_t *entries;
};

/* The cell of the first nation; those of the others follow. sensor and rule as above. */
static inline size_t table_cell(const fusion_gate *gate, size_t rule, size_t sensor, unsigned kind,
                                unsigned category)
{
    const size_t row = (rule * gate->book->sensor_count + sensor) * FUSION_NOTICE + kind - 1;
    return (row * FUSION_CATEGORIES + category) * gate->book->nation_count;
}

#endif
