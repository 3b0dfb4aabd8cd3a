#include "release/shrink.h"

#include <string.h>

/* Takes out the index-th thing of its sort. false: there is none. */
typedef bool cut(world *w, world_case *one, unsigned index);

#define TAKE_OUT(list, index, count)                                                               \
    memmove(&(list)[index], &(list)[(index) + 1], (--(count) - (index)) * sizeof(list)[0])

/* A set, once the index-th thing is gone. */
static unsigned without(unsigned set, unsigned index)
{
    const unsigned below = (1u << index) - 1;
    return (set & below) | (set >> 1 & ~below);
}

/* The number of a thing, once the index-th is gone. */
static unsigned renumbered(unsigned number, unsigned index)
{
    return number > index ? number - 1 : number;
}

static bool cut_act(world *w, world_case *one, unsigned index)
{
    (void)one;
    if (index >= w->act_count)
        return false;
    TAKE_OUT(w->acts, index, w->act_count);
    return true;
}

typedef enum subject { OF_CLAUSE, OF_AGREEMENT, OF_SENSOR, OF_AREA, OF_EMERGENCY } subject;

static bool speaks_of(const world_act *act, subject what)
{
    const bool holds = act->verb == WORLD_HOLD || act->verb == WORLD_WITHDRAW;
    switch (what) {
    case OF_CLAUSE:
        return act->verb == WORLD_APPROVE || act->verb == WORLD_APPROVE_ITEM;
    case OF_AGREEMENT:
        return act->verb == WORLD_BECOMES || (holds && act->target == 4);
    case OF_SENSOR:
        return act->verb == WORLD_APPROVE_ITEM || (holds && (act->target == 0 || act->target == 3));
    case OF_AREA:
        return holds && act->target == 2;
    case OF_EMERGENCY:
        return act->verb == WORLD_EMERGENCY;
    }
    return false;
}

/* What was said of it goes too; what was said of others keeps its meaning. */
static void cut_words(world *w, subject what, unsigned index)
{
    for (unsigned i = w->act_count; i-- > 0;) {
        world_act *act = &w->acts[i];
        unsigned *about = what == OF_SENSOR ? &act->sensor : &act->index;
        if (!speaks_of(act, what))
            continue;
        if (*about == index)
            TAKE_OUT(w->acts, i, w->act_count);
        else
            *about = renumbered(*about, index);
    }
}

static bool cut_clause(world *w, world_case *one, unsigned index)
{
    (void)one;
    if (index >= w->clause_count)
        return false;
    TAKE_OUT(w->clauses, index, w->clause_count);
    cut_words(w, OF_CLAUSE, index);
    return true;
}

static bool cut_entry(world *w, world_case *one, unsigned index)
{
    (void)one;
    if (index >= w->entry_count)
        return false;
    TAKE_OUT(w->entries, index, w->entry_count);
    return true;
}

static bool cut_agreement(world *w, world_case *one, unsigned index)
{
    if (index >= w->agreement_count || w->agreement_count == 1)
        return false;
    for (unsigned c = w->clause_count; c-- > 0;)
        if (w->clauses[c].agreement == index)
            cut_clause(w, one, c);
        else
            w->clauses[c].agreement = renumbered(w->clauses[c].agreement, index);
    for (unsigned r = 0; r < w->rule_count; r++)
        w->rules[r] = without(w->rules[r], index);
    TAKE_OUT(w->agreements, index, w->agreement_count);
    cut_words(w, OF_AGREEMENT, index);
    return true;
}

/* Every scope of the book: of clauses, then of entries. NULL beyond the last. */
static world_scope *scope_at(world *w, unsigned i)
{
    if (i < w->clause_count)
        return &w->clauses[i].scope;
    i -= w->clause_count;
    return i < w->entry_count ? &w->entries[i].scope : NULL;
}

static bool cut_sensor(world *w, world_case *one, unsigned index)
{
    const unsigned all = w->sensor_count + w->unlisted_count;
    if (index >= all)
        return false;
    if (index == one->report.sensor || (index < w->sensor_count && w->sensor_count == 1))
        return true; /* not to be spared, but the next may be */
    const bool listed = index < w->sensor_count;
    unsigned left = all;
    TAKE_OUT(w->sensors, index, left);
    w->sensor_count -= listed;
    w->unlisted_count -= !listed;
    one->report.sensor = renumbered(one->report.sensor, index);
    if (!listed)
        return true;
    for (unsigned i = 0; scope_at(w, i); i++) {
        world_scope *scope = scope_at(w, i);
        scope->sensors = without(scope->sensors, index);
        scope->except_sensors = without(scope->except_sensors, index);
    }
    cut_words(w, OF_SENSOR, index);
    return true;
}

