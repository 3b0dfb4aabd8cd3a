#include "estimate/height.h"

#include "fusion/report.h"

#include <math.h>

typedef struct belief {
    uint8_t categories;
    double height, sigma;
} belief;

static const belief beliefs[] = {
    {FUSION_SURFACE, 0.0, 50.0},  {FUSION_LAND, 0.0, 50.0},
    {FUSION_MINE, 0.0, 50.0},     {FUSION_SUBSURFACE, -100.0, 100.0},
    {FUSION_AIR, 6000.0, 3500.0}, {FUSION_MISSILE, 60000.0, 50000.0},
};

void height_prior(uint8_t categories, double *height, double *sigma)
{
    const uint8_t bodies = FUSION_SURFACE | FUSION_LAND | FUSION_MINE | FUSION_SUBSURFACE |
                           FUSION_AIR | FUSION_MISSILE;
    const uint8_t asked = categories & bodies ? categories & bodies : FUSION_AIR;
    double parts = 0.0, mean = 0.0, square = 0.0;
    for (size_t i = 0; i < sizeof beliefs / sizeof beliefs[0]; i++)
        if (asked & beliefs[i].categories) {
            const belief *one = &beliefs[i];
            parts += 1.0;
            mean += one->height;
            square += one->height * one->height + one->sigma * one->sigma;
        }
    mean /= parts;
    *height = mean;
    *sigma = sqrt(square / parts - mean * mean);
}
