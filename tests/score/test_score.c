#include "daemon/staff/paired.h"
#include "score/line.h"
#include "score/nees.h"
#include "suites.h"

#include <math.h>
#include <string.h>

/* Fault M1: pairs beyond the cutoff stayed assigned although they counted as missed and false. */
static void a_pair_beyond_the_cutoff_is_missed_and_false_and_no_pair(void)
{
    fusion_score *score = line_score(1);
    const fusion_score_truth truth = line_object(0, 0.0);
    const fusion_score_track far = line_track(1, 2000.0);
    const fusion_score_track near = line_track(1, 300.0);
    fusion_score_epoch epoch = line_add(score, 1, &truth, 1, &far, 1);
    CU_ASSERT_EQUAL(epoch.gospa, 1000.0);
    CU_ASSERT_EQUAL(epoch.location, 0.0);
    CU_ASSERT_EQUAL(epoch.pairs, 0);
    CU_ASSERT_EQUAL(epoch.missed, 1);
    CU_ASSERT_EQUAL(epoch.false_tracks, 1);
    epoch = line_add(score, 2, &truth, 1, &near, 1);
    CU_ASSERT_EQUAL(epoch.gospa, 300.0);
    CU_ASSERT_EQUAL(epoch.missed + epoch.false_tracks, 0);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.median_first, 1.0); /* born at 1 s, paired at 2 s */
    CU_ASSERT_EQUAL(figures.completeness, 0.5);
}

/* Fault M3: epochs without objects or tracks gave NaN, or were left out of the count. */
static void empty_epochs_count_and_ratios_without_denominator_do_not(void)
{
    fusion_score *score = line_score(1);
    const fusion_score_truth truth = line_object(0, 0.0);
    const fusion_score_track track = line_track(1, 0.0);
    CU_ASSERT_EQUAL(line_add(score, 1, NULL, 0, NULL, 0).gospa, 0.0);
    /* Half of 1000 squared, to the last digit of the root. */
    CU_ASSERT_EQUAL(line_add(score, 2, &truth, 1, NULL, 0).gospa, sqrt(500000.0));
    CU_ASSERT_EQUAL(line_add(score, 3, NULL, 0, &track, 1).gospa, sqrt(500000.0));
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.epochs, 3);
    CU_ASSERT_DOUBLE_EQUAL(figures.gospa, 2.0 * sqrt(500000.0) / 3.0, 1e-12);
    CU_ASSERT_EQUAL(figures.completeness, 0.0); /* of the one epoch that has an object */
    CU_ASSERT_EQUAL(figures.spuriousness, 1.0); /* of the one epoch that has a track */
    CU_ASSERT_TRUE(isnan(figures.ambiguity));
    CU_ASSERT_TRUE(isnan(figures.rmse));
    CU_ASSERT_TRUE(isnan(figures.velocity_rmse));
    CU_ASSERT_TRUE(isnan(figures.nees));
    CU_ASSERT_TRUE(isnan(figures.median_first));
    CU_ASSERT_EQUAL(figures.never, 1);
}

/* Fault M4: the most recent partner kept the pair, however long ago it was. The example of score.h.
 */
static void a_pair_is_a_switch_where_its_track_is_not_the_one_before(void)
{
    fusion_score *score = line_score(1);
    const fusion_score_truth truth = line_object(0, 0.0);
    const fusion_score_track at_1[] = {line_track('X', 50.0)};
    const fusion_score_track at_3[] = {line_track('X', 80.0), line_track('Y', 20.0)};
    line_add(score, 1, &truth, 1, at_1, 1);
    line_add(score, 2, &truth, 1, NULL, 0);
    const fusion_score_epoch epoch = line_add(score, 3, &truth, 1, at_3, 2);
    CU_ASSERT_EQUAL(epoch.location, 20.0);
    CU_ASSERT_EQUAL(line_read(score).switches, 1);
}

static void the_same_track_after_a_gap_is_no_switch(void)
{
    fusion_score *score = line_score(1);
    const fusion_score_truth truth = line_object(0, 0.0);
    const fusion_score_track track = line_track('X', 50.0);
    line_add(score, 1, &truth, 1, &track, 1);
    line_add(score, 2, &truth, 1, NULL, 0);
    line_add(score, 3, &truth, 1, &track, 1);
    CU_ASSERT_EQUAL(line_read(score).switches, 0);
}

