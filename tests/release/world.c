#include "release/world.h"

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

static bool chance(uint64_t *state, unsigned percent)
{
    return world_below(state, 100) < percent;
}

/* A set of at least one of count things, mostly few. */
static unsigned some_of(uint64_t *state, unsigned count)
{
    unsigned set = 1u << world_below(state, count);
    while (chance(state, 40))
        set |= 1u << world_below(state, count);
    return set;
}

/* One of those in a set that is not empty. */
static unsigned one_of(uint64_t *state, unsigned set)
{
    unsigned index = world_below(state, 32);
    while (!(set >> index & 1u))
        index = (index + 1) % 32;
    return index;
}

/* Seconds, gathered where things happen. */
static int a_time(uint64_t *state)
{
    return (int)world_below(state, 60) * 10;
}

static int a_delay(uint64_t *state)
{
    static const int delays[] = {0, 0, 1, 30, 60, 90};
    return delays[world_below(state, 6)];
}

static void draw_sensors(world *w, uint64_t *state)
{
    static const int periods[] = {0, 1, 4, 10, 30};
    const unsigned makers = ((1u << w->nations) - 1) & ~w->observers;
    w->sensor_count = 1 + world_below(state, WORLD_SENSORS);
    for (unsigned s = 0; s < w->sensor_count; s++)
        w->sensors[s] = (world_sensor){.nation = one_of(state, makers),
                                       .kind = world_below(state, 11),
                                       .sends = some_of(state, 4),
                                       .period = periods[world_below(state, 5)]};
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
        area->banded = chance(state, 40);
        area->low = 0;
        area->high = 3000;
    }
}

static void draw_times(world *w, uint64_t *state)
{
    w->period_count = world_below(state, WORLD_PERIODS + 1);
    for (unsigned p = 0; p < w->period_count; p++) {
        w->periods[p][0] = a_time(state);
        w->periods[p][1] = w->periods[p][0] + 10 + a_time(state);
    }
    w->emergency_count = world_below(state, WORLD_EMERGENCIES + 1);
    for (unsigned e = 0; e < w->emergency_count; e++) {
        w->emergencies[e].by = some_of(state, w->nations);
        w->emergencies[e].lasts = 60 + a_time(state);
    }
}

static void draw_forms(world *w, uint64_t *state)
{
    static const unsigned words[WORLD_LADDERS] = {4, 1, 5, 6, 3, 2, 3};
    w->form_count = world_below(state, WORLD_FORMS + 1);
    for (unsigned f = 0; f < w->form_count; f++) {
        world_form *form = &w->forms[f];
        form->warning = chance(state, 30);
        form->delay = a_delay(state);
        for (unsigned l = 0; l < WORLD_LADDERS; l++)
            form->step[l] = form->warning || chance(state, 60) ? 0 : world_below(state, words[l]);
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
        one->parties = chance(state, 70) ? (1u << w->nations) - 1 : some_of(state, w->nations);
        one->notice = chance(state, 50) ? 0 : 30 + a_time(state);
        one->until = chance(state, 80) ? WORLD_OPEN : 300 + a_time(state);
        one->removed = chance(state, 50);
        int at = chance(state, 80) ? 0 : 10 * (int)world_below(state, 30), ends = WORLD_OPEN;
        for (unsigned e = 0; e < WORLD_EVENTS && at < ends && at < one->until; e++) {
            world_event *event = &one->events[one->event_count];
            *event = (world_event){.at = at, .state = 1};
            if (e > 0)
                event->state = world_below(state, 6);
            if (event->state == 2)
                event->ends = at + 10 + a_time(state);
            ends = event->state == 2 ? event->ends : event->state == 4 ? ends : WORLD_OPEN;
            one->event_count++;
            at += 10 + a_time(state);
            if (event->state == 5 || chance(state, 40))
                break;
        }
    }
}

