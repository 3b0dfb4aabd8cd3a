#include "noninterference/stage.h"

#include "daemon/picture/picture_csv.h"
#include "daemon/picture/picture_wire.h"
#include "daemon/pipeline_parts.h"
#include "geo/wgs84.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define NS FUSION_SECOND

enum { PART = 500, RETAINED = 200 };

void stage_views(world *w, uint64_t *state)
{
    w->view_count = 0;
    for (unsigned r = 1; r < w->rule_count; r++)
        for (unsigned n = 0; n <= w->nations; n++) {
            if (r > 1 && world_below(state, 3) > 0)
                continue;
            w->views[w->view_count].rule = r;
            w->views[w->view_count++].audience = 1u << n;
        }
    for (unsigned i = 0; i < 2; i++) {
        const unsigned audience = 1 + world_below(state, (1u << w->nations) - 1);
        bool there = (audience & (audience - 1)) == 0;
        for (unsigned v = 0; v < w->view_count; v++)
            there = there || w->views[v].audience == audience;
        if (there)
            continue;
        w->views[w->view_count].rule = 1;
        w->views[w->view_count++].audience = audience;
    }
}

static void name_view(const world *w, unsigned view, char name[128])
{
    size_t at = 0;
    for (unsigned n = 0; n <= w->nations; n++)
        if (w->views[view].audience >> n & 1u)
            at += (size_t)snprintf(name + at, 128 - at, "%s%s", at > 0 ? "+" : "",
                                   world_called(w, 'N', n).text);
    snprintf(name + at, 128 - at, ".%s", world_called(w, 'r', w->views[view].rule).text);
}

bool stage_open(stage *s, const world *w)
{
    memset(s, 0, sizeof *s);
    if (!trial_read(&s->t, w))
        return false;
    config *of = &s->of;
    of->registry = s->t.registry;
    of->book = s->t.book;
    of->epoch_ns = w->epoch * NS;
    of->window_ns = STAGE_WINDOW * NS;
    of->retain_ns = RETAINED * NS;
    for (unsigned n = 0; n < w->nations; n++) {
        const int nation = fusion_nation_find(&of->registry, world_called(w, 'N', n).text);
        memcpy(of->floor_keys[nation], oracle_keys[n], sizeof oracle_keys[n]);
        of->keyed |= UINT32_C(1) << nation;
    }
    for (unsigned i = 0; i < w->sensor_count + w->unlisted_count; i++) {
        const double lon = w->area_count > 0 ? w->areas[0].lon : 128.0;
        const int sensor = fusion_sensor_find(&of->registry, world_called(w, 's', i).text);
        wgs84_to_ecef((0.2 * (double)i - 0.5) * PI / 180.0, (lon + 0.3) * PI / 180.0, 100.0,
                      of->registry.sensors[sensor].place);
    }
    return true;
}

void stage_close(stage *s)
{
    trial_end(&s->t);
}

/* While it is played. */
typedef struct play {
    const world *w;
    stage *s;
    const stage_settings *settings;
    stage_seen *seen;
    pipeline *line;
    picture_wire *wires[WORLD_VIEWS];
    uint64_t fed[WORLD_VIEWS];
    uint32_t sequence[WORLD_SENSORS + WORLD_UNLISTED];
} play;

typedef struct digest {
    uint64_t value;
    size_t size;
} digest;

/* Eight bytes at a time, each step one to one: two texts of one digest are not to be met by chance.
 */
