/* Regions as a walk over the Earth finds them. */
#include "suites.h"
#include "track/region.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define DEGREE (3.14159265358979323846 / 180.0)
#define STEPS  7200 /* of a walk around a parallel: a twentieth of a degree each */
#define HEIGHT 5.0  /* degrees; of a region */

static const double *at(double lat_deg, double lon_deg)
{
    static double place[3];
    place[0] = 6.4e6 * cos(lat_deg * DEGREE) * cos(lon_deg * DEGREE);
    place[1] = 6.4e6 * cos(lat_deg * DEGREE) * sin(lon_deg * DEGREE);
    place[2] = 6.4e6 * sin(lat_deg * DEGREE);
    return place;
}

/* From the middle of one step to that of the next, so that no step lies on an edge. */
static double lon_of(int step)
{
    return -180.0 + (step + 0.5) * 360.0 / STEPS;
}

/* How many regions a walk around the parallel meets, each once, from 180 degrees west on; their
 * lengths differ by a step at most. */
static int regions_around(double lat_deg, size_t met[2 * REGION_BANDS])
{
    int count = 0, length = 0, least = STEPS, most = 0;
    for (int step = 0; step <= STEPS; step++) {
        const bool over = step == STEPS;
        const size_t here = over ? REGIONS : region_of(at(lat_deg, lon_of(step)));
        if (count == 0 || here != met[count - 1]) {
            least = count > 0 && length < least ? length : least;
            most = count > 0 && length > most ? length : most;
            length = 0;
            if (over)
                break;
            for (int i = 0; i < count; i++)
                CU_ASSERT_NOT_EQUAL_FATAL(met[i], here);
            CU_ASSERT_FATAL(here < REGIONS && count < 2 * REGION_BANDS);
            met[count++] = here;
        }
        length++;
    }
    CU_ASSERT(most - least <= 1);
    return count;
}

static size_t around[REGION_BANDS][2 * REGION_BANDS];
static int counts[REGION_BANDS];

static void walk_all(void)
{
    for (int band = 0; band < REGION_BANDS; band++)
        counts[band] = regions_around(-87.5 + HEIGHT * band, around[band]);
}

static void regions_are_the_fewest_that_are_no_wider_than_high(void)
{
    walk_all();
    for (int band = 0; band < REGION_BANDS; band++) {
        const double length = 360.0 * cos((-87.5 + HEIGHT * band) * DEGREE);
        CU_ASSERT(length / counts[band] <= HEIGHT);
        CU_ASSERT(counts[band] == 1 || length / (counts[band] - 1) > HEIGHT);
    }
}

static void no_two_places_of_other_bands_share_a_region(void)
{
    static bool taken[REGIONS];
    memset(taken, 0, sizeof taken);
    walk_all();
    for (int band = 0; band < REGION_BANDS; band++)
        for (int i = 0; i < counts[band]; i++) {
            CU_ASSERT_FALSE(taken[around[band][i]]);
            taken[around[band][i]] = true;
        }
}

static void bands_are_of_five_degrees(void)
{
    for (double lon = -177.3; lon < 180.0; lon += 31.7)
        for (int band = 0; band < REGION_BANDS; band++) {
            const double south = -90.0 + HEIGHT * band, north = south + HEIGHT;
            const size_t here = region_of(at(south + 0.001, lon));
            CU_ASSERT_EQUAL(region_of(at(north - 0.001, lon)), here);
            CU_ASSERT(band + 1 == REGION_BANDS || region_of(at(north + 0.001, lon)) != here);
        }
}

/* How much of it is believed, by hand: linear between the middles, in latitude and along each band.
 */
static double share_of(double lat, double lon, size_t region)
{
    const double low = fmin(fmax(floor((lat + 87.5) / HEIGHT), 0.0), REGION_BANDS - 2.0);
    double share = 0.0;
    for (int i = 0; i < 2; i++) {
        const double middle = -87.5 + HEIGHT * (low + i);
        const double near = fmax(1.0 - fabs(lat - middle) / HEIGHT, 0.0);
        const int band = (int)low + i, count = counts[band];
        for (int k = 0; k < count; k++) {
            const double away = fabs(lon - (-180.0 + (k + 0.5) * 360.0 / count));
            const double along = fmin(away, 360.0 - away) * count / 360.0;
            if (around[band][k] == region)
                share += near * (count == 1 ? 1.0 : fmax(1.0 - along, 0.0));
        }
    }
    return share;
}

static void shares_are_linear_between_the_middles(void)
{
    walk_all();
    for (double lat = -86.9; lat < 87.0; lat += 4.3)
        for (double lon = -179.9; lon < 180.0; lon += 23.97) {
            const region_near near = region_among(at(lat, lon));
            double sum = 0.0;
            for (int i = 0; i < 4; i++) {
                double same = 0.0; /* one may be there twice: a band may have only one */
                for (int k = 0; k < 4; k++)
                    same += near.region[k] == near.region[i] ? near.share[k] : 0.0;
                CU_ASSERT_DOUBLE_EQUAL(same, share_of(lat, lon, near.region[i]), 1e-9);
                sum += near.share[i];
            }
            CU_ASSERT_DOUBLE_EQUAL(sum, 1.0, 1e-12); /* a few roundings */
        }
}

static void beyond_the_last_middle_there_is_none_but_that(void)
{
    walk_all();
    for (int side = -1; side <= 1; side += 2) {
        const int band = side < 0 ? 0 : REGION_BANDS - 1;
        for (double lat = 87.5; lat <= 90.0; lat += 0.5) {
            const region_near near = region_among(at(side * lat, 40.0));
            double last = 0.0;
            for (int i = 0; i < 4; i++)
                for (int k = 0; k < counts[band]; k++)
                    last += near.region[i] == around[band][k] ? near.share[i] : 0.0;
            CU_ASSERT_DOUBLE_EQUAL(last, 1.0, 1e-9);
        }
    }
}

static void where_there_is_no_latitude_there_is_a_region(void)
{
    const double places[][3] = {{0, 0, 0}, {0, 0, 6.4e6}, {0, 0, -6.4e6}, {-6.4e6, 0, 0}};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const region_near near = region_among(places[i]);
        CU_ASSERT(region_of(places[i]) < REGIONS);
        for (int k = 0; k < 4; k++)
            CU_ASSERT(near.region[k] < REGIONS && near.share[k] >= 0.0);
    }
    CU_ASSERT_EQUAL(region_of(places[0]), region_of(at(0.0, 0.0))); /* the Earth's middle */
}

CU_TestInfo region_tests[] = {
    {"regions are the fewest that are no wider than high",
     regions_are_the_fewest_that_are_no_wider_than_high},
    {"no two places of other bands share a region", no_two_places_of_other_bands_share_a_region},
    {"bands are of five degrees", bands_are_of_five_degrees},
    {"shares are linear between the middles", shares_are_linear_between_the_middles},
    {"beyond the last middle there is none but that",
     beyond_the_last_middle_there_is_none_but_that},
    {"where there is no latitude there is a region", where_there_is_no_latitude_there_is_a_region},
    CU_TEST_INFO_NULL,
};
