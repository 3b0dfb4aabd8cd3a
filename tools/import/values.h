/* values.h - single values of a public feed's row, strictly read.
 *
 * Each gives NULL and the value, or what is wrong with the text, as it goes on after the text
 * itself: `is not a number (the second character is a letter)`. The value is then left as it was.
 * The words are valid until the next call.
 */
#ifndef TOOLS_IMPORT_VALUES_H
#define TOOLS_IMPORT_VALUES_H

#include <stdbool.h>
#include <stdint.h>

#define YEAR_2000_NS INT64_C(946684800000000000)
#define YEAR_2100_NS INT64_C(4102444800000000000)

typedef struct value_zone {
    bool given;
    int64_t offset_ns; /* local less UTC */
    bool used;         /* a stamp without a zone was met */
} value_zone;

/* A decimal number, with or without exponent; the whole text. */
const char *number_value(const char *text, double *value);

/* A time: seconds, since 1970, or, below the year 2000, since the start of an exercise without a
 * date, which is played on 2000-01-01; or "2031-03-04T03:00:00.5Z", or the same without Z where
 * the zone is given. Exact to the nanosecond. A leap second belongs to the next day: 23:59:60.5 is
 * 00:00:00.5, so intervals may be 0 and never negative. */
const char *time_value(const char *text, value_zone *zone, int64_t *time_ns);

/* "+9h", "-3.5h": what local stamps are ahead of UTC; up to 14 hours. */
const char *zone_value(const char *text, value_zone *zone);

/* 1 to 2^53 - 1, decimal; hexadecimal where hex is true. */
const char *count_value(const char *text, bool hex, uint64_t *value);

#endif
