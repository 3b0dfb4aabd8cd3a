#include "track/roster.h"

#include "track/number.h"

#include <assert.h>
#include <string.h>

bool roster_reserve(roster *all, room *memory, size_t births)
{
    const size_t slots = all->slots.count + births;
    return ROOM_FOR(memory, &all->slots, slots) &&
           ROOM_FOR(memory, &all->order, all->order.count + births) &&
           ROOM_FOR(memory, &all->unused, slots);
}

void roster_free(roster *all, room *memory)
{
    ROOM_FREE(memory, &all->slots);
    ROOM_FREE(memory, &all->order);
    ROOM_FREE(memory, &all->unused);
}

/* Where the number stands in the order, or would. */
static size_t place_of(const roster *all, uint64_t number)
{
    size_t low = 0, high = all->order.count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (all->order.items[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t place_unused(const roster *all, const uint8_t key[16], uint64_t content,
                           uint64_t *number)
{
    for (unsigned attempt = 0;; attempt++) {
        *number = number_make(key, content, attempt);
        const size_t place = place_of(all, *number);
        if (place == all->order.count || all->order.items[place].number != *number)
            return place;
    }
}

uint32_t roster_add(roster *all, const track *one, const uint8_t key[16], uint64_t content)
{
    uint64_t number;
    const size_t place = place_unused(all, key, content, &number);
    const uint32_t slot = all->unused.count > 0 ? all->unused.items[--all->unused.count]
                                                : (uint32_t)all->slots.count++;
    assert(slot < all->slots.capacity && all->order.count < all->order.capacity);
    roster_entry *entry = &all->order.items[place];
    memmove(entry + 1, entry, (all->order.count - place) * sizeof *entry);
    all->order.count++;
    *entry = (roster_entry){number, slot};
    all->slots.items[slot] = *one;
    all->slots.items[slot].number = number;
    return slot;
}

const track *roster_find(const roster *all, uint64_t number)
{
    const size_t place = place_of(all, number);
    if (place == all->order.count || all->order.items[place].number != number)
        return NULL;
    return &all->slots.items[all->order.items[place].slot];
}

void roster_keep(roster *all, bool (*keep)(track *one, void *context), void *context)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->order.count; i++) {
        const roster_entry entry = all->order.items[i];
        track *one = &all->slots.items[entry.slot];
        if (keep(one, context)) {
            all->order.items[kept++] = entry;
        } else {
            one->number = 0;
            all->unused.items[all->unused.count++] = entry.slot;
        }
    }
    all->order.count = kept;
}
