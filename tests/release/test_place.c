#include "geo/wgs84.h"
#include "release/area.h"
#include "release/place.h"
#include "release/world.h"
#include "suites.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PI 3.14159265358979323846

static double rad(double degrees)
{
    return degrees * PI / 180.0;
}

static fusion_report track_at(double lat_deg, double lon_deg, double height)
{
    fusion_report report = {.kind = FUSION_TRACK_STATE};
    report.as.state.height_known = true;
    wgs84_to_ecef(rad(lat_deg), rad(lon_deg), height, report.as.state.position);
    return report;
}

/* The whole world, from low to high. */
static book_area band(double low, double high)
{
    return (book_area){.shape = BOOK_BOX,
                       .south = rad(-90.0),
                       .north = rad(90.0),
                       .west = rad(-179.0),
                       .east = rad(179.0),
                       .banded = true,
                       .low = low,
                       .high = high};
}

static void judge_height(book_area *area, double height, bool *certain, bool *possible)
{
    const area_edge edge = area_edge_of(area);
    *certain = *possible = true;
    for (int row = -120; row < 120; row++)
        for (int column = -20; column < 20; column++) {
            const fusion_report report = track_at(row * 0.5, column * 7.3, height);
            const place at = place_find(&report);
            uint64_t in = 0, may = 0;
            place_judge(&at, &edge, 1, 1, &in, &may);
            *certain = *certain && in == 1;
            *possible = *possible && may == 1;
        }
}

static void both_ends_of_a_band_are_in_it(void)
{
    /* A point drawn at 0 m came out of ECEF a nanometre below, and was outside. */
    book_area area = band(0.0, 3000.0);
    bool certain, possible;
    judge_height(&area, 0.0, &certain, &possible);
    CU_ASSERT_TRUE(certain && possible);
    judge_height(&area, 3000.0, &certain, &possible);
    CU_ASSERT_TRUE(certain && possible);
    judge_height(&area, -0.01, &certain, &possible);
    CU_ASSERT_FALSE(certain || possible);
    judge_height(&area, 3000.01, &certain, &possible);
    CU_ASSERT_FALSE(certain || possible);
}

static void what_a_permission_takes_in_a_prohibition_takes_in_too(void)
{
    book_area area = band(0.0, 3000.0);
    for (int tenths = 0; tenths < 40; tenths++) {
        const double beyond = tenths * 1e-4;
        bool certain, possible;
        judge_height(&area, -beyond, &certain, &possible);
        CU_ASSERT_TRUE(!certain || possible);
        judge_height(&area, 3000.0 + beyond, &certain, &possible);
        CU_ASSERT_TRUE(!certain || possible);
    }
}

enum { AREAS = 8, POINTS = 40000 };

/* Circles, boxes and polygons near a pole, round it, over 180 degrees, small and large. */
static void draw_areas(book_area areas[AREAS], double corners[2][5][3])
{
    static const double arrow[5][2] = {{10, 20}, {14, 26}, {11, 23}, {9, 28}, {8, 22}};
    static const double cap[5][2] = {{82, 0}, {80, 80}, {83, 150}, {81, -130}, {80, -60}};
    memset(areas, 0, AREAS * sizeof *areas);
    areas[0] = (book_area){.shape = BOOK_CIRCLE, .lat = rad(12), .lon = rad(25), .radius = 90e3};
    areas[1] = (book_area){.shape = BOOK_CIRCLE, .lat = rad(89), .lon = rad(25), .radius = 200e3};
    areas[2] = band(1000.0, 9000.0);
    areas[3] = (book_area){.shape = BOOK_BOX};
    areas[3].south = rad(80), areas[3].north = rad(90);
    areas[3].west = rad(170), areas[3].east = rad(-100);
    areas[4] = (book_area){.shape = BOOK_BOX};
    areas[4].south = rad(-2), areas[4].north = rad(12);
    areas[4].west = rad(179), areas[4].east = rad(-179);
    areas[5] = (book_area){.shape = BOOK_POLYGON, .corners = corners[0], .corner_count = 5};
    areas[6] = (book_area){.shape = BOOK_POLYGON, .corners = corners[1], .corner_count = 5};
    areas[7] = (book_area){.shape = BOOK_CIRCLE, .lat = 0, .lon = rad(180), .radius = 500e3};
    areas[7].banded = true;
    areas[7].high = 3000.0;
    for (size_t i = 0; i < 5; i++) {
        area_unit(rad(arrow[i][0]), rad(arrow[i][1]), corners[0][i]);
        area_unit(rad(cap[i][0]), rad(cap[i][1]), corners[1][i]);
    }
    area_orient(&areas[5]);
    area_orient(&areas[6]);
}

