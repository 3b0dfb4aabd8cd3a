/* table.h - a table for people, and the widths that it needs.
 *
 * Columns are as wide as their widest cell, two spaces apart; names stand left, numbers right on
 * the dot. On a terminal under 110 columns only the columns that are not marked wide are shown.
 * Nothing is ever cut.
 */
#ifndef TOOLS_TABLE_H
#define TOOLS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef struct table_column {
    const char *head;
    const char *unit; /* second line of the head; NULL: none */
    bool left;        /* a name, not a number */
    bool wide;        /* only where there is room */
} table_column;

typedef struct table table;

/* columns[0..count) are kept, not copied. NULL where memory was refused; then every call below
 * does nothing. */
table *table_create(const table_column *columns, size_t count);
void table_destroy(table *one);

/* The next cell, row by row. A number that does not exist (NaN) is "-". */
void table_text(table *one, const char *text);
void table_number(table *one, double number, int decimals);
void table_count(table *one, uint64_t count);

/* Prints head and rows; false where memory was refused on the way. */
bool table_print(const table *one, FILE *stream);

#endif
