/* picture_columns.h - a picture rounded to columns of integers, and the lists that they point into.
 *
 * Private to picture_wire.c. Every number that goes on the wire is made here, once, as an integer;
 * what follows only copies and subtracts.
 */
#ifndef DAEMON_PICTURE_COLUMNS_H
#define DAEMON_PICTURE_COLUMNS_H

#include "daemon/config/config.h"
#include "fusion/picture.h"

/* Columns of four bytes that change from epoch to epoch: a change holds their differences. */
enum {
    WIDE_LAT,
    WIDE_LON,
    WIDE_HEIGHT,
    WIDE_EAST,
    WIDE_NORTH,
    WIDE_UP,
    WIDE_AGE,
    WIDE_MAJOR,
    WIDE_MINOR,
    WIDE_TURN,
    WIDE_VERTICAL,
    WIDE_SPEED,
    WIDE_COUNT
};

/* Columns of one byte. */
enum {
    NARROW_STATUS,
    NARROW_CATEGORIES,
    NARROW_IDENTITY,
    NARROW_PERCENT,
    NARROW_MARKS,
    NARROW_COUNT
};

/* Everyone who can be named: sensors, and nations that stand for themselves. By name, so that the
 * order tells nothing of the registry. */
#define SOURCES_MAX  (FUSION_SENSORS_MAX + FUSION_NATIONS_MAX)
#define SOURCE_WORDS ((SOURCES_MAX + 63) / 64)

typedef struct source_name {
    const char *nation;
    const char *sensor; /* "" for a nation by itself */
} source_name;

typedef struct source_names {
    size_t count;
    source_name names[SOURCES_MAX];       /* sorted by nation, then sensor */
    uint16_t sensors[FUSION_SENSORS_MAX]; /* place of the registry's sensor in names */
    uint16_t nations[FUSION_NATIONS_MAX];
} source_names;

/* Bit i: names[i]. */
typedef struct source_key {
    uint64_t bits[SOURCE_WORDS];
} source_key;

/* What sources say of a track on which they disagree, by name, those not released last. */
typedef struct column_claims {
    uint8_t count;
    struct {
        uint16_t name; /* place among the names; SOURCES_MAX: not released */
        uint8_t categories, identity, identity_percent;
    } of[FUSION_CLAIMS_MAX];
} column_claims;

typedef struct picture_columns {
    size_t count, room;
    uint64_t *number;
    uint32_t *wide[WIDE_COUNT]; /* signed columns in two's complement */
    uint8_t *narrow[NARROW_COUNT];
    uint32_t *type_code;
    char (*label)[65];
    uint8_t *form; /* index among all forms: config_forms */
    source_key *sources;
    column_claims *claims;
    uint64_t *absorbed;   /* a track that was merged into it of late; 0: none */
    uint8_t *listed_form; /* what form and sources are in the lists: see picture_lists.h */
    uint32_t *source_set;
} picture_columns;

/* Keeps pointers into the registry. */
void source_names_make(source_names *names, const fusion_registry *registry);

/* < 0, 0, > 0; by the greatest name in which two sets differ. */
int source_key_compare(const source_key *a, const source_key *b);

/* Rounds tracks[0..count) as they stand at epoch_ns. forms may be NULL: all are exact. false:
 * memory was refused, columns are as they were. */
bool picture_columns_set(picture_columns *columns, const fusion_track *tracks, size_t count,
                         int64_t epoch_ns, const source_names *names,
                         const fusion_registry *registry, const config_forms *forms);

/* Makes `into` the tracks indices[0..count) of `from`, lists included. Their order is kept. */
bool picture_columns_gather(picture_columns *into, const picture_columns *from,
                            const uint32_t *indices, size_t count);
void picture_columns_free(picture_columns *columns);

/* q such that 1 cm x 2^(q/64) is the least that is not below sigma (m, or m/s). */
uint32_t picture_sigma(double sigma);

/* The ellipse of one sigma of a covariance ee, en, nn: sigmas along its axes, and the direction of
 * the longer one from north, clockwise, in [0, pi). */
void picture_ellipse(double ee, double en, double nn, double *major, double *minor, double *turn);

/* The largest sigma in any direction of a packed covariance of three dimensions. */
double picture_largest_sigma(const double packed[6]);

#endif
