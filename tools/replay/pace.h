/* pace.h - when each datagram is due, from one anchor, and how late it was.
 *
 * Every due time is counted from the anchor itself, never from the datagram before: sleeping by
 * differences adds up each oversleep.
 */
#ifndef TOOLS_REPLAY_PACE_H
#define TOOLS_REPLAY_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct pace {
    int64_t anchor_ns; /* of the machine's steady clock */
    int64_t stamp_ns;  /* of the exercise, at that moment */
    double speed;
    float *late; /* s, of the newest pass; late[0..count) */
    size_t count, room;
    double passed_s; /* of all anchors before, and by pace_end of the last */
    double played_s; /* exercise time of all anchors before */
    int64_t last_ns; /* newest exercise time */
} pace;

/* Room for so many datagrams. false: memory was refused. pace_free in any case. */
bool pace_begin(pace *one, size_t datagrams);
void pace_free(pace *one);

/* From now on the exercise time stamp_ns is now, and goes at speed. */
void pace_anchor(pace *one, int64_t stamp_ns, double speed);
void pace_end(pace *one);

/* Nanoseconds of the steady clock at which an exercise time is due. */
int64_t pace_due_ns(const pace *one, int64_t stamp_ns);

/* Sleeps until stamp_ns is due, but at most 0.1 s. true: it is due. */
bool pace_sleep(const pace *one, int64_t stamp_ns);

/* A datagram of this stamp was sent just now. */
void pace_note(pace *one, int64_t stamp_ns);

/* The lateness in seconds below which a share of all datagrams lies; sorts them. 0 if there is
 * none. */
double pace_late(pace *one, double share);

/* Seconds since the first anchor, and seconds of exercise time played in them. */
double pace_seconds(const pace *one);
double pace_played(const pace *one, int64_t now_ns);

#endif
