#include "release/act.h"
#include "release/books.h"
#include "release/trial.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORLDS = 400, FAMILIES = 4, RELATIVES = 12, REPORTS = FAMILIES * RELATIVES };

static bool same_decision(const fusion_decision *one, const fusion_decision *other)
{
    return one->released == other->released && one->warned == other->warned &&
           (!one->released || (one->release_ns == other->release_ns && one->form == other->form &&
                               one->clause == other->clause)) &&
           (!one->warned ||
            (one->warning_ns == other->warning_ns && one->warning_form == other->warning_form &&
             one->warning_clause == other->warning_clause));
}

/* Tracks before warnings, each view once among them, and no two shares that could be one. */
static bool well_shared(const fusion_verdict *verdict)
{
    uint64_t views[2] = {0};
    for (size_t i = 0; i < verdict->count; i++) {
        const fusion_share *one = &verdict->shares[i];
        if (one->views == 0 || (one->views & views[one->warning]) ||
            (i > 0 && one->warning < one[-1].warning))
            return false;
        views[one->warning] |= one->views;
        for (size_t j = 0; j < i; j++) {
            const fusion_share *other = &verdict->shares[j];
            if (other->after_ns == one->after_ns && other->form == one->form &&
                other->warning == one->warning)
                return false;
        }
    }
    return true;
}

/* A share gives each of its views what the view's decision gives. */
static bool same_release(const trial *t, const fusion_report *report, const fusion_share *share,
                         const fusion_decision *decision)
{
    fusion_release one, other;
    memset(&one, 0, sizeof one);
    memset(&other, 0, sizeof other);
    const bool given = share->warning ? fusion_gate_warn(t->gate, report, decision, &one)
                                      : fusion_gate_apply(t->gate, report, decision, &one);
    return fusion_gate_give(t->gate, report, share, &other) == given &&
           (!given || memcmp(&one, &other, sizeof one) == 0);
}

static bool same_releases(const trial *t, const fusion_report *report,
                          const fusion_verdict *verdict, const fusion_decision *decisions)
{
    bool same = true;
    for (size_t i = 0; same && i < verdict->count; i++)
        for (size_t v = 0; same && v < t->w.view_count; v++)
            if (verdict->shares[i].views >> v & 1u)
                same = same_release(t, report, &verdict->shares[i], &decisions[v]);
    return same;
}

/* By precedent as worked out, for every view. given: what is given is looked at too. */
static bool same_verdict(trial *t, const fusion_report *report, bool given)
{
    fusion_decision decisions[FUSION_VIEWS_MAX];
    fusion_gate_decide(t->gate, report, decisions);
    const fusion_verdict verdict = fusion_gate_judge(t->precedents, report);
    for (size_t v = 0; v < t->w.view_count; v++) {
        const fusion_decision one = fusion_verdict_decision(&verdict, report, v);
        if (!same_decision(&one, &decisions[v]))
            return false;
    }
    return well_shared(&verdict) && (!given || same_releases(t, report, &verdict, decisions));
}

/* Reports that differ from one another in their times, and now and then in number and height: so
 * that most of them meet a precedent, and some the end of its time. */
static void draw_families(const trial *t, uint64_t *state, fusion_report *reports)
{
    for (unsigned f = 0; f < FAMILIES; f++) {
        world_case one;
        world_draw_case(&t->w, state, &one);
        for (unsigned i = 0; i < RELATIVES; i++) {
            world_report relative = one.report;
            const int64_t wait_ns = relative.stamp_ns - relative.measured_ns;
            relative.measured_ns = (int64_t)world_below(state, 2400) * 500000000;
            relative.stamp_ns = relative.measured_ns + wait_ns;
            if (world_below(state, 4) == 0)
                relative.stamp_ns += (int64_t)world_below(state, 400) * 500000000;
            if (world_below(state, 8) == 0)
                relative.number = world_below(state, 3);
            if (world_below(state, 3) == 0) {
                relative.height_known = !relative.height_known;
                relative.radius += 40.0;
            }
            trial_report(t, &relative, &reports[f * RELATIVES + i]);
        }
    }
}

/* There and back, so that every verdict is asked for cold and warm. */
static bool all_the_same(trial *t, const fusion_report *reports, bool given)
{
    bool good = true;
    for (unsigned i = 0; good && i < 2 * REPORTS; i++)
        good = same_verdict(t, &reports[i < REPORTS ? i : 2 * REPORTS - 1 - i], given);
    return good;
}

