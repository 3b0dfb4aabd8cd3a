#include "track/region.h"

#include <math.h>

#define PI 3.14159265358979323846

size_t region_of(const double place[3])
{
    const double radius = sqrt(place[0] * place[0] + place[1] * place[1] + place[2] * place[2]);
    const double lat = radius > 0.0 ? asin(place[2] / radius) : 0.0;
    const double up = fmin((lat / PI + 0.5) * REGION_BANDS, REGION_BANDS - 1.0);
    const double band = floor(fmax(up, 0.0));
    const double around = 2.0 * REGION_BANDS * cos(((band + 0.5) / REGION_BANDS - 0.5) * PI);
    const double along = (atan2(place[1], place[0]) / PI + 1.0) / 2.0 * floor(around + 1.0);
    return (size_t)band * 2 * REGION_BANDS + (size_t)fmin(fmax(along, 0.0), floor(around));
}
