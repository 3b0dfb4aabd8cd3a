#include "fusion/report.h"
#include "geo/angle.h"
#include "text/read.h"
#include "tools/import/formats.h"
#include "tools/import/row.h"

#include <math.h>
#include <string.h>

#define VELOCITY_SIGMA 10.0 /* m/s: what a velocity without accuracy is taken for */
#define HEIGHT_LOW     (-12000.0)
#define HEIGHT_HIGH    3000000.0

enum {
    TIME,
    SENSOR,
    LAT,
    LON,
    ALT,
    EE,
    EN,
    EU,
    NN,
    NU,
    UU,
    TRACK,
    CATEGORY,
    IDENTITY,
    VE,
    VN,
    VU,
    COLUMNS
};

static const char *const names[COLUMNS] = {
    "time_s", "sensor", "lat_deg", "lon_deg",  "alt_m",    "ee", "en", "eu", "nn",
    "nu",     "uu",     "track",   "category", "identity", "ve", "vn", "vu",
};

static bool name_is_good(const char *name)
{
    const size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return name[length] == '\0' && length >= 2 && length <= 48 && name[0] >= 'a' && name[0] <= 'z';
}

static row_fate take_place(const row_reader *reader, feed_geodetic *place)
{
    row_fate fate = row_place(reader, LAT, LON, &place->lat, &place->lon);
    if (fate != ROW_TAKEN)
        return fate;
    place->has_height = *row_text(reader, ALT) != '\0';
    if (!place->has_height)
        return ROW_TAKEN;
    fate = row_number(reader, ALT, "geometry-missing", &place->height);
    if (fate == ROW_TAKEN && (place->height < HEIGHT_LOW || place->height > HEIGHT_HIGH))
        return row_refused(reader, "position-range", ALT, "is not from -12,000 to 3,000,000 m");
    return fate;
}

/* By Cholesky factor of the correlations, as the daemon does: a pivot under 1e-7 is no accuracy. */
static bool is_positive(const double c[6], bool up)
{
    if (!(c[0] > 0.0 && c[3] > 0.0 && (!up || c[5] > 0.0)))
        return false;
    const double en = c[1] / sqrt(c[0] * c[3]);
    const double pivot_n = 1.0 - en * en;
    if (!up)
        return pivot_n > 1e-7;
    const double eu = c[2] / sqrt(c[0] * c[5]), nu = c[4] / sqrt(c[3] * c[5]);
    const double rest = nu - en * eu;
    return pivot_n > 1e-7 && 1.0 - eu * eu - rest * rest / pivot_n > 1e-7;
}

static row_fate take_covariance(const row_reader *reader, feed_geodetic *place)
{
    for (int i = 0; i < 6; i++) {
        const bool of_height = i == 2 || i == 4 || i == 5;
        if (of_height && !place->has_height)
            continue;
        const row_fate fate =
            row_number(reader, EE + i, "covariance-missing", &place->covariance[i]);
        if (fate != ROW_TAKEN)
            return fate;
    }
    if (is_positive(place->covariance, place->has_height))
        return ROW_TAKEN;
    return row_refused(reader, "covariance-not-positive", EE,
                       "and the numbers behind it are no covariance: it is not positive");
}

static row_fate take_velocity(const row_reader *reader, feed_geodetic *place)
{
    if (*row_text(reader, VE) == '\0' || *row_text(reader, VN) == '\0')
        return ROW_TAKEN;
    const int axes = *row_text(reader, VU) != '\0' ? 3 : 2;
    for (int i = 0; i < axes; i++) {
        const row_fate fate = row_number(reader, VE + i, "not-finite", &place->velocity[i]);
        if (fate != ROW_TAKEN)
            return fate;
    }
    place->velocity_axes = axes;
    place->velocity_covariance[0] = place->velocity_covariance[3] = place->velocity_covariance[5] =
        VELOCITY_SIGMA * VELOCITY_SIGMA;
    return ROW_TAKEN;
}

