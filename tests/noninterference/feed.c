#include "noninterference/feed.h"

#include "daemon/wire/wire_format.h"
#include "release/oracle.h"
#include "release/world_chance.h"

#include "picket/v1/report.pb-c.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NS     INT64_C(1000000000)
#define DEGREE 111195.0 /* m of latitude */

enum { OBJECTS = 3, LOOK = 8, ALL = 8 };

static void squeeze(int *time)
{
    if (*time != WORLD_OPEN)
        *time /= 5;
}

static void squeeze_book(world *w)
{
    for (unsigned p = 0; p < w->period_count; p++) {
        squeeze(&w->periods[p][0]);
        squeeze(&w->periods[p][1]);
    }
    for (unsigned e = 0; e < w->emergency_count; e++)
        squeeze(&w->emergencies[e].lasts);
    for (unsigned f = 0; f < w->form_count; f++)
        squeeze(&w->forms[f].delay_ms);
    for (unsigned c = 0; c < w->clause_count; c++)
        squeeze(&w->clauses[c].hop_ms);
    for (unsigned a = 0; a < w->agreement_count; a++) {
        world_agreement *agreement = &w->agreements[a];
        squeeze(&agreement->notice);
        squeeze(&agreement->until);
        for (unsigned e = 0; e < agreement->event_count; e++) {
            squeeze(&agreement->events[e].at);
            squeeze(&agreement->events[e].ends);
        }
    }
}

void feed_squeeze(world *w)
{
    squeeze_book(w);
    for (unsigned i = 0; i < w->act_count; i++) {
        squeeze(&w->acts[i].at);
        squeeze(&w->acts[i].until);
        squeeze(&w->acts[i].from);
        squeeze(&w->acts[i].to);
    }
}

static void unplace_scope(world_scope *scope)
{
    scope->where = scope->except_areas = 0;
}

void feed_unplace(world *w)
{
    bool moves = false;
    for (unsigned f = 0; f < w->form_count; f++)
        moves = moves || w->forms[f].warning || w->forms[f].step[1] > 0;
    if (!moves)
        return;
    for (unsigned c = 0; c < w->clause_count; c++)
        unplace_scope(&w->clauses[c].scope);
    for (unsigned e = 0; e < w->entry_count; e++)
        unplace_scope(&w->entries[e].scope);
    for (unsigned i = w->act_count; i-- > 0;) {
        const world_act *act = &w->acts[i];
        if ((act->verb == WORLD_HOLD || act->verb == WORLD_WITHDRAW) && act->target == 2)
            memmove(&w->acts[i], &w->acts[i + 1], (--w->act_count - i) * sizeof w->acts[0]);
    }
}

/* What is looked at. */
typedef struct object {
    unsigned categories, identity;
    double lat, lon, east, north, height;
} object;

static void draw_object(const world *w, uint64_t *state, object *one)
{
    const world_area *area =
        w->area_count > 0 ? &w->areas[world_below(state, w->area_count)] : NULL;
    const double size = !area ? 1.0 : area->shape == WORLD_CIRCLE ? area->size / 112.0 : area->size;
    one->categories =
        world_chance(state, 80) ? 1u << world_category(state) : world_some_of(state, ALL);
    one->identity = world_below(state, ALL);
    one->lat = (area ? area->lat : 0.0) + 0.25 * size * world_below(state, 5);
    one->lon = (area ? area->lon : 128.0) + 0.25 * size * world_below(state, 5);
    one->east = 40.0 * world_below(state, 9) - 160.0;
    one->north = 40.0 * world_below(state, 9) - 160.0;
    one->height = 1000.0 * world_below(state, 6) + 500.0;
}

/* Within the accuracy of the look. */
static double noise(uint64_t *state, double sigma)
{
    return sigma * ((double)world_below(state, 2001) / 1000.0 - 1.0);
}

static double wrapped(double lon)
{
    return lon >= 180.0 ? lon - 360.0 : lon < -180.0 ? lon + 360.0 : lon;
}

static void draw_caveats(const world *w, uint64_t *state, world_report *report)
{
    report->owner_only = world_chance(state, 3);
    report->no_relay = world_chance(state, 6);
    report->not_to = world_chance(state, 8) ? 1u << world_below(state, w->nations + 1) : 0;
}

