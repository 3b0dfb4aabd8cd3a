#include "release/question.h"

bool question_ask(question *q, const fusion_gate *gate, const fusion_report *report)
{
    if (report->sensor >= gate->registry->sensor_count || report->kind < FUSION_PLOT ||
        report->kind > FUSION_NOTICE || report->caveats.owner_only ||
        gate->sensor_of[report->sensor] < 0)
        return false;
    q->gate = gate;
    q->report = report;
    q->sensor = (size_t)gate->sensor_of[report->sensor];
    q->stretch = moments_find(&gate->when, report->time_ns);
    q->barred = 0;
    for (size_t n = 0; n < FUSION_NATIONS_MAX; n++)
        if ((report->caveats.not_to >> n & 1u) && gate->nation_of[n] >= 0)
            q->barred |= UINT32_C(1) << gate->nation_of[n];
    q->judged = q->certain = q->possible = 0;
    q->placed = false;
    q->capped = 0;
    q->known[QUESTION_TRACK] = q->known[QUESTION_FIRST] = 0;
    return true;
}

static void judge(question *q, uint64_t areas)
{
    areas &= ~q->judged;
    if (areas == 0)
        return;
    if (!q->placed)
        q->at = place_find(q->report);
    q->placed = true;
    place_judge(&q->at, q->gate->book, areas, &q->certain, &q->possible);
    q->judged |= areas;
}

bool question_certain(question *q, uint64_t where, uint64_t except)
{
    judge(q, where | except);
    return (where == 0 || (q->certain & where)) && !(q->possible & except);
}

bool question_possible(question *q, uint64_t where, uint64_t except)
{
    judge(q, where | except);
    return (where == 0 || (q->possible & where)) && !(q->certain & except);
}

static int64_t earlier(int64_t one_ns, int64_t other_ns)
{
    return one_ns < other_ns ? one_ns : other_ns;
}

static bool covers(question *q, const book_act *act)
{
    switch (act->target) {
    case BOOK_OF_SENSOR:
        return act->sensor == q->sensor;
    case BOOK_OF_CATEGORY:
        return q->report->categories >> act->category & 1u;
    case BOOK_OF_AREA:
        return question_possible(q, UINT64_C(1) << act->index, 0);
    case BOOK_OF_ITEM:
        return act->sensor == q->sensor && act->number == q->report->number;
    case BOOK_OF_AGREEMENT:
        break;
    }
    return false; /* an agreement is held clause by clause */
}

/* From when on a hold or withdrawal that covers the report holds it. */
static int64_t hold_begins(const question *q, const book_act *act)
{
    const moments *when = &q->gate->when;
    const int64_t measured_ns = q->report->time_ns;
    const int64_t begins_ns = moments_epoch(when, act->at_ns);
    if (act->verb == BOOK_WITHDRAW)
        return measured_ns < act->from_ns || measured_ns > act->to_ns ? INT64_MAX : begins_ns;
    const int64_t until_ns = moments_epoch(when, act->until_ns);
    return measured_ns >= until_ns || begins_ns >= until_ns ? INT64_MAX : begins_ns;
}

int64_t question_cap(question *q, unsigned nation)
{
    if (q->capped >> nation & 1u)
        return q->cap_ns[nation];
    const fusion_gate *gate = q->gate;
    int64_t cap_ns = INT64_MAX;
    for (uint32_t i = gate->fit[q->sensor]; i < gate->fit[q->sensor + 1]; i++) {
        const gate_entry *entry = &gate->entries[gate->fits[i]];
        if (entry->limit || !(entry->to >> nation & 1u) || !(entry->gives & q->report->categories))
            continue;
        const int64_t begins_ns = gate->begins[gate->fits[i] * gate->when.count + q->stretch];
        if (begins_ns < cap_ns && question_possible(q, entry->where, entry->except))
            cap_ns = begins_ns;
    }
    const unsigned owner = gate->book->sensors[q->sensor].nation;
    for (size_t i = 0; i < gate->hold_count; i++) {
        const book_act *act = &gate->when.acts[gate->holds[i]];
        if (act->who == owner && covers(q, act))
            cap_ns = earlier(cap_ns, hold_begins(q, act));
    }
    q->cap_ns[nation] = cap_ns;
    q->capped |= UINT32_C(1) << nation;
    return cap_ns;
}

