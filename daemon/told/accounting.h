/* accounting.h - what was refused or lost, told once at once and then as a count.
 *
 * The first of a reason for a sensor is said when it happens; what comes after is gathered and said
 * as a count when the time for it has come. Nothing is refused in silence, and nothing floods.
 */
#ifndef DAEMON_ACCOUNTING_H
#define DAEMON_ACCOUNTING_H

#include "daemon/line/pipeline.h"
#include "daemon/told/heard.h"
#include "daemon/told/log.h"

/* How many of each were said already: rows are sensors, the last row those that are not known. */
typedef struct accounting {
    const config *configuration;
    const log_writer *log;
    uint64_t datagrams[FUSION_SENSORS_MAX + 1][REFUSAL_COUNT];
    uint64_t reports[FUSION_SENSORS_MAX][REFUSAL_COUNT];
    heard_all heard;
    bool silent[FUSION_SENSORS_MAX];                            /* and that was said */
    bool differs[FUSION_SENSORS_MAX][FUSION_CLAIMS_OF_SENSORS]; /* likewise */
} accounting;

/* NULL: memory was refused. free() it. Keeps both. */
accounting *accounting_create(const config *configuration, const log_writer *log);

/* What became of one datagram that was received at stamp_ns. */
void accounting_note(accounting *one, int64_t stamp_ns, const codec_result *result);

/* Says which sensors that were heard are silent now (heard.h). */
void accounting_silence(accounting *one, int64_t now_ns);

/* Says which sensors behave otherwise than is claimed of them (fusion/conduct.h): once, and once
 * more when that is over. */
void accounting_conduct(accounting *one, const pipeline *line);

/* The exercise began anew: nobody was heard yet. */
void accounting_new_run(accounting *one);

/* Says the counts of what was not said yet. */
void accounting_tell(accounting *one, const codec_counts *counts);

/* Says all sums: USR1. */
void accounting_list(const accounting *one, const pipeline *line);

#endif
