/* pace.h - how often somebody may speak: a few words at once, then so many a second.
 *
 * Whatever is said is recorded and written down for good, so whoever has a token could fill a disk.
 * A speaker who is too fast is not heard (but for who enters a room: pipeline_must_hear), and
 * nobody else is slowed down by him.
 */
#ifndef DAEMON_PACE_H
#define DAEMON_PACE_H

#include <stdbool.h>
#include <stdint.h>

#define PACE_SPEAKERS 128                 /* when all places are taken, nobody new speaks */
#define PACE_AT_ONCE  30                  /* words by one who was silent */
#define PACE_EACH_NS  INT64_C(1000000000) /* a word more */

typedef struct pace {
    char who[49];      /* empty: nobody yet */
    int64_t rested_ns; /* machine time at which he may say all his words again */
} pace;

/* Begins as {0}. */
typedef struct paces {
    pace all[PACE_SPEAKERS];
} paces;

/* May he speak at a time of the machine's clock that never falls? If so, the word counts. */
bool pace_word(paces *of, const char *who, int64_t steady_ns);

#endif
