#include "track/order.h"

#include <string.h>

#define HEAP_ITEM      order_entry
#define HEAP_KEY(item) ((item).number)
#include "track/heapsort.inc"

void order_sort(order *all)
{
    heap_sort(all->items, all->count);
}

size_t order_place(const void *items, size_t size, size_t count, uint64_t number)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        uint64_t there;
        memcpy(&there, (const char *)items + middle * size, sizeof there);
        if (there < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t order_find(const order *all, uint64_t number)
{
    const size_t place = ORDER_PLACE(all, number);
    return place < all->count && all->items[place].number == number ? all->items[place].slot
                                                                    : UINT32_MAX;
}
