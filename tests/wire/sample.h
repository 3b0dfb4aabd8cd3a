/* sample.h - a small registry and good datagrams for the tests of the wire to spoil. */
#ifndef TESTS_WIRE_SAMPLE_H
#define TESTS_WIRE_SAMPLE_H

#include "daemon/wire/codec.h"
#include "picket/v1/report.pb-c.h"

#define SAMPLE_NOW_NS   INT64_C(1574413200000000000) /* 2019-11-22T09:00:00Z */
#define SAMPLE_BEGAN_NS INT64_C(1574413000000000000)

/* Sensors of the registry. */
enum {
    SAMPLE_SKY,  /* rok-sky: stands at 37.5 N 127 E, 600 m; sends all four kinds */
    SAMPLE_SHIP, /* jpn-ship: moves; sends plots and bearings */
    SAMPLE_PIN,  /* usa-pin: stands at 0 N 0 E, 0 m, where east, north, up are y, z, x; sends all */
};
const fusion_registry *sample_registry(void);

/* What the middle of a sample is about. */
typedef enum sample_subject {
    SAMPLE_POLAR,
    SAMPLE_GEODETIC, /* with a velocity */
    SAMPLE_ECEF,
    SAMPLE_STATE, /* a track, geodetic */
    SAMPLE_BEARING,
    SAMPLE_NOTICE
} sample_subject;

/* A datagram of rok-sky: two good polar plots, and between or behind them the subject, which is
 * good too. All messages may be changed before sample_encode, all bytes after. */
typedef struct sample {
    Picket__V1__Datagram message;
    Picket__V1__Platform platform; /* at the place of rok-sky */
    Picket__V1__Plot plot[3];      /* plot[1] is the subject */
    Picket__V1__Polar polar[3];
    Picket__V1__Geodetic geodetic;
    Picket__V1__Velocity velocity;
    Picket__V1__Track track;
    Picket__V1__EcefState ecef;
    Picket__V1__GeodeticState state;
    Picket__V1__Bearing bearing;
    Picket__V1__Notice notice;
    Picket__V1__Circle circle;
    float position[6], speed[6],
        full[21]; /* covariances: those of geodetic, velocity, both states */
    char *caveats[9];
    Picket__V1__Category category;

    Picket__V1__Plot *plots[3];
    Picket__V1__Track *tracks[1];
    Picket__V1__Bearing *bearings[1];
    Picket__V1__Notice *notices[1];
    size_t index; /* of the subject in the datagram */

    int64_t stamp_ns;
    codec_settings settings;
    uint8_t data[16384];
    size_t size;
} sample;

void sample_init(sample *one, sample_subject subject, uint32_t sequence);
void sample_encode(sample *one);

/* Adds bytes behind an encoded sample. */
void sample_append(sample *one, const void *bytes, size_t size);

#endif
