#include "daemon/line/pipeline_parts.h"

#include <cblas.h>
#include <stdlib.h>
#include <string.h>

static bool lanes_open(pipeline *one)
{
    const size_t count = one->lane_count;
    one->lanes = calloc(count, sizeof *one->lanes);
    bool good = one->lanes != NULL;
    for (size_t i = 0; one->lanes && i < count; i++)
        good &=
            lane_open(&one->lanes[i], one->configuration, one->view_of[i], one->settings.settled);
    for (size_t i = 0; one->lanes && i < count; i++)
        one->lanes[i].told = one->settings.audit != NULL;
    return good;
}

static codec *codec_open(const config *configuration)
{
    codec_settings settings = codec_defaults();
    settings.window_ns = configuration->window_ns;
    return codec_create(&settings, &configuration->registry);
}

pipeline *pipeline_create(config *configuration, const pipeline_settings *settings)
{
    fusion_status status;
    pipeline *one = calloc(1, sizeof *one);
    if (!one)
        return NULL;
    /* Views are what is worked on side by side; threads within one would only fight over cores. */
    openblas_set_num_threads(1);
    one->configuration = configuration;
    one->settings = *settings;
    one->codec = codec_open(configuration);
    one->crew = crew_create(settings->threads);
    pipeline_lanes_count(one);
    pipeline_views_begin(one);
    kept_open(&one->kept, configuration->retain_ns + configuration->window_ns,
              configuration->registry.sensor_count);
    for (size_t i = 0; i < CONFIG_FORMS_MAX; i++)
        one->forms[i] = (uint8_t)i;
    one->gate = pipeline_gate(one, configuration->book, one->views, &status, NULL);
    one->turn_ns = one->turned_ns = INT64_MIN;
    if (lanes_open(one) && one->codec && one->crew && one->gate &&
        fusion_precedents_create(one->gate, &one->precedents) == FUSION_OK)
        return one;
    pipeline_destroy(one);
    return NULL;
}

void pipeline_destroy(pipeline *one)
{
    if (!one)
        return;
    for (size_t i = 0; one->lanes && i < one->lane_count; i++)
        lane_close_down(&one->lanes[i]);
    free(one->lanes);
    crew_destroy(one->crew);
    fusion_precedents_destroy(one->precedents);
    fusion_gate_destroy(one->gate);
    config_destroy(one->next.fresh);
    kept_free(&one->kept);
    free(one->said);
    pipeline_audit_free(one);
    codec_destroy(one->codec);
    free(one);
}

static void result_hand_out(const pipeline *one, size_t view, bool settled)
{
    const size_t shown = pipeline_lane(one, view);
    const lane *from = &one->lanes[shown];
    const lane_result *result = settled ? &from->settled.result : &from->present.result;
    if (result->epoch_ns == 0 || !one->settings.sink)
        return;
    const pipeline_picture picture = {
        .view = view,
        .audience = one->views[shown].audience,
        .since_ns = one->since_ns[view],
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
    for (size_t i = 0; i < one->lane_count; i++)
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
        for (size_t v = 0; v < FUSION_VIEWS_MAX; v++)
            one->since_ns[v] = one->first_ns;
        pipeline_stood_begin(one, one->first_ns - epoch_ns);
        pipeline_audit_begin(one, now_ns);
    }
    while (now_ns >= one->end_ns && !one->failed) {
        pipeline_turn(one, one->end_ns - epoch_ns);
        crew_run(one->crew, epoch_work, one, one->lane_count);
        one->over = true;
        results_hand_out(one);
        one->over = false;
        pipeline_audit_epoch(one);
        one->end_ns += epoch_ns;
    }
}

int64_t pipeline_began_ns(const pipeline *one)
{
    return one->first_ns == 0 ? 0 : one->first_ns - one->configuration->epoch_ns;
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
    pipeline_audit_end(one);
    if (!one->settings.settled || one->first_ns == 0)
        return;
    /* The present results were handed out already. */
    for (size_t i = 0; i < one->lane_count; i++)
        one->lanes[i].present.result.epoch_ns = 0;
    do {
        crew_run(one->crew, settle_work, one, one->lane_count);
        results_hand_out(one);
    } while (one->lanes[0].settled.result.epoch_ns != 0 && !one->failed);
}

void pipeline_gate_put(pipeline *one, fusion_gate *gate)
{
    fusion_precedents_follow(one->precedents, gate);
    fusion_gate_destroy(one->gate);
    one->gate = gate;
}

/* What was said goes with the run in which it was said; what stood before the first run goes on in
 * that, whoever begins it. */
