#include "release/world_chance.h"

#include <string.h>

uint64_t world_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

unsigned world_below(uint64_t *state, unsigned limit)
{
    return (unsigned)((world_random(state) >> 32) * limit >> 32);
}

/* Milliseconds. */
static int a_delay(uint64_t *state)
{
    static const int delays[] = {0, 0, 1000, 30000, 60000, 90000, 250, 12500};
    return delays[world_below(state, 8)];
}

static void draw_sensors(world *w, uint64_t *state)
{
    static const int periods[] = {0, 1, 4, 10, 30};
    const unsigned makers = ((1u << w->nations) - 1) & ~w->observers;
    w->sensor_count = 1 + world_below(state, WORLD_SENSORS);
    w->unlisted_count = world_below(state, WORLD_UNLISTED + 1);
    for (unsigned s = 0; s < w->sensor_count + w->unlisted_count; s++)
        w->sensors[s] = (world_sensor){.nation = world_one_of(state, makers),
                                       .kind = world_below(state, 11),
                                       .sends = world_some_of(state, 4),
                                       .period = periods[world_below(state, 5)]};
    if (w->unlisted_count == WORLD_UNLISTED)
        w->sensors[w->sensor_count].nation = w->nations;
}

static void draw_areas(world *w, uint64_t *state)
{
    static const double lons[] = {128.0, 179.5, -180.0, 0.0};
    w->area_count = world_below(state, WORLD_AREAS + 1);
    for (unsigned a = 0; a < w->area_count; a++) {
        world_area *area = &w->areas[a];
        area->shape = world_below(state, 3);
        area->lat = (double)world_below(state, 3) - 1.0;
        area->lon = lons[world_below(state, 4)];
        area->size = area->shape == WORLD_CIRCLE ? 50.0 + world_below(state, 100) : 1.0;
        area->banded = world_chance(state, 40);
        area->low = 0;
        area->high = 3000;
    }
}

static void draw_times(world *w, uint64_t *state)
{
    w->period_count = world_below(state, WORLD_PERIODS + 1);
    for (unsigned p = 0; p < w->period_count; p++) {
        w->periods[p][0] = world_time(state);
        w->periods[p][1] = w->periods[p][0] + 10 + world_time(state);
    }
    w->emergency_count = world_below(state, WORLD_EMERGENCIES + 1);
    for (unsigned e = 0; e < w->emergency_count; e++) {
        w->emergencies[e].by = world_some_of(state, w->nations);
        w->emergencies[e].lasts = 40 + world_time(state) + (int)world_below(state, 2);
    }
}

static void draw_forms(world *w, uint64_t *state)
{
    static const unsigned words[WORLD_LADDERS] = {8, 1, 5, 6, 3, 2, 3};
    uint64_t floors = ~w->seed; /* apart, so that they shift no other draw */
    w->form_count = world_below(state, WORLD_FORMS + 1);
    for (unsigned f = 0; f < w->form_count; f++) {
        world_form *form = &w->forms[f];
        form->warning = world_chance(state, 30);
        form->delay_ms = a_delay(state);
        for (unsigned l = 0; l < WORLD_LADDERS; l++)
            form->step[l] =
                form->warning || world_chance(state, 60) ? 0 : world_below(state, words[l]);
        /* A moved place keeps no exact altitude. */
        if (!form->warning && world_chance(&floors, 20)) {
            form->step[1] = 1 + world_below(&floors, 6);
            form->step[3] = 1 + world_below(&floors, 5);
        }
        if (form->warning) {
            form->step[1] = 1 + world_below(state, 6);
            form->step[6] = world_below(state, 3);
        }
    }
}

