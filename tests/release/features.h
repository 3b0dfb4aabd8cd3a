/* features.h - everything that a rule book can say, as something that can be left unsaid.
 *
 * A feature decides a case where the answer is another without it. So the random tests can show
 * that they try each of them.
 */
#ifndef TESTS_RELEASE_FEATURES_H
#define TESTS_RELEASE_FEATURES_H

#include "release/world.h"

/* Takes the feature out of the world and the case. Where there is none, both stay as they are. The
 * world need not be one that a book can be written of any more. */
typedef void feature_drop(world *w, world_case *one, unsigned which);

typedef struct feature {
    const char *name;
    feature_drop *drop;
    unsigned which;
    bool of_case; /* only the case changes */
} feature;

enum { FEATURES = 74 };
extern const feature features[FEATURES];

#endif
