/* imm_kernels.h - the arithmetic of all models of a filter at once; for imm.c and imm_update.c.
 *
 * A vector of neighbours in a row is a number of as many models. There is one body (imm_lanes.inc
 * over cv_body.inc and ct_body.inc) and one file for each instruction set; all give the same bits,
 * and where nothing is mixed those of cv.h and ct.h.
 */
#ifndef FUSION_ESTIMATE_IMM_KERNELS_H
#define FUSION_ESTIMATE_IMM_KERNELS_H

#include "estimate/imm.h"

#define IMM_GROUP 4 /* models carried alike; no vector is wider */

/* How each is carried. */
typedef struct imm_steps {
    double way[IMM_MODELS][CT_WAYS];
    double acceleration[IMM_MODELS][3]; /* what pulls it */
    bool plain[IMM_WIDE / IMM_GROUP];   /* all of the group as cv_predict() does, */
    bool turns[IMM_WIDE / IMM_GROUP];   /* or some turn */
} imm_steps;

/* What comes of several models in one: a part of each, which sum to 1. The rate of `own` goes on;
 * the others bring that of which only the variance `prior` is known. */
typedef struct imm_blend {
    double parts[IMM_MODELS];
    double prior;
    int own;
} imm_blend;

/* How one of several filters is carried to its mean. What is common to them stands in imm_abreast.
 */
typedef struct imm_course {
    const imm_motions *from;
    imm_blend blends[IMM_MODELS];
    double shares[IMM_MODELS]; /* of the blends in the mean */
    double way[IMM_MODELS][CT_WAYS];
    double acceleration[IMM_MODELS][3];
} imm_course;

typedef struct imm_abreast {
    int models, blends;
    bool plain[IMM_MODELS], turns[IMM_MODELS]; /* of each blend, as in imm_steps */
    double rest[IMM_MODELS];                   /* sigma of its velocity, anew; 0: it moves */
} imm_abreast;

/* Of models[0..count); those beyond them in the last group are worked as well. */
typedef struct imm_kernel {
    const char *name; /* "reference", "avx2" */

    /* blends[0..blend_count) of from[0..count). */
    void (*mix)(const imm_motions *from, int count, const imm_blend *blends, int blend_count,
                imm_motions *to);
    void (*carry)(const imm_motions *from, const imm_steps *steps, int count, imm_motions *to);

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

    /* mix(), carry() and mean() of courses[0..IMM_ABREAST), with filters for lanes. */
    void (*means)(const imm_course *courses, const imm_abreast *common, cv_state *means);
} imm_kernel;

extern const imm_kernel imm_kernel_reference, imm_kernel_avx2;

/* Those that this build has and this machine can run, the reference first. */
const imm_kernel *const *imm_kernels(size_t *count);

const imm_kernel *imm_kernel_best(void);

/* So many models in whole groups. */
int imm_whole_groups(int count);

/* One model in and out. */
void imm_motion_write(imm_motions *all, int model, const cv_state *motion);
void imm_motion_read(const imm_motions *all, int model, cv_state *motion);

#endif
