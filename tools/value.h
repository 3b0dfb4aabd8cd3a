/* value.h - strict readers of values on a command line.
 *
 * The whole text or nothing, no locale, no exponent, the range named. Each gives NULL and the
 * value, or what is wrong with the text, as it goes on after the text itself: `has no unit. Write
 * 90s.` The value is then left as it was.
 */
#ifndef TOOLS_VALUE_H
#define TOOLS_VALUE_H

#include <stddef.h>
#include <stdint.h>

/* Room for what is wrong. */
typedef struct value_wrong {
    char text[256];
} value_wrong;

/* A plain decimal: digits, at most one dot with digits on both sides, a sign before it. Gives where
 * it ended; NULL where there is none. */
const char *value_decimal(const char *text, double *value);

/* Above 0. "90s", "1.5 min", "2h", "3days", "20ms", "5us". */
const char *value_duration(const char *text, int64_t *duration_ns, value_wrong *wrong);
const char *value_length(const char *text, double *metres, value_wrong *wrong); /* "500m" "5km" */
const char *value_count(const char *text, uint64_t low, uint64_t high, uint64_t *count,
                        value_wrong *wrong);
const char *value_speed(const char *text, double *factor, value_wrong *wrong); /* INFINITY: max */

/* "2031-03-04T03:10:00Z", with fractions if wanted, or "+90s" after start_ns. */
const char *value_time(const char *text, int64_t start_ns, int64_t *time_ns, value_wrong *wrong);

const char *value_word(const char *text, const char *const *words, size_t count, size_t *index,
                       value_wrong *wrong);

#endif
