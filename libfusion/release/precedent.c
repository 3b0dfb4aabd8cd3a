#include "release/place.h"
#include "release/question.h"

#include <stdlib.h>
#include <string.h>

#define SETS         4096 /* a power of two */
#define SET          4    /* rows: one report may meet several times in turn */
#define VERDICTS_MAX 1024
#define INDEX        2048 /* of verdicts by content; a power of two, more than VERDICTS_MAX */

/* All that a decision asks of a report, and the times for which it is the same. */
typedef struct precedent {
    uint64_t what; /* sensor, nation, kind, categories, caveats, every, and whether it was received
                    * before it was measured, which nothing is */
    uint64_t whom; /* kept from these nations; the item, where someone spoke of it */
    uint64_t certain, possible; /* areas, of those that matter to it */
    int64_t measured_first_ns, measured_last_ns, stamp_first_ns, stamp_last_ns;
    uint32_t verdict;
    uint32_t era; /* in which it was decided: rows of an earlier one are empty */
} precedent;

struct fusion_precedents {
    const fusion_gate *gate;
    uint64_t generation; /* of what was declared, when these were decided */
    uint32_t era;        /* how often all was forgotten */
    place_cubes *cubes;
    size_t verdict_count;
    fusion_verdict once;       /* of a report that no other is like */
    uint16_t index[INDEX];     /* of verdicts, counted from 1; 0: none */
    precedent rows[SETS][SET]; /* of a set, the newest first */
    fusion_verdict verdicts[VERDICTS_MAX];
};

/* Rows are a megabyte: they are not cleared each time that somebody says something. */
static void forget(fusion_precedents *all)
{
    if (++all->era == 0) {
        memset(all->rows, 0, sizeof all->rows);
        all->era = 1;
    }
    memset(all->index, 0, sizeof all->index);
    all->verdict_count = 0;
    all->generation = all->gate->generation;
}

void fusion_precedents_follow(fusion_precedents *precedents, const fusion_gate *gate)
{
    precedents->gate = gate;
    place_cubes_follow(precedents->cubes, gate->edges, gate->book->area_count);
    forget(precedents);
}

fusion_status fusion_precedents_create(const fusion_gate *gate, fusion_precedents **precedents)
{
    fusion_precedents *fresh = calloc(1, sizeof *fresh);
    if (!fresh)
        return FUSION_NO_MEMORY;
    fresh->cubes = place_cubes_create();
    if (!fresh->cubes) {
        free(fresh);
        return FUSION_NO_MEMORY;
    }
    fusion_precedents_follow(fresh, gate);
    *precedents = fresh;
    return FUSION_OK;
}

void fusion_precedents_destroy(fusion_precedents *precedents)
{
    if (!precedents)
        return;
    place_cubes_destroy(precedents->cubes);
    free(precedents);
}

static uint64_t stirred(uint64_t word)
{
    word *= UINT64_C(0x9E3779B97F4A7C15);
    return word ^ word >> 29;
}

/* What a decision may ask of the report; times aside. */
static precedent ask(fusion_precedents *all, const fusion_report *report, uint64_t *areas)
{
    const fusion_gate *gate = all->gate;
    precedent asked = {.whom = report->caveats.not_to};
    size_t passes = 0;
    *areas = 0;
    const int sensor =
        report->sensor < gate->registry->sensor_count ? gate->sensor_of[report->sensor] : -1;
    if (sensor >= 0 && report->kind >= FUSION_PLOT && report->kind <= FUSION_NOTICE) {
        *areas = gate->areas[sensor][report->kind - 1] | gate->held_areas;
        if (*areas != 0)
            place_cubes_judge(all->cubes, report, *areas, &asked.certain, &asked.possible);
        if (gate->thins)
            passes = form_passes(report->time_ns, gate->book->sensors[sensor].period_ns);
        asked.whom |= (uint64_t)table_item(gate, (size_t)sensor, report->number) << 32;
    }
    asked.what = (uint64_t)report->sensor | (uint64_t)report->nation << 16 |
                 (uint64_t)report->kind << 24 | (uint64_t)report->categories << 32 |
                 (uint64_t)report->caveats.owner_only << 40 |
                 (uint64_t)report->caveats.no_relay << 41 | (uint64_t)passes << 42 |
                 (uint64_t)(report->time_ns > report->stamp_ns) << 45 | UINT64_C(1) << 63;
    return asked;
}

static bool alike(const precedent *row, const precedent *asked, const fusion_report *report)
{
    return row->what == asked->what && row->whom == asked->whom && row->certain == asked->certain &&
           row->possible == asked->possible && report->time_ns >= row->measured_first_ns &&
           report->time_ns <= row->measured_last_ns && report->stamp_ns >= row->stamp_first_ns &&
           report->stamp_ns <= row->stamp_last_ns;
}

