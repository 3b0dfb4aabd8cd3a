#include "tools/when.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

static const int64_t second = 1000000000;

int64_t when_steady_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * second + now.tv_nsec;
}

double when_steady(void)
{
    return (double)when_steady_ns() * 1e-9;
}

static when formatted(int64_t time_ns, const char *format)
{
    when result = {""};
    const int64_t rest = ((time_ns % second) + second) % second;
    const time_t whole = (time_t)((time_ns - rest) / second);
    struct tm parts;
    gmtime_r(&whole, &parts);
    strftime(result.text, sizeof result.text, format, &parts);
    return result;
}

when when_clock(int64_t time_ns)
{
    return formatted(time_ns, "%H:%M:%S Z");
}

when when_date(int64_t time_ns)
{
    return formatted(time_ns, "%Y-%m-%d %H:%M:%S Z");
}

when when_stamp(int64_t time_ns)
{
    return formatted(time_ns, "%Y-%m-%dT%H:%M:%SZ");
}

when when_length(int64_t length_ns)
{
    when result;
    const double seconds = (double)length_ns * 1e-9;
    const int64_t minutes = length_ns / (60 * second);
    const double rest = (double)(length_ns - minutes * 60 * second) * 1e-9;
    char *const text = result.text;
    if (length_ns < 1000000)
        snprintf(text, sizeof result.text, "%.1f us", seconds * 1e6);
    else if (length_ns < second)
        snprintf(text, sizeof result.text, "%.1f ms", seconds * 1e3);
    else if (minutes == 0)
        snprintf(text, sizeof result.text, "%.1f s", seconds);
    else if (minutes >= 60)
        snprintf(text, sizeof result.text, "%" PRId64 " h %" PRId64 " min", minutes / 60,
                 minutes % 60);
    else if (length_ns == minutes * 60 * second)
        snprintf(text, sizeof result.text, "%" PRId64 " min", minutes);
    else
        snprintf(text, sizeof result.text, "%" PRId64 " min %.1f s", minutes, rest);
    return result;
}

when when_left(double seconds)
{
    when result = {""};
    if (!(seconds >= 0.0 && seconds < 1e7))
        return result;
    const long whole = lround(ceil(seconds));
    const long hours = whole / 3600;
    if (hours > 0)
        snprintf(result.text, sizeof result.text, "%ld:%02ld:%02ld", hours, whole / 60 % 60,
                 whole % 60);
    else
        snprintf(result.text, sizeof result.text, "%ld:%02ld", whole / 60, whole % 60);
    return result;
}
