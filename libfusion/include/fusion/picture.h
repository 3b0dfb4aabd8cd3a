/* picture.h - what a view shows at an epoch.
 *
 * A picture is a function of what was released to the view and of nothing else: no count, number
 * or order in it depends on a report that the view did not get.
 */
#ifndef FUSION_PICTURE_H
#define FUSION_PICTURE_H

#include "fusion/registry.h"
#include "fusion/report.h"

typedef enum fusion_track_status {
    FUSION_TENTATIVE = 1,
    FUSION_CONFIRMED,
    FUSION_COASTING
} fusion_track_status;

/* Marks of a track in a picture; the values of the wire. */
enum {
    FUSION_MARK_CONFLICT = 1,         /* sources disagree on its identity or its categories, or give
                                       * its number to another object too */
    FUSION_MARK_HEIGHT_UNKNOWN = 2,   /* no source gave a height */
    FUSION_MARK_VELOCITY_UNKNOWN = 4, /* withheld by the form */
    FUSION_MARK_PRESSURE = 8,         /* height is pressure altitude */
    FUSION_MARK_RELEASED_PLACE = 16   /* the released place is shown, not an own estimate */
};

/* What a source says that the track is, as released. */
typedef struct fusion_claim {
    uint16_t sensor; /* index into the registry; fusion_sensor_unnamed(nation) where it may not be
                      * named */
    uint8_t nation;  /* likewise; FUSION_NATION_UNNAMED */
    uint8_t categories;
    uint8_t identity; /* fusion_identity */
    uint8_t identity_percent;
} fusion_claim;

#define FUSION_CLAIMS_MAX 8

typedef struct fusion_track {
    uint64_t number;    /* under 2^48: keyed hash of the released report that began it; never 0 */
    double position[3]; /* ECEF, m, at the end of the epoch */
    double velocity[3]; /* likewise, m/s */
    double covariance[21]; /* of both: packed 6 x 6, as in report.h */
    int64_t newest_ns;     /* time of the newest released measurement in it */
    uint32_t type_code;
    uint8_t status; /* fusion_track_status */
    uint8_t categories;
    uint8_t identity;         /* fusion_identity, of all sources together */
    uint8_t identity_percent; /* chance of its side; 0: it has none, or one originator alone spoke
                               * and said no confidence */
    uint8_t marks;
    uint8_t form; /* index of the form that decides what is shown; see gate.h */
    char label[65];
    uint64_t sensors[FUSION_SENSORS_MAX / 64]; /* bit s: sensor s contributes and may be named */
    uint32_t nations;                          /* bit n: nation n contributes and may be named */
    uint64_t absorbed; /* number of a confirmed track that turned out to be of the same object and
                        * was merged into this one within the last minute; of several, the last
                        * one; 0: none */

    /* Where sources disagree on identity or categories: what each says, in order of nation and
     * sensor, those that may not be named last. */
    uint8_t claim_count;
    fusion_claim claims[FUSION_CLAIMS_MAX];
} fusion_track;

#endif
