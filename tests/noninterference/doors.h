/* doors.h - what the page's server gives to a view's own readers, by the server's own functions and
 * without its sockets.
 *
 * Two pages are open on each view that is looked at, one that reads at every epoch and one that
 * reads at every third; a third one is opened at the end. The reader whose token opens the view
 * then asks for every address, and one without a token too. Where the view is a room's, its host
 * asks for what the Rooms page shows of it.
 */
#ifndef TESTS_NONINTERFERENCE_DOORS_H
#define TESTS_NONINTERFERENCE_DOORS_H

#include "daemon/line/pipeline.h"

/* Of what left through a door, in its order. Begins as {0}. */
typedef struct digest {
    uint64_t value;
    size_t size;
} digest;

void digest_add(digest *into, const void *data, size_t size);

typedef struct doors doors;

/* Of the views that are looked at (bit v). The configuration's rule in force is set to that of
 * the view that is asked about. line: what the white cell's metrics count. */
doors *doors_open(config *of, const pipeline *line, uint64_t views);
void doors_close(doors *all);

/* A picture, which is not settled, of a view that is looked at: what it is on the sockets. texts:
 * what is said there in words. whole: the picture without what it was before. */
void doors_show(doors *all, const pipeline_picture *picture, digest *bytes, digest *texts,
                digest *whole);

/* Something was said, by anybody: what pages that read at every epoch are shown at once. texts: one
 * a view. */
void doors_said(doors *all, digest *texts);

/* What became of a datagram that was received at stamp_ns. */
void doors_hear(doors *all, int64_t stamp_ns, const codec_result *result);

/* The exercise is over at now_ns. health: what the view's nation is told of its own sensors, which
 * their own datagrams and what the view is given may change; nobody else is told anything. */
void doors_ask(doors *all, size_t view, int64_t now_ns, digest *texts, digest *health);

/* What somebody said was answered. */
void doors_answer(const char *refused, int64_t effect_ns, digest *texts);

#endif
