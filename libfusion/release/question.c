#include "release/question.h"

#include "release/floor.h"

#include <string.h>

/* Narrows the stamps for which the answer is the same to those that leave the moment on its side of
 * the bound. Stamps before 1970 have no others, so that nothing here can overflow. */
static void note_side(question *q, int64_t at_ns, int64_t bound_ns)
{
    const int64_t delay_ns = at_ns - q->report->stamp_ns;
    if (at_ns < bound_ns && bound_ns - 1 - delay_ns < q->stamp_last_ns)
        q->stamp_last_ns = bound_ns - 1 - delay_ns;
    if (at_ns >= bound_ns && bound_ns > 0 && bound_ns - delay_ns > q->stamp_first_ns)
        q->stamp_first_ns = bound_ns - delay_ns;
}

bool question_before(question *q, int64_t at_ns, int64_t bound_ns)
{
    if (q->lasting)
        note_side(q, at_ns, bound_ns);
    return at_ns < bound_ns;
}

int64_t question_later(question *q, int64_t at_ns, int64_t delay_ns)
{
    if (question_before(q, at_ns, INT64_MAX - delay_ns))
        return at_ns + delay_ns;
    q->lasting = false; /* that is the end of the count, whatever the stamp */
    return INT64_MAX;
}

static void note_times(question *q)
{
    const moments *when = &q->gate->when;
    q->stretch = moments_find(when, q->report->time_ns);
    q->measured_first_ns = when->at_ns[q->stretch];
    if (q->stretch + 1 < when->count)
        q->measured_last_ns = when->at_ns[q->stretch + 1] - 1;
}

bool question_ask(question *q, const fusion_gate *gate, const fusion_report *report)
{
    q->gate = gate;
    q->report = report;
    q->lasting = report->stamp_ns >= 0 && report->time_ns <= report->stamp_ns;
    q->measured_first_ns = INT64_MIN;
    q->stamp_first_ns = 0;
    q->measured_last_ns = q->stamp_last_ns = INT64_MAX;
    if (report->sensor >= gate->registry->sensor_count || report->kind < FUSION_PLOT ||
        report->kind > FUSION_NOTICE || report->caveats.owner_only ||
        gate->sensor_of[report->sensor] < 0)
        return false;
    q->sensor = (size_t)gate->sensor_of[report->sensor];
    note_times(q);
    q->barred = 0;
    for (size_t n = 0; n < FUSION_NATIONS_MAX; n++)
        if ((report->caveats.not_to >> n & 1u) && gate->nation_of[n] >= 0)
            q->barred |= UINT32_C(1) << gate->nation_of[n];
    q->here = (question_place){.placed = false};
    q->moved_form = 0;
    q->capped = 0;
    memset(q->answered, 0, sizeof q->answered);
    return true;
}

static void judge(question *q, question_place *at, uint64_t areas)
{
    areas &= ~at->judged;
    if (areas == 0)
        return;
    if (!at->placed)
        at->at = place_find(q->report);
    at->placed = true;
    place_judge(&at->at, q->gate->edges, q->gate->book->area_count, areas, &at->certain,
                &at->possible);
    q->lasting = false; /* another report may be elsewhere */
    at->judged |= areas;
}

/* The moved place and the time on the grid hang on these steps, and on no other. */
static form_steps moving_part(form_steps steps)
{
    const form_steps grid = form_with(0, FORM_EVERY, form_step(steps, FORM_EVERY));
    const form_steps warning = form_with(grid, FORM_WARNING, form_is_warning(steps));
    return form_with(warning, FORM_POSITION, form_step(steps, FORM_POSITION));
}

/* Where the report is shown in that form. What cannot be moved has no place there. */
static question_place *shown_place(question *q, form_steps steps)
{
    if (!form_moves(steps))
        return &q->here;
    const form_steps part = moving_part(steps);
    q->lasting = false; /* another report is moved otherwise */
    if (part == q->moved_form)
        return &q->moved;
    floor_moved moved;
    q->movable = floor_move(q->gate, q->report, steps, &moved);
    q->moved = (question_place){.placed = true};
    q->moved_form = part;
    if (q->movable) {
        q->moved.at = place_find(q->report);
        q->moved.at.lat = moved.lat;
        q->moved.at.lon = moved.lon;
    }
    return &q->moved;
}

