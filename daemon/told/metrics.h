/* metrics.h - the text of /metrics: one snapshot, in Prometheus' exposition format 0.0.4.
 *
 * Every series stands there from the start, at 0. Two identities hold in each text, exactly:
 *     datagrams_arrived = decoded + refused + dropped + waiting     of each listener
 *     reports_received = fused + refused + dropped + waiting        of each sensor
 * Names are stable; each is explained by its HELP line.
 *
 * The white cell alone may read it: waiting, lag, publishing and the loop move with the load of
 * every partner, and would tell each of the others.
 */
#ifndef DAEMON_METRICS_H
#define DAEMON_METRICS_H

#include "daemon/line/pipeline.h"
#include "daemon/told/heard.h"

/* A socket that datagrams come to. */
typedef struct metrics_listener {
    const char *name;        /* "reports", "control" */
    uint64_t decoded;        /* taken apart into reports, or obeyed */
    const uint64_t *refused; /* by reason */
    size_t reasons;          /* of refused, from 1 */
    const char *(*reason)(size_t index);
    uint64_t kernel_dropped; /* lost before they were read: the buffer was full */
    size_t buffer_bytes;     /* receive buffer granted */
    size_t filled_bytes;     /* of it, now */
} metrics_listener;

/* How often something took how long. Begins as {0}. */
#define METRICS_BOUNDS 7
typedef struct metrics_histogram {
    uint64_t within[METRICS_BOUNDS]; /* within[i]: at most metrics_bounds[i] seconds */
    uint64_t count;
    double sum; /* s */
} metrics_histogram;
extern const double metrics_bounds[METRICS_BOUNDS];
void metrics_observe(metrics_histogram *all, double seconds);

/* What a view showed at its newest epoch, and how long its pictures took of late: as many as there
 * are epochs of a second in a minute. */
#define METRICS_RECENT 60
typedef struct metrics_view {
    int64_t epoch_ns; /* 0: none yet */
    uint64_t epochs;  /* published */
    size_t tracks, notices;
    metrics_histogram publish;       /* from the input that closed the epoch to its hand-over */
    double publish_s;                /* the newest of these */
    double recent_s[METRICS_RECENT]; /* the newest, in a ring by publish.count */
} metrics_view;

/* One more of its pictures was handed over, so long after the input that closed its epoch. */
void metrics_published(metrics_view *view, double seconds);

/* Of the recent ones; NaN: there were none. */
typedef struct metrics_recent {
    double median_s, worst_s;
} metrics_recent;
metrics_recent metrics_recent_of(const metrics_view *view);

typedef struct metrics_snapshot {
    const config *configuration;
    const pipeline *line;
    const heard_all *heard;
    metrics_listener listeners[2];
    const metrics_view *views; /* as in the configuration */
    int64_t exercise_ns;       /* 0: the clock is not set */
    double exercise_rate;
    double fastest_rate;    /* of the clock in this run; 0: it never ran */
    metrics_histogram loop; /* what the turns of the loop took, their waiting left out */
    size_t page_clients;
    uint64_t page_epochs_skipped;
    uint64_t pictures_unsent; /* datagrams of pictures that the system did not take */
    const char *version;
} metrics_snapshot;

/* The whole text, ended by a zero byte that *size does not count; free() it. NULL: memory was
 * refused. */
char *metrics_render(const metrics_snapshot *of, size_t *size);

#endif
