/* say.h - talk to the person: on stderr, one message one line, in one voice.
 *
 * Results go to stdout and are not this module's. What is said here begins with the program's name
 * ("picket fuse: error: ...") or with a file and line, is never wrapped, and shows control and
 * direction-changing characters as \x1b and \u202e. The word error is red and warning yellow where
 * the stream is a terminal that has colours.
 */
#ifndef TOOLS_SAY_H
#define TOOLS_SAY_H

#include "text/message.h"

#include <stdbool.h>
#include <stdio.h>

/* Colour of a stream: by what it is, or as the person wants. */
typedef enum say_color { SAY_COLOR_AUTO, SAY_COLOR_ALWAYS, SAY_COLOR_NEVER } say_color;

/* Who speaks from now on: "picket fuse". Kept, not copied. */
void say_as(const char *name);
void say_in_color(say_color when);
void say_quietly(bool quiet); /* notes and progress are left out */
bool say_is_quiet(void);
void say_in_detail(bool detail); /* steps are said */

/* A message without a full stop at the end gets none: write it. */
__attribute__((format(printf, 1, 2))) void say_error(const char *format, ...);
__attribute__((format(printf, 1, 2))) void say_warning(const char *format, ...);
__attribute__((format(printf, 1, 2))) void say_note(const char *format, ...); /* not with -q */
__attribute__((format(printf, 1, 2))) void say_step(const char *format, ...); /* only with -v */

/* A whole line without "picket fuse:" before it, on stderr: a summary whose stdout is taken, for
 * instance. Not with -q. */
__attribute__((format(printf, 1, 2))) void say_plain(const char *format, ...);

/* `FILE:LINE: error: TEXT`, or `FILE: error: TEXT` where the line is 0. */
void say_about(const char *file, int line, text_level level, const char *text);

/* All messages of a file; where some were not kept, how many there are. */
void say_messages(const text_messages *messages);

/* file is not there, cannot be written, ...: the system's own words in brackets.
 * say_system(errno, "%s cannot be read", path) -> "... cannot be read (Is a directory)." */
__attribute__((format(printf, 2, 3))) void say_system(int error, const char *format, ...);

/* Writes text with control and direction-changing characters shown. */
void say_text(FILE *stream, const char *text);

/* A line that stands on the terminal until something else is said; NULL takes it away. Does
 * nothing unless stderr is a live terminal (say_live). */
void say_passing(const char *text);
bool say_live(void);

/* Columns of the terminal behind the stream; 0 where it is none. */
int say_width(FILE *stream);

/* The escape sequences for bold, red and yellow on this stream, or "". */
bool say_has_color(FILE *stream);

#endif
