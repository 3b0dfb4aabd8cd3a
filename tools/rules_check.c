#include "daemon/config/yaml.h"
#include "daemon/file.h"
#include "release/lint.h"
#include "tools/rules.h"
#include "tools/say.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The digest of the file, in hexadecimal; empty where it cannot be read again. */
static void digest(const char *path, char hex[65])
{
    char *data;
    size_t size;
    hex[0] = '\0';
    if (file_read(path, YAML_SIZE_MAX, &data, &size) != 0)
        return;
    unsigned char bytes[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(bytes, (const unsigned char *)data, size);
    sodium_bin2hex(hex, 65, bytes, sizeof bytes);
    free(data);
}

/* `FILE:LINE: lint NAME: TEXT`; a note as every other. */
static void say_findings(const text_messages *messages)
{
    for (size_t i = 0; i < messages->count; i++) {
        const text_message *one = &messages->kept[i];
        if (one->level != TEXT_LINT)
            say_about(messages->file, one->line, one->level, one->text);
        else
            fprintf(stderr, "%s:%d: lint %s\n", messages->file, one->line, one->text);
    }
}

static void count(size_t number, const char *what)
{
    printf("%zu %s%s, ", number, what, number == 1 ? "" : "s");
}

int rules_check(const options *given, const char *path)
{
    fusion_book *book = NULL;
    const int code = rules_book(path, &book);
    if (code != EXIT_DONE)
        return code;
    text_messages messages;
    text_messages_init(&messages, path);
    lint_book(book, &messages);
    say_findings(&messages);
    char hex[65];
    digest(path, hex);
    const char *slash = strrchr(path, '/');
    printf("%s: good. ", slash ? slash + 1 : path);
    count(book->nation_count, "nation");
    count(book->sensor_count, "sensor");
    count(book->clause_count, "clause");
    count(book->rule_count, "rule");
    printf("%zu example%s, ", book->example_count, book->example_count == 1 ? " holds" : "s hold");
    count(messages.warnings, "lint");
    printf("sha256 %.12s\n", hex);
    fusion_book_destroy(book);
    return messages.warnings > 0 && options_given(given, RULES_STRICT) ? EXIT_NO : EXIT_DONE;
}
