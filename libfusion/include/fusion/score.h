/* score.h - how good a picture is, held against truth.
 *
 * One fusion_score judges one picture of one view. It is given epoch by epoch, in order of time,
 * the objects that there are and the tracks that the picture shows; an epoch in which the picture
 * shows nothing is given too. It knows positions, velocities and covariances, and nothing of
 * engines or rules. Truth between two epochs of the picture is told by fusion_score_pass instead.
 *
 *     fusion_score *score = fusion_score_create(&settings, categories, objects);
 *     for each epoch of truth
 *         fusion_score_add(score, time_ns, truth, truth_count, tracks, track_count, NULL);
 *     fusion_score_read(score, &figures);
 *     fusion_score_destroy(score);
 *
 * **Pairs.** In each epoch objects and tracks are paired anew, by the assignment that makes GOSPA
 * and OSPA least (it is the same one), on positions alone. Two that are the cutoff c apart or
 * farther are no pair. What was paired before has no say. A track is *near* an object where they
 * are less than c apart, whoever is paired with whom. It *belongs* to the object that it is paired
 * with, else to the nearest that it is near to: to one at most, while an object may have several.
 *
 * **GOSPA** (Rahmathullah, Garcia-Fernandez and Svensson 2017, definition 1) with p = 2, alpha = 2:
 * the root of the pairs' squared distances plus half the squared cutoff for every missed object and
 * every false track. Distances are chords between ECEF positions.
 *
 * **OSPA** (Schuhmacher, Vo and Vo 2008, equation 3) with p = 2: with n the larger of the two
 * numbers, the root of the n-th part of the pairs' squared distances plus c^2 for each of the n
 * that has no pair. At most c; 0 where nothing is and nothing is shown.
 *
 * **OSPA(2)** (Beard, Vo and Vo 2020) with p = 2, q = 1: OSPA between the objects and
 * the tracks of the last `window` epochs, each taken as a whole. Their distance is the mean, over
 * the epochs in which at least one of the two was there, of their distance cut off at c, or c where
 * only one was there. So a swap that OSPA does not see costs here. While fewer epochs were given,
 * the window is shorter.
 *
 * **GOSPA of trajectories** (Garcia-Fernandez, Rahmathullah and Svensson 2020, section IV) with
 * p = 2: who is whose is said for all epochs together. A pair costs its squared distance, cut off
 * at c^2, and each object or track alone half of c^2; each time an object takes another track costs
 * gamma^2, and each time it takes one or gives one up, half of that. What was taken may be kept
 * while either is away. The sum is divided by the number of epochs before the root is taken, so
 * that it compares with GOSPA; with gamma 0 it is the root mean square of GOSPA. To find the least
 * cost is hard. What is given is the cost of an assignment that was found, and a bound below which
 * no assignment is, nor any in parts (the linear programme of that paper): the metric lies between.
 * Mostly the two are one.
 *
 * **SIAP** (Single Integrated Air Picture; metrics of Votruba, Nisley, Rothrock and Zombro 2001).
 * Means over the epochs in which they have a denominator:
 * - completeness: the share of objects that have a pair;
 * - ambiguity: tracks near an object, for each object near a track;
 * - spuriousness: the share of tracks that are near no object.
 * Over all epochs together, as the source has it:
 * - position and velocity accuracy: mean distance, and mean difference of velocity, between a track
 *   and the object that it belongs to;
 * - identity completeness, correctness, ambiguity: of the objects whose true identity is known and
 *   that have a track, the share of which a track says an identity; of which all tracks say the
 *   right one; of which some say one, but not all the right one and not all a wrong one. Friend,
 *   neutral and hostile are told apart; assumed friend is friend and suspect is hostile; none,
 *   pending and unknown say nothing;
 * - rate of track number change: for each object the fewest tracks that cover, each a stretch in
 *   which it belongs to the object without a break, all epochs in which it has one; less one; over
 *   the time in which objects have tracks. An epoch in which the object has no track breaks no
 *   stretch, unless the track belonged to another object meanwhile.
 * - longest track segment: for each object the longest row of epochs in each of which one and the
 *   same track belongs to it; their sum over the time in which the objects were there.
 *
 * **Switches.** An object's pair is a switch where its track is not the one that it was paired with
 * last, however long ago that was. So: object A with track X at 1 s; no track at 2 s; at 3 s X is
 * 80 m away and Y 20 m: A is paired with Y, and that is one switch. If at 2 s A had no pair and at
 * 3 s X again, it would be none. (The rate of track number change differs: there X, which belongs
 * to A at 3 s too, covers all.)
 *
 * **NEES** (Bar-Shalom, Li and Kirubarajan 2001, section 5.4.2): the mean over pairs of
 * e' inv(P) e, for positions and for velocities: 3 where covariances are honest, more where they
 * are too small. Its bounds are those that the mean of as many independent values keeps in 95 of
 * 100 cases as there are objects in it, all with as many pairs (or as many as unequal numbers of
 * pairs are worth): from one second to the next an object's error is nearly the same error. Over
 * minutes it changes, so an honest picture keeps them oftener than that. For forty objects they
 * are 2.3 and 3.8. Of an epoch, each pair is of another object; `nees_inside` is the share of
 * epochs whose mean keeps the bounds of its own.
 *
 * Nothing is averaged that has no value: such a figure is NaN here, and is shown as "-" or null.
 */
