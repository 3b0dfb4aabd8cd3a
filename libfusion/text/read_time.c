#include "text/read.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Fixed shape of a time: 0 stands for any digit. */
static const char shape[] = "0000-00-00T00:00:00";
#define SHAPE_LENGTH (sizeof shape - 1)

/* How many characters of the text have the shape. */
static size_t shaped(const char *text)
{
    size_t i = 0;
    for (; i < SHAPE_LENGTH; i++) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == '0' ? !digit : text[i] != shape[i])
            break;
    }
    return i;
}

static int digits(const char *text, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* Days since 1970-01-01 in the Gregorian calendar, counted in years that begin in March. */
static int64_t days_since_1970(int year, int month, int day)
{
    const int64_t y = month > 2 ? year : year - 1;
    const int64_t m = month > 2 ? month - 3 : month + 9;
    return y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

/* The fraction behind the seconds, at most nine digits; gives the place behind it, NULL if it is
 * none. */
static const char *read_fraction(const char *at, int64_t *fraction_ns)
{
    *fraction_ns = 0;
    if (*at != '.')
        return at;
    at++;
    int64_t place_ns = 100000000;
    const char *begin = at;
    for (; *at >= '0' && *at <= '9' && place_ns > 0; at++, place_ns /= 10)
        *fraction_ns += (*at - '0') * place_ns;
    return at > begin ? at : NULL;
}

static bool say_time(const text_node *node, const char *what, const char *fault,
                     text_messages *messages)
{
    text_say(messages, TEXT_ERROR, node->line, "%s \"%s\" %s", what, node->text, fault);
    return false;
}

static bool say_shape(const text_node *node, const char *what, text_messages *messages)
{
    const size_t length = shaped(node->text);
    const char *rest = node->text + length;
    if (length == SHAPE_LENGTH && *rest == '\0')
        return say_time(node, what, "has no zone. Times are UTC: end it with \"Z\".", messages);
    if (length == SHAPE_LENGTH && (*rest == '+' || *rest == '-'))
        return say_time(node, what,
                        "has a zone of its own. Write it in UTC, with \"Z\" at its end.", messages);
    if (length == SHAPE_LENGTH && *rest == '.')
        return say_time(node, what, "has a fraction that is not allowed here. Write whole seconds.",
                        messages);
    if (length == 10 && *rest == '\0')
        return say_time(node, what, "has no time of day. Write it like 2019-11-22T09:00:00Z.",
                        messages);
    if (length == 16 && (*rest == 'Z' || *rest == '\0'))
        return say_time(node, what, "has no seconds. Write it like 2019-11-22T09:00:00Z.",
                        messages);
    return say_time(node, what, "is not a time. Write it like 2019-11-22T09:00:00Z.", messages);
}

bool text_time(const text_node *node, const char *what, bool fine, int64_t *time_ns,
               text_messages *messages)
{
    if (node->kind != TEXT_SCALAR || node->quoted) {
        text_say(messages, TEXT_ERROR, node->line,
                 "%s must be one time, written plain, like 2019-11-22T09:00:00Z.", what);
        return false;
    }
    const char *text = node->text;
    if (shaped(text) < SHAPE_LENGTH)
        return say_shape(node, what, messages);
    int64_t fraction_ns = 0;
    const char *rest =
        fine ? read_fraction(text + SHAPE_LENGTH, &fraction_ns) : text + SHAPE_LENGTH;
    if (!rest || strcmp(rest, "Z") != 0)
        return say_shape(node, what, messages);

    const int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
    const int hour = digits(text + 11, 2), minute = digits(text + 14, 2);
    const int second = digits(text + 17, 2);
    if (month < 1 || month > 12 || day < 1 || day > month_days(year, month) || hour > 23 ||
        minute > 59 || second > 59)
        return say_time(node, what, "is not in the calendar.", messages);
    /* Nanoseconds in an int64_t end in 2262; a hundred years are left for what is added. */
    if (year < 1970 || year > 2161)
        return say_time(node, what, "is outside the years 1970 to 2161.", messages);
    const int64_t seconds =
        days_since_1970(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
    *time_ns = seconds * 1000000000 + fraction_ns;
    return true;
}

void text_write_time(char text[TEXT_TIME_ROOM], int64_t time_ns)
{
    const int64_t seconds = time_ns > 0 ? time_ns / 1000000000 : 0;
    const int64_t fraction_ns = time_ns > 0 ? time_ns % 1000000000 : 0;
    int64_t days = seconds / 86400;
    int year = 1970 + (int)(days / 366), month = 1;
    while (days_since_1970(year + 1, 1, 1) <= days)
        year++;
    days -= days_since_1970(year, 1, 1);
    while (days >= month_days(year, month))
        days -= month_days(year, month++);
    const int in_day = (int)(seconds % 86400);
    int at = snprintf(text, TEXT_TIME_ROOM, "%04d-%02d-%02dT%02d:%02d:%02d", year, month,
                      (int)days + 1, in_day / 3600, in_day / 60 % 60, in_day % 60);
    if (fraction_ns > 0) {
        at += snprintf(text + at, TEXT_TIME_ROOM - (size_t)at, ".%09" PRId64, fraction_ns);
        while (text[at - 1] == '0')
            at--;
    }
    snprintf(text + at, TEXT_TIME_ROOM - (size_t)at, "Z");
}

void text_write_duration(char text[TEXT_DURATION_ROOM], int64_t duration_ns)
{
    static const struct {
        int64_t second, from; /* seconds in one; the least length that is told in it */
        const char *name;
    } units[] = {{86400, 2 * 86400, "days"}, {3600, 3600, "h"}, {60, 120, "min"}};
    const int64_t seconds = duration_ns / 1000000000;
    const int64_t rest_ns = duration_ns % 1000000000;
    for (size_t i = 0; i < 3 && rest_ns == 0; i++)
        if (seconds >= units[i].from && seconds % units[i].second == 0) {
            snprintf(text, TEXT_DURATION_ROOM, "%" PRId64 " %s", seconds / units[i].second,
                     units[i].name);
            return;
        }
    int at = snprintf(text, TEXT_DURATION_ROOM, "%" PRId64, seconds);
    if (rest_ns > 0) {
        at += snprintf(text + at, TEXT_DURATION_ROOM - (size_t)at, ".%09" PRId64, rest_ns);
        while (text[at - 1] == '0')
            at--;
    }
    snprintf(text + at, TEXT_DURATION_ROOM - (size_t)at, " s");
}
