/* score_run.h - one picture's scores, and who is meant by its file's name. */
#ifndef TOOLS_SCORE_RUN_H
#define TOOLS_SCORE_RUN_H

#include "daemon/staff/score_step.h"
#include "tools/score_read.h"

/* What a picture's file name says: DIR/<audience>.<rule>.csv or .settled.csv. */
typedef struct score_name {
    char name[256];     /* without folder and ".csv": what tables show */
    char audience[128]; /* "" where the name is of another form; then rule too */
    char rule[128];
    bool settled;
} score_name;

typedef struct score_run {
    const char *path; /* as the person wrote it */
    score_name name;
    double cutoff;
    unsigned window;  /* epochs of OSPA(2) */
    double switching; /* gamma of trajectories, m */
    double from_s;    /* after the first epoch of truth */
    fusion_score_figures figures;
    fusion_score_trajectory trajectory;
    double *gospa; /* of each epoch of truth that is judged, the uncounted ones too */
    size_t epoch_count;
    score_step step;       /* at which epochs it is judged */
    size_t between;        /* epochs of truth that would count and are not judged */
    size_t rows, unjudged; /* of the picture; of them, those at times without truth */
} score_run;

score_name score_name_of(const char *path);

/* Scores a picture. Epochs are those of truth at which it is to be judged (score_step.h): where it
 * has no row, it shows nothing. false: memory was refused, and it was said. */
bool score_run_make(score_run *run, const score_file *truth, const score_file *picture,
                    double cutoff, int64_t from_ms);
void score_run_free(score_run *run);

#endif