static world_scope draw_scope(const world *w, uint64_t *state, unsigned owner)
{
    world_scope scope = {.emergency = -1};
    if (chance(state, 25))
        scope.sensors = some_of(state, w->sensor_count);
    if (chance(state, 8))
        scope.kinds = some_of(state, 11);
    if (chance(state, 10))
        scope.except_sensors = some_of(state, w->sensor_count);
    if (chance(state, 10))
        scope.except_kinds = some_of(state, 11);
    if (w->area_count > 0 && chance(state, 12))
        scope.except_areas = some_of(state, w->area_count);
    if (w->area_count > 0 && chance(state, 25))
        scope.where = some_of(state, w->area_count);
    if (w->period_count > 0 && chance(state, 15))
        scope.during = some_of(state, w->period_count);
    if (chance(state, 12))
        scope.postures = some_of(state, 4);
    if (w->emergency_count > 0 && chance(state, 15)) {
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
    clause->agreement = world_below(state, w->agreement_count);
    const unsigned parties = w->agreements[clause->agreement].parties;
    clause->from = one_of(state, makers);
    if (!(parties >> clause->from & 1u))
        return false;
    unsigned to = some_of(state, w->nations) & parties & ~(1u << clause->from);
    clause->via = -1;
    if (chance(state, 45)) {
        const unsigned via = world_below(state, w->nations);
        for (unsigned n = 0; n < w->nations; n++)
            if (place_of(w, clause->from, n) <= place_of(w, clause->from, via))
                to &= ~(1u << n);
        if (via == clause->from || !(parties >> via & 1u))
            return false;
        clause->via = (int)via;
        clause->hop = a_delay(state);
        clause->approval = chance(state, 60) ? 0 : 1 + world_below(state, 2);
    }
    clause->to = to;
    clause->gives = chance(state, 65) ? 255 : some_of(state, 8);
    clause->tracks = chance(state, 90);
    clause->notices = !clause->tracks || chance(state, 50);
    clause->scope = draw_scope(w, state, clause->from);
    clause->form = world_below(state, w->form_count + 1);
    return to != 0;
}

static void draw_entries(world *w, uint64_t *state)
{
    w->entry_count = chance(state, 40) ? 0 : world_below(state, WORLD_ENTRIES + 1);
    for (unsigned e = 0; e < w->entry_count; e++) {
        world_entry *entry = &w->entries[e];
        entry->owner = world_below(state, w->nations);
        entry->limit = chance(state, 50);
        entry->to = some_of(state, w->nations) & ~(1u << entry->owner);
        entry->gives = chance(state, 30) ? 255 : some_of(state, 8);
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

static bool draw_act(const world *w, uint64_t *state, world_act *act)
{
    *act = (world_act){.verb = world_below(state, 7),
                       .who = world_below(state, w->nations),
                       .at = a_time(state) - 60,
                       .half = (int)world_below(state, 2)};
    act->until = chance(state, 50) ? WORLD_OPEN : act->at + 10 + a_time(state);
    act->category = world_below(state, 8);
    act->sensor = world_below(state, w->sensor_count);
    act->number = 1 + world_below(state, 2);
    act->from = a_time(state);
    act->to = act->from + a_time(state);
    const bool own = w->sensors[act->sensor].nation == act->who;
    switch (act->verb) {
    case WORLD_POSTURE:
        act->index = world_below(state, 4);
        return true;
    case WORLD_EMERGENCY:
        act->index = w->emergency_count ? world_below(state, w->emergency_count) : 0;
        return w->emergency_count && (w->emergencies[act->index].by >> act->who & 1u);
    case WORLD_APPROVE:
    case WORLD_APPROVE_ITEM:
        for (unsigned c = 0; c < w->clause_count; c++) {
            const world_clause *clause = &w->clauses[c];
            act->index = c;
            act->verb = clause->approval == 1 ? WORLD_APPROVE : WORLD_APPROVE_ITEM;
            if (clause->approval > 0 && clause->from == act->who && chance(state, 60))
                return clause->approval == 1 || own;
        }
        return false;
    case WORLD_HOLD:
    case WORLD_WITHDRAW:
        act->target = world_below(state, 5);
        act->index = act->target == 2   ? (w->area_count ? world_below(state, w->area_count) : 0)
                     : act->target == 4 ? world_below(state, w->agreement_count)
                                        : 0;
        if (act->target == 2)
            return w->area_count > 0;
        if (act->target == 4)
            return speaks_of(w, act->who, act->index);
        return act->verb == WORLD_HOLD || act->target == 1 || own;
    case WORLD_BECOMES:
        act->index = world_below(state, w->agreement_count);
        act->state = 1 + world_below(state, 5);
        return speaks_of(w, act->who, act->index);
    }
    return false;
}

void world_draw(world *w, uint64_t seed)
{
    memset(w, 0, sizeof *w);
    uint64_t state = w->seed = seed;
    w->nations = 2 + world_below(&state, WORLD_NATIONS - 1);
    if (w->nations > 2 && chance(&state, 30))
        w->observers = 1u << (w->nations - 1);
    draw_sensors(w, &state);
    draw_areas(w, &state);
    draw_times(w, &state);
    draw_forms(w, &state);
    draw_agreements(w, &state);
    const unsigned wanted = 2 + world_below(&state, WORLD_CLAUSES - 1);
    for (unsigned tries = 0; tries < 4 * wanted && w->clause_count < wanted; tries++) {
        world_clause clause = {0};
        if (draw_clause(w, &state, &clause))
            w->clauses[w->clause_count++] = clause;
    }
    draw_entries(w, &state);
    w->rule_count = WORLD_RULES;
    for (unsigned r = 1; r < WORLD_RULES; r++)
        w->rules[r] = chance(&state, 60) ? (1u << w->agreement_count) - 1
                                         : some_of(&state, w->agreement_count);
    const unsigned acts = world_below(&state, WORLD_ACTS + 1);
    for (unsigned i = 0; i < acts; i++)
        if (draw_act(w, &state, &w->acts[w->act_count]))
            w->act_count++;
}

static void draw_report(const world *w, uint64_t *state, world_report *report)
{
    static const double lons[] = {128.0, 179.5, -180.0, 0.0};
    *report = (world_report){.sensor = world_below(state, w->sensor_count)};
    const world_sensor *sensor = &w->sensors[report->sensor];
    report->kind = chance(state, 95) ? one_of(state, sensor->sends) : world_below(state, 4);
    report->categories = chance(state, 3)    ? 0
                         : chance(state, 60) ? 1u << world_below(state, 8)
                                             : some_of(state, 8);
    report->measured_ns =
        (int64_t)a_time(state) * 1000000000 + (int64_t)world_below(state, 40) * 250000000;
    report->stamp_ns =
        report->measured_ns + (chance(state, 60) ? 0 : (int64_t)world_below(state, 40) * 250000000);
    report->placed = report->kind == 3 ? chance(state, 60) : report->kind != 2;
    report->lat = (double)world_below(state, 9) * 0.5 - 2.0 + 0.013;
    report->lon = lons[world_below(state, 4)] + (double)world_below(state, 5) * 0.5 - 0.5 + 0.017;
    if (report->lon >= 180.0)
        report->lon -= 360.0;
    report->radius = report->kind == 3 ? (double)world_below(state, 3) * 30.0 : 0.0;
    report->height_known = report->kind < 2 && chance(state, 75);
    /* Some stand on an end of a band. */
    report->height = (double)world_below(state, 8) * 1000.0 + (chance(state, 25) ? 0.0 : 37.0);
    report->owner_only = chance(state, 3);
    report->no_relay = chance(state, 5);
    report->not_to = chance(state, 10) ? 1u << world_below(state, w->nations) : 0;
    report->number = world_below(state, 3);
}

static void fit_clause(const world *w, uint64_t *state, world_case *one)
{
    const world_clause *clause = &w->clauses[world_below(state, w->clause_count)];
    if (clause->gives != 255 && chance(state, 70))
        one->report.categories = 1u << one_of(state, clause->gives);
    one->audience = 1u << one_of(state, clause->to);
    for (unsigned s = 0; s < w->sensor_count; s++) {
        const unsigned other = (one->report.sensor + s) % w->sensor_count;
        if (w->sensors[other].nation != clause->from)
            continue;
        const unsigned kind = one->report.kind;
        if ((w->sensors[other].sends >> kind & 1u) &&
            (kind == 3 ? clause->notices : clause->tracks)) {
            one->report.sensor = other;
            return;
        }
    }
}

void world_draw_case(const world *w, uint64_t *state, world_case *one)
{
    draw_report(w, state, &one->report);
    one->rule = chance(state, 10) ? 0 : 1 + world_below(state, w->rule_count - 1);
    one->audience = chance(state, 30) ? 1 + world_below(state, (1u << w->nations) - 1)
                                      : 1u << world_below(state, w->nations);
    if (w->clause_count > 0 && chance(state, 75))
        fit_clause(w, state, one);
}
