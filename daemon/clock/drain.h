/* drain.h - those who asked to be told when so many datagrams have been taken in. */
#ifndef DAEMON_DRAIN_H
#define DAEMON_DRAIN_H

#include "daemon/wire/control_wire.h"

#define DRAINS_MAX        8
#define DRAIN_PATIENCE_NS INT64_C(5000000000)

typedef struct drain {
    uint32_t address; /* who asked; IPv4, host order */
    uint16_t port;
    int64_t began_ns; /* run and sequence of the message */
    uint32_t sequence;
    uint64_t datagrams; /* to be taken in since the run began */
    int64_t until_ns;   /* steady time at which patience ends */
} drain;

/* Those that wait. Begins as {0}. */
typedef struct drains {
    drain waiting[DRAINS_MAX];
    size_t count;
} drains;

/* false: too many wait already. */
bool drains_add(drains *all, const drain *one);

/* The next that is done (taken in: `taken` datagrams) or out of patience at now_ns is moved to
 * *one; *outcome says which. false: none is. */
bool drains_next(drains *all, uint64_t taken, int64_t now_ns, drain *one, control_outcome *outcome);

#endif
