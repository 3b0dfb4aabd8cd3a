#include "daemon/web/web_inside.h"
#include "daemon/web/web_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAYS_MAX 1024 /* bytes of a request: a sentence and a reason of 200 each, and escapes */
#define UNTIL_S  INT64_C(9000000000) /* of the exercise; the year 2255 */

/* In the order of `names`. */
typedef enum field { NONE, SENTENCE, UNTIL, REASON } field;

static bool text_add(char *text, size_t room, const struct lejp_ctx *json)
{
    const size_t size = strlen(text), more = json->npos;
    if (size + more >= room || memchr(json->buf, 0, more))
        return false;
    memcpy(text + size, json->buf, more);
    text[size + more] = '\0';
    return true;
}

static bool until_read(control_message *said, const struct lejp_ctx *json)
{
    char *end;
    const long long value = strtoll(json->buf, &end, 10);
    if (*end != '\0' || value < 0 || value > UNTIL_S)
        return false;
    said->until_ns = value * INT64_C(1000000000);
    return true;
}

static bool value_take(void *into, const struct lejp_ctx *json, size_t name,
                       enum lejp_callbacks kind)
{
    control_message *said = into;
    const bool words = kind == LEJPCB_VAL_STR_CHUNK || kind == LEJPCB_VAL_STR_END;
    switch ((field)name) {
    case SENTENCE:
        return words && text_add(said->sentence, sizeof said->sentence, json);
    case REASON:
        return words && text_add(said->reason, sizeof said->reason, json);
    case UNTIL:
        return kind == LEJPCB_VAL_NULL || (kind == LEJPCB_VAL_NUM_INT && until_read(said, json));
    default:
        return false;
    }
}

static bool request_read(const web_client *client, control_message *said)
{
    static const char *const names[] = {"sentence", "until", "reason"};
    *said = (control_message){.kind = CONTROL_SAYS};
    return web_json_read(client->heard, client->heard_size, names, 3, value_take, said) &&
           said->sentence[0] && said->reason[0];
}

/* A foreign page cannot send this kind without asking first, and nobody answers it. */
static bool is_json(struct lws *wsi)
{
    char type[128];
    return lws_hdr_copy(wsi, type, sizeof type, WSI_TOKEN_HTTP_CONTENT_TYPE) > 0 &&
           strcmp(type, "application/json") == 0;
}

static void speaker_name(const config *of, const web_reader *reader, char who[49])
{
    const char *name = FUSION_WHITE_CELL;
    if (reader->nation >= 0)
        name = of->registry.nations[reader->nation].code;
    else if (reader->room >= 0)
        name = fusion_book_room(of->book, (size_t)reader->room).name;
    snprintf(who, 49, "%s", name);
}

char *web_says_text(const char *refused, int64_t effect_ns, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!out)
        return NULL;
    if (refused)
        fprintf(out, "{\"outcome\":\"refused\",\"text\":\"%s\",\"takes_effect\":null}\n", refused);
    else
        fprintf(out, "{\"outcome\":\"done\",\"text\":\"\",\"takes_effect\":%lld.%03lld}\n",
                (long long)(effect_ns / 1000000000), (long long)(effect_ns / 1000000 % 1000));
    fclose(out);
    return text;
}

bool web_says_hears(const char *path, web_posted *to)
{
    static const char *const paths[] = {"/says", "/clock", "/preview"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        if (strcmp(path, paths[i]) == 0) {
            *to = (web_posted)i;
            return true;
        }
    return false;
}

/* The clock and previews are the white cell's. */
static bool is_open(const web *one, const web_reader *reader, web_posted door)
{
    if (door == WEB_TO_PREVIEW && !one->settings.preview)
        return false;
    return door == WEB_TO_SAYS || reader->white_cell;
}

int web_says_begin(struct lws *wsi, web_client *client, web_posted to)
{
    client->posted = to;
    char length[16];
    const bool has = lws_hdr_copy(wsi, length, sizeof length, WSI_TOKEN_HTTP_CONTENT_LENGTH) > 0;
    const long due = has ? strtol(length, NULL, 10) : 0;
    if (due < 1 || due > SAYS_MAX)
        return web_http_nothing(wsi, client);
    free(client->heard);
    client->heard = malloc((size_t)due);
    client->heard_room = (size_t)due;
    client->heard_size = 0;
    return client->heard ? 0 : -1;
}

int web_says_hear(web_client *client, const void *data, size_t size)
{
    if (!client->heard)
        return 0; /* it is answered already */
    if (size > client->heard_room - client->heard_size)
        return -1;
    memcpy(client->heard + client->heard_size, data, size);
    client->heard_size += size;
    return 0;
}

static char *answer_said(const web *one, control_message *said, size_t *size)
{
    const char *refused = one->settings.says(one->settings.context, said);
    return web_says_text(refused, said->effect_ns, size);
}

int web_says_end(web *one, struct lws *wsi, web_client *client)
{
    web_reader reader;
    control_message said;
    if (!client->heard)
        return 0;
    const bool known =
        is_json(wsi) && web_http_reader(one, wsi, &reader) && is_open(one, &reader, client->posted);
    const bool good = known && (client->posted == WEB_TO_CLOCK
                                    ? web_clock_read(client->heard, client->heard_size, &said)
                                    : request_read(client, &said));
    free(client->heard);
    client->heard = NULL;
    if (!good)
        return web_http_nothing(wsi, client);
    speaker_name(one->settings.configuration, &reader, said.who);
    size_t size = 0;
    char *text = client->posted == WEB_TO_PREVIEW
                     ? one->settings.preview(one->settings.context, &said, &size)
                     : answer_said(one, &said, &size);
    return web_http_json(wsi, client, text, size);
}
