/* progress.h - how far the work is: one line on a live terminal, now and then a sentence in a log.
 *
 *     progress line = progress_begin("fuse");
 *     while (work)
 *         if (progress_due(&line))
 *             progress_show(&line, &(progress_state){.share = done, .where = clock, .rate = rate});
 *     progress_end(&line);
 *
 * Drawn first after 0.5 s and at most 5 times a second; in a log after 10 s, then each 10 % but not
 * oftener than each 10 s. The time left is that of the last 10 s of work, and blank until known.
 */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct progress_state {
    double share;      /* 0 to 1 */
    const char *step;  /* "7 of 23", in place of share and bar; NULL: none */
    const char *where; /* "03:12:12 Z", then whatever must stay; NULL: none */
    const char *rate;  /* left out where room is short; NULL: none */
} progress_state;

#define PROGRESS_SAMPLES 11

typedef struct progress {
    const char *verb;
    bool live;           /* a terminal, else a log */
    bool silent;         /* the person wants none */
    double began, shown; /* s of the monotonic clock */
    double shown_share;  /* in the log */
    struct {
        double at, share;
    } samples[PROGRESS_SAMPLES]; /* one a second, oldest first */
    size_t sample_count;
} progress;

progress progress_begin(const char *verb);
bool progress_due(const progress *one);
void progress_show(progress *one, const progress_state *state);
void progress_end(const progress *one); /* takes the line away */

/* The same at a given time, for tests. */
bool progress_due_at(const progress *one, double now);
void progress_sample(progress *one, double now, double share);
double progress_left(const progress *one, double now, double share); /* s; -1: not known */

/* The line for a terminal of so many columns; never longer than width - 3, so that an echoed ^C
 * has room. As room shrinks the bar goes, then the rate. */
void progress_line(char *line, size_t room, int width, const char *verb,
                   const progress_state *state, double left);

#endif
