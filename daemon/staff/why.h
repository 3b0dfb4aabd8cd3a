/* why.h - why a report reaches a nation, or does not: the gate asked again with less of the
 * book.
 *
 * Nothing here decides. Each reason is an answer of the gate to a book in which one clause and one
 * entry of an owner's stand alone, so that a reason can never be another than the gate's own.
 */
#ifndef DAEMON_WHY_H
#define DAEMON_WHY_H

#include "release/gate.h"
#include "release/moment.h"

#include <stdio.h>

/* One report under one rule. */
typedef struct why {
    FILE *out; /* where the words go */
    const fusion_book *book;
    const fusion_registry *registry;
    const fusion_gate *gate; /* with a view under the rule */
    size_t rule;
    const fusion_report *report;
    int sensor;     /* of the book; -1: it is not listed */
    unsigned owner; /* nation of the book; of no meaning without a sensor */
} why;

/* Finds sensor and owner in the book. */
why why_begin(FILE *out, const fusion_book *book, const fusion_registry *registry,
              const fusion_gate *gate, size_t rule, const fusion_report *report);

/* Prints by which clauses the nation of the book has the report, as a track or as a warning, and
 * which limits touch it: "BRO by k1 09:01:00; CYR by k2 +30 s". */
void why_released(const why *of, unsigned nation, bool warning);

/* Prints, in sentences, what keeps the report from the nation. false: no memory. */
bool why_not(const why *of, unsigned nation);

/* What the gate answers where this scope (NULL: everything), given directly and exactly to the
 * nation in an agreement that always stands, this entry and this act alone are the book; postures
 * and emergencies are as they were declared. entry and act may be NULL. false: no memory. */
bool why_ask_alone(const why *of, unsigned nation, const book_scope *scope, const book_entry *entry,
                   const book_act *act, gate_grant *grant);

/* "03:12:44" */
typedef struct why_time {
    char text[16];
} why_time;
why_time why_clock(int64_t time_ns);

/* Of what was said (why_said.c): whether every category, or the item, is approved for the clause;
 * ", approved by AVA for missile 08:00:00"; and sentences on what holds the report or was
 * withdrawn, by its owner or by whoever passes it on (-1: nobody), with their number. */
bool said_approved(const why *of, const book_clause *clause);
void said_put_approval(const why *of, const book_clause *clause);
size_t said_put_holds(const why *of, unsigned nation, int via);

#endif
