#include "noninterference/side.h"

#include <stdlib.h>
#include <string.h>

#define NS INT64_C(1000000000)

enum { IDS = 4096 };

void side_free(side *one)
{
    feed_free(&one->f);
    free(one->gifts);
    *one = (side){0};
}

static void make_room(side *one)
{
    if (one->f.count <= one->room)
        return;
    one->room = one->f.room;
    one->gifts = realloc(one->gifts, one->room * sizeof *one->gifts);
    if (!one->gifts)
        abort();
}

void side_copy(side *to, const side *from)
{
    to->w = from->w;
    to->then = from->then;
    to->turn_at = from->turn_at;
    to->threads = from->threads;
    feed_copy(&to->f, &from->f);
    make_room(to);
    memcpy(to->gifts, from->gifts, from->f.count * sizeof *from->gifts);
}

static uint64_t mixed(uint64_t value, uint64_t word)
{
    value = (value ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    value ^= value >> 29;
    return value * UINT64_C(0xBF58476D1CE4E5B9);
}

static uint64_t bits(double value)
{
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    return word;
}

/* All of a report. */
static uint64_t content_of(const feed_report *report)
{
    const world_report *is = &report->is;
    const uint64_t words[] = {is->sensor,
                              is->kind,
                              is->categories,
                              (uint64_t)is->measured_ns,
                              (uint64_t)is->stamp_ns,
                              is->placed,
                              bits(is->lat),
                              bits(is->lon),
                              bits(is->radius),
                              is->height_known,
                              bits(is->height),
                              is->owner_only,
                              is->no_relay,
                              is->not_to,
                              is->number,
                              bits(report->east),
                              bits(report->north),
                              report->identity,
                              bits(report->sigma),
                              bits(report->azimuth)};
    uint64_t value = 1;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        value = mixed(value, words[i]);
    for (size_t i = 0; i < sizeof report->label && report->label[i]; i++)
        value = mixed(value, (uint64_t)report->label[i]);
    return value;
}

/* Assumed friend is friend, suspect hostile, pending unknown where only the side is told. */
static unsigned side_of(unsigned identity)
{
    static const unsigned sides[] = {0, 2, 2, 4, 4, 5, 7, 7};
    return sides[identity % 8];
}

/* What is left of a report in the form of a release: what the form withholds is not there. */
static feed_report as_released(const world *w, const feed_report *report, const oracle_release *one)
{
    enum { PLACE = 1, VELOCITY, ALTITUDE, IDENTITY, LABEL, SOURCE };
    const unsigned *step = one->step;
    feed_report left = *report;
    if (step[LABEL] > 0 || one->warning)
        memset(left.label, 0, sizeof left.label);
    if (step[IDENTITY] > 0 || one->warning)
        left.identity = step[IDENTITY] == 1 ? side_of(left.identity) : 0;
    /* A place that is moved is carried to the grid of its time and moved by what is the track's
     * own: for that nothing else is withheld. */
    if (one->warning || step[PLACE] > 0)
        return left;
    if (step[VELOCITY] == 4)
        left.east = left.north = 0.0;
    if (step[ALTITUDE] == 5) {
        /* A source track with a height tells its climb too, which is of its velocity. */
        left.is.height_known = report->is.height_known && left.is.kind == 1 && step[VELOCITY] < 4;
        left.is.height = 0.0;
    }
    if (step[SOURCE] > 0) {
        const unsigned nation = w->sensors[left.is.sensor].nation;
        left.is.sensor = step[SOURCE] == 1 ? 1000 + nation : 2000;
        left.is.number = 0;
        left.is.owner_only = left.is.no_relay = false;
        left.is.not_to = 0;
    }
    if (step[SOURCE] > 0)
        left.is.stamp_ns = one->at_ns;
    return left;
}

/* Is it given in the run, and not gone before? */
static bool is_given(const oracle_release *one)
{
    return one->granted && one->at_ns < FEED_ENDS * NS && one->removed_ns > one->at_ns;
}

static void add_release(const world *w, const feed_report *report, const oracle_release *one,
                        uint64_t *value, int64_t *removed_ns)
{
    if (!is_given(one))
        return;
    const feed_report left = as_released(w, report, one);
    *value = mixed(*value, content_of(&left));
    *value = mixed(*value, (uint64_t)one->at_ns);
    *value = mixed(*value, one->warning);
    *value = mixed(*value,
                   (uint64_t)(one->removed_ns < FEED_ENDS * NS ? one->removed_ns : ORACLE_NEVER));
    for (unsigned l = 0; l < WORLD_LADDERS; l++)
        *value = mixed(*value, one->step[l]);
    *removed_ns = one->removed_ns > *removed_ns ? one->removed_ns : *removed_ns;
}

/* What it gives an audience; 0: nothing. */
static uint64_t gift_to(oracle_question *q, unsigned audience, const feed_report *report,
                        int64_t *removed_ns)
{
    oracle_release track, warning;
    uint64_t value = 1;
    oracle_ask(q, audience, &track, &warning);
    if (!is_given(&track) && !is_given(&warning))
        return 0;
    add_release(q->o->w, report, &track, &value, removed_ns);
    add_release(q->o->w, report, &warning, &value, removed_ns);
    return value | 1;
}

unsigned side_view_at(const world *w, unsigned place)
{
    unsigned v = place;
    if (place >= SIDE_CROWDS)
        for (v = 0; w->views[v].room != (place - SIDE_CROWDS) / ROOMS_CROWDS + 1;)
            v++;
    return v;
}

unsigned side_audience(const world *w, unsigned place)
{
    if (place < SIDE_CROWDS)
        return w->views[place].audience;
    place -= SIDE_CROWDS;
    return rooms_audience(&w->rooms[place / ROOMS_CROWDS], place % ROOMS_CROWDS);
}

static void judge_crowds(const side *one, oracle_question *q, unsigned v, const feed_report *report,
                         side_gift *gift)
{
    const unsigned room = one->w.views[v].room;
    for (unsigned c = 1; room != 0 && c < rooms_crowds(&one->w.rooms[room - 1]); c++) {
        const unsigned place = side_crowd(&one->w, v, c);
        gift->removed_ns[place] = INT64_MIN;
        gift->of[place] =
            gift_to(q, side_audience(&one->w, place), report, &gift->removed_ns[place]);
    }
}

/* A view gets what its audience gets, and what the audiences that it is to have get. */
static void judge_by(const side *one, const oracle *by, unsigned index, side_gift *gift)
{
    const feed_report *report = &one->f.reports[index];
    oracle_question questions[WORLD_RULES];
    memset(gift, 0, sizeof *gift);
    for (unsigned r = 0; r < one->w.rule_count; r++)
        oracle_begin(&questions[r], by, &report->is, r);
    for (unsigned v = 0; v < one->w.view_count; v++) {
        oracle_question *q = &questions[one->w.views[v].rule];
        gift->removed_ns[v] = INT64_MIN;
        gift->of[v] = gift_to(q, one->w.views[v].audience, report, &gift->removed_ns[v]);
        judge_crowds(one, q, v, report, gift);
        for (unsigned i = 0; i < one->f.change_count; i++) {
            const feed_change *change = &one->f.changes[i];
            if (change->view != v)
                continue;
            const uint64_t then = gift_to(q, change->audience, report, &gift->removed_ns[v]);
            gift->of[v] += then ? mixed(mixed(4, (uint64_t)change->at), then) : 0;
        }
    }
}

/* then: the oracle of the book that comes, or NULL. */
static void judge(const side *one, const oracle *by, const oracle *then, unsigned index,
                  side_gift *gift)
{
    side_gift other;
    judge_by(one, by, index, gift);
    if (!then)
        return;
    judge_by(one, then, index, &other);
    for (unsigned v = 0; v < WORLD_VIEWS; v++) {
        if (gift->of[v] != other.of[v])
            gift->of[v] = mixed(gift->of[v], other.of[v]) | 1;
        if (other.removed_ns[v] > gift->removed_ns[v])
            gift->removed_ns[v] = other.removed_ns[v];
    }
}

void side_judge(side *one, const side *like)
{
    static oracle by, then;
    static uint32_t at[IDS]; /* of like's reports, by id */
    make_room(one);
    oracle_make(&by, &one->w, one->w.act_count);
    if (one->turn_at)
        oracle_make(&then, &one->then, one->w.act_count);
    memset(at, -1, sizeof at);
    for (unsigned i = 0; like && i < like->f.count; i++)
        at[like->f.reports[i].id % IDS] = i;
    for (unsigned i = 0; i < one->f.count; i++) {
        const feed_report *report = &one->f.reports[i];
        const uint32_t was = at[report->id % IDS];
        if (was != UINT32_MAX && like->f.reports[was].id == report->id &&
            content_of(&like->f.reports[was]) == content_of(report))
            one->gifts[i] = like->gifts[was];
        else
            judge(one, &by, one->turn_at ? &then : NULL, i, &one->gifts[i]);
    }
}

/* Of views that are given nothing one is enough. */
static void drop_idle_views(side *one, uint64_t *state)
{
    unsigned kept = 0, idle = 0;
    side_judge(one, NULL);
    const unsigned spared = world_below(state, one->w.view_count);
    for (unsigned v = 0; v < one->w.view_count; v++) {
        bool given = false;
        for (unsigned i = 0; i < one->f.count; i++)
            given = given || one->gifts[i].of[v] != 0;
        if (given || (idle == 0 && v >= spared))
            one->w.views[kept++] = one->w.views[v];
        idle += !given && v >= spared;
    }
    one->w.view_count = kept;
}

void side_draw(side *one, uint64_t seed)
{
    uint64_t state = seed;
    world_draw(&one->w, seed);
    feed_squeeze(&one->w);
    feed_unplace(&one->w);
    one->w.epoch = seed % 4 ? 15 : 5;
    one->threads = 1;
    stage_views(&one->w, &state);
    rooms_draw(&one->w, &state);
    feed_draw(&one->f, &one->w, &state);
    drop_idle_views(one, &state);
    feed_draw_changes(&one->f, &one->w, &state);
    rooms_draw_visits(&one->f, &one->w, &state);
    side_judge(one, NULL);
}

uint64_t side_given(const side *one, unsigned place, int64_t after_ns)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < one->f.count; i++)
        if (one->gifts[i].of[place] != 0 && one->gifts[i].removed_ns[place] > after_ns)
            sum += mixed(2, one->gifts[i].of[place]);
    return sum;
}

