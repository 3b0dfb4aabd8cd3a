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

#define CHANCE_BYTES 16 /* 128 bits: nobody guesses one */
#define FILE_MAX     65536
#define SIGNS        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

/* The room of the book that has this name; -1: none. */
static int room_find(const config *of, const char *name)
{
    for (size_t r = 0; r < fusion_book_rooms(of->book); r++)
        if (strcmp(fusion_book_room(of->book, r).name, name) == 0)
            return (int)r;
    return -1;
}

/* One line, cut at its blank. NULL where it is good, else what is wrong. */
static const char *line_read(web_tokens *into, const config *of, char *line)
{
    char *blank = strchr(line, ' ');
    if (!blank)
        return "is not a reader, a space and a token";
    *blank = '\0';
    const char *text = blank + 1;
    if (fusion_nation_find(&of->registry, line) < 0 && room_find(of, line) < 0 &&
        strcmp(line, FUSION_WHITE_CELL) != 0)
        return "names neither white-cell nor a nation or room of the book";
    const size_t length = strlen(text);
    if (length < 16 || length >= WEB_TOKEN_ROOM || text[strspn(text, SIGNS)] != '\0')
        return "has a token that is not 16 to 95 letters, digits, - or _";
    for (size_t i = 0; i < into->count; i++)
        if (strcmp(into->list[i].who, line) == 0 || strcmp(into->list[i].text, text) == 0)
            return "gives a reader or a token that stands above";
    if (into->count == WEB_TOKENS_MAX)
        return "is one too many";
    web_token *token = &into->list[into->count++];
    snprintf(token->who, sizeof token->who, "%s", line);
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

static void make_one(web_tokens *into, const char *who)
{
    web_token *token = &into->list[into->count++];
    uint8_t chance[CHANCE_BYTES];
    char signs[sodium_base64_ENCODED_LEN(CHANCE_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
    randombytes_buf(chance, sizeof chance);
    sodium_bin2base64(signs, sizeof signs, chance, sizeof chance,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    snprintf(token->who, sizeof token->who, "%s", who);
    snprintf(token->text, sizeof token->text, "%s-%s", who, signs);
}

/* A room that nobody can look at needs no link. */
static void make(web_tokens *into, const config *of)
{
    make_one(into, FUSION_WHITE_CELL);
    for (size_t n = 0; n < of->registry.nation_count; n++)
        make_one(into, of->registry.nations[n].code);
    for (size_t v = 0; v < of->view_count; v++)
        if (of->rooms[v] >= 0)
            make_one(into, fusion_book_room(of->book, (size_t)of->rooms[v]).name);
}

static bool write_all(const web_tokens *tokens, const config *of, char error[512])
{
    const int file = open(of->tokens, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *out = file >= 0 ? fdopen(file, "w") : NULL;
    for (size_t i = 0; out && i < tokens->count; i++)
        fprintf(out, "%s %s\n", tokens->list[i].who, tokens->list[i].text);
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

/* Its own views under the rule in force, those that are opened to it, and its rooms. */
static bool opens(const config *of, const web_reader *reader, size_t view)
{
    if (of->rooms[view] >= 0) {
        const fusion_room room = fusion_book_room(of->book, (size_t)of->rooms[view]);
        return of->rooms[view] == reader->room || (int)room.owner == reader->nation;
    }
    const bool in_force = of->views[view].rule == of->in_force || of->opened >> view & 1u;
    return reader->nation >= 0 && in_force &&
           of->views[view].audience == UINT32_C(1) << reader->nation;
}

static uint64_t views_of(const config *of, const web_reader *reader)
{
    uint64_t views = 0;
    for (size_t n = 0; n < of->view_count; n++)
        if (opens(of, reader, n))
            views |= UINT64_C(1) << n;
    return views;
}

/* The last that has this token; all are looked at, so that it takes as long whichever it is. */
static const char *who_of(const web_tokens *tokens, const char asked[WEB_TOKEN_ROOM], size_t *place)
{
    const char *who = tokens->count == 0 ? FUSION_WHITE_CELL : "";
    *place = 0;
    for (size_t i = 0; i < tokens->count; i++)
        if (sodium_memcmp(asked, tokens->list[i].text, WEB_TOKEN_ROOM) == 0) {
            who = tokens->list[i].who;
            *place = i;
        }
    return who;
}

bool web_tokens_find(const web_tokens *tokens, const config *of, const char *text,
                     web_reader *reader)
{
    char asked[WEB_TOKEN_ROOM] = "";
    if (text && strlen(text) < sizeof asked)
        memcpy(asked, text, strlen(text));
    size_t place;
    const char *who = who_of(tokens, asked, &place);
    *reader = (web_reader){.white_cell = strcmp(who, FUSION_WHITE_CELL) == 0,
                           .nation = fusion_nation_find(&of->registry, who),
                           .place = place};
    reader->room = reader->nation < 0 ? room_find(of, who) : -1;
    reader->views = reader->white_cell ? UINT64_MAX : views_of(of, reader);
    return reader->white_cell || reader->nation >= 0 || reader->room >= 0;
}
