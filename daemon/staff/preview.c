#include "daemon/staff/preview.h"

#include "daemon/staff/reporters.h"
#include "daemon/staff/scores_parts.h"
#include "daemon/told/json_put.h"

#include <stdlib.h>

#define MINUTE_NS (INT64_C(60) * FUSION_SECOND) /* a multiple of what forms thin by */

/* A gate, and what it said before. */
typedef struct asked {
    const fusion_gate *gate;
    fusion_precedents *precedents;
} asked;

typedef struct numbers {
    size_t tracks, gone, fewer, gained, given, given_then;
} numbers;

typedef struct preview {
    const config *of;
    const scores *scored;
    const pipeline *line;
    asked now, then;
    int64_t epoch_ns, effect_ns;
    reporters found;
    numbers views[FUSION_VIEWS_MAX]; /* lanes */
} preview;

static uint64_t given(const asked *by, const fusion_report *report, int64_t before_ns)
{
    const fusion_verdict verdict = fusion_gate_judge(by->precedents, report);
    uint64_t views = 0;
    for (size_t i = 0; i < verdict.count; i++) {
        const fusion_share *share = &verdict.shares[i];
        if (!share->warning && fusion_share_release_ns(share, report->stamp_ns) < before_ns)
            views |= share->views;
    }
    return views;
}

static fusion_report later(const preview *all, const fusion_report *report)
{
    fusion_report moved = *report;
    const int64_t gap_ns = all->effect_ns - report->time_ns;
    const int64_t by_ns = (gap_ns + MINUTE_NS - 1) / MINUTE_NS * MINUTE_NS;
    moved.time_ns += by_ns;
    moved.stamp_ns += by_ns;
    if (moved.kind == FUSION_TRACK_STATE)
        moved.as.state.updated_ns += by_ns;
    return moved;
}

/* Views of which each has, keeps, is given, would be given a report about an object. */
typedef struct object_views {
    uint64_t has, keeps, given, then;
} object_views;

static void report_add(const preview *all, const fusion_report *report, object_views *object)
{
    const fusion_report moved = later(all, report);
    uint64_t lost_now, lost_then, warnings;
    fusion_gate_removed(all->now.gate, report, all->epoch_ns, &lost_now, &warnings);
    fusion_gate_removed(all->then.gate, report, all->effect_ns, &lost_then, &warnings);
    const uint64_t has = given(&all->now, report, all->epoch_ns) & ~lost_now;
    object->has |= has;
    object->keeps |= has & ~lost_then;
    object->given |= given(&all->now, &moved, INT64_MAX);
    object->then |= given(&all->then, &moved, INT64_MAX);
}

static void object_count(preview *all, const object_views *object)
{
    for (size_t v = 0; v < all->of->view_count; v++) {
        const uint64_t bit = UINT64_C(1) << pipeline_shown(all->line, v);
        const bool gone = (object->has & bit) && !(object->keeps & bit);
        const bool feeds = object->given & bit, would = object->then & bit;
        numbers *view = &all->views[v];
        view->gone += gone;
        view->fewer += !gone && feeds && !would;
        view->gained += !feeds && would;
    }
}

static void objects_count(preview *all)
{
    const reporter *each = all->found.all, *end = each + all->found.count;
    const score_epoch *at = all->scored ? all->scored->at : NULL;
    while (each < end) {
        object_views object = {0};
        const size_t row = each->row;
        for (; each < end && each->row == row; each++)
            if (each->report->kind != FUSION_BEARING)
                report_add(all, each->report, &object);
        object_count(all, &object);
    }
    for (size_t row = 0; at && row < at->end - at->begin; row++)
        for (size_t v = 0; v < all->of->view_count; v++)
            all->views[v].tracks += scores_sight_of(all->scored, v, row).track != 0;
}

static void reports_count(preview *all)
{
    for (size_t i = 0; i < all->found.looked_count; i++) {
        const fusion_report moved = later(all, all->found.looked[i]);
        const uint64_t now = given(&all->now, &moved, INT64_MAX);
        const uint64_t then = given(&all->then, &moved, INT64_MAX);
        for (size_t v = 0; v < all->of->view_count; v++) {
            const size_t lane = pipeline_shown(all->line, v);
            all->views[v].given += now >> lane & 1u;
            all->views[v].given_then += then >> lane & 1u;
        }
    }
}

static void put_view(FILE *out, const preview *all, size_t v)
{
    const numbers *view = &all->views[v];
    fputs("{\"view\":", out);
    json_put_text(out, all->of->view_names[v]);
    if (all->scored && all->scored->at)
        fprintf(out, ",\"tracks\":%zu,\"gone\":%zu,\"fewer\":%zu,\"gained\":%zu", view->tracks,
                view->gone, view->fewer, view->gained);
    else
        fputs(",\"tracks\":null,\"gone\":null,\"fewer\":null,\"gained\":null", out);
    fprintf(out, ",\"given\":%zu,\"given_then\":%zu}", view->given, view->given_then);
}

static void put_all(FILE *out, const preview *all)
{
    fputs("{\"refused\":null,\"takes_effect\":", out);
    json_put_seconds(out, all->effect_ns);
    fprintf(out, ",\"looked\":%zu,\"cut\":%s,\"views\":[", all->found.looked_count,
            all->found.cut ? "true" : "false");
    for (size_t v = 0; v < all->of->view_count; v++) {
        fputs(v ? "," : "", out);
        put_view(out, all, v);
    }
    fputs("]}\n", out);
}

/* false: memory was refused. */
static bool work(preview *all)
{
    const score_file *truth = all->scored ? all->scored->truth : NULL;
    const score_epoch *at = all->scored ? all->scored->at : NULL;
    if (!reporters_find(all->line, truth, at, all->epoch_ns, all->epoch_ns, REPORTERS_ALL,
                        &all->found) ||
        fusion_precedents_create(all->now.gate, &all->now.precedents) != FUSION_OK ||
        fusion_precedents_create(all->then.gate, &all->then.precedents) != FUSION_OK)
        return false;
    objects_count(all);
    reports_count(all);
    return true;
}

static char *refusal_text(const char *refused, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!out)
        return NULL;
    fputs("{\"refused\":", out);
    json_put_text(out, refused);
    fputs(",\"takes_effect\":null,\"looked\":0,\"cut\":false,\"views\":[]}\n", out);
    return json_put_end(out, &text);
}

char *preview_text(const config *of, const scores *scored, const pipeline *line, int64_t now_ns,
                   const control_message *said, size_t *size)
{
    const char *refused;
    int64_t effect_ns = 0;
    fusion_gate *then = pipeline_gate_if(line, now_ns, said->who, said->sentence, said->until_ns,
                                         &effect_ns, &refused);
    if (!then)
        return refusal_text(refused, size);
    char *text = NULL;
    preview *all = calloc(1, sizeof *all);
    if (all) {
        *all = (preview){.of = of, .scored = scored, .line = line, .effect_ns = effect_ns};
        all->epoch_ns = pipeline_due_ns(line) - of->epoch_ns;
        all->now.gate = pipeline_gate_shown(line);
        all->then.gate = then;
        FILE *out = work(all) ? open_memstream(&text, size) : NULL;
        if (out) {
            put_all(out, all);
            text = json_put_end(out, &text);
        }
        fusion_precedents_destroy(all->now.precedents);
        fusion_precedents_destroy(all->then.precedents);
        reporters_free(&all->found);
    }
    free(all);
    fusion_gate_destroy(then);
    return text;
}
