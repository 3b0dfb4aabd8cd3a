/* field.h - one object that stands still and three sensors, for tests of life.h by hand.
 *
 * As configured, 9 of 10 looks see an object, and 1 plot in 51 that no track expects is a new one.
 * A look at a track weighs beside ten that did as the region does; where a sensor first saw it, it
 * can see it with 9/10.
 */
#ifndef TESTS_TRACK_FIELD_H
#define TESTS_TRACK_FIELD_H

#include "track/life.h"

#include "scene.h"

#define EXACT         1e-12 /* some ten roundings of odds, relative */
#define FIELD_SEES    0.9
#define FIELD_BORN    (1.0 / 51.0)
#define FIELD_CLUTTER 2e-14 /* false plots in a cubic metre */

typedef struct field {
    scene *scene;
    fusion_engine_settings settings;
    conditions learnt;
    life_rules rules;
    room memory;
    uint16_t radar, other; /* of 4 s */
    uint16_t adsb;         /* without period */
} field;

/* One at a time: it is static. */
field *field_new(void);

int64_t field_at(double seconds);

/* The object as a sensor sees it, to 100 m. */
measure field_seen(field *in, uint16_t sensor, double seconds);

/* The track that it begins at 0 s, in a static place, with this chance of being of no other. */
track *field_begun(field *in, uint16_t sensor, double alone);

/* A plot that is so many times as dense where it lies as false ones are. */
imm_fit field_fit(double times);

static inline double odds(double chance)
{
    return chance / (1.0 - chance);
}

/* Bayes' rule: what is left of r after a look that would have seen it with d did not. */
static inline double unseen(double r, double d)
{
    return r * (1.0 - d) / (r * (1.0 - d) + (1.0 - r));
}

#endif
