#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "suites.h"
#include "tools/sim/motion.h"

#include <math.h>
#include <string.h>

#define RADIANS(degrees) ((degrees) / ANGLE_DEGREES)

static scenario_object steady(double lat_deg, double lon_deg, double course_deg, double speed)
{
    return (scenario_object){.lat = RADIANS(lat_deg),
                             .lon = RADIANS(lon_deg),
                             .course = RADIANS(course_deg),
                             .speed = speed,
                             .ends = INFINITY};
}

/* The body after so many seconds. */
static body moved(const scenario_object *plan, int seconds)
{
    body one;
    body_begin(&one, plan);
    for (int k = 1; k <= seconds; k++)
        body_step(&one, k);
    return one;
}

static double distance(const double a[3], const double b[3])
{
    double sum = 0.0;
    for (int i = 0; i < 3; i++)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sqrt(sum);
}

static void ship_on_the_equator_goes_its_speed(void)
{
    /* The equator is a circle of radius a: an hour at 10 m/s is 36,000 m of it. */
    const scenario_object plan = steady(0.0, 10.0, 90.0, 10.0);
    const body one = moved(&plan, 3600);
    double lat, lon, height;
    wgs84_from_ecef(one.position[1], &lat, &lon, &height);
    CU_ASSERT_DOUBLE_EQUAL((lon - RADIANS(10.0)) * WGS84_A, 36000.0, 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(lat, 0.0, 1e-10);
    CU_ASSERT_DOUBLE_EQUAL(height, 0.0, 1e-6);
}

/* Length of the meridian between two latitudes, by Simpson's rule on its radius of curvature. */
static double meridian(double from, double to)
{
    const int steps = 1000;
    double sum = 0.0;
    for (int i = 0; i <= steps; i++) {
        const double s = sin(from + (to - from) * i / steps);
        const double radius = WGS84_A * (1.0 - WGS84_E2) / pow(1.0 - WGS84_E2 * s * s, 1.5);
        sum += radius * (i == 0 || i == steps ? 1.0 : i % 2 ? 4.0 : 2.0);
    }
    return sum * (to - from) / (3.0 * steps);
}

static void ship_to_the_north_follows_the_meridian(void)
{
    const scenario_object plan = steady(50.0, 10.0, 0.0, 12.0);
    const body one = moved(&plan, 3600);
    double lat, lon, height;
    wgs84_from_ecef(one.position[1], &lat, &lon, &height);
    CU_ASSERT_DOUBLE_EQUAL(meridian(RADIANS(50.0), lat), 43200.0, 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(lon, RADIANS(10.0), 1e-12);
}

static void turn_has_the_radius_of_its_rate(void)
{
    /* 180 degrees in 60 s at 200 m/s: a half circle of radius v / w = 3,819.7 m. On the equator, so
     * that north hardly turns on the way. */
    scenario_leg leg = {.lasts = 60, .turn = ANGLE_PI, .height = NAN, .speed = NAN};
    scenario_object plan = steady(0.0, 0.0, 90.0, 200.0);
    plan.legs = &leg;
    plan.leg_count = 1;
    const body begun = moved(&plan, 0), turned = moved(&plan, 60);
    const double radius = 200.0 * 60.0 / ANGLE_PI;
    /* 0.1 m: what a plane map of 8 km leaves out at that size, radius^3 / Earth^2 and more. */
    CU_ASSERT_DOUBLE_EQUAL(distance(begun.position[1], turned.position[1]), 2.0 * radius, 0.1);
    CU_ASSERT_DOUBLE_EQUAL(turned.course, RADIANS(270.0), 1e-9);
    /* From east clockwise to west: the end lies due south. */
    double lat, lon, height;
    wgs84_from_ecef(turned.position[1], &lat, &lon, &height);
    CU_ASSERT_DOUBLE_EQUAL(lon * WGS84_A, 0.0, 0.1);
    CU_ASSERT(lat < 0.0);
}

static void leg_reaches_height_and_speed_at_its_end(void)
{
    scenario_leg leg = {.lasts = 30, .turn = 0.0, .height = 3000.0, .speed = 150.0};
    scenario_object plan = steady(37.0, 129.0, 45.0, 100.0);
    plan.height = 1000.0;
    plan.legs = &leg;
    plan.leg_count = 1;
    const body half = moved(&plan, 15), whole = moved(&plan, 30), after = moved(&plan, 40);
    CU_ASSERT_DOUBLE_EQUAL(half.height, 2000.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(half.speed, 125.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(whole.height, 3000.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(after.height, 3000.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(after.speed, 150.0, 1e-9);
}

static void velocity_is_the_change_of_place(void)
{
    scenario_object plan = steady(37.0, 129.0, 45.0, 250.0);
    plan.then = MANOEUVRE_JET;
    plan.height = 5000.0;
    plan.draws = chance_seeded(5, "jet");
    body one = moved(&plan, 100);
    for (int k = 101; k < 160; k++) {
        body_step(&one, k);
        double before[3], at[3], after[3], velocity[3], unused[3];
        body_at(&one, 0.499, before, unused);
        body_at(&one, 0.5, at, velocity);
        body_at(&one, 0.501, after, unused);
        /* A central difference over 2 ms of numbers near 6e6: 1e-6 of rounding, and the cubic's
         * third derivative times 1e-6 / 6: up to 500 m/s^3 where a climb ends in a dive. */
        for (int i = 0; i < 3; i++)
            CU_ASSERT_DOUBLE_EQUAL((after[i] - before[i]) / 0.002, velocity[i], 1e-4);
    }
}

static void seconds_join_without_a_gap(void)
{
    scenario_object plan = steady(37.0, 129.0, 45.0, 250.0);
    plan.then = MANOEUVRE_JET;
    plan.draws = chance_seeded(6, "jet");
    body one = moved(&plan, 50);
    double end[3], end_velocity[3], begin[3], begin_velocity[3];
    body_at(&one, 1.0, end, end_velocity);
    body_step(&one, 51);
    body_at(&one, 0.0, begin, begin_velocity);
    for (int i = 0; i < 3; i++) {
        CU_ASSERT_DOUBLE_EQUAL(end[i], begin[i], 1e-8);
        CU_ASSERT_DOUBLE_EQUAL(end_velocity[i], begin_velocity[i], 1e-8);
    }
}

static void going_east_over_180_degrees_goes_on(void)
{
    /* A simulator once flew to longitudes above 180, and trails crossed the whole map. 60 N, 223
     * m/s: from 179.999 E over the line to 179.999 W within a second. */
    const scenario_object plan = steady(60.0, 179.9995, 90.0, 223.0);
    const body one = moved(&plan, 1);
    double lat, lon, height;
    wgs84_from_ecef(one.position[1], &lat, &lon, &height);
    CU_ASSERT(lon >= -ANGLE_PI && lon < 0.0);
    CU_ASSERT_DOUBLE_EQUAL(distance(one.position[0], one.position[1]), 223.0, 1e-3);
}

static void going_north_over_the_pole_stays_on_the_earth(void)
{
    const scenario_object plan = steady(89.999, 20.0, 0.0, 250.0);
    const body one = moved(&plan, 10);
    double lat, lon, height;
    wgs84_from_ecef(one.position[1], &lat, &lon, &height);
    CU_ASSERT(fabs(lat) <= ANGLE_PI / 2.0);
    CU_ASSERT_DOUBLE_EQUAL(height, 0.0, 1e-6);
}

static void object_is_there_from_start_to_end(void)
{
    scenario_object plan = steady(37.0, 129.0, 0.0, 10.0);
    plan.starts = 5;
    plan.ends = 8;
    static const bool here[] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 0};
    static const bool whole[] = {0, 0, 0, 0, 0, 0, 1, 1, 1, 0};
    for (int k = 0; k < 10; k++) {
        const body one = moved(&plan, k);
        CU_ASSERT_EQUAL(one.here, here[k]);
        CU_ASSERT_EQUAL(one.whole, whole[k]);
    }
}

static void thrown_body_rises_and_falls_and_is_gone(void)
{
    scenario_object plan = steady(39.0, 127.0, 100.0, 0.0);
    plan.thrown = true;
    plan.arc = (scenario_throw){
        .elevation = RADIANS(60.0), .burns = 40, .gain = 1500.0, .ballistic = 5000.0};
    body one;
    body_begin(&one, &plan);
    double highest = 0.0;
    int fell = 0;
    for (int k = 1; k < 600 && !fell; k++) {
        body_step(&one, k);
        highest = fmax(highest, one.height);
        fell = one.here ? 0 : k;
    }
    CU_ASSERT(highest > 20000.0 && highest < 80000.0);
    CU_ASSERT(fell > 120 && fell < 400);
}

CU_TestInfo motion_tests[] = {
    {"ship on the equator goes its speed", ship_on_the_equator_goes_its_speed},
    {"ship to the north follows the meridian", ship_to_the_north_follows_the_meridian},
    {"turn has the radius of its rate", turn_has_the_radius_of_its_rate},
    {"leg reaches height and speed at its end", leg_reaches_height_and_speed_at_its_end},
    {"velocity is the change of place", velocity_is_the_change_of_place},
    {"seconds join without a gap", seconds_join_without_a_gap},
    {"going east over 180 degrees goes on", going_east_over_180_degrees_goes_on},
    {"going north over the pole stays on the earth", going_north_over_the_pole_stays_on_the_earth},
    {"object is there from start to end", object_is_there_from_start_to_end},
    {"thrown body rises and falls and is gone", thrown_body_rises_and_falls_and_is_gone},
    CU_TEST_INFO_NULL,
};
