/* line.h - objects and tracks on a line, for tests: the scores depend on distances alone. */
#ifndef TESTS_SCORE_LINE_H
#define TESTS_SCORE_LINE_H

#include "fusion/score.h"

fusion_score_truth line_object(size_t object, double x);
fusion_score_track line_track(uint64_t track, double x);

/* A score with the default settings; objects 0 to 3 are air, missile, air, air. */
fusion_score *line_score(size_t objects);

/* Adds an epoch, which must be taken. */
fusion_score_epoch line_add(fusion_score *score, int second, const fusion_score_truth *truth,
                            size_t truths, const fusion_score_track *tracks, size_t count);

/* Reads and destroys the score. */
fusion_score_figures line_read(fusion_score *score);

#endif
