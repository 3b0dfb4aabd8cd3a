/* score.h - how good a picture is, held against truth.
 *
 * One fusion_score judges one picture of one view. It is given epoch by epoch, in order of time,
 * the objects that there are and the tracks that the picture shows; an epoch in which the picture
 * shows nothing is given too. It knows positions, velocities and covariances, and nothing of
 * engines or rules.
 *
 *     fusion_score *score = fusion_score_create(&settings, objects);
 *     for each epoch of truth
 *         fusion_score_add(score, time_ns, truth, truth_count, tracks, track_count, NULL);
 *     fusion_score_read(score, &figures);
 *     fusion_score_destroy(score);
 *
 * **Pairs.** In each epoch objects and tracks are paired anew, by the assignment that makes GOSPA
 * least, on positions alone. Two that are the cutoff apart or farther are no pair. What was paired
 * before has no say.
 *
 * **GOSPA** (Rahmathullah, Garcia-Fernandez and Svensson 2017, definition 1) with p = 2, alpha = 2:
 * the root of the pairs' squared distances plus half the squared cutoff for every missed object and
 * every false track. Distances are chords between ECEF positions.
 *
 * **SIAP** (Single Integrated Air Picture; metrics of Votruba, Nisley, Rothrock and Zombro 2001): a
 * track is near an object where they are less than the cutoff apart, whoever is paired with whom.
 * Ambiguity: tracks near an object, for each object near a track. Spuriousness: the share of tracks
 * that are near no object. Completeness: the share of objects that have a pair. Each is the mean
 * over the epochs in which it has a denominator.
 *
 * **Switches.** An object's pair is a switch where its track is not the one that it was paired with
 * last, however long ago that was. So: object A with track X at 1 s; no track at 2 s; at 3 s X is
 * 80 m away and Y 20 m: A is paired with Y, and that is one switch. If at 2 s A had no pair and at
 * 3 s X again, it would be none.
 *
 * Nothing is averaged that has no value: such a figure is NaN here, and is shown as "-" or null.
 */
#ifndef FUSION_SCORE_H
#define FUSION_SCORE_H

#include "fusion/report.h"
#include "fusion/status.h"

typedef struct fusion_score_settings {
    double cutoff; /* GOSPA's c; 1000 m */
    int64_t
        from_ns; /* epochs before it count for first detections and as the past of switches only */
} fusion_score_settings;

fusion_score_settings fusion_score_defaults(void); /* 1000 m, from the beginning of time */

/* An object at an epoch. */
typedef struct fusion_score_truth {
    size_t object; /* 0 to objects - 1 */
    double position[3];
    double velocity[3];
    bool velocity_known;
} fusion_score_truth;

/* A track at an epoch. */
typedef struct fusion_score_track {
    uint64_t track; /* its number: told from another, nothing else */
    double position[3];
    double velocity[3];
    double covariance[6]; /* of position, packed, ECEF */
    bool velocity_known, covariance_known;
} fusion_score_track;

/* One epoch's GOSPA and its parts: gospa^2 = location^2 + cutoff^2 / 2 (missed + false). */
typedef struct fusion_score_epoch {
    double gospa;    /* m */
    double location; /* m */
    size_t pairs, missed, false_tracks;
} fusion_score_epoch;

/* Means are over epochs from settings.from_ns on. NaN: there is no value. */
typedef struct fusion_score_figures {
    size_t epochs;
    double gospa, gospa_location; /* m */
    double missed, false_tracks;  /* objects, tracks an epoch */
    double tracks;                /* shown an epoch, false ones too */
    double completeness;          /* 0 to 1 */
    double ambiguity;             /* at least 1 */
    double spuriousness;          /* 0 to 1 */
    /* Root of the mean over epochs of the epoch's mean squared error. An epoch without a pair
     * counts and adds nothing, as in the yardsticks that are in use: read it beside completeness.
     */
    double rmse, velocity_rmse; /* m, m/s */
    size_t switches;
    double switches_per_object_hour;
    double median_first; /* s from an object's first truth to its first pair */
    double median_first_by_category[FUSION_CATEGORIES]; /* of the objects of that category */
    size_t objects_by_category[FUSION_CATEGORIES];
    size_t never; /* objects that never had a pair */
    /* Mean normalised estimation error squared of positions, 3 where covariances are honest, and
     * the bounds within which it then lies with 95 % chance, pairs taken as independent. */
    double nees, nees_low, nees_high;
    size_t covariances_refused; /* of pairs, for not being positive definite: in no NEES */
} fusion_score_figures;

typedef struct fusion_score fusion_score;

/* categories[0..objects) are the objects' sets of categories, copied. NULL where memory was
 * refused. */
fusion_score *fusion_score_create(const fusion_score_settings *settings, const uint8_t *categories,
                                  size_t objects);
void fusion_score_destroy(fusion_score *score); /* NULL does nothing */

/* Takes one epoch. Times grow strictly; an object stands in an epoch at most once. *epoch, which
 * may be NULL, gets what this epoch alone says.
 *
 * FUSION_LATE          time_ns is not after the epoch before; nothing was taken
 * FUSION_OUT_OF_RANGE  an object is not below `objects`; nothing was taken
 * FUSION_NOT_FINITE    a position is NaN or infinite; nothing was taken
 * FUSION_NO_MEMORY     nothing was taken
 */
FUSION_CHECKED fusion_status fusion_score_add(fusion_score *score, int64_t time_ns,
                                              const fusion_score_truth *truth, size_t truth_count,
                                              const fusion_score_track *tracks, size_t track_count,
                                              fusion_score_epoch *epoch);

/* The figures of all epochs taken so far.
 *
 * FUSION_NO_MEMORY  *figures is as it was
 */
FUSION_CHECKED fusion_status fusion_score_read(const fusion_score *score,
                                               fusion_score_figures *figures);

#endif
