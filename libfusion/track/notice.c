#include "track/notice.h"

#include "track/number.h"

#include <string.h>

bool notice_reserve(notice_list *all, room *memory, size_t more)
{
    return ROOM_FOR(memory, all, all->count + more);
}

static bool same_item(const fusion_report *one, const fusion_report *other)
{
    return one->number != 0 && one->number == other->number && one->sensor == other->sensor &&
           one->began_ns == other->began_ns;
}

static bool number_taken(const notice_list *all, uint64_t number)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].number == number)
            return true;
    return false;
}

static fusion_released_notice *former(const notice_list *all, const fusion_report *report)
{
    for (size_t i = 0; i < all->count; i++)
        if (same_item(&all->items[i].release.report, report))
            return &all->items[i];
    return NULL;
}

void notice_add(notice_list *all, const fusion_release *release, const uint8_t key[16],
                uint64_t content)
{
    fusion_released_notice *known = former(all, &release->report);
    if (known) {
        if (release->report.time_ns >= known->release.report.time_ns)
            known->release = *release;
        return;
    }
    fusion_released_notice added = {.release = *release};
    unsigned attempt = 0;
    do
        added.number = number_make(key, content, attempt++);
    while (number_taken(all, added.number));
    size_t place = all->count;
    while (place > 0 && all->items[place - 1].number > added.number)
        place--;
    memmove(&all->items[place + 1], &all->items[place], (all->count - place) * sizeof added);
    all->items[place] = added;
    all->count++;
}

void notice_pass(notice_list *all, int64_t now_ns)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++) {
        const int64_t until_ns = all->items[i].release.report.as.notice.until_ns;
        if (until_ns == 0 || until_ns > now_ns)
            all->items[kept++] = all->items[i];
    }
    all->count = kept;
}
