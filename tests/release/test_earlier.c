/* What was said before a run and goes on in it, for times before and after the run's begin. Times
 * are seconds after 2031-03-04T09:00:00Z, at which the run begins. */
#include "release/books.h"
#include "release/room.h"
#include "release/table.h"
#include "release/trial.h"
#include "suites.h"

#include <stdio.h>

enum { AVA, BRO, CYR, DEL, OBS, NATIONS };

static const int64_t nine = INT64_C(1930381200) * FUSION_SECOND;

static fusion_book *book;
static fusion_registry registry;
static fusion_gate *gate;

static fusion_gate *new_gate(void)
{
    fusion_view views[NATIONS];
    fusion_gate *made = NULL;
    for (unsigned n = 0; n < NATIONS; n++)
        views[n] = (fusion_view){.audience = UINT32_C(1) << n, .rule = 1};
    CU_ASSERT_EQUAL_FATAL(fusion_gate_create(book, &registry, views, NATIONS, &made), FUSION_OK);
    return made;
}

static void begin(void)
{
    book = book_stock("lantern.yaml");
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    fusion_book_registry(book, &registry);
    gate = new_gate();
}

static void end(void)
{
    fusion_gate_destroy(gate);
    fusion_book_destroy(book);
}

static int64_t at(int second)
{
    return nine + second * FUSION_SECOND;
}

/* Before the run, and in it. */
static void said(const char *who, const char *sentence, int second)
{
    const fusion_said one = {who, sentence, at(second), 0, nine};
    CU_ASSERT_EQUAL_FATAL(fusion_gate_declare(gate, &one, 1, NULL), FUSION_OK);
}

static void says(const char *who, const char *sentence, int second)
{
    const fusion_said one = {who, sentence, at(second), 0, 0};
    CU_ASSERT_EQUAL_FATAL(fusion_gate_declare(gate, &one, 1, NULL), FUSION_OK);
}

static bool in_force(int second)
{
    int64_t ends_ns;
    return book_state_in_force(moments_state(gate_moments(gate), 0, at(second), &ends_ns));
}

static unsigned posture(int second)
{
    return moments_posture(gate_moments(gate), AVA, at(second));
}

static bool launched(int second)
{
    return moments_emergency(gate_moments(gate), 0, at(second));
}

static uint32_t visitors(int second)
{
    return room_audience(gate_moments(gate), &book->rooms[0], 0, at(second)) &
           ~(UINT32_C(1) << AVA | UINT32_C(1) << BRO);
}

/* A track of bro-ship in the low strait: OBS gets it. */
static bool obs_sees(int second)
{
    fusion_decision decisions[NATIONS];
    fusion_report report = {.time_ns = at(second),
                            .stamp_ns = at(second),
                            .number = 7,
                            .sensor = (uint16_t)fusion_sensor_find(&registry, "bro-ship"),
                            .nation = BRO,
                            .kind = FUSION_TRACK_STATE,
                            .categories = FUSION_AIR};
    report.as.state =
        (fusion_state){.position = {-6262000.0, 0.0, 1209000.0}, .height_known = true};
    fusion_gate_decide(gate, &report, decisions);
    return decisions[OBS].released;
}

static void what_narrows_counts_from_the_begin(void)
{
    begin();
    CU_ASSERT_TRUE(obs_sees(10));
    said("BRO", "hold sensor bro-ship", 100);
    CU_ASSERT_FALSE(obs_sees(0));
    CU_ASSERT_FALSE(obs_sees(200));
    end();
    begin();
    said("DEL", "agreement lantern becomes suspended", 100);
    CU_ASSERT_FALSE(in_force(0));
    CU_ASSERT_FALSE(in_force(200));
    end();
    begin();
    said("AVA", "room bridge DEL enters", 100);
    CU_ASSERT_EQUAL(visitors(0), 1u << DEL);
    said("AVA", "room bridge unknown enters", 100);
    CU_ASSERT_EQUAL(room_audience(gate_moments(gate), &book->rooms[0], 0, at(0)), 0);
    end();
}

