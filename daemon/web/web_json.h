/* web_json.h - a small JSON object that somebody sent to the page's doors.
 *
 * It is flat, its names are those that are asked for, and none comes twice: what is not wanted is
 * refused, never passed over.
 */
#ifndef DAEMON_WEB_JSON_H
#define DAEMON_WEB_JSON_H

#include "fusion/status.h"

#include <libwebsockets.h>
#include <stdbool.h>
#include <stddef.h>

/* Takes the value of a name, which counts from 1 (0 is free for "none"). json->buf[0..json->npos)
 * is its text. kind: LEJPCB_VAL_NUM_INT, _NUM_FLOAT, _TRUE, _FALSE or _NULL; a string comes in
 * parts, some of _STR_CHUNK and one of _STR_END. false refuses the whole object. */
typedef bool web_json_take(void *into, const struct lejp_ctx *json, size_t name,
                           enum lejp_callbacks kind);

/* names[0..count), 32 at most. false: it is no such object, or a value was refused; some may have
 * been taken. */
FUSION_CHECKED bool web_json_read(const char *text, size_t size, const char *const names[],
                                  size_t count, web_json_take *take, void *into);

#endif
