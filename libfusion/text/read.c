#include "text/read.h"

#include "text/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define RADIANS_PER_DEGREE (3.14159265358979323846 / 180.0)

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The scalar's text, plain; NULL, and said why, if it is anything else. */
static const char *plain(const text_node *node, const char *what, text_messages *messages)
{
    if (node->kind != TEXT_SCALAR) {
        text_say(messages, TEXT_ERROR, node->line, "%s must be one value, and %s stands here.",
                 what, node->kind == TEXT_LIST ? "a list" : "a group of keys");
        return NULL;
    }
    if (node->quoted) {
        text_say(messages, TEXT_ERROR, node->line, "%s \"%s\" stands in quotes. Write it plain: %s",
                 what, node->text, node->text);
        return NULL;
    }
    return node->text;
}

/* A plain decimal: digits times ten to the power of -scale. */
typedef struct decimal {
    bool negative;
    uint64_t digits; /* the first DIGITS_MAX of them */
    unsigned scale;
    unsigned count;   /* of digits written */
    const char *rest; /* behind it */
} decimal;

/* 2^53 > 1e15: so many digits are exact in a double, and so is the quotient's rounding. */
#define DIGITS_MAX 15

static bool say_exponent(const text_node *node, const char *what, const char *at,
                         text_messages *messages)
{
    const char *text = node->text;
    const char *rest = at + 1;
    size_t power = 0;
    while (is_digit(*rest) && power < 10)
        power = power * 10 + (size_t)(*rest++ - '0');
    if (power <= 9 && rest > at + 1 && !memchr(text, '.', (size_t)(at - text)))
        text_say(messages, TEXT_ERROR, node->line,
                 "%s \"%s\" has an exponent. Write \"%.*s%.*s%s\".", what, text, (int)(at - text),
                 text, (int)power, "000000000", rest);
    else
        text_say(messages, TEXT_ERROR, node->line,
                 "%s \"%s\" has an exponent. Write the number out.", what, text);
    return false;
}

static bool say_zero(const text_node *node, const char *what, const char *at,
                     text_messages *messages)
{
    const char *from = at;
    while (from[0] == '0' && is_digit(from[1]))
        from++;
    text_say(messages, TEXT_ERROR, node->line, "%s \"%s\" begins with a zero. Write \"%.*s%s\".",
             what, node->text, (int)(at - node->text), node->text, from);
    return false;
}

static bool say_no_number(const text_node *node, const char *what, text_messages *messages)
{
    text_say(messages, TEXT_ERROR, node->line,
             "%s \"%s\" does not begin with a number. Write plain decimals, such as 2 or 0.5.",
             what, node->text);
    return false;
}

/* Digits of at[0..), gathered into number; gives the place behind them. */
static const char *take_digits(const char *at, decimal *number, unsigned *count)
{
    for (; is_digit(*at); at++, (*count)++)
        if (*count < DIGITS_MAX)
            number->digits = number->digits * 10 + (uint64_t)(*at - '0');
    return at;
}

/* A decimal of any length: whoever takes its value looks at the count first. */
static bool scan_decimal(const text_node *node, const char *at, const char *what, bool signed_,
                         decimal *number, text_messages *messages)
{
    *number = (decimal){.rest = at};
    if (*at == '-' || *at == '+') {
        if (!signed_ || *at == '+') {
            text_say(messages, TEXT_ERROR, node->line, "%s \"%s\" has a sign. Write it without.",
                     what, node->text);
            return false;
        }
        number->negative = true;
        at++;
    }
    if (!is_digit(*at))
        return say_no_number(node, what, messages);
    if (at[0] == '0' && is_digit(at[1]))
        return say_zero(node, what, at, messages);
    at = take_digits(at, number, &number->count);
    if (at[0] == '.' && is_digit(at[1])) {
        const unsigned whole = number->count;
        at = take_digits(at + 1, number, &number->count);
        number->scale = number->count - whole;
    }
    if ((*at == 'e' || *at == 'E') && (is_digit(at[1]) || at[1] == '-' || at[1] == '+'))
        return say_exponent(node, what, at, messages);
    number->rest = at;
    return true;
}

static bool read_decimal(const text_node *node, const char *at, const char *what, bool signed_,
                         decimal *number, text_messages *messages)
{
    if (!scan_decimal(node, at, what, signed_, number, messages))
        return false;
    if (number->count > DIGITS_MAX) {
        text_say(messages, TEXT_ERROR, node->line, "%s \"%s\" has more than %d digits.", what,
                 node->text, DIGITS_MAX);
        return false;
    }
    return true;
}

