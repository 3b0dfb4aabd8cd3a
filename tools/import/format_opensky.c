#include "fusion/report.h"
#include "geo/angle.h"
#include "tools/import/formats.h"
#include "tools/import/row.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLACE_SIGMA    30.0      /* m */
#define HEIGHT_SIGMA   15.0      /* m; the feed's step is 25 feet */
#define PRESSURE_SIGMA 150.0     /* m: how far the air may stand from the standard atmosphere */
#define SPEED_SIGMA    5.0       /* m/s */
#define CLIMB_SIGMA    2.5       /* m/s */
#define SPEED_MOST     12e3      /* m/s, as the daemon takes it */
#define TRUTH_AGE      5.0       /* s: an older position is no truth */
#define EARTH_RADIUS   6371008.8 /* m, mean: near enough for a second's way */

enum {
    TIME,
    ICAO24,
    LAT,
    LON,
    VELOCITY,
    HEADING,
    VERTRATE,
    CALLSIGN,
    ONGROUND,
    BARO,
    GEO,
    LASTPOSUPDATE,
    ALERT,
    SPI,
    SQUAWK,
    LASTCONTACT,
    X_SPEED,
    Y_SPEED,
    COLUMNS
};

static const char *const names[COLUMNS] = {
    "time",     "icao24",   "lat",      "lon",          "velocity",    "heading",
    "vertrate", "callsign", "onground", "baroaltitude", "geoaltitude", "lastposupdate",
    "alert",    "spi",      "squawk",   "lastcontact",  "x_speed",     "y_speed",
};

/* Times are of the position; a state without one is taken to be as old as it says. */
static row_fate take_times(const row_reader *reader, feed_report *made, int64_t *state_ns)
{
    const row_fate fate = row_time(reader, TIME, state_ns);
    made->time_ns = *state_ns;
    if (fate != ROW_TAKEN || *row_text(reader, LASTPOSUPDATE) == '\0')
        return fate;
    int64_t position_ns = 0;
    const row_fate own = row_time(reader, LASTPOSUPDATE, &position_ns);
    if (own == ROW_TAKEN && position_ns < *state_ns)
        made->time_ns = position_ns;
    return own;
}

static row_fate take_place(const row_reader *reader, feed_geodetic *place)
{
    place->covariance[0] = place->covariance[3] = PLACE_SIGMA * PLACE_SIGMA;
    return row_place(reader, LAT, LON, &place->lat, &place->lon);
}

/* The two heights are never mixed: each goes out under its own reference. On the ground a height is
 * left over from the flight or is that of the field, so none is taken. */
static row_fate take_height(const row_reader *reader, bool on_ground, feed_geodetic *place)
{
    double geometric, pressure;
    row_fate fate = row_number(reader, GEO, NULL, &geometric);
    if (fate == ROW_TAKEN)
        fate = row_number(reader, BARO, NULL, &pressure);
    if (fate != ROW_TAKEN || on_ground || (isnan(geometric) && isnan(pressure)))
        return fate;
    const bool by_pressure = isnan(geometric);
    const double sigma = by_pressure ? PRESSURE_SIGMA : HEIGHT_SIGMA;
    place->has_height = true;
    place->reference = by_pressure ? FEED_PRESSURE : FEED_ELLIPSOID;
    place->height = by_pressure ? pressure : geometric;
    place->covariance[5] = sigma * sigma;
    return ROW_TAKEN;
}

static row_fate take_velocity(const row_reader *reader, bool on_ground, feed_geodetic *place)
{
    double speed, heading, climb;
    row_fate fate = row_number(reader, VELOCITY, NULL, &speed);
    if (fate == ROW_TAKEN)
        fate = row_number(reader, HEADING, NULL, &heading);
    if (fate == ROW_TAKEN)
        fate = row_number(reader, VERTRATE, NULL, &climb);
    if (fate != ROW_TAKEN || isnan(speed) || isnan(heading))
        return fate;
    const bool level = isnan(climb) || on_ground;
    const double up = level ? 0.0 : climb;
    if (hypot(speed, up) > SPEED_MOST)
        return row_refused(reader, "velocity-range", fabs(speed) < fabs(up) ? VERTRATE : VELOCITY,
                           "makes a speed over 12 km/s");
    place->velocity[0] = speed * sin(heading / ANGLE_DEGREES);
    place->velocity[1] = speed * cos(heading / ANGLE_DEGREES);
    place->velocity[2] = up;
    place->velocity_axes = level ? 2 : 3;
    place->velocity_covariance[0] = place->velocity_covariance[3] = SPEED_SIGMA * SPEED_SIGMA;
    place->velocity_covariance[5] = CLIMB_SIGMA * CLIMB_SIGMA;
    return ROW_TAKEN;
}

/* NULL unless it is a plain call sign. */
static const char *label_of(const char *callsign)
{
    size_t length = 0;
    while (isalnum((unsigned char)callsign[length]) && length < 16)
        length++;
    return length > 0 && callsign[length] == '\0' ? callsign : NULL;
}

static bool is_true(const char *text)
{
    return strcmp(text, "True") == 0 || strcmp(text, "true") == 0 || strcmp(text, "1") == 0;
}

static void heights_count(rows *into, const feed_geodetic *place)
{
    if (!place->has_height)
        into->no_heights++;
    else if (place->reference == FEED_PRESSURE)
        into->pressure_heights++;
    else
        into->heights++;
}

