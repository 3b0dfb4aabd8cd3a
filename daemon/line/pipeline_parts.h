/* pipeline_parts.h - the inside of pipeline.h; private to pipeline*.c. */
#ifndef DAEMON_PIPELINE_PARTS_H
#define DAEMON_PIPELINE_PARTS_H

#include "daemon/line/crew.h"
#include "daemon/line/kept.h"
#include "daemon/line/lane.h"
#include "daemon/line/pipeline.h"

/* A sentence that was declared, kept so that another gate can be told of it. */
typedef struct pipeline_said {
    char who[49];
    char sentence[201];
    int64_t at_ns, until_ns;
    int64_t run_ns;  /* not 0: it stood when this run began, at that time */
    size_t acts;     /* that it was when it was declared */
    int64_t over_ns; /* since when it is over; INT64_MAX: it is not, as far as was looked */
} pipeline_said;

/* A view whose audience or rule is to become another. */
typedef struct pipeline_change {
    fusion_view to;
    int64_t at_ns; /* the start of the epoch; 0: it stays as it is */
} pipeline_change;

/* A book that is to come. */
typedef struct pipeline_next {
    config *fresh; /* whose book it is; NULL: none is to come */
    config_turn turn;
    int64_t at_ns; /* the start of the epoch in which it comes */
} pipeline_next;

/* One thing in force, as the audit log was told of it last. */
typedef struct pipeline_standing {
    char what[16];
    char name[AUDIT_VALUE_ROOM], value[AUDIT_VALUE_ROOM];
    bool seen; /* among what stands now */
} pipeline_standing;

typedef struct pipeline_audit {
    uint64_t runs;    /* begun so far */
    int64_t since_ns; /* releases from then on were not told of yet */
    pipeline_standing *standing;
    size_t standing_count, standing_room;
} pipeline_audit;

/* A room of the book, as a view; see pipeline_rooms.c. */
typedef struct pipeline_room {
    size_t view;       /* its view, and the lane of those who sit there */
    size_t guests;     /* the lane of whoever stands there while somebody visits */
    uint32_t audience; /* in the open epoch; 0: it is dark */
    int64_t heard_ns;  /* last word of the reader of its door; 0: none in this run */
    int64_t before_ns; /* likewise, before the epoch in which that was */
    bool missed;       /* it does not know who is there, see pipeline_missed */
    int64_t forgot_ns; /* what was said up to then is forgotten, see pipeline_visits_forget */
    pipeline_moment past[PIPELINE_MOMENTS];
    size_t past_count;
} pipeline_room;

struct pipeline {
    config *configuration;
    pipeline_settings settings;
    codec *codec;
    fusion_gate *gate;
    fusion_precedents *precedents; /* of the gate */
    crew *crew;
    lane *lanes; /* lanes[0..lane_count): one a view, and behind them one a room for its guests */
    size_t lane_count;
    size_t view_of[FUSION_VIEWS_MAX]; /* whose picture a lane can be */
    pipeline_room rooms[FUSION_VIEWS_MAX];
    size_t room_count;
    fusion_view views[FUSION_VIEWS_MAX]; /* of the lanes */
    int64_t since_ns[FUSION_VIEWS_MAX];  /* end of the first epoch of this audience */
    pipeline_change changes[FUSION_VIEWS_MAX];
    pipeline_next next;
    uint8_t forms[CONFIG_FORMS_MAX]; /* index among all forms, of each of the book's */
    kept kept;
    pipeline_said *said; /* said[0..said_count), as they were declared */
    size_t said_count, said_room;
    int64_t looked_ns; /* end of the epoch in which what is over was looked through last */
    int64_t oldest_ns; /* for which something may then still have been decided */
    pipeline_sensor_counts sensors[FUSION_SENSORS_MAX];
    pipeline_audit audit;
    int64_t first_ns;  /* end of the run's first epoch; 0: the grid is not open */
    int64_t end_ns;    /* of the open epoch */
    bool over;         /* that is over: its pictures are being handed out */
    int64_t turned_ns; /* start of the last epoch in which it was */
    int64_t turn_ns;   /* start of the next epoch in which what was decided may be otherwise */
    bool stale;        /* what waits must be decided again then */
    bool failed;
};

/* A gate for these views under a book, told of all that was said. FUSION_REFUSED, FUSION_NOT_YOURS:
 * said[*taken] is not for its speaker to say under this book. NULL where it is not FUSION_OK. */
