/* What may be lost of a past that is known in outline alone, held against what is lost of each
 * report: random worlds, every feature. */
#include "release/trial.h"
#include "suites.h"

#include <stdio.h>

enum { WORLDS = 150, REPORTS = 30, TIMES = 4 };

#define NS INT64_C(1000000000)

typedef struct tally {
    size_t lost, told, given;
} tally;

static bool owns(const trial *t, const fusion_report *report, size_t view)
{
    const char *code = t->registry.nations[report->nation].code;
    const fusion_view there = trial_view(t, t->w.views[view].rule, t->w.views[view].audience);
    return there.audience == UINT32_C(1) << fusion_nation_find(&t->registry, code);
}

/* Whatever was lost of the report since a time and up to another must be told of its outline, and
 * of a longer one that has more in it. */
static bool tells(const trial *t, const fusion_report *report, int64_t since_ns, int64_t at_ns,
                  tally *all)
{
    const fusion_past exact = {report->time_ns, report->time_ns, report->sensor,
                               report->categories};
    const fusion_past wide = {report->time_ns - 40 * NS, report->time_ns + 40 * NS, report->sensor,
                              0xFF};
    uint64_t tracks[2], warnings[2];
    fusion_gate_removed(t->gate, report, since_ns, &tracks[0], &warnings[0]);
    fusion_gate_removed(t->gate, report, at_ns, &tracks[1], &warnings[1]);
    for (size_t v = 0; v < t->w.view_count; v++) {
        const bool lost = (tracks[1] & ~tracks[0]) >> v & 1u;
        const bool told = fusion_gate_may_lose(t->gate, v, &exact, since_ns, at_ns);
        all->lost += lost;
        all->told += told;
        if ((lost && !told) || (told && owns(t, report, v)) ||
            (told && !fusion_gate_may_lose(t->gate, v, &wide, since_ns, at_ns)))
            return false;
    }
    return true;
}

static bool try_world(uint64_t seed, tally *all)
{
    world w;
    trial t;
    world_draw(&w, seed);
    bool good = trial_begin(&t, &w, w.act_count);
    uint64_t state = seed;
    for (unsigned i = 0; good && i < REPORTS; i++) {
        world_case one;
        fusion_report report;
        world_draw_case(&w, &state, &one);
        trial_report(&t, &one.report, &report);
        for (unsigned n = 0; good && n < TIMES; n++) {
            const int64_t since_ns = report.stamp_ns + NS * world_below(&state, 200);
            all->given += t.w.view_count;
            good = tells(&t, &report, since_ns, since_ns + NS * world_below(&state, 400), all);
        }
    }
    if (!good)
        printf("\n    seed %llu ", (unsigned long long)seed);
    trial_end(&t);
    return good;
}

static void what_is_lost_of_a_report_is_lost_of_its_outline(void)
{
    tally all = {0};
    const uint64_t first = trial_seed(), last = first + trial_worlds(WORLDS);
    for (uint64_t seed = first; seed < last; seed++)
        CU_ASSERT_TRUE(try_world(seed, &all));
    printf("(seed %llu, %zu asked, %zu lost, %zu told) ", (unsigned long long)first, all.given,
           all.lost, all.told);
    /* Without losses nothing was shown, and one who always tells would be right. */
    CU_ASSERT_TRUE(all.lost > 1000);
    CU_ASSERT_TRUE(all.told < all.given / 2);
}

CU_TestInfo past_tests[] = {
    {"what is lost of a report is lost of its outline",
     what_is_lost_of_a_report_is_lost_of_its_outline},
    CU_TEST_INFO_NULL,
};
