#include "release/place.h"
#include "release/question.h"

#include <stdlib.h>
#include <string.h>

#define SETS         4096 /* a power of two */
#define SET          4    /* rows: one report may meet several times in turn */
#define SHARES_MAX   8192
#define CLAUSES_MAX  65536
#define SHARES_OF    (2 * FUSION_VIEWS_MAX) /* of one report, at most; likewise clauses */
#define VERDICTS_MAX 1024
#define INDEX        2048 /* of verdicts by content; a power of two, more than VERDICTS_MAX */

#define CACHE_LINE 64
#define ERA_BIT    46 /* of what is asked, above all else */
#define ERAS       (UINT64_C(1) << (64 - ERA_BIT))

/* All that a decision asks of a report, and the times for which it is the same. */
typedef struct precedent {
    _Alignas(CACHE_LINE)
        uint64_t what; /* sensor, nation, kind, categories, caveats, every, and whether it was
                        * received before it was measured, which nothing is; the era */
    uint32_t not_to;
    uint16_t item; /* where someone spoke of it; else 0 */
    uint16_t verdict;
    uint64_t certain, possible; /* areas, of those that matter to it */
    int64_t measured_first_ns, measured_last_ns, stamp_first_ns, stamp_last_ns;
} precedent;
_Static_assert(sizeof(precedent) == CACHE_LINE, "most of the time of finding one is its way here");
_Static_assert(FUSION_ACTS_MAX < UINT16_MAX, "each may speak of an item");

/* A verdict among those kept. */
typedef struct kept_shares {
    uint32_t first, count;
    uint32_t clauses; /* of all of them */
} kept_shares;

struct fusion_precedents {
    const fusion_gate *gate;
    uint64_t generation; /* of what was declared, when these were decided */
    uint64_t era;        /* how often all was forgotten: rows of an earlier one are empty */
    place_cubes *cubes;
    precedent rows[SETS][SET]; /* of a set, the newest first */
    size_t verdict_count;
    kept_shares verdicts[VERDICTS_MAX];
    uint16_t index[INDEX]; /* of verdicts, counted from 1; 0: none */
    size_t share_count, clause_count;
    fusion_share shares[SHARES_MAX]; /* of the verdicts, and behind them of one that is not kept */
    uint16_t clauses[CLAUSES_MAX];   /* likewise */
};

/* Rows are a megabyte: they are not cleared each time that somebody says something. */
static void forget(fusion_precedents *all)
{
    if (++all->era == ERAS) {
        memset(all->rows, 0, sizeof all->rows);
        all->era = 1;
    }
    memset(all->index, 0, sizeof all->index);
    all->verdict_count = all->share_count = all->clause_count = 0;
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
    fusion_precedents *fresh = aligned_alloc(CACHE_LINE, sizeof *fresh);
    if (!fresh)
        return FUSION_NO_MEMORY;
    memset(fresh, 0, sizeof *fresh);
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
    precedent asked = {.not_to = report->caveats.not_to};
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
        asked.item = (uint16_t)table_item(gate, (size_t)sensor, report->number);
    }
    asked.what = (uint64_t)report->sensor | (uint64_t)report->nation << 16 |
                 (uint64_t)report->kind << 24 | (uint64_t)report->categories << 32 |
                 (uint64_t)report->caveats.owner_only << 40 |
                 (uint64_t)report->caveats.no_relay << 41 | (uint64_t)passes << 42 |
                 (uint64_t)(report->time_ns > report->stamp_ns) << 45 | all->era << ERA_BIT;
    return asked;
}

/* Four products side by side, not one after the other: they are on every report's way. */
static size_t set_of(const precedent *asked)
{
    const uint64_t whom = (uint64_t)asked->not_to << 32 | asked->item;
    const uint64_t mixed = asked->what * UINT64_C(0x9E3779B97F4A7C15) ^
                           whom * UINT64_C(0xC2B2AE3D27D4EB4F) ^
                           asked->certain * UINT64_C(0xD6E8FEB86659FD93) ^
                           asked->possible * UINT64_C(0xA0761D6478BD642F);
    return (size_t)(mixed >> 40) % SETS;
}