int64_t question_clause_cap(question *q, const gate_clause *clause)
{
    const fusion_gate *gate = q->gate;
    const int owner = gate->book->sensors[q->sensor].nation;
    int64_t cap_ns = INT64_MAX;
    for (size_t i = 0; i < gate->hold_count; i++) {
        const book_act *act = &gate->when.acts[gate->holds[i]];
        const bool relays = act->who == clause->via && act->verb == BOOK_HOLD;
        const bool held = act->target == BOOK_OF_AGREEMENT
                              ? act->index == clause->agreement && (relays || act->who == owner)
                              : relays && covers(q, act);
        if (held)
            cap_ns = earlier(cap_ns, hold_begins(q, act));
    }
    return cap_ns;
}

int64_t question_removed(question *q, const gate_clause *clause)
{
    const fusion_gate *gate = q->gate;
    const int owner = gate->book->sensors[q->sensor].nation;
    int64_t removed_ns = gate->removes[clause->agreement * gate->when.count + q->stretch];
    for (size_t i = 0; i < gate->hold_count; i++) {
        const book_act *act = &gate->when.acts[gate->holds[i]];
        if (act->verb == BOOK_WITHDRAW && act->who == owner &&
            (act->target == BOOK_OF_AGREEMENT ? act->index == clause->agreement : covers(q, act)))
            removed_ns = earlier(removed_ns, hold_begins(q, act));
    }
    return removed_ns;
}

/* A limit's delay can carry the release into the time of another, so all are asked again until
 * none is new. */
void question_limit(question *q, unsigned nation, gate_grant *grant)
{
    const fusion_gate *gate = q->gate;
    bool again = true;
    while (again) {
        again = false;
        for (uint32_t i = gate->fit[q->sensor]; i < gate->fit[q->sensor + 1]; i++) {
            const gate_entry *entry = &gate->entries[gate->fits[i]];
            if (!entry->limit || !(entry->to >> nation & 1u) ||
                !(entry->gives & q->report->categories) ||
                gate->begins[gate->fits[i] * gate->when.count + q->stretch] > grant->at_ns ||
                !question_possible(q, entry->where, entry->except))
                continue;
            grant->steps = form_coarser(grant->steps, entry->steps);
            const int64_t least_ns = question_later(q->report->stamp_ns, entry->delay_ns);
            if (least_ns > grant->at_ns) {
                grant->at_ns = least_ns;
                again = true;
            }
        }
    }
}

static bool approves(const question *q, const book_act *act, uint32_t clause, unsigned category)
{
    if (act->index != clause)
        return false;
    if (act->verb == BOOK_APPROVE_CATEGORY)
        return act->category == category;
    return act->verb == BOOK_APPROVE_ITEM && act->sensor == q->sensor &&
           act->number == q->report->number;
}

int64_t question_approved_until(const question *q, uint32_t clause, unsigned category,
                                int64_t at_ns)
{
    const moments *when = &q->gate->when;
    int64_t until_ns = at_ns;
    for (size_t i = 0; i < when->act_count; i++) {
        const book_act *act = &when->acts[i];
        if (!approves(q, act, clause, category) || moments_epoch(when, act->at_ns) > until_ns ||
            moments_epoch(when, act->until_ns) <= until_ns)
            continue;
        until_ns = moments_epoch(when, act->until_ns);
        i = SIZE_MAX; /* one may go on where another ends: from the first again */
    }
    return until_ns;
}

int64_t question_approved_from(const question *q, uint32_t clause, int64_t at_ns)
{
    if (question_approved_until(q, clause, 0, at_ns) > at_ns)
        return at_ns;
    const moments *when = &q->gate->when;
    int64_t from_ns = INT64_MAX;
    for (size_t i = 0; i < when->act_count; i++) {
        const book_act *act = &when->acts[i];
        const int64_t begins_ns = moments_epoch(when, act->at_ns);
        if (approves(q, act, clause, 0) && begins_ns > at_ns &&
            begins_ns < moments_epoch(when, act->until_ns))
            from_ns = earlier(from_ns, begins_ns);
    }
    return from_ns;
}