#ifndef FUSION_SCORE_H
#define FUSION_SCORE_H

#include "fusion/report.h"
#include "fusion/status.h"

typedef struct fusion_score_settings {
    double cutoff; /* GOSPA's c; 1000 m */
    /* Epochs before it count for first detections, as the past of switches and in the window. */
    int64_t from_ns;
    unsigned window; /* epochs of OSPA(2), 1 to FUSION_SCORE_WINDOW_MAX; 10 */

    bool trajectories; /* keep what trajectories need: 32 bytes a near pair and epoch; no */
    double switching;  /* their gamma; 500 m */
} fusion_score_settings;

#define FUSION_SCORE_WINDOW_MAX 64

/* As said above, and from the beginning of time. */
fusion_score_settings fusion_score_defaults(void);

/* An object at an epoch. */
typedef struct fusion_score_truth {
    size_t object; /* 0 to objects - 1 */
    double position[3];
    double velocity[3];
    uint8_t identity; /* fusion_identity; none, pending, unknown: it is in no figure of identity */
    bool velocity_known;
} fusion_score_truth;

/* A track at an epoch. */
typedef struct fusion_score_track {
    uint64_t track; /* its number: told from another, nothing else */
    double position[3];
    double velocity[3];
    double covariance[6];          /* of position, packed, ECEF */
    double velocity_covariance[6]; /* likewise */
    uint8_t identity;              /* fusion_identity */
    bool velocity_known, covariance_known, velocity_covariance_known;
} fusion_score_track;

/* One epoch's GOSPA and its parts: gospa^2 = location^2 + cutoff^2 / 2 (missed + false). */
typedef struct fusion_score_epoch {
    double gospa;    /* m */
    double location; /* m */
    double ospa;     /* m */
    double ospa2;    /* m, of the window that ends with this epoch */
    size_t pairs, missed, false_tracks;
} fusion_score_epoch;

