/* scenario.h - what a scenario file says: objects that move, sensors that look, notices.
 *
 * Read strictly from YAML (scenario_read.c): an unknown key, a missing key or a value without its
 * unit is an error with file, line and what to write. Groups are drawn from the seed as they are
 * read, so that from here on every object is one by itself. testdata/README.md describes the keys.
 *
 * Units are SI and radians; times are seconds since the start unless they end in _ns.
 */
#ifndef TOOLS_SIM_SCENARIO_H
#define TOOLS_SIM_SCENARIO_H

#include "text/message.h"
#include "tools/sim/chance.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How an object goes on when it has no legs of its own, or after the last of them. */
typedef enum manoeuvre {
    MANOEUVRE_STEADY,   /* straight on */
    MANOEUVRE_AIRLINER, /* long legs, gentle turns, some climbs */
    MANOEUVRE_JET,      /* short legs, hard turns, climbs */
    MANOEUVRE_SHIP,     /* very long legs, slow turns */
    MANOEUVRE_DRIFT,    /* the sea carries it: course wanders, no way of its own */
    MANOEUVRE_AGAIN     /* its legs from the first */
} manoeuvre;
#define MANOEUVRES 6

typedef struct scenario_leg {
    double lasts;  /* whole seconds, at least 1 */
    double turn;   /* rad, clockwise positive, evenly over the leg */
    double height; /* reached at its end; NaN: as it was */
    double speed;  /* likewise */
} scenario_leg;

/* A thrown body: thrust along one direction while it burns, then gravity and drag alone. */
typedef struct scenario_throw {
    double elevation; /* of the thrust above the horizon at launch */
    double burns;     /* whole seconds */
    double gain;      /* m/s that the thrust would give where nothing held it back */
    double ballistic; /* mass / (drag coefficient x area), kg/m^2; 0: no drag */
} scenario_throw;

/* Where an object was, as a recording says. */
typedef struct scenario_state {
    double second;
    double position[3], velocity[3]; /* ECEF */
} scenario_state;

typedef struct scenario_object {
    char name[49];
    uint64_t number; /* its public address, as broadcasts say it */
    uint8_t categories;
    uint8_t identity; /* fusion_identity */
    bool thrown;
    bool broadcasts;
    double starts; /* whole seconds */
    double ends;   /* whole seconds; INFINITY: stays */
    double lat, lon, height;
    double speed, course;
    manoeuvre then;
    scenario_leg *legs;
    size_t leg_count;
    scenario_throw arc;     /* where it is thrown */
    chance draws;           /* for its manoeuvres */
    scenario_state *states; /* in order of time; where there are any, they say all of its motion */
    size_t state_count;
    double state_gap; /* s between states, beyond which it is not there */
} scenario_object;

typedef enum sensor_way {
    WAY_TURNING,   /* an antenna that turns: an object is seen when the beam passes it */
    WAY_STARING,   /* looks at each object once a period, each at its own moment */
    WAY_BROADCAST, /* hears what objects say of themselves */
    WAY_DESK       /* passes on notices */
} sensor_way;
#define SENSOR_WAYS 4

enum { SENDS_PLOT = 1 << 0, SENDS_TRACK = 1 << 1, SENDS_BEARING = 1 << 2, SENDS_NOTICE = 1 << 3 };

typedef struct scenario_span {
    double from, to;
} scenario_span;

#define SCENARIO_OUTAGES_MAX 4

typedef struct scenario_sensor {
    char name[49];
    sensor_way way;
    uint8_t sends;
    uint8_t sees; /* categories */
    int line;     /* of the file */

    int rides;   /* index of the object that carries it; -1: none */
    bool orbits; /* from place, height and course, a circle round the Earth */
    double lat, lon, height, course;

    double period;
    double range;
    bool horizon;         /* the Earth, 4/3 as large for refraction, hides what is beyond it */
    scenario_span sector; /* from clockwise to, [0, 2 pi); equal: all round */
    scenario_span elevation;
    double open_every, open_for; /* lines of sight come and go; 0: always open */

    double sigma_range, sigma_azimuth;
    double sigma_elevation;                              /* 0: not measured */
    double sigma_position, sigma_height, sigma_velocity; /* of a broadcast; height 0: not said */
    double missed;                                       /* probability */
    double clutter;                                      /* false plots a period, mean */
    scenario_span latency;
    scenario_span outages[SCENARIO_OUTAGES_MAX];
    size_t outage_count;

    bool tells;         /* it knows and tells identities */
    double agility;     /* of its own tracker: noise of acceleration, m^2/s^3 */
    unsigned localises; /* bearings of one object after which it also measures range; 0: never */
} scenario_sensor;

typedef struct scenario_notice {
    size_t sensor;
    double at;
    uint64_t number;
    uint8_t categories;
    double lat, lon, radius;
    bool has_circle;
    double lasts; /* 0: no end */
    char text[201];
} scenario_notice;

typedef struct scenario {
    char name[49];
    int64_t starts_ns;
    double lasts; /* whole seconds */
    uint64_t seed;
    scenario_object *objects;
    size_t object_count;
    scenario_sensor *sensors;
    size_t sensor_count;
    scenario_notice *notices;
    size_t notice_count;
} scenario;

/* Reads a file. seed: NULL takes the one that the file names. NULL: messages say why. */
scenario *scenario_read(const char *path, const uint64_t *seed, text_messages *messages);

/* The same of a text that was read (text/tree.h). */
struct text_tree;
scenario *scenario_of(const struct text_tree *tree, const uint64_t *seed, text_messages *messages);

/* Reads the sensors of a file that has nothing else: they look at objects that a recording brings.
 * Its start and length are not set. */
scenario *scenario_read_radars(const char *path, const uint64_t *seed, text_messages *messages);

/* The stock load for measurements of speed: so many objects of mixed kinds and four radars that
 * send plots (testdata/stock.yaml lists them). NULL where memory was refused. */
scenario *scenario_stock(size_t objects, uint64_t seed);

void scenario_destroy(scenario *one); /* NULL does nothing */

#endif
