/* publisher.h - pictures to one UDP address: always whole, in parts that stand alone. */
#ifndef DAEMON_PUBLISHER_H
#define DAEMON_PUBLISHER_H

#include "daemon/line/pipeline.h"

#include <uv.h>

typedef struct publisher publisher;

/* Sends to the configuration's `pictures`. Keeps the configuration. NULL: error says why. */
publisher *publisher_create(uv_loop_t *loop, const config *configuration, char error[512]);

/* Sends a picture; a settled one is passed over. Never waits: what the system does not take at once
 * is lost and counted. */
void publisher_send(publisher *one, const pipeline_picture *picture);
uint64_t publisher_unsent(const publisher *one);

/* The socket closes on the loop; destroy once the loop is empty. NULL does nothing. */
void publisher_close(publisher *one);
void publisher_destroy(publisher *one);

#endif
