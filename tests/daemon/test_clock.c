#include "daemon/clock/clock.h"
#include "suites.h"

#define SECOND INT64_C(1000000000)
#define START  (INT64_C(1930360000) * SECOND) /* 2031-03-04T... of an exercise */

static clock_machine at(int64_t steady_ns)
{
    return (clock_machine){.steady_ns = steady_ns,
                           .wall_ns = INT64_C(1700000000) * SECOND + steady_ns};
}

static control_message message(control_mode mode, int64_t time_ns, uint32_t rate_permille)
{
    return (control_message){
        .kind = CONTROL_CLOCK, .mode = mode, .time_ns = time_ns, .rate_permille = rate_permille};
}

static void set(exercise_clock *clock, control_mode mode, int64_t time_ns, uint32_t rate,
                clock_machine machine)
{
    const control_message said = message(mode, time_ns, rate);
    CU_ASSERT_PTR_NULL(clock_set(clock, &said, machine));
}

static void an_unset_clock_shows_nothing(void)
{
    exercise_clock clock = {0};
    CU_ASSERT_EQUAL(clock_now_ns(&clock, at(5)), 0);
    CU_ASSERT_EQUAL(clock_wait_ns(&clock, at(5), START), -1);
    const control_message pause = message(CONTROL_PAUSE, 0, 0);
    CU_ASSERT_STRING_EQUAL(clock_set(&clock, &pause, at(5)), "clock-unset");
}

static void a_running_clock_goes_at_its_rate(void)
{
    exercise_clock clock = {0};
    set(&clock, CONTROL_RUN, START, 2500, at(7));
    CU_ASSERT_EQUAL(clock_now_ns(&clock, at(7)), START);
    CU_ASSERT_EQUAL(clock_now_ns(&clock, at(7 + 4 * SECOND)), START + 10 * SECOND);
    CU_ASSERT_EQUAL(clock_now_ns(&clock, at(7 + 400)), START + 1000);
}

static void a_new_rate_goes_on_from_where_the_clock_stands(void)
{
    exercise_clock clock = {0};
    set(&clock, CONTROL_RUN, START, 10000, at(0));
    set(&clock, CONTROL_RUN, 0, 500, at(SECOND));
    CU_ASSERT_EQUAL(clock_now_ns(&clock, at(3 * SECOND)), START + 11 * SECOND);
}

static void a_paused_clock_stands_and_a_step_moves_it(void)
{
    exercise_clock clock = {0};
    set(&clock, CONTROL_RUN, START, 1000, at(0));
    set(&clock, CONTROL_PAUSE, 0, 0, at(5 * SECOND));
    CU_ASSERT_EQUAL(clock_now_ns(&clock, at(500 * SECOND)), START + 5 * SECOND);
    set(&clock, CONTROL_STEP, START + 60 * SECOND, 0, at(501 * SECOND));
    CU_ASSERT_EQUAL(clock_now_ns(&clock, at(600 * SECOND)), START + 60 * SECOND);
    CU_ASSERT_EQUAL(clock_wait_ns(&clock, at(600 * SECOND), START + 61 * SECOND), -1);
}

static void time_goes_back_only_with_a_new_run(void)
{
    exercise_clock clock = {0};
    set(&clock, CONTROL_RUN, START + 60 * SECOND, 1000, at(0));
    control_message back = message(CONTROL_RUN, START, 1000);
    CU_ASSERT_STRING_EQUAL(clock_set(&clock, &back, at(SECOND)), "time-range");
    CU_ASSERT_EQUAL(clock_now_ns(&clock, at(SECOND)), START + 61 * SECOND);
    back.new_run = true;
    CU_ASSERT_PTR_NULL(clock_set(&clock, &back, at(SECOND)));
    CU_ASSERT_EQUAL(clock_now_ns(&clock, at(SECOND)), START);
}

