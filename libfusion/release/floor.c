#include "release/floor.h"

#include "geo/turn.h"
#include "geo/wgs84.h"
#include "release/displace.h"

#include <math.h>
#include <string.h>

#define MINUTE (60 * FUSION_SECOND)

/* Of a warning the minute, as far as that is told; a notice keeps its time. */
static int64_t grid_of(form_steps steps, const fusion_report *report, int64_t period_ns)
{
    if (report->kind == FUSION_NOTICE)
        return 0;
    return form_is_warning(steps) ? MINUTE : form_grid_ns(steps, period_ns);
}

int64_t floor_leaves_ns(int64_t period_ns)
{
    const int64_t tens_ns = form_grid_ns(0, period_ns);
    return tens_ns < MINUTE ? tens_ns : MINUTE;
}

static int64_t into(int64_t time_ns, int64_t grid_ns)
{
    const int64_t rest_ns = grid_ns > 0 ? time_ns % grid_ns : 0;
    return rest_ns < 0 ? rest_ns + grid_ns : rest_ns;
}

/* Whether the state can be carried to a time on the grid, and says something of it. */
static bool reaches_grid(const fusion_report *report, int64_t grid_ns)
{
    const fusion_state *state = &report->as.state;
    const int64_t updated_ns = state->updated_ns ? state->updated_ns : report->time_ns;
    return (state->velocity_kind != FUSION_VELOCITY_NONE || into(report->time_ns, grid_ns) == 0) &&
           report->time_ns - updated_ns <= 2 * grid_ns;
}

/* false: nothing to be drawn from. */
static bool source_of(const fusion_gate *gate, const fusion_report *report, displace_source *source)
{
    if (report->nation >= FUSION_NATIONS_MAX || !(gate->keyed >> report->nation & 1u) ||
        report->sensor >= gate->registry->sensor_count || report->number == 0 ||
        report->began_ns == 0)
        return false;
    *source = (displace_source){.key = gate->keys[report->nation],
                                .sensor = gate->registry->sensors[report->sensor].name,
                                .number = report->number,
                                .began_ns = report->began_ns,
                                .flies = (report->categories & (FUSION_MISSILE | FUSION_AIR)) != 0};
    return true;
}

/* Along the plane that touches the earth below: 8 m off at 100 km. The height has no part in it, so
 * that a place does not tell of a height that is withheld. */
static void put_place(double lat, double lon, displacement by, floor_moved *moved)
{
    double axes[9], offset[3], there[3], height;
    wgs84_to_ecef(lat, lon, 0.0, there);
    wgs84_axes(lat, lon, axes);
    turn_to_ecef(axes, (const double[3]){by.place[0], by.place[1], 0.0}, offset);
    for (size_t i = 0; i < 3; i++)
        there[i] += offset[i];
    wgs84_from_ecef(there, &moved->lat, &moved->lon, &height);
}

/* For examples: neither number nor key is given, and places are where they are. */
static bool unmoved(const fusion_report *report, floor_moved *moved)
{
    const place at = place_find(report);
    *moved = (floor_moved){report->time_ns, 0, at.lat, at.lon, at.height, {0}, 0};
    return true;
}

static void move_state(const fusion_report *report, displacement by, floor_moved *moved)
{
    const fusion_state *state = &report->as.state;
    const double back = (double)(moved->time_ns - report->time_ns) * 1e-9;
    double where[3], lat, lon, axes[9];
    for (size_t i = 0; i < 3; i++)
        where[i] = state->position[i] + back * state->velocity[i];
    wgs84_from_ecef(where, &lat, &lon, &moved->height);
    wgs84_axes(lat, lon, axes);
    turn_to_local(axes, state->velocity, moved->velocity);
    if (state->velocity_kind != FUSION_VELOCITY_NONE)
        for (size_t i = 0; i < 2; i++)
            moved->velocity[i] += by.rate[i];
    put_place(lat, lon, by, moved);
}

bool floor_move(const fusion_gate *gate, const fusion_report *report, form_steps steps,
                floor_moved *moved)
{
    displace_source source;
    if (report->kind != FUSION_TRACK_STATE &&
        (report->kind != FUSION_NOTICE || !report->as.notice.has_circle))
        return false;
    if (gate->unmoved)
        return unmoved(report, moved);
    if (!source_of(gate, report, &source))
        return false;
    memset(moved, 0, sizeof *moved);
    moved->grid_ns = grid_of(steps, report, fusion_sensor_period(gate->registry, report->sensor));
    moved->time_ns = report->time_ns - into(report->time_ns, moved->grid_ns);
    moved->number = displace_number(&source);
    if (report->kind == FUSION_TRACK_STATE && !reaches_grid(report, moved->grid_ns))
        return false;
    const displacement by =
        displace_at(gate->displacer, &source, form_step(steps, FORM_POSITION), moved->time_ns);
    if (report->kind == FUSION_NOTICE)
        put_place(report->as.notice.lat, report->as.notice.lon, by, moved);
    else
        move_state(report, by, moved);
    return true;
}
