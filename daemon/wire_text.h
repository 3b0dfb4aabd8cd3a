/* wire_text.h - texts from outside that people will read: labels, notices, sentences. */
#ifndef DAEMON_WIRE_TEXT_H
#define DAEMON_WIRE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether text[0..size) is whole UTF-8 (RFC 3629) without control characters, invisible ones,
 * characters that turn the direction of writing, and code points that are no characters. */
bool wire_text_good(const uint8_t *text, size_t size);

#endif
