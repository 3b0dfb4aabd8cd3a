/* in_force.h - what agreements, holds and emergencies stand now, and what may be said of them: for
 * exercise staff alone. */
#ifndef DAEMON_IN_FORCE_H
#define DAEMON_IN_FORCE_H

#include "daemon/line/pipeline.h"

/* JSON, as the gate decides at the newest epoch, whatever was said before a restart included; where
 * there is none yet, as it decided at stopped_ns (0: no time is known). free() it; NULL: memory was
 * refused.
 *
 *     {"at_ns",
 *      "agreements": [{"name", "title", "parties", "rules", "state", "since_ns", "removed"}],
 *      "acts": [{"sentence", "who", "since_ns", "until_ns"}],
 *      "emergencies": [{"name", "declared_by", "stands"}],
 *      "sensors": [names], "areas": [names]}
 *
 * at_ns: null where no time is known, and then no state and no act means anything. rules: under
 * which it counts; state: as the book calls it; removed: what it gave leaves the views once it is
 * no longer in force. acts: holds and withdrawals that stand, each sentence once, with who said it;
 * "lift " before the sentence takes it back. since_ns, until_ns: null where there is none.
 */
char *in_force_text(const config *of, const pipeline *line, int64_t stopped_ns, size_t *size);

#endif
