/* notice.h - the released notices of a view.
 *
 * A notice is shown as it was released until it ends; nothing is estimated. One that says more of
 * the same item (sensor, number, began) takes the place of the former and keeps its number.
 */
#ifndef FUSION_TRACK_NOTICE_H
#define FUSION_TRACK_NOTICE_H

#include "fusion/engine.h"
#include "track/indices.h"
#include "track/order.h"

/* A notice stays in its slot; the order is that of the numbers. */
typedef struct notice_list {
    struct {
        fusion_released_notice *items;
        size_t count, capacity;
    } slots;
    order order;    /* live notices */
    indices unused; /* slots below slots.count that hold none */
    indices items;  /* slots by keyed hash of the item, open addressing, a power of two of places;
                     * made anew by notice_reserve() */
} notice_list;

/* Makes room for `more` notices, as far as the ceiling `most` (0: none) lets them be held, and
 * finds its items again. False: memory was refused; what is shown is as it was. */
FUSION_CHECKED bool notice_reserve(notice_list *all, room *memory, size_t more, size_t most,
                                   const uint8_t key[16]);
void notice_free(notice_list *all, room *memory);

/* content: keyed hash of the release; see number.h. False: it says nothing of an item that is held,
 * and `most` are. There must be room. */
bool notice_add(notice_list *all, const fusion_release *release, size_t most, const uint8_t key[16],
                uint64_t content);

/* Drops what has ended. */
void notice_pass(notice_list *all, int64_t now_ns);

#endif
