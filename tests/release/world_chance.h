/* world_chance.h - what the drawing of worlds draws. Private to world*.c. */
#ifndef TESTS_RELEASE_WORLD_CHANCE_H
#define TESTS_RELEASE_WORLD_CHANCE_H

#include "release/world.h"

static inline bool world_chance(uint64_t *state, unsigned percent)
{
    return world_below(state, 100) < percent;
}

/* A set of at least one of count things, mostly few. */
static inline unsigned world_some_of(uint64_t *state, unsigned count)
{
    unsigned set = 1u << world_below(state, count);
    while (world_chance(state, 40))
        set |= 1u << world_below(state, count);
    return set;
}

/* One of those in a set that is not empty. */
static inline unsigned world_one_of(uint64_t *state, unsigned set)
{
    unsigned index = world_below(state, 32);
    while (!(set >> index & 1u))
        index = (index + 1) % 32;
    return index;
}

/* Few of them, so that what is drawn meets. */
static inline unsigned world_category(uint64_t *state)
{
    return world_below(state, world_chance(state, 60) ? 3 : 8);
}

/* Seconds, gathered where things happen. */
static inline int world_time(uint64_t *state)
{
    return (int)world_below(state, 60) * 10;
}

#endif
