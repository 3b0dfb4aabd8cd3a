#include "release/books.h"
#include "release/table.h"
#include "release/trial.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AVA, BRO, CYR, DEL, OBS };

static const int64_t nine = INT64_C(1930381200) * FUSION_SECOND; /* 2031-03-04T09:00:00Z */

static fusion_book *book;
static fusion_registry registry;
static fusion_gate *gate;

/* The book "lantern", and views of BRO, CYR and OBS under its rule "together". */
static void begin(void)
{
    const fusion_view views[] = {{.audience = 1 << BRO, .rule = 1},
                                 {.audience = 1 << CYR, .rule = 1},
                                 {.audience = 1 << OBS, .rule = 1}};
    book = book_stock("lantern.yaml");
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    fusion_book_registry(book, &registry);
    CU_ASSERT_EQUAL_FATAL(fusion_gate_create(book, &registry, views, 3, &gate), FUSION_OK);
}

static void end(void)
{
    fusion_gate_destroy(gate);
    fusion_book_destroy(book);
}

static fusion_status say_at(const char *who, const char *sentence, int64_t at_ns)
{
    const fusion_said said = {.who = who, .sentence = sentence, .at_ns = at_ns};
    return fusion_gate_declare(gate, &said, 1, NULL);
}

static fusion_status say(const char *who, const char *sentence)
{
    return say_at(who, sentence, nine);
}

/* An air track of bro-ship in the low strait: OBS gets it, without height. */
static fusion_report strait_report(int64_t at_ns)
{
    fusion_report report = {.time_ns = at_ns,
                            .stamp_ns = at_ns,
                            .number = 7,
                            .sensor = (uint16_t)fusion_sensor_find(&registry, "bro-ship"),
                            .nation = BRO,
                            .kind = FUSION_TRACK_STATE,
                            .categories = FUSION_AIR};
    report.as.state =
        (fusion_state){.position = {-6262000.0, 0.0, 1209000.0}, .height_known = true};
    return report;
}

static bool obs_sees(int64_t at_ns)
{
    fusion_decision decisions[3];
    const fusion_report report = strait_report(at_ns);
    fusion_gate_decide(gate, &report, decisions);
    return decisions[2].released;
}

static void each_says_what_is_his(void)
{
    static const char *const said[][2] = {
        {"AVA", "posture crisis"},
        {"AVA", "emergency launch"},
        {"AVA", "approve ava-cyr missile"},
        {"AVA", "approve ava-del item ava-sky/4711"},
        {"AVA", "hold sensor ava-sky"},
        {"BRO", "hold sensor ava-sky"}, /* relays it to CYR */
        {"CYR", "hold category air"},
        {"BRO", "withdraw sensor bro-ship from 2031-03-04T08:00:00Z to 2031-03-04T09:00:00Z"},
        {"DEL", "agreement lantern becomes suspended"},
        {"AVA", "room bridge DEL enters"},
        {"bridge", "room bridge unknown enters"},
        {"AVA", "lift hold sensor ava-sky"},
        {"white-cell", "room bridge restore"},
        {"white-cell", "hold item ava-sky/4711"},
    };
    begin();
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        CU_ASSERT_EQUAL(say(said[i][0], said[i][1]), FUSION_OK);
    end();
}

static void what_is_there_and_what_is_not_is_refused_alike(void)
{
    static const char *const said[][3] = {
        {"DEL", "hold sensor bro-ship", "hold sensor bro-boat"},
        {"CYR", "emergency launch", "emergency lunch"},
        {"DEL", "approve ava-cyr missile", "approve ava-xyz missile"},
        {"DEL", "hold item ava-sky/1", "hold item ava-sky-two/1"},
        {"CYR", "withdraw sensor ava-sky from 2031-03-04T08:00:00Z to 2031-03-04T09:00:00Z",
         "withdraw sensor ava-ski from 2031-03-04T08:00:00Z to 2031-03-04T09:00:00Z"},
        {"BRO", "room bridge DEL enters", "room cellar DEL enters"},
        {"bridge", "hold sensor ava-sky", "hold sensor ava-ski"},
        {"bridge", "posture crisis", "agreement lamp becomes suspended"},
        {"nobody", "posture crisis", "hold sensor ava-sky"},
    };
    begin();
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        CU_ASSERT_EQUAL(say(said[i][0], said[i][1]), FUSION_NOT_YOURS);
        CU_ASSERT_EQUAL(say(said[i][0], said[i][2]), FUSION_NOT_YOURS);
    }
    end();
}

