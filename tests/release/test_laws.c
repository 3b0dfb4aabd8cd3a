#include "release/books.h"
#include "release/trial.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORLDS = 400, CASES = 40 };

/* What one case comes to. */
typedef struct sight {
    oracle_release track, warning;
} sight;

static sight look(const trial *t, const world_case *one)
{
    sight seen;
    trial_ask(t, &one->report, one->rule, one->audience, &seen.track, &seen.warning);
    return seen;
}

static const oracle_release *first_of(const sight *seen)
{
    return seen->warning.granted ? &seen->warning : &seen->track;
}

/* What the narrower world shows, the wider shows too, no later. */
static bool no_wider(const sight *narrow, const sight *wide)
{
    const oracle_release *early = first_of(narrow), *other = first_of(wide);
    if (early->granted && (!other->granted || other->at_ns > early->at_ns))
        return false;
    return !narrow->track.granted ||
           (wide->track.granted && wide->track.at_ns <= narrow->track.at_ns);
}

static bool same_sight(const sight *one, const sight *other)
{
    return trial_same(&one->track, &other->track) && trial_same(&one->warning, &other->warning);
}

/* Makes other from w, and the case with it; false: there is nothing to change here. */
typedef bool change(world *other, world_case *one, uint64_t *state);
typedef bool law(const sight *changed, const sight *was);

static bool try_case(const trial *was, const trial *changed, change *of, law *holds,
                     uint64_t *state, const char *name)
{
    world_case one;
    world_draw_case(&was->w, state, &one);
    world_case other = one;
    world kept = was->w;
    uint64_t again = kept.seed;
    of(&kept, &other, &again);
    if (one.audience == 1u << was->w.sensors[one.report.sensor].nation)
        return true;
    const sight before = look(was, &one), after = look(changed, &other);
    if (holds(&after, &before))
        return true;
    printf("\n    %s, seed %llu; first as it was, then changed:", name,
           (unsigned long long)was->w.seed);
    trial_print(was, &one);
    trial_print(changed, &other);
    return false;
}

static bool try_world(uint64_t seed, change *of, law *holds, size_t *tried, const char *name)
{
    world w;
    world_draw(&w, seed);
    world other = w;
    world_case none = {.rule = 0};
    uint64_t again = seed, state = seed + 1;
    if (!of(&other, &none, &again))
        return true;
    trial was, changed;
    bool good = trial_begin(&was, &w, w.act_count);
    good = trial_begin(&changed, &other, other.act_count) && good;
    if (!good)
        printf("\n    %s, seed %llu: refused: %s", name, (unsigned long long)seed,
               book_messages.count > 0 ? book_messages.kept[0].text : "");
    for (unsigned i = 0; good && i < CASES; i++, (*tried)++)
        good = try_case(&was, &changed, of, holds, &state, name);
    trial_end(&was);
    trial_end(&changed);
    return good;
}

/* The law holds in every world that the change applies to; it applied to enough of them. */
static void check_law(const char *name, change *of, law *holds)
{
    const uint64_t first = 5000, last = first + trial_worlds(WORLDS);
    size_t tried = 0;
    bool good = true;
    for (uint64_t seed = first; good && seed < last; seed++)
        good = try_world(seed, of, holds, &tried, name);
    CU_ASSERT_TRUE(good);
    CU_ASSERT_TRUE(tried > CASES * (last - first) / 20);
}

static bool is_approval(const world_act *act)
{
    return act->verb == WORLD_APPROVE || act->verb == WORLD_APPROVE_ITEM;
}

static void drop_act(world *w, unsigned index)
{
    memmove(&w->acts[index], &w->acts[index + 1], (--w->act_count - index) * sizeof w->acts[0]);
}

static bool drop_clause(world *other, world_case *one, uint64_t *state)
{
    (void)one;
    (void)state;
    if (other->clause_count < 2)
        return false;
    other->clause_count--;
    for (unsigned i = other->act_count; i-- > 0;)
        if (is_approval(&other->acts[i]) && other->acts[i].index == other->clause_count)
            drop_act(other, i);
    /* What is said of an agreement without clauses is said of nothing. */
    for (unsigned i = other->act_count; i-- > 0;) {
        const world_act *act = &other->acts[i];
        const bool agreement =
            act->verb == WORLD_BECOMES ||
            ((act->verb == WORLD_HOLD || act->verb == WORLD_WITHDRAW) && act->target == 4);
        if (agreement && !world_has_clause(other, act->index))
            drop_act(other, i);
    }
    return true;
}

