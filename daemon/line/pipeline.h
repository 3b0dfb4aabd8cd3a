/* pipeline.h - the straight line from datagram to picture, shared by picketd and `picket fuse`.
 *
 *     datagram -> codec -> gate -> view inbox -> engine -> picture -> sinks
 *
 * It reads no clock: time comes with each input. The same inputs give the same pictures, byte for
 * byte, live or from a recording, on any number of threads.
 *
 * What is said (pipeline_say) and what a book dates takes effect at the start of an epoch. What
 * waits is then decided again, and put in again in order of receipt, as if it had always been so. A
 * view that loses what it was given (a withdrawal; an agreement that stops and says so) begins
 * anew: its engines are made afresh and given what remains of the retained time. A view for which
 * nothing changed is the same, byte for byte.
 *
 * The work of one such turn: each report kept (kept.h) is decided once, and a view that begins anew
 * closes the epochs of the retained time once more. What a view was given longer ago than that is
 * known in outline alone (fusion_past): where some of it may be withdrawn, the view begins anew
 * too, with what is kept.
 */
#ifndef DAEMON_PIPELINE_H
#define DAEMON_PIPELINE_H

#include "daemon/audit/writer.h"
#include "daemon/config/config.h"
#include "daemon/wire/codec.h"
#include "daemon/wire/control_wire.h"

/* What a view shows at an epoch, handed to the sinks in order of views. Valid during the call. */
typedef struct pipeline_picture {
    size_t view;
    uint32_t audience;          /* bit n: nation n of the registry; 0: a room that is dark */
    int64_t since_ns;           /* first epoch of this audience */
    int64_t epoch_ns;           /* the end of the epoch: the time for which the tracks stand */
    bool settled;               /* the picture once the lag window has closed */
    const fusion_track *tracks; /* sorted by number */
    size_t track_count;
    const fusion_released_notice *notices;
    size_t notice_count;
} pipeline_picture;

typedef void pipeline_sink(void *context, const pipeline_picture *picture);

/* A report was taken, and these views are given it, now or later, as the gate decides on receipt;
 * a warning alone gives it to nobody. */
typedef void pipeline_tap(void *context, const fusion_report *report, uint64_t views);

typedef struct pipeline_settings {
    size_t threads;      /* at least 1 */
    bool settled;        /* work out the settled pictures too */
    pipeline_sink *sink; /* called from the thread that calls the pipeline */
    pipeline_tap *tap;   /* likewise; NULL: nobody is told, and nothing else is otherwise */
    void *context;
    audit_writer *audit; /* the log that is told of all this; NULL: none */
} pipeline_settings;

typedef struct pipeline pipeline;

/* Keeps the configuration, which must outlive it; another book is put into it when it comes. NULL
 * where memory was refused. */
pipeline *pipeline_create(config *configuration, const pipeline_settings *settings);
void pipeline_destroy(pipeline *one);

/* Takes one datagram for the reports port, received at stamp_ns. Stamps never fall. Epochs that
 * end at or before stamp_ns are closed first. */
void pipeline_take(pipeline *one, int64_t stamp_ns, const uint8_t *data, size_t size,
                   codec_result *result);

/* The clock stands at now_ns: closes every epoch that ends at or before it. The first call opens
 * the first epoch, that in which now_ns lies. new_run: empties all states first. */
void pipeline_advance(pipeline *one, int64_t now_ns);
void pipeline_new_run(pipeline *one);

/* Says a sentence of the rule book (fusion_gate_declare) at stamp_ns. NULL: it is declared, takes
 * effect at *effect_ns, and stands until lifted, until_ns, or the next run. Else the name of the
 * refusal, and nothing changed:
 *     clock-unset       stamp_ns is 0
 *     sentence-unknown  it is no sentence of the language
 *     not-yours         not for `who` to say, or it names what is not there
 *     acts-many         his share is full; or memory was refused
 * Of FUSION_ACTS_MAX acts half are the white cell's; of the rest each nation and each room of the
 * book has as much as another. The last quarter of each is for what narrows (hold, withdraw,
 * suspended, terminated, enters) and for lifting. What was over longer ago than the window and
 * the retained time takes no place, whatever waits; nor does who had left a room by then. Where
 * there is no place for who enters a room, that is dark: pipeline_missed. */
