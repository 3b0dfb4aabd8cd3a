/* geometry.h - places and states of reports: checks, and conversion to ECEF.
 *
 * Part of decode.c, which has filled the rest of the report. Each gives REFUSAL_NONE and fills
 * report->as.state, or the refusal.
 */
#ifndef DAEMON_GEOMETRY_H
#define DAEMON_GEOMETRY_H

#include "daemon/wire/refusal.h"
#include "fusion/report.h"
#include "picket/v1/report.pb-c.h"

/* velocity may be NULL. */
refusal geometry_plot(const Picket__V1__Geodetic *from, const Picket__V1__Velocity *velocity,
                      fusion_report *report);
refusal geometry_track(const Picket__V1__GeodeticState *from, fusion_report *report);
refusal geometry_ecef(const Picket__V1__EcefState *from, fusion_report *report);

/* The area of a notice. */
refusal geometry_circle(const Picket__V1__Circle *circle, fusion_notice *notice);

#endif
