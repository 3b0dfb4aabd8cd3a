#include "release/oracle.h"

#include "release/oracle_form.h"
#include "release/oracle_place.h"
#include "release/oracle_time.h"

#include <string.h>

#define NS INT64_C(1000000000)
#define MS INT64_C(1000000)

typedef oracle_question asked;
typedef oracle_way way;

static const way no_way;

static int floor_second(int64_t ns)
{
    return (int)(ns >= 0 ? ns / NS : -((-ns + NS - 1) / NS));
}

static bool sensor_chosen(asked *q, const world_scope *scope)
{
    const world_sensor *sensor = &q->o->w->sensors[q->report->sensor];
    bool in = (scope->sensors == 0 && scope->kinds == 0) ||
              (scope->sensors >> q->report->sensor & 1u) || (scope->kinds >> sensor->kind & 1u);
    if ((scope->except_sensors >> q->report->sensor & 1u) ||
        (scope->except_kinds >> sensor->kind & 1u))
        in = false;
    return in;
}

static bool place_fits(asked *q, const oracle_areas *at, const world_scope *scope, bool permission)
{
    bool in = scope->where == 0;
    for (unsigned a = 0; a < q->o->w->area_count; a++) {
        if ((scope->where >> a & 1u) && (permission ? at->certain[a] : at->possible[a]))
            in = true;
        if ((scope->except_areas >> a & 1u) && (permission ? at->possible[a] : at->certain[a]))
            return false;
    }
    return in;
}

static bool entry_fits(asked *q, const oracle_areas *at, const world_entry *entry, unsigned nation)
{
    return entry->owner == q->o->w->sensors[q->report->sensor].nation &&
           (entry->to == 0 || (entry->to >> nation & 1u)) &&
           (entry->gives & q->report->categories) && sensor_chosen(q, &entry->scope) &&
           place_fits(q, at, &entry->scope, false);
}

static bool hold_covers(asked *q, const oracle_areas *at, const world_act *act)
{
    const world_report *report = q->report;
    switch (act->target) {
    case 0:
        return act->sensor == report->sensor;
    case 1:
        return report->categories >> act->category & 1u;
    case 2:
        return at->possible[act->index];
    case 3:
        return act->sensor == report->sensor && act->number == report->number;
    default:
        return false;
    }
}

/* Does this hold or withdrawal speak of the report, passing by this clause? */
static bool held_by(asked *q, const oracle_areas *at, const world_clause *clause,
                    const world_act *act)
{
    const bool withdraws = act->verb == WORLD_WITHDRAW;
    const bool owner = act->who == clause->from;
    const bool relay = (int)act->who == clause->via && !withdraws;
    if ((act->verb != WORLD_HOLD && !withdraws) || (!owner && !relay))
        return false;
    if (withdraws &&
        (q->report->measured_ns < act->from * NS || q->report->measured_ns > act->to * NS))
        return false;
    return act->target == 4 ? act->index == clause->agreement : hold_covers(q, at, act);
}

static bool holds_in(const oracle *o, const world_act *act, int second)
{
    const int start = oracle_epoch(o, second);
    return act->verb == WORLD_WITHDRAW ? oracle_act_at(act) <= 2 * start
                                       : oracle_act_stands(act, start);
}

/* The first second from there on in which a hold or withdrawal holds. */
static int holds_from(const oracle *o, const world_act *act, int second)
{
    while (second < ORACLE_SECONDS - ORACLE_BEFORE && !holds_in(o, act, second))
        second++;
    return second < ORACLE_SECONDS - ORACLE_BEFORE ? second : WORLD_OPEN;
}

static int first_of(int one, int other)
{
    return one < other ? one : other;
}

static int work_out_fall(asked *q, const oracle_areas *at, unsigned c, unsigned nation)
{
    const oracle *o = q->o;
    const int measured = floor_second(q->report->measured_ns);
    int falls = o->falls[c][measured + ORACLE_BEFORE];
    for (unsigned e = 0; e < o->w->entry_count; e++)
        if (!o->w->entries[e].limit && entry_fits(q, at, &o->w->entries[e], nation))
            falls = first_of(falls, o->holds[e][measured + ORACLE_BEFORE]);
    for (unsigned i = 0; i < o->act_count; i++)
        if (held_by(q, at, &o->w->clauses[c], &o->acts[i]))
            falls = first_of(falls, holds_from(o, &o->acts[i], measured));
    return falls;
}

