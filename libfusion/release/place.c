#include "release/place.h"

#include "geo/wgs84.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool height_told(const fusion_report *report)
{
    return report->as.state.height_known && !report->as.state.height_is_pressure;
}

place place_find(const fusion_report *report)
{
    place at = {.known = false};
    if (report->kind == FUSION_NOTICE && report->as.notice.has_circle) {
        at.known = true;
        at.lat = report->as.notice.lat;
        at.lon = report->as.notice.lon;
        at.radius = report->as.notice.radius;
    } else if (report->kind == FUSION_PLOT || report->kind == FUSION_TRACK_STATE) {
        at.known = true;
        wgs84_from_ecef(report->as.state.position, &at.lat, &at.lon, &at.height);
        at.height_known = height_told(report);
    }
    return at;
}

static bool in_band(const book_area *area, double height, double error)
{
    return height >= area->low - error && height <= area->high + error;
}

/* What the height leaves of being in the area. */
static void judge_height(const place *at, const book_area *area, bool *certain, bool *possible)
{
    if (!area->banded)
        return;
    *certain = *certain && at->height_known && in_band(area, at->height, PLACE_HEIGHT_ERROR);
    *possible =
        *possible && (!at->height_known || in_band(area, at->height, 2.0 * PLACE_HEIGHT_ERROR));
}

static void judge_edge(const place *at, const double unit[3], const area_edge *edge, bool *certain,
                       bool *possible)
{
    const double reach = AREA_EDGE + at->radius;
    *certain = false;
    *possible = true;
    if (!at->known)
        return;
    if (area_edge_far(edge, unit, reach)) {
        *possible = false;
        return;
    }
    const double margin = area_edge_margin(edge, at->lat, at->lon, unit);
    *certain = margin > reach;
    *possible = margin >= -reach;
}

/* within: those that it is known to be inside of, heights aside. */
static void judge(const place *at, const area_edge *edges, size_t count, uint64_t wanted,
                  uint64_t within, uint64_t *certain, uint64_t *possible)
{
    double unit[3] = {0};
    if (at->known && (wanted & ~within))
        area_unit(at->lat, at->lon, unit);
    for (size_t i = 0; i < count; i++) {
        if (!(wanted >> i & 1u))
            continue;
        bool in = true, may = true;
        if (!(within >> i & 1u))
            judge_edge(at, unit, &edges[i], &in, &may);
        judge_height(at, edges[i].area, &in, &may);
        *certain |= (uint64_t)in << i;
        *possible |= (uint64_t)may << i;
    }
}

void place_judge(const place *at, const area_edge *edges, size_t count, uint64_t wanted,
                 uint64_t *certain, uint64_t *possible)
{
    judge(at, edges, count, wanted, 0, certain, possible);
}

#define CACHE_LINE 64
#define CUBE_EDGE  8192.0 /* m; a power of two, so that cutting is exact */
#define CUBE_PAIRS 8192   /* kept; a power of two. 512 KB */
#define CUBE_HALF  (0.5 * CUBE_EDGE * 1.7320508075688772) /* from its middle to a corner */

/* How far a place moves on the sphere of areas when its point moves by a metre, at most: that is
 * the sphere's radius by the ellipsoid's least radius of curvature and height, 6335.4 km - 40 km. A
 * cube of lesser heights is not kept. */
#define CUBE_STRETCH 1.02
#define CUBE_LEAST   (6.34e6 + CUBE_HALF) /* m from the earth's centre to the cube's middle */

typedef struct place_cube {
    uint64_t name;            /* 0: none */
    uint64_t judged;          /* areas asked about */
    uint64_t inside, outside; /* wholly, by more than AREA_EDGE */
} place_cube;

struct place_cubes {
    _Alignas(CACHE_LINE) place_cube pairs[CUBE_PAIRS][2]; /* the newer first */
    const area_edge *edges;
    size_t count;
    uint64_t banded; /* areas with a band of heights */
};

