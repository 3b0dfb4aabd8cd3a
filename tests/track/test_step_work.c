/* What is made of one look round of plots: which pairs there are, how they weigh, and what they
 * change.
 */
#include "bench.h"
#include "suites.h"
#include "track/claim.h"
#include "track/unresolved.h"

#include <math.h>
#include <string.h>

enum { RADAR, ADSB };

static bench on;

static void begin(void)
{
    bench_begin(&on);
    on.registry.sensors[ADSB] = (fusion_sensor){.kind = FUSION_ADSB};
}

static measure plot_at(double east, double north, double sigma)
{
    static uint64_t content;
    measure seen = {.kind = FUSION_PLOT,
                    .time_ns = FUSION_SECOND,
                    .categories = FUSION_AIR,
                    .content = ++content,
                    .round = 1,
                    .reach = 1e4,
                    .source_named = true,
                    .as.state.position = {6.4e6, east, north}};
    bench_spread(seen.as.state.covariance, sigma * sigma, 0.0);
    return seen;
}

static void no_more_tracks_begin_than_are_wanted(void)
{
    for (size_t most = 1; most <= 5; most++) {
        begin();
        on.settings.tracks_max = most;
        bench_add(&on, 0.0, 0.0, 100.0);
        const measure far[] = {plot_at(0.0, 50e3, 100.0), plot_at(50e3, 0.0, 100.0),
                               plot_at(-50e3, 0.0, 100.0)};
        CU_ASSERT_EQUAL(bench_work(&on, far, 3), most < 4 ? most - 1 : 3);
    }
    bench_free(&on);
}

/* One plot at so many sigmas of the difference from where a track is; the chance that it is its. */
static double seen_off(double sigmas, bool confirmed, track **whose, size_t *born)
{
    begin();
    *whose = bench_add(&on, 0.0, 0.0, 100.0);
    (*whose)->confirmed = confirmed;
    measure seen = plot_at(0.0, 142.0 * sigmas, 100.0);
    seen.identity = FUSION_HOSTILE;
    *born = bench_work(&on, &seen, 1);
    const associate_pair *pair = bench_pair(&on, 0, *whose);
    return pair ? pair->chance : 0.0;
}

/* What is rather no track's begins one; what is rather a track's says what it is. A plot tells of
 * a sensor's accuracy where it is its beyond doubt, and that of a track that is shown. */
static void what_a_plot_does_hangs_on_whose_it_is(void)
{
    size_t in_doubt = 0, sure = 0, hardly = 0;
    for (double sigmas = 0.0; sigmas < 7.0; sigmas += 0.02) {
        track *whose;
        size_t born;
        const double chance = seen_off(sigmas, true, &whose, &born);
        const uint64_t noted = on.innovations.sensors[RADAR].plots;
        CU_ASSERT_EQUAL(born, chance < 0.5 ? 1 : 0);
        CU_ASSERT_EQUAL(whose->claim_count, chance < 0.5 ? 0 : 1);
        if (chance > 0.9 || chance < 0.88) /* of what surely exists 0.9; of 0.99 a little less */
            CU_ASSERT_EQUAL(noted, chance > 0.9 ? 1 : 0);
        CU_ASSERT_EQUAL(on.innovations.sensors[RADAR].noise_share > 0, noted > 0);
        sure += chance > 0.9;
        in_doubt += chance > 0.5 && chance < 0.88;
        hardly += chance > 0.1 && chance < 0.5;
        seen_off(sigmas, false, &whose, &born);
        CU_ASSERT_EQUAL(on.innovations.sensors[RADAR].plots, 0);
    }
    CU_ASSERT_TRUE(sure > 100 && in_doubt > 3 && hardly > 3); /* the sweep had all of these */
    bench_free(&on);
}

/* Of several in one look round at most one is its own. What surely exists is moved by all, each
 * with its chance, and stands for the time of the likeliest. */