static uint64_t mixed_bytes(uint64_t value, const void *data, size_t size)
{
    const uint8_t *bytes = data;
    for (size_t i = 0; i < size; i++)
        value = mixed(value, bytes[i]);
    return value;
}

static uint64_t visits_of(const side *one, unsigned room)
{
    uint64_t sum = mixed_bytes(5, &one->w.rooms[room], sizeof one->w.rooms[room]);
    for (unsigned i = 0; i < one->f.visit_count; i++) {
        const feed_visit *visit = &one->f.visits[i];
        if (visit->room == room)
            sum = mixed(sum, (uint64_t)(2 * visit->at + visit->half) << 32 | visit->does << 8 |
                                 visit->who);
    }
    return sum;
}

uint64_t side_turns(const side *one, unsigned view)
{
    uint64_t sum = 0;
    if (one->w.views[view].room > 0)
        return visits_of(one, one->w.views[view].room - 1);
    for (unsigned i = 0; i < one->f.change_count; i++)
        if (one->f.changes[i].view == view)
            sum += mixed(mixed(3, (uint64_t)one->f.changes[i].at), one->f.changes[i].audience);
    return sum;
}

/* Who is ever before the view's screen. */
static unsigned ever_there(const side *one, unsigned view)
{
    const unsigned room = one->w.views[view].room;
    unsigned audience = one->w.views[view].audience;
    if (room > 0)
        audience |= rooms_audience(&one->w.rooms[room - 1], ROOMS_CROWDS - 1);
    for (unsigned i = 0; i < one->f.change_count; i++)
        if (one->f.changes[i].view == view)
            audience |= one->f.changes[i].audience;
    return audience;
}

