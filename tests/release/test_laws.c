/* The laws of the rule book, each by its number: 1 to 6, and 9. The others are in
 * test_laws_of_ways.c. */
#include "release/laws.h"

#include "release/books.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool same_sight(const law_pair *pair)
{
    return trial_same(&pair->was, &pair->changed);
}

static bool changed_is_no_wider(const law_pair *pair)
{
    return law_no_wider(&pair->changed, &pair->was);
}

static bool changed_is_no_narrower(const law_pair *pair)
{
    return law_no_wider(&pair->was, &pair->changed);
}

static bool changed_sees_nothing(const law_pair *pair)
{
    return !pair->changed.track.granted && !pair->changed.warning.granted;
}

static void take_out_act(world *w, unsigned index)
{
    memmove(&w->acts[index], &w->acts[index + 1], (--w->act_count - index) * sizeof w->acts[0]);
}

/* What is said of a clause or an agreement that is not there any more is said of nothing. */
static void take_out_idle_acts(world *w)
{
    for (unsigned i = w->act_count; i-- > 0;) {
        const world_act *act = &w->acts[i];
        const bool holds = act->verb == WORLD_HOLD || act->verb == WORLD_WITHDRAW;
        const bool clause = act->verb == WORLD_APPROVE || act->verb == WORLD_APPROVE_ITEM;
        const bool agreement = act->verb == WORLD_BECOMES || (holds && act->target == 4);
        if ((clause && act->index >= w->clause_count) ||
            (agreement && !world_has_clause(w, act->index)))
            take_out_act(w, i);
    }
}

/* Law 1. */
static bool empty_something(world *w, world_case *one, uint64_t *state)
{
    const unsigned which = world_below(state, 3);
    if (which == 0)
        one->rule = 0;
    else if (which == 1)
        one->audience = 0;
    else
        w->clause_count = 0;
    take_out_idle_acts(w);
    return true;
}

static void an_empty_book_rule_or_audience_is_given_nothing(void)
{
    law_check(&(law){"empty", empty_something, changed_sees_nothing});
}

/* Law 1: what is not wholly readable is no book, and without a book there is no gate. */
static void a_book_with_one_bad_character_is_no_book(void)
{
    static const char *const bad[] = {"\t", "\x01", "\xff", "\xe2\x80\x8b", "\xe2\x80\xae"};
    uint64_t state = trial_seed();
    for (int i = 0; i < 300; i++) {
        world w;
        world_draw(&w, trial_seed() + (uint64_t)i);
        char *text = world_write(&w);
        const size_t at = world_below(&state, (unsigned)strlen(text));
        char *spoilt = malloc(strlen(text) + 8);
        CU_ASSERT_PTR_NOT_NULL_FATAL(spoilt);
        sprintf(spoilt, "%.*s%s%s", (int)at, text, bad[i % 5], text + at);
        fusion_book *book = book_from(spoilt);
        CU_ASSERT_PTR_NULL(book);
        fusion_book_destroy(book);
        free(spoilt);
        free(text);
    }
}

/* Law 2. */
static bool reorder(world *w, world_case *one, uint64_t *state)
{
    (void)one;
    w->order = 1 + world_below(state, 7);
    return true;
}

static void the_order_of_lists_changes_nothing(void)
{
    law_check(&(law){"order", reorder, same_sight});
}

static bool spread(world *w, world_case *one, uint64_t *state)
{
    (void)one;
    (void)state;
    w->layout = 1;
    return true;
}

static void the_layout_changes_nothing(void)
{
    law_check(&(law){"layout", spread, same_sight});
}

static bool rename_all(world *w, world_case *one, uint64_t *state)
{
    (void)one;
    w->naming = 1 + world_below(state, 1000);
    return true;
}

static void renaming_nations_sensors_and_clauses_changes_nothing(void)
{
    law_check(&(law){"names", rename_all, same_sight});
}

/* Laws 2 and 9: whatever was asked before, and however often. */
static void a_decision_asks_about_no_other_report(void)
{
    enum { MANY = 40 };
    for (uint64_t seed = trial_seed(); seed < trial_seed() + 40; seed++) {
        static world_case cases[MANY];
        static trial_sight first[MANY][WORLD_VIEWS], again[WORLD_VIEWS];
        world w;
        trial t;
        uint64_t state = ~seed;
        world_draw(&w, seed);
        CU_ASSERT_TRUE_FATAL(trial_begin(&t, &w, w.act_count));
        for (unsigned i = 0; i < MANY; i++) {
            world_draw_case(&w, &state, &cases[i]);
            trial_decide(&t, &cases[i].report, first[i]);
        }
        for (unsigned i = 0; i < 3 * MANY; i++) {
            const unsigned one = world_below(&state, MANY);
            trial_decide(&t, &cases[one].report, again);
            for (unsigned v = 0; v < w.view_count; v++)
                CU_ASSERT_TRUE(trial_same(&again[v], &first[one][v]));
        }
        trial_end(&t);
    }
}

