/* order.h - lists by number, and where the thing of each number stands.
 *
 * A number is a keyed hash (number.h), so an order by numbers tells nothing of what came first, and
 * does not depend on slots.
 */
#ifndef FUSION_TRACK_ORDER_H
#define FUSION_TRACK_ORDER_H

#include <stddef.h>
#include <stdint.h>

typedef struct order_entry {
    uint64_t number;
    uint32_t slot;
} order_entry;
_Static_assert(offsetof(order_entry, number) == 0, "ORDER_PLACE reads it at the beginning");

/* An array as of room.h. */
typedef struct order {
    order_entry *items;
    size_t count, capacity;
} order;

/* Sorts by number; of one number, in any order. */
void order_sort(order *all);

/* The slot of the number in a sorted list; UINT32_MAX: it is not there. */
uint32_t order_find(const order *all, uint64_t number);

/* Where the number stands in an array as of room.h, or would: its items begin with a uint64_t, and
 * stand in the order of that. */
#define ORDER_PLACE(array, number)                                                                 \
    order_place((array)->items, sizeof *(array)->items, (array)->count, (number))

/* Called through ORDER_PLACE. */
size_t order_place(const void *items, size_t size, size_t count, uint64_t number);

#endif
