/* measure.h - where a sensor is, what lies in its reach, and what it measures of it. */
#ifndef TOOLS_SIM_MEASURE_H
#define TOOLS_SIM_MEASURE_H

#include "tools/sim/feed.h"
#include "tools/sim/motion.h"
#include "tools/sim/scenario.h"

/* A sensor's own place at one moment. */
typedef struct eye {
    double lat, lon, height;
    double position[3]; /* ECEF */
    double axes[9];     /* wgs84_axes() there */
    double velocity[3]; /* ECEF */
} eye;

/* At `second` + `fraction` since the start. bodies: of all objects in this second. */
void eye_at(const scenario_sensor *sensor, const body *bodies, double second, double fraction,
            eye *at);

/* Range, azimuth and elevation of a place; its sigmas are left as they are. */
void measure_polar(const eye *at, const double position[3], feed_polar *seen);

/* Is it in range, sector, elevation and above the horizon? height: of the object. The horizon is
 * the grazing line on an Earth 4/3 as large, which stands for refraction (Skolnik 2001, 8.2). */
bool measure_covers(const scenario_sensor *sensor, const eye *at, const feed_polar *seen,
                    double height);

/* The farthest range at which something at `height` stands above the horizon. */
double measure_horizon(double own_height, double height);

/* The sector as a share of a turn. */
double measure_sector_share(const scenario_sensor *sensor);

/* Puts the sensor's noise on true values, and its sigmas beside them. */
void measure_noise(const scenario_sensor *sensor, chance *draws, feed_polar *seen);

/* The place (ECEF) and packed covariance that a sensor's own tracker makes of a measurement: by
 * first order, as trackers in the field do. Where elevation was not measured, it follows from the
 * height that is assumed. */
void measure_place(const eye *at, const feed_polar *seen, double assumed_height,
                   double assumed_sigma, double place[3], double covariance[6]);

/* What an object says of itself. */
void measure_broadcast(const scenario_sensor *sensor, chance *draws, const double position[3],
                       const double velocity[3], feed_geodetic *said);

/* A false plot's place: even over the area in reach and over heights up to 12 km. azimuth: where
 * the beam points; NaN: anywhere in the sector. false: it fell outside. */
bool measure_clutter(const scenario_sensor *sensor, const eye *at, double azimuth, chance *draws,
                     feed_polar *seen);

#endif
