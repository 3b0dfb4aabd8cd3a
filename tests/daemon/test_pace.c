#include "daemon/clock/pace.h"
#include "suites.h"

#include <stdio.h>

static size_t words_at(paces *of, const char *who, int64_t second)
{
    size_t words = 0;
    while (words < 1000 && pace_word(of, who, second * PACE_EACH_NS))
        words++;
    return words;
}

static void a_few_at_once_and_then_one_a_second(void)
{
    paces of = {0};
    CU_ASSERT_EQUAL(words_at(&of, "AVA", 100), PACE_AT_ONCE);
    CU_ASSERT_EQUAL(words_at(&of, "AVA", 101), 1);
    CU_ASSERT_EQUAL(words_at(&of, "AVA", 104), 3);
    CU_ASSERT_EQUAL(words_at(&of, "AVA", 1000), PACE_AT_ONCE);
}

static void nobody_is_slowed_down_by_another(void)
{
    paces of = {0};
    CU_ASSERT_EQUAL(words_at(&of, "AVA", 100), PACE_AT_ONCE);
    CU_ASSERT_EQUAL(words_at(&of, "BRO", 100), PACE_AT_ONCE);
    CU_ASSERT_EQUAL(words_at(&of, "AVA", 100), 0);
}

static void when_all_places_are_taken_nobody_new_speaks(void)
{
    paces of = {0};
    char who[16];
    for (int i = 0; i < PACE_SPEAKERS; i++) {
        snprintf(who, sizeof who, "N%d", i);
        CU_ASSERT_TRUE(pace_word(&of, who, 1));
    }
    CU_ASSERT_FALSE(pace_word(&of, "AVA", 1));
    CU_ASSERT_TRUE(pace_word(&of, who, 1));
}

CU_TestInfo pace_tests[] = {
    {"a few at once and then one a second", a_few_at_once_and_then_one_a_second},
    {"nobody is slowed down by another", nobody_is_slowed_down_by_another},
    {"when all places are taken nobody new speaks", when_all_places_are_taken_nobody_new_speaks},
    CU_TEST_INFO_NULL,
};
