#include "release/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct book_block {
    struct book_block *next;
    max_align_t data[];
};

void *read_keep(book_reader *r, size_t count, size_t size)
{
    struct book_block *block = calloc(1, sizeof *block + (count > 0 ? count : 1) * size);
    if (!block) {
        r->no_memory = true;
        return NULL;
    }
    block->next = r->book->blocks;
    r->book->blocks = block;
    return block->data;
}

const char *read_keep_text(book_reader *r, const char *text)
{
    const size_t room = strlen(text) + 1;
    char *copy = read_keep(r, room, 1);
    return copy ? memcpy(copy, text, room) : NULL;
}

void fusion_book_destroy(fusion_book *book)
{
    if (!book)
        return;
    for (struct book_block *block = book->blocks; block;) {
        struct book_block *next = block->next;
        free(block);
        block = next;
    }
    free(book);
}

static void say_missing(book_reader *r, const text_node *map, const char *what, const read_key *key)
{
    const text_node *name = text_find(map, "name");
    const char *hint = key->hint ? key->hint : "Write it; nothing is assumed.";
    if (name && name->kind == TEXT_SCALAR)
        text_say(r->messages, TEXT_ERROR, map->line, "%s \"%s\" has no \"%s\". %s", what,
                 name->text, key->name, hint);
    else
        text_say(r->messages, TEXT_ERROR, map->line, "this %s has no \"%s\". %s", what, key->name,
                 hint);
}

#define KEYS_MAX 16

bool read_keys(book_reader *r, const text_node *map, const char *what, const read_key *keys,
               size_t count)
{
    const char *names[KEYS_MAX];
    for (size_t i = 0; i < count; i++)
        names[i] = keys[i].name;
    char article[64];
    snprintf(article, sizeof article, "%s %s", strchr("aeiou", what[0]) ? "an" : "a", what);
    bool good = text_keys(map, article, names, count, 0, r->messages);
    if (map->kind != TEXT_MAP)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!(keys[i].hint && *keys[i].hint == '\0') &&
            text_key_missing(map, keys[i].name, names, count)) {
            say_missing(r, map, what, &keys[i]);
            good = false;
        }
    return good;
}

bool read_is(const text_node *node, const char *word)
{
    return node->kind == TEXT_SCALAR && !node->quoted && strcmp(node->text, word) == 0;
}

bool read_name(book_reader *r, const text_node *entry, const char *what, char name[BOOK_NAME_ROOM])
{
    return text_name(text_find(entry, "name"), what, name, r->messages);
}

bool read_new_word(book_reader *r, const text_node *entry, const char *what,
                   char name[BOOK_NAME_ROOM])
{
    static const char *const words[] = {"all",   "always", "any",        "everywhere",
                                        "exact", "none",   "not-needed", "withheld"};
    if (!read_name(r, entry, what, name))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(name, words[i]) == 0) {
            text_say(r->messages, TEXT_ERROR, text_find(entry, "name")->line,
                     "\"%s\" is a word of the language and cannot be the name of %s %s.", name,
                     strchr("aeiou", what[0]) ? "an" : "a", what);
            return false;
        }
    return true;
}

bool read_differs(book_reader *r, const char *name, int line, const char *other, int other_line)
{
    if (strcmp(name, other) != 0)
        return true;
    text_say(r->messages, TEXT_ERROR, line,
             "name \"%s\" stands here again; first on line %d. Keep one.", name, other_line);
    return false;
}

const char **read_names(book_reader *r, const void *first, size_t stride, size_t count)
{
    const char **names = read_keep(r, count, sizeof *names);
    for (size_t i = 0; names && i < count; i++)
        names[i] = (const char *)first + i * stride;
    return names;
}

void *read_section(book_reader *r, const text_node *node, const char *what, size_t most,
                   size_t each, const text_node **list)
{
    if (!read_list(r, node, "Write an entry, or leave the section out.", false, list))
        return NULL;
    if ((*list)->count > most) {
        text_say(r->messages, TEXT_ERROR, (*list)->line, "there are more than %zu %s.", most, what);
        return NULL;
    }
    return read_keep(r, (*list)->count, each);
}

bool read_list(book_reader *r, const text_node *node, const char *instead, bool none_allowed,
               const text_node **list)
{
    *list = NULL;
    if (none_allowed && read_is(node, "none"))
        return true;
    const char *key = node->key ? node->key : "entry";
    if (node->kind != TEXT_LIST) {
        text_say(r->messages, TEXT_ERROR, node->line, "\"%s\" is a list. Write it in [ ]%s.", key,
                 none_allowed ? ", or write none" : "");
        return false;
    }
    if (node->count == 0) {
        text_say(r->messages, TEXT_ERROR, node->line, "\"%s\" is an empty list. %s", key, instead);
        return false;
    }
    *list = node;
    return true;
}

