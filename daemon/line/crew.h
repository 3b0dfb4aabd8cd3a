/* crew.h - the same work on many things, by a fixed number of threads.
 *
 * The things are independent of one another, so who does which, and when, changes no result.
 */
#ifndef DAEMON_CREW_H
#define DAEMON_CREW_H

#include <stddef.h>

typedef struct crew crew;

/* Works on thing `index`; called once for each, from any thread. */
typedef void crew_work(void *context, size_t index);

/* threads at least 1; the caller is one of them. NULL: memory or a thread was refused. */
crew *crew_create(size_t threads);
void crew_destroy(crew *one);

/* Does work for index 0 to count - 1 and comes back when all is done. */
void crew_run(crew *one, crew_work *work, void *context, size_t count);

#endif