static uint64_t known_of(const world *w, unsigned audience)
{
    uint64_t sum = 0;
    for (unsigned s = 0; s < w->sensor_count + w->unlisted_count; s++)
        if (audience >> w->sensors[s].nation & 1u)
            sum = mixed(sum, s) + mixed_bytes(6, &w->sensors[s], sizeof w->sensors[s]);
    for (unsigned c = 0; c < w->clause_count; c++) {
        const world_clause *clause = &w->clauses[c];
        const unsigned via = clause->via < 0 ? 0 : 1u << clause->via;
        if ((1u << clause->from | clause->to | via) & audience)
            sum = mixed_bytes(mixed(sum, c), clause, sizeof *clause);
    }
    return sum;
}

/* The owner of a room is told of it; so the views of his rooms are his to know, in their order. */
uint64_t side_known(const side *one, unsigned view)
{
    const world *w = &one->w;
    const unsigned audience = ever_there(one, view);
    uint64_t sum = known_of(w, audience);
    if (one->turn_at && (known_of(&one->then, audience) != sum || one->then.order != w->order))
        sum = mixed(7, sum);
    for (unsigned v = 0; v < w->view_count; v++)
        if (v == view)
            sum = mixed(sum, 1);
        else if (w->views[v].room > 0 && (audience >> w->rooms[w->views[v].room - 1].owner & 1u))
            sum = mixed(sum, 1 + w->views[v].room);
    return sum;
}

