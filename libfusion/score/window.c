#include "score/window.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct window_contact {
    size_t object, track;
    double distance;
};

bool window_create(window *of, double cutoff, unsigned length, size_t objects)
{
    memset(of, 0, sizeof *of);
    of->cutoff = cutoff;
    of->length = length;
    of->lists = calloc(length, sizeof *of->lists);
    of->cursors = calloc(length, sizeof *of->cursors);
    of->objects.bits = calloc(objects + 1, sizeof *of->objects.bits);
    of->objects.count = objects;
    if (of->lists && of->cursors && of->objects.bits)
        return true;
    window_free(of);
    return false;
}

static bool list_reserve(window_list *list, size_t count)
{
    if (count <= list->room)
        return true;
    window_contact *grown = realloc(list->contacts, 2 * count * sizeof *grown);
    if (!grown)
        return false;
    list->contacts = grown;
    list->room = 2 * count;
    return true;
}

static bool edges_reserve(window *of, size_t count)
{
    for (unsigned k = 0; k < of->length; k++)
        count += of->lists[k].count;
    if (count <= of->edges_room)
        return true;
    match_edge *grown = realloc(of->edges, 2 * count * sizeof *grown);
    if (!grown)
        return false;
    of->edges = grown;
    of->edges_room = 2 * count;
    return true;
}

static bool tracks_reserve(window_presence *tracks, size_t numbers)
{
    if (numbers <= tracks->count)
        return true;
    uint64_t *grown = realloc(tracks->bits, 2 * numbers * sizeof *grown);
    if (!grown)
        return false;
    memset(grown + tracks->count, 0, (2 * numbers - tracks->count) * sizeof *grown);
    tracks->bits = grown;
    tracks->count = 2 * numbers;
    return true;
}

bool window_reserve(window *of, size_t near_count, size_t numbers)
{
    return list_reserve(&of->lists[of->epochs % of->length], near_count) &&
           edges_reserve(of, near_count) && tracks_reserve(&of->tracks, numbers) &&
           match_reserve(&of->match, of->objects.count, of->tracks.count);
}

static int contact_order(const window_contact *one, const window_contact *other)
{
    if (one->object != other->object)
        return one->object < other->object ? -1 : 1;
    return one->track < other->track ? -1 : one->track > other->track;
}

static int contact_compare(const void *a, const void *b)
{
    return contact_order(a, b);
}

/* In place of the list that has left the window. */
static void take_contacts(window_list *list, const epoch_scene *one)
{
    list->count = one->near_count;
    for (size_t e = 0; e < one->near_count; e++)
        list->contacts[e] = (window_contact){.object = one->truth[one->near[e].row].object,
                                             .track = one->name_of[one->near[e].column],
                                             .distance = sqrt(one->near[e].cost)};
    if (list->count > 0)
        qsort(list->contacts, list->count, sizeof *list->contacts, contact_compare);
}

static void presence_shift(window_presence *presence, unsigned length)
{
    const uint64_t kept = length < 64 ? (UINT64_C(1) << length) - 1 : UINT64_MAX;
    for (size_t i = 0; i < presence->count; i++)
        presence->bits[i] = presence->bits[i] << 1 & kept;
}

static void take_presence(window *of, const epoch_scene *one)
{
    presence_shift(&of->objects, of->length);
    presence_shift(&of->tracks, of->length);
    for (size_t i = 0; i < one->truth_count; i++)
        of->objects.bits[one->truth[i].object] |= 1;
    for (size_t j = 0; j < one->track_count; j++)
        of->tracks.bits[one->name_of[j]] |= 1;
}

static size_t present(const window_presence *presence)
{
    size_t count = 0;
    for (size_t i = 0; i < presence->count; i++)
        count += presence->bits[i] != 0;
    return count;
}

static unsigned bits_set(uint64_t bits)
{
    unsigned count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

/* The least contact that stands at a cursor; NULL: all lists are read. */
static const window_contact *least(const window *of)
{
    const window_contact *found = NULL;
    for (unsigned k = 0; k < of->length; k++) {
        const window_list *list = &of->lists[k];
        if (of->cursors[k] == list->count)
            continue;
        const window_contact *at = &list->contacts[of->cursors[k]];
        if (!found || contact_order(at, found) < 0)
            found = at;
    }
    return found;
}

/* Oldest epoch first, so that the sum does not depend on where the ring begins. */
static double spared(window *of, const window_contact *pair)
{
    double sum = 0.0;
    for (unsigned age = of->length; age-- > 0;) {
        const size_t k = (of->epochs + of->length - age) % of->length;
        const window_list *list = &of->lists[k];
        if (of->cursors[k] == list->count)
            continue;
        const window_contact *at = &list->contacts[of->cursors[k]];
        if (contact_order(at, pair) == 0) {
            sum += of->cutoff - at->distance;
            of->cursors[k]++;
        }
    }
    return sum;
}

static void list_edges(window *of)
{
    memset(of->cursors, 0, of->length * sizeof *of->cursors);
    of->edges_count = 0;
    for (const window_contact *at = least(of); at; at = least(of)) {
        const window_contact pair = *at;
        const uint64_t either = of->objects.bits[pair.object] | of->tracks.bits[pair.track];
        const double distance = of->cutoff - spared(of, &pair) / (double)bits_set(either);
        of->edges[of->edges_count++] =
            (match_edge){.row = pair.object, .column = pair.track, .cost = distance * distance};
    }
}

double window_add(window *of, const epoch_scene *one)
{
    take_contacts(&of->lists[of->epochs % of->length], one);
    take_presence(of, one);
    list_edges(of);
    of->epochs++;
    const double c2 = of->cutoff * of->cutoff;
    match_solve(&of->match, of->edges, of->edges_count, of->objects.count, of->tracks.count, c2);
    size_t pairs = 0;
    double sum = 0.0;
    for (size_t e = 0; e < of->edges_count; e++)
        if (of->match.column_of[of->edges[e].row] == of->edges[e].column) {
            pairs++;
            sum += of->edges[e].cost;
        }
    const size_t objects = present(&of->objects);
    const size_t tracks = present(&of->tracks);
    const size_t larger = objects > tracks ? objects : tracks;
    return larger > 0 ? sqrt((sum + c2 * (double)(larger - pairs)) / (double)larger) : 0.0;
}

void window_free(window *of)
{
    for (unsigned k = 0; of->lists && k < of->length; k++)
        free(of->lists[k].contacts);
    free(of->lists);
    free(of->cursors);
    free(of->objects.bits);
    free(of->tracks.bits);
    free(of->edges);
    match_free(&of->match);
    memset(of, 0, sizeof *of);
}