static bool alike(const precedent *row, const precedent *asked, const fusion_report *report)
{
    return row->what == asked->what && row->not_to == asked->not_to && row->item == asked->item &&
           row->certain == asked->certain && row->possible == asked->possible &&
           report->time_ns >= row->measured_first_ns && report->time_ns <= row->measured_last_ns &&
           report->stamp_ns >= row->stamp_first_ns && report->stamp_ns <= row->stamp_last_ns;
}

static int64_t after(int64_t at_ns, int64_t stamp_ns)
{
    return (int64_t)((uint64_t)at_ns - (uint64_t)stamp_ns);
}

static bool same_grant(const fusion_share *one, const fusion_share *other)
{
    return one->after_ns == other->after_ns && one->form == other->form &&
           one->warning == other->warning;
}

/* Adds the tracks that the decisions give, or the warnings; how many shares there are then. */
static size_t add_shares(const fusion_decision *decisions, size_t views, bool warning,
                         int64_t stamp_ns, fusion_share shares[SHARES_OF], size_t count)
{
    for (size_t v = 0; v < views; v++) {
        const fusion_decision *one = &decisions[v];
        if (!(warning ? one->warned : one->released))
            continue;
        const int64_t at_ns = warning ? one->warning_ns : one->release_ns;
        const fusion_share share = {.views = UINT64_C(1) << v,
                                    .after_ns = after(at_ns, stamp_ns),
                                    .form = warning ? one->warning_form : one->form,
                                    .warning = warning};
        size_t at = 0;
        while (at < count && !same_grant(&shares[at], &share))
            at++;
        if (at == count)
            shares[count++] = share;
        else
            shares[at].views |= share.views;
    }
    return count;
}

static size_t add_clauses(const fusion_decision *decisions, fusion_share *share,
                          uint16_t clauses[FUSION_VIEWS_MAX])
{
    size_t count = 0;
    share->clauses = clauses;
    for (uint64_t left = share->views; left; left &= left - 1) {
        const fusion_decision *one = &decisions[__builtin_ctzll(left)];
        clauses[count++] = share->warning ? one->warning_clause : one->clause;
    }
    return count;
}

/* Writes what the decisions give behind all that is kept. */
static kept_shares write_shares(fusion_precedents *all, const fusion_decision *decisions,
                                int64_t stamp_ns)
{
    fusion_share *shares = &all->shares[all->share_count];
    uint16_t *clauses = &all->clauses[all->clause_count];
    const size_t views = all->gate->view_count;
    kept_shares fresh = {.first = (uint32_t)all->share_count};
    size_t count = add_shares(decisions, views, false, stamp_ns, shares, 0);
    count = add_shares(decisions, views, true, stamp_ns, shares, count);
    fresh.count = (uint32_t)count;
    for (size_t i = 0; i < count; i++)
        fresh.clauses += (uint32_t)add_clauses(decisions, &shares[i], clauses + fresh.clauses);
    return fresh;
}

static uint64_t digest(const fusion_share *shares, const kept_shares *of)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < of->count; i++)
        sum = stirred(sum ^ shares[i].views) ^ (uint64_t)shares[i].after_ns ^ shares[i].form;
    for (size_t i = 0; i < of->clauses; i++)
        sum = stirred(sum ^ shares->clauses[i]);
    return sum;
}

/* The clauses of a verdict's shares stand behind one another. */
static bool same_verdict(const fusion_share *one, const fusion_share *other, const kept_shares *of)
{
    for (size_t i = 0; i < of->count; i++)
        if (one[i].views != other[i].views || !same_grant(&one[i], &other[i]))
            return false;
    return of->clauses == 0 ||
           memcmp(one->clauses, other->clauses, of->clauses * sizeof *one->clauses) == 0;
}

