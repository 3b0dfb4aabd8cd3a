#include "tools/sim/play.h"

#include "fusion/status.h"
#include "tools/sim/watch.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct stage {
    const scenario *exercise;
    body *bodies;
    watch *watches;
    size_t watch_count;
} stage;

static bool stage_begin(stage *one, const scenario *exercise, feed *out)
{
    *one = (stage){.exercise = exercise};
    one->bodies = calloc(exercise->object_count + 1, sizeof *one->bodies);
    one->watches = calloc(exercise->sensor_count + 1, sizeof *one->watches);
    if (!one->bodies || !one->watches)
        return false;
    for (size_t i = 0; i < exercise->object_count; i++)
        body_begin(&one->bodies[i], &exercise->objects[i]);
    for (; one->watch_count < exercise->sensor_count; one->watch_count++) {
        const int index = feed_sensor(out, exercise->sensors[one->watch_count].name);
        if (index < 0 ||
            !watch_begin(&one->watches[one->watch_count], exercise, one->watch_count, index))
            return false;
    }
    return true;
}

static void stage_end(stage *one)
{
    for (size_t i = 0; i < one->watch_count; i++)
        watch_end(&one->watches[i]);
    free(one->watches);
    free(one->bodies);
}

static void truth_second(const stage *one, int64_t second, truth *out)
{
    const int64_t time_ns = one->exercise->starts_ns + second * FUSION_SECOND;
    for (size_t i = 0; out && i < one->exercise->object_count; i++) {
        const body *of = &one->bodies[i];
        if (of->here)
            truth_write_ecef(out, time_ns, of->plan->name, of->position[1], of->velocity[1],
                             of->plan->categories, of->plan->identity);
    }
}

static bool stage_second(stage *one, double second, feed *out)
{
    for (size_t i = 0; i < one->exercise->object_count; i++)
        body_step(&one->bodies[i], second + 1.0);
    for (size_t i = 0; i < one->watch_count; i++)
        if (!watch_second(&one->watches[i], one->bodies, second, out))
            return false;
    return true;
}

static bool stage_play(stage *one, int64_t lasts, feed *out, truth *true_places, play_tick *tick,
                       void *context, char error[512])
{
    truth_second(one, 0, true_places);
    for (int64_t second = 0; second < lasts; second++) {
        if (!stage_second(one, (double)second, out)) {
            snprintf(error, 512, "memory was refused");
            return false;
        }
        truth_second(one, second + 1, true_places);
        const int64_t now_ns = one->exercise->starts_ns + (second + 1) * FUSION_SECOND;
        if (!feed_flush(out, now_ns, error))
            return false;
        if (tick && !tick(context, (double)(second + 1), feed_reports(out)))
            return false;
    }
    return true;
}

bool play(const scenario *exercise, double lasts, feed *out, truth *true_places, play_tick *tick,
          void *context, play_counts *counts, char error[512])
{
    stage one;
    error[0] = '\0';
    bool whole = stage_begin(&one, exercise, out);
    if (!whole)
        snprintf(error, 512, "memory was refused");
    else
        whole = stage_play(&one, (int64_t)lasts, out, true_places, tick, context, error);
    *counts = (play_counts){0};
    for (size_t i = 0; i < one.watch_count; i++) {
        counts->missed += one.watches[i].missed;
        counts->clutter += one.watches[i].clutter;
    }
    stage_end(&one);
    return whole;
}
