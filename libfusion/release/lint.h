/* lint.h - what is allowed in a rule book and hardly meant.
 *
 * Every text begins with the lint's name and a colon: "dead: agreement ...". What is no lint but
 * worth a look (how wide an area is) is a note.
 */
#ifndef FUSION_RELEASE_LINT_H
#define FUSION_RELEASE_LINT_H

#include "release/book.h"
#include "text/message.h"

/* dead          an agreement that no rule holds
 * dead-relay    an intermediary that is not given what it should pass on
 * vacuous       a clause for which no listed sensor sends anything
 * uncovered     a category that no clause gives
 */
void lint_book(const fusion_book *book, text_messages *messages);

#endif
