#include "noninterference/stage.h"

#include "daemon/line/pipeline_parts.h"
#include "daemon/picture/picture_csv.h"
#include "geo/wgs84.h"
#include "noninterference/doors.h"
#include "noninterference/rooms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define NS FUSION_SECOND

enum { RETAINED = 200, PROBES = 3 };

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
    memset(&w->views[w->view_count], 0, (WORLD_VIEWS - w->view_count) * sizeof w->views[0]);
}

static void name_view(const world *w, unsigned view, char name[128])
{
    size_t at = 0;
    const unsigned room = w->views[view].room;
    if (room > 0)
        at = (size_t)snprintf(name, 128, "%s", world_called(w, 'm', room - 1).text);
    for (unsigned n = 0; room == 0 && n <= w->nations; n++)
        if (w->views[view].audience >> n & 1u)
            at += (size_t)snprintf(name + at, 128 - at, "%s%s", at > 0 ? "+" : "",
                                   world_called(w, 'N', n).text);
    snprintf(name + at, 128 - at, ".%s", world_called(w, 'r', w->views[view].rule).text);
}

/* The daemon's registry has the book's nations in their order; here one more behind them. */
static void order_nations(fusion_registry *all, const fusion_book *book)
{
    static fusion_registry listed;
    const fusion_registry was = *all;
    fusion_book_registry(book, &listed);
    for (size_t n = 0; n < listed.nation_count; n++)
        all->nations[n] = listed.nations[n];
    all->nations[listed.nation_count] = was.nations[0];
    for (size_t i = 0; i < all->sensor_count; i++)
        all->sensors[i].nation =
            (uint8_t)fusion_nation_find(all, was.nations[was.sensors[i].nation].code);
}

bool stage_open(stage *s, const world *w)
{
    memset(s, 0, sizeof *s);
    if (!trial_read(&s->t, w))
        return false;
    config *of = &s->of;
    order_nations(&s->t.registry, s->t.book);
    of->registry = s->t.registry;
    of->book = s->t.book;
    for (size_t f = 0; f < fusion_book_forms(of->book); f++)
        of->forms.list[of->forms.count++] = *fusion_book_form(of->book, f);
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
    doors *doors;
    digest texts[WORLD_VIEWS], health[WORLD_VIEWS];
    uint64_t fed[WORLD_VIEWS];
    int nations[WORLD_NATIONS + 1]; /* of the registry */
    uint32_t sequence[WORLD_SENSORS + WORLD_UNLISTED];
} play;

