/* conduct.h - how a sensor behaves, held against what is claimed of it.
 *
 * Nothing of this steers an engine: probabilities of detection and densities of false plots are
 * learnt where they matter (track/conditions.h), whatever is claimed. But a claim that is far off
 * is a fault of the sensor or of whoever wrote it down, and is said.
 *
 * An engine counts in blocks of FUSION_CONDUCT_PERIODS of the sensor's periods, as its scans are
 * numbered, else as its period is given, else of five minutes; the figures are those of the last
 * whole one. They are of the view's own releases, so the originator's own view knows its sensor
 * best.
 */
#ifndef FUSION_CONDUCT_H
#define FUSION_CONDUCT_H

#include "fusion/registry.h"
#include "fusion/status.h"

#define FUSION_CONDUCT_PERIODS 30

typedef struct fusion_conduct {
    double periods;        /* that passed; 0: no block is whole yet */
    int64_t scan_ns;       /* from a numbered scan to the next; 0: they are not numbered */
    uint64_t seen, missed; /* looks that saw a confirmed track, or did not */
    uint64_t false_plots;  /* of tracks that were never confirmed */
    uint64_t fits;         /* plots that were a confirmed track's, beyond doubt */
    double volume;         /* m3 into which its plots fell; 0: too few tell */
    double distance2;      /* sum of their squared distances to it, a dimension */
    uint64_t timely, rare; /* times between two looks at a track: within half a period of the
                            * period, or longer */
    uint64_t soon;   /* plots that lie on a track, and come within half a period of its last: one
                      * that comes sooner than an object may be seen again, and is no neighbour's */
    int64_t soon_ns; /* sum of those times */
    int64_t shortest_ns;  /* of the times that are not soon */
    uint64_t shared;      /* confirmed tracks that others see as well, at the block's end */
    uint64_t doubles;     /* that no other sees, while one that others see flies beside them */
    double apart, apart2; /* sum of their distances to that, level, m; of the squares */
} fusion_conduct;

typedef enum fusion_claimed {
    FUSION_CLAIMED_PERIOD,
    FUSION_CLAIMED_ACCURACY,
    FUSION_CLAIMED_DETECTION,
    FUSION_CLAIMED_FALSE_PLOTS,
    FUSION_CLAIMED_CLUTTER,
    FUSION_CLAIMED_PLACE
} fusion_claimed;
#define FUSION_CLAIMS_OF_SENSORS 6

/* "period", "accuracy", "detection", "false-plots", "clutter", "place"; NULL for any other. */
const char *fusion_claimed_name(unsigned what);

typedef struct fusion_finding {
    bool known;   /* there was enough to say */
    bool differs; /* the claim is far off */
    double claimed;
    double found;
} fusion_finding;

/* Fills findings[FUSION_CLAIMS_OF_SENSORS].
 *
 * - period, s: from scan to scan, where they are numbered, differs by half. Else by what becomes of
 *   tracks: of 50 times and more, fewer than one in twenty is timely, and by three sigma fewer than
 *   the sensor detects; or five plots come soon for six of them. A period that is right makes as
 *   many timely as the sensor detects. A plot on a track that was seen just now does not count
 *   where it is a neighbour's with a track of its own.
 * - accuracy: how far its plots lie from where tracks expect them, as a multiple of what is stated,
 *   the root of the mean squared distance a dimension, over 50 plots and more; differs above 1.3
 *   and below 0.5. It does not tell noise from an alignment or a clock that is off. It understates:
 *   filters that expect manoeuvres take errors for some, so that it is 1.7 where errors are twice
 *   those stated; of still larger ones most plots are no track's, and detection falls. Of a sensor
 *   without period 0.5 and less is not said: between its plots there may be minutes, and then what
 *   is not known of the object's motion covers all.
 * - detection: the share of looks that saw, of so many that 40 of them did or should have. Differs
 *   by a factor of two. Of looks in a row without sight ten count, for an object may be out of
 *   reach a while: 0.05 is found as 0.12. Where no sensor sees enough to confirm anything, nothing
 *   is found: that is what an empty sky looks like.
 * - false-plots, a period: differs by a factor of three, where ten are claimed or found.
 * - clutter, false plots a scan and m3: over the place on which its plots fell, and the heights
 *   that their objects may have. That place is known within a factor of two; differs by five, where
 *   ten are claimed or found in the block. Where far too much is believed nothing is confirmed, and
 *   all plots count as false.
 * - place, m: how far it sees things from where others see them, so that each has two tracks; known
 *   with three tracks that it shares or that stand double. Differs where three and more stand
 *   double, no fewer than it shares, at distances whose spread is at most half their mean: an
 *   error of place moves all alike. An error that is less than its accuracy bridges is no double:
 *   that is found as an accuracy. Of two sensors it is said of both, for nothing tells which of
 *   them is off.
 *
 * Detection, false-plots and clutter are known only where something is claimed (registry.h).
 */
void fusion_conduct_judge(const fusion_conduct *of, const fusion_sensor *sensor,
                          fusion_finding findings[FUSION_CLAIMS_OF_SENSORS]);

#endif
