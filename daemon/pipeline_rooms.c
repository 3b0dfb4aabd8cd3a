#include "daemon/pipeline_parts.h"

#include <assert.h>
#include <string.h>

/* A room has two lanes. One is always that of the people who sit there: it never knew a visitor, so
 * a room that has lost one is what it would have been without him. The other begins anew for
 * whoever stands there while somebody visits, and sees nothing while it is not shown. */

static uint32_t residents_of(const pipeline *one, const pipeline_room *room)
{
    return one->configuration->views[room->view].audience;
}

void pipeline_lanes_count(pipeline *one)
{
    const config *of = one->configuration;
    one->lane_count = of->view_count;
    for (size_t v = 0; v < of->view_count; v++) {
        one->view_of[v] = v;
        if (of->rooms[v] < 0)
            continue;
        assert(one->lane_count < FUSION_VIEWS_MAX); /* config_views.c counts a room as two */
        one->rooms[one->room_count++] = (pipeline_room){.view = v, .guests = one->lane_count};
        one->view_of[one->lane_count++] = v;
    }
}

void pipeline_views_begin(pipeline *one)
{
    const config *of = one->configuration;
    memcpy(one->views, of->views, sizeof one->views);
    for (size_t r = 0; r < one->room_count; r++) {
        pipeline_room *room = &one->rooms[r];
        room->audience = residents_of(one, room);
        if (one->first_ns != 0)
            room->heard_ns = room->before_ns = 0; /* what stood goes on in the first run */
        one->views[room->guests] = (fusion_view){.rule = of->views[room->view].rule};
    }
}

static const pipeline_room *room_of(const pipeline *one, size_t view)
{
    for (size_t r = 0; r < one->room_count; r++)
        if (one->rooms[r].view == view)
            return &one->rooms[r];
    return NULL;
}

size_t pipeline_lane(const pipeline *one, size_t view)
{
    const pipeline_room *room = room_of(one, view);
    return room && room->audience != residents_of(one, room) ? room->guests : view;
}

/* A reader that was heard and then fell silent may have missed who came in. What it says in an
 * epoch counts from the next one on. */
static bool is_silent(const pipeline *one, const pipeline_room *room, int64_t start_ns)
{
    const config *of = one->configuration;
    const int64_t patience_ns =
        fusion_book_room(of->book, (size_t)of->rooms[room->view]).silent_after_ns;
    const int64_t last_ns = room->heard_ns > start_ns ? room->before_ns : room->heard_ns;
    return last_ns != 0 && start_ns - last_ns > patience_ns;
}

void pipeline_rooms_turn(pipeline *one, int64_t start_ns)
{
    const config *of = one->configuration;
    for (size_t r = 0; r < one->room_count; r++) {
        pipeline_room *room = &one->rooms[r];
        uint32_t audience = 0;
        if (!is_silent(one, room, start_ns))
            audience = fusion_gate_audience(one->gate, (size_t)of->rooms[room->view], start_ns);
        if (audience == room->audience)
            continue;
        room->audience = audience;
        one->since_ns[room->view] = start_ns + of->epoch_ns;
        const bool visited = audience != residents_of(one, room);
        const fusion_view to = {.audience = visited ? audience : 0,
                                .rule = one->views[room->view].rule};
        pipeline_view_change(one, room->guests, to, start_ns);
    }
}

void pipeline_door_stood(pipeline *one, const char *who)
{
    const config *of = one->configuration;
    for (size_t r = 0; r < one->room_count; r++) {
        const size_t index = (size_t)of->rooms[one->rooms[r].view];
        if (strcmp(fusion_book_room(of->book, index).name, who) == 0)
            one->rooms[r].heard_ns = 1; /* long ago */
    }
}

const char *pipeline_door(pipeline *one, int64_t stamp_ns, const char *who)
{
    const config *of = one->configuration;
    if (stamp_ns == 0)
        return "clock-unset";
    for (size_t r = 0; r < one->room_count; r++) {
        pipeline_room *room = &one->rooms[r];
        const size_t index = (size_t)of->rooms[room->view];
        if (strcmp(fusion_book_room(of->book, index).name, who) != 0)
            continue;
        pipeline_advance(one, stamp_ns);
        if (room->heard_ns == 0)
            pipeline_audit_door(one, stamp_ns, who);
        if (room->heard_ns <= one->end_ns - of->epoch_ns)
            room->before_ns = room->heard_ns;
        room->heard_ns = stamp_ns;
        return NULL;
    }
    return "not-yours";
}
