/* arena.h - the memory that protobuf-c decodes one datagram into: a fixed block, never the heap.
 *
 * Blocks are given one after the other and never given back; the next datagram begins again. Where
 * the block ends protobuf-c gets NULL and gives up, and `failed` says why.
 */
#ifndef DAEMON_ARENA_H
#define DAEMON_ARENA_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>

typedef struct arena {
    ProtobufCAllocator allocator; /* to be handed to protobuf-c */
    uint8_t *data;
    size_t size, used;
    bool failed;
} arena;

/* data[0..size), aligned for any type, belongs to the caller. The arena may not be moved after. */
void arena_init(arena *one, void *data, size_t size);
void arena_reset(arena *one);

#endif
