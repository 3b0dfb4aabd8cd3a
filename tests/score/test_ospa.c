#include "score/line.h"
#include "suites.h"

#include <math.h>

static fusion_score *score_with(double cutoff, unsigned window, size_t objects)
{
    static const uint8_t categories[5] = {0};
    fusion_score_settings settings = fusion_score_defaults();
    settings.cutoff = cutoff;
    settings.window = window;
    fusion_score *score = fusion_score_create(&settings, categories, objects);
    CU_ASSERT_PTR_NOT_NULL_FATAL(score);
    return score;
}

static void ospa_is_that_of_stone_soup(void)
{
    /* Their test of cardinality errors: c 10, p 2, five objects, four tracks that are 0.5 and then
     * 0.2 away; six digits are given there. */
    fusion_score *score = score_with(10.0, 1, 5);
    fusion_score_truth truth[5];
    fusion_score_track at_0[4], at_1[4];
    for (int i = 0; i < 5; i++)
        truth[i] = line_object((size_t)i, i);
    for (int i = 0; i < 4; i++) {
        at_0[i] = line_track((uint64_t)i, i + 0.5);
        at_1[i] = line_track((uint64_t)i, i + 0.2);
    }
    CU_ASSERT_DOUBLE_EQUAL(line_add(score, 0, truth, 5, at_0, 4).ospa, 4.49444, 5e-6);
    CU_ASSERT_DOUBLE_EQUAL(line_add(score, 1, truth, 5, at_1, 4).ospa, 4.47571, 5e-6);
    CU_ASSERT_DOUBLE_EQUAL(line_read(score).ospa, (4.49444 + 4.47571) / 2, 5e-6);
}

static void a_track_too_many_costs_what_a_track_too_few_costs(void)
{
    fusion_score *score = score_with(10.0, 1, 5);
    const fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 20.0)};
    const fusion_score_track tracks[] = {line_track(1, 1.0), line_track(2, 21.0)};
    const double few = line_add(score, 0, truth, 2, tracks, 1).ospa;
    const double many = line_add(score, 1, truth, 1, tracks, 2).ospa;
    CU_ASSERT_DOUBLE_EQUAL(few, sqrt((1.0 + 100.0) / 2.0), 1e-14); /* roundings of 10 m */
    CU_ASSERT_EQUAL(many, few);
    fusion_score_destroy(score);
}

static void nothing_shown_of_nothing_is_right(void)
{
    fusion_score *score = score_with(1000.0, 3, 1);
    const fusion_score_epoch epoch = line_add(score, 0, NULL, 0, NULL, 0);
    CU_ASSERT_EQUAL(epoch.ospa, 0.0);
    CU_ASSERT_EQUAL(epoch.ospa2, 0.0);
    fusion_score_destroy(score);
}

static void over_one_epoch_ospa2_is_ospa(void)
{
    fusion_score *score = score_with(1000.0, 1, 2);
    for (int k = 0; k < 20; k++) {
        const fusion_score_truth truth[] = {line_object(0, 40.0 * k), line_object(1, 900.0)};
        const fusion_score_track tracks[] = {line_track(1, 300.0), line_track(2, 70.0 * k - 400.0)};
        const fusion_score_epoch epoch = line_add(score, k, truth, 2, tracks, k % 3 ? 2 : 1);
        CU_ASSERT_DOUBLE_EQUAL(epoch.ospa2, epoch.ospa, 1e-9); /* roundings of 1000 m */
    }
    fusion_score_destroy(score);
}

static void a_swap_is_in_ospa2_alone(void)
{
    /* Two objects 300 m apart, two tracks that are exact and swap after five of ten epochs: each
     * track is 0 m from either object half of the time and 300 m otherwise, 150 m on average,
     * whichever is paired with which. */
    fusion_score *score = score_with(1000.0, 10, 2);
    const fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 300.0)};
    fusion_score_epoch epoch = {0};
    for (int k = 0; k < 10; k++) {
        const fusion_score_track tracks[] = {line_track(k < 5 ? 1 : 2, 0.0),
                                             line_track(k < 5 ? 2 : 1, 300.0)};
        epoch = line_add(score, k, truth, 2, tracks, 2);
        CU_ASSERT_EQUAL(epoch.ospa, 0.0);
        CU_ASSERT_EQUAL(epoch.ospa2 > 0.0, k >= 5);
    }
    CU_ASSERT_DOUBLE_EQUAL(epoch.ospa2, 150.0, 1e-9); /* roundings of 1000 m */
    fusion_score_destroy(score);
}

static void epochs_in_which_one_of_the_two_is_missing_cost_the_cutoff(void)
{
    /* In a window of four: there in epochs 0 to 2, shown 100 m away in epochs 1 to 3. Of four
     * epochs two cost 1000 m and two 100 m: 550 m. An epoch without either, added, costs nothing,
     * and lets the first go: 1000 + 2 x 100 over three. */
    fusion_score *score = score_with(1000.0, 4, 1);
    const fusion_score_truth truth = line_object(0, 0.0);
    const fusion_score_track track = line_track(1, 100.0);
    CU_ASSERT_EQUAL(line_add(score, 0, &truth, 1, NULL, 0).ospa2, 1000.0);
    CU_ASSERT_DOUBLE_EQUAL(line_add(score, 1, &truth, 1, &track, 1).ospa2, 550.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(line_add(score, 2, &truth, 1, &track, 1).ospa2, 400.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(line_add(score, 3, NULL, 0, &track, 1).ospa2, 550.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(line_add(score, 4, NULL, 0, NULL, 0).ospa2, 400.0, 1e-9);
    for (int k = 5; k < 7; k++)
        CU_ASSERT_TRUE(line_add(score, k, NULL, 0, NULL, 0).ospa2 > 0.0);
    CU_ASSERT_EQUAL(line_add(score, 7, NULL, 0, NULL, 0).ospa2, 0.0);
    fusion_score_destroy(score);
}

static void a_window_that_cannot_be_is_refused(void)
{
    static const uint8_t category = 0;
    fusion_score_settings settings = fusion_score_defaults();
    settings.window = 0;
    CU_ASSERT_PTR_NULL(fusion_score_create(&settings, &category, 1));
    settings.window = FUSION_SCORE_WINDOW_MAX + 1;
    CU_ASSERT_PTR_NULL(fusion_score_create(&settings, &category, 1));
    settings = fusion_score_defaults();
    settings.cutoff = 0.0;
    CU_ASSERT_PTR_NULL(fusion_score_create(&settings, &category, 1));
    settings.cutoff = (double)NAN;
    CU_ASSERT_PTR_NULL(fusion_score_create(&settings, &category, 1));
}

CU_TestInfo ospa_tests[] = {
    {"OSPA is that of Stone Soup", ospa_is_that_of_stone_soup},
    {"a track too many costs what a track too few costs",
     a_track_too_many_costs_what_a_track_too_few_costs},
    {"nothing shown of nothing is right", nothing_shown_of_nothing_is_right},
    {"over one epoch OSPA(2) is OSPA", over_one_epoch_ospa2_is_ospa},
    {"a swap is in OSPA(2) alone", a_swap_is_in_ospa2_alone},
    {"epochs in which one of the two is missing cost the cutoff",
     epochs_in_which_one_of_the_two_is_missing_cost_the_cutoff},
    {"a window that cannot be is refused", a_window_that_cannot_be_is_refused},
    CU_TEST_INFO_NULL,
};
