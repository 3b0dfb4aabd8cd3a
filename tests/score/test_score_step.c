#include "daemon/staff/score_step.h"
#include "suites.h"

enum { MOST = 16 };

/* Epochs at these times, in s; ended by -1. */
static score_file at_seconds(score_epoch epochs[MOST], const int *seconds)
{
    score_file file = {.epochs = epochs};
    for (; seconds[file.epoch_count] >= 0; file.epoch_count++)
        epochs[file.epoch_count] =
            (score_epoch){.time_ms = INT64_C(1000) * seconds[file.epoch_count]};
    return file;
}

static score_step step_of(const int *picture, const int *truth)
{
    score_epoch shown[MOST], there[MOST];
    const score_file one = at_seconds(shown, picture);
    const score_file other = at_seconds(there, truth);
    return score_step_of(&one, &other);
}

static const int each_second[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, -1};

static void epochs_between_those_of_the_picture_are_not_judged(void)
{
    const score_step step = step_of((const int[]){3, 5, 7, -1}, each_second);
    CU_ASSERT_EQUAL(step.each_ms, 2000);
    CU_ASSERT_EQUAL(step.every, 2);
    CU_ASSERT_TRUE(score_step_meets(&step, 1000));
    CU_ASSERT_FALSE(score_step_meets(&step, 4000));
    CU_ASSERT_TRUE(score_step_meets(&step, 11000));
}

static void an_empty_epoch_of_the_picture_is_judged(void)
{
    /* Empty at 4, 8 and 10 s: two of the four distances are still the step. */
    const score_step step = step_of((const int[]){0, 2, 6, 12, 14, -1}, each_second);
    CU_ASSERT_EQUAL(step.each_ms, 2000);
    CU_ASSERT_TRUE(score_step_meets(&step, 8000));
    /* The step shows late: what lay farther apart before counts as farther. */
    CU_ASSERT_EQUAL(step_of((const int[]){0, 4, 8, 10, 12, -1}, each_second).each_ms, 2000);
    CU_ASSERT_EQUAL(step_of((const int[]){0, 4, 8, 12, 14, -1}, each_second).each_ms, 0);
}

static void a_few_blinks_are_no_step(void)
{
    CU_ASSERT_EQUAL(step_of((const int[]){-1}, each_second).every, 1);
    CU_ASSERT_EQUAL(step_of((const int[]){4, -1}, each_second).each_ms, 0);
    CU_ASSERT_EQUAL(step_of((const int[]){4, 8, -1}, each_second).each_ms, 0);
    CU_ASSERT_EQUAL(step_of((const int[]){0, 4, 10, -1}, each_second).each_ms, 0);
    CU_ASSERT_EQUAL(step_of((const int[]){0, 61, 122, -1}, each_second).each_ms, 0);
    CU_ASSERT_EQUAL(step_of((const int[]){0, 60, 120, -1}, each_second).each_ms, 60000);
    const score_step any = step_of((const int[]){4, 8, -1}, each_second);
    CU_ASSERT_TRUE(score_step_meets(&any, 5000));
}

static void truth_may_be_coarser_or_have_gaps(void)
{
    const int coarse[] = {0, 4, 8, 20, -1};
    CU_ASSERT_EQUAL(step_of(each_second, coarse).every, 1);
    /* What stands beside truth's steps has no say: 0, 3 and 6 of each 1.5 s do. */
    score_epoch shown[5], there[MOST];
    const score_file truth = at_seconds(there, each_second);
    for (int i = 0; i < 5; i++)
        shown[i] = (score_epoch){.time_ms = 1500 * i};
    const score_file picture = {.epochs = shown, .epoch_count = 5};
    CU_ASSERT_EQUAL(score_step_of(&picture, &truth).every, 3);
    CU_ASSERT_EQUAL(step_of(each_second, (const int[]){5, -1}).every, 1);
}

CU_TestInfo score_step_tests[] = {
    {"epochs between those of the picture are not judged",
     epochs_between_those_of_the_picture_are_not_judged},
    {"an empty epoch of the picture is judged", an_empty_epoch_of_the_picture_is_judged},
    {"a few blinks are no step", a_few_blinks_are_no_step},
    {"truth may be coarser or have gaps", truth_may_be_coarser_or_have_gaps},
    CU_TEST_INFO_NULL,
};
