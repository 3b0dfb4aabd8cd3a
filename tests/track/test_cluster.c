#include "chance.h"
#include "suites.h"
#include "track/cluster.h"
#include "track/tie.h"

#include <stdio.h>

static void what_is_joined_over_others_is_one_cluster(void)
{
    room memory = {0};
    clusters all = {0};
    /* Reports 0 1 2, tracks 3 4 5: report 0 with track 5, report 2 with 5 and 3; track 4 alone. */
    CU_ASSERT_TRUE_FATAL(cluster_clear(&all, &memory, 3, 3));
    cluster_join(&all, 0, 5);
    cluster_join(&all, 2, 3);
    cluster_join(&all, 5, 2);
    cluster_list(&all);
    CU_ASSERT_EQUAL_FATAL(all.count, 2);
    CU_ASSERT_EQUAL(all.report_first.items[1], 2);
    CU_ASSERT_EQUAL(all.report.items[0], 0);
    CU_ASSERT_EQUAL(all.report.items[1], 2);
    CU_ASSERT_EQUAL(all.report.items[2], 1);
    CU_ASSERT_EQUAL(all.track_first.items[1], 2);
    CU_ASSERT_EQUAL(all.track_first.items[2], 2);
    CU_ASSERT_EQUAL(all.track.items[0], 0); /* node 3 */
    CU_ASSERT_EQUAL(all.track.items[1], 2); /* node 5 */
    cluster_free(&all, &memory);
    CU_ASSERT_EQUAL(memory.held, 0);
}

#define NODES 60

/* Reachability by Warshall (1962), which shares nothing with union-find. */
static void close_over(bool reach[NODES][NODES])
{
    for (size_t k = 0; k < NODES; k++)
        for (size_t i = 0; i < NODES; i++)
            for (size_t j = 0; j < NODES; j++)
                reach[i][j] |= reach[i][k] && reach[k][j];
}

static void clusters_are_what_can_be_reached(void)
{
    uint64_t chance = 61;
    printf("\n    seed %d", (int)chance);
    room memory = {0};
    clusters all = {0};
    for (int trial = 0; trial < 50; trial++) {
        static bool reach[NODES][NODES];
        for (size_t i = 0; i < NODES; i++)
            for (size_t j = 0; j < NODES; j++)
                reach[i][j] = i == j;
        const size_t reports = chance_next(&chance) % NODES;
        CU_ASSERT_TRUE_FATAL(cluster_clear(&all, &memory, reports, NODES - reports));
        for (uint64_t joins = chance_next(&chance) % NODES; joins > 0; joins--) {
            const uint32_t a = (uint32_t)(chance_next(&chance) % NODES);
            const uint32_t b = (uint32_t)(chance_next(&chance) % NODES);
            cluster_join(&all, a, b);
            reach[a][b] = reach[b][a] = true;
        }
        close_over(reach);
        cluster_list(&all);
        for (size_t i = 0; i < reports; i++)
            for (size_t j = 0; j < NODES; j++)
                CU_ASSERT_EQUAL(all.name.items[i] == all.name.items[j], reach[i][j]);
    }
    cluster_free(&all, &memory);
}

/* The lists, from the names: reports and tracks of each cluster in growing order, clusters by their
 * first report, tracks that no report reaches in none. */
