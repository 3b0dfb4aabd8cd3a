/* registry.h - the nations and sensors that a daemon knows.
 *
 * The registry is the daemon's own: it says who originates what. A payload never does.
 */
#ifndef FUSION_REGISTRY_H
#define FUSION_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FUSION_NATIONS_MAX 32
#define FUSION_SENSORS_MAX 256

typedef enum fusion_sensor_kind {
    FUSION_AIR_SEARCH = 0,
    FUSION_EARLY_WARNING,
    FUSION_SHIP_AREA,
    FUSION_COASTAL,
    FUSION_TRACKING,
    FUSION_PATROL,
    FUSION_SONAR,
    FUSION_SATELLITE,
    FUSION_ADSB,
    FUSION_AIS,
    FUSION_DESK
} fusion_sensor_kind;
#define FUSION_SENSOR_KINDS 11

/* "air-search" for FUSION_AIR_SEARCH and so on; NULL for any other index. */
const char *fusion_sensor_kind_name(unsigned kind);

typedef struct fusion_nation {
    char code[9]; /* "JPN" */
    char name[65];
    bool observer; /* originates nothing */
} fusion_nation;

typedef struct fusion_sensor {
    char name[49];
    uint8_t nation;
    uint8_t kind;      /* fusion_sensor_kind */
    uint8_t sends;     /* bit k - 1: may send reports of kind k (fusion_kind) */
    bool moves;        /* false: it stands at place */
    int64_t period_ns; /* nominal, between two looks at one object: 1 ms to a day; 0: irregular */
    double place[3];   /* ECEF, m; of no meaning where it moves */

    /* What is claimed of it, to be held against what it does (conduct.h); 0: nothing. */
    double detection;   /* chance that a look sees an object in reach */
    double false_plots; /* a period */
    double clutter;     /* false plots a scan and m3, that engines believe at first */
    int64_t late_ns;    /* from a measurement to its receipt, at most */
} fusion_sensor;

typedef struct fusion_registry {
    fusion_nation nations[FUSION_NATIONS_MAX];
    size_t nation_count;
    fusion_sensor sensors[FUSION_SENSORS_MAX];
    size_t sensor_count;
} fusion_registry;

/* A released report that does not name its nation has this in its place. */
#define FUSION_NATION_UNNAMED FUSION_NATIONS_MAX

/* A released report that does not name its sensor has this in its place: "some sensor of the
 * nation", or for FUSION_NATION_UNNAMED of anybody. Beyond the index of every sensor there is. */
uint16_t fusion_sensor_unnamed(uint8_t nation);

/* The period of a sensor; 0, irregular, of one that is not named. */
int64_t fusion_sensor_period(const fusion_registry *registry, uint16_t sensor);

/* Index of the nation with this code, of the sensor with this name; -1 where there is none. */
int fusion_nation_find(const fusion_registry *registry, const char *code);
int fusion_sensor_find(const fusion_registry *registry, const char *name);

#endif
