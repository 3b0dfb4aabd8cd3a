/* shrink.h - makes a counterexample small: takes things out of a world while it still fails. */
#ifndef TESTS_RELEASE_SHRINK_H
#define TESTS_RELEASE_SHRINK_H

#include "release/world.h"

/* Does the law still fail in this world, for this case? A world whose book is refused fails no law:
 * false. */
typedef bool shrink_fails(void *context, const world *w, const world_case *one);

/* Acts, clauses, owners' entries, agreements, sensors, areas, periods, emergencies, forms, nations,
 * events, views and whatever is not the plainest, one by one, until none of them can be spared. */
void shrink(world *w, world_case *one, shrink_fails *fails, void *context);

#endif
