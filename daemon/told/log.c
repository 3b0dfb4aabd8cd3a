#include "daemon/told/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SENTENCE_ROOM 1024

log_writer log_to_stderr(void)
{
    log_form form = LOG_FMT;
    if (isatty(STDERR_FILENO))
        form = LOG_TEXT;
    else if (getenv("JOURNAL_STREAM"))
        form = LOG_JOURNAL;
    return (log_writer){.stream = stderr, .form = form, .least = LOG_AT_INFO};
}

static void put_time(const log_writer *log)
{
    struct timespec now;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    if (log->form == LOG_TEXT)
        fprintf(log->stream, "%02d:%02d:%02d ", parts.tm_hour, parts.tm_min, parts.tm_sec);
    else
        fprintf(log->stream, "time=%04d-%02d-%02dT%02d:%02d:%02d.%03dZ ", parts.tm_year + 1900,
                parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                (int)(now.tv_nsec / 1000000));
}

static void put_head(const log_writer *log, log_level level, const char *event)
{
    static const char *const names[] = {"error", "warn", "info", "debug"};
    static const int priorities[] = {3, 4, 6, 7}; /* of syslog */
    if (log->form == LOG_JOURNAL)
        fprintf(log->stream, "<%d>level=%s event=%s", priorities[level], names[level], event);
    else
        put_time(log);
    if (log->form == LOG_TEXT)
        fprintf(log->stream, "%-5s", names[level]);
    else if (log->form == LOG_FMT)
        fprintf(log->stream, "level=%s event=%s", names[level], event);
}

/* Texts may hold names from a file: control characters are shown, quotes escaped. */
static void put_quoted(const log_writer *log, const char *text)
{
    fputc('"', log->stream);
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at == '"' || *at == '\\')
            fprintf(log->stream, "\\%c", *at);
        else if (*at < 0x20 || *at == 0x7F)
            fprintf(log->stream, "\\x%02x", *at);
        else
            fputc(*at, log->stream);
    }
    fputc('"', log->stream);
}

static void put_shown(const log_writer *log, const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        if (*at < 0x20 || *at == 0x7F)
            fprintf(log->stream, "\\x%02x", *at);
        else
            fputc(*at, log->stream);
}

void log_say(const log_writer *log, log_level level, const char *event, const char *sentence, ...)
{
    if (level > log->least)
        return;
    char text[SENTENCE_ROOM];
    va_list arguments;
    va_start(arguments, sentence);
    vsnprintf(text, sizeof text, sentence, arguments);
    va_end(arguments);
    put_head(log, level, event);
    fputs(log->form == LOG_TEXT ? " " : " msg=", log->stream);
    if (log->form == LOG_TEXT)
        put_shown(log, text);
    else
        put_quoted(log, text);
    fputc('\n', log->stream);
    fflush(log->stream);
}

void log_count(const log_writer *log, log_level level, const char *event, const char *sensor,
               const char *reason, uint64_t count)
{
    if (level > log->least)
        return;
    put_head(log, level, event);
    if (log->form == LOG_TEXT)
        fprintf(log->stream, " %s%s%s", event, sensor ? " of " : "", sensor ? sensor : "");
    else if (sensor)
        fprintf(log->stream, " sensor=%s", sensor);
    if (reason)
        fprintf(log->stream, log->form == LOG_TEXT ? ": %s" : " reason=%s", reason);
    fprintf(log->stream, log->form == LOG_TEXT ? ", %llu\n" : " count=%llu\n",
            (unsigned long long)count);
    fflush(log->stream);
}