/* Who plays moves it, with all that is due on the way; until then nothing may close an epoch. */
static void a_seek_leaves_the_clock_where_it_is(void)
{
    exercise_clock clock = {0};
    control_message seek = message(CONTROL_RUN, START, 4000);
    seek.seek = true;
    CU_ASSERT_STRING_EQUAL(clock_set(&clock, &seek, at(0)), "clock-unset");
    set(&clock, CONTROL_RUN, START + 60 * SECOND, 1000, at(0));
    static const int64_t goals[] = {START, START + 3 * CLOCK_STEP_MAX_NS, 0};
    for (size_t i = 0; i < 3; i++) {
        seek.time_ns = goals[i];
        CU_ASSERT_PTR_NULL(clock_set(&clock, &seek, at(SECOND)));
        CU_ASSERT_EQUAL(clock_now_ns(&clock, at(9 * SECOND)), START + 61 * SECOND);
        CU_ASSERT_EQUAL(clock_rate(&clock), 0.0);
    }
    seek.time_ns = 5;
    CU_ASSERT_STRING_EQUAL(clock_set(&clock, &seek, at(SECOND)), "time-range");
}

/* A beat says "then stand" by a rate of 0.001. */
static void a_seek_cannot_ask_to_go_on_at_a_thousandth(void)
{
    exercise_clock clock = {0};
    set(&clock, CONTROL_RUN, START, 1, at(0));
    control_message seek = message(CONTROL_RUN, START + SECOND, 1);
    seek.seek = true;
    CU_ASSERT_STRING_EQUAL(clock_set(&clock, &seek, at(0)), "rate-range");
    seek.rate_permille = 2;
    CU_ASSERT_PTR_NULL(clock_set(&clock, &seek, at(0)));
}

static void a_rate_is_told_to_the_thousandth(void)
{
    for (uint32_t rate = 1; rate <= CLOCK_RATE_MAX; rate += 1) {
        const exercise_clock clock = {.mode = CONTROL_RUN, .rate_permille = rate};
        if (clock_permille(&clock) != rate)
            CU_FAIL("another rate");
    }
}

/* One mistyped year would have the daemon close a hundred million epochs before it answered. */
static void a_jump_of_more_than_a_day_is_refused(void)
{
    exercise_clock clock = {0};
    set(&clock, CONTROL_RUN, START, 1000, at(0));
    const control_message far = message(CONTROL_STEP, START + CLOCK_STEP_MAX_NS + 1, 0);
    CU_ASSERT_STRING_EQUAL(clock_set(&clock, &far, at(0)), "time-range");
    const control_message day = message(CONTROL_STEP, START + CLOCK_STEP_MAX_NS, 0);
    CU_ASSERT_PTR_NULL(clock_set(&clock, &day, at(0)));
}

/* A recording of a weekend without a report was taken for two runs, and the second one had
 * forgotten what was held in the first: it released what live had kept. */
static void silence_is_broken_before_it_looks_like_a_new_run(void)
{
    const int64_t half_ns = CLOCK_STEP_MAX_NS / 2;
    CU_ASSERT_EQUAL(clock_word_ns(START, START + half_ns), 0);
    CU_ASSERT_EQUAL(clock_word_ns(0, START), 0);
    int64_t said_ns = START, word_ns, words = 0;
    while ((word_ns = clock_word_ns(said_ns, START + 3 * CLOCK_STEP_MAX_NS)) != 0) {
        CU_ASSERT_TRUE(word_ns - said_ns <= CLOCK_STEP_MAX_NS);
        said_ns = word_ns;
        words++;
    }
    CU_ASSERT_TRUE(words >= 3 && START + 3 * CLOCK_STEP_MAX_NS - said_ns <= CLOCK_STEP_MAX_NS);
}

static void rates_that_cannot_be_held_are_refused(void)
{
    exercise_clock clock = {0};
    const control_message none = message(CONTROL_RUN, START, 0);
    const control_message fast = message(CONTROL_RUN, START, CLOCK_RATE_MAX + 1);
    CU_ASSERT_STRING_EQUAL(clock_set(&clock, &none, at(0)), "rate-range");
    CU_ASSERT_STRING_EQUAL(clock_set(&clock, &fast, at(0)), "rate-range");
    CU_ASSERT_EQUAL(clock_now_ns(&clock, at(0)), 0);
}

static void times_outside_the_century_are_refused(void)
{
    exercise_clock clock = {0};
    const control_message seconds = message(CONTROL_RUN, INT64_C(1930360000), 1000);
    CU_ASSERT_STRING_EQUAL(clock_set(&clock, &seconds, at(0)), "time-range");
    set(&clock, CONTROL_RUN, START, CLOCK_RATE_MAX, at(0));
    /* A century of machine time at the highest rate stays within 64 bits. */
    CU_ASSERT_EQUAL(clock_now_ns(&clock, at(INT64_C(3155760000) * SECOND)),
                    INT64_C(4102444800) * SECOND);
}

