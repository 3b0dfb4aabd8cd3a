#include "track/track.h"

#include "estimate/packed.h"
#include "geo/wgs84.h"
#include "track/unmeasured.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define SECONDS    1e-9 /* in a nanosecond */
#define PAST_APART (15 * FUSION_SECOND)

static double seconds_between(int64_t from_ns, int64_t to_ns)
{
    return (double)(to_ns - from_ns) * SECONDS;
}

/* Adds `along` to the covariance along the vertical and `across` square to it. */
static void widen(double r[6], const double position[3], double across, double along)
{
    double up[3];
    wgs84_up(position, up);
    const double more = along - across;
    for (int i = 0, k = 0; i < 3; i++)
        for (int j = i; j < 3; j++, k++)
            r[k] += more * up[i] * up[j] + (i == j ? across : 0.0);
}

static double vertical_variance(const cv_state *filter)
{
    double up[3], r[6];
    wgs84_up(filter->state, up);
    packed_position(filter->covariance, r);
    return packed_along(r, up);
}

/* Keeps the present estimate if the last kept is old enough. */
static void past_keep(track *one)
{
    const past *last = &one->pasts[(one->past_next + TRACK_PASTS - 1) % TRACK_PASTS];
    if (one->past_count > 0 && one->time_ns - last->time_ns < PAST_APART)
        return;
    past *kept = &one->pasts[one->past_next];
    kept->time_ns = one->time_ns;
    memcpy(kept->state, one->mean.state, sizeof kept->state);
    for (int i = 0; i < 21; i++)
        kept->covariance[i] = (float)one->mean.covariance[i];
    one->past_next = (uint8_t)((one->past_next + 1) % TRACK_PASTS);
    if (one->past_count < TRACK_PASTS)
        one->past_count++;
}

void track_begin(track *one, const measure *first, double unrest)
{
    const fusion_state *state = &first->as.state;
    const motion moves = motion_of(first->categories);
    *one = (track){.time_ns = first->time_ns,
                   .newest_ns = first->time_ns,
                   .begun_ns = first->time_ns,
                   .needed = 2};
    cv_state begun;
    if (state->velocity_kind == FUSION_VELOCITY_FULL) {
        memcpy(begun.state, state->position, sizeof state->position);
        memcpy(begun.state + 3, state->velocity, sizeof state->velocity);
        memcpy(begun.covariance, state->covariance, sizeof state->covariance);
    } else {
        double r[6];
        packed_position(state->covariance, r);
        cv_begin(&begun, state->position, r, moves.speed_horizontal, moves.speed_vertical);
    }
    imm_begin(&one->filter, moves.models, &begun, unrest);
    one->mean = begun;
    past_keep(one);
}

/* The newest kept at or before a time; of a time before all of them, the oldest. */
static const past *past_before(const track *one, int64_t time_ns)
{
    const past *found = NULL;
    for (size_t age = 1; age <= one->past_count; age++) {
        found = &one->pasts[(one->past_next + TRACK_PASTS - age) % TRACK_PASTS];
        if (found->time_ns <= time_ns)
            return found;
    }
    return found;
}

/* From the newest estimate kept of before a time that is long past; false: it is not. */
static bool past_at(const track *one, int64_t time_ns, cv_state *then)
{
    const past *kept = one->time_ns - time_ns > TRACK_STALE ? past_before(one, time_ns) : NULL;
    if (!kept)
        return false;
    memcpy(then->state, kept->state, sizeof then->state);
    for (int i = 0; i < 21; i++)
        then->covariance[i] = kept->covariance[i];
    cv_predict(then, seconds_between(kept->time_ns, time_ns), one->filter.set->broad);
    return true;
}

cv_state track_at(const track *one, int64_t time_ns)
{
    cv_state mean;
    if (past_at(one, time_ns, &mean))
        return mean;
    imm_mean_at(&one->filter, seconds_between(one->time_ns, time_ns), &mean);
    return mean;
}

static bool seen_once(const track *one)
{
    return one->hits == 1;
}

/* Of all[first..count) with the models of the first: places of up to IMM_ABREAST that are not done.
 */
