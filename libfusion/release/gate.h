/* gate.h - the compiled gate from inside: for examples, read-backs and tests of the library.
 *
 * Compiling turns the book's lists into a table of candidate clauses, one list for each rule,
 * sensor, kind of report, category and receiving nation, so that deciding looks only at clauses
 * that fit; and its dates and what was declared into stretches of time, with the moment until which
 * each clause stands.
 *
 * What must hold, holds from measurement to release: every candidate carries the moment until which
 * its whole way stands (exclusive), and falls if its release is not before it. A nation's release
 * of a report is the earliest moment at which each category has a candidate that stands until then.
 * Where the earliest candidates do not stand that long, later ones are tried: so an added clause
 * never takes a report away, and a suspension never brings one.
 */
#ifndef FUSION_RELEASE_GATE_H
#define FUSION_RELEASE_GATE_H

#include "fusion/gate.h"
#include "release/book.h"

/* One release of a report to one nation. */
typedef struct gate_grant {
    bool granted;
    form_steps steps;
    uint32_t clause;    /* of the category that came last */
    int64_t at_ns;      /* release */
    int64_t until_ns;   /* the way stands until just before this */
    int64_t removed_ns; /* it leaves the view again: withdrawn, or its agreement ends and says so */
} gate_grant;

typedef struct gate_answer {
    gate_grant track;
    gate_grant warning; /* only where it comes before the track */
} gate_answer;

/* The same decision as fusion_gate_decide(), for an audience of nations of the book under the rule,
 * which must be one of the gate's views'. The originator as a member counts as exact, at once; an
 * audience of the originator alone is not asked about. */
gate_answer gate_ask(const fusion_gate *gate, size_t rule, uint32_t audience,
                     const fusion_report *report);

/* Declares acts[0..count); acts are declared in order of time. Each counts from the first epoch at
 * or after its time. fusion_gate_declare() is the way in for what was said; this one asks nobody.
 *
 * FUSION_NO_MEMORY  all is as it was */
FUSION_CHECKED fusion_status gate_declare(fusion_gate *gate, const book_act *acts, size_t count);

/* What is declared and what is dated, as the gate decides by them; the gate's own. */
struct moments;
const struct moments *gate_moments(const fusion_gate *gate);

/* The index among the book's shown forms, and the way back. */
uint8_t gate_form(const fusion_gate *gate, form_steps steps);
form_steps gate_steps(const fusion_gate *gate, uint8_t form);

/* unmoved: from now on places are judged where they are, and position steps need neither key nor
 * number: for examples, and wherever two books are held against each other. What is given so must
 * not be applied. */
void gate_unmoved(fusion_gate *gate, bool unmoved);

struct floor_moved;

/* The report as the steps leave it; see form.h. They must apply to it. moved: of a position step,
 * what floor.h makes of the report; NULL without one, and of a notice or warning that goes without
 * its circle. Sets all of the release but its time and its form. */
void gate_shape(const fusion_report *report, form_steps steps, const struct floor_moved *moved,
                fusion_release *release);

#endif
