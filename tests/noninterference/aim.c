#include "noninterference/aim.h"

static unsigned crowds_of(const world *w, unsigned view)
{
    const unsigned room = w->views[view].room;
    return room == 0 ? 1 : rooms_crowds(&w->rooms[room - 1]);
}

aim aim_take(const side *one, const side *other, unsigned view)
{
    aim found = {.other = side_view(other, &one->w, view)};
    if (found.other < 0)
        return found;
    const unsigned there = (unsigned)found.other, crowds = crowds_of(&one->w, view);
    if (side_turns(one, view) != side_turns(other, there))
        return found;
    for (unsigned c = 0; c < crowds; c++)
        if (side_given(one, side_crowd(&one->w, view, c), 0) ==
            side_given(other, side_crowd(&other->w, there, c), 0))
            found.crowds |= 1u << c;
    found.same = found.crowds == (1u << crowds) - 1;
    if (found.same || one->w.views[view].room == 0)
        found.crowds = 0;
    found.left = !found.same && one->w.views[view].room == 0 &&
                 side_given(one, view, AIM_AFTER_NS) == side_given(other, there, AIM_AFTER_NS);
    found.texts = side_known(one, view) == side_known(other, there);
    found.health = found.same && found.texts && side_sent(one, view) == side_sent(other, there);
    return found;
}

bool aim_looks(const aim *of)
{
    return of->same || of->left || of->crowds != 0 || of->texts;
}

static int crowds_missed(const aim *of, const side *one, unsigned view, const stage_view *a,
                         const stage_view *b)
{
    for (unsigned c = 0; c < ROOMS_CROWDS; c++) {
        const stage_look look = {.after_ns = INT64_MIN,
                                 .audience = side_audience(&one->w, side_crowd(&one->w, view, c)),
                                 .whole = true};
        const int found = of->crowds >> c & 1u ? stage_differs(a, b, &look) : -1;
        if (found >= 0)
            return found;
    }
    return -1;
}

int aim_missed(const aim *of, const side *one, unsigned view, const stage_seen *seen,
               const stage_seen *other)
{
    const stage_view *a = &seen->views[view], *b = &other->views[of->other];
    const stage_look all = {.after_ns = INT64_MIN};
    const stage_look later = {.after_ns = AIM_AFTER_NS, .whole = true};
    int found = -1;
    if (of->same)
        found = stage_differs(a, b, &all);
    else if (of->left)
        found = stage_differs(a, b, &later);
    else if (of->crowds != 0)
        found = crowds_missed(of, one, view, a, b);
    if (found < 0 && of->texts && a->texts != b->texts)
        found = AIM_TEXTS;
    return found < 0 && of->health && a->health != b->health ? AIM_HEALTH : found;
}
