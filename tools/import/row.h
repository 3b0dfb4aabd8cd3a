/* row.h - one row of a public feed, value by value. */
#ifndef TOOLS_IMPORT_ROW_H
#define TOOLS_IMPORT_ROW_H

#include "tools/import/rows.h"

/* What became of a row: taken, left out (and counted), or the end of the import (and told). */
typedef enum row_fate { ROW_TAKEN, ROW_LEFT_OUT, ROW_STOP } row_fate;

typedef struct row_reader {
    rows *into;
    const char *const *names; /* of the format's columns */
    int at[CSV_COLUMNS_MAX];  /* where each stands in the file; -1: nowhere */
} row_reader;

/* Finds the columns; the first `needed` must be there. false: it was told. */
bool row_columns(row_reader *reader, rows *into, const char *const *names, size_t count,
                 size_t needed);

/* The value of a column of the row at hand; "" where there is none. */
const char *row_text(const row_reader *reader, int column);

row_fate row_refused(const row_reader *reader, const char *reason, int column, const char *why);

/* A number. missing: the name under which an empty value is refused; NULL: it gives NaN. */
row_fate row_number(const row_reader *reader, int column, const char *missing, double *value);

/* A time; an empty one is refused. */
row_fate row_time(const row_reader *reader, int column, int64_t *time_ns);

/* Latitude and longitude in their ranges, in degrees in the file. (0, 0) is remarked. */
row_fate row_place(const row_reader *reader, int lat_column, int lon_column, double *lat,
                   double *lon);

#endif
