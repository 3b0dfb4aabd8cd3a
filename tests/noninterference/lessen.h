/* lessen.h - makes a leak small: takes things out of two sides while the view still differs. */
#ifndef TESTS_NONINTERFERENCE_LESSEN_H
#define TESTS_NONINTERFERENCE_LESSEN_H

#include "noninterference/side.h"

/* What has left a view by then must be as if it had never been given to it. */
#define LESSEN_AFTER_NS (75 * INT64_C(1000000000))

/* Does view v of one (and the view of the same name of the other) publish something else, though it
 * is given the same? *picture: of its pictures the first that differs. */
bool lessen_differs(const side *one, const side *other, unsigned v, int *picture);

/* Makes both as small as can be, prints the book, what was said, what was reported and what the
 * other side has in its place. */
void lessen_and_print(const side *one, const side *other, unsigned v);

#endif
