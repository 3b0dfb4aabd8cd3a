#include "geo/angle.h"
#include "geo/wgs84.h"
#include "suites.h"

#include <math.h>

#define DEGREES(x) ((x) / ANGLE_DEGREES)

static void constants_are_those_of_the_standard(void)
{
    /* NIMA TR8350.2, tables 3.3: printed to the last digit. */
    CU_ASSERT_DOUBLE_EQUAL(WGS84_B, 6356752.3142, 0.5e-4);
    CU_ASSERT_DOUBLE_EQUAL(WGS84_E2, 6.69437999014e-3, 0.5e-14);
}

static void point_of_geographiclib_is_met(void)
{
    /* CartConvert(1), GeographicLib: 33.3 44.4 6000 -> 3816209.60 3737108.55 3485109.57. */
    double ecef[3];
    wgs84_to_ecef(DEGREES(33.3), DEGREES(44.4), 6000.0, ecef);
    CU_ASSERT_DOUBLE_EQUAL(ecef[0], 3816209.60, 0.5e-2);
    CU_ASSERT_DOUBLE_EQUAL(ecef[1], 3737108.55, 0.5e-2);
    CU_ASSERT_DOUBLE_EQUAL(ecef[2], 3485109.57, 0.5e-2);
}

/* Worked out with 50 digits (mpmath): ECEF by the closed formula from the decimal degrees. */
static const struct point {
    double lat_deg, lon_deg, height, ecef[3];
} points[] = {
    {33.3, 44.4, 6000.0, {3816209.6044930917, 3737108.5502542648, 3485109.5725680417}},
    {37.5, 127.0, 600.0, {-3049324.9637011237, 4046590.9025174211, 3861929.3556670112}},
    {-33.9, -151.2, -11000.0, {-4635945.229007915, -2548632.4569579781, -3531110.1517064796}},
    {89.999999, -180.0, 3000000.0, {-0.16405385711895738, -7.1e-52, 9356752.3142451781}},
    {0.0, -179.999, 0.0, {-6378136.9990285542, -111.31949078762193, 0.0}},
    {45.0, 90.0, 0.0, {0.0, 4517590.878848931, 4487348.4088659198}},
};

static void places_become_earth_centred(void)
{
    /* Six roundings of numbers of 6e6 m, whose last place is 9e-10. */
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        const struct point *p = &points[i];
        double ecef[3];
        wgs84_to_ecef(DEGREES(p->lat_deg), DEGREES(p->lon_deg), p->height, ecef);
        for (int k = 0; k < 3; k++)
            CU_ASSERT_DOUBLE_EQUAL(ecef[k], p->ecef[k], 5e-9);
    }
}

static void places_come_back(void)
{
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        const struct point *p = &points[i];
        double lat, lon, height;
        wgs84_from_ecef(p->ecef, &lat, &lon, &height);
        CU_ASSERT_DOUBLE_EQUAL(lat, DEGREES(p->lat_deg), 1e-15); /* 6 nm */
        CU_ASSERT_DOUBLE_EQUAL(lon * cos(lat), DEGREES(p->lon_deg) * cos(lat), 1e-15);
        CU_ASSERT_DOUBLE_EQUAL(height, p->height, 5e-9);
    }
}

