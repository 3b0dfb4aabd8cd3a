#include "daemon/line/pipeline_parts.h"

/* Views for which a change is due. Their lanes begin anew, whatever they lost before. false: memory
 * was refused, and nothing changed. */
static bool changes_make(pipeline *one, int64_t start_ns, uint64_t *anew)
{
    fusion_view views[FUSION_VIEWS_MAX];
    uint64_t due = 0;
    for (size_t v = 0; v < one->lane_count; v++) {
        const pipeline_change *change = &one->changes[v];
        const bool here = change->at_ns != 0 && change->at_ns <= start_ns;
        views[v] = here ? change->to : one->views[v];
        due |= (uint64_t)here << v;
    }
    if (due == 0)
        return true;
    pipeline_audit_given(one, start_ns);
    fusion_status status;
    fusion_gate *gate = pipeline_gate(one, one->configuration->book, views, &status, NULL);
    if (!gate)
        return false;
    pipeline_gate_put(one, gate);
    for (size_t v = 0; v < one->lane_count; v++)
        if (due >> v & 1u) {
            one->views[v] = views[v];
            one->changes[v].at_ns = 0;
            one->since_ns[v] = start_ns + one->configuration->epoch_ns;
        }
    for (size_t i = 0; i < one->kept.count; i++)
        for (size_t kind = 0; kind < 2; kind++)
            one->kept.notes[i].lost[kind] &= ~due;
    *anew |= due;
    return true;
}

/* Of views that lost a report: those whose engines may still hold it. */
static uint64_t holders(pipeline *one, const fusion_report *report, const uint64_t lost[2],
                        int64_t start_ns)
{
    uint64_t found = 0;
    const fusion_verdict verdict = fusion_gate_judge(one->precedents, report);
    for (size_t i = 0; i < verdict.count; i++) {
        const fusion_share *share = &verdict.shares[i];
        const uint64_t views = share->views & lost[share->warning];
        fusion_release release;
        if (views != 0 && fusion_gate_give(one->gate, report, share, &release) &&
            lane_may_hold(one->configuration, &release, start_ns))
            found |= views;
    }
    return found;
}

/* Marks what was withdrawn, or leaves with its agreement. Gives the views that must begin anew. */
static uint64_t losses_mark(pipeline *one, int64_t start_ns)
{
    uint64_t anew = 0;
    for (size_t i = 0; i < one->kept.count; i++) {
        kept_note *note = &one->kept.notes[i];
        const fusion_report *report = kept_report(&one->kept, i);
        uint64_t lost[2];
        fusion_gate_removed(one->gate, report, start_ns, &lost[0], &lost[1]);
        for (unsigned kind = 0; kind < 2; kind++) {
            lost[kind] &= ~note->lost[kind];
            note->lost[kind] |= lost[kind];
        }
        if (lost[0] | lost[1])
            anew |= holders(one, report, lost, start_ns);
    }
    return anew;
}

/* Views that may have lost something of which the reports are not kept any more. It cannot be told
 * what of it is left, so that none of it stays. */
static uint64_t past_losses(const pipeline *one, int64_t start_ns)
{
    uint64_t anew = 0;
    for (size_t s = 0; s < one->configuration->registry.sensor_count; s++)
        for (size_t v = 0; v < one->lane_count; v++) {
            const kept_past *past = &one->kept.past[s][v];
            const fusion_past of = {past->first_ns, past->last_ns, (uint16_t)s, past->categories};
            if (past->last_ns != 0 &&
                fusion_gate_may_lose(one->gate, v, &of, one->turned_ns, start_ns))
                anew |= UINT64_C(1) << v;
        }
    return anew;
}

static void lanes_begin(pipeline *one, uint64_t anew)
{
    for (size_t v = 0; v < one->lane_count; v++)
        if (!(anew >> v & 1u))
            lane_wait_again(&one->lanes[v]);
        else if (!lane_begin_anew(&one->lanes[v]))
            one->failed = true;
}

/* All that waits is put in again, in order of receipt: as if it had been decided so at first. A
 * view for which nothing changed comes by what it had. */
static void decide_again(pipeline *one, uint64_t anew, int64_t start_ns)
{
    lanes_begin(one, anew);
    for (size_t i = 0; i < one->kept.count; i++) {
        const pipeline_placed placed = pipeline_place(one, kept_report(&one->kept, i),
                                                      one->kept.notes[i].lost, anew, start_ns);
        one->failed |= !kept_last(&one->kept, i, placed.views, placed.last_ns, placed.shown_ns);
    }
}

static int64_t next_turn(const pipeline *one, int64_t start_ns)
{
    int64_t turn_ns = fusion_gate_turn_ns(one->gate, start_ns);
    if (one->next.fresh && one->next.at_ns < turn_ns)
        turn_ns = one->next.at_ns;
    for (size_t v = 0; v < one->lane_count; v++) {
        const int64_t at_ns = one->changes[v].at_ns;
        if (at_ns != 0 && at_ns < turn_ns)
            turn_ns = at_ns;
    }
    return turn_ns;
}

void pipeline_turn(pipeline *one, int64_t start_ns)
{
    uint64_t anew = 0;
    if (one->next.fresh && one->next.at_ns <= start_ns) {
        kept_sweep(&one->kept, start_ns);
        anew = pipeline_book_turn(one, start_ns);
    }
    pipeline_rooms_turn(one, start_ns); /* by the book that holds now */
    if (one->turn_ns > start_ns)
        return;
    kept_sweep(&one->kept, start_ns);
    if (!changes_make(one, start_ns, &anew))
        one->failed = true;
    anew |= losses_mark(one, start_ns) | past_losses(one, start_ns);
    if (one->stale || anew)
        decide_again(one, anew, start_ns);
    kept_forget(&one->kept, anew);
    one->turned_ns = start_ns;
    one->stale = false;
    one->turn_ns = next_turn(one, start_ns);
    pipeline_audit_turn(one, start_ns);
}
