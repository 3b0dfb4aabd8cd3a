#include "daemon/config/config_read.h"

#include "daemon/file.h"
#include "release/book.h"
#include "text/read.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS (2 * FUSION_EXERCISE_KEY)

static bool key_decode(const char *data, size_t size, uint8_t key[FUSION_EXERCISE_KEY])
{
    size_t length = 0;
    while (size > 0 && (data[size - 1] == '\n' || data[size - 1] == '\r'))
        size--;
    return size == DIGITS &&
           sodium_hex2bin(key, FUSION_EXERCISE_KEY, data, size, NULL, &length, NULL) == 0 &&
           length == FUSION_EXERCISE_KEY;
}

static bool file_key(const text_node *node, const config *into, uint8_t key[FUSION_EXERCISE_KEY],
                     text_messages *messages)
{
    char path[4096];
    char *data = NULL;
    size_t size = 0;
    const char *text = node->kind == TEXT_SCALAR ? node->text : "";
    const bool named = *text != '\0' && file_beside(into->path, text, path, sizeof path);
    const int error = named ? file_read(path, 4096, &data, &size) : ENOENT;
    const bool good = error == 0 && key_decode(data, size, key);
    if (error)
        text_say(messages, TEXT_ERROR, node->line, "exercise key \"%s\" cannot be read (%s).", text,
                 strerror(error));
    else if (!good)
        text_say(messages, TEXT_ERROR, node->line,
                 "exercise key \"%s\" is not %d hexadecimal digits, such as openssl rand -hex %d "
                 "writes.",
                 text, DIGITS, FUSION_EXERCISE_KEY);
    if (data)
        sodium_memzero(data, size);
    free(data);
    return good;
}

/* Anyone who knows the word can take the displacements out: good for trying things, no more. */
static void word_key(const text_node *node, const char *code, uint8_t key[FUSION_EXERCISE_KEY],
                     text_messages *messages)
{
    crypto_generichash(key, FUSION_EXERCISE_KEY, (const uint8_t *)code, strlen(code),
                       (const uint8_t *)node->text, strlen(node->text));
    text_say(messages, TEXT_WARNING, node->line,
             "the exercise key of %s is made of the word \"%s\": whoever knows it can work out the "
             "true place of everything that is moved. Use a key file for an exercise.",
             code, node->text);
}

static bool key_word(const text_node *node, text_messages *messages)
{
    if (node->kind == TEXT_SCALAR && strlen(node->text) >= crypto_generichash_KEYBYTES_MIN &&
        strlen(node->text) <= crypto_generichash_KEYBYTES_MAX)
        return true;
    text_say(messages, TEXT_ERROR, node->line, "made-of must be a text of %u to %u bytes.",
             crypto_generichash_KEYBYTES_MIN, crypto_generichash_KEYBYTES_MAX);
    return false;
}

/* Two nations with one key would move their tracks alike: each could take out the other's. */
static bool key_differs(const config *into, size_t nation, const text_node *node,
                        text_messages *messages)
{
    for (size_t n = 0; n < into->registry.nation_count; n++)
        if (n != nation && (into->keyed >> n & 1u) &&
            memcmp(into->floor_keys[n], into->floor_keys[nation], FUSION_EXERCISE_KEY) == 0) {
            text_say(messages, TEXT_ERROR, node->line,
                     "%s and %s have the same exercise key. Give each its own.",
                     into->registry.nations[n].code, into->registry.nations[nation].code);
            return false;
        }
    return true;
}

static bool key_read(const text_node *map, config *into, text_messages *messages)
{
    static const char *const keys[] = {"nation", "file", "made-of"};
    const char *codes[FUSION_NATIONS_MAX];
    size_t nation = 0;
    for (size_t i = 0; i < into->registry.nation_count; i++)
        codes[i] = into->registry.nations[i].code;
    if (!text_keys(map, "an exercise key", keys, 3, 1, messages) ||
        !text_word(text_find(map, "nation"), "nation", codes, into->registry.nation_count, &nation,
                   messages))
        return false;
    const text_node *file = text_find(map, "file"), *word = text_find(map, "made-of");
    if (!file == !word) {
        text_say(messages, TEXT_ERROR, map->line,
                 "an exercise key is read from a file, or made-of a word: write one of the two.");
        return false;
    }
    if (into->keyed >> nation & 1u) {
        text_say(messages, TEXT_ERROR, map->line, "%s has an exercise key already.", codes[nation]);
        return false;
    }
    if (word && !key_word(word, messages))
        return false;
    if (word)
        word_key(word, codes[nation], into->floor_keys[nation], messages);
    else if (!file_key(file, into, into->floor_keys[nation], messages))
        return false;
    into->keyed |= UINT32_C(1) << nation;
    return key_differs(into, nation, map, messages);
}

/* Nations whose clauses or limits move places; the registry's nations are the book's. */
static uint32_t nations_that_move(const fusion_book *book)
{
    uint32_t move = 0;
    for (size_t c = 0; c < book->clause_count; c++)
        if (form_step(book->forms[book->clauses[c].form].steps, FORM_POSITION) > 0)
            move |= UINT32_C(1) << book->clauses[c].from;
    for (size_t e = 0; e < book->entry_count; e++)
        if (book->entries[e].limit &&
            form_step(book->forms[book->entries[e].form].steps, FORM_POSITION) > 0)
            move |= UINT32_C(1) << book->entries[e].owner;
    return move;
}

static void missing_tell(const config *into, text_messages *messages)
{
    const uint32_t missing = nations_that_move(into->book) & ~into->keyed;
    for (size_t n = 0; n < into->registry.nation_count; n++)
        if (missing >> n & 1u)
            text_say(messages, TEXT_WARNING, 0,
                     "the book moves places of %s, and %s has no exercise key: its tracks are not "
                     "given in those forms, and its warnings have no circle. Add it to "
                     "exercise-keys.",
                     into->registry.nations[n].code, into->registry.nations[n].code);
}

bool config_read_keys(const text_node *list, config *into, text_messages *messages)
{
    bool good = true;
    if (list && list->kind != TEXT_LIST) {
        text_say(messages, TEXT_ERROR, list->line,
                 "exercise-keys must be a list, such as [{nation: JPN, file: keys/jpn.key}].");
        return false;
    }
    for (size_t i = 0; list && i < list->count; i++)
        good = key_read(&list->items[i], into, messages) && good;
    if (good)
        missing_tell(into, messages);
    return good;
}

fusion_status config_key_gate(const config *of, fusion_gate *gate)
{
    fusion_status status = FUSION_OK;
    for (size_t n = 0; status == FUSION_OK && n < of->registry.nation_count; n++)
        if (of->keyed >> n & 1u)
            status = fusion_gate_key(gate, (uint8_t)n, of->floor_keys[n]);
    return status;
}
