/* sighting.h - one look at one object, made into the report that the sensor sends. */
#ifndef TOOLS_SIM_SIGHTING_H
#define TOOLS_SIM_SIGHTING_H

#include "tools/sim/measure.h"
#include "tools/sim/watch.h"

typedef struct sighting {
    size_t object;
    double second; /* the whole second in which it lies */
    double when;   /* s since the start */
    uint32_t scan;
} sighting;

/* Is the sensor in an outage? */
bool sighting_is_out(const scenario_sensor *sensor, double when);

/* Looks; adds a report to the watch where there is something to report. All give false where memory
 * was refused. */
bool sighting_make(watch *one, const body *bodies, const sighting *look);

/* Ends the tracks of which nothing was seen for too long. */
bool sighting_endings(watch *one, double second);

/* False plots of this second. */
bool sighting_clutter(watch *one, const body *bodies, double second);

/* A desk's notices of this second. */
bool sighting_notices(watch *one, double second);

/* Where the sensor is at a time within this second. */
void sighting_platform(const watch *one, const body *bodies, double second, int64_t time_ns,
                       feed_platform *platform);

#endif