static void truth_between_two_epochs_of_the_picture_is_neither_seen_nor_missed(void)
{
    fusion_score *score = line_score(2);
    const fusion_score_truth both[] = {line_object(0, 0.0), line_object(1, 9000.0)};
    const fusion_score_track track = line_track('X', 50.0);
    CU_ASSERT_EQUAL(fusion_score_pass(score, 3 * FUSION_SECOND, both, 1), FUSION_OK);
    CU_ASSERT_PTR_NULL(fusion_score_pairs(score)); /* no epoch was taken yet */
    line_add(score, 4, both, 1, &track, 1);
    CU_ASSERT_EQUAL(fusion_score_pass(score, 4 * FUSION_SECOND, both, 1), FUSION_LATE);
    CU_ASSERT_EQUAL(fusion_score_pass(score, 5 * FUSION_SECOND, both, 2), FUSION_OK);
    const fusion_score_truth stranger = line_object(2, 0.0);
    CU_ASSERT_EQUAL(fusion_score_pass(score, 6 * FUSION_SECOND, &stranger, 1), FUSION_OUT_OF_RANGE);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.epochs, 1);
    CU_ASSERT_EQUAL(figures.completeness, 1.0);
    CU_ASSERT_EQUAL(figures.median_first, 1.0); /* there at 3 s, seen at 4 s */
    CU_ASSERT_EQUAL(figures.never, 1);          /* the other was there only at 5 s */
}

static void switches_are_counted_by_the_time_that_objects_were_there(void)
{
    /* Two objects for five epochs of 2 s: 20 object seconds, one switch. By a clock far from 0,
     * that of 2001. */
    fusion_score *score = line_score(2);
    const fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 1e5)};
    for (int epoch = 0; epoch < 5; epoch++) {
        const fusion_score_track track = line_track(epoch < 3 ? 1 : 2, 10.0);
        line_add(score, 1000000000 + 2 * epoch, truth, 2, &track, 1);
    }
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.switches, 1);
    CU_ASSERT_DOUBLE_EQUAL(figures.switches_per_object_hour, 3600.0 / 20.0, 1e-9);
}

static void epochs_before_the_start_are_the_past_only(void)
{
    static const uint8_t categories[1] = {FUSION_AIR};
    fusion_score_settings settings = fusion_score_defaults();
    settings.from_ns = 10 * FUSION_SECOND;
    fusion_score *score = fusion_score_create(&settings, categories, 1);
    const fusion_score_truth truth = line_object(0, 0.0);
    const fusion_score_track x = line_track('X', 400.0);
    const fusion_score_track y = line_track('Y', 100.0);
    line_add(score, 4, &truth, 1, NULL, 0);
    line_add(score, 8, &truth, 1, &x, 1);
    line_add(score, 9, &truth, 1, &y, 1); /* a switch that does not count */
    line_add(score, 10, &truth, 1, &x, 1);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.epochs, 1);
    CU_ASSERT_EQUAL(figures.gospa, 400.0);
    CU_ASSERT_EQUAL(figures.switches, 1);                    /* Y at 9 s, X at 10 s */
    CU_ASSERT_EQUAL(figures.median_first, 4);                /* from 4 s to 8 s */
    CU_ASSERT_TRUE(isnan(figures.switches_per_object_hour)); /* one epoch has no step */
}

static void a_second_track_near_an_object_is_ambiguous_and_false_but_not_spurious(void)
{
    fusion_score *score = line_score(2);
    const fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 1e5)};
    const fusion_score_track tracks[] = {line_track(1, 10.0), line_track(2, -900.0),
                                         line_track(3, 5e5)};
    const fusion_score_epoch epoch = line_add(score, 1, truth, 2, tracks, 3);
    CU_ASSERT_EQUAL(epoch.pairs, 1);
    CU_ASSERT_EQUAL(epoch.missed, 1);
    CU_ASSERT_EQUAL(epoch.false_tracks, 2);
    line_add(score, 2, truth, 2, NULL, 0); /* no track: neither ratio has a denominator */
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.ambiguity, 2.0);
    CU_ASSERT_EQUAL(figures.spuriousness, 1.0 / 3.0);
}

static void first_detections_are_told_by_category(void)
{
    fusion_score *score = line_score(4); /* air, missile, air, air */
    const fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 1e5),
                                        line_object(2, 2e5), line_object(3, 3e5)};
    const fusion_score_track tracks[] = {line_track(1, 0.0), line_track(2, 1e5),
                                         line_track(3, 2e5)};
    line_add(score, 0, truth, 4, NULL, 0);
    line_add(score, 3, truth, 4, tracks, 1);
    line_add(score, 7, truth, 4, tracks, 2);
    line_add(score, 8, truth, 4, tracks, 3);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.median_first, 7.0);
    CU_ASSERT_EQUAL(figures.median_first_by_category[0], 7.0); /* missile */
    CU_ASSERT_EQUAL(figures.median_first_by_category[1], 5.5); /* air: 3 and 8, and one never */
    CU_ASSERT_TRUE(isnan(figures.median_first_by_category[2]));
    CU_ASSERT_EQUAL(figures.objects_by_category[1], 3);
    CU_ASSERT_EQUAL(figures.never, 1);
}

