/* What the engine estimates: honest covariances, source tracks, late reports, lines of sight. */
#include "estimate/cv.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "scene.h"
#include "suites.h"
#include "track/motion.h"
#include "track/track.h"

#include <stdio.h>
#include <string.h>

#define DEGREE (3.14159265358979323846 / 180.0)

/* z' inv(S) z, from the definition: 0 against S, whose solution Gauss gives without pivots. */
static double nees3(const fusion_track *shown, const double place[3])
{
    const double *p = shown->covariance;
    double a[3][4] = {{p[0], p[1], p[2], 0}, {p[1], p[6], p[7], 0}, {p[2], p[7], p[11], 0}};
    double e[3];
    for (int i = 0; i < 3; i++)
        a[i][3] = e[i] = shown->position[i] - place[i];
    for (int i = 0; i < 3; i++)
        for (int j = i + 1; j < 3; j++) {
            const double f = a[j][i] / a[i][i];
            for (int k = i; k < 4; k++)
                a[j][k] -= f * a[i][k];
        }
    double x[3], sum = 0.0;
    for (int i = 2; i >= 0; i--) {
        x[i] = a[i][3];
        for (int k = i + 1; k < 3; k++)
            x[i] -= a[i][k] * x[k];
        x[i] /= a[i][i];
        sum += x[i] * e[i];
    }
    return sum;
}

/* An object that does at random what its category's models are, for as long as they say. */
typedef struct walker {
    const imm_set *models;
    int model;
    double axes[9];
    double place[3], local[3]; /* ECEF; velocity east, north, up */
    double rate;               /* at which the velocity turns to the left */
} walker;

static int drawn(const double *shares, int count, uint64_t *chance)
{
    double left = chance_unit(chance);
    for (int m = 0; m < count; m++)
        if ((left -= shares[m]) < 0.0)
            return m;
    return count - 1;
}

static walker walker_at(double lat_deg, double lon_deg, uint8_t category, uint64_t *chance)
{
    const motion moves = motion_of(category);
    walker one = {.models = moves.models};
    wgs84_axes(lat_deg * DEGREE, lon_deg * DEGREE, one.axes);
    wgs84_to_ecef(lat_deg * DEGREE, lon_deg * DEGREE, 8000.0, one.place);
    one.local[0] = moves.speed_horizontal * chance_normal(chance);
    one.local[1] = moves.speed_horizontal * chance_normal(chance);
    one.local[2] = moves.speed_vertical * chance_normal(chance);
    double first[IMM_MODELS];
    for (int m = 0; m < one.models->count; m++)
        first[m] = one.models->models[m].first;
    one.model = drawn(first, one.models->count, chance);
    one.rate = one.models->models[one.model].turns * chance_normal(chance);
    return one;
}

static void walk_model(walker *one, double dt, uint64_t *chance)
{
    const imm_model *now = &one->models->models[one->model];
    if (chance_unit(chance) < exp(-dt / now->stay) || one->models->count == 1)
        return;
    one->model = drawn(now->next, one->models->count, chance);
    one->rate = one->models->models[one->model].turns * chance_normal(chance);
}

/* Noise exact over dt: [q dt^3/3, q dt^2/2; q dt^2/2, q dt] by its Cholesky factor, axis by axis.
 */
static void walk(walker *one, double dt, uint64_t *chance)
{
    const imm_model *now = &one->models->models[one->model];
    const double angle = one->rate * dt;
    const double east = one->local[0], north = one->local[1], up = one->local[2];
    double local[3], step[3];
    for (int i = 0; i < 3; i++) {
        const double q = i < 2 ? now->noise.horizontal : now->noise.vertical;
        const double first = chance_normal(chance), second = chance_normal(chance);
        local[i] = dt * one->local[i] + sqrt(q * dt * dt * dt / 3.0) * first;
        one->local[i] += sqrt(q * dt) * (sqrt(0.75) * first + 0.5 * second);
    }
    /* A short arc: by its middle direction. */
    local[0] += dt * (east * (cos(angle / 2) - 1.0) - north * sin(angle / 2));
    local[1] += dt * (north * (cos(angle / 2) - 1.0) + east * sin(angle / 2));
    one->local[0] += east * (cos(angle) - 1.0) - north * sin(angle);
    one->local[1] += north * (cos(angle) - 1.0) + east * sin(angle);
    if (now->settles > 0.0) /* to the first order: a step is 1/120 of it */
        one->local[2] -= up * dt / now->settles;
    turn_to_ecef(one->axes, local, step);
    for (int i = 0; i < 3; i++)
        one->place[i] += step[i];
    walk_model(one, dt, chance);
}