static bool possibly(question *q, question_place *at, uint64_t where, uint64_t except)
{
    judge(q, at, where | except);
    return (where == 0 || (at->possible & where)) && !(at->certain & except);
}

bool question_certain(question *q, form_steps steps, uint64_t where, uint64_t except)
{
    question_place *at = shown_place(q, steps);
    judge(q, at, where | except);
    return (where == 0 || (at->certain & where)) && !(at->possible & except);
}

bool question_possible(question *q, form_steps steps, uint64_t where, uint64_t except)
{
    if (possibly(q, &q->here, where, except))
        return true;
    question_place *at = shown_place(q, steps);
    return at != &q->here && possibly(q, at, where, except);
}

static int64_t next_multiple(int64_t at_ns, int64_t of_ns)
{
    const int64_t rest_ns = at_ns % of_ns;
    if (rest_ns == 0 || at_ns > INT64_MAX - of_ns)
        return at_ns;
    return at_ns - rest_ns + (rest_ns > 0 ? of_ns : 0);
}

bool question_floor(question *q, form_steps steps, int64_t *at_ns)
{
    if (!form_moves(steps))
        return true;
    if (form_is_warning(steps) || q->report->kind == FUSION_NOTICE)
        return true;
    const int64_t period_ns = q->gate->book->sensors[q->sensor].period_ns;
    *at_ns = next_multiple(*at_ns, floor_leaves_ns(period_ns));
    shown_place(q, steps);
    return q->movable;
}

static int64_t earlier(int64_t one_ns, int64_t other_ns)
{
    return one_ns < other_ns ? one_ns : other_ns;
}

static bool covers(question *q, form_steps steps, const book_act *act)
{
    switch (act->target) {
    case BOOK_OF_SENSOR:
        return act->sensor == q->sensor;
    case BOOK_OF_CATEGORY:
        return q->report->categories >> act->category & 1u;
    case BOOK_OF_AREA:
        return question_possible(q, steps, UINT64_C(1) << act->index, 0);
    case BOOK_OF_ITEM:
        return act->sensor == q->sensor && act->number == q->report->number;
    case BOOK_OF_AGREEMENT:
        break;
    }
    return false; /* an agreement is held clause by clause */
}

/* Whether the report was measured in a withdrawal's window; others on the same side of its ends
 * have the same answer. */
static bool measured_within(question *q, int64_t from_ns, int64_t to_ns)
{
    const int64_t measured_ns = q->report->time_ns;
    if (measured_ns < from_ns) {
        q->measured_last_ns = earlier(q->measured_last_ns, from_ns - 1);
        return false;
    }
    q->measured_first_ns = from_ns > q->measured_first_ns ? from_ns : q->measured_first_ns;
    if (measured_ns > to_ns) {
        q->measured_first_ns = to_ns >= q->measured_first_ns ? to_ns + 1 : q->measured_first_ns;
        return false;
    }
    q->measured_last_ns = earlier(q->measured_last_ns, to_ns);
    return true;
}

/* From when on a hold or withdrawal that covers the report holds it. */
static int64_t hold_begins(question *q, const book_act *act)
{
    const moments *when = &q->gate->when;
    const int64_t begins_ns = moments_epoch(when, act->at_ns);
    if (act->verb == BOOK_WITHDRAW)
        return measured_within(q, act->from_ns, act->to_ns) ? begins_ns : INT64_MAX;
    const int64_t until_ns = moments_epoch(when, act->until_ns);
    return q->report->time_ns >= until_ns || begins_ns >= until_ns ? INT64_MAX : begins_ns;
}

static int64_t cap_of(question *q, form_steps steps, unsigned nation)
{
    const fusion_gate *gate = q->gate;
    int64_t cap_ns = INT64_MAX;
    for (uint32_t i = gate->fit[q->sensor]; i < gate->fit[q->sensor + 1]; i++) {
        const gate_entry *entry = &gate->entries[gate->fits[i]];
        if (entry->limit || !(entry->to >> nation & 1u) || !(entry->gives & q->report->categories))
            continue;
        const int64_t begins_ns = gate->begins[gate->fits[i] * gate->when.count + q->stretch];
        if (begins_ns < cap_ns && question_possible(q, steps, entry->where, entry->except))
            cap_ns = begins_ns;
    }
    const unsigned owner = gate->book->sensors[q->sensor].nation;
    for (size_t i = 0; i < gate->hold_count; i++) {
        const book_act *act = &gate->when.acts[gate->holds[i]];
        if (act->who == owner && covers(q, steps, act))
            cap_ns = earlier(cap_ns, hold_begins(q, act));
    }
    return cap_ns;
}

