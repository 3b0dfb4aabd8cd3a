#include "release/books.h"
#include "release/features.h"
#include "release/shrink.h"
#include "release/trial.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORLDS = 400, REPORTS = 30, COVERED_WORLDS = 150 };

/* Do gate and oracle agree for all views at once, worked out and by precedent, and for the case's
 * audience, asked alone? */
static bool agrees(trial *t, const world_case *one, size_t *given)
{
    trial_sight sights[WORLD_VIEWS], recalled[WORLD_VIEWS];
    oracle_question questions[WORLD_RULES];
    bool same = true;
    trial_decide(t, &one->report, sights);
    trial_recall(t, &one->report, recalled);
    for (unsigned r = 0; r < t->w.rule_count; r++)
        oracle_begin(&questions[r], &t->judge, &one->report, r);
    for (unsigned v = 0; v < t->w.view_count; v++) {
        trial_sight judged;
        oracle_ask(&questions[t->w.views[v].rule], t->w.views[v].audience, &judged.track,
                   &judged.warning);
        same = same && trial_same_release(&sights[v].track, &judged.track) &&
               trial_same_release(&sights[v].warning, &judged.warning) &&
               trial_same(&recalled[v], &sights[v]);
        *given += judged.track.granted || judged.warning.granted;
    }
    if (one->audience == 1u << t->w.sensors[one->report.sensor].nation)
        return same;
    const trial_sight asked = trial_ask(t, &one->report, one->rule, one->audience);
    const trial_sight judged = trial_expect(t, one);
    return same && trial_same(&asked, &judged);
}

/* With places where they are, or moved by position steps. */
static bool begin(trial *t, const world *w, bool moves)
{
    return trial_begin(t, w, w->act_count) && (!moves || trial_move(t));
}

static bool differs(void *context, const world *w, const world_case *one)
{
    const bool *moves = context;
    trial t;
    size_t given = 0;
    const bool begun = begin(&t, w, *moves);
    const bool different = begun && !agrees(&t, one, &given);
    trial_end(&t);
    return different;
}

static void say_difference(const world *of, const world_case *at, bool moves)
{
    world w = *of;
    world_case one = *at;
    trial t;
    shrink(&w, &one, differs, &moves);
    if (begin(&t, &w, moves)) {
        trial_print(&t, &one);
        for (unsigned v = 0; v < w.view_count; v++)
            printf("    view 0x%x under r%u\n", w.views[v].audience, w.views[v].rule);
    }
    trial_end(&t);
}

/* false: a difference was found and printed. */
static bool try_world(uint64_t seed, bool moves, size_t *cases, size_t *given)
{
    static const int epochs[] = {1, 1, 5, 30};
    world w;
    world_draw(&w, seed);
    w.epoch = epochs[seed % 4];
    trial t;
    bool good = begin(&t, &w, moves);
    if (!good)
        printf("\n    seed %llu: refused: %s", (unsigned long long)seed,
               book_messages.count > 0 ? book_messages.kept[0].text : "");
    uint64_t state = seed ^ UINT64_C(0xA5A5A5A5);
    for (unsigned i = 0; good && i < REPORTS; i++) {
        world_case one;
        world_draw_case(&w, &state, &one);
        good = agrees(&t, &one, given);
        *cases += w.view_count + 1;
        if (!good)
            say_difference(&w, &one, moves);
    }
    trial_end(&t);
    return good;
}

static void compare_worlds(uint64_t usual, bool moves)
{
    const uint64_t first = trial_seed(), last = first + trial_worlds(usual);
    size_t cases = 0, given = 0;
    bool good = true;
    for (uint64_t seed = first; good && seed < last; seed++)
        good = try_world(seed, moves, &cases, &given);
    CU_ASSERT_TRUE(good);
    printf("(seed %llu, %zu reports, %zu cases, %zu given) ", (unsigned long long)first,
           cases / (WORLD_VIEWS + 1), cases, given);
    /* A gate that gives nothing would agree with a judge that gives nothing. */
    CU_ASSERT_TRUE(given > cases / 10);
}

static void the_gate_agrees_with_a_second_reading_of_the_rules(void)
{
    compare_worlds(WORLDS, false);
}

static void it_agrees_where_position_steps_move_places(void)
{
    compare_worlds(WORLDS / 4, true);
}

/* For how many cases of a world each feature decides the oracle's answer. */
static void count_decided(const world *w, size_t decided[FEATURES])
{
    static trial without[FEATURES], with;
    bool there[FEATURES];
    with.w = *w;
    oracle_make(&with.judge, &with.w, w->act_count);
    for (unsigned f = 0; f < FEATURES; f++) {
        world_case none = {.rule = 0};
        without[f].w = *w;
        features[f].drop(&without[f].w, &none, features[f].which);
        there[f] = features[f].of_case || memcmp(&without[f].w, w, sizeof *w) != 0;
        if (there[f])
            oracle_make(&without[f].judge, &without[f].w, without[f].w.act_count);
    }
    uint64_t state = w->seed ^ UINT64_C(0xA5A5A5A5);
    for (unsigned i = 0; i < REPORTS; i++) {
        world_case one;
        world_draw_case(w, &state, &one);
        const trial_sight seen = trial_expect(&with, &one);
        for (unsigned f = 0; f < FEATURES; f++) {
            world_case other = one;
            world spare = *w;
            if (!there[f])
                continue;
            features[f].drop(&spare, &other, features[f].which);
            const trial_sight unsaid =
                trial_expect(features[f].of_case ? &with : &without[f], &other);
            decided[f] += !trial_same(&seen, &unsaid);
        }
    }
}

static bool all_decided(const size_t decided[FEATURES])
{
    for (unsigned f = 0; f < FEATURES; f++)
        if (decided[f] == 0)
            return false;
    return true;
}

/* The rarest takes some hundreds of worlds. */
static void the_random_rules_make_every_feature_decide(void)
{
    const uint64_t first = trial_seed(), usual = trial_worlds(COVERED_WORLDS);
    size_t decided[FEATURES] = {0};
    uint64_t worlds = 0;
    for (; worlds < usual || (!all_decided(decided) && worlds < 10 * usual); worlds++) {
        world w;
        world_draw(&w, first + worlds);
        count_decided(&w, decided);
    }
    printf("(seed %llu, %llu reports, of which each decides)", (unsigned long long)first,
           (unsigned long long)worlds * REPORTS);
    for (unsigned f = 0; f < FEATURES; f++) {
        printf("%s%26s %6zu", f % 3 == 0 ? "\n   " : "", features[f].name, decided[f]);
        CU_ASSERT_TRUE(decided[f] > 0);
    }
    printf("\n    ");
}

CU_TestInfo oracle_tests[] = {
    {"the gate agrees with a second reading of the rules",
     the_gate_agrees_with_a_second_reading_of_the_rules},
    {"it agrees where position steps move places", it_agrees_where_position_steps_move_places},
    {"the random rules make every feature decide", the_random_rules_make_every_feature_decide},
    CU_TEST_INFO_NULL,
};