#define WALKERS 25
#define RUNS    20

/* The mean over runs of 60 s of 25 such objects that one radar sees each 4 s to 100 m. */
static double mean_nees(uint8_t category, uint64_t seed, size_t *samples)
{
    double sum = 0.0;
    uint64_t chance = seed;
    for (int run = 0; run < RUNS; run++) {
        scene *one = scene_new(seed + (uint64_t)run);
        const uint16_t radar = scene_sensor(one, "radar", 4.0);
        static walker walkers[WALKERS];
        for (int i = 0; i < WALKERS; i++) {
            walkers[i] = walker_at(20.0 + 2.0 * (i / 5), 120.0 + 2.0 * (i % 5), category, &chance);
            for (double t = 0.5; t < 60.0; t += 0.5) {
                double seen[3];
                for (int k = 0; k < 3; k++)
                    seen[k] = walkers[i].place[k] + 100.0 * chance_normal(&chance);
                if (fmod(t, 4.0) == 0.5)
                    scene_plot(one, radar, t, seen, 100.0)->report.categories = category;
                walk(&walkers[i], 0.5, &chance);
            }
        }
        fusion_engine *engine = scene_run(one, NULL, 60);
        const fusion_track *shown;
        const size_t count = scene_picture(engine, FUSION_CONFIRMED, &shown);
        for (int i = 0; i < WALKERS; i++)
            for (size_t k = 0; k < count; k++)
                if (scene_distance(&shown[k], walkers[i].place) < 20e3) {
                    sum += nees3(&shown[k], walkers[i].place);
                    ++*samples;
                }
        fusion_engine_destroy(engine);
    }
    CU_ASSERT_TRUE(*samples >= WALKERS * RUNS * 99 / 100);
    printf("\n    NEES %.3f of 3, %zu samples ", sum / (double)*samples, *samples);
    return sum / (double)*samples;
}

/* Of one model the filter is exact: the mean of chi-square with three degrees has the variance
 * 6 / samples; 95 % of it. */
static void covariances_are_honest(void)
{
    size_t samples = 0;
    const double mean = mean_nees(FUSION_LAND, 300, &samples);
    CU_ASSERT_DOUBLE_EQUAL(mean, 3.0, 1.96 * sqrt(6.0 / (double)samples));
}

/* Of several it is not: mixing makes one normal density of a sum of them, and what is said of it is
 * too much for most and too little for some. A quarter either way. */
static void covariances_are_honest_through_manoeuvres(void)
{
    size_t samples = 0;
    const double mean = mean_nees(FUSION_AIR, 330, &samples);
    CU_ASSERT_DOUBLE_EQUAL(mean, 3.0, 0.75);
}

/* A view sees one aircraft itself and gets another radar's plots of its neighbour, 90 s late. Held
 * against the present track carried back, they would all be its own: a gate of 26 km. */
