#include "release/oracle.h"

#include "release/oracle_place.h"
#include "release/oracle_time.h"

#include <string.h>

#define NS INT64_C(1000000000)

typedef struct asked {
    const oracle *o;
    const world_report *report;
    unsigned rule;
} asked;

/* A release, and the first second at which its way no longer stands. */
typedef struct way {
    oracle_release release;
    int until;
} way;

static const way no_way;

static int floor_second(int64_t ns)
{
    return (int)(ns >= 0 ? ns / NS : -((-ns + NS - 1) / NS));
}

static bool sensor_chosen(const asked *q, const world_scope *scope)
{
    const world_sensor *sensor = &q->o->w->sensors[q->report->sensor];
    bool in = (scope->sensors == 0 && scope->kinds == 0) ||
              (scope->sensors >> q->report->sensor & 1u) || (scope->kinds >> sensor->kind & 1u);
    if ((scope->except_sensors >> q->report->sensor & 1u) ||
        (scope->except_kinds >> sensor->kind & 1u))
        in = false;
    return in;
}

static bool place_fits(const asked *q, const world_scope *scope, bool permission)
{
    bool in = scope->where == 0;
    for (unsigned a = 0; a < q->o->w->area_count; a++) {
        const bool certain = oracle_certain(&q->o->w->areas[a], q->report);
        const bool possible = oracle_possible(&q->o->w->areas[a], q->report);
        if ((scope->where >> a & 1u) && (permission ? certain : possible))
            in = true;
        if ((scope->except_areas >> a & 1u) && (permission ? possible : certain))
            return false;
    }
    return in;
}

static bool entry_fits(const asked *q, const world_entry *entry, unsigned nation)
{
    return entry->owner == q->o->w->sensors[q->report->sensor].nation &&
           (entry->to == 0 || (entry->to >> nation & 1u)) &&
           (entry->gives & q->report->categories) && sensor_chosen(q, &entry->scope) &&
           place_fits(q, &entry->scope, false);
}

static bool hold_covers(const asked *q, const world_act *act)
{
    const world_report *report = q->report;
    switch (act->target) {
    case 0:
        return act->sensor == report->sensor;
    case 1:
        return report->categories >> act->category & 1u;
    case 2:
        return oracle_possible(&q->o->w->areas[act->index], report);
    case 3:
        return act->sensor == report->sensor && act->number == report->number;
    default:
        return false;
    }
}

/* Does this hold or withdrawal speak of the report, passing by this clause? */
static bool held_by(const asked *q, const world_clause *clause, const world_act *act)
{
    const bool withdraws = act->verb == WORLD_WITHDRAW;
    const bool owner = act->who == clause->from;
    const bool relay = (int)act->who == clause->via && !withdraws;
    if ((act->verb != WORLD_HOLD && !withdraws) || (!owner && !relay))
        return false;
    if (withdraws &&
        (q->report->measured_ns < act->from * NS || q->report->measured_ns > act->to * NS))
        return false;
    return act->target == 4 ? act->index == clause->agreement : hold_covers(q, act);
}

/* The first second from measurement on in which the clause gives nothing to the nation. */
static int falls_at(const asked *q, unsigned c, unsigned nation)
{
    const oracle *o = q->o;
    bool forbids[WORLD_ENTRIES] = {0}, holds[WORLD_ACTS] = {0};
    for (unsigned e = 0; e < o->w->entry_count; e++)
        forbids[e] = !o->w->entries[e].limit && entry_fits(q, &o->w->entries[e], nation);
    for (unsigned i = 0; i < o->act_count; i++)
        holds[i] = held_by(q, &o->w->clauses[c], &o->w->acts[i]);
    for (int second = floor_second(q->report->measured_ns); second < ORACLE_SECONDS - ORACLE_BEFORE;
         second++) {
        bool falls = !o->stands[c][second + ORACLE_BEFORE];
        for (unsigned e = 0; e < o->w->entry_count; e++)
            falls = falls || (forbids[e] && o->holds[e][second + ORACLE_BEFORE]);
        for (unsigned i = 0; i < o->act_count; i++)
            falls = falls || (holds[i] && (o->w->acts[i].verb == WORLD_WITHDRAW
                                               ? oracle_act_at(&o->w->acts[i]) <= 2 * second
                                               : oracle_act_stands(&o->w->acts[i], second)));
        if (falls)
            return second;
    }
    return WORLD_OPEN;
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
}

