/* Are the covariances honest of each kind of object, as those of aircraft are (test_consistency.c),
 * where it goes straight on and where it manoeuvres?
 *
 * What is on the ground or the sea has two dimensions here. Its height is believed beforehand, with
 * the same error each time, and its climb is next to nothing: both are far within their sigmas, and
 * to count them as well would make 3 of a NEES that is 2. Of what swims below, and is seen by a
 * sonar without elevation, the same holds.
 *
 * Bounds are 95 %, by the spread from object to object. What keeps straight on is sampled after
 * some rounds, for calm is learnt (unrest.h); a manoeuvre may come to one and a half of the
 * dimension.
 */
#include "fusion/report.h"
#include "kinds.h"
#include "suites.h"

/* Period; sigmas along, across, up; of a speed. */
static const eye coast = {3.0, 25.0, 100.0, 0.0, 0.0};
static const eye ais = {10.0, 8.0, 8.0, 0.0, 0.3};
static const eye sonar = {20.0, 60.0, 170.0, 0.0, 0.0};
static const eye ground = {5.0, 20.0, 60.0, 0.0, 0.0};

/* Wind and waves, or other cars, move what goes straight on by some cm/s to and fro. */
static const manner steams = {5.0, 12.0, .drift = 0.05, .drifts = 120};
static const manner sails_about = {.slowest = 3.0,
                                   .fastest = 12.0,
                                   .straight = {240, 600},
                                   .turns = 0.4,
                                   .turning = {60, 180},
                                   .rate = {0.1, 0.4},
                                   .surges = 0.15,
                                   .acceleration = 0.05};
static const manner races = {.slowest = 3.0,
                             .fastest = 15.0,
                             .straight = {60, 240},
                             .turns = 0.4,
                             .turning = {20, 90},
                             .rate = {0.5, 2.0},
                             .surges = 0.2,
                             .acceleration = 0.3};
/* Round its anchor, 20 to 90 m away. */
static const manner swings = {.slowest = 0.05,
                              .fastest = 0.15,
                              .straight = {600, 900},
                              .turns = 1.0,
                              .turning = {600, 900},
                              .rate = {0.1, 0.15}};
static const manner is_moored = {.slowest = 0.02,
                                 .fastest = 0.06,
                                 .lowest = -5,
                                 .straight = {600, 900},
                                 .turns = 1.0,
                                 .turning = {600, 900},
                                 .rate = {0.2, 0.5}};
static const manner drifts = {.lowest = -5, .drift = 0.25, .drifts = 900};
static const manner is_towed = {
    .fastest = 1.5, .lowest = -5, .straight = {300, 900}, .surges = 0.5, .acceleration = 0.02};
static const manner dives = {2.0, 8.0, -250, -50, .drift = 0.03, .drifts = 200};
static const manner hunts = {.slowest = 2.0,
                             .fastest = 8.0,
                             .lowest = -250,
                             .highest = -50,
                             .straight = {300, 900},
                             .turns = 0.4,
                             .turning = {60, 180},
                             .rate = {0.3, 1.0},
                             .surges = 0.2,
                             .acceleration = 0.02,
                             .climbs = 0.2,
                             .climb = 0.5};
static const manner drives = {8.0, 25.0, .drift = 0.3, .drifts = 20};
static const manner stops_and_goes = {.fastest = 20.0,
                                      .straight = {20, 120},
                                      .turns = 0.35,
                                      .turning = {5, 12},
                                      .rate = {4, 12},
                                      .surges = 0.35,
                                      .acceleration = 1.0};

/* Not too sure beyond chance, and no more than half too careful: sigmas half as large again. */
static honesty honest(const sighted *what, uint64_t seed)
{
    const honesty of = kinds_see(what, seed);
    CU_ASSERT_TRUE(of.seen > 0.97);
    CU_ASSERT_TRUE(of.position - of.position_error < what->dimensions);
    CU_ASSERT_TRUE(of.velocity - of.velocity_error < what->dimensions);
    CU_ASSERT_TRUE(of.position + of.position_error > 0.75 * what->dimensions);
    CU_ASSERT_TRUE(of.velocity + of.velocity_error > 0.5 * what->dimensions);
    return of;
}

