/* inbox.h - what was given to a view and is not due yet.
 *
 * A heap by due time; what falls due at one moment comes out in the order in which it was put in.
 * Nothing is allocated once it has been as full as it gets.
 */
#ifndef DAEMON_INBOX_H
#define DAEMON_INBOX_H

#include "fusion/engine.h"

typedef struct inbox_entry {
    int64_t due_ns;
    uint64_t order; /* of putting in */
    size_t slot;
    uint32_t tag; /* the caller's: no part of the release */
} inbox_entry;

/* Begins as {0}. */
typedef struct inbox {
    inbox_entry *heap; /* heap[0..count) */
    fusion_release *slots;
    size_t *spare; /* slots that hold nothing: spare[0..room - count) */
    size_t count, room;
    fusion_release *batch; /* what was taken last */
    uint32_t *batch_tags;
    size_t batch_room;
    uint64_t order;
} inbox;

void inbox_free(inbox *box);  /* leaves it empty */
void inbox_clear(inbox *box); /* keeps its memory */

/* Copies the release. false: memory was refused, and nothing changed. */
bool inbox_put(inbox *box, int64_t due_ns, const fusion_release *release, uint32_t tag);

/* When the first of what waits is due; INT64_MAX: nothing waits. */
int64_t inbox_due_ns(const inbox *box);

/* Takes out all that is due before end_ns, in order; *count of them, their tags in box->batch_tags,
 * valid until the next call. NULL: memory was refused, and nothing changed. */
const fusion_release *inbox_take(inbox *box, int64_t end_ns, size_t *count);

#endif
