#include "daemon/server_parts.h"

#include <string.h>

void server_clock_ask(const server *one, control_message *message)
{
    message->seek = one->plays_until_ns != 0 && (message->time_ns != 0 || one->wishes);
    message->new_run = message->new_run && !message->seek;
}

static void wish_note(server *one, const control_message *message)
{
    if (message->seek)
        one->wish = *message;
    /* The steps towards it leave it open. */
    if (message->seek || message->mode != CONTROL_STEP)
        one->wishes = message->seek;
}

void server_clock_note(server *one, const control_message *message)
{
    const control_message before = one->wish;
    const bool wished = one->wishes;
    wish_note(one, message);
    if (strcmp(message->who, "replay") == 0)
        one->plays_until_ns = message->end_ns;
    const bool steps = message->mode == CONTROL_STEP && !message->seek;
    if (!steps || message->new_run || wished != one->wishes || before.time_ns != one->wish.time_ns)
        server_beat(one, server_machine(), false);
}

/* STEP is a wish there, so a clock that was stepped stands. */
static void player_beat(server *one, clock_machine machine)
{
    uint8_t data[BEAT_SIZE];
    const bool set = one->clock.mode != 0 && one->clock.mode != CONTROL_STEP;
    control_mode mode = set ? one->clock.mode : CONTROL_PAUSE;
    int64_t exercise_ns = clock_now_ns(&one->clock, machine);
    uint32_t rate = (uint32_t)(clock_rate(&one->clock) * 1000.0);
    if (one->wishes) {
        mode = CONTROL_STEP;
        exercise_ns = one->wish.time_ns;
        rate = one->wish.mode == CONTROL_RUN ? one->wish.rate_permille : 0;
    }
    beat_encode(machine.wall_ns, exercise_ns, mode, rate, data);
    beats_send(&one->beats, data);
}

/* A clock that is not set stands, as far as a page is concerned. */
void server_beat(server *one, clock_machine machine, bool page)
{
    uint8_t data[BEAT_SIZE];
    const control_mode mode = one->clock.mode ? one->clock.mode : CONTROL_PAUSE;
    player_beat(one, machine);
    if (!page || !one->web)
        return;
    beat_encode(machine.wall_ns, clock_now_ns(&one->clock, machine), mode,
                (uint32_t)(clock_rate(&one->clock) * 1000.0), data);
    web_beat(one->web, data);
}
