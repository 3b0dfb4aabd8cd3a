/* report.h - what a sensor says about one object at one time, checked and in ECEF.
 *
 * A datagram becomes reports in the daemon's codec; everything after that knows only this struct.
 * Nothing here comes from the payload's own claims about who sent it: sensor and nation are
 * indices into the registry (registry.h), found by name and key.
 *
 * Units are SI and radians. Positions are WGS 84 earth-centred earth-fixed (ECEF) metres.
 * A packed covariance is the upper triangle row by row: six numbers for three dimensions
 * (xx xy xz yy yz zz), twenty-one for (x y z vx vy vz). geo/wgs84.h makes them of latitude and
 * longitude, geo/turn.h of east, north and up, estimate/polar.h of range and angles; installed as
 * fusion/geo/wgs84.h and so on.
 */
#ifndef FUSION_REPORT_H
#define FUSION_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Kinds of report, in the order in which a datagram lists them. */
typedef enum fusion_kind {
    FUSION_PLOT = 1,    /* an independent measurement */
    FUSION_TRACK_STATE, /* a source track: a state already filtered by the sensor's own tracker */
    FUSION_BEARING,     /* a line of sight, angles only */
    FUSION_NOTICE       /* no track: nuclear, cyber, warnings */
} fusion_kind;

/* Categories are a set: bit k - 1 for wire value k. An empty set is released to nobody but its
 * originator. */
enum {
    FUSION_MISSILE = 1 << 0,
    FUSION_AIR = 1 << 1,
    FUSION_SURFACE = 1 << 2,
    FUSION_SUBSURFACE = 1 << 3,
    FUSION_MINE = 1 << 4,
    FUSION_LAND = 1 << 5,
    FUSION_NUCLEAR = 1 << 6,
    FUSION_CYBER = 1 << 7
};
#define FUSION_CATEGORIES 8

/* "missile" for 0 to "cyber" for 7; NULL for any other index. */
const char *fusion_category_name(unsigned index);

/* The way back, from name[0..length), which need not end there; -1 for what is no category. */
int fusion_category_find(const char *name, size_t length);

/* APP-6 standard identity; 0 says that nothing was said, which is not "unknown". */
typedef enum fusion_identity {
    FUSION_IDENTITY_NONE = 0,
    FUSION_PENDING,
    FUSION_UNKNOWN,
    FUSION_ASSUMED_FRIEND,
    FUSION_FRIEND,
    FUSION_NEUTRAL,
    FUSION_SUSPECT,
    FUSION_HOSTILE
} fusion_identity;
#define FUSION_IDENTITIES 8

/* "none", "pending" to "hostile"; NULL for any other number. */
const char *fusion_identity_name(unsigned identity);

/* An originator's own restriction on one report. It can only narrow. */
typedef struct fusion_caveats {
    bool owner_only; /* also set for a word that is not known here */
    bool no_relay;   /* no intermediary passes it on */
    uint32_t not_to; /* bit n: nation n of the registry does not get it */
} fusion_caveats;

/* What is known of the velocity. */
typedef enum fusion_velocity_kind {
    FUSION_VELOCITY_NONE = 0, /* velocity[] is zero and says nothing */
    FUSION_VELOCITY_BARE,     /* without accuracy: serves binding and identification only */
    FUSION_VELOCITY_FULL      /* with its covariance in the packed 6 x 6 */
} fusion_velocity_kind;

/* Plot and source track. */
typedef struct fusion_state {
    double position[3];
    double velocity[3];
    double covariance[21]; /* packed 6 x 6; terms of velocity are 0 unless velocity_kind is FULL */
    fusion_velocity_kind velocity_kind;
    bool height_known; /* false: the sensor gave none; position and covariance hold the prior that
                        * belongs to the category (estimate/height.h) */
    double bend[3]; /* second derivative of position by height, 1/m, where a range was measured and
                     * no height: as it changes the place moves on an arc. The covariance has its
                     * spread (estimate/polar.h). All 0: straight, or not told */
    bool height_is_pressure; /* height came as pressure altitude (1013.25 hPa) */
    bool climb_believed;     /* the velocity came without its upward part: that, and its variance,
                              * are what is believed of the category */
    uint8_t track_status;    /* source tracks: 1 tentative 2 confirmed 3 coasting 4 ended; else 0 */
    int64_t updated_ns;      /* source tracks: time of the newest measurement in the state */
} fusion_state;

typedef struct fusion_line_of_sight {
    double origin[3]; /* the sensor at the time of the report */
    double azimuth;   /* from true north clockwise at origin, [0, 2 pi) */
    double elevation; /* up from the plane square to the WGS 84 normal; 0 where not measured */
    double sigma_azimuth;
    double sigma_elevation; /* 0: elevation was not measured */
} fusion_line_of_sight;

typedef struct fusion_notice {
    bool has_circle;
    double lat, lon;  /* of the circle's centre; rad */
    double radius;    /* m */
    int64_t until_ns; /* 0: no end */
    char text[201];   /* UTF-8, ends with a zero byte */
} fusion_notice;

typedef struct fusion_report {
    int64_t time_ns;  /* the moment the energy touched the object, or for which the state holds */
    int64_t stamp_ns; /* receipt, exercise time; never before time_ns */
    int64_t began_ns; /* when the source began this number; 0: not said */
    uint64_t number;  /* the source's own number for the object; 0: none. Evidence, never truth */
    uint32_t scan;    /* number of the look round; 0: the sensor has no scans */
    uint32_t type_code;
    uint16_t sensor; /* index into the registry's sensors; see engine.h for a released report */
    uint8_t nation;  /* index into the registry's nations: the originator; likewise */
    uint8_t kind;    /* fusion_kind */
    uint8_t categories;
    uint8_t identity;         /* fusion_identity */
    uint8_t identity_percent; /* 0: no confidence said */
    fusion_caveats caveats;
    char label[65]; /* UTF-8, ends with a zero byte */
    union {
        fusion_state state;        /* plot, source track */
        fusion_line_of_sight line; /* bearing */
        fusion_notice notice;
    } as;
} fusion_report;

#endif
