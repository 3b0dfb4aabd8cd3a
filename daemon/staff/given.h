/* given.h - how much of what its own sensors reported each nation gives to anyone else, by rule.
 *
 * Of each report that was taken it is counted whether, under a rule, any view gets it whose
 * audience has somebody else in it: in whatever form and with whatever delay, as the gate decided
 * on receipt. A warning alone gives no report. Rooms do not count: who stands there changes.
 */
#ifndef DAEMON_GIVEN_H
#define DAEMON_GIVEN_H

#include "daemon/config/config.h"

typedef struct given_counts {
    uint64_t taken[FUSION_NATIONS_MAX];
    uint64_t given[FUSION_NATIONS_MAX][FUSION_VIEWS_MAX]; /* by the rule's first view */
} given_counts;

/* Which views of a rule are somebody else's than a nation's. */
typedef struct given_ways {
    const config *of;
    size_t first[FUSION_VIEWS_MAX]; /* of a view: the first view under its rule */
    uint64_t others[FUSION_NATIONS_MAX][FUSION_VIEWS_MAX]; /* by the rule's first view */
} given_ways;

/* Keeps the configuration. Views stay under rules of the same name when another book comes, so this
 * holds from then on too. */
void given_ways_make(given_ways *ways, const config *of);

/* A report of a sensor of the registry was taken and goes to these views (bit v: view v). */
void given_add(given_counts *counts, const given_ways *ways, const fusion_report *report,
               uint64_t views);

/* 0 to 1; NaN: nothing was taken of it. */
double given_share(const given_counts *counts, size_t nation, size_t first_view);
double given_share_of_all(const given_counts *counts, size_t first_view);

#endif
