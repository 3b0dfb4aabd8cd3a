#include "tools/import/json_walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void blanks(json_walk *at)
{
    at->next += strspn(at->next, " \t\r\n");
}

bool walk_good(const json_walk *at)
{
    return at->wrong == NULL;
}

void walk_fail(json_walk *at, const char *wrong)
{
    if (!at->wrong)
        at->wrong = wrong;
}

bool walk_is(json_walk *at, char next)
{
    blanks(at);
    return walk_good(at) && *at->next == next;
}

void walk_enter(json_walk *at, char open)
{
    if (walk_is(at, open))
        at->next++;
    else
        walk_fail(at, open == '[' ? "a list should begin here" : "a map should begin here");
}

bool walk_more(json_walk *at, char close)
{
    if (walk_is(at, close)) {
        at->next++;
        return false;
    }
    if (walk_is(at, ','))
        at->next++;
    if (walk_good(at) && (*at->next == '\0' || walk_is(at, close) || walk_is(at, ',')))
        walk_fail(at, "the text ends, or a comma stands alone");
    return walk_good(at);
}

/* From quote to quote; NULL: it has no end. */
static const char *string_end(json_walk *at)
{
    const char *end = at->next + 1;
    while (*end && *end != '"')
        end += end[0] == '\\' && end[1] ? 2 : 1;
    return *end ? end : NULL;
}

const char *walk_key(json_walk *at)
{
    const char *end = walk_is(at, '"') ? string_end(at) : NULL;
    at->key[0] = '\0';
    if (!end) {
        walk_fail(at, "a key should stand here");
        return at->key;
    }
    const size_t length = (size_t)(end - at->next - 1);
    const size_t kept = length < sizeof at->key ? length : sizeof at->key - 1;
    memcpy(at->key, at->next + 1, kept);
    at->key[kept] = '\0';
    at->next = end + 1;
    if (walk_is(at, ':'))
        at->next++;
    else
        walk_fail(at, "a colon should stand behind the key");
    return at->key;
}

double walk_number(json_walk *at)
{
    blanks(at);
    char *end = NULL;
    const bool begins = *at->next == '-' || (*at->next >= '0' && *at->next <= '9');
    const double value = walk_good(at) && begins ? strtod(at->next, &end) : NAN;
    if (!isfinite(value)) {
        walk_fail(at, "a number should stand here");
        return 0.0;
    }
    at->next = end;
    return value;
}

size_t walk_numbers(json_walk *at, double *to, size_t most)
{
    size_t count = 0;
    walk_enter(at, '[');
    while (walk_more(at, ']')) {
        const double value = walk_number(at);
        if (count < most)
            to[count++] = value;
        else
            walk_fail(at, "the list is longer than is taken");
    }
    return count;
}

void walk_skip(json_walk *at)
{
    size_t depth = 0;
    do {
        blanks(at);
        const char next = *at->next;
        const char *end = next == '"' ? string_end(at) : at->next;
        if (next == '\0' || !end) {
            walk_fail(at, "the text ends");
            return;
        }
        depth += next == '[' || next == '{';
        depth -= (next == ']' || next == '}') && depth > 0;
        at->next = end + 1;
        /* A number or word goes on to the next mark. */
        if (!strchr("[]{}\",:", next))
            at->next += strcspn(at->next, "[]{}\",: \t\r\n");
    } while (depth > 0);
}
