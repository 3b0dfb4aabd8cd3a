#include "scene.h"
#include "suites.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

#define ACROSS  96 /* aircraft in a row, and rows */
#define OBJECTS (ACROSS * ACROSS)
#define SCANS   2
#define PERIOD  10
#define APART   0.05 /* degrees, some 5 km: less than one may fly between two looks */

/* One sensor, once in ten seconds, of a field of aircraft. What begins a track with a place alone
 * may have flown 20 km before its second plot, so that all of them are one cluster. Each second
 * sees some of every part of the field. */
static scene *one_field(bool broadcasts)
{
    scene *one = scene_new(91);
    const uint16_t sensor = scene_sensor(one, "sensor", broadcasts ? 0 : PERIOD);
    one->registry.sensors[sensor].kind = broadcasts ? FUSION_ADSB : FUSION_AIR_SEARCH;
    for (int i = 0; i < OBJECTS; i++) {
        const double course = 6.283185307179586 * chance_unit(&one->chance);
        const scene_object aircraft = {30.0 + APART * (i / ACROSS),
                                       128.0 + APART * (i % ACROSS),
                                       2000.0 + 9000.0 * chance_unit(&one->chance),
                                       230.0 * sin(course),
                                       230.0 * cos(course),
                                       0.0};
        for (int k = 0; k < SCANS; k++) {
            const double t = PERIOD * (k + ((i * 4001) % OBJECTS + 0.5) / OBJECTS);
            fusion_report *report = &scene_sight(one, sensor, t, &aircraft, 50.0)->report;
            report->number = broadcasts ? 1000 + (uint64_t)i : 0;
        }
    }
    return one;
}

/* What takes longer than the epoch itself falls behind for ever. */
static double longest_epoch(bool broadcasts)
{
    const scene *one = one_field(broadcasts);
    fusion_engine *engine = scene_run(one, NULL, 0);
    double longest = 0.0;
    for (int second = 1; second <= SCANS * PERIOD; second++) {
        const clock_t before = clock();
        scene_epoch(one, engine, second);
        longest = fmax(longest, (double)(clock() - before) / CLOCKS_PER_SEC);
    }
    fusion_engine_destroy(engine);
    printf("\n    at most %.3f s an epoch ", longest);
    return longest;
}

static void a_field_of_aircraft_holds_no_epoch_up(void)
{
    /* It was 1.8 s of one core while every plot was held against every track of its cluster, and is
     * some 0.1 s. */
    CU_ASSERT(longest_epoch(false) < 1.0);
}

/* Each report is a look of its own: it was 3.6 s while each was held against every track, and is
 * some 0.3 s; with a dozen others on the same two cores 1.3 s was seen. */
static void nor_does_one_of_broadcasts(void)
{
    CU_ASSERT(longest_epoch(true) < 2.0);
}

CU_TestInfo dense_tests[] = {
    {"a field of aircraft holds no epoch up", a_field_of_aircraft_holds_no_epoch_up},
    {"nor does one of broadcasts", nor_does_one_of_broadcasts},
    CU_TEST_INFO_NULL,
};
