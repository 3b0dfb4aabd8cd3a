/* life.h - whether a track stands for an object: its chance of that, its looks, its end.
 *
 * Existence is a probability (integrated probabilistic data association, Musicki, Evans and
 * Stankovic 1994; jointly, Musicki and Evans 2004). A first plot is an object with the share that
 * new objects have of new objects and false plots, as thick as either came of late (arrivals.h,
 * conditions.h). A measurement that is the track's with some chance says that it exists with at
 * least that chance; a look that should have seen the object and did not (looks.h) lowers it by
 * Bayes' rule.
 *
 * Probability of detection and density of false plots are learnt where the track is
 * (conditions.h). What AIS and ADS-B hear is never false: the first report is an object already,
 * and a report that is no known object's is one's not yet heard.
 */
#ifndef FUSION_TRACK_LIFE_H
#define FUSION_TRACK_LIFE_H

#include "track/looks.h"

/* It is AIS or ADS-B, without period and by name: what objects say of themselves. Such reports come
 * one by one, and not from nowhere. */
bool life_reports_itself(const measure *seen, life_rules rules);

/* A track's first measurement, which with the chance `alone` is of no other track. */
void life_begin(track *one, const measure *first, double alone, life_rules rules);

/* A track's first plot is in question no more: something follows it, the track ends, or it is given
 * up for another that has its plots. Nothing, where something has followed. */
void life_close_first(const track *one, life_rules rules);

/* Counts a measurement that was given to the track; its fit is that before the update. */
void life_hit(track *one, const measure *seen, const imm_fit *fit, life_rules rules);

/* Log of the weight of the measurement being the track's against its being false and the track
 * unseen; its fit is that before the update. */
double life_log_weight(const track *one, const measure *seen, const imm_fit *fit, life_rules rules);

/* Its existence by then: where the measurement is not the track's, it is missed, or is none. */
double life_after(const track *one, const measure *seen, double chance, life_rules rules);

/* A look round in which one of several measurements is the track's with this chance; the likeliest
 * of them. Below LIFE_TAKEN the look counts as still to come. */
#define LIFE_TAKEN 0.5
void life_joint(track *one, const measure *seen, double chance, life_rules rules);

/* Counts the looks that are overdue at now_ns. False: the track ends. */
FUSION_CHECKED bool life_pass(track *one, int64_t now_ns, life_rules rules);

/* How thick the sensor's looks at the track lie at the measurement's moment, against evenly over a
 * period. It comes back to an object after whole periods, whether it turns or stares: of neighbours
 * that it looks at each at a moment of its own, the moment tells them apart. Of false plots it says
 * nothing, for where a beam turns they come at their moment as well. A sensor that has not seen the
 * track yet may look at it now, and so may one that has missed it twice, for what it saw last may
 * have been another. */
double life_moment(const track *one, const measure *seen, life_rules rules);

/* Whether the sensor may have seen the object twice so soon: not within half a period, nor, for .95
 * of one, in one scan where it numbers them, unless it says so itself, by its number for the object
 * or by that of another scan. */
bool life_allows(const track *one, const measure *seen, life_rules rules);

/* Whether the track holds the measurement's number of that sensor, or another one of it. A number
 * not heard for two and a half of its intervals is held no more. */
bool life_holds_number(const track *one, const measure *seen, life_rules rules);
bool life_holds_other_number(const track *one, const measure *seen, life_rules rules);

fusion_track_status life_status(const track *one, int64_t now_ns, life_rules rules);

#endif
