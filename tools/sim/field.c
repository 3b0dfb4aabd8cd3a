#include "tools/sim/field.h"

#include "fusion/report.h"
#include "text/read.h"
#include "tools/sim/scenario.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define FIELDS_MAX 32

static const char *const sends_words[] = {"plot", "track", "bearing", "notice"};

static bool seconds_read(const text_node *node, const char *what, double *seconds,
                         text_messages *messages)
{
    int64_t ns;
    if (!text_duration(node, what, true, &ns, messages))
        return false;
    *seconds = (double)ns / 1e9; /* divided: a whole number of seconds stays one */
    return true;
}

static bool whole_read(const text_node *node, const char *what, double *seconds,
                       text_messages *messages)
{
    if (!seconds_read(node, what, seconds, messages))
        return false;
    if (*seconds == floor(*seconds))
        return true;
    text_say(messages, TEXT_ERROR, node->line, "%s \"%s\" is not a whole number of seconds.", what,
             node->text);
    return false;
}

static bool count_read(const text_node *node, const char *what, double *value,
                       text_messages *messages)
{
    int64_t count;
    if (!text_integer(node, what, 1, 1000000, &count, messages))
        return false;
    *value = (double)count;
    return true;
}

/* A list of words, each a bit of the set. */
static bool set_read(const text_node *node, const char *what, const char *const *words,
                     size_t count, uint8_t *set, text_messages *messages)
{
    if (node->kind != TEXT_LIST || node->count == 0) {
        text_say(messages, TEXT_ERROR, node->line, "%s is a list of words, such as [%s].", what,
                 words[0]);
        return false;
    }
    uint8_t read = 0;
    for (size_t i = 0; i < node->count; i++) {
        size_t index;
        if (!text_word(&node->items[i], what, words, count, &index, messages))
            return false;
        read |= (uint8_t)(1 << index);
    }
    *set = read;
    return true;
}

static bool categories_read(const text_node *node, const char *what, uint8_t *set,
                            text_messages *messages)
{
    const char *words[FUSION_CATEGORIES];
    for (unsigned i = 0; i < FUSION_CATEGORIES; i++)
        words[i] = fusion_category_name(i);
    return set_read(node, what, words, FUSION_CATEGORIES, set, messages);
}

static bool identity_read(const text_node *node, const char *what, uint8_t *identity,
                          text_messages *messages)
{
    const char *words[FUSION_IDENTITIES];
    for (unsigned i = 0; i < FUSION_IDENTITIES; i++)
        words[i] = fusion_identity_name(i);
    size_t index;
    if (!text_word(node, what, words, FUSION_IDENTITIES, &index, messages))
        return false;
    *identity = (uint8_t)index;
    return true;
}

static bool single_read(const text_node *node, const char *what, field_kind kind, double *value,
                        text_messages *messages)
{
    switch (kind) {
    case FIELD_SECONDS:
    case FIELD_SECONDS_SPAN:
        return seconds_read(node, what, value, messages);
    case FIELD_WHOLE:
        return whole_read(node, what, value, messages);
    case FIELD_LENGTH:
    case FIELD_LENGTH_SPAN:
        return text_length(node, what, true, value, messages);
    case FIELD_SPEED:
    case FIELD_SPEED_SPAN:
        return text_speed(node, what, value, messages);
    case FIELD_ANGLE:
    case FIELD_ANGLE_SPAN:
        return text_angle(node, what, true, value, messages);
    case FIELD_SHARE:
        return text_number(node, what, 0.0, 1.0, value, messages);
    case FIELD_COUNT:
        return count_read(node, what, value, messages);
    case FIELD_NUMBER:
        return text_number(node, what, 0.0, 1e6, value, messages);
    case FIELD_BOX:
        return text_place(node, what, &value[0], &value[1], messages);
    default:
        return false;
    }
}

/* "A to B", each half read as a value by itself: step is how many doubles it fills. */
static bool span_read(const text_node *node, const char *what, field_kind kind, size_t step,
                      double *values, text_messages *messages)
{
    static const char between[] = " to ";
    const char *text = node->kind == TEXT_SCALAR ? node->text : "";
    const char *at = strstr(text, between);
    char first[64];
    if (!at || (size_t)(at - text) >= sizeof first) {
        text_say(messages, TEXT_ERROR, node->line,
                 "%s \"%s\" is not a span. Write its two ends with \" to \" between them.", what,
                 text);
        return false;
    }
    memcpy(first, text, (size_t)(at - text));
    first[at - text] = '\0';
    text_node half = *node;
    half.text = first;
    if (!single_read(&half, what, kind, values, messages))
        return false;
    half.text = at + strlen(between);
    if (!single_read(&half, what, kind, values + step, messages))
        return false;
    if (kind != FIELD_ANGLE_SPAN && (values[0] > values[step])) {
        text_say(messages, TEXT_ERROR, node->line, "%s \"%s\" ends before it begins.", what, text);
        return false;
    }
    return true;
}

static bool text_quoted(const text_node *node, const char *what, const char **text,
                        text_messages *messages)
{
    if (node->kind != TEXT_SCALAR || !node->quoted) {
        text_say(messages, TEXT_ERROR, node->line, "%s is a text. Put it in double quotes.", what);
        return false;
    }
    *text = node->text;
    return true;
}

bool field_read(const text_node *node, const field *of, void *target, text_messages *messages)
{
    switch (of->kind) {
    case FIELD_NAME:
        return text_name(node, of->key, target, messages);
    case FIELD_PLACE: {
        double *place = target;
        return text_place(node, of->key, &place[0], &place[1], messages);
    }
    case FIELD_CATEGORIES:
        return categories_read(node, of->key, target, messages);
    case FIELD_IDENTITY:
        return identity_read(node, of->key, target, messages);
    case FIELD_SENDS:
        return set_read(node, of->key, sends_words, 4, target, messages);
    case FIELD_SECONDS_SPAN:
    case FIELD_LENGTH_SPAN:
    case FIELD_SPEED_SPAN:
    case FIELD_ANGLE_SPAN:
        return span_read(node, of->key, of->kind, 1, target, messages);
    case FIELD_BOX:
        return span_read(node, of->key, of->kind, 2, target, messages);
    case FIELD_TEXT:
        return text_quoted(node, of->key, target, messages);
    case FIELD_OTHER:
        return true;
    default:
        return single_read(node, of->key, of->kind, target, messages);
    }
}

bool fields_read(const text_node *map, const char *what, const field *fields, size_t count,
                 size_t needed, void *base, text_messages *messages)
{
    const char *keys[FIELDS_MAX] = {0};
    for (size_t i = 0; i < count; i++)
        keys[i] = fields[i].key;
    bool good = text_keys(map, what, keys, count, needed, messages);
    for (size_t i = 0; i < count; i++) {
        const text_node *node = text_find(map, fields[i].key);
        if (!node)
            continue;
        const char *unless = fields[i].unless;
        if (unless && node->kind == TEXT_SCALAR && !node->quoted && strcmp(node->text, unless) == 0)
            continue;
        good &= field_read(node, &fields[i], (char *)base + fields[i].offset, messages);
    }
    return good;
}
