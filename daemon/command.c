#include "daemon/command.h"

#include <string.h>

static const char *sequence_check(const command_speaker *speaker, const control_message *message)
{
    if (message->began_ns > speaker->began_ns)
        return NULL;
    if (message->began_ns < speaker->began_ns)
        return "run-old";
    if (message->sequence == speaker->sequence)
        return "sequence-repeat";
    return message->sequence < speaker->sequence ? "sequence-old" : NULL;
}

static command_speaker *speaker_find(command_state *state, const char *who)
{
    static const char *const known[COMMAND_SPEAKERS] = {"white-cell", "replay", COMMAND_OWN_VOICE};
    for (size_t i = 0; i < COMMAND_SPEAKERS; i++)
        if (strcmp(known[i], who) == 0)
            return &state->speakers[i];
    return NULL;
}

static const char *command_check(command_state *state, exercise_clock *clock, clock_machine machine,
                                 const uint8_t *data, size_t size, control_message *message)
{
    const char *refused = control_decode(data, size, message);
    if (refused)
        return refused;
    command_speaker *speaker = speaker_find(state, message->who);
    if (!speaker)
        return "not-yours";
    refused = sequence_check(speaker, message);
    /* Sentences of the rule book are spoken once holds and withdrawals are built. */
    if (!refused && message->kind == CONTROL_SAYS)
        refused = "sentence-unknown";
    if (!refused && message->kind == CONTROL_CLOCK)
        refused = clock_set(clock, message, machine);
    if (!refused)
        *speaker = (command_speaker){message->began_ns, message->sequence};
    return refused;
}

/* Those of datagrams and reports, and then those that only control has. */
const char *command_reason(size_t index)
{
    static const char *const own[] = {"not-yours", "sentence-unknown", "reason-missing",
                                      "signature-wrong", "rate-range"};
    if (index == 0 || index >= COMMAND_REASONS)
        return NULL;
    return index < REFUSAL_COUNT ? refusal_name((refusal)index) : own[index - REFUSAL_COUNT];
}

const char *command_refuse(command_state *state, const char *why)
{
    for (size_t i = 1; i < COMMAND_REASONS; i++)
        state->refused[i] += strcmp(command_reason(i), why) == 0;
    return why;
}

const char *command_take(command_state *state, exercise_clock *clock, clock_machine machine,
                         const uint8_t *data, size_t size, control_message *message)
{
    const char *refused = command_check(state, clock, machine, data, size, message);
    if (refused)
        return command_refuse(state, refused);
    state->obeyed++;
    return NULL;
}
