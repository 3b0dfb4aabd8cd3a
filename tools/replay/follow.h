/* follow.h - playing by picketd's beats: the exercise clock is whose it is, and what is due comes
 * when it shows that time.
 *
 * While the clock runs, datagrams are sent as it reaches their stamps; while it stands, none are. A
 * beat may ask that the clock be brought to a time (picture.proto). The way there is by steps, as
 * fast as picketd takes it and with nothing lost; to an earlier time it begins a new run, for
 * states are those of all that came before.
 *
 * A picketd that was started again beats that no time is set. It is told the time of the last beat
 * before, and goes on from there as it did, or stands as it stood.
 */
#ifndef TOOLS_REPLAY_FOLLOW_H
#define TOOLS_REPLAY_FOLLOW_H

#include "tools/replay/player.h"

/* Where beats come in. */
typedef struct ear {
    int socket; /* -1: closed */
    beat_told newest;
    int64_t heard_ns; /* of the machine's steady clock, of that one; 0: none was heard */
} ear;

/* 0 or the system's error number. */
int ear_open(ear *one, const struct sockaddr_in *at);
void ear_close(ear *one);

/* Plays one run, from its begin. false: broken off, or said why not. */
bool follow_run(player *one, ear *beats, const reel_run *run);

#endif
