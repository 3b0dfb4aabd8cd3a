/* tracklet.h - source tracks turned back into plots.
 *
 * The states that a sensor's own tracker reports are correlated in time: each holds all plots
 * before it. Filtered again as if they were independent they would be counted many times over. A
 * tracklet is what one report adds to the one before: the plot that the source's tracker must have
 * taken in between, with its covariance. Its errors are independent, so everything after it treats
 * it as a plot. The lag of the source's filter is undone with it.
 *
 * With the base (x1, P1), the new report (x2, P2) and F the constant-velocity step between them,
 * the source predicted xm = F x1 and Pm = F P1 F' + Q, and so it took
 *
 *     inv(R) = inv(P2) - inv(Pm),  inv(R) z = inv(P2) x2 - inv(Pm) xm   (positions)
 *
 * (Pao and Kalandros 1997 reconstruct measurements so from a known filter). What the source takes
 * for Q is not known and not configured. A position measurement leaves the regression of velocity
 * on position as it is, G = P2vp inv(P2pp) = Pmvp inv(Pmpp), and Pm is linear in the intensities of
 * noise: so
 *
 *     G (App + Qpp) = Avp + Qvp,  A = F P1 F'
 *
 * are nine equations for two unknowns, solved by least squares in units of correlation, for each
 * pair of reports. That recovers a constant-velocity source's plots to rounding, and those of
 * trackers with several models nearly.
 *
 * Where the covariance has no such terms (diagonal, position only, one figure), a shadow takes its
 * place: a filter of our own, 30 m^2/s^3 across and 1.5 up, that is given the same plots. What it
 * recovers is rougher, and R is doubled. Which of the two applies is found out from the reports:
 * the correlation of position with velocity, averaged over the axes, is above 0.15 in most of them
 * or not.
 */
#ifndef FUSION_ESTIMATE_TRACKLET_H
#define FUSION_ESTIMATE_TRACKLET_H

#include "estimate/cv.h"

/* A report that comes later than this after its base only sets the next base. */
#define TRACKLET_GAP_NS (35 * FUSION_SECOND)

/* What is kept for one number of one source; the caller's. All zero: nothing heard yet. */
typedef struct tracklet {
    bool begun;
    bool shadowed;     /* base.covariance is the shadow's and not the source's */
    int8_t correlated; /* reports with terms of velocity and position less those without, -4 to 4 */
    int64_t time_ns;   /* of the base */
    cv_state base;
} tracklet;

/* What one report adds. */
typedef struct tracklet_plot {
    double position[3];   /* ECEF */
    double covariance[6]; /* packed; a direction that says nothing has 1e6 times the report's
                             variance */
    int directions;       /* how many of three say something; 0: nothing to be fused */
    cv_noise noise;       /* the source's, as fitted; that of the shadow otherwise */
} tracklet_plot;

/* Makes this report the base, and nothing of what was before: for the first report of a number, and
 * when the caller has found a jump, a gap or another object under the number.
 *
 * FUSION_NOT_POSITIVE  the position's covariance is not positive definite; *track is as it was
 */
FUSION_CHECKED fusion_status tracklet_begin(tracklet *track, const fusion_state *report,
                                            int64_t time_ns);

/* Takes the next report of the number: *plot is what it adds, and it becomes the base. Where
 * nothing was begun, or the base is older than TRACKLET_GAP_NS, it only becomes the base
 * (directions 0).
 *
 * A direction in which less than 0.02 of the report's information is new says nothing: the source
 * coasted, or looked from one side only. That is no fault. Its variance of 1e6 leaves such a
 * direction out of distance and update; in a likelihood it counts, alike for every track.
 *
 * FUSION_LATE          time_ns is not after the base; nothing changed
 * FUSION_NOT_POSITIVE  as above; nothing changed
 */
FUSION_CHECKED fusion_status tracklet_take(tracklet *track, const fusion_state *report,
                                           int64_t time_ns, tracklet_plot *plot);

#endif
