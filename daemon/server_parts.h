/* server_parts.h - the inside of server.h; private to server*.c. */
#ifndef DAEMON_SERVER_PARTS_H
#define DAEMON_SERVER_PARTS_H

#include "daemon/audit/newest.h"
#include "daemon/audit/stood.h"
#include "daemon/clock/beats.h"
#include "daemon/clock/command.h"
#include "daemon/clock/drain.h"
#include "daemon/clock/pace.h"
#include "daemon/listener.h"
#include "daemon/picture/picture_files.h"
#include "daemon/picture/publisher.h"
#include "daemon/recording/recording.h"
#include "daemon/server.h"
#include "daemon/staff/scores.h"
#include "daemon/staff/timeline.h"
#include "daemon/told/accounting.h"
#include "daemon/told/metrics.h"
#include "daemon/web/web.h"

#define SERVER_SIGNALS 4

struct server {
    server_settings settings;
    config *configuration;
    const log_writer *log;
    uv_loop_t loop;
    listener reports, control;
    uv_timer_t epoch_timer, second_timer;
    uv_signal_t signals[SERVER_SIGNALS];
    uv_prepare_t turn;           /* before the loop waits */
    uint64_t turned_ns, idle_ns; /* when it did so last, and how long it has waited until then */
    metrics_histogram loop_blocked;
    uint64_t input_ns; /* when the input that is at work came up */
    bool working;      /* from the first turn of the loop until it stops */
    bool page_speaks;  /* the page's server is at work, and must not be closed within its call */
    exercise_clock clock;
    command_state commands;
    paces page_paces;
    beats beats;
    int64_t plays_until_ns; /* end of the recording that replay plays by the beats; 0: none does */
    timeline happened;      /* in this run */
    char *launches;         /* of the truth, as JSON */
    control_message wish;   /* the seek that is open */
    bool wishes;            /* it is */
    int64_t run_ns;         /* wall time of the start: the run of our own messages */
    uint32_t sequence;      /* of our own messages */
    uint64_t taken;         /* datagrams of reports since the run of the exercise began */
    drains drains;
    pipeline *line;
    audit_writer *audit;
    newest newest;      /* entries of the audit log */
    int64_t stopped_ns; /* the newest time in the log when it was opened; 0: none */
    stood_list stood;   /* goes on in the first run; taken into the recording when that begins */
    accounting *accounts;
    metrics_view views[FUSION_VIEWS_MAX];
    picture_files *files;
    recording_writer *recording;
    bool recording_lost;
    int64_t recorded_ns; /* newest stamp of this run in it; 0: none */
    char book[65];       /* digest of the book that is in force, or comes next */
    publisher *publisher;
    web *web;
    scores *scores;                         /* NULL: there is no truth */
    uint64_t control_said[COMMAND_REASONS]; /* refusals */
    uint64_t drops_said;                    /* by the kernel */
    uint64_t seconds;                       /* passes of second_timer */
    double fastest_rate;                    /* of the clock in this run; 0: it never ran */
    uint32_t pace_permille;                 /* at which it ran last, or is asked to; 0: never */
    int64_t armed_ns; /* end of the epoch that epoch_timer waits for; 0: it does not */
};

/* What the machine's clocks say now. */
clock_machine server_machine(void);

/* refusal_name(), for lists that know no refusals. */
const char *server_refusal_name(size_t index);

/* What the page's server asks for: /metrics and /health. */
char *server_metrics_text(void *context, size_t *size);
char *server_health_text(void *context, const web_reader *reader, size_t *size);

/* The two inputs. */
void server_reports_take(void *context, const recorded *packet);
void server_control_take(void *context, const recorded *packet);

/* A wall clock begins by a message of our own, which is recorded, as an exercise's begins by its
 * control's; so does the run after the machine's clock was set back by more than the window, or
 * forward by more than a day. */
void server_wall_begin(server *one);
void server_wall_check(server *one, clock_machine machine);

/* Says to the line what stood when an earlier picketd stopped. false: error names a sentence that
 * stands and cannot be said under this book, and how to go on. */
bool server_stood_say(server *one, char error[512]);

/* Tells the recording of it, ahead of the clock that begins the first run. */
void server_stood_record(server *one, int64_t stamp_ns);

/* Reads configuration and book anew, because of `by`. They are taken whole from *effect_ns on, or
 * refused whole; the log says which, and why. */
bool server_reload(server *one, const char *by, int64_t *effect_ns);

/* What a reader of the page says, a sentence or a word to the clock, but for run and number. It
 * goes the way of a datagram of control, numbered by us; whoever is too fast is not heard (pace.h).
 * NULL: it is obeyed, and effect_ns says from when; else the name of the refusal. */
const char *server_page_says(void *context, control_message *message);

/* server_clock.c: who plays by the beats, and what is asked of him. */

/* A word to the clock, from the page: where somebody plays, only he can bring the clock to a time
 * with all that is due on the way, so he is asked to. */
void server_clock_ask(const server *one, control_message *message);

/* The clock was set, and shows that time. */
void server_clock_note(server *one, const control_message *message, int64_t stamp_ns);

/* What /timeline and /audit answer (web.h). */
char *server_timeline_text(void *context, size_t *size);
char *server_audit_text(void *context, const newest_asked *asked, size_t *size);

/* A beat to who plays; `page`: to the page as well. */
void server_beat(server *one, clock_machine machine, bool page);

/* What the white cell's page asks for (server_white.c). */
char *server_sees_text(void *context, const char *object, size_t *size);
char *server_standing_text(void *context, size_t *size);
char *server_preview_text(void *context, const control_message *said, size_t *size);

/* A message of our own, written to data and recorded under a time. Gives what was recorded. */
void server_own_record(server *one, control_message said, int64_t stamp_ns);

/* Says the refusals of control that were not said yet: all of them, or only the first of a reason.
 */
void server_control_tell(server *one, bool all);

/* Answers the drains that are done or out of patience. */
void server_drains_answer(server *one);

/* Gives recording up, and says so. */
void server_recording_lose(server *one, const char *why);

/* Ends the exercise at the clock's time by a message of our own, hands out what is left and closes
 * all handles; the loop then runs empty. */
void server_stop(server *one);

#endif