static void round_earth_numbers_are_placed(void)
{
    /* Worked out with 50 digits (mpmath), iterated until nothing changed: 29 km below ground, near
     * the pole, under the equator, far above, and a corner of the equator. The first and the third
     * are below the 12 km that the header promises, the fourth above 9,400 km. */
    static const struct {
        double ecef[3], lat, lon, height;
    } cases[] = {
        {{-3000000, 4000000, 3900000},
         0.66570119232121575,
         2.21429743558818101,
         -28886.8886708471661},
        {{1e-3, 0, 6356752}, 1.57079632663863669, 0.0, -0.314245179497485837},
        {{6340000, 1, -1e-6},
         -1.58798156421034126e-13,
         1.5772870662460437e-7,
         -38136.9999999211356},
        {{-2000000, -3000000, -8600000},
         -1.17543798805503259,
         -2.15879893034246417,
         2965293.27308550191},
        {{4500000, -4500000, 3},
         4.74588674780725802e-7,
         -0.78539816339744831,
         -14175.9693203603974},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double lat, lon, height;
        wgs84_from_ecef(cases[i].ecef, &lat, &lon, &height);
        CU_ASSERT_DOUBLE_EQUAL(lat, cases[i].lat, 1e-15);
        CU_ASSERT_DOUBLE_EQUAL(lon, cases[i].lon, 1e-15);
        CU_ASSERT_DOUBLE_EQUAL(height, cases[i].height, 5e-9);
    }
}

static void every_latitude_and_height_comes_back(void)
{
    static const double heights[] = {-12e3, -100.0, 0.0, 10e3, 100e3, 1000e3, 3000e3};
    double worst_lat = 0.0, worst_height = 0.0;
    for (int h = 0; h < 7; h++)
        for (int i = -900; i <= 900; i++) {
            const double lat = DEGREES(0.1 * i), lon = DEGREES(0.2 * i - 1e-9);
            double ecef[3], lat_back, lon_back, height_back;
            wgs84_to_ecef(lat, lon, heights[h], ecef);
            wgs84_from_ecef(ecef, &lat_back, &lon_back, &height_back);
            worst_lat = fmax(worst_lat, fabs(lat_back - lat));
            worst_height = fmax(worst_height, fabs(height_back - heights[h]));
        }
    CU_ASSERT_TRUE(worst_lat < 1e-12); /* what the header promises */
    CU_ASSERT_TRUE(worst_height < 1e-8);
}

