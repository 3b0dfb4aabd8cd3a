#include "release/world_chance.h"

static void draw_report(const world *w, uint64_t *state, world_report *report)
{
    static const double radii[] = {0.0, 5.0, 30.0, 60.0};
    static const double lons[] = {128.0, 179.5, -180.0, 0.0};
    *report = (world_report){.sensor = world_below(state, w->sensor_count)};
    if (w->unlisted_count > 0 && world_chance(state, 5))
        report->sensor = w->sensor_count + world_below(state, w->unlisted_count);
    const world_sensor *sensor = &w->sensors[report->sensor];
    report->kind =
        world_chance(state, 95) ? world_one_of(state, sensor->sends) : world_below(state, 4);
    report->categories = world_chance(state, 3)    ? 0
                         : world_chance(state, 60) ? 1u << world_category(state)
                                                   : world_some_of(state, 8);
    report->measured_ns =
        (int64_t)world_time(state) * 1000000000 + (int64_t)world_below(state, 40) * 250000000;
    report->stamp_ns = report->measured_ns +
                       (world_chance(state, 60) ? 0 : (int64_t)world_below(state, 40) * 250000000);
    report->placed = report->kind == 3 ? world_chance(state, 60) : report->kind != 2;
    report->lat = (double)world_below(state, 9) * 0.5 - 2.0 + 0.013;
    report->lon = lons[world_below(state, 4)] + (double)world_below(state, 5) * 0.5 - 0.5 + 0.017;
    if (report->lon >= 180.0)
        report->lon -= 360.0;
    report->radius = report->kind == 3 ? radii[world_below(state, 4)] : 0.0;
    report->height_known = report->kind < 2 && world_chance(state, 75);
    /* Some stand on an end of a band. */
    report->height =
        (double)world_below(state, 8) * 1000.0 + (world_chance(state, 25) ? 0.0 : 37.0);
    report->owner_only = world_chance(state, 3);
    report->no_relay = world_chance(state, 12);
    report->not_to = world_chance(state, 10) ? 1u << world_below(state, w->nations + 1) : 0;
    report->number = world_below(state, 3);
    uint64_t moves = ~*state; /* apart, so that they shift no other draw */
    report->began = world_chance(&moves, 80);
    report->moving = report->kind < 2 && world_chance(&moves, 80);
    report->east = (double)world_below(&moves, 400) - 200.0;
    report->north = (double)world_below(&moves, 400) - 200.0;
}

/* Somewhere in the area, or near its edge. */
static void fit_area(const world_area *area, uint64_t *state, world_report *report)
{
    if (report->kind == 2)
        return;
    const double part = 0.1 + 0.2 * world_below(state, 5);
    const double degrees = area->shape == WORLD_CIRCLE ? area->size / 112.0 : area->size;
    report->placed = true;
    report->lat = area->lat + part * degrees * 0.7 + 0.013;
    report->lon = area->lon + part * degrees + 0.017;
    if (report->lon >= 180.0)
        report->lon -= 360.0;
}

static void fit_clause(const world *w, uint64_t *state, world_case *one)
{
    const world_clause *clause = &w->clauses[world_below(state, w->clause_count)];
    if (clause->gives != 255 && world_chance(state, 70))
        one->report.categories = 1u << world_one_of(state, clause->gives);
    one->audience = 1u << world_one_of(state, clause->to);
    const unsigned areas = clause->scope.where ? clause->scope.where : clause->scope.except_areas;
    if (areas && world_chance(state, 80))
        fit_area(&w->areas[world_one_of(state, areas)], state, &one->report);
    const unsigned first = world_below(state, w->sensor_count);
    for (unsigned s = 0; s < w->sensor_count; s++) {
        const unsigned sensor = (first + s) % w->sensor_count;
        const unsigned kind = one->report.kind;
        if (w->sensors[sensor].nation == clause->from && (w->sensors[sensor].sends >> kind & 1u) &&
            (kind == 3 ? clause->notices : clause->tracks)) {
            one->report.sensor = sensor;
            return;
        }
    }
}

void world_draw_case(const world *w, uint64_t *state, world_case *one)
{
    draw_report(w, state, &one->report);
    one->rule = world_chance(state, 5) ? 0 : 1 + world_below(state, w->rule_count - 1);
    one->audience = world_chance(state, 30) ? 1 + world_below(state, (1u << w->nations) - 1)
                                            : 1u << world_below(state, w->nations);
    if (w->clause_count > 0 && one->report.sensor < w->sensor_count && world_chance(state, 90))
        fit_clause(w, state, one);
}
