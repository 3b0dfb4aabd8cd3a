#include "noninterference/vary.h"

#include "release/world_chance.h"

#include <string.h>

#define NS INT64_C(1000000000)

/* Whether the i-th report of from is one to be touched. */
static bool is_meant(const side *from, unsigned i, unsigned v, bool seen)
{
    return (from->gifts[i].of[v] != 0) == seen;
}

/* One of them; -1: there is none. */
static int any_meant(const side *from, unsigned v, bool seen, uint64_t *state)
{
    const unsigned count = from->f.count, first = count ? world_below(state, count) : 0;
    for (unsigned i = 0; i < count; i++)
        if (is_meant(from, (first + i) % count, v, seen))
            return (int)((first + i) % count);
    return -1;
}

static void drop_meant(side *to, const side *from, unsigned v, bool seen, unsigned percent,
                       uint64_t *state)
{
    for (unsigned i = from->f.count; i-- > 0;)
        if (is_meant(from, i, v, seen) && world_chance(state, percent))
            feed_remove(&to->f, i);
    feed_part(&to->f);
}

static void drop_all(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    drop_meant(to, from, v, seen, 100, state);
}

static void drop_some(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    drop_meant(to, from, v, seen, 40, state);
}

static void drop_one(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    const int i = any_meant(from, v, seen, state);
    if (i >= 0)
        feed_remove(&to->f, (unsigned)i);
    feed_part(&to->f);
}

static void drop_sensor(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    const int one = any_meant(from, v, seen, state);
    for (unsigned i = from->f.count; one >= 0 && i-- > 0;)
        if (from->f.reports[i].is.sensor == from->f.reports[one].is.sensor)
            feed_remove(&to->f, i);
    feed_part(&to->f);
}

static void change_content(feed_report *report, unsigned what, uint64_t *state)
{
    world_report *is = &report->is;
    switch (what) {
    case 0:
        is->lat += 0.02 * (1.0 + world_below(state, 20));
        break;
    case 1:
        memcpy(report->label, "another", 8);
        report->identity = (report->identity + 1 + world_below(state, 7)) % 8;
        break;
    case 2:
        is->number = is->number % 3 + 1;
        break;
    case 3:
        report->east += 40.0;
        report->sigma *= 2.0;
        is->lat += 0.003;
        break;
    case 4:
        is->categories ^= 1u << world_category(state);
        break;
    default:
        is->height_known = is->kind < 2 && !is->height_known;
        is->height += is->height_known ? 700.0 : 0.0;
        break;
    }
}

static void change_some(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    for (unsigned i = 0; i < from->f.count; i++)
        if (is_meant(from, i, v, seen) && world_chance(state, 50))
            change_content(&to->f.reports[i], world_below(state, 6), state);
}

/* What a form may withhold, of what the view is given. */
static void change_withheld(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    (void)seen;
    for (unsigned i = 0; i < from->f.count; i++) {
        feed_report *report = &to->f.reports[i];
        if (!is_meant(from, i, v, true) || world_chance(state, 50))
            continue;
        switch (world_below(state, 5)) {
        case 0:
            memcpy(report->label, "another", 8);
            break;
        case 1:
            report->identity = (report->identity + 1 + world_below(state, 7)) % 8;
            break;
        case 2:
            report->is.number = report->is.number % 3 + 1;
            break;
        case 3:
            report->east += 40.0;
            break;
        default:
            report->is.height += report->is.height_known ? 300.0 : 0.0;
            break;
        }
    }
}

/* A copy that v is not given: its owner's alone, or kept from a member by name. */
static feed_report hidden_copy(const side *from, const feed_report *of, unsigned v, uint64_t *state)
{
    feed_report copy = *of;
    const unsigned owner = 1u << from->w.sensors[of->is.sensor].nation;
    const unsigned others = side_audience(&from->w, v) & ~owner;
    if (others == 0 || world_chance(state, 50))
        copy.is.owner_only = true;
    else
        copy.is.not_to |= others;
    copy.is.measured_ns += 1 + world_below(state, 400);
    copy.is.stamp_ns += 400;
    return copy;
}

/* A copy for adding: hidden, or as it is. */
static feed_report another(const side *from, unsigned i, unsigned v, bool seen, uint64_t *state)
{
    feed_report copy = hidden_copy(from, &from->f.reports[i], v, state);
    if (seen) {
        copy.is.owner_only = from->f.reports[i].is.owner_only;
        copy.is.not_to = from->f.reports[i].is.not_to;
    }
    return copy;
}

static void move(feed_report *report, double north, double east, int64_t later_ns)
{
    report->is.lat += north / 111195.0;
    report->is.lon += east / 111195.0;
    report->is.measured_ns += later_ns;
    report->is.stamp_ns += later_ns;
    report->joined = false;
}

/* Beside what v sees: would it be taken for the same object? */
static void add_near(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    const unsigned count = 1 + world_below(state, 8);
    for (unsigned n = 0; n < count; n++) {
        const int i = any_meant(from, v, true, state);
        if (i < 0)
            return;
        feed_report copy = another(from, (unsigned)i, v, seen, state);
        move(&copy, 100.0 * world_below(state, 7) - 300.0, 100.0 * world_below(state, 7) - 300.0,
             (int64_t)world_below(state, 4) * (NS / 4));
        feed_add(&to->f, &copy);
    }
}