static void the_wait_ends_when_the_clock_shows_the_time(void)
{
    static const uint32_t rates[] = {1, 7, 500, 1000, 3333, 10000, 999999, CLOCK_RATE_MAX};
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        exercise_clock clock = {0};
        set(&clock, CONTROL_RUN, START, rates[i], at(0));
        const int64_t until_ns = START + 1234567891;
        const int64_t wait_ns = clock_wait_ns(&clock, at(0), until_ns);
        CU_ASSERT_TRUE(clock_now_ns(&clock, at(wait_ns)) >= until_ns);
        CU_ASSERT_TRUE(clock_now_ns(&clock, at(wait_ns - 1)) < until_ns);
        CU_ASSERT_EQUAL(clock_wait_ns(&clock, at(wait_ns), until_ns), 0);
    }
}

static void a_wall_clock_that_is_set_back_stands_until_it_is_past(void)
{
    exercise_clock clock = {0};
    clock_machine machine = {.wall_ns = START};
    set(&clock, CONTROL_WALL, 0, 0, machine);
    CU_ASSERT_EQUAL(clock_now_ns(&clock, machine), START);
    machine.wall_ns -= 3 * SECOND;
    CU_ASSERT_EQUAL(clock_now_ns(&clock, machine), START);
    machine.wall_ns += 4 * SECOND;
    CU_ASSERT_EQUAL(clock_now_ns(&clock, machine), START + SECOND);
}

/* A board without a battery begins in another decade until the network tells it the time. Epochs of
 * a second for all those years held the loop for hours. */
static void a_wall_clock_that_is_set_years_ahead_stands_until_a_new_run(void)
{
    exercise_clock clock = {0};
    clock_machine machine = {.wall_ns = INT64_C(946684800) * SECOND};
    set(&clock, CONTROL_WALL, 0, 0, machine);
    machine.wall_ns += CLOCK_STEP_MAX_NS;
    CU_ASSERT_EQUAL(clock_now_ns(&clock, machine), machine.wall_ns);
    CU_ASSERT_FALSE(clock_jumped(&clock, machine, 120 * SECOND));
    const int64_t stands_ns = machine.wall_ns;
    machine.wall_ns = START;
    CU_ASSERT_EQUAL(clock_now_ns(&clock, machine), stands_ns);
    CU_ASSERT_TRUE(clock_jumped(&clock, machine, 120 * SECOND));
    control_message anew = message(CONTROL_WALL, 0, 0);
    anew.new_run = true;
    CU_ASSERT_PTR_NULL(clock_set(&clock, &anew, machine));
    CU_ASSERT_EQUAL(clock_now_ns(&clock, machine), START);
    CU_ASSERT_FALSE(clock_jumped(&clock, machine, 120 * SECOND));
}

CU_TestInfo clock_tests[] = {
    {"an unset clock shows nothing", an_unset_clock_shows_nothing},
    {"a running clock goes at its rate", a_running_clock_goes_at_its_rate},
    {"a new rate goes on from where the clock stands",
     a_new_rate_goes_on_from_where_the_clock_stands},
    {"a paused clock stands and a step moves it", a_paused_clock_stands_and_a_step_moves_it},
    {"time goes back only with a new run", time_goes_back_only_with_a_new_run},
    {"a seek leaves the clock where it is", a_seek_leaves_the_clock_where_it_is},
    {"a seek cannot ask to go on at a thousandth", a_seek_cannot_ask_to_go_on_at_a_thousandth},
    {"a rate is told to the thousandth", a_rate_is_told_to_the_thousandth},
    {"a jump of more than a day is refused", a_jump_of_more_than_a_day_is_refused},
    {"silence is broken before it looks like a new run",
     silence_is_broken_before_it_looks_like_a_new_run},
    {"rates that cannot be held are refused", rates_that_cannot_be_held_are_refused},
    {"times outside the century are refused", times_outside_the_century_are_refused},
    {"the wait ends when the clock shows the time", the_wait_ends_when_the_clock_shows_the_time},
    {"a wall clock that is set back stands until it is past",
     a_wall_clock_that_is_set_back_stands_until_it_is_past},
    {"a wall clock that is set years ahead stands until a new run",
     a_wall_clock_that_is_set_years_ahead_stands_until_a_new_run},
    CU_TEST_INFO_NULL,
};
