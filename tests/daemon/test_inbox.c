#include "daemon/line/inbox.h"
#include "suites.h"

#include <stdint.h>

static fusion_release numbered(uint64_t number)
{
    return (fusion_release){.report = {.number = number}};
}

static void put(inbox *box, int64_t due_ns, uint64_t number)
{
    const fusion_release release = numbered(number);
    CU_ASSERT_TRUE_FATAL(inbox_put(box, due_ns, &release, (uint32_t)number));
}

static void what_is_due_comes_out_by_due_time(void)
{
    inbox box = {0};
    put(&box, 30, 3);
    put(&box, 10, 1);
    put(&box, 20, 2);
    size_t count = 0;
    const fusion_release *batch = inbox_take(&box, 100, &count);
    CU_ASSERT_EQUAL_FATAL(count, 3);
    for (size_t i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(batch[i].report.number, i + 1);
        CU_ASSERT_EQUAL(box.batch_tags[i], i + 1);
    }
    inbox_free(&box);
}

static void what_is_due_at_the_end_waits(void)
{
    inbox box = {0};
    put(&box, 10, 1);
    put(&box, 9, 2);
    size_t count = 0;
    const fusion_release *batch = inbox_take(&box, 10, &count);
    CU_ASSERT_EQUAL_FATAL(count, 1);
    CU_ASSERT_EQUAL(batch[0].report.number, 2);
    CU_ASSERT_EQUAL(box.count, 1);
    inbox_free(&box);
}

static void equal_due_times_keep_the_order_of_putting_in(void)
{
    inbox box = {0};
    for (uint64_t i = 0; i < 500; i++)
        put(&box, (int64_t)(i % 2), i);
    size_t count = 0;
    const fusion_release *batch = inbox_take(&box, 2, &count);
    CU_ASSERT_EQUAL_FATAL(count, 500);
    for (uint64_t i = 0; i < 250; i++) {
        CU_ASSERT_EQUAL(batch[i].report.number, 2 * i);
        CU_ASSERT_EQUAL(batch[250 + i].report.number, 2 * i + 1);
    }
    inbox_free(&box);
}

/* Puts and takes in turn, against a plain list that is searched. Linear congruential generator of
 * Knuth (MMIX). */
static void it_agrees_with_a_list_that_is_searched(void)
{
    enum { PUTS = 4000 };
    static int64_t due[PUTS];
    static bool gone[PUTS];
    uint64_t seed = 8123, put_count = 0;
    inbox box = {0};
    for (int64_t now = 0; put_count < PUTS; now += 5) {
        for (int i = 0; i < 20; i++, put_count++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            due[put_count] = now + (int64_t)(seed >> 33) % 90;
            gone[put_count] = false;
            put(&box, due[put_count], put_count);
        }
        size_t count = 0;
        const fusion_release *batch = inbox_take(&box, now, &count);
        for (size_t i = 0; i < count; i++) {
            uint64_t first = UINT64_MAX;
            for (uint64_t n = 0; n < put_count; n++)
                if (!gone[n] && due[n] < now && (first == UINT64_MAX || due[n] < due[first]))
                    first = n;
            CU_ASSERT_EQUAL_FATAL(batch[i].report.number, first);
            gone[first] = true;
        }
        for (uint64_t n = 0; n < put_count; n++)
            CU_ASSERT_TRUE_FATAL(gone[n] == (due[n] < now));
    }
    inbox_free(&box);
}

static void an_emptied_box_is_as_new(void)
{
    inbox box = {0};
    for (uint64_t i = 0; i < 100; i++)
        put(&box, 1, i);
    inbox_clear(&box);
    put(&box, 1, 7);
    size_t count = 0;
    const fusion_release *batch = inbox_take(&box, 2, &count);
    CU_ASSERT_EQUAL_FATAL(count, 1);
    CU_ASSERT_EQUAL(batch[0].report.number, 7);
    inbox_free(&box);
}

CU_TestInfo inbox_tests[] = {
    {"what is due comes out by due time", what_is_due_comes_out_by_due_time},
    {"what is due at the end waits", what_is_due_at_the_end_waits},
    {"equal due times keep the order of putting in", equal_due_times_keep_the_order_of_putting_in},
    {"it agrees with a list that is searched", it_agrees_with_a_list_that_is_searched},
    {"an emptied box is as new", an_emptied_box_is_as_new},
    CU_TEST_INFO_NULL,
};
