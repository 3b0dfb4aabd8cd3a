#include "release/features.h"

#include <string.h>

/* Times of an agreement before and after everything. */
enum { LONG_AGO = -1000, FAR_OFF = 10 * WORLD_HORIZON };

static world_scope *scope_at(world *w, unsigned i)
{
    if (i < w->clause_count)
        return &w->clauses[i].scope;
    i -= w->clause_count;
    return i < w->entry_count ? &w->entries[i].scope : NULL;
}

/* Clauses and entries in an area of this shape are everywhere. */
static void drop_where(world *w, world_case *one, unsigned shape)
{
    (void)one;
    for (unsigned i = 0; scope_at(w, i); i++)
        for (unsigned a = 0; a < w->area_count; a++)
            if (w->areas[a].shape == shape && (scope_at(w, i)->where >> a & 1u))
                scope_at(w, i)->where = 0;
}

enum scope_part {
    BY_NAME,
    BY_KIND,
    EXCEPT_NAME,
    EXCEPT_KIND,
    EXCEPT_AREA,
    PERIOD,
    POSTURE,
    EMERGENCY
};

static void drop_scope(world *w, world_case *one, unsigned part)
{
    (void)one;
    for (unsigned i = 0; scope_at(w, i); i++) {
        world_scope *scope = scope_at(w, i);
        unsigned *const sets[] = {
            &scope->sensors,      &scope->kinds,  &scope->except_sensors, &scope->except_kinds,
            &scope->except_areas, &scope->during, &scope->postures};
        if (part == EMERGENCY)
            scope->emergency = -1;
        else
            *sets[part] = 0;
    }
}

static void drop_band(world *w, world_case *one, unsigned which)
{
    (void)one;
    (void)which;
    for (unsigned a = 0; a < w->area_count; a++)
        w->areas[a].banded = false;
}

static void drop_emergency_end(world *w, world_case *one, unsigned which)
{
    (void)one;
    (void)which;
    for (unsigned e = 0; e < w->emergency_count; e++)
        w->emergencies[e].lasts = 2 * FAR_OFF;
}

static void drop_draft(world *w, world_case *one, unsigned which)
{
    (void)one;
    (void)which;
    for (unsigned a = 0; a < w->agreement_count; a++)
        w->agreements[a].events[0].at = LONG_AGO;
}

static void drop_event(world *w, world_case *one, unsigned state)
{
    (void)one;
    for (unsigned a = 0; a < w->agreement_count; a++) {
        world_agreement *agreement = &w->agreements[a];
        unsigned kept = 0;
        for (unsigned e = 0; e < agreement->event_count; e++)
            if (e == 0 || agreement->events[e].state != state)
                agreement->events[kept++] = agreement->events[e];
        agreement->event_count = kept;
    }
}

static void drop_terms(world *w, world_case *one, unsigned which)
{
    (void)one;
    for (unsigned a = 0; a < w->agreement_count; a++) {
        if (which == 0)
            w->agreements[a].until = WORLD_OPEN;
        else
            w->agreements[a].removed = false;
    }
}

/* Keeps the acts that do not match. */
typedef bool matcher(const world *w, const world_act *act, unsigned which);

static void drop_acts(world *w, matcher *matches, unsigned which)
{
    unsigned kept = 0;
    const world was = *w;
    for (unsigned i = 0; i < was.act_count; i++)
        if (!matches(&was, &was.acts[i], which))
            w->acts[kept++] = was.acts[i];
    w->act_count = kept;
}

static bool is_voice(const world *w, const world_act *act, unsigned state)
{
    (void)w;
    return act->verb == WORLD_BECOMES && act->state == state && !act->lift;
}

static void drop_voice(world *w, world_case *one, unsigned state)
{
    (void)one;
    drop_acts(w, is_voice, state);
}

static bool is_hold(const world *w, const world_act *act, unsigned target)
{
    (void)w;
    return act->verb == WORLD_HOLD && act->target == target && !act->lift;
}

static void drop_hold(world *w, world_case *one, unsigned target)
{
    (void)one;
    drop_acts(w, is_hold, target);
}

static bool is_withdrawal(const world *w, const world_act *act, unsigned target)
{
    (void)w;
    return act->verb == WORLD_WITHDRAW && act->target == target && !act->lift;
}

static void drop_withdrawal(world *w, world_case *one, unsigned target)
{
    (void)one;
    drop_acts(w, is_withdrawal, target);
}

/* By a nation that may pass on what is another's. */
static bool is_relays_hold(const world *w, const world_act *act, unsigned which)
{
    (void)which;
    return act->verb == WORLD_HOLD && !act->lift && (act->target == 0 || act->target == 3) &&
           act->who != w->sensors[act->sensor].nation;
}

static void drop_relays_hold(world *w, world_case *one, unsigned which)
{
    (void)one;
    drop_acts(w, is_relays_hold, which);
}

