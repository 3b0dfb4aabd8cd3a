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
    run->epoch_count = truth->epoch_count;
    run->cutoff = cutoff;
    run->window = settings.window;
    run->switching = settings.switching;
    bool done = score && run->gospa;
    size_t at = 0; /* of the picture's epochs: both files are in order of time */
    for (size_t i = 0; i < truth->epoch_count && done; i++) {
        const score_epoch *epoch = &truth->epochs[i];
        while (at < picture->epoch_count && picture->epochs[at].time_ms < epoch->time_ms)
            at++;
        const bool shown =
            at < picture->epoch_count && picture->epochs[at].time_ms == epoch->time_ms;
        const score_epoch tracks = shown ? picture->epochs[at] : (score_epoch){0};
        fusion_score_epoch parts = {0};
        done = fusion_score_add(score, epoch->time_ms * ms, truth->truth + epoch->begin,
                                epoch->end - epoch->begin, picture->tracks + tracks.begin,
                                tracks.end - tracks.begin, &parts) == FUSION_OK;
        run->gospa[i] = parts.gospa;
    }
    done = done && fusion_score_read(score, &run->figures) == FUSION_OK &&
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
