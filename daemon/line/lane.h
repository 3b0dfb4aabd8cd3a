/* lane.h - one view's own way from what was released to it to its pictures.
 *
 * An inbox and an engine for the present; where asked for, a second inbox and engine that run a lag
 * window behind, fed by time of measurement: the settled picture. Lanes share nothing that changes,
 * so that threads may close them side by side.
 *
 * A lane can be begun anew in mid-run: where something leaves the view for good, or where its
 * audience becomes another. Its engines are then made afresh, given what still stands of the
 * retained time (lane_give), and carried through the same epochs before they close the next one.
 */
#ifndef DAEMON_LANE_H
#define DAEMON_LANE_H

#include "daemon/audit/tally.h"
#include "daemon/config/config.h"
#include "daemon/line/inbox.h"

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
    int64_t settled_ns;           /* end of the settled epoch to be closed next */
    bool anew;                    /* begun anew, and not closed since */
    bool failed;                  /* memory was refused: its pictures are no longer to be trusted */
    bool told;                    /* what is released is counted in given */
    tally given;                  /* by tag; what a lane begun anew is given again is not in it */
    fusion_engine_counts counted; /* by the engines before, less what this one was given again */
} lane;

/* false: memory was refused; lane_close_down all the same. */
bool lane_open(lane *one, const config *configuration, size_t view, bool settled);
void lane_close_down(lane *one);

/* Empties everything; the next epoch may be any. false: memory was refused. */
bool lane_renew(lane *one);

/* Takes what is to be released to the view at its time. */
void lane_put(lane *one, const fusion_release *release, uint32_t tag);

/* What waits is put in again by the caller. What the view was given is not touched. */
void lane_wait_again(lane *one);

/* Begins anew at the start of the epoch that is closed next; what waits is put in again. false:
 * memory was refused. */
bool lane_begin_anew(lane *one);

/* Of a lane begun anew: what the view was given before start_ns, where it began, less what is past
 * the retained time. first_ns is the end of the run's first epoch. */
void lane_give(lane *one, const fusion_release *release, int64_t start_ns, int64_t first_ns);

/* Whether a view's engines, both, may still hold what it was given before start_ns: a notice as
 * long as it is shown, anything else for good, since it may have begun a track that goes on. */
bool lane_may_hold(const config *of, const fusion_release *release, int64_t start_ns);

/* What the view's engines did, those before included. */
fusion_engine_counts lane_count(const lane *one);

/* How a sensor's plots lay to the tracks of the present engine, since it began. */
fusion_innovations lane_innovations(const lane *one, uint16_t sensor);

/* Closes the epoch that ends at end_ns; first_ns is the end of the run's first epoch. Both results
 * stand until the next call. */
void lane_epoch(lane *one, int64_t end_ns, int64_t first_ns);

/* Closes the next settled epoch up to end_ns, though its window is open. false: none is left. */
bool lane_settle(lane *one, int64_t end_ns, int64_t first_ns);

#endif
