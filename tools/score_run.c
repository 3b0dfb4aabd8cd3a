#include "tools/score_run.h"

#include "tools/say.h"

#include <stdlib.h>
#include <string.h>

static bool drop_end(char *text, const char *end)
{
    const size_t length = strlen(text);
    const size_t cut = strlen(end);
    if (length <= cut || strcmp(text + length - cut, end) != 0)
        return false;
    text[length - cut] = '\0';
    return true;
}

score_name score_name_of(const char *path)
{
    score_name name = {.settled = false};
    const char *slash = strrchr(path, '/');
    snprintf(name.name, sizeof name.name, "%s", slash ? slash + 1 : path);
    drop_end(name.name, ".csv");
    char plain[sizeof name.name];
    memcpy(plain, name.name, sizeof plain);
    name.settled = drop_end(plain, ".settled");
    const char *dot = strchr(plain, '.');
    if (!dot || dot == plain || !dot[1] || strchr(dot + 1, '.'))
        return name;
    snprintf(name.audience, sizeof name.audience, "%.*s", (int)(dot - plain), plain);
    snprintf(name.rule, sizeof name.rule, "%s", dot + 1);
    return name;
}

/* Gives the epoch of the picture at this time, or an empty one; *at goes on from call to call. */
static score_epoch shown_at(const score_file *picture, int64_t time_ms, size_t *at)
{
    while (*at < picture->epoch_count && picture->epochs[*at].time_ms < time_ms)
        ++*at;
    const bool shown = *at < picture->epoch_count && picture->epochs[*at].time_ms == time_ms;
    return shown ? picture->epochs[*at] : (score_epoch){0};
}

/* Both files are in order of time. */
static bool epochs_add(score_run *run, fusion_score *score, const score_file *truth,
                       const score_file *picture, int64_t from_ms)
{
    const int64_t ms = 1000000;
    size_t at = 0;
    for (size_t i = 0; i < truth->epoch_count; i++) {
        const score_epoch *epoch = &truth->epochs[i];
        const fusion_score_truth *objects = truth->truth + epoch->begin;
        const size_t count = epoch->end - epoch->begin;
        if (!score_step_meets(&run->step, epoch->time_ms)) {
            run->between += epoch->time_ms >= from_ms;
            if (fusion_score_pass(score, epoch->time_ms * ms, objects, count) != FUSION_OK)
                return false;
            continue;
        }
        const score_epoch shown = shown_at(picture, epoch->time_ms, &at);
        fusion_score_epoch parts = {0};
        if (fusion_score_add(score, epoch->time_ms * ms, objects, count,
                             picture->tracks + shown.begin, shown.end - shown.begin,
                             &parts) != FUSION_OK)
            return false;
        run->gospa[run->epoch_count++] = parts.gospa;
        run->unjudged -= shown.end - shown.begin;
    }
    return true;
}

bool score_run_make(score_run *run, const score_file *truth, const score_file *picture,
                    double cutoff, int64_t from_ms)
{
    const int64_t ms = 1000000;
    fusion_score_settings settings = fusion_score_defaults();
    settings.cutoff = cutoff;
    settings.from_ns = from_ms * ms;
    settings.trajectories = true;
    fusion_score *score = fusion_score_create(&settings, truth->categories, truth->object_count);
    run->gospa = calloc(truth->epoch_count + 1, sizeof *run->gospa);
    run->cutoff = cutoff;
    run->window = settings.window;
    run->switching = settings.switching;
    run->step = score_step_of(picture, truth);
    run->rows = run->unjudged = picture->row_count;
    const bool done = score && run->gospa && epochs_add(run, score, truth, picture, from_ms) &&
                      fusion_score_read(score, &run->figures) == FUSION_OK &&
                      fusion_score_trajectories(score, &run->trajectory) == FUSION_OK;
    fusion_score_destroy(score);
    if (!done)
        say_error("memory was refused.");
    return done;
}

void score_run_free(score_run *run)
{
    free(run->gospa);
    run->gospa = NULL;
}
