/* gate.h - the compiled gate from inside: for examples, read-backs and tests of the library.
 *
 * Compiling turns the book's lists into a table of candidate clauses, one list for each rule,
 * sensor, kind of report, category and receiving nation, so that deciding looks only at clauses
 * that fit. A dated change becomes a span of time in which an agreement is in force.
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

typedef struct gate_span {
    int64_t from_ns, to_ns; /* from the first on, until just before the second */
} gate_span;

/* One clause as deciding needs it. */
typedef struct gate_clause {
    int64_t delay_ns; /* of hop and form together */
    uint32_t agreement;
    uint32_t rank; /* among clauses sorted by name: what decides last */
    uint32_t form; /* index into the book's forms */
    int32_t via;   /* nation, or BOOK_DIRECT */
} gate_clause;

/* What a nation alone gets of one report. */
typedef struct gate_grant {
    bool granted;
    uint8_t form;
    uint32_t clause;  /* of the category that came last */
    int64_t at_ns;    /* release */
    int64_t until_ns; /* the way stands until just before this */
} gate_grant;

/* The same decision as fusion_gate_decide(), for one nation of the book alone under the rule. The
 * rule must be one of the gate's views. The originator: not granted by any clause. */
gate_grant gate_ask(const fusion_gate *gate, size_t rule, unsigned nation,
                    const fusion_report *report);

/* Spans in which an agreement is in force, by its dated events alone, times rounded up to epochs.
 * spans: room for event_count + 1. Gives how many. */
size_t gate_in_force(const book_agreement *agreement, int64_t epoch_ns, gate_span *spans);

/* The state that an agreement is in by its dated events; *ends_ns: when it ends by itself,
 * INT64_MAX where it does not. */
book_state gate_state_at(const book_agreement *agreement, int64_t at_ns, int64_t *ends_ns);

#endif