static void lists_hold_each_cluster_s_own(void)
{
    uint64_t chance = 62;
    printf("\n    seed %d", (int)chance);
    room memory = {0};
    clusters all = {0};
    for (int trial = 0; trial < 50; trial++) {
        const size_t reports = chance_next(&chance) % NODES, only = NODES - reports;
        CU_ASSERT_TRUE_FATAL(cluster_clear(&all, &memory, reports, only));
        all.report_first.items[0] = all.track_first.items[0] = 7; /* as memory may hold */
        for (uint64_t joins = chance_next(&chance) % NODES; joins > 0; joins--)
            cluster_join(&all, (uint32_t)(chance_next(&chance) % NODES),
                         (uint32_t)(chance_next(&chance) % NODES));
        cluster_list(&all);
        const uint32_t *name = all.name.items;
        size_t listed = 0, tracks = 0, begun = 0;
        CU_ASSERT_EQUAL(all.report_first.items[0], 0);
        CU_ASSERT_EQUAL(all.track_first.items[0], 0);
        for (size_t c = 0; c < all.count; c++) {
            for (size_t i = 0; i < reports; i++)
                if (name[i] == c)
                    CU_ASSERT_EQUAL(all.report.items[listed++], i);
            for (size_t i = 0; i < only; i++)
                if (name[reports + i] == c)
                    CU_ASSERT_EQUAL(all.track.items[tracks++], i);
            CU_ASSERT_EQUAL(all.report_first.items[c + 1], listed);
            CU_ASSERT_EQUAL(all.track_first.items[c + 1], tracks);
            const uint32_t first = all.report.items[all.report_first.items[c]];
            CU_ASSERT(c == 0 ? first == 0 : first > begun);
            begun = first;
        }
        CU_ASSERT_EQUAL(listed, reports);
    }
    cluster_free(&all, &memory);
    CU_ASSERT_EQUAL(memory.held, 0);
}

static void nothing_is_cleared_where_memory_is_refused(void)
{
    for (size_t ceiling = 1; ceiling < 4096; ceiling += 16) {
        room memory = {.ceiling = ceiling};
        clusters all = {0};
        if (cluster_clear(&all, &memory, 10, 20)) {
            /* It has room for all that it then lists. */
            CU_ASSERT(all.report_first.capacity >= 11 && all.track_first.capacity >= 11);
            CU_ASSERT(all.name.capacity >= 30 && all.report.capacity >= 10);
            CU_ASSERT(all.track.capacity >= 20 && all.parent.capacity >= 30);
        }
        cluster_free(&all, &memory);
        CU_ASSERT_EQUAL(memory.held, 0);
    }
}

/* SplitMix64 (Steele, Lea and Flood 2014): chance_next() of a state less its step. */
static uint64_t mix(uint64_t x)
{
    return chance_next(&x);
}

/* Under a hash that can be worked backwards whoever chooses a number and when it began has two
 * of one key: he was taken for the other, and a look of it fell into two. */
static void numbers_cannot_be_chosen_for_their_key(void)
{
    static const uint8_t key[16] = {3, 1, 4, 1, 5, 9}, other[16] = {2, 7, 1, 8};
    const uint64_t number = 5, chosen = 77;
    const int64_t began_ns = INT64_C(946684800000000000);
    const int64_t chosen_ns = (int64_t)((uint64_t)began_ns ^ mix(number) ^ mix(chosen));
    const uint64_t own = tie_key(key, 1, number, began_ns);
    CU_ASSERT_NOT_EQUAL(own, tie_key(key, 1, chosen, chosen_ns));
    CU_ASSERT_NOT_EQUAL(own, tie_key(other, 1, number, began_ns));
    CU_ASSERT_NOT_EQUAL(own, tie_key(key, 2, number, began_ns));
    CU_ASSERT_NOT_EQUAL(own, tie_key(key, 1, number, began_ns + 1));
    CU_ASSERT_EQUAL(own, tie_key(key, 1, number, began_ns));
}

CU_TestInfo cluster_tests[] = {
    {"what is joined over others is one cluster", what_is_joined_over_others_is_one_cluster},
    {"clusters are what can be reached", clusters_are_what_can_be_reached},
    {"lists hold each cluster's own", lists_hold_each_cluster_s_own},
    {"nothing is cleared where memory is refused", nothing_is_cleared_where_memory_is_refused},
    {"numbers cannot be chosen for their key", numbers_cannot_be_chosen_for_their_key},
    CU_TEST_INFO_NULL,
};