/* The first second from measurement on in which the clause gives nothing to the nation. */
static int falls_at(asked *q, unsigned c, unsigned nation)
{
    int *falls = &q->falls[c][nation];
    if (*falls < 0)
        *falls = work_out_fall(q, &q->here, c, nation);
    return *falls;
}

/* When what was given by this clause leaves the view again: at a stop of an agreement that says so,
 * or where its owner withdraws it. */
static int64_t work_out_removal(asked *q, const oracle_areas *at, unsigned c)
{
    const oracle *o = q->o;
    const world_clause *clause = &o->w->clauses[c];
    const int measured = floor_second(q->report->measured_ns);
    int gone = WORLD_OPEN;
    if (o->w->agreements[clause->agreement].removed)
        gone = o->stops[clause->agreement][measured + ORACLE_BEFORE];
    for (unsigned i = 0; i < o->act_count; i++)
        if (o->acts[i].verb == WORLD_WITHDRAW && held_by(q, at, clause, &o->acts[i]))
            gone = first_of(gone, holds_from(o, &o->acts[i], measured));
    return gone == WORLD_OPEN ? ORACLE_NEVER : gone * NS;
}

static int64_t removed_at(asked *q, unsigned c)
{
    int64_t *removed_ns = &q->removed_ns[c];
    if (*removed_ns < 0)
        *removed_ns = work_out_removal(q, &q->here, c);
    return *removed_ns;
}

static int64_t sooner(int64_t one_ns, int64_t other_ns)
{
    return one_ns < other_ns ? one_ns : other_ns;
}

static void coarsen(oracle_release *release, const world_form *form)
{
    if (!form)
        return;
    release->warning = release->warning || form->warning;
    for (unsigned l = 0; l < WORLD_LADDERS; l++)
        if (form->step[l] > release->step[l])
            release->step[l] = form->step[l];
    for (unsigned l = 0; release->warning && l < WORLD_LADDERS; l++)
        if (l != 1 && l != 6)
            release->step[l] = 0;
}

static void coarsen_by(oracle_release *release, const oracle_release *other)
{
    world_form form = {.warning = other->warning};
    memcpy(form.step, other->step, sizeof form.step);
    coarsen(release, &form);
    release->removed_ns = sooner(release->removed_ns, other->removed_ns);
}

static const world_form *form_of(const world *w, unsigned form)
{
    return form == 0 ? NULL : &w->forms[form - 1];
}

/* Limits: any that fits in any second up to the release makes it later and coarser; again, until
 * nothing moves. */
static void limit(asked *q, unsigned nation, oracle_release *release)
{
    const oracle *o = q->o;
    for (oracle_release before = {0}; memcmp(&before, release, sizeof before) != 0;) {
        before = *release;
        for (unsigned e = 0; e < o->w->entry_count; e++) {
            const world_entry *entry = &o->w->entries[e];
            const oracle_areas shown = oracle_shown(q, release);
            if (!entry->limit ||
                !(entry_fits(q, &q->here, entry, nation) || entry_fits(q, &shown, entry, nation)))
                continue;
            const int measured = floor_second(q->report->measured_ns);
            if (o->holds[e][measured + ORACLE_BEFORE] > floor_second(release->at_ns))
                continue;
            const world_form *form = form_of(o->w, entry->form);
            const int64_t least = q->report->stamp_ns + (form ? form->delay_ms : 0) * MS;
            coarsen(release, form);
            if (least > release->at_ns)
                release->at_ns = least;
        }
        oracle_leave(q, release);
    }
}

static way release_of(asked *q, unsigned nation, bool any, int beyond);

/* The warning that a nation has before the track, or alone. */
static way warning_of(asked *q, unsigned nation, int beyond)
{
    const way first = release_of(q, nation, true, beyond);
    const way track = release_of(q, nation, false, beyond);
    if (!first.release.granted || !first.release.warning ||
        (track.release.granted && track.release.at_ns <= first.release.at_ns))
        return no_way;
    return first;
}

static bool approval(const world_act *act, asked *q, unsigned c, unsigned category, bool item)
{
    if (act->index != c || act->verb != (item ? WORLD_APPROVE_ITEM : WORLD_APPROVE))
        return false;
    return item ? act->sensor == q->report->sensor && act->number == q->report->number
                : act->category == category;
}

static bool approved(asked *q, unsigned c, unsigned category, bool item, int second)
{
    for (unsigned i = 0; i < q->o->act_count; i++)
        if (approval(&q->o->acts[i], q, c, category, item) &&
            oracle_act_stands(&q->o->acts[i], oracle_epoch(q->o, second)))
            return true;
    return false;
}

