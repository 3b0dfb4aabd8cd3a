#include "geo/wgs84.h"
#include "release/area.h"
#include "release/compare_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DEG   57.295779513082323 /* degrees of a radian */
#define NUDGE 2.0                /* m: twice what counts as the edge itself */

/* The areas that the originator's clauses and entries name, and what is known of them. */
typedef struct lands {
    const book_area *all[2 * BOOK_AREAS_MAX];
    size_t count;
} lands;

/* How a scene lies to every area: 1 certainly in, 2 possibly in. */
typedef struct relation {
    unsigned char to[2 * BOOK_AREAS_MAX];
} relation;

typedef struct search {
    plan *p;
    lands areas;
    double *heights; /* those worth asking about */
    size_t height_count;
    relation *known; /* of the scenes found */
    size_t known_count;
    bool failed;
} search;

static void add_areas(lands *all, const fusion_book *book, uint64_t named)
{
    for (size_t a = 0; a < book->area_count; a++)
        if (named >> a & 1u)
            all->all[all->count++] = &book->areas[a];
}

static lands find_areas(const plan *p)
{
    lands all = {.count = 0};
    for (int b = 0; b < 2; b++) {
        uint64_t named = 0;
        const book_clause *clause;
        const book_entry *entry;
        for (size_t at = 0; (clause = plan_clause(p, b, &at));)
            named |= clause->scope.where | clause->scope.except;
        for (size_t at = 0; (entry = plan_entry(p, b, &at));)
            named |= entry->scope.where | entry->scope.except;
        add_areas(&all, p->of->sides[b].book, named);
    }
    return all;
}

static unsigned char relate(const book_area *area, double margin, const plan_scene *scene)
{
    bool certain = margin > AREA_EDGE, possible = margin >= -AREA_EDGE;
    if (area->banded && scene->height_known) {
        const bool in = scene->height >= area->low && scene->height <= area->high;
        certain = certain && in;
        possible = possible && in;
    } else if (area->banded) {
        certain = false;
    }
    return (unsigned char)((certain ? 1 : 0) | (possible ? 2 : 0));
}

/* A scene that lies to the areas as one before it is not asked about. */
static void add_scene(search *s, const plan_scene *scene, const double *margins)
{
    relation fresh;
    memset(&fresh, 0, sizeof fresh);
    for (size_t a = 0; a < s->areas.count; a++)
        fresh.to[a] = relate(s->areas.all[a], margins[a], scene);
    for (size_t i = 0; i < s->known_count; i++)
        if (memcmp(&s->known[i], &fresh, sizeof fresh) == 0)
            return;
    relation *known = plan_add(&s->known, &s->known_count, sizeof *known);
    plan_scene *added = plan_add(&s->p->scenes, &s->p->scene_count, sizeof *added);
    s->failed = s->failed || !known || !added;
    if (s->failed)
        return;
    *known = fresh;
    *added = *scene;
}

/* The numbers as a person would write them, so that the witness is the report asked about. */
static double rounded(double number, double step)
{
    return round(number / step) * step;
}

static void add_place(search *s, double lat, double lon, const plan_scene *from)
{
    double margins[2 * BOOK_AREAS_MAX];
    plan_scene scene = *from;
    scene.placed = true;
    scene.lat_deg = rounded(lat * DEG, 1e-6);
    scene.lon_deg = rounded(remainder(lon * DEG, 360.0), 1e-6);
    for (size_t a = 0; a < s->areas.count; a++)
        margins[a] = area_margin(s->areas.all[a], scene.lat_deg / DEG, scene.lon_deg / DEG);
    add_scene(s, &scene, margins);
    for (size_t h = 0; h < s->height_count && !s->failed; h++) {
        scene.height_known = true;
        scene.height = s->heights[h];
        add_scene(s, &scene, margins);
    }
    scene.height_known = false;
    if (s->height_count > 0)
        add_scene(s, &scene, margins);
}

/* A place and two metres to each side of it. */
static void add_around(search *s, double lat, double lon)
{
    static const plan_scene high = {.height_known = true, .height = 8000.0};
    const double north = NUDGE / AREA_SPHERE;
    const double east = cos(lat) > 1e-6 ? north / cos(lat) : 0.0;
    add_place(s, lat, lon, &high);
    add_place(s, fmin(lat + north, 90.0 / DEG), lon, &high);
    add_place(s, fmax(lat - north, -90.0 / DEG), lon, &high);
    add_place(s, lat, lon + east, &high);
    add_place(s, lat, lon - east, &high);
}

static void add_unit(search *s, const double unit[3])
{
    add_around(s, atan2(unit[2], hypot(unit[0], unit[1])), atan2(unit[1], unit[0]));
}

