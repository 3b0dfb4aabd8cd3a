#include "track/beside.h"

#include "estimate/packed.h"
#include "geo/wgs84.h"
#include "track/claim.h"
#include "track/number.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Squared distances of six dimensions, or of three without velocity. A round of reports has one
 * displacement in common, so its reports are not added up: the mean is what counts. */
#define FITS   16.0
#define WINS   6.0 /* by which the best must be nearer than the second */
#define ROUND  3
#define LEAVES 30.0
#define DOUBTS 3

/* How long a stream is shown, in times of its grid, and in times of its own uncertainty when it was
 * heard: an old place says where it was. */
#define COASTS_GRIDS 2.1
#define LIVES_GRIDS  5.0
#define LIVES_SIGMAS 3.0

static uint64_t name_of(const measure *seen)
{
    return (uint64_t)seen->nation << NUMBER_BITS | seen->number;
}

bool beside_reserve(beside *all, room *memory, size_t more, size_t most)
{
    if (more == 0)
        return true;
    size_t held = all->streams.count + more;
    if (most > 0 && held > most)
        held = most;
    return ROOM_FOR(memory, &all->streams, held) && ROOM_FOR(memory, &all->apart, held) &&
           ROOM_FOR(memory, &all->bound, held);
}

void beside_free(beside *all, room *memory)
{
    ROOM_FREE(memory, &all->streams);
    ROOM_FREE(memory, &all->apart);
    ROOM_FREE(memory, &all->bound);
}

/* A state that is followed by no filter drifts off as its kind does on the whole, not as it may in
 * its sharpest turn. */
static cv_noise noise_of(uint8_t categories)
{
    if (categories & FUSION_MISSILE)
        return (cv_noise){10.0, 10.0};
    if (categories & FUSION_AIR || categories == 0)
        return (cv_noise){1.0, 0.3};
    return (cv_noise){0.05, 0.01};
}

static cv_state carried(const cv_state *state, uint8_t categories, int64_t from_ns, int64_t to_ns)
{
    cv_state now = *state;
    cv_predict(&now, (double)(to_ns - from_ns) * 1e-9, noise_of(categories));
    return now;
}

/* Of the place, square to the vertical, the mean of all directions. */
static double level_variance(const double place[3], const double p[21])
{
    double up[3];
    wgs84_up(place, up);
    const double along = up[0] * up[0] * p[0] + up[1] * up[1] * p[6] + up[2] * up[2] * p[11] +
                         2.0 * (up[0] * up[1] * p[1] + up[0] * up[2] * p[2] + up[1] * up[2] * p[7]);
    return (p[0] + p[6] + p[11] - along) / 2.0;
}

static cv_state state_of(const measure *seen)
{
    cv_state made;
    const fusion_state *state = &seen->as.state;
    if (state->velocity_kind == FUSION_VELOCITY_FULL) {
        memcpy(made.state, state->position, sizeof state->position);
        memcpy(made.state + 3, state->velocity, sizeof state->velocity);
        memcpy(made.covariance, state->covariance, sizeof made.covariance);
        return made;
    }
    const motion moves = motion_of(seen->categories);
    double r[6];
    packed_position(state->covariance, r);
    cv_begin(&made, state->position, r, moves.speed_horizontal, moves.speed_vertical);
    return made;
}

/* A later report takes the place of the one before, unless that is still the surer: a floor may
 * have become coarser meanwhile. */
static void take_report(beside_stream *one, const measure *seen)
{
    const int64_t heard_ns = seen->time_ns + seen->delay_ns;
    const cv_state state = state_of(seen);
    const double variance = level_variance(state.state, state.covariance);
    if (one->reports++ > 0) {
        if (seen->time_ns < one->last.time_ns)
            return;
        const cv_state then =
            carried(&one->state, one->last.categories, one->last.time_ns, seen->time_ns);
        if (level_variance(then.state, then.covariance) < variance)
            return;
    }
    const cv_state heard = carried(&state, seen->categories, seen->time_ns, heard_ns);
    one->last = *seen;
    one->state = state;
    one->heard_ns = heard_ns;
    one->variance = level_variance(heard.state, heard.covariance);
}

/* Of the report to the track at the report's time; infinite where they cannot be of one object. */
static double distance2_to(const track *candidate, const measure *seen)
{
    if (!candidate->confirmed || !claim_compatible(candidate->categories, seen->categories))
        return INFINITY;
    const fusion_state *state = &seen->as.state;
    const cv_state filter = track_at(candidate, seen->time_ns);
    double apart2 = 0.0;
    for (size_t i = 0; i < 3; i++)
        apart2 += (filter.state[i] - state->position[i]) * (filter.state[i] - state->position[i]);
    const double reach = seen->reach + 6.0 * track_sigma_bound(&filter);
    if (apart2 > reach * reach)
        return INFINITY;
    cv_fit fit;
    fusion_status status;
    if (state->velocity_kind == FUSION_VELOCITY_FULL) {
        double whole[6];
        memcpy(whole, state->position, sizeof state->position);
        memcpy(whole + 3, state->velocity, sizeof state->velocity);
        status = cv_fit_state(&filter, whole, state->covariance, &fit);
    } else {
        double r[6];
        packed_position(state->covariance, r);
        status = cv_fit_position(&filter, state->position, r, &fit);
    }
    return status == FUSION_OK ? fit.distance2 : INFINITY;
}

