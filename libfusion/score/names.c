#include "score/names.h"

#include <stdlib.h>
#include <string.h>

/* Open addressing: the entry that holds the number, or the empty one where it would stand. */
static names_entry *find(names_entry *entries, size_t room, uint64_t number)
{
    uint64_t mixed = number * UINT64_C(0x9E3779B97F4A7C15); /* Knuth's multiplier */
    mixed ^= mixed >> 32;
    size_t at = (size_t)mixed & (room - 1);
    while (entries[at].index_plus_one != 0 && entries[at].number != number)
        at = (at + 1) & (room - 1);
    return &entries[at];
}

bool names_reserve(names *one, size_t more)
{
    size_t room = one->room ? one->room : 64;
    while (2 * (one->count + more) > room)
        room *= 2;
    if (room == one->room)
        return true;
    names_entry *grown = calloc(room, sizeof *grown);
    if (!grown)
        return false;
    for (size_t i = 0; i < one->room; i++)
        if (one->entries[i].index_plus_one != 0)
            *find(grown, room, one->entries[i].number) = one->entries[i];
    free(one->entries);
    one->entries = grown;
    one->room = room;
    return true;
}

size_t names_index(names *one, uint64_t number)
{
    names_entry *entry = find(one->entries, one->room, number);
    if (entry->index_plus_one == 0)
        *entry = (names_entry){.number = number, .index_plus_one = ++one->count};
    return entry->index_plus_one - 1;
}

void names_free(names *one)
{
    free(one->entries);
    memset(one, 0, sizeof *one);
}
