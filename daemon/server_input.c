#include "daemon/server_parts.h"

#include "text/read.h"

#include <string.h>
#include <time.h>

#define LOOPBACK UINT32_C(0x7F000001)

clock_machine server_machine(void)
{
    struct timespec wall;
    clock_gettime(CLOCK_REALTIME, &wall);
    return (clock_machine){.steady_ns = (int64_t)uv_hrtime(),
                           .wall_ns = wall.tv_sec * INT64_C(1000000000) + wall.tv_nsec};
}

void server_recording_lose(server *one, const char *why)
{
    log_say(one->log, LOG_AT_ERROR, "journal.full",
            "recording stops: %s. What was recorded is kept in %s", why,
            one->configuration->record);
    recording_close(one->recording);
    one->recording = NULL;
    one->recording_lost = true;
}

/* A weekend without a report is no new run. */
static void silence_record(server *one, int64_t until_ns)
{
    const control_message word = {.kind = CONTROL_CLOCK, .mode = CONTROL_PAUSE};
    int64_t at_ns;
    while ((at_ns = clock_word_ns(one->recorded_ns, until_ns)) != 0)
        server_own_record(one, word, at_ns); /* as far as that there is no silence to break */
}

/* The target port of a recording says which input it was. */
static void input_record(server *one, const recorded *packet, int64_t stamp_ns, uint16_t input)
{
    silence_record(one, stamp_ns);
    one->recorded_ns = stamp_ns;
    if (!one->recording)
        return;
    recorded kept = *packet;
    kept.stamp_ns = stamp_ns;
    kept.target_port = input;
    char error[512];
    if (!recording_write(one->recording, &kept, error))
        server_recording_lose(one, error);
}

static void epoch_arm(server *one);

static void epoch_pass(uv_timer_t *timer)
{
    server *one = timer->data;
    const int64_t now_ns = clock_now_ns(&one->clock, server_machine());
    one->armed_ns = 0;
    one->input_ns = uv_hrtime();
    pipeline_advance(one->line, now_ns);
    epoch_arm(one);
}

/* Waits for the end of the open epoch, at the clock's own rate. */
static void epoch_arm(server *one)
{
    if (one->working && !one->page_speaks && pipeline_failed(one->line)) {
        if (one->audit && audit_failed(one->audit))
            log_say(one->log, LOG_AT_ERROR, "journal.full",
                    "%s cannot be written: nothing is given that is not written down",
                    one->configuration->audit);
        else
            log_say(one->log, LOG_AT_ERROR, "stop",
                    "memory was refused: pictures can no longer be trusted");
        server_stop(one);
    }
    const int64_t due_ns = pipeline_due_ns(one->line);
    if (due_ns == one->armed_ns || !one->working)
        return;
    const int64_t wait_ns = due_ns ? clock_wait_ns(&one->clock, server_machine(), due_ns) : -1;
    one->armed_ns = wait_ns < 0 ? 0 : due_ns;
    if (wait_ns < 0)
        uv_timer_stop(&one->epoch_timer);
    else
        uv_timer_start(&one->epoch_timer, epoch_pass, (uint64_t)((wait_ns + 999999) / 1000000), 0);
}

static void drain_answer(server *one, const drain *asked, control_outcome outcome)
{
    uint8_t data[CONTROL_ROOM];
    const control_reply reply = {.began_ns = asked->began_ns,
                                 .sequence = asked->sequence,
                                 .outcome = outcome,
                                 .takes_effect_ns = clock_now_ns(&one->clock, server_machine()),
                                 .datagrams = one->taken};
    const size_t size = control_reply_encode(&reply, data, sizeof data);
    listener_answer(&one->control, asked->address, asked->port, data, size);
}

void server_drains_answer(server *one)
{
    drain asked;
    control_outcome outcome;
    const int64_t now_ns = (int64_t)uv_hrtime();
    while (drains_next(&one->drains, one->taken, now_ns, &asked, &outcome))
        drain_answer(one, &asked, outcome);
}

void server_reports_take(void *context, const recorded *packet)
{
    server *one = context;
    const int64_t stamp_ns = clock_now_ns(&one->clock, server_machine());
    codec_result result;
    one->input_ns = uv_hrtime();
    input_record(one, packet, stamp_ns, RECORDED_REPORTS);
    pipeline_take(one->line, stamp_ns, packet->data, packet->size, &result);
    accounting_note(one->accounts, stamp_ns, &result);
    timeline_reports(&one->happened, stamp_ns, result.count);
    one->taken++;
    if (one->drains.count > 0)
        server_drains_answer(one);
    epoch_arm(one);
}

