#include "daemon/web/web_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEXT  "text/plain; charset=utf-8"
#define PIECE 32768 /* bytes of an answer that are written in one turn */

/* Takes the body. */
static int answer(struct lws *wsi, web_client *client, unsigned status, const char *type,
                  char *body, size_t size)
{
    uint8_t head[LWS_PRE + 2048], *const start = head + LWS_PRE, *at = start;
    uint8_t *const end = head + sizeof head;
    free(client->body);
    client->body = body;
    client->size = size;
    client->written = 0;
    if (!body || lws_add_http_common_headers(wsi, status, type, size, &at, end) ||
        lws_add_http_header_by_name(
            wsi, (const uint8_t *)"cache-control:", (const uint8_t *)"no-store", 8, &at, end) ||
        lws_finalize_write_http_header(wsi, start, &at, end))
        return -1;
    lws_callback_on_writable(wsi);
    return 0;
}

static int answer_words(struct lws *wsi, web_client *client, unsigned status, const char *words)
{
    return answer(wsi, client, status, TEXT, strdup(words), strlen(words));
}

static int answer_all(struct lws *wsi, web_client *client, const web_answer *all)
{
    return answer(wsi, client, all->status, all->type, all->text, all->size);
}

int web_http_json(struct lws *wsi, web_client *client, char *text, size_t size)
{
    return answer_all(wsi, client, &(web_answer){200, "application/json", text, size});
}

static const char nothing[] = "Nothing is here.\n";

int web_http_nothing(struct lws *wsi, web_client *client)
{
    return answer_words(wsi, client, 404, nothing);
}

/* One piece a turn, so that no answer holds the loop, and none while the system has not taken the
 * one before. libwebsockets gives up whoever is not through some seconds after he asked; here time
 * runs anew with every piece, so that a slow reader gets all, and one that reads nothing is let go.
 */
int web_http_write(struct lws *wsi, web_client *client)
{
    if (!client->body || lws_partial_buffered(wsi))
        return 0;
    uint8_t room[LWS_PRE + PIECE];
    const size_t left = client->size - client->written;
    const size_t piece = left < PIECE ? left : PIECE;
    const bool last = piece == left;
    memcpy(room + LWS_PRE, client->body + client->written, piece);
    if (lws_write(wsi, room + LWS_PRE, piece, last ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) <
        (int)piece)
        return -1;
    lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, WEB_PATIENCE_S);
    client->written += piece;
    if (!last) {
        lws_callback_on_writable(wsi);
        return 0;
    }
    free(client->body);
    client->body = NULL;
    return lws_http_transaction_completed(wsi) ? -1 : 0;
}

static const char *type_of(const char *path)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript"},
        {".css", "text/css"},
        {".json", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".woff2", "font/woff2"},
    };
    const char *dot = strrchr(path, '.');
    for (size_t n = 0; dot && n < sizeof types / sizeof *types; n++)
        if (strcmp(dot, types[n].ending) == 0)
            return types[n].type;
    return NULL;
}

/* Letters, digits, '-', '_', '.' and '/', and no part that begins with a dot: such a path stays
 * inside the folder. */