static void what_opens_counts_from_the_time_for_which_it_was_said(void)
{
    begin();
    said("AVA", "posture crisis", 100);
    said("AVA", "emergency launch", 100);
    said("BRO", "emergency launch", 150);
    CU_ASSERT_EQUAL(posture(99), 0);
    CU_ASSERT_NOT_EQUAL(posture(100), 0);
    CU_ASSERT_FALSE(launched(149));
    CU_ASSERT_TRUE(launched(150));
    said("BRO", "hold sensor bro-ship", 100);
    said("BRO", "lift hold sensor bro-ship", 200);
    CU_ASSERT_FALSE(obs_sees(199));
    CU_ASSERT_TRUE(obs_sees(200));
    said("AVA", "room bridge DEL enters", 100);
    said("AVA", "room bridge DEL leaves", 200);
    said("AVA", "room bridge restore", 210);
    CU_ASSERT_EQUAL(visitors(209), 1u << DEL);
    CU_ASSERT_EQUAL(visitors(210), 0);
    end();
}

static void what_was_closed_at_last_does_not_open_in_between(void)
{
    begin();
    said("DEL", "agreement lantern becomes suspended", 100);
    said("white-cell", "agreement lantern becomes in-force", 200);
    CU_ASSERT_FALSE(in_force(199));
    CU_ASSERT_TRUE(in_force(200));
    said("DEL", "agreement lantern becomes suspended", 300);
    CU_ASSERT_FALSE(in_force(200));
    CU_ASSERT_FALSE(in_force(400));
    says("white-cell", "agreement lantern becomes in-force", 50);
    CU_ASSERT_FALSE(in_force(49));
    CU_ASSERT_TRUE(in_force(50));
    CU_ASSERT_TRUE(in_force(400));
    end();
    begin();
    said("BRO", "hold sensor bro-ship", 100);
    said("BRO", "lift hold sensor bro-ship", 200);
    said("BRO", "hold sensor bro-ship", 300);
    CU_ASSERT_FALSE(obs_sees(250));
    end();
}

static void who_speaks_in_the_run_has_the_last_word(void)
{
    begin();
    said("AVA", "posture crisis", 100);
    says("AVA", "posture routine", 10);
    CU_ASSERT_EQUAL(posture(200), 0);
    end();
    begin();
    said("AVA", "posture crisis", 100);
    says("AVA", "lift posture crisis", 10);
    CU_ASSERT_EQUAL(posture(200), 0);
    end();
    begin();
    said("DEL", "agreement lantern becomes suspended", 100);
    said("white-cell", "agreement lantern becomes in-force", 200);
    says("CYR", "agreement lantern becomes suspended", 10);
    CU_ASSERT_FALSE(in_force(300)); /* a party took back what it had said for that time */
    end();
    begin();
    said("BRO", "hold sensor bro-ship", 100);
    says("BRO", "lift hold sensor bro-ship", 10);
    CU_ASSERT_FALSE(obs_sees(9));
    CU_ASSERT_TRUE(obs_sees(10));
    CU_ASSERT_TRUE(obs_sees(200));
    end();
}

static void a_leaving_for_later_is_not_that_of_who_enters_now(void)
{
    begin();
    said("AVA", "room bridge DEL enters", 100);
    said("AVA", "room bridge DEL leaves", 200);
    says("AVA", "room bridge DEL leaves", 10);
    says("AVA", "room bridge restore", 20);
    CU_ASSERT_EQUAL(visitors(20), 0);
    says("AVA", "room bridge DEL enters", 150);
    CU_ASSERT_EQUAL(visitors(300), 1u << DEL);
    end();
}

/* Sentences of every kind, at random times before the run; then the run decides as if it had never
 * stopped. */
static const char *const sentences[][2] = {
    {"BRO", "hold sensor bro-ship"},
    {"BRO", "lift hold sensor bro-ship"},
    {"AVA", "hold category air"},
    {"BRO", "hold category air"},
    {"BRO", "lift hold category air"},
    {"BRO", "withdraw item bro-ship/7 from 2031-03-04T08:55:00Z to 2031-03-04T09:00:10Z"},
    {"AVA", "posture crisis"},
    {"AVA", "posture routine"},
    {"AVA", "lift posture crisis"},
    {"AVA", "emergency launch"},
    {"BRO", "emergency launch"},
    {"AVA", "approve ava-cyr air"},
    {"AVA", "lift approve ava-cyr air"},
    {"AVA", "approve ava-del item ava-sky/7"},
    {"DEL", "agreement lantern becomes suspended"},
    {"white-cell", "agreement lantern becomes in-force"},
    {"AVA", "agreement lantern becomes in-force"},
};