const char *pipeline_say(pipeline *one, int64_t stamp_ns, const char *who, const char *sentence,
                         int64_t until_ns, int64_t *effect_ns);

/* Said at said_ns, before this process began, and goes on in the run that begins next: before its
 * first epoch, in the order in which it was said (fusion_said says what is made of times that lie
 * after the begin). NULL, or the name of the refusal as above; clock-unset does not occur, and
 * not-yours is also said of a run that has begun. */
const char *pipeline_stood(pipeline *one, const char *who, const char *sentence, int64_t said_ns,
                           int64_t until_ns);

/* A sentence, that the book be read anew, or a word of the page to the clock, was heard at
 * stamp_ns: obeyed, or refused under that name. The audit log is told. The epochs that are over by
 * then are closed first; a refusal opens no grid. */
void pipeline_heard(pipeline *one, int64_t stamp_ns, const control_message *message,
                    const char *refused);

/* Whether somebody of this name may say anything: the white cell, a nation or a room of the book.
 */
bool pipeline_hears(const pipeline *one, const char *who);

/* The reader of a room's door says at stamp_ns that it is there. From its first word in a run on
 * the room goes dark, for its owner too, when it is silent for longer than the book allows. NULL,
 * or the name of the refusal: clock-unset; not-yours where `who` is no room that has a view.
 *
 * The first word stands like what is said: the audit log has it as PIPELINE_HAS_READER, said by the
 * room, and a run for which that stood (pipeline_stood) waits for the reader in the dark. */
#define PIPELINE_HAS_READER "has a reader"
const char *pipeline_door(pipeline *one, int64_t stamp_ns, const char *who);

/* A room of which somebody entered, as he who may say it said, and there was no place to note it
 * (acts-many), does not know who is there: it is dark until the next run, for its owner too. The
 * audit log has it as PIPELINE_HAS_MISSED, said by the room, and a run for which that stood is
 * dark. true: the sentence is that somebody enters such a room. */
#define PIPELINE_HAS_MISSED "has missed who entered"
bool pipeline_missed(const pipeline *one, const char *sentence);

/* A room as it was from one picture on. */
typedef struct pipeline_moment {
    int64_t since_ns;        /* of its first picture: the end of its first epoch */
    uint32_t audience;       /* 0: it is dark */
    fusion_presence present; /* as the gate has it, whatever the reader */
    bool silent;             /* the reader of its door: who is there is not known */
    bool missed;             /* pipeline_missed; likewise */
} pipeline_moment;

#define PIPELINE_MOMENTS 64 /* of a room; those before the newest are forgotten */

/* What a room went through in this run, the oldest first. count 0: no epoch is over yet, or the
 * view is no room. Of the room and what was said of it alone. It stands until the next call that is
 * not const. */
typedef struct pipeline_past {
    const pipeline_moment *moments;
    size_t count;
    int64_t now_ns;   /* of the newest picture */
    int64_t heard_ns; /* last word of its reader; 0: none */
} pipeline_past;
pipeline_past pipeline_room_past(const pipeline *one, size_t view);

/* A room as it is by what was said and dated until now, which its newest picture may not know yet:
 * its audience is all who stand there in the open epoch or will in the next, and 0 if either is
 * dark; since_ns the end of the first epoch whose picture is theirs. Whoever shows a room's picture
 * must not show one for fewer. It is a matter of the open epoch and of what was said of this room:
 * when anybody asks, or speaks of something else, changes nothing. A book that is still to come is
 * not looked at. since_ns 0: the grid is not open, or the view is no room. */
pipeline_moment pipeline_room_now(const pipeline *one, size_t view);

/* Would it darken a room, were it not heard? It is that somebody enters a room that still knows who
 * is there, and `who` may say so. Such a word must be taken, or the room be dark. */
bool pipeline_must_hear(const pipeline *one, int64_t stamp_ns, const char *who,
                        const char *sentence);

/* Another book. `fresh` is the configuration as it was read anew, in which nothing but the book may
 * differ (config_differs). true: the pipeline has taken `fresh`, and from the first epoch at or
 * after stamp_ns on, *effect_ns, its book decides for all that is kept. What was said is read again
 * against it. A view that was given other things than the new book would have given it begins anew;
 * any other is the same, byte for byte. Before the clock is set, and when a new run begins, it
 * comes at once; a second one in an epoch takes the place of the first.
 *
 * false: nothing changed, `fresh` is the caller's, and error says why: a sentence that stands names
 * what is not there any more, or a rule of a view is gone. */
