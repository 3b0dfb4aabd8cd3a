#include "tools/import/values.h"

#include "tools/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND     INT64_C(1000000000)
#define DAY        INT64_C(86400)
#define NUMBER_MAX ((UINT64_C(1) << 53) - 1)

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *const ordinals[] = {"first", "second", "third", "fourth", "fifth", "sixth"};

static const char *not_a_number(const char *text, const char *at)
{
    static char wrong[96];
    const size_t index = (size_t)(at - text);
    if (text[0] == '\0')
        return "is empty";
    if (*at == '\0')
        return "is not a number (it breaks off)";
    const char *what = *at == ' '                                                 ? "a blank"
                       : (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ? "a letter"
                                                                                  : "no digit";
    if (index < sizeof ordinals / sizeof ordinals[0])
        snprintf(wrong, sizeof wrong, "is not a number (the %s character is %s)", ordinals[index],
                 what);
    else
        snprintf(wrong, sizeof wrong, "is not a number (character %zu is %s)", index + 1, what);
    return wrong;
}

static const char *digits_skip(const char *at)
{
    while (is_digit(*at))
        at++;
    return at;
}

const char *number_value(const char *text, double *value)
{
    const char *at = text + (*text == '-' || *text == '+');
    const char *end = digits_skip(at);
    if (*end == '.')
        end = digits_skip(end + 1);
    if (end == at || (end == at + 1 && *at == '.'))
        return not_a_number(text, end);
    if (*end == 'e' || *end == 'E') {
        const char *power = end + 1 + (end[1] == '-' || end[1] == '+');
        end = digits_skip(power);
        if (end == power)
            return not_a_number(text, end);
    }
    if (*end)
        return not_a_number(text, end);
    const double read = strtod(text, NULL); /* no locale is ever set */
    if (!isfinite(read))
        return "is too large";
    *value = read;
    return NULL;
}

/* Digits behind a dot as nanoseconds; what is finer is cut. */
static int64_t fraction_ns(const char *at, const char **end)
{
    int64_t ns = 0, unit = SECOND / 10;
    for (; is_digit(*at); at++, unit /= 10)
        ns += (*at - '0') * unit;
    *end = at;
    return ns;
}

static const char *seconds_value(const char *text, int64_t *time_ns)
{
    const char *at = text;
    int64_t seconds = 0;
    for (; is_digit(*at); at++)
        if (seconds <
            YEAR_2100_NS / SECOND) /* far enough to be told, near enough not to overflow */
            seconds = 10 * seconds + (*at - '0');
    if (at == text || (at[0] == '.' && !is_digit(at[1])))
        return *text == '-' ? "is before the start" : not_a_number(text, at);
    int64_t ns = 0;
    if (*at == '.')
        ns = fraction_ns(at + 1, &at);
    if (*at)
        return not_a_number(text, at);
    if (seconds >= YEAR_2100_NS / SECOND)
        return "is beyond the year 2100: are these seconds?";
    if (seconds < YEAR_2000_NS / SECOND)
        seconds += YEAR_2000_NS / SECOND;
    *time_ns = seconds * SECOND + ns;
    return NULL;
}

/* Days from 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms"). */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    const int64_t era = year / 400, of_era = year - era * 400;
    const int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static bool day_exists(int64_t year, int64_t month, int64_t day)
{
    if (month < 1 || month > 12 || day < 1)
        return false;
    return day <= days_of(year + month / 12, month % 12 + 1, 1) - days_of(year, month, 1);
}

/* Two or four digits at a fixed place; -1 where they are not. */
static int64_t part(const char *text, size_t at, size_t count)
{
    int64_t value = 0;
    for (size_t i = at; i < at + count; i++) {
        if (!is_digit(text[i]))
            return -1;
        value = 10 * value + (text[i] - '0');
    }
    return value;
}

static const char *date_value(const char *text, value_zone *zone, int64_t *time_ns)
{
    static const char form[] = "is no time. Write seconds, or 2031-03-04T03:00:00Z";
    if (strlen(text) < 19 || text[7] != '-' || (text[10] != 'T' && text[10] != ' ') ||
        text[13] != ':' || text[16] != ':')
        return form;
    const int64_t year = part(text, 0, 4), month = part(text, 5, 2), day = part(text, 8, 2);
    const int64_t hour = part(text, 11, 2), minute = part(text, 14, 2), second = part(text, 17, 2);
    if (year < 0 || !day_exists(year, month, day) || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 60)
        return form;
    const char *end = text + 19;
    int64_t ns = 0;
    if (end[0] == '.' && is_digit(end[1]))
        ns = fraction_ns(end + 1, &end);
    const bool utc = strcmp(end, "Z") == 0;
    if (!utc && *end)
        return form;
    zone->used = zone->used || !utc;
    if (!utc && !zone->given)
        return "has no zone. End it with Z, or say how far local time is ahead of UTC, such as "
               "--zone=+9h";
    if (year < 2000 || year >= 2100)
        return "is not within the years 2000 to 2100";
    const int64_t seconds = days_of(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
    *time_ns = seconds * SECOND + ns - (utc ? 0 : zone->offset_ns);
    return NULL;
}

const char *time_value(const char *text, value_zone *zone, int64_t *time_ns)
{
    if (strlen(text) > 4 && text[4] == '-')
        return date_value(text, zone, time_ns);
    return seconds_value(text, time_ns);
}

const char *zone_value(const char *text, value_zone *zone)
{
    static value_wrong wrong;
    if (*text != '+' && *text != '-')
        return "has no sign. Write +9h where local time is nine hours ahead of UTC.";
    int64_t offset_ns = 0;
    const char *why = value_duration(text + 1, &offset_ns, &wrong);
    if (why)
        return why;
    if (offset_ns > 14 * 3600 * SECOND)
        return "is more than 14 hours.";
    zone->given = true;
    zone->offset_ns = *text == '-' ? -offset_ns : offset_ns;
    return NULL;
}

static int digit_of(char c, bool hex)
{
    if (is_digit(c))
        return c - '0';
    if (hex && c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return hex && c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

const char *count_value(const char *text, bool hex, uint64_t *value)
{
    uint64_t read = 0;
    const char *at = text;
    for (; digit_of(*at, hex) >= 0; at++) {
        read = read * (hex ? 16 : 10) + (uint64_t)digit_of(*at, hex);
        if (read > NUMBER_MAX)
            return "is above 9007199254740991, the largest number of an object";
    }
    if (at == text || *at)
        return not_a_number(text, at);
    if (read == 0)
        return "is 0, which stands for no number";
    *value = read;
    return NULL;
}