static fusion_report random_report(uint64_t *state)
{
    const bool ship = world_below(state, 2);
    const int64_t late_ns = (int64_t)world_below(state, 300) * FUSION_SECOND;
    const int64_t stamp_ns = at((int)world_below(state, 200));
    fusion_report report = {
        .time_ns = stamp_ns - late_ns,
        .stamp_ns = stamp_ns,
        .number = 7,
        .sensor = (uint16_t)fusion_sensor_find(&registry, ship ? "bro-ship" : "ava-sky"),
        .nation = ship ? BRO : AVA,
        .kind = FUSION_TRACK_STATE,
        .categories = FUSION_AIR};
    report.as.state =
        (fusion_state){.position = {-6262000.0, 0.0, 1209000.0}, .height_known = true};
    return report;
}

static bool same_decisions(const fusion_gate *one, const fusion_gate *other, uint64_t *state)
{
    fusion_decision here[NATIONS], there[NATIONS];
    const fusion_report report = random_report(state);
    bool same = true;
    fusion_gate_decide(one, &report, here);
    fusion_gate_decide(other, &report, there);
    for (unsigned n = 0; n < NATIONS; n++)
        same = same && here[n].released == there[n].released && here[n].warned == there[n].warned &&
               (!here[n].released ||
                (here[n].release_ns == there[n].release_ns && here[n].form == there[n].form));
    return same;
}

/* A gate that was never stopped, and one to which all that was said up to nine is said again; then
 * both hear the same in the run. */
static bool goes_on_as_before(uint64_t seed)
{
    const unsigned kinds = sizeof sentences / sizeof sentences[0];
    fusion_gate *whole = new_gate(), *again = new_gate();
    uint64_t state = seed;
    bool same = true;
    int second = -300;
    for (int i = 0; i < 12; i++) {
        const unsigned kind = world_below(&state, kinds);
        second += (int)world_below(&state, 50);
        fusion_said one = {sentences[kind][0], sentences[kind][1], at(second), 0, 0};
        same = same && fusion_gate_declare(whole, &one, 1, NULL) == FUSION_OK;
        one.run_ns = second < 0 ? nine : 0;
        same = same && fusion_gate_declare(again, &one, 1, NULL) == FUSION_OK;
    }
    for (int i = 0; i < 50; i++)
        same = same && same_decisions(whole, again, &state);
    fusion_gate_destroy(whole);
    fusion_gate_destroy(again);
    return same;
}

static void a_run_that_goes_on_decides_as_if_it_had_never_stopped(void)
{
    begin();
    const uint64_t first = trial_seed(), runs = trial_worlds(1000);
    for (uint64_t seed = first; seed < first + runs; seed++)
        if (!goes_on_as_before(seed)) {
            printf("earlier: seed %llu decides otherwise. Again: PICKET_SEED=%llu\n",
                   (unsigned long long)seed, (unsigned long long)seed);
            CU_FAIL("a run that goes on decides otherwise");
            break;
        }
    end();
}

CU_TestInfo earlier_tests[] = {
    {"what narrows counts from the begin", what_narrows_counts_from_the_begin},
    {"what opens counts from the time for which it was said",
     what_opens_counts_from_the_time_for_which_it_was_said},
    {"what was closed at last does not open in between",
     what_was_closed_at_last_does_not_open_in_between},
    {"who speaks in the run has the last word", who_speaks_in_the_run_has_the_last_word},
    {"a leaving for later is not that of who enters now",
     a_leaving_for_later_is_not_that_of_who_enters_now},
    {"a run that goes on decides as if it had never stopped",
     a_run_that_goes_on_decides_as_if_it_had_never_stopped},
    CU_TEST_INFO_NULL,
};
