#include "daemon/server_parts.h"

#include "daemon/file.h"
#include "daemon/port_owner.h"
#include "daemon/told/metrics.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TELL_SECONDS 10 /* between two counts of what was refused */

static size_t asserted_count(const pipeline_picture *picture)
{
    size_t asserted = 0;
    for (size_t i = 0; i < picture->track_count; i++)
        asserted += picture->tracks[i].status != FUSION_TENTATIVE;
    return asserted;
}

static void picture_publish(void *context, const pipeline_picture *picture)
{
    server *one = context;
    if (one->files)
        picture_files_add(one->files, picture);
    if (picture->settled)
        return;
    if (one->publisher)
        publisher_send(one->publisher, picture);
    if (one->web)
        web_publish(one->web, picture);
    if (one->scores)
        scores_picture(one->scores, picture);
    metrics_view *view = &one->views[picture->view];
    view->epoch_ns = picture->epoch_ns;
    view->epochs++;
    view->tracks = asserted_count(picture);
    view->notices = picture->notice_count;
    metrics_published(view, (double)(uv_hrtime() - one->input_ns) / 1e9);
}

static void report_placed(void *context, const fusion_report *report, uint64_t views)
{
    server *one = context;
    scores_report(one->scores, report, views);
}

static char *staff_text(void *context, bool truth, size_t *size)
{
    const server *one = context;
    return truth ? scores_truth_text(one->scores, size) : scores_text(one->scores, size);
}

const char *server_refusal_name(size_t index)
{
    return refusal_name((refusal)index);
}

static bool is_ready(void *context)
{
    const server *one = context;
    return one->working;
}

void server_control_tell(server *one, bool all)
{
    for (size_t i = 1; i < COMMAND_REASONS; i++) {
        const uint64_t more = one->commands.refused[i] - one->control_said[i];
        if (more == 0 || (!all && one->control_said[i] > 0))
            continue;
        log_count(one->log, LOG_AT_WARN, "datagram.refused", "control", command_reason(i), more);
        one->control_said[i] += more;
    }
}

static void drops_say(server *one)
{
    listener_dropped(&one->reports);
    const uint64_t lost = one->reports.dropped - one->drops_said;
    one->drops_said = one->reports.dropped;
    if (lost > 0)
        log_count(one->log, LOG_AT_WARN, "dropped", NULL, "kernel", lost);
}

/* All that happened since the loop waited last was one turn. */
static void turn_pass(uv_prepare_t *handle)
{
    server *one = handle->data;
    const uint64_t now_ns = uv_hrtime(), idle_ns = uv_metrics_idle_time(&one->loop);
    const int64_t worked_ns = (int64_t)(now_ns - one->turned_ns - (idle_ns - one->idle_ns));
    if (one->turned_ns != 0)
        metrics_observe(&one->loop_blocked, worked_ns > 0 ? (double)worked_ns / 1e9 : 0.0);
    one->turned_ns = now_ns;
    one->idle_ns = idle_ns;
}

static void second_pass(uv_timer_t *timer)
{
    server *one = timer->data;
    const clock_machine machine = server_machine();
    server_beat(one, machine, true);
    if (one->recording && !recording_flush(one->recording))
        server_recording_lose(one, "the disk is full, or gone");
    server_wall_check(one, machine);
    server_drains_answer(one);
    drops_say(one);
    accounting_silence(one->accounts, clock_now_ns(&one->clock, machine));
    accounting_conduct(one->accounts, one->line);
    if (++one->seconds % TELL_SECONDS == 0) {
        accounting_tell(one->accounts, pipeline_codec_counts(one->line));
        server_control_tell(one, true);
    }
}

static void signal_take(uv_signal_t *handle, int number)
{
    server *one = handle->data;
    int64_t effect_ns;
    if (number == SIGUSR1)
        accounting_list(one->accounts, one->line);
    else if (number == SIGHUP)
        server_reload(one, "SIGHUP", &effect_ns);
    else
        server_stop(one);
}

static void listen_say(const server *one, const listener *port, const char *what)
{
    char host[INET_ADDRSTRLEN];
    const struct in_addr address = {.s_addr = htonl(port->address)};
    inet_ntop(AF_INET, &address, host, sizeof host);
    char words[LISTENER_WORDS_ROOM];
    listener_buffer_words(port->buffer_bytes, words);
    log_say(one->log, LOG_AT_INFO, "listen", "%s on udp %s:%u, receive buffer %s", what, host,
            port->port, words);
    listener_capped_words(port->buffer_bytes, words);
    if (port->buffer_capped && port == &one->reports)
        log_say(one->log, LOG_AT_WARN, "buffer.capped", "%s", words);
}

static void views_say(const server *one)
{
    const config *of = one->configuration;
    char names[1024];
    size_t used = 0;
    names[0] = '\0';
    for (size_t i = 0; i < of->view_count && used < sizeof names; i++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? " " : "",
                                 of->view_names[i]);
    log_say(one->log, LOG_AT_INFO, "views", "%zu view%s: %s", of->view_count,
            of->view_count == 1 ? "" : "s", names);
}

