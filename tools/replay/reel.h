/* reel.h - a recording in memory, as replay sends it: datagrams in order, in runs.
 *
 * * A run is a stretch of the recording in which the stamps never fall and never jump by more than
 * a day: what one exercise clock can play. Of control messages, sentences of the rule book are said
 * again, or more would be released than was, and so are those that stood when it began; the others
 * are not, since replay sets the clock itself. The stamps of all say where a run begins and ends.
 */
#ifndef TOOLS_REPLAY_REEL_H
#define TOOLS_REPLAY_REEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct reel_datagram {
    int64_t stamp_ns;
    size_t at, size; /* in the reel's bytes */
    size_t source;   /* number of its sender, from 0 */
    bool said;       /* a sentence, to be said to exercise control; it has no sender */
} reel_datagram;

typedef struct reel_run {
    size_t first, count;      /* datagrams */
    int64_t begin_ns, end_ns; /* by all stamps, those of control messages included */
} reel_run;

typedef struct reel {
    uint8_t *bytes;
    size_t byte_count, byte_room;
    reel_datagram *datagrams;
    size_t count, room;
    reel_run *runs;
    size_t run_count, run_room;
    uint64_t *sources; /* address and port of each sender */
    size_t source_count, source_room;
    uint64_t unset;  /* left out: stamped before the clock was set */
    bool other_port; /* nothing goes to the port of reports, so all is sent */
} reel;

/* Reads the whole recording ("-": standard input). false: error says why; a recording that breaks
 * off is true, with error. Begin with error[0] = 0. reel_free in any case. */
bool reel_read(const char *path, reel *into, char error[512]);
void reel_free(reel *one);

#endif
