#include "daemon/config/config.h"
#include "geo/wgs84.h"
#include "suites.h"
#include "tools/sim/scenario.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static scenario *scenario_open(const char *path, const uint64_t *seed)
{
    static text_messages messages;
    text_messages_init(&messages, path);
    scenario *read = scenario_read(path, seed, &messages);
    if (!read)
        printf("%s:%d: %s\n", path, messages.kept[0].line, messages.kept[0].text);
    return read;
}

static void seed_of_the_caller_wins(void)
{
    const uint64_t seed = 77;
    scenario *own = scenario_open(TESTDATA "/short.yaml", NULL);
    scenario *given = scenario_open(TESTDATA "/short.yaml", &seed);
    CU_ASSERT_EQUAL(own->seed, 3);
    CU_ASSERT_EQUAL(given->seed, 77);
    /* Objects written one by one stay, those of groups are drawn anew. */
    CU_ASSERT_EQUAL(own->objects[0].lat, given->objects[0].lat);
    CU_ASSERT_NOT_EQUAL(own->objects[own->object_count - 1].lat,
                        given->objects[given->object_count - 1].lat);
    scenario_destroy(own);
    scenario_destroy(given);
}

static size_t count_of(const scenario *one, uint8_t category, bool thrown)
{
    size_t count = 0;
    for (size_t i = 0; i < one->object_count; i++)
        count += (one->objects[i].categories & category) && one->objects[i].thrown == thrown;
    return count;
}

static void exercise_is_as_large_as_it_is_told(void)
{
    scenario *one = scenario_open(TESTDATA "/peninsula.yaml", NULL);
    CU_ASSERT_FATAL(one != NULL);
    CU_ASSERT(one->object_count >= 80);
    CU_ASSERT(one->sensor_count >= 10);
    CU_ASSERT_EQUAL(one->lasts, 1200.0);
    CU_ASSERT_EQUAL(count_of(one, FUSION_MISSILE, true), 3);
    CU_ASSERT(count_of(one, FUSION_SUBSURFACE, false) >= 3);
    CU_ASSERT(count_of(one, FUSION_MINE, false) >= 5);
    CU_ASSERT(count_of(one, FUSION_SURFACE, false) >= 20);
    CU_ASSERT(count_of(one, FUSION_AIR, false) >= 35);
    scenario_destroy(one);
}

static double apart(const double a[3], const double b[3])
{
    return hypot(hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
}

/* What the scenario sends must be what the configuration expects, or the daemon refuses it. */
static void check_sensor(const scenario_sensor *sensor, const fusion_registry *registry)
{
    const int index = fusion_sensor_find(registry, sensor->name);
    CU_ASSERT_FATAL(index >= 0);
    const fusion_sensor *known = &registry->sensors[index];
    CU_ASSERT_EQUAL(known->sends, sensor->sends);
    CU_ASSERT_EQUAL(known->moves, sensor->rides >= 0 || sensor->orbits);
    if (known->period_ns > 0)
        CU_ASSERT_EQUAL(known->period_ns, llround(sensor->period * 1e9));
    if (known->moves)
        return;
    double place[3];
    wgs84_to_ecef(sensor->lat, sensor->lon, sensor->height, place);
    CU_ASSERT(apart(place, known->place) < 1e-3);
}

static config *config_open(const char *path)
{
    static config_faults faults;
    config *read = config_read(path, &faults);
    CU_ASSERT_FATAL(read != NULL);
    return read;
}

static void check_agrees(scenario *one, config *of, bool all)
{
    CU_ASSERT_FATAL(one != NULL);
    for (size_t i = 0; i < one->sensor_count; i++)
        check_sensor(&one->sensors[i], &of->registry);
    CU_ASSERT(!all || one->sensor_count == of->registry.sensor_count);
    config_destroy(of);
    scenario_destroy(one);
}

static void scenarios_and_their_configuration_agree(void)
{
    check_agrees(scenario_open(TESTDATA "/peninsula.yaml", NULL),
                 config_open(TESTDATA "/demo.yaml"), true);
    check_agrees(scenario_open(TESTDATA "/short.yaml", NULL), config_open(TESTDATA "/demo.yaml"),
                 false);
}

static void stock_load_and_its_configuration_agree(void)
{
    scenario *one = scenario_stock(1000, 1);
    CU_ASSERT_EQUAL(one->object_count, 1000);
    check_agrees(one, config_open(TESTDATA "/stock.yaml"), true);
}

CU_TestInfo scenario_tests[] = {
    {"seed of the caller wins", seed_of_the_caller_wins},
    {"exercise is as large as it is told", exercise_is_as_large_as_it_is_told},
    {"scenarios and their configuration agree", scenarios_and_their_configuration_agree},
    {"stock load and its configuration agree", stock_load_and_its_configuration_agree},
    CU_TEST_INFO_NULL,
};