/* Into the nearest few, nearest first; of two as near the lower number. */
static void add_vote(beside_stream *one, uint64_t number, double distance2)
{
    size_t at = one->vote_count;
    while (at > 0 && one->votes[at - 1].distance2 > distance2)
        at--;
    if (at == BESIDE_VOTES)
        return;
    if (one->vote_count < BESIDE_VOTES)
        one->vote_count++;
    memmove(&one->votes[at + 1], &one->votes[at],
            (size_t)(one->vote_count - 1 - at) * sizeof one->votes[0]);
    one->votes[at] = (beside_vote){number, distance2};
}

static void begin_round(beside_stream *one, const measure *seen, const roster *tracks)
{
    one->vote_count = 0;
    for (size_t i = 0; i < tracks->order.count; i++) {
        const track *candidate = &tracks->slots.items[tracks->order.items[i].slot];
        const double distance2 = distance2_to(candidate, seen);
        if (distance2 < LEAVES)
            add_vote(one, candidate->number, distance2);
    }
    one->round = one->vote_count > 0 ? 1 : 0;
}

static void ask_again(beside_stream *one, const measure *seen, const roster *tracks)
{
    for (size_t i = 0; i < one->vote_count; i++) {
        const track *candidate = roster_find(tracks, one->votes[i].track);
        one->votes[i].distance2 += candidate ? distance2_to(candidate, seen) : INFINITY;
    }
    one->round++;
}

/* Bound to the track that clearly won the round; without one the next report begins another. */
static void end_round(beside_stream *one)
{
    const beside_vote *best = &one->votes[0];
    double second2 = INFINITY;
    for (size_t i = 1; i < one->vote_count; i++) {
        const beside_vote *other = &one->votes[i];
        if (other->distance2 < best->distance2) {
            second2 = best->distance2;
            best = other;
        } else {
            second2 = fmin(second2, other->distance2);
        }
    }
    if (best->distance2 <= ROUND * FITS && second2 - best->distance2 >= ROUND * WINS)
        one->track = best->track;
    one->round = 0;
    one->doubts = 0;
}

static void bind(beside_stream *one, const measure *seen, const roster *tracks)
{
    const track *owner = one->track ? roster_find(tracks, one->track) : NULL;
    if (owner) {
        one->doubts = distance2_to(owner, seen) > LEAVES ? one->doubts + 1 : 0;
        if (one->doubts >= DOUBTS)
            one->track = 0;
        return;
    }
    if (one->round == 0)
        begin_round(one, seen, tracks);
    else
        ask_again(one, seen, tracks);
    if (one->round == ROUND)
        end_round(one);
}

static bool number_taken(const beside *all, const roster *tracks, uint64_t number)
{
    if (roster_find(tracks, number))
        return true;
    for (size_t i = 0; i < all->streams.count; i++)
        if (all->streams.items[i].number == number)
            return true;
    return false;
}

static beside_stream *stream_begin(beside *all, const roster *tracks, const uint8_t key[16],
                                   size_t place, uint64_t name)
{
    assert(all->streams.count < all->streams.capacity);
    uint8_t bytes[sizeof name];
    for (size_t i = 0; i < sizeof name; i++)
        bytes[i] = (uint8_t)(name >> (8 * i));
    const uint64_t content = number_siphash(key, bytes, sizeof bytes);
    unsigned attempt = 0;
    while (number_taken(all, tracks, number_make(key, content, attempt)))
        attempt++;
    beside_stream *one = &all->streams.items[place];
    memmove(one + 1, one, (all->streams.count - place) * sizeof *one);
    all->streams.count++;
    *one = (beside_stream){.name = name, .number = number_make(key, content, attempt)};
    return one;
}

bool beside_take(beside *all, const measure *seen, const roster *tracks, size_t most,
                 const uint8_t key[16])
{
    const uint64_t name = name_of(seen);
    const size_t place = ORDER_PLACE(&all->streams, name);
    beside_stream *one = &all->streams.items[place];
    if (place == all->streams.count || one->name != name) {
        if (most > 0 && all->streams.count >= most)
            return false;
        one = stream_begin(all, tracks, key, place, name);
    }
    take_report(one, seen);
    bind(one, seen, tracks);
    return true;
}

static double grids_since(const beside_stream *one, int64_t now_ns)
{
    return (double)(now_ns - one->heard_ns) / ((double)one->last.grid * 1e9);
}

static double variance_at(const beside_stream *one, int64_t now_ns)
{
    const cv_state now = carried(&one->state, one->last.categories, one->last.time_ns, now_ns);
    return level_variance(now.state, now.covariance);
}

