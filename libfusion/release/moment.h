/* moment.h - what stands when: agreements, periods, postures, emergencies.
 *
 * A book's dates and what was declared cut time into stretches in which nothing changes. Everything
 * takes effect at the start of the first epoch at or after its time and stands until just before
 * the start of the first epoch at or after its end, so that a picture never falls on both sides.
 */
#ifndef FUSION_RELEASE_MOMENT_H
#define FUSION_RELEASE_MOMENT_H

#include "release/book.h"

typedef struct moments {
    const fusion_book *book;
    book_act *acts; /* with lifts taken into their ends; lifts themselves left out */
    size_t act_count;
    size_t voice_count; /* acts[0..voice_count) speak of the state of an agreement */
    int64_t epoch_ns;
    int64_t *at_ns; /* starts of the stretches, ascending; the first is INT64_MIN */
    size_t count;
} moments;

/* Copies the acts. false: no memory, and nothing to free. */
bool moments_make(moments *m, const fusion_book *book, const book_act *acts, size_t act_count,
                  int64_t epoch_ns);
void moments_free(moments *m);

/* The stretch in which a time lies. */
size_t moments_find(const moments *m, int64_t at_ns);

/* The start of the first epoch at or after a time. */
int64_t moments_epoch(const moments *m, int64_t at_ns);

/* The state of an agreement. What one party says narrows at once: suspended, terminated. In force
 * and notice-suspended come when the last voice of every party says so. The latest of what stands
 * decides, dated or declared; at one time what is not in force. A notice that a party gives starts
 * a clock of the length that the terms owe, and nothing else; a change after it, other than a
 * suspension, stops it. Terminated is final, and comes by itself at `until` and at the end of a
 * notice. *ends_ns: when the agreement ends by itself; INT64_MAX: it does not. */
book_state moments_state(const moments *m, size_t agreement, int64_t at_ns, int64_t *ends_ns);

/* The same by dates alone, at any time. */
book_state moments_dated(const fusion_book *book, size_t agreement, int64_t at_ns,
                         int64_t *ends_ns);

/* What the nation declared last and still stands, else routine: an index of book_posture_names. */
unsigned moments_posture(const moments *m, uint8_t nation, int64_t at_ns);

/* A declaration of each of declared-by stands, each for at most as long as the emergency lasts. */
bool moments_emergency(const moments *m, size_t emergency, int64_t at_ns);

/* Periods, posture of that nation and emergency, all three. */
bool moments_when(const moments *m, const book_when *when, uint8_t nation, int64_t at_ns);

#endif
