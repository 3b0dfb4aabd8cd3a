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
