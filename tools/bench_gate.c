/* bench_gate.c - what the gate decides in a second, by precedent and worked out every time.
 *
 * Both hand each report to every view that is given it, as the pipeline does, and a view adds up
 * when, in what form and by which clause: the sums must be the same. A round finds two minutes of
 * reports, and works out half of its first second too. Time goes on from pass to pass, as it does
 * in an exercise.
 */
#include "tools/bench.h"
#include "tools/bench_gate_load.h"
#include "tools/say.h"

#include <stdlib.h>
#include <string.h>

/* name: CLAUSESxVIEWS, and whether clauses ask for area and time. */
#define CASE(clauses, views)                                                                       \
    {.name = "gate." #clauses "x" #views,                                                          \
     .unit = "reports/s",                                                                          \
     .what = #clauses " clauses, " #views " views"},                                               \
    {                                                                                              \
        .name = "gate." #clauses "x" #views ".scoped", .unit = "reports/s",                        \
        .what = #clauses " clauses, " #views " views, with areas and times"                        \
    }

static const unsigned clause_counts[] = {6, 60, 600, 2000};
static const unsigned view_counts[] = {12, 64};
enum { LENGTHS = 4, WIDTHS = 2, CASES = LENGTHS * WIDTHS * 2 };
static const bench_case cases[CASES] = {CASE(6, 12), CASE(60, 12), CASE(600, 12), CASE(2000, 12),
                                        CASE(6, 64), CASE(60, 64), CASE(600, 64), CASE(2000, 64)};

enum { SLICES = 2, SLICE = GATE_LOAD_REPORTS / SLICES, PASSES = 128 };

/* What each view was given, added up: when, in what form, by which clause, and whether a warning.
 */
typedef uint64_t sums[FUSION_VIEWS_MAX];

typedef struct work {
    bench_case *to;
    gate_load load;
    unsigned views;
    bench_case plain; /* its samples */
    sums found, worked_out;
    sums others; /* of what is not held against anything */
} work;

static uint64_t word_of(int64_t at_ns, uint8_t form, bool warning)
{
    return (uint64_t)at_ns * UINT64_C(0x9E3779B97F4A7C15) +
           ((uint64_t)form << 1 | warning) * UINT64_C(0xD6E8FEB86659FD93);
}

/* No sum of both: two reports whose clauses are changed for one another would have the same. */
static uint64_t with_clause(uint64_t word, uint16_t clause)
{
    return word ^ clause;
}

static void work_out(const work *one, const fusion_report *reports, sums to)
{
    fusion_decision decisions[FUSION_VIEWS_MAX];
    for (size_t i = 0; i < SLICE; i++) {
        fusion_gate_decide(one->load.gate, &reports[i], decisions);
        for (size_t v = 0; v < one->views; v++) {
            const fusion_decision *it = &decisions[v];
            if (it->released)
                to[v] += with_clause(word_of(it->release_ns, it->form, false), it->clause);
            if (it->warned)
                to[v] += with_clause(word_of(it->warning_ns, it->warning_form, true),
                                     it->warning_clause);
        }
    }
}

static void find(const work *one, const fusion_report *reports, sums to)
{
    for (size_t i = 0; i < SLICE; i++) {
        const fusion_verdict verdict = fusion_gate_judge(one->load.precedents, &reports[i]);
        for (size_t s = 0; s < verdict.count; s++) {
            const fusion_share *it = &verdict.shares[s];
            const uint64_t word =
                word_of(fusion_share_release_ns(it, reports[i].stamp_ns), it->form, it->warning);
            const uint16_t *clause = it->clauses;
            for (uint64_t left = it->views; left; left &= left - 1)
                to[__builtin_ctzll(left)] += with_clause(word, *clause++);
        }
    }
}

/* Seconds to find all reports of the moment, those of the slice to be held against what is worked
 * out. */
static double find_all(work *one, size_t slice)
{
    const double begin = bench_now();
    for (size_t i = 0; i < SLICES; i++)
        find(one, one->load.reports + i * SLICE, i == slice ? one->found : one->others);
    return bench_now() - begin;
}

static bool case_round(work *one, size_t round)
{
    const size_t slice = round % SLICES;
    memset(one->worked_out, 0, sizeof one->worked_out);
    memset(one->found, 0, sizeof one->found);
    const double begin = bench_now();
    work_out(one, one->load.reports + slice * SLICE, one->worked_out);
    const double plain = bench_now() - begin;
    double seconds = find_all(one, slice);
    for (size_t pass = 1; pass < PASSES; pass++) {
        gate_load_go_on(&one->load);
        seconds += find_all(one, SLICES);
    }
    gate_load_go_on(&one->load);
    if (memcmp(one->found, one->worked_out, sizeof one->found) != 0) {
        say_error("%s: what was found by precedent is not what is worked out.", one->to->name);
        return false;
    }
    if (round > 0) {
        bench_add(&one->plain, SLICE / plain);
        bench_add(one->to, PASSES * GATE_LOAD_REPORTS / seconds);
    }
    return true;
}

static bool works_begin(bench *all, work works[CASES])
{
    for (size_t i = 0; i < CASES; i++) {
        work *one = &works[i];
        one->to = bench_find(all, cases[i].name);
        one->views = view_counts[i / (2 * LENGTHS)];
        if (!one->to)
            continue;
        one->to->views = one->views;
        if (!gate_load_make(&one->load, clause_counts[i / 2 % LENGTHS], one->views, i % 2 == 1))
            return false;
    }
    return true;
}

static bool gate_run(bench *all)
{
    work *works = calloc(CASES, sizeof *works);
    if (!works)
        say_error("memory was refused.");
    bool good = works && works_begin(all, works);
    for (size_t round = 0; good && round <= all->runs; round++)
        for (size_t i = 0; good && i < CASES; i++)
            if (works[i].to)
                good = !bench_stopped(all, works[i].to->name, round, all->runs + 1) &&
                       case_round(&works[i], round);
    for (size_t i = 0; works && i < CASES; i++) {
        if (works[i].to && works[i].plain.runs > 0)
            works[i].to->versus_plain =
                bench_quantile(works[i].to, 0.5) / bench_quantile(&works[i].plain, 0.5);
        gate_load_free(&works[i].load);
    }
    free(works);
    return good;
}

const bench_group bench_gate = {.name = "gate", .count = CASES, .cases = cases, .run = gate_run};
