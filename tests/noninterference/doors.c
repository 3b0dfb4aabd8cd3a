#include "noninterference/doors.h"

#include "daemon/told/health.h"
#include "daemon/web/web_inside.h"

#include <stdlib.h>
#include <string.h>

enum { PART = 1000, SLOW = 3 };

struct doors {
    config *of;
    const pipeline *line;
    uint64_t views;
    heard_all heard;
    int64_t now_ns;
    web server;
    struct {
        web_client prompt, slow;
        unsigned epochs;
    } pages[FUSION_VIEWS_MAX];
};

/* Eight bytes at a time, each step one to one: two texts of one digest are not to be met by chance.
 */
void digest_add(digest *into, const void *data, size_t size)
{
    const uint8_t *bytes = data;
    into->size += size;
    for (size_t i = 0; i < size; i += 8) {
        uint64_t word = 0;
        memcpy(&word, bytes + i, size - i < 8 ? size - i : 8);
        into->value = (into->value ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        into->value ^= into->value >> 29;
    }
    into->value = (into->value ^ size) * UINT64_C(0xBF58476D1CE4E5B9);
}

/* All that was ever received: what a partner may not be told. */
static char *metrics(void *context, size_t *size)
{
    const doors *all = context;
    uint64_t sum = 0;
    for (size_t s = 0; s < all->of->registry.sensor_count; s++)
        sum += pipeline_sensor_count(all->line, s)->fused;
    char *text = malloc(32);
    if (text)
        *size = (size_t)snprintf(text, 32, "fused %llu\n", (unsigned long long)sum);
    return text;
}

static char *health(void *context, const web_reader *reader, size_t *size)
{
    const doors *all = context;
    const metrics_snapshot snapshot = {.configuration = all->of,
                                       .line = all->line,
                                       .heard = &all->heard,
                                       .exercise_ns = all->now_ns,
                                       .exercise_rate = 1.0};
    return health_render(&snapshot, reader->white_cell ? -1 : reader->nation, reader->views, size);
}

static bool ready(void *context)
{
    (void)context;
    return true;
}

static void token_text(const char *who, char text[WEB_TOKEN_ROOM])
{
    snprintf(text, WEB_TOKEN_ROOM, "%.48s-aaaaaaaaaaaaaaaa", who);
}

static void give(web_tokens *tokens, const char *who)
{
    web_token *one = &tokens->list[tokens->count++];
    snprintf(one->who, sizeof one->who, "%s", who);
    token_text(who, one->text);
}

static void give_all(web_tokens *tokens, const config *of)
{
    give(tokens, FUSION_WHITE_CELL);
    for (size_t n = 0; n < of->registry.nation_count; n++)
        give(tokens, of->registry.nations[n].code);
    for (size_t r = 0; r < fusion_book_rooms(of->book); r++)
        give(tokens, fusion_book_room(of->book, r).name);
}

doors *doors_open(config *of, const pipeline *line, uint64_t views)
{
    doors *all = calloc(1, sizeof *all);
    if (!all)
        abort();
    all->of = of;
    all->line = line;
    all->views = views;
    all->server.settings = (web_settings){.configuration = of,
                                          .line = line,
                                          .metrics = metrics,
                                          .health = health,
                                          .ready = ready,
                                          .context = all};
    give_all(&all->server.tokens, of);
    for (size_t v = 0; v < of->view_count; v++) {
        all->pages[v].prompt.view = all->pages[v].slow.view = v;
        if (views >> v & 1u && !(all->server.views[v].wire = picture_wire_create(of, v)))
            abort();
    }
    return all;
}

void doors_close(doors *all)
{
    for (size_t v = 0; v < FUSION_VIEWS_MAX; v++)
        picture_wire_destroy(all->server.views[v].wire);
    free(all->server.room);
    free(all);
}

/* All that a page is owed. */
static void read_on(doors *all, web_client *page, digest *bytes, digest *texts)
{
    web_message next;
    do {
        if (!web_feed_next(&all->server, page, &next))
            abort();
        if (next.size > 0)
            digest_add(next.text ? texts : bytes, next.data, next.size);
    } while (next.size > 0);
}

void doors_show(doors *all, const pipeline_picture *picture, digest *bytes, digest *texts,
                digest *whole)
{
    const size_t v = picture->view;
    const uint8_t *data = NULL;
    web_publish(&all->server, picture);
    picture_wire *wire = all->server.views[v].wire;
    size_t size = picture_wire_whole(wire, &data);
    digest_add(whole, data, size);
    const bool parted = size > PART; /* else its only part is as good as the whole */
    for (size_t part = 1; parted && (size = picture_wire_part(wire, part, PART, &data)) > 0; part++)
        digest_add(bytes, data, size);
    read_on(all, &all->pages[v].prompt, bytes, texts);
    if (all->pages[v].epochs++ % SLOW == SLOW - 1)
        read_on(all, &all->pages[v].slow, bytes, texts);
}

void doors_said(doors *all, digest *texts)
{
    web_said(&all->server);
    for (size_t v = 0; v < all->of->view_count; v++)
        if (all->views >> v & 1u)
            read_on(all, &all->pages[v].prompt, &texts[v], &texts[v]);
}

void doors_hear(doors *all, int64_t stamp_ns, const codec_result *result)
{
    heard_note(&all->heard, stamp_ns, all->of->epoch_ns, result);
}

static void ask_at(doors *all, const web_reader *reader, const char *path, digest *texts)
{
    web_answer answer = {0};
    const bool there = web_http_answer(&all->server, reader, path, &answer);
    digest_add(texts, &answer.status, sizeof answer.status);
    digest_add(texts, answer.text, there ? answer.size : 0);
    free(answer.text);
}

/* A room is asked about when its own view is, by its host among others. */
static void ask(doors *all, const char *token, int room, digest *texts, digest *of_health)
{
    static const char *const paths[] = {"/page.json", "/metrics", "/healthz",  "/readyz",
                                        "/history",   "/sees/a",  "/standing", "/rooms/",
                                        "/timeline",  "/audit"};
    web_reader reader;
    const bool known = web_tokens_find(&all->server.tokens, all->of, token, &reader);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        ask_at(all, known ? &reader : NULL, paths[i], texts);
    ask_at(all, known ? &reader : NULL, "/health", of_health);
    for (size_t r = 0; r < fusion_book_rooms(all->of->book); r++) {
        const fusion_room one = fusion_book_room(all->of->book, r);
        char path[64];
        snprintf(path, sizeof path, "/rooms/%s", one.name);
        if ((int)r == room || !known || (int)one.owner != reader.nation)
            ask_at(all, known ? &reader : NULL, path, texts);
    }
}

static void host_of(const config *of, int room, char token[WEB_TOKEN_ROOM])
{
    const unsigned owner = fusion_book_room(of->book, (size_t)room).owner;
    token_text(of->registry.nations[owner].code, token);
}

/* Whose view it is; "": nobody's alone. */
static void owner_of(const config *of, size_t view, char token[WEB_TOKEN_ROOM])
{
    token[0] = '\0';
    if (of->rooms[view] >= 0)
        token_text(fusion_book_room(of->book, (size_t)of->rooms[view]).name, token);
    for (size_t n = 0; of->rooms[view] < 0 && n < of->registry.nation_count; n++)
        if (of->views[view].audience == UINT32_C(1) << n)
            token_text(of->registry.nations[n].code, token);
}

void doors_ask(doors *all, size_t view, int64_t now_ns, digest *texts, digest *of_health)
{
    char token[WEB_TOKEN_ROOM];
    web_client late = {.view = view};
    digest bytes = {0};
    all->of->in_force = all->of->views[view].rule;
    all->now_ns = now_ns;
    read_on(all, &late, &bytes, texts);
    owner_of(all->of, view, token);
    const int room = all->of->rooms[view];
    ask(all, token, room, texts, of_health);
    ask(all, NULL, room, texts, texts);
    if (room < 0)
        return;
    web_reader host;
    char path[64];
    host_of(all->of, room, token);
    snprintf(path, sizeof path, "/rooms/%s", fusion_book_room(all->of->book, (size_t)room).name);
    ask_at(all, web_tokens_find(&all->server.tokens, all->of, token, &host) ? &host : NULL, path,
           texts);
}

void doors_answer(const char *refused, int64_t effect_ns, digest *texts)
{
    size_t size = 0;
    char *text = web_says_text(refused, effect_ns, &size);
    digest_add(texts, text, size);
    free(text);
}