/* From one thing that v sees to another: would they become one? */
static void add_bridge(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    const int one = any_meant(from, v, true, state), other = any_meant(from, v, true, state);
    if (one < 0 || other < 0)
        return;
    const world_report *a = &from->f.reports[one].is, *b = &from->f.reports[other].is;
    for (int step = 1; step <= 5; step++) {
        feed_report copy = another(from, (unsigned)one, v, seen, state);
        move(&copy, (b->lat - a->lat) * 111195.0 * step / 5.0,
             (b->lon - a->lon) * 111195.0 * step / 5.0, step * (NS / 2));
        feed_add(&to->f, &copy);
    }
}

/* What follows on one report that v sees: would its track be confirmed by it? */
static void add_confirmation(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    const int one = any_meant(from, v, true, state);
    for (int step = 1; one >= 0 && step <= 6; step++) {
        feed_report copy = another(from, (unsigned)one, v, seen, state);
        move(&copy, copy.north * step, copy.east * step, step * NS);
        feed_add(&to->f, &copy);
    }
}

static void add_burst(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    const int one = any_meant(from, v, world_chance(state, 50), state);
    for (int n = 0; one >= 0 && n < 60; n++) {
        feed_report copy = another(from, (unsigned)one, v, seen, state);
        move(&copy, 500.0 * world_below(state, 40), 500.0 * world_below(state, 40),
             (int64_t)n * (NS / 60));
        feed_add(&to->f, &copy);
    }
}

/* The very same again, later in the order. */
static void multiply(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    for (unsigned i = 0; i < from->f.count; i++)
        if (is_meant(from, i, v, seen) && world_chance(state, 60)) {
            feed_report copy = from->f.reports[i];
            copy.joined = false;
            copy.is.stamp_ns += world_below(state, 3) * (NS / 2);
            feed_add(&to->f, &copy);
        }
}

/* Received in another order, and at other times. */
static void reorder(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    for (unsigned i = 0; i < from->f.count; i++) {
        world_report *is = &to->f.reports[i].is;
        if (!is_meant(from, i, v, seen) || world_chance(state, 40))
            continue;
        to->f.reports[i].joined = false;
        is->stamp_ns =
            is->measured_ns + world_below(state, 9) * (NS / 2) + world_below(state, 2) * 8 * NS;
        if (is->stamp_ns >= FEED_ENDS * NS)
            is->stamp_ns = is->measured_ns;
    }
    feed_sort(&to->f);
    feed_part(&to->f);
}

/* In one datagram with what v sees, before it or behind it. */
static void join(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    for (unsigned n = 0; n < 5; n++) {
        const int i = any_meant(from, v, true, state);
        if (i < 0)
            return;
        feed_report copy = another(from, (unsigned)i, v, seen, state);
        copy.is.stamp_ns = from->f.reports[i].is.stamp_ns;
        copy.is.measured_ns -= 1000000;
        copy.is.lat += 0.05;
        unsigned at = 0;
        while (at < to->f.count && to->f.reports[at].id != from->f.reports[i].id)
            at++;
        if (at == to->f.count)
            continue;
        feed_add(&to->f, &copy);
        feed_report *reports = to->f.reports;
        unsigned added = at;
        while (reports[added].id != to->f.next_id - 1)
            added++;
        copy = reports[added];
        const unsigned place = at + world_below(state, 2);
        memmove(&reports[place + 1], &reports[place], (added - place) * sizeof reports[0]);
        reports[place] = copy;
        reports[at + 1].joined = true;
    }
    feed_part(&to->f);
}

static void drop_act(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    (void)v;
    (void)seen;
    if (from->w.act_count == 0)
        return;
    const unsigned index = world_below(state, from->w.act_count);
    memmove(&to->w.acts[index], &to->w.acts[index + 1],
            (--to->w.act_count - index) * sizeof to->w.acts[0]);
    memset(&to->w.acts[to->w.act_count], 0, sizeof to->w.acts[0]);
}

static void add_acts(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    (void)from;
    (void)v;
    (void)seen;
    world wide = to->w; /* drawn for ten minutes */
    wide.act_count = 0;
    if (!world_add_act(&wide, state) || to->w.act_count == WORLD_ACTS)
        return;
    feed_squeeze(&wide);
    feed_unplace(&wide);
    if (wide.act_count == 0)
        return;
    world_act act = wide.acts[0];
    unsigned at = to->w.act_count++;
    for (; at > 0 && 2 * to->w.acts[at - 1].at + to->w.acts[at - 1].half > 2 * act.at + act.half;
         at--)
        to->w.acts[at] = to->w.acts[at - 1];
    to->w.acts[at] = act;
}

