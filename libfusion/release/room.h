/* room.h - who stands before a room's screen.
 *
 * The audience of a room is its owner, who is present, and whoever entered and has not left; two
 * who enter must both leave. Somebody unknown darkens it, for its owner too. Where a room comes
 * back by its operator, whoever left still counts until the room is restored.
 */
#ifndef FUSION_RELEASE_ROOM_H
#define FUSION_RELEASE_ROOM_H

#include "fusion/gate.h"
#include "release/moment.h"

/* Nations in the room's audience at a time, by its visits and by what was declared; 0: it is
 * dark. */
uint32_t room_audience(const moments *when, const book_room *room, size_t index, int64_t at_ns);

/* Who is in at a time besides those who sit there, by nation of the book. */
fusion_presence room_present(const moments *when, const book_room *room, size_t index,
                             int64_t at_ns);

#endif
