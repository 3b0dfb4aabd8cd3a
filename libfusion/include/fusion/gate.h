/* gate.h - may this view have this report, when, and in what form?
 *
 * The gate stands before fusion. It is compiled from a rule book (book.h) and decides for all
 * views of a report at once. The decision depends on the report, the book and what was declared up
 * to the moment of release, never on any other report. What no clause releases is not released.
 */
#ifndef FUSION_GATE_H
#define FUSION_GATE_H

#include "fusion/book.h"
#include "fusion/engine.h"

/* One audience under one rule. */
typedef struct fusion_view {
    uint32_t audience; /* bit n: nation n of the registry; empty sees nothing */
    size_t rule;       /* index into the book's rules */
} fusion_view;

#define FUSION_VIEWS_MAX 64

typedef struct fusion_decision {
    int64_t release_ns;   /* when the view gets it; of no meaning unless released */
    int64_t warning_ns;   /* likewise of the warning, unless warned */
    uint8_t form;         /* index into the book's forms; 0 is exact */
    uint8_t warning_form; /* likewise, of the warning */
    bool released;        /* as it is or as a form leaves it */
    bool warned;          /* the event without the track, before the track or alone */
} fusion_decision;

typedef struct fusion_gate fusion_gate;

/* Compiles the book for these views; keeps pointers to book and registry, which must outlive it.
 * views[0..count), count at most FUSION_VIEWS_MAX.
 *
 * FUSION_OUT_OF_RANGE  too many views, or one of them names a rule or nation that is not there
 * FUSION_NO_MEMORY     an allocation was refused
 * In both cases *gate is as it was.
 */
FUSION_CHECKED fusion_status fusion_gate_create(const fusion_book *book,
                                                const fusion_registry *registry,
                                                const fusion_view *views, size_t count,
                                                fusion_gate **gate);
void fusion_gate_destroy(fusion_gate *gate); /* NULL does nothing */

/* Decides for every view: decisions[0..count of views). Cannot fail: what cannot be decided is not
 * released. */
void fusion_gate_decide(const fusion_gate *gate, const fusion_report *report,
                        fusion_decision *decisions);

/* Gives the report in the form: a copy with what the form withholds removed, so that two reports
 * that differ in nothing else give the same release. A source that is not named is the registry's
 * unnamed one, has no number and no scan, and its receipt is the release. false: it is not
 * released, and *release is of no meaning. */
FUSION_CHECKED bool fusion_gate_apply(const fusion_gate *gate, const fusion_report *report,
                                      const fusion_decision *decision, fusion_release *release);

/* Gives the warning: a notice of the report's categories and minute, with `warning` set. false:
 * there is none, and *release is of no meaning. */
FUSION_CHECKED bool fusion_gate_warn(const fusion_gate *gate, const fusion_report *report,
                                     const fusion_decision *decision, fusion_release *release);

#endif
