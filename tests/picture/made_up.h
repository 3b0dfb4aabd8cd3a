/* made_up.h - a made-up configuration and made-up tracks for the tests of pictures. */
#ifndef TESTS_PICTURE_MADE_UP_H
#define TESTS_PICTURE_MADE_UP_H

#include "daemon/config/config.h"
#include "estimate/random_filter.h"
#include "fusion/picture.h"

#define MADE_UP_START (INT64_C(1930359600) * FUSION_SECOND)

/* In [0, 1), and a whole number below 2^48. */
double made_up_chance(random_source *source);
uint64_t made_up_number(random_source *source);

/* View JPN+ROK.hub; two nations, three sensors, in an order that is not that of their names. No
 * book: all forms are exact. free() it. */
config *made_up_config(void);

/* A confirmed track at a place, sigma 100 m and 5 m/s along every axis, measured at MADE_UP_START.
 */
fusion_track made_up_track(uint64_t number, double lat_deg, double lon_deg, double height);

#endif
