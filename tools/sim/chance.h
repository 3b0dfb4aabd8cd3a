/* chance.h - random numbers that are the same on every machine.
 *
 * Whole numbers and comparisons only: no function of the C library takes part in a draw, so that a
 * seed gives the same numbers under every compiler and libm. Each sensor and each object has a
 * generator of its own, seeded by the scenario's seed and its name: one more sensor changes nothing
 * of what the others draw.
 */
#ifndef TOOLS_SIM_CHANCE_H
#define TOOLS_SIM_CHANCE_H

#include <stdint.h>

typedef struct chance {
    uint64_t state[4];
} chance;

/* xoshiro256** (Blackman and Vigna 2018), its state filled by splitmix64 from seed and name. */
chance chance_seeded(uint64_t seed, const char *name);

uint64_t chance_next(chance *from);

/* Uniform in [0, 1), a multiple of 2^-53; in [low, high). */
double chance_uniform(chance *from);
double chance_between(chance *from, double low, double high);

/* Standard normal. Algorithm N of Karney (2016, "Sampling exactly from the normal distribution"),
 * on doubles: exact but for their 53 bits. */
double chance_normal(chance *from);

/* Poisson, 0 <= mean <= 100: arrivals counted until their uniform gaps, multiplied, fall below
 * exp(-mean) (Knuth, The Art of Computer Programming 2, 3.4.1). exp comes from libm: a machine
 * whose exp differs in the last bit agrees on all but one draw in 10^15. */
unsigned chance_poisson(chance *from, double mean);

#endif
