/* fuse_summary.h - what `picket fuse` tells of its work: a table, or JSON lines. */
#ifndef TOOLS_FUSE_SUMMARY_H
#define TOOLS_FUSE_SUMMARY_H

#include "daemon/line/pipeline.h"

#include <stdio.h>

/* The newest picture of a view. */
typedef struct fuse_view {
    uint64_t epochs;
    size_t tracks, notices;
} fuse_view;

typedef struct fuse_summary {
    const config *configuration;
    const pipeline *line;
    const char *feed;     /* path as given */
    const char *folder;   /* likewise */
    char feed_sha256[65]; /* empty: standard input */
    fuse_view views[FUSION_VIEWS_MAX];
    uint64_t datagrams;  /* that came to the reports port */
    uint64_t other;      /* to ports that are no input */
    uint64_t skipped;    /* packets that hold no whole UDP datagram */
    char unknown[49];    /* first sensor that is not listed; empty: all are */
    int64_t duration_ns; /* of exercise time */
    double wall_s;
    size_t threads;
} fuse_summary;

/* Sums over all sensors: received = fused + refused + dropped + waiting. */
typedef struct fuse_totals {
    uint64_t received, fused, refused, dropped;
} fuse_totals;
fuse_totals fuse_total(const fuse_summary *of);

void fuse_print(const fuse_summary *of, FILE *stream);
void fuse_print_json(const fuse_summary *of, FILE *stream);

/* Says why nothing was fused. */
void fuse_say_nothing(const fuse_summary *of);

#endif
