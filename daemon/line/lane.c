#include "daemon/line/lane.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static fusion_engine *engine_make(const config *configuration, size_t view)
{
    fusion_engine_settings settings = fusion_engine_defaults();
    const char *name = configuration->view_names[view];
    crypto_generichash(settings.number_key, sizeof settings.number_key, (const uint8_t *)name,
                       strlen(name), configuration->exercise_key,
                       sizeof configuration->exercise_key);
    settings.epoch_ns = configuration->epoch_ns;
    settings.window_ns = configuration->window_ns;
    if (configuration->clutter > 0.0)
        settings.clutter = configuration->clutter * 1e-9;
    return fusion_engine_create(&settings, &configuration->registry);
}

static bool side_renew(lane *one, lane_side *side)
{
    fusion_engine_destroy(side->engine);
    side->engine = engine_make(one->configuration, one->view);
    inbox_clear(&side->box);
    side->result.epoch_ns = 0;
    return side->engine != NULL;
}

bool lane_open(lane *one, const config *configuration, size_t view, bool settled)
{
    *one = (lane){.configuration = configuration, .view = view};
    return side_renew(one, &one->present) && (!settled || side_renew(one, &one->settled));
}

bool lane_renew(lane *one)
{
    const bool settled = one->settled.engine != NULL;
    one->settled_ns = 0;
    one->anew = false;
    one->counted = (fusion_engine_counts){0};
    return side_renew(one, &one->present) && (!settled || side_renew(one, &one->settled));
}

static void side_free(lane_side *side)
{
    inbox_free(&side->box);
    fusion_engine_destroy(side->engine);
    free(side->result.tracks);
    free(side->result.notices);
}

void lane_close_down(lane *one)
{
    side_free(&one->present);
    side_free(&one->settled);
    tally_free(&one->given);
}

void lane_put(lane *one, const fusion_release *release, uint32_t tag)
{
    if (!inbox_put(&one->present.box, release->release_ns, release, tag))
        one->failed = true;
}

void lane_wait_again(lane *one)
{
    inbox_clear(&one->present.box);
}

static fusion_engine_counts counts_sum(fusion_engine_counts one, fusion_engine_counts other)
{
    return (fusion_engine_counts){.released = one.released + other.released,
                                  .fused = one.fused + other.fused,
                                  .late = one.late + other.late,
                                  .duplicate = one.duplicate + other.duplicate,
                                  .beside = one.beside + other.beside,
                                  .refused = one.refused + other.refused};
}

/* Counts wrap like all unsigned numbers, so a difference may stand for less than nothing. */
static fusion_engine_counts counts_less(fusion_engine_counts one, fusion_engine_counts other)
{
    return (fusion_engine_counts){.released = one.released - other.released,
                                  .fused = one.fused - other.fused,
                                  .late = one.late - other.late,
                                  .duplicate = one.duplicate - other.duplicate,
                                  .beside = one.beside - other.beside,
                                  .refused = one.refused - other.refused};
}

fusion_engine_counts lane_count(const lane *one)
{
    return counts_sum(one->counted, fusion_engine_count(one->present.engine));
}

fusion_innovations lane_innovations(const lane *one, uint16_t sensor)
{
    return fusion_engine_innovations(one->present.engine, sensor);
}

bool lane_begin_anew(lane *one)
{
    const bool settled = one->settled.engine != NULL;
    one->counted = lane_count(one);
    one->anew = true;
    return side_renew(one, &one->present) && (!settled || side_renew(one, &one->settled));
}

/* The end of the epoch in which a time lies. */
static int64_t epoch_end(const lane *one, int64_t at_ns)
{
    const int64_t epoch_ns = one->configuration->epoch_ns;
    return (at_ns / epoch_ns + 1) * epoch_ns;
}

static bool still_shown(const fusion_release *release, int64_t now_ns)
{
    const int64_t until_ns = release->report.as.notice.until_ns;
    return release->report.kind == FUSION_NOTICE && (until_ns == 0 || until_ns > now_ns);
}

/* The settled side is a window behind, whether it is wanted or not: the present may not depend on
 * that. */
bool lane_may_hold(const config *of, const fusion_release *release, int64_t start_ns)
{
    const int64_t behind_ns = start_ns - of->window_ns;
    return release->report.kind != FUSION_NOTICE ||
           release->release_ns >= behind_ns - of->retain_ns || still_shown(release, behind_ns);
}

/* Where the settled side stood when the release was given: what was measured before was late. */
static int64_t settled_then(const lane *one, int64_t release_ns, int64_t first_ns)
{
    const int64_t end_ns = epoch_end(one, release_ns);
    const int64_t behind_ns = end_ns - one->configuration->window_ns;
    if (end_ns <= first_ns)
        return 0;
    return behind_ns > first_ns ? behind_ns : first_ns;
}

void lane_give(lane *one, const fusion_release *release, int64_t start_ns, int64_t first_ns)
{
    const config *of = one->configuration;
    const int64_t measured_ns = release->report.time_ns;
    const int64_t settled_ns = (one->settled_ns ? one->settled_ns : first_ns) - of->epoch_ns;
    if ((release->release_ns >= start_ns - of->retain_ns || still_shown(release, start_ns)) &&
        !inbox_put(&one->present.box, release->release_ns, release, 0))
        one->failed = true;
    if (one->settled.engine &&
        (release->release_ns >= settled_ns - of->retain_ns || still_shown(release, settled_ns)) &&
        measured_ns >= settled_then(one, release->release_ns, first_ns) - of->epoch_ns &&
        !inbox_put(&one->settled.box, measured_ns, release, 0))
        one->failed = true;
}

