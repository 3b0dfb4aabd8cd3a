/* health_parts.h - the inside of health.h; private to health*.c. */
#ifndef DAEMON_HEALTH_PARTS_H
#define DAEMON_HEALTH_PARTS_H

#include "daemon/told/health.h"

#include <stdio.h>

typedef struct health_asked {
    const metrics_snapshot *of;
    bool white_cell;
    uint64_t views; /* of a nation: those that it opens */
} health_asked;

/* One of its sensors. */
void health_put_sensor(FILE *out, const health_asked *by, size_t sensor);

/* {"reason": n} of those that are not 0; and their sum. */
void health_put_refused(FILE *out, const uint64_t refused[REFUSAL_COUNT]);
uint64_t health_sum(const uint64_t refused[REFUSAL_COUNT]);

/* "states": [those that hold]; names is ended by NULL. */
void health_put_states(FILE *out, const char *const names[], const bool holds[]);

#endif
