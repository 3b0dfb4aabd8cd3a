/* bench_stages.h - the stages of the pipeline run one by one, an epoch at a time, and timed.
 *
 * They are the calls that the pipeline itself makes, on one thread, but all reports of an epoch go
 * through one stage before the next begins.
 */
#ifndef TOOLS_BENCH_STAGES_H
#define TOOLS_BENCH_STAGES_H

#include "daemon/config/config.h"

typedef enum bench_stage {
    STAGE_DECODE,
    STAGE_GATE,
    STAGE_ENGINE,
    STAGE_PICTURE,
    STAGES
} bench_stage;

typedef struct stages stages;

/* Keeps the configuration. NULL where memory was refused. */
stages *stages_create(const config *configuration);
void stages_destroy(stages *one); /* NULL does nothing */

/* A datagram for the reports port; data must stay until the epoch is closed. false: memory was
 * refused. */
bool stages_take(stages *one, int64_t stamp_ns, const uint8_t *data, size_t size);

/* Decodes and gates what was taken since the last call, closes the epoch in every view and makes
 * its pictures; first_ns is the end of the run's first epoch. false: memory was refused. */
bool stages_close(stages *one, int64_t end_ns, int64_t first_ns);

const double *stages_seconds(const stages *one); /* spent in each stage so far */

/* What shows that the same pictures were made: count and numbers of all tracks, summed up. */
uint64_t stages_tracks_sum(const fusion_track *tracks, size_t count);
uint64_t stages_sum(const stages *one); /* over all pictures so far */

#endif
