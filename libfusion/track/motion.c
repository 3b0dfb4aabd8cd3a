#include "track/motion.h"

#include <math.h>

motion motion_of(uint8_t categories)
{
    static const motion table[FUSION_CATEGORIES] = {
        {{1000.0, 1000.0}, 1500.0, 1000.0, 20e3}, /* missile */
        {{30.0, 0.5}, 200.0, 10.0, 5e3},          /* air */
        {{0.05, 1e-4}, 8.0, 0.05, 4e3},           /* surface */
        {{0.02, 0.01}, 5.0, 0.5, 4e3},            /* subsurface */
        {{0.01, 1e-4}, 1.0, 0.05, 2e3},           /* mine */
        {{0.05, 0.01}, 10.0, 0.5, 4e3},           /* land */
    };
    if ((categories & ~(FUSION_NUCLEAR | FUSION_CYBER)) == 0)
        categories = FUSION_AIR;
    motion most = {{0.0, 0.0}, 0.0, 0.0, 0.0};
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++) {
        if ((categories & 1u << k) == 0)
            continue;
        most.noise.horizontal = fmax(most.noise.horizontal, table[k].noise.horizontal);
        most.noise.vertical = fmax(most.noise.vertical, table[k].noise.vertical);
        most.speed_horizontal = fmax(most.speed_horizontal, table[k].speed_horizontal);
        most.speed_vertical = fmax(most.speed_vertical, table[k].speed_vertical);
        most.lost = fmax(most.lost, table[k].lost);
    }
    return most;
}