static bool is_plain(const char *path)
{
    if (path[0] != '/' || strstr(path, "/.") || strstr(path, "//"))
        return false;
    return path[strspn(
               path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./")] == '\0';
}

static int answer_file(web *one, struct lws *wsi, web_client *client, const char *path)
{
    static const char uncached[] = "cache-control: no-store\r\n";
    char file[4096];
    if (strcmp(path, "/") == 0)
        path = "/index.html";
    const char *type = type_of(path);
    const int length = snprintf(file, sizeof file, "%s%s", one->settings.files, path);
    if (!type || !is_plain(path) || length < 0 || (size_t)length >= sizeof file)
        return web_http_nothing(wsi, client);
    if (access(file, R_OK) != 0) {
        if (strcmp(path, "/index.html") == 0)
            return answer_words(wsi, client, 503,
                                "The page is not built here. Build it: cmake -B build "
                                "-DPICKET_PAGE=ON && cmake --build build\n");
        return web_http_nothing(wsi, client);
    }
    const int done = lws_serve_http_file(wsi, file, type, uncached, sizeof uncached - 1);
    return done < 0 || (done > 0 && lws_http_transaction_completed(wsi)) ? -1 : 0;
}

/* "Bearer TOKEN". */
bool web_http_reader(const web *one, struct lws *wsi, web_reader *reader)
{
    char text[WEB_TOKEN_ROOM + 8];
    const bool has = lws_hdr_copy(wsi, text, sizeof text, WSI_TOKEN_HTTP_AUTHORIZATION) > 7 &&
                     strncmp(text, "Bearer ", 7) == 0;
    return web_tokens_find(&one->tokens, one->settings.configuration, has ? text + 7 : NULL,
                           reader);
}

static web_answer words(unsigned status, const char *text)
{
    return (web_answer){status, TEXT, strdup(text), strlen(text)};
}

typedef enum door { PAGE, HEALTH, METRICS, SCORES, TRUTH, DOORS } door;

/* Which of the addresses that only some may read; DOORS: none. */
static door door_of(const char *path)
{
    static const char *const paths[DOORS] = {"/page.json", "/health", "/metrics", "/scores",
                                             "/truth"};
    unsigned n = 0;
    while (n < DOORS && strcmp(path, paths[n]) != 0)
        n++;
    return (door)n;
}

static bool may_read(const web_settings *of, const web_reader *reader, door asked)
{
    if (!reader || ((asked == SCORES || asked == TRUTH) && !of->staff))
        return false;
    return asked == PAGE || reader->white_cell || (asked == HEALTH && reader->nation >= 0);
}

/* Of a room; what is none of his is not there. */
static web_answer of_room(const web *one, const web_reader *reader, const char *name)
{
    const web_settings *of = &one->settings;
    web_answer answer = {200, "application/json", NULL, 0};
    if (reader)
        answer.text = web_room_text(of->configuration, of->line, reader, name, &answer.size);
    return answer.text ? answer : words(404, nothing);
}

#define ROOMS "/rooms/"

/* What only some may read. */
static web_answer for_reader(const web *one, const web_reader *reader, door asked)
{
    const web_settings *of = &one->settings;
    web_answer answer = {200, "application/json", NULL, 0};
    if (!may_read(of, reader, asked))
        return words(404, nothing);
    if (asked == PAGE) {
        answer.text = web_text_site(of->configuration, reader, &answer.size);
    } else if (asked == HEALTH) {
        answer.text = of->health(of->context, reader, &answer.size);
    } else if (asked == METRICS) {
        answer.type = "text/plain; version=0.0.4; charset=utf-8";
        answer.text = of->metrics(of->context, &answer.size);
    } else {
        answer.text = of->staff(of->context, asked == TRUTH, &answer.size);
    }
    return answer;
}

#define SEES "/sees/"

static bool is_audit(const char *path)
{
    return strcspn(path, "?") == 6 && strncmp(path, "/audit", 6) == 0;
}

static bool is_for_white_cell(const char *path)
{
    return strcmp(path, "/standing") == 0 || strcmp(path, "/timeline") == 0 || is_audit(path) ||
           strncmp(path, SEES, sizeof SEES - 1) == 0;
}

/* false: it is not there. */
static bool white_read(const web_settings *of, const char *path, web_answer *answer)
{
    const char *query = strchr(path, '?');
    newest_asked asked;
    if (strcmp(path, "/standing") == 0 && of->standing)
        answer->text = of->standing(of->context, &answer->size);
    else if (strcmp(path, "/timeline") == 0 && of->timeline)
        answer->text = of->timeline(of->context, &answer->size);
    else if (is_audit(path) && of->audit && newest_asked_read(query ? query + 1 : "", &asked))
        answer->text = of->audit(of->context, &asked, &answer->size);
    else if (strncmp(path, SEES, sizeof SEES - 1) == 0 && of->sees)
        answer->text = of->sees(of->context, path + sizeof SEES - 1, &answer->size);
    else
        return false;
    return true;
}

static web_answer for_white_cell(const web *one, const web_reader *reader, const char *path)
{
    web_answer answer = {200, "application/json", NULL, 0};
    if (!reader || !reader->white_cell || !white_read(&one->settings, path, &answer))
        answer = words(404, nothing);
    return answer;
}

bool web_http_answer(const web *one, const web_reader *reader, const char *path, web_answer *answer)
{
    const web_settings *of = &one->settings;
    if (strcmp(path, "/healthz") == 0)
        *answer = words(200, "ok\n");
    else if (strcmp(path, "/readyz") == 0)
        *answer = of->ready(of->context) ? words(200, "ready\n") : words(503, "not ready\n");
    else if (door_of(path) != DOORS)
        *answer = for_reader(one, reader, door_of(path));
    else if (is_for_white_cell(path))
        *answer = for_white_cell(one, reader, path);
    else if (strncmp(path, ROOMS, strlen(ROOMS)) == 0)
        *answer = of_room(one, reader, path + strlen(ROOMS));
    else
        return false;
    return true;
}

/* The path with what is asked of it; what is too long is asked as what nobody can be. */
static const char *with_query(struct lws *wsi, const char *path, char asked[128])
{
    size_t used = (size_t)snprintf(asked, 128, "%s", path);
    for (int n = 0; lws_hdr_fragment_length(wsi, WSI_TOKEN_HTTP_URI_ARGS, n) > 0; n++) {
        char part[64];
        if (lws_hdr_copy_fragment(wsi, part, sizeof part, WSI_TOKEN_HTTP_URI_ARGS, n) < 0 ||
            used + strlen(part) + 2 > 128)
            return "/audit?long";
        used += (size_t)snprintf(asked + used, 128 - used, "%c%s", n ? '&' : '?', part);
    }
    return asked;
}

int web_http_request(web *one, struct lws *wsi, web_client *client, const char *path)
{
    web_posted posted;
    if (!web_holds_little(wsi))
        return -1;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_POST_URI) > 0)
        return web_says_hears(path, &posted) ? web_says_begin(wsi, client, posted)
                                             : web_http_nothing(wsi, client);
    if (lws_hdr_total_length(wsi, WSI_TOKEN_GET_URI) == 0)
        return answer_words(wsi, client, 405, "Only GET is answered.\n");
    web_reader reader;
    web_answer all;
    char asked[128];
    if (is_audit(path))
        path = with_query(wsi, path, asked);
    const bool known = web_http_reader(one, wsi, &reader);
    if (web_http_answer(one, known ? &reader : NULL, path, &all))
        return answer_all(wsi, client, &all);
    return answer_file(one, wsi, client, path);
}
