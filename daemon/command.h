/* command.h - which messages of exercise control are obeyed.
 *
 * The white cell, `replay` and `picketd` itself (which writes into its recording when its clock
 * began and ended) may set the clock and ask for a drain; nobody else may do anything yet. Each
 * numbers its messages within a run; what is repeated or old is refused. The same messages in the
 * same order are obeyed and refused alike, live and from a recording.
 */
#ifndef DAEMON_COMMAND_H
#define DAEMON_COMMAND_H

#include "daemon/clock.h"
#include "daemon/wire/refusal.h"

typedef struct command_speaker {
    int64_t began_ns;  /* of the newest run heard; 0: none yet */
    uint32_t sequence; /* newest of that run */
} command_speaker;

#define COMMAND_OWN_VOICE                                                                          \
    "picketd" /* obeyed from inside and from recordings, never from a socket */
#define COMMAND_SPEAKERS 3
#define COMMAND_REASONS  (REFUSAL_COUNT + 5)

typedef struct command_state {
    command_speaker speakers[COMMAND_SPEAKERS];
    uint64_t obeyed;
    uint64_t refused[COMMAND_REASONS];
} command_state;

/* Name of a reason; NULL for what is none. */
const char *command_reason(size_t index);

/* Takes one message that was received at `machine`, and sets the clock if it says so. NULL: it is
 * to be obeyed, and *message says what; new_run and drain are left to the caller. Else the name of
 * the refusal, and neither clock nor speakers moved; *message holds what could be read of it. */
const char *command_take(command_state *state, exercise_clock *clock, clock_machine machine,
                         const uint8_t *data, size_t size, control_message *message);

/* Counts a message that the caller refuses, and gives the reason back. */
const char *command_refuse(command_state *state, const char *why);

#endif
