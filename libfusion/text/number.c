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

/* Digits of the value without zeros at the end, and its decimal exponent: 0.d1d2d3... x
 * 10^exponent. A decimal of 15 digits survives the way through a double, so if one reads back
 * equal, then that of
 * "%.14e" does, and without its zeros it is the shortest. Subnormals hold fewer. */
static size_t shortest_digits(double value, char digits[24], int *exponent)
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
            digits[count++] = *at;
    while (count > 1 && digits[count - 1] == '0')
        count--;
    return count;
}

static char *put(char *at, const char *digits, size_t count)
{
    memcpy(at, digits, count);
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
    char digits[24];
    int exponent = 0;
    const size_t count = shortest_digits(fabs(value), digits, &exponent);
    if (value == 0.0) {
        *at++ = '0';
    } else if (exponent > 15 || exponent < -3) {
        at = put(at, digits, 1);
        if (count > 1)
            *at++ = '.';
        at = put(at, digits + 1, count - 1);
        at += snprintf(at, 8, "e%d", exponent - 1);
    } else if (exponent <= 0) {
        at = put_zeros(put(at, "0.", 2), -exponent);
        at = put(at, digits, count);
    } else if ((size_t)exponent >= count) {
        at = put_zeros(put(at, digits, count), exponent - (int)count);
    } else {
        at = put(at, digits, (size_t)exponent);
        *at++ = '.';
        at = put(at, digits + exponent, count - (size_t)exponent);
    }
    *at = '\0';
    return (size_t)(at - text);
}

/* Writes a whole number of at least `least` digits backwards, ending before `end`. */
static char *digits_before(char *end, uint64_t whole, int least)
{
    for (; whole > 0 || least > 0; whole /= 10, least--)
        *--end = (char)('0' + whole % 10);
    return end;
}

size_t number_rounded(char text[NUMBER_ROOM], double value, int decimals)
{
    const double scaled = fabs(value) * powers[decimals];
    if (!(scaled < whole_max))
        return number_shortest(text, value);
    uint64_t whole = (uint64_t)llrint(scaled);
    for (; decimals > 0 && whole % 10 == 0; decimals--)
        whole /= 10;
    char digits[24];
    char *const end = digits + sizeof digits;
    const char *first = digits_before(end, whole, decimals + 1);
    const size_t before = (size_t)(end - first - decimals);
    char *at = text;
    if (value < 0 && whole > 0)
        *at++ = '-';
    at = put(at, first, before);
    if (decimals > 0)
        *at++ = '.';
    at = put(at, first + before, (size_t)decimals);
    *at = '\0';
    return (size_t)(at - text);
}

static char *put_grouped(char *at, const char *digits, size_t count)
{
    for (; count > 0; count--) {
        *at++ = *digits++;
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
    char digits[24];
    char *const end = digits + sizeof digits;
    const char *first = digits_before(end, whole, decimals + 1);
    const size_t before = (size_t)(end - first - decimals);
    char *at = text;
    if (value < 0 && whole > 0)
        *at++ = '-';
    at = put_grouped(at, first, before);
    if (decimals > 0)
        *at++ = '.';
    at = put(at, first + before, (size_t)decimals);
    *at = '\0';
    return (size_t)(at - text);
}

size_t number_grouped_count(char text[NUMBER_ROOM], uint64_t count)
{
    char digits[24];
    char *const end = digits + sizeof digits;
    const char *first = digits_before(end, count, 1);
    char *at = put_grouped(text, first, (size_t)(end - first));
    *at = '\0';
    return (size_t)(at - text);
}
