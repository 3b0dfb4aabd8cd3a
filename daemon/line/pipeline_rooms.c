#include "daemon/line/pipeline_parts.h"

#include <assert.h>
#include <stdio.h>
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
        room->past_count = 0;
        if (one->first_ns != 0) { /* what stood goes on in the first run */
            room->heard_ns = room->before_ns = room->forgot_ns = 0;
            room->missed = false;
        }
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

static uint32_t said_audience(const pipeline *one, const pipeline_room *room, int64_t start_ns)
{
    const size_t index = (size_t)one->configuration->rooms[room->view];
    return room->missed ? 0 : fusion_gate_audience(one->gate, index, start_ns);
}

/* The same moment, but for when it began. */
static bool goes_on(const pipeline_moment *last, const pipeline_moment *now)
{
    return last->audience == now->audience && last->silent == now->silent &&
           last->missed == now->missed && last->present.unknown == now->present.unknown &&
           last->present.lingers == now->present.lingers &&
           last->present.unknown_lingers == now->present.unknown_lingers &&
           memcmp(last->present.inside, now->present.inside, sizeof now->present.inside) == 0;
}

static void moment_note(const pipeline *one, pipeline_room *room, uint32_t audience, bool silent,
                        int64_t start_ns)
{
    const config *of = one->configuration;
    const pipeline_moment now = {
        .since_ns = start_ns + of->epoch_ns,
        .audience = audience,
        .present = fusion_gate_present(one->gate, (size_t)of->rooms[room->view], start_ns),
        .silent = silent,
        .missed = room->missed};
    if (room->past_count > 0 && goes_on(&room->past[room->past_count - 1], &now))
        return;
    if (room->past_count == PIPELINE_MOMENTS)
        memmove(room->past, room->past + 1, --room->past_count * sizeof *room->past);
    room->past[room->past_count++] = now;
}

pipeline_past pipeline_room_past(const pipeline *one, size_t view)
{
    const pipeline_room *room = room_of(one, view);
    if (!room)
        return (pipeline_past){.count = 0};
    return (pipeline_past){.moments = room->past,
                           .count = room->past_count,
                           .now_ns = one->end_ns - one->configuration->epoch_ns,
                           .heard_ns = room->heard_ns};
}

void pipeline_rooms_turn(pipeline *one, int64_t start_ns)
{
    const config *of = one->configuration;
    for (size_t r = 0; r < one->room_count; r++) {
        pipeline_room *room = &one->rooms[r];
        const bool silent = is_silent(one, room, start_ns);
        const uint32_t audience = silent ? 0 : said_audience(one, room, start_ns);
        moment_note(one, room, audience, silent, start_ns);
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

/* Whether the reader will be silent in the next epoch cannot be told before that begins. */
pipeline_moment pipeline_room_now(const pipeline *one, size_t view)
{
    const int64_t epoch_ns = one->configuration->epoch_ns;
    const pipeline_room *room = room_of(one, view);
    if (!room || one->first_ns == 0)
        return (pipeline_moment){.since_ns = 0};
    const int64_t begun_ns = one->over ? one->end_ns : one->end_ns - epoch_ns;
    const bool silent = is_silent(one, room, begun_ns);
    const uint32_t now = silent ? 0 : said_audience(one, room, begun_ns);
    const int64_t next_ns = begun_ns + epoch_ns;
    const uint32_t next = said_audience(one, room, next_ns);
    const uint32_t audience = now && next ? now | next : 0;
    const int64_t from_ns = audience == now ? begun_ns : next_ns;
    return (pipeline_moment){
        .since_ns = audience == room->audience ? one->since_ns[view] : from_ns + epoch_ns,
        .audience = audience,
        .present = fusion_gate_present(one->gate, (size_t)one->configuration->rooms[view], next_ns),
        .silent = silent,
        .missed = room->missed};
}

static fusion_room book_room_of(const pipeline *one, const pipeline_room *room)
{
    return fusion_book_room(one->configuration->book,
                            (size_t)one->configuration->rooms[room->view]);
}

bool pipeline_room_stood(pipeline *one, const char *who, const char *word)
{
    const bool reader = strcmp(word, PIPELINE_HAS_READER) == 0;
    if (!reader && strcmp(word, PIPELINE_HAS_MISSED) != 0)
        return false;
    for (size_t r = 0; r < one->room_count; r++)
        if (strcmp(book_room_of(one, &one->rooms[r]).name, who) == 0) {
            if (reader)
                one->rooms[r].heard_ns = 1; /* long ago */
            else
                one->rooms[r].missed = true;
        }
    return true;
}

static bool is_entry(const pipeline *one, const pipeline_room *room, const char *sentence)
{
    char begin[80];
    const int length = snprintf(begin, sizeof begin, "room %s ", book_room_of(one, room).name);
    const char *last = strrchr(sentence, ' ');
    return strncmp(sentence, begin, (size_t)length) == 0 && last && strcmp(last, " enters") == 0;
}

/* Is it for him to say? Where memory is refused, that is not known, and it counts. */
static bool is_theirs(const pipeline *one, const char *who, const char *sentence, int64_t at_ns)
{
    const config *of = one->configuration;
    const fusion_said said = {.who = who, .sentence = sentence, .at_ns = at_ns};
    fusion_gate *gate = NULL;
    fusion_status status = fusion_gate_create(of->book, &of->registry, one->views, 1, &gate);
    if (status == FUSION_OK)
        status = fusion_gate_declare(gate, &said, 1, NULL);
    fusion_gate_destroy(gate);
    return status != FUSION_REFUSED && status != FUSION_NOT_YOURS;
}

void pipeline_room_miss(pipeline *one, int64_t at_ns, const char *who, const char *sentence)
{
    for (size_t r = 0; r < one->room_count; r++) {
        pipeline_room *room = &one->rooms[r];
        if (room->missed || !is_entry(one, room, sentence) || !is_theirs(one, who, sentence, at_ns))
            continue;
        room->missed = true;
        pipeline_audit_room(one, at_ns, book_room_of(one, room).name, PIPELINE_HAS_MISSED);
    }
}

bool pipeline_missed(const pipeline *one, const char *sentence)
{
    for (size_t r = 0; r < one->room_count; r++)
        if (one->rooms[r].missed && is_entry(one, &one->rooms[r], sentence))
            return true;
    return false;
}

bool pipeline_must_hear(const pipeline *one, int64_t stamp_ns, const char *who,
                        const char *sentence)
{
    for (size_t r = 0; stamp_ns != 0 && r < one->room_count; r++)
        if (!one->rooms[r].missed && is_entry(one, &one->rooms[r], sentence))
            return is_theirs(one, who, sentence, stamp_ns);
    return false;
}

const char *pipeline_door(pipeline *one, int64_t stamp_ns, const char *who)
{
    if (stamp_ns == 0)
        return "clock-unset";
    for (size_t r = 0; r < one->room_count; r++) {
        pipeline_room *room = &one->rooms[r];
        if (strcmp(book_room_of(one, room).name, who) != 0)
            continue;
        pipeline_advance(one, stamp_ns);
        if (room->heard_ns == 0)
            pipeline_audit_room(one, stamp_ns, who, PIPELINE_HAS_READER);
        if (room->heard_ns <= one->end_ns - one->configuration->epoch_ns)
            room->before_ns = room->heard_ns;
        room->heard_ns = stamp_ns;
        return NULL;
    }
    return "not-yours";
}
