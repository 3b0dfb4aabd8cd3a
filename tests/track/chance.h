/* chance.h - seeded random numbers for the tests of track/: the same everywhere. */
#ifndef TESTS_TRACK_CHANCE_H
#define TESTS_TRACK_CHANCE_H

#include <math.h>
#include <stdint.h>

/* SplitMix64 (Steele, Lea and Flood 2014). */
static inline uint64_t chance_next(uint64_t *state)
{
    uint64_t x = *state += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* In [0, 1). */
static inline double chance_unit(uint64_t *state)
{
    return (double)(chance_next(state) >> 11) * 0x1p-53;
}

/* Normal, mean 0 and sigma 1 (Box and Muller 1958). */
static inline double chance_normal(uint64_t *state)
{
    const double radius = sqrt(-2.0 * log(1.0 - chance_unit(state)));
    return radius * cos(6.283185307179586 * chance_unit(state));
}

#endif