static void an_added_clause_takes_nothing_away(void)
{
    check_law("clause", drop_clause, no_wider);
}

static bool wider(const sight *changed, const sight *was)
{
    return no_wider(was, changed);
}

static bool drop_entry(world *other, world_case *one, uint64_t *state)
{
    (void)one;
    if (other->entry_count == 0)
        return false;
    const unsigned index = world_below(state, other->entry_count);
    memmove(&other->entries[index], &other->entries[index + 1],
            (--other->entry_count - index) * sizeof other->entries[0]);
    return true;
}

static void a_never_or_a_limit_brings_nothing(void)
{
    check_law("never, limit", drop_entry, wider);
}

static bool drop_narrowing_act(world *other, world_case *one, uint64_t *state)
{
    (void)one;
    (void)state;
    for (unsigned i = 0; i < other->act_count; i++) {
        const world_act *act = &other->acts[i];
        if (act->verb == WORLD_HOLD || act->verb == WORLD_WITHDRAW ||
            (act->verb == WORLD_BECOMES &&
             (act->state == 2 || act->state == 4 || act->state == 5))) {
            drop_act(other, i);
            return true;
        }
    }
    return false;
}

static void a_hold_a_withdrawal_or_a_suspension_brings_nothing(void)
{
    check_law("hold", drop_narrowing_act, wider);
}

static bool end_sooner(world *other, world_case *one, uint64_t *state)
{
    (void)one;
    world_agreement *agreement = &other->agreements[world_below(state, other->agreement_count)];
    const int last = agreement->events[agreement->event_count - 1].at;
    if (agreement->until <= last + 20)
        return false;
    agreement->until = last + 20;
    return true;
}

static void an_agreement_cut_short_brings_nothing(void)
{
    check_law("until", end_sooner, no_wider);
}

static bool except_more(world *other, world_case *one, uint64_t *state)
{
    (void)one;
    if (other->clause_count == 0)
        return false;
    world_scope *scope = &other->clauses[world_below(state, other->clause_count)].scope;
    scope->except_sensors |= 1u << world_below(state, other->sensor_count);
    if (other->area_count > 0)
        scope->except_areas |= 1u << world_below(state, other->area_count);
    return true;
}

static void an_exception_brings_nothing(void)
{
    check_law("except", except_more, no_wider);
}

static bool add_caveat(world *other, world_case *one, uint64_t *state)
{
    const unsigned which = world_below(state, 3);
    one->report.owner_only |= which == 0;
    one->report.no_relay |= which == 1;
    one->report.not_to |= which == 2 ? 1u << world_below(state, other->nations) : 0;
    return true;
}

static void a_caveat_brings_nothing(void)
{
    check_law("caveat", add_caveat, no_wider);
}

static bool add_member(world *other, world_case *one, uint64_t *state)
{
    one->audience |= 1u << world_below(state, other->nations);
    return true;
}

/* Law 8 as well: a release to an audience is a release to each subset, no later, a track no
 * coarser. */
static bool subset(const sight *more, const sight *fewer)
{
    if (!no_wider(more, fewer))
        return false;
    for (unsigned l = 0; more->track.granted && l < WORLD_LADDERS; l++)
        if (fewer->track.step[l] > more->track.step[l])
            return false;
    return true;
}

static void a_member_brings_nothing_and_makes_nothing_finer(void)
{
    check_law("member", add_member, subset);
}

static bool add_category(world *other, world_case *one, uint64_t *state)
{
    (void)other;
    if (one->report.categories != 0) /* a report without any goes to nobody: one is the least */
        one->report.categories |= 1u << world_below(state, 8);
    return true;
}

static void a_category_brings_nothing(void)
{
    check_law("category", add_category, no_wider);
}

static bool forget_place(world *other, world_case *one, uint64_t *state)
{
    (void)other;
    one->report.height_known = false;
    if (one->report.kind == 3 && world_below(state, 2) == 0)
        one->report.placed = false;
    return true;
}

static void what_is_not_known_brings_nothing(void)
{
    check_law("unknown place", forget_place, no_wider);
}

static bool reorder(world *other, world_case *one, uint64_t *state)
{
    (void)one;
    other->order = 1 + world_below(state, 7);
    return true;
}

