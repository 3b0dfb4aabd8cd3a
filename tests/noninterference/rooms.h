/* rooms.h - rooms of a random book, and who comes and goes while it is played.
 *
 * A room shows what all who stand before it may see. Who may stand there are its people, and with
 * them some of at most two nations that may visit: a crowd is a set of these, bit g for guest g.
 */
#ifndef TESTS_NONINTERFERENCE_ROOMS_H
#define TESTS_NONINTERFERENCE_ROOMS_H

#include "noninterference/feed.h"

enum { ROOMS_CROWDS = 1 << WORLD_GUESTS };

/* Up to two, mostly with a view each. */
void rooms_draw(world *w, uint64_t *state);
void rooms_draw_visits(feed *f, const world *w, uint64_t *state);

/* Something that happens in the room. */
feed_visit rooms_event(const world *w, unsigned room, uint64_t *state);

/* Nations, of those who sit there and a crowd. */
unsigned rooms_audience(const world_room *room, unsigned crowd);
unsigned rooms_crowds(const world_room *room); /* as many as there can be */

/* The sentence, of what is not a reader's word. */
void rooms_says(const world *w, const feed_visit *visit, char text[64]);

#endif