static void gate_renew(pipeline *one)
{
    fusion_status status;
    if (one->first_ns != 0)
        one->said_count = 0;
    one->looked_ns = 0;
    if (one->next.fresh)
        pipeline_book_adopt(one);
    pipeline_views_begin(one);
    memset(one->changes, 0, sizeof one->changes);
    fusion_gate *gate = pipeline_gate(one, one->configuration->book, one->views, &status, NULL);
    one->failed |= gate == NULL;
    if (gate)
        pipeline_gate_put(one, gate);
    one->turn_ns = one->turned_ns = INT64_MIN;
    one->stale = false;
}

void pipeline_new_run(pipeline *one)
{
    pipeline_audit_end(one);
    codec_new_run(one->codec);
    kept_clear(&one->kept);
    gate_renew(one);
    for (size_t i = 0; i < one->lane_count; i++)
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

static void placed_note(pipeline_placed *placed, const fusion_release *release)
{
    if (release->release_ns > placed->last_ns)
        placed->last_ns = release->release_ns;
    if (release->report.kind != FUSION_NOTICE)
        return;
    const int64_t until_ns = release->report.as.notice.until_ns;
    if (until_ns == 0)
        placed->shown_ns = INT64_MAX;
    else if (until_ns > placed->shown_ns)
        placed->shown_ns = until_ns;
}

/* The tag: by which clause, and of which sensor, even where the view is not told. */
static void release_put(pipeline *one, const fusion_share *share, uint64_t but, uint16_t sensor,
                        const fusion_release *release)
{
    const uint16_t *clause = share->clauses;
    for (uint64_t left = share->views; left; left &= left - 1, clause++)
        if (!(but & left & -left))
            lane_put(&one->lanes[__builtin_ctzll(left)], release, (uint32_t)*clause << 16 | sensor);
}

static void release_again(pipeline *one, uint64_t views, const fusion_release *release,
                          int64_t start_ns)
{
    for (uint64_t left = views; left; left &= left - 1)
        lane_give(&one->lanes[__builtin_ctzll(left)], release, start_ns, one->first_ns);
}

pipeline_placed pipeline_place(pipeline *one, const fusion_report *report, const uint64_t lost[2],
                               uint64_t anew, int64_t start_ns)
{
    pipeline_placed placed = {.last_ns = report->stamp_ns};
    const fusion_verdict verdict = fusion_gate_judge(one->precedents, report);
    for (size_t i = 0; i < verdict.count; i++) {
        const fusion_share *share = &verdict.shares[i];
        const uint64_t views = share->views & ~lost[share->warning];
        fusion_release release;
        if (views == 0 || !fusion_gate_give(one->gate, report, share, &release))
            continue;
        release.form = one->forms[release.form];
        placed_note(&placed, &release);
        placed.views |= views;
        placed.tracks |= share->warning ? 0 : views;
        if (release.release_ns >= start_ns)
            release_put(one, share, lost[share->warning], report->sensor, &release);
        else
            release_again(one, views & anew, &release, start_ns);
    }
    return placed;
}

static void report_take(pipeline *one, int64_t stamp_ns, const fusion_report *report)
{
    static const uint64_t none[2];
    const pipeline_placed placed = pipeline_place(one, report, none, 0, INT64_MIN);
    if (!kept_put(&one->kept, stamp_ns, report, placed.views, placed.last_ns, placed.shown_ns))
        one->failed = true;
    if (one->settings.tap)
        one->settings.tap(one->settings.context, report, placed.tracks);
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
        report_take(one, stamp_ns, &result->reports[i]);
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
    return lane_count(&one->lanes[view]);
}

fusion_innovations pipeline_innovations(const pipeline *one, size_t sensor)
{
    fusion_innovations most = {0};
    for (size_t view = 0; view < one->configuration->view_count; view++) {
        const fusion_innovations here = lane_innovations(&one->lanes[view], (uint16_t)sensor);
        if (here.plots > most.plots)
            most = here;
    }
    return most;
}

int pipeline_own_view(const pipeline *one, size_t sensor, uint64_t views)
{
    const uint32_t own = UINT32_C(1) << one->configuration->registry.sensors[sensor].nation;
    for (size_t v = 0; v < one->configuration->view_count; v++)
        if (views >> v & 1u && one->configuration->rooms[v] < 0 && one->views[v].audience == own &&
            one->lanes[v].present.engine)
            return (int)v;
    return -1;
}

fusion_innovations pipeline_view_innovations(const pipeline *one, size_t view, size_t sensor)
{
    return lane_innovations(&one->lanes[view], (uint16_t)sensor);
}

fusion_conduct pipeline_view_conduct(const pipeline *one, size_t view, size_t sensor)
{
    return fusion_engine_conduct(one->lanes[view].present.engine, sensor);
}

fusion_conduct pipeline_conduct(const pipeline *one, size_t sensor)
{
    const int view = pipeline_own_view(one, sensor, UINT64_MAX);
    return view < 0 ? (fusion_conduct){.periods = 0.0}
                    : pipeline_view_conduct(one, (size_t)view, sensor);
}
