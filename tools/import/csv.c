#include "tools/import/csv.h"

#include "daemon/file.h"
#include "text/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIZE_LIMIT ((size_t)4 << 30)

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* A quoted value, unescaped in place; gives where it ended. */
static char *take_quoted(char *at, char **value)
{
    char *to = ++at;
    *value = to;
    while (*at && !(at[0] == '"' && at[1] != '"')) {
        if (*at == '"')
            at++;
        *to++ = *at++;
    }
    char *end = *at ? at + 1 : at;
    while (is_blank(*end))
        end++;
    *to = '\0';
    return end;
}

static char *take_plain(char *at, char **value)
{
    *value = at;
    char *end = at + strcspn(at, ",");
    char *last = end;
    while (last > at && is_blank(last[-1]))
        last--;
    if (last < end)
        *last = '\0';
    return end;
}

/* One line into values, in place; gives how many there were, even beyond the room. */
static size_t split(char *line, char *values[CSV_COLUMNS_MAX])
{
    size_t count = 0;
    for (char *at = line;; at++) {
        while (is_blank(*at))
            at++;
        char *value;
        at = *at == '"' ? take_quoted(at, &value) : take_plain(at, &value);
        if (count < CSV_COLUMNS_MAX)
            values[count] = value;
        count++;
        if (*at != ',')
            return count;
        *at = '\0';
    }
}

static bool is_empty(const char *line)
{
    return line[strspn(line, " \t\r")] == '\0';
}

/* The next line that is not empty; NULL at the end. */
static char *line_take(csv *one)
{
    while (*one->next) {
        char *line = one->next;
        char *end = strchr(line, '\n');
        one->next = end ? end + 1 : line + strlen(line);
        if (end)
            *end = '\0';
        one->line++;
        if (!is_empty(line))
            return line;
    }
    return NULL;
}

static size_t rows_count(const char *text)
{
    size_t rows = 0;
    bool empty = true;
    for (; *text; text++) {
        if (*text != '\n') {
            empty = empty && is_blank(*text);
            continue;
        }
        rows += !empty;
        empty = true;
    }
    return rows + !empty;
}

static bool take_told(csv *one, text_messages *messages, const char *why)
{
    text_say(messages, TEXT_ERROR, one->line, "%s", why);
    return false;
}

bool csv_take(csv *one, char *text, size_t size, text_messages *messages)
{
    *one = (csv){.next = text};
    if (strlen(text) != size)
        return take_told(one, messages, "a zero byte stands in it: it is no CSV file.");
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        one->next += 3; /* the mark that some programs put before UTF-8 */
    const size_t rows = rows_count(one->next);
    char *head = line_take(one);
    if (!head)
        return take_told(one, messages, "it is empty. Its first line names the columns.");
    one->rows = rows - 1;
    one->column_count = split(head, one->columns);
    if (one->column_count > CSV_COLUMNS_MAX)
        return take_told(one, messages, "it has more than 64 columns.");
    return true;
}

bool csv_open(csv *one, const char *path, text_messages *messages)
{
    *one = (csv){0};
    char *data;
    size_t size;
    const int error = file_read(path, SIZE_LIMIT, &data, &size);
    if (error) {
        text_say(messages, TEXT_ERROR, 0, "it cannot be read (%s).", strerror(error));
        return false;
    }
    const bool taken = csv_take(one, data, size, messages);
    one->owned = data;
    if (!taken)
        csv_close(one);
    return taken;
}

void csv_close(csv *one)
{
    free(one->owned);
    one->owned = NULL;
}

bool csv_next(csv *one)
{
    char *line = line_take(one);
    if (!line)
        return false;
    one->value_count = split(line, one->values);
    return true;
}

int csv_column(const csv *one, const char *name)
{
    for (size_t i = 0; i < one->column_count; i++)
        if (strcmp(one->columns[i], name) == 0)
            return (int)i;
    return -1;
}

static void columns_list(const csv *one, char *text, size_t room)
{
    size_t used = 0;
    for (size_t i = 0; i < one->column_count && used < room; i++)
        used += (size_t)snprintf(text + used, room - used, "%s%s", i ? "," : "", one->columns[i]);
}

bool csv_columns(const csv *one, const char *const *names, size_t count, size_t needed,
                 int *indices, text_messages *messages)
{
    for (size_t i = 0; i < count; i++) {
        indices[i] = csv_column(one, names[i]);
        if (indices[i] >= 0 || i >= needed)
            continue;
        char found[300] = "";
        columns_list(one, found, sizeof found);
        text_say(messages, TEXT_ERROR, one->line,
                 "column \"%s\" is missing (found: %s). Name it in the first line.", names[i],
                 found);
        return false;
    }
    for (size_t i = 0; i < one->column_count; i++) {
        bool known = false;
        for (size_t j = 0; j < count && !known; j++)
            known = strcmp(one->columns[i], names[j]) == 0;
        const char *nearest = known ? NULL : text_nearest(one->columns[i], names, count);
        if (!known && nearest && csv_column(one, nearest) < 0)
            text_say(messages, TEXT_WARNING, one->line,
                     "column \"%s\" is not read. Did you mean \"%s\"?", one->columns[i], nearest);
        else if (!known)
            text_say(messages, TEXT_NOTE, one->line, "column \"%s\" is not read.", one->columns[i]);
    }
    return true;
}

const char *csv_value(const csv *one, int column)
{
    return column >= 0 && (size_t)column < one->value_count ? one->values[column] : "";
}