/* Moves `at` to the moment of approval; false: there is none, or not until the second of `until`
 * before which all else stands. */
static bool wait_for_approval(asked *q, unsigned c, unsigned category, int64_t held_ns,
                              int64_t *at_ns, int *until)
{
    const world_clause *clause = &q->o->w->clauses[c];
    if (clause->approval == 0)
        return true;
    const bool item = clause->approval == 2;
    if (item && q->report->number == 0)
        return false;
    int second = floor_second(item ? *at_ns : held_ns);
    if (item)
        while (!approved(q, c, category, true, second)) {
            if (++second >= ORACLE_SECONDS - ORACLE_BEFORE)
                return false;
            *at_ns = second * NS;
        }
    if (!approved(q, c, category, item, second))
        return false;
    while (second < *until && second < ORACLE_SECONDS - ORACLE_BEFORE &&
           approved(q, c, category, item, second))
        second++;
    if (second < *until && second < ORACLE_SECONDS - ORACLE_BEFORE)
        *until = second;
    return true;
}

/* By one clause: from what the intermediary has as a track or as a warning, or directly. */
static way by_clause(asked *q, unsigned c, unsigned nation, unsigned category, bool as_warning,
                     int beyond)
{
    const world_clause *clause = &q->o->w->clauses[c];
    const world_form *form = form_of(q->o->w, clause->form);
    const int falls = falls_at(q, c, nation);
    const int64_t removed_ns = removed_at(q, c);
    if (falls <= beyond)
        return no_way;
    for (;;) {
        way one = {
            .release = {.granted = true, .at_ns = q->report->stamp_ns, .removed_ns = removed_ns},
            .until = falls};
        int relay_until = WORLD_OPEN;
        if (clause->via >= 0) {
            const way has = as_warning ? warning_of(q, (unsigned)clause->via, beyond)
                                       : release_of(q, (unsigned)clause->via, false, beyond);
            if (!has.release.granted)
                return no_way;
            one.release = has.release;
            one.release.removed_ns = sooner(one.release.removed_ns, removed_ns);
            one.release.at_ns += clause->hop_ms * MS;
            relay_until = has.until;
            if (!wait_for_approval(q, c, category, has.release.at_ns, &one.release.at_ns,
                                   &one.until))
                return no_way;
        }
        coarsen(&one.release, form);
        one.release.at_ns += (form ? form->delay_ms : 0) * MS;
        limit(q, nation, &one.release);
        const oracle_areas shown = oracle_shown(q, &one.release);
        one.until = first_of(one.until, work_out_fall(q, &shown, c, nation));
        one.release.removed_ns = sooner(one.release.removed_ns, work_out_removal(q, &shown, c));
        const int second = floor_second(one.release.at_ns);
        if (!oracle_possible_form(q, &one.release) ||
            !place_fits(q, &shown, &clause->scope, true) || one.until <= second ||
            one.until <= beyond)
            return no_way;
        if (relay_until > second) {
            one.until = relay_until < one.until ? relay_until : one.until;
            return one;
        }
        beyond = second; /* the intermediary's way falls meanwhile: one that stands longer? */
    }
}

static bool matches(asked *q, unsigned c, unsigned nation, unsigned category)
{
    const world *w = q->o->w;
    const world_clause *clause = &w->clauses[c];
    const world_sensor *sensor = &w->sensors[q->report->sensor];
    const bool product = q->report->kind == 3 ? clause->notices : clause->tracks;
    return (w->rules[q->rule] >> clause->agreement & 1u) && clause->from == sensor->nation &&
           (clause->to >> nation & 1u) && (clause->gives >> category & 1u) && product &&
           sensor_chosen(q, &clause->scope) && !(clause->via >= 0 && q->report->no_relay);
}

/* position, every, velocity, altitude, identity, label, source: the finer first. */
static int compare_steps(const oracle_release *one, const oracle_release *other)
{
    static const unsigned order[] = {1, 0, 2, 3, 4, 5, 6};
    if (one->warning != other->warning)
        return one->warning ? 1 : -1;
    for (unsigned i = 0; i < WORLD_LADDERS; i++)
        if (one->step[order[i]] != other->step[order[i]])
            return one->step[order[i]] < other->step[order[i]] ? -1 : 1;
    return 0;
}

/* The earliest, then the finest; of two that are alike the one that stays longer. */
static bool better(const oracle_release *one, const oracle_release *best)
{
    if (one->at_ns != best->at_ns)
        return one->at_ns < best->at_ns;
    const int order = compare_steps(one, best);
    return order < 0 || (order == 0 && one->removed_ns > best->removed_ns);
}

