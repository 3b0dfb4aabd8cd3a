#include "daemon/server_parts.h"

#include "daemon/told/json_put.h"

#include <stdlib.h>
#include <string.h>

void server_clock_ask(const server *one, control_message *message)
{
    message->seek =
        one->plays_until_ns != 0 && !message->new_run && (message->time_ns != 0 || one->wishes);
}

static bool is_player(const control_message *message)
{
    return strcmp(message->who, "replay") == 0;
}

/* Who plays names the wish that he has done. Another that came meanwhile stays open, and so it does
 * where his next loop begins. The steps towards it leave it open. */
static bool wish_ends(const control_message *wish, const control_message *message)
{
    const bool runs = wish->mode == CONTROL_RUN;
    if (message->mode == CONTROL_STEP && (is_player(message) || !message->new_run))
        return false;
    if (!is_player(message) || message->end_ns == 0)
        return true;
    if (message->new_run)
        return message->sequence == 1; /* another replay than was asked */
    return runs == (message->mode == CONTROL_RUN) &&
           (!runs || message->rate_permille == wish->rate_permille) &&
           (message->time_ns == 0 || message->time_ns == wish->time_ns);
}

static void wish_note(server *one, const control_message *message)
{
    if (message->seek)
        one->wish = *message;
    one->wishes = message->seek || (one->wishes && !wish_ends(&one->wish, message));
}

/* Steps are the way of who plays; they would fill the line. */
static void happened_note(server *one, const control_message *message, int64_t stamp_ns)
{
    if (message->new_run || one->happened.begin_ns == 0) {
        timeline_begin(&one->happened, stamp_ns);
        timeline_tell(&one->happened, stamp_ns, "clock", "exercise begins");
    } else if (message->page && !message->seek && message->mode == CONTROL_RUN)
        timeline_tell(&one->happened, stamp_ns, "clock", "runs at %gx", clock_rate(&one->clock));
    else if (message->page && message->mode == CONTROL_PAUSE && !message->seek)
        timeline_tell(&one->happened, stamp_ns, "clock", "paused");
}

void server_clock_note(server *one, const control_message *message, int64_t stamp_ns)
{
    happened_note(one, message, stamp_ns);
    if (message->mode == CONTROL_RUN)
        one->pace_permille = message->rate_permille;
    const control_message before = one->wish;
    const bool wished = one->wishes;
    wish_note(one, message);
    /* A new run that another begins waits for nobody: who played may be gone. */
    if (is_player(message) || message->new_run)
        one->plays_until_ns = is_player(message) ? message->end_ns : 0;
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
    uint32_t rate = clock_permille(&one->clock);
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
                clock_permille(&one->clock), data);
    web_beat(one->web, data);
}

static void put_time(FILE *out, const char *name, int64_t time_ns)
{
    fprintf(out, "\"%s\":", name);
    if (time_ns == 0)
        fputs("null", out);
    else
        json_put_seconds(out, time_ns);
    putc(',', out);
}

char *server_timeline_text(void *context, size_t *size)
{
    static const char *const modes[] = {"unset", "wall", "run", "pause", "step"};
    server *one = context;
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!out)
        return NULL;
    fprintf(out, "{\"clock\":\"%s\",\"follows\":%s,\"mode\":\"%s\",\"rate\":%g,",
            one->configuration->clock_wall ? "wall" : "controlled",
            one->plays_until_ns ? "true" : "false", modes[one->clock.mode],
            clock_rate(&one->clock));
    fprintf(out, "\"pace\":%g,", (one->pace_permille ? one->pace_permille : 1000) / 1000.0);
    put_time(out, "now", clock_now_ns(&one->clock, server_machine()));
    put_time(out, "end", one->plays_until_ns);
    put_time(out, "stopped", one->stopped_ns);
    put_time(out, "goal", one->wishes ? one->wish.time_ns : 0);
    timeline_put(out, &one->happened, one->launches);
    fprintf(out, "\"epoch\":%g}\n", (double)one->configuration->epoch_ns / 1e9);
    return json_put_end(out, &text);
}

char *server_audit_text(void *context, const newest_asked *asked, size_t *size)
{
    const server *one = context;
    return newest_text(&one->newest, asked, size);
}