place_cubes *place_cubes_create(void)
{
    return aligned_alloc(CACHE_LINE, sizeof(place_cubes));
}

void place_cubes_follow(place_cubes *cubes, const area_edge *edges, size_t count)
{
    memset(cubes, 0, sizeof *cubes);
    cubes->edges = edges;
    cubes->count = count;
    for (size_t i = 0; i < count; i++)
        cubes->banded |= (uint64_t)edges[i].area->banded << i;
}

void place_cubes_destroy(place_cubes *cubes)
{
    free(cubes);
}

/* Cubes are numbered from 1 on each axis, so that no name is 0. false: beyond what is numbered. */
static bool cube_number(const double position[3], uint64_t number[3])
{
    for (size_t i = 0; i < 3; i++) {
        const double at = position[i] * (1.0 / CUBE_EDGE) + 32768.0;
        if (!(at >= 1.0 && at < 65536.0))
            return false;
        number[i] = (uint64_t)at;
    }
    return true;
}

/* An area's margin changes by no more than the place moves, so that of the middle tells of all. */
static void cube_learn(const place_cubes *cubes, place_cube *cube, const uint64_t number[3],
                       uint64_t wanted)
{
    double middle[3], lat, lon, height, unit[3], from_centre2 = 0.0;
    for (size_t i = 0; i < 3; i++) {
        middle[i] = ((double)number[i] - 32768.0 + 0.5) * CUBE_EDGE;
        from_centre2 += middle[i] * middle[i];
    }
    cube->judged |= wanted;
    if (from_centre2 < CUBE_LEAST * CUBE_LEAST)
        return;
    wgs84_from_ecef(middle, &lat, &lon, &height);
    area_unit(lat, lon, unit);
    for (size_t i = 0; i < cubes->count; i++) {
        if (!(wanted >> i & 1u))
            continue;
        const double least = CUBE_STRETCH * CUBE_HALF + AREA_EDGE;
        if (area_edge_far(&cubes->edges[i], unit, least)) {
            cube->outside |= UINT64_C(1) << i;
            continue;
        }
        const double margin = area_edge_margin(&cubes->edges[i], lat, lon, unit);
        cube->inside |= (uint64_t)(margin > least) << i;
        cube->outside |= (uint64_t)(margin < -least) << i;
    }
}

static const place_cube *cube_find(place_cubes *cubes, const double position[3], uint64_t wanted)
{
    uint64_t number[3];
    if (!cube_number(position, number))
        return NULL;
    const uint64_t name = number[0] << 32 | number[1] << 16 | number[2];
    const uint64_t slot = name * UINT64_C(0x9E3779B97F4A7C15) >> 32;
    place_cube *pair = cubes->pairs[slot % CUBE_PAIRS];
    place_cube *cube = pair[1].name == name ? &pair[1] : &pair[0];
    if (cube->name != name) {
        pair[1] = pair[0];
        pair[0] = (place_cube){.name = name};
    }
    if (wanted & ~cube->judged)
        cube_learn(cubes, cube, number, wanted & ~cube->judged);
    return cube;
}

void place_cubes_judge(place_cubes *cubes, const fusion_report *report, uint64_t wanted,
                       uint64_t *certain, uint64_t *possible)
{
    uint64_t open = wanted, within = 0;
    if (report->kind == FUSION_PLOT || report->kind == FUSION_TRACK_STATE) {
        const place_cube *cube = cube_find(cubes, report->as.state.position, wanted);
        if (cube) {
            within = wanted & cube->inside;
            *certain |= within & ~cubes->banded;
            *possible |= within & ~cubes->banded;
            open = wanted & ~cube->outside & ~(within & ~cubes->banded);
        }
    }
    if (open == 0)
        return;
    place at = {.known = true};
    if (open & ~within)
        at = place_find(report);
    else {
        at.height_known = height_told(report);
        if (at.height_known)
            at.height = wgs84_height(report->as.state.position);
    }
    judge(&at, cubes->edges, cubes->count, open, within, certain, possible);
}