static honesty bearable(const sighted *what, uint64_t seed)
{
    const honesty of = kinds_see(what, seed);
    CU_ASSERT_TRUE(of.seen > 0.97);
    CU_ASSERT_TRUE(of.position < 1.5 * what->dimensions);
    CU_ASSERT_TRUE(of.velocity < 1.5 * what->dimensions);
    return of;
}

#define SHIP FUSION_SURFACE, FUSION_SURFACE
#define MINE FUSION_MINE, FUSION_MINE
#define BOAT FUSION_SUBSURFACE, FUSION_SUBSURFACE
#define CAR  FUSION_LAND, FUSION_LAND

static void ships_on_a_steady_course_are_honest(void)
{
    honest(&(sighted){"by a radar", SHIP, &steams, &coast, 2, 1, 2, 60, 900, NULL}, 7700);
    honest(&(sighted){"by what they tell", SHIP, &steams, &ais, 2, 1, 2, 60, 900, NULL}, 7701);
}

static void ships_that_turn_are_bearable(void)
{
    bearable(&(sighted){"by a radar", SHIP, &sails_about, &coast, 2, 0, 2, 60, 1800, NULL}, 7710);
    bearable(&(sighted){"by what they tell", SHIP, &sails_about, &ais, 2, 0, 2, 60, 1800, NULL},
             7711);
    bearable(&(sighted){"fast boats", SHIP, &races, &coast, 2, 0, 2, 60, 900, NULL}, 7712);
    bearable(&(sighted){"at anchor", SHIP, &swings, &coast, 2, 1, 2, 60, 900, NULL}, 7713);
}

static void mines_are_honest_and_towed_ones_bearable(void)
{
    honest(&(sighted){"moored", MINE, &is_moored, &sonar, 2, 2, 2, 60, 1800, NULL}, 7720);
    bearable(&(sighted){"adrift", MINE, &drifts, &sonar, 2, 0, 2, 60, 1800, NULL}, 7721);
    bearable(&(sighted){"towed", MINE, &is_towed, &sonar, 2, 0, 2, 60, 1800, NULL}, 7722);
}

static void submarines_are_honest_and_bearable(void)
{
    honest(&(sighted){"steady", BOAT, &dives, &sonar, 2, 2, 2, 60, 1800, NULL}, 7730);
    bearable(&(sighted){"turning", BOAT, &hunts, &sonar, 2, 0, 2, 60, 1800, NULL}, 7731);
}

static void vehicles_are_honest_and_bearable(void)
{
    honest(&(sighted){"on a long road", CAR, &drives, &ground, 2, 2, 2, 60, 600, NULL}, 7740);
    bearable(&(sighted){"in a town", CAR, &stops_and_goes, &ground, 2, 0, 2, 60, 600, NULL}, 7741);
}

static const eye tracker = {1.0, 15.0, 100.0, 100.0, 0.0};
static const eye searcher = {4.0, 100.0, 300.0, 400.0, 0.0};
static const manner is_thrown = {.thrust = {25.0, 55.0}, .burns = 80.0};
#define THROWN FUSION_MISSILE, FUSION_MISSILE

/* A noise of 400 m2/s3 for what a boost does besides gave velocities of 1.4 and 1.8. */
static void missiles_are_honest_in_boost_and_in_their_fall(void)
{
    const sighted near = {"boost, near", THROWN, &is_thrown, &tracker, 3, 0, 6, 30, 80, NULL};
    const sighted far = {"boost, far", THROWN, &is_thrown, &searcher, 3, 0, 6, 30, 80, NULL};
    const honesty both[] = {honest(&near, 7760), honest(&far, 7761)};
    for (int i = 0; i < 2; i++)
        CU_ASSERT_TRUE(both[i].velocity + both[i].velocity_error > 0.75 * 3.0);
    honest(&(sighted){"fall, near", THROWN, &is_thrown, &tracker, 3, 0, 2, 120, 240, NULL}, 7762);
    honest(&(sighted){"fall, far", THROWN, &is_thrown, &searcher, 3, 0, 2, 120, 240, NULL}, 7763);
}

#define UNNAMED_MISSILE 0, FUSION_MISSILE

/* Of such plots the second was never found, and nothing was shown. */
static void missiles_that_nobody_names_are_found_by_their_speed(void)
{
    bearable(&(sighted){"near", UNNAMED_MISSILE, &is_thrown, &tracker, 3, 0, 2, 60, 150, NULL},
             7770);
    bearable(&(sighted){"far", UNNAMED_MISSILE, &is_thrown, &searcher, 3, 0, 2, 90, 150, NULL},
             7772);
}

