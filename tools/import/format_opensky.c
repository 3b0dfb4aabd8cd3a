#include "fusion/report.h"
#include "geo/angle.h"
#include "tools/import/formats.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define PLACE_SIGMA    30.0  /* m */
#define HEIGHT_SIGMA   15.0  /* m; the feed's step is 25 feet */
#define PRESSURE_SIGMA 150.0 /* m: how far the air may stand from the standard atmosphere */
#define SPEED_SIGMA    5.0   /* m/s */
#define CLIMB_SIGMA    2.5   /* m/s */
#define TRUTH_AGE      15.0  /* s: an older position is no truth */

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

typedef enum taken { TAKEN, LEFT_OUT, STOP } taken;

typedef struct row_reader {
    rows *into;
    int at[COLUMNS];
} row_reader;

static const char *text_at(const row_reader *reader, int column)
{
    return csv_value(&reader->into->file, reader->at[column]);
}

static taken refused(const row_reader *reader, const char *reason, int column, const char *why)
{
    return rows_refuse(reader->into, reason, names[column], text_at(reader, column), why) ? LEFT_OUT
                                                                                          : STOP;
}

/* A value that may be missing: NaN then. */
static taken number_at(const row_reader *reader, int column, double *value)
{
    *value = NAN;
    const char *text = text_at(reader, column);
    const char *why = *text ? number_value(text, value) : NULL;
    return why ? refused(reader, "not-finite", column, why) : TAKEN;
}

/* Times are of the position; a state without one is taken to be as old as it says. */
static taken take_times(const row_reader *reader, feed_report *made, int64_t *state_ns)
{
    value_zone *zone = &reader->into->zone;
    const char *why = time_value(text_at(reader, TIME), zone, state_ns);
    if (why)
        return refused(reader, *text_at(reader, TIME) ? "time-range" : "time-missing", TIME, why);
    made->time_ns = *state_ns;
    const char *position_time = text_at(reader, LASTPOSUPDATE);
    if (*position_time == '\0')
        return TAKEN;
    why = time_value(position_time, zone, &made->time_ns);
    if (why)
        return refused(reader, "time-range", LASTPOSUPDATE, why);
    if (made->time_ns > *state_ns)
        made->time_ns = *state_ns;
    return TAKEN;
}

static taken take_place(const row_reader *reader, feed_geodetic *place)
{
    double lat, lon;
    taken got = number_at(reader, LAT, &lat);
    if (got == TAKEN)
        got = number_at(reader, LON, &lon);
    if (got != TAKEN)
        return got;
    if (isnan(lat) || isnan(lon))
        return refused(reader, "geometry-missing", isnan(lat) ? LAT : LON, "is empty");
    if (fabs(lat) > 90.0 || fabs(lon) > 180.0)
        return refused(reader, "position-range", fabs(lat) > 90.0 ? LAT : LON,
                       "is outside the Earth's degrees");
    if (lat == 0.0 && lon == 0.0)
        rows_remark(reader->into, "position-zero", "stands at (0, 0) exactly; taken as it stands.");
    place->lat = lat / ANGLE_DEGREES;
    place->lon = lon / ANGLE_DEGREES;
    place->covariance[0] = place->covariance[3] = PLACE_SIGMA * PLACE_SIGMA;
    return TAKEN;
}

/* The two heights are never mixed: each goes out under its own reference. On the ground a height is
 * left over from the flight or is that of the field, so none is taken. */
static taken take_height(const row_reader *reader, bool on_ground, feed_geodetic *place)
{
    double geometric, pressure;
    taken got = number_at(reader, GEO, &geometric);
    if (got == TAKEN)
        got = number_at(reader, BARO, &pressure);
    if (got != TAKEN || on_ground || (isnan(geometric) && isnan(pressure)))
        return got;
    const bool by_pressure = isnan(geometric);
    const double sigma = by_pressure ? PRESSURE_SIGMA : HEIGHT_SIGMA;
    place->has_height = true;
    place->reference = by_pressure ? FEED_PRESSURE : FEED_ELLIPSOID;
    place->height = by_pressure ? pressure : geometric;
    place->covariance[5] = sigma * sigma;
    return TAKEN;
}

