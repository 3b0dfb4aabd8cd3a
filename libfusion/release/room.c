#include "release/room.h"

/* Who is in: how often each nation entered and has not left, the last place for the unknown. */
typedef struct crowd {
    int inside[FUSION_NATIONS_MAX + 1];
    bool lingers[FUSION_NATIONS_MAX + 1]; /* left, and the room was not restored since */
} crowd;

static void move(crowd *all, const book_room *room, int who, bool enters)
{
    const size_t place = who == BOOK_UNKNOWN ? FUSION_NATIONS_MAX : (size_t)who;
    if (enters) {
        all->inside[place]++;
    } else if (all->inside[place] > 0) {
        all->inside[place]--;
        all->lingers[place] = all->lingers[place] || room->by_operator;
    }
}

static void restore(crowd *all)
{
    for (size_t i = 0; i <= FUSION_NATIONS_MAX; i++)
        all->lingers[i] = false;
}

static void act_on(crowd *all, const book_room *room, const book_act *act)
{
    if (act->verb == BOOK_RESTORE)
        restore(all);
    else
        move(all, room, act->visitor, act->verb == BOOK_ENTERS);
}

static bool moves(const book_act *act, size_t index)
{
    return act->index == index &&
           (act->verb == BOOK_ENTERS || act->verb == BOOK_LEAVES || act->verb == BOOK_RESTORE);
}

/* A leaving said before the run, for a time that the run has not reached when it speaks of the room
 * itself, is not of this presence any more. */
static bool outdated(const moments *when, const book_act *act, size_t index)
{
    if (!act->earlier || act->verb == BOOK_ENTERS)
        return false;
    for (size_t i = 0; i < when->act_count; i++)
        if (!when->acts[i].earlier && moves(&when->acts[i], index) &&
            when->acts[i].at_ns <= act->at_ns)
            return true;
    return false;
}

/* Visits and acts in order of time up to at_ns; at one time visits first, then acts as declared. */
static void follow(crowd *all, const moments *when, const book_room *room, size_t index,
                   int64_t at_ns)
{
    int64_t from_ns = INT64_MIN;
    while (from_ns <= at_ns) {
        int64_t next_ns = INT64_MAX;
        for (size_t i = 0; i < room->visit_count; i++) {
            const int64_t here_ns = moments_epoch(when, room->visits[i].at_ns);
            if (here_ns == from_ns)
                move(all, room, room->visits[i].who, room->visits[i].enters);
            else if (here_ns > from_ns && here_ns < next_ns)
                next_ns = here_ns;
        }
        for (size_t i = 0; i < when->act_count; i++) {
            const int64_t here_ns = moments_epoch(when, when->acts[i].at_ns);
            if (!moves(&when->acts[i], index) || outdated(when, &when->acts[i], index))
                continue;
            if (here_ns == from_ns)
                act_on(all, room, &when->acts[i]);
            else if (here_ns > from_ns && here_ns < next_ns)
                next_ns = here_ns;
        }
        if (next_ns == INT64_MAX)
            break;
        from_ns = next_ns;
    }
}

uint32_t room_audience(const moments *when, const book_room *room, size_t index, int64_t at_ns)
{
    crowd all = {{0}, {0}};
    follow(&all, when, room, index, at_ns);
    if (all.inside[FUSION_NATIONS_MAX] > 0 || all.lingers[FUSION_NATIONS_MAX])
        return 0;
    uint32_t audience = room->present | UINT32_C(1) << room->owner;
    for (size_t n = 0; n < FUSION_NATIONS_MAX; n++)
        if (all.inside[n] > 0 || all.lingers[n])
            audience |= UINT32_C(1) << n;
    return audience;
}

static uint16_t counted(int inside)
{
    return inside > UINT16_MAX ? UINT16_MAX : (uint16_t)inside;
}

fusion_presence room_present(const moments *when, const book_room *room, size_t index,
                             int64_t at_ns)
{
    crowd all = {{0}, {0}};
    follow(&all, when, room, index, at_ns);
    fusion_presence present = {.unknown = counted(all.inside[FUSION_NATIONS_MAX]),
                               .unknown_lingers = all.lingers[FUSION_NATIONS_MAX]};
    for (size_t n = 0; n < FUSION_NATIONS_MAX; n++) {
        present.inside[n] = counted(all.inside[n]);
        present.lingers |= (uint32_t)all.lingers[n] << n;
    }
    return present;
}