static bool cut_area(world *w, world_case *one, unsigned index)
{
    (void)one;
    if (index >= w->area_count)
        return false;
    TAKE_OUT(w->areas, index, w->area_count);
    for (unsigned i = 0; scope_at(w, i); i++) {
        world_scope *scope = scope_at(w, i);
        scope->where = without(scope->where, index);
        scope->except_areas = without(scope->except_areas, index);
    }
    cut_words(w, OF_AREA, index);
    return true;
}

static bool cut_period(world *w, world_case *one, unsigned index)
{
    (void)one;
    if (index >= w->period_count)
        return false;
    TAKE_OUT(w->periods, index, w->period_count);
    for (unsigned i = 0; scope_at(w, i); i++)
        scope_at(w, i)->during = without(scope_at(w, i)->during, index);
    return true;
}

static bool cut_emergency(world *w, world_case *one, unsigned index)
{
    (void)one;
    if (index >= w->emergency_count)
        return false;
    TAKE_OUT(w->emergencies, index, w->emergency_count);
    for (unsigned i = 0; scope_at(w, i); i++) {
        int *needed = &scope_at(w, i)->emergency;
        if (*needed >= (int)index)
            *needed = *needed == (int)index ? -1 : *needed - 1;
    }
    cut_words(w, OF_EMERGENCY, index);
    return true;
}

/* Form 0 is the exact one: what a cut form becomes. */
static unsigned form_without(unsigned form, unsigned index)
{
    return form == index + 1 ? 0 : renumbered(form, index + 1);
}

static bool cut_form(world *w, world_case *one, unsigned index)
{
    (void)one;
    if (index >= w->form_count)
        return false;
    TAKE_OUT(w->forms, index, w->form_count);
    for (unsigned c = 0; c < w->clause_count; c++)
        w->clauses[c].form = form_without(w->clauses[c].form, index);
    for (unsigned e = 0; e < w->entry_count; e++)
        w->entries[e].form = form_without(w->entries[e].form, index);
    return true;
}

static bool cut_event(world *w, world_case *one, unsigned index)
{
    (void)one;
    for (unsigned a = 0; a < w->agreement_count; a++) {
        world_agreement *agreement = &w->agreements[a];
        if (index < agreement->event_count) {
            TAKE_OUT(agreement->events, index, agreement->event_count);
            return true;
        }
        index -= agreement->event_count;
    }
    return false;
}

/* The gate is asked about rules of its views only. */
static bool cut_view(world *w, world_case *one, unsigned index)
{
    unsigned of_rule = 0;
    if (index >= w->view_count)
        return false;
    for (unsigned v = 0; v < w->view_count; v++)
        of_rule += w->views[v].rule == one->rule;
    if (of_rule > 1 || w->views[index].rule != one->rule)
        TAKE_OUT(w->views, index, w->view_count);
    return true;
}

/* A nation that nobody speaks of any more: else the book is refused, and it stays. */
static bool cut_nation(world *w, world_case *one, unsigned index)
{
    if (index >= w->nations)
        return false;
    for (unsigned s = 0; s < w->sensor_count + w->unlisted_count; s++) {
        if (w->sensors[s].nation == index)
            return true;
        w->sensors[s].nation = renumbered(w->sensors[s].nation, index);
    }
    for (unsigned c = 0; c < w->clause_count; c++) {
        world_clause *clause = &w->clauses[c];
        if (clause->from == index || clause->via == (int)index)
            return true;
        clause->from = renumbered(clause->from, index);
        clause->via = clause->via > (int)index ? clause->via - 1 : clause->via;
        clause->to = without(clause->to, index);
    }
    for (unsigned e = 0; e < w->entry_count; e++) {
        w->entries[e].owner = renumbered(w->entries[e].owner, index);
        w->entries[e].to = without(w->entries[e].to, index);
    }
    for (unsigned i = 0; i < w->act_count; i++)
        w->acts[i].who = renumbered(w->acts[i].who, index);
    for (unsigned a = 0; a < w->agreement_count; a++)
        w->agreements[a].parties = without(w->agreements[a].parties, index);
    for (unsigned e = 0; e < w->emergency_count; e++)
        w->emergencies[e].by = without(w->emergencies[e].by, index);
    for (unsigned v = 0; v < w->view_count; v++)
        w->views[v].audience = without(w->views[v].audience, index);
    one->audience = without(one->audience, index);
    one->report.not_to = without(one->report.not_to, index);
    w->observers = without(w->observers, index);
    w->nations--;
    return true;
}

