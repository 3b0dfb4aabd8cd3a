/* height.h - what is believed of a height that no sensor measured.
 *
 * A report without height is not dropped and not put at zero with certainty: it gets the height
 * that objects of its category have, with a sigma that covers them.
 *
 * | category            | height | sigma | because |
 * |---------------------|--------|-------|---------|
 * | surface, land, mine |    0 m |  50 m | sea level lies up to 107 m from the ellipsoid (EGM96),
 * |                     |        |       | within 50 m of it over most seas; masts and low hills |
 * | subsurface          | -100 m | 100 m | from periscope depth to 300 m |
 * | air                 |   6 km | 3.5 km| from the ground to 13 km within two sigma |
 * | missile             |  60 km |  50 km| boost to the top of a short arc |
 *
 * Nuclear and cyber have no body and say nothing. Of several categories any may be true: mean and
 * variance of their mixture in equal parts. An empty set is taken as air.
 */
#ifndef FUSION_ESTIMATE_HEIGHT_H
#define FUSION_ESTIMATE_HEIGHT_H

#include <stdint.h>

/* categories: a set as in fusion/report.h. height above the ellipsoid and its sigma, m. */
void height_prior(uint8_t categories, double *height, double *sigma);

#endif
