/* Clusters of an epoch are what pairs make of it, against every pair looked at. */
#include "chance.h"
#include "suites.h"
#include "track/link.h"
#include "track/step.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRACKS   24
#define MEASURES 36
#define NODES    (TRACKS + MEASURES)
#define EPOCH    FUSION_SECOND
#define END      (1000 * FUSION_SECOND)

static const uint8_t key[16];
static roster tracks;
static room memory;
static linker one;
static measure measures[MEASURES];
static uint32_t taken[MEASURES];

static double draw(uint64_t *chance, double least, double most)
{
    return least + (most - least) * chance_unit(chance);
}

static void to_side(uint64_t *chance, double length, double vector[3])
{
    double sum = 0.0;
    for (int i = 0; i < 3; i++) {
        vector[i] = chance_normal(chance);
        sum += vector[i] * vector[i];
    }
    for (int i = 0; i < 3; i++)
        vector[i] *= length / sqrt(sum);
}

static measure plot_at(const double place[3], double reach, int64_t time_ns)
{
    measure made = {.kind = FUSION_PLOT, .time_ns = time_ns, .reach = reach};
    memcpy(made.as.state.position, place, sizeof made.as.state.position);
    made.as.state.covariance[0] = made.as.state.covariance[6] = made.as.state.covariance[11] = 1e4;
    return made;
}

/* Some fast, some of long ago; the fastest flies as fast as anything below orbit. */
static void add_track(uint64_t *chance, bool fast)
{
    double place[3], velocity[3];
    to_side(chance, draw(chance, 0.0, 1500e3), place);
    place[0] += 6.4e6;
    to_side(chance, fast ? 7.9e3 : draw(chance, 0.0, 300.0), velocity);
    measure first = plot_at(place, 600.0, END - (int64_t)(draw(chance, 0.0, 20.0) * 1e9));
    first.categories = fast ? FUSION_MISSILE : FUSION_AIR;
    memcpy(first.as.state.velocity, velocity, sizeof velocity);
    first.as.state.velocity_kind = FUSION_VELOCITY_FULL;
    static const int diagonal[3] = {15, 18, 20};
    for (int i = 0; i < 3; i++)
        first.as.state.covariance[diagonal[i]] = 400.0;
    track made;
    track_begin(&made, &first, 1.0);
    CU_ASSERT_TRUE_FATAL(roster_reserve(&tracks, &memory, 1));
    roster_add(&tracks, &made, key, chance_next(chance));
    roster_settle(&tracks);
}

static void square_to(uint64_t *chance, const double ahead[3], double aside[3])
{
    double any[3];
    to_side(chance, 1.0, any);
    for (int i = 0; i < 3; i++)
        aside[i] = ahead[(i + 1) % 3] * any[(i + 2) % 3] - ahead[(i + 2) % 3] * any[(i + 1) % 3];
    const double length = sqrt(aside[0] * aside[0] + aside[1] * aside[1] + aside[2] * aside[2]);
    for (int i = 0; i < 3; i++)
        aside[i] /= length;
}

/* About a track as it is then: just within its reach, or just beyond it. Late ones are of before
 * the epoch by half a minute. */
