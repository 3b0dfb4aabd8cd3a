#include "fusion/report.h"
#include "geo/angle.h"
#include "text/read.h"
#include "tools/import/formats.h"

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

static const char *const identities[] = {
    "none", "pending", "unknown", "assumed-friend", "friend", "neutral", "suspect", "hostile",
};

/* What a row turned out to be. */
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

static taken number_at(const row_reader *reader, int column, const char *missing, double *value)
{
    const char *text = text_at(reader, column);
    if (*text == '\0')
        return refused(reader, missing, column, "is empty");
    const char *why = number_value(text, value);
    return why ? refused(reader, "not-finite", column, why) : TAKEN;
}

static taken take_time(const row_reader *reader, feed_report *made)
{
    rows *into = reader->into;
    const char *text = text_at(reader, TIME);
    const char *why = time_value(text, &into->zone, &made->time_ns);
    if (!why)
        return TAKEN;
    if (into->zone.used && !into->zone.given) {
        text_say(into->messages, TEXT_ERROR, into->file.line, "time_s \"%.60s\" %s.", text, why);
        return STOP;
    }
    return refused(reader, *text ? "time-range" : "time-missing", TIME, why);
}

static bool name_is_good(const char *name)
{
    const size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return name[length] == '\0' && length >= 2 && length <= 48 && name[0] >= 'a' && name[0] <= 'z';
}

static taken take_place(const row_reader *reader, feed_geodetic *place)
{
    double lat, lon;
    taken got = number_at(reader, LAT, "geometry-missing", &lat);
    if (got == TAKEN)
        got = number_at(reader, LON, "geometry-missing", &lon);
    if (got != TAKEN)
        return got;
    if (fabs(lat) > 90.0)
        return refused(reader, "position-range", LAT, "is beyond a pole");
    if (fabs(lon) > 180.0)
        return refused(reader, "position-range", LON, "is beyond 180 degrees");
    if (lat == 0.0 && lon == 0.0)
        rows_remark(reader->into, "position-zero", "stands at (0, 0) exactly; taken as it stands.");
    place->lat = lat / ANGLE_DEGREES;
    place->lon = lon / ANGLE_DEGREES;
    place->has_height = *text_at(reader, ALT) != '\0';
    if (!place->has_height)
        return TAKEN;
    got = number_at(reader, ALT, "geometry-missing", &place->height);
    if (got == TAKEN && (place->height < HEIGHT_LOW || place->height > HEIGHT_HIGH))
        return refused(reader, "position-range", ALT, "is not from -12,000 to 3,000,000 m");
    return got;
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

static taken take_covariance(const row_reader *reader, feed_geodetic *place)
{
    for (int i = 0; i < 6; i++) {
        const bool of_height = i == 2 || i == 4 || i == 5;
        if (of_height && !place->has_height)
            continue;
        const taken got = number_at(reader, EE + i, "covariance-missing", &place->covariance[i]);
        if (got != TAKEN)
            return got;
    }
    if (is_positive(place->covariance, place->has_height))
        return TAKEN;
    return refused(reader, "covariance-not-positive", EE,
                   "and the numbers behind it are no covariance: it is not positive");
}

static taken take_velocity(const row_reader *reader, feed_geodetic *place)
{
    if (*text_at(reader, VE) == '\0' || *text_at(reader, VN) == '\0')
        return TAKEN;
    const int axes = *text_at(reader, VU) != '\0' ? 3 : 2;
    for (int i = 0; i < axes; i++) {
        const taken got = number_at(reader, VE + i, "not-finite", &place->velocity[i]);
        if (got != TAKEN)
            return got;
    }
    place->velocity_axes = axes;
    place->velocity_covariance[0] = place->velocity_covariance[3] = place->velocity_covariance[5] =
        VELOCITY_SIGMA * VELOCITY_SIGMA;
    return TAKEN;
}

static int category_find(const char *word, size_t length)
{
    for (int i = 0; i < FUSION_CATEGORIES; i++) {
        const char *name = fusion_category_name((unsigned)i);
        if (strlen(name) == length && memcmp(name, word, length) == 0)
            return i;
    }
    return -1;
}

/* "air", "missile+subsurface"; nothing stands for air. */
static taken take_categories(const row_reader *reader, uint8_t *set)
{
    const char *at = text_at(reader, CATEGORY);
    *set = *at ? 0 : FUSION_AIR;
    while (*at) {
        const size_t length = strcspn(at, "+");
        const int index = category_find(at, length);
        if (index < 0)
            return refused(reader, "category-unknown", CATEGORY,
                           "is not a category (missile, air, surface, subsurface, mine, land, "
                           "nuclear, cyber)");
        *set = (uint8_t)(*set | 1 << index);
        at += length + (at[length] == '+');
    }
    return TAKEN;
}

static taken take_identity(const row_reader *reader, uint8_t *identity)
{
    const char *text = text_at(reader, IDENTITY);
    if (*text == '\0')
        return TAKEN;
    for (size_t i = 0; i < sizeof identities / sizeof identities[0]; i++)
        if (strcmp(identities[i], text) == 0) {
            *identity = (uint8_t)i;
            return TAKEN;
        }
    return refused(reader, "identity-unknown", IDENTITY,
                   "is not an identity (pending, unknown, assumed-friend, friend, neutral, "
                   "suspect, hostile)");
}

static taken take_number(const row_reader *reader, uint64_t *number)
{
    const char *text = text_at(reader, TRACK);
    if (*text == '\0')
        return TAKEN;
    const char *why = count_value(text, false, number);
    return why ? refused(reader, "number-range", TRACK, why) : TAKEN;
}

static taken row_take(const row_reader *reader, feed_report *made)
{
    *made = (feed_report){.kind = FEED_GEODETIC};
    const rows *into = reader->into;
    if (into->file.value_count != into->file.column_count)
        return rows_refuse(reader->into, "geometry-missing", NULL, NULL,
                           "the row has not as many values as there are columns")
                   ? LEFT_OUT
                   : STOP;
    if (!name_is_good(text_at(reader, SENSOR)))
        return refused(reader, *text_at(reader, SENSOR) ? "sensor-unknown" : "sensor-missing",
                       SENSOR, "is not a sensor's name: 2 to 48 small letters, digits and hyphens");
    feed_geodetic *place = &made->as.geodetic;
    taken got = take_time(reader, made);
    if (got == TAKEN)
        got = take_place(reader, place);
    if (got == TAKEN)
        got = take_covariance(reader, place);
    if (got == TAKEN)
        got = take_velocity(reader, place);
    if (got == TAKEN)
        got = take_categories(reader, &made->categories);
    if (got == TAKEN)
        got = take_identity(reader, &made->identity);
    return got == TAKEN ? take_number(reader, &made->number) : got;
}

static bool csv_read(rows *into)
{
    row_reader reader = {.into = into};
    if (!csv_columns(&into->file, names, COLUMNS, UU + 1, reader.at, into->messages))
        return false;
    while (csv_next(&into->file)) {
        feed_report made;
        const taken got = row_take(&reader, &made);
        if (got == STOP)
            return false;
        if (got == LEFT_OUT)
            continue;
        const int sensor = rows_sensor(into, text_at(&reader, SENSOR));
        if (sensor < 0 || !rows_add(into, sensor, &made))
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