/* Round the end of the count, so that no time can be beyond it. */
static int64_t sum(int64_t one_ns, int64_t other_ns)
{
    return (int64_t)((uint64_t)one_ns + (uint64_t)other_ns);
}

static int64_t after(int64_t at_ns, int64_t stamp_ns)
{
    return (int64_t)((uint64_t)at_ns - (uint64_t)stamp_ns);
}

static void find_verdict(const fusion_decision *decisions, size_t views, int64_t stamp_ns,
                         fusion_verdict *verdict)
{
    memset(verdict, 0, sizeof *verdict);
    for (size_t v = 0; v < views; v++) {
        const fusion_decision *one = &decisions[v];
        verdict->released |= (uint64_t)one->released << v;
        verdict->warned |= (uint64_t)one->warned << v;
        if (one->released) {
            verdict->release_after_ns[v] = after(one->release_ns, stamp_ns);
            verdict->form[v] = one->form;
            verdict->clause[v] = one->clause;
        }
        if (one->warned) {
            verdict->warning_after_ns[v] = after(one->warning_ns, stamp_ns);
            verdict->warning_form[v] = one->warning_form;
            verdict->warning_clause[v] = one->warning_clause;
        }
    }
}

static uint64_t digest(const fusion_verdict *verdict)
{
    uint64_t words[sizeof *verdict / sizeof(uint64_t)], sum = 0;
    memcpy(words, verdict, sizeof words);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        sum = stirred(sum ^ words[i]);
    return sum;
}

/* The place of that verdict among those kept. */
static uint32_t keep_verdict(fusion_precedents *all, const fusion_verdict *verdict)
{
    if (all->verdict_count == VERDICTS_MAX)
        forget(all);
    size_t at = digest(verdict) % INDEX;
    for (; all->index[at] != 0; at = (at + 1) % INDEX)
        if (memcmp(&all->verdicts[all->index[at] - 1], verdict, sizeof *verdict) == 0)
            return (uint32_t)all->index[at] - 1;
    all->verdicts[all->verdict_count] = *verdict;
    all->index[at] = (uint16_t)++all->verdict_count;
    return (uint32_t)all->verdict_count - 1;
}

static const fusion_verdict *judge_anew(fusion_precedents *all, const fusion_report *report,
                                        uint64_t areas, precedent *asked, precedent set[SET])
{
    fusion_decision decisions[FUSION_VIEWS_MAX];
    question q;
    const bool answers = question_ask(&q, all->gate, report);
    q.here.judged = areas;
    q.here.certain = asked->certain;
    q.here.possible = asked->possible;
    question_decide(&q, answers, decisions);
    find_verdict(decisions, all->gate->view_count, report->stamp_ns, &all->once);
    if (!q.lasting)
        return &all->once;
    asked->measured_first_ns = q.measured_first_ns;
    asked->measured_last_ns = q.measured_last_ns;
    asked->stamp_first_ns = q.stamp_first_ns;
    asked->stamp_last_ns = q.stamp_last_ns;
    asked->verdict = keep_verdict(all, &all->once);
    asked->era = all->era;
    memmove(set + 1, set, (SET - 1) * sizeof *set);
    set[0] = *asked;
    return &all->verdicts[asked->verdict];
}

const fusion_verdict *fusion_gate_judge(fusion_precedents *precedents, const fusion_report *report)
{
    if (precedents->generation != precedents->gate->generation)
        forget(precedents);
    uint64_t areas;
    precedent asked = ask(precedents, report, &areas);
    const uint64_t mixed =
        stirred(stirred(stirred(asked.what) ^ asked.whom) ^ asked.certain) ^ asked.possible;
    precedent *set = precedents->rows[(stirred(mixed) >> 32) % SETS];
    for (size_t i = 0; i < SET; i++)
        if (set[i].era == precedents->era && alike(&set[i], &asked, report))
            return &precedents->verdicts[set[i].verdict];
    return judge_anew(precedents, report, areas, &asked, set);
}

fusion_decision fusion_verdict_decision(const fusion_verdict *verdict, const fusion_report *report,
                                        size_t view)
{
    fusion_decision decision = {0};
    if (verdict->released >> view & 1u) {
        decision.released = true;
        decision.release_ns = sum(report->stamp_ns, verdict->release_after_ns[view]);
        decision.form = verdict->form[view];
        decision.clause = verdict->clause[view];
    }
    if (verdict->warned >> view & 1u) {
        decision.warned = true;
        decision.warning_ns = sum(report->stamp_ns, verdict->warning_after_ns[view]);
        decision.warning_form = verdict->warning_form[view];
        decision.warning_clause = verdict->warning_clause[view];
    }
    return decision;
}
