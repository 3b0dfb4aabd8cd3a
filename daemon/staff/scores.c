#include "daemon/picture/picture_csv.h"
#include "daemon/staff/scores_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int64_t file_ms(int64_t epoch_ns)
{
    return picture_csv_time_ns(epoch_ns) / (FUSION_SECOND / 1000);
}

static void view_renew(scores *one, scores_view *view)
{
    const fusion_score_settings settings = fusion_score_defaults();
    scores_sight *seen = view->seen;
    fusion_score_destroy(view->score);
    *view = (scores_view){.seen = seen, .rmse = NAN, .first = NAN};
    view->score = fusion_score_create(&settings, one->truth->categories, one->truth->object_count);
}

void scores_new_run(scores *one)
{
    one->epoch_ns = 0;
    one->at = NULL;
    one->counted = one->given = (given_counts){0};
    for (size_t v = 0; v < one->of->view_count; v++)
        view_renew(one, &one->views[v]);
}

scores *scores_create(const config *of, const score_file *truth)
{
    scores *one = calloc(1, sizeof *one);
    if (!one)
        return NULL;
    one->of = of;
    one->truth = truth;
    for (size_t i = 0; i < truth->epoch_count; i++) {
        const size_t objects = truth->epochs[i].end - truth->epochs[i].begin;
        one->most = objects > one->most ? objects : one->most;
    }
    given_ways_make(&one->ways, of);
    scores_new_run(one);
    bool good = true;
    for (size_t v = 0; v < of->view_count; v++) {
        one->views[v].seen = calloc(one->most + 1, sizeof *one->views[v].seen);
        good = good && one->views[v].seen && one->views[v].score;
    }
    if (good)
        return one;
    scores_destroy(one);
    return NULL;
}

void scores_destroy(scores *one)
{
    if (!one)
        return;
    for (size_t v = 0; v < FUSION_VIEWS_MAX; v++) {
        fusion_score_destroy(one->views[v].score);
        free(one->views[v].seen);
    }
    free(one->tracks);
    free(one);
}

void scores_report(scores *one, const fusion_report *report, uint64_t views)
{
    given_add(&one->counted, &one->ways, report, views);
}

static bool room_for(scores *one, size_t count)
{
    if (count <= one->track_room)
        return true;
    fusion_score_track *grown = realloc(one->tracks, 2 * count * sizeof *grown);
    if (!grown)
        return false;
    one->tracks = grown;
    one->track_room = 2 * count;
    return true;
}

/* Positions are all that the figures here are made of. Gives the count. */
static size_t tracks_take(scores *one, const pipeline_picture *picture)
{
    size_t count = 0;
    for (size_t i = 0; i < picture->track_count; i++) {
        const fusion_track *track = &picture->tracks[i];
        if (track->status == FUSION_TENTATIVE)
            continue;
        one->tracks[count] = (fusion_score_track){.track = track->number};
        memcpy(one->tracks[count++].position, track->position, sizeof track->position);
    }
    return count;
}

static double distance(const double a[3], const double b[3])
{
    const double x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];
    return sqrt(x * x + y * y + z * z);
}

/* The view's picture at the epoch is the first `count` of one->tracks. */
static fusion_status epoch_add(scores *one, scores_view *view, const score_epoch *epoch,
                               size_t count)
{
    const fusion_score_truth *truth = one->truth->truth + epoch->begin;
    const size_t objects = epoch->end - epoch->begin;
    fusion_score_epoch said;
    const fusion_status status = fusion_score_add(view->score, epoch->time_ms * 1000000, truth,
                                                  objects, one->tracks, count, &said);
    if (status)
        return status;
    view->pairs = said.pairs;
    view->rmse = said.pairs > 0 ? said.location / sqrt((double)said.pairs) : NAN;
    const size_t *pairs = fusion_score_pairs(view->score);
    for (size_t i = 0; i < objects; i++) {
        view->seen[i] = (scores_sight){0};
        if (pairs[i] == FUSION_SCORE_ALONE)
            continue;
        const fusion_score_track *track = &one->tracks[pairs[i]];
        view->seen[i].track = track->track;
        view->seen[i].error = distance(track->position, truth[i].position);
    }
    return FUSION_OK;
}

/* Up to the newest epoch: at those of truth before it that had no picture, nothing was shown. */
static bool epochs_add(scores *one, scores_view *view, size_t count)
{
    const score_file *truth = one->truth;
    const int64_t now_ms = file_ms(one->epoch_ns);
    for (; view->next < truth->epoch_count && truth->epochs[view->next].time_ms <= now_ms;
         view->next++) {
        const score_epoch *epoch = &truth->epochs[view->next];
        if (epoch_add(one, view, epoch, epoch == one->at ? count : 0) != FUSION_OK)
            return false;
    }
    fusion_score_figures figures;
    if (fusion_score_read(view->score, &figures) != FUSION_OK)
        return false;
    view->first = figures.median_first;
    return true;
}

static int epoch_compare(const void *key, const void *element)
{
    const int64_t wanted = *(const int64_t *)key;
    const int64_t there = ((const score_epoch *)element)->time_ms;
    return (wanted > there) - (wanted < there);
}

static void epoch_begin(scores *one, int64_t epoch_ns)
{
    const int64_t now_ms = file_ms(epoch_ns);
    one->epoch_ns = epoch_ns;
    one->given = one->counted;
    one->at = bsearch(&now_ms, one->truth->epochs, one->truth->epoch_count, sizeof *one->at,
                      epoch_compare);
}

void scores_picture(scores *one, const pipeline_picture *picture)
{
    scores_view *view = &one->views[picture->view];
    if (picture->settled)
        return;
    if (picture->epoch_ns != one->epoch_ns)
        epoch_begin(one, picture->epoch_ns);
    const bool room = room_for(one, picture->track_count);
    view->tracks = room ? tracks_take(one, picture) : 0;
    if (view->score && room && epochs_add(one, view, view->tracks))
        return;
    fusion_score_destroy(view->score);
    view->score = NULL;
    view->first = NAN;
}