/* Law 3. */
static bool drop_clause(world *w, world_case *one, uint64_t *state)
{
    (void)one;
    (void)state;
    if (w->clause_count == 0)
        return false;
    w->clause_count--;
    take_out_idle_acts(w);
    return true;
}

static void an_added_clause_takes_nothing_away(void)
{
    law_check(&(law){"clause", drop_clause, changed_is_no_wider});
}

/* Law 4. */
static bool drop_entry(world *w, world_case *one, uint64_t *state)
{
    (void)one;
    if (w->entry_count == 0)
        return false;
    const unsigned index = world_below(state, w->entry_count);
    memmove(&w->entries[index], &w->entries[index + 1],
            (--w->entry_count - index) * sizeof w->entries[0]);
    return true;
}

static void a_never_or_a_limit_brings_nothing(void)
{
    law_check(&(law){"never, limit", drop_entry, changed_is_no_narrower});
}

static bool narrows(const world_act *act)
{
    if (act->lift)
        return false;
    return act->verb == WORLD_HOLD || act->verb == WORLD_WITHDRAW ||
           (act->verb == WORLD_BECOMES && (act->state == 2 || act->state == 4 || act->state == 5));
}

static bool drop_narrowing_act(world *w, world_case *one, uint64_t *state)
{
    (void)one;
    const unsigned first = world_below(state, WORLD_ACTS);
    for (unsigned i = 0; i < w->act_count; i++) {
        const unsigned index = (first + i) % w->act_count;
        if (narrows(&w->acts[index])) {
            take_out_act(w, index);
            return true;
        }
    }
    return false;
}

static void a_hold_a_withdrawal_or_a_suspension_brings_nothing(void)
{
    law_check(&(law){"hold", drop_narrowing_act, changed_is_no_narrower});
}

static bool end_sooner(world *w, world_case *one, uint64_t *state)
{
    (void)one;
    world_agreement *agreement = &w->agreements[world_below(state, w->agreement_count)];
    const int last = agreement->events[agreement->event_count - 1].at;
    if (agreement->until <= last + 20)
        return false;
    agreement->until = last + 20;
    return true;
}

static void an_agreement_cut_short_brings_nothing(void)
{
    law_check(&(law){"until", end_sooner, changed_is_no_wider});
}

/* Owners' entries hold in their windows too: there a cut widens, so only clauses may use it. */
static bool cut_window(world *w, world_case *one, uint64_t *state)
{
    (void)one;
    if (w->period_count == 0)
        return false;
    const unsigned index = world_below(state, w->period_count);
    for (unsigned e = 0; e < w->entry_count; e++)
        if (w->entries[e].scope.during >> index & 1u)
            return false;
    int *window = w->periods[index];
    const int half = (window[1] - window[0]) / 2;
    if (world_below(state, 2) == 0)
        window[0] += half;
    else
        window[1] -= half;
    return true;
}

static void a_window_cut_short_brings_nothing(void)
{
    law_check(&(law){"window", cut_window, changed_is_no_wider});
}

static bool except_more(world *w, world_case *one, uint64_t *state)
{
    (void)one;
    if (w->clause_count == 0)
        return false;
    world_scope *scope = &w->clauses[world_below(state, w->clause_count)].scope;
    scope->except_sensors |= 1u << world_below(state, w->sensor_count);
    if (w->area_count > 0)
        scope->except_areas |= 1u << world_below(state, w->area_count);
    return true;
}

static void an_exception_brings_nothing(void)
{
    law_check(&(law){"except", except_more, changed_is_no_wider});
}

static bool add_caveat(world *w, world_case *one, uint64_t *state)
{
    const unsigned which = world_below(state, 3);
    one->report.owner_only |= which == 0;
    one->report.no_relay |= which == 1;
    one->report.not_to |= which == 2 ? 1u << world_below(state, w->nations) : 0;
    return true;
}

static void a_caveat_brings_nothing(void)
{
    law_check(&(law){"caveat", add_caveat, changed_is_no_wider});
}

static bool add_category(world *w, world_case *one, uint64_t *state)
{
    (void)w;
    if (one->report.categories != 0) /* a report without any goes to nobody: one is the least */
        one->report.categories |= 1u << world_below(state, 8);
    return true;
}