/* Precedents are asked again after each act of the world. */
static bool try_world(uint64_t seed)
{
    world w;
    world_draw(&w, seed);
    trial t;
    fusion_report reports[REPORTS];
    uint64_t state = seed ^ UINT64_C(0x5A5A5A5A);
    const bool moves = seed % 2 == 1; /* else what is decided cannot be given */
    bool good = trial_begin(&t, &w, 0) && (!moves || trial_move(&t)) &&
                fusion_precedents_create(t.gate, &t.precedents) == FUSION_OK;
    for (unsigned acts = 0; good && acts <= w.act_count; acts++) {
        good = acts == 0 || trial_declare(&t);
        if (good)
            draw_families(&t, &state, reports);
        good = good && all_the_same(&t, reports, moves);
    }
    if (!good)
        printf("\n    seed %llu: a verdict by precedent is another than that worked out",
               (unsigned long long)seed);
    trial_end(&t);
    return good;
}

static void a_precedent_changes_no_decision(void)
{
    const uint64_t first = 900, last = first + trial_worlds(WORLDS);
    bool good = true;
    for (uint64_t seed = first; good && seed < last; seed++)
        good = try_world(seed);
    CU_ASSERT_TRUE(good);
}

/* The hub's book with JPN and USA watching, a missile of rok-sky every second from `begins` on. */
static const int64_t begins_ns = INT64_C(1433127600) * FUSION_SECOND; /* 2015-06-01T03:00:00Z */
static struct {
    fusion_book *book;
    fusion_registry registry;
    fusion_gate *gate;
    fusion_precedents *precedents;
} s;
enum { JPN, ROK, USA, NATIONS };

