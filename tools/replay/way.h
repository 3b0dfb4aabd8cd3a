/* way.h - the two ways from replay to picketd: datagrams out, and a talk with exercise control. */
#ifndef TOOLS_REPLAY_WAY_H
#define TOOLS_REPLAY_WAY_H

#include "daemon/wire/control_wire.h"

#include <netinet/in.h>

typedef struct way {
    struct sockaddr_in reports, control;
    int *sockets; /* one a sender, so that sensors keep ports of their own */
    size_t socket_count;
    int talk; /* -1: without control */
    int64_t began_ns;
    uint32_t sequence;
} way;

/* "HOST:PORT", IPv4 or a name. false: it is none, or not known. */
bool way_address(const char *text, struct sockaddr_in *address);

/* Opens a socket for each of `senders`, and one for control where control.sin_port is not 0. 0 or
 * the system's error number. */
int way_open(way *one, size_t senders);
void way_close(way *one);

/* 0 or the system's error number; ECONNREFUSED: nothing listens there. */
int way_send(way *one, size_t sender, const uint8_t *data, size_t size);

/* Says a message (run and sequence are filled in, and who where it is empty: "replay") and waits
 * for its reply. false: none came within patience_ms, or a signal came. */
bool way_say(way *one, control_message *message, int patience_ms, control_reply *reply);

#endif