static const world_form *form_of(const world *w, unsigned form)
{
    return form == 0 ? NULL : &w->forms[form - 1];
}

/* Limits: any that fits in any second up to the release makes it later and coarser; again, until
 * nothing moves. */
static void limit(const asked *q, unsigned nation, oracle_release *release)
{
    const oracle *o = q->o;
    for (int64_t before = release->at_ns - 1; before < release->at_ns;) {
        before = release->at_ns;
        for (unsigned e = 0; e < o->w->entry_count; e++) {
            const world_entry *entry = &o->w->entries[e];
            if (!entry->limit || !entry_fits(q, entry, nation))
                continue;
            bool on = false;
            for (int s = floor_second(q->report->measured_ns); s <= floor_second(release->at_ns);
                 s++)
                on = on || o->holds[e][s + ORACLE_BEFORE];
            if (!on)
                continue;
            const world_form *form = form_of(o->w, entry->form);
            const int64_t least = q->report->stamp_ns + (form ? form->delay : 0) * NS;
            coarsen(release, form);
            if (least > release->at_ns)
                release->at_ns = least;
        }
    }
}

/* Can a report be shown so? */
static bool possible_form(const asked *q, const oracle_release *release)
{
    static const int every[] = {0, 10, 30, 60};
    const unsigned kind = q->report->kind;
    if (release->warning)
        return kind == 1 || kind == 3;
    if (kind == 2 && (release->step[6] > 0 || (release->step[3] > 0 && release->step[3] < 5)))
        return false;
    if (release->step[0] == 0 || kind == 3)
        return true;
    const int64_t into = q->report->measured_ns % (every[release->step[0]] * NS);
    return into < q->o->w->sensors[q->report->sensor].period * NS;
}

static way release_of(const asked *q, unsigned nation, bool any, int beyond);

/* The warning that a nation has before the track, or alone. */
static way warning_of(const asked *q, unsigned nation, int beyond)
{
    const way first = release_of(q, nation, true, beyond);
    const way track = release_of(q, nation, false, beyond);
    if (!first.release.granted || !first.release.warning ||
        (track.release.granted && track.release.at_ns <= first.release.at_ns))
        return no_way;
    return first;
}

static bool approval(const world_act *act, const asked *q, unsigned c, unsigned category, bool item)
{
    if (act->index != c || act->verb != (item ? WORLD_APPROVE_ITEM : WORLD_APPROVE))
        return false;
    return item ? act->sensor == q->report->sensor && act->number == q->report->number
                : act->category == category;
}

static bool approved(const asked *q, unsigned c, unsigned category, bool item, int second)
{
    for (unsigned i = 0; i < q->o->act_count; i++)
        if (approval(&q->o->w->acts[i], q, c, category, item) &&
            oracle_act_stands(&q->o->w->acts[i], second))
            return true;
    return false;
}

/* Moves `at` to the moment of approval; false: there is none, or not until the second of `until`
 * before which all else stands. */
