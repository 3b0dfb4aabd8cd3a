#include "fusion/report.h"
#include "geo/angle.h"
#include "tools/import/formats.h"
#include "tools/import/row.h"
#include "tools/import/trails.h"

#include <math.h>

#define KNOT        (1852.0 / 3600.0) /* m/s */
#define PLACE_SIGMA 10.0              /* m */
#define SPEED_SIGMA 0.5               /* m/s */
#define NO_SPEED    102.25            /* knots; 102.3 is "not available" */
#define NO_COURSE   360.0             /* degrees, likewise */
#define GAP         200.0 /* s: class B tells its place each three minutes when it lies still */

enum { TIME, MMSI, LAT, LON, COURSE, SPEED, COLUMNS };

static const char *const names[COLUMNS] = {
    "Time", "MMSI", "Latitude_degrees", "Longitude_degrees", "COG_degrees", "SOG_knots",
};

/* Without a course only what lies still has a velocity. */
static row_fate take_velocity(const row_reader *reader, feed_geodetic *place)
{
    double course, speed;
    row_fate fate = row_number(reader, COURSE, NULL, &course);
    if (fate == ROW_TAKEN)
        fate = row_number(reader, SPEED, NULL, &speed);
    if (fate != ROW_TAKEN || !(speed >= 0.0 && speed < NO_SPEED))
        return fate;
    const bool under_way = course >= 0.0 && course < NO_COURSE;
    if (!under_way && speed * KNOT > SPEED_SIGMA)
        return ROW_TAKEN;
    const double along = under_way ? speed * KNOT : 0.0;
    const double way = under_way ? course / ANGLE_DEGREES : 0.0; /* NaN times 0 is no 0 */
    place->velocity[0] = along * sin(way);
    place->velocity[1] = along * cos(way);
    place->velocity_axes = 2;
    place->velocity_covariance[0] = place->velocity_covariance[3] = SPEED_SIGMA * SPEED_SIGMA;
    return ROW_TAKEN;
}

static row_fate row_take(const row_reader *reader, feed_report *made)
{
    *made = (feed_report){.kind = FEED_GEODETIC, .categories = FUSION_SURFACE};
    feed_geodetic *place = &made->as.geodetic;
    const char *why = count_value(row_text(reader, MMSI), false, &made->number);
    if (why)
        return row_refused(reader, *row_text(reader, MMSI) ? "number-range" : "number-missing",
                           MMSI, why);
    place->covariance[0] = place->covariance[3] = PLACE_SIGMA * PLACE_SIGMA;
    row_fate fate = row_time(reader, TIME, &made->time_ns);
    if (fate == ROW_TAKEN)
        fate = row_place(reader, LAT, LON, &place->lat, &place->lon);
    return fate == ROW_TAKEN ? take_velocity(reader, place) : fate;
}

static bool ais_csv_read(rows *into)
{
    row_reader reader;
    into->zone.given = true; /* UTC, unless another was named */
    if (!row_columns(&reader, into, names, COLUMNS, COLUMNS))
        return false;
    const int sensor = rows_sensor(into, "ais-net");
    if (sensor < 0)
        return false;
    while (csv_next(&into->file)) {
        feed_report made;
        const row_fate fate = row_take(&reader, &made);
        if (fate == ROW_STOP || (fate == ROW_TAKEN && !rows_add(into, sensor, made.time_ns, &made)))
            return false;
    }
    return true;
}

static bool ais_csv_truth(const rows *from)
{
    return trails_truth(from, &format_ais_csv);
}

const import_format format_ais_csv = {
    .name = "ais-csv",
    .what = "positions that ships tell by AIS, as a table",
    .about =
        "Columns Time,MMSI,Latitude_degrees,Longitude_degrees,COG_degrees,SOG_knots; times are\n"
        "UTC. One sensor, ais-net, that sends plots of category surface, their number the MMSI.\n"
        "Accuracies, one sigma: place 10 m each way, velocity 0.5 m/s each way; none without a\n"
        "height. A course of 360 or a speed of 102.3 is none. With --without-numbers the plots\n"
        "do not tell who they are of. Truth is each second, between positions of one MMSI up to\n"
        "200 s apart, at height 0, of rows that span 24 hours at most.\n",
    .read = ais_csv_read,
    .truth = ais_csv_truth,
    .gap = GAP,
};