static void a_track_is_moved_by_all_that_may_be_its_own(void)
{
    static const double north[][3] = {{300.0, -190.0, 60.0}, {60.0, 200.0, -330.0}, {410, 20, 240}};
    for (int k = 0; k < 3; k++) {
        begin();
        track *whose = bench_add(&on, 0.0, 0.0, 100.0);
        whose->existence = 1.0;
        measure seen[3];
        for (int i = 0; i < 3; i++) {
            seen[i] = plot_at(0.0, north[k][i], 100.0);
            seen[i].time_ns += i * FUSION_SECOND;
        }
        track wanted = *whose;
        bench_work(&on, seen, 3);
        const measure *sorted[3] = {&seen[0], &seen[1], &seen[2]};
        double chances[3];
        for (size_t i = 0; i < 3; i++) {
            const associate_pair *pair = bench_pair(&on, i, whose);
            CU_ASSERT_PTR_NOT_NULL_FATAL(pair);
            chances[i] = pair->chance;
        }
        for (int i = 0; i < 3; i++)
            for (int j = i + 1; j < 3; j++)
                if (chances[j] > chances[i]) {
                    const double chance = chances[i];
                    const measure *other = sorted[i];
                    chances[i] = chances[j], chances[j] = chance;
                    sorted[i] = sorted[j], sorted[j] = other;
                }
        CU_ASSERT_TRUE(chances[2] > 1e-3 && chances[2] < 0.1); /* the least has a part, too */
        CU_ASSERT_EQUAL(track_update_rivals(&wanted, sorted, chances, 3, NULL, NULL), FUSION_OK);
        /* Sums of three chances in another order: of 6e6 m, roundings. */
        for (int i = 0; i < 6; i++)
            CU_ASSERT_DOUBLE_EQUAL(whose->mean.state[i], wanted.mean.state[i], 1e-8);
        for (int i = 0; i < 21; i++)
            CU_ASSERT_DOUBLE_EQUAL(whose->mean.covariance[i], wanted.mean.covariance[i], 1e-7);
    }
    bench_free(&on);
}

/* A track is moved as one that exists, for else nothing of it is shown. The sensor never saw it, so
 * .9 of .9 that it does now; a miss leaves .5 .19 / (.5 .19 + .5) of an existence of a half, which
 * is 19 / 119. So a plot that is its own with a chance c is so with c / (c + (1 - c) 19 / 119)
 * where the track exists: that a miss speaks against it was left out. */
static void what_may_not_exist_is_moved_as_if_it_did(void)
{
    size_t some = 0;
    for (double north = 500.0; north < 1000.0; north += 2.0) {
        begin();
        track *whose = bench_add(&on, 0.0, 0.0, 100.0);
        whose->existence = 0.5;
        const measure seen = plot_at(0.0, north, 100.0), *all = &seen;
        track wanted = *whose;
        bench_work(&on, &seen, 1);
        const associate_pair *pair = bench_pair(&on, 0, whose);
        const double chance = pair ? pair->chance : 0.0;
        if (chance < 0.5 || chance > 0.95)
            continue;
        some++;
        const double there = chance / (chance + (1.0 - chance) * 19.0 / 119.0);
        CU_ASSERT_EQUAL(track_update_rivals(&wanted, &all, &there, 1, NULL, NULL), FUSION_OK);
        for (int i = 0; i < 6; i++)
            CU_ASSERT_DOUBLE_EQUAL(whose->mean.state[i], wanted.mean.state[i], 1e-8);
    }
    CU_ASSERT_TRUE(some > 2);
    bench_free(&on);
}

/* The likeliest has what all have together: with one report and weights w that is
 * sum / (1 + sum). The other is not moved. */
static void what_an_object_says_of_itself_is_of_the_likeliest(void)
{
    for (int nearer = 0; nearer < 2; nearer++) {
        begin();
        track *both[2] = {bench_add(&on, 0.0, 0.0, 100.0), bench_add(&on, 0.0, 400.0, 100.0)};
        measure seen = plot_at(0.0, nearer ? 230.0 : 170.0, 100.0);
        seen.sensor = ADSB;
        const cv_state before = both[!nearer]->mean;
        bench_work(&on, &seen, 1);
        const associate_pair *own = bench_pair(&on, 0, both[nearer]),
                             *other = bench_pair(&on, 0, both[!nearer]);
        CU_ASSERT_PTR_NOT_NULL_FATAL(own);
        CU_ASSERT_PTR_NOT_NULL_FATAL(other);
        CU_ASSERT_TRUE(own->log_weight > other->log_weight);
        const double none = 1.0 / (1.0 + exp(own->log_weight) + exp(other->log_weight));
        CU_ASSERT_DOUBLE_EQUAL(own->chance, 1.0 - none, 1e-12);
        CU_ASSERT_EQUAL(other->chance, 0.0);
        CU_ASSERT_EQUAL(memcmp(&before, &both[!nearer]->mean, sizeof before), 0);
        CU_ASSERT_EQUAL(both[nearer]->hits, 51);
    }
    bench_free(&on);
}

