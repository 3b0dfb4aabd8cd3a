#include "tools/sim/chance.h"

#include <math.h>
#include <stdbool.h>

static uint64_t splitmix_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* FNV-1a, 64 bits. */
static uint64_t name_hash(const char *name)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (const char *at = name; *at; at++)
        hash = (hash ^ (unsigned char)*at) * UINT64_C(0x100000001B3);
    return hash;
}

chance chance_seeded(uint64_t seed, const char *name)
{
    uint64_t mix = seed;
    mix = splitmix_next(&mix) ^ name_hash(name);
    chance made;
    for (int i = 0; i < 4; i++)
        made.state[i] = splitmix_next(&mix);
    return made;
}

static uint64_t rotate(uint64_t value, int by)
{
    return value << by | value >> (64 - by);
}

uint64_t chance_next(chance *from)
{
    uint64_t *s = from->state;
    const uint64_t result = rotate(s[1] * 5, 7) * 9;
    const uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

double chance_uniform(chance *from)
{
    return (double)(chance_next(from) >> 11) * 0x1p-53;
}

double chance_between(chance *from, double low, double high)
{
    return low + (high - low) * chance_uniform(from);
}

/* True with probability exp(-p), 0 <= p <= 1: the length of a falling run below p is even (von
 * Neumann 1951). */
static bool falls_evenly(chance *from, double p)
{
    bool even = true;
    double last = p;
    for (;;) {
        const double next = chance_uniform(from);
        if (next >= last)
            return even;
        last = next;
        even = !even;
    }
}

static bool all_fall_evenly(chance *from, double p, unsigned times)
{
    for (unsigned i = 0; i < times; i++)
        if (!falls_evenly(from, p))
            return false;
    return true;
}

/* k with probability proportional to exp(-k^2 / 2): steps N1 and N2. */
static unsigned whole_part(chance *from)
{
    for (;;) {
        unsigned k = 0;
        while (falls_evenly(from, 0.5))
            k++;
        if (k < 2 || all_fall_evenly(from, 0.5, k * (k - 1)))
            return k;
    }
}

double chance_normal(chance *from)
{
    for (;;) {
        const unsigned k = whole_part(from);
        const double x = chance_uniform(from);
        const double p = x * (2.0 * k + x) / (2.0 * k + 2.0);
        if (all_fall_evenly(from, p, k + 1))
            return chance_next(from) >> 63 ? k + x : -(k + x);
    }
}

unsigned chance_poisson(chance *from, double mean)
{
    const double floor = exp(-mean);
    unsigned count = 0;
    for (double product = chance_uniform(from); product > floor; count++)
        product *= chance_uniform(from);
    return count;
}