/* Means are over epochs from settings.from_ns on. NaN: there is no value. */
typedef struct fusion_score_figures {
    size_t epochs;
    double gospa, gospa_location; /* m */
    double ospa, ospa2;           /* m */
    double missed, false_tracks;  /* objects, tracks an epoch */
    double tracks;                /* shown an epoch, false ones too */
    double completeness;          /* 0 to 1 */
    double ambiguity;             /* at least 1 */
    double spuriousness;          /* 0 to 1 */
    double position_accuracy;     /* m */
    double velocity_accuracy;     /* m/s */
    double identity_completeness, identity_correctness, identity_ambiguity; /* 0 to 1 */
    /* Root of the mean over epochs of the epoch's mean squared error. An epoch without a pair
     * counts and adds nothing, as in the yardsticks that are in use: read it beside completeness.
     */
    double rmse, velocity_rmse; /* m, m/s */
    size_t switches;
    double switches_per_object_hour;
    size_t number_changes;
    double number_changes_per_tracked_hour;
    double longest_segment; /* 0 to 1 */
    double median_first;    /* s from an object's first truth to its first pair */
    double median_first_by_category[FUSION_CATEGORIES]; /* of the objects of that category */
    size_t objects_by_category[FUSION_CATEGORIES];
    size_t never; /* objects that never had a pair */
    /* Each with the bounds that it keeps where covariances are honest, and the share of epochs
     * whose own mean keeps its own bounds, 0.95 where all is well. */
    double nees, nees_low, nees_high, nees_inside; /* of positions */
    double velocity_nees, velocity_nees_low, velocity_nees_high;
    size_t covariances_refused; /* of pairs, for not being positive definite: in no NEES */
} fusion_score_figures;

/* GOSPA of trajectories and its parts, over the epochs that count; NaN where there are none:
 * gospa^2 = location^2 + cutoff^2 / 2 (missed + false) + switching^2 switches / epochs. */
typedef struct fusion_score_trajectory {
    double gospa, gospa_low;     /* m: of the assignment that was found; of no other less than */
    double location;             /* m */
    double missed, false_tracks; /* objects, tracks an epoch */
    double switches;             /* 1: another track; 0.5: a first one late, or none any more */
} fusion_score_trajectory;

typedef struct fusion_score fusion_score;

/* categories[0..objects) are the objects' sets of categories, copied. NULL where memory was
 * refused, or a setting is not as said above. */
fusion_score *fusion_score_create(const fusion_score_settings *settings, const uint8_t *categories,
                                  size_t objects);
void fusion_score_destroy(fusion_score *score); /* NULL does nothing */

/* Takes one epoch. Times grow strictly; an object stands in an epoch at most once, and so does a
 * track's number. *epoch, which may be NULL, gets what this epoch alone says.
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

/* Notes an epoch of truth that the picture has none for, as it is written less often: nothing is
 * shown or missed at it. Its objects are there from then on: first detections count from it.
 *
 * FUSION_LATE          time_ns is not after the epoch before; nothing was noted
 * FUSION_OUT_OF_RANGE  an object is not below `objects`; nothing was noted
 */
FUSION_CHECKED fusion_status fusion_score_pass(fusion_score *score, int64_t time_ns,
                                               const fusion_score_truth *truth, size_t truth_count);

/* Of the epoch taken last, for each object in the order given: the place among the tracks given of
 * the one that it is paired with, or FUSION_SCORE_ALONE. Valid until the next call of
 * fusion_score_add, also of one that fails; NULL where no epoch was taken. */
#define FUSION_SCORE_ALONE SIZE_MAX
const size_t *fusion_score_pairs(const fusion_score *score);

/* s from an object's first truth to its first pair; NaN: it had none yet, or is no object. Two
 * scores of one truth can so be held against each other object by object. */
double fusion_score_first(const fusion_score *score, size_t object);

/* The figures of all epochs taken so far; more epochs may follow.
 *
 * FUSION_NO_MEMORY  *figures is as it was
 */
FUSION_CHECKED fusion_status fusion_score_read(const fusion_score *score,
                                               fusion_score_figures *figures);

/* The figures of trajectories, of all epochs taken so far. It looks at the whole past, and takes
 * memory of pairs times epochs of the largest group that hangs together.
 *
 * FUSION_OUT_OF_RANGE  settings.trajectories is not set; *figures is as it was
 * FUSION_NO_MEMORY     *figures is as it was
 */
FUSION_CHECKED fusion_status fusion_score_trajectories(const fusion_score *score,
                                                       fusion_score_trajectory *figures);

#endif
