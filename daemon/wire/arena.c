#include "daemon/wire/arena.h"

#include <stdalign.h>
#include <stddef.h>

static void *arena_alloc(void *data, size_t size)
{
    arena *one = data;
    const size_t step = alignof(max_align_t);
    if (size > one->size - one->used) {
        one->failed = true;
        return NULL;
    }
    void *block = one->data + one->used;
    const size_t rounded = (size + step - 1) / step * step;
    one->used = rounded < one->size - one->used ? one->used + rounded : one->size;
    return block;
}

static void arena_free(void *data, void *block)
{
    (void)data;
    (void)block;
}

void arena_init(arena *one, void *data, size_t size)
{
    one->allocator = (ProtobufCAllocator){arena_alloc, arena_free, one};
    one->data = data;
    one->size = size;
    arena_reset(one);
}

void arena_reset(arena *one)
{
    one->used = 0;
    one->failed = false;
}
