/* command.h - which messages of exercise control are obeyed.
 *
 * The white cell, `replay` and `picketd` itself (which writes into its recording when its clock
 * * began and ended) may set the clock and ask for a drain; the white cell may have the book read
 * anew. The white cell, nations and rooms of the book may say its sentences, each what is his
 * (pipeline_say). Nobody else may do anything; a speaker who is not known and one who may not are
 * refused alike.
 *
 * Each numbers its messages within a run; what is repeated or old is refused. Who speaks on the
 * page as well is numbered there by picketd, apart from what he sends himself: neither door shuts
 * the other. The message says which door it came by, so the same messages in the same order are
 * obeyed and refused alike, live and from a recording.
 */
#ifndef DAEMON_COMMAND_H
#define DAEMON_COMMAND_H

#include "daemon/clock/clock.h"
#include "daemon/line/pipeline.h"
#include "daemon/wire/refusal.h"

typedef struct command_speaker {
    char who[49];      /* empty: nobody yet */
    bool page;         /* on the page */
    int64_t began_ns;  /* of the newest run heard */
    uint32_t sequence; /* newest of that run */
} command_speaker;

#define COMMAND_OWN_VOICE                                                                          \
    "picketd"                /* obeyed from inside and from recordings, never from a socket */
#define COMMAND_SPEAKERS 128 /* who was ever obeyed; when all are taken, nobody new is */
#define COMMAND_REASONS  (REFUSAL_COUNT + 7)

typedef struct command_state {
    command_speaker speakers[COMMAND_SPEAKERS];
    uint64_t obeyed;
    uint64_t refused[COMMAND_REASONS];
} command_state;

/* Name of a reason; NULL for what is none. */
const char *command_reason(size_t index);

/* Takes one message that was received at `machine`; sets the clock, or says to the line, what it
 * says. NULL: it is obeyed, and *message says what; new_run, drain and book are left to the caller,
 * and so is pipeline_heard() of a clock that was set on the page, once its run has begun.
 * Else the name of the refusal, and neither clock, line nor speakers moved; *message holds what
 * could be read of it. */
const char *command_take(command_state *state, exercise_clock *clock, pipeline *line,
                         clock_machine machine, const uint8_t *data, size_t size,
                         control_message *message);

/* Whether a reply to him may hold counts: the white cell and `replay`. */
bool command_counts(const char *who);

/* Counts a message that the caller refuses, and gives the reason back. */
const char *command_refuse(command_state *state, const char *why);

#endif