static void ready_say(const server *one)
{
    const config *of = one->configuration;
    log_say(one->log, LOG_AT_INFO, "listen",
            "there are no keys: the tags of datagrams are not looked at");
    if (one->recording)
        log_say(one->log, LOG_AT_INFO, "listen", "recording to %s", of->record);
    if (one->audit)
        log_say(one->log, LOG_AT_INFO, "listen", "audit log to %s", of->audit);
    if (one->web)
        log_say(one->log, LOG_AT_INFO, "ready", "ready: page on http://%s:%u, clock %s",
                of->page.host, web_port(one->web), of->clock_wall ? "wall" : "controlled, waits");
    else
        log_say(one->log, LOG_AT_INFO, "ready", "ready: clock %s",
                of->clock_wall ? "wall" : "controlled, waits");
}

/* What a picketd that was killed had recorded would be written over. */
static bool recording_keep(server *one, char error[512])
{
    const char *path = one->configuration->record;
    char kept[4096];
    const int failed = file_part_keep(path, kept);
    if (failed > 0)
        snprintf(error, 512, "what is left of an earlier %.300s cannot be moved (%s)", path,
                 strerror(failed));
    else if (failed < 0)
        log_say(one->log, LOG_AT_WARN, "journal.recovered",
                "an earlier picketd was killed: what it recorded is kept in %s. Fuse it: picket "
                "fuse %s -c %s -o DIR",
                kept, kept, one->configuration->path);
    return failed <= 0;
}

static bool outputs_open(server *one, char error[512])
{
    const config *of = one->configuration;
    if (of->record[0] && !recording_keep(one, error))
        return false;
    if (of->record[0] && !(one->recording = recording_create(of->record, error)))
        return false;
    if (of->files[0] && !(one->files = picture_files_create(of->files, of, true, error)))
        return false;
    if (!beats_open(&one->beats, &one->loop, of, error))
        return false;
    if (of->pictures.port && !(one->publisher = publisher_create(&one->loop, of, error)))
        return false;
    const web_settings served = {.loop = &one->loop,
                                 .configuration = of,
                                 .line = one->line,
                                 .files = one->settings.page_files,
                                 .metrics = server_metrics_text,
                                 .health = server_health_text,
                                 .staff = one->scores ? staff_text : NULL,
                                 .sees = one->scores ? server_sees_text : NULL,
                                 .standing = server_standing_text,
                                 .preview = server_preview_text,
                                 .ready = is_ready,
                                 .says = server_page_says,
                                 .timeline = server_timeline_text,
                                 .audit = server_audit_text,
                                 .context = one};
    return !of->page.port || (one->web = web_create(&served, error));
}

/* What stands in the log is read once, for both. */
static void entry_take(void *context, const audit_entry *entry, const char *line,
                       const audit_chain *chain)
{
    server *one = context;
    stood_take(&one->stood, entry, line, chain);
    newest_take(&one->newest, entry, line, chain);
}

static bool audit_open(server *one, char error[512])
{
    audit_found found;
    const char *path = one->configuration->audit;
    if (!path[0]) {
        log_say(one->log, LOG_AT_INFO, "listen",
                "there is no audit log: what is said does not outlive a restart");
        return true;
    }
    one->audit = audit_resume(path, entry_take, one, &found, error);
    if (!one->audit)
        return false;
    one->newest.logged = true;
    audit_watch(one->audit, newest_take, &one->newest);
    one->stopped_ns = found.last_ns;
    stood_close(&one->stood, found.last_ns, one->configuration->window_ns);
    if (found.cut > 0)
        log_say(one->log, LOG_AT_WARN, "journal.recovered",
                "audit log %s: %llu bytes of an entry that was not finished were cut off its end",
                path, (unsigned long long)found.cut);
    if (found.entries > 0)
        log_say(one->log, LOG_AT_INFO, "journal.recovered",
                "audit log %s is whole and goes on after entry %llu", path,
                (unsigned long long)found.entries);
    return true;
}

static bool line_open(server *one, char error[512])
{
    const score_file *truth = one->settings.truth;
    if (truth && !(one->scores = scores_create(one->configuration, truth))) {
        snprintf(error, 512, "memory was refused for the scores");
        return false;
    }
    one->launches = timeline_launches(truth);
    if (!audit_open(one, error))
        return false;
    const pipeline_settings settings = {.threads = one->settings.threads,
                                        .settled = one->configuration->files[0] != '\0',
                                        .sink = picture_publish,
                                        .tap = one->scores ? report_placed : NULL,
                                        .context = one,
                                        .audit = one->audit};
    one->line = pipeline_create(one->configuration, &settings);
    one->accounts = accounting_create(one->configuration, one->log);
    if (one->line && one->accounts && !one->stood.failed)
        return server_stood_say(one, error);
    snprintf(error, 512, "memory was refused, or a view cannot be gated");
    return false;
}

