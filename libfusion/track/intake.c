#include "track/intake.h"

static void make_all(intake *one, const fusion_release *releases, size_t count,
                     const fusion_engine_settings *settings, const fusion_registry *registry)
{
    one->all.count = 0;
    for (size_t i = 0; i < count; i++) {
        measure *made = &one->all.items[one->all.count];
        if (measure_make(&releases[i], registry, settings->number_key, made) != FUSION_OK) {
            one->counts.refused++;
        } else if (made->kind != FUSION_NOTICE && made->floor == 0 &&
                   made->delay_ns > settings->window_ns) {
            one->counts.late++;
        } else {
            made->release = (uint32_t)i;
            one->all.count++;
        }
    }
}

static void take_in_order(intake *one, const seen *known)
{
    const uint32_t *order = one->scratch.items;
    for (size_t i = 0; i < one->all.count; i++) {
        const measure *here = &one->all.items[order[i]];
        const bool again = i > 0 && measure_compare(&one->all.items[order[i - 1]], here) == 0;
        if (again || seen_has(known, here->content))
            one->counts.duplicate++;
        else if (here->kind == FUSION_NOTICE)
            one->notices.items[one->notices.count++] = order[i];
        else if (here->floor > 0)
            one->moved.items[one->moved.count++] = order[i];
        else
            one->taken.items[one->taken.count++] = order[i];
    }
    one->counts.fused = one->taken.count;
    one->counts.beside = one->notices.count + one->moved.count;
}

bool intake_sort(intake *one, room *memory, const fusion_release *releases, size_t count,
                 const fusion_engine_settings *settings, const fusion_registry *registry,
                 seen *known)
{
    if (count >= UINT32_MAX / 2 || !ROOM_FOR(memory, &one->all, count) ||
        !ROOM_FOR(memory, &one->taken, count) || !ROOM_FOR(memory, &one->notices, count) ||
        !ROOM_FOR(memory, &one->moved, count) || !ROOM_FOR(memory, &one->scratch, 2 * count) ||
        !seen_reserve(known, memory, count))
        return false;
    one->counts = (fusion_engine_counts){0};
    one->taken.count = one->notices.count = one->moved.count = 0;
    make_all(one, releases, count, settings, registry);
    measure_order(one->all.items, one->all.count, one->scratch.items,
                  one->scratch.items + one->all.count);
    take_in_order(one, known);
    return true;
}

void intake_remember(const intake *one, seen *known)
{
    for (size_t i = 0; i < one->taken.count; i++)
        seen_add(known, one->all.items[one->taken.items[i]].content);
    for (size_t i = 0; i < one->notices.count; i++)
        seen_add(known, one->all.items[one->notices.items[i]].content);
    for (size_t i = 0; i < one->moved.count; i++)
        seen_add(known, one->all.items[one->moved.items[i]].content);
}

void intake_free(intake *one, room *memory)
{
    ROOM_FREE(memory, &one->all);
    ROOM_FREE(memory, &one->taken);
    ROOM_FREE(memory, &one->notices);
    ROOM_FREE(memory, &one->moved);
    ROOM_FREE(memory, &one->scratch);
}
