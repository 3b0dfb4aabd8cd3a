#include "track/roster.h"

#include "track/number.h"

#include <assert.h>
#include <string.h>

bool roster_reserve(roster *all, room *memory, size_t births)
{
    roster_settle(all); /* numbers are of what is born from now on */
    const size_t slots = all->slots.count + births;
    return ROOM_FOR(memory, &all->slots, slots) &&
           ROOM_FOR(memory, &all->order, all->order.count + births) &&
           ROOM_FOR(memory, &all->born, births) && tie_clear(&all->numbers, memory, births) &&
           ROOM_FOR(memory, &all->unused, slots);
}

void roster_free(roster *all, room *memory)
{
    ROOM_FREE(memory, &all->slots);
    ROOM_FREE(memory, &all->order);
    ROOM_FREE(memory, &all->born);
    ROOM_FREE(memory, &all->numbers);
    ROOM_FREE(memory, &all->unused);
}

/* A number that nothing has, and from now on what is born next. */
static uint64_t number_unused(roster *all, const uint8_t key[16], uint64_t content)
{
    const uint32_t next = (uint32_t)all->born.count;
    for (unsigned attempt = 0;; attempt++) {
        const uint64_t number = number_make(key, content, attempt);
        if (!roster_find(all, number) && tie_add(&all->numbers, number, next) == next)
            return number;
    }
}

uint32_t roster_add(roster *all, const track *one, const uint8_t key[16], uint64_t content)
{
    const uint64_t number = number_unused(all, key, content);
    const uint32_t slot = all->unused.count > 0 ? all->unused.items[--all->unused.count]
                                                : (uint32_t)all->slots.count++;
    assert(slot < all->slots.capacity && all->born.count < all->born.capacity);
    all->born.items[all->born.count++] = (order_entry){number, slot};
    all->slots.items[slot] = *one;
    all->slots.items[slot].number = number;
    return slot;
}

void roster_settle(roster *all)
{
    size_t settled = all->order.count, born = all->born.count;
    assert(settled + born <= all->order.capacity);
    order_sort(&all->born);
    for (size_t to = settled + born; born > 0; to--) {
        const order_entry *last = &all->born.items[born - 1];
        if (settled > 0 && all->order.items[settled - 1].number > last->number) {
            all->order.items[to - 1] = all->order.items[--settled];
        } else {
            all->order.items[to - 1] = *last;
            born--;
        }
    }
    all->order.count += all->born.count;
    all->born.count = 0;
}

size_t roster_count(const roster *all)
{
    return all->order.count + all->born.count;
}

const track *roster_find(const roster *all, uint64_t number)
{
    const uint32_t slot = order_find(&all->order, number);
    return slot != UINT32_MAX ? &all->slots.items[slot] : NULL;
}

void roster_keep(roster *all, bool (*keep)(track *one, void *context), void *context)
{
    size_t kept = 0;
    roster_settle(all);
    for (size_t i = 0; i < all->order.count; i++) {
        const order_entry entry = all->order.items[i];
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
