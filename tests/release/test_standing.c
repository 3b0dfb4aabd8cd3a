#include "release/act.h"
#include "release/books.h"
#include "release/standing.h"
#include "suites.h"

#include <stdio.h>
#include <string.h>

static const int64_t nine = INT64_C(1930381200) * FUSION_SECOND; /* 2031-03-04T09:00:00Z */

static fusion_book *book;
static fusion_registry registry;
static fusion_gate *gate;
static char listed[2048]; /* what stands but agreements and rooms, a line each */
static char agreement[32], room[64];

static void begin(void)
{
    static const fusion_view view = {.audience = 1, .rule = 1};
    book = book_stock("lantern.yaml");
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    fusion_book_registry(book, &registry);
    CU_ASSERT_EQUAL_FATAL(fusion_gate_create(book, &registry, &view, 1, &gate), FUSION_OK);
}

static void end(void)
{
    fusion_gate_destroy(gate);
    fusion_book_destroy(book);
}

static void say(const char *who, const char *sentence, int64_t after_s, int64_t until_s)
{
    const fusion_said said = {.who = who,
                              .sentence = sentence,
                              .at_ns = nine + after_s * FUSION_SECOND,
                              .until_ns = until_s ? nine + until_s * FUSION_SECOND : 0};
    CU_ASSERT_EQUAL(fusion_gate_declare(gate, &said, 1, NULL), FUSION_OK);
}

static void take(void *context, const char *what, const char *name, const char *value)
{
    (void)context;
    if (strcmp(what, "agreement") == 0 && strcmp(name, "lantern") == 0)
        snprintf(agreement, sizeof agreement, "%s", value);
    else if (strcmp(what, "room") == 0)
        snprintf(room, sizeof room, "%s %s", name, value);
    else if (strcmp(what, "agreement") != 0)
        snprintf(listed + strlen(listed), sizeof listed - strlen(listed), "%s %s %s\n", what, name,
                 value);
}

static const char *list_at(int64_t after_s)
{
    listed[0] = '\0';
    standing_list(gate, nine + after_s * FUSION_SECOND, take, NULL);
    return listed;
}

static void what_is_said_is_written_as_it_was_read(void)
{
    static const char *const said[][2] = {
        {"AVA", "posture crisis"},
        {"AVA", "emergency launch"},
        {"AVA", "approve ava-cyr missile"},
        {"AVA", "approve ava-del item ava-sky/4711"},
        {"AVA", "hold sensor ava-sky"},
        {"AVA", "hold category air"},
        {"AVA", "hold area low-strait"},
        {"AVA", "hold item ava-sky/4711"},
        {"AVA", "hold agreement lantern"},
        {"AVA", "withdraw sensor ava-sky from 2031-03-04T08:00:00Z to 2031-03-04T09:00:00.5Z"},
        {"AVA", "withdraw item ava-sky/4711 from 2031-03-04T08:00:00Z to 2031-03-04T09:00:00Z"},
        {"AVA", "agreement lantern becomes suspended"},
        {"AVA", "room bridge CYR enters"},
        {"AVA", "room bridge unknown leaves"},
        {"AVA", "room bridge restore"},
        {"AVA", "lift hold sensor ava-sky"},
    };
    begin();
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        book_act act = {.who = 0};
        text_messages messages;
        char text[ACT_TEXT_ROOM];
        text_messages_init(&messages, "said");
        CU_ASSERT_TRUE_FATAL(act_read(book, said[i][1], &act, &messages));
        act_write(book, &act, text);
        CU_ASSERT_STRING_EQUAL(text, said[i][1]);
    }
    end();
}

static void dates_change_what_stands(void)
{
    /* The book: in force from 1 March, suspended from noon of the 5th, in force from the 6th on. */
    begin();
    CU_ASSERT_STRING_EQUAL(list_at(0), "");
    CU_ASSERT_STRING_EQUAL(agreement, "in-force");
    list_at(27 * 3600 - 1);
    CU_ASSERT_STRING_EQUAL(agreement, "in-force");
    list_at(27 * 3600);
    CU_ASSERT_STRING_EQUAL(agreement, "suspended");
    end();
}

static void what_is_said_stands_until_its_end(void)
{
    begin();
    say("BRO", "hold sensor bro-ship", 10, 0);
    say("AVA", "posture crisis", 20, 40);
    say("BRO", "lift hold sensor bro-ship", 30, 0);
    CU_ASSERT_STRING_EQUAL(list_at(9), "");
    CU_ASSERT_STRING_EQUAL(list_at(10), "hold BRO: sensor bro-ship stands\n");
    CU_ASSERT_STRING_EQUAL(list_at(20), "posture AVA crisis\nhold BRO: sensor bro-ship stands\n");
    CU_ASSERT_STRING_EQUAL(list_at(30), "posture AVA crisis\n");
    CU_ASSERT_STRING_EQUAL(list_at(40), "");
    end();
}

static void an_emergency_stands_once_all_have_declared_it(void)
{
    begin();
    say("AVA", "emergency launch", 10, 0);
    say("BRO", "emergency launch", 20, 0);
    CU_ASSERT_STRING_EQUAL(list_at(19), "");
    CU_ASSERT_STRING_EQUAL(list_at(20), "emergency launch stands\n");
    CU_ASSERT_STRING_EQUAL(list_at(10 + 2 * 3600), ""); /* it lasts two hours */
    end();
}

static void what_was_said_twice_stands_once_and_to_the_later_end(void)
{
    begin();
    say("AVA", "approve ava-cyr missile", 10, 30);
    say("AVA", "approve ava-cyr missile", 20, 40);
    CU_ASSERT_STRING_EQUAL(list_at(25), "approve AVA: ava-cyr missile stands\n");
    CU_ASSERT_STRING_EQUAL(list_at(35), "approve AVA: ava-cyr missile stands\n");
    CU_ASSERT_STRING_EQUAL(list_at(40), "");
    end();
}

static void a_room_names_who_is_in_it(void)
{
    begin();
    say("AVA", "room bridge CYR enters", 10, 0);
    say("AVA", "room bridge unknown enters", 20, 0);
    list_at(9);
    CU_ASSERT_STRING_EQUAL(room, "bridge AVA+BRO");
    list_at(10);
    CU_ASSERT_STRING_EQUAL(room, "bridge AVA+BRO+CYR");
    list_at(20);
    CU_ASSERT_STRING_EQUAL(room, "bridge dark");
    end();
}

CU_TestInfo standing_tests[] = {
    {"what is said is written as it was read", what_is_said_is_written_as_it_was_read},
    {"dates change what stands", dates_change_what_stands},
    {"what is said stands until its end", what_is_said_stands_until_its_end},
    {"an emergency stands once all have declared it",
     an_emergency_stands_once_all_have_declared_it},
    {"what was said twice stands once and to the later end",
     what_was_said_twice_stands_once_and_to_the_later_end},
    {"a room names who is in it", a_room_names_who_is_in_it},
    CU_TEST_INFO_NULL,
};
