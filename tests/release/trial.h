/* trial.h - a random world before the gate: what the library decides, and what the oracle does. */
#ifndef TESTS_RELEASE_TRIAL_H
#define TESTS_RELEASE_TRIAL_H

#include "release/gate.h"
#include "release/oracle.h"

/* The gate's views are all audiences under each rule but the empty one, and under that the first
 * nation and all of them. */
typedef struct trial {
    world w;
    fusion_book *book;
    fusion_registry registry;
    fusion_gate *gate;
    fusion_precedents *precedents;
    fusion_view views[FUSION_VIEWS_MAX];
    size_t view_count;
    oracle judge;
} trial;

/* How many worlds to try: as usual, or as the environment's WORLDS says (the long runs). */
uint64_t trial_worlds(uint64_t usual);

/* Reads the world's book and compiles it with its first acts declared. false: the book was refused
 * (book_messages says why) or an act was no sentence. end it in either case. */
bool trial_begin(trial *t, const world *w, unsigned act_count);

/* Declares one more of the world's acts, to a gate that may have decided already. false: as above.
 */
bool trial_declare(trial *t);
void trial_end(trial *t);

/* The report in the library's terms. */
void trial_report(const trial *t, const world_report *from, fusion_report *report);

/* What the library gives an audience (nations of the world) under a rule of the world. */
void trial_ask(const trial *t, const world_report *report, unsigned rule, unsigned audience,
               oracle_release *track, oracle_release *warning);

/* The same by fusion_gate_judge(), from precedents; false: it has no such view. */
bool trial_judge(trial *t, const world_report *report, unsigned rule, unsigned audience,
                 oracle_release *track, oracle_release *warning);

bool trial_same(const oracle_release *one, const oracle_release *other);

/* Prints book, acts, report and both answers. */
void trial_print(const trial *t, const world_case *one);

#endif
