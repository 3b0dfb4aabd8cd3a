/* oracle.h - the rule book's sentences once more, plain and slow.
 *
 * Judges reports of a world (world.h) by walking every second from measurement to release, every
 * clause and every edge. It shares nothing with the library but the draws of displacements: no
 * reader, no table, no form, no geometry. Where both differ, one of them is wrong.
 */
#ifndef TESTS_RELEASE_ORACLE_H
#define TESTS_RELEASE_ORACLE_H

#include "release/displace.h"
#include "release/world.h"

/* -120 s to 1380 s after WORLD_BASE: the last release, by three hops, is before 1260 s, and the
 * last change of an agreement too. */
enum { ORACLE_BEFORE = 120, ORACLE_SECONDS = 1500 };

#define ORACLE_NEVER INT64_MAX

/* Of the nations NA, NB and so on. */
extern const uint8_t oracle_keys[WORLD_NATIONS][DISPLACE_KEY];

/* When a source that says so began its number, in nanoseconds since 1970. */
#define ORACLE_BEGAN_NS ((WORLD_BASE - 1000) * INT64_C(1000000000))

typedef struct oracle {
    const world *w;
    bool moves;                 /* places are judged where position steps move them */
    displacer *draws;           /* what is drawn is given; what is made of it is worked out here */
    world_act acts[WORLD_ACTS]; /* what was declared: lifts are taken into what they end */
    unsigned act_count;
    /* By second, ORACLE_BEFORE standing for 0: the first from there on in which the agreement is
     * not in force, the clause does not stand, the entry holds; WORLD_OPEN: there is none. */
    int stops[WORLD_AGREEMENTS][ORACLE_SECONDS];
    int falls[WORLD_CLAUSES][ORACLE_SECONDS];
    int holds[WORLD_ENTRIES][ORACLE_SECONDS];
} oracle;

typedef struct oracle_release {
    bool granted, warning;
    unsigned step[WORLD_LADDERS];
    int64_t at_ns;      /* after WORLD_BASE */
    int64_t removed_ns; /* it leaves the view again; ORACLE_NEVER */
} oracle_release;

/* A release, and the first second at which its way no longer stands. */
typedef struct oracle_way {
    oracle_release release;
    int until;
} oracle_way;

/* In which areas something is. */
typedef struct oracle_areas {
    bool certain[WORLD_AREAS], possible[WORLD_AREAS];
} oracle_areas;

/* A report under a rule: what was found out of it is kept, for the next audience. */
typedef struct oracle_question {
    const oracle *o;
    const world_report *report;
    unsigned rule;
    oracle_areas here;
    int falls[WORLD_CLAUSES][WORLD_NATIONS]; /* -1: not asked yet */
    int64_t removed_ns[WORLD_CLAUSES];       /* likewise */
    bool known[WORLD_NATIONS][2];
    oracle_way ways[WORLD_NATIONS][2]; /* a track; a track or a warning */
} oracle_question;

/* act_count: only the first so many acts were declared. moves and draws stay as they are. */
void oracle_make(oracle *o, const world *w, unsigned act_count);

void oracle_begin(oracle_question *q, const oracle *o, const world_report *report, unsigned rule);

/* What an audience gets: the track, and the warning where it comes before the track or alone. */
void oracle_ask(oracle_question *q, unsigned audience, oracle_release *track,
                oracle_release *warning);

#endif
