/* Laws 7, 8, 11 and 12 of the rule book: by which way something comes, and how long it stays. */
#include "release/laws.h"

#include "suites.h"

static bool same_sight(const law_pair *pair)
{
    return trial_same(&pair->was, &pair->changed);
}

/* Law 7: the owner gives the first of a chain all, exactly and at once, and each passes it on; the
 * last with a form. Straight: the last is given it directly, all delays in the form. */
static bool make_chain(world *w, unsigned hops)
{
    const world_clause first = {.to = 2,
                                .via = -1,
                                .gives = 255,
                                .tracks = true,
                                .notices = true,
                                .scope = {.emergency = -1}};
    if (w->nations < hops + 2 || w->form_count == 0 || w->observers || w->forms[0].warning)
        return false;
    for (unsigned s = 0; s < w->sensor_count; s++)
        w->sensors[s].nation = 0;
    w->agreement_count = 1;
    w->agreements[0] = (world_agreement){.parties = (1u << w->nations) - 1,
                                         .until = WORLD_OPEN,
                                         .events = {{0, 0, 1}},
                                         .event_count = 1};
    w->entry_count = w->act_count = 0;
    w->rules[1] = w->rules[2] = 1;
    w->clause_count = 1 + hops;
    w->clauses[0] = first;
    for (unsigned h = 1; h <= hops; h++) {
        w->clauses[h] = first;
        w->clauses[h].to = 2u << h;
        w->clauses[h].via = (int)h;
        w->clauses[h].hop_ms = (int)(h * 15250);
    }
    w->clauses[hops].form = 1;
    return true;
}

static void make_straight(world *w, unsigned hops)
{
    for (unsigned h = 1; h <= hops; h++)
        w->forms[0].delay_ms += w->clauses[h].hop_ms;
    w->clauses[hops].via = -1;
}

static void check_chain(unsigned hops)
{
    size_t given = 0;
    for (uint64_t seed = trial_seed(); seed < trial_seed() + 200; seed++) {
        world w;
        world_draw(&w, seed);
        if (!make_chain(&w, hops))
            continue;
        world straight = w;
        trial by_hops, by_form;
        uint64_t state = seed;
        make_straight(&straight, hops);
        CU_ASSERT_TRUE_FATAL(trial_begin(&by_hops, &w, 0) && trial_begin(&by_form, &straight, 0));
        for (int i = 0; i < 20; i++) {
            world_case one;
            world_draw_case(&w, &state, &one);
            one.report.no_relay = false;
            one.report.not_to = 0;
            const trial_sight relayed = trial_ask(&by_hops, &one.report, 1, 2u << hops);
            const trial_sight direct = trial_ask(&by_form, &one.report, 1, 2u << hops);
            CU_ASSERT_TRUE(trial_same(&relayed, &direct));
            given += direct.track.granted;
        }
        trial_end(&by_hops);
        trial_end(&by_form);
    }
    CU_ASSERT_TRUE(given > 100);
}

static void a_hub_is_as_good_as_a_form_with_its_delay(void)
{
    check_chain(1);
}

static void a_chain_is_as_good_as_a_form_with_the_sum_of_its_delays(void)
{
    check_chain(2);
}

/* Law 8, and 4: a release to an audience is a release to each subset, no later, a track no coarser.
 */
static bool add_member(world *w, world_case *one, uint64_t *state)
{
    one->audience |= 1u << world_below(state, w->nations);
    return true;
}

static bool subset(const law_pair *pair)
{
    if (!law_no_wider(&pair->changed, &pair->was))
        return false;
    for (unsigned l = 0; pair->changed.track.granted && l < WORLD_LADDERS; l++)
        if (pair->was.track.step[l] > pair->changed.track.step[l])
            return false;
    return true;
}

static void a_member_brings_nothing_and_makes_nothing_finer(void)
{
    law_check(&(law){"member", add_member, subset});
}

/* Law 11. All agreements say `removed`, and all are suspended at that moment. */
enum { STOP = 700 };

