#include "daemon/web/web_token.h"

#include "daemon/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WHITE_CELL   "white-cell"
#define CHANCE_BYTES 16 /* 128 bits: nobody guesses one */
#define FILE_MAX     65536
#define SIGNS        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

static const char *reader_name(const config *of, int nation)
{
    return nation < 0 ? WHITE_CELL : of->registry.nations[nation].code;
}

/* One line, cut at its blank. NULL where it is good, else what is wrong. */
static const char *line_read(web_tokens *into, const config *of, char *line)
{
    char *blank = strchr(line, ' ');
    if (!blank)
        return "is not a reader, a space and a token";
    *blank = '\0';
    const char *text = blank + 1;
    const int nation = fusion_nation_find(&of->registry, line);
    if (nation < 0 && strcmp(line, WHITE_CELL) != 0)
        return "names neither white-cell nor a nation of the book";
    const size_t length = strlen(text);
    if (length < 16 || length >= WEB_TOKEN_ROOM || text[strspn(text, SIGNS)] != '\0')
        return "has a token that is not 16 to 95 letters, digits, - or _";
    for (size_t i = 0; i < into->count; i++)
        if (into->list[i].nation == nation || strcmp(into->list[i].text, text) == 0)
            return "gives a reader or a token that stands above";
    web_token *token = &into->list[into->count++];
    token->nation = nation;
    memcpy(token->text, text, length);
    return NULL;
}

static bool lines_read(web_tokens *into, const config *of, char *text, char error[512])
{
    int number = 0;
    char *rest = text;
    for (char *line; (line = strsep(&rest, "\n"));) {
        number++;
        if (line[0] == '\0')
            continue;
        const char *wrong = line_read(into, of, line);
        if (wrong) {
            snprintf(error, 512,
                     "%.300s:%d: this line %s. Correct it, or remove the file: a new one is made",
                     of->tokens, number, wrong);
            return false;
        }
    }
    return true;
}

static bool is_private(const config *of, char error[512])
{
    struct stat about;
    if (stat(of->tokens, &about) == 0 && (about.st_mode & 077) == 0)
        return true;
    snprintf(error, 512, "%.300s can be read by others. Run: chmod 600 %.150s", of->tokens,
             of->tokens);
    return false;
}

static void make(web_tokens *into, const config *of)
{
    for (int nation = -1; nation < (int)of->registry.nation_count; nation++) {
        web_token *token = &into->list[into->count++];
        uint8_t chance[CHANCE_BYTES];
        char signs[sodium_base64_ENCODED_LEN(CHANCE_BYTES,
                                             sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
        randombytes_buf(chance, sizeof chance);
        sodium_bin2base64(signs, sizeof signs, chance, sizeof chance,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        token->nation = nation;
        snprintf(token->text, sizeof token->text, "%s-%s", reader_name(of, nation), signs);
    }
}

static bool write_all(const web_tokens *tokens, const config *of, char error[512])
{
    const int file = open(of->tokens, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *out = file >= 0 ? fdopen(file, "w") : NULL;
    for (size_t i = 0; out && i < tokens->count; i++)
        fprintf(out, "%s %s\n", reader_name(of, tokens->list[i].nation), tokens->list[i].text);
    const bool cut = !out || ferror(out);
    if (out && fclose(out) == 0 && !cut)
        return true;
    snprintf(error, 512, "tokens cannot be written to %.300s (%s)", of->tokens, strerror(errno));
    return false;
}

bool web_tokens_read(web_tokens *into, const config *of, char error[512])
{
    char *text = NULL;
    size_t size = 0;
    *into = (web_tokens){0};
    if (of->tokens[0] == '\0')
        return true;
    const int wrong = file_read(of->tokens, FILE_MAX, &text, &size);
    if (wrong == ENOENT) {
        make(into, of);
        return write_all(into, of, error);
    }
    if (wrong) {
        snprintf(error, 512, "%.300s cannot be read (%s)", of->tokens, strerror(wrong));
        return false;
    }
    bool good = is_private(of, error) && lines_read(into, of, text, error);
    sodium_memzero(text, size);
    free(text);
    if (good && into->count == 0) {
        snprintf(error, 512, "%.300s is empty. Remove it: a new one is made", of->tokens);
        good = false;
    }
    return good;
}

/* Its own views under the rule in force, and those that are opened to it. */
static uint64_t views_of(const config *of, int nation)
{
    uint64_t views = 0;
    for (size_t n = 0; n < of->view_count; n++) {
        const bool in_force = of->views[n].rule == of->in_force || of->opened >> n & 1u;
        if (of->rooms[n] < 0 && of->views[n].audience == UINT32_C(1) << nation && in_force)
            views |= UINT64_C(1) << n;
    }
    return views;
}

bool web_tokens_find(const web_tokens *tokens, const config *of, const char *text,
                     web_reader *reader)
{
    char asked[WEB_TOKEN_ROOM] = "";
    if (text && strlen(text) < sizeof asked)
        memcpy(asked, text, strlen(text));
    *reader = (web_reader){.nation = -1};
    bool found = tokens->count == 0;
    reader->white_cell = found;
    for (size_t i = 0; i < tokens->count; i++)
        if (sodium_memcmp(asked, tokens->list[i].text, sizeof asked) == 0) {
            found = true;
            reader->nation = tokens->list[i].nation;
            reader->white_cell = tokens->list[i].nation < 0;
        }
    if (reader->white_cell)
        reader->views = UINT64_MAX;
    else if (found)
        reader->views = views_of(of, reader->nation);
    return found;
}
