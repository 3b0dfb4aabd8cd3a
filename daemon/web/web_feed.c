#include "daemon/web/web_inside.h"

#include <stdlib.h>
#include <string.h>

/* The token stands among the protocols that a page offers, "pictures, token.TOKEN": a browser can
 * set no other header of a WebSocket, and an address would end up in logs. */
static bool reader_of(const web *one, struct lws *wsi, web_reader *reader)
{
    char text[WEB_TOKEN_ROOM + 32];
    const bool has = lws_hdr_copy(wsi, text, sizeof text, WSI_TOKEN_PROTOCOL) > 0;
    char *token = has ? strstr(text, "token.") : NULL;
    if (token) {
        token += strlen("token.");
        token[strcspn(token, ", ")] = '\0';
    }
    return web_tokens_find(&one->tokens, one->settings.configuration, token, reader);
}

static bool has_all(const web *one, const web_reader *reader)
{
    size_t open = 0;
    for (size_t n = 0; n < one->counts.clients; n++)
        open += one->clients[n]->place == reader->place;
    return open == WEB_PAGES_MAX;
}

/* Whatever it asks for wrongly gets one and the same answer: none. */
bool web_feed_admits(const web *one, struct lws *wsi, size_t *view, web_reader *reader)
{
    char path[16], name[160];
    if (lws_hdr_copy(wsi, path, sizeof path, WSI_TOKEN_GET_URI) < 0 ||
        strcmp(path, "/pictures") != 0 || !reader_of(one, wsi, reader) || has_all(one, reader))
        return false;
    const char *asked = lws_get_urlarg_by_name(wsi, "view=", name, sizeof name);
    const config *configuration = one->settings.configuration;
    for (size_t n = 0; asked && n < configuration->view_count; n++)
        if (strcmp(asked, configuration->view_names[n]) == 0) {
            *view = n;
            return reader->views >> n & 1u;
        }
    return false;
}

int web_feed_open(web *one, struct lws *wsi, web_client *client)
{
    web_reader reader;
    size_t view;
    if (!web_feed_admits(one, wsi, &view, &reader) || !web_holds_little(wsi))
        return -1;
    *client = (web_client){.wsi = wsi, .view = view, .place = reader.place, .beat_due = true};
    one->clients[one->counts.clients++] = client;
    lws_callback_on_writable(wsi);
    return 0;
}

void web_feed_close(web *one, web_client *client)
{
    for (size_t n = 0; n < one->counts.clients; n++)
        if (one->clients[n] == client)
            one->clients[n] = one->clients[--one->counts.clients];
}

web_owed web_feed_owed(const web_view *view, const web_client *client)
{
    if (client->beat_due)
        return WEB_BEAT;
    if (view->epoch_ns == 0)
        return WEB_NOTHING;
    if (client->about != view->turn)
        return WEB_ABOUT;
    if (client->number == view->number)
        return WEB_NOTHING;
    const bool follows = client->number >= view->turn && client->number + 1 == view->number;
    return follows ? WEB_CHANGE : WEB_WHOLE;
}

/* Room for a message behind LWS_PRE bytes; kept, so that nothing is allocated once warm. */
static uint8_t *room_for(web *one, size_t size)
{
    if (size > one->room_size || !one->room) {
        uint8_t *room = realloc(one->room, LWS_PRE + size + size / 2);
        if (!room)
            return NULL;
        one->room = room;
        one->room_size = size + size / 2;
    }
    return one->room + LWS_PRE;
}

static bool put_bytes(web *one, const void *data, size_t size, web_message *next)
{
    uint8_t *room = room_for(one, size);
    if (!room || size == 0)
        return false;
    memcpy(room, data, size);
    next->data = room;
    next->size = size;
    return true;
}

static bool put_about(web *one, web_client *client, web_message *next)
{
    size_t size;
    const web_view *view = &one->views[client->view];
    char *text = web_text_about(one->settings.configuration, view, client->view, &size);
    const bool good = text && put_bytes(one, text, size, next);
    free(text);
    next->text = true;
    client->about = view->turn;
    return good;
}

static bool put_beat(web *one, web_client *client, web_message *next)
{
    client->beat_due = false;
    if (one->beat[0] == 0)
        return true; /* none yet */
    return put_bytes(one, one->beat, sizeof one->beat, next);
}

