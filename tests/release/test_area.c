#include "release/area.h"
#include "suites.h"

#include <math.h>

#define DEGREE (3.14159265358979323846 / 180.0)

static double margin(const book_area *area, double lat_deg, double lon_deg)
{
    return area_margin(area, lat_deg * DEGREE, lon_deg * DEGREE);
}

static book_area box(double south, double north, double west, double east)
{
    return (book_area){.shape = BOOK_BOX,
                       .south = south * DEGREE,
                       .north = north * DEGREE,
                       .west = west * DEGREE,
                       .east = east * DEGREE};
}

/* places: lat, lon in degrees, in order round the edge. */
static book_area polygon(double (*corners)[3], size_t count, const double (*places)[2])
{
    book_area area = {.shape = BOOK_POLYGON, .corners = corners, .corner_count = count};
    for (size_t i = 0; i < count; i++)
        area_unit(places[i][0] * DEGREE, places[i][1] * DEGREE, corners[i]);
    area_orient(&area);
    return area;
}

static void a_box_across_180_holds_its_own_middle(void)
{
    /* It once held the rest of the world and not its own middle. */
    const book_area area = box(10, 12, 179, -179);
    CU_ASSERT_TRUE(margin(&area, 11, 179.5) > 0);
    CU_ASSERT_TRUE(margin(&area, 11, -179.5) > 0);
    CU_ASSERT_TRUE(margin(&area, 11, 0) < 0);
    double width = 0;
    bool crosses = false;
    CU_ASSERT_TRUE(area_width(&area, &width, &crosses));
    CU_ASSERT_DOUBLE_EQUAL(width, 2.0, 1e-12); /* a few roundings of numbers near 6 */
    CU_ASSERT_TRUE(crosses);
}

static void a_polygon_holds_its_inside_whichever_way_it_is_written(void)
{
    double there[4][3], back[4][3];
    const double places[4][2] = {{10, 178}, {10, -178}, {14, -178}, {14, 178}};
    const double turned[4][2] = {{14, 178}, {14, -178}, {10, -178}, {10, 178}};
    const book_area one = polygon(there, 4, places), other = polygon(back, 4, turned);
    const double asked[][2] = {{12, 180}, {12, 177}, {9, 180}, {12, 0}, {-12, 0}, {90, 0}};
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        const double m = margin(&one, asked[i][0], asked[i][1]);
        CU_ASSERT_EQUAL(m > 0, i == 0);
        CU_ASSERT_DOUBLE_EQUAL(m, margin(&other, asked[i][0], asked[i][1]), 1e-6); /* m */
    }
}

static void a_corner_that_bends_inward_is_outside(void)
{
    /* An arrow head: the notch at (1, 1) is outside, though nearest to a corner. */
    double corners[4][3];
    const double places[4][2] = {{0, 0}, {1, 1}, {0, 2}, {4, 1}};
    const book_area area = polygon(corners, 4, places);
    CU_ASSERT_TRUE(margin(&area, 0.5, 1) < 0);
    CU_ASSERT_TRUE(margin(&area, 1.5, 1) > 0);
    CU_ASSERT_TRUE(margin(&area, -0.5, -0.5) < 0);
}

static void a_polygon_round_a_pole_holds_the_pole(void)
{
    double corners[4][3];
    const double places[4][2] = {{80, 0}, {80, 90}, {80, 180}, {80, -90}};
    const book_area area = polygon(corners, 4, places);
    CU_ASSERT_TRUE(margin(&area, 90, 12) > 0);
    CU_ASSERT_TRUE(margin(&area, -90, 0) < 0);
    CU_ASSERT_TRUE(margin(&area, 0, 0) < 0);
    double width;
    bool crosses;
    CU_ASSERT_FALSE(area_width(&area, &width, &crosses));
}