/* Where a port is taken, the message says by whom and what to do. */
static bool port_open(server *one, listener *port, const config_address *address,
                      listener_take *take, char error[512])
{
    port_owner owner;
    if (listener_open(port, &one->loop, address, take, one, error))
        return true;
    if (strstr(error, "is taken") && port_owner_find(address->port, &owner))
        snprintf(error, 512,
                 "udp %s:%u is taken by %s, process %ld (%s). Stop it: kill %ld, or change "
                 "%.200s:%d",
                 address->host, address->port, owner.name, owner.process,
                 uv_strerror(UV_EADDRINUSE), owner.process, one->configuration->path,
                 address->line);
    return false;
}

static bool ports_open(server *one, char error[512])
{
    const config *of = one->configuration;
    if (!port_open(one, &one->reports, &of->reports, server_reports_take, error) ||
        !port_open(one, &one->control, &of->control, server_control_take, error))
        return false;
    listen_say(one, &one->reports, "reports");
    listen_say(one, &one->control, "control");
    return true;
}

static void handles_start(server *one)
{
    static const int numbers[SERVER_SIGNALS] = {SIGTERM, SIGINT, SIGUSR1, SIGHUP};
    uv_timer_init(&one->loop, &one->epoch_timer);
    uv_timer_init(&one->loop, &one->second_timer);
    uv_prepare_init(&one->loop, &one->turn);
    one->turn.data = one;
    uv_prepare_start(&one->turn, turn_pass);
    one->epoch_timer.data = one->second_timer.data = one;
    uv_timer_start(&one->second_timer, second_pass, 1000, 1000);
    for (size_t i = 0; i < SERVER_SIGNALS; i++) {
        uv_signal_init(&one->loop, &one->signals[i]);
        one->signals[i].data = one;
        uv_signal_start(&one->signals[i], signal_take, numbers[i]);
    }
    one->working = true;
}

server *server_create(const server_settings *settings)
{
    server *one = calloc(1, sizeof *one);
    if (!one || uv_loop_init(&one->loop) != 0) {
        log_say(settings->log, LOG_AT_ERROR, "stopped", "memory was refused");
        free(one);
        return NULL;
    }
    uv_loop_configure(&one->loop, UV_METRICS_IDLE_TIME);
    one->settings = *settings;
    one->configuration = settings->configuration;
    one->log = settings->log;
    one->run_ns = server_machine().wall_ns;
    strcpy(one->book, one->configuration->book_sha256);
    char error[512] = "";
    if (ports_open(one, error) && line_open(one, error) && outputs_open(one, error)) {
        handles_start(one);
        return one;
    }
    log_say(one->log, LOG_AT_ERROR, "stopped", "%s", error);
    server_stop(one);
    server_destroy(one);
    return NULL;
}

static bool products_finish(server *one)
{
    char error[512];
    bool good = !one->recording_lost;
    if (one->files && !picture_files_finish(one->files, error)) {
        log_say(one->log, LOG_AT_ERROR, "stopped", "%s", error);
        good = false;
    }
    one->files = NULL;
    if (one->recording && !recording_close(one->recording)) {
        log_say(one->log, LOG_AT_ERROR, "stopped", "%s cannot be written",
                one->configuration->record);
        good = false;
    }
    one->recording = NULL;
    if (!audit_close(one->audit)) {
        log_say(one->log, LOG_AT_ERROR, "stopped", "%s cannot be written",
                one->configuration->audit);
        good = false;
    }
    one->audit = NULL;
    return good;
}

bool server_run(server *one)
{
    views_say(one);
    server_wall_begin(one);
    ready_say(one);
    uv_run(&one->loop, UV_RUN_DEFAULT);
    accounting_conduct(one->accounts, one->line);
    accounting_tell(one->accounts, pipeline_codec_counts(one->line));
    server_control_tell(one, true);
    drops_say(one);
    const bool trusted = !pipeline_failed(one->line);
    const bool good = products_finish(one) && trusted;
    log_say(one->log, LOG_AT_INFO, "stopped", "stopped");
    return good;
}

void server_destroy(server *one)
{
    if (!one)
        return;
    uv_run(&one->loop, UV_RUN_DEFAULT);
    web_destroy(one->web);
    publisher_destroy(one->publisher);
    listener_free(&one->reports);
    listener_free(&one->control);
    picture_files_abandon(one->files);
    recording_abandon(one->recording);
    pipeline_destroy(one->line);
    scores_destroy(one->scores);
    audit_close(one->audit);
    stood_free(&one->stood);
    newest_free(&one->newest);
    free(one->launches);
    free(one->accounts);
    uv_run(&one->loop, UV_RUN_DEFAULT);
    uv_loop_close(&one->loop);
    free(one);
}
