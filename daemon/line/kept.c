#include "daemon/line/kept.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX
#define PAGE 256 /* reports a page: they never move, so that growing copies notes alone */

void kept_open(kept *all, int64_t retain_ns, size_t sensors)
{
    *all = (kept){.retain_ns = retain_ns, .share = KEPT_MAX / (sensors ? sensors : 1)};
    kept_clear(all);
}

void kept_free(kept *all)
{
    for (size_t i = 0; i < all->page_count; i++)
        free(all->pages[i]);
    free(all->pages);
    free(all->notes);
    free(all->spare);
    free(all->groups);
    *all = (kept){0};
}

void kept_clear(kept *all)
{
    all->count = 0;
    for (size_t i = 0; i < all->page_count * PAGE; i++)
        all->spare[i] = (uint32_t)i;
    all->group_count = 0;
    memset(all->past, 0, sizeof all->past);
    for (size_t i = 0; i < FUSION_SENSORS_MAX; i++)
        all->first[i] = NONE;
}

static fusion_report *slot_report(const kept *all, uint32_t slot)
{
    return &all->pages[slot / PAGE][slot % PAGE];
}

const fusion_report *kept_report(const kept *all, size_t index)
{
    return slot_report(all, all->notes[index].slot);
}

/* A notice is kept until it is shown no more; a track may outlive each report that it was made of.
 */
static void past_note(kept *all, const kept_note *note)
{
    const fusion_report *report = slot_report(all, note->slot);
    uint64_t left = all->groups[note->group].views & ~note->lost[0];
    for (; left && report->kind != FUSION_NOTICE; left &= left - 1) {
        kept_past *past = &all->past[report->sensor][__builtin_ctzll(left)];
        if (past->last_ns == 0 || report->time_ns < past->first_ns)
            past->first_ns = report->time_ns;
        if (report->time_ns > past->last_ns)
            past->last_ns = report->time_ns;
        past->categories |= report->categories;
    }
}

void kept_forget(kept *all, uint64_t views)
{
    for (size_t s = 0; s < FUSION_SENSORS_MAX; s++)
        for (uint64_t left = views; left; left &= left - 1)
            all->past[s][__builtin_ctzll(left)] = (kept_past){0};
}

/* Keeps those for which `stays` says so, in their order. */
static void sift(kept *all, bool (*stays)(const kept *all, const kept_note *note, void *context),
                 void *context)
{
    size_t count = 0;
    size_t spare = all->page_count * PAGE - all->count;
    for (size_t i = 0; i < all->count; i++) {
        const kept_note note = all->notes[i];
        if (stays(all, &note, context)) {
            all->notes[count++] = note;
        } else {
            past_note(all, &note);
            all->groups[note.group].of--;
            all->spare[spare++] = note.slot;
        }
    }
    all->count = count;
}

static bool still_kept(const kept *all, const kept_note *note, void *context)
{
    (void)all;
    return note->keep_ns > *(const int64_t *)context;
}

void kept_sweep(kept *all, int64_t now_ns)
{
    sift(all, still_kept, &now_ns);
}

/* A group over its share. */
typedef struct flood {
    uint32_t group;
    int64_t now_ns;
    size_t surplus;
} flood;

static bool not_surplus(const kept *all, const kept_note *note, void *context)
{
    flood *of = context;
    (void)all;
    if (of->surplus == 0 || note->last_ns > of->now_ns || note->group != of->group)
        return true;
    of->surplus--;
    return false;
}

/* What waits cannot go; the limit makes room for it, so that a long wait does not have all reports
 * looked through at each new one. */
static void share_keep(kept *all, int64_t now_ns, uint32_t index)
{
    kept_group *group = &all->groups[index];
    if (group->of < group->limit)
        return;
    kept_sweep(all, now_ns);
    if (group->of < group->limit)
        return;
    flood of = {.group = index, .now_ns = now_ns, .surplus = group->of - all->share / 2};
    sift(all, not_surplus, &of);
    const size_t limit = group->of + all->share / 2;
    group->limit = limit > all->share ? limit : all->share;
}

static bool grow(void **array, size_t count, size_t size)
{
    void *grown = realloc(*array, count * size);
    if (grown)
        *array = grown;
    return grown != NULL;
}

/* The group of a sensor's reports to these views; it is made where there is none. NONE: memory was
 * refused. */
static uint32_t group_find(kept *all, uint16_t sensor, uint64_t views)
{
    for (uint32_t g = all->first[sensor]; g != NONE; g = all->groups[g].next)
        if (all->groups[g].views == views)
            return g;
    if (all->group_count == all->group_room) {
        const size_t room = all->group_room ? 2 * all->group_room : 16;
        if (!grow((void **)&all->groups, room, sizeof *all->groups))
            return NONE;
        all->group_room = room;
    }
    const uint32_t made = (uint32_t)all->group_count++;
    all->groups[made] = (kept_group){views, 0, all->share, all->first[sensor]};
    all->first[sensor] = made;
    return made;
}

static bool notes_make(kept *all, int64_t now_ns)
{
    if (all->count < all->room)
        return true;
    kept_sweep(all, now_ns);
    if (all->count < all->room - all->room / 4)
        return true;
    const size_t room = all->room ? 2 * all->room : PAGE;
    if (!grow((void **)&all->notes, room, sizeof *all->notes))
        return false;
    all->room = room;
    return true;
}

static bool page_make(kept *all)
{
    if (all->count < all->page_count * PAGE)
        return true;
    const size_t pages = all->page_count + 1;
    if (!grow((void **)&all->pages, pages, sizeof(fusion_report *)) ||
        !grow((void **)&all->spare, pages * PAGE, sizeof *all->spare))
        return false;
    fusion_report *page = malloc(PAGE * sizeof *page);
    if (!page)
        return false;
    for (size_t i = 0; i < PAGE; i++)
        all->spare[i] = (uint32_t)(all->page_count * PAGE + i);
    all->pages[all->page_count++] = page;
    return true;
}

static int64_t sum(int64_t at_ns, int64_t length_ns)
{
    return at_ns > INT64_MAX - length_ns ? INT64_MAX : at_ns + length_ns;
}

static void last_set(kept *all, size_t index, int64_t last_ns, int64_t shown_ns)
{
    kept_note *note = &all->notes[index];
    const int64_t retained_ns = sum(last_ns, all->retain_ns);
    note->last_ns = last_ns;
    note->keep_ns = shown_ns > retained_ns ? shown_ns : retained_ns;
}

bool kept_last(kept *all, size_t index, uint64_t views, int64_t last_ns, int64_t shown_ns)
{
    kept_note *note = &all->notes[index];
    const uint32_t group = group_find(all, slot_report(all, note->slot)->sensor, views);
    if (group == NONE)
        return false;
    all->groups[note->group].of--;
    all->groups[group].of++;
    note->group = group;
    last_set(all, index, last_ns, shown_ns);
    return true;
}

bool kept_put(kept *all, int64_t now_ns, const fusion_report *report, uint64_t views,
              int64_t last_ns, int64_t shown_ns)
{
    const uint32_t group = group_find(all, report->sensor, views);
    if (group == NONE)
        return false;
    share_keep(all, now_ns, group);
    if (!notes_make(all, now_ns) || !page_make(all))
        return false;
    const uint32_t slot = all->spare[all->page_count * PAGE - all->count - 1];
    *slot_report(all, slot) = *report;
    all->notes[all->count] = (kept_note){.slot = slot, .group = group};
    last_set(all, all->count++, last_ns, shown_ns);
    all->groups[group].of++;
    return true;
}
