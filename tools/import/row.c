#include "tools/import/row.h"

#include "geo/angle.h"

#include <math.h>

bool row_columns(row_reader *reader, rows *into, const char *const *names, size_t count,
                 size_t needed)
{
    reader->into = into;
    reader->names = names;
    return csv_columns(&into->file, names, count, needed, reader->at, into->messages);
}

const char *row_text(const row_reader *reader, int column)
{
    return csv_value(&reader->into->file, reader->at[column]);
}

row_fate row_refused(const row_reader *reader, const char *reason, int column, const char *why)
{
    const bool goes_on =
        rows_refuse(reader->into, reason, reader->names[column], row_text(reader, column), why);
    return goes_on ? ROW_LEFT_OUT : ROW_STOP;
}

row_fate row_number(const row_reader *reader, int column, const char *missing, double *value)
{
    const char *text = row_text(reader, column);
    if (*text == '\0' && missing)
        return row_refused(reader, missing, column, "is empty");
    *value = NAN;
    const char *why = *text ? number_value(text, value) : NULL;
    return why ? row_refused(reader, "not-finite", column, why) : ROW_TAKEN;
}

row_fate row_time(const row_reader *reader, int column, int64_t *time_ns)
{
    rows *into = reader->into;
    const char *text = row_text(reader, column);
    if (*text == '\0')
        return row_refused(reader, "time-missing", column, "is empty");
    const char *why = time_value(text, &into->zone, time_ns);
    if (!why)
        return ROW_TAKEN;
    if (!into->zone.used || into->zone.given)
        return row_refused(reader, "time-range", column, why);
    text_say(into->messages, TEXT_ERROR, into->file.line, "%s \"%.60s\" %s.", reader->names[column],
             text, why);
    return ROW_STOP;
}

row_fate row_place(const row_reader *reader, int lat_column, int lon_column, double *lat,
                   double *lon)
{
    row_fate fate = row_number(reader, lat_column, "geometry-missing", lat);
    if (fate == ROW_TAKEN)
        fate = row_number(reader, lon_column, "geometry-missing", lon);
    if (fate != ROW_TAKEN)
        return fate;
    if (fabs(*lat) > 90.0)
        return row_refused(reader, "position-range", lat_column, "is beyond a pole");
    if (fabs(*lon) > 180.0)
        return row_refused(reader, "position-range", lon_column, "is beyond 180 degrees");
    if (*lat == 0.0 && *lon == 0.0)
        rows_remark(reader->into, "position-zero", "stands at (0, 0) exactly; taken as it stands.");
    *lat /= ANGLE_DEGREES;
    *lon /= ANGLE_DEGREES;
    return ROW_TAKEN;
}
