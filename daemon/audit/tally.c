#include "daemon/audit/tally.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_FIRST 64

void tally_free(tally *all)
{
    free(all->rows);
    *all = (tally){0};
}

/* Knuth's multiplicative hash (The Art of Computer Programming 3, 6.4): the high bits are the good
 * ones. */
static size_t row_of(const tally *all, uint32_t key)
{
    size_t at = (key * UINT32_C(2654435769) >> 16) & (all->room - 1);
    while (all->rows[at].used && all->rows[at].key != key)
        at = (at + 1) & (all->room - 1);
    return at;
}

/* Half of the rows stay empty, so that every search ends soon. */
static bool room_make(tally *all)
{
    if (2 * all->taken < all->room)
        return true;
    tally grown = {.room = all->room ? 2 * all->room : ROOM_FIRST, .taken = all->taken};
    grown.rows = calloc(grown.room, sizeof *grown.rows);
    if (!grown.rows)
        return false;
    for (size_t i = 0; i < all->room; i++)
        if (all->rows[i].used)
            grown.rows[row_of(&grown, all->rows[i].key)] = all->rows[i];
    free(all->rows);
    *all = grown;
    return true;
}

bool tally_add(tally *all, uint32_t key)
{
    if (!room_make(all))
        return false;
    tally_row *row = &all->rows[row_of(all, key)];
    all->taken += !row->used;
    *row = (tally_row){.key = key, .used = 1, .count = row->count + 1};
    return true;
}

static int by_key(const void *one, const void *other)
{
    const uint32_t a = ((const tally_row *)one)->key, b = ((const tally_row *)other)->key;
    return (a > b) - (a < b);
}

size_t tally_sort(tally *all)
{
    size_t count = 0;
    for (size_t i = 0; i < all->room; i++)
        if (all->rows[i].used)
            all->rows[count++] = all->rows[i];
    if (count > 0)
        qsort(all->rows, count, sizeof *all->rows, by_key);
    return count;
}

void tally_clear(tally *all)
{
    if (all->room > 0)
        memset(all->rows, 0, all->room * sizeof *all->rows);
    all->taken = 0;
}
