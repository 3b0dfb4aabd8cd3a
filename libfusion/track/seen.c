#include "track/seen.h"

#include <assert.h>
#include <string.h>

/* Content hashes are keyed SipHash: their low bits are as good as any. Only 0 is moved. */
static uint64_t *place_of(const seen_set *set, uint64_t hash)
{
    size_t place = (size_t)hash & (set->places - 1);
    while (set->items[place] != 0 && set->items[place] != hash)
        place = (place + 1) & (set->places - 1);
    return &set->items[place];
}

static bool set_has(const seen_set *set, uint64_t hash)
{
    return set->count > 0 && *place_of(set, hash) == hash;
}

bool seen_has(const seen *all, uint64_t hash)
{
    hash += hash == 0;
    return set_has(&all->now, hash) || set_has(&all->before, hash);
}

static void set_clear(seen_set *set)
{
    if (set->count > 0)
        memset(set->items, 0, set->places * sizeof *set->items);
    set->count = 0;
}

/* Rebuilt at twice the size, so that no more than half the places are taken. */
static bool set_widen(seen_set *set, room *memory, size_t places)
{
    seen_set wide = {0};
    if (!ROOM_FOR(memory, &wide, places))
        return false;
    wide.places = places;
    memset(wide.items, 0, places * sizeof *wide.items);
    for (size_t i = 0; i < set->places; i++)
        if (set->items[i] != 0)
            *place_of(&wide, set->items[i]) = set->items[i];
    const size_t count = set->count;
    ROOM_FREE(memory, set);
    *set = wide;
    set->count = count;
    return true;
}

bool seen_reserve(seen *all, room *memory, size_t more)
{
    size_t places = all->now.places > 0 ? all->now.places : 1024;
    while (places < 2 * (all->now.count + more))
        places *= 2;
    return places == all->now.places || set_widen(&all->now, memory, places);
}

void seen_add(seen *all, uint64_t hash)
{
    assert(2 * all->now.count < all->now.places);
    hash += hash == 0;
    uint64_t *place = place_of(&all->now, hash);
    all->now.count += *place == 0;
    *place = hash;
}

void seen_turn(seen *all, int64_t now_ns, int64_t length_ns)
{
    const int64_t generation = now_ns / length_ns;
    if (generation == all->generation)
        return;
    const seen_set oldest = all->before;
    all->before = all->now;
    all->now = oldest;
    set_clear(&all->now);
    if (generation != all->generation + 1)
        set_clear(&all->before);
    all->generation = generation;
}

void seen_free(seen *all, room *memory)
{
    ROOM_FREE(memory, &all->now);
    ROOM_FREE(memory, &all->before);
    *all = (seen){0};
}
