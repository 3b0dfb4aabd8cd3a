#include "release/table.h"

/* One report under one rule. */
typedef struct question {
    const fusion_gate *gate;
    const fusion_report *report;
    size_t rule;     /* index into the gate's rules */
    size_t sensor;   /* of the book */
    uint32_t barred; /* nations of the book that a caveat keeps it from */
    uint32_t known;  /* nations whose answer for "as soon as may be" is in answers[] */
    gate_grant answers[FUSION_NATIONS_MAX];
} question;

static int64_t later(int64_t at_ns, int64_t delay_ns)
{
    return at_ns > INT64_MAX - delay_ns ? INT64_MAX : at_ns + delay_ns;
}

/* Until when the clause stands, if it stands at the time of measurement; else that time itself. */
static int64_t stands_until(const question *q, const gate_clause *clause)
{
    const fusion_gate *gate = q->gate;
    const int64_t measured_ns = q->report->time_ns;
    for (uint32_t i = gate->span_first[clause->agreement];
         i < gate->span_first[clause->agreement + 1]; i++)
        if (gate->spans[i].from_ns <= measured_ns && measured_ns < gate->spans[i].to_ns)
            return gate->spans[i].to_ns;
    return measured_ns;
}

static gate_grant release_of(question *q, unsigned nation, int64_t beyond_ns);

/* The earliest release by this clause whose way stands beyond that time and beyond its release. */
static gate_grant candidate(question *q, uint32_t index, int64_t beyond_ns)
{
    static const gate_grant none = {0};
    const gate_clause *clause = &q->gate->clauses[index];
    gate_grant grant = {.granted = true,
                        .form = (uint8_t)clause->form,
                        .clause = index,
                        .at_ns = later(q->report->stamp_ns, clause->delay_ns),
                        .until_ns = stands_until(q, clause)};
    if (grant.until_ns <= beyond_ns)
        return none;
    if (clause->via == BOOK_DIRECT)
        return grant.at_ns < grant.until_ns ? grant : none;
    if (q->report->caveats.no_relay)
        return none;
    for (;;) {
        const gate_grant held = release_of(q, (unsigned)clause->via, beyond_ns);
        grant.at_ns = later(held.at_ns, clause->delay_ns);
        if (!held.granted || grant.at_ns >= grant.until_ns)
            return none;
        if (held.until_ns > grant.at_ns) {
            if (held.until_ns < grant.until_ns)
                grant.until_ns = held.until_ns;
            return grant;
        }
        /* What the intermediary holds falls while it waits: ask for one that stands longer. */
        beyond_ns = grant.at_ns;
    }
}

static bool earlier(const question *q, const gate_grant *one, const gate_grant *other)
{
    if (!other->granted || one->at_ns != other->at_ns)
        return !other->granted || one->at_ns < other->at_ns;
    const gate_clause *clauses = q->gate->clauses;
    return clauses[one->clause].rank < clauses[other->clause].rank;
}

static gate_grant best_for(question *q, unsigned nation, unsigned category, int64_t beyond_ns)
{
    const fusion_gate *gate = q->gate;
    const size_t cell = table_cell(gate, q->rule, q->sensor, q->report->kind, category) + nation;
    gate_grant best = {0};
    for (uint32_t i = gate->first[cell]; i < gate->first[cell + 1]; i++) {
        const gate_grant one = candidate(q, gate->entries[i], beyond_ns);
        if (one.granted && earlier(q, &one, &best))
            best = one;
    }
    return best;
}

/* Every category needs a candidate; the last of them decides the time, and all must stand until
 * then. */
static gate_grant work_out(question *q, unsigned nation, int64_t beyond_ns)
{
    static const gate_grant none = {0};
    for (;;) {
        gate_grant all = {.at_ns = INT64_MIN, .until_ns = INT64_MAX};
        for (unsigned k = 0; k < FUSION_CATEGORIES; k++) {
            if (!(q->report->categories >> k & 1u))
                continue;
            const gate_grant one = best_for(q, nation, k, beyond_ns);
            if (!one.granted)
                return none;
            const int64_t until_ns = one.until_ns < all.until_ns ? one.until_ns : all.until_ns;
            if (one.at_ns > all.at_ns)
                all = one;
            all.until_ns = until_ns;
        }
        if (!all.granted || all.at_ns < all.until_ns)
            return all;
        beyond_ns = all.at_ns;
    }
}

