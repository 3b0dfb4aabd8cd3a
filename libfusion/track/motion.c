#include "track/motion.h"

#include <math.h>

static const motion table[FUSION_CATEGORIES] = {
    {{1000.0, 1000.0}, 1500.0, 1000.0, 20e3}, /* missile */
    {{80.0, 0.3}, 200.0, 10.0, 5e3},          /* air */
    {{0.05, 1e-4}, 8.0, 0.05, 4e3},           /* surface */
    {{0.02, 0.01}, 5.0, 0.5, 4e3},            /* subsurface */
    {{0.01, 1e-4}, 1.0, 0.05, 2e3},           /* mine */
    {{0.05, 0.01}, 10.0, 0.5, 4e3},           /* land */
};
#define AIR 1

static motion larger(motion one, motion other)
{
    return (motion){{fmax(one.noise.horizontal, other.noise.horizontal),
                     fmax(one.noise.vertical, other.noise.vertical)},
                    fmax(one.speed_horizontal, other.speed_horizontal),
                    fmax(one.speed_vertical, other.speed_vertical),
                    fmax(one.lost, other.lost)};
}

motion motion_of(uint8_t categories)
{
    categories &= (uint8_t) ~(FUSION_NUCLEAR | FUSION_CYBER);
    if (categories == 0 || categories == FUSION_AIR)
        return table[AIR];
    motion most = {{0.0, 0.0}, 0.0, 0.0, 0.0};
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        if (categories & 1u << k)
            most = larger(most, table[k]);
    return most;
}
