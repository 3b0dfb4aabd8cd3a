/* score_step.h - at which epochs of truth a picture is judged.
 *
 * A picture in CSV has rows only at epochs at which it has tracks, and does not say how far apart
 * its epochs are. Truth between two of them is no fault of the picture's; an epoch at which it
 * shows nothing is. The two are told apart by the picture's times: its step is the greatest, in
 * steps of truth, that divides all their differences.
 *
 * A step is believed where the picture has three times, at least half of those that follow one
 * another lie just so far apart, and it is not longer than a minute, the longest epoch there is.
 * Otherwise the picture is judged at every epoch of truth: one that blinks a few times must not be
 * taken for one that is written seldom.
 */
#ifndef DAEMON_SCORE_STEP_H
#define DAEMON_SCORE_STEP_H

#include "daemon/staff/score_csv.h"

typedef struct score_step {
    int64_t at_ms;   /* one of the picture's epochs; the others are whole steps from it */
    int64_t each_ms; /* 0: not known, and every epoch of truth is judged */
    int64_t every;   /* one epoch of truth in so many is judged, where truth has no gaps; 1: all */
} score_step;

/* Both in order of time. Times of the picture that are not whole steps of truth from its first
 * epoch have no say. */
score_step score_step_of(const score_file *picture, const score_file *truth);

/* Is an epoch of truth at this time to be judged? */
bool score_step_meets(const score_step *step, int64_t time_ms);

#endif
