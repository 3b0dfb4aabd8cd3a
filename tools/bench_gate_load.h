/* bench_gate_load.h - invented rule books of any length, and reports for them, to time the gate on.
 *
 * Sixteen nations of three sensors each, 1,024 objects of one sensor and a category or two, each
 * reported once a second, received up to 3 s later. All is drawn from one seed, so that every run
 * times the same work.
 */
#ifndef TOOLS_BENCH_GATE_LOAD_H
#define TOOLS_BENCH_GATE_LOAD_H

#include "fusion/gate.h"

#define GATE_LOAD_REPORTS 1024 /* one second */

typedef struct gate_load {
    fusion_book *book;
    fusion_registry registry;
    fusion_gate *gate;
    fusion_precedents *precedents;
    fusion_report *reports; /* in order of receipt */
    unsigned went;          /* times that they went on */
} gate_load;

/* clauses: 1 to 2,000; views: 1 to FUSION_VIEWS_MAX. scoped: two clauses in three ask for areas,
 * periods, postures or steps of `every`, one in eight for an item's approval; an area is held,
 * items are approved, and every half hour a period begins or ends. Else no clause asks for area
 * or time. false: said why. */
bool gate_load_make(gate_load *load, unsigned clauses, unsigned views, bool scoped);

/* Lets the reports be those of the next second. */
void gate_load_go_on(gate_load *load);

void gate_load_free(gate_load *load);

#endif