/* Points gather where edges are; a few lie deep in the earth, far out, or are no track. */
static fusion_report draw_point(uint64_t *state)
{
    static const double middles[4][2] = {{11, 24}, {86, 10}, {1, 179.9}, {12.8, 25}};
    const double *middle = middles[world_below(state, 4)];
    const double spread = world_below(state, 2) ? 6.0 : 0.4;
    double lat = middle[0] + spread * ((double)world_below(state, 20001) / 10000.0 - 1.0);
    const double lon =
        middle[1] + spread * ((double)world_below(state, 20001) / 10000.0 - 1.0) / cos(rad(lat));
    lat = lat > 90.0 ? 180.0 - lat : lat;
    static const double heights[] = {0, 1000, 2500, 3000, 9000, 11000, 400e3, -9000, -300e3};
    fusion_report report = track_at(lat, lon, heights[world_below(state, 9)]);
    report.as.state.height_known = world_below(state, 5) > 0;
    if (world_below(state, 50) > 0)
        return report;
    report.kind = FUSION_BEARING; /* the text of a notice was once read as a height that is known */
    memset(&report.as, 'x', sizeof report.as);
    return report;
}

static void cubes_judge_as_areas_do(void)
{
    static book_area areas[AREAS];
    static double corners[2][5][3];
    area_edge edges[AREAS];
    draw_areas(areas, corners);
    for (size_t i = 0; i < AREAS; i++)
        edges[i] = area_edge_of(&areas[i]);
    place_cubes *cubes = place_cubes_create();
    CU_ASSERT_PTR_NOT_NULL_FATAL(cubes);
    place_cubes_follow(cubes, edges, AREAS);
    uint64_t state = 77;
    size_t different = 0, inside = 0;
    for (size_t i = 0; i < POINTS; i++) {
        const fusion_report report = draw_point(&state);
        const uint64_t wanted = world_below(&state, 1 << AREAS);
        uint64_t certain = 0, possible = 0, by_cube[2] = {0};
        const place at = place_find(&report);
        place_judge(&at, edges, AREAS, wanted, &certain, &possible);
        place_cubes_judge(cubes, &report, wanted, &by_cube[0], &by_cube[1]);
        different += by_cube[0] != certain || by_cube[1] != possible;
        inside += certain != 0;
    }
    CU_ASSERT_EQUAL(different, 0);
    CU_ASSERT_TRUE(inside > POINTS / 10);
    place_cubes_destroy(cubes);
}

static void a_point_that_is_nowhere_is_judged_without_cubes(void)
{
    static book_area areas[AREAS];
    static double corners[2][5][3];
    area_edge edges[AREAS];
    draw_areas(areas, corners);
    for (size_t i = 0; i < AREAS; i++)
        edges[i] = area_edge_of(&areas[i]);
    place_cubes *cubes = place_cubes_create();
    CU_ASSERT_PTR_NOT_NULL_FATAL(cubes);
    place_cubes_follow(cubes, edges, AREAS);
    const double odd[] = {NAN, INFINITY, -1e300, 6e8, 0.0};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        fusion_report report = track_at(0, 0, 0);
        report.as.state.position[0] = odd[i];
        uint64_t certain = 0, possible = 0;
        place_cubes_judge(cubes, &report, 1, &certain, &possible);
        CU_ASSERT_EQUAL(certain, 0);
    }
    place_cubes_destroy(cubes);
}

CU_TestInfo place_tests[] = {
    {"both ends of a band are in it", both_ends_of_a_band_are_in_it},
    {"what a permission takes in a prohibition takes in too",
     what_a_permission_takes_in_a_prohibition_takes_in_too},
    {"cubes judge as areas do", cubes_judge_as_areas_do},
    {"a point that is nowhere is judged without cubes",
     a_point_that_is_nowhere_is_judged_without_cubes},
    CU_TEST_INFO_NULL,
};
