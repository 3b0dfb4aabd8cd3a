#include "release/books.h"
#include "release/trial.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORLDS = 1000, REPORTS = 100 };

static const uint64_t first_seed = 41;

/* Worked out, and by precedent. */
static bool agrees(trial *t, const world_case *one)
{
    oracle_release track, warning, own_track, own_warning;
    oracle_ask(&t->judge, &one->report, one->rule, one->audience, &own_track, &own_warning);
    trial_ask(t, &one->report, one->rule, one->audience, &track, &warning);
    if (!trial_same(&track, &own_track) || !trial_same(&warning, &own_warning))
        return false;
    return !trial_judge(t, &one->report, one->rule, one->audience, &track, &warning) ||
           (trial_same(&track, &own_track) && trial_same(&warning, &own_warning));
}

/* Does the case still differ with that part of the world taken out? */
static bool differs(const world *w, const world_case *one)
{
    trial t;
    const bool begun = trial_begin(&t, w, w->act_count);
    const bool different = begun && !agrees(&t, one);
    trial_end(&t);
    return different;
}

#define DROP(list, index, count)                                                                   \
    memmove(&(list)[index], &(list)[(index) + 1], ((count) - (index)-1) * sizeof(list)[0])

/* Takes out acts, entries and clauses that the difference does not need. Approvals name clauses by
 * number, so clauses before one that is approved stay. */
static void shrink(world *w, const world_case *one)
{
    bool smaller = true;
    while (smaller) {
        smaller = false;
        for (unsigned part = 0; part < 3 && !smaller; part++) {
            const unsigned count = part == 0   ? w->act_count
                                   : part == 1 ? w->entry_count
                                               : w->clause_count;
            for (unsigned i = 0; i < count && !smaller; i++) {
                world less = *w;
                if (part == 0)
                    DROP(less.acts, i, less.act_count--);
                else if (part == 1)
                    DROP(less.entries, i, less.entry_count--);
                else
                    DROP(less.clauses, i, less.clause_count--);
                smaller = differs(&less, one);
                if (smaller)
                    *w = less;
            }
        }
    }
}

static void say_difference(const trial *t, const world_case *one)
{
    world w = t->w;
    shrink(&w, one);
    trial small;
    if (trial_begin(&small, &w, w.act_count))
        trial_print(&small, one);
    trial_end(&small);
}

/* false: a difference was found and printed. */
static bool try_world(uint64_t seed, size_t *cases, size_t *given)
{
    world w;
    world_draw(&w, seed);
    trial t;
    bool good = trial_begin(&t, &w, w.act_count);
    if (!good)
        printf("\n    seed %llu: refused: %s", (unsigned long long)seed,
               book_messages.count > 0 ? book_messages.kept[0].text : "");
    uint64_t state = seed ^ UINT64_C(0xA5A5A5A5);
    for (unsigned i = 0; good && i < REPORTS; i++) {
        world_case one;
        world_draw_case(&w, &state, &one);
        if (one.audience == 1u << w.sensors[one.report.sensor].nation)
            continue;
        oracle_release track, warning;
        oracle_ask(&t.judge, &one.report, one.rule, one.audience, &track, &warning);
        *given += track.granted || warning.granted;
        (*cases)++;
        good = agrees(&t, &one);
        if (!good)
            say_difference(&t, &one);
    }
    trial_end(&t);
    return good;
}

static void the_gate_agrees_with_a_second_reading_of_the_rules(void)
{
    const uint64_t last = first_seed + trial_worlds(WORLDS);
    size_t cases = 0, given = 0;
    bool good = true;
    for (uint64_t seed = first_seed; good && seed < last; seed++)
        good = try_world(seed, &cases, &given);
    CU_ASSERT_TRUE(good);
    printf("(seed %llu, %zu cases, %zu given) ", (unsigned long long)first_seed, cases, given);
    /* A gate that gives nothing would agree with a judge that gives nothing. */
    CU_ASSERT_TRUE(given > cases / 10);
}

CU_TestInfo oracle_tests[] = {
    {"the gate agrees with a second reading of the rules",
     the_gate_agrees_with_a_second_reading_of_the_rules},
    CU_TEST_INFO_NULL,
};