static bool stop_all(world *w, world_case *one, uint64_t *state)
{
    (void)one;
    (void)state;
    for (unsigned a = 0; a < w->agreement_count; a++) {
        w->agreements[a].removed = true;
        if (!world_has_clause(w, a))
            continue;
        if (w->act_count == WORLD_ACTS)
            return false;
        unsigned party = 0;
        while (!(w->agreements[a].parties >> party & 1u))
            party++;
        w->acts[w->act_count++] = (world_act){.verb = WORLD_BECOMES,
                                              .who = party,
                                              .at = STOP,
                                              .half = 1,
                                              .until = WORLD_OPEN,
                                              .index = a,
                                              .state = 4};
    }
    return true;
}

static bool gone_by_then(const law_pair *pair)
{
    const int64_t gone_ns = (STOP + 1) * INT64_C(1000000000);
    const oracle_release *both[] = {&pair->changed.track, &pair->changed.warning};
    for (int i = 0; i < 2; i++)
        if (both[i]->granted && (both[i]->removed_ns > gone_ns || both[i]->at_ns >= gone_ns))
            return false;
    return true;
}

static void what_came_by_an_agreement_that_removes_is_gone_once_it_stops(void)
{
    law_check(&(law){"stop", stop_all, gone_by_then});
}

/* What is not over is in force again, after all its dates. */
static bool resume_all(world *w, world_case *one, uint64_t *state)
{
    (void)one;
    (void)state;
    bool resumed = false;
    for (unsigned a = 0; a < w->agreement_count; a++) {
        world_agreement *agreement = &w->agreements[a];
        const unsigned last = agreement->events[agreement->event_count - 1].state;
        if (agreement->event_count == WORLD_EVENTS || agreement->until != WORLD_OPEN || last == 2 ||
            last == 5)
            continue;
        agreement->events[agreement->event_count++] = (world_event){.at = 1250, .state = 1};
        resumed = true;
    }
    return resumed;
}

/* Only what was not gone when it was resumed may stay longer for it. */
static bool does_not_come_back(const law_pair *pair)
{
    const oracle_release *was = &pair->was.track, *changed = &pair->changed.track;
    return !was->granted || !changed->granted || was->removed_ns >= 1250 * INT64_C(1000000000) ||
           was->at_ns != changed->at_ns || changed->removed_ns == was->removed_ns;
}

static void resuming_brings_nothing_back(void)
{
    law_check(&(law){"resume", resume_all, does_not_come_back});
}

/* Every owner withdraws what its sensors measured until then. */
static bool withdraw_all(world *w, world_case *one, uint64_t *state)
{
    (void)one;
    (void)state;
    if (w->act_count + w->sensor_count > WORLD_ACTS)
        return false;
    for (unsigned s = 0; s < w->sensor_count; s++)
        w->acts[w->act_count++] = (world_act){.verb = WORLD_WITHDRAW,
                                              .who = w->sensors[s].nation,
                                              .at = STOP,
                                              .half = 1,
                                              .until = WORLD_OPEN,
                                              .sensor = s,
                                              .from = -100,
                                              .to = STOP};
    return true;
}

static void what_is_withdrawn_is_gone(void)
{
    law_check(&(law){"withdrawal", withdraw_all, gone_by_then});
}

static bool lift_withdrawals(world *w, world_case *one, uint64_t *state)
{
    (void)one;
    (void)state;
    bool lifted = false;
    for (unsigned i = w->act_count; i-- > 0;) {
        if (w->acts[i].verb != WORLD_WITHDRAW || w->acts[i].lift || w->act_count == WORLD_ACTS)
            continue;
        world_act lift = w->acts[i];
        lift.lift = true;
        lift.at = 900;
        w->acts[w->act_count++] = lift;
        lifted = true;
    }
    return lifted;
}

static void a_withdrawn_report_never_returns(void)
{
    law_check(&(law){"lifted withdrawal", lift_withdrawals, same_sight});
}

/* Law 12. */
static bool turn_world(world *w, world_case *one, uint64_t *state)
{
    const double by = 1.0 + world_below(state, 358);
    for (unsigned a = 0; a < w->area_count; a++) {
        w->areas[a].lon += by;
        if (w->areas[a].lon >= 180.0)
            w->areas[a].lon -= 360.0;
    }
    one->report.lon += by;
    if (one->report.lon >= 180.0)
        one->report.lon -= 360.0;
    return true;
}

static void turning_the_world_changes_nothing(void)
{
    law_check(&(law){"turn", turn_world, same_sight});
}

