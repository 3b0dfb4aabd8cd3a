#include "track/cluster.h"

#include <assert.h>

#define NAMELESS UINT32_MAX

bool cluster_clear(clusters *all, room *memory, size_t reports, size_t tracks)
{
    const size_t nodes = reports + tracks;
    if (nodes >= NAMELESS || !ROOM_FOR(memory, &all->parent, nodes) ||
        !ROOM_FOR(memory, &all->name, nodes) || !ROOM_FOR(memory, &all->report, reports) ||
        !ROOM_FOR(memory, &all->track, tracks) ||
        !ROOM_FOR(memory, &all->report_first, reports + 1) ||
        !ROOM_FOR(memory, &all->track_first, reports + 1))
        return false;
    all->reports = reports;
    all->tracks = tracks;
    all->count = 0;
    for (size_t i = 0; i < nodes; i++)
        all->parent.items[i] = (uint32_t)i;
    return true;
}

void cluster_free(clusters *all, room *memory)
{
    indices *const lists[] = {&all->parent, &all->name,         &all->report,
                              &all->track,  &all->report_first, &all->track_first};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        ROOM_FREE(memory, lists[i]);
}

static uint32_t root_of(clusters *all, uint32_t node)
{
    uint32_t *parent = all->parent.items;
    while (parent[node] != node) {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    return node;
}

/* The smaller root stays: the root of a cluster with reports is then its first report. */
void cluster_join(clusters *all, uint32_t one, uint32_t other)
{
    assert(one < all->reports + all->tracks && other < all->reports + all->tracks);
    one = root_of(all, one);
    other = root_of(all, other);
    if (one < other)
        all->parent.items[other] = one;
    else
        all->parent.items[one] = other;
}

bool cluster_joined(clusters *all, uint32_t one, uint32_t other)
{
    return root_of(all, one) == root_of(all, other);
}

static void name_nodes(clusters *all)
{
    uint32_t *name = all->name.items;
    for (uint32_t i = 0; i < all->reports; i++)
        name[i] = root_of(all, i) == i ? (uint32_t)all->count++ : name[root_of(all, i)];
    for (uint32_t i = (uint32_t)all->reports; i < all->reports + all->tracks; i++) {
        const uint32_t root = root_of(all, i);
        name[i] = root < all->reports ? name[root] : NAMELESS;
    }
}

/* Counting sort of names[0..nodes) into list; first gets the start of each cluster. */
static void list_by_name(const uint32_t *names, size_t nodes, size_t count, uint32_t *list,
                         uint32_t *first)
{
    for (size_t c = 0; c <= count; c++)
        first[c] = 0;
    for (size_t i = 0; i < nodes; i++)
        if (names[i] != NAMELESS)
            first[names[i] + 1]++;
    for (size_t c = 0; c < count; c++)
        first[c + 1] += first[c];
    for (size_t i = 0; i < nodes; i++)
        if (names[i] != NAMELESS)
            list[first[names[i]]++] = (uint32_t)i;
    for (size_t c = count; c > 0; c--)
        first[c] = first[c - 1];
    first[0] = 0;
}

void cluster_list(clusters *all)
{
    all->count = 0;
    name_nodes(all);
    list_by_name(all->name.items, all->reports, all->count, all->report.items,
                 all->report_first.items);
    list_by_name(all->name.items + all->reports, all->tracks, all->count, all->track.items,
                 all->track_first.items);
}