static void look(const world *w, uint64_t *state, const object *at, unsigned number,
                 unsigned sensor, int64_t measured_ns, feed_report *report)
{
    *report = (feed_report){.is = {.sensor = sensor}};
    world_report *is = &report->is;
    const double seconds = (double)measured_ns / 1e9;
    report->sigma = 50.0 + 50.0 * world_below(state, 3);
    report->east = at->east;
    report->north = at->north;
    report->identity = at->identity;
    report->azimuth = (double)world_below(state, 360);
    is->kind = world_one_of(state, w->sensors[sensor].sends);
    is->categories = world_chance(state, 3) ? 0 : at->categories;
    is->measured_ns = measured_ns;
    is->stamp_ns = measured_ns + world_below(state, 8) * (NS / 8);
    if (world_chance(state, 4))
        is->stamp_ns += 12 * NS;
    is->placed = is->kind == 3 ? world_chance(state, 60) : is->kind != 2;
    is->lat = at->lat + (at->north * seconds + noise(state, report->sigma)) / DEGREE;
    is->lon = wrapped(at->lon + (at->east * seconds + noise(state, report->sigma)) / DEGREE);
    is->radius = is->kind == 3 ? 20.0 * world_below(state, 3) : 0.0;
    is->height_known = is->kind < 2 && world_chance(state, 80);
    is->height = is->height_known ? at->height + noise(state, report->sigma) : 0.0;
    is->number = is->kind == 1 || world_chance(state, 60) ? number : 0;
    is->began = true;
    is->moving = is->kind == 1;
    draw_caveats(w, state, is);
    if (is->number)
        snprintf(report->label, sizeof report->label, "contact %u", number);
}

void feed_draw(feed *f, const world *w, uint64_t *state)
{
    object objects[OBJECTS];
    const unsigned sensors = w->sensor_count + w->unlisted_count;
    const unsigned count = 1 + world_below(state, OBJECTS);
    for (unsigned o = 0; o < count; o++)
        draw_object(w, state, &objects[o]);
    f->count = f->change_count = f->visit_count = 0;
    for (unsigned s = 0; s < sensors; s++)
        for (int second = (int)world_below(state, LOOK); second < 90; second += LOOK)
            for (unsigned o = 0; o < count; o++) {
                if (world_below(state, 2 * sensors) > 3)
                    continue;
                feed_report report;
                /* No two are of one moment, so that it tells them apart. */
                look(w, state, &objects[o], o + 1, s,
                     second * NS + world_below(state, 8) * (NS / 8) + f->next_id * 1000, &report);
                feed_add(f, &report);
            }
}

void feed_add_change(feed *f, const feed_change *change)
{
    unsigned at = f->change_count++;
    for (; at > 0 && f->changes[at - 1].at > change->at; at--)
        f->changes[at] = f->changes[at - 1];
    f->changes[at] = *change;
}

void feed_draw_changes(feed *f, const world *w, uint64_t *state)
{
    const unsigned wanted = world_chance(state, 30) ? 1 + world_below(state, 2) : 0;
    for (unsigned i = 0; i < wanted; i++) {
        const feed_change change = {.view = world_below(state, w->view_count),
                                    .audience = 1 + world_below(state, (1u << w->nations) - 1),
                                    .at = 10 + 30 * (int)i + (int)world_below(state, 40)};
        if (w->views[change.view].room == 0)
            feed_add_change(f, &change);
    }
}

void feed_add_visit(feed *f, const feed_visit *visit)
{
    if (f->visit_count == FEED_VISITS)
        return;
    unsigned at = f->visit_count++;
    for (;
         at > 0 && 2 * f->visits[at - 1].at + f->visits[at - 1].half > 2 * visit->at + visit->half;
         at--)
        f->visits[at] = f->visits[at - 1];
    f->visits[at] = *visit;
}

void feed_drop_visit(feed *f, unsigned index)
{
    if (index < f->visit_count)
        memmove(&f->visits[index], &f->visits[index + 1],
                (--f->visit_count - index) * sizeof f->visits[0]);
}

void feed_free(feed *f)
{
    free(f->reports);
    *f = (feed){0};
}

static void make_room(feed *f, unsigned count)
{
    if (count <= f->room)
        return;
    f->room = count + count / 2 + 64;
    f->reports = realloc(f->reports, f->room * sizeof *f->reports);
    if (!f->reports)
        abort();
}

