/* json_walk.h - a walk through JSON text, value by value, without a tree.
 *
 * The caller knows what should come and asks for it. The first thing that is otherwise ends the
 * walk: from then on there is nothing more, and numbers are 0.
 */
#ifndef TOOLS_IMPORT_JSON_WALK_H
#define TOOLS_IMPORT_JSON_WALK_H

#include <stdbool.h>
#include <stddef.h>

typedef struct json_walk {
    const char *next;  /* the text, which ends with a zero byte */
    const char *wrong; /* what ended the walk; NULL: nothing */
    char key[32];
} json_walk;

bool walk_good(const json_walk *at);
void walk_fail(json_walk *at, const char *wrong); /* the first counts */

/* Whether that character comes next; steps into a list or map. */
bool walk_is(json_walk *at, char next);
void walk_enter(json_walk *at, char open);

/* Whether another entry follows, and steps to it; else steps behind the end. */
bool walk_more(json_walk *at, char close);

/* The entry's key, up to 31 bytes of it; valid until the next. */
const char *walk_key(json_walk *at);

double walk_number(json_walk *at);

/* A list of numbers: how many there are, at most `most`. */
size_t walk_numbers(json_walk *at, double *to, size_t most);

/* Past a value, whatever it is. */
void walk_skip(json_walk *at);

#endif