static void draw_agreements(world *w, uint64_t *state)
{
    w->agreement_count = 1 + world_below(state, WORLD_AGREEMENTS);
    for (unsigned a = 0; a < w->agreement_count; a++) {
        world_agreement *one = &w->agreements[a];
        one->parties =
            world_chance(state, 70) ? (1u << w->nations) - 1 : world_some_of(state, w->nations);
        one->notice = world_chance(state, 50) ? 0 : 30 + world_time(state);
        one->until = world_chance(state, 80) ? WORLD_OPEN : 300 + world_time(state);
        one->removed = world_chance(state, 50);
        int at = world_chance(state, 80) ? 0 : 10 * (int)world_below(state, 30), ends = WORLD_OPEN;
        for (unsigned e = 0; e < WORLD_EVENTS && at < ends && at < one->until && at < 900; e++) {
            world_event *event = &one->events[one->event_count];
            *event = (world_event){.at = at, .state = 1};
            if (e > 0 && (one->event_count < 2 || world_chance(state, 40)))
                event->state = world_below(state, 6);
            else if (e > 0)
                event->state = world_chance(state, 70) ? 1 : 3;
            if (event->state == 2)
                event->ends = at + 10 + world_time(state) / 2;
            ends = event->state == 2 ? event->ends : event->state == 4 ? ends : WORLD_OPEN;
            one->event_count++;
            at += 10 + world_time(state) / 2;
            if (event->state == 5 || world_chance(state, e == 1 ? 20 : 40))
                break;
        }
    }
}

static world_scope draw_scope(const world *w, uint64_t *state, unsigned owner)
{
    world_scope scope = {.emergency = -1};
    if (world_chance(state, 20))
        scope.sensors = world_some_of(state, w->sensor_count);
    else if (world_chance(state, 8))
        scope.kinds = world_some_of(state, 11);
    if (world_chance(state, 10))
        scope.except_sensors = world_some_of(state, w->sensor_count);
    if (world_chance(state, 10))
        scope.except_kinds = world_some_of(state, 11);
    if (w->area_count > 0 && world_chance(state, 12))
        scope.except_areas = world_some_of(state, w->area_count);
    if (w->area_count > 0 && world_chance(state, 25))
        scope.where = world_some_of(state, w->area_count);
    if (w->period_count > 0 && world_chance(state, 15))
        scope.during = world_some_of(state, w->period_count);
    if (world_chance(state, 12))
        scope.postures = world_some_of(state, 4);
    if (w->emergency_count > 0 && world_chance(state, 20)) {
        const unsigned e = world_below(state, w->emergency_count);
        if (w->emergencies[e].by >> owner & 1u)
            scope.emergency = (int)e;
    }
    return scope;
}

/* Intermediaries stand before receivers in a circle that begins at the owner, so that no two
 * clauses wait for each other. */
static unsigned place_of(const world *w, unsigned owner, unsigned nation)
{
    return (nation + w->nations - owner) % w->nations;
}

static bool draw_clause(const world *w, uint64_t *state, world_clause *clause)
{
    const unsigned makers = ((1u << w->nations) - 1) & ~w->observers;
    /* What is passed on is mostly what another clause gives. */
    const bool passes = w->clause_count > 0 && world_chance(state, 45);
    const world_clause *given = passes ? &w->clauses[world_below(state, w->clause_count)] : clause;
    clause->agreement = passes && world_chance(state, 60) ? given->agreement
                                                          : world_below(state, w->agreement_count);
    const unsigned parties = w->agreements[clause->agreement].parties;
    clause->from = passes ? given->from : world_one_of(state, makers);
    if (!(parties >> clause->from & 1u))
        return false;
    unsigned to = (passes ? (1u << w->nations) - 1 : world_some_of(state, w->nations)) & parties &
                  ~(1u << clause->from);
    clause->via = -1;
    if (passes) {
        const unsigned via = world_one_of(state, given->to);
        for (unsigned n = 0; n < w->nations; n++)
            if (place_of(w, clause->from, n) <= place_of(w, clause->from, via))
                to &= ~(1u << n);
        if (!(parties >> via & 1u))
            return false;
        clause->via = (int)via;
        clause->hop_ms = a_delay(state);
        clause->approval = world_chance(state, 60) ? 0 : 1 + world_below(state, 2);
    }
    clause->to = to;
    clause->gives = world_chance(state, 70)             ? 255
                    : passes && world_chance(state, 60) ? given->gives
                                                        : world_some_of(state, 8);
    clause->tracks = world_chance(state, 90);
    clause->notices = !clause->tracks || world_chance(state, 50);
    clause->scope = draw_scope(w, state, clause->from);
    clause->form = world_below(state, w->form_count + 1);
    return to != 0;
}