static bool is_lift(const world *w, const world_act *act, unsigned which)
{
    (void)w;
    (void)which;
    return act->lift;
}

static void drop_lifts(world *w, world_case *one, unsigned which)
{
    (void)one;
    drop_acts(w, is_lift, which);
}

static void drop_halves(world *w, world_case *one, unsigned which)
{
    (void)one;
    (void)which;
    for (unsigned i = 0; i < w->act_count; i++)
        w->acts[i].half = w->acts[i].until_half = 0;
}

static bool has_end(const world_act *act)
{
    return act->until != WORLD_OPEN;
}

static void drop_act_ends(world *w, world_case *one, unsigned which)
{
    (void)one;
    (void)which;
    for (unsigned i = 0; i < w->act_count; i++)
        if (has_end(&w->acts[i]))
            w->acts[i].until = WORLD_OPEN;
}

enum clause_part { HOP_DELAY, BY_CATEGORY, BY_ITEM, GIVES, PRODUCTS, HOPS, CHAINS };

/* Nations that a clause of the same owner names as its intermediary. */
static unsigned relays_of(const world *w, unsigned owner)
{
    unsigned relays = 0;
    for (unsigned c = 0; c < w->clause_count; c++)
        if (w->clauses[c].from == owner && w->clauses[c].via >= 0)
            relays |= 1u << w->clauses[c].via;
    return relays;
}

static void drop_clause(world *w, world_case *one, unsigned part)
{
    (void)one;
    for (unsigned c = 0; c < w->clause_count; c++) {
        world_clause *clause = &w->clauses[c];
        if (part == HOP_DELAY)
            clause->hop_ms = 0;
        else if (part == BY_CATEGORY || part == BY_ITEM)
            clause->approval = clause->approval == part ? 0 : clause->approval;
        else if (part == GIVES)
            clause->gives = 255;
        else if (part == PRODUCTS)
            clause->tracks = clause->notices = true;
        else if (clause->via >= 0)
            clause->to &= part == HOPS ? 0 : ~relays_of(w, clause->from);
    }
}

enum entry_part { NEVER, LIMIT, LIMIT_DELAY };

static void drop_entries(world *w, world_case *one, unsigned part)
{
    (void)one;
    unsigned kept = 0;
    for (unsigned e = 0; e < w->entry_count; e++) {
        world_entry entry = w->entries[e];
        const bool limit = entry.limit;
        if (part == LIMIT_DELAY && limit && entry.form > 0 && w->form_count < WORLD_FORMS) {
            world_form *at_once = &w->forms[w->form_count++];
            *at_once = w->forms[entry.form - 1];
            at_once->delay_ms = 0;
            entry.form = w->form_count;
        }
        if (part == LIMIT_DELAY || limit != (part == LIMIT))
            w->entries[kept++] = entry;
    }
    w->entry_count = kept;
}

static void drop_step(world *w, world_case *one, unsigned ladder)
{
    (void)one;
    for (unsigned f = 0; f < w->form_count; f++)
        w->forms[f].step[ladder] = ladder == 1 && w->forms[f].warning ? 1 : 0;
}

static void drop_delay(world *w, world_case *one, unsigned which)
{
    (void)one;
    (void)which;
    for (unsigned f = 0; f < w->form_count; f++)
        w->forms[f].delay_ms = 0;
}

static void drop_warning(world *w, world_case *one, unsigned which)
{
    (void)one;
    (void)which;
    for (unsigned f = 0; f < w->form_count; f++)
        if (w->forms[f].warning)
            w->forms[f] = (world_form){.delay_ms = w->forms[f].delay_ms};
}

static void drop_unlisted(world *w, world_case *one, unsigned which)
{
    (void)one;
    (void)which;
    w->sensor_count += w->unlisted_count;
    w->unlisted_count = 0;
}

static void drop_not_sent(world *w, world_case *one, unsigned which)
{
    (void)one;
    (void)which;
    for (unsigned s = 0; s < w->sensor_count; s++)
        w->sensors[s].sends = 15;
}

static void drop_rule(world *w, world_case *one, unsigned which)
{
    (void)one;
    (void)which;
    for (unsigned r = 0; r < w->rule_count; r++)
        w->rules[r] = (1u << w->agreement_count) - 1;
}

static void drop_observers(world *w, world_case *one, unsigned which)
{
    (void)one;
    (void)which;
    for (unsigned c = 0; c < w->clause_count; c++)
        w->clauses[c].to &= ~w->observers;
}

enum report_part {
    OWNER_ONLY,
    NO_RELAY,
    NOT_TO,
    NO_CATEGORY,
    CATEGORIES,
    NUMBER,
    RECEIPT,
    HEIGHT,
    PLACE,
    RADIUS,
    MEMBERS
};

