#include "tools/say.h"

#include "text/utf8.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* One program has one stderr, and so one voice. */
static struct {
    const char *name;
    say_color color;
    bool quiet, detail;
    bool passing; /* a passing line stands on the terminal */
} voice = {.name = "picket"};

void say_as(const char *name)
{
    voice.name = name;
}

void say_in_color(say_color when)
{
    voice.color = when;
}

void say_quietly(bool quiet)
{
    voice.quiet = quiet;
}

bool say_is_quiet(void)
{
    return voice.quiet;
}

void say_in_detail(bool detail)
{
    voice.detail = detail;
}

static bool is_smart_terminal(FILE *stream)
{
    const char *kind = getenv("TERM");
    return isatty(fileno(stream)) && kind && kind[0] && strcmp(kind, "dumb") != 0;
}

bool say_has_color(FILE *stream)
{
    if (voice.color != SAY_COLOR_AUTO)
        return voice.color == SAY_COLOR_ALWAYS;
    const char *no_color = getenv("NO_COLOR");
    return !(no_color && no_color[0]) && is_smart_terminal(stream);
}

bool say_live(void)
{
    return is_smart_terminal(stderr) && tcgetpgrp(STDERR_FILENO) == getpgrp();
}

int say_width(FILE *stream)
{
    struct winsize size;
    if (!isatty(fileno(stream)) || ioctl(fileno(stream), TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col > 0 ? size.ws_col : 80;
}

/* Characters that change what the rest of the line looks like. */
static bool changes_direction(uint32_t character)
{
    return (character >= 0x200E && character <= 0x200F) || character == 0x061C ||
           (character >= 0x2028 && character <= 0x202E) ||
           (character >= 0x2066 && character <= 0x2069) || character == 0xFEFF;
}

void say_text(FILE *stream, const char *text)
{
    for (const char *at = text; *at;) {
        uint32_t character = 0;
        const size_t length = utf8_read(at, &character);
        if (length == 0 || character < 0x20 || (character >= 0x7F && character < 0xA0))
            fprintf(stream, "\\x%02x", (unsigned)(length == 0 ? (unsigned char)*at : character));
        else if (changes_direction(character))
            fprintf(stream, "\\u%04x", (unsigned)character);
        else
            fwrite(at, 1, length, stream);
        at += length > 0 ? length : 1;
    }
}

void say_passing(const char *text)
{
    if (!text && voice.passing)
        fputs("\r\x1b[K", stderr);
    voice.passing = text && say_live();
    if (voice.passing)
        fprintf(stderr, "\r%s\x1b[K", text);
    fflush(stderr);
}

static void say_level(text_level level)
{
    static const char *const colors[] = {"31", "33", "33", NULL};
    if (colors[level] && say_has_color(stderr))
        fprintf(stderr, "\x1b[1;%sm%s:\x1b[0m ", colors[level], text_level_name(level));
    else
        fprintf(stderr, "%s: ", text_level_name(level));
}

/* A message longer than this holds a text from outside that does not belong in a message. */
enum { LINE_ROOM = 4096 };

static void say_line(const char *format, va_list arguments)
{
    char line[LINE_ROOM];
    const int length = vsnprintf(line, sizeof line, format, arguments);
    say_text(stderr, line);
    fputs(length >= LINE_ROOM ? "...\n" : "\n", stderr);
}

/* stdout first: where both streams are one terminal or file, the order is that of the program. */
static void begin(void)
{
    fflush(stdout);
    say_passing(NULL);
}

static void say_named(text_level level, const char *format, va_list arguments)
{
    begin();
    fprintf(stderr, "%s: ", voice.name);
    say_level(level);
    say_line(format, arguments);
}

void say_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say_named(TEXT_ERROR, format, arguments);
    va_end(arguments);
}

void say_warning(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say_named(TEXT_WARNING, format, arguments);
    va_end(arguments);
}

void say_note(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (!voice.quiet)
        say_named(TEXT_NOTE, format, arguments);
    va_end(arguments);
}

void say_step(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (voice.detail) {
        begin();
        fprintf(stderr, "%s: ", voice.name);
        say_line(format, arguments);
    }
    va_end(arguments);
}

void say_plain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (!voice.quiet) {
        begin();
        say_line(format, arguments);
    }
    va_end(arguments);
}

void say_about(const char *file, int line, text_level level, const char *text)
{
    if (level == TEXT_NOTE && voice.quiet)
        return;
    begin();
    say_text(stderr, file);
    if (line > 0)
        fprintf(stderr, ":%d", line);
    fputs(": ", stderr);
    say_level(level);
    say_text(stderr, text);
    fputc('\n', stderr);
}

void say_messages(const text_messages *messages)
{
    int first = 0;
    for (size_t i = 0; i < messages->count; i++) {
        const text_message *message = &messages->kept[i];
        say_about(messages->file, message->line, message->level, message->text);
        if (message->level == TEXT_ERROR && first == 0)
            first = message->line;
    }
    if (messages->errors > 1)
        say_error("%s has %zu errors, the first in line %d.", messages->file, messages->errors,
                  first);
}

void say_system(int error, const char *format, ...)
{
    char line[LINE_ROOM];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    say_error("%s (%s).", line, strerror(error));
}
