/* measure.h - what the engine keeps of a released report: a measurement in ECEF.
 *
 * The order of measurements is a function of what they say: time of measurement, then sensor, then
 * content. So the order of release, and how a stream was cut, change nothing.
 */
#ifndef FUSION_TRACK_MEASURE_H
#define FUSION_TRACK_MEASURE_H

#include "fusion/engine.h"

/* In a round: the sensor numbers no scans, and the round is a stretch of time. */
#define MEASURE_ROUND_BY_TIME (UINT64_C(1) << 63)

typedef struct measure {
    int64_t time_ns;
    int64_t delay_ns; /* from measurement to release */
    int64_t began_ns; /* of the source's number; 0: not said */
    uint64_t number;  /* the source's own; 0: none */
    uint64_t content; /* keyed hash of all that was released of it */
    uint32_t release; /* index of the release that it was made of */
    uint32_t cell;    /* of its position (conditions.h); 0: none */
    uint64_t round;   /* of one sensor: equal where one object gives at most one report */
    double reach;     /* of a position: six sigma of its longest axis at most, m */
    double ahead[3];  /* of a bearing: level unit vector along it, */
    double aside[3];  /* and square to that; ECEF */
    uint32_t type_code;
    uint32_t floor, grid; /* of a moved place, as released; else 0 */
    uint16_t sensor;
    uint8_t nation;
    uint8_t kind;
    uint8_t categories;
    uint8_t identity;
    uint8_t identity_percent;
    uint8_t form;
    bool source_named, nation_named;
    char label[65];
    union {
        fusion_state state;
        fusion_line_of_sight line;
    } as;
} measure;

/* Makes a measurement of a release. Of a notice only its time, sensor and content matter.
 *
 * FUSION_NOT_FINITE    a number is NaN or infinite
 * FUSION_NOT_POSITIVE  a covariance is not positive definite, or a sigma not above 0
 * FUSION_OUT_OF_RANGE  the sensor is not in the registry, it bears a source that it does not name,
 *                      or it was measured after its release
 * In each case *made is of no meaning.
 */
FUSION_CHECKED fusion_status measure_make(const fusion_release *release,
                                          const fusion_registry *registry, const uint8_t key[16],
                                          measure *made);

/* Below, equal or above 0. Equal only where content is equal: the very same measurement again. */
int measure_compare(const measure *one, const measure *other);

/* Writes 0 .. count - 1 into order, by measure_compare. scratch holds count more. */
void measure_order(const measure *items, size_t count, uint32_t *order, uint32_t *scratch);

#endif
