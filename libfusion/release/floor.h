/* floor.h - what a position step does to a report: its time, its place, and whether it can.
 *
 * A floor under a place is worth nothing beside other doors to the same place. The moment at which
 * a turning antenna saw an object tells its bearing, so a report under a floor is not of that
 * moment: its state is carried back with its own velocity to a time on a grid, and it is released
 * at a multiple of ten seconds. Its covariance tells bearing and range of the sensor, so another
 * takes its place (shape.c). And areas are asked about the place that is released, else each edge
 * that is crossed would tell the true one.
 *
 * What cannot be moved is not released: a plot, a line of sight, a track without a number or whose
 * source does not say when it began it (a new number gets a new offset, and only its beginning
 * tells that it is new: no other report may be asked), a state without velocity off the grid, or
 * one that its source has not renewed for two steps of the grid; and whatever comes of a nation
 * whose exercise key is not known. A notice or a warning goes out without its circle instead.
 */
#ifndef FUSION_RELEASE_FLOOR_H
#define FUSION_RELEASE_FLOOR_H

#include "release/place.h"
#include "release/table.h"

/* A track under a floor leaves at a multiple of this: ten seconds, for slow antennas more, a minute
 * at most. A warning does not wait: the moment is what it says, and it may tell that of a look. */
int64_t floor_leaves_ns(int64_t period_ns);

/* A report as it is after the move. */
typedef struct floor_moved {
    int64_t time_ns; /* on the grid */
    int64_t grid_ns;
    double lat, lon;    /* moved */
    double height;      /* not moved */
    double velocity[3]; /* east, north, up of the moved path */
    uint64_t number;    /* keyed anew */
} floor_moved;

/* Moves a report for the position step of `steps`, which is not 0. false: it cannot be moved. */
bool floor_move(const fusion_gate *gate, const fusion_report *report, form_steps steps,
                floor_moved *moved);

#endif