static void drop_report(world *w, world_case *one, unsigned part)
{
    (void)w;
    world_report *report = &one->report;
    if (part == OWNER_ONLY)
        report->owner_only = false;
    else if (part == NO_RELAY)
        report->no_relay = false;
    else if (part == NOT_TO)
        report->not_to = 0;
    else if (part == NO_CATEGORY && report->categories == 0)
        report->categories = 2;
    else if (part == CATEGORIES)
        report->categories &= ~report->categories + 1;
    else if (part == NUMBER)
        report->number = 0;
    else if (part == RECEIPT)
        report->stamp_ns = report->measured_ns;
    else if (part == HEIGHT)
        report->height_known = true;
    else if (part == PLACE)
        report->placed = true;
    else if (part == RADIUS)
        report->radius = 0.0;
    else if (part == MEMBERS)
        one->audience &= ~one->audience + 1;
}

const feature features[FEATURES] = {
    {"circle", drop_where, WORLD_CIRCLE, false},
    {"box", drop_where, WORLD_BOX, false},
    {"polygon", drop_where, WORLD_TRIANGLE, false},
    {"altitude band", drop_band, 0, false},
    {"except area", drop_scope, EXCEPT_AREA, false},
    {"sensor by name", drop_scope, BY_NAME, false},
    {"sensor by kind", drop_scope, BY_KIND, false},
    {"except sensor", drop_scope, EXCEPT_NAME, false},
    {"except kind", drop_scope, EXCEPT_KIND, false},
    {"period", drop_scope, PERIOD, false},
    {"posture", drop_scope, POSTURE, false},
    {"emergency", drop_scope, EMERGENCY, false},
    {"emergency's end", drop_emergency_end, 0, false},
    {"draft", drop_draft, 0, false},
    {"dated in-force", drop_event, 1, false},
    {"dated notice", drop_event, 2, false},
    {"dated notice-suspended", drop_event, 3, false},
    {"dated suspended", drop_event, 4, false},
    {"dated terminated", drop_event, 5, false},
    {"until", drop_terms, 0, false},
    {"removed", drop_terms, 1, false},
    {"declared in-force", drop_voice, 1, false},
    {"declared notice", drop_voice, 2, false},
    {"declared notice-suspended", drop_voice, 3, false},
    {"declared suspended", drop_voice, 4, false},
    {"declared terminated", drop_voice, 5, false},
    {"hold sensor", drop_hold, 0, false},
    {"hold category", drop_hold, 1, false},
    {"hold area", drop_hold, 2, false},
    {"hold item", drop_hold, 3, false},
    {"hold agreement", drop_hold, 4, false},
    {"hold by intermediary", drop_relays_hold, 0, false},
    {"withdraw sensor", drop_withdrawal, 0, false},
    {"withdraw category", drop_withdrawal, 1, false},
    {"withdraw area", drop_withdrawal, 2, false},
    {"withdraw item", drop_withdrawal, 3, false},
    {"withdraw agreement", drop_withdrawal, 4, false},
    {"lift", drop_lifts, 0, false},
    {"declared until", drop_act_ends, 0, false},
    {"within an epoch", drop_halves, 0, false},
    {"hop", drop_clause, HOPS, false},
    {"hop's delay", drop_clause, HOP_DELAY, false},
    {"chain of hops", drop_clause, CHAINS, false},
    {"approval by category", drop_clause, BY_CATEGORY, false},
    {"approval by item", drop_clause, BY_ITEM, false},
    {"gives", drop_clause, GIVES, false},
    {"products", drop_clause, PRODUCTS, false},
    {"rule", drop_rule, 0, false},
    {"never", drop_entries, NEVER, false},
    {"limit", drop_entries, LIMIT, false},
    {"limit's delay", drop_entries, LIMIT_DELAY, false},
    {"delay", drop_delay, 0, false},
    {"every", drop_step, 0, false},
    {"area of a warning", drop_step, 1, false},
    {"velocity", drop_step, 2, false},
    {"altitude", drop_step, 3, false},
    {"identity", drop_step, 4, false},
    {"label", drop_step, 5, false},
    {"source", drop_step, 6, false},
    {"warning", drop_warning, 0, false},
    {"sensor not listed", drop_unlisted, 0, false},
    {"kind not sent", drop_not_sent, 0, false},
    {"observer", drop_observers, 0, false},
    {"owner-only", drop_report, OWNER_ONLY, true},
    {"no-relay", drop_report, NO_RELAY, true},
    {"not-to", drop_report, NOT_TO, true},
    {"no category", drop_report, NO_CATEGORY, true},
    {"several categories", drop_report, CATEGORIES, true},
    {"item number", drop_report, NUMBER, true},
    {"time of receipt", drop_report, RECEIPT, true},
    {"unknown height", drop_report, HEIGHT, true},
    {"no position", drop_report, PLACE, true},
    {"circle of a notice", drop_report, RADIUS, true},
    {"several members", drop_report, MEMBERS, true},
};
