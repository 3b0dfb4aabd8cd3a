/* port_owner.h - who has a UDP port already, for the message that says so. */
#ifndef DAEMON_PORT_OWNER_H
#define DAEMON_PORT_OWNER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct port_owner {
    long process;
    char name[64]; /* of its program */
} port_owner;

/* Looks in /proc. false: nobody is found, or we may not see who. */
bool port_owner_find(uint16_t port, port_owner *owner);

#endif
