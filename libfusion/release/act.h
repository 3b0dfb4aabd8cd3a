/* act.h - what someone declares: one sentence, one act.
 *
 * The same sentences serve the examples of a book, the control interface and the log. Nothing is
 * ever derived: posture and emergency are what was said of them.
 *
 *     posture WORD                          emergency NAME
 *     approve CLAUSE CATEGORY               approve CLAUSE item SENSOR/NUMBER
 *     hold sensor|category|area|agreement NAME          hold item SENSOR/NUMBER
 *     withdraw (the same) from TIME to TIME
 *     agreement NAME becomes STATE
 *     room NAME CODE enters|leaves          room NAME restore
 *     lift SENTENCE
 */
#ifndef FUSION_RELEASE_ACT_H
#define FUSION_RELEASE_ACT_H

#include "release/book.h"
#include "text/message.h"

/* Reads a sentence into act, whose at_ns, until_ns, who and line are set already; says why it is
 * none, or why `who` may not say it. */
bool act_read(const fusion_book *book, const char *says, book_act *act, text_messages *messages);

/* Whether it is a sentence of the language, whatever names it has: so that who may not know what
 * there is can be told of a slip without being told what is there. */
bool act_is_sentence(const char *says);

/* The way back: the sentence, with "lift" before it where it lifts. */
#define ACT_TEXT_ROOM 320
void act_write(const fusion_book *book, const book_act *act, char text[ACT_TEXT_ROOM]);

/* Do both say the same, by whom and when aside? */
bool act_same(const book_act *one, const book_act *other);

#endif
