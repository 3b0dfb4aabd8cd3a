#include "daemon/clock/drain.h"
#include "suites.h"

static drains all;
static drain got;
static control_outcome outcome;

static bool next(uint64_t taken, int64_t now_ns)
{
    return drains_next(&all, taken, now_ns, &got, &outcome);
}

static void ask(uint32_t sequence, uint64_t datagrams, int64_t until_ns)
{
    const drain one = {.sequence = sequence, .datagrams = datagrams, .until_ns = until_ns};
    CU_ASSERT_TRUE(drains_add(&all, &one));
}

static void it_is_done_when_so_many_are_taken_in(void)
{
    all = (drains){0};
    ask(1, 10, 100);
    CU_ASSERT_FALSE(next(9, 0));
    CU_ASSERT_TRUE(next(10, 0));
    CU_ASSERT_EQUAL(outcome, CONTROL_DONE);
    CU_ASSERT_FALSE(next(10, 0));
}

/* Field fault C4: after some billion packets a counter of 32 bits began again, and the pace broke.
 */
static void counts_go_on_beyond_two_to_the_32(void)
{
    all = (drains){0};
    ask(1, (UINT64_C(1) << 32) + 5, 100);
    CU_ASSERT_FALSE(next(10, 0));
    CU_ASSERT_FALSE(next((UINT64_C(1) << 32) + 4, 0));
    CU_ASSERT_TRUE(next((UINT64_C(1) << 32) + 5, 0));
    CU_ASSERT_EQUAL(outcome, CONTROL_DONE);
}

static void patience_ends(void)
{
    all = (drains){0};
    ask(1, 10, 100);
    CU_ASSERT_FALSE(next(9, 99));
    CU_ASSERT_TRUE(next(9, 100));
    CU_ASSERT_EQUAL(outcome, CONTROL_TIMED_OUT);
}

static void those_that_wait_are_answered_each_for_itself(void)
{
    all = (drains){0};
    ask(1, 10, 100);
    ask(2, 5, 100);
    ask(3, 5, 100);
    CU_ASSERT_TRUE(next(5, 0));
    const uint32_t first = got.sequence;
    CU_ASSERT_TRUE(next(5, 0));
    CU_ASSERT_EQUAL(first + got.sequence, 5); /* 2 and 3, in whatever order */
    CU_ASSERT_FALSE(next(5, 0));
    CU_ASSERT_TRUE(next(10, 0));
    CU_ASSERT_EQUAL(got.sequence, 1);
}

static void too_many_are_turned_away(void)
{
    all = (drains){0};
    for (uint32_t i = 0; i < DRAINS_MAX; i++)
        ask(i, 10, 100);
    CU_ASSERT_FALSE(drains_add(&all, &got));
}

CU_TestInfo drain_tests[] = {
    {"it is done when so many are taken in", it_is_done_when_so_many_are_taken_in},
    {"counts go on beyond two to the 32", counts_go_on_beyond_two_to_the_32},
    {"patience ends", patience_ends},
    {"those that wait are answered each for itself", those_that_wait_are_answered_each_for_itself},
    {"too many are turned away", too_many_are_turned_away},
    CU_TEST_INFO_NULL,
};
