/* csv.h - a CSV file taken apart in memory: first line names the columns, then rows.
 *
 * Commas between values; a value may stand in double quotes, with "" for a quote in it (RFC 4180),
 * but not go on over a line. Blanks round a value do not count. Line ends may be LF or CR LF; empty
 * lines are passed over.
 */
#ifndef TOOLS_IMPORT_CSV_H
#define TOOLS_IMPORT_CSV_H

#include "text/message.h"

#include <stdbool.h>
#include <stddef.h>

#define CSV_COLUMNS_MAX 64

typedef struct csv {
    char *owned; /* the file's text, where it was read here */
    char *next;  /* the line that comes next */
    int line;    /* of the row at hand, from 1 */
    size_t rows; /* how many the file has */
    char *columns[CSV_COLUMNS_MAX];
    size_t column_count;
    char *values[CSV_COLUMNS_MAX]; /* of the row at hand */
    size_t value_count;
} csv;

/* Reads the file and its first line. false: messages say why, and nothing is kept. */
bool csv_open(csv *one, const char *path, text_messages *messages);

/* The same of text[0..size), which ends with a zero byte behind it and must live as long. */
bool csv_take(csv *one, char *text, size_t size, text_messages *messages);
void csv_close(csv *one);

/* The next row; false at the end. Values stay valid until csv_close. */
bool csv_next(csv *one);

/* Index of a column; -1 where there is none. */
int csv_column(const csv *one, const char *name);

/* Column indices of names[0..count); the first `needed` must be there. false, and told, if one is
 * not; a column that is not in names is told as a note. */
bool csv_columns(const csv *one, const char *const *names, size_t count, size_t needed,
                 int *indices, text_messages *messages);

/* The value in a column of the row at hand; "" where the column or the value is missing. */
const char *csv_value(const csv *one, int column);

#endif
