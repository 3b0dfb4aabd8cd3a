/* The coordinated turn: arcs in closed form, slopes by differences, the rate by the textbook. */
#include "estimate/ct.h"
#include "estimate/packed.h"
#include "estimate/random_filter.h"
#include "geo/wgs84.h"
#include "suites.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define N  7

static const cv_noise still = {0.0, 0.0};

/* On the equator at Greenwich up is x, east y, north z. */
static cv_state northbound(double speed)
{
    return (cv_state){.state = {WGS84_A, 0.0, 0.0, 0.0, 0.0, speed}};
}

static void a_quarter_turn_to_the_left_is_an_arc(void)
{
    /* 200 m/s, 90 degrees in 30 s: radius 12000 / pi m. From north it leads west. */
    cv_state flight = northbound(200.0);
    ct_rate rate = {.mean = 0.5 * PI / 30.0};
    ct_predict(&flight, &rate, 30.0, still, 0.0, 0.0);
    const double radius = 12000.0 / PI;
    const double expected[6] = {WGS84_A, -radius, radius, 0.0, -200.0, 0.0};
    for (int i = 0; i < 6; i++)
        CU_ASSERT_DOUBLE_EQUAL(flight.state[i], expected[i], 1e-8); /* 1e-15 of the earth */
}

static void a_climb_is_kept_through_a_turn(void)
{
    cv_state flight = northbound(150.0);
    flight.state[3] = 12.0;
    ct_rate rate = {.mean = -0.05};
    ct_predict(&flight, &rate, 20.0, still, 0.0, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(flight.state[0] - WGS84_A, 240.0, 1e-8);
    CU_ASSERT_DOUBLE_EQUAL(flight.state[3], 12.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(flight.state[4], 150.0 * sin(1.0), 1e-10); /* to the right: east */
    CU_ASSERT_DOUBLE_EQUAL(flight.state[5], 150.0 * cos(1.0), 1e-10);
}

/* By hand: of 12 m/s over 30 s with 60 s to settle, exp(-1/2) is left, and 60 (1 - exp(-1/2)) times
 * 12 m is the way. The course is not touched. */
static void a_climb_dies_away_where_it_settles(void)
{
    cv_state flight = northbound(150.0);
    flight.state[3] = 12.0;
    flight.covariance[15] = 4.0;
    ct_rate rate = {0};
    ct_predict(&flight, &rate, 30.0, still, 0.0, 60.0);
    const double left = exp(-0.5);
    CU_ASSERT_DOUBLE_EQUAL(flight.state[0] - WGS84_A, 720.0 * (1.0 - left), 1e-8);
    CU_ASSERT_DOUBLE_EQUAL(flight.state[3], 12.0 * left, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(flight.state[5], 150.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(flight.covariance[15], 4.0 * left * left, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(flight.covariance[0], 4.0 * 3600.0 * (1.0 - left) * (1.0 - left), 1e-9);
}

/* Within 4 units of the last place of 1: two of the function, two of what it is taken of. */
static void near_to_rounding(double number, double expected)
{
    CU_ASSERT_DOUBLE_EQUAL(number, expected, 9e-16);
}

/* A turn of any angle, right or left, forward or back, and a climb that dies away: exp, sin and cos
 * by the C library, which takes another way to them. */
static void a_step_is_what_exponential_and_circle_say(void)
{
    random_source source = random_seeded(733);
    for (int round = 0; round < 2000; round++) {
        const double dt = random_uniform(&source, -1.0, 1.0) * pow(10.0, round % 5);
        const double rate = random_normal(&source), settles = random_uniform(&source, 1.0, 1e3);
        double way[CT_WAYS];
        ct_way(rate, dt, (cv_noise){1.0, 2.0}, 3.0, settles, way);
        near_to_rounding(way[CT_COSINE], cos(rate * dt));
        near_to_rounding(way[CT_SINE], sin(rate * dt));
        near_to_rounding(way[CT_LEFT], exp(-fabs(dt) / settles));
        near_to_rounding(way[CT_RISE] / settles, copysign(1.0 - exp(-fabs(dt) / settles), dt));
        near_to_rounding(way[CT_LEVEL] * rate, sin(rate * dt));
        near_to_rounding(way[CT_SQUARE] * rate, 1.0 - cos(rate * dt));
    }
}

/* lane_exp.inc promises two units of the last place down to e^-700, however small that is: held
 * against the C library's, which has 64 bits of it or more. Over 1 s of settling the power is dt.
 */
static void what_is_left_of_a_climb_has_all_its_digits(void)
{
    random_source source = random_seeded(734);
    for (int round = 0; round < 2000; round++) {
        const double dt = 700.0 * pow(random_uniform(&source, 0.0, 1.0), round % 8 + 1);
        double way[CT_WAYS];
        ct_way(0.0, dt, still, 0.0, 1.0, way);
        const double left = way[CT_LEFT], unit = nextafter(left, 2.0) - left;
        CU_ASSERT_TRUE(fabsl(left - expl(-(long double)dt)) <= 2.0L * unit);
    }
}

static void a_turn_beyond_all_knowledge_is_none(void)
{
    double way[CT_WAYS];
    ct_way(1e10, 1.0, (cv_noise){1.0, 2.0}, 3.0, 1e-9, way);
    CU_ASSERT_EQUAL(way[CT_COSINE], 1.0);
    CU_ASSERT_EQUAL(way[CT_SINE], 0.0);
    CU_ASSERT(way[CT_LEFT] >= 0.0 && way[CT_LEFT] < 1e-300);
}

/* The arc was divided by the rate: one of 0 gave NaN, and one near it noise. */
static void a_rate_near_nought_is_straight_on(void)
{
    for (double rate = 0.0; rate < 2e-3; rate = rate * 10.0 + 1e-12) {
        cv_state flight = northbound(200.0);
        ct_rate turn = {.mean = rate};
        ct_predict(&flight, &turn, 10.0, still, 0.0, 0.0);
        /* Chord and sagitta of a small arc, to the third power of 0.02 rad. */
        CU_ASSERT_DOUBLE_EQUAL(flight.state[2], 2000.0 * (1.0 - pow(10.0 * rate, 2.0) / 6.0), 1e-5);
        CU_ASSERT_DOUBLE_EQUAL(flight.state[1], -1000.0 * 10.0 * rate, 1e-3);
    }
}

static void without_a_rate_it_is_the_filter_of_constant_velocity(void)
{
    random_source source = random_seeded(711);
    for (int round = 0; round < 200; round++) {
        const cv_state before = random_filter(&source, 0.0, 3.0);
        const double dt = random_uniform(&source, -10.0, 30.0);
        const cv_noise noise = {random_uniform(&source, 0.0, 100.0), 1.0};
        cv_state straight = before, turning = before;
        ct_rate rate = {0};
        cv_predict(&straight, dt, noise);
        ct_predict(&turning, &rate, dt, noise, 0.0, 0.0);
        for (int i = 0; i < 6; i++)
            CU_ASSERT_DOUBLE_EQUAL(turning.state[i], straight.state[i], 1e-8);
        for (int k = 0; k < 21; k++) /* a few tens of roundings of the largest term */
            CU_ASSERT_DOUBLE_EQUAL(turning.covariance[k], straight.covariance[k],
                                   1e-13 * (straight.covariance[0] + straight.covariance[6] +
                                            straight.covariance[11]));
    }
}

typedef struct seven {
    double x[N], p[N][N];
} seven;

static seven seven_of(const cv_state *motion, const ct_rate *rate)
{
    seven s;
    double p[6][6];
    packed_unpack(motion->covariance, p);
    for (int i = 0; i < 6; i++) {
        s.x[i] = motion->state[i];
        s.p[i][6] = s.p[6][i] = rate->with[i];
        memcpy(s.p[i], p[i], sizeof p[i]);
    }
    s.x[6] = rate->mean;
    s.p[6][6] = rate->variance;
    return s;
}

/* A rate correlated with the motion as after some turning: by a random regression. */
static ct_rate random_rate(random_source *source, const cv_state *motion)
{
    ct_rate rate = {.mean = random_uniform(source, -0.06, 0.06), .variance = 1e-4};
    double p[6][6], by[6];
    packed_unpack(motion->covariance, p);
    for (int i = 0; i < 6; i++)
        by[i] = random_normal(source) * 1e-3 / sqrt(p[i][i]);
    for (int i = 0; i < 6; i++) {
        for (int k = 0; k < 6; k++)
            rate.with[i] += p[i][k] * by[k];
        rate.variance += by[i] * rate.with[i];
    }
    return rate;
}

static void move(const double x[N], double dt, double out[N])
{
    cv_state flight;
    memcpy(flight.state, x, sizeof flight.state);
    memset(flight.covariance, 0, sizeof flight.covariance);
    ct_rate rate = {.mean = x[6]};
    ct_predict(&flight, &rate, dt, still, 0.0, 0.0);
    memcpy(out, flight.state, sizeof flight.state);
    out[6] = x[6];
}

/* The slopes of the path by central differences. The vertical turns with the place, by 1e-7 rad a
 * metre, which the filter leaves out: it moves the velocity's slope by 1e-4 of what a metre is. */
static void slopes_of(const seven *at, double dt, double f[N][N])
{
    for (int j = 0; j < N; j++) {
        const double step = j < 3 ? 10.0 : j < 6 ? 1.0 : 1e-4;
        double low[N], high[N], x[N];
        memcpy(x, at->x, sizeof x);
        x[j] = at->x[j] - step;
        move(x, dt, low);
        x[j] = at->x[j] + step;
        move(x, dt, high);
        for (int i = 0; i < N; i++)
            f[i][j] = (high[i] - low[i]) / (2.0 * step);
    }
}

static void covariance_follows_the_slopes_of_the_path(void)
{
    random_source source = random_seeded(712);
    for (int round = 0; round < 100; round++) {
        cv_state motion = random_filter(&source, 1.0, 2.0);
        ct_rate rate = random_rate(&source, &motion);
        const seven before = seven_of(&motion, &rate);
        const double dt = random_uniform(&source, 0.1, 10.0);
        double f[N][N], expected[N][N] = {{0}};
        slopes_of(&before, dt, f);
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
                for (int k = 0; k < N; k++)
                    for (int m = 0; m < N; m++)
                        expected[i][j] += f[i][k] * before.p[k][m] * f[j][m];
        ct_predict(&motion, &rate, dt, still, 0.0, 0.0);
        const seven after = seven_of(&motion, &rate);
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
                /* What the filter leaves out is 0.4 % of a variance where the rest nearly cancels.
                 */
                CU_ASSERT_DOUBLE_EQUAL(after.p[i][j], expected[i][j],
                                       2e-2 * sqrt(expected[i][i] * expected[j][j]));
    }
}

/* Gauss, with the rows in the order in which they come: S is positive definite. */
static void invert3(double s[3][3], double inverse[3][3])
{
    double a[3][6] = {{0}};
    for (int i = 0; i < 3; i++) {
        memcpy(a[i], s[i], sizeof s[i]);
        a[i][3 + i] = 1.0;
    }
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            if (i == j)
                continue;
            const double by = a[j][i] / a[i][i];
            for (int k = 0; k < 6; k++)
                a[j][k] -= by * a[i][k];
        }
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            inverse[i][j] = a[i][3 + j] / a[i][i];
}

/* x + K z, P - K S K' of all seven (Bar-Shalom, Li and Kirubarajan 2001, section 5.2.3). */
static seven update_of_seven(const seven *before, const double z[3], const double r[6])
{
    static const int at[3][3] = {{0, 1, 2}, {1, 3, 4}, {2, 4, 5}};
    double s[3][3], inverse[3][3];
    seven after = *before;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            s[i][j] = before->p[i][j] + r[at[i][j]];
    invert3(s, inverse);
    for (int i = 0; i < N; i++)
        for (int k = 0; k < 3; k++) {
            double gain = 0.0;
            for (int m = 0; m < 3; m++)
                gain += before->p[i][m] * inverse[m][k];
            after.x[i] += gain * (z[k] - before->x[k]);
            for (int j = 0; j < N; j++)
                after.p[i][j] -= gain * before->p[k][j];
        }
    return after;
}

static void the_rate_follows_as_in_an_update_of_all_seven(void)
{
    random_source source = random_seeded(713);
    for (int round = 0; round < 200; round++) {
        cv_state motion = random_filter(&source, 1.0, 2.0);
        ct_rate rate = random_rate(&source, &motion);
        const cv_state before = motion;
        double r[6], z[3];
        random_covariance(&source, 3, 1.0, 2.0, r);
        for (int i = 0; i < 3; i++)
            z[i] = motion.state[i] + 50.0 * random_normal(&source);
        const seven one = seven_of(&motion, &rate);
        const seven expected = update_of_seven(&one, z, r);
        CU_ASSERT_EQUAL(cv_update_position(&motion, z, r, NULL), FUSION_OK);
        ct_follow(&before, &motion, &rate);
        /* Of a condition of 1e6 or so, six digits are lost of sixteen. */
        CU_ASSERT_DOUBLE_EQUAL(rate.mean, expected.x[6], 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(rate.variance, expected.p[6][6], 1e-9 * one.p[6][6]);
        for (int i = 0; i < 6; i++)
            CU_ASSERT_DOUBLE_EQUAL(rate.with[i], expected.p[6][i],
                                   1e-8 * sqrt(one.p[i][i] * one.p[6][6]));
    }
}

static void a_broken_covariance_leaves_the_rate(void)
{
    const cv_state flat = northbound(100.0);
    ct_rate rate = {.mean = 0.02, .variance = 1e-4};
    ct_follow(&flat, &flat, &rate);
    CU_ASSERT_EQUAL(rate.mean, 0.02);
    CU_ASSERT_EQUAL(rate.variance, 1e-4);
}

/* The closed forms with 19 digits, on both sides of 0.01 rad, where the program goes over from
 * series: just beyond it double loses 4 digits of what is left of 1 - cos a. */
static void an_arc_s_parts_are_those_of_the_closed_form(void)
{
    const double angles[] = {2e-3, 5e-3, 0.00999, 0.01001, 0.02, 0.3, -0.007, -1.2, 3.0};
    for (size_t i = 0; i < sizeof angles / sizeof angles[0]; i++) {
        const double dt = 2.5, rate = angles[i] / dt;
        const long double a = (long double)rate * dt;
        const long double half = sinl(a / 2), sag = 2 * half * half / a; /* (1 - cos a) / a */
        const long double chord_slope = (a * cosl(a) - sinl(a)) / (a * a);
        const long double sag_slope = (a * sinl(a) - 2 * half * half) / (a * a);
        double way[CT_WAYS];
        ct_way(rate, dt, still, 0.0, 0.0, way);
        CU_ASSERT_DOUBLE_EQUAL(way[CT_LEVEL], dt * (double)(sinl(a) / a), 1e-14);
        CU_ASSERT_DOUBLE_EQUAL(way[CT_SQUARE] / (dt * (double)sag), 1.0, 1e-11);
        CU_ASSERT_DOUBLE_EQUAL(way[CT_LEVEL_SLOPE] / (dt * dt * (double)chord_slope), 1.0, 1e-11);
        CU_ASSERT_DOUBLE_EQUAL(way[CT_SQUARE_SLOPE] / (dt * dt * (double)sag_slope), 1.0, 1e-11);
    }
}

/* The moments of dv = -v / rests dt + dw, dx = v dt, from nothing: by Runge and Kutta's steps of
 * their three equations, x'' = 2 c, c' = s - c / rests, s' = 1 - 2 s / rests. */
typedef struct moments {
    double place, cross, speed;
} moments;

static moments slope_of(moments at, double rests)
{
    return (moments){2.0 * at.cross, at.speed - at.cross / rests, 1.0 - 2.0 * at.speed / rests};
}

static moments onward(moments at, moments slope, double h)
{
    return (moments){at.place + h * slope.place, at.cross + h * slope.cross,
                     at.speed + h * slope.speed};
}

static moments moments_after(double dt, double rests)
{
    enum { STEPS = 2000 };
    const double h = dt / STEPS;
    moments at = {0};
    for (int i = 0; i < STEPS; i++) {
        const moments a = slope_of(at, rests), b = slope_of(onward(at, a, h / 2.0), rests);
        const moments c = slope_of(onward(at, b, h / 2.0), rests);
        const moments d = slope_of(onward(at, c, h), rests);
        at = onward(at, a, h / 6.0);
        at = onward(at, b, h / 3.0);
        at = onward(at, c, h / 3.0);
        at = onward(at, d, h / 6.0);
    }
    return at;
}

static void a_speed_that_dies_away_spreads_as_its_equations_say(void)
{
    const double times[] = {0.5, 10.0, 60.0, 900.0};
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        const double dt = times[i], rests = 40.0;
        const moments expected = moments_after(dt, rests);
        double way[CT_WAYS];
        ct_way_resting(dt, (cv_noise){3.0, 0.5}, rests, way);
        /* Steps of up to 1/90 of rests leave 1e-9 of it; 0.5 s of 40 lose 6 digits of 16. */
        CU_ASSERT_DOUBLE_EQUAL(way[CT_PLACE] / expected.place, 1.0, 2e-9);
        CU_ASSERT_DOUBLE_EQUAL(way[CT_CROSS] / expected.cross, 1.0, 2e-9);
        CU_ASSERT_DOUBLE_EQUAL(way[CT_SPEED] / expected.speed, 1.0, 2e-9);
        CU_ASSERT_DOUBLE_EQUAL(way[CT_COSINE], exp(-dt / rests), 1e-15);
        CU_ASSERT_EQUAL(way[CT_LEFT], way[CT_COSINE]);
        CU_ASSERT_DOUBLE_EQUAL(way[CT_LEVEL], rests * (1.0 - exp(-dt / rests)), 1e-13);
        CU_ASSERT_EQUAL(way[CT_RISE], way[CT_LEVEL]);
        CU_ASSERT_EQUAL(way[CT_ACROSS], 3.0);
        CU_ASSERT_EQUAL(way[CT_ALONG], 0.5);
        CU_ASSERT_EQUAL(way[CT_WALK], 0.0);
        CU_ASSERT_EQUAL(way[CT_SINE], 0.0);
    }
}

static void noise_of_a_turn_is_that_of_the_header(void)
{
    /* White acceleration of 4 level and 0.5 upright m2/s3 over 3 s, on the equator at Greenwich,
     * where up is x; a walk of 1e-5. Nothing else is uncertain, and a rate turns no noise. */
    cv_state flight = northbound(100.0);
    ct_rate rate = {.mean = 0.02};
    ct_predict(&flight, &rate, 3.0, (cv_noise){4.0, 0.5}, 1e-5, 0.0);
    const double *p = flight.covariance;
    CU_ASSERT_DOUBLE_EQUAL(p[0], 0.5 * 9.0, 1e-12);  /* xx: q dt^3 / 3 */
    CU_ASSERT_DOUBLE_EQUAL(p[6], 4.0 * 9.0, 1e-12);  /* yy */
    CU_ASSERT_DOUBLE_EQUAL(p[3], 0.5 * 4.5, 1e-12);  /* x vx: q dt^2 / 2 */
    CU_ASSERT_DOUBLE_EQUAL(p[9], 4.0 * 4.5, 1e-12);  /* y vy */
    CU_ASSERT_DOUBLE_EQUAL(p[15], 0.5 * 3.0, 1e-12); /* vx vx: q dt */
    CU_ASSERT_DOUBLE_EQUAL(p[20], 4.0 * 3.0, 1e-12); /* vz vz */
    CU_ASSERT_DOUBLE_EQUAL(rate.variance, 3e-5, 1e-18);
}

CU_TestInfo ct_tests[] = {
    {"a quarter turn to the left is an arc", a_quarter_turn_to_the_left_is_an_arc},
    {"a climb is kept through a turn", a_climb_is_kept_through_a_turn},
    {"a climb dies away where it settles", a_climb_dies_away_where_it_settles},
    {"a step is what exponential and circle say", a_step_is_what_exponential_and_circle_say},
    {"what is left of a climb has all its digits", what_is_left_of_a_climb_has_all_its_digits},
    {"a turn beyond all knowledge is none", a_turn_beyond_all_knowledge_is_none},
    {"a rate near nought is straight on", a_rate_near_nought_is_straight_on},
    {"without a rate it is the filter of constant velocity",
     without_a_rate_it_is_the_filter_of_constant_velocity},
    {"covariance follows the slopes of the path", covariance_follows_the_slopes_of_the_path},
    {"the rate follows as in an update of all seven",
     the_rate_follows_as_in_an_update_of_all_seven},
    {"an arc's parts are those of the closed form", an_arc_s_parts_are_those_of_the_closed_form},
    {"a speed that dies away spreads as its equations say",
     a_speed_that_dies_away_spreads_as_its_equations_say},
    {"noise of a turn is that of the header", noise_of_a_turn_is_that_of_the_header},
    {"a broken covariance leaves the rate", a_broken_covariance_leaves_the_rate},
    CU_TEST_INFO_NULL,
};