fusion_gate *pipeline_gate(const pipeline *one, const fusion_book *book, const fusion_view *views,
                           fusion_status *status, size_t *taken);

/* Puts the gate in the place of the one before, which is destroyed. */
void pipeline_gate_put(pipeline *one, fusion_gate *gate);

/* The name of the refusal of what the gate does not take; NULL: it does. */
const char *pipeline_refusal(fusion_status status);

/* May he say this too? Forgets first what is over and decides nothing any more. */
bool pipeline_share_left(pipeline *one, const char *who, const char *sentence);

/* What was said of visits that were over by then, and need not be remembered, is over at that time:
 * sets over_ns of it. The gate must have been told of all that was said. */
void pipeline_visits_close(pipeline *one, int64_t by_ns);

/* Before a run: forgets what was said of visits that were over long before then. false: there is
 * none. A room of which something was forgotten is dark in a run that begins no later than that:
 * there it might still count. */
bool pipeline_visits_forget(pipeline *one, int64_t said_ns);

/* Is what was said[index] over by now? */
bool pipeline_said_over(const pipeline *one, size_t index);

/* The run begins at run_ns: what stood before counts from now on as fusion_said says. */
void pipeline_stood_begin(pipeline *one, int64_t run_ns);

/* The views as they are, under the book that is to come. */
void pipeline_next_views(const pipeline *one, fusion_view *views);

/* Puts the book that is to come in force. Gives the views that were given other things by the old
 * one before start_ns than the new one gives them. */
uint64_t pipeline_book_turn(pipeline *one, int64_t start_ns);

/* The same where nothing was given yet. */
void pipeline_book_adopt(pipeline *one);

/* Finds the lanes, once; and sets their views as they are when a run begins. */
void pipeline_lanes_count(pipeline *one);
void pipeline_views_begin(pipeline *one);

/* The lane whose picture a view shows now. */
size_t pipeline_lane(const pipeline *one, size_t view);

/* A room's own word of before this run, if the room has a view. false: it is no such word. */
bool pipeline_room_stood(pipeline *one, const char *who, const char *word);

/* There was no place for the sentence at at_ns. Where it was that somebody enters a room, that goes
 * dark, from the open epoch on. */
void pipeline_room_miss(pipeline *one, int64_t at_ns, const char *who, const char *sentence);

/* Part of pipeline_turn: who stands in the rooms in the epoch that begins at start_ns. */
void pipeline_rooms_turn(pipeline *one, int64_t start_ns);

/* The start of the first epoch at or after a time, and not before the open one. */
int64_t pipeline_epoch_from(const pipeline *one, int64_t at_ns);

/* Decides for one report, and gives every view what it gets: at start_ns or after, it waits for it;
 * before, it is given again to those of `anew`, which began anew, and nothing happens to the
 * others. lost: views to which it is not given; see kept_note. Gives the time of the last release,
 * and until when it is shown as a notice. */
typedef struct pipeline_placed {
    uint64_t views;
    uint64_t tracks; /* of these: not only warned of it */
    int64_t last_ns, shown_ns;
} pipeline_placed;
pipeline_placed pipeline_place(pipeline *one, const fusion_report *report, const uint64_t lost[2],
                               uint64_t anew, int64_t start_ns);

/* What the audit log is told; nothing where there is none. A run begins at now_ns; what is in force
 * from start_ns on, as far as that is another than before; the epoch was closed. */
void pipeline_audit_begin(pipeline *one, int64_t now_ns);
void pipeline_audit_turn(pipeline *one, int64_t start_ns);
void pipeline_audit_epoch(pipeline *one);

/* A room's own word: PIPELINE_HAS_READER or PIPELINE_HAS_MISSED. */
void pipeline_audit_room(pipeline *one, int64_t stamp_ns, const char *who, const char *word);

/* What was given up to end_ns is told before a minute is over: clauses or audiences change. */
void pipeline_audit_given(pipeline *one, int64_t end_ns);

/* Another book is to come, said at stamp_ns; the run ends. */
void pipeline_audit_book(pipeline *one, int64_t stamp_ns);
void pipeline_audit_end(pipeline *one);
void pipeline_audit_free(pipeline *one);

/* Before the epoch that begins at start_ns is closed: makes good what was said and dated up to that
 * time. */
void pipeline_turn(pipeline *one, int64_t start_ns);

#endif
