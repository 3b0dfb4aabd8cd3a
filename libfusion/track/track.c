#include "track/track.h"

#include "estimate/packed.h"
#include "geo/wgs84.h"

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
    double up[3];
    wgs84_up(filter->state, up);
    const double *p = filter->covariance;
    return up[0] * up[0] * p[0] + up[1] * up[1] * p[6] + up[2] * up[2] * p[11] +
           2.0 * (up[0] * up[1] * p[1] + up[0] * up[2] * p[2] + up[1] * up[2] * p[7]);
}

/* Keeps the present estimate if the last kept is old enough. */
static void past_keep(track *one)
{
    const past *last = &one->pasts[(one->past_next + TRACK_PASTS - 1) % TRACK_PASTS];
    if (one->past_count > 0 && one->time_ns - last->time_ns < PAST_APART)
        return;
    past *kept = &one->pasts[one->past_next];
    kept->time_ns = one->time_ns;
    memcpy(kept->state, one->filter.state, sizeof kept->state);
    for (int i = 0; i < 21; i++)
        kept->covariance[i] = (float)one->filter.covariance[i];
    one->past_next = (uint8_t)((one->past_next + 1) % TRACK_PASTS);
    if (one->past_count < TRACK_PASTS)
        one->past_count++;
}

void track_begin(track *one, const measure *first)
{
    const fusion_state *state = &first->as.state;
    *one = (track){.time_ns = first->time_ns, .newest_ns = first->time_ns, .needed = 2};
    if (state->velocity_kind == FUSION_VELOCITY_FULL) {
        memcpy(one->filter.state, state->position, sizeof state->position);
        memcpy(one->filter.state + 3, state->velocity, sizeof state->velocity);
        memcpy(one->filter.covariance, state->covariance, sizeof state->covariance);
    } else {
        const motion moves = motion_of(first->categories);
        double r[6];
        packed_position(state->covariance, r);
        cv_begin(&one->filter, state->position, r, moves.speed_horizontal, moves.speed_vertical);
    }
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

cv_state track_at(const track *one, int64_t time_ns)
{
    cv_state filter = one->filter;
    int64_t from_ns = one->time_ns;
    const past *then = from_ns - time_ns > TRACK_STALE ? past_before(one, time_ns) : NULL;
    if (then) {
        from_ns = then->time_ns;
        memcpy(filter.state, then->state, sizeof filter.state);
        for (int i = 0; i < 21; i++)
            filter.covariance[i] = then->covariance[i];
    }
    cv_predict(&filter, seconds_between(from_ns, time_ns), motion_of(one->categories).noise);
    return filter;
}

/* The filter and the noise as the measurement meets them at its own time. */
typedef struct meeting {
    cv_state filter;
    double lag; /* s by which the measurement is older than the track; 0 where it is not */
    double r[6];
} meeting;

#define UNKNOWN_HEIGHT_VARIANCE 1e12 /* m2: 1,000 km says nothing of a height */

/* A height that was not measured comes from the same prior each time, so its errors are no news:
 * it counts only where the track itself knows less. */
static void meet_height(meeting *at, const fusion_state *state)
{
    if (state->height_known)
        return;
    const cv_state prior = {.state = {state->position[0], state->position[1], state->position[2]},
                            .covariance = {at->r[0], at->r[1], at->r[2], 0, 0, 0, at->r[3],
                                           at->r[4], 0, 0, 0, at->r[5]}};
    if (vertical_variance(&at->filter) < vertical_variance(&prior))
        widen(at->r, state->position, 0.0, UNKNOWN_HEIGHT_VARIANCE);
}

static meeting meet(const track *one, const measure *seen)
{
    const cv_noise noise = motion_of(one->categories).noise;
    const int64_t late_ns = one->time_ns - seen->time_ns;
    meeting at = {.filter = one->filter, .lag = 0.0};
    if (late_ns > 0 && late_ns <= TRACK_STALE) {
        at.lag = seconds_between(0, late_ns);
        cv_predict(&at.filter, -at.lag, (cv_noise){0.0, 0.0});
    } else {
        at.filter = track_at(one, seen->time_ns);
    }
    if (seen->kind == FUSION_BEARING)
        return at;
    packed_position(seen->as.state.covariance, at.r);
    meet_height(&at, &seen->as.state);
    const double cube = at.lag * at.lag * at.lag / 3.0;
    widen(at.r, seen->as.state.position, noise.horizontal * cube, noise.vertical * cube);
    return at;
}

fusion_status track_fit(const track *one, const measure *seen, cv_fit *fit)
{
    const meeting at = meet(one, seen);
    if (seen->kind == FUSION_BEARING)
        return cv_fit_line(&at.filter, &seen->as.line, fit);
    return cv_fit_position(&at.filter, seen->as.state.position, at.r, fit);
}

static fusion_status update_with_velocity(meeting *at, const fusion_state *state)
{
    double whole[6], r[21];
    memcpy(whole, state->position, sizeof state->position);
    memcpy(whole + 3, state->velocity, sizeof state->velocity);
    memcpy(r, state->covariance, sizeof r);
    r[0] = at->r[0], r[1] = at->r[1], r[2] = at->r[2];
    r[6] = at->r[3], r[7] = at->r[4], r[11] = at->r[5];
    return cv_update_state(&at->filter, whole, r, NULL);
}

fusion_status track_update(track *one, const measure *seen)
{
    if (one->time_ns - seen->time_ns > TRACK_STALE)
        return FUSION_OK;
    meeting at = meet(one, seen);
    fusion_status status;
    if (seen->kind == FUSION_BEARING)
        status = cv_update_line(&at.filter, &seen->as.line, NULL);
    else if (seen->as.state.velocity_kind == FUSION_VELOCITY_FULL && at.lag == 0.0)
        status = update_with_velocity(&at, &seen->as.state);
    else
        status = cv_update_position(&at.filter, seen->as.state.position, at.r, NULL);
    if (status != FUSION_OK)
        return status;
    cv_predict(&at.filter, at.lag, (cv_noise){0.0, 0.0});
    one->filter = at.filter;
    if (seen->time_ns > one->time_ns)
        one->time_ns = seen->time_ns;
    past_keep(one);
    return FUSION_OK;
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
    const double *p = filter->covariance;
    return sqrt(p[0] + p[6] + p[11]);
}
