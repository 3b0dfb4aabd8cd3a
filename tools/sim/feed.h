/* feed.h - what sensors say, made into datagrams and written as a recording in order of receipt.
 *
 * Shared by `sim` and `import`. Each sensor has a UDP source port of its own, 48001 and on in the
 * order in which they were added; exercise control has 48000. All goes from 127.0.0.1 to 127.0.0.1,
 * reports to port 47800, control to 47801. The recording begins with control's RUN and ends with
 * its PAUSE, so that the grid of epochs hangs on no sensor.
 *
 * Numbers are rounded where they are written (1e-8 degree, 1 mm, 1e-6 degree for angles): coarser
 * than the last bits in which one libm differs from another.
 */
#ifndef TOOLS_SIM_FEED_H
#define TOOLS_SIM_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FEED_REPORTS_MAX 64 /* of one look */

typedef enum feed_kind {
    FEED_POLAR,
    FEED_GEODETIC,
    FEED_TRACK,
    FEED_BEARING,
    FEED_NOTICE
} feed_kind;

typedef enum feed_reference { FEED_ELLIPSOID, FEED_PRESSURE } feed_reference;

typedef struct feed_polar {
    double range, azimuth, elevation;
    double sigma_range, sigma_azimuth;
    double sigma_elevation; /* 0: not measured */
} feed_polar;

typedef struct feed_geodetic {
    double lat, lon, height;
    double covariance[6]; /* east north up, packed */
    bool has_height;
    feed_reference reference;
    double velocity[3]; /* east north up */
    double velocity_covariance[6];
    int velocity_axes; /* 0: none; 2: east and north; 3 */
} feed_geodetic;

typedef struct feed_track {
    double position[3], velocity[3]; /* ECEF */
    double covariance[21];
    int64_t updated_ns;
    uint8_t status; /* 2 confirmed, 3 coasting, 4 ended */
} feed_track;

typedef struct feed_notice {
    double lat, lon, radius;
    bool has_circle;
    int64_t until_ns;
    const char *text;
} feed_notice;

/* One report. Texts are not copied and must live until it is sent. */
typedef struct feed_report {
    feed_kind kind;
    int64_t time_ns, began_ns; /* began: of the number; 0: not said */
    uint64_t number;           /* 0: none */
    uint32_t scan;             /* 0: none */
    uint8_t categories;
    uint8_t identity;
    const char *label; /* NULL: none */
    union {
        feed_polar polar; /* and bearing: angles alone */
        feed_geodetic geodetic;
        feed_track track;
        feed_notice notice;
    } as;
} feed_report;

/* Where a sensor that moves is. */
typedef struct feed_platform {
    int64_t time_ns;
    double lat, lon, height;
    double velocity[3]; /* east north up */
} feed_platform;

typedef struct feed_counts {
    uint64_t reports, datagrams;
} feed_counts;

typedef struct feed feed;

/* Begins a recording at path. start_ns: the exercise's start, over 0. NULL: error says why. */
feed *feed_create(const char *path, int64_t start_ns, char error[512]);

/* Gives the sensor's index, or -1 where memory was refused. */
int feed_sensor(feed *one, const char *name);

/* Sends reports[0..count), all of one scan and in order of time, as datagrams of at most 1,400
 * bytes; count 0 is a heartbeat. They are received at stamp_ns, which may not lie before sent_ns.
 */
bool feed_send(feed *one, int sensor, const feed_report *reports, size_t count,
               const feed_platform *platform, int64_t sent_ns, int64_t stamp_ns);

/* Writes what is stamped before until_ns: nothing earlier may be sent after that. */
bool feed_flush(feed *one, int64_t until_ns, char error[512]);

/* Reports written so far. */
uint64_t feed_reports(const feed *one);

/* Ends the exercise at end_ns, leaves out what would be received later, and closes the recording.
 * Frees it in any case. */
bool feed_finish(feed *one, int64_t end_ns, feed_counts *counts, char error[512]);

/* Leaves no file behind. NULL does nothing. */
void feed_abandon(feed *one);

#endif
