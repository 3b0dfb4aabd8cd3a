#include "release/question.h"

#include <string.h>

static const gate_grant none;

static int64_t soonest(int64_t one_ns, int64_t other_ns)
{
    return one_ns < other_ns ? one_ns : other_ns;
}

static gate_grant release_of(question *q, question_kind kind, unsigned nation, int64_t beyond_ns);

/* Does what stands until then stand beyond a time: the measurement, or a release that fell? What is
 * granted stands beyond the measurement, so one that fell is after it. */
static bool outlasts(question *q, int64_t until_ns, int64_t beyond_ns)
{
    const int64_t measured_ns = q->report->time_ns;
    return until_ns > measured_ns &&
           (beyond_ns == measured_ns || question_before(q, beyond_ns, until_ns));
}

/* What hangs on where the report will be shown. Its place may move with each step, so it is asked
 * once all steps are known. */
static bool settle_place(question *q, unsigned nation, gate_grant *grant)
{
    const gate_clause *clause = &q->gate->clauses[grant->clause];
    const form_steps steps = grant->steps;
    if (!question_certain(q, steps, clause->where, clause->except))
        return false;
    if (!form_moves(steps))
        return true;
    grant->until_ns = soonest(grant->until_ns, question_cap(q, steps, nation));
    grant->until_ns = soonest(grant->until_ns, question_clause_cap(q, steps, clause));
    grant->removed_ns = soonest(grant->removed_ns, question_removed(q, steps, clause));
    return true;
}

/* A candidate by now but for limits and form: the earliest is wanted that stands beyond its
 * release. false: it falls. */
static bool settle(question *q, unsigned nation, gate_grant *grant)
{
    int64_t before_ns;
    do {
        question_limit(q, nation, grant);
        before_ns = grant->at_ns;
        if (!question_floor(q, grant->steps, &grant->at_ns))
            return false;
    } while (grant->at_ns > before_ns); /* later: into another limit's time, perhaps */
    return settle_place(q, nation, grant) && question_before(q, grant->at_ns, grant->until_ns) &&
           form_applies(grant->steps, q->report, q->gate->book->sensors[q->sensor].period_ns);
}

/* The event without the track, where it comes before the track or alone. */
static gate_grant warning_of(question *q, unsigned nation, int64_t beyond_ns)
{
    if (!q->gate->warns)
        return none;
    const gate_grant first = release_of(q, QUESTION_FIRST, nation, beyond_ns);
    if (!first.granted || !form_is_warning(first.steps))
        return none;
    const gate_grant track = release_of(q, QUESTION_TRACK, nation, beyond_ns);
    return !track.granted || first.at_ns < track.at_ns ? first : none;
}

/* What the owner's approval makes of a release that the intermediary had at held_ns: moves the time
 * at which it is passed on, cuts how long it stands. false: not approved. */
static bool approve(question *q, uint32_t index, unsigned category, int64_t held_ns,
                    gate_grant *grant)
{
    const gate_clause *clause = &q->gate->clauses[index];
    if (clause->approval == BOOK_STANDING)
        return true;
    int64_t asked_ns = held_ns;
    if (clause->approval == BOOK_BY_ITEM) {
        if (q->report->number == 0)
            return false;
        asked_ns = grant->at_ns = question_approved_from(q, index, grant->at_ns);
        if (asked_ns == INT64_MAX)
            return false;
    }
    const int64_t until_ns = question_approved_until(q, index, category, asked_ns);
    grant->until_ns = soonest(grant->until_ns, until_ns);
    return until_ns > asked_ns;
}

/* By way of an intermediary, of what it has as a track or as a warning. */
static gate_grant relayed(question *q, uint32_t index, unsigned nation, unsigned category,
                          question_kind held_as, int64_t until_ns, int64_t beyond_ns)
{
    const gate_clause *clause = &q->gate->clauses[index];
    const unsigned via = (unsigned)clause->via;
    const int64_t removed_ns = question_removed(q, 0, clause);
    for (;;) {
        const gate_grant held = held_as == QUESTION_TRACK
                                    ? release_of(q, QUESTION_TRACK, via, beyond_ns)
                                    : warning_of(q, via, beyond_ns);
        if (!held.granted)
            return none;
        gate_grant grant = {.granted = true,
                            .clause = index,
                            .steps = form_coarser(held.steps, clause->steps),
                            .at_ns = question_later(q, held.at_ns, clause->hop_ns),
                            .until_ns = until_ns,
                            .removed_ns = soonest(held.removed_ns, removed_ns)};
        if (!approve(q, index, category, held.at_ns, &grant))
            return none;
        grant.at_ns = question_later(q, grant.at_ns, clause->delay_ns);
        if (!settle(q, nation, &grant) || !outlasts(q, grant.until_ns, beyond_ns))
            return none;
        if (question_before(q, grant.at_ns, held.until_ns)) {
            grant.until_ns = soonest(held.until_ns, grant.until_ns);
            return grant;
        }
        /* What the intermediary holds falls while it waits: ask for one that stands longer. */
        beyond_ns = grant.at_ns;
    }
}

