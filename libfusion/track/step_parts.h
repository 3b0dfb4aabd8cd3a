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

/* Sorts the measures in `rest` into groups: one look round each, and of several with one number,
 * which are one object's, one each. step_groups_take() puts the next into `group`, in order of
 * their first measures; false: there is none. */
FUSION_CHECKED bool step_groups_reserve(step *one, room *memory, size_t measures);
void step_groups_free(step *one, room *memory);
FUSION_CHECKED bool step_groups_make(step *one);
FUSION_CHECKED bool step_groups_take(step *one);

/* No member from this on has pairs. */
void step_columns_clear(step *one, size_t from);

/* Sorts out the pairs of a group, with their chances, by members: the work that follows is as much
 * as those that have any, however many there are in the cluster. To be released before the next. */
void step_columns_gather(step *one);
void step_columns_release(step *one);

/* The members of a cluster by place, if there are so many that it is worth it: made for a stretch
 * of time, and told of every member that is moved or begun meanwhile. Working with it or without
 * gives the same. */
FUSION_CHECKED bool step_index_reserve(step *one, room *memory, size_t members);
void step_index_free(step *one, room *memory);
void step_index_clear(step *one, size_t members_most); /* before a cluster */
void step_index_begin(step *one);                      /* before a group */
void step_index_moved(step *one, uint32_t column);
void step_index_begun(step *one, uint32_t column);

/* Lists in `found`, in order, all members that step_near() may hold for, and others. */
void step_index_near(step *one, const measure *seen);

/* The members that bear a source's number, in a look or a binding, if there are so many numbers
 * that a list is worth it: told of every report whose number a member may have taken. */
FUSION_CHECKED bool step_bearers_reserve(step *one, room *memory, size_t measures, size_t tracks);
void step_bearers_free(step *one, room *memory);
void step_bearers_begin(step *one, size_t measures); /* before a cluster of so many */
void step_bears(step *one, uint32_t column, const measure *seen);

/* In order, all members that may bear the report's number, and others; good until asked again. One
 * without a number, as of who may not be named, asks all: those that it is bound to have none. */
const indices *step_bearers_of(step *one, const measure *seen);

/* Fill `pairs` for a group of plots, of lines of sight: row after row, with their weights. */
void step_pair_plots(step *one);
void step_pair_sights(step *one);

#endif
