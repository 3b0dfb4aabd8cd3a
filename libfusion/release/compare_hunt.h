/* compare_hunt.h - asking, and what was met. Private to compare*.c. */
#ifndef FUSION_RELEASE_COMPARE_HUNT_H
#define FUSION_RELEASE_COMPARE_HUNT_H

#include "release/compare_parts.h"

#define HUNT_KINDS    4
#define HUNT_SETS_MAX (FUSION_CATEGORIES * (FUSION_CATEGORIES + 1) / 2)

/* One category, or two together, for all that stand with them. */
typedef struct category_set {
    uint8_t asked, one, with;
    uint64_t parts; /* of two: the sets of each alone */
} category_set;

/* Who looks, under which rule; rooms have their own, which stands after the last. */
typedef struct target {
    size_t rule, receiver;
    bool room;
} target;

typedef struct moment_of {
    size_t context, time, scene, caveat;
} moment_of;

/* What differs, without what is alike on both sides. */
typedef struct hunt_change {
    compare_way way;
    compare_shown was, is;
} hunt_change;

/* One change for one receiver: cells[rule, sensor, kind, set] are the first moment at which it is
 * met, counted from 1; 0: never. */
typedef struct hunt_line {
    size_t receiver;
    bool room;
    hunt_change of;
    uint32_t *cells;
} hunt_line;

typedef struct hunt {
    const plan *p;
    comparison *of;
    size_t *models; /* sensors that stand for others or themselves */
    size_t model_count;
    category_set sets[HUNT_SETS_MAX];
    size_t set_count;
    target *targets;
    size_t target_count;
    uint64_t *given;    /* sets of which some clause gives all, by target, model and kind */
    uint64_t *differed; /* sets, by target, model, kind and scene, at the last beginning */
    hunt_line *lines;
    size_t line_count;
    moment_of *met;
    size_t met_count;
    size_t context, time, scene, caveat; /* those asked about now */
    bool failed;
} hunt;

/* Asks both books about everything in the plan and adds what differs to the findings. false: no
 * memory. */
bool hunt_all(const plan *p, comparison *of);

/* Leaves out of the witness every act without which it differs in the same way, and fills in what
 * each book shows of it and when one must look. false: no memory. */
bool hunt_finish(const comparison *of, compare_finding *finding);

/* Where the cell of a change is. */
static inline size_t hunt_cell(const hunt *h, size_t rule, size_t model, unsigned kind, size_t set)
{
    return ((rule * h->model_count + model) * HUNT_KINDS + kind - 1) * h->set_count + set;
}

/* Kinds of report that the sensor sends, in either book. */
uint8_t hunt_sends(const hunt *h, size_t sensor);

/* The scene of a sample; its caveat: none, no-relay, then not-to each intermediary. */
void hunt_scene(const plan *p, size_t scene, compare_sample *sample);
void hunt_caveat(const plan *p, size_t caveat, compare_sample *sample);

/* Adds all changes to the findings. false: no memory. */
bool lines_add(const hunt *h);

#endif
