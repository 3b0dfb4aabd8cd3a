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
           (!one->released || (one->release_ns == other->release_ns && one->form == other->form)) &&
           (!one->warned ||
            (one->warning_ns == other->warning_ns && one->warning_form == other->warning_form));
}

/* By precedent as worked out, for every view. */
static bool same_verdict(trial *t, const fusion_report *report)
{
    fusion_decision decisions[FUSION_VIEWS_MAX];
    fusion_gate_decide(t->gate, report, decisions);
    const fusion_verdict *verdict = fusion_gate_judge(t->precedents, report);
    for (size_t v = 0; v < t->w.view_count; v++) {
        const fusion_decision one = fusion_verdict_decision(verdict, report, v);
        if (!same_decision(&one, &decisions[v]))
            return false;
    }
    return true;
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
static bool all_the_same(trial *t, const fusion_report *reports)
{
    bool good = true;
    for (unsigned i = 0; good && i < 2 * REPORTS; i++)
        good = same_verdict(t, &reports[i < REPORTS ? i : 2 * REPORTS - 1 - i]);
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
    bool good = trial_begin(&t, &w, 0) && (seed % 2 == 0 || trial_move(&t)) &&
                fusion_precedents_create(t.gate, &t.precedents) == FUSION_OK;
    for (unsigned acts = 0; good && acts <= w.act_count; acts++) {
        good = acts == 0 || trial_declare(&t);
        if (good)
            draw_families(&t, &state, reports);
        good = good && all_the_same(&t, reports);
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
    const fusion_verdict *verdict = fusion_gate_judge(s.precedents, &report);
    const fusion_decision one = fusion_verdict_decision(verdict, &report, JPN);
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

static void times_beyond_all_others_do_not_wrap(void)
{
    set_scene(book_hub);
    fusion_report report = report_at(0, 7);
    const int64_t times[] = {INT64_MIN, -1, INT64_MAX};
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        report.time_ns = report.stamp_ns = times[i];
        const fusion_verdict *verdict = fusion_gate_judge(s.precedents, &report);
        CU_ASSERT_EQUAL(verdict->released, 1 << ROK);
        CU_ASSERT_EQUAL(fusion_verdict_decision(verdict, &report, ROK).release_ns, times[i]);
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
            if (fusion_gate_judge(s.precedents, &report)->released != all) {
                CU_FAIL("a caveat for nobody took it from somebody");
                break;
            }
        }
    end_scene();
}

CU_TestInfo precedent_tests[] = {
    {"a precedent changes no decision", a_precedent_changes_no_decision},
    {"an approval of a category counts from the next report",
     an_approval_of_a_category_counts_from_the_next_report},
    {"an item is approved by itself", an_item_is_approved_by_itself},
    {"a hold stops what passed before", a_hold_stops_what_passed_before},
    {"a withdrawal takes its window alone", a_withdrawal_takes_its_window_alone},
    {"precedents follow another gate", precedents_follow_another_gate},
    {"times beyond all others do not wrap", times_beyond_all_others_do_not_wrap},
    {"precedents that are pushed out are worked out again",
     precedents_that_are_pushed_out_are_worked_out_again},
    CU_TEST_INFO_NULL,
};
