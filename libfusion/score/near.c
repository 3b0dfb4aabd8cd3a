#include "score/near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct near_key {
    double at; /* on the axis */
    size_t column;
};

double near_distance2(const double a[3], const double b[3])
{
    const double x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];
    return (x * x + y * y) + z * z;
}

static int key_compare(const void *a, const void *b)
{
    const near_key *one = a;
    const near_key *other = b;
    if (one->at != other->at)
        return one->at < other->at ? -1 : 1;
    return one->column < other->column ? -1 : one->column > other->column;
}

static int edge_compare(const void *a, const void *b)
{
    const match_edge *one = a;
    const match_edge *other = b;
    return one->column < other->column ? -1 : one->column > other->column;
}

/* The axis on which the tracks lie farthest apart. */
static int widest_axis(const fusion_score_track *tracks, size_t count)
{
    int best = 0;
    double widest = -1.0;
    for (int axis = 0; axis < 3; axis++) {
        double low = INFINITY, high = -INFINITY;
        for (size_t j = 0; j < count; j++) {
            low = fmin(low, tracks[j].position[axis]);
            high = fmax(high, tracks[j].position[axis]);
        }
        if (high - low > widest) {
            widest = high - low;
            best = axis;
        }
    }
    return best;
}

static bool keys_reserve(near_work *work, size_t count)
{
    if (count <= work->keys_room)
        return true;
    near_key *grown = realloc(work->keys, 2 * count * sizeof *grown);
    if (!grown)
        return false;
    work->keys = grown;
    work->keys_room = 2 * count;
    return true;
}

static bool edge_add(near_work *work, size_t row, size_t column, double cost)
{
    if (work->count == work->edges_room) {
        const size_t room = 2 * work->edges_room + 64;
        match_edge *grown = realloc(work->edges, room * sizeof *grown);
        if (!grown)
            return false;
        work->edges = grown;
        work->edges_room = room;
    }
    work->edges[work->count++] = (match_edge){.row = row, .column = column, .cost = cost};
    return true;
}

/* The first key that is not below `at`. */
static size_t key_from(const near_key *keys, size_t count, double at)
{
    size_t low = 0;
    while (count > 0) {
        const size_t half = count / 2;
        const bool below = keys[low + half].at < at;
        low += below ? half + 1 : 0;
        count = below ? count - half - 1 : half;
    }
    return low;
}

static bool row_find(near_work *work, size_t row, const double place[3], int axis,
                     const fusion_score_track *tracks, size_t track_count, double cutoff)
{
    const size_t begin = work->count;
    size_t k = key_from(work->keys, track_count, place[axis] - cutoff);
    for (; k < track_count && work->keys[k].at <= place[axis] + cutoff; k++) {
        const size_t j = work->keys[k].column;
        const double square = near_distance2(place, tracks[j].position);
        if (square < cutoff * cutoff && !edge_add(work, row, j, square))
            return false;
    }
    if (work->count > begin)
        qsort(work->edges + begin, work->count - begin, sizeof *work->edges, edge_compare);
    return true;
}

bool near_find(near_work *work, const fusion_score_truth *truth, size_t truth_count,
               const fusion_score_track *tracks, size_t track_count, double cutoff)
{
    work->count = 0;
    if (!keys_reserve(work, track_count))
        return false;
    const int axis = widest_axis(tracks, track_count);
    for (size_t j = 0; j < track_count; j++)
        work->keys[j] = (near_key){.at = tracks[j].position[axis], .column = j};
    if (track_count > 0)
        qsort(work->keys, track_count, sizeof *work->keys, key_compare);
    for (size_t i = 0; i < truth_count; i++)
        if (!row_find(work, i, truth[i].position, axis, tracks, track_count, cutoff))
            return false;
    return true;
}

void near_free(near_work *work)
{
    free(work->keys);
    free(work->edges);
    memset(work, 0, sizeof *work);
}
