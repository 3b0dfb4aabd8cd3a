/* roster.h - the tracks of a view: where they are kept, and in what order they are shown.
 *
 * A track stays in its slot for life. The order is that of the numbers: it tells nothing, and does
 * not depend on slots.
 */
#ifndef FUSION_TRACK_ROSTER_H
#define FUSION_TRACK_ROSTER_H

#include "track/indices.h"
#include "track/order.h"
#include "track/tie.h"
#include "track/track.h"

typedef struct roster {
    struct {
        track *items;
        size_t count, capacity;
    } slots;
    order order;    /* live tracks, but for those that were born since it was settled */
    order born;     /* as they came */
    ties numbers;   /* of those */
    indices unused; /* slots below slots.count that hold no track */
} roster;

/* Settles, and makes room for `births` more tracks. False: memory was refused. */
FUSION_CHECKED bool roster_reserve(roster *all, room *memory, size_t births);
void roster_free(roster *all, room *memory);

/* Adds a copy of the track, whose number is made of the content; returns its slot. There must be
 * room. It takes its place in the order with the next roster_settle(). */
uint32_t roster_add(roster *all, const track *one, const uint8_t key[16], uint64_t content);

/* Puts those that were born into the order. */
void roster_settle(roster *all);

/* Live tracks, with those that were born. */
size_t roster_count(const roster *all);

/* The settled track of this number; NULL where there is none. */
const track *roster_find(const roster *all, uint64_t number);

/* Ends every track for which keep() is false; what was born is settled first. */
void roster_keep(roster *all, bool (*keep)(track *one, void *context), void *context);

#endif
