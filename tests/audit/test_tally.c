#include "daemon/audit/tally.h"
#include "suites.h"
#include "tools/sim/chance.h"

static void what_was_counted_comes_out_sorted(void)
{
    tally all = {0};
    CU_ASSERT_EQUAL(tally_sort(&all), 0);
    static const uint32_t keys[] = {7, UINT32_MAX, 0, 7, 3 << 16 | 7, 7};
    for (size_t i = 0; i < 6; i++)
        CU_ASSERT_TRUE(tally_add(&all, keys[i]));
    CU_ASSERT_EQUAL_FATAL(tally_sort(&all), 4);
    static const uint32_t want[] = {0, 7, 3 << 16 | 7, UINT32_MAX};
    static const uint64_t counts[] = {1, 3, 1, 1};
    for (size_t i = 0; i < 4; i++) {
        CU_ASSERT_EQUAL(all.rows[i].key, want[i]);
        CU_ASSERT_EQUAL(all.rows[i].count, counts[i]);
    }
    tally_clear(&all);
    CU_ASSERT_EQUAL(tally_sort(&all), 0);
    tally_free(&all);
}

static void it_counts_what_a_plain_array_counts(void)
{
    enum { KEYS = 3000 };
    static uint64_t plain[KEYS];
    tally all = {0};
    chance draws = chance_seeded(1, "tally");
    for (unsigned i = 0; i < 100000; i++) {
        const uint32_t drawn = (uint32_t)(chance_next(&draws) % KEYS);
        plain[drawn]++;
        CU_ASSERT_TRUE_FATAL(tally_add(&all, drawn << 16 | drawn % 7));
    }
    CU_ASSERT_EQUAL_FATAL(tally_sort(&all), KEYS); /* none has stayed away, the mean being 33 */
    for (size_t i = 0; i < KEYS; i++)
        CU_ASSERT_TRUE(all.rows[i].key >> 16 == i && all.rows[i].count == plain[i]);
    tally_free(&all);
}

CU_TestInfo tally_tests[] = {
    {"what was counted comes out sorted", what_was_counted_comes_out_sorted},
    {"it counts what a plain array counts", it_counts_what_a_plain_array_counts},
    CU_TEST_INFO_NULL,
};