static bool plain_report(world *w, world_case *one, unsigned index)
{
    (void)w;
    world_report *report = &one->report;
    if (index < 8)
        report->categories &= ~(1u << index);
    else if (index < 16)
        one->audience &= ~(1u << (index - 8));
    else if (index == 16)
        report->owner_only = false;
    else if (index == 17)
        report->no_relay = false;
    else if (index == 18)
        report->not_to = 0;
    else if (index == 19)
        report->number = 0;
    else if (index == 20)
        report->stamp_ns = report->measured_ns;
    else if (index == 21)
        report->radius = 0.0;
    return index < 22;
}

static bool plain_clause(world *w, world_case *one, unsigned index)
{
    (void)one;
    if (index / 12 >= w->clause_count)
        return false;
    world_clause *clause = &w->clauses[index / 12];
    const unsigned part = index % 12;
    if (part < 6)
        clause->to &= ~(1u << part);
    else if (part == 6)
        clause->via = -1;
    else if (part == 7)
        clause->hop_ms = 0;
    else if (part == 8)
        clause->approval = 0;
    else if (part == 9)
        clause->gives = 255;
    else if (part == 10)
        clause->tracks = clause->notices = true;
    else
        clause->form = 0;
    return true;
}

static bool plain_scope(world *w, world_case *one, unsigned index)
{
    (void)one;
    world_scope *scope = scope_at(w, index / 6);
    if (!scope)
        return false;
    const unsigned part = index % 6;
    if (part == 0)
        scope->sensors = scope->kinds = 0;
    else if (part == 1)
        scope->except_sensors = scope->except_kinds = 0;
    else if (part == 2)
        scope->except_areas = 0;
    else if (part == 3)
        scope->where = 0;
    else if (part == 4)
        scope->during = scope->postures = 0;
    else
        scope->emergency = -1;
    return true;
}

static bool plain_entry(world *w, world_case *one, unsigned index)
{
    (void)one;
    if (index / 3 >= w->entry_count)
        return false;
    world_entry *entry = &w->entries[index / 3];
    if (index % 3 == 0)
        entry->to = 0;
    else if (index % 3 == 1)
        entry->gives = 255;
    else
        entry->form = 0;
    return true;
}

static bool plain_form(world *w, world_case *one, unsigned index)
{
    (void)one;
    if (index / 9 >= w->form_count)
        return false;
    world_form *form = &w->forms[index / 9];
    const unsigned part = index % 9;
    if (part == 7)
        form->delay_ms = 0;
    else if (part == 8 && form->warning)
        *form = (world_form){.delay_ms = form->delay_ms};
    else if (part < 7 && (!form->warning || part != 1))
        form->step[part] = 0;
    return true;
}

static bool plain_agreement(world *w, world_case *one, unsigned index)
{
    (void)one;
    if (index / 3 >= w->agreement_count)
        return false;
    world_agreement *agreement = &w->agreements[index / 3];
    if (index % 3 == 0)
        agreement->until = WORLD_OPEN;
    else if (index % 3 == 1)
        agreement->notice = 0;
    else
        agreement->removed = false;
    return true;
}

static bool plain_act(world *w, world_case *one, unsigned index)
{
    (void)one;
    if (index / 2 >= w->act_count)
        return false;
    world_act *act = &w->acts[index / 2];
    if (index % 2 == 0)
        act->until = WORLD_OPEN;
    else
        act->half = act->until_half = 0;
    return true;
}

static bool plain_text(world *w, world_case *one, unsigned index)
{
    (void)one;
    unsigned *const how[] = {&w->order, &w->naming, &w->layout, &w->observers};
    if (index < 4)
        *how[index] = 0;
    else
        w->epoch = 1;
    return index < 5;
}

/* All cuts of one sort; true where one of them was kept. */
static bool try_cuts(cut *one_cut, world *w, world_case *one, shrink_fails *fails, void *context)
{
    bool smaller = false;
    for (unsigned index = 0;;) {
        world less = *w;
        world_case of = *one;
        if (!one_cut(&less, &of, index))
            return smaller;
        const bool same = memcmp(&less, w, sizeof less) == 0 && memcmp(&of, one, sizeof of) == 0;
        if (same || !fails(context, &less, &of)) {
            index++;
            continue;
        }
        *w = less;
        *one = of;
        smaller = true;
    }
}

void shrink(world *w, world_case *one, shrink_fails *fails, void *context)
{
    static cut *const cuts[] = {cut_act,       cut_entry,       cut_agreement, cut_clause,
                                cut_view,      cut_sensor,      cut_area,      cut_period,
                                cut_emergency, cut_form,        cut_event,     cut_nation,
                                plain_report,  plain_clause,    plain_scope,   plain_entry,
                                plain_form,    plain_agreement, plain_act,     plain_text};
    bool smaller = true;
    while (smaller) {
        smaller = false;
        for (unsigned i = 0; i < sizeof cuts / sizeof cuts[0]; i++)
            smaller = try_cuts(cuts[i], w, one, fails, context) || smaller;
    }
}
