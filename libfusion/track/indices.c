#include "track/indices.h"

#define HEAP_ITEM      uint32_t
#define HEAP_KEY(item) (item)
#include "track/heapsort.inc"

void indices_sort(indices *all)
{
    heap_sort(all->items, all->count);
}
