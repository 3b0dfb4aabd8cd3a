/* books.h - rule books for tests: read from text, or put together from lines. */
#ifndef TESTS_RELEASE_BOOKS_H
#define TESTS_RELEASE_BOOKS_H

#include "fusion/gate.h"
#include "text/message.h"

#include <stdbool.h>

/* Messages of the last book read. */
extern text_messages book_messages;

/* The book, or NULL: book_messages says why. */
fusion_book *book_from(const char *text);

/* The book of ROOT/testdata/agreements/NAME. */
fusion_book *book_stock(const char *name);

/* Text with every `from` in it replaced by `to`; free() it. */
char *book_changed(const char *text, const char *from, const char *to);

/* Refused, and one of the messages is this one on this line; else says what was said. */
bool book_refused(const char *text, int line, const char *said);

/* Three nations JPN, ROK and USA, two agreements, a hub; one line a section and clause. */
extern const char book_hub[];

#endif
