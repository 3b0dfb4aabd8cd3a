#include "track/streak.h"

#include "track/claim.h"

#include <math.h>
#include <string.h>

#define FASTEST      8e3  /* m/s: nothing below orbit is faster */
#define SHARE        0.01 /* of unknown objects that are so fast */
#define EARLY        0.75 /* periods from one look to the next, at least, */
#define LATE         1.25 /* and at most */
#define PERIOD_MOST  (30 * FUSION_SECOND)
#define KEPT         2.6  /* periods */
#define SIGMAS       3.0  /* of three plots that are not in line by chance */
#define BENDS        60.0 /* m/s2: what boosts or brakes */
#define REACH_SIGMAS 6.0
#define CROWD        32 /* plots that could be the one before: more, and lines come by chance */

static bool may_be_of_one(const measure *seen, const fusion_registry *registry)
{
    const int64_t period_ns = fusion_sensor_period(registry, seen->sensor);
    return seen->kind == FUSION_PLOT && seen->categories == 0 && seen->as.state.height_known &&
           period_ns > 0 && period_ns <= PERIOD_MOST;
}

/* For what may be kept. Its sensor has a period, so it is one of the registry. */
static bool reserve_kept(streaks *all, room *memory, const fusion_registry *registry,
                         const measure *measures, const uint32_t *taken, size_t count)
{
    size_t more[FUSION_SENSORS_MAX] = {0}, whole = all->plots.count;
    for (size_t i = 0; i < count; i++)
        if (may_be_of_one(&measures[taken[i]], registry)) {
            more[measures[taken[i]].sensor]++;
            whole++;
        }
    for (size_t i = 0; i < registry->sensor_count; i++)
        if (more[i] > 0 && (!ROOM_FOR(memory, &all->of[i], all->of[i].count + more[i]) ||
                            !ROOM_FOR(memory, &all->near, all->of[i].count + more[i])))
            return false;
    return ROOM_FOR(memory, &all->plots, whole) && ROOM_FOR(memory, &all->unused, whole);
}

bool streak_reserve(streaks *all, room *memory, const fusion_registry *registry,
                    const measure *measures, size_t measure_count, const uint32_t *taken,
                    size_t count)
{
    if (!ROOM_FOR(memory, &all->young, measure_count) ||
        !reserve_kept(all, memory, registry, measures, taken, count))
        return false;
    for (size_t i = 0; i < measure_count; i++)
        all->young.items[i] = STREAK_NONE;
    return true;
}

void streak_free(streaks *all, room *memory)
{
    for (size_t i = 0; i < FUSION_SENSORS_MAX; i++)
        ROOM_FREE(memory, &all->of[i]);
    ROOM_FREE(memory, &all->plots);
    ROOM_FREE(memory, &all->unused);
    ROOM_FREE(memory, &all->near);
    ROOM_FREE(memory, &all->young);
}

static void forget_of(streaks *all, streak_points *own, double kept_ns, int64_t now_ns)
{
    size_t kept = 0;
    for (size_t i = 0; i < own->count; i++) {
        const uint32_t plot = own->items[i].plot;
        const measure *seen = &all->plots.items[plot];
        if ((double)(now_ns - seen->time_ns) > kept_ns + (double)seen->delay_ns)
            all->unused.items[all->unused.count++] = plot;
        else
            own->items[kept++] = own->items[i];
    }
    own->count = kept;
}

static void forget(streaks *all, int64_t now_ns, const fusion_registry *registry)
{
    for (uint16_t sensor = 0; sensor < registry->sensor_count; sensor++)
        forget_of(all, &all->of[sensor], KEPT * (double)fusion_sensor_period(registry, sensor),
                  now_ns);
}

