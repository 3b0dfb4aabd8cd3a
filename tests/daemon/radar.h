/* radar.h - a radar for the tests of pipeline and playback: one plot a datagram, of an object that
 * stands. */
#ifndef TESTS_DAEMON_RADAR_H
#define TESTS_DAEMON_RADAR_H

#include "daemon/recording/recording.h"

#define RADAR_NOW_NS INT64_C(1930359600000000000) /* 2031-03-04T03:00:00Z */
#define RADAR_SECOND INT64_C(1000000000)

/* The datagram of sensor "alpha" with this sequence number, stamped, sent and measured at stamp_ns.
 * Its bytes stand until the next call. */
recorded radar_plot(uint32_t sequence, int64_t stamp_ns);

/* The same of a missile, from any sensor. */
recorded radar_missile(const char *sensor, uint32_t sequence, int64_t stamp_ns);

/* The same in the air. */
recorded radar_air(const char *sensor, uint32_t sequence, int64_t stamp_ns);

/* The same as a track, in the air at 20 N 170 E, from sensors that send those. */
recorded radar_track(const char *sensor, uint32_t sequence, int64_t stamp_ns);

/* A track in the air at 180 E and 1000 m, so low in the strait of the book "lantern" at 11 to 13 N.
 */
recorded radar_low(const char *sensor, double lat_deg, uint32_t sequence, int64_t stamp_ns);

/* A message of exercise control by the white cell that steps the clock there. */
recorded radar_step(uint32_t sequence, int64_t time_ns, bool new_run);

#endif
