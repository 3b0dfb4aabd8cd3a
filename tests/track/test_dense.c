#include "scene.h"
#include "suites.h"

#include <math.h>
#include <time.h>

#define ACROSS  96 /* aircraft in a row, and rows */
#define OBJECTS (ACROSS * ACROSS)
#define SCANS   2
#define PERIOD  10
#define APART   0.05 /* degrees, some 5 km: less than one may fly between two looks */

/* One radar that tells places alone, once in ten seconds, of a field of aircraft. What begins a
 * track may have flown 20 km before its second plot, so that all of them are one cluster. Each
 * second sees some of every part of the field. */
static scene *one_field(void)
{
    scene *one = scene_new(91);
    const uint16_t radar = scene_sensor(one, "radar", PERIOD);
    for (int i = 0; i < OBJECTS; i++) {
        const double course = 6.283185307179586 * chance_unit(&one->chance);
        const scene_object aircraft = {30.0 + APART * (i / ACROSS),
                                       128.0 + APART * (i % ACROSS),
                                       2000.0 + 9000.0 * chance_unit(&one->chance),
                                       230.0 * sin(course),
                                       230.0 * cos(course),
                                       0.0};
        for (int k = 0; k < SCANS; k++)
            scene_sight(one, radar, PERIOD * (k + ((i * 4001) % OBJECTS + 0.5) / OBJECTS),
                        &aircraft, 50.0);
    }
    return one;
}

static void a_field_of_aircraft_holds_no_epoch_up(void)
{
    const scene *one = one_field();
    fusion_engine *engine = scene_run(one, NULL, 0);
    double longest = 0.0;
    for (int second = 1; second <= SCANS * PERIOD; second++) {
        const clock_t before = clock();
        scene_epoch(one, engine, second);
        longest = fmax(longest, (double)(clock() - before) / CLOCKS_PER_SEC);
    }
    /* What takes longer than the epoch itself falls behind for ever. It was 1.8 s of one core while
     * every plot was held against every track of its cluster, and is some 0.1 s. */
    CU_ASSERT(longest < 1.0);
    fusion_engine_destroy(engine);
}

CU_TestInfo dense_tests[] = {
    {"a field of aircraft holds no epoch up", a_field_of_aircraft_holds_no_epoch_up},
    CU_TEST_INFO_NULL,
};
