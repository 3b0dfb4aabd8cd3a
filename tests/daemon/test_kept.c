#include "daemon/line/kept.h"
#include "suites.h"

#define SECOND INT64_C(1000000000)

static kept all;

static void begin(void)
{
    kept_open(&all, 120 * SECOND, 4);
}

static void give(int64_t now_s, uint16_t sensor, uint64_t views, uint64_t number, int64_t last_s)
{
    const fusion_report report = {.kind = FUSION_PLOT, .sensor = sensor, .number = number};
    CU_ASSERT_TRUE_FATAL(kept_put(&all, now_s * SECOND, &report, views, last_s * SECOND, 0));
}

static void put(int64_t now_s, uint16_t sensor, uint64_t number, int64_t last_s)
{
    give(now_s, sensor, 1, number, last_s);
}

static void expect(size_t count, const uint64_t *numbers)
{
    CU_ASSERT_EQUAL_FATAL(all.count, count);
    for (size_t i = 0; i < count; i++)
        CU_ASSERT_EQUAL(kept_report(&all, i)->number, numbers[i]);
}

static void a_report_is_kept_for_the_retained_time_after_its_last_release(void)
{
    begin();
    put(1000, 0, 1, 1000);
    put(1001, 0, 2, 1090);
    kept_sweep(&all, 1120 * SECOND - 1);
    expect(2, (uint64_t[]){1, 2});
    kept_sweep(&all, 1120 * SECOND);
    expect(1, (uint64_t[]){2});
    kept_sweep(&all, 1210 * SECOND);
    expect(0, NULL);
    kept_free(&all);
}

static void what_is_shown_as_a_notice_is_kept_until_that_ends(void)
{
    const fusion_report notice = {.kind = FUSION_NOTICE};
    const int64_t now_ns = 1000 * SECOND, ends_ns[] = {5000 * SECOND, INT64_MAX, 1001 * SECOND};
    begin();
    for (size_t i = 0; i < 3; i++)
        CU_ASSERT_TRUE(kept_put(&all, now_ns, &notice, 1, now_ns, ends_ns[i]));
    kept_sweep(&all, 1120 * SECOND - 1);
    CU_ASSERT_EQUAL(all.count, 3);
    kept_sweep(&all, 1120 * SECOND);
    CU_ASSERT_EQUAL(all.count, 2);
    kept_sweep(&all, 5000 * SECOND);
    CU_ASSERT_EQUAL(all.count, 1);
    kept_free(&all);
}

/* Ten thousand times as many reports as are ever kept at once. */
static void room_is_made_by_what_goes(void)
{
    begin();
    for (int64_t t = 0; t < 100000; t++)
        put(t, 0, (uint64_t)t + 1, t);
    CU_ASSERT_TRUE(all.room <= 256);
    kept_sweep(&all, 99999 * SECOND);
    CU_ASSERT_EQUAL(all.count, 120);
    CU_ASSERT_EQUAL(kept_report(&all, 0)->number, 99999 - 120 + 2);
    kept_free(&all);
}

static void a_flood_shortens_only_what_is_kept_of_its_own_sensor(void)
{
    begin();
    all.share = 4;
    kept_clear(&all);
    put(1000, 1, 10, 1000);
    for (uint64_t i = 1; i <= 4; i++)
        put(1000, 0, i, 1000);
    put(1000, 1, 11, 1000);
    put(1001, 0, 5, 1001);
    expect(5, (uint64_t[]){10, 3, 4, 11, 5});
    kept_free(&all);
}

static void a_flood_shortens_nothing_of_a_view_to_which_it_is_not_given(void)
{
    begin();
    all.share = 4;
    kept_clear(&all);
    for (uint64_t i = 1; i <= 3; i++)
        give(1000, 0, 3, i, 1000);
    for (uint64_t i = 11; i <= 99; i++) /* of the same sensor */
        give(1000, 0, 2, i, 1000);
    for (uint64_t i = 1; i <= 3; i++)
        CU_ASSERT_EQUAL(kept_report(&all, i - 1)->number, i);
    CU_ASSERT_TRUE(all.count <= 3 + 4);
    CU_ASSERT_TRUE(kept_last(&all, 0, 2, 1000 * SECOND, 0)); /* one view lost it */
    CU_ASSERT_EQUAL(all.groups[all.notes[0].group].views, 2);
    kept_free(&all);
}

static void what_waits_is_kept_whatever_the_flood(void)
{
    begin();
    all.share = 4;
    kept_clear(&all);
    for (uint64_t i = 1; i <= 9; i++)
        put(1000, 0, i, i == 3 ? 1000 : 1090);
    expect(8, (uint64_t[]){1, 2, 4, 5, 6, 7, 8, 9});
    kept_sweep(&all, 1210 * SECOND);
    for (uint64_t i = 1; i <= 40; i++)
        put(1300, 0, i, 1300);
    CU_ASSERT_TRUE(all.count <= 10);
    CU_ASSERT_EQUAL(kept_report(&all, all.count - 1)->number, 40);
    kept_free(&all);
}

CU_TestInfo kept_tests[] = {
    {"a report is kept for the retained time after its last release",
     a_report_is_kept_for_the_retained_time_after_its_last_release},
    {"what is shown as a notice is kept until that ends",
     what_is_shown_as_a_notice_is_kept_until_that_ends},
    {"room is made by what goes", room_is_made_by_what_goes},
    {"a flood shortens only what is kept of its own sensor",
     a_flood_shortens_only_what_is_kept_of_its_own_sensor},
    {"a flood shortens nothing of a view to which it is not given",
     a_flood_shortens_nothing_of_a_view_to_which_it_is_not_given},
    {"what waits is kept whatever the flood", what_waits_is_kept_whatever_the_flood},
    CU_TEST_INFO_NULL,
};
