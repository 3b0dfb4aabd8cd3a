/* conduct.h - counts what sensors do, for fusion/conduct.h. Those that may not be named are not
 * counted; of those without period, for which period_ns is 0, the fits alone. */
#ifndef FUSION_TRACK_CONDUCT_H
#define FUSION_TRACK_CONDUCT_H

#include "fusion/conduct.h"

/* Where its plots fell in this block: sums of places, of their products, of the heights' sigmas. */
typedef struct conduct_places {
    double count, sum[3], square[6], sigma;
} conduct_places;

typedef struct conduct {
    int64_t began_ns;          /* of the block; 0: it was not heard yet */
    uint32_t began_scan, scan; /* numbers of its first scan and its newest; 0: none */
    int64_t scan_ns;           /* the first plot of the newest */
    conduct_places places;
    fusion_conduct now, last;
    bool turned; /* `last` is of a block that ended just now */
} conduct;

/* The sensor was heard, in the scan of this number; 0: it numbers none. */
void conduct_hear(conduct *one, int64_t time_ns, uint32_t scan);

/* A plot was at this place, of an object whose height is believed with this sigma. */
void conduct_place(conduct *one, const double place[3], double sigma);

/* A look that saw a confirmed track, after so many that did not. */
void conduct_look(conduct *one, unsigned missed);

/* So long after the look before the sensor saw the track again. */
void conduct_interval(conduct *one, int64_t interval_ns, int64_t period_ns);

/* A plot that lies on a track came so soon after its last. */
void conduct_soon(conduct *one, int64_t after_ns, int64_t period_ns);

/* Begins a new block if this one is whole. */
void conduct_turn(conduct *one, int64_t now_ns, int64_t period_ns);

#endif
