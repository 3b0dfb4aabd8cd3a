#include "tools/replay/player.h"

#include "tools/interrupt.h"
#include "tools/say.h"
#include "tools/when.h"

#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define PATIENCE_DRAIN_MS 8000 /* picketd itself answers after 5 s */

static void nobody_say(const player *one)
{
    char host[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &one->way.control.sin_addr, host, sizeof host);
    say_error("nothing answers at control address %s:%u. Start it: build/picketd -c FILE, or send "
              "without a clock: --control none",
              host, ntohs(one->way.control.sin_port));
}

bool player_clock(player *one, control_mode mode, int64_t time_ns, bool new_run)
{
    control_message message = {.kind = CONTROL_CLOCK,
                               .sent_ns = time_ns,
                               .mode = mode,
                               .time_ns = time_ns,
                               .rate_permille =
                                   isinf(one->speed) ? 1000 : (uint32_t)lround(one->speed * 1000.0),
                               .new_run = new_run,
                               .end_ns = one->end_ns};
    control_reply reply;
    const bool first = one->way.sequence == 0;
    if (!one->talks)
        return true;
    if (!way_say(&one->way, &message, first ? PATIENCE_FIRST_MS : PATIENCE_MS, &reply)) {
        if (!interrupt_asked())
            nobody_say(one);
        return false;
    }
    if (reply.outcome == CONTROL_DONE)
        return true;
    say_error("picketd does not set its clock: %s.", reply.text);
    return false;
}

bool player_drain(player *one, uint64_t *taken, int64_t *now_ns)
{
    control_message message = {.kind = CONTROL_DRAIN, .drain_datagrams = one->sent_run};
    control_reply reply = {0};
    *taken = one->sent_run;
    if (!one->talks)
        return true;
    if (!way_say(&one->way, &message, PATIENCE_DRAIN_MS, &reply)) {
        if (!interrupt_asked())
            say_error("picketd has stopped answering.");
        return false;
    }
    *taken = reply.datagrams < one->sent_run ? reply.datagrams : one->sent_run;
    if (now_ns)
        *now_ns = reply.takes_effect_ns;
    return true;
}

/* What picketd's own voice told of the time before, as its speaker says it anew. */
static control_message said_anew(const control_message *stood)
{
    control_message message = {.kind = CONTROL_SAYS,
                               .until_ns = stood->until_ns,
                               .reason = "stood when the recording began"};
    memcpy(message.who, stood->speaker, sizeof message.who);
    memcpy(message.sentence, stood->sentence, sizeof message.sentence);
    return message;
}

static bool is_said(player *one, control_message *message, control_reply *reply)
{
    *reply = (control_reply){0};
    if (!one->talks || way_say(&one->way, message, PATIENCE_MS, reply))
        return true;
    if (!interrupt_asked())
        say_error("picketd has stopped answering.");
    return false;
}

/* It must count from where the run begins, as it did; what was said for a later time, as where an
 * exercise is played again, would count too soon. What is over says nothing. */
static bool stood_say(player *one, const control_message *stood, int64_t begin_ns)
{
    control_reply reply;
    if (stood->until_ns != 0 && stood->until_ns <= begin_ns)
        return true;
    one->stood++;
    if (stood->said_ns > begin_ns) {
        one->unsaid++;
        return true;
    }
    control_message message = said_anew(stood);
    if (!is_said(one, &message, &reply))
        return false;
    one->unsaid += reply.outcome != CONTROL_DONE || reply.takes_effect_ns > begin_ns;
    return true;
}

/* By whom it was said. What was refused when it was recorded is refused again. */
static bool sentence_say(player *one, const reel_datagram *datagram)
{
    control_message message;
    control_reply reply;
    one->done++;
    if (control_decode(one->feed.bytes + datagram->at, datagram->size, &message))
        return true;
    if (message.kind == CONTROL_STOOD)
        return stood_say(one, &message, datagram->stamp_ns);
    message.page = false; /* whichever door it came by, it comes by datagram now */
    if (!is_said(one, &message, &reply))
        return false;
    one->unsaid += reply.outcome != CONTROL_DONE;
    return true;
}

bool player_send(player *one, const reel_datagram *datagram)
{
    if (datagram->said)
        return sentence_say(one, datagram);
    const int failed =
        way_send(&one->way, datagram->source, one->feed.bytes + datagram->at, datagram->size);
    /* Without a clock there is nobody to ask whether it came; a closed port is the receiver's. */
    if (failed && failed != ECONNREFUSED) {
        say_system(failed, "a datagram cannot be sent");
        return false;
    }
    one->unheard += failed == ECONNREFUSED;
    one->sent++;
    one->sent_run++;
    one->done++;
    return true;
}

void player_progress(player *one)
{
    if (!progress_due(&one->shown))
        return;
    char rate[64];
    const double passed = pace_seconds(&one->pace);
    const double speed = passed > 0.0 ? pace_played(&one->pace, one->now_ns) / passed : 0.0;
    if (one->end_ns)
        snprintf(rate, sizeof rate, "clock at %gx", one->speed);
    else if (isinf(one->speed))
        snprintf(rate, sizeof rate, "%.0fx", speed);
    else
        snprintf(rate, sizeof rate, "%.1fx of %gx", speed, one->speed);
    progress_show(&one->shown, &(progress_state){.share = (double)one->done / (double)one->work,
                                                 .where = when_clock(one->now_ns).text,
                                                 .rate = rate});
}
