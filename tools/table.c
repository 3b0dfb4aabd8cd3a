#include "tools/table.h"

#include "text/number.h"
#include "tools/say.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDE_FROM = 110 };

struct table {
    const table_column *columns;
    size_t column_count;
    char **cells; /* row by row */
    size_t cell_count, room;
    bool failed;
};

table *table_create(const table_column *columns, size_t count)
{
    table *one = calloc(1, sizeof *one);
    if (one) {
        one->columns = columns;
        one->column_count = count;
    }
    return one;
}

void table_destroy(table *one)
{
    if (!one)
        return;
    for (size_t i = 0; i < one->cell_count; i++)
        free(one->cells[i]);
    free(one->cells);
    free(one);
}

void table_text(table *one, const char *text)
{
    if (!one || one->failed)
        return;
    if (one->cell_count == one->room) {
        const size_t room = one->room ? 2 * one->room : 64;
        char **grown = realloc(one->cells, room * sizeof *grown);
        one->failed = !grown;
        if (!grown)
            return;
        one->cells = grown;
        one->room = room;
    }
    char *copy = strdup(text);
    one->failed = !copy;
    if (copy)
        one->cells[one->cell_count++] = copy;
}

void table_number(table *one, double number, int decimals)
{
    char text[NUMBER_ROOM];
    table_text(one, number_grouped(text, number, decimals) > 0 ? text : "-");
}

void table_count(table *one, uint64_t count)
{
    char text[NUMBER_ROOM];
    number_grouped_count(text, count);
    table_text(one, text);
}

static size_t width_of(const table *one, size_t column)
{
    const table_column *head = &one->columns[column];
    size_t width = strlen(head->head);
    if (head->unit && strlen(head->unit) > width)
        width = strlen(head->unit);
    for (size_t i = column; i < one->cell_count; i += one->column_count)
        if (strlen(one->cells[i]) > width)
            width = strlen(one->cells[i]);
    return width;
}

/* One line of it; text(column) is cells[column], or a line of the head. */
static void print_line(const table *one, FILE *stream, const size_t *widths,
                       const char *(*text)(const table *, size_t column, size_t row), size_t row)
{
    size_t due = 0; /* spaces before the next cell: none stand at the end of a line */
    for (size_t i = 0; i < one->column_count; i++) {
        if (widths[i] == 0)
            continue;
        const char *cell = text(one, i, row);
        const size_t blank = widths[i] - strlen(cell);
        const size_t before = one->columns[i].left ? 0 : blank;
        if (*cell) {
            fprintf(stream, "%*s", (int)(due + before), "");
            say_text(stream, cell);
            due = blank - before + 2;
        } else {
            due += widths[i] + 2;
        }
    }
    fputc('\n', stream);
}

static const char *head_text(const table *one, size_t column, size_t row)
{
    const char *unit = one->columns[column].unit;
    return row == 0 ? one->columns[column].head : unit ? unit : "";
}

static const char *cell_text(const table *one, size_t column, size_t row)
{
    return one->cells[row * one->column_count + column];
}

bool table_print(const table *one, FILE *stream)
{
    size_t *widths = one && !one->failed ? calloc(one->column_count, sizeof *widths) : NULL;
    if (!widths)
        return false;
    const int room = say_width(stream);
    bool units = false;
    for (size_t i = 0; i < one->column_count; i++) {
        const bool shown = !one->columns[i].wide || room == 0 || room >= WIDE_FROM;
        widths[i] = shown ? width_of(one, i) : 0;
        units = units || (shown && one->columns[i].unit);
    }
    const bool bold = say_has_color(stream);
    fputs(bold ? "\x1b[1m" : "", stream);
    print_line(one, stream, widths, head_text, 0);
    if (units)
        print_line(one, stream, widths, head_text, 1);
    fputs(bold ? "\x1b[0m" : "", stream);
    for (size_t row = 0; row < one->cell_count / one->column_count; row++)
        print_line(one, stream, widths, cell_text, row);
    free(widths);
    return true;
}
