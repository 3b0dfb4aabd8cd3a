/* stage.h - plays a recording through the daemon's pipeline and keeps what each view published.
 *
 * Kept is a digest of each picture as it leaves: by UDP in parts, on the sockets of pages whole and
 * as a change against the one before, as rows of a file, and the counts that the view's audience
 * may see; of a settled picture the rows, which are all that leaves of it. And one of all that is
 * said to the view's readers in words: what pages are told, what is answered to requests and to
 * sentences; and, apart, of what its nation is told of its own sensors.
 */
#ifndef TESTS_NONINTERFERENCE_STAGE_H
#define TESTS_NONINTERFERENCE_STAGE_H

#include "daemon/line/pipeline.h"
#include "noninterference/feed.h"
#include "release/trial.h"

enum { STAGE_PICTURES = 320 };

/* One picture. */
typedef struct stage_picture {
    int64_t epoch_ns;  /* after WORLD_BASE */
    unsigned audience; /* nations of the world */
    uint64_t digest;
    uint64_t whole; /* digest of the whole picture alone, without what it was before */
    size_t size;    /* bytes of all doors */
    size_t tracks, confirmed, notices;
    bool settled;
} stage_picture;

typedef struct stage_view {
    char name[128];
    stage_picture pictures[STAGE_PICTURES];
    unsigned count;
    uint64_t texts;
    uint64_t health; /* what its nation is told of its own sensors */
} stage_view;

typedef struct stage_seen {
    stage_view views[WORLD_VIEWS]; /* as in the world */
    unsigned view_count;
    const char *refused; /* NULL: every report was taken and every act declared */
} stage_seen;

/* What was fed to a view's engine at the close of an epoch, in order, and what it counted up to
 * then. */
typedef void stage_tap(void *context, unsigned view, const fusion_release *fed, size_t count,
                       int64_t epoch_end_ns, const fusion_engine_counts *counts);

enum { STAGE_WINDOW = 30 }; /* s; how late a measurement may be fused */

typedef struct stage_settings {
    unsigned threads; /* at least 1 */
    bool settled;
    uint64_t views;    /* bit v: what view v publishes is kept */
    const world *then; /* whose book comes at turn_at s; NULL: none does */
    int turn_at;
    stage_tap *tap; /* or NULL */
    void *context;
} stage_settings;

/* A book before the pipeline. */
typedef struct stage {
    trial t;
    config of;
} stage;

/* Chooses some of the world's views: every nation alone under one rule, some under others, and two
 * audiences of several. */
void stage_views(world *w, uint64_t *state);

/* false: the book was refused. Close it in either case. */
bool stage_open(stage *s, const world *w);
void stage_close(stage *s);

/* w is the world of the book, perhaps with other acts and views. Where another book comes, the
 * stage has that one afterwards. */
void stage_play(stage *s, const world *w, const feed *f, const stage_settings *settings,
                stage_seen *seen);

/* Which of the pictures of two views of one name are compared, and how. */
typedef struct stage_look {
    int64_t after_ns;  /* those that end after it */
    unsigned audience; /* those that are shown to it; 0: all */
    bool whole;        /* changes against what was before are not looked at */
} stage_look;

/* The first that differs; -1: none. */
int stage_differs(const stage_view *one, const stage_view *other, const stage_look *look);

#endif
