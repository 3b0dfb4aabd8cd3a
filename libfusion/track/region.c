#include "track/region.h"

#include <math.h>

#define PI 3.14159265358979323846

static double latitude(const double place[3])
{
    const double radius = sqrt(place[0] * place[0] + place[1] * place[1] + place[2] * place[2]);
    return radius > 0.0 ? asin(place[2] / radius) : 0.0;
}

/* From 0 to 1, and so many regions are there of a band. */
static double around(const double place[3])
{
    return (atan2(place[1], place[0]) / PI + 1.0) / 2.0;
}

static double regions_of(double band)
{
    return floor(2.0 * REGION_BANDS * cos(((band + 0.5) / REGION_BANDS - 0.5) * PI) + 1.0);
}

size_t region_of(const double place[3])
{
    const double up = fmin((latitude(place) / PI + 0.5) * REGION_BANDS, REGION_BANDS - 1.0);
    const double band = floor(fmax(up, 0.0)), count = regions_of(band);
    const double along = around(place) * count;
    return (size_t)band * 2 * REGION_BANDS + (size_t)fmin(fmax(along, 0.0), count - 1.0);
}

/* The two of a band whose middles the place is between. */
static void among_band(region_near *among, int at, double band, double share, double turn)
{
    const double count = regions_of(band), along = turn * count - 0.5, before = floor(along);
    for (int i = 0; i < 2; i++) {
        const double number = fmod(before + i + count, count);
        among->region[at + i] = (size_t)(band * 2 * REGION_BANDS + number);
        among->share[at + i] = share * (i == 0 ? 1.0 - (along - before) : along - before);
    }
}

region_near region_among(const double place[3])
{
    const double most = REGION_BANDS - 1.0, turn = around(place);
    const double up = fmin(fmax((latitude(place) / PI + 0.5) * REGION_BANDS - 0.5, 0.0), most);
    const double band = fmin(floor(up), most - 1.0);
    region_near among;
    among_band(&among, 0, band, 1.0 - (up - band), turn);
    among_band(&among, 2, band + 1.0, up - band, turn);
    return among;
}
