/* form.h - what is taken away from a report before it is given: eight ladders, and steps on them.
 *
 * A form in steps is one number in which every rung that was gone down is a bit. So the coarser of
 * two forms, ladder by ladder, is their union; and since the bits stand in the order in which forms
 * are compared (warning, position, every, velocity, altitude, identity, label, source), the finer
 * of two forms is the smaller number. 0 is exact. Delays are no part of it: they move the time.
 */
#ifndef FUSION_RELEASE_FORM_H
#define FUSION_RELEASE_FORM_H

#include "fusion/book.h"
#include "fusion/report.h"

typedef uint32_t form_steps;

typedef enum form_ladder {
    FORM_SOURCE,
    FORM_LABEL,
    FORM_IDENTITY,
    FORM_ALTITUDE,
    FORM_VELOCITY,
    FORM_EVERY,
    FORM_POSITION, /* of a track; of a warning its area */
    FORM_WARNING
} form_ladder;
#define FORM_LADDERS 8

/* "source" to "position"; "warning". */
const char *form_ladder_name(form_ladder ladder);

/* The words of a ladder, finest first; NULL beyond the last. */
const char *form_word(form_ladder ladder, size_t step);
size_t form_words(form_ladder ladder);

/* The step on a ladder, 0 the finest; steps with that step set. */
size_t form_step(form_steps steps, form_ladder ladder);
form_steps form_with(form_steps steps, form_ladder ladder, size_t step);

/* What the words say: nanoseconds of every (0: every report), metres, metres a second; -1:
 * withheld. Of no meaning for identity, label, source. */
double form_value(form_steps steps, form_ladder ladder);

static inline bool form_is_warning(form_steps steps)
{
    return steps >> 27 != 0;
}

/* Has it a position step? */
static inline bool form_moves(form_steps steps)
{
    return (steps >> 21 & 63u) != 0;
}

/* The coarser of two forms. A warning beside a track is a warning: only area and source count. */
form_steps form_coarser(form_steps one, form_steps other);

/* Under a position step a track's time is moved to a grid: that of every, 10 s where it says
 * report, and no finer than its sensor looks, in tens of seconds. Of a grid so made one look of a
 * sensor with a period passes, as of every. */
int64_t form_grid_ns(form_steps steps, int64_t period_ns);

/* May a report of this kind, measured at that time by a sensor of that period, be shown so? A
 * bearing keeps no rounded altitude and starts at its sensor; nothing is thinned but by a period;
 * a plot is no event. */
bool form_applies(form_steps steps, const fusion_report *report, int64_t period_ns);

/* The coarsest step of every that a report measured at that time by a sensor of that period passes:
 * each step divides the next, so that it passes all finer ones too. */
size_t form_passes(int64_t time_ns, int64_t period_ns);

/* "every 30 s, velocity 50 m/s, label withheld": the steps that are not the finest, in the order in
 * which they are applied; "exact" where there is none; "warning 50 km, source nation". */
#define FORM_TEXT_ROOM 200
void form_write(form_steps steps, char text[FORM_TEXT_ROOM]);

#endif