static void a_category_brings_nothing(void)
{
    law_check(&(law){"category", add_category, changed_is_no_wider});
}

/* Law 5. */
static bool forget_place(world *w, world_case *one, uint64_t *state)
{
    (void)w;
    one->report.height_known = false;
    if (one->report.kind == 3 && world_below(state, 2) == 0)
        one->report.placed = false;
    return true;
}

static void what_is_not_known_brings_nothing(void)
{
    law_check(&(law){"unknown place", forget_place, changed_is_no_wider});
}

/* Law 6. */
static void the_owner_has_its_own_exactly_in_every_book(void)
{
    size_t owners = 0;
    for (uint64_t seed = trial_seed(); seed < trial_seed() + 150; seed++) {
        trial_sight sights[WORLD_VIEWS];
        world w;
        world_case one;
        trial t;
        uint64_t state = ~seed;
        world_draw(&w, seed);
        CU_ASSERT_TRUE_FATAL(trial_begin(&t, &w, w.act_count));
        for (unsigned i = 0; i < 20; i++) {
            world_draw_case(&w, &state, &one);
            trial_decide(&t, &one.report, sights);
            for (unsigned v = 0; v < w.view_count; v++) {
                if (w.views[v].audience != 1u << w.sensors[one.report.sensor].nation)
                    continue;
                const oracle_release own = {
                    .granted = true, .at_ns = one.report.stamp_ns, .removed_ns = ORACLE_NEVER};
                CU_ASSERT_TRUE(trial_same_release(&sights[v].track, &own));
                CU_ASSERT_FALSE(sights[v].warning.granted);
                owners++;
            }
        }
        trial_end(&t);
    }
    CU_ASSERT_TRUE(owners > 3000);
}

/* That a never takes nothing away is no law. What shows it needs an owner, a receiver, a sensor, a
 * clause and the never. */
static void a_wrong_law_is_broken_by_a_book_of_one_clause(void)
{
    const law wrong = {"wrong", drop_entry, changed_is_no_wider};
    size_t tried;
    world w;
    world_case one;
    CU_ASSERT_TRUE_FATAL(law_broken(&wrong, trial_seed(), 150, &tried, &w, &one));
    CU_ASSERT_EQUAL(w.clause_count, 1);
    CU_ASSERT_EQUAL(w.entry_count, 1);
    CU_ASSERT_EQUAL(w.act_count, 0);
    CU_ASSERT_EQUAL(w.area_count + w.period_count + w.emergency_count, 0);
    CU_ASSERT_EQUAL(w.agreement_count, 1);
    CU_ASSERT_EQUAL(w.agreements[0].event_count, 1);
    CU_ASSERT_EQUAL(w.sensor_count + w.unlisted_count, 1);
    CU_ASSERT_EQUAL(w.nations, 2);
    CU_ASSERT_EQUAL(w.form_count, 0);
    CU_ASSERT_EQUAL(w.view_count, 1);
    CU_ASSERT_EQUAL(one.report.categories & (one.report.categories - 1), 0);
}

CU_TestInfo laws_tests[] = {
    {"an empty book rule or audience is given nothing",
     an_empty_book_rule_or_audience_is_given_nothing},
    {"a book with one bad character is no book", a_book_with_one_bad_character_is_no_book},
    {"the order of lists changes nothing", the_order_of_lists_changes_nothing},
    {"the layout changes nothing", the_layout_changes_nothing},
    {"renaming nations sensors and clauses changes nothing",
     renaming_nations_sensors_and_clauses_changes_nothing},
    {"a decision asks about no other report", a_decision_asks_about_no_other_report},
    {"an added clause takes nothing away", an_added_clause_takes_nothing_away},
    {"a never or a limit brings nothing", a_never_or_a_limit_brings_nothing},
    {"a hold a withdrawal or a suspension brings nothing",
     a_hold_a_withdrawal_or_a_suspension_brings_nothing},
    {"an agreement cut short brings nothing", an_agreement_cut_short_brings_nothing},
    {"a window cut short brings nothing", a_window_cut_short_brings_nothing},
    {"an exception brings nothing", an_exception_brings_nothing},
    {"a caveat brings nothing", a_caveat_brings_nothing},
    {"a category brings nothing", a_category_brings_nothing},
    {"what is not known brings nothing", what_is_not_known_brings_nothing},
    {"the owner has its own exactly in every book", the_owner_has_its_own_exactly_in_every_book},
    {"a wrong law is broken by a book of one clause",
     a_wrong_law_is_broken_by_a_book_of_one_clause},
    CU_TEST_INFO_NULL,
};
