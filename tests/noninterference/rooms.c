#include "noninterference/rooms.h"

#include "release/world_chance.h"

#include <stdio.h>
#include <string.h>

unsigned rooms_audience(const world_room *room, unsigned crowd)
{
    unsigned audience = room->present | 1u << room->owner;
    for (unsigned g = 0; g < room->guest_count; g++)
        if (crowd >> g & 1u)
            audience |= 1u << room->guests[g];
    return audience;
}

unsigned rooms_crowds(const world_room *room)
{
    return 1u << room->guest_count;
}

static void draw_guests(const world *w, uint64_t *state, world_room *room)
{
    unsigned others = ((1u << w->nations) - 1) & ~rooms_audience(room, 0);
    for (unsigned g = 0; g < WORLD_GUESTS && others != 0; g++) {
        const unsigned one = world_one_of(state, others);
        room->guests[room->guest_count++] = one;
        others &= ~(1u << one);
    }
}

/* Of the guests; seldom somebody unknown. */
static unsigned draw_who(const world_room *room, uint64_t *state)
{
    return room->guest_count == 0 || world_chance(state, 10)
               ? room->guest_count
               : world_below(state, room->guest_count);
}

static void draw_book_visits(world_room *room, uint64_t *state)
{
    room->visit_count = world_chance(state, 40) ? 1 + world_below(state, WORLD_VISITS) : 0;
    int at = (int)world_below(state, 60);
    for (unsigned v = 0; v < room->visit_count; v++) {
        room->visits[v].at = at;
        room->visits[v].who = v > 0 ? room->visits[0].who : draw_who(room, state);
        room->visits[v].enters = v == 0;
        at += 5 + (int)world_below(state, 40);
    }
}

void rooms_draw(world *w, uint64_t *state)
{
    const unsigned wanted = world_chance(state, 40) ? 0 : world_chance(state, 30) ? 1 : WORLD_ROOMS;
    for (unsigned i = 0; i < wanted; i++) {
        world_room *room = &w->rooms[w->room_count];
        memset(room, 0, sizeof *room); /* it is compared as bytes */
        room->owner = world_below(state, w->nations);
        room->rule = 1 + world_below(state, w->rule_count - 1);
        room->silent_after = 5 + (int)world_below(state, 30);
        room->by_operator = world_chance(state, 40);
        if (world_chance(state, 40))
            room->present = 1u << world_below(state, w->nations);
        room->present &= ~(1u << room->owner);
        /* The book's example is of sensor 0, whose nation must not sit there alone. */
        if (rooms_audience(room, 0) == 1u << w->sensors[0].nation)
            continue;
        draw_guests(w, state, room);
        draw_book_visits(room, state);
        w->views[w->view_count].rule = room->rule;
        w->views[w->view_count].audience = rooms_audience(room, 0);
        w->views[w->view_count].room = ++w->room_count;
        w->view_count += world_chance(state, 90);
    }
    if (w->view_count < WORLD_VIEWS)
        w->views[w->view_count].room = 0;
}

feed_visit rooms_event(const world *w, unsigned room, uint64_t *state)
{
    feed_visit visit;
    memset(&visit, 0, sizeof visit); /* likewise */
    visit.room = room;
    visit.does = world_chance(state, 60)   ? FEED_ENTERS
                 : world_chance(state, 50) ? FEED_LEAVES
                 : world_chance(state, 60) ? FEED_RESTORE
                                           : FEED_WORD;
    visit.by_room = world_chance(state, 50);
    visit.at = (int)world_below(state, 90);
    visit.half = (int)world_below(state, 2);
    visit.who = draw_who(&w->rooms[room], state);
    return visit;
}

/* Who comes goes again, mostly. */
void rooms_draw_visits(feed *f, const world *w, uint64_t *state)
{
    for (unsigned r = 0; r < w->room_count; r++) {
        const unsigned wanted = world_below(state, 3);
        for (unsigned i = 0; i < wanted; i++) {
            feed_visit visit = rooms_event(w, r, state);
            feed_add_visit(f, &visit);
            visit.at += 5 + (int)world_below(state, 30);
            if (visit.does != FEED_ENTERS || world_chance(state, 20))
                continue;
            visit.does = FEED_LEAVES;
            feed_add_visit(f, &visit);
            visit.does = FEED_RESTORE;
            if (w->rooms[r].by_operator && world_chance(state, 70))
                feed_add_visit(f, &visit);
        }
    }
}

void rooms_says(const world *w, const feed_visit *visit, char text[64])
{
    const world_room *room = &w->rooms[visit->room];
    const world_name name = world_called(w, 'm', visit->room);
    if (visit->does == FEED_RESTORE)
        snprintf(text, 64, "room %s restore", name.text);
    else
        snprintf(text, 64, "room %s %s %s", name.text, world_guest(w, room, visit->who).text,
                 visit->does == FEED_ENTERS ? "enters" : "leaves");
}