static void add_measure(uint64_t *chance, size_t at)
{
    const track *here = &tracks.slots.items[chance_next(chance) % TRACKS];
    const double late = at % 3 == 0 ? draw(chance, 0.0, 30.0) : draw(chance, 0.0, 1.0);
    const int64_t time_ns = END - (int64_t)(late * 1e9);
    const track_place then = track_place_about(here, time_ns);
    const double reach = draw(chance, 100.0, 3000.0);
    double away[3];
    to_side(chance, draw(chance, 0.9, 1.1) * (STEP_SIGMAS * sqrt(then.position_trace) + reach),
            away);
    for (int i = 0; i < 3; i++)
        away[i] += then.position[i];
    measures[at] = plot_at(away, reach, time_ns);
    measures[at].sensor = (uint16_t)(chance_next(chance) % 3);
    measures[at].round = chance_next(chance) % 4;
    measures[at].number = at % 5 == 0 ? 1 + chance_next(chance) % 40 : 0;
    if (at % 4 == 0) { /* a line of sight that ends hard by it, or looks away */
        measure *sight = &measures[at];
        *sight = (measure){.kind = FUSION_BEARING, .time_ns = time_ns, .sensor = 4, .round = at};
        to_side(chance, 1.0, sight->ahead);
        square_to(chance, sight->ahead, sight->aside);
        const double far = draw(chance, -10e3, 610e3);
        for (int i = 0; i < 3; i++)
            sight->as.line.origin[i] = then.position[i] - far * sight->ahead[i];
        sight->as.line.sigma_azimuth = 1e-3;
    }
}

/* Half of each's reach, and what an aircraft may move in a second and a half: 300 m each. */
static bool may_be_one(const measure *a, const measure *b)
{
    if (a->kind == FUSION_BEARING || b->kind == FUSION_BEARING)
        return false;
    double d2 = 0.0;
    for (int i = 0; i < 3; i++)
        d2 += pow(a->as.state.position[i] - b->as.state.position[i], 2.0);
    const double limit = 0.5 * a->reach + 300.0 + 0.5 * b->reach + 300.0;
    const bool same_look = a->sensor == b->sensor && a->round == b->round &&
                           (a->number == 0 || a->number != b->number);
    return d2 <= limit * limit && !same_look &&
           llabs((long long)(a->time_ns - b->time_ns)) <= 2 * FUSION_SECOND;
}

static const track *track_of(size_t node)
{
    return &tracks.slots.items[tracks.order.items[node - MEASURES].slot];
}

static bool are_joined(size_t a, size_t b)
{
    if (a >= MEASURES)
        return false;
    if (b >= MEASURES)
        return step_near(track_of(b), &measures[a]);
    const bool same_number = measures[a].number != 0 && measures[a].number == measures[b].number &&
                             measures[a].sensor == measures[b].sensor;
    return same_number || may_be_one(&measures[a], &measures[b]);
}

/* Reachability by Warshall (1962). */
static void reach_all(bool reach[NODES][NODES])
{
    for (size_t i = 0; i < NODES; i++)
        for (size_t j = 0; j < NODES; j++)
            reach[i][j] = i == j || are_joined(i < j ? i : j, i < j ? j : i);
    for (size_t k = 0; k < NODES; k++)
        for (size_t i = 0; i < NODES; i++)
            for (size_t j = 0; j < NODES; j++)
                reach[i][j] |= reach[i][k] && reach[k][j];
}

static int by_time(const void *a, const void *b)
{
    const int64_t x = ((const measure *)a)->time_ns, y = ((const measure *)b)->time_ns;
    return (x > y) - (x < y);
}

static void clear(void)
{
    link_free(&one, &memory);
    roster_free(&tracks, &memory);
    memset(&one, 0, sizeof one);
    memset(&tracks, 0, sizeof tracks);
    CU_ASSERT_EQUAL(memory.held, 0);
}

static void clusters_are_what_every_pair_makes_of_them(void)
{
    uint64_t chance = 81;
    printf("\n    seed %d", (int)chance);
    size_t joined = 0, alone = 0;
    for (int trial = 0; trial < 60; trial++) {
        for (int i = 0; i < TRACKS; i++)
            add_track(&chance, i % 3 == 0);
        for (size_t i = 0; i < MEASURES; i++) {
            add_measure(&chance, i);
            taken[i] = (uint32_t)i;
        }
        qsort(measures, MEASURES, sizeof *measures, by_time);
        CU_ASSERT_TRUE_FATAL(
            link_all(&one, &memory, &tracks, measures, taken, MEASURES, END, EPOCH, key));
        static bool reach[NODES][NODES];
        reach_all(reach);
        const uint32_t *name = one.clusters.name.items;
        for (size_t i = 0; i < MEASURES; i++)
            for (size_t j = i + 1; j < NODES; j++) {
                CU_ASSERT_EQUAL(name[i] == name[j], reach[i][j]);
                joined += reach[i][j];
                alone += !reach[i][j];
            }
        clear();
    }
    CU_ASSERT(joined > 1000 && alone > 1000); /* or it shows nothing */
}

