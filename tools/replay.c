/* replay.c - picket replay: plays a recording into picketd and sets its exercise clock. */
#include "text/number.h"
#include "tools/interrupt.h"
#include "tools/path.h"
#include "tools/replay/follow.h"
#include "tools/say.h"
#include "tools/verbs.h"
#include "tools/when.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OPTION_TO = OPTION_OWN, OPTION_CONTROL, OPTION_LOOP, OPTION_FOLLOW };

#define CLOCK_SPEED_MAX 1000.0

typedef struct replay {
    const options *given;
    player play;
    bool follows;
    ear beats;
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
    if (!address_read(one, OPTION_TO, to, &one->play.way.reports))
        return false;
    one->play.talks = !control || strcmp(control, "none") != 0;
    if (one->play.talks && control)
        return address_read(one, OPTION_CONTROL, control, &one->play.way.control);
    if (one->play.talks) {
        one->play.way.control = one->play.way.reports;
        one->play.way.control.sin_port =
            htons((uint16_t)(ntohs(one->play.way.reports.sin_port) + 1));
    }
    return true;
}

/* It sets the clock, so it must be able to talk; and the clock says how fast. */
static bool follow_take(replay *one)
{
    const char *at = options_text(one->given, OPTION_FOLLOW);
    struct sockaddr_in address;
    one->follows = at != NULL;
    if (!at)
        return true;
    if (!address_read(one, OPTION_FOLLOW, at, &address))
        return false;
    if (!one->play.talks || isinf(one->play.speed)) {
        say_error("--follow goes by the exercise clock, with --control and at a speed. --speed max "
                  "and --control none do not.");
        return false;
    }
    const int failed = ear_open(&one->beats, &address);
    if (failed)
        say_system(failed, "beats cannot be heard at the address of --follow");
    return failed == 0;
}

static bool options_take(replay *one)
{
    one->play.speed = 1.0;
    one->play.loops = 1;
    if (!addresses_take(one) || !options_speed(one->given, OPTION_SPEED, &one->play.speed) ||
        !options_count(one->given, OPTION_LOOP, 1, 1000000, &one->play.loops))
        return false;
    if (one->play.talks && !isinf(one->play.speed) &&
        (one->play.speed > CLOCK_SPEED_MAX || one->play.speed < 0.001)) {
        options_refuse(one->given, OPTION_SPEED,
                       "is not a speed of the exercise clock, 0.001 to 1000. Use max, or "
                       "--control none.");
        return false;
    }
    if (one->play.talks && !isinf(one->play.speed)) /* the clock goes in thousandths */
        one->play.speed = round(one->play.speed * 1000.0) / 1000.0;
    if (!one->play.talks && isinf(one->play.speed)) {
        options_refuse(one->given, OPTION_SPEED,
                       "waits for picketd, and --control none does not talk to it. Name a speed.");
        return false;
    }
    return follow_take(one);
}

static bool feed_take(replay *one)
{
    char error[512] = "";
    const char *path = options_operand(one->given, 0);
    if (!path_readable(path))
        return false;
    if (!reel_read(path, &one->play.feed, error)) {
        say_error("%s.", error);
        return false;
    }
    if (error[0])
        say_warning("%s. What stands before is played.", error);
    if (one->play.feed.count == 0) {
        say_error("%s holds no datagram.", path);
        return false;
    }
    if (one->play.feed.other_port)
        say_note("nothing in %s goes to port 47800, so all of it is sent.", path);
    if (one->play.feed.unset > 0)
        say_note("%s datagrams from before the clock was set are left out.",
                 grouped(one->play.feed.unset).text);
    return true;
}

/* Sleeps until the exercise reaches a time, awake often enough for the progress line. */
static bool wait_for(replay *one, int64_t stamp_ns)
{
    while (!pace_sleep(&one->play.pace, stamp_ns) && !interrupt_asked())
        player_progress(&one->play);
    one->play.now_ns = stamp_ns;
    player_progress(&one->play);
    return !interrupt_asked();
}

