/* unmeasured.h - a height or a climb that a report has of a prior only.
 *
 * Its errors are the same each time, so they are no news: a track learns from it no more than would
 * leave the prior's own variance, however many reports there are. And where a range was measured
 * the place moves on an arc as the height changes (fusion/report.h, `bend`): what the track knows
 * of its height moves the place along that arc before the two are compared.
 */
#ifndef FUSION_TRACK_UNMEASURED_H
#define FUSION_TRACK_UNMEASURED_H

#include "estimate/cv.h"
#include "fusion/report.h"

/* Of a state whose height is not known: moves the place and widens its noise (ECEF, m; packed, m2)
 * for a filter whose mean at that time this is. Gives the log of what the widening takes from the
 * likelihood of a height drawn from the prior. */
double unmeasured_height(const fusion_state *state, const cv_state *mean, double position[3],
                         double r[6]);

/* Likewise of a state whose climb is believed; r is that of its velocity, m2/s2. */
double unmeasured_climb(const fusion_state *state, const cv_state *mean, double r[6]);

#endif
