/* web_inside.h - what the files of the page's server share. Private to web*.c. */
#ifndef DAEMON_WEB_INSIDE_H
#define DAEMON_WEB_INSIDE_H

#include "daemon/picture/picture_wire.h"
#include "daemon/web/web.h"
#include "daemon/web/web_token.h"

#include <libwebsockets.h>
#include <stdio.h>

/* A view's newest picture. */
typedef struct web_view {
    picture_wire *wire;
    uint32_t audience;          /* of that picture */
    int64_t epoch_ns, since_ns; /* 0: none yet */
    uint64_t number;            /* of that picture, counted from 1 */
    uint64_t turn;              /* number of the first one for this audience */
    bool emptied;               /* it stands in place of one that may not be shown there */
} web_view;

/* Where something may be posted. */
typedef enum web_posted { WEB_TO_SAYS, WEB_TO_CLOCK, WEB_TO_PREVIEW } web_posted;

/* One connection, as a request or as an open page; libwebsockets zeroes it and owns it. */
typedef struct web_client {
    char *body; /* an answer's text, until it is written */
    size_t size, written;
    char *heard; /* what is posted, until it is all there; NULL: nothing, or answered */
    size_t heard_room, heard_size;
    web_posted posted;  /* where to */
    struct lws *wsi;    /* of an open page */
    size_t view, place; /* what is looked at, and by which reader */
    uint64_t number;    /* of the picture sent last; 0: none */
    uint64_t about;     /* turn of the audience that it was told about; 0: of none */
    bool beat_due;
} web_client;

struct web {
    web_settings settings;
    struct lws_context *context;
    struct lws_vhost *host;
    web_tokens tokens;
    web_view views[FUSION_VIEWS_MAX];
    web_client *clients[WEB_TOKENS_MAX * WEB_PAGES_MAX]; /* open: the first counts.clients */
    web_counts counts;
    uint8_t beat[BEAT_SIZE]; /* the newest; all 0: none yet */
    uint8_t *room;           /* for one message, behind LWS_PRE bytes */
    size_t room_size;
};

/* How long somebody may take to ask, and to read on in what he is answered. */
#define WEB_PATIENCE_S 10

/* web.c: what the system may hold for one connection. It would take megabytes: a page that wakes
 * would first be shown minutes of the past, and of an answer nobody would know for seconds whether
 * it is still read. false: the connection is none. */
bool web_holds_little(struct lws *wsi);

/* web_http.c: one request that is no WebSocket. What a libwebsockets callback returns. */
int web_http_request(web *one, struct lws *wsi, web_client *client, const char *path);
int web_http_write(struct lws *wsi, web_client *client);

/* For whatever is not there, and for whatever may not be seen or said: the same bytes. */
int web_http_nothing(struct lws *wsi, web_client *client);

/* Answers a text, which it free()s. */
int web_http_json(struct lws *wsi, web_client *client, char *text, size_t size);

/* What a GET is answered that asks for none of the page's files. text: free() it; NULL: memory was
 * refused. */
typedef struct web_answer {
    unsigned status;
    const char *type;
    char *text;
    size_t size;
} web_answer;

/* reader: NULL: nobody. false: it may be a file. */
bool web_http_answer(const web *one, const web_reader *reader, const char *path,
                     web_answer *answer);

/* Who asks, by his token. false: nobody. */
bool web_http_reader(const web *one, struct lws *wsi, web_reader *reader);

/* web_says.c: POST /says, /clock and /preview. What is posted is taken in whole before anything of
 * it is judged. */

/* The answer to who said something: refused under that name, or in effect from then on. Free with
 * free(); NULL: memory was refused. */
char *web_says_text(const char *refused, int64_t effect_ns, size_t *size);

/* false: nothing is posted there. */
bool web_says_hears(const char *path, web_posted *to);
int web_says_begin(struct lws *wsi, web_client *client, web_posted to);
int web_says_hear(web_client *client, const void *data, size_t size);
int web_says_end(web *one, struct lws *wsi, web_client *client);

/* web_clock.c: what a word to the clock says. false: it is none. */
bool web_clock_read(const char *text, size_t size, control_message *said);

/* web_feed.c: open pages. Which view one asks for, and who does. */
bool web_feed_admits(const web *one, struct lws *wsi, size_t *view, web_reader *reader);
int web_feed_open(web *one, struct lws *wsi, web_client *client);
int web_feed_write(web *one, struct lws *wsi, web_client *client);
void web_feed_close(web *one, web_client *client);

/* What a page is owed next. A change only follows on the very picture that it was made against;
 * whoever has missed one gets the newest whole. */
typedef enum web_owed { WEB_NOTHING, WEB_ABOUT, WEB_WHOLE, WEB_CHANGE, WEB_BEAT } web_owed;
web_owed web_feed_owed(const web_view *view, const web_client *client);

/* The next message that a page is owed; it counts as sent. size 0: none. Its bytes stand behind
 * LWS_PRE free ones until the next call. false: memory was refused. */
typedef struct web_message {
    uint8_t *data;
    size_t size;
    bool text;
} web_message;
bool web_feed_next(web *one, web_client *client, web_message *next);

/* web_text.c: JSON. Free with free(); NULL: memory was refused. */
char *web_text_site(const config *of, const web_reader *reader, size_t *size);
char *web_text_about(const config *of, const web_view *view, size_t index, size_t *size);

/* web_room.c: a room as the Rooms page draws it, of this name and for this reader; JSON. NULL:
 * there is none for him, or memory was refused. */
char *web_room_text(const config *of, const pipeline *line, const web_reader *reader,
                    const char *name, size_t *size);

/* web_given.c: what is released to a view at a time, in words. */
void web_given(FILE *out, const config *of, const fusion_view *view, int64_t at_ns);

#endif