static void add(digest *into, const void *data, size_t size)
{
    const uint8_t *bytes = data;
    into->size += size;
    for (size_t i = 0; i < size; i += 8) {
        uint64_t word = 0;
        memcpy(&word, bytes + i, size - i < 8 ? size - i : 8);
        into->value = (into->value ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        into->value ^= into->value >> 29;
    }
    into->value = (into->value ^ size) * UINT64_C(0xBF58476D1CE4E5B9);
}

static void add_wire(digest *into, uint64_t *whole, picture_wire *wire,
                     const pipeline_picture *picture)
{
    const uint8_t *data = NULL;
    if (!picture_wire_set(wire, picture))
        abort();
    size_t size = picture_wire_whole(wire, &data);
    digest alone = {0};
    add(&alone, data, size);
    *whole = alone.value;
    add(into, data, size);
    const bool parted = size > PART; /* else its only part is as good as the whole */
    size = picture_wire_change(wire, &data);
    add(into, data, size);
    for (size_t part = 1; parted && (size = picture_wire_part(wire, part, PART, &data)) > 0; part++)
        add(into, data, size);
}

static void add_rows(digest *into, const play *p, const pipeline_picture *picture,
                     size_t *confirmed)
{
    static char row[PICTURE_CSV_ROW];
    for (size_t i = 0; i < picture->track_count; i++) {
        if (picture->tracks[i].status == FUSION_TENTATIVE)
            continue;
        const size_t size =
            picture_csv_row(row, &p->s->of.registry, picture->epoch_ns, &picture->tracks[i]);
        add(into, row, size);
        ++*confirmed;
    }
}

static void tap(play *p, size_t view, int64_t epoch_ns, const fusion_engine_counts *counts)
{
    const size_t count = (size_t)(counts->released - p->fed[view]);
    p->fed[view] = counts->released;
    if (p->settings->tap)
        p->settings->tap(p->settings->context, (unsigned)view,
                         p->line->lanes[view].present.box.batch, count, epoch_ns, counts);
}

static void keep(void *context, const pipeline_picture *picture)
{
    play *p = context;
    stage_view *view = &p->seen->views[picture->view];
    if (!(p->settings->views >> picture->view & 1u))
        return;
    if (view->count == STAGE_PICTURES)
        abort();
    stage_picture *shown = &view->pictures[view->count++];
    digest all = {0};
    *shown = (stage_picture){.epoch_ns = picture->epoch_ns - WORLD_BASE * NS,
                             .tracks = picture->track_count,
                             .notices = picture->notice_count,
                             .settled = picture->settled};
    add_rows(&all, p, picture, &shown->confirmed);
    shown->whole = all.value;
    if (!picture->settled) {
        add(&all, &picture->since_ns, sizeof picture->since_ns);
        add_wire(&all, &shown->whole, p->wires[picture->view], picture);
        const fusion_engine_counts counts = pipeline_view_count(p->line, picture->view);
        add(&all, &counts, sizeof counts);
        tap(p, picture->view, picture->epoch_ns, &counts);
    }
    shown->digest = all.value;
    shown->size = all.size;
}

static int64_t act_ns(const world_act *act)
{
    return (WORLD_BASE + act->at) * NS + act->half * (NS / 2);
}

static void say(play *p, const world_act *act)
{
    char sentence[160];
    int64_t effect_ns;
    world_says(p->w, act, sentence, sizeof sentence);
    const int64_t until_ns =
        act->until == WORLD_OPEN ? 0 : (WORLD_BASE + act->until) * NS + act->until_half * (NS / 2);
    const char *refused = pipeline_say(p->line, act_ns(act), world_called(p->w, 'N', act->who).text,
                                       sentence, until_ns, &effect_ns);
    /* Whoever holds what he neither owns nor passes on is refused; the oracle finds that it holds
     * nothing. */
    const bool idle = act->verb == WORLD_HOLD && (act->target == 0 || act->target == 3) &&
                      p->w->sensors[act->sensor].nation != act->who;
    if (refused && !idle)
        p->seen->refused = refused;
}

/* Gives how many reports were in the datagram. */
static unsigned send(play *p, const feed *f, unsigned index)
{
    uint8_t data[FEED_DATAGRAM];
    codec_result result;
    const feed_report *first = &f->reports[index];
    unsigned count = 1;
    while (count < 4 && index + count < f->count && first[count].joined &&
           first[count].is.sensor == first->is.sensor &&
           first[count].is.stamp_ns == first->is.stamp_ns)
        count++;
    const size_t size = feed_encode(p->w, first, count, ++p->sequence[first->is.sensor], data);
    pipeline_take(p->line, WORLD_BASE * NS + first->is.stamp_ns, data, size, &result);
    if (result.why != REFUSAL_NONE)
        p->seen->refused = refusal_name(result.why);
    else if (result.refused_count > 0)
        p->seen->refused = refusal_name(result.refused[0].why);
    return count;
}

static void change(play *p, const feed_change *one)
{
    const fusion_view to = trial_view(&p->s->t, p->w->views[one->view].rule, one->audience);
    const int64_t at_ns = (WORLD_BASE + one->at) * NS;
    pipeline_advance(p->line, at_ns);
    pipeline_view_change(p->line, one->view, to, at_ns);
}

/* What is said comes before what is changed, and that before what is reported at the same moment.
 */
static void play_all(play *p, const feed *f)
{
    unsigned acts = p->w->act_count, act = 0, turn = 0, report = 0;
    while (acts > 0 && p->w->acts[acts - 1].at >= FEED_ENDS)
        acts--;
    pipeline_advance(p->line, (WORLD_BASE + FEED_BEGINS) * NS);
    while (act < acts || turn < f->change_count || report < f->count) {
        const int64_t report_ns =
            report < f->count ? WORLD_BASE * NS + f->reports[report].is.stamp_ns : INT64_MAX;
        const int64_t turn_ns =
            turn < f->change_count ? (WORLD_BASE + f->changes[turn].at) * NS : INT64_MAX;
        if (act < acts && act_ns(&p->w->acts[act]) <= report_ns &&
            act_ns(&p->w->acts[act]) <= turn_ns)
            say(p, &p->w->acts[act++]);
        else if (turn_ns <= report_ns)
            change(p, &f->changes[turn++]);
        else
            report += send(p, f, report);
    }
    pipeline_advance(p->line, (WORLD_BASE + FEED_ENDS) * NS);
    pipeline_finish(p->line);
}

void stage_play(stage *s, const world *w, const feed *f, const stage_settings *settings,
                stage_seen *seen)
{
    play p = {.w = w, .s = s, .settings = settings, .seen = seen};
    seen->refused = NULL;
    seen->view_count = w->view_count;
    s->of.view_count = w->view_count;
    for (unsigned v = 0; v < w->view_count; v++) {
        s->of.views[v] = trial_view(&s->t, w->views[v].rule, w->views[v].audience);
        s->of.rooms[v] = -1;
        name_view(w, v, s->of.view_names[v]);
        strcpy(seen->views[v].name, s->of.view_names[v]);
        seen->views[v].count = 0;
        if (settings->views >> v & 1u)
            p.wires[v] = picture_wire_create(&s->of, v);
    }
    const pipeline_settings line = {
        .threads = settings->threads, .settled = settings->settled, .sink = keep, .context = &p};
    p.line = pipeline_create(&s->of, &line);
    if (!p.line)
        abort();
    play_all(&p, f);
    if (pipeline_failed(p.line))
        seen->refused = "memory";
    pipeline_destroy(p.line);
    for (unsigned v = 0; v < w->view_count; v++)
        picture_wire_destroy(p.wires[v]);
}

int stage_differs(const stage_view *one, const stage_view *other, bool whole, int64_t after_ns)
{
    for (unsigned i = 0; i < one->count || i < other->count; i++) {
        const stage_picture *a = &one->pictures[i], *b = &other->pictures[i];
        if (i >= one->count || i >= other->count || a->epoch_ns != b->epoch_ns ||
            a->settled != b->settled)
            return (int)i;
        if (a->epoch_ns > after_ns &&
            (whole ? a->whole != b->whole : a->digest != b->digest || a->size != b->size))
            return (int)i;
    }
    return -1;
}