static double decimal_value(const decimal *number)
{
    static const double tens[DIGITS_MAX + 1] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const double value = (double)number->digits / tens[number->scale];
    return number->negative ? -value : value;
}

typedef struct unit {
    const char *name;
    int64_t size; /* of one, in the unit wanted */
} unit;

static void say_unit(const text_node *node, const char *what, const decimal *number,
                     const unit *units, size_t count, text_messages *messages)
{
    const char *text = node->text;
    const int length = (int)(number->rest - text);
    const char *rest = number->rest;
    if (*rest == '\0') {
        if (count > 1)
            text_say(messages, TEXT_ERROR, node->line,
                     "%s \"%s\" has no unit. Write \"%s %s\" or \"%s %s\".", what, text, text,
                     units[0].name, text, units[1].name);
        else
            text_say(messages, TEXT_ERROR, node->line, "%s \"%s\" has no unit. Write \"%s %s\".",
                     what, text, text, units[0].name);
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (strcmp(rest + strspn(rest, " "), units[i].name) == 0) {
            text_say(messages, TEXT_ERROR, node->line,
                     "%s \"%s\" needs one space before its unit. Write \"%.*s %s\".", what, text,
                     length, text, units[i].name);
            return;
        }
    char list[64] = "";
    for (size_t i = 0; i < count; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), i > 0 ? ", %s" : "%s",
                 units[i].name);
    text_say(messages, TEXT_ERROR, node->line,
             "%s \"%s\" is not a number, a space and a unit (%s).", what, text, list);
}

/* A decimal, one space and one of the units; gives its index or -1. */
static int read_quantity(const text_node *node, const char *what, bool signed_, const unit *units,
                         size_t count, decimal *number, text_messages *messages)
{
    const char *text = plain(node, what, messages);
    if (!text || !read_decimal(node, text, what, signed_, number, messages))
        return -1;
    for (size_t i = 0; i < count; i++)
        if (number->rest[0] == ' ' && strcmp(number->rest + 1, units[i].name) == 0)
            return (int)i;
    say_unit(node, what, number, units, count, messages);
    return -1;
}

/* Exactly, or not at all: a tenth of a unit of time is a whole number of nanoseconds or it is too
 * fine. */
static bool duration_exact(const decimal *number, int64_t unit_ns, int64_t *duration_ns)
{
    int64_t place_ns = unit_ns;
    for (unsigned i = 0; i < number->scale; i++) {
        if (place_ns % 10 != 0)
            return false;
        place_ns /= 10;
    }
    if (number->digits > (uint64_t)(INT64_MAX / place_ns))
        return false;
    *duration_ns = (int64_t)number->digits * place_ns;
    return true;
}

bool text_duration(const text_node *node, const char *what, bool fine, int64_t *duration_ns,
                   text_messages *messages)
{
    static const unit units[] = {{"s", 1000000000},    {"min", 60000000000},
                                 {"h", 3600000000000}, {"days", 86400000000000},
                                 {"ms", 1000000},      {"us", 1000}};
    /* A hundred years: every sum of a time and a few durations stays inside an int64_t. */
    const int64_t longest_ns = INT64_C(36500) * 86400000000000;
    decimal number;
    const int at = read_quantity(node, what, false, units, fine ? 6 : 4, &number, messages);
    if (at < 0)
        return false;
    int64_t exact_ns;
    if (!duration_exact(&number, units[at].size, &exact_ns) || exact_ns > longest_ns) {
        text_say(messages, TEXT_ERROR, node->line,
                 "%s \"%s\" is finer than a nanosecond or longer than 36500 days.", what,
                 node->text);
        return false;
    }
    *duration_ns = exact_ns;
    return true;
}

bool text_length(const text_node *node, const char *what, bool signed_, double *metres,
                 text_messages *messages)
{
    static const unit units[] = {{"m", 1}, {"km", 1000}};
    decimal number;
    const int at = read_quantity(node, what, signed_, units, 2, &number, messages);
    if (at >= 0)
        *metres = decimal_value(&number) * (double)units[at].size;
    return at >= 0;
}

bool text_speed(const text_node *node, const char *what, double *metres_per_second,
                text_messages *messages)
{
    static const unit units[] = {{"m/s", 1}};
    decimal number;
    if (read_quantity(node, what, false, units, 1, &number, messages) < 0)
        return false;
    *metres_per_second = decimal_value(&number);
    return true;
}