static void a_slip_is_told_to_everybody(void)
{
    static const char *const said[] = {
        "",
        "posture",
        "posture angry",
        "posture crisis now",
        "hold  sensor ava-sky",
        "hold ship ava-sky",
        "hold item ava-sky",
        "withdraw sensor bro-ship from nine to ten",
        "agreement lantern becomes lost",
        "lift lift posture crisis",
        "lift",
    };
    begin();
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        CU_ASSERT_EQUAL(say("DEL", said[i]), FUSION_REFUSED);
        CU_ASSERT_EQUAL(say("white-cell", said[i]), FUSION_REFUSED);
    }
    CU_ASSERT_EQUAL(say("white-cell", "hold sensor ava-ski"), FUSION_REFUSED);
    end();
}

static void the_white_cell_speaks_for_every_party(void)
{
    const int64_t later = nine + 100 * FUSION_SECOND;
    begin();
    CU_ASSERT_TRUE(obs_sees(nine));
    CU_ASSERT_EQUAL(say("DEL", "agreement lantern becomes suspended"), FUSION_OK);
    CU_ASSERT_FALSE(obs_sees(nine));
    CU_ASSERT_EQUAL(say_at("DEL", "agreement lantern becomes in-force", later), FUSION_OK);
    CU_ASSERT_FALSE(obs_sees(later)); /* the others have not said so */
    CU_ASSERT_EQUAL(say_at("white-cell", "agreement lantern becomes in-force", later), FUSION_OK);
    CU_ASSERT_TRUE(obs_sees(later));
    end();
}

static void a_hold_ends_when_it_is_lifted(void)
{
    begin();
    CU_ASSERT_EQUAL(say("white-cell", "hold sensor bro-ship"), FUSION_OK);
    CU_ASSERT_FALSE(obs_sees(nine + 10 * FUSION_SECOND));
    CU_ASSERT_EQUAL(say_at("BRO", "lift hold sensor bro-ship", nine + 20 * FUSION_SECOND),
                    FUSION_OK);
    CU_ASSERT_FALSE(obs_sees(nine + 10 * FUSION_SECOND));
    CU_ASSERT_TRUE(obs_sees(nine + 20 * FUSION_SECOND));
    end();
}

static void a_hold_said_after_its_lifting_holds(void)
{
    /* While the clock stands all is said at one time. A hold that came after the lift of the one
     * before was taken back with it. */
    begin();
    CU_ASSERT_EQUAL(say("BRO", "hold sensor bro-ship"), FUSION_OK);
    CU_ASSERT_EQUAL(say("BRO", "lift hold sensor bro-ship"), FUSION_OK);
    CU_ASSERT_TRUE(obs_sees(nine));
    CU_ASSERT_EQUAL(say("BRO", "hold sensor bro-ship"), FUSION_OK);
    CU_ASSERT_FALSE(obs_sees(nine));
    CU_ASSERT_EQUAL(say("BRO", "lift hold sensor bro-ship"), FUSION_OK);
    CU_ASSERT_TRUE(obs_sees(nine));
    end();
}