/* The same view among fewer, in another order. */
static void drop_views(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    (void)seen;
    int places[WORLD_VIEWS];
    v = side_view_at(&from->w, v);
    memset(places, -1, sizeof places);
    to->w.view_count = 0;
    const unsigned first = world_below(state, from->w.view_count);
    for (unsigned i = 0; i < from->w.view_count; i++) {
        const unsigned view = (first + i) % from->w.view_count;
        if (view != v && world_chance(state, 50))
            continue;
        places[view] = (int)to->w.view_count;
        to->w.views[to->w.view_count++] = from->w.views[view];
    }
    memset(&to->w.views[to->w.view_count], 0,
           (WORLD_VIEWS - to->w.view_count) * sizeof to->w.views[0]);
    to->f.change_count = 0;
    for (unsigned i = 0; i < from->f.change_count; i++) {
        feed_change change = from->f.changes[i];
        if (places[change.view] < 0)
            continue;
        change.view = (unsigned)places[change.view];
        to->f.changes[to->f.change_count++] = change;
    }
}

/* Whose audiences come and go. */
static void change_audiences(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    (void)seen;
    v = side_view_at(&from->w, v);
    to->f.change_count = 0;
    for (unsigned i = 0; i < from->f.change_count; i++)
        if (from->f.changes[i].view == v || world_chance(state, 30))
            to->f.changes[to->f.change_count++] = from->f.changes[i];
    if (to->f.change_count == FEED_CHANGES || from->w.view_count == 1)
        return;
    const unsigned other =
        (v + 1 + world_below(state, from->w.view_count - 1)) % from->w.view_count;
    if (from->w.views[other].room > 0)
        return;
    const feed_change change = {.view = other,
                                .audience = 1 + world_below(state, (1u << from->w.nations) - 1),
                                .at = (int)world_below(state, 100)};
    feed_add_change(&to->f, &change);
}

/* Who comes to other rooms. */
static void change_visits(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    (void)seen;
    const unsigned own = from->w.views[side_view_at(&from->w, v)].room;
    for (unsigned i = from->f.visit_count; i-- > 0;)
        if (from->f.visits[i].room + 1 != own && world_chance(state, 50))
            feed_drop_visit(&to->f, i);
    for (unsigned r = 0; r < from->w.room_count; r++)
        for (unsigned n = world_below(state, 4); r + 1 != own && n > 0; n--) {
            const feed_visit visit = rooms_event(&from->w, r, state);
            feed_add_visit(&to->f, &visit);
        }
}

/* One sensor fewer, or one more, that the book does not list. */
static void change_registry(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    (void)v;
    (void)seen;
    world *w = &to->w;
    const unsigned last = w->sensor_count + w->unlisted_count - 1;
    if (from->w.unlisted_count > 0) {
        for (unsigned i = from->f.count; i-- > 0;)
            if (from->f.reports[i].is.sensor == last)
                feed_remove(&to->f, i);
        w->unlisted_count--;
        memset(&w->sensors[last], 0, sizeof w->sensors[0]);
        feed_part(&to->f);
        return;
    }
    w->sensors[last + 1] = (world_sensor){
        .nation = world_below(state, w->nations), .kind = 1, .sends = 15, .period = 4};
    w->unlisted_count++;
}

static void more_threads(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    drop_meant(to, from, v, seen, 30, state);
    to->threads = 3;
}

static bool leaves_again(const side *from, unsigned i, unsigned v)
{
    return from->gifts[i].of[v] != 0 && from->gifts[i].removed_ns[v] < FEED_ENDS * NS;
}

/* All that leaves a view again: it must be as if it had never been given. */
static void drop_removed(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    (void)seen;
    (void)state;
    for (unsigned n = 0; n < from->w.view_count && to->f.count == from->f.count; n++)
        for (unsigned i = from->f.count; i-- > 0;)
            if (leaves_again(from, i, (v + n) % from->w.view_count))
                feed_remove(&to->f, i);
    feed_part(&to->f);
}

const variation variations[VARIATIONS] = {
    {"all reports dropped", drop_all, true, true},
    {"some reports dropped", drop_some, true, true},
    {"one report dropped", drop_one, true, true},
    {"a sensor dropped", drop_sensor, true, true},
    {"contents changed", change_some, true, true},
    {"contents changed again", change_some, true, true},
    {"what a form withholds changed", change_withheld, true, false},
    {"reports near a track", add_near, true, true},
    {"reports near a track again", add_near, true, true},
    {"a bridge", add_bridge, true, true},
    {"a confirmation", add_confirmation, true, true},
    {"a burst", add_burst, true, true},
    {"reports multiplied", multiply, true, true},
    {"another order", reorder, true, false},
    {"fewer on more threads", more_threads, true, false},
    {"one datagram", join, true, true},
    {"an act dropped", drop_act, false, false},
    {"acts added", add_acts, false, false},
    {"views dropped", drop_views, false, false},
    {"audiences changed", change_audiences, false, false},
    {"another book", vary_book, false, false},
    {"another book in mid-run", vary_book_in_mid_run, false, false},
    {"another book in mid-run again", vary_book_in_mid_run, false, false},
    {"events in other rooms", change_visits, true, false},
    {"events in other rooms again", change_visits, true, false},
    {"another registry", change_registry, false, false},
    {"what leaves again dropped", drop_removed, true, false},
};
