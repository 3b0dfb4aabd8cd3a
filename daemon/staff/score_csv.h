/* score_csv.h - truth and pictures as CSV, read for scoring.
 *
 * Columns are found by name, in any order; those not known here are passed over. Needed are time_s,
 * object (truth) or track (picture), lat_deg, lon_deg, alt_m. Used where they are: ve_m_per_s
 * vn_m_per_s vu_m_per_s; identity; category (truth); ee en eu nn nu uu
 * vee ven veu vnn vnu vuu (picture). An empty cell of
 * these is a value that is not known.
 */
#ifndef DAEMON_SCORE_CSV_H
#define DAEMON_SCORE_CSV_H

#include "fusion/score.h"
#include "text/message.h"

#define SCORE_NAME_ROOM 64 /* of an object's name, with its final zero; a longer one is refused */

/* Rows [begin, end) stand at one epoch. */
typedef struct score_epoch {
    int64_t time_ms; /* rounded: the time in the file, whatever it counts from */
    size_t begin, end;
} score_epoch;

typedef struct score_file {
    score_epoch *epochs; /* in order of time */
    size_t epoch_count;
    fusion_score_truth *truth;  /* rows of a truth; else NULL */
    fusion_score_track *tracks; /* rows of a picture; else NULL */
    size_t row_count;
    uint8_t *categories;            /* of a truth's objects */
    char (*names)[SCORE_NAME_ROOM]; /* likewise */
    size_t object_count;
} score_file;

/* 0: it is read, unless messages tell of an error; messages->file is path. Else the system's error
 * number, and the file could not be read at all. What was not read is empty. */
int score_csv_truth(const char *path, score_file *file, text_messages *messages);
int score_csv_picture(const char *path, score_file *file, text_messages *messages);
void score_file_free(score_file *file);

#endif
