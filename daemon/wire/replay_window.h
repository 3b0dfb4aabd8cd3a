/* replay_window.h - which datagrams of one sender were taken already.
 *
 * A sender numbers its datagrams 1, 2, 3 ... within a run; a run is told by when it began. The
 * window holds the newest 1,024 numbers of the newest run: what was taken is refused, what is older
 * is refused, a hole may still be filled. A later beginning is a restart, known at once and never
 * counted as loss.
 */
#ifndef DAEMON_REPLAY_WINDOW_H
#define DAEMON_REPLAY_WINDOW_H

#include "daemon/wire/refusal.h"

#include <stdbool.h>
#include <stdint.h>

#define REPLAY_WINDOW_NUMBERS 1024
/* So long after the last datagram taken an older run may come back: a clock that was wrong and was
 * mended. Longer than sent-old allows, so that no recording of that run comes back with it. */
#define REPLAY_WINDOW_SILENCE_NS (60 * INT64_C(1000000000))

/* All zero: nothing was taken yet. */
typedef struct replay_window {
    int64_t began_ns; /* of the run; 0: none yet */
    int64_t stamp_ns; /* when the newest datagram was taken */
    uint32_t first;   /* the number that was taken first in this run */
    uint32_t newest;
    uint64_t taken[REPLAY_WINDOW_NUMBERS / 64]; /* bit n % 1024 for number n */
} replay_window;

/* What taking a datagram showed. */
typedef struct replay_news {
    bool first;       /* the first of all */
    bool restart;     /* the first of another run */
    uint32_t missing; /* numbers jumped over */
    bool found;       /* one that had been counted as missing */
} replay_news;

/* Whether the datagram may be taken: REFUSAL_NONE, RUN_OLD, SEQUENCE_REPEAT or SEQUENCE_OLD.
 * Changes nothing. began_ns and sequence are over 0. */
refusal replay_window_check(const replay_window *window, int64_t began_ns, uint32_t sequence,
                            int64_t stamp_ns);

/* Takes a datagram that may be taken. */
replay_news replay_window_take(replay_window *window, int64_t began_ns, uint32_t sequence,
                               int64_t stamp_ns);

#endif
