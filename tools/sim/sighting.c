#include "tools/sim/sighting.h"

#include "fusion/report.h"
#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LOWEST                                                                                     \
    (-5000.0) /* m: a state carried on to below that is not sent; its body has fallen              \
               */

enum { STATUS_CONFIRMED = 2, STATUS_COASTING, STATUS_ENDED };

/* To the microsecond: finer than any sensor's clock, coarser than libm's last bit. */
static int64_t time_of(const watch *one, double when)
{
    return one->exercise->starts_ns + llround(when * 1e6) * 1000;
}

static feed_report *report_add(watch *one)
{
    if (one->count == one->room) {
        const size_t room = one->room ? 2 * one->room : 64;
        feed_report *grown = realloc(one->reports, room * sizeof *grown);
        if (!grown)
            return NULL;
        one->reports = grown;
        one->room = room;
    }
    feed_report *added = &one->reports[one->count++];
    memset(added, 0, sizeof *added);
    return added;
}

bool sighting_is_out(const scenario_sensor *sensor, double when)
{
    for (size_t i = 0; i < sensor->outage_count; i++)
        if (when >= sensor->outages[i].from && when < sensor->outages[i].to)
            return true;
    return false;
}

static bool is_open(const scenario_sensor *sensor, double when)
{
    if (sensor->open_every > 0.0 && fmod(when, sensor->open_every) >= sensor->open_for)
        return false;
    return !sighting_is_out(sensor, when);
}

static double height_at(const double position[3])
{
    double lat, lon, height;
    wgs84_from_ecef(position, &lat, &lon, &height);
    return height;
}

static bool track_report(watch *one, const tracker *state, int64_t time_ns,
                         const scenario_object *object, uint8_t status)
{
    if (height_at(state->position) < LOWEST)
        return true;
    feed_report *made = report_add(one);
    if (!made)
        return false;
    made->kind = FEED_TRACK;
    made->time_ns = time_ns;
    made->began_ns = state->began_ns;
    made->number = state->number;
    made->categories = object->categories;
    made->identity = one->sensor->tells ? object->identity : 0;
    memcpy(made->as.track.position, state->position, sizeof state->position);
    memcpy(made->as.track.velocity, state->velocity, sizeof state->velocity);
    tracker_covariance(state, made->as.track.covariance);
    made->as.track.updated_ns = state->updated_ns;
    made->as.track.status = status;
    return true;
}

static void forget(watched *known)
{
    known->track.held = false;
    known->contacts = 0;
    known->number = 0;
}

static uint64_t number_of(watch *one, watched *known, int64_t time_ns)
{
    if (known->number == 0) {
        known->number = one->next_number++;
        known->began_ns = time_ns;
    }
    return known->number;
}

static double agility_of(const watch *one, const scenario_object *object)
{
    return one->sensor->agility * tracker_believes(object->categories).agility;
}

/* The tracker hears that a look found nothing. */
static bool track_missed(watch *one, watched *known, const scenario_object *object, int64_t time_ns)
{
    tracker *track = &known->track;
    if (!track->held)
        return true;
    const bool sent = track->hits >= TRACKER_HITS_NEEDED;
    const bool ends = ++track->misses > TRACKER_MISSES_KEPT;
    const tracker state = tracker_predicted(track, time_ns, agility_of(one, object));
    if (ends)
        forget(known);
    return !sent ||
           track_report(one, &state, time_ns, object, ends ? STATUS_ENDED : STATUS_COASTING);
}

static bool track_seen(watch *one, watched *known, const scenario_object *object, const eye *at,
                       const feed_polar *seen, int64_t time_ns)
{
    const tracker_belief belief = tracker_believes(object->categories);
    double place[3], covariance[6];
    measure_place(at, seen, belief.height, belief.sigma_height, place, covariance);
    tracker *track = &known->track;
    if (!track->held) {
        const uint64_t number = number_of(one, known, time_ns);
        tracker_begin(track, number, time_ns, place, covariance, belief.speed);
        track->began_ns = known->began_ns;
    } else if (!tracker_update(track, time_ns, place, covariance, agility_of(one, object))) {
        return true;
    }
    return track->hits < TRACKER_HITS_NEEDED ||
           track_report(one, track, time_ns, object, STATUS_CONFIRMED);
}

static bool polar_report(watch *one, watched *known, const scenario_object *object,
                         const feed_polar *seen, int64_t time_ns)
{
    feed_report *made = report_add(one);
    if (!made)
        return false;
    const bool plot = one->sensor->sends & SENDS_PLOT;
    made->kind = plot ? FEED_POLAR : FEED_BEARING;
    made->time_ns = time_ns;
    made->categories = object->categories;
    made->identity = one->sensor->tells ? object->identity : 0;
    made->as.polar = *seen;
    if (!plot) {
        made->number = number_of(one, known, time_ns);
        made->began_ns = known->began_ns;
        known->contacts++;
    }
    return true;
}

/* A sensor that sends both begins with bearings and goes over to tracks when it has range. */
static bool sends_track_now(const scenario_sensor *sensor, const watched *known)
{
    if (!(sensor->sends & SENDS_TRACK))
        return false;
    return !(sensor->sends & SENDS_BEARING) || known->contacts >= sensor->localises;
}

static bool broadcast_make(watch *one, const body *bodies, const sighting *look, int64_t time_ns)
{
    const scenario_object *object = bodies[look->object].plan;
    double position[3], velocity[3];
    body_at(&bodies[look->object], look->when - look->second, position, velocity);
    feed_report *made = report_add(one);
    if (!made)
        return false;
    made->kind = FEED_GEODETIC;
    made->time_ns = time_ns;
    made->number = object->number;
    made->categories = object->categories;
    made->identity = object->identity;
    made->label = object->name;
    measure_broadcast(one->sensor, &one->draws, position, velocity, &made->as.geodetic);
    return true;
}

