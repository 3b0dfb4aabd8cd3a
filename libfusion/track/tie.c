#include "track/tie.h"

#include "track/number.h"

#include <assert.h>
#include <string.h>

bool tie_clear(ties *all, room *memory, size_t most)
{
    size_t places = 64;
    while (places < 2 * most)
        places *= 2;
    if (!ROOM_FOR(memory, all, places))
        return false;
    memset(all->items, 0, places * sizeof *all->items);
    all->places = places;
    all->count = 0;
    return true;
}

uint64_t tie_key(const uint8_t key[16], uint16_t sensor, uint64_t number, int64_t began_ns)
{
    uint8_t bytes[sizeof number + sizeof began_ns + sizeof sensor];
    memcpy(bytes, &number, sizeof number);
    memcpy(bytes + sizeof number, &began_ns, sizeof began_ns);
    memcpy(bytes + sizeof number + sizeof began_ns, &sensor, sizeof sensor);
    const uint64_t hash = number_siphash(key, bytes, sizeof bytes);
    return hash + (hash == 0);
}

static tie *place_of(const ties *all, uint64_t key)
{
    size_t place = (size_t)key & (all->places - 1);
    while (all->items[place].key != 0 && all->items[place].key != key)
        place = (place + 1) & (all->places - 1);
    return &all->items[place];
}

uint32_t tie_find(const ties *all, uint64_t key)
{
    const tie *here = place_of(all, key);
    return here->key == 0 ? UINT32_MAX : here->node;
}

uint32_t tie_add(ties *all, uint64_t key, uint32_t node)
{
    tie *here = place_of(all, key);
    if (here->key == 0) {
        assert(2 * all->count < all->places);
        *here = (tie){key, node};
        all->count++;
    }
    return here->node;
}
