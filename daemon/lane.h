/* lane.h - one view's own way from what was released to it to its pictures.
 *
 * An inbox and an engine for the present; where asked for, a second inbox and engine that run a lag
 * window behind, fed by time of measurement: the settled picture. Lanes share nothing that changes,
 * so that threads may close them side by side.
 */
#ifndef DAEMON_LANE_H
#define DAEMON_LANE_H

#include "daemon/config.h"
#include "daemon/inbox.h"

/* What the newest close gave. */
typedef struct lane_result {
    int64_t epoch_ns; /* 0: no picture */
    fusion_track *tracks;
    size_t track_count, track_room;
    fusion_released_notice *notices;
    size_t notice_count, notice_room;
} lane_result;

typedef struct lane_side {
    inbox box;
    fusion_engine *engine; /* NULL: this side is not wanted */
    lane_result result;
} lane_side;

typedef struct lane {
    const config *configuration;
    size_t view;
    lane_side present, settled;
    int64_t settled_ns; /* end of the settled epoch to be closed next */
    bool failed;        /* memory was refused: its pictures are no longer to be trusted */
} lane;

/* false: memory was refused; lane_close_down all the same. */
bool lane_open(lane *one, const config *configuration, size_t view, bool settled);
void lane_close_down(lane *one);

/* Empties everything; the next epoch may be any. false: memory was refused. */
bool lane_renew(lane *one);

void lane_put(lane *one, const fusion_release *release);

/* Closes the epoch that ends at end_ns; first_ns is the end of the run's first epoch. Both results
 * stand until the next call. */
void lane_epoch(lane *one, int64_t end_ns, int64_t first_ns);

/* Closes the next settled epoch up to end_ns, though its window is open. false: none is left. */
bool lane_settle(lane *one, int64_t end_ns, int64_t first_ns);

#endif
