/* Each kind of object moves in its own way: a mine stays, a ship follows the Earth, a missile
 * falls.
 */
#include "estimate/imm.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "scene.h"
#include "suites.h"
#include "tools/sim/fall.h"
#include "track/motion.h"

#include <stdio.h>
#include <string.h>

#define DEGREE (3.14159265358979323846 / 180.0)

static double sigma_of(const fusion_track *shown)
{
    const double *p = shown->covariance;
    return sqrt(p[0] + p[6] + p[11]);
}

/* Drifts to and fro by 0.2 m/s, ten minutes each way; seen each 20 s, each way to 50 m. */
static void a_mine_stays_put(void)
{
    scene *one = scene_new(7400);
    const uint16_t sonar = scene_sensor(one, "sonar", 20.0);
    scene_object mine = {38.0, 130.0, -2.0, 0.2, 0.0, 0.0};
    double place[3], velocity[3], sum = 0.0;
    scene_place(&mine, 0.0, place, velocity);
    fusion_engine *engine = NULL;
    for (int second = 1; second <= 3600; second++) {
        const double way = second / 600 % 2 == 0 ? 1.0 : -1.0;
        double seen[3];
        for (int i = 0; i < 3; i++) {
            place[i] += way * velocity[i];
            seen[i] = place[i] + 50.0 * chance_normal(&one->chance);
        }
        if (second % 20 == 0)
            scene_plot(one, sonar, second - 0.5, seen, 50.0)->report.categories = FUSION_MINE;
    }
    engine = scene_run(one, NULL, 3600);
    const fusion_track *shown;
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
    sum = scene_distance(&shown[0], place);
    printf("\n    %.0f m off, sigma %.0f m ", sum, sigma_of(&shown[0]));
    /* A plot is good to 87 m. Those of the last 200 s, ten of them, are worth 27 m; those before
     * join in as far as 0.3 m/s allow. */
    CU_ASSERT_TRUE(sigma_of(&shown[0]) < 40.0);
    CU_ASSERT_TRUE(sum < 3.0 * sigma_of(&shown[0]));
    fusion_engine_destroy(engine);
}

/* An hour unseen, it has drifted to and fro. */
static void a_mine_that_is_not_seen_is_not_far(void)
{
    const imm_set *mines = motion_of(FUSION_MINE).models;
    const double r[6] = {100.0, 0, 0, 100.0, 0, 100.0};
    double place[3];
    wgs84_to_ecef(38.0 * DEGREE, 130.0 * DEGREE, -2.0, place);
    cv_state first;
    imm filter;
    cv_begin(&first, place, r, 0.3, 0.01);
    imm_begin(&filter, mines, &first, 1.0);
    filter.probability[0] = filter.probability[2] = 0.0, filter.probability[1] = 1.0;
    imm_predict(&filter, 3600.0);
    /* Of its own noise q r^2 (t - 1.5 r), 505 m; of the speed it had r 0.3, 265 m less 2 %.
     * Together 570 m; one that kept on at 0.3 m/s would be 1,080 m away. */
    imm_read(&filter, 1, &first, NULL);
    const double *p = first.covariance; /* next to nothing of it is height */
    CU_ASSERT_DOUBLE_EQUAL(sqrt((p[0] + p[6] + p[11]) / 2.0), 570.0, 10.0);
}

/* Straight ahead on the Earth: a step along the velocity, then back to sea level. */
static void sail(double place[3], double velocity[3], double dt)
{
    double up[3], along = 0.0, lat, lon, height;
    for (int i = 0; i < 3; i++)
        place[i] += dt * velocity[i];
    wgs84_from_ecef(place, &lat, &lon, &height);
    wgs84_up(place, up);
    for (int i = 0; i < 3; i++) {
        place[i] -= height * up[i];
        along += velocity[i] * up[i];
    }
    for (int i = 0; i < 3; i++)
        velocity[i] -= along * up[i];
}

/* Three hours of plots, each minute one to 30 m, then an hour of silence. In a straight line it
 * would be 65 m above the sea by then. */