static void late_reports_find_their_own_track(void)
{
    scene *one = scene_new(320);
    const uint16_t own = scene_sensor(one, "own", 4.0), hub = scene_sensor(one, "hub", 5.0);
    const scene_object first = {37.0, 129.0, 8000.0, 200.0, 0.0, 0.0};
    const scene_object second = {37.05, 129.0, 8000.0, 200.0, 0.0, 0.0}; /* 5.5 km beside */
    for (double t = 0.5; t < 300.0; t += 4.0)
        scene_sight(one, own, t, &first, 50.0);
    for (double t = 1.7; t < 205.0; t += 5.0)
        scene_sight(one, hub, t, &second, 50.0)->release_ns += 90 * FUSION_SECOND;
    fusion_engine *engine = scene_run(one, NULL, 0);
    for (int epoch = 1; epoch <= 290; epoch++) {
        scene_epoch(one, engine, epoch);
        if (epoch < 120)
            continue;
        const fusion_track *shown;
        CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 2);
        double places[2][3], velocity[3];
        scene_place(&first, epoch, places[0], velocity);
        scene_place(&second, epoch, places[1], velocity);
        const int late = shown[0].newest_ns < shown[1].newest_ns ? 0 : 1;
        CU_ASSERT_TRUE(scene_distance(&shown[1 - late], places[0]) < 300.0);
        /* 90 s on from a velocity that is known to some 30 m/s: 2.7 km, and its claim is as wide.
         */
        CU_ASSERT_TRUE(scene_distance(&shown[late], places[1]) < 8000.0);
        CU_ASSERT_TRUE(shown[late].covariance[0] > 1e6);
        CU_ASSERT_EQUAL(shown[late].status, FUSION_CONFIRMED); /* late is not lost */
    }
    fusion_engine_destroy(engine);
}

/* Both radars see both aircraft, one of them 90 s late: its plots go where they belong, and change
 * nothing of the present. */
static void late_reports_of_a_known_object_make_no_twin(void)
{
    scene *one = scene_new(321);
    const uint16_t own = scene_sensor(one, "own", 4.0), hub = scene_sensor(one, "hub", 5.0);
    for (int i = 0; i < 2; i++) {
        const scene_object aircraft = {37.0 + 0.03 * i, 129.0, 8000.0, 200.0, 20.0 * i, 0.0};
        for (double t = 0.5; t < 300.0; t += 4.0)
            scene_sight(one, own, t, &aircraft, 50.0);
        for (double t = 6.7; t < 205.0; t += 5.0)
            scene_sight(one, hub, t, &aircraft, 50.0)->release_ns += 90 * FUSION_SECOND;
    }
    fusion_engine *engine = scene_run(one, NULL, 20);
    for (int epoch = 21; epoch <= 290; epoch++) {
        scene_epoch(one, engine, epoch);
        const fusion_track *shown;
        CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 2);
        CU_ASSERT_TRUE(shown[0].covariance[0] < 1e5 && shown[1].covariance[0] < 1e5);
    }
    fusion_engine_destroy(engine);
}

/* What a sensor's own tracker makes of plots: states of a constant-velocity filter. */
typedef struct source {
    cv_state filter;
    double time;
    bool begun;
} source;

static void source_sees(source *tracker, scene *one, uint16_t sensor, double t,
                        const double place[3], double sigma, uint64_t number)
{
    double seen[3];
    for (int i = 0; i < 3; i++)
        seen[i] = place[i] + sigma * chance_normal(&one->chance);
    const double r[6] = {sigma * sigma, 0, 0, sigma * sigma, 0, sigma * sigma};
    if (!tracker->begun) {
        cv_begin(&tracker->filter, seen, r, 200.0, 10.0);
    } else {
        cv_predict(&tracker->filter, t - tracker->time, motion_of(FUSION_AIR).models->broad);
        CU_ASSERT_EQUAL(cv_update_position(&tracker->filter, seen, r, NULL), FUSION_OK);
    }
    tracker->begun = true;
    tracker->time = t;
    fusion_release *release = scene_plot(one, sensor, t, tracker->filter.state, 1.0);
    release->report.kind = FUSION_TRACK_STATE;
    release->report.number = number;
    fusion_state *state = &release->report.as.state;
    memcpy(state->velocity, tracker->filter.state + 3, sizeof state->velocity);
    memcpy(state->covariance, tracker->filter.covariance, sizeof state->covariance);
    state->velocity_kind = FUSION_VELOCITY_FULL;
}

