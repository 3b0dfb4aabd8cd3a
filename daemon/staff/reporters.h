/* reporters.h - which reports are of which object of the truth.
 *
 * Looked at are the reports of the last REPORTERS_WITHIN_S before the newest epoch, newest first,
 * as far as they are kept, and at most REPORTERS_LOOKED of them; notices and ended tracks are
 * passed over. A report is of the object that it lies nearest to, where the object was at the
 * report's own time, measured by the report's own covariance and REPORTERS_SLACK, since a sensor's
 * bias is not in it; a bearing by its angles. One that lies nearest to an object at more than
 * REPORTERS_GATE is of none. So of two objects that no sensor can tell apart, either may be given
 * the other's report.
 *
 * For exercise staff alone. Nothing changes here.
 */
#ifndef DAEMON_REPORTERS_H
#define DAEMON_REPORTERS_H

#include "daemon/line/pipeline.h"
#include "daemon/staff/score_csv.h"

#define REPORTERS_WITHIN_S 60
#define REPORTERS_LOOKED   50000
#define REPORTERS_SLACK    300.0 /* m, one sigma in each direction */
#define REPORTERS_SLANT    3e-3  /* rad, likewise of a bearing */
#define REPORTERS_GATE     16.3  /* chi-square with three degrees of freedom: 1 in 1,000 is above */

/* The newest report of a sensor about an object: truth->truth[at->begin + row]. */
typedef struct reporter {
    size_t row;
    const fusion_report *report; /* of the pipeline; until its next input */
} reporter;

typedef struct reporters {
    reporter *all; /* by row, then the newest first */
    size_t count;
    const fusion_report **looked; /* at, newest first */
    size_t looked_count;
    bool cut; /* there were more within the time */
} reporters;

/* Of all objects, or of the one in row `only` alone. epoch_ns is the time of `at`, before_ns the
 * time before which reports were received: that, or one before it. false: memory was refused. Free
 * with reporters_free, also then. at NULL: there is no truth, and nothing is of anything.
 *
 * A report of this epoch costs some tenths of a microsecond for one object, and for all of them
 * with the number that stand within its reach in each coordinate. */
#define REPORTERS_ALL SIZE_MAX
bool reporters_find(const pipeline *line, const score_file *truth, const score_epoch *at,
                    int64_t epoch_ns, int64_t before_ns, size_t only, reporters *found);
void reporters_free(reporters *found);

#endif