static taken take_velocity(const row_reader *reader, bool on_ground, feed_geodetic *place)
{
    double speed, heading, climb;
    taken got = number_at(reader, VELOCITY, &speed);
    if (got == TAKEN)
        got = number_at(reader, HEADING, &heading);
    if (got == TAKEN)
        got = number_at(reader, VERTRATE, &climb);
    if (got != TAKEN || isnan(speed) || isnan(heading))
        return got;
    place->velocity[0] = speed * sin(heading / ANGLE_DEGREES);
    place->velocity[1] = speed * cos(heading / ANGLE_DEGREES);
    place->velocity[2] = isnan(climb) || on_ground ? 0.0 : climb;
    place->velocity_axes = isnan(climb) || on_ground ? 2 : 3;
    place->velocity_covariance[0] = place->velocity_covariance[3] = SPEED_SIGMA * SPEED_SIGMA;
    place->velocity_covariance[5] = CLIMB_SIGMA * CLIMB_SIGMA;
    return TAKEN;
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

static taken row_take(const row_reader *reader, feed_report *made, int64_t *state_ns)
{
    *made = (feed_report){.kind = FEED_GEODETIC, .categories = FUSION_AIR};
    feed_geodetic *place = &made->as.geodetic;
    const bool on_ground = is_true(text_at(reader, ONGROUND));
    const char *why = count_value(text_at(reader, ICAO24), true, &made->number);
    if (why)
        return refused(reader, *text_at(reader, ICAO24) ? "number-range" : "number-missing", ICAO24,
                       why);
    made->label = label_of(text_at(reader, CALLSIGN));
    taken got = take_times(reader, made, state_ns);
    if (got == TAKEN)
        got = take_place(reader, place);
    if (got == TAKEN)
        got = take_height(reader, on_ground, place);
    return got == TAKEN ? take_velocity(reader, on_ground, place) : got;
}

/* The state's place at the state's time: truth for want of better, good to some metres. */
static void truth_row_write(const rows *into, const char *name, const feed_report *made,
                            int64_t state_ns)
{
    const feed_geodetic *place = &made->as.geodetic;
    const double age = (double)(state_ns - made->time_ns) / 1e9;
    if (age > TRUTH_AGE || !place->has_height || place->reference != FEED_ELLIPSOID)
        return;
    const double around = 6371008.8;
    truth_row row = {.time_ns = state_ns,
                     .object = name,
                     .lat = place->lat + age * place->velocity[1] / around,
                     .lon = place->lon + age * place->velocity[0] / (around * cos(place->lat)),
                     .height = place->height + age * place->velocity[2],
                     .categories = made->categories};
    row.lon = angle_wrap(row.lon);
    memcpy(row.velocity, place->velocity, sizeof row.velocity);
    truth_write(into->true_places, &row);
}

static bool opensky_read(rows *into)
{
    row_reader reader = {.into = into};
    if (!csv_columns(&into->file, names, COLUMNS, LON + 1, reader.at, into->messages))
        return false;
    const int sensor = rows_sensor(into, "adsb");
    if (sensor < 0)
        return false;
    while (csv_next(&into->file)) {
        feed_report made;
        int64_t state_ns;
        const taken got = row_take(&reader, &made, &state_ns);
        if (got == STOP || (got == TAKEN && !rows_add(into, sensor, &made)))
            return false;
        if (got == TAKEN && into->true_places)
            truth_row_write(into, text_at(&reader, ICAO24), &made, state_ns);
    }
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
        "onground,baroaltitude,geoaltitude,lastposupdate. One sensor, adsb, that sends plots of\n"
        "category air for the time of the position (lastposupdate); a state without a new\n"
        "position is left out as a repeat. Accuracies, one sigma: place 30 m each way, height\n"
        "15 m, speed 5 m/s each way, climb 2.5 m/s. Height is geoaltitude; where that is empty,\n"
        "baroaltitude, sent as pressure altitude and good to 150 m; on the ground none. Truth is\n"
        "the states themselves: it shows how well a picture follows the feed, not the aircraft.\n",
    .has_truth = true,
    .read = opensky_read,
    .settle = opensky_settle,
    .heights = opensky_heights,
};