static void take_better(const question *q, question_kind kind, const gate_grant *one,
                        gate_grant *best)
{
    const gate_clause *clauses = q->gate->clauses;
    if (!one->granted || (kind == QUESTION_TRACK && form_is_warning(one->steps)))
        return;
    /* A name decides last, and by then nothing but what is told of it: of two alike, the one that
     * leaves the view later. */
    if (best->granted) {
        if (one->at_ns != best->at_ns   ? one->at_ns > best->at_ns
            : one->steps != best->steps ? one->steps > best->steps
            : one->removed_ns != best->removed_ns
                ? one->removed_ns < best->removed_ns
                : clauses[one->clause].rank >= clauses[best->clause].rank)
            return;
    }
    *best = *one;
}

/* All candidates of one clause whose way stands beyond that time. */
static void try_clause(question *q, uint32_t index, unsigned nation, unsigned category,
                       question_kind kind, int64_t beyond_ns, gate_grant *best)
{
    const fusion_gate *gate = q->gate;
    const gate_clause *clause = &gate->clauses[index];
    int64_t until_ns = gate->until[q->stretch * gate->book->clause_count + index];
    if (until_ns <= q->report->time_ns)
        return;
    until_ns = soonest(until_ns, question_cap(q, 0, nation));
    until_ns = soonest(until_ns, question_clause_cap(q, 0, clause));
    if (!outlasts(q, until_ns, beyond_ns))
        return;
    if (clause->via == BOOK_DIRECT) {
        gate_grant grant = {.granted = true,
                            .clause = index,
                            .steps = clause->steps,
                            .at_ns = question_later(q, q->report->stamp_ns, clause->delay_ns),
                            .until_ns = until_ns,
                            .removed_ns = question_removed(q, 0, clause)};
        if (settle(q, nation, &grant) && outlasts(q, grant.until_ns, beyond_ns))
            take_better(q, kind, &grant, best);
        return;
    }
    if (q->report->caveats.no_relay)
        return;
    gate_grant grant = relayed(q, index, nation, category, QUESTION_TRACK, until_ns, beyond_ns);
    take_better(q, kind, &grant, best);
    if (kind == QUESTION_TRACK)
        return;
    grant = relayed(q, index, nation, category, QUESTION_FIRST, until_ns, beyond_ns);
    take_better(q, kind, &grant, best);
}

/* The clause gives later than the best so far, or as soon and coarser, or but for its name alike
 * what never leaves; so do those after it. */
static bool cannot_better(question *q, const gate_clause *clause, const gate_grant *best)
{
    if (!best->granted)
        return false;
    const int64_t least_ns = question_later(q, q->report->stamp_ns, clause->least_ns);
    if (least_ns != best->at_ns)
        return least_ns > best->at_ns;
    if (clause->steps != best->steps)
        return clause->steps > best->steps;
    return best->removed_ns == INT64_MAX && clause->rank > q->gate->clauses[best->clause].rank;
}

static gate_grant best_for(question *q, question_kind kind, unsigned nation, unsigned category,
                           int64_t beyond_ns)
{
    const fusion_gate *gate = q->gate;
    const size_t cell = table_cell(gate, q->rule, q->sensor, q->report->kind, category) + nation;
    gate_grant best = none;
    for (uint32_t i = gate->first[cell]; i < gate->first[cell + 1]; i++) {
        if (cannot_better(q, &gate->clauses[gate->cells[i]], &best))
            break;
        try_clause(q, gate->cells[i], nation, category, kind, beyond_ns, &best);
    }
    return best;
}

/* Every category needs a candidate; the last of them decides the time, and all must stand until
 * then. */
static gate_grant work_out(question *q, question_kind kind, unsigned nation, int64_t beyond_ns)
{
    for (;;) {
        gate_grant all = {.at_ns = INT64_MIN, .until_ns = INT64_MAX, .removed_ns = INT64_MAX};
        for (unsigned k = 0; k < FUSION_CATEGORIES; k++) {
            if (!(q->report->categories >> k & 1u))
                continue;
            const gate_grant one = best_for(q, kind, nation, k, beyond_ns);
            if (!one.granted)
                return none;
            all.granted = true;
            all.steps = form_coarser(all.steps, one.steps);
            all.until_ns = soonest(all.until_ns, one.until_ns);
            all.removed_ns = soonest(all.removed_ns, one.removed_ns);
            if (one.at_ns > all.at_ns) {
                all.at_ns = one.at_ns;
                all.clause = one.clause;
            }
        }
        if (!all.granted || !question_floor(q, all.steps, &all.at_ns))
            return none;
        if (question_before(q, all.at_ns, all.until_ns))
            return all;
        beyond_ns = all.at_ns;
    }
}