typedef struct shown_time {
    char text[32];
} shown_time;

static shown_time time_shown(int64_t stamp_ns)
{
    const time_t second = (time_t)(stamp_ns / 1000000000);
    struct tm parts;
    shown_time shown;
    gmtime_r(&second, &parts);
    strftime(shown.text, sizeof shown.text, "%Y-%m-%d %H:%M:%S Z", &parts);
    return shown;
}

static void act_say(server *one, const control_message *message)
{
    const bool open = message->until_ns == 0;
    timeline_tell(&one->happened, message->effect_ns,
                  strncmp(message->sentence, "room ", 5) == 0 ? "room" : "act", "%s: %s",
                  message->who, message->sentence);
    log_say(one->log, LOG_AT_INFO, "act", "%s says \"%s\" from %s until %s: %s", message->who,
            message->sentence, time_shown(message->effect_ns).text,
            open ? "lifted" : time_shown(message->until_ns).text, message->reason);
}

static void miss_say(const server *one, const control_message *message)
{
    if (pipeline_missed(one->line, message->sentence))
        log_say(one->log, LOG_AT_WARN, "act",
                "\"%s\", says %s, and there is no place to note it (acts-many): the room is dark "
                "until a new run",
                message->sentence, message->who);
}

/* A view that may have been given some of what is withdrawn longer ago than is kept begins anew
 * without all of that. */
static void reach_say(const server *one, const control_message *message)
{
    const config *of = one->configuration;
    const int64_t kept_ns = message->effect_ns - of->retain_ns - of->window_ns;
    const char *from = strstr(message->sentence, " from ");
    char text[TEXT_TIME_ROOM];
    int64_t from_ns;
    text_messages unread;
    text_messages_init(&unread, "");
    if (strncmp(message->sentence, "withdraw ", 9) != 0 || !from)
        return;
    snprintf(text, sizeof text, "%.*s", (int)strcspn(from + 6, " "), from + 6);
    const text_node node = {.kind = TEXT_SCALAR, .text = text};
    if (text_time(&node, "", true, &from_ns, &unread) && from_ns < kept_ns)
        log_say(one->log, LOG_AT_WARN, "act",
                "what was given before %s is not kept, and may be withdrawn with this: views that "
                "had it begin anew from what was given since. retain in %.200s says how much is "
                "kept",
                time_shown(kept_ns).text, of->path);
}

static void clock_say(const server *one, const control_message *message, int64_t stamp_ns)
{
    static const char *const events[] = {NULL, "clock.start", "clock.start", "clock.pause",
                                         "clock.step"};
    static const char *const words[] = {NULL, "follows the machine", "runs", "stands",
                                        "is stepped"};
    if (message->seek) {
        log_say(one->log, LOG_AT_INFO, "clock.pause",
                "clock stands at %s, and who plays is asked to go %s%s, said by %s",
                time_shown(stamp_ns).text, message->time_ns ? "to " : "on from there",
                message->time_ns ? time_shown(message->time_ns).text : "", message->who);
        return;
    }
    log_say(one->log, message->mode == CONTROL_STEP ? LOG_AT_DEBUG : LOG_AT_INFO,
            events[message->mode], "clock %s at %s, rate %.3g%s, said by %s", words[message->mode],
            time_shown(stamp_ns).text, clock_rate(&one->clock),
            message->new_run ? ", a new run" : "", message->who);
}

static void clock_obey(server *one, const control_message *message, int64_t stamp_ns)
{
    clock_say(one, message, stamp_ns);
    if (message->new_run) {
        pipeline_new_run(one->line);
        accounting_new_run(one->accounts);
        if (one->scores)
            scores_new_run(one->scores);
        one->taken = 0;
        one->fastest_rate = 0.0;
    }
    if (clock_rate(&one->clock) > one->fastest_rate)
        one->fastest_rate = clock_rate(&one->clock);
    pipeline_advance(one->line, stamp_ns);
    if (message->page)
        pipeline_heard(one->line, stamp_ns, message, NULL);
    one->armed_ns = 0; /* the rate may be another */
    epoch_arm(one);
    server_clock_note(one, message, stamp_ns);
}

