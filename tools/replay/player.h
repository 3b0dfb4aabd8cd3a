/* player.h - replay at work: what it sends, what it says to the clock, and what came of it.
 *
 * The three ways to play one run of the recording: replay.c by the clock or by steps, follow.c by
 * picketd's beats.
 */
#ifndef TOOLS_REPLAY_PLAYER_H
#define TOOLS_REPLAY_PLAYER_H

#include "tools/progress.h"
#include "tools/replay/pace.h"
#include "tools/replay/reel.h"
#include "tools/replay/way.h"

#define PATIENCE_FIRST_MS 2000  /* for the first answer: is anybody there? */
#define PATIENCE_MS       60000 /* for a step, which may close a great many epochs */
#define DRAIN_EACH        64    /* datagrams: far fewer than any receive buffer holds */

typedef struct player {
    reel feed;
    way way;
    double speed; /* infinite: as fast as picketd takes it; else to the thousandth */
    int64_t
        end_ns; /* said with each word to the clock: of a recording that follows; 0: it does not */
    uint64_t loops;
    pace pace;
    progress shown;
    uint64_t unsaid;     /* sentences that picketd refused, or that nobody was told in time */
    uint64_t stood;      /* said again of those that stood when the recording began */
    uint64_t sent;       /* in all */
    uint64_t unheard;    /* of them, those after which the port said that it is closed */
    uint64_t sent_run;   /* since the run began */
    uint64_t arrived;    /* as picketd says, in all */
    uint64_t lost;       /* those that were waited for in vain, where beats are followed */
    uint64_t done, work; /* of the progress: datagrams */
    int64_t played_ns;   /* exercise time */
    int64_t now_ns;      /* exercise time reached */
    bool talks;          /* to exercise control */
} player;

/* Sets the clock. false: said why not. */
bool player_clock(player *one, control_mode mode, int64_t time_ns, bool new_run);

/* Waits until all that was sent in this run is taken in, and gives how much of it was. now_ns: the
 * exercise time then; NULL: it is not wanted. false: nobody answered; said so. */
bool player_drain(player *one, uint64_t *taken, int64_t *now_ns);

/* Sends a datagram, or says the sentence that it is. false: said why not. */
bool player_send(player *one, const reel_datagram *datagram);

/* Draws the progress line, where it is due. */
void player_progress(player *one);

#endif
