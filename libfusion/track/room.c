#include "track/room.h"

#include <stdint.h>
#include <stdlib.h>

#define ROOM_FIRST 16

static bool room_allows(const room *one, size_t more)
{
    return one->ceiling == 0 || (one->held <= one->ceiling && more <= one->ceiling - one->held);
}

void *room_grow(room *one, void *items, size_t *capacity, size_t size, size_t wanted)
{
    /* Nothing is wanted at times, and an offset into no memory is undefined even where it is 0. */
    if (wanted <= *capacity && items)
        return items;
    size_t next = *capacity + (*capacity / 2) + ROOM_FIRST;
    if (next < wanted)
        next = wanted;
    if (next > SIZE_MAX / size)
        return items;
    const size_t more = (next - *capacity) * size;
    if (!room_allows(one, more))
        return items;
    void *grown = realloc(items, next * size);
    if (!grown)
        return items;
    one->held += more;
    *capacity = next;
    return grown;
}

void room_free(room *one, void *items, size_t bytes)
{
    free(items);
    one->held -= bytes;
}
