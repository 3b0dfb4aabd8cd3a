#include "daemon/lane.h"

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
}

void lane_put(lane *one, const fusion_release *release)
{
    if (!inbox_put(&one->present.box, release->release_ns, release))
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

/* The settled side takes what the present side was fed, by time of measurement. A measurement whose
 * settled epoch is over came after its window: it is late on both sides. */
static bool settled_put(lane *one, const fusion_release *batch, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const int64_t measured_ns = batch[i].report.time_ns;
        if (measured_ns >= one->settled_ns - one->configuration->epoch_ns &&
            !inbox_put(&one->settled.box, measured_ns, &batch[i]))
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

void lane_epoch(lane *one, int64_t end_ns, int64_t first_ns)
{
    one->present.result.epoch_ns = 0;
    one->settled.result.epoch_ns = 0;
    size_t count = 0;
    const fusion_release *batch = inbox_take(&one->present.box, end_ns, &count);
    if (one->failed || !batch || !side_close(&one->present, end_ns, batch, count) ||
        (one->settled.engine && !settled_put(one, batch, count))) {
        one->failed = true;
        return;
    }
    lane_settle(one, end_ns - one->configuration->window_ns, first_ns);
}
