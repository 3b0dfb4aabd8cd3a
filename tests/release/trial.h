/* trial.h - a random world before the gate: what the library decides, and what the oracle does. */
#ifndef TESTS_RELEASE_TRIAL_H
#define TESTS_RELEASE_TRIAL_H

#include "release/gate.h"
#include "release/oracle.h"

typedef struct trial {
    world w;
    fusion_book *book;
    fusion_registry registry; /* the book's in reverse, and what the book does not list */
    fusion_gate *gate;
    fusion_precedents *precedents; /* NULL until they are asked for */
    unsigned act_count;            /* of the world's acts, those that were declared */
    oracle judge;
} trial;

/* How many worlds to try: as usual, or as the environment's PICKET_WORLDS says (the long runs). */
uint64_t trial_worlds(uint64_t usual);

/* The first world's seed, by the environment's PICKET_SEED (1): a million for each run, or itself
 * where it is as much. So a world is tried again by its own seed. */
uint64_t trial_seed(void);

/* Reads the world's book and makes its registry, and no more. false: the book was refused
 * (book_messages says why). end it in either case. */
bool trial_read(trial *t, const world *w);

/* A view of the world in the library's terms. */
fusion_view trial_view(const trial *t, unsigned rule, unsigned audience);

/* Reads the world's book and compiles it with its first acts declared. false: the book was refused
 * (book_messages says why) or an act was no sentence. end it in either case. */
bool trial_begin(trial *t, const world *w, unsigned act_count);

/* Declares one more of the world's acts, to a gate that may have decided already. false: as above.
 */
bool trial_declare(trial *t);
void trial_end(trial *t);

/* A trial begins with places judged where they are. From now on position steps move them: every
 * nation has a key. false: no memory. */
bool trial_move(trial *t);

/* The report in the library's terms. */
void trial_report(const trial *t, const world_report *from, fusion_report *report);

/* A release of the library in the world's terms; removed_ns INT64_MAX: never. */
oracle_release trial_told(bool granted, form_steps steps, int64_t at_ns, int64_t removed_ns);

/* What one audience gets of a report: the track, and the warning before it. */
typedef struct trial_sight {
    oracle_release track, warning;
} trial_sight;

/* What the library gives an audience (nations of the world, not its originator alone) under a rule
 * of the world. */
trial_sight trial_ask(const trial *t, const world_report *report, unsigned rule, unsigned audience);

/* What it gives each of the world's views, decided at once. It is not told when it is removed. */
void trial_decide(const trial *t, const world_report *report, trial_sight sights[WORLD_VIEWS]);

/* The same by precedent: fusion_gate_judge(). */
void trial_recall(trial *t, const world_report *report, trial_sight sights[WORLD_VIEWS]);

/* What the oracle gives. */
trial_sight trial_expect(const trial *t, const world_case *one);

bool trial_same(const trial_sight *one, const trial_sight *other);

/* All, but for when it is removed. */
bool trial_same_release(const oracle_release *one, const oracle_release *other);

/* Prints book, acts, report and both answers. */
void trial_print(const trial *t, const world_case *one);

#endif