static bool put_picture(web *one, web_client *client, web_owed owed, web_message *next)
{
    const web_view *view = &one->views[client->view];
    const uint8_t *data = NULL;
    size_t size = owed == WEB_CHANGE ? picture_wire_change(view->wire, &data) : 0;
    if (size == 0)
        size = picture_wire_whole(view->wire, &data);
    if (client->number >= view->turn)
        one->counts.epochs_skipped += view->number - client->number - 1;
    client->number = view->number;
    return put_bytes(one, data, size, next);
}

bool web_feed_next(web *one, web_client *client, web_message *next)
{
    *next = (web_message){0};
    const web_owed owed = web_feed_owed(&one->views[client->view], client);
    switch (owed) {
    case WEB_NOTHING:
        break;
    case WEB_ABOUT:
        return put_about(one, client, next);
    case WEB_BEAT:
        return put_beat(one, client, next);
    case WEB_WHOLE:
    case WEB_CHANGE:
        return put_picture(one, client, owed, next);
    }
    return true;
}

/* One message a turn, and none while the system has not taken the one before: a page that does not
 * read costs one message of memory, however long it sleeps, and wakes to the newest picture. */
int web_feed_write(web *one, struct lws *wsi, web_client *client)
{
    web_message next;
    if (lws_partial_buffered(wsi))
        return 0;
    if (!web_feed_next(one, client, &next))
        return -1;
    const enum lws_write_protocol kind = next.text ? LWS_WRITE_TEXT : LWS_WRITE_BINARY;
    if (next.size > 0 && lws_write(wsi, next.data, next.size, kind) < (int)next.size)
        return -1;
    if (web_feed_owed(&one->views[client->view], client) != WEB_NOTHING)
        lws_callback_on_writable(wsi);
    return 0;
}

static void show(web *one, const pipeline_picture *picture, bool emptied)
{
    web_view *view = &one->views[picture->view];
    if (!picture_wire_set(view->wire, picture)) {
        view->epoch_ns = 0; /* no memory: nothing is better than half */
        return;
    }
    view->number++;
    if (view->audience != picture->audience || view->since_ns != picture->since_ns ||
        view->turn == 0)
        view->turn = view->number;
    view->audience = picture->audience;
    view->since_ns = picture->since_ns;
    view->epoch_ns = picture->epoch_ns;
    view->emptied = emptied;
    for (size_t n = 0; n < one->counts.clients; n++)
        if (one->clients[n]->view == picture->view)
            lws_callback_on_writable(one->clients[n]->wsi);
}

/* May a picture for an audience be shown in a room as it is now? What is for more people is for
 * each of them; in the dark there is nothing to see. */
static bool may_show(uint32_t audience, const pipeline_moment *now)
{
    const bool lit = now->audience != 0 && (now->audience & ~audience) == 0;
    return now->since_ns == 0 || audience == 0 || lit;
}

static pipeline_moment now_of(const web *one, size_t view)
{
    if (!one->settings.line)
        return (pipeline_moment){.since_ns = 0};
    return pipeline_room_now(one->settings.line, view);
}

/* The picture of an audience that has not been shown anything yet. */
static void empty(web *one, size_t view, const pipeline_moment *now, int64_t epoch_ns)
{
    const pipeline_picture nothing = {
        .view = view, .audience = now->audience, .since_ns = now->since_ns, .epoch_ns = epoch_ns};
    show(one, &nothing, true);
}

void web_publish(web *one, const pipeline_picture *picture)
{
    if (picture->settled)
        return;
    const pipeline_moment now = now_of(one, picture->view);
    if (may_show(picture->audience, &now))
        show(one, picture, false);
    else
        empty(one, picture->view, &now, picture->epoch_ns);
}

void web_said(web *one)
{
    for (size_t v = 0; v < one->settings.configuration->view_count; v++) {
        const web_view *view = &one->views[v];
        const pipeline_moment now = now_of(one, v);
        const bool same =
            view->emptied ? view->audience == now.audience : may_show(view->audience, &now);
        if (view->epoch_ns != 0 && now.since_ns != 0 && !same)
            empty(one, v, &now, view->epoch_ns);
    }
}

void web_beat(web *one, const uint8_t beat[BEAT_SIZE])
{
    memcpy(one->beat, beat, BEAT_SIZE);
    for (size_t n = 0; n < one->counts.clients; n++) {
        one->clients[n]->beat_due = true;
        lws_callback_on_writable(one->clients[n]->wsi);
    }
}