static void draw_entries(world *w, uint64_t *state)
{
    w->entry_count = world_chance(state, 30) ? 0 : world_below(state, WORLD_ENTRIES + 1);
    for (unsigned e = 0; e < w->entry_count; e++) {
        world_entry *entry = &w->entries[e];
        entry->owner = world_chance(state, 60)
                           ? w->sensors[world_below(state, w->sensor_count)].nation
                           : world_below(state, w->nations);
        entry->limit = world_chance(state, 50);
        entry->to = world_some_of(state, w->nations) & ~(1u << entry->owner);
        entry->gives = world_chance(state, 50) ? 255 : world_some_of(state, 8);
        entry->scope = draw_scope(w, state, entry->owner);
        entry->form = entry->limit ? world_below(state, w->form_count + 1) : 0;
    }
}

bool world_has_clause(const world *w, unsigned agreement)
{
    for (unsigned c = 0; c < w->clause_count; c++)
        if (w->clauses[c].agreement == agreement)
            return true;
    return false;
}

/* May this nation speak of this agreement? */
static bool speaks_of(const world *w, unsigned who, unsigned agreement)
{
    return world_has_clause(w, agreement) && (w->agreements[agreement].parties >> who & 1u);
}

/* Takes back something that was said, sooner or later. */
static bool draw_lift(const world *w, uint64_t *state, world_act *act)
{
    if (w->act_count == 0)
        return false;
    *act = w->acts[world_below(state, w->act_count)];
    act->lift = true;
    act->at += world_time(state) / 2;
    act->half = (int)world_below(state, 2);
    act->until = WORLD_OPEN;
    return true;
}

/* A clause that waits for approval; false: there is none. */
static bool draw_approval(const world *w, uint64_t *state, world_act *act)
{
    for (unsigned c = 0; c < w->clause_count; c++) {
        const world_clause *clause = &w->clauses[c];
        if (clause->approval == 0 || !world_chance(state, 60))
            continue;
        act->index = c;
        act->who = clause->from;
        act->verb = clause->approval == 1 ? WORLD_APPROVE : WORLD_APPROVE_ITEM;
        if (clause->gives != 255 && world_chance(state, 80))
            act->category = world_one_of(state, clause->gives);
        return clause->approval == 1 || w->sensors[act->sensor].nation == act->who;
    }
    return false;
}

/* Makes the act one of an intermediary, about what it may pass on. */
static void pass_on(const world *w, uint64_t *state, world_act *act)
{
    const unsigned first = world_below(state, WORLD_CLAUSES);
    for (unsigned i = 0; i < w->clause_count; i++) {
        const world_clause *clause = &w->clauses[(first + i) % w->clause_count];
        if (clause->via < 0)
            continue;
        act->who = (unsigned)clause->via;
        while (w->sensors[act->sensor].nation != clause->from && act->sensor > 0)
            act->sensor--;
        return;
    }
}

/* By the owner mostly; by others where the book lets them say so. */
static bool draw_hold(const world *w, uint64_t *state, world_act *act)
{
    act->target = world_below(state, 5);
    if (world_chance(state, act->verb == WORLD_HOLD ? 50 : 80))
        act->who = w->sensors[act->sensor].nation;
    else
        pass_on(w, state, act);
    if (act->target == 2) {
        act->index = w->area_count ? world_below(state, w->area_count) : 0;
        return w->area_count > 0;
    }
    if (act->target == 4) {
        act->index = world_below(state, w->agreement_count);
        return speaks_of(w, act->who, act->index);
    }
    return act->verb == WORLD_HOLD || act->target == 1 ||
           w->sensors[act->sensor].nation == act->who;
}

static bool draw_act(const world *w, uint64_t *state, world_act *act)
{
    if (world_chance(state, 15))
        return draw_lift(w, state, act);
    const unsigned verb = world_below(state, 9);
    *act = (world_act){.verb = verb < 7 ? verb : WORLD_HOLD,
                       .who = world_below(state, w->nations),
                       .at = world_time(state) - 60,
                       .half = (int)world_below(state, 2)};
    act->until = world_chance(state, 50) ? WORLD_OPEN : act->at + 10 + world_time(state);
    act->until_half = act->half;
    act->category = world_category(state);
    act->sensor = world_below(state, w->sensor_count);
    act->number = 1 + world_below(state, 2);
    act->from = world_time(state) / 2;
    act->to = act->from + world_time(state);
    switch (act->verb) {
    case WORLD_POSTURE:
        act->index = world_below(state, 4);
        return true;
    case WORLD_EMERGENCY:
        act->index = w->emergency_count ? world_below(state, w->emergency_count) : 0;
        act->who = w->emergency_count ? world_one_of(state, w->emergencies[act->index].by) : 0;
        return w->emergency_count > 0;
    case WORLD_APPROVE:
    case WORLD_APPROVE_ITEM:
        return draw_approval(w, state, act);
    case WORLD_HOLD:
    case WORLD_WITHDRAW:
        return draw_hold(w, state, act);
    case WORLD_BECOMES:
        act->index = world_below(state, w->agreement_count);
        act->state = 1 + world_below(state, 5);
        return speaks_of(w, act->who, act->index);
    }
    return false;
}

