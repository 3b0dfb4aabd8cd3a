/* Does an object that moves as the table of motion.h has it lie as widely about what its model
 * foretells as that model says, and no wider? Objects are moved here, by the table's own figures;
 * of the engine nothing is used but the model that is asked.
 */
#include "chance.h"
#include "geo/wgs84.h"
#include "suites.h"
#include "track/motion.h"

#include <stdio.h>

#define DEGREE (3.14159265358979323846 / 180.0)
#define SEED   7800 /* and one more for each row */
#define RUNS   40
#define STEPS  10
#define PARTS  8 /* of a step: what they leave out of a place's variance is 1 / (4 * 8^2) of it */

/* A row of the table: whose model, and which; m2/s3. What is 0 is not said there. */
typedef struct row {
    const char *name;
    uint8_t categories; /* 0: what is slow and named by nobody */
    int model;
    double across, along;
    double settles, rests; /* s in which a climb dies away, or all of a speed */
    double rest;           /* m/s: stands, within that */
    double turns;          /* degrees/s: sigma */
    double step;           /* s: so long that noise is what one sees */
} row;

static const row rows[] = {
    {"missile: boost", FUSION_MISSILE, 0, 100.0, 100.0, .step = 4.0},
    {"missile: a fall", FUSION_MISSILE, 1, 0.02, 0.02, .step = 4.0},
    {"missile: whatever else", FUSION_MISSILE, 2, 1500.0, 1500.0, .step = 4.0},
    {"air: level", FUSION_AIR, 0, 0.003, 0.05, .settles = 60.0, .step = 20.0},
    {"air: even turn", FUSION_AIR, 1, 4.0, 0.2, .settles = 60.0, .turns = 2.7, .step = 2.0},
    {"air: anything level", FUSION_AIR, 2, 200.0, 0.2, .step = 4.0},
    {"air: a change of climb", FUSION_AIR, 3, 0.02, 5.0, .step = 4.0},
    {"air: an even climb", FUSION_AIR, 4, 0.003, 0.001, .step = 20.0},
    {"land: stands", FUSION_LAND, 0, 0, 0, .rest = 0.05, .step = 5.0},
    {"land: on a road", FUSION_LAND, 1, 0.004, 0.01, .step = 5.0},
    {"land: brakes, corners", FUSION_LAND, 2, 5.0, 0.02, .step = 5.0},
    {"subsurface: steady", FUSION_SUBSURFACE, 0, 1e-5, 1e-3, .step = 20.0},
    {"subsurface: a turn", FUSION_SUBSURFACE, 1, 0.003, 0, .turns = 0.5, .step = 20.0},
    {"subsurface: anything", FUSION_SUBSURFACE, 2, 0.03, 0.01, .step = 20.0},
    {"surface: steady", FUSION_SURFACE, 1, 3e-5, 1e-6, .settles = 60.0, .step = 20.0},
    {"surface: a turn", FUSION_SURFACE, 2, 0.01, 0, .settles = 60.0, .turns = 0.8, .step = 10.0},
    {"surface: anything", FUSION_SURFACE, 3, 0.35, 0, .rests = 120.0, .step = 10.0},
    {"mine: adrift", FUSION_MINE, 1, 1.4e-4, 1e-6, .rests = 900.0, .step = 60.0},
    {"mine: is moved", FUSION_MINE, 2, 0.01, 1e-4, .step = 20.0},
    {"slow: steams on or lies", 0, 0, 3e-4, 1e-4, .settles = 60.0, .step = 10.0},
    {"slow: to and fro", 0, 1, 0.05, 1e-4, .settles = 60.0, .step = 10.0},
    {"slow: brakes and turns", 0, 2, 5.0, 0.01, .step = 5.0},
    {"slow: takes off", 0, 3, 20.0, 5.0, .step = 5.0},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static const imm_set *models_of(uint8_t categories)
{
    const cv_state lies = {.state = {WGS84_A}};
    return categories ? motion_of(categories).models
                      : motion_by_speed(motion_of(0).models, &lies, true);
}

/* The model by itself, its noise so many times what it is; what pulls it has suites of its own. It
 * stands there twice, for only what could go over to another model is brought to rest. */
static imm_set alone(const row *of, double times)
{
    imm_model one = models_of(of->categories)->models[of->model];
    one.first = 0.5;
    one.stay = 1e12;
    one.pulled = PULL_NONE;
    one.noise.horizontal *= times;
    one.noise.vertical *= times;
    one.rest *= sqrt(times);
    imm_set set = {.count = 2, .models = {one, one}};
    for (int m = 0; m < IMM_WIDE; m++) {
        set.models[0].next[m] = m == 1 ? 1.0 : 0.0;
        set.models[1].next[m] = m == 0 ? 1.0 : 0.0;
    }
    return set;
}

/* On the equator, where up is x, east y and north z. */
typedef struct mover {
    double place[3], velocity[3], rate;
} mover;

static void move(const row *of, mover *one, double dt, uint64_t *chance)
{
    const double h = dt / PARTS,
                 dies[3] = {of->rests > 0.0 ? of->rests : of->settles, of->rests, of->rests};
    const double noise[3] = {of->along, of->across, of->across};
    for (int i = 0; i < 3 && of->rest > 0.0; i++)
        one->velocity[i] = of->rest * chance_normal(chance);
    for (int part = 0; part < PARTS; part++) {
        const double before[3] = {one->velocity[0], one->velocity[1], one->velocity[2]};
        const double c = cos(h * one->rate), s = sin(h * one->rate);
        one->velocity[1] = c * before[1] - s * before[2];
        one->velocity[2] = s * before[1] + c * before[2];
        for (int i = 0; i < 3; i++) {
            if (dies[i] > 0.0)
                one->velocity[i] *= exp(-h / dies[i]);
            one->velocity[i] += sqrt(noise[i] * h) * chance_normal(chance);
            one->place[i] += 0.5 * h * (before[i] + one->velocity[i]);
        }
    }
}

/* Sum of normalized innovations squared, level (of 2) and along the vertical (of 1). */
typedef struct sums {
    double level, upright;
} sums;

static void hold(const imm *filter, const double z[3], const double r[6], sums *to)
{
    cv_state mean;
    imm_mean(filter, &mean);
    const double *p = mean.covariance;
    const double x = z[0] - mean.state[0], y = z[1] - mean.state[1], w = z[2] - mean.state[2];
    const double a = p[6] + r[3], b = p[7], c = p[11] + r[5];
    to->level += (c * y * y - 2.0 * b * y * w + a * w * w) / (a * c - b * b);
    to->upright += x * x / (p[0] + r[0]);
}

/* Each run from a known place and a speed of 0; seen each step, to a third of what noise adds. */
static sums run_all(const row *of, const imm_set *set, uint64_t chance)
{
    sums all = {0.0, 0.0};
    const double t = of->step, far2 = of->rest > 0.0 ? pow(of->rest * t, 2.0) : 0.0;
    const double across2 = far2 + of->across * t * t * t / 3.0;
    const double along2 = far2 + (of->along > 0.0 ? of->along : of->across) * t * t * t / 3.0;
    const double r[6] = {0.1 * along2, 0, 0, 0.1 * across2, 0, 0.1 * across2};
    for (int run = 0; run < RUNS; run++) {
        mover one = {.place = {WGS84_A}, .rate = of->turns * DEGREE * chance_normal(&chance)};
        const cv_state first = {
            .state = {WGS84_A},
            .covariance = {
                [0] = 1e-6, [6] = 1e-6, [11] = 1e-6, [15] = 1e-9, [18] = 1e-9, [20] = 1e-9}};
        imm filter;
        imm_begin(&filter, set, &first, 1.0);
        for (int step = 0; step < STEPS; step++) {
            double z[3];
            move(of, &one, t, &chance);
            for (int i = 0; i < 3; i++)
                z[i] = one.place[i] + sqrt(r[i == 0 ? 0 : 3]) * chance_normal(&chance);
            imm_predict(&filter, t);
            hold(&filter, z, r, &all);
            CU_ASSERT_EQUAL(imm_update(&filter, &(imm_measured){.position = z, .r = r}, NULL),
                            FUSION_OK);
        }
    }
    return all;
}

/* Innovations of the right model are white and of its covariance, so their squares sum to
 * chi-square, of variance twice its mean: four sigma of it either way. */
static bool in_bounds(double sum, double dimensions)
{
    const double mean = dimensions * RUNS * STEPS;
    return fabs(sum - mean) < 4.0 * sqrt(2.0 * mean);
}

static bool tells_height(const row *of)
{
    return of->along > 0.0 || of->rest > 0.0;
}

static void what_moves_as_a_model_has_it_is_foretold_by_it(void)
{
    for (int k = 0; k < ROWS; k++) {
        const row *of = &rows[k];
        const imm_set set = alone(of, 1.0);
        const sums all = run_all(of, &set, SEED + (uint64_t)k);
        printf("\n    seed %d: %-24s %.2f of 2, %.2f of 1 ", SEED + k, of->name,
               all.level / (RUNS * STEPS), all.upright / (RUNS * STEPS));
        CU_ASSERT_TRUE(in_bounds(all.level, 2.0));
        CU_ASSERT_TRUE(!tells_height(of) || in_bounds(all.upright, 1.0));
    }
}

/* The control: the bounds tell a model from one of half or twice its noise. */
static void what_moves_otherwise_is_not(void)
{
    static const double times[] = {0.5, 2.0};
    for (int k = 0; k < ROWS; k++)
        for (int i = 0; i < 2; i++) {
            const row *of = &rows[k];
            const imm_set set = alone(of, times[i]);
            const sums all = run_all(of, &set, SEED + (uint64_t)k);
            CU_ASSERT_FALSE(in_bounds(all.level, 2.0));
            CU_ASSERT_FALSE(tells_height(of) && in_bounds(all.upright, 1.0));
        }
}

/* A rate that is its own in each flight, at a speed that is known; so long that it is what one
 * sees of it, across the way. The linearised path is an arc of up to a fifth of a radian. */
static void courses_bend_as_much_as_the_table_has_it(void)
{
    static const struct {
        uint8_t categories;
        int model;
        double rate, speed, across, step; /* rad/s, m/s, m2/s3, s */
    } turns[] = {{FUSION_AIR, 0, 1.5e-5, 200.0, 0.003, 300.0},
                 {FUSION_AIR, 1, 2.7 * DEGREE, 200.0, 4.0, 2.0},
                 {FUSION_SUBSURFACE, 1, 0.5 * DEGREE, 5.0, 0.003, 20.0},
                 {FUSION_SURFACE, 2, 0.8 * DEGREE, 8.0, 0.01, 12.0}};
    uint64_t chance = SEED + ROWS;
    for (size_t k = 0; k < sizeof turns / sizeof turns[0]; k++) {
        const row of = {
            .categories = turns[k].categories, .model = turns[k].model, .across = turns[k].across};
        const imm_set set = alone(&of, 1.0);
        double sum = 0.0;
        for (int run = 0; run < RUNS * STEPS; run++) {
            mover one = {.place = {WGS84_A},
                         .velocity = {0.0, 0.0, turns[k].speed},
                         .rate = turns[k].rate * chance_normal(&chance)};
            const cv_state first = {.state = {WGS84_A, 0.0, 0.0, 0.0, 0.0, turns[k].speed},
                                    .covariance = {[0] = 1.0, [6] = 1e-6, [11] = 1e-6}};
            imm filter;
            cv_state mean;
            imm_begin(&filter, &set, &first, 1.0);
            imm_predict(&filter, turns[k].step);
            imm_mean(&filter, &mean);
            move(&of, &one, turns[k].step, &chance);
            sum += pow(one.place[1] - mean.state[1], 2.0) / mean.covariance[6];
        }
        printf("\n    seed %d: %.2f of 1 ", SEED + ROWS, sum / (RUNS * STEPS));
        CU_ASSERT_TRUE(in_bounds(sum, 1.0));
    }
}

/* A climb, or all of a speed, is a 1 / e of itself after its time; what goes on stays. */
static void what_dies_away_does_so_in_its_time(void)
{
    for (int k = 0; k < ROWS; k++) {
        const row *of = &rows[k];
        if (of->rest > 0.0)
            continue; /* it has no speed to lose */
        const double dies = of->rests > 0.0 ? of->rests : of->settles;
        const imm_set set = alone(of, 1.0);
        const cv_state first = {.state = {WGS84_A, 0.0, 0.0, 2.0, 0.0, 3.0},
                                .covariance = {[0] = 1e-6, [6] = 1e-6, [11] = 1e-6}};
        imm filter;
        cv_state mean;
        imm_begin(&filter, &set, &first, 1.0);
        imm_predict(&filter, dies > 0.0 ? dies : 60.0);
        imm_mean(&filter, &mean);
        const double climb = dies > 0.0 ? exp(-1.0) : 1.0;
        const double speed = of->rests > 0.0 ? exp(-1.0) : 1.0;
        /* It is 3 km away at most, where the vertical is another by 5e-4. */
        CU_ASSERT_DOUBLE_EQUAL(mean.state[3], 2.0 * climb, 3.0 * 5e-4);
        CU_ASSERT_DOUBLE_EQUAL(mean.state[5], 3.0 * speed, 2.0 * 5e-4);
    }
}

/* Lies within 0.1 m/s, is moored within 0.03: so the speed stays, each way, and says nothing of how
 * soon it changes. The table gives one digit. */
static void what_lies_moves_within_its_speed(void)
{
    static const struct {
        uint8_t categories;
        double speed;
    } lie[] = {{FUSION_SURFACE, 0.1}, {FUSION_MINE, 0.03}};
    for (int k = 0; k < 2; k++) {
        const row of = {.categories = lie[k].categories};
        const imm_set set = alone(&of, 1.0);
        const cv_state first = {.state = {WGS84_A},
                                .covariance = {[0] = 1.0, [6] = 1.0, [11] = 1.0}};
        imm filter;
        cv_state mean;
        imm_begin(&filter, &set, &first, 1.0);
        imm_predict(&filter, 3600.0);
        imm_mean(&filter, &mean);
        CU_ASSERT_DOUBLE_EQUAL(sqrt(mean.covariance[18]), lie[k].speed, 0.1 * lie[k].speed);
        CU_ASSERT_DOUBLE_EQUAL(sqrt(mean.covariance[20]), lie[k].speed, 0.1 * lie[k].speed);
    }
}

/* The table's last lines. What stands or lies has no speed for which the Earth's curve asks. */
static void all_but_missiles_and_even_climbs_follow_the_earth(void)
{
    for (int k = 0; k < ROWS; k++) {
        const row *of = &rows[k];
        const imm_model *one = &models_of(of->categories)->models[of->model];
        const bool is_straight = of->categories == FUSION_MISSILE || of->rest > 0.0 ||
                                 (of->categories == FUSION_AIR && of->model == 4);
        CU_ASSERT_EQUAL(one->pulled == PULL_CURVE, !is_straight);
    }
}

/* What stands, drifts or goes straight on is steady; of all but aircraft it is the sea or the road
 * that moves it then, calm or not. */
static void what_goes_straight_on_is_steady(void)
{
    static const struct {
        uint8_t categories;
        int models; /* a bit for each that is */
    } steady[] = {{FUSION_MISSILE, 0},
                  {FUSION_AIR, 1 << 0 | 1 << 4},
                  {FUSION_LAND, 1 | 1 << 1},
                  {FUSION_SUBSURFACE, 1},
                  {FUSION_MINE, 1 | 1 << 1},
                  {FUSION_SURFACE, 1 | 1 << 1},
                  {0, 1}};
    for (size_t k = 0; k < sizeof steady / sizeof steady[0]; k++) {
        const imm_set *set = models_of(steady[k].categories);
        for (int m = 0; m < set->count; m++) {
            const bool is = steady[k].models >> m & 1;
            CU_ASSERT_EQUAL(set->models[m].steady, is);
            CU_ASSERT_EQUAL(set->models[m].sways, is && steady[k].categories != FUSION_AIR);
        }
    }
}

CU_TestInfo model_noise_tests[] = {
    {"what moves as a model has it is foretold by it",
     what_moves_as_a_model_has_it_is_foretold_by_it},
    {"what moves otherwise is not", what_moves_otherwise_is_not},
    {"courses bend as much as the table has it", courses_bend_as_much_as_the_table_has_it},
    {"what dies away does so in its time", what_dies_away_does_so_in_its_time},
    {"what lies moves within its speed", what_lies_moves_within_its_speed},
    {"what goes straight on is steady", what_goes_straight_on_is_steady},
    {"all but missiles and even climbs follow the Earth",
     all_but_missiles_and_even_climbs_follow_the_earth},
    CU_TEST_INFO_NULL,
};
