/* replay.c - picket replay: plays a recording into picketd and sets its exercise clock. */
#include "text/number.h"
#include "tools/interrupt.h"
#include "tools/path.h"
#include "tools/progress.h"
#include "tools/replay/pace.h"
#include "tools/replay/reel.h"
#include "tools/replay/way.h"
#include "tools/say.h"
#include "tools/verbs.h"
#include "tools/when.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OPTION_TO = OPTION_OWN, OPTION_CONTROL, OPTION_LOOP };

#define PATIENCE_FIRST_MS 2000  /* for the first answer: is anybody there? */
#define PATIENCE_MS       60000 /* for a step, which may close a great many epochs */
#define PATIENCE_DRAIN_MS 8000  /* picketd itself answers after 5 s */
#define CLOCK_SPEED_MAX   1000.0
#define DRAIN_EACH        64 /* datagrams: far fewer than any receive buffer holds */

typedef struct replay {
    const options *given;
    reel feed;
    way way;
    double speed; /* infinite: as fast as picketd takes it */
    uint64_t loops;
    pace pace;
    progress shown;
    uint64_t unsaid;     /* sentences that picketd refused, or that nobody was told */
    uint64_t sent;       /* in all */
    uint64_t unheard;    /* of them, those after which the port said that it is closed */
    uint64_t sent_run;   /* since the run began */
    uint64_t arrived;    /* as picketd says, in all */
    uint64_t done, work; /* of the progress: datagrams */
    int64_t played_ns;   /* exercise time */
    int64_t now_ns;      /* exercise time reached */
    bool talks;
} replay;

typedef struct comma {
    char text[NUMBER_ROOM];
} comma;

static comma grouped(uint64_t count)
{
    comma one;
    number_grouped_count(one.text, count);
    return one;
}

static bool address_read(replay *one, int option, const char *text, struct sockaddr_in *address)
{
    if (way_address(text, address))
        return true;
    options_refuse(one->given, option, "is not a host and a port. Write such as 127.0.0.1:47800.");
    return false;
}

/* Control is by default at the next port of the same host. */
static bool addresses_take(replay *one)
{
    const char *to = options_text(one->given, OPTION_TO);
    const char *control = options_text(one->given, OPTION_CONTROL);
    if (!address_read(one, OPTION_TO, to, &one->way.reports))
        return false;
    one->talks = !control || strcmp(control, "none") != 0;
    if (one->talks && control)
        return address_read(one, OPTION_CONTROL, control, &one->way.control);
    if (one->talks) {
        one->way.control = one->way.reports;
        one->way.control.sin_port = htons((uint16_t)(ntohs(one->way.reports.sin_port) + 1));
    }
    return true;
}

static bool options_take(replay *one)
{
    one->speed = 1.0;
    one->loops = 1;
    if (!addresses_take(one) || !options_speed(one->given, OPTION_SPEED, &one->speed) ||
        !options_count(one->given, OPTION_LOOP, 1, 1000000, &one->loops))
        return false;
    if (one->talks && !isinf(one->speed) && (one->speed > CLOCK_SPEED_MAX || one->speed < 0.001)) {
        options_refuse(one->given, OPTION_SPEED,
                       "is not a speed of the exercise clock, 0.001 to 1000. Use max, or "
                       "--control none.");
        return false;
    }
    if (one->talks && !isinf(one->speed)) /* the clock goes in thousandths */
        one->speed = round(one->speed * 1000.0) / 1000.0;
    if (!one->talks && isinf(one->speed)) {
        options_refuse(one->given, OPTION_SPEED,
                       "waits for picketd, and --control none does not talk to it. Name a speed.");
        return false;
    }
    return true;
}

static bool feed_take(replay *one)
{
    char error[512] = "";
    const char *path = options_operand(one->given, 0);
    if (!path_readable(path))
        return false;
    if (!reel_read(path, &one->feed, error)) {
        say_error("%s.", error);
        return false;
    }
    if (error[0])
        say_warning("%s. What stands before is played.", error);
    if (one->feed.count == 0) {
        say_error("%s holds no datagram.", path);
        return false;
    }
    if (one->feed.other_port)
        say_note("nothing in %s goes to port 47800, so all of it is sent.", path);
    if (one->feed.unset > 0)
        say_note("%s datagrams from before the clock was set are left out.",
                 grouped(one->feed.unset).text);
    return true;
}

static void nobody_say(const replay *one)
{
    char host[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &one->way.control.sin_addr, host, sizeof host);
    say_error("nothing answers at control address %s:%u. Start it: build/picketd -c FILE, or send "
              "without a clock: --control none",
              host, ntohs(one->way.control.sin_port));
}

/* Sets the clock; false: said why not. */
static bool clock_say(replay *one, control_mode mode, int64_t time_ns, bool new_run)
{
    control_message message = {.kind = CONTROL_CLOCK,
                               .sent_ns = time_ns,
                               .mode = mode,
                               .time_ns = time_ns,
                               .rate_permille =
                                   isinf(one->speed) ? 1000 : (uint32_t)lround(one->speed * 1000.0),
                               .new_run = new_run};
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

/* Waits until all that was sent in this run is taken in. false: it did not come, or nobody said. */
static bool drain_say(replay *one, uint64_t *taken)
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
    return true;
}

