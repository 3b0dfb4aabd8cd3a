#include "track/notice.h"

#include "track/number.h"

#include <assert.h>
#include <string.h>

#define PLACE_EMPTY UINT32_MAX

static bool same_item(const fusion_report *one, const fusion_report *other)
{
    return one->number == other->number && one->sensor == other->sensor &&
           one->began_ns == other->began_ns;
}

/* Where the item's slot stands, or would. The hash is keyed, since sources choose their numbers and
 * could choose such as meet in one place. */
static uint32_t *item_place(const notice_list *all, const fusion_report *report,
                            const uint8_t key[16])
{
    const uint64_t words[3] = {report->number, (uint64_t)report->began_ns, report->sensor};
    uint8_t bytes[sizeof words];
    memcpy(bytes, words, sizeof bytes);
    const size_t last = all->items.count - 1;
    size_t place = (size_t)number_siphash(key, bytes, sizeof bytes) & last;
    while (all->items.items[place] != PLACE_EMPTY &&
           !same_item(&all->slots.items[all->items.items[place]].release.report, report))
        place = (place + 1) & last;
    return &all->items.items[place];
}

/* No more than half the places will be taken. */
static bool find_items(notice_list *all, room *memory, size_t most, const uint8_t key[16])
{
    size_t places = 64;
    while (places < 2 * most)
        places *= 2;
    if (!ROOM_FOR(memory, &all->items, places))
        return false;
    all->items.count = places;
    for (size_t i = 0; i < places; i++)
        all->items.items[i] = PLACE_EMPTY;
    for (size_t i = 0; i < all->order.count; i++) {
        const uint32_t slot = all->order.items[i].slot;
        const fusion_report *report = &all->slots.items[slot].release.report;
        if (report->number != 0)
            *item_place(all, report, key) = slot;
    }
    return true;
}

bool notice_reserve(notice_list *all, room *memory, size_t more, size_t most, const uint8_t key[16])
{
    if (more == 0)
        return true;
    size_t held = all->order.count + more;
    if (most > 0 && held > most)
        held = most;
    return ROOM_FOR(memory, &all->slots, held) && ROOM_FOR(memory, &all->order, held) &&
           ROOM_FOR(memory, &all->unused, held) && find_items(all, memory, held, key);
}

void notice_free(notice_list *all, room *memory)
{
    ROOM_FREE(memory, &all->slots);
    ROOM_FREE(memory, &all->order);
    ROOM_FREE(memory, &all->unused);
    ROOM_FREE(memory, &all->items);
}

static uint64_t number_unused(const notice_list *all, const uint8_t key[16], uint64_t content)
{
    for (unsigned attempt = 0;; attempt++) {
        const uint64_t number = number_make(key, content, attempt);
        if (order_find(&all->order, number) == UINT32_MAX)
            return number;
    }
}

static uint32_t take_slot(notice_list *all)
{
    return all->unused.count > 0 ? all->unused.items[--all->unused.count]
                                 : (uint32_t)all->slots.count++;
}

bool notice_add(notice_list *all, const fusion_release *release, size_t most, const uint8_t key[16],
                uint64_t content)
{
    const fusion_report *report = &release->report;
    uint32_t *item = report->number != 0 ? item_place(all, report, key) : NULL;
    if (item && *item != PLACE_EMPTY) {
        fusion_release *known = &all->slots.items[*item].release;
        if (report->time_ns >= known->report.time_ns)
            *known = *release;
        return true;
    }
    if (most > 0 && all->order.count >= most)
        return false;
    const uint64_t number = number_unused(all, key, content);
    const size_t place = ORDER_PLACE(&all->order, number);
    const uint32_t slot = take_slot(all);
    assert(slot < all->slots.capacity && all->order.count < all->order.capacity);
    order_entry *here = &all->order.items[place];
    memmove(here + 1, here, (all->order.count - place) * sizeof *here);
    all->order.count++;
    *here = (order_entry){number, slot};
    all->slots.items[slot] = (fusion_released_notice){.number = number, .release = *release};
    if (item)
        *item = slot;
    return true;
}

void notice_pass(notice_list *all, int64_t now_ns)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->order.count; i++) {
        const uint32_t slot = all->order.items[i].slot;
        const int64_t until_ns = all->slots.items[slot].release.report.as.notice.until_ns;
        if (until_ns == 0 || until_ns > now_ns)
            all->order.items[kept++] = all->order.items[i];
        else
            all->unused.items[all->unused.count++] = slot;
    }
    all->order.count = kept;
}
