/* sees.h - who sees an object, by which clause; and who does not, and why: for exercise staff
 * alone.
 *
 * Whether a view has it at the newest epoch is what the scores say (scores.h). Through whom is told
 * by the newest report of each sensor about it (reporters.h), and by what the gate decides of that
 * report for the view, now: so where a clause was suspended a moment ago, a view may still have a
 * track, and be given no report. Why not is told of the newest of these reports, as `picket rules
 * explain` tells it (why.h).
 */
#ifndef DAEMON_SEES_H
#define DAEMON_SEES_H

#include "daemon/staff/scores.h"

/* JSON. free() it; NULL: memory was refused. An object that is not in the truth at the newest epoch
 * has no views.
 *
 *     {"epoch_ns", "object", "reported_by": [{"sensor", "age_s"}],
 *      "views": [{"view", "audience", "track", "error_m", "why",
 *                 "given": [{"sensor", "has", "warning", "bearing", "late_s", "form", "clause"}]}],
 *      "clauses": [{"clause", "agreement", "title", "aloud"}]}
 *
 * audience: nations whose picture it is now; none: a room that is dark. track and error_m are null
 * where it has none. given: by each sensor whose report the view is
 * given, the best first: a place before a bearing, then its own, then a track before a warning, the
 * finer form, the sooner.
 * has: it was released before the epoch's
 * end, or, of the best, an earlier one of that sensor was; late_s: its delay; clause null: it is
 * its own. why: how the best of them comes, or what keeps the newest report away. clauses: those
 * named in given. Of what was removed since, as with an agreement, nothing is given; why tells it,
 * and what keeps a report away that comes now. What it costs: deciding each of these reports once,
 * and for each view without any the gate asked again with each clause alone, some tenths of a
 * millisecond each.
 */
char *sees_text(const scores *one, const pipeline *line, const char *object, size_t *size);

#endif
