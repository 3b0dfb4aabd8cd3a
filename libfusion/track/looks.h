/* looks.h - when a sensor should have seen a track, and whether it did.
 *
 * A look is missed only when it is overdue: 1.05 periods and 0.3 s after the last, and as much
 * again as the sensor's reports are late; nothing is assumed of where an antenna points. Only a
 * sensor that has seen the track can miss it. Whether it still can, where the object is now, is
 * itself a chance, of each sensor and track: it falls with every look missed, so that the end of
 * one sensor's coverage does not end the track; the sensor that saw it last is held to see it.
 *
 * What was due while the sensor was off nobody missed (hearing.h).
 *
 * A sensor without period (AIS, ADS-B), or one that is not named, is held to about twice its usual
 * interval, with even odds.
 */
#ifndef FUSION_TRACK_LOOKS_H
#define FUSION_TRACK_LOOKS_H

#include "track/conditions.h"
#include "track/track.h"

typedef struct life_rules {
    const fusion_engine_settings *settings;
    const fusion_registry *registry;
    conditions *learnt; /* NULL where nothing is decided but what is shown */
} life_rules;

/* What is left of a chance where what it foretold with `detection` was not seen (Bayes' rule). */
double look_unseen(double chance, double detection);

/* From look to look, ns: the sensor's period, or what stands for it. */
int64_t look_period(const look *at, life_rules rules);

/* That a look sees the object, if the sensor can; that the next look of the measurement's sensor
 * sees the track, if it is an object. */
double look_detection(const look *at, life_rules rules);
double look_chance(const track *one, const measure *seen, life_rules rules);

/* The measurement is the sensor's newest look at the track. */
void look_take(track *one, const measure *seen);

/* What the looks before the measurement taught, which did not see the object though it was there;
 * before look_take(). */
void look_learn(const track *one, look *at, const measure *seen, life_rules rules);

/* A look that was counted as missed before its report came was not missed: gives the factor by
 * which the odds of existence rise again. */
double look_refund(const track *one, look *at, const measure *seen, life_rules rules);

/* Counts the looks that are overdue at now_ns: each lowers the track's existence. */
void look_count(track *one, int64_t now_ns, life_rules rules);

/* Whether no sensor has seen the track within about two of its looks. */
bool look_silent(const track *one, int64_t now_ns, life_rules rules);

#endif
