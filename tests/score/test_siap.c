#include "score/line.h"
#include "suites.h"

#include <math.h>

static fusion_score_track says(uint64_t track, double x, uint8_t identity)
{
    fusion_score_track one = line_track(track, x);
    one.identity = identity;
    return one;
}

static fusion_score_truth is(size_t object, double x, uint8_t identity)
{
    fusion_score_truth one = line_object(object, x);
    one.identity = identity;
    return one;
}

static void a_track_belongs_to_one_object_and_an_object_may_have_several(void)
{
    /* Tracks at 0, 100 and 450 m, objects at 0 and 500 m: 1 and 3 are paired, 2 is near both and
     * belongs to the nearer one. (0 + 100 + 50) / 3; 2 and 3 know their velocities. */
    fusion_score *score = line_score(2);
    fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 500.0)};
    fusion_score_track tracks[] = {line_track(1, 0.0), line_track(2, 100.0), line_track(3, 450.0)};
    truth[0].velocity_known = truth[1].velocity_known = true;
    tracks[1].velocity_known = tracks[2].velocity_known = true;
    tracks[1].velocity[2] = 4.0;
    line_add(score, 1, truth, 2, tracks, 3);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_DOUBLE_EQUAL(figures.position_accuracy, 50.0, 1e-12);
    CU_ASSERT_EQUAL(figures.velocity_accuracy, 2.0);
    CU_ASSERT_EQUAL(figures.ambiguity, 1.5);
}

static void accuracies_are_of_all_epochs_together(void)
{
    /* One track at 300 m, then two at 0 m: 100 m, not the 150 m that a mean of epochs gives. */
    fusion_score *score = line_score(1);
    const fusion_score_truth truth = line_object(0, 0.0);
    const fusion_score_track far = line_track(1, 300.0);
    const fusion_score_track near[] = {line_track(1, 0.0), line_track(2, 0.0)};
    line_add(score, 1, &truth, 1, &far, 1);
    line_add(score, 2, &truth, 1, near, 2);
    CU_ASSERT_EQUAL(line_read(score).position_accuracy, 100.0);
}

/* One object with two tracks, and what is said of its identity. */
static fusion_score_figures said(uint8_t truly, uint8_t first, uint8_t second)
{
    fusion_score *score = line_score(1);
    const fusion_score_truth truth = is(0, 0.0, truly);
    const fusion_score_track tracks[] = {says(1, 10.0, first), says(2, 20.0, second)};
    line_add(score, 1, &truth, 1, tracks, 2);
    return line_read(score);
}

static void identities_are_complete_right_or_in_doubt(void)
{
    const struct {
        uint8_t first, second;
        double complete, correct, ambiguous;
    } cases[] = {
        {FUSION_IDENTITY_NONE, FUSION_IDENTITY_NONE, 0.0, 0.0, 0.0},
        {FUSION_PENDING, FUSION_UNKNOWN, 0.0, 0.0, 0.0}, /* it was looked at, and not identified */
        {FUSION_NEUTRAL, FUSION_NEUTRAL, 1.0, 1.0, 0.0},
        {FUSION_HOSTILE, FUSION_SUSPECT, 1.0, 0.0, 0.0}, /* wrong, and of one mind */
        {FUSION_NEUTRAL, FUSION_IDENTITY_NONE, 1.0, 0.0, 1.0},
        {FUSION_NEUTRAL, FUSION_FRIEND, 1.0, 0.0, 1.0},
        {FUSION_FRIEND, FUSION_UNKNOWN, 1.0, 0.0, 1.0},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const fusion_score_figures figures = said(FUSION_NEUTRAL, cases[k].first, cases[k].second);
        CU_ASSERT_EQUAL(figures.identity_completeness, cases[k].complete);
        CU_ASSERT_EQUAL(figures.identity_correctness, cases[k].correct);
        CU_ASSERT_EQUAL(figures.identity_ambiguity, cases[k].ambiguous);
    }
}

static void what_is_assumed_counts_as_what_it_is_assumed_to_be(void)
{
    CU_ASSERT_EQUAL(said(FUSION_FRIEND, FUSION_ASSUMED_FRIEND, FUSION_FRIEND).identity_correctness,
                    1.0);
    CU_ASSERT_EQUAL(said(FUSION_SUSPECT, FUSION_HOSTILE, FUSION_HOSTILE).identity_correctness, 1.0);
}

static void an_object_of_unknown_identity_is_in_no_figure_of_identity(void)
{
    CU_ASSERT_TRUE(isnan(said(FUSION_IDENTITY_NONE, FUSION_FRIEND, FUSION_FRIEND) //
                             .identity_completeness));
    CU_ASSERT_TRUE(
        isnan(said(FUSION_UNKNOWN, FUSION_UNKNOWN, FUSION_UNKNOWN).identity_correctness));
}

static void an_object_without_a_track_is_in_no_figure_of_identity(void)
{
    fusion_score *score = line_score(2);
    const fusion_score_truth truth[] = {is(0, 0.0, FUSION_FRIEND), is(1, 1e5, FUSION_FRIEND)};
    const fusion_score_track track = says(1, 10.0, FUSION_FRIEND);
    line_add(score, 1, truth, 2, &track, 1);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.completeness, 0.5);
    CU_ASSERT_EQUAL(figures.identity_completeness, 1.0);
    CU_ASSERT_EQUAL(figures.identity_correctness, 1.0);
}

static void shares_are_of_all_that_are_tracked(void)
{
    /* Two epochs of three friends with a track each, of which one says friend, one neutral and one
     * nothing; then one friend with three tracks, of which one says nothing. Of seven five are
     * identified, two rightly, and the last is in doubt. */
    fusion_score *score = line_score(3);
    const fusion_score_truth truth[] = {is(0, 0.0, FUSION_FRIEND), is(1, 1e5, FUSION_FRIEND),
                                        is(2, 2e5, FUSION_FRIEND)};
    const fusion_score_track tracks[] = {says(1, 0.0, FUSION_FRIEND), says(2, 1e5, FUSION_NEUTRAL),
                                         says(3, 2e5, FUSION_UNKNOWN)};
    const fusion_score_track last[] = {says(1, 0.0, FUSION_FRIEND), says(4, 5.0, FUSION_FRIEND),
                                       says(5, 9.0, FUSION_UNKNOWN)};
    line_add(score, 1, truth, 3, tracks, 3);
    line_add(score, 2, truth, 3, tracks, 3);
    line_add(score, 3, truth, 1, last, 3);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_DOUBLE_EQUAL(figures.identity_completeness, 5.0 / 7.0, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(figures.identity_correctness, 2.0 / 7.0, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(figures.identity_ambiguity, 1.0 / 7.0, 1e-15);
}

CU_TestInfo siap_tests[] = {
    {"a track belongs to one object, and an object may have several",
     a_track_belongs_to_one_object_and_an_object_may_have_several},
    {"accuracies are of all epochs together", accuracies_are_of_all_epochs_together},
    {"identities are complete, right or in doubt", identities_are_complete_right_or_in_doubt},
    {"what is assumed counts as what it is assumed to be",
     what_is_assumed_counts_as_what_it_is_assumed_to_be},
    {"an object of unknown identity is in no figure of identity",
     an_object_of_unknown_identity_is_in_no_figure_of_identity},
    {"an object without a track is in no figure of identity",
     an_object_without_a_track_is_in_no_figure_of_identity},
    {"shares are of all that are tracked", shares_are_of_all_that_are_tracked},
    CU_TEST_INFO_NULL,
};
