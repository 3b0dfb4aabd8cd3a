/* json_put.h - texts and numbers in JSON. */
#ifndef DAEMON_JSON_PUT_H
#define DAEMON_JSON_PUT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A string, with its quotes. */
void json_put_text(FILE *out, const char *text);

/* The same into memory, without the null: room for json_text_room(text) bytes. Gives its end. */
char *json_write_text(char *at, const char *text);
size_t json_text_room(const char *text);

/* Seconds since 1970, with three decimals; what is finer is left out. */
void json_put_seconds(FILE *out, int64_t time_ns);

/* Rounded to so many decimals (text/number.h); null where it is not finite. */
void json_put_number(FILE *out, double value, int decimals);

/* Closes what open_memstream made and gives its text; NULL where memory ran out on the way. */
char *json_put_end(FILE *out, char **text);

#endif
