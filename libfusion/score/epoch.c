#include "score/epoch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool columns_reserve(epoch_work *work, size_t count)
{
    if (count <= work->room)
        return true;
    double *square = calloc(2 * count, sizeof *square);
    size_t *owner_of = calloc(2 * count, sizeof *owner_of);
    size_t *name_of = calloc(2 * count, sizeof *name_of);
    if (!square || !owner_of || !name_of) {
        free(square);
        free(owner_of);
        free(name_of);
        return false;
    }
    free(work->owner_square);
    free(work->owner_of);
    free(work->name_of);
    work->owner_square = square;
    work->owner_of = owner_of;
    work->name_of = name_of;
    work->room = 2 * count;
    return true;
}

/* A track belongs to the object that it is paired with, else to the nearest. */
static void find_owners(epoch_work *work, const epoch_scene *one)
{
    for (size_t j = 0; j < one->track_count; j++) {
        work->owner_of[j] = MATCH_ALONE;
        work->owner_square[j] = INFINITY;
    }
    for (size_t e = 0; e < one->near_count; e++) {
        const match_edge *edge = &one->near[e];
        const double square = epoch_is_pair(one, edge) ? -1.0 : edge->cost;
        if (square < work->owner_square[edge->column]) {
            work->owner_square[edge->column] = square;
            work->owner_of[edge->column] = edge->row;
        }
    }
}

static void sum_pairs(epoch_scene *one)
{
    one->pairs = 0;
    one->square = 0.0;
    for (size_t e = 0; e < one->near_count; e++)
        if (epoch_is_pair(one, &one->near[e])) {
            one->pairs++;
            one->square += one->near[e].cost;
        }
}

bool epoch_work_out(epoch_work *work, epoch_scene *one)
{
    if (!columns_reserve(work, one->track_count) ||
        !names_reserve(&work->names, one->track_count) ||
        !match_reserve(&work->match, one->truth_count, one->track_count) ||
        !near_find(&work->near, one->truth, one->truth_count, one->tracks, one->track_count,
                   one->cutoff))
        return false;
    one->near = work->near.edges;
    one->near_count = work->near.count;
    /* An object alone costs half of c^2, and so does the track that it then leaves alone. */
    match_solve(&work->match, one->near, one->near_count, one->truth_count, one->track_count,
                one->cutoff * one->cutoff);
    one->track_of = work->match.column_of;
    sum_pairs(one);
    find_owners(work, one);
    one->owner_of = work->owner_of;
    for (size_t j = 0; j < one->track_count; j++)
        work->name_of[j] = names_index(&work->names, one->tracks[j].track);
    one->name_of = work->name_of;
    return true;
}

void epoch_work_free(epoch_work *work)
{
    near_free(&work->near);
    match_free(&work->match);
    names_free(&work->names);
    free(work->owner_square);
    free(work->owner_of);
    free(work->name_of);
    memset(work, 0, sizeof *work);
}
