/* utf8.h - one character of a text from outside: is it one, and may people be shown it? */
#ifndef FUSION_TEXT_UTF8_H
#define FUSION_TEXT_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Length in bytes of the UTF-8 character at text, which ends with a zero byte, and the character.
 * 0: no character stands there (a stray, missing or overlong byte, a surrogate, beyond 0x10FFFF);
 * *character is then of no meaning. Of an empty text: 1 and 0. */
size_t utf8_read(const char *text, uint32_t *character);

/* Why a text that people read may not hold this character: it controls, shows nothing, turns the
 * direction or means nothing ("a control character"). NULL: it may; so may tab and line feed. */
const char *utf8_fault(uint32_t character);

#endif
