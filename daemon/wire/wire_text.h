/* wire_text.h - texts from outside that people will read: labels, notices, sentences. */
#ifndef DAEMON_WIRE_TEXT_H
#define DAEMON_WIRE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether text[0..size) is whole UTF-8 (RFC 3629) without control characters, invisible ones,
 * characters that turn the direction of writing, and code points that are no characters. */
bool wire_text_good(const uint8_t *text, size_t size);

/* Copies a text with its zero byte into room bytes. false: it is too long, and nothing was copied.
 */
bool wire_text_copy(char *to, size_t room, const char *from);

#endif