/* By the clock: picketd's runs beside ours from the moment at which it said so. */
static bool run_paced(replay *one, const reel_run *run)
{
    if (!player_clock(&one->play, CONTROL_RUN, run->begin_ns, true))
        return false;
    pace_anchor(&one->play.pace, run->begin_ns, one->play.speed);
    for (size_t i = 0; i < run->count; i++) {
        const reel_datagram *datagram = &one->play.feed.datagrams[run->first + i];
        if (!wait_for(one, datagram->stamp_ns) || !player_send(&one->play, datagram))
            return false;
        pace_note(&one->play.pace, datagram->stamp_ns);
    }
    return wait_for(one, run->end_ns);
}

/* By steps: the clock shows a datagram's own stamp when it is taken in, so a run equals `fuse` of
 * the same recording. */
static bool run_stepped(replay *one, const reel_run *run)
{
    if (!player_clock(&one->play, CONTROL_STEP, run->begin_ns, true))
        return false;
    pace_anchor(&one->play.pace, run->begin_ns, 1.0);
    int64_t shown_ns = run->begin_ns;
    uint64_t taken;
    for (size_t i = 0; i < run->count && !interrupt_asked(); i++) {
        const reel_datagram *datagram = &one->play.feed.datagrams[run->first + i];
        const bool steps = datagram->stamp_ns != shown_ns;
        if (steps || one->play.sent_run % DRAIN_EACH == 0)
            if (!player_drain(&one->play, &taken, NULL) || taken < one->play.sent_run)
                return false;
        if (steps && !player_clock(&one->play, CONTROL_STEP, datagram->stamp_ns, false))
            return false;
        shown_ns = one->play.now_ns = datagram->stamp_ns;
        if (!player_send(&one->play, datagram))
            return false;
        player_progress(&one->play);
    }
    return !interrupt_asked() && player_drain(&one->play, &taken, NULL) &&
           taken == one->play.sent_run &&
           player_clock(&one->play, CONTROL_STEP, run->end_ns, false);
}

static bool run_play(replay *one, const reel_run *run)
{
    if (one->follows) {
        const bool over = follow_run(&one->play, &one->beats, run);
        one->play.arrived = one->play.sent - one->play.lost;
        one->play.played_ns += over ? run->end_ns - run->begin_ns : 0;
        return over;
    }
    one->play.sent_run = 0;
    const bool whole = isinf(one->play.speed) ? run_stepped(one, run) : run_paced(one, run);
    uint64_t taken = 0;
    const bool heard = whole || one->play.way.sequence > 1; /* picketd has answered before */
    const bool answered = !interrupt_asked() && heard && player_drain(&one->play, &taken, NULL);
    one->play.arrived += answered ? taken : 0;
    one->play.played_ns += whole ? run->end_ns - run->begin_ns : 0;
    return whole && answered;
}

static bool lost_say(const replay *one)
{
    if (one->play.arrived == one->play.sent)
        return false;
    say_error("%s of %s datagrams did not arrive. Run: sudo sysctl net.core.rmem_max=8388608, or "
              "play with --speed max, which waits.",
              grouped(one->play.sent - one->play.arrived).text, grouped(one->play.sent).text);
    return true;
}

/* The pace is held if the exercise took as long as it should, within 1 % and a quarter second. */
static bool pace_held(const replay *one, double wall_s)
{
    const double wanted_s = (double)one->play.played_ns / 1e9 / one->play.speed;
    if (isinf(one->play.speed) || one->follows || wall_s <= wanted_s * 1.01 + 0.25)
        return true;
    say_error("the pace was not held: %.2fx of %gx. Play slower, or as fast as it goes: --speed "
              "max",
              (double)one->play.played_ns / 1e9 / wall_s, one->play.speed);
    return false;
}

