/* json.h - results as JSON lines: an object a line, on a stream.
 *
 *     json line = json_begin(stdout);
 *     json_text(&line, "view", name);
 *     json_number(&line, "gospa_m", gospa);
 *     json_end(&line);
 *
 * Numbers are the shortest that read back equal; one that does not exist (NaN) is null. Keys are
 * our own and need no escape; texts may come from a file: bytes that are no UTF-8 become U+FFFD.
 */
#ifndef TOOLS_JSON_H
#define TOOLS_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct json {
    FILE *stream;
    bool begun; /* a comma is due */
} json;

json json_begin(FILE *stream);
void json_end(json *line); /* closes the object and ends the line */

void json_text(json *line, const char *key, const char *text); /* NULL: null */
void json_number(json *line, const char *key, double number);
void json_count(json *line, const char *key, uint64_t count);
void json_flag(json *line, const char *key, bool flag);

/* An object within: its fields are added between the two. */
void json_open(json *line, const char *key);
void json_close(json *line);

#endif
