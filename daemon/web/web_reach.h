/* web_reach.h - what of a nation's reports may reach an audience, by the clauses alone.
 *
 * It is a lane of the Rooms page: open, narrowed or dark. It depends on the book's clauses that
 * name a member of the audience, on the dates of agreements and periods, and on nothing else: not
 * on reports, so that it tells nothing of what was flowing, and not on what others declared (a
 * hold, a posture, an approval), which the audience learns of by what it is given. So "dark" is
 * certain, and what is not dark is what clauses allow: its owner may still keep it back.
 */
#ifndef DAEMON_WEB_REACH_H
#define DAEMON_WEB_REACH_H

#include "daemon/config/config.h"
#include "release/form.h"

#include <stdio.h>

/* Of one category, for all of an audience; or what one clause gives of it. The order of the fields
 * is that in which one way is better than another. */
typedef struct web_way {
    bool given;       /* else nothing, and the rest is of no meaning */
    bool conditional; /* posture, emergency or approval decides */
    bool partly;      /* some sensors, areas or kinds of report only */
    int64_t delay_ns;
    form_steps steps;
} web_way;

typedef struct web_reach {
    web_way ways[FUSION_CATEGORIES];
} web_reach;

/* Of a nation under a rule, at a time: nations of the registry, which has the book's in their
 * order. An audience of nobody is given nothing, and a nation that stands there alone has all that
 * is its own. */
web_reach web_reach_find(const config *of, size_t rule, uint32_t audience, size_t nation,
                         int64_t at_ns);

/* "open": all of it at once, exactly. "narrowed": part of it, later or coarser. "dark": nothing. */
const char *web_reach_word(const web_reach *reach);

/* How much of it, for the eye: the mean over the categories, 1 for what is given as measured, a
 * half for what is given in any lesser way, 0 for nothing. */
double web_reach_share(const web_reach *reach);

/* "missile, air: 60 s late, velocity 50 m/s, in part; surface: as measured". Nothing where it is
 * open or dark. Words of ours alone. */
void web_reach_write(FILE *out, const web_reach *reach);

/* Does a clause of the nation's name one of them, whatever its dates? */
bool web_reach_ever(const config *of, size_t rule, uint32_t audience, size_t nation);

/* The first time after that one at which something dated begins or ends under the rule, for an
 * audience, of a nation's clauses; INT64_MAX: none. */
int64_t web_reach_turn_ns(const config *of, size_t rule, uint32_t audience, size_t nation,
                          int64_t after_ns);

#endif
