/* decode.h - one report of a decoded datagram: every check, and into the library's own terms.
 *
 * Places become ECEF here. Heights that were not measured get the prior of their category
 * (estimate/height.h). A height counted otherwise than from the ellipsoid keeps its value, and its
 * vertical variance grows by what the two may lie apart (independent of all else):
 *
 * | reference | sigma added          | because                                                    |
 * |-----------|----------------------|------------------------------------------------------------|
 * | pressure  | 100 m and 2.5 % of   | sea-level pressure varies by about 10 hPa, 8 m each, and   |
 * |           | the height           | air warmer or colder by 10 K stretches the column by 4 %   |
 * | sea level | 31 m                 | root mean square of the geoid's height over the globe      |
 *
 * A velocity without its upward part climbs by 0 with a sigma of its category: 1 m/s for surface,
 * land and mine, 2 subsurface, 15 air, 2,000 missile; the largest of a set. It is marked as
 * believed.
 */
#ifndef DAEMON_DECODE_H
#define DAEMON_DECODE_H

#include "daemon/wire/codec.h"
#include "estimate/polar.h"
#include "picket/v1/report.pb-c.h"

/* What the reports of one datagram have in common. */
typedef struct decode_frame {
    const fusion_registry *registry;
    const codec_settings *settings;
    size_t sensor;
    int64_t stamp_ns;
    uint32_t scan;
    const polar_place *place;             /* of a fixed sensor; NULL: it moves */
    const Picket__V1__Platform *platform; /* of a moving one, checked */
} decode_frame;

/* Each fills *report, every byte of it, and sets bit r of *remarks for remark r. Else gives the
 * refusal; *report is then of no meaning. */
refusal decode_plot(const decode_frame *frame, const Picket__V1__Plot *plot, fusion_report *report,
                    uint32_t *remarks);
refusal decode_track(const decode_frame *frame, const Picket__V1__Track *track,
                     fusion_report *report, uint32_t *remarks);
refusal decode_bearing(const decode_frame *frame, const Picket__V1__Bearing *bearing,
                       fusion_report *report, uint32_t *remarks);
refusal decode_notice(const decode_frame *frame, const Picket__V1__Notice *notice,
                      fusion_report *report, uint32_t *remarks);

#endif
