/* room.h - arrays that grow, keep their memory, and stay under one ceiling.
 *
 * An engine holds one `room` and any number of arrays, each a struct with the members
 * `T *items; size_t count; size_t capacity;`, zero at first. Arrays grow before a piece of work
 * begins, so that the work itself cannot fail, and are given back only at the end.
 */
#ifndef FUSION_TRACK_ROOM_H
#define FUSION_TRACK_ROOM_H

#include <stdbool.h>
#include <stddef.h>

typedef struct room {
    size_t held;    /* bytes */
    size_t ceiling; /* bytes; 0: none */
} room;

/* True: the array has room for `wanted` items. False: memory was refused; items are as they were.
 */
#define ROOM_FOR(room, array, wanted)                                                              \
    ((array)->items =                                                                              \
         room_grow((room), (array)->items, &(array)->capacity, sizeof *(array)->items, (wanted)),  \
     (array)->capacity >= (wanted))

/* Gives back the array's memory and leaves it empty. */
#define ROOM_FREE(room, array)                                                                     \
    (room_free((room), (array)->items, (array)->capacity * sizeof *(array)->items),                \
     (array)->items = NULL, (array)->count = (array)->capacity = 0)

/* The items, moved where needed; *capacity grows by at least a half, or stays as it was where
 * memory was refused. New items are not set. Called through ROOM_FOR. */
void *room_grow(room *one, void *items, size_t *capacity, size_t size, size_t wanted);
void room_free(room *one, void *items, size_t bytes);

#endif
