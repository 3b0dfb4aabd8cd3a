/* vary.h - the many ways to change what a view is not given. */
#ifndef TESTS_NONINTERFERENCE_VARY_H
#define TESTS_NONINTERFERENCE_VARY_H

#include "noninterference/side.h"

/* Changes `to`, which is a copy of `from`, in things that place v (side.h) is not given; or, where
 * seen is set, in things that it is: then the check must see it. What comes of it for other views
 * is theirs to judge. Where it finds nothing to change, it leaves `to` as it is. */
typedef void vary(side *to, const side *from, unsigned v, bool seen, uint64_t *state);

/* What a clause or an owner's entry says to others. In mid-run: the same, or the book comes again
 * as it was, in another order and layout. */
vary vary_book, vary_book_in_mid_run;

typedef struct variation {
    const char *name;
    vary *make;
    bool of_reports;  /* what is given of a report is as before where it is as before */
    bool can_be_seen; /* has a meaning for what the view is given */
} variation;

enum { VARIATIONS = 27 };
extern const variation variations[VARIATIONS];

#endif
