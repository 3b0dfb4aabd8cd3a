/* beats.h - beats by UDP, to simulators that the configuration names: what time it is in the
 * exercise, and where whoever plays is asked to go (picture.proto).
 */
#ifndef DAEMON_BEATS_H
#define DAEMON_BEATS_H

#include "daemon/config/config.h"
#include "daemon/wire/control_wire.h"

#include <uv.h>

typedef struct beats {
    uv_udp_t socket;
    bool open;
    struct sockaddr_in to[CONFIG_BEATS_MAX];
    size_t count;
} beats;

/* Begins as {0}; opens nothing where nobody is named. false: error says why. */
bool beats_open(beats *one, uv_loop_t *loop, const config *of, char error[512]);

/* To all. One that the system does not take is not sent again: the next is due within a second. */
void beats_send(beats *one, const uint8_t data[BEAT_SIZE]);
void beats_close(beats *one);

#endif