static void all_are_declared_or_none(void)
{
    const fusion_said said[] = {{"BRO", "hold sensor bro-ship", nine, 0, 0},
                                {"BRO", "posture crisis", nine, 0, 0},
                                {"BRO", "hold sensor bro-boat", nine, 0, 0}};
    size_t taken = 9;
    begin();
    CU_ASSERT_EQUAL(fusion_gate_declare(gate, said, 3, &taken), FUSION_NOT_YOURS);
    CU_ASSERT_EQUAL(taken, 2);
    CU_ASSERT_TRUE(obs_sees(nine));
    CU_ASSERT_EQUAL(fusion_gate_declare(gate, said, 2, &taken), FUSION_OK);
    CU_ASSERT_EQUAL(taken, 2);
    CU_ASSERT_FALSE(obs_sees(nine));
    end();
}

static void there_is_an_end_to_what_can_be_said(void)
{
    static fusion_said said[FUSION_ACTS_MAX + 1];
    size_t taken = 0;
    for (size_t i = 0; i <= FUSION_ACTS_MAX; i++)
        said[i] = (fusion_said){"BRO", "posture crisis", nine, 0, 0};
    begin();
    CU_ASSERT_EQUAL(fusion_gate_declare(gate, said, FUSION_ACTS_MAX + 1, &taken), FUSION_NO_ROOM);
    CU_ASSERT_EQUAL(taken, FUSION_ACTS_MAX);
    end();
}

static void what_is_withdrawn_is_lost_from_then_on(void)
{
    uint64_t tracks, warnings;
    const int64_t said_ns = nine + 30 * FUSION_SECOND;
    begin();
    fusion_report report = strait_report(nine);
    fusion_gate_removed(gate, &report, INT64_MAX - 1, &tracks, &warnings);
    CU_ASSERT_EQUAL(tracks, 1u << 2); /* at the suspension that the book dates */
    fusion_gate_removed(gate, &report, said_ns, &tracks, &warnings);
    CU_ASSERT_EQUAL(tracks, 0);
    CU_ASSERT_EQUAL(
        say_at("BRO", "withdraw item bro-ship/7 from 2031-03-04T09:00:00Z to 2031-03-04T09:00:10Z",
               said_ns - 1),
        FUSION_OK);
    CU_ASSERT_EQUAL(fusion_gate_turn_ns(gate, nine), said_ns);
    CU_ASSERT_TRUE(obs_sees(nine)); /* it was given before */
    fusion_gate_removed(gate, &report, said_ns - FUSION_SECOND, &tracks, &warnings);
    CU_ASSERT_EQUAL(tracks, 0);
    fusion_gate_removed(gate, &report, said_ns, &tracks, &warnings);
    CU_ASSERT_EQUAL(tracks, 1u << 2);
    report.number = 8;
    fusion_gate_removed(gate, &report, said_ns, &tracks, &warnings);
    CU_ASSERT_EQUAL(tracks, 0);
    end();
}

static void dates_and_acts_count_from_the_next_epoch(void)
{
    begin();
    CU_ASSERT_EQUAL(fusion_gate_epoch(gate, 5 * FUSION_SECOND), FUSION_OK);
    CU_ASSERT_EQUAL(say_at("BRO", "hold sensor bro-ship", nine + FUSION_SECOND), FUSION_OK);
    CU_ASSERT_TRUE(obs_sees(nine + 4 * FUSION_SECOND));
    CU_ASSERT_FALSE(obs_sees(nine + 5 * FUSION_SECOND));
    CU_ASSERT_EQUAL(fusion_gate_turn_ns(gate, nine), nine + 5 * FUSION_SECOND);
    end();
}

