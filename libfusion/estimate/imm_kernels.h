/* imm_kernels.h - the arithmetic of all models of a filter at once; for imm.c and imm_update.c.
 *
 * A vector of neighbours in a row is a number of as many models. There is one body (imm_lanes.inc
 * over cv_body.inc and ct_body.inc) and one file for each instruction set; all give the same bits,
 * and where nothing is mixed those of cv.h and ct.h.
 */
#ifndef FUSION_ESTIMATE_IMM_KERNELS_H
#define FUSION_ESTIMATE_IMM_KERNELS_H

#include "estimate/imm.h"

/* Models carried alike: as an arc where one of them needs it; no vector is wider. */
#define IMM_GROUP 4

/* Of models[0..count); those beyond them in the last group are worked as well. */
typedef struct imm_kernel {
    const char *name; /* "reference", "avx2" */

    /* imm_predict() of a filter of several models over a dt above 0, and imm_shift() of any, which
     * is not noisy; noisy it is the prediction but for what is mixed. */
    void (*predict)(imm *filter, double dt);
    void (*carry)(imm *filter, double dt, bool noisy);

    /* How a position fits, and the update with it, which may be NULL. False: some model cannot take
     * it; the rest means nothing then. */
    bool (*update)(const imm_motions *before, int count, const double position[3],
                   const double r[6], double *distance2, double *log_likelihood,
                   imm_motions *updated);

    /* Of each model the blend of `before`, by weights[0][model], and of updates from it, by
     * weights[1 + update][model]; sums are 1. Without the rates, which follow() brings. */
    void (*join)(const imm_motions *before, int count, const imm_motions *updates, imm_row *weights,
                 int update_count, imm_motions *joined);
    void (*follow)(const imm_motions *before, const bool turns[IMM_WIDE / IMM_GROUP], int count,
                   imm_motions *updated);

    /* The mean over models, with the covariance about it. */
    void (*mean)(const imm_motions *motions, const double *weights, int count, cv_state *mean);

    /* imm_means_at() of IMM_ABREAST filters, with filters for lanes. */
    void (*means)(const imm *const *filters, const double *dts, cv_state *means);
} imm_kernel;

extern const imm_kernel imm_kernel_reference, imm_kernel_avx2;

/* Those that this build has and this machine can run, the reference first. */
const imm_kernel *const *imm_kernels(size_t *count);

/* The last of those: the quickest. */
const imm_kernel *imm_kernel_best(void);

/* So many models in whole groups. */
int imm_whole_groups(int count);

/* One model in and out. */
void imm_motion_write(imm_motions *all, int model, const cv_state *motion);
void imm_motion_read(const imm_motions *all, int model, cv_state *motion);

#endif