static void who_reports_irregularly_takes_no_looks(void)
{
    begin();
    measure seen = plot_at(0.0, 0.0, 100.0);
    CU_ASSERT_EQUAL(step_detection(&on.step, &seen), on.settings.detection);
    seen.sensor = ADSB;
    CU_ASSERT_EQUAL(step_detection(&on.step, &seen), 0.0);
    bench_free(&on);
}

/* Sixteen at most are considered: those that it fits best. */
static void the_likeliest_of_many_tracks_are_considered(void)
{
    begin();
    track *all[18];
    for (int i = 0; i < 18; i++)
        all[i] = bench_add(&on, 0.0, 20.0 * (7 * i % 18), 100.0); /* 0 to 340 m off, in no order */
    const measure seen = plot_at(0.0, 0.0, 100.0);
    bench_work(&on, &seen, 1);
    CU_ASSERT_EQUAL(on.step.pairs.count, STEP_CHOICES);
    for (int i = 0; i < 18; i++)
        CU_ASSERT_EQUAL(bench_pair(&on, 0, all[i]) != NULL, 7 * i % 18 < STEP_CHOICES);
    bench_free(&on);
}

/* Two so many metres apart, which looks told apart at 20 sigmas of a plot and more; a plot of 20 m
 * from the middle, and so far aside. */
static void see_between(double apart, double aside, double existence, track before[2],
                        measure *seen)
{
    begin();
    track *older = bench_add(&on, 0.0, 0.0, 20.0), *younger = bench_add(&on, 0.0, apart, 20.0);
    const look due = {.newest_ns = -3 * FUSION_SECOND, .hits = 9, .missed = 1, .covers = 1.0};
    older->looks[0] = younger->looks[0] = due;
    older->look_count = younger->look_count = 1;
    older->existence = younger->existence = existence;
    younger->twin = older->number;
    younger->twin_odds = -7.0;
    younger->told_apart = 20.0;
    before[0] = *older;
    before[1] = *younger;
    *seen = plot_at(aside, 0.5 * apart, 20.0);
    bench_work(&on, seen, 1);
}

/* It weighs for each as a plot of it would from the middle between them, whether or not it lies in
 * its gate by itself; and moves both as it lies to that. */
static void a_plot_from_between_two_is_weighed_as_of_both(void)
{
    const double apart[] = {300.0, 400.0}; /* 5 and 6.7 sigmas of each from the plot */
    for (int k = 0; k < 2; k++) {
        track before[2];
        measure seen;
        see_between(apart[k], 10.0, 0.99, before, &seen);
        CU_ASSERT_EQUAL(on.step.pairs.count, 2);
        for (int i = 0; i < 2; i++) {
            imm_fit alone, fit;
            const measure share = unresolved_share(&seen, &before[i], &before[!i]);
            const associate_pair *pair = bench_pair(&on, 0, &on.tracks.slots.items[i]);
            CU_ASSERT_PTR_NOT_NULL_FATAL(pair);
            CU_ASSERT_EQUAL(track_fit(&before[i], &seen, &alone), FUSION_OK);
            CU_ASSERT_EQUAL(alone.distance2 < on.settings.gate, k == 0);
            CU_ASSERT_EQUAL(track_fit(&before[i], &share, &fit), FUSION_OK);
            CU_ASSERT_DOUBLE_EQUAL(pair->log_weight,
                                   life_log_weight(&before[i], &seen, &fit, on.step.rules) +
                                       claim_evidence(&before[i], &seen, &on.registry),
                                   1e-9);
        }
        const double *south = on.tracks.slots.items[0].mean.state;
        const double *north = on.tracks.slots.items[1].mean.state;
        CU_ASSERT_DOUBLE_EQUAL(north[2] - south[2], apart[k], 1.0); /* neither goes to the middle */
        CU_ASSERT_TRUE(south[1] > 1.0 && north[1] > 1.0); /* both go aside as the plot lies */
    }
    bench_free(&on);
}

