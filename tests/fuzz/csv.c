/* csv.c - the way of a CSV row: lines, values, numbers and times. */
#include "tools/import/csv.h"
#include "tools/import/values.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(const char *text)
{
    value_zone zone = {.given = true};
    double number;
    int64_t time_ns;
    uint64_t count;
    (void)number_value(text, &number);
    if (!time_value(text, &zone, &time_ns) &&
        (time_ns < 0 || time_ns > YEAR_2100_NS + 86400000000000))
        abort(); /* a time that the wire has no room for */
    (void)count_value(text, true, &count);
    (void)zone_value(text, &zone);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    text_messages messages;
    text_messages_init(&messages, "plots.csv");
    csv file;
    size_t rows = 0;
    if (csv_take(&file, text, size, &messages)) {
        for (; csv_next(&file); rows++)
            for (size_t i = 0; i < file.column_count; i++)
                ask(csv_value(&file, (int)i));
        if (rows != file.rows)
            abort(); /* counted before they were read */
    } else if (messages.errors == 0) {
        abort(); /* refused without a word */
    }
    free(text);
    return 0;
}