static void keep_better(way *best, const way *one, bool any)
{
    if (!one->release.granted || (one->release.warning && !any))
        return;
    if (!best->release.granted || better(&one->release, &best->release))
        *best = *one;
}

static way best_of(asked *q, unsigned nation, unsigned category, bool any, int beyond)
{
    way best = no_way;
    for (unsigned c = 0; c < q->o->w->clause_count; c++) {
        if (!matches(q, c, nation, category))
            continue;
        way one = by_clause(q, c, nation, category, false, beyond);
        keep_better(&best, &one, any);
        if (any && q->o->w->clauses[c].via >= 0) {
            one = by_clause(q, c, nation, category, true, beyond);
            keep_better(&best, &one, any);
        }
    }
    return best;
}

static way work_out(asked *q, unsigned nation, bool any, int beyond)
{
    const world_report *report = q->report;
    if (report->owner_only || (report->not_to >> nation & 1u) || report->categories == 0 ||
        !(q->o->w->sensors[report->sensor].sends >> report->kind & 1u))
        return no_way;
    for (;;) {
        way all = {.release = {.granted = true, .at_ns = INT64_MIN, .removed_ns = ORACLE_NEVER},
                   .until = WORLD_OPEN};
        for (unsigned k = 0; k < 8; k++) {
            if (!(report->categories >> k & 1u))
                continue;
            const way one = best_of(q, nation, k, any, beyond);
            if (!one.release.granted)
                return no_way;
            coarsen_by(&all.release, &one.release);
            if (one.release.at_ns > all.release.at_ns)
                all.release.at_ns = one.release.at_ns;
            if (one.until < all.until)
                all.until = one.until;
        }
        if (!oracle_can_move(q, &all.release))
            return no_way;
        oracle_leave(q, &all.release);
        if (all.until > floor_second(all.release.at_ns))
            return all;
        beyond = floor_second(all.release.at_ns);
    }
}

/* The nation's earliest release of the whole report that stands beyond that second. */
static way release_of(asked *q, unsigned nation, bool any, int beyond)
{
    if (beyond != floor_second(q->report->measured_ns))
        return work_out(q, nation, any, beyond);
    if (!q->known[nation][any]) {
        q->ways[nation][any] = work_out(q, nation, any, beyond);
        q->known[nation][any] = true;
    }
    return q->ways[nation][any];
}

void oracle_begin(oracle_question *q, const oracle *o, const world_report *report, unsigned rule)
{
    memset(q, 0, sizeof *q);
    q->o = o;
    q->report = report;
    q->rule = rule;
    memset(q->falls, -1, sizeof q->falls);
    memset(q->removed_ns, -1, sizeof q->removed_ns);
    q->here = oracle_judge(o, report);
}

/* A member's warning where it has one, else its track. */
static void join(oracle_release *all, const oracle_release *one)
{
    all->granted = all->granted && one->granted;
    coarsen_by(all, one);
    all->at_ns = one->at_ns > all->at_ns ? one->at_ns : all->at_ns;
}

void oracle_ask(oracle_question *q, unsigned audience, oracle_release *track,
                oracle_release *warning)
{
    const world *w = q->o->w;
    const unsigned owner = w->sensors[q->report->sensor].nation;
    const int beyond = floor_second(q->report->measured_ns);
    *track = *warning = (oracle_release){0};
    if (audience == 1u << owner) {
        *track = (oracle_release){
            .granted = true, .at_ns = q->report->stamp_ns, .removed_ns = ORACLE_NEVER};
        return;
    }
    /* Neither a nation nor a sensor that the book does not list is given, or gives, anything. */
    if (audience == 0 || (audience >> w->nations & 1u) || q->report->sensor >= w->sensor_count)
        return;
    oracle_release last = {.granted = true, .at_ns = INT64_MIN, .removed_ns = ORACLE_NEVER};
    oracle_release first = last;
    for (unsigned n = 0; n < w->nations; n++) {
        if (!(audience >> n & 1u) || n == owner)
            continue;
        const way own = release_of(q, n, false, beyond);
        const way early = warning_of(q, n, beyond);
        join(&last, &own.release);
        join(&first, early.release.granted ? &early.release : &own.release);
    }
    last.granted = last.granted && oracle_can_move(q, &last);
    first.granted = first.granted && oracle_can_move(q, &first);
    oracle_leave(q, &last);
    oracle_leave(q, &first);
    if (last.granted)
        *track = last;
    if (first.granted && first.warning && (!last.granted || first.at_ns < last.at_ns))
        *warning = first;
}
