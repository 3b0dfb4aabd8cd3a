#include "track/nis.h"

#include <math.h>

void nis_note(nis *all, uint16_t sensor, const cv_fit *innovation)
{
    if (innovation->dimensions == 0 || sensor >= FUSION_SENSORS_MAX)
        return;
    all->sensors[sensor].plots++;
    all->sensors[sensor].dimensions += (uint64_t)innovation->dimensions;
    all->sensors[sensor].millionths += (uint64_t)llround(innovation->distance2 * 1e6);
}

fusion_innovations nis_of(const nis *all, uint16_t sensor)
{
    if (sensor >= FUSION_SENSORS_MAX)
        return (fusion_innovations){0};
    return (fusion_innovations){.plots = all->sensors[sensor].plots,
                                .dimensions = all->sensors[sensor].dimensions,
                                .sum = (double)all->sensors[sensor].millionths * 1e-6};
}
