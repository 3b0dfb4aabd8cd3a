#include "daemon/recording/playback.h"

#include "daemon/recording/book_copy.h"

#include <stdio.h>
#include <string.h>

playback playback_begin(config *configuration, pipeline *line)
{
    playback one = {.configuration = configuration, .line = line};
    strcpy(one.book, configuration->book_sha256);
    return one;
}

static bool book_take(playback *one, int64_t stamp_ns, const char *sha256)
{
    int64_t effect_ns;
    config *fresh = book_copy_read(one->recording, sha256, one->configuration, one->error);
    if (fresh && pipeline_book(one->line, stamp_ns, fresh, &effect_ns, one->error)) {
        snprintf(one->book, sizeof one->book, "%s", sha256);
        return true;
    }
    config_destroy(fresh);
    return false;
}

static bool is_book(const recorded *packet, control_message *message)
{
    return packet->target_port == RECORDED_CONTROL &&
           !control_decode(packet->data, packet->size, message) && message->kind == CONTROL_BOOK &&
           strcmp(message->who, COMMAND_OWN_VOICE) == 0;
}

/* The digest of the book under which it began, and whether `sha256` is one of its books. */
static bool books_find(const char *recording, const char *sha256, char first[65], char error[512])
{
    recording_reader *feed = recording_open(recording, error);
    recorded packet;
    control_message message;
    bool known = false;
    first[0] = '\0';
    while (feed && recording_read(feed, &packet, error) > 0) {
        if (!is_book(&packet, &message))
            continue;
        if (!first[0])
            snprintf(first, 65, "%s", message.before);
        known = known || strcmp(message.before, sha256) == 0 || strcmp(message.sha256, sha256) == 0;
    }
    recording_end(feed);
    return known;
}

bool playback_books(playback *one, const char *recording)
{
    char first[65], ignored[512];
    if (snprintf(one->recording, sizeof one->recording, "%s", recording) >=
        (int)sizeof one->recording) {
        one->recording[0] = '\0';
        return true;
    }
    if (!book_copy_any(recording) || !books_find(recording, one->book, first, ignored) ||
        strcmp(first, one->book) == 0)
        return true;
    return book_take(one, 0, first);
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

bool playback_lasts(const config *configuration, const recorded *packet)
{
    control_message message;
    return playback_input_of(configuration, packet) == PLAYBACK_CONTROL &&
           !control_decode(packet->data, packet->size, &message) && message.kind != CONTROL_CLOCK &&
           message.kind != CONTROL_DRAIN;
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

/* picketd itself says that another book comes. */
static void book_follow(playback *one, const control_message *message)
{
    if (!one->recording[0] || one->error[0] || strcmp(message->before, one->book) != 0)
        one->books_passed++;
    else if (book_take(one, one->stamp_ns, message->sha256))
        one->books++;
}

static void control_take(playback *one, const recorded *packet)
{
    exercise_clock clock = {.mode = CONTROL_PAUSE, .at_ns = packet->stamp_ns};
    const clock_machine machine = {.wall_ns = packet->stamp_ns};
    control_message message;
    const char *refused = command_take(&one->commands, &clock, one->line, machine, packet->data,
                                       packet->size, &message);
    /* A refusal begins nothing, but closes what is over by then. */
    const bool timed = message.kind != CONTROL_CLOCK && message.kind != CONTROL_DRAIN;
    if (timed && packet->stamp_ns > one->stamp_ns && (!refused || one->first_ns != 0))
        stamp_note(one, packet->stamp_ns);
    if (refused)
        return;
    if (message.kind == CONTROL_BOOK && strcmp(message.who, COMMAND_OWN_VOICE) == 0)
        book_follow(one, &message);
    if (message.kind != CONTROL_CLOCK)
        return;
    if (message.new_run)
        run_begin(one);
    stamp_note(one, clock.at_ns);
    pipeline_advance(one->line, one->stamp_ns);
    if (message.page)
        pipeline_heard(one->line, one->stamp_ns, &message, NULL);
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
