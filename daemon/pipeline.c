#include "daemon/pipeline.h"

#include "daemon/crew.h"
#include "daemon/lane.h"

#include <cblas.h>
#include <stdlib.h>

struct pipeline {
    const config *configuration;
    pipeline_settings settings;
    codec *codec;
    fusion_gate *gate;
    crew *crew;
    lane *lanes; /* one a view */
    fusion_decision decisions[FUSION_VIEWS_MAX];
    pipeline_sensor_counts sensors[FUSION_SENSORS_MAX];
    int64_t first_ns; /* end of the run's first epoch; 0: the grid is not open */
    int64_t end_ns;   /* of the open epoch */
    bool failed;
};

static bool lanes_open(pipeline *one)
{
    const size_t count = one->configuration->view_count;
    one->lanes = calloc(count, sizeof *one->lanes);
    bool good = one->lanes != NULL;
    for (size_t i = 0; one->lanes && i < count; i++)
        good &= lane_open(&one->lanes[i], one->configuration, i, one->settings.settled);
    return good;
}

static codec *codec_open(const config *configuration)
{
    codec_settings settings = codec_defaults();
    settings.window_ns = configuration->window_ns;
    return codec_create(&settings, &configuration->registry);
}

pipeline *pipeline_create(const config *configuration, const pipeline_settings *settings)
{
    pipeline *one = calloc(1, sizeof *one);
    if (!one)
        return NULL;
    /* Views are what is worked on side by side; threads within one would only fight over cores. */
    openblas_set_num_threads(1);
    one->configuration = configuration;
    one->settings = *settings;
    one->codec = codec_open(configuration);
    one->crew = crew_create(settings->threads);
    const bool gated =
        fusion_gate_create(configuration->book, &configuration->registry, configuration->views,
                           configuration->view_count, &one->gate) == FUSION_OK;
    if (lanes_open(one) && one->codec && one->crew && gated)
        return one;
    pipeline_destroy(one);
    return NULL;
}

void pipeline_destroy(pipeline *one)
{
    if (!one)
        return;
    for (size_t i = 0; one->lanes && i < one->configuration->view_count; i++)
        lane_close_down(&one->lanes[i]);
    free(one->lanes);
    crew_destroy(one->crew);
    fusion_gate_destroy(one->gate);
    codec_destroy(one->codec);
    free(one);
}

static void result_hand_out(const pipeline *one, size_t view, bool settled)
{
    const lane *from = &one->lanes[view];
    const lane_result *result = settled ? &from->settled.result : &from->present.result;
    if (result->epoch_ns == 0 || !one->settings.sink)
        return;
    const pipeline_picture picture = {
        .view = view,
        .since_ns = one->first_ns,
        .epoch_ns = result->epoch_ns,
        .settled = settled,
        .tracks = result->tracks,
        .track_count = result->track_count,
        .notices = result->notices,
        .notice_count = result->notice_count,
    };
    one->settings.sink(one->settings.context, &picture);
}

/* In order of views and by the calling thread, whoever did the work. */
static void results_hand_out(pipeline *one)
{
    for (size_t i = 0; i < one->configuration->view_count; i++)
        one->failed |= one->lanes[i].failed;
    for (size_t i = 0; !one->failed && i < one->configuration->view_count; i++) {
        result_hand_out(one, i, false);
        result_hand_out(one, i, true);
    }
}

static void epoch_work(void *context, size_t index)
{
    const pipeline *one = context;
    lane_epoch(&one->lanes[index], one->end_ns, one->first_ns);
}

void pipeline_advance(pipeline *one, int64_t now_ns)
{
    const int64_t epoch_ns = one->configuration->epoch_ns;
    if (one->first_ns == 0) {
        one->first_ns = (now_ns / epoch_ns + 1) * epoch_ns;
        one->end_ns = one->first_ns;
    }
    while (now_ns >= one->end_ns && !one->failed) {
        crew_run(one->crew, epoch_work, one, one->configuration->view_count);
        results_hand_out(one);
        one->end_ns += epoch_ns;
    }
}

int64_t pipeline_due_ns(const pipeline *one)
{
    return one->first_ns == 0 ? 0 : one->end_ns;
}

static void settle_work(void *context, size_t index)
{
    const pipeline *one = context;
    lane_settle(&one->lanes[index], one->end_ns - one->configuration->epoch_ns, one->first_ns);
}

void pipeline_finish(pipeline *one)
{
    if (!one->settings.settled || one->first_ns == 0)
        return;
    /* The present results were handed out already. */
    for (size_t i = 0; i < one->configuration->view_count; i++)
        one->lanes[i].present.result.epoch_ns = 0;
    do {
        crew_run(one->crew, settle_work, one, one->configuration->view_count);
        results_hand_out(one);
    } while (one->lanes[0].settled.result.epoch_ns != 0 && !one->failed);
}

void pipeline_new_run(pipeline *one)
{
    codec_new_run(one->codec);
    for (size_t i = 0; i < one->configuration->view_count; i++)
        one->failed |= !lane_renew(&one->lanes[i]);
    one->first_ns = 0;
}

const double pipeline_late_bounds[PIPELINE_LATE_BOUNDS] = {0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0};

static void lateness_note(pipeline_sensor_counts *sensor, const fusion_report *report)
{
    const double late = (double)(report->stamp_ns - report->time_ns) / 1e9;
    for (size_t i = 0; i < PIPELINE_LATE_BOUNDS; i++)
        sensor->late[i] += late <= pipeline_late_bounds[i];
    sensor->late_sum += late;
}

static void report_release(pipeline *one, const fusion_report *report)
{
    fusion_gate_decide(one->gate, report, one->decisions);
    for (size_t i = 0; i < one->configuration->view_count; i++) {
        fusion_release release;
        if (one->decisions[i].released &&
            fusion_gate_apply(one->gate, report, &one->decisions[i], &release))
            lane_put(&one->lanes[i], &release);
        if (one->decisions[i].warned &&
            fusion_gate_warn(one->gate, report, &one->decisions[i], &release))
            lane_put(&one->lanes[i], &release);
    }
    one->sensors[report->sensor].fused++;
    lateness_note(&one->sensors[report->sensor], report);
}

void pipeline_take(pipeline *one, int64_t stamp_ns, const uint8_t *data, size_t size,
                   codec_result *result)
{
    if (stamp_ns != 0)
        pipeline_advance(one, stamp_ns);
    codec_take(one->codec, stamp_ns, data, size, result);
    for (size_t i = 0; i < result->count; i++)
        report_release(one, &result->reports[i]);
}

bool pipeline_failed(const pipeline *one)
{
    return one->failed;
}

const codec_counts *pipeline_codec_counts(const pipeline *one)
{
    return codec_count(one->codec);
}

const pipeline_sensor_counts *pipeline_sensor_count(const pipeline *one, size_t sensor)
{
    return &one->sensors[sensor];
}

fusion_engine_counts pipeline_view_count(const pipeline *one, size_t view)
{
    return fusion_engine_count(one->lanes[view].present.engine);
}
