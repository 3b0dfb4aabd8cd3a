#include "daemon/clock/command.h"

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

static bool one_of(const char *who, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], who) == 0)
            return true;
    return false;
}

bool command_counts(const char *who)
{
    static const char *const staff[] = {FUSION_WHITE_CELL, "replay"};
    return one_of(who, staff, 2);
}

static bool may_command(const pipeline *line, const control_message *message)
{
    if (message->kind == CONTROL_SAYS || message->kind == CONTROL_READER)
        return pipeline_hears(line, message->who);
    const bool own = strcmp(message->who, COMMAND_OWN_VOICE) == 0;
    if (message->kind == CONTROL_STOOD)
        return own;
    if (message->kind == CONTROL_BOOK)
        return own || strcmp(message->who, FUSION_WHITE_CELL) == 0;
    return own || command_counts(message->who);
}

/* Is he who he says? There are no keys yet, and the port is this machine's alone: whoever reaches
 * it is believed. A signature is checked here once there is one. */
static bool is_proven(const control_message *message)
{
    (void)message;
    return true;
}

/* His place, or an empty one; NULL: all are taken. */
static command_speaker *speaker_find(command_state *state, const control_message *message)
{
    for (size_t i = 0; i < COMMAND_SPEAKERS; i++) {
        command_speaker *one = &state->speakers[i];
        if (!one->who[0] || (one->page == message->page && strcmp(one->who, message->who) == 0))
            return one;
    }
    return NULL;
}

static const char *obey(exercise_clock *clock, pipeline *line, clock_machine machine,
                        control_message *message)
{
    switch (message->kind) {
    case CONTROL_CLOCK:
        return clock_set(clock, message, machine);
    case CONTROL_SAYS:
        return pipeline_say(line, clock_now_ns(clock, machine), message->who, message->sentence,
                            message->until_ns, &message->effect_ns);
    case CONTROL_READER:
        return pipeline_door(line, clock_now_ns(clock, machine), message->who);
    case CONTROL_STOOD:
        return pipeline_stood(line, message->speaker, message->sentence, message->said_ns,
                              message->until_ns);
    case CONTROL_DRAIN:
    case CONTROL_BOOK:
        break;
    }
    return NULL;
}

static const char *command_check(command_state *state, exercise_clock *clock, pipeline *line,
                                 clock_machine machine, const uint8_t *data, size_t size,
                                 control_message *message)
{
    const char *refused = control_decode(data, size, message);
    if (refused)
        return refused;
    command_speaker *speaker = speaker_find(state, message);
    if (!speaker || !may_command(line, message) || !is_proven(message))
        return "not-yours";
    refused = sequence_check(speaker, message);
    if (!refused)
        refused = obey(clock, line, machine, message);
    if (refused)
        return refused;
    memcpy(speaker->who, message->who, sizeof speaker->who);
    speaker->page = message->page;
    speaker->began_ns = message->began_ns;
    speaker->sequence = message->sequence;
    return NULL;
}

/* Those of datagrams and reports, and then those that only control has. */
const char *command_reason(size_t index)
{
    static const char *const own[] = {"not-yours",       "sentence-unknown", "reason-missing",
                                      "signature-wrong", "rate-range",       "acts-many",
                                      "too-often"};
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

const char *command_take(command_state *state, exercise_clock *clock, pipeline *line,
                         clock_machine machine, const uint8_t *data, size_t size,
                         control_message *message)
{
    const char *refused = command_check(state, clock, line, machine, data, size, message);
    const bool asks_book = message->kind == CONTROL_BOOK && !message->sha256[0];
    const bool clock_refused = message->kind == CONTROL_CLOCK && message->page && refused;
    if (message->kind == CONTROL_SAYS || asks_book || clock_refused)
        pipeline_heard(line, clock_now_ns(clock, machine), message, refused);
    if (refused)
        return command_refuse(state, refused);
    state->obeyed++;
    return NULL;
}
