#include "daemon/clock/command.h"
#include "suites.h"

#include <stdio.h>
#include <string.h>

#define SECOND INT64_C(1000000000)
#define START  (INT64_C(1930360000) * SECOND)

static command_state state;
static exercise_clock clock_of_test;
static config *configuration;
static pipeline *line;

static control_message heard;

static bool on_page;

static const char *speak(const char *who, int64_t began_ns, uint32_t sequence, control_kind kind,
                         int64_t time_ns)
{
    control_message said = {.kind = kind,
                            .began_ns = began_ns,
                            .sequence = sequence,
                            .page = on_page,
                            .sent_ns = START,
                            .mode = CONTROL_STEP,
                            .time_ns = time_ns,
                            .sentence = "hold sensor rok-sky",
                            .reason = "test"};
    snprintf(said.who, sizeof said.who, "%s", who);
    uint8_t data[CONTROL_ROOM];
    const size_t size = control_encode(&said, data, sizeof data);
    const char *refused =
        command_take(&state, &clock_of_test, line, (clock_machine){0}, data, size, &heard);
    return refused ? refused : "obeyed";
}

static void begin(void)
{
    static config_faults faults;
    state = (command_state){0};
    clock_of_test = (exercise_clock){0};
    configuration = config_read(TESTDATA "/demo.yaml", &faults);
    CU_ASSERT_PTR_NOT_NULL_FATAL(configuration);
    line = pipeline_create(configuration, &(pipeline_settings){.threads = 1});
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
}

static void end(void)
{
    pipeline_destroy(line);
    config_destroy(configuration);
}

static int64_t shown_ns(void)
{
    return clock_now_ns(&clock_of_test, (clock_machine){0});
}

static void only_those_who_are_known_are_obeyed(void)
{
    begin();
    CU_ASSERT_STRING_EQUAL(speak("JPN", 1, 1, CONTROL_CLOCK, START), "not-yours");
    CU_ASSERT_STRING_EQUAL(speak("white", 1, 1, CONTROL_CLOCK, START), "not-yours");
    CU_ASSERT_EQUAL(shown_ns(), 0);
    CU_ASSERT_STRING_EQUAL(speak("white-cell", 1, 1, CONTROL_CLOCK, START), "obeyed");
    CU_ASSERT_EQUAL(shown_ns(), START);
    CU_ASSERT_STRING_EQUAL(speak("replay", 1, 1, CONTROL_DRAIN, 0), "obeyed");
    CU_ASSERT_EQUAL(state.obeyed, 2);
    uint64_t refused = 0;
    for (size_t i = 0; i < COMMAND_REASONS; i++) {
        refused += state.refused[i];
        if (state.refused[i])
            CU_ASSERT_STRING_EQUAL(command_reason(i), "not-yours");
    }
    CU_ASSERT_EQUAL(refused, 2);
    end();
}

/* A copy of an old message must not turn the clock a second time. */
static void repeats_and_old_messages_are_refused(void)
{
    begin();
    CU_ASSERT_STRING_EQUAL(speak("replay", 5, 2, CONTROL_CLOCK, START), "obeyed");
    CU_ASSERT_STRING_EQUAL(speak("replay", 5, 2, CONTROL_CLOCK, START + 1), "sequence-repeat");
    CU_ASSERT_STRING_EQUAL(speak("replay", 5, 1, CONTROL_CLOCK, START + 1), "sequence-old");
    CU_ASSERT_STRING_EQUAL(speak("replay", 4, 9, CONTROL_CLOCK, START + 1), "run-old");
    CU_ASSERT_EQUAL(shown_ns(), START);
    CU_ASSERT_STRING_EQUAL(speak("replay", 6, 1, CONTROL_CLOCK, START + 1), "obeyed");
    CU_ASSERT_STRING_EQUAL(speak("white-cell", 1, 1, CONTROL_CLOCK, START + 2), "obeyed");
    end();
}

static void a_refused_message_uses_up_no_number(void)
{
    begin();
    CU_ASSERT_STRING_EQUAL(speak("replay", 5, 1, CONTROL_CLOCK, 1), "time-range");
    CU_ASSERT_STRING_EQUAL(speak("replay", 5, 1, CONTROL_CLOCK, START), "obeyed");
    end();
}

