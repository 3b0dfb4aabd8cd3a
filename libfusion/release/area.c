#include "release/area.h"

#include <math.h>
#include <string.h>

#define PI       3.14159265358979323846
#define ANYWHERE 4.0 /* more than any angle or chord */

typedef const double *vec;

static double dot(vec a, vec b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void cross(vec a, vec b, double c[3])
{
    c[0] = a[1] * b[2] - a[2] * b[1];
    c[1] = a[2] * b[0] - a[0] * b[2];
    c[2] = a[0] * b[1] - a[1] * b[0];
}

/* By chord, not by arc cosine: exact for points that are metres apart. */
static double angle_between(vec a, vec b)
{
    double c[3];
    cross(a, b, c);
    return atan2(sqrt(dot(c, c)), dot(a, b));
}

/* Positive where c lies to the left of the way from a to b. */
static double left_of(vec a, vec b, vec c)
{
    double n[3];
    cross(a, b, n);
    return dot(n, c);
}

void area_unit(double lat, double lon, double unit[3])
{
    unit[0] = cos(lat) * cos(lon);
    unit[1] = cos(lat) * sin(lon);
    unit[2] = sin(lat);
}

/* How p lies to the edge from a to b: angle to its nearest point, and whether that is an end. */
typedef struct nearness {
    double angle;
    enum { BESIDE, AT_FIRST, AT_SECOND } where;
} nearness;

static nearness near_edge(vec a, vec b, vec p)
{
    double n[3], along[3];
    cross(a, b, n);
    cross(n, p, along); /* square to n and p: its side of a and b tells whether p is beside */
    const double length = sqrt(dot(n, n));
    if (dot(along, a) <= 0.0 && dot(along, b) >= 0.0 && length > 0.0)
        return (nearness){fabs(asin(fmax(-1.0, fmin(1.0, dot(n, p) / length)))), BESIDE};
    const double first = angle_between(a, p), second = angle_between(b, p);
    return first <= second ? (nearness){first, AT_FIRST} : (nearness){second, AT_SECOND};
}

/* Whether p is left of the closed way round the corners, given the nearest part of it. */
static bool is_left(const book_area *area, size_t edge, nearness nearest, vec p)
{
    const size_t count = area->corner_count;
    const size_t next = (edge + 1) % count;
    if (nearest.where == BESIDE)
        return left_of(area->corners[edge], area->corners[next], p) > 0.0;
    const size_t corner = nearest.where == AT_FIRST ? edge : next;
    const size_t before = (corner + count - 1) % count, after = (corner + 1) % count;
    /* Nearest at a corner that turns left: p lies on the right, where the corner sticks out. */
    return left_of(area->corners[before], area->corners[corner], area->corners[after]) < 0.0;
}

static double polygon_margin(const book_area *area, vec p)
{
    nearness best = {.angle = 4.0};
    size_t edge = 0;
    for (size_t i = 0; i < area->corner_count; i++) {
        const nearness one =
            near_edge(area->corners[i], area->corners[(i + 1) % area->corner_count], p);
        if (one.angle < best.angle) {
            best = one;
            edge = i;
        }
    }
    const bool inside = is_left(area, edge, best, p) == area->left_inside;
    return (inside ? best.angle : -best.angle) * AREA_SPHERE;
}

/* The longitude from west eastward to lon, in [0, 2 pi). */
static double eastward(double west, double lon)
{
    double east = fmod(lon - west, 2.0 * PI);
    if (east < 0.0)
        east += 2.0 * PI;
    return east < 2.0 * PI ? east : 0.0;
}

static double box_margin(const area_edge *edge, double lat, double lon, vec p)
{
    const book_area *box = edge->area;
    const bool between = eastward(box->west, lon) <= edge->width;
    double angle = fmin(near_edge(edge->points[0], edge->points[1], p).angle,
                        near_edge(edge->points[3], edge->points[2], p).angle);
    if (between)
        angle = fmin(angle, fmin(fabs(lat - box->south), fabs(lat - box->north)));
    const bool inside = between && lat >= box->south && lat <= box->north;
    return (inside ? angle : -angle) * AREA_SPHERE;
}

/* The circle round all corners: an edge of a polygon leaves no circle of less than a quarter round
 * that holds its ends, and the point of a parallel that is farthest from the middle's meridian is
 * an end of it. What is opposite of the centre is outside. */
static void surround(area_edge *edge, double (*corners)[3], size_t count)
{
    double length2 = 0.0;
    edge->around = ANYWHERE;
    if (edge->area->shape == BOOK_BOX && edge->width > 0.9 * PI)
        return;
    for (size_t axis = 0; axis < 3; axis++) {
        for (size_t i = 0; i < count; i++)
            edge->centre[axis] += corners[i][axis];
        length2 += edge->centre[axis] * edge->centre[axis];
    }
    if (length2 < 1e-6)
        return;
    for (size_t axis = 0; axis < 3; axis++)
        edge->centre[axis] /= sqrt(length2);
    double around = 0.0;
    for (size_t i = 0; i < count; i++)
        around = fmax(around, angle_between(edge->centre, corners[i]));
    if (around < 0.45 * PI)
        edge->around = around;
}

static void find_corners(area_edge *edge)
{
    const book_area *area = edge->area;
    area_unit(area->south, area->west, edge->points[0]);
    area_unit(area->north, area->west, edge->points[1]);
    area_unit(area->north, area->east, edge->points[2]);
    area_unit(area->south, area->east, edge->points[3]);
    edge->width = eastward(area->west, area->east);
}

area_edge area_edge_of(const book_area *area)
{
    area_edge edge = {.area = area};
    switch (area->shape) {
    case BOOK_CIRCLE:
        area_unit(area->lat, area->lon, edge.points[0]);
        memcpy(edge.centre, edge.points[0], sizeof edge.centre);
        edge.around = area->radius / AREA_SPHERE;
        break;
    case BOOK_BOX:
        find_corners(&edge);
        surround(&edge, edge.points, 4);
        break;
    case BOOK_POLYGON:
        surround(&edge, area->corners, area->corner_count);
        break;
    }
    return edge;
}

/* An angle is more than its chord. A metre more allows for all that is rounded. */
bool area_edge_far(const area_edge *edge, const double unit[3], double beyond)
{
    const double least = edge->around + (beyond + 1.0) / AREA_SPHERE;
    double chord2 = 0.0;
    for (size_t axis = 0; axis < 3; axis++)
        chord2 += (unit[axis] - edge->centre[axis]) * (unit[axis] - edge->centre[axis]);
    return chord2 > least * least;
}

double area_edge_margin(const area_edge *edge, double lat, double lon, const double unit[3])
{
    switch (edge->area->shape) {
    case BOOK_CIRCLE:
        return edge->area->radius - angle_between(edge->points[0], unit) * AREA_SPHERE;
    case BOOK_BOX:
        return box_margin(edge, lat, lon, unit);
    case BOOK_POLYGON:
        break;
    }
    return polygon_margin(edge->area, unit);
}

double area_margin(const book_area *area, double lat, double lon)
{
    double unit[3];
    const area_edge edge = area_edge_of(area);
    area_unit(lat, lon, unit);
    return area_edge_margin(&edge, lat, lon, unit);
}

/* By how much the way turns left at corner b, coming from a, going to c; rad. */
static double turn_at(vec a, vec b, vec c)
{
    double in[3], out[3], side[3];
    cross(a, b, in);
    cross(b, c, out);
    cross(in, out, side);
    const double sine = dot(side, b) >= 0.0 ? sqrt(dot(side, side)) : -sqrt(dot(side, side));
    return atan2(sine, dot(in, out));
}

void area_orient(book_area *polygon)
{
    /* Gauss and Bonnet: on a unit sphere the part on the left is 2 pi less all left turns; the
     * smaller part is below 2 pi. */
    const size_t count = polygon->corner_count;
    double turns = 0.0;
    for (size_t i = 0; i < count; i++)
        turns += turn_at(polygon->corners[i], polygon->corners[(i + 1) % count],
                         polygon->corners[(i + 2) % count]);
    polygon->left_inside = turns > 0.0;
}

bool area_edges_cross(const book_area *polygon, size_t i, size_t j)
{
    const size_t count = polygon->corner_count;
    if (i == j || (i + 1) % count == j || (j + 1) % count == i)
        return false;
    const vec a = polygon->corners[i], b = polygon->corners[(i + 1) % count];
    const vec c = polygon->corners[j], d = polygon->corners[(j + 1) % count];
    const double ac = left_of(a, b, c), ad = left_of(a, b, d);
    const double ca = left_of(c, d, a), cb = left_of(c, d, b);
    if (ac * ad > 0.0 || ca * cb > 0.0)
        return false;
    /* Both great circles separate the other's ends: at the same of their two crossings? */
    double n1[3], n2[3], meet[3], middle[3];
    cross(a, b, n1);
    cross(c, d, n2);
    cross(n1, n2, meet);
    for (int axis = 0; axis < 3; axis++)
        middle[axis] = a[axis] + b[axis];
    const double side = dot(meet, middle) >= 0.0 ? 1.0 : -1.0;
    for (int axis = 0; axis < 3; axis++)
        middle[axis] = c[axis] + d[axis];
    return side * dot(meet, middle) >= 0.0;
}

static double longitude(vec p)
{
    return atan2(p[1], p[0]);
}

static bool polygon_width(const book_area *area, double *width_deg, bool *crosses_180)
{
    double at = 0.0, least = 0.0, most = 0.0;
    const double first = longitude(area->corners[0]);
    for (size_t i = 0; i < area->corner_count; i++) {
        const double here = longitude(area->corners[i]);
        const double there = longitude(area->corners[(i + 1) % area->corner_count]);
        double step = eastward(here, there);
        if (step > PI)
            step -= 2.0 * PI; /* the short way */
        at += step;
        least = fmin(least, at);
        most = fmax(most, at);
    }
    if (fabs(at) > PI) /* once round the axis: a pole is inside */
        return false;
    *width_deg = (most - least) * 180.0 / PI;
    *crosses_180 = first + least < -PI || first + most > PI;
    return true;
}

bool area_width(const book_area *area, double *width_deg, bool *crosses_180)
{
    if (area->shape == BOOK_POLYGON)
        return polygon_width(area, width_deg, crosses_180);
    if (area->shape == BOOK_BOX) {
        *width_deg = eastward(area->west, area->east) * 180.0 / PI;
        *crosses_180 = area->west > area->east;
        return true;
    }
    const double reach = area->radius / AREA_SPHERE;
    if (reach + fabs(area->lat) >= PI / 2.0)
        return false;
    const double half = asin(sin(reach) / cos(area->lat));
    *width_deg = 2.0 * half * 180.0 / PI;
    *crosses_180 = area->lon - half < -PI || area->lon + half > PI;
    return true;
}
