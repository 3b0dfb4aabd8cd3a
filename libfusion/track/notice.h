/* notice.h - the released notices of a view.
 *
 * A notice is shown as it was released until it ends; nothing is estimated. One that says more of
 * the same item (sensor, number, began) takes the place of the former and keeps its number.
 */
#ifndef FUSION_TRACK_NOTICE_H
#define FUSION_TRACK_NOTICE_H

#include "fusion/engine.h"
#include "track/room.h"

typedef struct notice_list {
    fusion_released_notice *items; /* by number */
    size_t count, capacity;
} notice_list;

FUSION_CHECKED bool notice_reserve(notice_list *all, room *memory, size_t more);

/* content: keyed hash of the release; see number.h. */
void notice_add(notice_list *all, const fusion_release *release, const uint8_t key[16],
                uint64_t content);

/* Drops what has ended. */
void notice_pass(notice_list *all, int64_t now_ns);

#endif
