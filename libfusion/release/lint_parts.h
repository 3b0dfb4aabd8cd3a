/* lint_parts.h - the lints, by what they look at. Private to lint*.c.
 *
 * Each adds what it finds to messages. A lint that cannot be sure stays silent: it looks at the
 * words of the book, and never at places or dates of two agreements at once.
 */
#ifndef FUSION_RELEASE_LINT_PARTS_H
#define FUSION_RELEASE_LINT_PARTS_H

#include "release/lint.h"

/* Does a listed sensor send what the clause speaks of? */
bool lint_speaks_of(const fusion_book *book, const book_clause *clause, size_t sensor);

/* Does `wide` give whatever `narrow` gives, time and form aside? Of one owner, to the same nations
 * at least, in no narrower scope and time. */
bool lint_covers(const fusion_book *book, const book_clause *wide, const book_clause *narrow);

/* One clause beside an owner's list, its form and its intermediary. */
void lint_emptied(const fusion_book *book, text_messages *messages);
void lint_finer(const fusion_book *book, const book_rule *rule, text_messages *messages);

/* Clauses that move places. */
void lint_floor(const fusion_book *book, text_messages *messages);
void lint_delay_beside_floor(const fusion_book *book, text_messages *messages);

/* One clause beside another. */
void lint_pairs(const fusion_book *book, text_messages *messages);

#endif
