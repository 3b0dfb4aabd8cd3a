#include "release/oracle_place.h"

#include <math.h>

#define PI     3.14159265358979323846
#define SPHERE 6371008.8

typedef struct place {
    double lat, lon; /* rad */
} place;

static place at(double lat_deg, double lon_deg)
{
    return (place){lat_deg * PI / 180.0, lon_deg * PI / 180.0};
}

/* Haversine, m. */
static double distance(place a, place b)
{
    const double s = sin((b.lat - a.lat) / 2.0), t = sin((b.lon - a.lon) / 2.0);
    return 2.0 * SPHERE * asin(sqrt(s * s + cos(a.lat) * cos(b.lat) * t * t));
}

static double course(place a, place b)
{
    return atan2(sin(b.lon - a.lon) * cos(b.lat),
                 cos(a.lat) * sin(b.lat) - sin(a.lat) * cos(b.lat) * cos(b.lon - a.lon));
}

/* From p to the part of a great circle between a and b: across the track, or to an end. */
static double to_edge(place a, place b, place p)
{
    const double off = course(a, p) - course(a, b);
    const double back = course(b, p) - course(b, a);
    if (cos(off) < 0.0)
        return distance(a, p);
    if (cos(back) < 0.0)
        return distance(b, p);
    return fabs(asin(sin(distance(a, p) / SPHERE) * sin(off))) * SPHERE;
}

/* Is p to the left of the great circle from a to b? */
static bool left_of(place a, place b, place p)
{
    return sin(course(a, p) - course(a, b)) < 0.0;
}

/* Degrees east of the area's own corner, -180 to 180. */
static double east_of(const world_area *area, const world_report *report)
{
    return remainder(report->lon - area->lon, 360.0);
}

/* Metres inside the edge; negative outside. */
static double inside_by(const world_area *area, const world_report *report)
{
    const place p = at(report->lat, report->lon);
    if (area->shape == WORLD_CIRCLE)
        return area->size * 1000.0 - distance(at(area->lat, area->lon), p);
    const double north = report->lat - area->lat, east = east_of(area, report);
    const double far = area->lat + area->size, side = area->lon + area->size;
    const place sw = at(area->lat, area->lon), se = at(area->lat, side), ne = at(far, side);
    const place nw = at(far, area->lon);
    const bool between = east >= 0.0 && east <= area->size;
    bool in = between && north >= 0.0 && north <= area->size;
    double edge;
    if (area->shape == WORLD_BOX) {
        edge = fmin(to_edge(sw, nw, p), to_edge(se, ne, p));
        if (between)
            edge = fmin(edge, fmin(fabs(north), fabs(north - area->size)) * PI / 180.0 * SPHERE);
    } else {
        in = left_of(sw, se, p) && left_of(se, ne, p) && left_of(ne, sw, p);
        edge = fmin(to_edge(sw, se, p), fmin(to_edge(se, ne, p), to_edge(sw, ne, p)));
    }
    return in ? edge : -edge;
}

bool oracle_certain(const world_area *area, const world_report *report)
{
    if (!report->placed)
        return false;
    if (area->banded &&
        (!report->height_known || report->height < area->low || report->height > area->high))
        return false;
    return inside_by(area, report) > 1.0 + report->radius * 1000.0;
}

bool oracle_possible(const world_area *area, const world_report *report)
{
    if (area->banded && report->height_known &&
        (report->height < area->low || report->height > area->high))
        return false;
    return !report->placed || inside_by(area, report) >= -1.0 - report->radius * 1000.0;
}

oracle_areas oracle_judge(const oracle *o, const world_report *report)
{
    oracle_areas all = {{0}, {0}};
    for (unsigned a = 0; a < o->w->area_count; a++) {
        all.certain[a] = oracle_certain(&o->w->areas[a], report);
        all.possible[a] = oracle_possible(&o->w->areas[a], report);
    }
    return all;
}

const uint8_t oracle_keys[WORLD_NATIONS][DISPLACE_KEY] = {{11}, {12}, {13}, {14}, {15}};

#define NS INT64_C(1000000000)

/* WGS 84 by the textbook: to x, y, z, and back by turning the crank on the latitude. */
static const double semi_major = 6378137.0, flattening = 1.0 / 298.257223563;

static double across(double lat)
{
    const double e2 = flattening * (2.0 - flattening);
    return semi_major / sqrt(1.0 - e2 * sin(lat) * sin(lat));
}

static void to_space(place p, double height, double space[3])
{
    const double e2 = flattening * (2.0 - flattening), n = across(p.lat);
    space[0] = (n + height) * cos(p.lat) * cos(p.lon);
    space[1] = (n + height) * cos(p.lat) * sin(p.lon);
    space[2] = (n * (1.0 - e2) + height) * sin(p.lat);
}

static place from_space(const double space[3], double *height)
{
    const double e2 = flattening * (2.0 - flattening), r = hypot(space[0], space[1]);
    place p = {atan2(space[2], r * (1.0 - e2)), atan2(space[1], space[0])};
    for (int turn = 0; turn < 20; turn++) {
        *height = r / cos(p.lat) - across(p.lat);
        p.lat = atan2(space[2], r * (1.0 - e2 * across(p.lat) / (across(p.lat) + *height)));
    }
    return p;
}

/* Adds metres east and north, along the plane that touches the earth there. */
static void go(place p, double east, double north, double space[3])
{
    space[0] += -sin(p.lon) * east - sin(p.lat) * cos(p.lon) * north;
    space[1] += cos(p.lon) * east - sin(p.lat) * sin(p.lon) * north;
    space[2] += cos(p.lat) * north;
}

void oracle_move(const oracle *o, const world_report *report, unsigned step, int64_t back_ns,
                 world_report *shown)
{
    const world_name sensor = world_called(o->w, 's', report->sensor);
    const double back = report->moving ? (double)back_ns * 1e-9 : 0.0;
    const displace_source source = {oracle_keys[o->w->sensors[report->sensor].nation], sensor.text,
                                    report->number, ORACLE_BEGAN_NS,
                                    (report->categories & 3u) != 0};
    const int64_t at_ns = WORLD_BASE * NS + report->measured_ns - back_ns;
    const displacement by = displace_at(o->draws, &source, step, at_ns);
    place p = at(report->lat, report->lon);
    double space[3], height = report->kind == 3 ? 0.0 : report->height;
    to_space(p, height, space);
    go(p, -back * report->east, -back * report->north, space);
    p = from_space(space, &height);
    to_space(p, 0.0, space);
    go(p, by.place[0], by.place[1], space);
    p = from_space(space, &height);
    shown->lat = p.lat * 180.0 / PI;
    shown->lon = p.lon * 180.0 / PI;
}
