/* timeline.h - what happened when in this run of the exercise: for the white cell's time line.
 *
 * How many reports were taken in each span of time, whoever may see them; and events: what was
 * said, how the clock was set, another book, and with a truth, launches. Nobody but exercise staff
 * is told any of it.
 */
#ifndef DAEMON_TIMELINE_H
#define DAEMON_TIMELINE_H

#include "daemon/staff/score_csv.h"
#include "daemon/wire/control_wire.h"

#include <stdio.h>

#define TIMELINE_BINS   2048
#define TIMELINE_BIN_NS (10 * FUSION_SECOND) /* at first; it doubles when the line is full */
#define TIMELINE_EVENTS 256                  /* the newest; older ones are counted */

/* "WHO: SENTENCE" of the longest of both. */
#define TIMELINE_WORDS                                                                             \
    (sizeof((control_message *)0)->who + sizeof((control_message *)0)->sentence + 1)

typedef struct timeline_event {
    int64_t time_ns;
    char kind[8]; /* "act", "room", "clock", "book" */
    char words[TIMELINE_WORDS];
} timeline_event;

typedef struct timeline {
    int64_t begin_ns; /* of the run; 0: none has begun */
    int64_t bin_ns;
    uint32_t bins[TIMELINE_BINS];
    size_t bin_count;
    timeline_event events[TIMELINE_EVENTS];
    size_t event_count; /* ever in this run; the newest stand at the end, round and round */
} timeline;

/* A run begins; what was before it is forgotten. */
void timeline_begin(timeline *one, int64_t begin_ns);

/* So many reports were taken. Before a run has begun nothing is counted. */
void timeline_reports(timeline *one, int64_t stamp_ns, size_t count);

/* An event of a kind that stands above; what does not fit is cut. */
void timeline_tell(timeline *one, int64_t time_ns, const char *kind, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* When each missile was launched: when the truth first had it, but for those with which the truth
 * begins. JSON, [{"time", "object"}]; of no truth, []. free() it; NULL: memory was refused. */
char *timeline_launches(const score_file *truth);

/* Writes members of a JSON object, each with a comma behind it: "begin" (s, or null), "bin" (s),
 * "reports" (of each bin), "earlier" (events that are not kept), "events" ({"time", "kind",
 * "words"}, in order of hearing: an act has the time from which it holds), "launches" (the text
 * above; NULL: none). */
void timeline_put(FILE *out, const timeline *one, const char *launches);

#endif
