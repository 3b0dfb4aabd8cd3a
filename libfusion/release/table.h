/* table.h - the compiled gate's own tables. Private to compile.c, declare.c and those who
 * decide. */
#ifndef FUSION_RELEASE_TABLE_H
#define FUSION_RELEASE_TABLE_H

#include "release/area.h"
#include "release/gate.h"
#include "release/moment.h"

/* One of the gate's views, in nations of the book. */
typedef struct gate_view {
    uint32_t audience; /* nations of the registry */
    uint32_t members;  /* nations of the book */
    bool stranger;     /* a member is no nation of the book: it can be given nothing */
    uint32_t rule;     /* index into rules[] */
} gate_view;

/* One clause as deciding needs it. */
typedef struct gate_clause {
    int64_t hop_ns, delay_ns; /* of the intermediary; of the form */
    int64_t least_ns;         /* both: it gives nothing sooner after the stamp */
    form_steps steps;
    int32_t via; /* nation, or BOOK_DIRECT */
    uint32_t agreement;
    uint32_t rank;          /* among clauses sorted by name: what decides last */
    uint8_t approval;       /* book_approval */
    uint64_t where, except; /* areas; where 0: everywhere */
} gate_clause;

/* An owner's never or limit. */
typedef struct gate_entry {
    int64_t delay_ns;
    form_steps steps;
    uint32_t to;
    uint8_t gives;
    bool limit;
    uint64_t where, except;
} gate_entry;

/* An item that someone has approved, held or withdrawn. */
typedef struct gate_item {
    uint64_t sensor, number;
} gate_item;

struct fusion_gate {
    const fusion_book *book;
    const fusion_registry *registry;
    gate_view views[FUSION_VIEWS_MAX];
    size_t view_count;
    uint8_t order[FUSION_VIEWS_MAX]; /* views by rule, so that a rule is asked about once */
    size_t rules[BOOK_RULES_MAX];    /* of the book, as far as views use them */
    size_t rule_count;
    int16_t sensor_of[FUSION_SENSORS_MAX]; /* registry -> book; -1: not listed */
    int8_t nation_of[FUSION_NATIONS_MAX];  /* registry -> book; -1: not in it */

    bool warns;     /* some form is a warning */
    bool moves;     /* some form moves places */
    bool unmoved;   /* as examples are asked: see gate_unmoved() */
    uint32_t keyed; /* nations of the registry whose exercise key is in keys[] */
    uint8_t keys[FUSION_NATIONS_MAX][32];
    struct displacer *displacer; /* once there is a key, where some form moves places */
    gate_clause *clauses;        /* in the book's order */
    gate_entry *entries;         /* likewise */
    /* Candidates of a cell (rule, sensor, kind, category, nation of the book): cells[first[cell]..
     * first[cell + 1]), each an index into clauses; the soonest first, of those the finest. */
    uint32_t *first, *cells;
    /* Entries that may fit a sensor's reports: fits[fit[sensor]..fit[sensor + 1]). */
    uint32_t *fit, *fits;

    /* What a decision about a sensor's reports of a kind may ask for: areas; every. */
    uint64_t (*areas)[FUSION_NOTICE];
    area_edge *edges; /* of the book's areas */
    bool thins;       /* some form thins */

    int64_t epoch_ns;
    book_act *acts; /* what was declared, in the order of declaring */
    size_t act_count, act_room;
    moments when;
    int64_t *until; /* stretch, clause: it stands until then; not after the stretch's start: not */
    int64_t *removes; /* agreement, stretch: what it gave leaves the view; INT64_MAX: it stays */
    int64_t *begins;  /* entry, stretch: the first moment from there on at which it holds */
    uint32_t *holds;  /* of when.acts: those that hold or withdraw */
    size_t hold_count;
    uint64_t held_areas;
    gate_item *items; /* in order */
    size_t item_count;
    uint64_t generation; /* of what was declared: counts the times it changed */
};

/* The cell of the first nation; those of the others follow. */
static inline size_t table_cell(const fusion_gate *gate, size_t rule, size_t sensor, unsigned kind,
                                unsigned category)
{
    const size_t row = (rule * gate->book->sensor_count + sensor) * FUSION_NOTICE + kind - 1;
    return (row * FUSION_CATEGORIES + category) * gate->book->nation_count;
}

/* The place of an item among items, counted from 1; 0: nobody spoke of it. */
size_t table_item(const fusion_gate *gate, size_t sensor, uint64_t number);

/* Works out when, until and begins anew from the acts. false: no memory, and all is as it was. */
bool table_stretches(fusion_gate *gate);

#endif
