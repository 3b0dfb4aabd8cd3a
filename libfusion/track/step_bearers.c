#include "track/step_parts.h"

/* Tracks times numbered reports of a cluster, below which no list is worth it. From half of this to
 * four times as much the instructions change by .6 % at most: 100 or 400 aircraft in 55 by 55 km on
 * two radars and one that sends tracks. */
#define LIST_FROM     4096
#define NUMBERS_USUAL 4 /* of a track; where tracks have more, the list is done without */
#define TAKEN_MOST    3 /* entries that come of one report: its track's, and one that it began */

bool step_bearers_reserve(step *one, room *memory, size_t measures, size_t tracks)
{
    const size_t most = NUMBERS_USUAL * tracks + TAKEN_MOST * measures;
    return tie_clear(&one->bearers.numbers, memory, most) &&
           ROOM_FOR(memory, &one->bearers.all, most) &&
           ROOM_FOR(memory, &one->bearers.found, tracks + measures);
}

void step_bearers_free(step *one, room *memory)
{
    ROOM_FREE(memory, &one->bearers.numbers);
    ROOM_FREE(memory, &one->bearers.all);
    ROOM_FREE(memory, &one->bearers.found);
}

static void add(step *one, uint32_t column, uint64_t key)
{
    step_bearers *list = &one->bearers;
    if (list->all.count == list->room) {
        list->made = false;
        return;
    }
    const uint32_t now = (uint32_t)list->all.count;
    const uint32_t first = tie_add(&list->numbers, key, now);
    for (uint32_t at = first; at != now; at = list->all.items[at].next) {
        if (list->all.items[at].column == column)
            return;
        if (list->all.items[at].next == UINT32_MAX)
            list->all.items[at].next = now;
    }
    list->all.items[list->all.count++] = (step_bearer){column, UINT32_MAX};
}

static void add_all(step *one, uint32_t column)
{
    const track *here = step_member(one, column);
    for (size_t i = 0; i < here->look_count; i++)
        if (here->looks[i].number != 0)
            add(one, column,
                tie_key(one->rules.settings->number_key, here->looks[i].sensor,
                        here->looks[i].number, here->looks[i].began_ns));
    for (size_t i = 0; i < TRACK_BINDINGS; i++)
        if (here->bindings[i].bound)
            add(one, column,
                tie_key(one->rules.settings->number_key, here->bindings[i].sensor,
                        here->bindings[i].number, here->bindings[i].began_ns));
}

void step_bearers_begin(step *one, size_t measures)
{
    step_bearers *list = &one->bearers;
    size_t numbered = 0;
    for (size_t i = 0; i < one->rest.count; i++)
        numbered += one->measures[one->rest.items[i]].number != 0;
    list->room = NUMBERS_USUAL * one->members.count + TAKEN_MOST * measures;
    list->all.count = 0;
    list->made = numbered * one->members.count >= LIST_FROM &&
                 tie_clear(&list->numbers, one->memory, list->room);
    for (uint32_t column = 0; column < one->members.count && list->made; column++)
        add_all(one, column);
}

void step_bears(step *one, uint32_t column, const measure *seen)
{
    if (one->bearers.made && seen->number != 0)
        add(one, column,
            tie_key(one->rules.settings->number_key, seen->sensor, seen->number, seen->began_ns));
}

const indices *step_bearers_of(step *one, const measure *seen)
{
    step_bearers *list = &one->bearers;
    list->found.count = 0;
    if (!list->made || seen->number == 0) {
        for (uint32_t column = 0; column < one->members.count; column++)
            list->found.items[list->found.count++] = column;
        return &list->found;
    }
    const uint64_t key =
        tie_key(one->rules.settings->number_key, seen->sensor, seen->number, seen->began_ns);
    for (uint32_t at = tie_find(&list->numbers, key); at != UINT32_MAX;
         at = list->all.items[at].next)
        list->found.items[list->found.count++] = list->all.items[at].column;
    indices_sort(&list->found);
    return &list->found;
}
