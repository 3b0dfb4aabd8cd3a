/* clock.h - the exercise clock: the one clock of gate, delays and epochs.
 *
 * It follows the machine (wall), or is set by exercise control: run at a rate, pause, step. It
 * reads no clock itself: the machine's time comes as an argument, so that a test owns the time.
 *
 * Exercise time never falls within a run. A message that would turn it back is refused unless it
 * begins a new run.
 */
#ifndef DAEMON_CLOCK_H
#define DAEMON_CLOCK_H

#include "daemon/wire/control_wire.h"

/* The machine's two clocks at one moment. */
typedef struct clock_machine {
    int64_t steady_ns; /* never falls; from any origin */
    int64_t wall_ns;   /* since the Unix epoch; may be set */
} clock_machine;

typedef struct exercise_clock {
    control_mode mode;      /* 0: not set */
    uint32_t rate_permille; /* of a running clock; else 0 */
    int64_t at_ns;     /* exercise time when it was set; of a wall clock the newest given out */
    int64_t steady_ns; /* the machine's time at that moment */
} exercise_clock;

#define CLOCK_STEP_MAX_NS INT64_C(86400000000000) /* one step or jump forward: a day */

/* Exercise time; 0 while it is not set. A wall clock stands while it has jumped. */
int64_t clock_now_ns(exercise_clock *clock, clock_machine machine);

/* Whether it follows a machine whose clock was set back by more than back_ns, or forward by more
 * than a day. Such an exercise goes on with a new run. */
bool clock_jumped(const exercise_clock *clock, clock_machine machine, int64_t back_ns);

/* Obeys a clock message that was received at `machine`. NULL: done, and the clock now shows the
 * time at which the message takes effect; on a seek it stands there until who plays moves it. Else
 * the name of the refusal, and nothing changed: time-range  back without new_run, over a day
 * forward, or outside 2000 to 2100 rate-range  a rate of 0 or over a thousand, or of a seek 0.001,
 * which in a beat says stand; clock-unset the message names no time or is a seek, and the clock
 * shows none yet */
const char *clock_set(exercise_clock *clock, const control_message *message, clock_machine machine);

/* Nanoseconds of machine time until the clock shows until_ns: 0 if it does already, -1 if it
 * stands. */
int64_t clock_wait_ns(exercise_clock *clock, clock_machine machine, int64_t until_ns);

/* Whoever plays a recording takes a stamp over a day after the one before it for another run. So a
 * clock that goes on while nothing is recorded has to say so: half a day after said_ns, the newest
 * stamp there. 0: it need not yet, or there is none (said_ns 0). */
int64_t clock_word_ns(int64_t said_ns, int64_t now_ns);

/* How fast it goes: 1.0, or 1000 permille, is real time, 0 while it stands. */
double clock_rate(const exercise_clock *clock);
uint32_t clock_permille(const exercise_clock *clock);

#endif