static int find_abreast(const track *const *all, size_t first, size_t count, int64_t time_ns,
                        const bool *done, size_t places[IMM_ABREAST])
{
    int found = 0;
    for (size_t i = first; i < count && found < IMM_ABREAST; i++)
        if (!done[i] && all[i]->filter.set == all[first]->filter.set && all[i]->time_ns < time_ns &&
            !seen_once(all[i]))
            places[found++] = i;
    return found;
}

static void go_abreast(const track *const *all, const size_t *places, int count, int64_t time_ns,
                       cv_state *states)
{
    const imm *filters[IMM_ABREAST];
    cv_state *means[IMM_ABREAST];
    double dts[IMM_ABREAST];
    for (int i = 0; i < count; i++) {
        filters[i] = &all[places[i]]->filter;
        dts[i] = seconds_between(all[places[i]]->time_ns, time_ns);
        means[i] = &states[places[i]];
    }
    imm_means_at(filters, dts, count, means);
}

void track_all_at(const track *const *all, size_t count, int64_t time_ns, cv_state *states)
{
    bool done[TRACK_ALL] = {false};
    assert(count <= TRACK_ALL);
    for (size_t i = 0; i < count; i++) {
        size_t places[IMM_ABREAST];
        if (done[i])
            continue;
        if (seen_once(all[i])) {
            states[i] = track_about(all[i], time_ns);
            continue;
        }
        const bool alone = all[i]->filter.set->count == 1 || all[i]->time_ns >= time_ns;
        const int found = alone ? 0 : find_abreast(all, i, count, time_ns, done, places);
        for (int k = 0; k < found; k++)
            done[places[k]] = true;
        if (found > 0)
            go_abreast(all, places, found, time_ns, states);
        else
            states[i] = track_at(all[i], time_ns);
    }
}

cv_state track_about(const track *one, int64_t time_ns)
{
    cv_state mean;
    if (past_at(one, time_ns, &mean))
        return mean;
    mean = one->mean;
    cv_predict(&mean, seconds_between(one->time_ns, time_ns), one->filter.set->broad);
    return mean;
}

static track_place place_of(const cv_state *filter)
{
    const double *x = filter->state, *p = filter->covariance;
    return (track_place){.position = {x[0], x[1], x[2]},
                         .velocity = {x[3], x[4], x[5]},
                         .position_trace = p[0] + p[6] + p[11],
                         .velocity_trace = p[15] + p[18] + p[20]};
}

/* As cv_predict() has it: of the trace of a covariance none but the diagonals come to anything, and
 * the noise's is the same wherever up is. */
track_place track_place_about(const track *one, int64_t time_ns)
{
    cv_state then;
    if (past_at(one, time_ns, &then))
        return place_of(&then);
    const double *p = one->mean.covariance;
    const cv_noise q = one->filter.set->broad;
    const double dt = seconds_between(one->time_ns, time_ns), span = fabs(dt);
    const double noise = (2.0 * q.horizontal + q.vertical) * span;
    track_place at = place_of(&one->mean);
    for (int i = 0; i < 3; i++)
        at.position[i] += dt * at.velocity[i];
    at.position_trace +=
        dt * (2.0 * (p[3] + p[9] + p[14]) + dt * at.velocity_trace) + noise * dt * dt / 3.0;
    at.velocity_trace += noise;
    return at;
}

typedef struct whole_state {
    double state[6], r[21];
} whole_state;

/* The filter and the noise as the measurement meets them at its own time. */
typedef struct meeting {
    track_ahead *ahead;
    double position[3], r[6];
    double unsaid; /* log of what was not measured, but believed, takes from the likelihood */
    whole_state whole;
} meeting;

static void meet_height(meeting *at, const fusion_state *state)
{
    cv_state mean;
    if (state->height_known)
        return;
    imm_mean(&at->ahead->filter, &mean);
    at->unsaid = unmeasured_height(state, &mean, at->position, at->r);
}

/* r is that of the measured velocity. */
static void meet_climb(meeting *at, const fusion_state *state, double r[6])
{
    cv_state mean;
    if (!state->climb_believed)
        return;
    imm_mean(&at->ahead->filter, &mean);
    at->unsaid += unmeasured_climb(state, &mean, r);
}

