#include "fusion/engine.h"

#include "track/apart.h"
#include "track/beside.h"
#include "track/curve.h"
#include "track/intake.h"
#include "track/link.h"
#include "track/notice.h"
#include "track/picture.h"
#include "track/step.h"
#include "track/streak.h"
#include "track/twin.h"

#include <stdlib.h>
#include <string.h>

struct fusion_engine {
    fusion_engine_settings settings;
    const fusion_registry *registry;
    room memory;
    int64_t closed_ns; /* end of the epoch closed last */
    bool closed_any;
    fusion_engine_counts counts;

    struct {
        fusion_release *items;
        size_t count, capacity;
    } inbox; /* fed since then */
    roster tracks;
    notice_list notices;
    beside beside;
    seen seen;
    conditions learnt;
    unrest unrest;
    curve curve;
    nis nis;
    streaks streaks;

    /* Working memory of a close; what it holds does not outlive one. */
    intake intake;
    linker linker;
    step step;
    apart apart;
};

fusion_engine_settings fusion_engine_defaults(void)
{
    return (fusion_engine_settings){.epoch_ns = FUSION_SECOND,
                                    .window_ns = 120 * FUSION_SECOND,
                                    .gate = 36.0,
                                    .clutter = 2e-14,
                                    .detection = 0.9,
                                    .births = 4e-16,
                                    .confirm = 0.95,
                                    .show = 0.5,
                                    .drop = 0.001,
                                    .notices_max = 4096};
}

fusion_engine *fusion_engine_create(const fusion_engine_settings *settings,
                                    const fusion_registry *registry)
{
    fusion_engine *engine = calloc(1, sizeof *engine);
    if (!engine)
        return NULL;
    engine->settings = *settings;
    engine->registry = registry;
    engine->memory.ceiling = settings->memory_max;
    engine->learnt.settings = &engine->settings;
    engine->learnt.registry = registry;
    return engine;
}

void fusion_engine_destroy(fusion_engine *engine)
{
    if (!engine)
        return;
    room *memory = &engine->memory;
    ROOM_FREE(memory, &engine->inbox);
    roster_free(&engine->tracks, memory);
    notice_free(&engine->notices, memory);
    beside_free(&engine->beside, memory);
    seen_free(&engine->seen, memory);
    conditions_free(&engine->learnt, memory);
    intake_free(&engine->intake, memory);
    link_free(&engine->linker, memory);
    step_free(&engine->step, memory);
    apart_free(&engine->apart, memory);
    streak_free(&engine->streaks, memory);
    free(engine);
}

fusion_status fusion_engine_feed(fusion_engine *engine, const fusion_release *releases,
                                 size_t count)
{
    if (count > SIZE_MAX / 2 - engine->inbox.count ||
        !ROOM_FOR(&engine->memory, &engine->inbox, engine->inbox.count + count))
        return FUSION_NO_MEMORY;
    if (count > 0)
        memcpy(engine->inbox.items + engine->inbox.count, releases, count * sizeof *releases);
    engine->inbox.count += count;
    engine->counts.released += count;
    return FUSION_OK;
}

static life_rules rules_of(fusion_engine *engine)
{
    return (life_rules){&engine->settings, engine->registry, &engine->learnt};
}

static size_t largest_span(const indices *first, size_t count)
{
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        if (first->items[i + 1] - first->items[i] > most)
            most = first->items[i + 1] - first->items[i];
    return most;
}

/* All that can fail: sorts out what was fed, joins it into clusters, and makes room for whatever
 * comes of them. Tracks are not touched. */
static bool prepare(fusion_engine *engine, int64_t end_ns)
{
    room *memory = &engine->memory;
    intake *in = &engine->intake;
    if (!intake_sort(in, memory, engine->inbox.items, engine->inbox.count, &engine->settings,
                     engine->registry, &engine->seen) ||
        !notice_reserve(&engine->notices, memory, in->notices.count, engine->settings.notices_max,
                        engine->settings.number_key) ||
        !beside_reserve(&engine->beside, memory, in->moved.count, engine->settings.tracks_max) ||
        !roster_reserve(&engine->tracks, memory, in->taken.count) ||
        !apart_reserve(&engine->apart, memory, engine->tracks.order.count + in->taken.count) ||
        !conditions_reserve(&engine->learnt, memory, in->taken.count) ||
        !streak_reserve(&engine->streaks, memory, engine->registry, in->all.items, in->all.count,
                        in->taken.items, in->taken.count) ||
        !link_all(&engine->linker, memory, &engine->tracks, in->all.items, in->taken.items,
                  in->taken.count, end_ns, engine->settings.epoch_ns, engine->settings.number_key))
        return false;
    const clusters *found = &engine->linker.clusters;
    const size_t measures_most = largest_span(&found->report_first, found->count);
    const size_t tracks_most = largest_span(&found->track_first, found->count);
    return step_reserve(&engine->step, memory, measures_most, tracks_most);
}

/* The clusters' reports and tracks, in place, as measures and slots. */
static void work_clusters(fusion_engine *engine)
{
    clusters *found = &engine->linker.clusters;
    for (size_t i = 0; i < found->report_first.items[found->count]; i++)
        found->report.items[i] = engine->intake.taken.items[found->report.items[i]];
    for (size_t i = 0; i < found->track_first.items[found->count]; i++)
        found->track.items[i] = engine->tracks.order.items[found->track.items[i]].slot;
    engine->step.rules = rules_of(engine);
    engine->step.tracks = &engine->tracks;
    engine->step.nis = &engine->nis;
    engine->step.unrest = &engine->unrest;
    engine->step.young = &engine->streaks.young;
    engine->step.measures = engine->intake.all.items;
    for (size_t i = 0; i < engine->intake.taken.count; i++)
        conditions_visit(&engine->learnt, &engine->intake.all.items[engine->intake.taken.items[i]]);
    for (size_t c = 0; c < found->count; c++) {
        const uint32_t *report = found->report_first.items + c;
        const uint32_t *slot = found->track_first.items + c;
        step_work(&engine->step, found->report.items + report[0], report[1] - report[0],
                  found->track.items + slot[0], slot[1] - slot[0]);
    }
}

