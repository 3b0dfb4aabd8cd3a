#include "scene.h"

#include "geo/turn.h"
#include "geo/wgs84.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#define DEGREE (3.14159265358979323846 / 180.0)

scene *scene_new(uint64_t seed)
{
    static scene one;
    memset(&one, 0, sizeof one);
    one.chance = seed;
    one.registry.nation_count = 1;
    strcpy(one.registry.nations[0].code, "ROK");
    printf("\n    seed %llu ", (unsigned long long)seed);
    return &one;
}

uint16_t scene_sensor(scene *one, const char *name, double period)
{
    fusion_sensor *sensor = &one->registry.sensors[one->registry.sensor_count];
    strcpy(sensor->name, name);
    sensor->period_ns = (int64_t)(period * 1e9);
    return (uint16_t)one->registry.sensor_count++;
}

const double scene_periods[3] = {4.0, 5.0, 10.0};

uint16_t scene_radar(scene *one, size_t which)
{
    static const char *const names[3] = {"first", "second", "third"};
    return scene_sensor(one, names[which], scene_periods[which]);
}

void scene_place(const scene_object *object, double seconds, double place[3], double velocity[3])
{
    double axes[9];
    const double local[3] = {object->east, object->north, object->up};
    wgs84_axes(object->lat_deg * DEGREE, object->lon_deg * DEGREE, axes);
    turn_to_ecef(axes, local, velocity);
    wgs84_to_ecef(object->lat_deg * DEGREE, object->lon_deg * DEGREE, object->height, place);
    for (int i = 0; i < 3; i++)
        place[i] += seconds * velocity[i];
}

fusion_release *scene_plot(scene *one, uint16_t sensor, double seconds, const double place[3],
                           double sigma)
{
    CU_ASSERT_FATAL(one->count < SCENE_ROOM);
    fusion_release *release = &one->releases[one->count++];
    *release = (fusion_release){.source_named = true, .nation_named = true};
    fusion_report *report = &release->report;
    report->time_ns = SCENE_START + (int64_t)llround(seconds * 1e9);
    report->stamp_ns = release->release_ns = report->time_ns;
    report->sensor = sensor;
    report->kind = FUSION_PLOT;
    report->categories = FUSION_AIR;
    fusion_state *state = &report->as.state;
    state->height_known = true;
    memcpy(state->position, place, sizeof state->position);
    state->covariance[0] = state->covariance[6] = state->covariance[11] = sigma * sigma;
    return release;
}

fusion_release *scene_sight(scene *one, uint16_t sensor, double seconds, const scene_object *object,
                            double sigma)
{
    double place[3], velocity[3];
    scene_place(object, seconds, place, velocity);
    for (int i = 0; i < 3; i++)
        place[i] += sigma * chance_normal(&one->chance);
    return scene_plot(one, sensor, seconds, place, sigma);
}

void scene_epoch(const scene *one, fusion_engine *engine, int second)
{
    const int64_t end_ns = SCENE_START + second * FUSION_SECOND;
    for (size_t i = 0; i < one->count; i++) {
        const int64_t released_ns = one->releases[i].release_ns;
        if (released_ns < end_ns && released_ns >= end_ns - FUSION_SECOND)
            CU_ASSERT_EQUAL(fusion_engine_feed(engine, &one->releases[i], 1), FUSION_OK);
    }
    CU_ASSERT_EQUAL(fusion_engine_close(engine, end_ns), FUSION_OK);
}

fusion_engine *scene_run(const scene *one, const fusion_engine_settings *settings, int seconds)
{
    const fusion_engine_settings stock = fusion_engine_defaults();
    fusion_engine *engine = fusion_engine_create(settings ? settings : &stock, &one->registry);
    CU_ASSERT_PTR_NOT_NULL_FATAL(engine);
    for (int second = 1; second <= seconds; second++)
        scene_epoch(one, engine, second);
    return engine;
}

size_t scene_picture(const fusion_engine *engine, fusion_track_status least,
                     const fusion_track **tracks)
{
    static fusion_track shown[4096];
    size_t count = 0, kept = 0;
    const size_t room = sizeof shown / sizeof shown[0];
    CU_ASSERT_EQUAL_FATAL(fusion_engine_read(engine, shown, room, &count), FUSION_OK);
    for (size_t i = 0; i < count; i++)
        if (shown[i].status >= least)
            shown[kept++] = shown[i];
    *tracks = shown;
    return kept;
}

double scene_distance(const fusion_track *shown, const double place[3])
{
    double sum = 0.0;
    for (int i = 0; i < 3; i++)
        sum += (shown->position[i] - place[i]) * (shown->position[i] - place[i]);
    return sqrt(sum);
}

const fusion_track *scene_nearest(const fusion_track *shown, size_t count, const double place[3],
                                  double within)
{
    const fusion_track *best = NULL;
    for (size_t i = 0; i < count; i++)
        if (scene_distance(&shown[i], place) < (best ? scene_distance(best, place) : within))
            best = &shown[i];
    return best;
}