static void insert_act(world *w, const world_act *act)
{
    if (w->act_count == WORLD_ACTS)
        return;
    unsigned at = w->act_count++;
    for (; at > 0 && 2 * w->acts[at - 1].at + w->acts[at - 1].half > 2 * act->at + act->half; at--)
        w->acts[at] = w->acts[at - 1];
    w->acts[at] = *act;
}

/* What every party says, or every nation that an emergency needs. */
static void draw_chorus(world *w, uint64_t *state)
{
    const bool emergency = w->emergency_count > 0 && world_chance(state, 50);
    world_act act = {.verb = emergency ? WORLD_EMERGENCY : WORLD_BECOMES,
                     .at = world_time(state) - 60,
                     .half = (int)world_below(state, 2),
                     .until = WORLD_OPEN,
                     .index =
                         world_below(state, emergency ? w->emergency_count : w->agreement_count),
                     .state = world_chance(state, 50) ? 1 : 3};
    if (!emergency && !world_has_clause(w, act.index))
        return;
    const unsigned voices =
        emergency ? w->emergencies[act.index].by : w->agreements[act.index].parties;
    for (unsigned n = 0; n < w->nations; n++) {
        if (!(voices >> n & 1u))
            continue;
        act.who = n;
        act.at += (int)world_below(state, 3) * 10;
        insert_act(w, &act);
    }
}

bool world_add_act(world *w, uint64_t *state)
{
    world_act act;
    if (w->act_count == WORLD_ACTS || !draw_act(w, state, &act))
        return false;
    insert_act(w, &act);
    return true;
}

/* In order of time, as they are declared. */
static void draw_acts(world *w, uint64_t *state)
{
    const unsigned wanted = world_below(state, WORLD_ACTS + 1);
    if (world_chance(state, 50))
        draw_chorus(w, state);
    for (unsigned i = 0; i < wanted; i++)
        world_add_act(w, state);
}

/* Every nation alone under every rule, and as many audiences as there is room for. */
static void draw_views(world *w, uint64_t *state)
{
    for (unsigned r = 0; r < w->rule_count; r++)
        for (unsigned n = 0; n <= w->nations; n++) {
            w->views[w->view_count].rule = r;
            w->views[w->view_count++].audience = 1u << n;
        }
    while (w->view_count < WORLD_VIEWS) {
        w->views[w->view_count].rule = world_below(state, w->rule_count);
        w->views[w->view_count++].audience = world_below(state, 2u << w->nations);
    }
}

void world_draw(world *w, uint64_t seed)
{
    memset(w, 0, sizeof *w);
    uint64_t state = w->seed = seed;
    w->epoch = 1;
    w->nations = 2 + world_below(&state, WORLD_NATIONS - 1);
    if (w->nations == 2 && world_chance(&state, 50))
        w->nations = 3;
    if (w->nations > 2 && world_chance(&state, 30))
        w->observers = 1u << (w->nations - 1);
    draw_sensors(w, &state);
    draw_areas(w, &state);
    draw_times(w, &state);
    draw_forms(w, &state);
    draw_agreements(w, &state);
    const unsigned wanted = 3 + world_below(&state, WORLD_CLAUSES - 2);
    for (unsigned tries = 0; tries < 4 * wanted && w->clause_count < wanted; tries++) {
        world_clause clause = {0};
        if (draw_clause(w, &state, &clause))
            w->clauses[w->clause_count++] = clause;
    }
    draw_entries(w, &state);
    w->rule_count = WORLD_RULES;
    for (unsigned r = 1; r < WORLD_RULES; r++)
        w->rules[r] = world_chance(&state, 60) ? (1u << w->agreement_count) - 1
                                               : world_some_of(&state, w->agreement_count);
    draw_acts(w, &state);
    draw_views(w, &state);
}