/* One that is refused does not become known: told again when there is room, it is taken. */
static void work_notices(fusion_engine *engine)
{
    intake *in = &engine->intake;
    size_t kept = 0;
    for (size_t i = 0; i < in->notices.count; i++) {
        const measure *one = &in->all.items[in->notices.items[i]];
        if (notice_add(&engine->notices, &engine->inbox.items[one->release],
                       engine->settings.notices_max, engine->settings.number_key, one->content))
            in->notices.items[kept++] = in->notices.items[i];
    }
    in->counts.refused += in->notices.count - kept;
    in->counts.beside -= in->notices.count - kept;
    in->notices.count = kept;
}

/* The same of places under a floor, once the estimates are those of the epoch. */
static void work_moved(fusion_engine *engine)
{
    intake *in = &engine->intake;
    size_t kept = 0;
    for (size_t i = 0; i < in->moved.count; i++)
        if (beside_take(&engine->beside, &in->all.items[in->moved.items[i]], &engine->tracks,
                        engine->settings.tracks_max, engine->settings.number_key))
            in->moved.items[kept++] = in->moved.items[i];
    in->counts.refused += in->moved.count - kept;
    in->counts.beside -= in->moved.count - kept;
    in->moved.count = kept;
}

typedef struct passing {
    int64_t now_ns;
    life_rules rules;
    unrest *unrest;
    curve *curve;
} passing;

static bool track_lives(track *one, void *context)
{
    const passing *at = context;
    unrest_take(at->unrest, one);
    curve_take(at->curve, one);
    return life_pass(one, at->now_ns, at->rules);
}

static void pass_tracks(fusion_engine *engine, int64_t now_ns)
{
    roster *all = &engine->tracks;
    passing at = {now_ns, rules_of(engine), &engine->unrest, &engine->curve};
    roster_keep(all, track_lives, &at);
    twin_forget(all);
    for (size_t i = 0; i < all->order.count; i++) {
        track *one = &all->slots.items[all->order.items[i].slot];
        curve_tell(&engine->curve, one);
        unrest_mind_speed(&engine->unrest, one);
        unrest_tell(&engine->unrest, one);
    }
}

static void count_epoch(fusion_engine *engine)
{
    const fusion_engine_counts *now = &engine->intake.counts;
    engine->counts.fused += now->fused;
    engine->counts.late += now->late;
    engine->counts.duplicate += now->duplicate;
    engine->counts.beside += now->beside;
    engine->counts.refused += now->refused;
}

fusion_status fusion_engine_close(fusion_engine *engine, int64_t epoch_end_ns)
{
    if (engine->closed_any && epoch_end_ns <= engine->closed_ns)
        return FUSION_LATE;
    /* Longer than the window, by how much later than its multiples an epoch may end. */
    seen_turn(&engine->seen, epoch_end_ns, engine->settings.window_ns + engine->settings.epoch_ns);
    if (!prepare(engine, epoch_end_ns))
        return FUSION_NO_MEMORY;
    work_clusters(engine);
    streak_pass(&engine->streaks, &engine->tracks, engine->intake.all.items,
                engine->intake.taken.items, engine->intake.taken.count, epoch_end_ns,
                rules_of(engine));
    roster_settle(&engine->tracks);
    work_notices(engine);
    work_moved(engine);
    intake_remember(&engine->intake, &engine->seen);
    conditions_turn(&engine->learnt, epoch_end_ns);
    pass_tracks(engine, epoch_end_ns);
    beside_pass(&engine->beside, &engine->tracks, epoch_end_ns);
    apart_tell(&engine->apart, &engine->tracks, &engine->learnt, epoch_end_ns);
    notice_pass(&engine->notices, epoch_end_ns);
    count_epoch(engine);
    engine->inbox.count = 0;
    engine->closed_ns = epoch_end_ns;
    engine->closed_any = true;
    return FUSION_OK;
}

fusion_status fusion_engine_read(const fusion_engine *engine, fusion_track *tracks, size_t capacity,
                                 size_t *count)
{
    *count = engine->tracks.order.count + engine->beside.apart.count;
    if (capacity == 0)
        return FUSION_OK;
    if (capacity < *count)
        return FUSION_NO_ROOM;
    const life_rules rules = {&engine->settings, engine->registry, NULL};
    picture_all(&engine->tracks, &engine->beside, engine->closed_ns, rules, tracks);
    return FUSION_OK;
}

fusion_status fusion_engine_notices(const fusion_engine *engine, fusion_released_notice *notices,
                                    size_t capacity, size_t *count)
{
    *count = engine->notices.order.count;
    if (capacity == 0)
        return FUSION_OK;
    if (capacity < *count)
        return FUSION_NO_ROOM;
    for (size_t i = 0; i < *count; i++)
        notices[i] = engine->notices.slots.items[engine->notices.order.items[i].slot];
    return FUSION_OK;
}

fusion_engine_counts fusion_engine_count(const fusion_engine *engine)
{
    return engine->counts;
}

fusion_innovations fusion_engine_innovations(const fusion_engine *engine, uint16_t sensor)
{
    return nis_of(&engine->nis, sensor);
}

fusion_conduct fusion_engine_conduct(const fusion_engine *engine, size_t sensor)
{
    return engine->learnt.conduct[sensor].last;
}