static int64_t second_ns(int at, int half)
{
    return (WORLD_BASE + at) * NS + half * (NS / 2);
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
        digest_add(into, row, size);
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

static unsigned audience_of(const play *p, uint32_t registered)
{
    unsigned audience = 0;
    for (unsigned n = 0; n <= p->w->nations; n++)
        audience |= (registered >> p->nations[n] & 1u) << n;
    return audience;
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
    digest all = {0}, whole = {0};
    *shown = (stage_picture){.epoch_ns = picture->epoch_ns - WORLD_BASE * NS,
                             .audience = audience_of(p, picture->audience),
                             .tracks = picture->track_count,
                             .notices = picture->notice_count,
                             .settled = picture->settled};
    add_rows(&whole, p, picture, &shown->confirmed);
    if (!picture->settled) {
        digest_add(&all, &picture->since_ns, sizeof picture->since_ns);
        doors_show(p->doors, picture, &all, &p->texts[picture->view], &whole);
        const fusion_engine_counts counts = pipeline_view_count(p->line, picture->view);
        digest_add(&all, &counts, sizeof counts);
        tap(p, picture->view, picture->epoch_ns, &counts);
    }
    digest_add(&all, &whole, sizeof whole);
    shown->whole = whole.value;
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
    const int64_t stamp_ns = WORLD_BASE * NS + first->is.stamp_ns;
    pipeline_take(p->line, stamp_ns, data, size, &result);
    doors_hear(p->doors, stamp_ns, &result);
    if (result.why != REFUSAL_NONE)
        p->seen->refused = refusal_name(result.why);
    else if (result.refused_count > 0)
        p->seen->refused = refusal_name(result.refused[0].why);
    return count;
}

static void change(play *p, const feed_change *one)
{
    const int64_t at_ns = (WORLD_BASE + one->at) * NS;
    pipeline_advance(p->line, at_ns);
    p->s->t.book = p->s->of.book; /* another may have come */
    const fusion_view to = trial_view(&p->s->t, p->w->views[one->view].rule, one->audience);
    pipeline_view_change(p->line, one->view, to, at_ns);
}

static void visit(play *p, const feed_visit *one)
{
    char sentence[64];
    int64_t effect_ns;
    const int64_t at_ns = (WORLD_BASE + one->at) * NS + one->half * (NS / 2);
    const world_name room = world_called(p->w, 'm', one->room);
    const world_name owner = world_called(p->w, 'N', p->w->rooms[one->room].owner);
    if (one->does == FEED_WORD) {
        pipeline_door(p->line, at_ns, room.text); /* of a room without a view nobody hears it */
        return;
    }
    rooms_says(p->w, one, sentence);
    const char *refused = pipeline_say(p->line, at_ns, one->by_room ? room.text : owner.text,
                                       sentence, 0, &effect_ns);
    if (refused)
        p->seen->refused = refused;
}

/* The pipeline takes the configuration, and leaves its own book in it when it is destroyed. */
static void turn(play *p)
{
    static stage fresh;
    char error[512];
    int64_t effect_ns;
    config *of = NULL;
    const bool read = stage_open(&fresh, p->settings->then);
    if (read && (of = malloc(sizeof *of)))
        *of = fresh.of;
    if (!of ||
        !pipeline_book(p->line, (WORLD_BASE + p->settings->turn_at) * NS, of, &effect_ns, error)) {
        p->seen->refused = "book";
        free(of);
        stage_close(&fresh);
    }
}

/* What each nation and room that is looked at says once all is over, of its own and of others'. It
 * is drawn from the book's seed: the same on both sides. */
static void probe(play *p, unsigned view)
{
    const world *w = p->w;
    uint64_t state = w->seed * WORLD_VIEWS + w->views[view].rule * 32 + w->views[view].audience;
    const unsigned audience = w->views[view].audience, room = w->views[view].room;
    world_name who = {""};
    for (unsigned n = 0; n < w->nations; n++)
        if (audience == 1u << n)
            who = world_called(w, 'N', n);
    if (room > 0)
        who = world_called(w, 'm', room - 1);
    for (unsigned i = 0; who.text[0] && i < PROBES; i++) {
        char sentence[160];
        int64_t effect_ns = 0;
        const world_act act = {.verb = world_below(&state, WORLD_BECOMES + 1),
                               .lift = world_below(&state, 4) == 0,
                               .index = world_below(&state, 4),
                               .target = world_below(&state, 5),
                               .category = world_below(&state, 8),
                               .sensor = world_below(&state, 8),
                               .number = 1 + world_below(&state, 3),
                               .state = 1 + world_below(&state, 5),
                               .to = 60};
        world_says(w, &act, sentence, sizeof sentence);
        const char *refused =
            pipeline_say(p->line, (WORLD_BASE + FEED_ENDS) * NS, who.text, sentence, 0, &effect_ns);
        doors_answer(refused, effect_ns, &p->texts[view]);
    }
}

static void ask_all(play *p)
{
    for (unsigned v = 0; v < p->w->view_count; v++)
        if (p->settings->views >> v & 1u) {
            doors_ask(p->doors, v, second_ns(FEED_ENDS, 0), &p->texts[v], &p->health[v]);
            probe(p, v);
            p->seen->views[v].texts = p->texts[v].value;
            p->seen->views[v].health = p->health[v].value;
        }
}

/* When the next thing of each sort happens; the first of those at one moment comes first. */
typedef enum sort { AN_ACT, A_VISIT, A_TURN, A_CHANGE, A_REPORT, SORTS } sort;

static sort first_of(const int64_t at_ns[SORTS])
{
    sort first = AN_ACT;
    for (sort i = A_VISIT; i < SORTS; i++)
        if (at_ns[i] < at_ns[first])
            first = i;
    return first;
}

static void play_all(play *p, const feed *f)
{
    unsigned act = 0, coming = 0, changed = 0, report = 0;
    bool turned = !p->settings->then;
    pipeline_advance(p->line, second_ns(FEED_BEGINS, 0));
    for (;;) {
        const bool acts = act < p->w->act_count && p->w->acts[act].at < FEED_ENDS;
        const int64_t at_ns[SORTS] = {
            acts ? act_ns(&p->w->acts[act]) : INT64_MAX,
            coming < f->visit_count ? second_ns(f->visits[coming].at, f->visits[coming].half)
                                    : INT64_MAX,
            turned ? INT64_MAX : second_ns(p->settings->turn_at, 0),
            changed < f->change_count ? second_ns(f->changes[changed].at, 0) : INT64_MAX,
            report < f->count ? WORLD_BASE * NS + f->reports[report].is.stamp_ns : INT64_MAX};
        const sort next = first_of(at_ns);
        if (at_ns[next] >= second_ns(FEED_ENDS, 0))
            break;
        if (next == AN_ACT)
            say(p, &p->w->acts[act++]);
        else if (next == A_VISIT)
            visit(p, &f->visits[coming++]);
        if (next == AN_ACT || next == A_VISIT)
            doors_said(p->doors, p->texts);
        else if (next == A_TURN)
            turn(p);
        else if (next == A_CHANGE)
            change(p, &f->changes[changed++]);
        else
            report += send(p, f, report);
        turned = turned || next == A_TURN;
    }
    pipeline_advance(p->line, second_ns(FEED_ENDS, 0));
    if (!p->seen->refused)
        ask_all(p);
    pipeline_finish(p->line);
}

static int room_of(const config *of, const char *name)
{
    for (size_t r = 0; r < fusion_book_rooms(of->book); r++)
        if (strcmp(fusion_book_room(of->book, r).name, name) == 0)
            return (int)r;
    return -1;
}

static void set_views(play *p)
{
    const world *w = p->w;
    stage *s = p->s;
    p->seen->view_count = w->view_count;
    s->of.view_count = w->view_count;
    for (unsigned n = 0; n <= w->nations; n++)
        p->nations[n] = fusion_nation_find(&s->of.registry, world_called(w, 'N', n).text);
    for (unsigned v = 0; v < w->view_count; v++) {
        const unsigned room = w->views[v].room;
        s->of.views[v] = trial_view(&s->t, w->views[v].rule, w->views[v].audience);
        s->of.rooms[v] = room == 0 ? -1 : room_of(&s->of, world_called(w, 'm', room - 1).text);
        name_view(w, v, s->of.view_names[v]);
        strcpy(p->seen->views[v].name, s->of.view_names[v]);
        p->seen->views[v].count = 0;
    }
}

void stage_play(stage *s, const world *w, const feed *f, const stage_settings *settings,
                stage_seen *seen)
{
    play p = {.w = w, .s = s, .settings = settings, .seen = seen};
    seen->refused = NULL;
    set_views(&p);
    const pipeline_settings line = {
        .threads = settings->threads, .settled = settings->settled, .sink = keep, .context = &p};
    p.line = pipeline_create(&s->of, &line);
    if (!p.line)
        abort();
    p.doors = doors_open(&s->of, p.line, settings->views);
    play_all(&p, f);
    if (pipeline_failed(p.line))
        seen->refused = "memory";
    doors_close(p.doors);
    pipeline_destroy(p.line);
    s->t.book = s->of.book;
}

static bool same_picture(const stage_picture *a, const stage_picture *b, const stage_look *look)
{
    if (a->audience != b->audience)
        return false;
    if (a->epoch_ns <= look->after_ns || (look->audience && a->audience != look->audience))
        return true;
    return look->whole ? a->whole == b->whole : a->digest == b->digest && a->size == b->size;
}

int stage_differs(const stage_view *one, const stage_view *other, const stage_look *look)
{
    for (unsigned i = 0; i < one->count || i < other->count; i++) {
        const stage_picture *a = &one->pictures[i], *b = &other->pictures[i];
        if (i >= one->count || i >= other->count || a->epoch_ns != b->epoch_ns ||
            a->settled != b->settled || !same_picture(a, b, look))
            return (int)i;
    }
    return -1;
}