void feed_copy(feed *to, const feed *from)
{
    make_room(to, from->count);
    feed_report *reports = to->reports;
    const unsigned room = to->room;
    *to = *from;
    to->reports = reports;
    to->room = room;
    memcpy(to->reports, from->reports, from->count * sizeof *from->reports);
}

void feed_add(feed *f, const feed_report *report)
{
    make_room(f, f->count + 1);
    unsigned at = f->count++;
    for (; at > 0 && f->reports[at - 1].is.stamp_ns > report->is.stamp_ns; at--)
        f->reports[at] = f->reports[at - 1];
    f->reports[at] = *report;
    f->reports[at].id = f->next_id++;
}

void feed_remove(feed *f, unsigned index)
{
    memmove(&f->reports[index], &f->reports[index + 1],
            (--f->count - index) * sizeof f->reports[0]);
}

void feed_sort(feed *f)
{
    for (unsigned i = 1; i < f->count; i++) {
        const feed_report one = f->reports[i];
        unsigned at = i;
        for (; at > 0 && f->reports[at - 1].is.stamp_ns > one.is.stamp_ns; at--)
            f->reports[at] = f->reports[at - 1];
        f->reports[at] = one;
    }
}

void feed_part(feed *f)
{
    for (unsigned i = 0; i < f->count; i++) {
        const world_report *is = &f->reports[i].is;
        const world_report *before = i > 0 ? &f->reports[i - 1].is : NULL;
        if (!before || before->sensor != is->sensor || before->stamp_ns != is->stamp_ns)
            f->reports[i].joined = false;
    }
}

/* Messages of one datagram, to be pointed at. */
enum { JOINED = 4 };
typedef struct parcel {
    Picket__V1__Datagram datagram;
    Picket__V1__Plot plot[JOINED], *plots[JOINED];
    Picket__V1__Track track[JOINED], *tracks[JOINED];
    Picket__V1__Bearing bearing[JOINED], *bearings[JOINED];
    Picket__V1__Notice notice[JOINED], *notices[JOINED];
    Picket__V1__Geodetic place[JOINED];
    Picket__V1__GeodeticState state[JOINED];
    Picket__V1__Circle circle[JOINED];
    Picket__V1__Category categories[JOINED][ALL];
    char *caveats[JOINED][ALL];
    char words[JOINED][ALL][24];
    float covariance[JOINED][21];
} parcel;

static size_t put_categories(const world_report *is, Picket__V1__Category *categories)
{
    size_t count = 0;
    for (unsigned k = 0; k < ALL; k++)
        if (is->categories >> k & 1u)
            categories[count++] = (Picket__V1__Category)(k + 1);
    return count;
}

static size_t put_caveats(const world *w, const world_report *is, char **caveats,
                          char words[ALL][24])
{
    size_t count = 0;
    if (is->owner_only)
        strcpy(words[count++], "owner-only");
    if (is->no_relay)
        strcpy(words[count++], "no-relay");
    for (unsigned n = 0; n <= w->nations && count < ALL; n++)
        if (is->not_to >> n & 1u)
            snprintf(words[count++], 24, "not-to %s", world_called(w, 'N', n).text);
    for (size_t i = 0; i < count; i++)
        caveats[i] = words[i];
    return count;
}

static size_t put_covariance(float *packed, size_t axes, const feed_report *report)
{
    const size_t places = axes == 4 ? 2 : 3; /* without a height */
    size_t k = 0;
    for (size_t i = 0; i < axes; i++)
        for (size_t j = i; j < axes; j++, k++)
            packed[k] = i != j ? 0.0F : i < places ? (float)(report->sigma * report->sigma) : 25.0F;
    return k;
}

#define PUT_COMMON(message)                                                                        \
    do {                                                                                           \
        (message)->time_ns = WORLD_BASE * NS + is->measured_ns;                                    \
        (message)->categories = p->categories[i];                                                  \
        (message)->n_categories = put_categories(is, p->categories[i]);                            \
        (message)->caveats = p->caveats[i];                                                        \
        (message)->n_caveats = put_caveats(w, is, p->caveats[i], p->words[i]);                     \
        (message)->number = is->number;                                                            \
        (message)->began_ns = is->number && is->began ? ORACLE_BEGAN_NS : 0;                       \
        (message)->label = (char *)(uintptr_t)report->label;                                       \
    } while (0)