/* A message that is made here, written to data. */
static recorded inside_packet(server *one, control_message said, int64_t sent_ns,
                              uint8_t data[CONTROL_ROOM])
{
    said.began_ns = one->run_ns;
    said.sequence = ++one->sequence;
    said.sent_ns = sent_ns;
    return (recorded){.source_address = LOOPBACK,
                      .target_address = LOOPBACK,
                      .source_port = one->configuration->control.port,
                      .data = data,
                      .size = control_encode(&said, data, CONTROL_ROOM)};
}

/* A message of our own, written to data. What breaks a silence before it comes before it by its
 * sequence too. */
static recorded own_packet(server *one, control_message said, int64_t sent_ns,
                           uint8_t data[CONTROL_ROOM])
{
    silence_record(one, sent_ns);
    strcpy(said.who, COMMAND_OWN_VOICE);
    return inside_packet(one, said, sent_ns, data);
}

void server_own_record(server *one, control_message said, int64_t stamp_ns)
{
    uint8_t data[CONTROL_ROOM];
    const recorded packet = own_packet(one, said, stamp_ns, data);
    input_record(one, &packet, stamp_ns, RECORDED_CONTROL);
}

/* A clock that goes closes epochs of which no input tells. Where a new run breaks in, the end of
 * the old one is recorded as the end at our stop is, or those epochs would be missing when the
 * recording is played. */
static void run_end(server *one, int64_t end_ns)
{
    server_own_record(one, (control_message){.kind = CONTROL_CLOCK, .mode = CONTROL_PAUSE}, end_ns);
    pipeline_advance(one->line, end_ns);
}

/* Obeys, and records under the time at which it took effect. */
static const char *message_take(server *one, const recorded *packet, clock_machine machine,
                                control_message *message)
{
    one->input_ns = uv_hrtime();
    const int64_t end_ns = clock_now_ns(&one->clock, machine);
    const bool goes = clock_rate(&one->clock) > 0.0;
    const char *refused = command_take(&one->commands, &one->clock, one->line, machine,
                                       packet->data, packet->size, message);
    const int64_t stamp_ns = clock_now_ns(&one->clock, machine);
    const bool obeyed = !refused && message->kind == CONTROL_CLOCK;
    if (obeyed && message->new_run && goes)
        run_end(one, end_ns);
    if (obeyed && message->new_run)
        one->recorded_ns = 0;
    if (obeyed)
        server_stood_record(one, stamp_ns);
    input_record(one, packet, stamp_ns, RECORDED_CONTROL);
    if (obeyed)
        clock_obey(one, message, stamp_ns);
    if (!refused && message->kind == CONTROL_SAYS) {
        act_say(one, message);
        reach_say(one, message);
        epoch_arm(one);
    }
    const bool missed = refused && strcmp(refused, "acts-many") == 0;
    if (missed)
        miss_say(one, message);
    if (one->web && (!refused || missed))
        web_said(one->web);
    return refused;
}

static void drain_take(server *one, const recorded *packet, const control_message *message)
{
    const drain asked = {.address = packet->source_address,
                         .port = packet->source_port,
                         .began_ns = message->began_ns,
                         .sequence = message->sequence,
                         .datagrams = message->drain_datagrams,
                         .until_ns = (int64_t)uv_hrtime() + DRAIN_PATIENCE_NS};
    if (!drains_add(&one->drains, &asked))
        drain_answer(one, &asked, CONTROL_TIMED_OUT);
    server_drains_answer(one);
}

/* Who enters is heard at any pace: not to hear it would leave the room lit for him. Nobody floods
 * by it, for each such word takes a place of his share, and once there is none the room is dark and
 * need not hear any more. */
static bool page_hears(server *one, const control_message *message, clock_machine machine)
{
    return pace_word(&one->page_paces, message->who, machine.steady_ns) ||
           pipeline_must_hear(one->line, clock_now_ns(&one->clock, machine), message->who,
                              message->sentence);
}

