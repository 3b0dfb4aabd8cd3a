#include "suites.h"
#include "tools/progress.h"

#include <string.h>

static const progress_state half = {
    .share = 0.48, .where = "03:00:29 Z", .rate = "312,400 reports/s"};

static void the_line_leaves_room_for_an_echoed_interrupt(void)
{
    char line[256];
    for (int width = 20; width < 200; width++) {
        progress_line(line, sizeof line, width, "sim", &half, 31.0);
        CU_ASSERT(strlen(line) <= (size_t)width - 3);
    }
}

static void the_line_of_a_terminal_of_80_has_everything(void)
{
    char line[256];
    progress_line(line, sizeof line, 80, "sim", &half, 31.0);
    CU_ASSERT_STRING_EQUAL(
        line, "sim      48 % [########........] 03:00:29 Z  312,400 reports/s  0:31 left");
}

static void the_bar_goes_first_then_the_rate(void)
{
    char line[256];
    progress_line(line, sizeof line, 63, "sim", &half, 31.0);
    CU_ASSERT_STRING_EQUAL(line, "sim      48 % 03:00:29 Z  312,400 reports/s  0:31 left");
    progress_line(line, sizeof line, 45, "sim", &half, 31.0);
    CU_ASSERT_STRING_EQUAL(line, "sim      48 % 03:00:29 Z  0:31 left");
}

static void the_time_left_is_that_of_the_last_ten_seconds(void)
{
    progress one = {.verb = "sim"};
    /* Half the work in 50 s, then at a quarter of that pace. */
    for (int i = 0; i <= 50; i++)
        progress_sample(&one, i, 0.01 * i);
    for (int i = 1; i <= 20; i++)
        progress_sample(&one, 50 + i, 0.5 + 0.0025 * i);
    /* 0.55 done at 70 s, 0.0025 a second: 180 s. A billionth: sums of a dozen such shares. */
    CU_ASSERT_DOUBLE_EQUAL(progress_left(&one, 70.0, 0.55), 180.0, 1e-6);
}

static void the_time_left_is_blank_until_known(void)
{
    progress one = {.verb = "sim"};
    CU_ASSERT_EQUAL(progress_left(&one, 0.0, 0.0), -1.0);
    progress_sample(&one, 0.0, 0.0);
    CU_ASSERT_EQUAL(progress_left(&one, 0.5, 0.1), -1.0);
    CU_ASSERT_EQUAL(progress_left(&one, 5.0, 0.0), -1.0);
    char line[256];
    progress_line(line, sizeof line, 80, "sim", &half, -1.0);
    CU_ASSERT_PTR_NULL(strstr(line, "left"));
}

static void a_line_is_drawn_after_half_a_second_and_five_times_a_second(void)
{
    const progress one = {.live = true, .began = 100.0, .shown = 100.0};
    CU_ASSERT_FALSE(progress_due_at(&one, 100.4));
    CU_ASSERT_TRUE(progress_due_at(&one, 100.6));
    const progress later = {.live = true, .began = 100.0, .shown = 103.0};
    CU_ASSERT_FALSE(progress_due_at(&later, 103.1));
    CU_ASSERT_TRUE(progress_due_at(&later, 103.3));
    const progress silent = {.live = true, .silent = true};
    CU_ASSERT_FALSE(progress_due_at(&silent, 50.0));
}

CU_TestInfo progress_tests[] = {
    {"the line leaves room for an echoed interrupt", the_line_leaves_room_for_an_echoed_interrupt},
    {"the line of a terminal of 80 has everything", the_line_of_a_terminal_of_80_has_everything},
    {"the bar goes first, then the rate", the_bar_goes_first_then_the_rate},
    {"the time left is that of the last ten seconds",
     the_time_left_is_that_of_the_last_ten_seconds},
    {"the time left is blank until known", the_time_left_is_blank_until_known},
    {"a line is drawn after half a second and five times a second",
     a_line_is_drawn_after_half_a_second_and_five_times_a_second},
    CU_TEST_INFO_NULL,
};