static void source_sees_object(source *tracker, scene *one, uint16_t sensor, double t,
                               const scene_object *object, double sigma, uint64_t number)
{
    double place[3], velocity[3];
    scene_place(object, t, place, velocity);
    source_sees(tracker, one, sensor, t, place, sigma, number);
}

/* Each object is tracked by two sensors with trackers of their own. Taken as plots, their states
 * are counted many times over: NEES 7 and more. */
static void source_tracks_are_not_counted_twice(void)
{
    double sum = 0.0;
    size_t samples = 0;
    uint64_t chance = 340;
    for (uint64_t run = 0; run < RUNS; run++) {
        scene *one = scene_new(340 + run);
        const uint16_t sensors[2] = {scene_sensor(one, "first", 4.0),
                                     scene_sensor(one, "second", 4.0)};
        static walker walkers[WALKERS];
        for (int i = 0; i < WALKERS; i++) {
            walkers[i] =
                walker_at(20.0 + 2.0 * (i / 5), 120.0 + 2.0 * (i % 5), FUSION_AIR, &chance);
            source trackers[2] = {{.begun = false}, {.begun = false}};
            for (double t = 0.5; t < 60.0; t += 0.5) {
                const int which = (int)(t / 2.0) % 2;
                if (fmod(t, 2.0) == 0.5)
                    source_sees(&trackers[which], one, sensors[which], t, walkers[i].place, 100.0,
                                1 + (uint64_t)i);
                walk(&walkers[i], 0.5, &chance);
            }
        }
        fusion_engine *engine = scene_run(one, NULL, 60);
        const fusion_track *shown;
        const size_t count = scene_picture(engine, FUSION_CONFIRMED, &shown);
        for (int i = 0; i < WALKERS; i++)
            for (size_t k = 0; k < count; k++)
                if (scene_distance(&shown[k], walkers[i].place) < 20e3) {
                    sum += nees3(&shown[k], walkers[i].place);
                    samples++;
                }
        fusion_engine_destroy(engine);
    }
    printf("\n    NEES %.2f of 3, %zu samples ", sum / (double)samples, samples);
    CU_ASSERT_TRUE(samples >= WALKERS * RUNS * 99 / 100);
    /* 1.2 times what plots give, as far as recovered plots were found to be off. */
    CU_ASSERT_TRUE(sum / (double)samples < 3.6);
}

static void a_number_that_jumps_begins_another_track(void)
{
    scene *one = scene_new(379);
    const uint16_t sensor = scene_sensor(one, "sensor", 4.0);
    const scene_object first = {37.0, 129.0, 8000.0, 200.0, 0.0, 0.0};
    const scene_object second = {37.5, 129.0, 8000.0, 200.0, 0.0, 0.0}; /* 55 km away */
    source trackers[2] = {{.begun = false}, {.begun = false}};
    for (double t = 0.5; t < 60.0; t += 4.0)
        source_sees_object(&trackers[t > 40.0], one, sensor, t, t > 40.0 ? &second : &first, 60.0,
                           5);
    fusion_engine *engine = scene_run(one, NULL, 60);
    const fusion_track *shown;
    double place[3], velocity[3];
    scene_place(&second, 60.0, place, velocity);
    const size_t count = scene_picture(engine, FUSION_CONFIRMED, &shown);
    size_t there = 0;
    for (size_t i = 0; i < count; i++)
        there += scene_distance(&shown[i], place) < 500.0;
    CU_ASSERT_EQUAL(there, 1);
    fusion_engine_destroy(engine);
}

