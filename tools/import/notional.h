/* notional.h - what radars that were never there would have seen of the objects in a recording.
 *
 * Each object goes from one recorded state to the next (trails.h) and the radars look
 * at it as the simulator's sensors do, noise, misses, clutter and horizon included. Truth is where
 * the objects were, each whole second: within gaps of the recording there is none.
 */
#ifndef TOOLS_IMPORT_NOTIONAL_H
#define TOOLS_IMPORT_NOTIONAL_H

#include "tools/import/formats.h"
#include "tools/sim/play.h"

typedef struct notional_counts {
    feed_counts written;
    play_counts played;
    size_t objects;
    size_t passed_over; /* states without a height above the ellipsoid, or without velocity */
} notional_counts;

/* Plays the rows, sorted, before the radars (scenario_read_radars), which keep the objects. false:
 * error says why. */
bool notional_send(const rows *from, scenario *radars, const import_format *format,
                   const char *path, notional_counts *counts, char error[512]);

#endif