static void meet_filter(const track *one, int64_t time_ns, track_ahead *ahead)
{
    const int64_t late_ns = one->time_ns - time_ns;
    ahead->lag = 0.0;
    if (late_ns > TRACK_STALE) {
        const cv_state then = track_at(one, time_ns);
        imm_begin(&ahead->filter, one->filter.set, &then, one->filter.unrest);
        return;
    }
    memcpy(&ahead->filter, &one->filter, sizeof ahead->filter);
    if (late_ns > 0) {
        ahead->lag = seconds_between(0, late_ns);
        imm_shift(&ahead->filter, -ahead->lag);
    } else {
        imm_predict(&ahead->filter, seconds_between(0, -late_ns));
    }
}

/* A measurement's place and noise as the filter meets them. */
static void meet_place(meeting *at, const measure *seen)
{
    if (seen->kind == FUSION_BEARING)
        return;
    const cv_noise noise = at->ahead->filter.set->broad;
    memcpy(at->position, seen->as.state.position, sizeof at->position);
    packed_position(seen->as.state.covariance, at->r);
    meet_height(at, &seen->as.state);
    const double cube = at->ahead->lag * at->ahead->lag * at->ahead->lag / 3.0;
    widen(at->r, seen->as.state.position, noise.horizontal * cube, noise.vertical * cube);
}

static void meet(const track *one, const measure *seen, track_ahead *ahead, meeting *at)
{
    meet_filter(one, seen->time_ns, ahead);
    at->ahead = ahead;
    at->unsaid = 0.0;
    meet_place(at, seen);
}

/* Position, with the velocity where it is told; position alone where it is the track's past, for
 * velocity then has changed since. */
static imm_measured whole_of(meeting *at, const double position[3], const double r[6],
                             const fusion_state *state, whole_state *whole)
{
    memcpy(whole->state, position, 3 * sizeof *position);
    memcpy(whole->state + 3, state->velocity, sizeof state->velocity);
    memcpy(whole->r, state->covariance, sizeof whole->r);
    double *p = whole->r;
    p[0] = r[0], p[1] = r[1], p[2] = r[2], p[6] = r[3], p[7] = r[4], p[11] = r[5];
    meet_climb(at, state, p + 15);
    return (imm_measured){.state = whole->state, .r = p};
}

/* A source track's velocity is what its filter made of positions: no second measurement. */
static bool is_whole(const measure *seen)
{
    return seen->kind == FUSION_PLOT && seen->as.state.velocity_kind == FUSION_VELOCITY_FULL;
}

static imm_measured measured_of(meeting *at, const measure *seen)
{
    if (seen->kind == FUSION_BEARING)
        return (imm_measured){.line = &seen->as.line};
    const fusion_state *state = &seen->as.state;
    if (is_whole(seen) && at->ahead->lag == 0.0)
        return whole_of(at, at->position, at->r, state, &at->whole);
    return (imm_measured){.position = at->position, .r = at->r};
}

fusion_status track_fit_ahead(const track *one, const measure *seen, imm_fit *fit,
                              track_ahead *ahead)
{
    meeting at;
    meet(one, seen, ahead, &at);
    const imm_measured measured = measured_of(&at, seen);
    const fusion_status status = imm_fits(&ahead->filter, &measured, fit);
    if (status == FUSION_OK)
        fit->log_likelihood += at.unsaid;
    return status;
}

fusion_status track_fit(const track *one, const measure *seen, imm_fit *fit)
{
    track_ahead ahead;
    return track_fit_ahead(one, seen, fit, &ahead);
}

static void part(track *one, track_ahead *ahead, int64_t time_ns)
{
    imm_shift(&ahead->filter, ahead->lag);
    memcpy(&one->filter, &ahead->filter, sizeof one->filter);
    imm_mean(&one->filter, &one->mean);
    if (time_ns > one->time_ns)
        one->time_ns = time_ns;
    past_keep(one);
}