static void swapped_numbers_are_bound_anew(void)
{
    scene *one = scene_new(380);
    const uint16_t sensor = scene_sensor(one, "sensor", 4.0);
    const scene_object objects[2] = {{37.0, 129.0, 8000.0, 200.0, 0.0, 0.0},
                                     {37.02, 129.0, 8000.0, 200.0, 0.0, 0.0}}; /* 2.2 km */
    source trackers[2] = {{.begun = false}, {.begun = false}};
    for (double t = 0.5; t < 200.0; t += 4.0)
        for (int i = 0; i < 2; i++) {
            const int number = t < 100.0 ? i : 1 - i;
            source_sees_object(&trackers[i], one, sensor, t + 0.01 * i, &objects[i], 60.0,
                               1 + (uint64_t)number);
        }
    fusion_engine *engine = scene_run(one, NULL, 0);
    uint64_t numbers[2] = {0, 0};
    for (int epoch = 1; epoch <= 200; epoch++) {
        scene_epoch(one, engine, epoch);
        const fusion_track *shown;
        if (epoch < 30)
            continue;
        CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 2);
        for (int i = 0; i < 2; i++) {
            double place[3], velocity[3];
            scene_place(&objects[i], epoch, place, velocity);
            const int mine = scene_distance(&shown[1], place) < scene_distance(&shown[0], place);
            CU_ASSERT_TRUE(scene_distance(&shown[mine], place) < 500.0);
            CU_ASSERT_TRUE(numbers[i] == 0 || numbers[i] == shown[mine].number);
            numbers[i] = shown[mine].number;
        }
    }
    fusion_engine_destroy(engine);
}

static void a_coasting_source_track_informs_nothing(void)
{
    scene *one = scene_new(381);
    const uint16_t sensor = scene_sensor(one, "sensor", 4.0);
    const scene_object object = {37.0, 129.0, 8000.0, 200.0, 0.0, 0.0};
    source tracker = {.begun = false};
    for (double t = 0.5; t < 40.0; t += 4.0)
        source_sees_object(&tracker, one, sensor, t, &object, 60.0, 9);
    fusion_engine *engine = scene_run(one, NULL, 40);
    const fusion_track *shown;
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
    const fusion_track plain = shown[0];
    fusion_engine_destroy(engine);
    double place[3], velocity[3];
    scene_place(&object, 38.0, place, velocity);
    fusion_release *coasting = scene_plot(one, sensor, 38.0, place, 10.0);
    coasting->report.kind = FUSION_TRACK_STATE;
    coasting->report.number = 9;
    coasting->report.as.state.track_status = 3;
    engine = scene_run(one, NULL, 40);
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
    CU_ASSERT_EQUAL(memcmp(shown[0].position, plain.position, sizeof plain.position), 0);
    CU_ASSERT_EQUAL(memcmp(shown[0].covariance, plain.covariance, sizeof plain.covariance), 0);
    fusion_engine_destroy(engine);
}

/* Of who may not be named; so it has no number either. Each of its reports was once taken for its
 * first, which says that an object is there and nothing of its motion: the place went on as the
 * first had it. In a minute the object flies 12 km. */
static void a_source_track_without_a_number_moves_with_its_object(void)
{
    scene *one = scene_new(382);
    const uint16_t sensor = scene_sensor(one, "sensor", 4.0);
    const scene_object object = {37.0, 129.0, 8000.0, 200.0, 0.0, 0.0};
    source tracker = {.begun = false};
    for (double t = 0.5; t < 60.0; t += 4.0) {
        source_sees_object(&tracker, one, sensor, t, &object, 60.0, 0);
        fusion_release *release = &one->releases[one->count - 1];
        release->source_named = false;
        release->report.sensor = fusion_sensor_unnamed(release->report.nation);
    }
    fusion_engine *engine = scene_run(one, NULL, 60);
    const fusion_track *shown;
    double place[3], velocity[3];
    scene_place(&object, 60.0, place, velocity);
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
    CU_ASSERT_TRUE(scene_distance(&shown[0], place) < 4.0 * 60.0); /* four sigma of one plot */
    fusion_engine_destroy(engine);
}

