/* lessen.h - makes a leak small: takes things out of two sides while the view still differs. */
#ifndef TESTS_NONINTERFERENCE_LESSEN_H
#define TESTS_NONINTERFERENCE_LESSEN_H

#include "noninterference/aim.h"

/* Makes both as small as can be, prints the book, what was said, what was reported and what the
 * other side has in its place. */
void lessen_and_print(const side *one, const side *other, unsigned v);

#endif
