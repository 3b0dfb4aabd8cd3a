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

/* Of each level, along each axis and either way, about a place whose coordinates differ: the
 * farthest that touches is found and the nearest that does not is not. So many others lie far away
 * that cubes and not items are walked. */
static void what_touches_is_found_in_every_level(void)
{
    room memory = {0};
    search near = {0};
    indices found = {0};
    const double asked[3] = {1.5e6, -6.1e6, 0.9e6};
    double size = 4096.0;
    /* Of a cube: half of one or less is of the level before; and more than one of the last. */
    for (int level = 0; level < SEARCH_LEVELS; level++, size *= 2.0)
        for (double part = 0.51; part < (level + 1 < SEARCH_LEVELS ? 1.0 : 1.3); part += 0.1633)
            for (int axis = 0; axis < 3; axis++)
                for (int side = -1; side <= 1; side += 2)
                    for (double shift = 0.0; shift < 1.0; shift += 0.21) {
                        const double reach = part * size, own = 300.0;
                        double from[3], place[3], beyond[3];
                        for (int i = 0; i < 3; i++)
                            from[i] = place[i] = beyond[i] = asked[i] + shift * size;
                        place[axis] += side * (reach + own - 0.1);
                        beyond[axis] += side * (reach + own + 0.1);
                        CU_ASSERT_TRUE_FATAL(search_clear(&near, &memory, 202));
                        for (uint32_t i = 0; i < 200; i++)
                            search_put(&near, (double[3]){-5e6 - 20.0 * size - 1e5 * i, 5e6, 5e6},
                                       reach, i);
                        search_put(&near, place, reach, 200);
                        search_put(&near, beyond, reach, 201);
                        found.count = 0;
                        CU_ASSERT_TRUE_FATAL(search_near(&near, from, own, &found, &memory));
                        CU_ASSERT_EQUAL_FATAL(found.count, 1);
                        CU_ASSERT_EQUAL(found.items[0], 200);
                    }
    search_free(&near, &memory);
    ROOM_FREE(&memory, &found);
}

/* Places beyond the cubes, on all sides, where the outermost stand for what lies beyond. */
static void what_is_beyond_all_cubes_is_found(void)
{
    room memory = {0};
    search near = {0};
    indices found = {0};
    for (int axis = 0; axis < 3; axis++)
        for (int side = -1; side <= 1; side += 2) {
            CU_ASSERT_TRUE_FATAL(search_clear(&near, &memory, 101));
            for (uint32_t i = 0; i < 100; i++)
                search_put(&near, (double[3]){1e5 * i, 0.0, 0.0}, 1.0, i);
            double place[3] = {4096.0, 4096.0, 4096.0};
            place[axis] = side * 8192.0 * (1 << 20);
            search_put(&near, place, 1.0, 100);
            found.count = 0;
            CU_ASSERT_TRUE_FATAL(search_near(&near, place, 1.0, &found, &memory));
            CU_ASSERT_EQUAL_FATAL(found.count, 1);
            CU_ASSERT_EQUAL(found.items[0], 100);
        }
    search_free(&near, &memory);
    ROOM_FREE(&memory, &found);
}

static void a_query_without_memory_says_so(void)
{
    room memory = {0}, none = {.ceiling = 1};
    search near = {0};
    indices found = {0};
    CU_ASSERT_TRUE_FATAL(search_clear(&near, &memory, 100));
    for (uint32_t i = 0; i < 100; i++)
        search_put(&near, (double[3]){6.4e6, 0, 0}, i < 50 ? 1.0 : 1e4, i);
    CU_ASSERT_FALSE(search_near(&near, (double[3]){6.4e6, 0, 0}, 1.0, &found, &none));
    CU_ASSERT_FALSE(search_clear(&near, &none, 10000));
    search_free(&near, &memory);
    CU_ASSERT_EQUAL(memory.held, 0);
}

CU_TestInfo search_tests[] = {
    {"finds what touches and nothing else", finds_what_touches_and_nothing_else},
    {"a neighbour over a cube's edge is found", a_neighbour_over_a_cube_s_edge_is_found},
    {"what touches is found in every level", what_touches_is_found_in_every_level},
    {"what is beyond all cubes is found", what_is_beyond_all_cubes_is_found},
    {"a query without memory says so", a_query_without_memory_says_so},
    CU_TEST_INFO_NULL,
};