static void set_scene(const char *text)
{
    const fusion_view views[NATIONS] = {{1 << JPN, 1}, {1 << ROK, 1}, {1 << USA, 1}};
    s.book = book_from(text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(s.book);
    fusion_book_registry(s.book, &s.registry);
    CU_ASSERT_EQUAL_FATAL(fusion_gate_create(s.book, &s.registry, views, NATIONS, &s.gate),
                          FUSION_OK);
    CU_ASSERT_EQUAL_FATAL(fusion_precedents_create(s.gate, &s.precedents), FUSION_OK);
}

static void end_scene(void)
{
    fusion_precedents_destroy(s.precedents);
    fusion_gate_destroy(s.gate);
    fusion_book_destroy(s.book);
}

static void say(int who, const char *sentence, int second, int until)
{
    book_act act = {.at_ns = begins_ns + second * FUSION_SECOND,
                    .until_ns = begins_ns + until * FUSION_SECOND,
                    .who = (uint8_t)who};
    CU_ASSERT_TRUE_FATAL(act_read(s.book, sentence, &act, &book_messages));
    CU_ASSERT_EQUAL_FATAL(gate_declare(s.gate, &act, 1), FUSION_OK);
}

static fusion_report report_at(int second, uint64_t number)
{
    return (fusion_report){.time_ns = begins_ns + second * FUSION_SECOND,
                           .stamp_ns = begins_ns + second * FUSION_SECOND,
                           .number = number,
                           .sensor = (uint16_t)fusion_sensor_find(&s.registry, "rok-sky"),
                           .nation = ROK,
                           .kind = FUSION_TRACK_STATE,
                           .categories = FUSION_MISSILE};
}

/* The seconds after which JPN gets the report; -1: it does not. */
static int seen_after(int second, uint64_t number)
{
    const fusion_report report = report_at(second, number);
    const fusion_verdict verdict = fusion_gate_judge(s.precedents, &report);
    const fusion_decision one = fusion_verdict_decision(&verdict, &report, JPN);
    return one.released ? (int)((one.release_ns - report.stamp_ns) / FUSION_SECOND) : -1;
}

/* The hub passes on only what is approved in that way, and its example shows that it is not. */
static char *hub_with_approval(const char *approval)
{
    char *changed = book_changed(book_hub,
                                 "standing}, gives: [missile, nuclear], products: [tracks, "
                                 "notices], sensors: all, where: everywhere, when: always, "
                                 "form: exact}\n      - {name: jpn-to-rok",
                                 approval);
    char *shown = book_changed(changed, "{who: [JPN], sees: exact, after: 90 s}",
                               "{who: [JPN], sees: nothing}");
    free(changed);
    return shown;
}

#define APPROVED(how)                                                                              \
    how "}, gives: [missile, nuclear], products: [tracks, notices], sensors: all, where: "         \
        "everywhere, when: always, form: exact}\n      - {name: jpn-to-rok"

static void an_approval_of_a_category_counts_from_the_next_report(void)
{
    char *book = hub_with_approval(APPROVED("category"));
    set_scene(book);
    CU_ASSERT_EQUAL(seen_after(0, 7), -1);
    CU_ASSERT_EQUAL(seen_after(100, 7), -1);
    say(ROK, "approve rok-to-jpn missile", 50, 400);
    CU_ASSERT_EQUAL(seen_after(0, 7), -1); /* not when the hub had it */
    CU_ASSERT_EQUAL(seen_after(49, 7), -1);
    CU_ASSERT_EQUAL(seen_after(50, 7), 90);
    CU_ASSERT_EQUAL(seen_after(309, 7), 90); /* released at 399 s */
    CU_ASSERT_EQUAL(seen_after(310, 7), -1);
    end_scene();
    free(book);
}

static void an_item_is_approved_by_itself(void)
{
    char *book = hub_with_approval(APPROVED("item"));
    set_scene(book);
    for (int second = 0; second < 400; second += 100) {
        CU_ASSERT_EQUAL(seen_after(second, 7), -1);
        CU_ASSERT_EQUAL(seen_after(second, 8), -1);
    }
    say(ROK, "approve rok-to-jpn item rok-sky/7", 200, 1000);
    /* The past of an approved item follows once it is approved: at 200 s. */
    CU_ASSERT_EQUAL(seen_after(0, 7), 200);
    CU_ASSERT_EQUAL(seen_after(1, 7), 199);
    CU_ASSERT_EQUAL(seen_after(100, 7), 100);
    CU_ASSERT_EQUAL(seen_after(110, 7), 90);
    CU_ASSERT_EQUAL(seen_after(300, 7), 90);
    for (int second = 0; second < 400; second += 100) {
        CU_ASSERT_EQUAL(seen_after(second, 8), -1);
        CU_ASSERT_EQUAL(seen_after(second, 0), -1);
    }
    end_scene();
    free(book);
}

static void a_hold_stops_what_passed_before(void)
{
    set_scene(book_hub);
    CU_ASSERT_EQUAL(seen_after(0, 7), 90);
    CU_ASSERT_EQUAL(seen_after(300, 7), 90);
    say(ROK, "hold item rok-sky/7", 100, 200);
    CU_ASSERT_EQUAL(seen_after(0, 7), 90);
    CU_ASSERT_EQUAL(seen_after(9, 7), 90);
    CU_ASSERT_EQUAL(seen_after(10, 7), -1); /* it would wait into the hold */
    CU_ASSERT_EQUAL(seen_after(199, 7), -1);
    CU_ASSERT_EQUAL(seen_after(200, 7), 90);
    CU_ASSERT_EQUAL(seen_after(150, 8), 90);
    say(USA, "hold sensor rok-sky", 140, 160); /* the hub holds what it passes on */
    CU_ASSERT_EQUAL(seen_after(150, 8), -1);
    CU_ASSERT_EQUAL(seen_after(160, 8), 90);
    end_scene();
}

static void a_withdrawal_takes_its_window_alone(void)
{
    set_scene(book_hub);
    for (int second = 0; second < 60; second += 10)
        CU_ASSERT_EQUAL(seen_after(second, 7), 90);
    say(ROK, "withdraw sensor rok-sky from 2015-06-01T03:00:10Z to 2015-06-01T03:00:30Z", 60, 61);
    CU_ASSERT_EQUAL(seen_after(9, 7), 90);
    CU_ASSERT_EQUAL(seen_after(10, 7), -1);
    CU_ASSERT_EQUAL(seen_after(20, 7), -1);
    CU_ASSERT_EQUAL(seen_after(30, 7), -1);
    CU_ASSERT_EQUAL(seen_after(31, 7), 90);
    end_scene();
}

static void precedents_follow_another_gate(void)
{
    set_scene(book_hub);
    CU_ASSERT_EQUAL(seen_after(0, 7), 90);
    const fusion_view nothing = {1 << JPN, 0};
    fusion_gate *other = NULL;
    CU_ASSERT_EQUAL_FATAL(fusion_gate_create(s.book, &s.registry, &nothing, 1, &other), FUSION_OK);
    fusion_precedents_follow(s.precedents, other);
    fusion_gate_destroy(s.gate);
    s.gate = other;
    CU_ASSERT_EQUAL(seen_after(0, 7), -1);
    end_scene();
}

static uint64_t released(const fusion_verdict *verdict)
{
    uint64_t views = 0;
    for (size_t i = 0; i < verdict->count; i++)
        views |= verdict->shares[i].warning ? 0 : verdict->shares[i].views;
    return views;
}

static void times_beyond_all_others_do_not_wrap(void)
{
    set_scene(book_hub);
    fusion_report report = report_at(0, 7);
    const int64_t times[] = {INT64_MIN, -1, INT64_MAX};
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        report.time_ns = report.stamp_ns = times[i];
        const fusion_verdict verdict = fusion_gate_judge(s.precedents, &report);
        CU_ASSERT_EQUAL(released(&verdict), 1 << ROK);
        CU_ASSERT_EQUAL(fusion_verdict_decision(&verdict, &report, ROK).release_ns, times[i]);
    }
    CU_ASSERT_EQUAL(seen_after(0, 7), 90);
    end_scene();
}

