#include "track/step_parts.h"

bool step_groups_reserve(step *one, room *memory, size_t measures)
{
    step_groups *all = &one->groups;
    return tie_clear(&all->rounds, memory, measures) &&
           tie_clear(&all->numbers, memory, measures) && ROOM_FOR(memory, &all->next, measures) &&
           ROOM_FOR(memory, &all->last, measures) && ROOM_FOR(memory, &all->times, measures);
}

void step_groups_free(step *one, room *memory)
{
    step_groups *all = &one->groups;
    ROOM_FREE(memory, &all->rounds);
    ROOM_FREE(memory, &all->numbers);
    ROOM_FREE(memory, &all->next);
    ROOM_FREE(memory, &all->last);
    ROOM_FREE(memory, &all->times);
}

/* How many of the look round before it have the measure's number. */
static uint32_t times_before(step *one, const measure *seen, uint32_t i)
{
    step_groups *all = &one->groups;
    const uint8_t *secret = one->rules.settings->number_key;
    all->times.items[i] = 0;
    if (seen->number == 0)
        return 0;
    const uint64_t round = tie_key(secret, seen->kind, seen->round, 0);
    const uint64_t key = tie_key(secret, seen->sensor, seen->number, (int64_t)round);
    const uint32_t first = tie_add(&all->numbers, key, i);
    return all->times.items[first]++;
}

bool step_groups_make(step *one)
{
    step_groups *all = &one->groups;
    const size_t count = one->rest.count;
    if (!tie_clear(&all->rounds, one->memory, count) ||
        !tie_clear(&all->numbers, one->memory, count))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const measure *seen = &one->measures[one->rest.items[i]];
        const int64_t part = (int64_t)times_before(one, seen, i) * 4 + seen->kind;
        const uint64_t key =
            tie_key(one->rules.settings->number_key, seen->sensor, seen->round, part);
        const uint32_t first = tie_add(&all->rounds, key, i);
        all->next.items[i] = UINT32_MAX;
        if (first != i)
            all->next.items[all->last.items[first]] = i;
        all->last.items[first] = i;
        if (first != i)
            all->last.items[i] = UINT32_MAX;
    }
    all->at = 0;
    all->left = count;
    return true;
}

bool step_groups_take(step *one)
{
    step_groups *all = &one->groups;
    while (all->at < one->rest.count && all->last.items[all->at] == UINT32_MAX)
        all->at++;
    one->group.count = 0;
    if (all->at == one->rest.count)
        return false;
    for (uint32_t i = (uint32_t)all->at++; i != UINT32_MAX; i = all->next.items[i])
        one->group.items[one->group.count++] = one->rest.items[i];
    all->left -= one->group.count;
    return true;
}
