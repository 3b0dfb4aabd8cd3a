#include "daemon/clock/clock.h"

#define YEAR_2000_NS INT64_C(946684800000000000)
#define YEAR_2100_NS INT64_C(4102444800000000000)

/* Whole seconds and the rest apart, so that years at the highest rate stay within 64 bits. */
static int64_t run_ns(const exercise_clock *clock, int64_t steady_ns)
{
    const int64_t passed = steady_ns > clock->steady_ns ? steady_ns - clock->steady_ns : 0;
    const int64_t rate = clock->rate_permille;
    const int64_t whole = passed / 1000000000, rest = passed % 1000000000;
    if (whole > (YEAR_2100_NS - clock->at_ns) / (rate * 1000000))
        return YEAR_2100_NS;
    return clock->at_ns + whole * rate * 1000000 + rest * rate / 1000;
}

int64_t clock_now_ns(exercise_clock *clock, clock_machine machine)
{
    switch (clock->mode) {
    case CONTROL_WALL:
        /* A machine whose clock is set back must not take the exercise back with it, nor one that
         * is set years ahead close all their epochs. */
        if (machine.wall_ns > clock->at_ns && machine.wall_ns - clock->at_ns <= CLOCK_STEP_MAX_NS)
            clock->at_ns = machine.wall_ns;
        return clock->at_ns;
    case CONTROL_RUN:
        return run_ns(clock, machine.steady_ns);
    case CONTROL_PAUSE:
    case CONTROL_STEP:
        return clock->at_ns;
    }
    return 0;
}

bool clock_jumped(const exercise_clock *clock, clock_machine machine, int64_t back_ns)
{
    const int64_t jump_ns = machine.wall_ns - clock->at_ns;
    return clock->mode == CONTROL_WALL && (jump_ns < -back_ns || jump_ns > CLOCK_STEP_MAX_NS);
}

static const char *time_check(int64_t from_ns, int64_t to_ns, bool new_run)
{
    if (to_ns < YEAR_2000_NS || to_ns > YEAR_2100_NS)
        return "time-range";
    if (from_ns == 0 || new_run)
        return NULL;
    return to_ns < from_ns || to_ns - from_ns > CLOCK_STEP_MAX_NS ? "time-range" : NULL;
}

const char *clock_set(exercise_clock *clock, const control_message *message, clock_machine machine)
{
    const int64_t from_ns = clock_now_ns(clock, machine);
    int64_t to_ns = message->time_ns ? message->time_ns : from_ns;
    if (message->mode == CONTROL_WALL)
        to_ns = machine.wall_ns;
    if (to_ns == 0 || (message->seek && from_ns == 0))
        return "clock-unset";
    const char *refused = time_check(from_ns, to_ns, message->new_run || message->seek);
    if (refused)
        return refused;
    const bool runs = message->mode == CONTROL_RUN;
    const uint32_t least = message->seek ? 2 : 1;
    if (runs && (message->rate_permille < least || message->rate_permille > CLOCK_RATE_MAX))
        return "rate-range";
    const bool goes = runs && !message->seek;
    *clock = (exercise_clock){.mode = message->seek ? CONTROL_PAUSE : message->mode,
                              .rate_permille = goes ? message->rate_permille : 0,
                              .at_ns = message->seek ? from_ns : to_ns,
                              .steady_ns = machine.steady_ns};
    return NULL;
}

int64_t clock_wait_ns(exercise_clock *clock, clock_machine machine, int64_t until_ns)
{
    const int64_t now_ns = clock_now_ns(clock, machine);
    if (now_ns >= until_ns)
        return 0;
    if (clock->mode == CONTROL_WALL)
        return until_ns - machine.wall_ns;
    if (clock->mode != CONTROL_RUN)
        return -1;
    const int64_t left = until_ns - now_ns, rate = clock->rate_permille;
    return left / rate * 1000 + (left % rate * 1000 + rate - 1) / rate;
}

int64_t clock_word_ns(int64_t said_ns, int64_t now_ns)
{
    const bool due = said_ns != 0 && now_ns - said_ns > CLOCK_STEP_MAX_NS / 2;
    return due ? said_ns + CLOCK_STEP_MAX_NS / 2 : 0;
}

double clock_rate(const exercise_clock *clock)
{
    return clock_permille(clock) / 1000.0;
}

uint32_t clock_permille(const exercise_clock *clock)
{
    if (clock->mode == CONTROL_WALL)
        return 1000;
    return clock->mode == CONTROL_RUN ? clock->rate_permille : 0;
}