/* The nation's earliest release of the whole report that stands beyond that time. */
static gate_grant release_of(question *q, question_kind kind, unsigned nation, int64_t beyond_ns)
{
    if (q->barred >> nation & 1u)
        return none;
    uint32_t *count = &q->answered[kind][nation];
    for (uint32_t i = 0; i < *count && i < QUESTION_ANSWERS; i++) {
        const question_answer *known = &q->answers[i][kind][nation];
        if (known->beyond_ns <= beyond_ns &&
            (!known->grant.granted || outlasts(q, known->grant.until_ns, beyond_ns)))
            return known->grant;
    }
    const gate_grant grant = work_out(q, kind, nation, beyond_ns);
    q->answers[(*count)++ % QUESTION_ANSWERS][kind][nation] = (question_answer){beyond_ns, grant};
    return grant;
}

/* The last of two members' releases, in the coarsest of their forms. */
static void join(gate_grant *all, const gate_grant *one)
{
    all->granted = all->granted && one->granted;
    all->steps = form_coarser(all->steps, one->steps);
    all->removed_ns = soonest(all->removed_ns, one->removed_ns);
    if (one->at_ns > all->at_ns) {
        all->at_ns = one->at_ns;
        all->clause = one->clause;
    }
}

/* Every member needs a release. */
static gate_answer answer_members(question *q, uint32_t members)
{
    const int64_t measured_ns = q->report->time_ns;
    gate_grant track = {.granted = true, .at_ns = INT64_MIN, .removed_ns = INT64_MAX};
    gate_grant first = track;
    for (unsigned n = 0; n < q->gate->book->nation_count; n++) {
        if (!(members >> n & 1u))
            continue;
        const gate_grant own = release_of(q, QUESTION_TRACK, n, measured_ns);
        const gate_grant warning = warning_of(q, n, measured_ns);
        join(&track, &own);
        join(&first, warning.granted ? &warning : &own);
        if (!first.granted)
            break;
    }
    gate_answer answer = {0};
    track.granted = track.granted && question_floor(q, track.steps, &track.at_ns);
    first.granted = first.granted && question_floor(q, first.steps, &first.at_ns);
    if (track.granted)
        answer.track = track;
    if (first.granted && form_is_warning(first.steps) &&
        (!answer.track.granted || first.at_ns < track.at_ns))
        answer.warning = first;
    return answer;
}

static void take_rule(question *q, size_t rule)
{
    q->rule = rule;
    memset(q->answered, 0, sizeof q->answered);
}

uint8_t gate_form(const fusion_gate *gate, form_steps steps)
{
    size_t form = 0;
    while (gate->book->shown_steps[form] != steps)
        form++;
    return (uint8_t)form;
}

form_steps gate_steps(const fusion_gate *gate, uint8_t form)
{
    return gate->book->shown_steps[form];
}

static fusion_decision decide_view(question *q, const gate_view *view)
{
    const uint32_t owner = UINT32_C(1) << q->gate->book->sensors[q->sensor].nation;
    const uint32_t members = view->members & ~owner;
    fusion_decision decision = {0};
    if (view->stranger || members == 0)
        return decision;
    const gate_answer answer = answer_members(q, members);
    if (answer.track.granted) {
        decision.released = true;
        decision.release_ns = answer.track.at_ns;
        decision.form = gate_form(q->gate, answer.track.steps);
        decision.clause = (uint16_t)answer.track.clause;
    }
    if (answer.warning.granted) {
        decision.warned = true;
        decision.warning_ns = answer.warning.at_ns;
        decision.warning_form = gate_form(q->gate, answer.warning.steps);
        decision.warning_clause = (uint16_t)answer.warning.clause;
    }
    return decision;
}

void question_decide(question *q, bool asked, fusion_decision *decisions)
{
    const fusion_gate *gate = q->gate;
    const fusion_report *report = q->report;
    const uint32_t owner = report->nation < FUSION_NATIONS_MAX ? UINT32_C(1) << report->nation : 0;
    size_t rule = SIZE_MAX;
    for (size_t i = 0; i < gate->view_count; i++) {
        const size_t v = gate->order[i];
        const gate_view *view = &gate->views[v];
        decisions[v] =
            (fusion_decision){.release_ns = report->stamp_ns, .clause = FUSION_CLAUSE_OWN};
        /* The originator has its own, whatever the book says. */
        if (view->audience == owner && owner != 0) {
            decisions[v].released = true;
        } else if (asked) {
            if (rule != view->rule)
                take_rule(q, view->rule);
            rule = view->rule;
            decisions[v] = decide_view(q, view);
        }
    }
}

void fusion_gate_decide(const fusion_gate *gate, const fusion_report *report,
                        fusion_decision *decisions)
{
    question q;
    const bool asked = question_ask(&q, gate, report);
    question_decide(&q, asked, decisions);
}

gate_answer gate_ask(const fusion_gate *gate, size_t rule, uint32_t audience,
                     const fusion_report *report)
{
    question q;
    size_t index = 0;
    while (index < gate->rule_count && gate->rules[index] != rule)
        index++;
    if (index == gate->rule_count || !question_ask(&q, gate, report))
        return (gate_answer){0};
    take_rule(&q, index);
    const uint32_t owner = UINT32_C(1) << gate->book->sensors[q.sensor].nation;
    const uint32_t members = audience & ~owner;
    return members == 0 ? (gate_answer){0} : answer_members(&q, members);
}