/* "air", "missile+subsurface"; nothing stands for air. */
static row_fate take_categories(const row_reader *reader, uint8_t *set)
{
    const char *at = row_text(reader, CATEGORY);
    *set = *at ? 0 : FUSION_AIR;
    while (*at) {
        const size_t length = strcspn(at, "+");
        const int index = fusion_category_find(at, length);
        if (index < 0)
            return row_refused(reader, "category-unknown", CATEGORY,
                               "is not a category (missile, air, surface, subsurface, mine, land, "
                               "nuclear, cyber)");
        *set = (uint8_t)(*set | 1 << index);
        at += length + (at[length] == '+');
    }
    return ROW_TAKEN;
}

static row_fate take_identity(const row_reader *reader, uint8_t *identity)
{
    const char *text = row_text(reader, IDENTITY);
    if (*text == '\0')
        return ROW_TAKEN;
    for (unsigned i = 0; i < FUSION_IDENTITIES; i++)
        if (strcmp(fusion_identity_name(i), text) == 0) {
            *identity = (uint8_t)i;
            return ROW_TAKEN;
        }
    return row_refused(reader, "identity-unknown", IDENTITY,
                       "is not an identity (pending, unknown, assumed-friend, friend, neutral, "
                       "suspect, hostile)");
}

static row_fate take_number(const row_reader *reader, uint64_t *number)
{
    const char *text = row_text(reader, TRACK);
    if (*text == '\0')
        return ROW_TAKEN;
    const char *why = count_value(text, false, number);
    return why ? row_refused(reader, "number-range", TRACK, why) : ROW_TAKEN;
}

static row_fate row_take(const row_reader *reader, feed_report *made)
{
    *made = (feed_report){.kind = FEED_GEODETIC};
    const rows *into = reader->into;
    if (into->file.value_count != into->file.column_count)
        return rows_refuse(reader->into, "geometry-missing", NULL, NULL,
                           "the row has not as many values as there are columns")
                   ? ROW_LEFT_OUT
                   : ROW_STOP;
    if (!name_is_good(row_text(reader, SENSOR)))
        return row_refused(reader, *row_text(reader, SENSOR) ? "sensor-unknown" : "sensor-missing",
                           SENSOR,
                           "is not a sensor's name: 2 to 48 small letters, digits and hyphens");
    feed_geodetic *place = &made->as.geodetic;
    row_fate fate = row_time(reader, TIME, &made->time_ns);
    if (fate == ROW_TAKEN)
        fate = take_place(reader, place);
    if (fate == ROW_TAKEN)
        fate = take_covariance(reader, place);
    if (fate == ROW_TAKEN)
        fate = take_velocity(reader, place);
    if (fate == ROW_TAKEN)
        fate = take_categories(reader, &made->categories);
    if (fate == ROW_TAKEN)
        fate = take_identity(reader, &made->identity);
    return fate == ROW_TAKEN ? take_number(reader, &made->number) : fate;
}

static bool csv_read(rows *into)
{
    row_reader reader;
    if (!row_columns(&reader, into, names, COLUMNS, UU + 1))
        return false;
    while (csv_next(&into->file)) {
        feed_report made;
        const row_fate fate = row_take(&reader, &made);
        if (fate == ROW_STOP)
            return false;
        if (fate == ROW_LEFT_OUT)
            continue;
        const int sensor = rows_sensor(into, row_text(&reader, SENSOR));
        if (sensor < 0 || !rows_add(into, sensor, made.time_ns, &made))
            return false;
    }
    return true;
}

const import_format format_csv = {
    .name = "csv",
    .what = "plots of any sensors",
    .about =
        "Columns time_s,sensor,lat_deg,lon_deg,alt_m,ee,en,eu,nn,nu,uu (position covariance in\n"
        "the east, north, up frame, m^2, used as it stands); where known also track (the\n"
        "source's own number), category (air), identity, ve,vn,vu (m/s; taken as good to 10 m/s,\n"
        "one sigma). alt_m is above the WGS 84 ellipsoid; empty: unknown. Every row is a plot,\n"
        "also with a number. time_s is seconds since 1970, or below the year 2000 since the\n"
        "start of an exercise without a date; or 2031-03-04T03:00:00.5Z.\n",
    .read = csv_read,
};