int64_t question_cap(question *q, form_steps steps, unsigned nation)
{
    if (form_moves(steps))
        return cap_of(q, steps, nation);
    if (!(q->capped >> nation & 1u))
        q->cap_ns[nation] = cap_of(q, 0, nation);
    q->capped |= UINT32_C(1) << nation;
    return q->cap_ns[nation];
}

int64_t question_clause_cap(question *q, form_steps steps, const gate_clause *clause)
{
    const fusion_gate *gate = q->gate;
    const int owner = gate->book->sensors[q->sensor].nation;
    int64_t cap_ns = INT64_MAX;
    for (size_t i = 0; i < gate->hold_count; i++) {
        const book_act *act = &gate->when.acts[gate->holds[i]];
        const bool relays = act->who == clause->via && act->verb == BOOK_HOLD;
        const bool held = act->target == BOOK_OF_AGREEMENT
                              ? act->index == clause->agreement && (relays || act->who == owner)
                              : relays && covers(q, steps, act);
        if (held)
            cap_ns = earlier(cap_ns, hold_begins(q, act));
    }
    return cap_ns;
}

int64_t question_removed(question *q, form_steps steps, const gate_clause *clause)
{
    const fusion_gate *gate = q->gate;
    const int owner = gate->book->sensors[q->sensor].nation;
    int64_t removed_ns = gate->removes[clause->agreement * gate->when.count + q->stretch];
    for (size_t i = 0; i < gate->hold_count; i++) {
        const book_act *act = &gate->when.acts[gate->holds[i]];
        if (act->verb == BOOK_WITHDRAW && act->who == owner &&
            (act->target == BOOK_OF_AGREEMENT ? act->index == clause->agreement
                                              : covers(q, steps, act)))
            removed_ns = earlier(removed_ns, hold_begins(q, act));
    }
    return removed_ns;
}

/* A limit's delay can carry the release into the time of another, and its form the place into the
 * areas of another, so all are asked again until none is new. */
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
                !question_possible(q, grant->steps, entry->where, entry->except) ||
                question_before(q, grant->at_ns,
                                gate->begins[gate->fits[i] * gate->when.count + q->stretch]))
                continue;
            const form_steps coarser = form_coarser(grant->steps, entry->steps);
            again = again || (gate->moves && coarser != grant->steps);
            grant->steps = coarser;
            const int64_t least_ns = question_later(q, q->report->stamp_ns, entry->delay_ns);
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

int64_t question_approved_until(question *q, uint32_t clause, unsigned category, int64_t at_ns)
{
    const moments *when = &q->gate->when;
    int64_t until_ns = at_ns;
    for (size_t i = 0; i < when->act_count; i++) {
        const book_act *act = &when->acts[i];
        if (!approves(q, act, clause, category))
            continue;
        const int64_t begins_ns = moments_epoch(when, act->at_ns);
        const int64_t ends_ns = moments_epoch(when, act->until_ns);
        const bool goes_on = until_ns > at_ns ? begins_ns <= until_ns && until_ns < ends_ns
                                              : !question_before(q, at_ns, begins_ns) &&
                                                    question_before(q, at_ns, ends_ns);
        if (!goes_on)
            continue;
        until_ns = ends_ns;
        i = SIZE_MAX; /* one may go on where another ends: from the first again */
    }
    return until_ns;
}

int64_t question_approved_from(question *q, uint32_t clause, int64_t at_ns)
{
    if (question_approved_until(q, clause, 0, at_ns) > at_ns)
        return at_ns;
    const moments *when = &q->gate->when;
    int64_t from_ns = INT64_MAX;
    for (size_t i = 0; i < when->act_count; i++) {
        const book_act *act = &when->acts[i];
        const int64_t begins_ns = moments_epoch(when, act->at_ns);
        if (approves(q, act, clause, 0) && begins_ns < moments_epoch(when, act->until_ns) &&
            question_before(q, at_ns, begins_ns))
            from_ns = earlier(from_ns, begins_ns);
    }
    /* A moment that is that of an approval, whatever the stamp. */
    q->lasting = q->lasting && from_ns == INT64_MAX;
    return from_ns;
}