static void put_plot(const world *w, parcel *p, unsigned i, const feed_report *report)
{
    const world_report *is = &report->is;
    Picket__V1__Plot *plot = p->plots[p->datagram.n_plots++] = &p->plot[i];
    Picket__V1__Geodetic *place = &p->place[i];
    picket__v1__plot__init(plot);
    picket__v1__geodetic__init(place);
    PUT_COMMON(plot);
    plot->identity = (Picket__V1__Identity)report->identity;
    plot->geometry_case = PICKET__V1__PLOT__GEOMETRY_GEODETIC;
    plot->geodetic = place;
    place->lat_deg = is->lat;
    place->lon_deg = is->lon;
    place->height_m = is->height_known ? is->height : 0.0;
    place->n_covariance = put_covariance(p->covariance[i], is->height_known ? 3 : 2, report);
    place->covariance = p->covariance[i];
}

static void put_track(const world *w, parcel *p, unsigned i, const feed_report *report)
{
    const world_report *is = &report->is;
    Picket__V1__Track *track = p->tracks[p->datagram.n_tracks++] = &p->track[i];
    Picket__V1__GeodeticState *state = &p->state[i];
    picket__v1__track__init(track);
    picket__v1__geodetic_state__init(state);
    PUT_COMMON(track);
    track->identity = (Picket__V1__Identity)report->identity;
    track->geometry_case = PICKET__V1__TRACK__GEOMETRY_GEODETIC;
    track->geodetic = state;
    state->lat_deg = is->lat;
    state->lon_deg = is->lon;
    state->height_m = is->height_known ? is->height : 0.0;
    state->east_mps = (float)report->east;
    state->north_mps = (float)report->north;
    state->n_covariance = put_covariance(p->covariance[i], is->height_known ? 6 : 4, report);
    state->covariance = p->covariance[i];
}

static void put_bearing(const world *w, parcel *p, unsigned i, const feed_report *report)
{
    const world_report *is = &report->is;
    Picket__V1__Bearing *bearing = p->bearings[p->datagram.n_bearings++] = &p->bearing[i];
    picket__v1__bearing__init(bearing);
    PUT_COMMON(bearing);
    bearing->identity = (Picket__V1__Identity)report->identity;
    bearing->azimuth_deg = report->azimuth;
    bearing->sigma_azimuth_deg = 0.5F;
    bearing->elevation_deg = 2.0;
    bearing->sigma_elevation_deg = 0.5F;
}

static void put_notice(const world *w, parcel *p, unsigned i, const feed_report *report)
{
    const world_report *is = &report->is;
    Picket__V1__Notice *notice = p->notices[p->datagram.n_notices++] = &p->notice[i];
    Picket__V1__Circle *circle = &p->circle[i];
    picket__v1__notice__init(notice);
    picket__v1__circle__init(circle);
    PUT_COMMON(notice);
    notice->text = (char *)(uintptr_t)report->label;
    notice->until_ns = WORLD_BASE * NS + is->measured_ns + 30 * NS;
    circle->lat_deg = is->lat;
    circle->lon_deg = is->lon;
    circle->radius_m = is->radius * 1000.0;
    notice->circle = is->placed ? circle : NULL;
}

size_t feed_encode(const world *w, const feed_report *reports, unsigned count, uint32_t sequence,
                   uint8_t data[FEED_DATAGRAM])
{
    static parcel p;
    world_name sensor = world_called(w, 's', reports[0].is.sensor);
    picket__v1__datagram__init(&p.datagram);
    p.datagram.format = WIRE_FORMAT_REPORTS;
    p.datagram.sensor = sensor.text;
    p.datagram.began_ns = 5;
    p.datagram.sequence = sequence;
    p.datagram.sent_ns = WORLD_BASE * NS + reports[0].is.stamp_ns;
    p.datagram.plots = p.plots;
    p.datagram.tracks = p.tracks;
    p.datagram.bearings = p.bearings;
    p.datagram.notices = p.notices;
    for (unsigned i = 0; i < count && i < JOINED; i++) {
        static void (*const put[])(const world *, parcel *, unsigned, const feed_report *) = {
            put_plot, put_track, put_bearing, put_notice};
        put[reports[i].is.kind](w, &p, i, &reports[i]);
    }
    if (picket__v1__datagram__get_packed_size(&p.datagram) > FEED_DATAGRAM)
        abort();
    return picket__v1__datagram__pack(&p.datagram, data);
}