static void the_order_of_lists_changes_nothing(void)
{
    check_law("order", reorder, same_sight);
}

static bool turn_world(world *other, world_case *one, uint64_t *state)
{
    (void)state;
    for (unsigned a = 0; a < other->area_count; a++) {
        other->areas[a].lon += 73.0;
        if (other->areas[a].lon >= 180.0)
            other->areas[a].lon -= 360.0;
    }
    one->report.lon += 73.0;
    if (one->report.lon >= 180.0)
        one->report.lon -= 360.0;
    return true;
}

static void turning_the_world_changes_nothing(void)
{
    check_law("turn", turn_world, same_sight);
}

static bool leave(world *other, world_case *one, uint64_t *state)
{
    (void)other;
    (void)one;
    (void)state;
    return true;
}

/* Nothing comes before it was received, and a warning only before its track. */
static bool in_time(const sight *changed, const sight *was)
{
    (void)changed;
    return !was->warning.granted || !was->track.granted || was->warning.at_ns < was->track.at_ns;
}

static void a_warning_comes_before_its_track_or_alone(void)
{
    check_law("warning", leave, in_time);
}

/* The owner, straight: exact to the hub, and from there with delay and form; against the same
 * given directly with both delays in the form. */
static void a_hub_is_as_good_as_a_form_with_its_delay(void)
{
    for (uint64_t seed = 1; seed <= 200; seed++) {
        world w;
        world_draw(&w, seed);
        if (w.nations < 3 || w.form_count == 0 || (w.observers & 6u) || w.forms[0].warning)
            continue;
        for (unsigned s = 0; s < w.sensor_count; s++)
            w.sensors[s].nation = 0;
        w.agreement_count = 1;
        w.agreements[0] = (world_agreement){.parties = (1u << w.nations) - 1,
                                            .until = WORLD_OPEN,
                                            .events = {{0, 0, 1}},
                                            .event_count = 1};
        w.entry_count = w.act_count = 0;
        w.rules[1] = w.rules[2] = 1;
        world_clause direct = {.to = 2, .via = -1, .gives = 255, .tracks = true, .notices = true};
        direct.scope.emergency = -1;
        world_clause onward = direct;
        onward.to = 4;
        onward.via = 1;
        onward.hop = 45;
        onward.form = 1;
        w.clauses[0] = direct;
        w.clauses[1] = onward;
        w.clause_count = 2;
        world straight = w;
        straight.forms[0].delay += 45;
        straight.clauses[1].via = -1;
        trial by_hub, by_form;
        const bool good = trial_begin(&by_hub, &w, 0) && trial_begin(&by_form, &straight, 0);
        CU_ASSERT_TRUE_FATAL(good);
        uint64_t state = seed;
        for (int i = 0; i < 20; i++) {
            world_case one;
            world_draw_case(&w, &state, &one);
            one.audience = 4;
            one.report.no_relay = false;
            one.report.not_to = 0;
            const sight hub = look(&by_hub, &one), form = look(&by_form, &one);
            CU_ASSERT_TRUE(same_sight(&hub, &form));
        }
        trial_end(&by_hub);
        trial_end(&by_form);
    }
}

CU_TestInfo laws_tests[] = {
    {"an added clause takes nothing away", an_added_clause_takes_nothing_away},
    {"a never or a limit brings nothing", a_never_or_a_limit_brings_nothing},
    {"a hold a withdrawal or a suspension brings nothing",
     a_hold_a_withdrawal_or_a_suspension_brings_nothing},
    {"an agreement cut short brings nothing", an_agreement_cut_short_brings_nothing},
    {"an exception brings nothing", an_exception_brings_nothing},
    {"a caveat brings nothing", a_caveat_brings_nothing},
    {"a member brings nothing and makes nothing finer",
     a_member_brings_nothing_and_makes_nothing_finer},
    {"a category brings nothing", a_category_brings_nothing},
    {"what is not known brings nothing", what_is_not_known_brings_nothing},
    {"the order of lists changes nothing", the_order_of_lists_changes_nothing},
    {"turning the world changes nothing", turning_the_world_changes_nothing},
    {"a warning comes before its track or alone", a_warning_comes_before_its_track_or_alone},
    {"a hub is as good as a form with its delay", a_hub_is_as_good_as_a_form_with_its_delay},
    CU_TEST_INFO_NULL,
};