static row_fate row_take(const row_reader *reader, feed_report *made, int64_t *state_ns)
{
    *made = (feed_report){.kind = FEED_GEODETIC, .categories = FUSION_AIR};
    feed_geodetic *place = &made->as.geodetic;
    const bool on_ground = is_true(row_text(reader, ONGROUND));
    const char *why = count_value(row_text(reader, ICAO24), true, &made->number);
    if (why)
        return row_refused(reader, *row_text(reader, ICAO24) ? "number-range" : "number-missing",
                           ICAO24, why);
    made->label = label_of(row_text(reader, CALLSIGN));
    row_fate fate = take_times(reader, made, state_ns);
    if (fate == ROW_TAKEN)
        fate = take_place(reader, place);
    if (fate == ROW_TAKEN)
        fate = take_height(reader, on_ground, place);
    return fate == ROW_TAKEN ? take_velocity(reader, on_ground, place) : fate;
}

static bool opensky_read(rows *into)
{
    row_reader reader;
    if (!row_columns(&reader, into, names, COLUMNS, LON + 1))
        return false;
    const int sensor = rows_sensor(into, "opensky");
    if (sensor < 0)
        return false;
    while (csv_next(&into->file)) {
        feed_report made;
        int64_t state_ns = 0;
        const row_fate fate = row_take(&reader, &made, &state_ns);
        if (fate == ROW_STOP || (fate == ROW_TAKEN && !rows_add(into, sensor, state_ns, &made)))
            return false;
    }
    return true;
}

/* The state's place at the state's time: truth for want of better, good to some metres. */
static void truth_entry_write(truth *out, const rows_entry *entry)
{
    const feed_geodetic *place = &entry->report.as.geodetic;
    const double age = (double)(entry->state_ns - entry->time_ns) / 1e9;
    if (age > TRUTH_AGE || !place->has_height || place->reference != FEED_ELLIPSOID)
        return;
    char name[24];
    snprintf(name, sizeof name, "%06llx", (unsigned long long)entry->report.number);
    truth_row row = {
        .time_ns = entry->state_ns,
        .object = name,
        .lat = place->lat + age * place->velocity[1] / EARTH_RADIUS,
        .lon = angle_wrap(place->lon + age * place->velocity[0] / (EARTH_RADIUS * cos(place->lat))),
        .height = place->height + age * place->velocity[2],
        .categories = entry->report.categories};
    memcpy(row.velocity, place->velocity, sizeof row.velocity);
    truth_write(out, &row);
}

static int truth_order(const void *a, const void *b)
{
    const rows_entry *one = *(const rows_entry *const *)a, *two = *(const rows_entry *const *)b;
    if (one->state_ns != two->state_ns)
        return one->state_ns < two->state_ns ? -1 : 1;
    return one->report.number < two->report.number ? -1 : one->report.number > two->report.number;
}

/* In order of the states' times, which are not those of their positions. */
static bool opensky_truth(const rows *from)
{
    const rows_entry **order = calloc(from->count + 1, sizeof *order);
    if (!order)
        return false;
    size_t count = 0;
    for (size_t i = 0; i < from->count; i++)
        if (from->entries[i].sensor >= 0)
            order[count++] = &from->entries[i];
    if (count > 0)
        qsort(order, count, sizeof *order, truth_order);
    for (size_t i = 0; i < count; i++)
        truth_entry_write(from->true_places, order[i]);
    free(order);
    return true;
}

/* A state that was sent again without a new position is no second measurement. */
static void opensky_settle(rows *into)
{
    for (size_t i = 1; i < into->count; i++) {
        const feed_report *before = &into->entries[i - 1].report, *now = &into->entries[i].report;
        if (now->number == before->number && now->time_ns == before->time_ns)
            rows_drop(into, i, "repeat");
    }
    for (size_t i = 0; i < into->count; i++)
        if (into->entries[i].sensor >= 0)
            heights_count(into, &into->entries[i].report.as.geodetic);
}

static const char *opensky_heights(const rows *of, char text[160])
{
    if (of->pressure_heights + of->no_heights == 0)
        return "Height is geoaltitude.";
    snprintf(text, 160,
             "Height is geoaltitude in %llu, pressure altitude (marked) in %llu, unknown in %llu.",
             (unsigned long long)of->heights, (unsigned long long)of->pressure_heights,
             (unsigned long long)of->no_heights);
    return text;
}

const import_format format_opensky = {
    .name = "opensky",
    .what = "aircraft states of the OpenSky Network",
    .about =
        "Columns time,icao24,lat,lon and, where there, velocity,heading,vertrate,callsign,\n"
        "onground,baroaltitude,geoaltitude,lastposupdate. One sensor, opensky, that sends plots "
        "of\n"
        "category air for the time of the position (lastposupdate); a state without a new\n"
        "position is left out as a repeat. Accuracies, one sigma: place 30 m each way, height\n"
        "15 m, speed 5 m/s each way, climb 2.5 m/s. Height is geoaltitude; where that is empty,\n"
        "baroaltitude, sent as pressure altitude and good to 150 m; on the ground none. Truth is\n"
        "the states themselves: it shows how well a picture follows the feed, not the aircraft.\n"
        "With --radars the aircraft fly from state to state, and radars look at them: reports\n"
        "are those of the radars, truth is each second. Between states over 30 s apart there is\n"
        "no aircraft, and none without geoaltitude or velocity.\n",
    .read = opensky_read,
    .settle = opensky_settle,
    .truth = opensky_truth,
    .hex_numbers = true,
    .gap = 30.0,
    .heights = opensky_heights,
};
