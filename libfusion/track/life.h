/* life.h - whether a track stands for an object: its score, its looks, its end.
 *
 * The score is the log of the odds that the object exists (Sittler 1964; Blackman and Popoli 1999,
 * section 6.2). A measurement adds the log of its likelihood against that of a false plot; a look
 * that should have seen the object and did not takes the log of one less the probability of
 * detection. A look is missed only when it is overdue: 1.05 periods and 0.3 s after the last, and
 * as much again as the sensor's reports are late; nothing is assumed of where an antenna points.
 * Only a sensor that has seen the track can miss it, and one that missed SENSOR_GIVES_UP looks in a
 * row is taken not to see it there, as long as another does. The probability of detection is the
 * configured one, worth ten looks, and the looks that were; for each track and sensor by itself.
 *
 * A sensor without period (AIS, ADS-B), or one that is not named, is held to about twice its usual
 * interval, with even odds.
 */
#ifndef FUSION_TRACK_LIFE_H
#define FUSION_TRACK_LIFE_H

#include "track/track.h"

typedef struct life_rules {
    const fusion_engine_settings *settings;
    const fusion_registry *registry;
} life_rules;

/* A track's first measurement. */
void life_begin(track *one, const measure *first);

/* Counts a measurement that was given to the track; its fit is that before the update. */
void life_hit(track *one, const measure *seen, const imm_fit *fit, life_rules rules);

/* The log likelihood ratio that life_hit would add, without its ceiling. */
double life_gain(const track *one, const measure *seen, const imm_fit *fit, life_rules rules);

/* Counts the looks that are overdue at now_ns. False: the track ends. */
FUSION_CHECKED bool life_pass(track *one, int64_t now_ns, life_rules rules);

/* Whether the sensor may have seen the object twice so soon: not within half a period, unless it
 * says so itself, by its number for the object or by that of another scan. */
bool life_allows(const track *one, const measure *seen, life_rules rules);

/* Whether the track holds the measurement's number of that sensor, or another one of it. A number
 * not heard for two and a half of its intervals is held no more. */
bool life_holds_number(const track *one, const measure *seen, life_rules rules);
bool life_holds_other_number(const track *one, const measure *seen, life_rules rules);

fusion_track_status life_status(const track *one, int64_t now_ns, life_rules rules);

#endif