static bool leave(world *w, world_case *one, uint64_t *state)
{
    (void)w;
    (void)one;
    (void)state;
    return true;
}

/* The finest that any chain of clauses gives a nation of one category, ladder by ladder, and the
 * earliest: forms and delays alone, whatever else they ask for. false: none. */
static bool finest(const world *w, unsigned owner, unsigned nation, unsigned category,
                   oracle_release *least)
{
    bool any = false;
    for (unsigned c = 0; c < w->clause_count; c++) {
        const world_clause *clause = &w->clauses[c];
        static const world_form exact;
        const world_form *form = clause->form ? &w->forms[clause->form - 1] : &exact;
        oracle_release held = {.granted = true};
        if (clause->from != owner || !(clause->to >> nation & 1u) ||
            !(clause->gives >> category & 1u) ||
            (clause->via >= 0 && !finest(w, owner, (unsigned)clause->via, category, &held)))
            continue;
        held.at_ns += ((int64_t)clause->hop_ms * (clause->via >= 0) + form->delay_ms) * 1000000;
        for (unsigned l = 0; l < WORLD_LADDERS; l++) {
            const unsigned step = form->warning && l != 6 ? 0 : form->step[l];
            held.step[l] = step > held.step[l] ? step : held.step[l];
            least->step[l] = any && least->step[l] < held.step[l] ? least->step[l] : held.step[l];
        }
        least->at_ns = any && least->at_ns < held.at_ns ? least->at_ns : held.at_ns;
        any = true;
    }
    return any;
}

static bool no_finer_no_sooner(const oracle_release *seen, const law_pair *pair)
{
    const world *w = &pair->was_trial->w;
    const world_report *report = &pair->was_case.report;
    const unsigned owner = w->sensors[report->sensor].nation;
    for (unsigned n = 0; n < w->nations; n++)
        for (unsigned k = 0; k < 8; k++) {
            oracle_release least = {.granted = true};
            if (!seen->granted || n == owner || !(pair->was_case.audience >> n & 1u) ||
                !(report->categories >> k & 1u))
                continue;
            if (!finest(w, owner, n, k, &least) || seen->at_ns < report->stamp_ns + least.at_ns)
                return false;
            for (unsigned l = 0; l < WORLD_LADDERS; l++)
                if ((!seen->warning || l == 6) && seen->step[l] < least.step[l])
                    return false;
        }
    return true;
}

static bool as_coarse_as_its_chain(const law_pair *pair)
{
    return no_finer_no_sooner(&pair->was.track, pair) &&
           no_finer_no_sooner(&pair->was.warning, pair);
}

static void nothing_is_finer_or_sooner_than_its_chain_of_clauses(void)
{
    law_check(&(law){"chain", leave, as_coarse_as_its_chain});
}

static bool in_time(const law_pair *pair)
{
    const trial_sight *seen = &pair->was;
    return !seen->warning.granted || !seen->track.granted ||
           seen->warning.at_ns < seen->track.at_ns;
}

static void a_warning_comes_before_its_track_or_alone(void)
{
    law_check(&(law){"warning", leave, in_time});
}

CU_TestInfo laws_of_ways_tests[] = {
    {"a hub is as good as a form with its delay", a_hub_is_as_good_as_a_form_with_its_delay},
    {"a chain is as good as a form with the sum of its delays",
     a_chain_is_as_good_as_a_form_with_the_sum_of_its_delays},
    {"a member brings nothing and makes nothing finer",
     a_member_brings_nothing_and_makes_nothing_finer},
    {"what came by an agreement that removes is gone once it stops",
     what_came_by_an_agreement_that_removes_is_gone_once_it_stops},
    {"resuming brings nothing back", resuming_brings_nothing_back},
    {"what is withdrawn is gone", what_is_withdrawn_is_gone},
    {"a withdrawn report never returns", a_withdrawn_report_never_returns},
    {"turning the world changes nothing", turning_the_world_changes_nothing},
    {"nothing is finer or sooner than its chain of clauses",
     nothing_is_finer_or_sooner_than_its_chain_of_clauses},
    {"a warning comes before its track or alone", a_warning_comes_before_its_track_or_alone},
    CU_TEST_INFO_NULL,
};
