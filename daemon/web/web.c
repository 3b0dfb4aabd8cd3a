#include "daemon/web/web.h"

#include "daemon/web/web_inside.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define SOCKETS_MAX 4096
#define SOCKET_ROOM 65536

bool web_holds_little(struct lws *wsi)
{
    const int room = SOCKET_ROOM;
    return setsockopt(lws_get_socket_fd(wsi), SOL_SOCKET, SO_SNDBUF, &room, sizeof room) == 0;
}

/* Nothing but the page's own files and sockets, in nobody's frame, kept in no cache: what an
 * audience saw must not be found later. */
static const struct lws_protocol_vhost_options answer_headers[] = {
    {&answer_headers[1], NULL, "content-security-policy:",
     "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
     "form-action 'none'; frame-ancestors 'none'"},
    {&answer_headers[2], NULL, "x-content-type-options:", "nosniff"},
    {&answer_headers[3], NULL, "referrer-policy:", "no-referrer"},
    {NULL, NULL, "cross-origin-resource-policy:", "same-origin"},
};

/* A page that a browser shows at another name than ours, or opens from another's script, is not
 * answered: without this any web page could read the pictures of the machine it runs on. */
static bool is_our_name(const web *one, const char *host)
{
    const config_address *page = &one->settings.configuration->page;
    char ours[96];
    const char *names[] = {page->host, "localhost"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        snprintf(ours, sizeof ours, "%s:%u", names[n], web_port(one));
        if (strcmp(host, ours) == 0 || (web_port(one) == 80 && strcmp(host, names[n]) == 0))
            return true;
    }
    return false;
}

static bool header(struct lws *wsi, enum lws_token_indexes which, char text[128])
{
    return lws_hdr_copy(wsi, text, 128, which) >= 0;
}

static bool is_for_us(const web *one, struct lws *wsi)
{
    char text[128];
    if (!header(wsi, WSI_TOKEN_HOST, text) || !is_our_name(one, text))
        return false;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_ORIGIN) == 0)
        return true;
    return header(wsi, WSI_TOKEN_ORIGIN, text) && strncmp(text, "http://", 7) == 0 &&
           is_our_name(one, text + 7);
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                    size_t size)
{
    web *one = wsi ? lws_context_user(lws_get_context(wsi)) : NULL;
    web_client *client = user;
    switch (reason) {
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
        return is_for_us(one, wsi) && strcasecmp(in, "websocket") == 0 ? 0 : -1;
    case LWS_CALLBACK_HTTP:
        return is_for_us(one, wsi) ? web_http_request(one, wsi, client, in) : -1;
    case LWS_CALLBACK_HTTP_BODY:
        return web_says_hear(client, in, size);
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
        return web_says_end(one, wsi, client);
    case LWS_CALLBACK_HTTP_WRITEABLE:
        return web_http_write(wsi, client);
    case LWS_CALLBACK_HTTP_FILE_COMPLETION:
        return lws_http_transaction_completed(wsi) ? -1 : 0;
    case LWS_CALLBACK_CLOSED_HTTP:
        if (client) {
            free(client->body);
            free(client->heard);
            client->body = client->heard = NULL;
        }
        return 0;
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION: {
        web_reader reader;
        size_t view;
        return is_for_us(one, wsi) && web_feed_admits(one, wsi, &view, &reader) ? 0 : -1;
    }
    case LWS_CALLBACK_ESTABLISHED:
        return web_feed_open(one, wsi, client);
    case LWS_CALLBACK_SERVER_WRITEABLE:
        return web_feed_write(one, wsi, client);
    case LWS_CALLBACK_RECEIVE:
        return -1; /* a page has nothing to say here */
    case LWS_CALLBACK_CLOSED:
        web_feed_close(one, client);
        return 0;
    default:
        return 0;
    }
}

/* Unless it is told otherwise libwebsockets writes no more in one turn than it reads at most: an
 * answer of a megabyte would take seven thousand turns. */
static const struct lws_protocols protocols[] = {
    {.name = "pictures",
     .callback = on_event,
     .per_session_data_size = sizeof(web_client),
     .rx_buffer_size = 128,
     .tx_packet_size = SOCKET_ROOM},
    {.name = NULL},
};