const char *server_page_says(void *context, control_message *message)
{
    server *one = context;
    uint8_t data[CONTROL_ROOM];
    const clock_machine machine = server_machine();
    if (!page_hears(one, message, machine)) {
        command_refuse(&one->commands, "too-often");
        server_control_tell(one, false);
        return "too-often";
    }
    message->page = true;
    if (message->kind == CONTROL_CLOCK)
        server_clock_ask(one, message);
    const recorded packet = inside_packet(one, *message, clock_now_ns(&one->clock, machine), data);
    one->page_speaks = true;
    const char *refused = message_take(one, &packet, machine, message);
    one->page_speaks = false;
    if (refused)
        server_control_tell(one, false);
    else if (message->kind == CONTROL_CLOCK)
        message->effect_ns = clock_now_ns(&one->clock, machine);
    return refused;
}

/* picketd and its page speak from inside only. Who borrows their names is not recorded either: a
 * playback would take the message for picketd's own. */
static const char *outside_take(server *one, const recorded *packet, control_message *message)
{
    if (!control_decode(packet->data, packet->size, message) &&
        (message->page || strcmp(message->who, COMMAND_OWN_VOICE) == 0))
        return command_refuse(&one->commands, "not-yours");
    return message_take(one, packet, server_machine(), message);
}

static void reply_send(server *one, const recorded *packet, const control_reply *reply)
{
    uint8_t data[CONTROL_ROOM];
    const size_t size = control_reply_encode(reply, data, sizeof data);
    listener_answer(&one->control, packet->source_address, packet->source_port, data, size);
}

void server_control_take(void *context, const recorded *packet)
{
    server *one = context;
    control_message message;
    const char *refused = outside_take(one, packet, &message);
    int64_t effect_ns = clock_now_ns(&one->clock, server_machine());
    if (refused)
        server_control_tell(one, false);
    else if (message.kind == CONTROL_DRAIN) {
        drain_take(one, packet, &message);
        return;
    } else if (message.kind == CONTROL_SAYS)
        effect_ns = message.effect_ns;
    else if (message.kind == CONTROL_BOOK && !server_reload(one, message.who, &effect_ns))
        refused = "book-refused";
    control_reply reply = {.began_ns = message.began_ns,
                           .sequence = message.sequence,
                           .outcome = refused ? CONTROL_REFUSED : CONTROL_DONE,
                           .takes_effect_ns = effect_ns,
                           .datagrams = !refused && command_counts(message.who) ? one->taken : 0};
    snprintf(reply.text, sizeof reply.text, "%s", refused ? refused : "");
    reply_send(one, packet, &reply);
}

static void own_message(server *one, control_mode mode, bool new_run, clock_machine machine)
{
    uint8_t data[CONTROL_ROOM];
    const control_message said = {.kind = CONTROL_CLOCK, .mode = mode, .new_run = new_run};
    const recorded packet = own_packet(one, said, clock_now_ns(&one->clock, machine), data);
    control_message heard;
    message_take(one, &packet, machine, &heard);
}

void server_wall_begin(server *one)
{
    if (one->configuration->clock_wall)
        own_message(one, CONTROL_WALL, false, server_machine());
}

void server_wall_check(server *one, clock_machine machine)
{
    if (!clock_jumped(&one->clock, machine, one->configuration->window_ns))
        return;
    const long long jump_s = (machine.wall_ns - one->clock.at_ns) / 1000000000;
    log_say(one->log, LOG_AT_WARN, "clock.jump",
            "the machine's clock was set %s by %lld s: the exercise begins anew",
            jump_s < 0 ? "back" : "forward", jump_s < 0 ? -jump_s : jump_s);
    own_message(one, CONTROL_PAUSE, false, machine);
    own_message(one, CONTROL_WALL, true, machine);
}

static void handle_close(uv_handle_t *handle)
{
    if (handle->data && !uv_is_closing(handle))
        uv_close(handle, NULL);
}

void server_stop(server *one)
{
    if (one->working) {
        log_say(one->log, LOG_AT_INFO, "stop", "stopping; a second signal leaves at once");
        one->working = false;
        if (one->clock.mode)
            own_message(one, CONTROL_PAUSE, false, server_machine());
        pipeline_finish(one->line);
    }
    handle_close((uv_handle_t *)&one->turn);
    handle_close((uv_handle_t *)&one->epoch_timer);
    handle_close((uv_handle_t *)&one->second_timer);
    for (size_t i = 0; i < SERVER_SIGNALS; i++)
        handle_close((uv_handle_t *)&one->signals[i]);
    listener_close(&one->reports);
    listener_close(&one->control);
    publisher_close(one->publisher);
    beats_close(&one->beats);
    web_stop(one->web);
}