static void of_each_object_it_is_told_when_it_was_first_seen(void)
{
    fusion_score *score = line_score(3);
    const fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 1e5),
                                        line_object(2, 2e5)};
    const fusion_score_track tracks[] = {line_track(1, 0.0), line_track(2, 1e5)};
    line_add(score, 2, truth, 2, NULL, 0);
    line_add(score, 3, truth, 3, tracks, 1);
    line_add(score, 7, truth, 3, tracks, 2);
    CU_ASSERT_EQUAL(fusion_score_first(score, 0), 1.0);
    CU_ASSERT_EQUAL(fusion_score_first(score, 1), 5.0);
    CU_ASSERT_TRUE(isnan(fusion_score_first(score, 2)));
    CU_ASSERT_TRUE(isnan(fusion_score_first(score, 3))); /* there is none */
    fusion_score_destroy(score);
}

/* Of two objects that both see, one sees the one 4 s sooner and the other 1 s later; what only one
 * of them sees, soon or late, is in none of the figures. */
static void two_scores_are_held_against_each_other_over_what_both_have_seen(void)
{
    fusion_score *one = line_score(4), *other = line_score(4);
    const fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 1e5),
                                        line_object(2, 2e5), line_object(3, 3e5)};
    const fusion_score_track zeroth = line_track(1, 0.0), third = line_track(4, 3e5);
    const fusion_score_track two[] = {line_track(1, 0.0), line_track(2, 1e5)};
    const fusion_score_track late[] = {line_track(2, 1e5), line_track(3, 2e5)};
    line_add(one, 1, truth, 4, &zeroth, 1);  /* 0 at once, 1 after 4 s, 2 after 8 s */
    line_add(other, 1, truth, 4, &third, 1); /* 3 at once, 0 after 4 s, 1 after 3 s */
    line_add(other, 4, truth, 4, &late[0], 1);
    line_add(one, 5, truth, 4, two, 2);
    line_add(other, 5, truth, 4, two, 2);
    line_add(one, 9, truth, 4, late, 2);
    double room[4];
    const paired is = paired_of(one, other, 4, room), back = paired_of(other, one, 4, room);
    CU_ASSERT_EQUAL(is.objects, 2);
    CU_ASSERT_EQUAL(is.sooner, 1);
    CU_ASSERT_EQUAL(is.later, 1);
    CU_ASSERT_EQUAL(is.by_s, -1.5); /* midway between -4 and 1 */
    CU_ASSERT_EQUAL(back.by_s, 1.5);
    CU_ASSERT_EQUAL(is.sooner_s, 4.0);
    CU_ASSERT_EQUAL(back.sooner_s, 1.0);
    const paired turned = paired_turned(is); /* what is worked out once serves both */
    CU_ASSERT_EQUAL(turned.objects, back.objects);
    CU_ASSERT_EQUAL(turned.sooner, back.sooner);
    CU_ASSERT_EQUAL(turned.later, back.later);
    CU_ASSERT_EQUAL(turned.by_s, back.by_s);
    CU_ASSERT_EQUAL(turned.sooner_s, back.sooner_s);
    CU_ASSERT_EQUAL(turned.later_s, back.later_s);
    fusion_score *none = line_score(4);
    const paired nothing = paired_of(one, none, 4, room);
    CU_ASSERT_EQUAL(nothing.objects, 0);
    CU_ASSERT_TRUE(isnan(nothing.by_s));
    fusion_score_destroy(none);
    fusion_score_destroy(other);
    fusion_score_destroy(one);
}

static void errors_are_those_of_pairs(void)
{
    fusion_score *score = line_score(2);
    fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 1e5)};
    fusion_score_track tracks[] = {line_track(1, 3.0), line_track(2, 1e5 + 4.0)};
    for (int i = 0; i < 2; i++) {
        truth[i].velocity_known = tracks[i].velocity_known = tracks[i].covariance_known = true;
        tracks[i].velocity[1] = 2.0;
        tracks[i].covariance[0] = tracks[i].covariance[3] = tracks[i].covariance[5] = 4.0;
    }
    line_add(score, 1, truth, 2, tracks, 2);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_DOUBLE_EQUAL(figures.rmse, sqrt(12.5), 1e-11); /* (9 + 16) / 2; 1e5 has 1.5e-11 */
    CU_ASSERT_EQUAL(figures.velocity_rmse, 2.0);
    CU_ASSERT_DOUBLE_EQUAL(figures.nees, 12.5 / 4.0, 1e-10);
}

