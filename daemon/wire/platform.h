/* platform.h - where a sensor stands at the time of a report.
 *
 * A fixed sensor stands at its registered place; what it says of itself is checked against that and
 * not used. A moving one is carried linearly from what its datagram says.
 */
#ifndef DAEMON_PLATFORM_H
#define DAEMON_PLATFORM_H

#include "daemon/wire/refusal.h"
#include "estimate/polar.h"
#include "fusion/registry.h"
#include "picket/v1/report.pb-c.h"

#define PLATFORM_APART_MAX 100.0 /* m between what a fixed sensor says and its place */
#define PLATFORM_CARRY_NS  (10 * INT64_C(1000000000))

/* A time that any report of this wire may have: 2000 to 2100. */
#define WIRE_TIME_FIRST_NS INT64_C(946684800000000000)
#define WIRE_TIME_LAST_NS  INT64_C(4102444800000000000)

/* platform may be NULL. REFUSAL_NONE, PLATFORM_MISSING, PLATFORM_RANGE or PLATFORM_DIFFERS. */
refusal platform_check(const Picket__V1__Platform *platform, const fusion_sensor *sensor);

/* Where a checked platform is at time_ns. PLATFORM_STALE: that is over 10 s from its own time. */
refusal platform_place(const Picket__V1__Platform *platform, int64_t time_ns, polar_place *place);

#endif