/* A reason that no name stands for would be refused and not counted. */
static void every_reason_of_the_clock_has_a_name(void)
{
    static const char *const given[] = {"time-range", "rate-range",   "clock-unset",
                                        "run-old",    "sequence-old", "sequence-repeat"};
    for (size_t n = 0; n < sizeof given / sizeof given[0]; n++) {
        size_t found = 0;
        for (size_t i = 1; i < COMMAND_REASONS; i++)
            found += strcmp(command_reason(i), given[n]) == 0;
        CU_ASSERT_EQUAL(found, 1);
    }
    CU_ASSERT_PTR_NULL(command_reason(COMMAND_REASONS));
}

/* ROK owns the sensor; JPN relays nothing. */
static void sentences_are_obeyed_from_those_whose_they_are(void)
{
    begin();
    CU_ASSERT_STRING_EQUAL(speak("ROK", 1, 1, CONTROL_SAYS, 0), "clock-unset");
    CU_ASSERT_STRING_EQUAL(speak("replay", 1, 1, CONTROL_CLOCK, START), "obeyed");
    CU_ASSERT_STRING_EQUAL(speak("replay", 1, 2, CONTROL_SAYS, 0), "not-yours");
    CU_ASSERT_STRING_EQUAL(speak("JPN", 1, 1, CONTROL_SAYS, 0), "not-yours");
    CU_ASSERT_STRING_EQUAL(speak("XYZ", 1, 1, CONTROL_SAYS, 0), "not-yours");
    CU_ASSERT_STRING_EQUAL(speak("ROK", 1, 1, CONTROL_SAYS, 0), "obeyed");
    CU_ASSERT_EQUAL(heard.effect_ns, START);
    CU_ASSERT_STRING_EQUAL(speak("ROK", 1, 1, CONTROL_SAYS, 0), "sequence-repeat");
    CU_ASSERT_STRING_EQUAL(speak("ROK", 1, 2, CONTROL_CLOCK, START + 1), "not-yours");
    CU_ASSERT_STRING_EQUAL(speak("ROK", 1, 2, CONTROL_DRAIN, 0), "not-yours");
    CU_ASSERT_STRING_EQUAL(speak("replay", 1, 2, CONTROL_CLOCK, START + 1), "obeyed");
    CU_ASSERT_STRING_EQUAL(speak("white-cell", 1, 1, CONTROL_SAYS, 0), "obeyed");
    CU_ASSERT_EQUAL(heard.effect_ns, START + SECOND);
    end();
}

/* picketd's run on the page is newer than any that a speaker has by datagram. */
static void one_door_does_not_shut_the_other(void)
{
    begin();
    CU_ASSERT_STRING_EQUAL(speak("replay", 1, 1, CONTROL_CLOCK, START), "obeyed");
    CU_ASSERT_STRING_EQUAL(speak("ROK", 7, 1, CONTROL_SAYS, 0), "obeyed");
    on_page = true;
    CU_ASSERT_STRING_EQUAL(speak("ROK", START, 9, CONTROL_SAYS, 0), "obeyed");
    CU_ASSERT_STRING_EQUAL(speak("ROK", START, 9, CONTROL_SAYS, 0), "sequence-repeat");
    on_page = false;
    CU_ASSERT_STRING_EQUAL(speak("ROK", 7, 2, CONTROL_SAYS, 0), "obeyed");
    CU_ASSERT_STRING_EQUAL(speak("ROK", 7, 2, CONTROL_SAYS, 0), "sequence-repeat");
    on_page = true;
    CU_ASSERT_STRING_EQUAL(speak("ROK", START, 10, CONTROL_SAYS, 0), "obeyed");
    on_page = false;
    end();
}

static void bytes_that_are_no_message_move_nothing(void)
{
    begin();
    const uint8_t junk[] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    CU_ASSERT_PTR_NOT_NULL(
        command_take(&state, &clock_of_test, line, (clock_machine){0}, junk, sizeof junk, &heard));
    CU_ASSERT_PTR_NOT_NULL(
        command_take(&state, &clock_of_test, line, (clock_machine){0}, junk, 0, &heard));
    CU_ASSERT_EQUAL(shown_ns(), 0);
    end();
}

CU_TestInfo command_tests[] = {
    {"only those who are known are obeyed", only_those_who_are_known_are_obeyed},
    {"repeats and old messages are refused", repeats_and_old_messages_are_refused},
    {"a refused message uses up no number", a_refused_message_uses_up_no_number},
    {"every reason of the clock has a name", every_reason_of_the_clock_has_a_name},
    {"sentences are obeyed from those whose they are",
     sentences_are_obeyed_from_those_whose_they_are},
    {"one door does not shut the other", one_door_does_not_shut_the_other},
    {"bytes that are no message move nothing", bytes_that_are_no_message_move_nothing},
    CU_TEST_INFO_NULL,
};