static fusion_release *sight_line(scene *one, uint16_t sensor, double t, const double origin[3],
                                  double azimuth_deg)
{
    fusion_release *release = scene_plot(one, sensor, t, origin, 1.0);
    release->report.kind = FUSION_BEARING;
    release->report.as.line =
        (fusion_line_of_sight){.azimuth = azimuth_deg * DEGREE, .sigma_azimuth = 0.2 * DEGREE};
    memcpy(release->report.as.line.origin, origin, 3 * sizeof *origin);
    return release;
}

static void a_bearing_begins_nothing_and_sharpens_what_it_fits(void)
{
    scene *one = scene_new(382);
    const uint16_t radar = scene_sensor(one, "radar", 4.0);
    const uint16_t sight = scene_sensor(one, "sight", 4.0);
    const scene_object object = {37.0, 129.0, 3000.0, 0.0, 0.0, 0.0};
    for (double t = 0.5; t < 30.0; t += 4.0)
        scene_sight(one, radar, t, &object, 500.0);
    fusion_engine *engine = scene_run(one, NULL, 30);
    const fusion_track *shown;
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
    const fusion_track plain = shown[0];
    fusion_engine_destroy(engine);
    /* From 20 km south, due north: 0.2 degrees are 70 m across. Another looks where nothing is. */
    double origin[3], velocity[3];
    const scene_object south = {37.0 - 20.0 / 110.99, 129.0, 0.0, 0.0, 0.0, 0.0};
    scene_place(&south, 0.0, origin, velocity);
    for (double t = 20.2; t < 30.0; t += 1.0)
        sight_line(one, sight, t, origin, 0.0);
    sight_line(one, sight, 25.7, origin, 180.0);
    engine = scene_run(one, NULL, 30);
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 1);
    double place[3];
    scene_place(&object, 0.0, place, velocity);
    const double *p = shown[0].covariance, *q = plain.covariance;
    CU_ASSERT_TRUE(p[0] + p[6] + p[11] < 0.8 * (q[0] + q[6] + q[11]));
    CU_ASSERT_TRUE(nees3(&shown[0], place) < 14.2); /* chi-square of 3, 99.7 % */
    fusion_engine_destroy(engine);
}

static void categories_that_share_nothing_stay_apart(void)
{
    scene *one = scene_new(383);
    const uint16_t air = scene_sensor(one, "air", 4.0), sea = scene_sensor(one, "sea", 4.0);
    const scene_object object = {37.0, 129.0, 100.0, 20.0, 0.0, 0.0};
    for (double t = 0.5; t < 40.0; t += 4.0) {
        scene_sight(one, air, t, &object, 50.0);
        scene_sight(one, sea, t + 1.0, &object, 50.0)->report.categories = FUSION_SURFACE;
        fusion_release *launch = scene_sight(one, sea, t + 2.0, &object, 50.0);
        launch->report.categories = FUSION_MISSILE | FUSION_SUBSURFACE;
        launch->report.scan = 1 + (uint32_t)t;
    }
    fusion_engine *engine = scene_run(one, NULL, 40);
    const fusion_track *shown;
    CU_ASSERT_EQUAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 3);
    fusion_engine_destroy(engine);
}

CU_TestInfo estimates_tests[] = {
    {"covariances are honest", covariances_are_honest},
    {"covariances are honest through manoeuvres", covariances_are_honest_through_manoeuvres},
    {"late reports find their own track", late_reports_find_their_own_track},
    {"late reports of a known object make no twin", late_reports_of_a_known_object_make_no_twin},
    {"source tracks are not counted twice", source_tracks_are_not_counted_twice},
    {"a number that jumps begins another track", a_number_that_jumps_begins_another_track},
    {"swapped numbers are bound anew", swapped_numbers_are_bound_anew},
    {"a coasting source track informs nothing", a_coasting_source_track_informs_nothing},
    {"a source track without a number moves with its object",
     a_source_track_without_a_number_moves_with_its_object},
    {"a bearing begins nothing and sharpens what it fits",
     a_bearing_begins_nothing_and_sharpens_what_it_fits},
    {"categories that share nothing stay apart", categories_that_share_nothing_stay_apart},
    CU_TEST_INFO_NULL,
};
