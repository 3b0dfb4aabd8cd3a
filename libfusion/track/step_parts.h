/* step_parts.h - what the files of step.h share: which pairs a group has (step_pairs.c), of
 * which members they are (step_columns.c), and what is made of them (step.c). */
#ifndef FUSION_TRACK_STEP_PARTS_H
#define FUSION_TRACK_STEP_PARTS_H

#include "track/step.h"

#define STEP_AHEAD_MOST 512 /* filters kept for updates: 1.2 MB */

/* For how many of a group's measures a filter is kept; for the rest of a flood it is worked anew.
 */
static inline size_t step_ahead_count(size_t measures)
{
    return measures < STEP_AHEAD_MOST ? measures : STEP_AHEAD_MOST;
}

static inline const measure *step_measure(const step *one, size_t row)
{
    return &one->measures[one->group.items[row]];
}

/* No member from this on has pairs. */
void step_columns_clear(step *one, size_t from);

/* Sorts out the pairs of a group, with their chances, by members: the work that follows is as much
 * as those that have any, however many there are in the cluster. To be released before the next. */
void step_columns_gather(step *one);
void step_columns_release(step *one);

/* Fill `pairs` for a group of plots, of lines of sight: row after row, with their weights. */
void step_pair_plots(step *one);
void step_pair_sights(step *one);

#endif
