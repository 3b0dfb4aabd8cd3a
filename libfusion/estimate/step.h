/* step.h - the filter of cv.h stepped in batches: predict, position update and likelihood in one
 * go.
 *
 * A record of four aligned cache lines holds one filter, so that stepping filters in any order
 * moves nothing but them. A kernel takes as many records at a time as its vectors have lanes, turns
 * them in registers so that each lane is a filter, steps them, and turns them back. Every plot has
 * its own interval, noise and full covariance.
 *
 * There is one body (step_body.inc over cv_body.inc) and one file for each instruction set; plain
 * C, one lane wide, is the reference. All kernels give the same bits, and those of cv_predict()
 * followed by cv_update_position(): which one runs changes nothing but the time it takes.
 */
#ifndef FUSION_ESTIMATE_STEP_H
#define FUSION_ESTIMATE_STEP_H

#include "estimate/cv.h"

#include <stddef.h>
#include <stdint.h>

/* One filter: 256 bytes. */
typedef struct step_record {
    _Alignas(64) cv_state filter;
    int64_t time_ns;         /* the caller's, like what follows: kernels do not look at it */
    unsigned char owner[32]; /* what the caller keeps beside a filter */
} step_record;

/* One plot and the record it belongs to: 128 bytes. */
typedef struct step_plot {
    _Alignas(64) double position[3]; /* ECEF, m */
    double covariance[6];            /* packed, positive definite */
    double dt;                       /* s, by which the record is carried first */
    cv_noise noise;
    uint32_t record; /* index into records */
    uint32_t spare;
    double unused[3];
} step_plot;

/* How a plot lay to the prediction; see cv_fit. */
typedef struct step_fit {
    double distance2;
    double log_likelihood;
} step_fit;

/* Steps records[plots[i].record] with plots[i], in order, and writes fits[i]. A record may come
 * again, but not within the same eight plots, counted from plots[0]. Where S is not positive
 * definite or a number is not finite the record is predicted but not updated, and the fit is
 * (infinity, -infinity); no other record is touched by that. */
typedef void step_function(step_record *records, const step_plot *plots, step_fit *fits,
                           size_t count);

typedef struct step_kernel {
    const char *name; /* "reference", "avx2", "avx512" */
    step_function *run;
} step_kernel;

/* Those that this build has and this machine can run, the reference first, the widest last. A build
 * with PICKET_REFERENCE, or for another processor, has the reference alone. */
const step_kernel *step_kernels(size_t *count);

/* The kernel of that name; NULL where this build or machine has none. */
const step_kernel *step_kernel_named(const char *name);

/* The widest. */
const step_kernel *step_kernel_best(void);

#endif