static void a_covariance_that_is_not_positive_definite_is_counted(void)
{
    fusion_score *score = line_score(1);
    const fusion_score_truth truth = line_object(0, 0.0);
    fusion_score_track track = line_track(1, 3.0);
    track.covariance_known = true;
    memcpy(track.covariance, (double[]){1.0, 2.0, 0.0, 1.0, 0.0, 1.0}, sizeof track.covariance);
    line_add(score, 1, &truth, 1, &track, 1);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.covariances_refused, 1);
    CU_ASSERT_TRUE(isnan(figures.nees));
}

static void bounds_of_nees_are_those_of_the_tables(void)
{
    /* Chi-square at 0.025 and 0.975 (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4;
     * three decimals are given there). 3 degrees of freedom a pair. */
    const struct {
        size_t pairs;
        double low, high;
    } table[] = {{1, 0.216, 9.348},    {2, 1.237, 14.449},   {3, 2.700, 19.023},
                 {10, 16.791, 46.979}, {20, 40.482, 83.298}, {30, 65.647, 118.136}};
    double low = 0.0;
    double high = 0.0;
    for (size_t k = 0; k < sizeof table / sizeof table[0]; k++) {
        nees_bounds(table[k].pairs, &low, &high);
        CU_ASSERT_DOUBLE_EQUAL((double)table[k].pairs * low, table[k].low, 0.5e-3);
        CU_ASSERT_DOUBLE_EQUAL((double)table[k].pairs * high, table[k].high, 0.5e-3);
    }
    nees_bounds(0, &low, &high);
    CU_ASSERT_TRUE(isnan(low) && isnan(high));
}

/* An epoch of ten objects, each `error` sigma off its track in place, and in velocity twice that.
 */
static void add_honest(fusion_score *score, int second, double error)
{
    fusion_score_truth truth[10];
    fusion_score_track tracks[10];
    for (int i = 0; i < 10; i++) {
        truth[i] = line_object((size_t)i, 1e4 * i);
        tracks[i] = line_track((uint64_t)i, 1e4 * i);
        tracks[i].position[1] = 5.0 * error;
        tracks[i].velocity[0] = 4.0 * error;
        tracks[i].velocity_known = truth[i].velocity_known = true;
        tracks[i].covariance_known = tracks[i].velocity_covariance_known = true;
        for (int k = 0; k < 6; k += k == 0 ? 3 : 2) {
            tracks[i].covariance[k] = 25.0;
            tracks[i].velocity_covariance[k] = 4.0;
        }
    }
    line_add(score, second, truth, 10, tracks, 10);
}

static void each_epochs_nees_is_held_against_its_own_bounds(void)
{
    /* Chi-square tables, 30 degrees of freedom: from 1.68 to 4.70 for ten objects. Errors of
     * 1, 1.5, 2 and 2.5 sigma give 1, 2.25, 4 and 6.25: the second and third are within. */
    static const uint8_t categories[10] = {0};
    const fusion_score_settings settings = fusion_score_defaults();
    fusion_score *score = fusion_score_create(&settings, categories, 10);
    for (int k = 0; k < 4; k++)
        add_honest(score, k, 1.0 + 0.5 * k);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.nees_inside, 0.5);
    CU_ASSERT_DOUBLE_EQUAL(figures.nees, 13.5 / 4.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(figures.velocity_nees, 4.0 * 13.5 / 4.0, 1e-12);
    /* Four epochs of the same ten are forty pairs, but no more than ten independent ones. */
    CU_ASSERT_DOUBLE_EQUAL(10.0 * figures.nees_low, 16.791, 0.5e-3);
    CU_ASSERT_DOUBLE_EQUAL(10.0 * figures.nees_high, 46.979, 0.5e-3);
    CU_ASSERT_EQUAL(figures.velocity_nees_low, figures.nees_low);
}