/* Each has a share of it if the look saw both in one, and else what it is likely to have of it by
 * itself. If it has none, the look missed it: of an existence of a half Bayes' rule leaves
 * .5 (1 - .9) / (.5 (1 - .9) + .5) = 1 / 11. */
static void a_plot_of_both_speaks_for_each(void)
{
    const double both = unresolved_chance(on.settings.detection);
    size_t some = 0;
    for (double aside = 0.0; aside < 250.0; aside += 1.0) {
        track before[2];
        measure seen;
        see_between(300.0, aside, 0.5, before, &seen);
        const associate_pair *pairs[2] = {bench_pair(&on, 0, &on.tracks.slots.items[0]),
                                          bench_pair(&on, 0, &on.tracks.slots.items[1])};
        if (!pairs[0] || !pairs[1])
            continue;
        const double sum = pairs[0]->chance + pairs[1]->chance;
        if (sum < 0.5 || sum > 0.9)
            continue;
        some++;
        for (int i = 0; i < 2; i++) {
            const double chance = both * sum + (1.0 - both) * pairs[i]->chance;
            CU_ASSERT_DOUBLE_EQUAL(on.tracks.slots.items[i].existence,
                                   chance + (1.0 - chance) / 11.0, 1e-12);
        }
    }
    CU_ASSERT_TRUE(some > 2);
    bench_free(&on);
}

/* A radar that stares looks at each at a moment of its own: at one that is less than half as due,
 * it did not look, and its report says nothing of whether the two are one. */
static void a_look_at_the_one_alone_asks_nothing_of_the_other(void)
{
    size_t asked = 0, not_asked = 0;
    for (int64_t late_ns = 0; late_ns < 2 * FUSION_SECOND; late_ns += FUSION_SECOND / 100) {
        begin();
        track *older = bench_add(&on, 0.0, 0.0, 100.0), *younger = bench_add(&on, 0.0, 20.0, 100.0);
        const look due = {.newest_ns = -3 * FUSION_SECOND, .hits = 9, .covers = 0.9};
        older->looks[0] = younger->looks[0] = due;
        older->look_count = younger->look_count = 1;
        younger->looks[0].newest_ns -= late_ns;
        const measure seen = plot_at(0.0, 0.0, 100.0);
        const double share =
            life_moment(younger, &seen, on.step.rules) / life_moment(older, &seen, on.step.rules);
        bench_work(&on, &seen, 1);
        CU_ASSERT_EQUAL(younger->twin != 0, share >= 0.5);
        *(share >= 0.5 ? &asked : &not_asked) += 1;
    }
    CU_ASSERT_TRUE(asked > 3 && not_asked > 3);
    bench_free(&on);
}

static void what_lies_aside_of_two_is_not_between_them(void)
{
    track before[2];
    measure seen;
    see_between(400.0, 250.0, 0.99, before, &seen); /* eight sigmas */
    CU_ASSERT_EQUAL(on.step.pairs.count, 0);
    bench_free(&on);
}

CU_TestInfo step_work_tests[] = {
    {"no more tracks begin than are wanted", no_more_tracks_begin_than_are_wanted},
    {"what a plot does hangs on whose it is", what_a_plot_does_hangs_on_whose_it_is},
    {"a track is moved by all that may be its own", a_track_is_moved_by_all_that_may_be_its_own},
    {"what may not exist is moved as if it did", what_may_not_exist_is_moved_as_if_it_did},
    {"what an object says of itself is of the likeliest",
     what_an_object_says_of_itself_is_of_the_likeliest},
    {"who reports irregularly takes no looks", who_reports_irregularly_takes_no_looks},
    {"the likeliest of many tracks are considered", the_likeliest_of_many_tracks_are_considered},
    {"a plot from between two is weighed as of both",
     a_plot_from_between_two_is_weighed_as_of_both},
    {"a plot of both speaks for each", a_plot_of_both_speaks_for_each},
    {"a look at the one alone asks nothing of the other",
     a_look_at_the_one_alone_asks_nothing_of_the_other},
    {"what lies aside of two is not between them", what_lies_aside_of_two_is_not_between_them},
    CU_TEST_INFO_NULL,
};