uint64_t side_sent(const side *one, unsigned view)
{
    const unsigned audience = ever_there(one, view);
    uint64_t sum = 3;
    for (unsigned i = 0; i < one->f.count; i++) {
        const feed_report *report = &one->f.reports[i];
        if (report->is.sensor < one->w.sensor_count &&
            audience >> one->w.sensors[report->is.sensor].nation & 1u)
            sum = mixed(sum, content_of(report) + report->joined);
    }
    return sum;
}

int side_view(const side *one, const world *w, unsigned view)
{
    for (unsigned v = 0; v < one->w.view_count; v++)
        if (one->w.views[v].rule == w->views[view].rule &&
            one->w.views[v].audience == w->views[view].audience &&
            one->w.views[v].room == w->views[view].room)
            return (int)v;
    return -1;
}

void side_play(const side *one, stage *s, uint64_t views, stage_seen *seen)
{
    const stage_settings settings = {.threads = one->threads,
                                     .settled = one->w.seed / 4 % 4 == 0,
                                     .views = views,
                                     .then = one->turn_at ? &one->then : NULL,
                                     .turn_at = one->turn_at};
    stage_play(s, &one->w, &one->f, &settings, seen);
}

bool side_same_book(const side *one, const side *other)
{
    world a = one->w, b = other->w;
    a.act_count = b.act_count = a.view_count = b.view_count = 0;
    memset(a.acts, 0, sizeof a.acts);
    memset(b.acts, 0, sizeof b.acts);
    memset(a.views, 0, sizeof a.views);
    memset(b.views, 0, sizeof b.views);
    return memcmp(&a, &b, sizeof a) == 0;
}

bool side_same(const side *one, const side *other)
{
    bool same = memcmp(&one->w, &other->w, sizeof one->w) == 0 && one->f.count == other->f.count &&
                one->threads == other->threads && one->turn_at == other->turn_at &&
                one->f.visit_count == other->f.visit_count &&
                memcmp(one->f.visits, other->f.visits, sizeof one->f.visits) == 0 &&
                one->f.change_count == other->f.change_count &&
                memcmp(one->f.changes, other->f.changes, sizeof one->f.changes) == 0;
    for (unsigned i = 0; same && i < one->f.count; i++)
        same = one->f.reports[i].joined == other->f.reports[i].joined &&
               content_of(&one->f.reports[i]) == content_of(&other->f.reports[i]);
    return same;
}
