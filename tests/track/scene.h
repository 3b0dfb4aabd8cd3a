/* scene.h - small made-up scenes for the engine's tests: sensors, objects, and what they give. */
#ifndef TESTS_TRACK_SCENE_H
#define TESTS_TRACK_SCENE_H

#include "fusion/engine.h"

#include "chance.h"

#define SCENE_START (INT64_C(946684800) * FUSION_SECOND) /* 2000-01-01; seconds count from here */
#define SCENE_ROOM  20000

typedef struct scene {
    fusion_registry registry;
    fusion_release releases[SCENE_ROOM];
    size_t count;
    uint64_t chance;
} scene;

/* Emptied, with a seed that it prints. One scene at a time: it is static. */
scene *scene_new(uint64_t seed);

/* Adds a sensor with this period in seconds (0: irregular); returns its index. */
uint16_t scene_sensor(scene *one, const char *name, double period);

/* Adds the first, second or third (0 to 2) of three radars that see each object once in so many
 * seconds; returns its index. */
extern const double scene_periods[3];
uint16_t scene_radar(scene *one, size_t which);

/* An object that flies straight from a place: degrees, m, and east, north, up m/s there. */
typedef struct scene_object {
    double lat_deg, lon_deg, height;
    double east, north, up;
} scene_object;

/* Its ECEF place and velocity after so many seconds. */
void scene_place(const scene_object *object, double seconds, double place[3], double velocity[3]);

/* Adds a plot of a place, seen at `seconds` with equal sigma in all directions, released at once.
 * Returns it for changes. */
fusion_release *scene_plot(scene *one, uint16_t sensor, double seconds, const double place[3],
                           double sigma);

/* The same of an object, with noise of that sigma drawn. */
fusion_release *scene_sight(scene *one, uint16_t sensor, double seconds, const scene_object *object,
                            double sigma);

/* An engine with these settings after all epochs of 1 s up to `seconds`, fed in order of release.
 */
fusion_engine *scene_run(const scene *one, const fusion_engine_settings *settings, int seconds);

/* Feeds what is released in the epoch that ends at `second`, and closes it. */
void scene_epoch(const scene *one, fusion_engine *engine, int second);

/* The picture: tracks of this status or above, in a static array. */
size_t scene_picture(const fusion_engine *engine, fusion_track_status least,
                     const fusion_track **tracks);

/* Distance of the track to a place. */
double scene_distance(const fusion_track *shown, const double place[3]);

/* The track nearest to a place and nearer than this; NULL: there is none. */
const fusion_track *scene_nearest(const fusion_track *shown, size_t count, const double place[3],
                                  double within);

#endif