bool text_angle(const text_node *node, const char *what, bool signed_, double *radians,
                text_messages *messages)
{
    static const unit units[] = {{"deg", 1}};
    decimal number;
    if (read_quantity(node, what, signed_, units, 1, &number, messages) < 0)
        return false;
    *radians = decimal_value(&number) * RADIANS_PER_DEGREE;
    return true;
}

bool text_number(const text_node *node, const char *what, double low, double high, double *value,
                 text_messages *messages)
{
    const char *text = plain(node, what, messages);
    decimal number;
    if (!text || !read_decimal(node, text, what, low < 0.0, &number, messages))
        return false;
    const double read = decimal_value(&number);
    if (*number.rest != '\0' || !(read >= low && read <= high)) {
        char from[NUMBER_ROOM], to[NUMBER_ROOM];
        number_rounded(from, low, 9);
        number_rounded(to, high, 9);
        text_say(messages, TEXT_ERROR, node->line, "%s \"%s\" is not a number from %s to %s.", what,
                 text, from, to);
        return false;
    }
    *value = read;
    return true;
}

bool text_integer(const text_node *node, const char *what, int64_t low, int64_t high,
                  int64_t *value, text_messages *messages)
{
    const char *text = plain(node, what, messages);
    decimal number;
    if (!text || !read_decimal(node, text, what, low < 0, &number, messages))
        return false;
    const int64_t read = number.negative ? -(int64_t)number.digits : (int64_t)number.digits;
    if (*number.rest != '\0' || number.scale > 0 || read < low || read > high) {
        text_say(messages, TEXT_ERROR, node->line,
                 "%s \"%s\" is not a whole number from %lld to %lld.", what, text, (long long)low,
                 (long long)high);
        return false;
    }
    *value = read;
    return true;
}

/* One coordinate: a decimal, a space, one of two letters; gives the letter, or 0 in silence. The
 * decimal may be longer than its value can be taken of. */
static char read_coordinate(const char **at, const char letters[2], decimal *number)
{
    text_messages unheard;
    text_messages_init(&unheard, "");
    const text_node node = {.kind = TEXT_SCALAR, .text = *at};
    if (!scan_decimal(&node, *at, "", false, number, &unheard) || number->rest[0] != ' ')
        return 0;
    const char letter = number->rest[1];
    if (letter == '\0' || (letter != letters[0] && letter != letters[1]))
        return 0;
    *at = number->rest + 2;
    return letter;
}

static bool say_place(const text_node *node, const char *what, text_messages *messages)
{
    const char *text = node->text;
    const char *at = text;
    decimal number;
    if (read_coordinate(&at, "EW", &number) && *at == ' ') {
        const char *second = at + 1;
        const char *end = second;
        if (read_coordinate(&end, "NS", &number) && *end == '\0') {
            text_say(messages, TEXT_ERROR, node->line,
                     "%s \"%s\" has longitude first. Write \"%s %.*s\".", what, text, second,
                     (int)(at - text), text);
            return false;
        }
    }
    text_say(messages, TEXT_ERROR, node->line,
             "%s \"%s\" is not a place. Write \"37.5 N 131.0 E\": decimal degrees, latitude first.",
             what, text);
    return false;
}

bool text_place(const text_node *node, const char *what, double *lat, double *lon,
                text_messages *messages)
{
    const char *at = plain(node, what, messages);
    if (!at)
        return false;
    decimal north, east;
    const char north_letter = read_coordinate(&at, "NS", &north);
    if (!north_letter || *at++ != ' ')
        return say_place(node, what, messages);
    const char east_letter = read_coordinate(&at, "EW", &east);
    if (!east_letter || *at != '\0')
        return say_place(node, what, messages);
    if (north.count > DIGITS_MAX || east.count > DIGITS_MAX) {
        text_say(messages, TEXT_ERROR, node->line,
                 "%s \"%s\" has a number with more than %d digits.", what, node->text, DIGITS_MAX);
        return false;
    }
    const double lat_deg = decimal_value(&north), lon_deg = decimal_value(&east);
    if (lat_deg > 90.0 || lon_deg > 180.0) {
        text_say(messages, TEXT_ERROR, node->line,
                 "%s \"%s\" lies outside the world: latitude goes to 90, longitude to 180.", what,
                 node->text);
        return false;
    }
    *lat = (north_letter == 'S' ? -lat_deg : lat_deg) * RADIANS_PER_DEGREE;
    /* 180 W is 180 E: one number for one meridian. */
    *lon = (east_letter == 'W' && lon_deg < 180.0 ? -lon_deg : lon_deg) * RADIANS_PER_DEGREE;
    return true;
}
