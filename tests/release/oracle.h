/* oracle.h - the rule book's sentences once more, plain and slow.
 *
 * Judges reports of a world (world.h) by walking every second from measurement to release, every
 * clause and every edge. It shares nothing with the library: no reader, no table, no form, no
 * geometry. Where both differ, one of them is wrong.
 */
#ifndef TESTS_RELEASE_ORACLE_H
#define TESTS_RELEASE_ORACLE_H

#include "release/world.h"

enum { ORACLE_BEFORE = 120, ORACLE_SECONDS = 2000 }; /* -120 s to 1880 s after WORLD_BASE */

typedef struct oracle {
    const world *w;
    unsigned act_count; /* of the world's acts, those that count */
    /* By second, ORACLE_BEFORE standing for 0. */
    bool stands[WORLD_CLAUSES][ORACLE_SECONDS];
    bool holds[WORLD_ENTRIES][ORACLE_SECONDS];
} oracle;

typedef struct oracle_release {
    bool granted, warning;
    unsigned step[WORLD_LADDERS];
    int64_t at_ns; /* after WORLD_BASE */
} oracle_release;

/* act_count: only the first so many acts were declared. */
void oracle_make(oracle *o, const world *w, unsigned act_count);

/* What an audience other than the originator alone gets: the track, and the warning where it comes
 * before the track or alone. */
void oracle_ask(const oracle *o, const world_report *report, unsigned rule, unsigned audience,
                oracle_release *track, oracle_release *warning);

#endif
