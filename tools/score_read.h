/* score_read.h - truth and pictures that a person named, read for scoring. */
#ifndef TOOLS_SCORE_READ_H
#define TOOLS_SCORE_READ_H

#include "daemon/staff/score_csv.h"

/* false: it was said why. */
bool score_read_truth(const char *path, score_file *file);
bool score_read_picture(const char *path, score_file *file);

#endif
