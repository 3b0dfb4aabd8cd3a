/* arrivals.h - how often objects come up in a region, and leave it, learnt from those that did.
 *
 * A plot that is no track's is false, or the first of a new object; which of the two depends on how
 * thick either lie. New objects are counted once they are beyond doubt, and held against the looks
 * of all sensors there, as areas: a Poisson rate with its gamma prior. What is configured is worth
 * one new object, what was seen in the last two minutes or so takes its place, for objects come in
 * waves. In height they are as spread as those of the category are believed to be
 * (estimate/height.h).
 *
 * What a region's first looks find had been there all along, and says nothing of how often more
 * come: counting begins when the slowest of its sensors has looked four times. More than is
 * configured is never believed: what comes up more often than that was mostly lost and found again,
 * or is false in a way that lasts.
 *
 * A plot of an object may be its last, for it leaves; how often, in the time that tracks beyond
 * doubt were held, is learnt likewise. So where hardly anybody leaves it takes more missed looks to
 * believe it. What is learnt in an epoch counts from the next one on.
 */
#ifndef FUSION_TRACK_ARRIVALS_H
#define FUSION_TRACK_ARRIVALS_H

#include "track/region.h"

#include <stdint.h>

typedef struct arrivals_region {
    int64_t began_ns, at_ns; /* its first look; for which the sums stand */
    int64_t slowest_ns;      /* longest period of its sensors; 0: nobody looked yet */
    int64_t swept;           /* m2 a second, by all sensors together */
    double looked, born;     /* m2, and objects, as of late */
    double held, left;       /* s of objects, and objects that were seen no more, likewise */
    int64_t new_held_ns;
    uint32_t new_born, new_left; /* in this epoch */
    uint32_t next;               /* of those with something new, from 1 on */
} arrivals_region;

typedef struct arrivals {
    arrivals_region regions[REGIONS];
    uint32_t changed; /* the first of those with something new, from 1 on; 0: none */
} arrivals;

/* From now on a sensor looks at so many m2 more around the place, once in each period. Returns the
 * region. */
size_t arrivals_look(arrivals *all, const double place[3], double area, int64_t period_ns,
                     int64_t now_ns);

/* From now on it does not any more. */
void arrivals_look_away(arrivals *all, size_t region, double area, int64_t period_ns,
                        int64_t now_ns);

/* An object that is now at the place is one beyond doubt, and was first seen then. */
void arrivals_born(arrivals *all, const double place[3], int64_t begun_ns);

/* New objects expected a look and cubic metre, where they are spread over a height of `span` and
 * `configured` is believed to begin with. */
double arrivals_density(const arrivals *all, const double place[3], int64_t now_ns, double span,
                        double configured);

/* An object at the place was seen again after so long; is given up. */
void arrivals_held(arrivals *all, const double place[3], int64_t after_ns);
void arrivals_left(arrivals *all, const double place[3]);

/* The chance that a plot of an object is its last: never more than is believed to begin with, and
 * never less than a tenth of that. */
double arrivals_leaving(const arrivals *all, const double place[3], int64_t now_ns,
                        double believed);

/* What was new is known from now on. */
void arrivals_turn(arrivals *all, int64_t now_ns);

#endif
