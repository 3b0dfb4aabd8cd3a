#include "chance.h"
#include "suites.h"
#include "track/search.h"

#include <stdio.h>

static size_t times_found(const indices *found, uint32_t name)
{
    size_t times = 0;
    for (size_t i = 0; i < found->count; i++)
        times += found->items[i] == name;
    return times;
}

static void random_place(uint64_t *chance, double spread, double place[3])
{
    place[0] = 6378137.0 + spread * (chance_unit(chance) - 0.5);
    place[1] = spread * (chance_unit(chance) - 0.5);
    place[2] = spread * (chance_unit(chance) - 0.5);
}

static bool touches(const double a[3], const double b[3], double limit)
{
    const double d[3] = {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    return d[0] * d[0] + d[1] * d[1] + d[2] * d[2] <= limit * limit;
}

#define ITEMS 400

static void finds_what_touches_and_nothing_else(void)
{
    uint64_t chance = 51;
    printf("\n    seed %d", (int)chance);
    static double places[ITEMS][3], reaches[ITEMS];
    room memory = {0};
    search near = {0};
    indices found = {0};
    for (int trial = 0; trial < 40; trial++) {
        const double spread = pow(10.0, 4.0 + 3.0 * chance_unit(&chance));
        CU_ASSERT_TRUE_FATAL(search_clear(&near, &memory, ITEMS));
        for (uint32_t i = 0; i < ITEMS; i++) {
            random_place(&chance, spread, places[i]);
            reaches[i] = pow(10.0, 1.0 + 6.0 * chance_unit(&chance)); /* 10 m to 10,000 km */
            search_put(&near, places[i], reaches[i], i);
        }
        double asked[3];
        random_place(&chance, spread, asked);
        const double reach = pow(10.0, 1.0 + 5.0 * chance_unit(&chance));
        found.count = 0;
        CU_ASSERT_TRUE_FATAL(search_near(&near, asked, reach, &found, &memory));
        for (uint32_t i = 0; i < ITEMS; i++)
            CU_ASSERT_EQUAL(times_found(&found, i),
                            touches(asked, places[i], reach + reaches[i]) ? 1 : 0);
    }
    search_free(&near, &memory);
    ROOM_FREE(&memory, &found);
}

static void a_neighbour_over_a_cube_s_edge_is_found(void)
{
    room memory = {0};
    search near = {0};
    indices found = {0};
    CU_ASSERT_TRUE_FATAL(search_clear(&near, &memory, 100));
    /* 98 far away, so that cubes and not items are walked. */
    for (uint32_t i = 0; i < 98; i++)
        search_put(&near, (double[3]){-6e6, 1e5 * i, 0.0}, 1.0, i);
    search_put(&near, (double[3]){8192.0 * 700 + 0.1, 0.1, 0.1}, 1.0, 98);
    CU_ASSERT_TRUE(
        search_near(&near, (double[3]){8192.0 * 700 - 0.1, -0.1, -0.1}, 1.0, &found, &memory));
    CU_ASSERT_EQUAL(found.count, 1);
    search_free(&near, &memory);
    ROOM_FREE(&memory, &found);
}

CU_TestInfo search_tests[] = {
    {"finds what touches and nothing else", finds_what_touches_and_nothing_else},
    {"a neighbour over a cube's edge is found", a_neighbour_over_a_cube_s_edge_is_found},
    CU_TEST_INFO_NULL,
};