/* By whom it was said. What was refused when it was recorded is refused again. */
static bool sentence_say(replay *one, const reel_datagram *datagram)
{
    control_message message;
    control_reply reply = {0};
    one->done++;
    if (control_decode(one->feed.bytes + datagram->at, datagram->size, &message))
        return true;
    message.page = false; /* whichever door it came by, it comes by datagram now */
    if (one->talks && !way_say(&one->way, &message, PATIENCE_MS, &reply)) {
        if (!interrupt_asked())
            say_error("picketd has stopped answering.");
        return false;
    }
    one->unsaid += reply.outcome != CONTROL_DONE;
    return true;
}

static bool datagram_send(replay *one, const reel_datagram *datagram)
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

static void progress_draw(replay *one)
{
    if (!progress_due(&one->shown))
        return;
    char rate[64];
    const double passed = pace_seconds(&one->pace);
    const double speed = passed > 0.0 ? pace_played(&one->pace, one->now_ns) / passed : 0.0;
    if (isinf(one->speed))
        snprintf(rate, sizeof rate, "%.0fx", speed);
    else
        snprintf(rate, sizeof rate, "%.1fx of %gx", speed, one->speed);
    progress_show(&one->shown, &(progress_state){.share = (double)one->done / (double)one->work,
                                                 .where = when_clock(one->now_ns).text,
                                                 .rate = rate});
}

/* Sleeps until the exercise reaches a time, awake often enough for the progress line. */
static bool wait_for(replay *one, int64_t stamp_ns)
{
    while (!pace_sleep(&one->pace, stamp_ns) && !interrupt_asked())
        progress_draw(one);
    one->now_ns = stamp_ns;
    progress_draw(one);
    return !interrupt_asked();
}

/* By the clock: picketd's runs beside ours from the moment at which it said so. */
static bool run_paced(replay *one, const reel_run *run)
{
    if (!clock_say(one, CONTROL_RUN, run->begin_ns, true))
        return false;
    pace_anchor(&one->pace, run->begin_ns, one->speed);
    for (size_t i = 0; i < run->count; i++) {
        const reel_datagram *datagram = &one->feed.datagrams[run->first + i];
        if (!wait_for(one, datagram->stamp_ns) || !datagram_send(one, datagram))
            return false;
        pace_note(&one->pace, datagram->stamp_ns);
    }
    return wait_for(one, run->end_ns);
}

/* By steps: the clock shows a datagram's own stamp when it is taken in, so a run equals `fuse` of
 * the same recording. */
static bool run_stepped(replay *one, const reel_run *run)
{
    if (!clock_say(one, CONTROL_STEP, run->begin_ns, true))
        return false;
    pace_anchor(&one->pace, run->begin_ns, 1.0);
    int64_t shown_ns = run->begin_ns;
    uint64_t taken;
    for (size_t i = 0; i < run->count && !interrupt_asked(); i++) {
        const reel_datagram *datagram = &one->feed.datagrams[run->first + i];
        const bool steps = datagram->stamp_ns != shown_ns;
        if (steps || one->sent_run % DRAIN_EACH == 0)
            if (!drain_say(one, &taken) || taken < one->sent_run)
                return false;
        if (steps && !clock_say(one, CONTROL_STEP, datagram->stamp_ns, false))
            return false;
        shown_ns = one->now_ns = datagram->stamp_ns;
        if (!datagram_send(one, datagram))
            return false;
        progress_draw(one);
    }
    return !interrupt_asked() && drain_say(one, &taken) && taken == one->sent_run &&
           clock_say(one, CONTROL_STEP, run->end_ns, false);
}

static bool run_play(replay *one, const reel_run *run)
{
    one->sent_run = 0;
    const bool whole = isinf(one->speed) ? run_stepped(one, run) : run_paced(one, run);
    uint64_t taken = 0;
    const bool heard = whole || one->way.sequence > 1; /* picketd has answered before */
    const bool answered = !interrupt_asked() && heard && drain_say(one, &taken);
    one->arrived += answered ? taken : 0;
    one->played_ns += whole ? run->end_ns - run->begin_ns : 0;
    return whole && answered;
}

static bool lost_say(const replay *one)
{
    if (one->arrived == one->sent)
        return false;
    say_error("%s of %s datagrams did not arrive. Run: sudo sysctl net.core.rmem_max=8388608, or "
              "play with --speed max, which waits.",
              grouped(one->sent - one->arrived).text, grouped(one->sent).text);
    return true;
}

/* The pace is held if the exercise took as long as it should, within 1 % and a quarter second. */
static bool pace_held(const replay *one, double wall_s)
{
    const double wanted_s = (double)one->played_ns / 1e9 / one->speed;
    if (isinf(one->speed) || wall_s <= wanted_s * 1.01 + 0.25)
        return true;
    say_error("the pace was not held: %.2fx of %gx. Play slower, or as fast as it goes: --speed "
              "max",
              (double)one->played_ns / 1e9 / wall_s, one->speed);
    return false;
}

