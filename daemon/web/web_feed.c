#include "daemon/web/web_inside.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* What the system may hold for one page. It would take megabytes, and a page that wakes would first
 * be shown minutes of the past. */
#define SOCKET_ROOM 65536

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

/* Which view a WebSocket asks for. Whatever it asks for wrongly gets one and the same answer: none.
 */
bool web_feed_admits(web *one, struct lws *wsi, size_t *view)
{
    web_reader reader;
    char path[16], name[160];
    if (one->counts.clients == WEB_CLIENTS_MAX ||
        lws_hdr_copy(wsi, path, sizeof path, WSI_TOKEN_GET_URI) < 0 ||
        strcmp(path, "/pictures") != 0 || !reader_of(one, wsi, &reader))
        return false;
    const char *asked = lws_get_urlarg_by_name(wsi, "view=", name, sizeof name);
    const config *configuration = one->settings.configuration;
    for (size_t n = 0; asked && n < configuration->view_count; n++)
        if (strcmp(asked, configuration->view_names[n]) == 0) {
            *view = n;
            return reader.views >> n & 1u;
        }
    return false;
}

int web_feed_open(web *one, struct lws *wsi, web_client *client)
{
    const int room = SOCKET_ROOM;
    size_t view;
    if (!web_feed_admits(one, wsi, &view) ||
        setsockopt(lws_get_socket_fd(wsi), SOL_SOCKET, SO_SNDBUF, &room, sizeof room) != 0)
        return -1;
    *client = (web_client){.wsi = wsi, .view = view, .beat_due = true};
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
    if (view->epoch_ns != 0 && client->about_ns != view->since_ns)
        return WEB_ABOUT;
    const bool same = view->since_ns == client->since_ns;
    if (view->epoch_ns == 0 || (same && view->epoch_ns == client->epoch_ns))
        return WEB_NOTHING;
    const bool follows = same && client->epoch_ns != 0 && client->epoch_ns == view->base_ns;
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

static int send_bytes(web *one, struct lws *wsi, const void *data, size_t size,
                      enum lws_write_protocol kind)
{
    uint8_t *room = room_for(one, size);
    if (!room || size == 0)
        return -1;
    memcpy(room, data, size);
    return lws_write(wsi, room, size, kind) < (int)size ? -1 : 0;
}

static int send_about(web *one, struct lws *wsi, web_client *client)
{
    size_t size;
    const web_view *view = &one->views[client->view];
    char *text = web_text_about(one->settings.configuration, view, client->view, &size);
    const int gone = text ? send_bytes(one, wsi, text, size, LWS_WRITE_TEXT) : -1;
    free(text);
    client->about_ns = view->since_ns;
    return gone;
}

static int send_beat(web *one, struct lws *wsi, web_client *client)
{
    client->beat_due = false;
    if (one->beat[0] == 0)
        return 0; /* none yet */
    return send_bytes(one, wsi, one->beat, sizeof one->beat, LWS_WRITE_BINARY);
}

static int send_picture(web *one, struct lws *wsi, web_client *client, web_owed owed)
{
    const web_view *view = &one->views[client->view];
    const uint8_t *data = NULL;
    size_t size = owed == WEB_CHANGE ? picture_wire_change(view->wire, &data) : 0;
    if (size == 0)
        size = picture_wire_whole(view->wire, &data);
    const int64_t step = one->settings.configuration->epoch_ns;
    if (client->epoch_ns != 0 && client->since_ns == view->since_ns &&
        view->epoch_ns > client->epoch_ns + step)
        one->counts.epochs_skipped += (uint64_t)((view->epoch_ns - client->epoch_ns) / step - 1);
    client->epoch_ns = view->epoch_ns;
    client->since_ns = view->since_ns;
    return send_bytes(one, wsi, data, size, LWS_WRITE_BINARY);
}

/* One message a turn, and none while the system has not taken the one before: a page that does not
 * read costs one message of memory, however long it sleeps, and wakes to the newest picture. */
int web_feed_write(web *one, struct lws *wsi, web_client *client)
{
    if (lws_partial_buffered(wsi))
        return 0;
    const web_view *view = &one->views[client->view];
    const web_owed owed = web_feed_owed(view, client);
    int gone = 0;
    switch (owed) {
    case WEB_NOTHING:
        return 0;
    case WEB_ABOUT:
        gone = send_about(one, wsi, client);
        break;
    case WEB_BEAT:
        gone = send_beat(one, wsi, client);
        break;
    case WEB_WHOLE:
    case WEB_CHANGE:
        gone = send_picture(one, wsi, client, owed);
        break;
    }
    if (gone == 0 && web_feed_owed(view, client) != WEB_NOTHING)
        lws_callback_on_writable(wsi);
    return gone;
}

void web_publish(web *one, const pipeline_picture *picture)
{
    web_view *view = &one->views[picture->view];
    if (picture->settled)
        return;
    if (!picture_wire_set(view->wire, picture)) {
        *view = (web_view){.wire = view->wire}; /* no memory: nothing is better than half */
        return;
    }
    view->base_ns = view->since_ns == picture->since_ns ? view->epoch_ns : 0;
    view->audience = picture->audience;
    view->since_ns = picture->since_ns;
    view->epoch_ns = picture->epoch_ns;
    for (size_t n = 0; n < one->counts.clients; n++)
        if (one->clients[n]->view == picture->view)
            lws_callback_on_writable(one->clients[n]->wsi);
}

void web_beat(web *one, const uint8_t beat[BEAT_SIZE])
{
    memcpy(one->beat, beat, BEAT_SIZE);
    for (size_t n = 0; n < one->counts.clients; n++) {
        one->clients[n]->beat_due = true;
        lws_callback_on_writable(one->clients[n]->wsi);
    }
}
