/* bench_gate.c - what the gate decides in a second, by precedent and worked out every time.
 *
 * Both look at each report for all views and add up what they find, view by view: the sums must be
 * the same. A round finds two minutes of reports, and works out an eighth of its first four seconds
 * too. Time goes on from pass to pass, as it does in an exercise.
 */
#include "tools/bench.h"
#include "tools/bench_gate_load.h"
#include "tools/say.h"

#include <stdlib.h>

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

enum { SLICES = 8, SLICE = GATE_LOAD_REPORTS / SLICES, PASSES = 32 };

typedef struct work {
    bench_case *to;
    gate_load load;
    unsigned views;
    bench_case plain; /* its samples */
} work;

static uint64_t weighed(size_t view, bool warning, int64_t at_ns, uint8_t form)
{
    return (uint64_t)at_ns * (2 * view + 1 + 128 * warning) + form;
}

static uint64_t plain_sum(const work *one, const fusion_report *reports)
{
    fusion_decision decisions[FUSION_VIEWS_MAX];
    uint64_t sum = 0;
    for (size_t i = 0; i < SLICE; i++) {
        fusion_gate_decide(one->load.gate, &reports[i], decisions);
        for (size_t v = 0; v < one->views; v++) {
            const fusion_decision *it = &decisions[v];
            if (it->released)
                sum += weighed(v, false, it->release_ns, it->form);
            if (it->warned)
                sum += weighed(v, true, it->warning_ns, it->warning_form);
        }
    }
    return sum;
}

static uint64_t found_sum(const work *one, const fusion_report *reports)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < SLICE; i++) {
        const fusion_verdict *it = fusion_gate_judge(one->load.precedents, &reports[i]);
        const int64_t stamp_ns = reports[i].stamp_ns;
        for (uint64_t left = it->released, v; left; left &= left - 1) {
            v = (uint64_t)__builtin_ctzll(left);
            sum += weighed(v, false, stamp_ns + it->release_after_ns[v], it->form[v]);
        }
        for (uint64_t left = it->warned, v; left; left &= left - 1) {
            v = (uint64_t)__builtin_ctzll(left);
            sum += weighed(v, true, stamp_ns + it->warning_after_ns[v], it->warning_form[v]);
        }
    }
    return sum;
}

/* Seconds to find all reports of the moment; *sum: of the slice, which must be what is worked out.
 */
static double find_all(const work *one, size_t slice, uint64_t *sum)
{
    const double begin = bench_now();
    for (size_t i = 0; i < SLICES; i++) {
        const uint64_t part = found_sum(one, one->load.reports + i * SLICE);
        if (i == slice)
            *sum = part;
    }
    return bench_now() - begin;
}

static bool case_round(work *one, size_t round)
{
    const size_t slice = round % SLICES;
    uint64_t found = 0, later;
    const double begin = bench_now();
    const uint64_t worked_out = plain_sum(one, one->load.reports + slice * SLICE);
    const double plain = bench_now() - begin;
    double seconds = find_all(one, slice, &found);
    for (size_t pass = 1; pass < PASSES; pass++) {
        gate_load_go_on(&one->load);
        seconds += find_all(one, slice, &later);
    }
    gate_load_go_on(&one->load);
    if (found != worked_out) {
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
