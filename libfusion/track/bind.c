#include "track/bind.h"

#include "estimate/packed.h"

#include <math.h>
#include <string.h>

#define OPEN_PERIODS 0.6
#define LAG_POSITION 100.0 /* m */
#define LAG_VELOCITY 20.0  /* m/s */

enum { STATUS_COASTING = 3, STATUS_ENDED = 4 }; /* fusion_state.track_status */

static bool same_number(const binding *at, const measure *seen)
{
    return at->sensor == seen->sensor && at->number == seen->number &&
           at->began_ns == seen->began_ns;
}

binding *bind_find(track *one, const measure *seen)
{
    for (size_t i = 0; i < TRACK_BINDINGS; i++) {
        binding *at = &one->bindings[i];
        if (at->bound && same_number(at, seen) && seen->time_ns - at->heard_ns <= BIND_SILENCE_NS)
            return at;
    }
    return NULL;
}

bool bind_open(const track *one, const measure *seen, const fusion_registry *registry)
{
    const double period = (double)fusion_sensor_period(registry, seen->sensor);
    for (size_t i = 0; i < TRACK_BINDINGS; i++) {
        const binding *at = &one->bindings[i];
        if (at->bound && at->sensor == seen->sensor &&
            (double)(seen->time_ns - at->heard_ns) < OPEN_PERIODS * period)
            return false;
    }
    return true;
}

double bind_distance2(const track *one, const measure *seen)
{
    const fusion_state *state = &seen->as.state;
    const cv_state filter = track_at(one, seen->time_ns);
    const double lag = LAG_POSITION * LAG_POSITION, lag_velocity = LAG_VELOCITY * LAG_VELOCITY;
    double whole[6], r[21];
    memcpy(whole, state->position, sizeof state->position);
    memcpy(whole + 3, state->velocity, sizeof state->velocity);
    memcpy(r, state->covariance, sizeof r);
    r[0] += lag, r[6] += lag, r[11] += lag;
    cv_fit fit;
    fusion_status status;
    if (state->velocity_kind == FUSION_VELOCITY_FULL) {
        r[15] += lag_velocity, r[18] += lag_velocity, r[20] += lag_velocity;
        status = cv_fit_state(&filter, whole, r, &fit);
    } else {
        double position[6];
        packed_position(r, position);
        status = cv_fit_position(&filter, state->position, position, &fit);
    }
    return status == FUSION_OK ? fit.distance2 : INFINITY;
}

/* The sensor's own binding first, then a free one, then that silent longest. */
static binding *place_for(track *one, uint16_t sensor)
{
    binding *best = &one->bindings[0];
    for (size_t i = 0; i < TRACK_BINDINGS; i++) {
        binding *at = &one->bindings[i];
        if (at->bound && at->sensor == sensor)
            return at;
        if (best->bound && (!at->bound || at->heard_ns < best->heard_ns))
            best = at;
    }
    return best;
}

binding *bind_make(track *one, const measure *seen)
{
    binding *at = place_for(one, seen->sensor);
    *at = (binding){.bound = true,
                    .sensor = seen->sensor,
                    .number = seen->number,
                    .began_ns = seen->began_ns,
                    .heard_ns = seen->time_ns,
                    .updated_ns = seen->as.state.updated_ns};
    /* measure_make() has tested the covariance. */
    if (tracklet_begin(&at->source, &seen->as.state, seen->time_ns) != FUSION_OK)
        at->source = (tracklet){0};
    return at;
}

void bind_end(binding *at)
{
    *at = (binding){.bound = false};
}

bool bind_coasts(const binding *at, const measure *seen)
{
    const fusion_state *state = &seen->as.state;
    if (state->track_status == STATUS_COASTING || state->track_status == STATUS_ENDED)
        return true;
    return at && state->updated_ns != 0 && state->updated_ns <= at->updated_ns;
}

bool bind_recover(const binding *at, const measure *seen, tracklet *next, measure *plot)
{
    tracklet_plot added;
    *next = at->source;
    if (tracklet_take(next, &seen->as.state, seen->time_ns, &added) != FUSION_OK ||
        added.directions == 0)
        return false;
    *plot = *seen;
    fusion_state *state = &plot->as.state;
    state->velocity_kind = FUSION_VELOCITY_NONE;
    memcpy(state->position, added.position, sizeof added.position);
    const double *r = added.covariance;
    double *p = state->covariance;
    p[0] = r[0], p[1] = r[1], p[2] = r[2], p[6] = r[3], p[7] = r[4], p[11] = r[5];
    return true;
}

void bind_accept(binding *at, const measure *seen, const tracklet *next)
{
    at->source = *next;
    at->heard_ns = seen->time_ns;
    at->updated_ns = seen->as.state.updated_ns;
}
