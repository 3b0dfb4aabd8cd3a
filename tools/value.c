#include "tools/value.h"

#include "text/read.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((format(printf, 2, 3))) static const char *say_wrong(value_wrong *wrong,
                                                                   const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(wrong->text, sizeof wrong->text, format, arguments);
    va_end(arguments);
    return wrong->text;
}

static const char *skip_digits(const char *text)
{
    while (*text >= '0' && *text <= '9')
        text++;
    return text;
}

const char *value_decimal(const char *text, double *value)
{
    const char *whole = text + (*text == '+' || *text == '-');
    const char *end = skip_digits(whole);
    if (end == whole || end - whole > 300)
        return NULL;
    if (*end == '.') {
        const char *fraction = end + 1;
        end = skip_digits(fraction);
        if (end == fraction)
            return NULL;
    }
    /* strtod would go on into "1e5" or "0x1f": a copy ends where the decimal does. */
    char copy[512];
    const size_t length = (size_t)(end - text);
    if (length >= sizeof copy)
        return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    *value = strtod(copy, NULL);
    return end;
}

typedef struct unit {
    const char *name;
    double factor;
} unit;

/* A number and one of the units, the last of which has no name. */
static const char *read_dimension(const char *text, const unit *units, const char *such_as,
                                  double *value, value_wrong *wrong)
{
    double number = 0.0;
    const char *rest = value_decimal(text, &number);
    if (!rest)
        return say_wrong(wrong, "is not a number with a unit. Write %s.", such_as);
    rest += *rest == ' ';
    if (*rest == '\0')
        return say_wrong(wrong, "has no unit. Write %s.", such_as);
    for (; units->name; units++)
        if (strcmp(rest, units->name) == 0) {
            *value = number * units->factor;
            return NULL;
        }
    return say_wrong(wrong, "has a unit that is not known here. Write %s.", such_as);
}

const char *value_duration(const char *text, int64_t *duration_ns, value_wrong *wrong)
{
    static const unit units[] = {{"s", 1e9},  {"min", 60e9},    {"h", 3600e9},     {"ms", 1e6},
                                 {"us", 1e3}, {"day", 86400e9}, {"days", 86400e9}, {NULL, 0}};
    /* The number that was written, with the units that may have been meant. */
    char such_as[64];
    const size_t digits = strspn(text, "0123456789.");
    if (digits > 0 && digits < 20)
        snprintf(such_as, sizeof such_as, "%.*ss or %.*smin", (int)digits, text, (int)digits, text);
    else
        snprintf(such_as, sizeof such_as, "90s or 5min");
    double value = 0.0;
    if (read_dimension(text, units, such_as, &value, wrong))
        return wrong->text;
    if (!(value >= 1.0 && value < 9e18))
        return say_wrong(wrong, "is not between 1 ns and 290 years.");
    *duration_ns = (int64_t)llround(value);
    return NULL;
}

const char *value_length(const char *text, double *metres, value_wrong *wrong)
{
    static const unit units[] = {{"m", 1.0}, {"km", 1e3}, {NULL, 0}};
    double value = 0.0;
    if (read_dimension(text, units, "500m or 5km", &value, wrong))
        return wrong->text;
    if (!(value > 0.0 && value <= 1e8))
        return say_wrong(wrong, "is not above 0 m and at most 100,000 km.");
    *metres = value;
    return NULL;
}

const char *value_count(const char *text, uint64_t low, uint64_t high, uint64_t *count,
                        value_wrong *wrong)
{
    uint64_t value = 0;
    const char *at = text;
    bool fits = true;
    for (; *at >= '0' && *at <= '9'; at++) {
        const uint64_t digit = (uint64_t)(*at - '0');
        fits = fits && value <= (UINT64_MAX - digit) / 10;
        value = value * 10 + digit;
    }
    if (at == text || *at != '\0')
        return say_wrong(wrong, "is not a whole number.");
    if (!fits || value < low || value > high)
        return say_wrong(wrong, "is not from %" PRIu64 " to %" PRIu64 ".", low, high);
    *count = value;
    return NULL;
}

const char *value_speed(const char *text, double *factor, value_wrong *wrong)
{
    if (strcmp(text, "max") == 0) {
        *factor = INFINITY;
        return NULL;
    }
    double value = 0.0;
    const char *rest = value_decimal(text, &value);
    if (!rest || strcmp(rest + (*rest == 'x'), "") != 0)
        return say_wrong(wrong, "is not a speed. Write 10, 0.5 or max.");
    if (!(value >= 0.001 && value <= 1e6))
        return say_wrong(wrong, "is not from 0.001 to 1000000. As fast as it goes: max");
    *factor = value;
    return NULL;
}

static const char *read_instant(const char *text, int64_t *time_ns, value_wrong *wrong)
{
    text_messages messages;
    text_messages_init(&messages, "");
    const text_node node = {.kind = TEXT_SCALAR, .line = 1, .text = text};
    if (text_time(&node, "time", true, time_ns, &messages))
        return NULL;
    return say_wrong(wrong, "is not a time. Write 2031-03-04T03:10:00Z, or +90s after the start.");
}

const char *value_time(const char *text, int64_t start_ns, int64_t *time_ns, value_wrong *wrong)
{
    if (text[0] != '+')
        return read_instant(text, time_ns, wrong);
    int64_t after_ns = 0;
    if (strcmp(text, "+0s") != 0 && value_duration(text + 1, &after_ns, wrong))
        return wrong->text;
    if (after_ns > INT64_MAX - (start_ns > 0 ? start_ns : 0))
        return say_wrong(wrong, "lies beyond the year 2262.");
    *time_ns = start_ns + after_ns;
    return NULL;
}

const char *value_word(const char *text, const char *const *words, size_t count, size_t *index,
                       value_wrong *wrong)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, words[i]) == 0) {
            *index = i;
            return NULL;
        }
    const char *meant = text_nearest(text, words, count);
    char all[200] = "";
    for (size_t i = 0, used = 0; i < count && used < sizeof all - 1; i++)
        used +=
            (size_t)snprintf(all + used, sizeof all - used, "%s%s", i > 0 ? ", " : "", words[i]);
    if (meant)
        return say_wrong(wrong, "is not one of %s. Did you mean \"%s\"?", all, meant);
    return say_wrong(wrong, "is not one of %s.", all);
}
