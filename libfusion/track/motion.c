#include "track/motion.h"

#include "geo/wgs84.h"

#include <math.h>

#define PI     3.14159265358979323846
#define DEGREE (PI / 180.0)
/* rad/s: what tells a rhumb line from a great circle is speed * tan(latitude) / radius across the
 * meridian, so from 0 to 3e-5 at 40 degrees, and 1.8e-5 rms; flown is the one or the other. */
#define BEND 1.5e-5

/* Boost, drag and whatever else; a fall. */
static const imm_set missile = {
    .count = 2,
    .models =
        {{.noise = {1000.0, 1000.0}, .first = 0.7, .stay = 60.0, .next = {0.0, 1.0}},
         {.noise = {2.0, 2.0}, .pulled = PULL_GRAVITY, .first = 0.3, .stay = 60.0, .next = {1.0}}},
    .broad = {1000.0, 1000.0},
};

/* Lies still or swings at anchor; a steady course; a turn, or a change of speed. What rises or
 * falls is the sea, within a minute. */
static const imm_set surface = {
    .count = 3,
    .models = {{.noise = {1e-4, 1e-6},
                .rest = 0.1,
                .first = 0.4,
                .stay = 7200.0,
                .next = {0.0, 0.5, 0.5}},
               {.noise = {2e-4, 1e-6},
                .settles = 60.0,
                .pulled = PULL_CURVE,
                .first = 0.4,
                .stay = 300.0,
                .next = {0.05, 0.0, 0.95}},
               {.noise = {0.1, 1e-4},
                .settles = 60.0,
                .pulled = PULL_CURVE,
                .first = 0.2,
                .stay = 60.0,
                .next = {0.05, 0.95, 0.0}}},
    .broad = {0.05, 1e-4},
};

static const imm_set subsurface = {
    .count = 1,
    .models = {{.noise = {0.02, 0.01}, .pulled = PULL_CURVE, .first = 1.0, .stay = 1.0}},
    .broad = {0.02, 0.01},
};

/* Half a knot comes and goes in a quarter of an hour; or it is towed, or not what it is said. */
static const imm_set mine = {
    .count = 2,
    .models =
        {{.noise = {2e-4, 1e-6},
          .rests = 900.0,
          .pulled = PULL_CURVE,
          .first = 0.5,
          .stay = 600.0,
          .next = {0.0, 1.0}},
         {.noise = {0.01, 1e-4}, .pulled = PULL_CURVE, .first = 0.5, .stay = 300.0, .next = {1.0}}},
    .broad = {0.01, 1e-4},
};

static const imm_set land = {
    .count = 1,
    .models = {{.noise = {0.05, 0.01}, .pulled = PULL_CURVE, .first = 1.0, .stay = 1.0}},
    .broad = {0.05, 0.01},
};

/* Level, an even turn, anything, a change of climb, an even climb. Level flight and even climbs
 * last minutes, what comes between less than one; a turn is flown level unless a climb says
 * otherwise, and a change of climb mostly ends level again. Of level flight nothing comes but an
 * even turn or a climb: "anything" is for what is not understood yet. An even climb is straight in
 * space: where steady motion hardly ever ends, level flight loses no climb, and is one along the
 * Earth's curve. Which of the two it is may take minutes to show; by then that speaks of no turn.
 */
static const imm_set air = {
    .count = 5,
    .models = {{.noise = {0.003, 0.05},
                .settles = 60.0,
                .turns = BEND,
                .wanders = 1e-13,
                .pulled = PULL_CURVE,
                .first = 0.3,
                .stay = 150.0,
                .next = {0.0, 0.57, 0.0, 0.18, 0.25},
                .steady = true},
               {.noise = {2.0, 0.2},
                .turns = 2.4 * DEGREE,
                .wanders = 1e-5,
                .settles = 60.0,
                .pulled = PULL_CURVE,
                .first = 0.2,
                .stay = 40.0,
                .next = {0.53, 0.0, 0.2, 0.13, 0.14}},
               {.noise = {200.0, 0.2},
                .pulled = PULL_CURVE,
                .first = 0.2,
                .stay = 40.0,
                .next = {0.4, 0.4, 0.0, 0.05, 0.15}},
               {.noise = {0.02, 5.0},
                .pulled = PULL_CURVE,
                .first = 0.1,
                .stay = 40.0,
                .next = {0.7, 0.05, 0.05, 0.0, 0.2}},
               {.noise = {0.003, 0.001},
                .first = 0.2,
                .stay = 180.0,
                .next = {0.1, 0.3, 0.2, 0.4, 0.0},
                .steady = true}},
    .broad = {80.0, 0.3},
    .hindsight = 100.0,
};

typedef struct kind {
    uint8_t category;
    motion moves;
} kind;

static const kind kinds[] = {
    {FUSION_MISSILE, {&missile, 1500.0, 1000.0, 20e3}},
    {FUSION_AIR, {&air, 200.0, 5.0, 5e3}},
    {FUSION_LAND, {&land, 10.0, 0.5, 4e3}},
    {FUSION_SUBSURFACE, {&subsurface, 5.0, 0.5, 4e3}},
    {FUSION_SURFACE, {&surface, 8.0, 0.05, 4e3}},
    {FUSION_MINE, {&mine, 1.0, 0.05, 2e3}},
};

motion motion_of(uint8_t categories)
{
    categories &= (uint8_t) ~(FUSION_NUCLEAR | FUSION_CYBER);
    if (categories == 0)
        categories = FUSION_AIR;
    motion most = {NULL, 0.0, 0.0, 0.0};
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        const motion *one = &kinds[k].moves;
        if (!(categories & kinds[k].category))
            continue;
        most = (motion){most.models ? most.models : one->models,
                        fmax(most.speed_horizontal, one->speed_horizontal),
                        fmax(most.speed_vertical, one->speed_vertical), fmax(most.lost, one->lost)};
    }
    return most;
}

double motion_log_velocity(uint8_t categories, const fusion_state *state)
{
    const motion moves = motion_of(categories);
    double up[3], speed2 = 0.0, climb = 0.0;
    wgs84_up(state->position, up);
    for (int i = 0; i < 3; i++) {
        climb += state->velocity[i] * up[i];
        speed2 += state->velocity[i] * state->velocity[i];
    }
    const double across = moves.speed_horizontal * moves.speed_horizontal;
    const double along = moves.speed_vertical * moves.speed_vertical;
    const double level2 = speed2 - climb * climb;
    return -0.5 * (level2 / across + climb * climb / along) - log(across) - 0.5 * log(along) -
           1.5 * log(2.0 * PI);
}