static int summary(replay *one)
{
    const double wall_s = one->pace.passed_s;
    char speed[64] = "";
    if (!isinf(one->speed))
        snprintf(speed, sizeof speed, " of %gx", one->speed);
    if (!say_is_quiet()) {
        printf("Replayed  %s datagrams of %zu senders: %s in %s, %.*fx%s\n",
               grouped(one->sent).text, one->feed.source_count, when_length(one->played_ns).text,
               when_length((int64_t)(wall_s * 1e9)).text, isinf(one->speed) ? 0 : 1,
               (double)one->played_ns / 1e9 / wall_s, speed);
        if (!isinf(one->speed))
            printf("Pace      99 %% within %s, worst %s late\n",
                   when_length((int64_t)(pace_late(&one->pace, 0.99) * 1e9)).text,
                   when_length((int64_t)(pace_late(&one->pace, 1.0) * 1e9)).text);
        if (one->talks)
            printf("Arrived   %s of %s\n", grouped(one->arrived).text, grouped(one->sent).text);
    }
    fflush(stdout);
    if (one->unheard > 0)
        say_warning("nothing listens at %s: %s datagrams were turned away.",
                    options_text(one->given, OPTION_TO), grouped(one->unheard).text);
    if (one->unsaid > 0)
        say_warning(
            "%s of the recording's sentences %s not obeyed: the pictures may show more than "
            "they did.",
            grouped(one->unsaid).text, one->unsaid == 1 ? "was" : "were");
    const bool lost = one->talks && lost_say(one);
    return pace_held(one, wall_s) && !lost ? EXIT_DONE : EXIT_NO;
}

/* On the way out the clock stands: an exercise that nobody plays any more must not run on. */
static int broken_off(replay *one)
{
    if (interrupt_asked()) {
        interrupt_say(when_clock(one->now_ns).text);
        control_message pause = {.kind = CONTROL_CLOCK, .mode = CONTROL_PAUSE};
        control_reply reply;
        if (one->talks && way_say(&one->way, &pause, PATIENCE_FIRST_MS, &reply))
            say_plain("%s datagrams were sent; the exercise clock stands.",
                      grouped(one->sent).text);
        return EXIT_NOT_DONE;
    }
    const bool lost = one->talks && one->sent > 0 && lost_say(one);
    return lost ? EXIT_NO : EXIT_NOT_DONE;
}

static int play_all(replay *one)
{
    one->work = one->feed.count * one->loops;
    one->shown = progress_begin("replay");
    interrupt_watch();
    bool good = pace_begin(&one->pace, one->feed.count);
    for (uint64_t loop = 0; loop < one->loops && good; loop++)
        for (size_t i = 0; i < one->feed.run_count && good; i++)
            good = run_play(one, &one->feed.runs[i]);
    pace_end(&one->pace);
    progress_end(&one->shown);
    if (!good)
        return broken_off(one);
    return clock_say(one, CONTROL_PAUSE, 0, false) ? summary(one) : EXIT_NOT_DONE;
}

static int outcome(replay *one)
{
    if (!options_take(one) || !feed_take(one))
        return EXIT_NOT_DONE;
    const int failed = way_open(&one->way, one->feed.source_count);
    if (failed) {
        say_system(failed, "no socket can be opened");
        return EXIT_NOT_DONE;
    }
    return play_all(one);
}

static int replay_run(const options *given)
{
    replay *one = calloc(1, sizeof *one);
    if (!one) {
        say_error("memory was refused.");
        return EXIT_NOT_DONE;
    }
    one->given = given;
    one->way.talk = -1;
    const int code = outcome(one);
    way_close(&one->way);
    pace_free(&one->pace);
    reel_free(&one->feed);
    free(one);
    return code;
}

static const struct poptOption replay_options[] = {
    OPTION_VALUE("to", OPTION_TO, "HOST:PORT", "picketd's port for reports (needed)"),
    OPTION_VALUE("speed", OPTION_SPEED, "X", "0.5, 10, 10x or max, which waits (1)"),
    OPTION_VALUE("control", OPTION_CONTROL, "ADDRESS", "exercise control, or none (port + 1)"),
    OPTION_VALUE("loop", OPTION_LOOP, "N", "play it N times, each a new run (1)"),
    POPT_TABLEEND,
};

const verb replay_verb = {
    .name = "replay",
    .what = "recording -> picketd",
    .usage = "FEED --to=HOST:PORT",
    .sentence = "Plays a recording into picketd and sets its exercise clock.",
    .examples = {"picket replay feed.pcap --to 127.0.0.1:47800 --speed 10",
                 "picket replay feed.pcap --to 127.0.0.1:47800 --speed max"},
    .options = replay_options,
    .operand = "FEED",
    .operands_min = 1,
    .operands_max = 1,
    .needs = {{OPTION_TO, "without it there is nobody to play to"}},
    .exits = "0 done, 1 lost or too slow, 2 not done",
    .run = replay_run,
};
