#include "daemon/playback.h"

playback playback_begin(const config *configuration, pipeline *line)
{
    return (playback){.configuration = configuration, .line = line};
}

playback_input playback_input_of(const config *configuration, const recorded *packet)
{
    const uint16_t port = packet->target_port;
    if (port == configuration->reports.port)
        return PLAYBACK_REPORTS;
    if (port == configuration->control.port)
        return PLAYBACK_CONTROL;
    if (port == RECORDED_REPORTS)
        return PLAYBACK_REPORTS;
    return port == RECORDED_CONTROL ? PLAYBACK_CONTROL : PLAYBACK_OTHER;
}

static void run_begin(playback *one)
{
    pipeline_new_run(one->line);
    one->first_ns = 0;
}

/* The stamp of a message that was obeyed is the time at which it took effect; of one that was not,
 * the time at which it came. So a clock that stands at the stamp answers as the live one did. */
static void stamp_note(playback *one, int64_t stamp_ns)
{
    one->stamp_ns = stamp_ns;
    if (one->first_ns == 0)
        one->first_ns = stamp_ns;
}

static void control_take(playback *one, const recorded *packet)
{
    exercise_clock clock = {.mode = CONTROL_PAUSE, .at_ns = packet->stamp_ns};
    const clock_machine machine = {.wall_ns = packet->stamp_ns};
    control_message message;
    if (command_take(&one->commands, &clock, one->line, machine, packet->data, packet->size,
                     &message))
        return;
    if (message.kind == CONTROL_SAYS && packet->stamp_ns > one->stamp_ns)
        stamp_note(one, packet->stamp_ns);
    if (message.kind != CONTROL_CLOCK)
        return;
    if (message.new_run)
        run_begin(one);
    stamp_note(one, clock.at_ns);
    pipeline_advance(one->line, one->stamp_ns);
}

static void reports_take(playback *one, const recorded *packet, codec_result *result)
{
    int64_t stamp_ns = packet->stamp_ns;
    if (stamp_ns < one->stamp_ns) {
        one->disordered++;
        stamp_ns = one->stamp_ns;
    }
    stamp_note(one, stamp_ns);
    pipeline_take(one->line, stamp_ns, packet->data, packet->size, result);
}

playback_input playback_take(playback *one, const recorded *packet, codec_result *result)
{
    const playback_input input = playback_input_of(one->configuration, packet);
    if (input == PLAYBACK_OTHER) {
        one->other++;
        return input;
    }
    one->datagrams++;
    if (one->first_ns != 0 && packet->stamp_ns - one->stamp_ns > CLOCK_STEP_MAX_NS)
        run_begin(one);
    if (input == PLAYBACK_CONTROL)
        control_take(one, packet);
    else
        reports_take(one, packet, result);
    return input;
}

void playback_end(playback *one)
{
    pipeline_finish(one->line);
}
