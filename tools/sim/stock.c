#include "tools/sim/scenario_parts.h"

#include "fusion/report.h"
#include "geo/angle.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define RADIANS(degrees) ((degrees) / ANGLE_DEGREES)

/* Shares of the load, and what is told of each. */
static const struct {
    const char *name;
    double share;
    uint8_t categories;
    manoeuvre then;
    scenario_span height, speed;
} kinds[] = {
    {"liner", 0.6, FUSION_AIR, MANOEUVRE_AIRLINER, {6000, 12000}, {190, 250}},
    {"jet", 0.1, FUSION_AIR, MANOEUVRE_JET, {3000, 11000}, {180, 320}},
    {"ship", 0.3, FUSION_SURFACE, MANOEUVRE_SHIP, {10, 10}, {2, 12}},
};

/* Even over 8 by 10 degrees: ten thousand then stand as thickly as over a busy sea. */
static const double stock_area[4] = {RADIANS(33.0), RADIANS(125.0), RADIANS(41.0), RADIANS(135.0)};

static void stock_sensor(scenario_sensor *sensor, int number)
{
    static const double places[4][2] = {{35, 128}, {35, 132}, {39, 128}, {39, 132}};
    *sensor = (scenario_sensor){
        .way = WAY_TURNING,
        .sends = SENDS_PLOT,
        .sees = FUSION_AIR | FUSION_SURFACE,
        .rides = -1,
        .lat = RADIANS(places[number][0]),
        .lon = RADIANS(places[number][1]),
        .height = 5000.0, /* high enough to see ships all over the area */
        .period = 10.0,
        .range = 600000.0,
        .horizon = true,
        .elevation = {-ANGLE_PI / 2.0, ANGLE_PI / 2.0},
        .sigma_range = 60.0,
        .sigma_azimuth = RADIANS(0.1),
        .sigma_elevation = RADIANS(0.2),
        .missed = 0.1,
        .clutter = 5.0,
        .latency = {0.2, 0.6},
    };
    snprintf(sensor->name, sizeof sensor->name, "stock-%d", number + 1);
}

static bool stock_objects(scenario *one, size_t objects)
{
    size_t left = objects;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const size_t wanted = (size_t)ceil((double)objects * kinds[i].share);
        const size_t count = wanted < left ? wanted : left;
        left -= count;
        scenario_group group = {.count = (double)count,
                                .categories = kinds[i].categories,
                                .then = kinds[i].then,
                                .height = kinds[i].height,
                                .speed = kinds[i].speed,
                                .course = {0.0, ANGLE_TURN}};
        snprintf(group.name, sizeof group.name, "%s", kinds[i].name);
        for (int j = 0; j < 4; j++)
            group.area[j] = stock_area[j];
        if (!scenario_group_draw(one, &group))
            return false;
    }
    return true;
}

scenario *scenario_stock(size_t objects, uint64_t seed)
{
    scenario *one = calloc(1, sizeof *one);
    if (!one)
        return NULL;
    snprintf(one->name, sizeof one->name, "stock");
    one->starts_ns = INT64_C(1930359600) * 1000000000; /* 2031-03-04T03:00:00Z */
    one->lasts = 1200.0;
    one->seed = seed;
    one->sensors = calloc(4, sizeof *one->sensors);
    if (!one->sensors || !stock_objects(one, objects)) {
        scenario_destroy(one);
        return NULL;
    }
    one->sensor_count = 4;
    for (int i = 0; i < 4; i++)
        stock_sensor(&one->sensors[i], i);
    return one;
}