static void add_circle(search *s, const book_area *area)
{
    const double reach = area->radius / AREA_SPHERE;
    add_around(s, area->lat, area->lon);
    for (int i = 0; i < 8; i++) {
        const double way = i * 45.0 / DEG; /* from north; the sphere's own triangle */
        const double lat =
            asin(sin(area->lat) * cos(reach) + cos(area->lat) * sin(reach) * cos(way));
        const double lon =
            atan2(sin(way) * sin(reach) * cos(area->lat), cos(reach) - sin(area->lat) * sin(lat));
        add_around(s, lat, area->lon + lon);
    }
}

static void add_box(search *s, const book_area *area)
{
    double width = area->east - area->west;
    if (width <= 0.0)
        width += 360.0 / DEG;
    static const double parts[5][2] = {{0.5, 0.5}, {0.0, 0.5}, {1.0, 0.5}, {0.5, 0.0}, {0.5, 1.0}};
    for (int i = 0; i < 5; i++)
        add_around(s, area->south + parts[i][0] * (area->north - area->south),
                   area->west + parts[i][1] * width);
    for (int i = 0; i < 4; i++)
        add_around(s, i & 1 ? area->north : area->south, area->west + (i & 2 ? width : 0.0));
}

static void add_polygon(search *s, const book_area *area)
{
    double middle[3] = {0.0, 0.0, 0.0};
    for (size_t i = 0; i < area->corner_count; i++)
        for (int k = 0; k < 3; k++)
            middle[k] += area->corners[i][k];
    add_unit(s, middle);
    for (size_t i = 0; i < area->corner_count; i++) {
        const double *one = area->corners[i], *other = area->corners[(i + 1) % area->corner_count];
        const double half[3] = {one[0] + other[0], one[1] + other[1], one[2] + other[2]};
        add_unit(s, half);
        add_unit(s, one);
    }
}

static void add_height(search *s, double height)
{
    double *fresh = plan_add(&s->heights, &s->height_count, sizeof *fresh);
    s->failed = s->failed || !fresh;
    if (fresh)
        *fresh = height;
}

/* In, below and above each band, half a metre from its ends. */
static void find_heights(search *s)
{
    for (size_t a = 0; a < s->areas.count; a++) {
        const book_area *area = s->areas.all[a];
        if (!area->banded)
            continue;
        add_height(s, rounded((area->low + area->high) / 2.0, 0.5));
        add_height(s, area->low - 0.5);
        add_height(s, area->low + 0.5);
        add_height(s, area->high - 0.5);
        add_height(s, area->high + 0.5);
    }
}

/* Places that the books themselves speak of come first: they are known to their readers. */
static void add_examples(search *s)
{
    for (int b = 0; b < 2; b++) {
        const fusion_book *book = s->p->of->sides[b].book;
        for (size_t i = 0; i < book->example_count; i++) {
            const fusion_report *report = &book->examples[i].report;
            plan_scene scene = {.height_known = false};
            double lat, lon, height;
            if (report->nation != s->p->in[b] ||
                (report->kind != FUSION_PLOT && report->kind != FUSION_TRACK_STATE))
                continue;
            wgs84_from_ecef(report->as.state.position, &lat, &lon, &height);
            scene.height_known = report->as.state.height_known;
            scene.height = scene.height_known ? rounded(height, 0.5) : 0.0;
            add_place(s, lat, lon, &scene);
        }
    }
}

/* Places far from everything, for what is outside of all areas. */
static void add_far(search *s)
{
    static const double far[][2] = {{37.5, 131.0}, {30.0, 150.0}, {0.0, 0.0}, {-40.0, -30.0}};
    static const plan_scene high = {.height_known = true, .height = 8000.0};
    for (size_t i = 0; i < sizeof far / sizeof far[0]; i++)
        add_place(s, far[i][0] / DEG, far[i][1] / DEG, &high);
}

bool plan_scenes(plan *p)
{
    search s = {.p = p, .areas = find_areas(p)};
    find_heights(&s);
    add_examples(&s);
    add_far(&s);
    for (size_t a = 0; a < s.areas.count && !s.failed; a++) {
        const book_area *area = s.areas.all[a];
        if (area->shape == BOOK_CIRCLE)
            add_circle(&s, area);
        else if (area->shape == BOOK_BOX)
            add_box(&s, area);
        else
            add_polygon(&s, area);
    }
    free(s.heights);
    free(s.known);
    /* Bearings have no place, and notices need none. */
    plan_scene *none = s.failed ? NULL : plan_add(&p->scenes, &p->scene_count, sizeof *none);
    return none != NULL;
}
