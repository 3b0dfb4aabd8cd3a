/* play.h - plays a scenario, second by second, into a feed and its truth. */
#ifndef TOOLS_SIM_PLAY_H
#define TOOLS_SIM_PLAY_H

#include "tools/sim/feed.h"
#include "tools/sim/scenario.h"
#include "tools/sim/truth.h"

typedef struct play_counts {
    uint64_t missed, clutter; /* looks without a report, reports without an object */
} play_counts;

/* Called after each second; false ends the play. reports: made so far. */
typedef bool play_tick(void *context, double second, uint64_t reports);

/* Plays `lasts` seconds (whole, at most the scenario's) into out. truth: NULL writes none. The feed
 * is left open. false: the tick ended it (error is empty), or error says why. */
bool play(const scenario *exercise, double lasts, feed *out, truth *true_places, play_tick *tick,
          void *context, play_counts *counts, char error[512]);

#endif