/* The nation's earliest release of the whole report that stands beyond that time. */
static gate_grant release_of(question *q, unsigned nation, int64_t beyond_ns)
{
    static const gate_grant none = {0};
    if (q->barred >> nation & 1u)
        return none;
    if (!(q->known >> nation & 1u)) {
        q->answers[nation] = work_out(q, nation, q->report->time_ns);
        q->known |= UINT32_C(1) << nation;
    }
    const gate_grant *first = &q->answers[nation];
    if (!first->granted || first->until_ns > beyond_ns)
        return *first;
    return work_out(q, nation, beyond_ns);
}

/* A sensor that the book does not list, a kind that it does not send, a category that the format
 * lacks: nothing is released. */
static bool ask(const fusion_gate *gate, const fusion_report *report, question *q)
{
    if (report->sensor >= gate->registry->sensor_count || report->kind < FUSION_PLOT ||
        report->kind > FUSION_NOTICE || report->caveats.owner_only ||
        gate->sensor_of[report->sensor] < 0)
        return false;
    q->gate = gate;
    q->report = report;
    q->sensor = (size_t)gate->sensor_of[report->sensor];
    q->barred = 0;
    for (size_t n = 0; n < gate->registry->nation_count; n++)
        if (report->caveats.not_to >> n & 1u && gate->nation_of[n] >= 0)
            q->barred |= UINT32_C(1) << gate->nation_of[n];
    return true;
}

/* Every member but the originator needs a release; the last of them decides. */
static fusion_decision decide_view(question *q, const gate_view *view, uint32_t originator)
{
    fusion_decision decision = {.release_ns = q->report->stamp_ns};
    if (view->stranger || view->members == 0)
        return decision;
    const uint32_t members = view->members & ~originator;
    for (unsigned n = 0; members >> n != 0; n++) {
        if (!(members >> n & 1u))
            continue;
        const gate_grant grant = release_of(q, n, q->report->time_ns);
        if (!grant.granted)
            return decision;
        if (grant.at_ns > decision.release_ns)
            decision.release_ns = grant.at_ns;
    }
    decision.released = true;
    return decision;
}

void fusion_gate_decide(const fusion_gate *gate, const fusion_report *report,
                        fusion_decision *decisions)
{
    question q = {.rule = SIZE_MAX};
    const bool asked = ask(gate, report, &q);
    const uint32_t owner = report->nation < 32 ? UINT32_C(1) << report->nation : 0;
    const uint32_t originator = asked ? UINT32_C(1) << gate->book->sensors[q.sensor].nation : 0;
    for (size_t v = 0; v < gate->view_count; v++) {
        const gate_view *view = &gate->views[v];
        decisions[v] = (fusion_decision){.release_ns = report->stamp_ns};
        /* The originator has its own, whatever the book says. */
        if (view->audience == owner && owner != 0) {
            decisions[v].released = true;
        } else if (asked) {
            if (q.rule != view->rule)
                q.known = 0;
            q.rule = view->rule;
            decisions[v] = decide_view(&q, view, originator);
        }
    }
}

gate_grant gate_ask(const fusion_gate *gate, size_t rule, unsigned nation,
                    const fusion_report *report)
{
    static const gate_grant none = {0};
    question q = {0};
    while (q.rule < gate->rule_count && gate->rules[q.rule] != rule)
        q.rule++;
    if (q.rule == gate->rule_count || !ask(gate, report, &q))
        return none;
    return release_of(&q, nation, report->time_ns);
}

bool fusion_gate_apply(const fusion_gate *gate, const fusion_report *report,
                       const fusion_decision *decision, fusion_release *release)
{
    (void)gate;
    if (!decision->released)
        return false;
    release->report = *report;
    release->release_ns = decision->release_ns;
    release->form = decision->form;
    release->source_named = true;
    release->nation_named = true;
    return true;
}
