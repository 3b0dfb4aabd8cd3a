/* watch.h - a sensor at work: when it looks, what becomes of what it sees, when that is sent.
 *
 * A turning antenna sees an object when its beam passes; its turns are numbered as scans. A staring
 * one looks at each object once a period, each at a moment of its own. What is measured within 100
 * ms of one scan goes into one datagram, which is sent with its last report and received after the
 * sensor's latency, never before one that it sent earlier. A sensor that sees nothing for a period
 * sends a heartbeat; in an outage it sends nothing.
 */
#ifndef TOOLS_SIM_WATCH_H
#define TOOLS_SIM_WATCH_H

#include "tools/sim/feed.h"
#include "tools/sim/motion.h"
#include "tools/sim/scenario.h"
#include "tools/sim/tracker.h"

/* One object as one sensor knows it. */
typedef struct watched {
    uint32_t scan;     /* the last in which it was looked at */
    uint32_t contacts; /* bearings in a row */
    uint64_t number;   /* the sensor's own for it; 0: none yet */
    int64_t began_ns;  /* of that number */
    tracker track;
} watched;

typedef struct watch {
    const scenario *exercise;
    const scenario_sensor *sensor;
    int feed_index;
    chance draws;
    double phase;     /* of a turning beam at the start, share of a turn from north */
    watched *objects; /* as in the scenario */
    uint64_t next_number;
    double last_sent; /* s since the start */
    int64_t last_stamp_ns;
    feed_report *reports; /* of this second */
    size_t count, room;
    uint64_t missed, clutter;
} watch;

/* false: memory was refused; watch_end gives back what there is. The scenario must outlive it. */
bool watch_begin(watch *one, const scenario *exercise, size_t sensor, int feed_index);
void watch_end(watch *one);

/* Works from second to second + 1 and sends what it found. false: memory was refused. */
bool watch_second(watch *one, const body *bodies, double second, feed *out);

#endif
