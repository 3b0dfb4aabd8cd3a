#include "score/line.h"
#include "suites.h"

#include <math.h>

/* An object for `seconds`, and tracks that belong to it, all near, each from .. to. */
typedef struct stretch {
    int from, to;
} stretch;

static fusion_score_figures followed(int seconds, const stretch *tracks, size_t count)
{
    fusion_score *score = line_score(1);
    const fusion_score_truth truth = line_object(0, 0.0);
    for (int second = 0; second < seconds; second++) {
        fusion_score_track shown[16];
        size_t used = 0;
        for (size_t i = 0; i < count; i++)
            if (second >= tracks[i].from && second <= tracks[i].to)
                shown[used++] = line_track(i + 1, 10.0 * (double)(i + 1));
        line_add(score, second, &truth, 1, shown, used);
    }
    return line_read(score);
}

static void the_fewest_tracks_are_those_of_stone_soup(void)
{
    /* Their test of SIAP's rate of track number change: nine tracks on one object of 40 s. It takes
     * six (the 1st to 5th and the 7th). The 7th is the longest. Unlike there an epoch lasts a whole
     * step, so that 36 of the 40 s are tracked and the longest segment has 10 s. */
    const stretch tracks[] = {{0, 2},   {5, 9},   {7, 14},  {13, 19}, {18, 27},
                              {22, 25}, {30, 39}, {30, 34}, {35, 39}};
    const fusion_score_figures figures = followed(40, tracks, 9);
    CU_ASSERT_EQUAL(figures.number_changes, 5);
    CU_ASSERT_DOUBLE_EQUAL(figures.number_changes_per_tracked_hour, 5.0 * 3600.0 / 36.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(figures.longest_segment, 10.0 / 40.0, 1e-15);
}

static void a_track_that_comes_back_after_a_gap_is_no_change(void)
{
    fusion_score *score = line_score(1);
    const fusion_score_truth truth = line_object(0, 0.0);
    const fusion_score_track track = line_track(7, 10.0);
    for (int second = 0; second < 10; second++)
        line_add(score, second, &truth, 1, &track, second == 4 ? 0 : 1);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.number_changes, 0);
    CU_ASSERT_EQUAL(figures.longest_segment, 0.5); /* 4 s before the gap, 5 after */
}

static void a_nearer_track_is_a_switch_and_no_change(void)
{
    /* The example of score.h. */
    fusion_score *score = line_score(1);
    const fusion_score_truth truth = line_object(0, 0.0);
    const fusion_score_track at_1 = line_track('X', 50.0);
    const fusion_score_track at_3[] = {line_track('X', 80.0), line_track('Y', 20.0)};
    line_add(score, 1, &truth, 1, &at_1, 1);
    line_add(score, 2, &truth, 1, NULL, 0);
    line_add(score, 3, &truth, 1, at_3, 2);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.switches, 1);
    CU_ASSERT_EQUAL(figures.number_changes, 0);
}

static void a_swap_is_a_change_of_each(void)
{
    fusion_score *score = line_score(2);
    const fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 300.0)};
    for (int second = 0; second < 10; second++) {
        const bool swapped = second >= 6;
        const fusion_score_track tracks[] = {line_track(swapped ? 2 : 1, 0.0),
                                             line_track(swapped ? 1 : 2, 300.0)};
        line_add(score, second, truth, 2, tracks, 2);
    }
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.switches, 2);
    CU_ASSERT_EQUAL(figures.number_changes, 2);
    CU_ASSERT_DOUBLE_EQUAL(figures.longest_segment, 0.6, 1e-15);
}

static void objects_that_were_never_tracked_have_no_changes(void)
{
    /* To take one off for each of them would make the rate negative. */
    fusion_score *score = line_score(2);
    const fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 1e5)};
    const fusion_score_track track = line_track(1, 10.0);
    line_add(score, 0, truth, 2, &track, 1);
    line_add(score, 1, truth, 2, &track, 1);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.number_changes, 0);
    CU_ASSERT_EQUAL(figures.number_changes_per_tracked_hour, 0.0);
    CU_ASSERT_EQUAL(figures.longest_segment, 0.5);
}

CU_TestInfo continuity_tests[] = {
    {"the fewest tracks are those of Stone Soup", the_fewest_tracks_are_those_of_stone_soup},
    {"a track that comes back after a gap is no change",
     a_track_that_comes_back_after_a_gap_is_no_change},
    {"a nearer track is a switch, and no change", a_nearer_track_is_a_switch_and_no_change},
    {"a swap is a change of each", a_swap_is_a_change_of_each},
    {"objects that were never tracked have no changes",
     objects_that_were_never_tracked_have_no_changes},
    CU_TEST_INFO_NULL,
};
