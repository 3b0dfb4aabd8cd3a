#include "daemon/wire/replay_window.h"
#include "suites.h"

#define RUN    INT64_C(1574413000000000000)
#define SECOND INT64_C(1000000000)
#define NOW    (RUN + 1000 * SECOND)

/* Checks and, where it may be taken, takes. */
static refusal window_feed(replay_window *window, int64_t began_ns, uint32_t sequence,
                           replay_news *news)
{
    const refusal why = replay_window_check(window, began_ns, sequence, NOW);
    *news = (replay_news){0};
    if (why == REFUSAL_NONE)
        *news = replay_window_take(window, began_ns, sequence, NOW);
    return why;
}

static void a_number_is_taken_once(void)
{
    replay_window window = {0};
    replay_news news;
    for (uint32_t n = 1; n <= 3000; n++)
        CU_ASSERT_EQUAL(window_feed(&window, RUN, n, &news), REFUSAL_NONE);
    for (uint32_t n = 1; n <= 3000 - 1024; n++)
        CU_ASSERT_EQUAL(window_feed(&window, RUN, n, &news), REFUSAL_SEQUENCE_OLD);
    for (uint32_t n = 3000 - 1023; n <= 3000; n++)
        CU_ASSERT_EQUAL(window_feed(&window, RUN, n, &news), REFUSAL_SEQUENCE_REPEAT);
}

static void a_hole_counts_until_it_is_filled(void)
{
    replay_window window = {0};
    replay_news news;
    CU_ASSERT_EQUAL(window_feed(&window, RUN, 10, &news), REFUSAL_NONE);
    CU_ASSERT_TRUE(news.first && !news.restart && news.missing == 0);
    CU_ASSERT_EQUAL(window_feed(&window, RUN, 14, &news), REFUSAL_NONE);
    CU_ASSERT_EQUAL(news.missing, 3);
    CU_ASSERT_EQUAL(window_feed(&window, RUN, 12, &news), REFUSAL_NONE);
    CU_ASSERT_TRUE(news.found && news.missing == 0);
    CU_ASSERT_EQUAL(window_feed(&window, RUN, 12, &news), REFUSAL_SEQUENCE_REPEAT);
    /* Before the first that was seen nothing had been counted. */
    CU_ASSERT_EQUAL(window_feed(&window, RUN, 9, &news), REFUSAL_NONE);
    CU_ASSERT_FALSE(news.found);
}

static void a_jump_over_the_window_forgets_what_was_in_it(void)
{
    replay_window window = {0};
    replay_news news;
    CU_ASSERT_EQUAL(window_feed(&window, RUN, 5, &news), REFUSAL_NONE);
    CU_ASSERT_EQUAL(window_feed(&window, RUN, 5 + 1024, &news), REFUSAL_NONE);
    CU_ASSERT_EQUAL(news.missing, 1023);
    CU_ASSERT_EQUAL(window_feed(&window, RUN, 5 + 3 * 1024, &news), REFUSAL_NONE);
    /* Same bits of the window as 5 and 6, not taken in this turn of it. */
    CU_ASSERT_EQUAL(window_feed(&window, RUN, 6 + 2 * 1024, &news), REFUSAL_NONE);
    CU_ASSERT_EQUAL(window_feed(&window, RUN, 5 + 2 * 1024, &news), REFUSAL_SEQUENCE_OLD);
}

static void a_restart_is_known_at_once_and_is_no_loss(void)
{
    /* Field fault O4: a restart was taken for 25,536 lost datagrams, or refused as old. */
    replay_window window = {0};
    replay_news news;
    CU_ASSERT_EQUAL(window_feed(&window, RUN, 40000, &news), REFUSAL_NONE);
    CU_ASSERT_EQUAL(window_feed(&window, RUN + 1, 1, &news), REFUSAL_NONE);
    CU_ASSERT_TRUE(news.restart && news.missing == 0);
    CU_ASSERT_EQUAL(window_feed(&window, RUN, 40001, &news), REFUSAL_RUN_OLD);
}

static void the_last_number_is_one_like_others(void)
{
    /* Field fault O4: 65535 to 0 dropped everything as old; two lost there were not counted. */
    const uint32_t last = UINT32_MAX;
    replay_window window = {0};
    replay_news news;
    CU_ASSERT_EQUAL(window_feed(&window, RUN, last - 3, &news), REFUSAL_NONE);
    CU_ASSERT_EQUAL(window_feed(&window, RUN, last, &news), REFUSAL_NONE);
    CU_ASSERT_EQUAL(news.missing, 2);
    CU_ASSERT_EQUAL(window_feed(&window, RUN, last - 1, &news), REFUSAL_NONE);
    CU_ASSERT_TRUE(news.found);
    CU_ASSERT_EQUAL(window_feed(&window, RUN, 1, &news), REFUSAL_SEQUENCE_OLD);
    CU_ASSERT_EQUAL(window_feed(&window, RUN + 1, 1, &news), REFUSAL_NONE);
    CU_ASSERT_TRUE(news.restart && news.missing == 0);
}

static void an_older_run_comes_back_after_a_minute_of_silence(void)
{
    replay_window window = {0};
    replay_news news;
    CU_ASSERT_EQUAL(window_feed(&window, RUN + 3600 * SECOND, 1, &news), REFUSAL_NONE);
    CU_ASSERT_EQUAL(replay_window_check(&window, RUN, 1, NOW + 60 * SECOND), REFUSAL_RUN_OLD);
    CU_ASSERT_EQUAL(replay_window_check(&window, RUN, 1, NOW + 60 * SECOND + 1), REFUSAL_NONE);
    news = replay_window_take(&window, RUN, 1, NOW + 60 * SECOND + 1);
    CU_ASSERT_TRUE(news.restart);
}

CU_TestInfo replay_window_tests[] = {
    {"a number is taken once", a_number_is_taken_once},
    {"a hole counts until it is filled", a_hole_counts_until_it_is_filled},
    {"a jump over the window forgets what was in it",
     a_jump_over_the_window_forgets_what_was_in_it},
    {"a restart is known at once and is no loss", a_restart_is_known_at_once_and_is_no_loss},
    {"the last number is one like others", the_last_number_is_one_like_others},
    {"an older run comes back after a minute of silence",
     an_older_run_comes_back_after_a_minute_of_silence},
    CU_TEST_INFO_NULL,
};