static bool look_reports(watch *one, const scenario_object *object, const sighting *look,
                         const eye *at, feed_polar *seen, int64_t time_ns)
{
    watched *known = &one->objects[look->object];
    const size_t before = one->count;
    measure_noise(one->sensor, &one->draws, seen);
    const bool made = sends_track_now(one->sensor, known)
                          ? track_seen(one, known, object, at, seen, time_ns)
                          : polar_report(one, known, object, seen, time_ns);
    for (size_t i = before; i < one->count; i++)
        one->reports[i].scan = look->scan;
    return made;
}

bool sighting_make(watch *one, const body *bodies, const sighting *look)
{
    const scenario_sensor *sensor = one->sensor;
    const scenario_object *object = bodies[look->object].plan;
    if (!is_open(sensor, look->when))
        return true;
    const double fraction = look->when - look->second;
    double position[3], velocity[3];
    eye at;
    feed_polar seen = {0};
    eye_at(sensor, bodies, look->second, fraction, &at);
    body_at(&bodies[look->object], fraction, position, velocity);
    measure_polar(&at, position, &seen);
    if (!measure_covers(sensor, &at, &seen, height_at(position)))
        return true;
    const int64_t time_ns = time_of(one, look->when);
    if (chance_uniform(&one->draws) < sensor->missed) {
        one->missed++;
        return track_missed(one, &one->objects[look->object], object, time_ns);
    }
    if (sensor->way == WAY_BROADCAST)
        return broadcast_make(one, bodies, look, time_ns);
    return look_reports(one, object, look, &at, &seen, time_ns);
}

bool sighting_endings(watch *one, double second)
{
    if (!(one->sensor->sends & SENDS_TRACK))
        return true;
    const double patience = (TRACKER_MISSES_KEPT + 1.5) * one->sensor->period;
    const int64_t now_ns = time_of(one, second);
    for (size_t i = 0; i < one->exercise->object_count; i++) {
        watched *known = &one->objects[i];
        const scenario_object *object = &one->exercise->objects[i];
        if (!known->track.held || (double)(now_ns - known->track.updated_ns) < patience * 1e9)
            continue;
        const bool sent = known->track.hits >= TRACKER_HITS_NEEDED;
        const tracker state = tracker_predicted(&known->track, now_ns, agility_of(one, object));
        forget(known);
        if (sent && !sighting_is_out(one->sensor, second) &&
            !track_report(one, &state, now_ns, object, STATUS_ENDED))
            return false;
    }
    return true;
}

static bool clutter_make(watch *one, const body *bodies, double second)
{
    const scenario_sensor *sensor = one->sensor;
    const double fraction = chance_uniform(&one->draws);
    const double when = second + fraction;
    eye at;
    feed_polar seen = {0};
    eye_at(sensor, bodies, second, fraction, &at);
    const double turns = when / sensor->period;
    const double azimuth = sensor->way == WAY_TURNING ? (turns + one->phase) * ANGLE_TURN : NAN;
    if (!measure_clutter(sensor, &at, azimuth, &one->draws, &seen) || !is_open(sensor, when))
        return true;
    feed_report *made = report_add(one);
    if (!made)
        return false;
    made->kind = FEED_POLAR;
    made->time_ns = time_of(one, when);
    made->scan = (uint32_t)floor(turns) + 1;
    made->categories = sensor->sees & FUSION_SURFACE && sensor->sigma_elevation <= 0.0
                           ? FUSION_SURFACE
                           : FUSION_AIR;
    made->as.polar = seen;
    one->clutter++;
    return true;
}

bool sighting_clutter(watch *one, const body *bodies, double second)
{
    const scenario_sensor *sensor = one->sensor;
    if (sensor->clutter <= 0.0)
        return true;
    /* A beam that turns makes its clutter while it is in the sector, and none outside. */
    const double share = sensor->way == WAY_TURNING ? measure_sector_share(sensor) : 1.0;
    const double mean = sensor->clutter / (sensor->period * share);
    const unsigned count = chance_poisson(&one->draws, mean);
    for (unsigned i = 0; i < count; i++)
        if (!clutter_make(one, bodies, second))
            return false;
    return true;
}

bool sighting_notices(watch *one, double second)
{
    const scenario *exercise = one->exercise;
    for (size_t i = 0; i < exercise->notice_count; i++) {
        const scenario_notice *notice = &exercise->notices[i];
        if (&exercise->sensors[notice->sensor] != one->sensor || notice->at < second ||
            notice->at >= second + 1.0 || sighting_is_out(one->sensor, notice->at))
            continue;
        feed_report *made = report_add(one);
        if (!made)
            return false;
        made->kind = FEED_NOTICE;
        made->time_ns = time_of(one, notice->at);
        made->number = notice->number;
        made->categories = notice->categories;
        made->as.notice = (feed_notice){
            .lat = notice->lat,
            .lon = notice->lon,
            .radius = notice->radius,
            .has_circle = notice->has_circle,
            .until_ns = notice->lasts > 0.0 ? time_of(one, notice->at + notice->lasts) : 0,
            .text = notice->text};
    }
    return true;
}

void sighting_platform(const watch *one, const body *bodies, double second, int64_t time_ns,
                       feed_platform *platform)
{
    eye at;
    const double when = (double)(time_ns - one->exercise->starts_ns) * 1e-9;
    eye_at(one->sensor, bodies, second, when - second, &at);
    *platform =
        (feed_platform){.time_ns = time_ns, .lat = at.lat, .lon = at.lon, .height = at.height};
    turn_to_local(at.axes, at.velocity, platform->velocity);
}