static void rooms_have_the_audience_of_dates_and_acts(void)
{
    const int64_t hour = 3600 * FUSION_SECOND;
    begin();
    CU_ASSERT_EQUAL(fusion_gate_audience(gate, 0, nine), 1 << AVA | 1 << BRO);
    CU_ASSERT_EQUAL(fusion_gate_turn_ns(gate, nine), nine + hour); /* DEL enters by the book */
    CU_ASSERT_EQUAL(fusion_gate_audience(gate, 0, nine + hour), 1 << AVA | 1 << BRO | 1 << DEL);
    CU_ASSERT_EQUAL(say("bridge", "room bridge unknown enters"), FUSION_OK);
    CU_ASSERT_EQUAL(fusion_gate_audience(gate, 0, nine), 0);
    CU_ASSERT_EQUAL(say("bridge", "room bridge unknown leaves"), FUSION_OK);
    CU_ASSERT_EQUAL(fusion_gate_audience(gate, 0, nine), 0); /* it comes back by its operator */
    CU_ASSERT_EQUAL(say("AVA", "room bridge restore"), FUSION_OK);
    CU_ASSERT_EQUAL(fusion_gate_audience(gate, 0, nine), 1 << AVA | 1 << BRO);
    end();
}

/* Released before then by one of them: then by the other too, and the same. */
static bool same_past(const oracle_release *one, const oracle_release *other, int64_t then_ns)
{
    const bool past =
        (one->granted && one->at_ns < then_ns) || (other->granted && other->at_ns < then_ns);
    return !past || trial_same_release(one, other);
}

static bool past_stays(const trial *before, const trial *after, const world_case *one,
                       int64_t then_ns)
{
    const trial_sight was = trial_ask(before, &one->report, one->rule, one->audience);
    const trial_sight is = trial_ask(after, &one->report, one->rule, one->audience);
    if (same_past(&was.track, &is.track, then_ns) && same_past(&was.warning, &is.warning, then_ns))
        return true;
    printf("\n    before and after an act at %.1f s:", (double)then_ns / 1e9);
    trial_print(before, one);
    trial_print(after, one);
    return false;
}

static bool try_world(uint64_t seed, size_t *tried)
{
    world w;
    uint64_t state = seed + 1;
    world_draw(&w, seed);
    bool good = true;
    for (unsigned known = 0; good && known < w.act_count; known++) {
        trial before, after;
        const int64_t then_ns = (w.acts[known].at + (w.acts[known].half ? 1 : 0)) * FUSION_SECOND;
        good = trial_begin(&before, &w, known) && trial_begin(&after, &w, known + 1);
        for (unsigned i = 0; good && i < 20; i++, (*tried)++) {
            world_case one;
            world_draw_case(&w, &state, &one);
            good = past_stays(&before, &after, &one, then_ns);
        }
        trial_end(&before);
        trial_end(&after);
    }
    return good;
}

/* What the daemon builds on: it decides again only what is still to come. */
static void what_is_said_changes_no_release_of_the_past(void)
{
    size_t tried = 0;
    bool good = true;
    for (uint64_t seed = 9000; good && seed < 9000 + trial_worlds(300); seed++)
        good = try_world(seed, &tried);
    CU_ASSERT_TRUE(good);
    CU_ASSERT_TRUE(tried > 5000);
}

CU_TestInfo said_tests[] = {
    {"each says what is his", each_says_what_is_his},
    {"what is there and what is not is refused alike",
     what_is_there_and_what_is_not_is_refused_alike},
    {"a slip is told to everybody", a_slip_is_told_to_everybody},
    {"the white cell speaks for every party", the_white_cell_speaks_for_every_party},
    {"a hold ends when it is lifted", a_hold_ends_when_it_is_lifted},
    {"a hold said after its lifting holds", a_hold_said_after_its_lifting_holds},
    {"all are declared or none", all_are_declared_or_none},
    {"there is an end to what can be said", there_is_an_end_to_what_can_be_said},
    {"what is withdrawn is lost from then on", what_is_withdrawn_is_lost_from_then_on},
    {"dates and acts count from the next epoch", dates_and_acts_count_from_the_next_epoch},
    {"rooms have the audience of dates and acts", rooms_have_the_audience_of_dates_and_acts},
    {"what is said changes no release of the past", what_is_said_changes_no_release_of_the_past},
    CU_TEST_INFO_NULL,
};