static void objects_of_unequal_numbers_of_pairs_are_worth_fewer(void)
{
    /* Nine with one pair and one with eleven: 20^2 / (9 + 121) is 3.08 objects, of the table above
     * three. */
    static const uint8_t categories[10] = {0};
    const fusion_score_settings settings = fusion_score_defaults();
    fusion_score *score = fusion_score_create(&settings, categories, 10);
    add_honest(score, 0, 1.0);
    for (int second = 1; second <= 10; second++) {
        const fusion_score_truth truth = line_object(0, 0.0);
        fusion_score_track track = line_track(0, 3.0);
        track.covariance_known = true;
        memcpy(track.covariance, (double[]){25.0, 0.0, 0.0, 25.0, 0.0, 25.0},
               sizeof track.covariance);
        line_add(score, second, &truth, 1, &track, 1);
    }
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_DOUBLE_EQUAL(3.0 * figures.nees_low, 2.700, 0.5e-3);
    CU_ASSERT_DOUBLE_EQUAL(3.0 * figures.nees_high, 19.023, 0.5e-3);
}

static void what_is_refused_changes_nothing(void)
{
    fusion_score *score = line_score(1);
    const fusion_score_truth truth = line_object(0, 0.0);
    const fusion_score_truth stranger = line_object(1, 0.0);
    const fusion_score_track track = line_track(1, 10.0);
    const fusion_score_track lost = line_track(1, NAN);
    const int64_t at = 5 * FUSION_SECOND;
    line_add(score, 4, &truth, 1, &track, 1);
    CU_ASSERT_EQUAL(fusion_score_add(score, at, &stranger, 1, NULL, 0, NULL), FUSION_OUT_OF_RANGE);
    CU_ASSERT_EQUAL(fusion_score_add(score, at, &truth, 1, &lost, 1, NULL), FUSION_NOT_FINITE);
    CU_ASSERT_EQUAL(fusion_score_add(score, at - FUSION_SECOND, &truth, 1, &track, 1, NULL),
                    FUSION_LATE);
    const fusion_score_figures figures = line_read(score);
    CU_ASSERT_EQUAL(figures.epochs, 1);
    CU_ASSERT_EQUAL(figures.gospa, 10.0);
}

static void pairs_say_whose_track_is_whose(void)
{
    /* The second track is nearest to the first object, and the third object is 2 km from any. */
    fusion_score *score = line_score(3);
    CU_ASSERT_PTR_NULL(fusion_score_pairs(score));
    const fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 5000.0),
                                        line_object(2, 3000.0)};
    const fusion_score_track tracks[] = {line_track(7, 5010.0), line_track(9, 20.0)};
    line_add(score, 1, truth, 3, tracks, 2);
    const size_t *pairs = fusion_score_pairs(score);
    CU_ASSERT_EQUAL(pairs[0], 1);
    CU_ASSERT_EQUAL(pairs[1], 0);
    CU_ASSERT_EQUAL(pairs[2], FUSION_SCORE_ALONE);
    fusion_score_destroy(score);
}

CU_TestInfo score_tests[] = {
    {"truth between two epochs of the picture is neither seen nor missed",
     truth_between_two_epochs_of_the_picture_is_neither_seen_nor_missed},
    {"a pair beyond the cutoff is missed and false, and no pair",
     a_pair_beyond_the_cutoff_is_missed_and_false_and_no_pair},
    {"empty epochs count, and ratios without denominator do not",
     empty_epochs_count_and_ratios_without_denominator_do_not},
    {"a pair is a switch where its track is not the one before",
     a_pair_is_a_switch_where_its_track_is_not_the_one_before},
    {"the same track after a gap is no switch", the_same_track_after_a_gap_is_no_switch},
    {"switches are counted by the time that objects were there",
     switches_are_counted_by_the_time_that_objects_were_there},
    {"epochs before the start are the past only", epochs_before_the_start_are_the_past_only},
    {"a second track near an object is ambiguous and false, but not spurious",
     a_second_track_near_an_object_is_ambiguous_and_false_but_not_spurious},
    {"first detections are told by category", first_detections_are_told_by_category},
    {"of each object it is told when it was first seen",
     of_each_object_it_is_told_when_it_was_first_seen},
    {"two scores are held against each other over what both have seen",
     two_scores_are_held_against_each_other_over_what_both_have_seen},
    {"errors are those of pairs", errors_are_those_of_pairs},
    {"a covariance that is not positive definite is counted",
     a_covariance_that_is_not_positive_definite_is_counted},
    {"bounds of NEES are those of the tables", bounds_of_nees_are_those_of_the_tables},
    {"each epoch's NEES is held against its own bounds",
     each_epochs_nees_is_held_against_its_own_bounds},
    {"objects of unequal numbers of pairs are worth fewer",
     objects_of_unequal_numbers_of_pairs_are_worth_fewer},
    {"pairs say whose track is whose", pairs_say_whose_track_is_whose},
    {"what is refused changes nothing", what_is_refused_changes_nothing},
    CU_TEST_INFO_NULL,
};
