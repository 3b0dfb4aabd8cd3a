/* tally.h - how many releases of each sensor by each clause went to one view since it was told
 * last.
 *
 * A table by key; nothing is allocated once it has as many rows as there are pairs of sensor and
 * clause at work.
 */
#ifndef DAEMON_AUDIT_TALLY_H
#define DAEMON_AUDIT_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct tally_row {
    uint32_t key;
    uint32_t used; /* 1: this row is taken */
    uint64_t count;
} tally_row;

/* Begins as {0}. */
typedef struct tally {
    tally_row *rows; /* rows[0..room); room is 0 or a power of two */
    size_t room, taken;
} tally;

void tally_free(tally *all); /* leaves it empty */

/* One more of this key. false: memory was refused, and nothing changed. */
bool tally_add(tally *all, uint32_t key);

/* Sorts what was counted to the front by key, rows[0..count), and gives count. Then only
 * tally_clear() may follow. */
size_t tally_sort(tally *all);
void tally_clear(tally *all); /* keeps its memory */

#endif
