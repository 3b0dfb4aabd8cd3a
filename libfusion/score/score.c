#include "fusion/score.h"

#include "score/continuity.h"
#include "score/epoch.h"
#include "score/first.h"
#include "score/gospa.h"
#include "score/nees.h"
#include "score/siap.h"
#include "score/trajectory.h"
#include "score/window.h"

#include <math.h>
#include <stdlib.h>

struct fusion_score {
    fusion_score_settings settings;
    size_t object_count;
    bool begun;
    int64_t newest_ns;
    epoch_work work;
    gospa gospa;
    mean ospa2;
    window window;
    siap siap;
    continuity continuity;
    first first;
    nees_sums nees;
    trajectory trajectory;
};

fusion_score_settings fusion_score_defaults(void)
{
    return (fusion_score_settings){
        .cutoff = 1000.0, .from_ns = INT64_MIN, .window = 10, .switching = 500.0};
}

static bool sane(const fusion_score_settings *settings)
{
    return isfinite(settings->cutoff) && settings->cutoff > 0.0 && settings->window >= 1 &&
           settings->window <= FUSION_SCORE_WINDOW_MAX && isfinite(settings->switching) &&
           settings->switching >= 0.0;
}

fusion_score *fusion_score_create(const fusion_score_settings *settings, const uint8_t *categories,
                                  size_t objects)
{
    fusion_score *score = sane(settings) ? calloc(1, sizeof *score) : NULL;
    if (!score)
        return NULL;
    score->settings = *settings;
    score->object_count = objects;
    if (window_create(&score->window, settings->cutoff, settings->window, objects) &&
        continuity_create(&score->continuity, objects) && nees_create(&score->nees, objects) &&
        first_create(&score->first, categories, objects))
        return score;
    fusion_score_destroy(score);
    return NULL;
}

void fusion_score_destroy(fusion_score *score)
{
    if (!score)
        return;
    epoch_work_free(&score->work);
    window_free(&score->window);
    siap_free(&score->siap);
    continuity_free(&score->continuity);
    first_free(&score->first);
    nees_free(&score->nees);
    trajectory_free(&score->trajectory);
    free(score);
}

_Static_assert(FUSION_SCORE_ALONE == MATCH_ALONE, "pairs are handed out as they are");

static bool finite3(const double v[3])
{
    return isfinite(v[0]) && isfinite(v[1]) && isfinite(v[2]);
}

static fusion_status check(const fusion_score *score, const epoch_scene *one)
{
    if (score->begun && one->time_ns <= score->newest_ns)
        return FUSION_LATE;
    for (size_t i = 0; i < one->truth_count; i++) {
        if (one->truth[i].object >= score->object_count)
            return FUSION_OUT_OF_RANGE;
        if (!finite3(one->truth[i].position))
            return FUSION_NOT_FINITE;
    }
    for (size_t j = 0; j < one->track_count; j++)
        if (!finite3(one->tracks[j].position))
            return FUSION_NOT_FINITE;
    return FUSION_OK;
}

/* All that can fail. What it leaves when it does is room, and numbers that mean nothing yet. */
static bool prepare(fusion_score *score, epoch_scene *one)
{
    return epoch_work_out(&score->work, one) &&
           window_reserve(&score->window, one->near_count, score->work.names.count) &&
           siap_reserve(&score->siap, one->truth_count) &&
           continuity_reserve(&score->continuity, score->work.names.count) &&
           (!score->settings.trajectories ||
            trajectory_reserve(&score->trajectory, one->near_count));
}

fusion_status fusion_score_add(fusion_score *score, int64_t time_ns,
                               const fusion_score_truth *truth, size_t truth_count,
                               const fusion_score_track *tracks, size_t track_count,
                               fusion_score_epoch *said)
{
    epoch_scene one = {.time_ns = time_ns,
                       .counts = time_ns >= score->settings.from_ns,
                       .cutoff = score->settings.cutoff,
                       .truth = truth,
                       .tracks = tracks,
                       .truth_count = truth_count,
                       .track_count = track_count};
    const fusion_status wrong = check(score, &one);
    if (wrong)
        return wrong;
    if (!prepare(score, &one))
        return FUSION_NO_MEMORY;
    score->newest_ns = time_ns;
    score->begun = true;

    fusion_score_epoch parts = gospa_of(&one);
    parts.ospa2 = window_add(&score->window, &one);
    first_add(&score->first, &one);
    continuity_add(&score->continuity, &one);
    if (one.counts) {
        gospa_add(&score->gospa, &one, &parts);
        mean_add(&score->ospa2, parts.ospa2);
        siap_add(&score->siap, &one);
        nees_add(&score->nees, &one);
        if (score->settings.trajectories)
            trajectory_add(&score->trajectory, &one);
    }
    if (said)
        *said = parts;
    return FUSION_OK;
}

fusion_status fusion_score_pass(fusion_score *score, int64_t time_ns,
                                const fusion_score_truth *truth, size_t truth_count)
{
    if (score->begun && time_ns <= score->newest_ns)
        return FUSION_LATE;
    for (size_t i = 0; i < truth_count; i++)
        if (truth[i].object >= score->object_count)
            return FUSION_OUT_OF_RANGE;
    score->newest_ns = time_ns;
    score->begun = true;
    first_born(&score->first, time_ns, truth, truth_count);
    return FUSION_OK;
}

const size_t *fusion_score_pairs(const fusion_score *score)
{
    return score->begun ? score->work.match.column_of : NULL;
}

double fusion_score_first(const fusion_score *score, size_t object)
{
    return object < score->object_count ? first_delay(&score->first, object) : NAN;
}

fusion_status fusion_score_read(const fusion_score *score, fusion_score_figures *figures)
{
    fusion_score_figures read = {.ospa2 = mean_of(&score->ospa2)};
    if (!first_read(&score->first, &read))
        return FUSION_NO_MEMORY;
    gospa_read(&score->gospa, &read);
    siap_read(&score->siap, &read);
    continuity_read(&score->continuity, &read);
    nees_read(&score->nees, &read);
    *figures = read;
    return FUSION_OK;
}

fusion_status fusion_score_trajectories(const fusion_score *score, fusion_score_trajectory *figures)
{
    if (!score->settings.trajectories)
        return FUSION_OUT_OF_RANGE;
    return trajectory_read(&score->trajectory, &score->settings, score->work.names.count, figures)
               ? FUSION_OK
               : FUSION_NO_MEMORY;
}