bool pipeline_book(pipeline *one, int64_t stamp_ns, config *fresh, int64_t *effect_ns,
                   char error[512]);

/* A view becomes another: from the first epoch at or after at_ns on it has this audience and rule.
 * It begins anew, with what the new audience gets of what is kept, as if it had been there for the
 * retained time; since_ns of its pictures is the end of that epoch. An empty audience sees nothing.
 * The last call for an epoch counts. at_ns must not lie before the open epoch. */
void pipeline_view_change(pipeline *one, size_t view, fusion_view to, int64_t at_ns);

/* What a view is now. */
fusion_view pipeline_view(const pipeline *one, size_t view);

/* The end of the open epoch: when the next call of pipeline_advance is due. 0: the grid is not
 * open. */
int64_t pipeline_due_ns(const pipeline *one);

/* The start of the run's first epoch; 0: the grid is not open. */
int64_t pipeline_began_ns(const pipeline *one);

/* Nothing more will come: the settled pictures of all epochs closed so far are handed out. */
void pipeline_finish(pipeline *one);

/* Memory was refused to a view: from then on no picture is handed out, since none could be trusted.
 * Or the audit log cannot be written: nothing is given that is not written down. */
bool pipeline_failed(const pipeline *one);

/* For exercise staff alone, who look and change nothing. What is given here is the pipeline's own
 * and stands until its next input.
 *
 * The gate as it decides now; of which of its views each view shows the picture; and the reports
 * kept, in order of receipt. */
const fusion_gate *pipeline_gate_shown(const pipeline *one);
size_t pipeline_shown(const pipeline *one, size_t view);
size_t pipeline_kept(const pipeline *one);
const fusion_report *pipeline_kept_report(const pipeline *one, size_t index);

/* The gate as it would be if this were said at stamp_ns, in effect from *effect_ns on: the
 * caller's own. NULL: it would be refused, under that name; what the speaker's share leaves is not
 * looked at. */
fusion_gate *pipeline_gate_if(const pipeline *one, int64_t stamp_ns, const char *who,
                              const char *sentence, int64_t until_ns, int64_t *effect_ns,
                              const char **refused);

#define PIPELINE_LATE_BOUNDS 7

/* The accounting: a report is fused once it has passed every check and the gate, whoever it was
 * released to; what waits in a view's inbox for its delay counts as fused. For each sensor received
 * = fused + refused + dropped + waiting, at any moment. */
typedef struct pipeline_sensor_counts {
    uint64_t fused;
    uint64_t dropped;
    uint64_t waiting;
    /* Of those fused: stamp less time of measurement. late[i] counts those of at most
     * pipeline_late_bounds[i] seconds. */
    uint64_t late[PIPELINE_LATE_BOUNDS];
    double late_sum; /* s */
} pipeline_sensor_counts;
extern const double pipeline_late_bounds[PIPELINE_LATE_BOUNDS];

/* Since the pipeline began; `sensor` and `view` are indices of the registry and of the views. */
const codec_counts *pipeline_codec_counts(const pipeline *one);
const pipeline_sensor_counts *pipeline_sensor_count(const pipeline *one, size_t sensor);
fusion_engine_counts pipeline_view_count(const pipeline *one, size_t view);

/* How a sensor's plots lay to the tracks of the view that was given most of them. */
fusion_innovations pipeline_innovations(const pipeline *one, size_t sensor);

/* What its nation's own views know of a sensor's conduct; nothing where there is none. */
fusion_conduct pipeline_conduct(const pipeline *one, size_t sensor);

/* The first of some views (bit v) that is now its nation's alone: what may be told to a nation that
 * opens these views comes from what such a view was given. -1: there is none. */
int pipeline_own_view(const pipeline *one, size_t sensor, uint64_t views);

/* How a sensor's plots lay to the tracks of one view, and what that view knows of its conduct. */
fusion_innovations pipeline_view_innovations(const pipeline *one, size_t view, size_t sensor);
fusion_conduct pipeline_view_conduct(const pipeline *one, size_t view, size_t sensor);

#endif