/* Whether the second of two is of the first's cluster. */
static bool two_are_one(const measure *first, const measure *second)
{
    measures[0] = *first, measures[1] = *second;
    taken[0] = 0, taken[1] = 1;
    CU_ASSERT_TRUE_FATAL(link_all(&one, &memory, &tracks, measures, taken, 2, END, EPOCH, key));
    const bool same = one.clusters.count == 1;
    clear();
    return same;
}

static void two_of_one_object_come_together(void)
{
    const measure first = plot_at((double[3]){6.4e6, 0, 0}, 600.0, END - 2 * FUSION_SECOND);
    measure second = plot_at((double[3]){6.4e6, 1199.9, 0}, 600.0, END);
    second.sensor = 1;
    CU_ASSERT_TRUE(two_are_one(&first, &second)); /* 300 + 300 of each */
    second.as.state.position[1] = 1200.1;
    CU_ASSERT_FALSE(two_are_one(&first, &second));
    second.as.state.position[1] = 0.0;
    second.time_ns++;
    CU_ASSERT_FALSE(two_are_one(&first, &second)); /* 2 s at most */
    second.time_ns--;
    second.sensor = 0; /* the same look has two objects */
    CU_ASSERT_FALSE(two_are_one(&first, &second));
    second.round = 1;
    CU_ASSERT_TRUE(two_are_one(&first, &second));
    measure numbered = first;
    numbered.number = second.number = 4;
    second.round = 0;
    CU_ASSERT_TRUE(two_are_one(&numbered, &second)); /* a number twice in a look */
    second.as.state.position[1] = 5e6;
    CU_ASSERT_TRUE(two_are_one(&numbered, &second)); /* wherever it is */
    second.began_ns = 1;
    CU_ASSERT_FALSE(two_are_one(&numbered, &second)); /* another object's */
    second.began_ns = 0;
    second.sensor = 1;
    CU_ASSERT_FALSE(two_are_one(&numbered, &second)); /* another sensor's */
}

/* A number that a track bears ties it to a report of that wherever it lies. */
static void a_number_of_a_track_comes_to_it(void)
{
    for (int same = 0; same < 4; same++) {
        measure seen = plot_at((double[3]){6.4e6, 5e6, 0}, 600.0, END);
        seen.number = 9, seen.sensor = 3, seen.began_ns = 6;
        uint64_t chance = 82;
        add_track(&chance, false);
        track *here = &tracks.slots.items[0];
        here->look_count = 2;
        here->looks[0] = (look){.number = 5, .sensor = 3};
        here->looks[1] = (look){.number = same == 0 ? 8 : 9,
                                .sensor = same == 1 ? 2 : 3,
                                .began_ns = same == 2 ? 5 : 6};
        measures[0] = seen;
        taken[0] = 0;
        CU_ASSERT_TRUE_FATAL(link_all(&one, &memory, &tracks, measures, taken, 1, END, EPOCH, key));
        CU_ASSERT_EQUAL(one.clusters.name.items[1] == one.clusters.name.items[0], same == 3);
        clear();
    }
}

CU_TestInfo link_tests[] = {
    {"clusters are what every pair makes of them", clusters_are_what_every_pair_makes_of_them},
    {"two of one object come together", two_of_one_object_come_together},
    {"a number of a track comes to it", a_number_of_a_track_comes_to_it},
    CU_TEST_INFO_NULL,
};