static void poles_have_longitude_zero(void)
{
    const double north[3] = {0.0, 0.0, WGS84_B}, south[3] = {-0.0, 0.0, -WGS84_B - 5.0};
    double lat, lon, height;
    wgs84_from_ecef(north, &lat, &lon, &height);
    CU_ASSERT_EQUAL(lat, ANGLE_PI / 2.0);
    CU_ASSERT_EQUAL(lon, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(height, 0.0, 2e-9);
    wgs84_from_ecef(south, &lat, &lon, &height);
    CU_ASSERT_EQUAL(lat, -ANGLE_PI / 2.0);
    CU_ASSERT_EQUAL(lon, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(height, 5.0, 2e-9);
}

static void date_line_is_written_as_west(void)
{
    /* Longitude 180 once left its range on one side of the line only. */
    const double on[3] = {-WGS84_A, 0.0, 0.0}, below[3] = {-WGS84_A, -0.0, 0.0};
    double lat, lon, height;
    wgs84_from_ecef(on, &lat, &lon, &height);
    CU_ASSERT_EQUAL(lon, -ANGLE_PI);
    wgs84_from_ecef(below, &lat, &lon, &height);
    CU_ASSERT_EQUAL(lon, -ANGLE_PI);
}

static void short_way_across_the_date_line_is_short(void)
{
    /* Latitude 60, from 179.999 to -179.999: 0.002 degrees of a parallel of 3,197.1 km, 111.6 m
     * (radius a cos 60 / sqrt(1 - e2 sin2 60) = 3197104.6). */
    double east[3], west[3];
    wgs84_to_ecef(DEGREES(60.0), DEGREES(179.999), 0.0, east);
    wgs84_to_ecef(DEGREES(60.0), DEGREES(-179.999), 0.0, west);
    const double chord = hypot(hypot(east[0] - west[0], east[1] - west[1]), east[2] - west[2]);
    CU_ASSERT_DOUBLE_EQUAL(chord, 3197104.6 * DEGREES(0.002), 1e-4);
}

static void centre_of_the_earth_is_harmless(void)
{
    const double centre[3] = {0.0, 0.0, 0.0};
    double lat, lon, height, up[3];
    wgs84_from_ecef(centre, &lat, &lon, &height);
    CU_ASSERT_EQUAL(lat, 0.0);
    CU_ASSERT_EQUAL(lon, 0.0);
    CU_ASSERT_EQUAL(height, -WGS84_A);
    wgs84_up(centre, up);
    CU_ASSERT_EQUAL(up[2], 1.0);
}

static void axes_are_square_and_point_where_they_say(void)
{
    for (int i = -9; i <= 9; i++) {
        const double lat = DEGREES(10.0 * i), lon = DEGREES(20.0 * i + 5.0);
        double here[3], there[3], axes[9];
        wgs84_axes(lat, lon, axes);
        for (int a = 0; a < 3; a++)
            for (int b = 0; b < 3; b++) {
                double dot = 0.0;
                for (int k = 0; k < 3; k++)
                    dot += axes[3 * a + k] * axes[3 * b + k];
                CU_ASSERT_DOUBLE_EQUAL(dot, a == b ? 1.0 : 0.0, 1e-15);
            }
        /* 10 m further up, and 1e-6 rad further north: the earth is no rounder than 1/6336 km. */
        wgs84_to_ecef(lat, lon, 100.0, here);
        wgs84_to_ecef(lat, lon, 110.0, there);
        for (int k = 0; k < 3; k++)
            CU_ASSERT_DOUBLE_EQUAL(there[k] - here[k], 10.0 * axes[6 + k], 5e-9);
        wgs84_to_ecef(lat - 5e-7, lon, 100.0, here);
        wgs84_to_ecef(lat + 5e-7, lon, 100.0, there);
        CU_ASSERT_TRUE((there[0] - here[0]) * axes[3] + (there[1] - here[1]) * axes[4] +
                           (there[2] - here[2]) * axes[5] >
                       6.3);
    }
}

static void up_without_latitude_is_the_normal(void)
{
    /* The header's bounds: rounding on the ellipsoid, 1e-5 rad at 20 km. */
    for (int i = -9; i <= 9; i++) {
        const double lat = DEGREES(10.0 * i), lon = DEGREES(37.0 * i);
        double ecef[3], axes[9], up[3], off_ground = 0.0, off_high = 0.0;
        wgs84_axes(lat, lon, axes);
        wgs84_to_ecef(lat, lon, 0.0, ecef);
        wgs84_up(ecef, up);
        for (int k = 0; k < 3; k++)
            off_ground = fmax(off_ground, fabs(up[k] - axes[6 + k]));
        wgs84_to_ecef(lat, lon, 20e3, ecef);
        wgs84_up(ecef, up);
        for (int k = 0; k < 3; k++)
            off_high = fmax(off_high, fabs(up[k] - axes[6 + k]));
        CU_ASSERT_TRUE(off_ground < 1e-15);
        CU_ASSERT_TRUE(off_high < 1.1e-5);
    }
}

CU_TestInfo wgs84_tests[] = {
    {"constants are those of the standard", constants_are_those_of_the_standard},
    {"point of GeographicLib is met", point_of_geographiclib_is_met},
    {"places become earth-centred", places_become_earth_centred},
    {"places come back", places_come_back},
    {"round earth numbers are placed", round_earth_numbers_are_placed},
    {"every latitude and height comes back", every_latitude_and_height_comes_back},
    {"poles have longitude zero", poles_have_longitude_zero},
    {"date line is written as west", date_line_is_written_as_west},
    {"short way across the date line is short", short_way_across_the_date_line_is_short},
    {"centre of the earth is harmless", centre_of_the_earth_is_harmless},
    {"axes are square and point where they say", axes_are_square_and_point_where_they_say},
    {"up without latitude is the normal", up_without_latitude_is_the_normal},
    CU_TEST_INFO_NULL,
};
