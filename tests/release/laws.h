/* laws.h - a law of the rule book as a property of random worlds, with small counterexamples.
 *
 * A law says what a change of the book, of what was declared or of the report may do to what one
 * audience sees of one report. It is tried in many worlds; what breaks it is shrunk (shrink.h) and
 * printed as a book, with its seed.
 */
#ifndef TESTS_RELEASE_LAWS_H
#define TESTS_RELEASE_LAWS_H

#include "release/trial.h"

/* Changes the world and the case. false: there is nothing to change here. What it does to the world
 * may depend on the world and the random numbers only, not on the case. */
typedef bool law_change(world *w, world_case *one, uint64_t *state);

/* One case, as it was and changed. */
typedef struct law_pair {
    const trial *was_trial;
    world_case was_case;
    trial_sight was, changed;
} law_pair;

typedef bool law_holds(const law_pair *pair);

typedef struct law {
    const char *name;
    law_change *change;
    law_holds *holds;
} law;

/* Looks for a counterexample in worlds of seeds first to first + worlds - 1. true: *w and *one are
 * the smallest found. *tried: how many cases the change applied to. */
bool law_broken(const law *of, uint64_t first, uint64_t worlds, size_t *tried, world *w,
                world_case *one);

/* The law holds, in enough cases; else its counterexample is printed. */
void law_check(const law *of);

/* The release that comes first, warning or track. */
const oracle_release *law_first(const trial_sight *seen);

/* What the narrower sight shows, the wider shows too, no later. */
bool law_no_wider(const trial_sight *narrow, const trial_sight *wide);

#endif