static bool stream_lives(const beside_stream *one, int64_t now_ns)
{
    return grids_since(one, now_ns) <= LIVES_GRIDS &&
           variance_at(one, now_ns) <= LIVES_SIGMAS * LIVES_SIGMAS * one->variance;
}

/* Of several streams of one object the surest is left. */
static void keep_surest(const beside *all, order *list, int64_t now_ns)
{
    order_entry *items = list->items;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        const bool again = kept > 0 && items[kept - 1].number == items[i].number;
        if (!again)
            items[kept++] = items[i];
        else if (variance_at(&all->streams.items[items[i].slot], now_ns) <
                 variance_at(&all->streams.items[items[kept - 1].slot], now_ns))
            items[kept - 1] = items[i];
    }
    list->count = kept;
}

/* Those of tracks that live are shown with them. */
static void part_bound(beside *all, const roster *tracks)
{
    size_t kept = 0;
    all->bound.count = 0;
    for (size_t i = 0; i < all->apart.count; i++) {
        const order_entry entry = all->apart.items[i];
        if (roster_find(tracks, entry.number))
            all->bound.items[all->bound.count++] = entry;
        else
            all->apart.items[kept++] = entry;
    }
    all->apart.count = kept;
}

/* A stream whose track has ended keeps its number: the object is the same. */
void beside_pass(beside *all, const roster *tracks, int64_t now_ns)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->streams.count; i++) {
        const beside_stream *one = &all->streams.items[i];
        if (!stream_lives(one, now_ns))
            continue;
        all->apart.items[kept] =
            (order_entry){one->track ? one->track : one->number, (uint32_t)kept};
        all->streams.items[kept++] = *one;
    }
    all->streams.count = all->apart.count = kept;
    order_sort(&all->apart);
    keep_surest(all, &all->apart, now_ns);
    part_bound(all, tracks);
}

static uint8_t marks_of(const measure *last)
{
    unsigned marks = FUSION_MARK_RELEASED_PLACE;
    if (!last->as.state.height_known)
        marks |= FUSION_MARK_HEIGHT_UNKNOWN;
    if (last->as.state.height_is_pressure)
        marks |= FUSION_MARK_PRESSURE;
    if (last->as.state.velocity_kind == FUSION_VELOCITY_NONE)
        marks |= FUSION_MARK_VELOCITY_UNKNOWN;
    return (uint8_t)marks;
}

/* Place, velocity and how they came about. */
static void put_place(const beside_stream *one, const cv_state *now, fusion_track *shown)
{
    memcpy(shown->position, now->state, sizeof shown->position);
    memcpy(shown->velocity, now->state + 3, sizeof shown->velocity);
    memcpy(shown->covariance, now->covariance, sizeof shown->covariance);
    shown->newest_ns = one->last.time_ns;
    shown->form = one->last.form;
    shown->marks = (uint8_t)((shown->marks & FUSION_MARK_CONFLICT) | marks_of(&one->last));
    if (one->last.source_named)
        shown->sensors[one->last.sensor / 64] |= UINT64_C(1) << one->last.sensor % 64;
    if (one->last.nation_named)
        shown->nations |= UINT32_C(1) << one->last.nation;
}

static fusion_track_status status_of(const beside_stream *one, int64_t now_ns)
{
    if (one->reports < ROUND)
        return FUSION_TENTATIVE;
    return grids_since(one, now_ns) > COASTS_GRIDS ? FUSION_COASTING : FUSION_CONFIRMED;
}

void beside_picture(const beside *all, size_t apart, int64_t now_ns, fusion_track *shown)
{
    const order_entry entry = all->apart.items[apart];
    const beside_stream *one = &all->streams.items[entry.slot];
    const measure *last = &one->last;
    const cv_state now = carried(&one->state, last->categories, last->time_ns, now_ns);
    *shown = (fusion_track){.number = entry.number,
                            .type_code = last->type_code,
                            .status = (uint8_t)status_of(one, now_ns),
                            .categories = last->categories,
                            .identity = last->identity,
                            .identity_percent = last->identity_percent};
    memcpy(shown->label, last->label, sizeof shown->label);
    put_place(one, &now, shown);
}

void beside_cover(const beside *all, size_t *from, int64_t now_ns, fusion_track *shown)
{
    const order *bound = &all->bound;
    while (*from < bound->count && bound->items[*from].number < shown->number)
        ++*from;
    if (*from == bound->count || bound->items[*from].number != shown->number)
        return;
    const beside_stream *one = &all->streams.items[bound->items[*from].slot];
    if (shown->status != FUSION_CONFIRMED)
        shown->status = (uint8_t)status_of(one, now_ns);
    const cv_state now = carried(&one->state, one->last.categories, one->last.time_ns, now_ns);
    if (level_variance(now.state, now.covariance) >=
        level_variance(shown->position, shown->covariance))
        return;
    put_place(one, &now, shown);
}