static fusion_verdict verdict_of(const fusion_precedents *all, uint16_t verdict)
{
    const kept_shares *kept = &all->verdicts[verdict];
    return (fusion_verdict){&all->shares[kept->first], kept->count};
}

/* Keeps the shares that stand behind those kept, or finds the same there: which verdict it is. */
static uint16_t keep_verdict(fusion_precedents *all, const kept_shares *fresh)
{
    const fusion_share *shares = &all->shares[fresh->first];
    size_t at = digest(shares, fresh) % INDEX;
    for (; all->index[at] != 0; at = (at + 1) % INDEX) {
        const uint16_t known = (uint16_t)(all->index[at] - 1);
        if (all->verdicts[known].count == fresh->count &&
            same_verdict(&all->shares[all->verdicts[known].first], shares, fresh))
            return known;
    }
    all->verdicts[all->verdict_count] = *fresh;
    all->share_count += fresh->count;
    all->clause_count += fresh->clauses;
    all->index[at] = (uint16_t)++all->verdict_count;
    return (uint16_t)(all->verdict_count - 1);
}

static fusion_verdict judge_anew(fusion_precedents *all, const fusion_report *report,
                                 uint64_t areas, precedent *asked, precedent set[SET])
{
    fusion_decision decisions[FUSION_VIEWS_MAX];
    question q;
    const bool answers = question_ask(&q, all->gate, report);
    q.here.judged = areas;
    q.here.certain = asked->certain;
    q.here.possible = asked->possible;
    question_decide(&q, answers, decisions);
    if (all->verdict_count == VERDICTS_MAX || all->share_count > SHARES_MAX - SHARES_OF ||
        all->clause_count > CLAUSES_MAX - SHARES_OF)
        forget(all); /* and this one with them: it was asked in the era before */
    const kept_shares fresh = write_shares(all, decisions, report->stamp_ns);
    if (!q.lasting)
        return (fusion_verdict){&all->shares[fresh.first], fresh.count};
    asked->measured_first_ns = q.measured_first_ns;
    asked->measured_last_ns = q.measured_last_ns;
    asked->stamp_first_ns = q.stamp_first_ns;
    asked->stamp_last_ns = q.stamp_last_ns;
    asked->verdict = keep_verdict(all, &fresh);
    memmove(set + 1, set, (SET - 1) * sizeof *set);
    set[0] = *asked;
    return verdict_of(all, asked->verdict);
}

fusion_verdict fusion_gate_judge(fusion_precedents *precedents, const fusion_report *report)
{
    if (precedents->generation != precedents->gate->generation)
        forget(precedents);
    uint64_t areas;
    precedent asked = ask(precedents, report, &areas);
    precedent *set = precedents->rows[set_of(&asked)];
    for (size_t i = 0; i < SET; i++)
        if (alike(&set[i], &asked, report))
            return verdict_of(precedents, set[i].verdict);
    return judge_anew(precedents, report, areas, &asked, set);
}

fusion_decision fusion_verdict_decision(const fusion_verdict *verdict, const fusion_report *report,
                                        size_t view)
{
    fusion_decision decision = {0};
    for (size_t i = 0; i < verdict->count; i++) {
        const fusion_share *share = &verdict->shares[i];
        if (!(share->views >> view & 1u))
            continue;
        const int64_t at_ns = fusion_share_release_ns(share, report->stamp_ns);
        const uint64_t before = share->views & ((UINT64_C(1) << view) - 1);
        const uint16_t clause = share->clauses[__builtin_popcountll(before)];
        if (share->warning) {
            decision.warned = true;
            decision.warning_ns = at_ns;
            decision.warning_form = share->form;
            decision.warning_clause = clause;
        } else {
            decision.released = true;
            decision.release_ns = at_ns;
            decision.form = share->form;
            decision.clause = clause;
        }
    }
    return decision;
}