/* libwebsockets does not say why it cannot listen; a socket of our own is told. */
static bool can_listen(const config_address *at, char error[512])
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(at->port)};
    const int on = 1;
    const int probe = socket(AF_INET, SOCK_STREAM, 0);
    bool good = probe >= 0 && inet_pton(AF_INET, at->host, &address.sin_addr) == 1 &&
                setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
                bind(probe, (const struct sockaddr *)&address, sizeof address) == 0 &&
                listen(probe, 1) == 0;
    if (!good)
        snprintf(error, 512, "the page cannot listen on tcp %s:%u (%s)", at->host, at->port,
                 strerror(errno));
    if (probe >= 0)
        close(probe);
    return good;
}

/* Whoever reaches the port can hold sockets open. Half of what the process may open stays free for
 * its files; a socket too many is closed at once. */
static unsigned sockets_max(void)
{
    struct rlimit limit;
    const bool known = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    const rlim_t half = known ? limit.rlim_cur / 2 : SOCKETS_MAX;
    return (unsigned)(half < SOCKETS_MAX ? half : SOCKETS_MAX);
}

static bool listen_on(web *one, char error[512])
{
    static const lws_retry_bo_t idle = {.secs_since_valid_ping = 30,
                                        .secs_since_valid_hangup = 120};
    const config_address *page = &one->settings.configuration->page;
    void *loops[] = {one->settings.loop};
    const struct lws_context_creation_info info = {
        .port = page->port,
        .iface = page->host,
        .protocols = protocols,
        .headers = answer_headers,
        .retry_and_idle_policy = &idle,
        .server_string = "picket",
        .gid = -1,
        .uid = -1,
        .user = one,
        .foreign_loops = loops,
        .fd_limit_per_thread = sockets_max(),
        .pt_serv_buf_size = 65536,
        .timeout_secs = WEB_PATIENCE_S,
        .options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_SKIP_SERVER_CANONICAL_NAME |
                   LWS_SERVER_OPTION_DISABLE_IPV6 | LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND |
                   LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
    };
    one->context = lws_create_context(&info);
    one->host = one->context ? lws_create_vhost(one->context, &info) : NULL;
    if (!one->host)
        snprintf(error, 512, "the page cannot listen on tcp %s:%u", page->host, page->port);
    return one->host != NULL;
}

static bool make_views(web *one)
{
    const config *configuration = one->settings.configuration;
    for (size_t n = 0; n < configuration->view_count; n++)
        if (!(one->views[n].wire = picture_wire_create(configuration, n)))
            return false;
    return true;
}

web *web_create(const web_settings *settings, char error[512])
{
    lws_set_log_level(0, NULL);
    web *one = calloc(1, sizeof *one);
    if (!one) {
        snprintf(error, 512, "no memory for the page");
        return NULL;
    }
    one->settings = *settings;
    if (!web_tokens_read(&one->tokens, settings->configuration, error)) {
        web_destroy(one);
        return NULL;
    }
    if (!make_views(one)) {
        snprintf(error, 512, "no memory for the page");
        web_destroy(one);
        return NULL;
    }
    if (!can_listen(&settings->configuration->page, error) || !listen_on(one, error)) {
        web_stop(one);
        uv_run(settings->loop, UV_RUN_NOWAIT);
        web_destroy(one);
        return NULL;
    }
    return one;
}

uint16_t web_port(const web *one)
{
    return (uint16_t)lws_get_vhost_listen_port(one->host);
}

web_counts web_count(const web *one)
{
    return one->counts;
}

/* With a foreign loop libwebsockets goes in two steps: the first call closes its handles, the
 * second, once the loop has run, frees what is left. */
void web_stop(web *one)
{
    if (one && one->context)
        lws_context_destroy(one->context);
}

void web_destroy(web *one)
{
    if (!one)
        return;
    if (one->context)
        lws_context_destroy(one->context);
    for (size_t n = 0; n < FUSION_VIEWS_MAX; n++)
        picture_wire_destroy(one->views[n].wire);
    free(one->room);
    free(one);
}
