#include "text/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

/* Below this a double times a power of ten is a whole number that both double and int64_t hold. */
static const double whole_max = 9007199254740992.0;

static size_t no_text(char *text)
{
    text[0] = '\0';
    return 0;
}

/* Digits of the value without zeros at the end, and its decimal exponent: 0.d1d2d3... times
 * 10^exponent. A decimal of 15 digits survives the way through a double, so if one reads back
 * equal, then that of "%.14e" does, and without its zeros it is the shortest. Subnormals hold
 * fewer. */
static size_t shortest_digits(double value, char shortest[24], int *exponent)
{
    char text[40];
    for (int precision = value < DBL_MIN ? 0 : 14; precision <= 16; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, value);
        if (strtod(text, NULL) == value)
            break;
    }
    const char *mark = strchr(text, 'e');
    *exponent = (int)strtol(mark + 1, NULL, 10) + 1;
    size_t count = 0;
    for (const char *at = text; at < mark; at++)
        if (*at != '.')
            shortest[count++] = *at;
    while (count > 1 && shortest[count - 1] == '0')
        count--;
    return count;
}

static char *put(char *at, const char *from, size_t count)
{
    memcpy(at, from, count);
    return at + count;
}

static char *put_zeros(char *at, int count)
{
    while (count-- > 0)
        *at++ = '0';
    return at;
}

size_t number_shortest(char text[NUMBER_ROOM], double value)
{
    if (!isfinite(value))
        return no_text(text);
    char *at = text;
    if (value < 0)
        *at++ = '-';
    char shortest[24];
    int exponent = 0;
    const size_t count = shortest_digits(fabs(value), shortest, &exponent);
    if (value == 0.0) {
        *at++ = '0';
    } else if (exponent > 15 || exponent < -3) {
        at = put(at, shortest, 1);
        if (count > 1)
            *at++ = '.';
        at = put(at, shortest + 1, count - 1);
        at += snprintf(at, 8, "e%d", exponent - 1);
    } else if (exponent <= 0) {
        at = put_zeros(put(at, "0.", 2), -exponent);
        at = put(at, shortest, count);
    } else if ((size_t)exponent >= count) {
        at = put_zeros(put(at, shortest, count), exponent - (int)count);
    } else {
        at = put(at, shortest, (size_t)exponent);
        *at++ = '.';
        at = put(at, shortest + exponent, count - (size_t)exponent);
    }
    *at = '\0';
    return (size_t)(at - text);
}

/* A whole number written from its end; fixed room on both sides, so that copies have a fixed length
 * and cost nothing. */
enum { DIGITS_MOST = 24 };
typedef struct digits {
    char text[2 * DIGITS_MOST];
    const char *first;
    size_t count;
} digits;

static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233"
                            "34353637383940414243444546474849505152535455565758596061626364656667"
                            "6869707172737475767778798081828384858687888990919293949596979899";

/* At least so many digits, with zeros before. Two at a time: a division is what costs. */
static void digits_of(digits *out, uint64_t whole, size_t least)
{
    char *const end = out->text + DIGITS_MOST;
    char *at = end;
    for (; whole >= 10; whole /= 100)
        memcpy(at -= 2, pairs + 2 * (whole % 100), 2);
    if (whole > 0)
        *--at = (char)('0' + whole);
    while ((size_t)(end - at) < least)
        *--at = '0';
    out->first = at;
    out->count = (size_t)(end - at);
}

static char *put_digits(char *at, const char *from, size_t count)
{
    memcpy(at, from, DIGITS_MOST);
    return at + count;
}

size_t number_rounded(char text[NUMBER_ROOM], double value, int decimals)
{
    const double scaled = fabs(value) * powers[decimals];
    if (!(scaled < whole_max))
        return number_shortest(text, value);
    const uint64_t whole = (uint64_t)llrint(scaled);
    size_t after = (size_t)decimals;
    digits out;
    digits_of(&out, whole, after + 1);
    const size_t before = out.count - after;
    while (after > 0 && out.first[before + after - 1] == '0')
        after--;
    char *at = text;
    if (value < 0 && whole > 0)
        *at++ = '-';
    at = put_digits(at, out.first, before);
    if (after > 0) {
        *at++ = '.';
        at = put_digits(at, out.first + before, after);
    }
    *at = '\0';
    return (size_t)(at - text);
}

size_t number_whole(char text[NUMBER_ROOM], uint64_t whole)
{
    digits out;
    digits_of(&out, whole, 1);
    put_digits(text, out.first, out.count)[0] = '\0';
    return out.count;
}

static char *put_grouped(char *at, const char *from, size_t count)
{
    for (; count > 0; count--) {
        *at++ = *from++;
        if (count % 3 == 1 && count > 1)
            *at++ = ',';
    }
    return at;
}

size_t number_grouped(char text[NUMBER_ROOM], double value, int decimals)
{
    const double scaled = fabs(value) * powers[decimals];
    if (!(scaled < whole_max))
        return number_shortest(text, value);
    const uint64_t whole = (uint64_t)llrint(scaled);
    const size_t after = (size_t)decimals;
    digits out;
    digits_of(&out, whole, after + 1);
    const size_t before = out.count - after;
    char *at = text;
    if (value < 0 && whole > 0)
        *at++ = '-';
    at = put_grouped(at, out.first, before);
    if (after > 0)
        *at++ = '.';
    at = put(at, out.first + before, after);
    *at = '\0';
    return (size_t)(at - text);
}

size_t number_grouped_count(char text[NUMBER_ROOM], uint64_t count)
{
    digits out;
    digits_of(&out, count, 1);
    char *at = put_grouped(text, out.first, out.count);
    *at = '\0';
    return (size_t)(at - text);
}
