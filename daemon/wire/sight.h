/* sight.h - what a sensor sees from where it stands: polar plots and bearings.
 *
 * Part of decode.c, as geometry.h. A moving sensor's own sigmas are added to its plots, not to its
 * bearings: those have no range to set them against.
 */
#ifndef DAEMON_SIGHT_H
#define DAEMON_SIGHT_H

#include "daemon/wire/decode.h"

/* report->time_ns and categories are set. Fills report->as.state. */
refusal sight_plot(const decode_frame *frame, const Picket__V1__Polar *from, fusion_report *report);
/* Fills report->as.line. */
refusal sight_bearing(const decode_frame *frame, const Picket__V1__Bearing *from,
                      fusion_report *report);

#endif
