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
 * emptied       a clause all of which an owner's never takes
 * redundant     a clause of which another gives all, as early and as exactly
 * earlier-coarser  a clause whose reports another gives first, and coarser
 * twin          a clause by an intermediary, beside one that gives the same directly
 * finer-than-relayed  a clause finer than what its intermediary holds
 * vacuous       a clause for which no listed sensor sends anything
 * no-floor-for-plots  a clause that moves places, for a sensor that sends plots
 * delay-beside-floor  a clause that moves places, beside one that tells more of them later
 * uncovered     a category that no clause gives
 * mixed         missiles from submarines: given as one, not as the other, and in no example
 * room-loophole a room that comes back at once and notices late that nobody reads its door
 */
void lint_book(const fusion_book *book, text_messages *messages);

#endif