static void distances_to_the_edge_are_metres_of_the_sphere(void)
{
    /* A degree of the sphere is 6,371,008.8 m x pi / 180 = 111,195.08 m. */
    const book_area area = box(10, 20, 10, 20);
    CU_ASSERT_DOUBLE_EQUAL(margin(&area, 11, 15), 111195.08, 0.01);
    CU_ASSERT_DOUBLE_EQUAL(margin(&area, 9, 15), -111195.08, 0.01);
    const book_area circle = {.shape = BOOK_CIRCLE, .radius = 50000};
    CU_ASSERT_DOUBLE_EQUAL(margin(&circle, 0, 1), 50000 - 111195.08, 0.01);
    CU_ASSERT_DOUBLE_EQUAL(margin(&circle, 0, 0), 50000, 1e-6);
}

static void nought_nought_is_a_place_like_any_other(void)
{
    const book_area away = box(10, 20, 10, 20), here = box(-1, 1, -1, 1);
    CU_ASSERT_TRUE(margin(&away, 0, 0) < 0);
    CU_ASSERT_TRUE(margin(&here, 0, 0) > 0);
}

static void edges_that_cross_are_found(void)
{
    double corners[4][3];
    const double places[4][2] = {{0, 0}, {1, 1}, {1, 0}, {0, 1}};
    const book_area bow = polygon(corners, 4, places);
    CU_ASSERT_TRUE(area_edges_cross(&bow, 0, 2));
    CU_ASSERT_FALSE(area_edges_cross(&bow, 1, 3));
    CU_ASSERT_FALSE(area_edges_cross(&bow, 0, 1));
}

/* Every half degree of the world round the areas' own parts. */
static void far_from_the_circle_round_it_is_far_outside(void)
{
    double head[4][3], cap[4][3];
    const double places[4][2] = {{0, 0}, {1, 1}, {0, 2}, {4, 1}};
    const double polar[4][2] = {{80, 0}, {80, 90}, {80, 180}, {80, -90}};
    const book_area areas[] = {
        polygon(head, 4, places),
        polygon(cap, 4, polar),
        box(10, 12, 179, -179),
        box(60, 90, -60, 60), /* its parallel bends away from the great circle */
        box(-5, 5, -170, 170),
        {.shape = BOOK_CIRCLE, .lat = 40 * DEGREE, .lon = 3.1, .radius = 300e3},
    };
    for (size_t i = 0; i < sizeof areas / sizeof areas[0]; i++) {
        const area_edge edge = area_edge_of(&areas[i]);
        size_t far = 0, wrong = 0, count = 0;
        for (double lat = -90.0; lat <= 90.0; lat += 0.5)
            for (double lon = -180.0; lon < 180.0; lon += 0.5, count++) {
                double unit[3];
                area_unit(lat * DEGREE, lon * DEGREE, unit);
                const double beyond = 1.0 + 1000.0 * fmod(lat + lon + 270.0, 7.0);
                const bool told = area_edge_far(&edge, unit, beyond);
                far += told;
                wrong += told && margin(&areas[i], lat, lon) >= -beyond;
            }
        CU_ASSERT_EQUAL(wrong, 0);
        /* It is of use: but for the box that goes nearly round the world, most of it is far. */
        CU_ASSERT_EQUAL(far > count / 2, i != 4);
    }
}

CU_TestInfo area_tests[] = {
    {"a box across 180 holds its own middle", a_box_across_180_holds_its_own_middle},
    {"a polygon holds its inside whichever way it is written",
     a_polygon_holds_its_inside_whichever_way_it_is_written},
    {"a corner that bends inward is outside", a_corner_that_bends_inward_is_outside},
    {"a polygon round a pole holds the pole", a_polygon_round_a_pole_holds_the_pole},
    {"distances to the edge are metres of the sphere",
     distances_to_the_edge_are_metres_of_the_sphere},
    {"nought, nought is a place like any other", nought_nought_is_a_place_like_any_other},
    {"edges that cross are found", edges_that_cross_are_found},
    {"far from the circle round it is far outside", far_from_the_circle_round_it_is_far_outside},
    CU_TEST_INFO_NULL,
};