static void a_ship_follows_the_sea(void)
{
    const imm_set *ships = motion_of(FUSION_SURFACE).models;
    const double r[6] = {900.0, 0, 0, 900.0, 0, 900.0};
    double place[3], velocity[3], axes[9], lat, lon, height, seen[3];
    uint64_t chance = 7410;
    wgs84_axes(38.0 * DEGREE, 130.0 * DEGREE, axes);
    wgs84_to_ecef(38.0 * DEGREE, 130.0 * DEGREE, 0.0, place);
    turn_to_ecef(axes, (double[3]){5.0, 6.0, 0.0}, velocity);
    cv_state begun, shown;
    imm filter;
    cv_begin(&begun, place, r, 8.0, 0.05);
    imm_begin(&filter, ships, &begun, 1.0);
    for (int minute = 0; minute < 180; minute++) {
        for (int second = 0; second < 60; second++)
            sail(place, velocity, 1.0);
        for (int i = 0; i < 3; i++)
            seen[i] = place[i] + 30.0 * chance_normal(&chance);
        imm_predict(&filter, 60.0);
        CU_ASSERT_EQUAL(imm_update(&filter, &(imm_measured){.position = seen, .r = r}, NULL),
                        FUSION_OK);
    }
    for (int second = 0; second < 3600; second++)
        sail(place, velocity, 1.0);
    imm_predict(&filter, 3600.0);
    imm_mean(&filter, &shown);
    wgs84_from_ecef(shown.state, &lat, &lon, &height);
    double off = 0.0;
    for (int i = 0; i < 3; i++)
        off += (shown.state[i] - place[i]) * (shown.state[i] - place[i]);
    printf("\n    seed 7410: %.1f m of height, %.0f m off ", height, sqrt(off));
    /* Three sigma of the height, which plots of 30 m a minute give. */
    CU_ASSERT_TRUE(fabs(height) < 3.0 * 10.0);
    fusion_track as_shown = {.number = 1};
    memcpy(as_shown.covariance, shown.covariance, sizeof as_shown.covariance);
    CU_ASSERT_TRUE(sqrt(off) < 3.0 * sigma_of(&as_shown));
}

/* Up for a minute at 3 g and more, then it falls. A radar sees it each 2 s, each way to 150 m. */
static void a_missile_is_followed_from_boost_into_its_fall(void)
{
    scene *one = scene_new(7420);
    const uint16_t radar = scene_sensor(one, "radar", 2.0);
    static double places[301][3];
    double axes[9], up[3];
    fall body = {.ballistic = 0.0};
    wgs84_axes(39.0 * DEGREE, 127.0 * DEGREE, axes);
    wgs84_to_ecef(39.0 * DEGREE, 127.0 * DEGREE, 100.0, body.position);
    turn_to_ecef(axes, (double[3]){6.0, -4.0, 26.0}, body.thrust);
    for (int second = 0; second <= 300; second++) {
        memcpy(places[second], body.position, sizeof places[second]);
        fall_step(&body, 1.0);
        if (second == 60)
            memset(body.thrust, 0, sizeof body.thrust);
    }
    for (int second = 4; second < 300; second += 2) {
        double seen[3];
        for (int i = 0; i < 3; i++)
            seen[i] = places[second][i] + 150.0 * chance_normal(&one->chance);
        scene_plot(one, radar, second, seen, 150.0)->report.categories = FUSION_MISSILE;
    }
    fusion_engine *engine = scene_run(one, NULL, 10);
    double boost = 0.0, falling = 0.0;
    uint64_t number = 0;
    for (int second = 11; second < 290; second++) {
        scene_epoch(one, engine, second);
        const fusion_track *shown;
        CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
        CU_ASSERT_TRUE(number == 0 || shown[0].number == number);
        number = shown[0].number;
        const double off = scene_distance(&shown[0], places[second]);
        if (second < 60)
            boost += off * off / 49.0;
        else if (second >= 100)
            falling += off * off / 190.0;
    }
    wgs84_up(places[0], up);
    printf("\n    RMSE %.0f m in boost, %.0f m in the fall ", sqrt(boost), sqrt(falling));
    /* A plot is off by 260 m. In boost little more than the last plot is known; in a fall the last
     * ten are worth a third of it each. */
    CU_ASSERT_TRUE(sqrt(boost) < 400.0);
    CU_ASSERT_TRUE(sqrt(falling) < 160.0);
    fusion_engine_destroy(engine);
}

CU_TestInfo ways_tests[] = {
    {"a mine stays put", a_mine_stays_put},
    {"a mine that is not seen is not far", a_mine_that_is_not_seen_is_not_far},
    {"a ship follows the sea", a_ship_follows_the_sea},
    {"a missile is followed from boost into its fall",
     a_missile_is_followed_from_boost_into_its_fall},
    CU_TEST_INFO_NULL,
};
