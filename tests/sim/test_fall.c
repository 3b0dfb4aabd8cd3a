#include "suites.h"
#include "tools/sim/fall.h"

#include <math.h>

#define PI     3.14159265358979323846
#define RADIUS 6378137.0

static double dot(const double a[3], const double b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static double length(const double a[3])
{
    return sqrt(dot(a, a));
}

/* From the turning Earth to the stars, `seconds` after both agreed. */
static void to_stars(const double position[3], double seconds, double stars[3])
{
    const double c = cos(FALL_SPIN * seconds), s = sin(FALL_SPIN * seconds);
    stars[0] = c * position[0] - s * position[1];
    stars[1] = s * position[0] + c * position[1];
    stars[2] = position[2];
}

/* Thrown from the ellipsoid at (0, 0): speed (among the stars) and angle above the horizon, north
 * of east by 30 degrees. */
static fall thrown(double speed, double angle)
{
    const double level = speed * cos(angle);
    return (fall){
        .position = {RADIUS, 0.0, 0.0},
        .velocity = {speed * sin(angle), level * cos(PI / 6.0) - FALL_SPIN * RADIUS,
                     level * sin(PI / 6.0)},
    };
}

/* Flies until it is as low as at the start; gives the angle between both places among the stars. */
static double free_flight_angle(fall body)
{
    const double start[3] = {body.position[0], body.position[1], body.position[2]};
    double seconds = 0.0, before = 0.0;
    do {
        before = length(body.position);
        fall_step(&body, 0.5);
        seconds += 0.5;
    } while (length(body.position) > RADIUS || length(body.position) > before);
    /* Back along the last half second, straight: the fall bends it by 1.2 m, 2e-7 rad. */
    const double share = (RADIUS - length(body.position)) / (before - length(body.position));
    double landing[3], last[3];
    for (int i = 0; i < 3; i++)
        landing[i] = body.position[i] - 0.5 * share * body.velocity[i];
    to_stars(landing, seconds - 0.5 * share, last);
    return acos(dot(start, last) / (length(start) * length(last)));
}

static void range_without_air_is_that_of_the_textbook(void)
{
    /* Bate, Mueller and White 1971, equation 6.2-18:
     * cos(range / 2) = (1 - Q cos^2 f) / sqrt(1 + Q (Q - 2) cos^2 f), Q = v^2 r / mu. */
    static const double speeds[] = {2000.0, 4000.0, 6500.0};
    static const double angles[] = {0.3, PI / 4.0, 1.2};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            const double q = speeds[i] * speeds[i] * RADIUS / FALL_MU;
            const double c2 = cos(angles[j]) * cos(angles[j]);
            const double half = acos((1.0 - q * c2) / sqrt(1.0 + q * (q - 2.0) * c2));
            CU_ASSERT_DOUBLE_EQUAL(free_flight_angle(thrown(speeds[i], angles[j])), 2.0 * half,
                                   1e-6);
        }
}

static double energy(const fall *body)
{
    const double level2 =
        body->position[0] * body->position[0] + body->position[1] * body->position[1];
    return dot(body->velocity, body->velocity) / 2.0 - FALL_MU / length(body->position) -
           FALL_SPIN * FALL_SPIN * level2 / 2.0;
}

static void energy_stays_without_air(void)
{
    /* Jacobi's integral, the energy in the turning frame. 20 minutes of Runge-Kutta lose less than
     * 1e-10 of mu / r. */
    fall body = thrown(5000.0, 0.9);
    const double before = energy(&body);
    for (int i = 0; i < 1200; i++)
        fall_step(&body, 1.0);
    CU_ASSERT_DOUBLE_EQUAL(energy(&body), before, 1e-10 * FALL_MU / RADIUS);
}

static void drag_holds_a_fall_at_its_terminal_speed(void)
{
    /* Over a pole nothing turns. Where drag balances gravity, v^2 = 2 g b / rho; the air thickens
     * on the way, and the speed follows within 1 %. */
    const double pole = 6356752.3;
    fall body = {.position = {0.0, 0.0, pole + 3000.0}, .ballistic = 50.0};
    fall_step(&body, 40.0);
    const double height = body.position[2] - pole;
    const double gravity = FALL_MU / (body.position[2] * body.position[2]);
    const double density = 1.225 * exp(-height / 8500.0);
    CU_ASSERT(height > 0.0);
    CU_ASSERT_DOUBLE_EQUAL(-body.velocity[2], sqrt(2.0 * gravity * 50.0 / density),
                           0.01 * fabs(body.velocity[2]));
}

static void thrust_in_nothing_adds_its_gain(void)
{
    /* Far above the air and for one second: gravity there is known, the rest is thrust. */
    fall body = {.position = {0.0, 0.0, 2e7}, .thrust = {0.0, 0.0, 30.0}};
    fall_step(&body, 1.0);
    CU_ASSERT_DOUBLE_EQUAL(body.velocity[2], 30.0 - FALL_MU / 4e14, 1e-4);
}

static void orbit_returns_after_its_period_to_a_turned_earth(void)
{
    const double start[3] = {7.0e6, 1.0e6, 3.0e6};
    const double along[3] = {-1.0e6, 7.0e6, 0.0};
    const double radius = length(start);
    const double period = 2.0 * PI * sqrt(radius * radius * radius / FALL_MU);
    double position[3], velocity[3], stars[3];
    orbit_at(start, along, period, position, velocity);
    to_stars(position, period, stars);
    for (int i = 0; i < 3; i++)
        CU_ASSERT_DOUBLE_EQUAL(stars[i], start[i], 1e-5); /* 1e-12 of the radius */
}

static void orbit_moves_as_its_velocity_says(void)
{
    const double start[3] = {7.0e6, 0.0, 3.0e6};
    const double along[3] = {0.0, 1.0, 0.0};
    double before[3], position[3], after[3], velocity[3], unused[3];
    orbit_at(start, along, 99.9, before, unused);
    orbit_at(start, along, 100.0, position, velocity);
    orbit_at(start, along, 100.1, after, unused);
    /* A central difference over 0.2 s is off by rate^2 v h^2 / 6: 0.01 mm/s. */
    for (int i = 0; i < 3; i++)
        CU_ASSERT_DOUBLE_EQUAL((after[i] - before[i]) / 0.2, velocity[i], 1e-4);
    fall body = {.position = {position[0], position[1], position[2]},
                 .velocity = {velocity[0], velocity[1], velocity[2]}};
    fall_step(&body, 50.0);
    orbit_at(start, along, 150.0, position, velocity);
    for (int i = 0; i < 3; i++)
        CU_ASSERT_DOUBLE_EQUAL(body.position[i], position[i], 1e-3); /* both ways of one orbit */
}

CU_TestInfo fall_tests[] = {
    {"range without air is that of the textbook", range_without_air_is_that_of_the_textbook},
    {"energy stays without air", energy_stays_without_air},
    {"drag holds a fall at its terminal speed", drag_holds_a_fall_at_its_terminal_speed},
    {"thrust in nothing adds its gain", thrust_in_nothing_adds_its_gain},
    {"orbit returns after its period to a turned earth",
     orbit_returns_after_its_period_to_a_turned_earth},
    {"orbit moves as its velocity says", orbit_moves_as_its_velocity_says},
    CU_TEST_INFO_NULL,
};