/* More kinds of report than precedents are kept: they push each other out and are right still. */
static void precedents_that_are_pushed_out_are_worked_out_again(void)
{
    set_scene(book_hub);
    for (unsigned round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 40000; i++) {
            fusion_report report = report_at(0, 7);
            report.caveats.not_to = i << 3;
            const uint64_t all = 1 << JPN | 1 << ROK | 1 << USA;
            const fusion_verdict verdict = fusion_gate_judge(s.precedents, &report);
            if (released(&verdict) != all) {
                CU_FAIL("a caveat for nobody took it from somebody");
                break;
            }
        }
    end_scene();
}

static void of_two_gifts_wholly_alike_the_name_that_comes_first_is_told(void)
{
    /* Both come after 30 s: z-soon, tried first, by the owner's limit. */
    static const char *const pairs[][2] = {
        {"agreements:\n  - name: trilateral",
         "forms: [{name: late, shows: track, delay: 30 s, every: report, position: exact, "
         "velocity: "
         "exact, altitude: exact, identity: exact, label: exact, source: sensor}]\n"
         "agreements:\n  - name: trilateral"},
        {"    clauses:\n      - {name: rok-to-jpn",
         "    clauses:\n"
         "      - {name: z-soon, from: ROK, to: [JPN], via: direct, gives: all, products: "
         "[tracks], "
         "sensors: all, where: everywhere, when: always, form: exact}\n"
         "      - {name: a-late, from: ROK, to: [JPN], via: direct, gives: all, products: "
         "[tracks], "
         "sensors: all, where: everywhere, when: always, form: late}\n"
         "      - {name: rok-to-jpn"},
        {"owners: none\n", "owners: [{nation: ROK, never: none, limits: [{name: slow, to: [JPN], "
                           "gives: all, sensors: "
                           "all, where: everywhere, when: always, form: late}]}]\n"},
        {"sees: exact, after: 90 s", "sees: exact, after: 30 s"}};
    char *text = book_changed(book_hub, pairs[0][0], pairs[0][1]);
    for (size_t i = 1; i < sizeof pairs / sizeof pairs[0]; i++) {
        char *next = book_changed(text, pairs[i][0], pairs[i][1]);
        free(text);
        text = next;
    }
    set_scene(text);
    const fusion_report report = report_at(0, 7);
    const fusion_verdict verdict = fusion_gate_judge(s.precedents, &report);
    const fusion_decision one = fusion_verdict_decision(&verdict, &report, JPN);
    CU_ASSERT_EQUAL(one.release_ns, report.stamp_ns + 30 * FUSION_SECOND);
    CU_ASSERT_STRING_EQUAL(fusion_book_clause_name(s.book, one.clause), "a-late");
    end_scene();
    free(text);
}

CU_TestInfo precedent_tests[] = {
    {"a precedent changes no decision", a_precedent_changes_no_decision},
    {"an approval of a category counts from the next report",
     an_approval_of_a_category_counts_from_the_next_report},
    {"an item is approved by itself", an_item_is_approved_by_itself},
    {"a hold stops what passed before", a_hold_stops_what_passed_before},
    {"a withdrawal takes its window alone", a_withdrawal_takes_its_window_alone},
    {"of two gifts wholly alike the name that comes first is told",
     of_two_gifts_wholly_alike_the_name_that_comes_first_is_told},
    {"precedents follow another gate", precedents_follow_another_gate},
    {"times beyond all others do not wrap", times_beyond_all_others_do_not_wrap},
    {"precedents that are pushed out are worked out again",
     precedents_that_are_pushed_out_are_worked_out_again},
    CU_TEST_INFO_NULL,
};