static bool wait_for_approval(const asked *q, unsigned c, unsigned category, int64_t held_ns,
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
static way by_clause(const asked *q, unsigned c, unsigned nation, unsigned category,
                     bool as_warning, int beyond)
{
    const world_clause *clause = &q->o->w->clauses[c];
    const world_form *form = form_of(q->o->w, clause->form);
    const int falls = falls_at(q, c, nation);
    for (;;) {
        way one = {.release = {.granted = true, .at_ns = q->report->stamp_ns}, .until = falls};
        int relay_until = WORLD_OPEN;
        if (clause->via >= 0) {
            const way has = as_warning ? warning_of(q, (unsigned)clause->via, beyond)
                                       : release_of(q, (unsigned)clause->via, false, beyond);
            if (!has.release.granted)
                return no_way;
            one.release = has.release;
            one.release.at_ns += clause->hop * NS;
            relay_until = has.until;
            if (!wait_for_approval(q, c, category, has.release.at_ns, &one.release.at_ns,
                                   &one.until))
                return no_way;
        }
        coarsen(&one.release, form);
        one.release.at_ns += (form ? form->delay : 0) * NS;
        limit(q, nation, &one.release);
        const int second = floor_second(one.release.at_ns);
        if (!possible_form(q, &one.release) || one.until <= second || one.until <= beyond)
            return no_way;
        if (relay_until > second) {
            one.until = relay_until < one.until ? relay_until : one.until;
            return one;
        }
        beyond = second; /* the intermediary's way falls meanwhile: one that stands longer? */
    }
}

static bool matches(const asked *q, unsigned c, unsigned nation, unsigned category)
{
    const world *w = q->o->w;
    const world_clause *clause = &w->clauses[c];
    const world_sensor *sensor = &w->sensors[q->report->sensor];
    const bool product = q->report->kind == 3 ? clause->notices : clause->tracks;
    return (w->rules[q->rule] >> clause->agreement & 1u) && clause->from == sensor->nation &&
           (clause->to >> nation & 1u) && (clause->gives >> category & 1u) && product &&
           sensor_chosen(q, &clause->scope) && place_fits(q, &clause->scope, true) &&
           !(clause->via >= 0 && q->report->no_relay);
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

static void keep_better(way *best, const way *one, bool any)
{
    if (!one->release.granted || (one->release.warning && !any))
        return;
    if (!best->release.granted || one->release.at_ns < best->release.at_ns ||
        (one->release.at_ns == best->release.at_ns &&
         compare_steps(&one->release, &best->release) < 0))
        *best = *one;
}

static way best_of(const asked *q, unsigned nation, unsigned category, bool any, int beyond)
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

static way release_of(const asked *q, unsigned nation, bool any, int beyond)
{
    const world_report *report = q->report;
    if (report->owner_only || (report->not_to >> nation & 1u) || report->categories == 0 ||
        !(q->o->w->sensors[report->sensor].sends >> report->kind & 1u))
        return no_way;
    for (;;) {
        way all = {.release = {.granted = true, .at_ns = INT64_MIN}, .until = WORLD_OPEN};
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
        if (all.until > floor_second(all.release.at_ns))
            return all;
        beyond = floor_second(all.release.at_ns);
    }
}

void oracle_ask(const oracle *o, const world_report *report, unsigned rule, unsigned audience,
                oracle_release *track, oracle_release *warning)
{
    const asked q = {o, report, rule};
    const int beyond = floor_second(report->measured_ns);
    oracle_release last = {.granted = true, .at_ns = INT64_MIN}, first = last;
    for (unsigned n = 0; n < o->w->nations; n++) {
        if (!(audience >> n & 1u) || n == o->w->sensors[report->sensor].nation)
            continue;
        const way own = release_of(&q, n, false, beyond);
        const way early = warning_of(&q, n, beyond);
        const oracle_release *sees = early.release.granted ? &early.release : &own.release;
        last.granted = last.granted && own.release.granted;
        first.granted = first.granted && sees->granted;
        coarsen_by(&last, &own.release);
        coarsen_by(&first, sees);
        last.at_ns = own.release.at_ns > last.at_ns ? own.release.at_ns : last.at_ns;
        first.at_ns = sees->at_ns > first.at_ns ? sees->at_ns : first.at_ns;
    }
    *track = last;
    *warning = first;
    warning->granted = first.granted && first.warning &&
                       (!last.granted || first.at_ns < last.at_ns) && audience != 0;
    track->granted = last.granted && audience != 0;
}