/* What YAML itself would have taken for true or false. */
static bool yaml_boolean(const char *text)
{
    static const char *const words[] = {"y",    "n",     "yes", "no",  "true", "false",
                                        "on",   "off",   "Yes", "No",  "YES",  "NO",
                                        "TRUE", "FALSE", "ON",  "OFF", "Y",    "N"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

bool read_word(book_reader *r, const text_node *node, const char *what, const char *const *words,
               size_t count, size_t *index)
{
    const bool plain = node->kind == TEXT_SCALAR && !node->quoted;
    if (!plain || !yaml_boolean(node->text))
        return text_word(node, what, words, count, index, r->messages);
    char list[256] = "";
    for (size_t i = 0, at = 0; i < count && at < sizeof list; i++)
        at += (size_t)snprintf(list + at, sizeof list - at, i > 0 ? ", %s" : "%s", words[i]);
    text_say(r->messages, TEXT_ERROR, node->line,
             "%s \"%s\" is not a word here (%s). A rule book has no yes and no.", what, node->text,
             list);
    return false;
}

bool read_words(book_reader *r, const text_node *node, const char *what, const char *instead,
                const char *const *words, size_t count, uint64_t *set)
{
    const text_node *list;
    if (!read_list(r, node, instead, false, &list))
        return false;
    bool good = true;
    *set = 0;
    for (size_t i = 0; i < list->count; i++) {
        size_t index;
        if (!read_word(r, &list->items[i], what, words, count, &index)) {
            good = false;
            continue;
        }
        if (*set >> index & 1u) {
            text_say(r->messages, TEXT_ERROR, list->items[i].line,
                     "%s stands twice in \"%s\". Keep one.", words[index], node->key);
            good = false;
        }
        *set |= UINT64_C(1) << index;
    }
    return good;
}

void read_codes(const fusion_book *book, uint32_t set, char list[READ_CODES_ROOM])
{
    size_t at = 0;
    list[0] = '\0';
    for (size_t n = 0; n < book->nation_count; n++)
        if (set >> n & 1u)
            at += (size_t)snprintf(list + at, READ_CODES_ROOM - at, at > 0 ? ", %s" : "%s",
                                   book->nations[n].code);
}

bool read_nation(book_reader *r, const text_node *node, uint8_t *nation)
{
    const fusion_book *book = r->book;
    if (node->kind != TEXT_SCALAR || node->quoted) {
        text_say(r->messages, TEXT_ERROR, node->line, "a nation's code stands here, plain.");
        return false;
    }
    for (size_t n = 0; n < book->nation_count; n++)
        if (strcmp(book->nations[n].code, node->text) == 0) {
            *nation = (uint8_t)n;
            return true;
        }
    char list[READ_CODES_ROOM];
    read_codes(book, UINT32_MAX, list);
    char letters[80] = "", small[8] = "";
    for (size_t i = 0; i + 1 < sizeof small && node->text[i] != '\0'; i++)
        small[i] = (char)(node->text[i] | 0x20);
    if (yaml_boolean(node->text))
        snprintf(letters, sizeof letters, " (Letters are letters here: %.5s is never \"%s\".)",
                 node->text, small);
    text_say(r->messages, TEXT_ERROR, node->line,
             "nation \"%s\" is not listed on line %d (%s). Add it there, or correct it.%s",
             node->text, book->nations_line, list, letters);
    return false;
}

bool read_nations(book_reader *r, const text_node *node, uint32_t *set)
{
    const text_node *list;
    if (!read_list(r, node, "Name the nations.", false, &list))
        return false;
    bool good = true;
    *set = 0;
    for (size_t i = 0; i < list->count; i++) {
        uint8_t nation;
        if (!read_nation(r, &list->items[i], &nation)) {
            good = false;
            continue;
        }
        if (*set >> nation & 1u) {
            text_say(r->messages, TEXT_ERROR, list->items[i].line,
                     "%s stands twice in \"%s\". Keep one.", list->items[i].text, node->key);
            good = false;
        }
        *set |= UINT32_C(1) << nation;
    }
    return good;
}

bool read_quoted(book_reader *r, const text_node *node, const char *what, size_t longest,
                 const char **text)
{
    if (node->kind != TEXT_SCALAR) {
        text_say(r->messages, TEXT_ERROR, node->line, "the %s is one text in double quotes.", what);
        return false;
    }
    if (!node->quoted && node->remark) {
        text_say(r->messages, TEXT_ERROR, node->line,
                 "the %s is not in double quotes, and \" %s\" would be lost as a remark. Write %s: "
                 "\"%s %s\".",
                 what, node->remark, node->key, node->text, node->remark);
        return false;
    }
    if (!node->quoted) {
        text_say(r->messages, TEXT_ERROR, node->line,
                 "the %s is not in double quotes. Write %s: \"%s\".", what, node->key, node->text);
        return false;
    }
    if (strlen(node->text) > longest || strchr(node->text, '\n')) {
        text_say(r->messages, TEXT_ERROR, node->line,
                 "the %s is longer than %zu bytes, or has more than one line.", what, longest);
        return false;
    }
    *text = read_keep_text(r, node->text);
    return *text != NULL;
}

bool read_categories(book_reader *r, const text_node *node, uint8_t *categories)
{
    const char *words[FUSION_CATEGORIES];
    for (unsigned i = 0; i < FUSION_CATEGORIES; i++)
        words[i] = fusion_category_name(i);
    if (read_is(node, "all")) {
        *categories = UINT8_MAX;
        return true;
    }
    uint64_t set;
    if (!read_words(r, node, "category", "Name the categories, or delete the clause.", words,
                    FUSION_CATEGORIES, &set))
        return false;
    *categories = (uint8_t)set;
    return true;
}