fusion_status track_update(track *one, const measure *seen)
{
    if (one->time_ns - seen->time_ns > TRACK_STALE)
        return FUSION_OK;
    track_ahead ahead;
    meeting at;
    meet(one, seen, &ahead, &at);
    const imm_measured measured = measured_of(&at, seen);
    const fusion_status status = imm_update(&ahead.filter, &measured, NULL);
    if (status == FUSION_OK)
        part(one, &ahead, seen->time_ns);
    return status;
}

/* One of several, moved with the track from its own time to that of the first. */
typedef struct moved {
    double position[3], r[6];
    whole_state whole;
} moved;

static moved move_to(meeting *at, const measure *seen, const cv_state *mean, int64_t time_ns)
{
    moved to;
    const double dt = seconds_between(seen->time_ns, time_ns);
    static const int velocity[6] = {15, 16, 17, 18, 19, 20};
    meet_place(at, seen);
    for (int i = 0; i < 3; i++)
        to.position[i] = at->position[i] + dt * mean->state[3 + i];
    for (int k = 0; k < 6; k++)
        to.r[k] = at->r[k] + dt * dt * mean->covariance[velocity[k]];
    return to;
}

/* A height that was not measured is no news, and so no dimension. */
static void note_innovation(const cv_state *mean, const measure *seen, const moved *to,
                            track_innovation *innovation)
{
    *innovation = (track_innovation){.fit = {.dimensions = 0}};
    if (cv_fit_position(mean, to->position, to->r, &innovation->fit) != FUSION_OK)
        return;
    const bool solid = seen->as.state.height_known;
    innovation->fit.dimensions = solid ? 3 : 2;
    innovation->noise = nis_noise_of(mean, to->position, to->r, !solid);
}

/* Rivals are weighed against each other, so all are taken with their velocity or none. */
static bool all_whole(const measure *const *seen, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (!is_whole(seen[k]))
            return false;
    return true;
}

fusion_status track_update_rivals(track *one, const measure *const *seen, const double *chances,
                                  size_t count, track_ahead *ahead, track_innovation *innovation)
{
    const int64_t time_ns = seen[0]->time_ns;
    if (one->time_ns - time_ns > TRACK_STALE)
        return FUSION_OK;
    track_ahead anew;
    meeting at = {.ahead = ahead ? ahead : &anew};
    cv_state mean;
    moved to[IMM_RIVALS];
    imm_measured measured[IMM_RIVALS];
    count = count < IMM_RIVALS ? count : IMM_RIVALS;
    if (!ahead)
        meet_filter(one, time_ns, &anew);
    imm_mean(&at.ahead->filter, &mean);
    const bool whole = at.ahead->lag == 0.0 && all_whole(seen, count);
    for (size_t k = 0; k < count; k++) {
        if (seen[k]->kind == FUSION_BEARING) {
            measured[k] = (imm_measured){.line = &seen[k]->as.line};
            continue;
        }
        to[k] = move_to(&at, seen[k], &mean, time_ns);
        measured[k] = whole
                          ? whole_of(&at, to[k].position, to[k].r, &seen[k]->as.state, &to[k].whole)
                          : (imm_measured){.position = to[k].position, .r = to[k].r};
    }
    if (innovation && count > 0)
        note_innovation(&mean, seen[0], &to[0], innovation);
    const fusion_status status = imm_update_rivals(&at.ahead->filter, measured, chances, count);
    if (status == FUSION_OK)
        part(one, at.ahead, time_ns);
    return status;
}

const look *track_look_seen(const track *one, uint16_t sensor)
{
    for (size_t i = 0; i < one->look_count; i++)
        if (one->looks[i].sensor == sensor)
            return &one->looks[i];
    return NULL;
}

look *track_look(track *one, uint16_t sensor)
{
    return (look *)(uintptr_t)track_look_seen(one, sensor); /* the track is ours to change */
}

double track_sigma_horizontal(const track *one, int64_t time_ns)
{
    const cv_state filter = track_at(one, time_ns);
    const double *p = filter.covariance;
    return sqrt(fmax((p[0] + p[6] + p[11] - vertical_variance(&filter)) / 2.0, 0.0));
}

double track_sigma_bound(const cv_state *filter)
{
    return sqrt(place_of(filter).position_trace);
}
