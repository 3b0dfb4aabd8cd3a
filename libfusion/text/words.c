#include "text/read.h"

#include <stdio.h>
#include <string.h>

/* Longer words are nobody's slip of the pen. */
#define WORD_MAX 48

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t most(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Optimal string alignment: insertions, deletions, replacements and swaps of neighbours each count
 * one (Damerau 1964; the restricted form). */
static size_t edit_distance(const char *a, const char *b)
{
    const size_t rows = strlen(a), columns = strlen(b);
    if (rows > WORD_MAX || columns > WORD_MAX)
        return WORD_MAX;
    size_t table[3][WORD_MAX + 1];
    for (size_t j = 0; j <= columns; j++)
        table[0][j] = j;
    for (size_t i = 1; i <= rows; i++) {
        size_t *row = table[i % 3];
        const size_t *above = table[(i - 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= columns; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1,
                           above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], table[(i - 2) % 3][j - 2] + 1);
        }
    }
    return table[rows % 3][columns];
}

const char *text_nearest(const char *word, const char *const *words, size_t count)
{
    const char *nearest = NULL;
    size_t best = WORD_MAX;
    for (size_t i = 0; i < count; i++) {
        const size_t distance = edit_distance(word, words[i]);
        /* A third of the letters may be wrong, one of a short word. */
        const size_t letters = most(strlen(word), strlen(words[i]));
        if (distance <= most(1, letters / 3) && distance < best) {
            best = distance;
            nearest = words[i];
        }
    }
    return nearest;
}

static void list_words(char *list, size_t room, const char *const *words, size_t count)
{
    size_t at = 0;
    list[0] = '\0';
    for (size_t i = 0; i < count && at < room; i++)
        at += (size_t)snprintf(list + at, room - at, i > 0 ? ", %s" : "%s", words[i]);
}

static bool is_name(const char *text)
{
    const size_t length = strlen(text);
    return length >= 2 && length <= 48 && text[0] >= 'a' && text[0] <= 'z' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static bool is_plain(const text_node *node, const char *what, text_messages *messages)
{
    if (node->kind == TEXT_SCALAR && !node->quoted)
        return true;
    text_say(messages, TEXT_ERROR, node->line, "%s must be one word, written plain.", what);
    return false;
}

bool text_name(const text_node *node, const char *what, char name[49], text_messages *messages)
{
    if (!is_plain(node, what, messages))
        return false;
    if (!is_name(node->text)) {
        text_say(messages, TEXT_ERROR, node->line,
                 "%s \"%s\" is not a name. Write 2 to 48 small letters, digits and \"-\", a letter "
                 "first.",
                 what, node->text);
        return false;
    }
    memcpy(name, node->text, strlen(node->text) + 1);
    return true;
}

bool text_word(const text_node *node, const char *what, const char *const *words, size_t count,
               size_t *index, text_messages *messages)
{
    if (!is_plain(node, what, messages))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(node->text, words[i]) == 0) {
            *index = i;
            return true;
        }
    const char *nearest = text_nearest(node->text, words, count);
    char list[256];
    list_words(list, sizeof list, words, count);
    if (nearest)
        text_say(messages, TEXT_ERROR, node->line, "\"%s\" is not %s %s. Did you mean \"%s\"?",
                 node->text, strchr("aeiou", what[0]) ? "an" : "a", what, nearest);
    else
        text_say(messages, TEXT_ERROR, node->line, "%s \"%s\" is not a word here (%s).", what,
                 node->text, list);
    return false;
}

static bool key_known(const text_node *entry, const char *what, const char *const *keys,
                      size_t count, text_messages *messages)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(entry->key, keys[i]) == 0)
            return true;
    const char *nearest = text_nearest(entry->key, keys, count);
    char list[256];
    list_words(list, sizeof list, keys, count);
    if (nearest)
        text_say(messages, TEXT_ERROR, entry->key_line,
                 "\"%s\" is not a key here. Did you mean \"%s\"?", entry->key, nearest);
    else
        text_say(messages, TEXT_ERROR, entry->key_line, "\"%s\" is not a key of %s (%s).",
                 entry->key, what, list);
    return false;
}

/* "a sensor" with a name becomes: sensor "alpha". */
static void say_missing(const text_node *map, const char *what, const char *key,
                        text_messages *messages)
{
    const text_node *name = text_find(map, "name");
    const char *noun = strchr(what, ' ');
    if (name && name->kind == TEXT_SCALAR && noun)
        text_say(messages, TEXT_ERROR, map->line,
                 "%s \"%s\" has no \"%s\". Write it; nothing is "
                 "assumed.",
                 noun + 1, name->text, key);
    else
        text_say(messages, TEXT_ERROR, map->line, "%s has no \"%s\". Write it; nothing is assumed.",
                 what, key);
}

bool text_key_missing(const text_node *map, const char *key, const char *const *keys, size_t count)
{
    if (text_find(map, key))
        return false;
    for (size_t i = 0; i < map->count; i++) {
        bool known = false;
        for (size_t k = 0; k < count; k++)
            known = known || strcmp(map->items[i].key, keys[k]) == 0;
        const char *meant = known ? NULL : text_nearest(map->items[i].key, keys, count);
        if (meant && strcmp(meant, key) == 0)
            return false;
    }
    return true;
}

bool text_keys(const text_node *map, const char *what, const char *const *keys, size_t count,
               size_t needed, text_messages *messages)
{
    if (map->kind != TEXT_MAP) {
        text_say(messages, TEXT_ERROR, map->line,
                 "%s is written as keys and values, and %s stands "
                 "here.",
                 what, map->kind == TEXT_LIST ? "a list" : "one value");
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < map->count; i++)
        good = key_known(&map->items[i], what, keys, count, messages) && good;
    for (size_t i = 0; i < needed; i++)
        if (text_key_missing(map, keys[i], keys, count)) {
            say_missing(map, what, keys[i], messages);
            good = false;
        }
    return good;
}