/* A capacity of 0 asks for the count alone and is no refusal, so the count decides. */
static bool tracks_read(const fusion_engine *engine, lane_result *result)
{
    size_t count = 0;
    fusion_status status = fusion_engine_read(engine, result->tracks, result->track_room, &count);
    if (count > result->track_room) {
        const size_t room = count + count / 2;
        fusion_track *grown = realloc(result->tracks, room * sizeof *grown);
        if (!grown)
            return false;
        result->tracks = grown;
        result->track_room = room;
        status = fusion_engine_read(engine, result->tracks, room, &count);
    }
    result->track_count = count;
    return status == FUSION_OK;
}

static bool notices_read(const fusion_engine *engine, lane_result *result)
{
    size_t count = 0;
    fusion_status status =
        fusion_engine_notices(engine, result->notices, result->notice_room, &count);
    if (count > result->notice_room) {
        const size_t room = count + count / 2;
        fusion_released_notice *grown = realloc(result->notices, room * sizeof *grown);
        if (!grown)
            return false;
        result->notices = grown;
        result->notice_room = room;
        status = fusion_engine_notices(engine, result->notices, room, &count);
    }
    result->notice_count = count;
    return status == FUSION_OK;
}

static bool side_close(lane_side *side, int64_t end_ns, const fusion_release *batch, size_t count)
{
    if (fusion_engine_feed(side->engine, batch, count) != FUSION_OK ||
        fusion_engine_close(side->engine, end_ns) != FUSION_OK)
        return false;
    side->result.epoch_ns = end_ns;
    return tracks_read(side->engine, &side->result) && notices_read(side->engine, &side->result);
}

static bool side_pass(lane_side *side, int64_t end_ns)
{
    size_t count = 0;
    const fusion_release *batch = inbox_take(&side->box, end_ns, &count);
    return batch && fusion_engine_feed(side->engine, batch, count) == FUSION_OK &&
           fusion_engine_close(side->engine, end_ns) == FUSION_OK;
}

/* Carries a side that began anew up to the epoch that ended at last_ns. Every epoch is closed as it
 * was, but for those in which the engine holds nothing yet, or only what is still shown from before
 * the retained time. */
static bool side_catch_up(const lane *one, lane_side *side, int64_t last_ns, int64_t first_ns)
{
    const config *of = one->configuration;
    const int64_t retained_ns = last_ns - of->retain_ns - of->window_ns;
    bool any = false;
    for (int64_t end_ns = first_ns; end_ns <= last_ns; end_ns += of->epoch_ns, any = true) {
        if (!any || end_ns <= retained_ns) {
            const int64_t due_ns = inbox_due_ns(&side->box);
            if (due_ns >= last_ns)
                break;
            if (due_ns >= end_ns)
                end_ns = epoch_end(one, due_ns);
        }
        if (!side_pass(side, end_ns))
            return false;
    }
    return true;
}

static void catch_up(lane *one, int64_t start_ns, int64_t first_ns)
{
    const int64_t settled_ns = one->settled_ns ? one->settled_ns : first_ns;
    const int64_t epoch_ns = one->configuration->epoch_ns;
    one->anew = false;
    if (!side_catch_up(one, &one->present, start_ns, first_ns) ||
        (one->settled.engine &&
         !side_catch_up(one, &one->settled, settled_ns - epoch_ns, first_ns)))
        one->failed = true;
    one->counted = counts_less(one->counted, fusion_engine_count(one->present.engine));
}

/* The settled side takes what the present side was fed, by time of measurement. A measurement whose
 * settled epoch is over came after its window: it is late on both sides. */
static bool settled_put(lane *one, const fusion_release *batch, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const int64_t measured_ns = batch[i].report.time_ns;
        if (measured_ns >= one->settled_ns - one->configuration->epoch_ns &&
            !inbox_put(&one->settled.box, measured_ns, &batch[i], 0))
            return false;
    }
    return true;
}

bool lane_settle(lane *one, int64_t end_ns, int64_t first_ns)
{
    one->settled.result.epoch_ns = 0;
    if (!one->settled.engine || one->failed)
        return false;
    if (one->settled_ns == 0)
        one->settled_ns = first_ns;
    if (one->settled_ns > end_ns)
        return false;
    size_t count = 0;
    const fusion_release *batch = inbox_take(&one->settled.box, one->settled_ns, &count);
    if (!batch || !side_close(&one->settled, one->settled_ns, batch, count)) {
        one->failed = true;
        return false;
    }
    one->settled_ns += one->configuration->epoch_ns;
    return true;
}

static bool given_count(lane *one, size_t count)
{
    for (size_t i = 0; one->told && i < count; i++)
        if (!tally_add(&one->given, one->present.box.batch_tags[i]))
            return false;
    return true;
}

void lane_epoch(lane *one, int64_t end_ns, int64_t first_ns)
{
    one->present.result.epoch_ns = 0;
    one->settled.result.epoch_ns = 0;
    if (one->anew)
        catch_up(one, end_ns - one->configuration->epoch_ns, first_ns);
    size_t count = 0;
    const fusion_release *batch = inbox_take(&one->present.box, end_ns, &count);
    if (one->failed || !batch || !given_count(one, count) ||
        !side_close(&one->present, end_ns, batch, count) ||
        (one->settled.engine && !settled_put(one, batch, count))) {
        one->failed = true;
        return;
    }
    lane_settle(one, end_ns - one->configuration->window_ns, first_ns);
}