static const eye airport = {5.0, 60.0, 120.0, 150.0, 0.0};
static const manner flies = {120.0, 250.0, 7000, 9000, .drift = 0};
static const manner hovers = {0.0, 0.0, 100, 600, .drift = 0.7, .drifts = 30};
static const manner flits = {.fastest = 70.0,
                             .lowest = 100,
                             .highest = 1000,
                             .straight = {30, 120},
                             .turns = 0.3,
                             .turning = {10, 40},
                             .rate = {2, 6},
                             .surges = 0.4,
                             .acceleration = 1.5,
                             .climbs = 0.2,
                             .climb = 5,
                             .drift = 0.7,
                             .drifts = 30};
#define HELICOPTER FUSION_AIR, FUSION_AIR

/* Where others fly straight for hours as well: what hovers was then denied the wind, and came to 54
 * in velocity. */
static void helicopters_are_bearable(void)
{
    bearable(&(sighted){"hovering", HELICOPTER, &hovers, &airport, 3, 0, 2, 60, 480, NULL}, 7771);
    bearable(&(sighted){"and in calm", HELICOPTER, &hovers, &airport, 3, 3, 1, 60, 480, &flies},
             7773);
    bearable(&(sighted){"to and fro", HELICOPTER, &flits, &airport, 3, 0, 2, 60, 480, NULL}, 7774);
}

#define UNNAMED_SHIP 0, FUSION_SURFACE
#define UNNAMED_MINE 0, FUSION_MINE
#define UNNAMED_CAR  0, FUSION_LAND

/* Radars tell no category. What is slow is found to be, by itself and by others like it, where it
 * is no higher than the sea: sigmas of velocity were 1.0 and 2.8 m/s. Its models answer for cars
 * and for what hovers as well, so it is shown with more care than what is named. */
static void what_nobody_names_is_found_to_be_slow(void)
{
    const sighted ship = {"a ship", UNNAMED_SHIP, &steams, &coast, 2, 2, 1, 120, 600, NULL};
    const sighted mine = {"a mine", UNNAMED_MINE, &is_moored, &sonar, 2, 2, 1, 240, 900, NULL};
    CU_ASSERT_TRUE(bearable(&ship, 7750).speed_sigma < 0.7);
    CU_ASSERT_TRUE(bearable(&mine, 7751).speed_sigma < 1.5);
}

/* It may be a boat, a car, or a helicopter that hovers, if nobody sees how high. */
static void what_nobody_names_and_is_slow_may_be_anything(void)
{
    bearable(&(sighted){"fast boats", UNNAMED_SHIP, &races, &coast, 2, 0, 1, 60, 900, NULL}, 7752);
    bearable(&(sighted){"on a road", UNNAMED_CAR, &drives, &ground, 2, 0, 1, 60, 600, NULL}, 7753);
    bearable(&(sighted){"hovering", 0, FUSION_AIR, &hovers, &coast, 2, 0, 1, 60, 480, NULL}, 7754);
    bearable(&(sighted){"to and fro", 0, FUSION_AIR, &flits, &coast, 2, 0, 1, 60, 480, NULL}, 7755);
}

CU_TestInfo kinds_tests[] = {
    {"ships on a steady course are honest", ships_on_a_steady_course_are_honest},
    {"ships that turn are bearable", ships_that_turn_are_bearable},
    {"mines are honest, and towed ones bearable", mines_are_honest_and_towed_ones_bearable},
    {"submarines are honest, and turning ones bearable", submarines_are_honest_and_bearable},
    {"vehicles are honest, and those in a town bearable", vehicles_are_honest_and_bearable},
    {"missiles are honest in boost and in their fall",
     missiles_are_honest_in_boost_and_in_their_fall},
    {"missiles that nobody names are found by their speed",
     missiles_that_nobody_names_are_found_by_their_speed},
    {"helicopters are bearable", helicopters_are_bearable},
    {"what nobody names is found to be slow", what_nobody_names_is_found_to_be_slow},
    {"what nobody names and is slow may be anything",
     what_nobody_names_and_is_slow_may_be_anything},
    CU_TEST_INFO_NULL,
};