static int summary(replay *one)
{
    const double wall_s = one->play.pace.passed_s;
    char speed[64] = "";
    const bool keeps = !isinf(one->play.speed) && !one->follows;
    if (keeps)
        snprintf(speed, sizeof speed, " of %gx", one->play.speed);
    if (!say_is_quiet()) {
        printf("Replayed  %s datagrams of %zu senders: %s in %s, %.*fx%s\n",
               grouped(one->play.sent).text, one->play.feed.source_count,
               when_length(one->play.played_ns).text, when_length((int64_t)(wall_s * 1e9)).text,
               isinf(one->play.speed) ? 0 : 1, (double)one->play.played_ns / 1e9 / wall_s, speed);
        if (keeps)
            printf("Pace      99 %% within %s, worst %s late\n",
                   when_length((int64_t)(pace_late(&one->play.pace, 0.99) * 1e9)).text,
                   when_length((int64_t)(pace_late(&one->play.pace, 1.0) * 1e9)).text);
        if (one->play.talks)
            printf("Arrived   %s of %s\n", grouped(one->play.arrived).text,
                   grouped(one->play.sent).text);
    }
    fflush(stdout);
    if (one->play.unheard > 0)
        say_warning("nothing listens at %s: %s datagrams were turned away.",
                    options_text(one->given, OPTION_TO), grouped(one->play.unheard).text);
    if (one->play.stood > 0)
        say_note("%s of the recording's sentences stood when it began, and %s said again.",
                 grouped(one->play.stood).text, one->play.stood == 1 ? "is" : "are");
    if (one->play.unsaid > 0)
        say_warning(
            "%s of the recording's sentences %s not obeyed: the pictures may show more than "
            "they did.",
            grouped(one->play.unsaid).text, one->play.unsaid == 1 ? "was" : "were");
    const bool lost = one->play.talks && lost_say(one);
    return pace_held(one, wall_s) && !lost ? EXIT_DONE : EXIT_NO;
}

/* On the way out the clock stands: an exercise that nobody plays any more must not run on, nor must
 * who sets its clock wait for us. */
static int broken_off(replay *one)
{
    const bool asked = interrupt_asked();
    if (asked)
        interrupt_say(when_clock(one->play.now_ns).text);
    control_message pause = {.kind = CONTROL_CLOCK, .mode = CONTROL_PAUSE};
    control_reply reply;
    const bool stands = one->play.talks && one->play.way.sequence > 0 &&
                        way_say(&one->play.way, &pause, PATIENCE_FIRST_MS, &reply);
    if (asked) {
        if (stands)
            say_plain("%s datagrams were sent; the exercise clock stands.",
                      grouped(one->play.sent).text);
        return EXIT_NOT_DONE;
    }
    const bool lost = one->play.talks && one->play.sent > 0 && lost_say(one);
    return lost ? EXIT_NO : EXIT_NOT_DONE;
}

static int play_all(replay *one)
{
    one->play.work = one->play.feed.count * one->play.loops;
    one->play.shown = progress_begin("replay");
    interrupt_watch();
    bool good = pace_begin(&one->play.pace, one->play.feed.count);
    for (uint64_t loop = 0; loop < one->play.loops && good; loop++)
        for (size_t i = 0; i < one->play.feed.run_count && good; i++)
            good = run_play(one, &one->play.feed.runs[i]);
    pace_end(&one->play.pace);
    progress_end(&one->play.shown);
    if (!good)
        return broken_off(one);
    one->play.end_ns = 0;
    return player_clock(&one->play, CONTROL_PAUSE, 0, false) ? summary(one) : EXIT_NOT_DONE;
}

static int outcome(replay *one)
{
    if (!options_take(one) || !feed_take(one))
        return EXIT_NOT_DONE;
    const int failed = way_open(&one->play.way, one->play.feed.source_count);
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
    one->play.way.talk = one->beats.socket = -1;
    const int code = outcome(one);
    way_close(&one->play.way);
    ear_close(&one->beats);
    pace_free(&one->play.pace);
    reel_free(&one->play.feed);
    free(one);
    return code;
}

static const struct poptOption replay_options[] = {
    OPTION_VALUE("to", OPTION_TO, "HOST:PORT", "picketd's port for reports (needed)"),
    OPTION_VALUE("speed", OPTION_SPEED, "X", "0.5, 10, 10x or max, which waits (1)"),
    OPTION_VALUE("control", OPTION_CONTROL, "ADDRESS", "exercise control, or none (port + 1)"),
    OPTION_VALUE("loop", OPTION_LOOP, "N", "play it N times, each a new run (1)"),
    OPTION_VALUE("follow", OPTION_FOLLOW, "ADDRESS", "where beats come in: follow its clock"),
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