/* The first that is not before the time. */
static size_t from_time(const streak_points *own, int64_t time_ns)
{
    size_t low = 0, high = own->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (own->items[middle].time_ns < time_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static streak_point point_of(const measure *seen, const track *its, uint32_t slot)
{
    streak_point point = {.time_ns = seen->time_ns,
                          .sigma = seen->reach / REACH_SIGMAS,
                          .track = its->number,
                          .slot = slot};
    memcpy(point.position, seen->as.state.position, sizeof point.position);
    return point;
}

static void keep(streaks *all, const streak_point *point, const measure *seen)
{
    streak_points *own = &all->of[seen->sensor];
    const size_t place = from_time(own, seen->time_ns);
    streak_point *points = own->items + place;
    const uint32_t plot = all->unused.count > 0 ? all->unused.items[--all->unused.count]
                                                : (uint32_t)all->plots.count++;
    memmove(points + 1, points, (own->count++ - place) * sizeof *points);
    *points = *point;
    points->plot = plot;
    all->plots.items[plot] = *seen;
}

/* From one plot to the next. */
typedef struct leg {
    double velocity[3], seconds;
} leg;

static bool leg_of(const streak_point *from, const streak_point *to, leg *made)
{
    double speed2 = 0.0;
    made->seconds = 1e-9 * (double)(to->time_ns - from->time_ns);
    for (int i = 0; i < 3; i++) {
        made->velocity[i] = (to->position[i] - from->position[i]) / made->seconds;
        speed2 += made->velocity[i] * made->velocity[i];
    }
    return speed2 >= MOTION_FAST * MOTION_FAST && speed2 <= FASTEST * FASTEST;
}

/* Where the first two put the third, were the speed the same. */
static bool in_line(const streak_point *first, const leg *before, const streak_point *second,
                    const leg *after, const streak_point *third)
{
    const double ratio = after->seconds / before->seconds;
    double off2 = 0.0;
    for (int i = 0; i < 3; i++) {
        const double off = (after->velocity[i] - before->velocity[i]) * after->seconds;
        off2 += off * off;
    }
    const double chance = sqrt(third->sigma * third->sigma +
                               (1.0 + ratio) * (1.0 + ratio) * second->sigma * second->sigma +
                               ratio * ratio * first->sigma * first->sigma);
    const double bends = BENDS * 0.5 * after->seconds * (after->seconds + before->seconds);
    const double limit = SIGMAS * chance + bends;
    return off2 <= limit * limit;
}

static bool go_on(track *one, const measure *seen, life_rules rules)
{
    imm_fit fit;
    if (track_fit(one, seen, &fit) != FUSION_OK || !(fit.distance2 <= rules.settings->gate) ||
        track_update(one, seen) != FUSION_OK)
        return false;
    life_hit(one, seen, &fit, rules);
    claim_take(one, seen);
    return true;
}

/* A track of the three that moves as a missile; false: it would not be one. */
static bool make(track *one, const measure *const plots[3], life_rules rules)
{
    measure first = *plots[0];
    first.categories = FUSION_MISSILE;
    track_begin(one, &first, 1.0);
    one->needed = 3; /* what is only tried teaches nothing: nothing is learnt before (life.h) */
    life_begin(one, plots[0], SHARE, rules);
    claim_take(one, plots[0]);
    const bool made = go_on(one, plots[1], rules) && go_on(one, plots[2], rules) &&
                      one->existence >= rules.settings->drop;
    if (!made)
        life_close_first(one, rules);
    return made;
}

/* A look later, about. */
static bool follows(const streak_point *earlier, const streak_point *later, int64_t period_ns)
{
    const int64_t apart_ns = later->time_ns - earlier->time_ns;
    return apart_ns <= (int64_t)(LATE * (double)period_ns) &&
           apart_ns > (int64_t)(EARLY * (double)period_ns);
}

static bool in_reach(const streak_point *from, const streak_point *to)
{
    const double most = FASTEST * 1e-9 * (double)(to->time_ns - from->time_ns);
    double off2 = 0.0;
    for (int i = 0; i < 3; i++)
        off2 += (to->position[i] - from->position[i]) * (to->position[i] - from->position[i]);
    return off2 <= most * most;
}

/* The places of what it may be in line with: to walk all of its sensor's plots for each second anew
 * takes longer than all the rest. */
static void gather(const streak_points *own, const streak_point *third, int64_t period_ns,
                   indices *near)
{
    const int64_t looks_ns = 2 * (int64_t)(LATE * (double)period_ns);
    const size_t end = from_time(own, third->time_ns - (int64_t)(EARLY * (double)period_ns));
    near->count = 0;
    for (size_t i = from_time(own, third->time_ns - looks_ns); i < end; i++)
        if (in_reach(&own->items[i], third))
            near->items[near->count++] = (uint32_t)i;
}

typedef struct streak {
    track made;
    size_t places[2]; /* of its first two */
} streak;

/* The track that the plot was of; NULL: it has ended. */
static track *track_of(roster *tracks, const streak_point *point)
{
    track *one = &tracks->slots.items[point->slot];
    return one->number == point->track && !one->merged ? one : NULL;
}

/* A track that holds more than its plots among the three loses it only to what is likelier. */
static bool may_take(roster *tracks, const streak_point *const points[3], double existence)
{
    for (int i = 0; i < 3; i++) {
        const track *one = track_of(tracks, points[i]);
        uint32_t held = 0;
        for (int k = 0; k < 3; k++)
            held += points[k]->track == points[i]->track;
        if (one && one->hits > held && one->existence >= existence)
            return false;
    }
    return true;
}

/* For a streak that ends with a plot. */
typedef struct hunt {
    const streaks *all;
    const streak_points *own; /* of the plot's sensor */
    int64_t period_ns;        /* likewise */
    const streak_point *third;
    const measure *seen; /* the same, whole */
    roster *tracks;
    life_rules rules;
} hunt;

/* The likelier of the best so far, if one was found, and of those whose second is at a place. */
static bool try_firsts(const hunt *on, size_t place, const leg *after, streak *best, bool found)
{
    const streak_point *second = &on->own->items[place];
    for (size_t k = 0; k < on->all->near.count; k++) {
        const size_t i = on->all->near.items[k];
        const streak_point *first = &on->own->items[i];
        const streak_point *const points[3] = {first, second, on->third};
        const measure *const plots[3] = {&on->all->plots.items[first->plot],
                                         &on->all->plots.items[second->plot], on->seen};
        leg before;
        track one;
        if (!follows(first, second, on->period_ns) || !leg_of(first, second, &before) ||
            !in_line(first, &before, second, after, on->third) || !make(&one, plots, on->rules) ||
            !may_take(on->tracks, points, one.existence) ||
            (found && one.existence <= best->made.existence))
            continue;
        *best = (streak){one, {i, place}};
        found = true;
    }
    return found;
}

/* The likeliest that ends with the plot; false: there is none. */
static bool find(streaks *all, roster *tracks, const streak_point *third, const measure *seen,
                 life_rules rules, streak *best)
{
    const hunt on = {.all = all,
                     .own = &all->of[seen->sensor],
                     .period_ns = fusion_sensor_period(rules.registry, seen->sensor),
                     .third = third,
                     .seen = seen,
                     .tracks = tracks,
                     .rules = rules};
    size_t seconds[CROWD], count = 0;
    leg afters[CROWD], after;
    bool found = false;
    gather(on.own, third, on.period_ns, &all->near);
    for (size_t k = 0; k < all->near.count; k++) {
        const size_t i = all->near.items[k];
        const streak_point *second = &on.own->items[i];
        if (!follows(second, third, on.period_ns) || !leg_of(second, third, &after))
            continue;
        if (count == CROWD)
            return false;
        seconds[count] = i;
        afters[count++] = after;
    }
    for (size_t k = 0; k < count; k++)
        found = try_firsts(&on, seconds[k], &afters[k], best, found);
    return found;
}

/* The eldest of their tracks becomes that of them all. */
static void put(streak_points *own, roster *tracks, const streak_point *third, const streak *found,
                life_rules rules)
{
    const streak_point *eldest = third;
    for (int i = 1; i >= 0; i--) {
        const streak_point *point = &own->items[found->places[i]];
        if (!track_of(tracks, point) || point->track == eldest->track)
            continue;
        track_of(tracks, eldest)->merged = true;
        eldest = point;
    }
    track *one = track_of(tracks, eldest);
    const bool confirmed = one->confirmed;
    life_close_first(one, rules);
    *one = found->made;
    one->number = eldest->track;
    one->confirmed |= confirmed;
    for (int i = 0; i < 2; i++) {
        streak_point *point = &own->items[found->places[i]];
        point->track = one->number;
        point->slot = eldest->slot;
    }
}

void streak_pass(streaks *all, roster *tracks, const measure *measures, const uint32_t *taken,
                 size_t count, int64_t now_ns, life_rules rules)
{
    forget(all, now_ns - rules.settings->epoch_ns, rules.registry);
    for (size_t i = 0; i < count; i++) {
        const measure *seen = &measures[taken[i]];
        const uint32_t slot = all->young.items[taken[i]];
        if (slot == STREAK_NONE || !may_be_of_one(seen, rules.registry))
            continue;
        track *its = &tracks->slots.items[slot];
        const streak_point point = point_of(seen, its, slot);
        streak found;
        if (its->hits == 1 && !its->merged && find(all, tracks, &point, seen, rules, &found))
            put(&all->of[seen->sensor], tracks, &point, &found, rules);
        else
            keep(all, &point, seen);
    }
}
