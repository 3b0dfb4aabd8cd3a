/* What is made of one look round of plots, or of one round of lines of sight: which pairs there
 * are, how they weigh, and what they change.
 */
#include "suites.h"
#include "track/claim.h"
#include "track/step.h"
#include "track/unresolved.h"

#include <math.h>
#include <string.h>

#define PI     3.14159265358979323846
#define PERIOD (4 * FUSION_SECOND)
#define MOST   20 /* tracks, and reports */

enum { RADAR, ADSB };

static fusion_registry registry;
static fusion_engine_settings settings;
static conditions learnt;
static roster tracks;
static nis innovations;
static unrest quiet;
static room memory;
static step one;
static uint32_t slots[MOST], rows[MOST], young_slots[MOST];
static double existence = 0.99; /* of tracks that are added */
static indices young = {young_slots, MOST, MOST};

static void begin(void)
{
    step_free(&one, &memory);
    roster_free(&tracks, &memory);
    conditions_free(&learnt, &memory);
    CU_ASSERT_EQUAL(memory.held, 0);
    memset(&one, 0, sizeof one);
    memset(&tracks, 0, sizeof tracks);
    memset(&learnt, 0, sizeof learnt);
    memset(&innovations, 0, sizeof innovations);
    settings = fusion_engine_defaults();
    registry.sensor_count = 2;
    registry.sensors[RADAR].period_ns = PERIOD;
    registry.sensors[ADSB].kind = FUSION_ADSB;
    learnt.settings = &settings;
    learnt.registry = &registry;
    one.rules = (life_rules){&settings, &registry, &learnt};
    one.tracks = &tracks;
    one.nis = &innovations;
    one.unrest = &quiet;
    one.young = &young;
    CU_ASSERT_TRUE_FATAL(roster_reserve(&tracks, &memory, MOST)); /* so that they stay in place */
}

static void spread(double p[21], double place, double speed)
{
    p[0] = p[6] = p[11] = place * place;
    p[15] = p[18] = p[20] = speed * speed;
}

/* On the equator, where y is east: at rest there, as of second 0; known to 10 m/s. */
static track *add_track(double east, double north, double sigma)
{
    measure first = {.kind = FUSION_PLOT,
                     .categories = FUSION_AIR,
                     .as.state.position = {6.4e6, east, north},
                     .as.state.velocity_kind = FUSION_VELOCITY_FULL};
    spread(first.as.state.covariance, sigma, 10.0);
    track made;
    track_begin(&made, &first, 1.0);
    made.confirmed = true;
    made.existence = existence;
    made.hits = 50;
    made.categories = made.possible = FUSION_AIR;
    made.begun_ns = (int64_t)tracks.slots.count; /* in the order in which they come */
    const uint32_t slot = roster_add(&tracks, &made, settings.number_key, 31 * tracks.slots.count);
    roster_settle(&tracks);
    return &tracks.slots.items[slot];
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
    spread(seen.as.state.covariance, sigma, 0.0);
    return seen;
}

static size_t work(const measure *seen, size_t count)
{
    const size_t members = tracks.order.count;
    for (size_t i = 0; i < members; i++)
        slots[i] = tracks.order.items[i].slot;
    for (size_t i = 0; i < count; i++)
        rows[i] = (uint32_t)i;
    one.measures = seen;
    CU_ASSERT_TRUE_FATAL(conditions_reserve(&learnt, &memory, 4 * count));
    CU_ASSERT_TRUE_FATAL(step_reserve(&one, &memory, count, members));
    step_work(&one, rows, count, slots, members);
    roster_settle(&tracks);
    return tracks.order.count - members; /* born */
}

/* The pair of a row and a track, as it was left; NULL: there is none. */
static const associate_pair *pair_of(size_t row, const track *whose)
{
    for (size_t k = 0; k < one.pairs.count; k++)
        if (one.pairs.items[k].row == row && step_member(&one, one.pairs.items[k].column) == whose)
            return &one.pairs.items[k];
    return NULL;
}

static void no_more_tracks_begin_than_are_wanted(void)
{
    for (size_t most = 1; most <= 5; most++) {
        begin();
        settings.tracks_max = most;
        add_track(0.0, 0.0, 100.0);
        const measure far[] = {plot_at(0.0, 50e3, 100.0), plot_at(50e3, 0.0, 100.0),
                               plot_at(-50e3, 0.0, 100.0)};
        CU_ASSERT_EQUAL(work(far, 3), most < 4 ? most - 1 : 3);
    }
}

/* One plot at so many sigmas of the difference from where a track is; the chance that it is its. */
static double seen_off(double sigmas, bool confirmed, track **whose, size_t *born)
{
    begin();
    *whose = add_track(0.0, 0.0, 100.0);
    (*whose)->confirmed = confirmed;
    measure seen = plot_at(0.0, 142.0 * sigmas, 100.0);
    seen.identity = FUSION_HOSTILE;
    *born = work(&seen, 1);
    const associate_pair *pair = pair_of(0, *whose);
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
        const uint64_t noted = innovations.sensors[RADAR].plots;
        CU_ASSERT_EQUAL(born, chance < 0.5 ? 1 : 0);
        CU_ASSERT_EQUAL(whose->claim_count, chance < 0.5 ? 0 : 1);
        if (chance > 0.9 || chance < 0.88) /* of what surely exists 0.9; of 0.99 a little less */
            CU_ASSERT_EQUAL(noted, chance > 0.9 ? 1 : 0);
        CU_ASSERT_EQUAL(innovations.sensors[RADAR].noise_share > 0, noted > 0);
        sure += chance > 0.9;
        in_doubt += chance > 0.5 && chance < 0.88;
        hardly += chance > 0.1 && chance < 0.5;
        seen_off(sigmas, false, &whose, &born);
        CU_ASSERT_EQUAL(innovations.sensors[RADAR].plots, 0);
    }
    CU_ASSERT_TRUE(sure > 100 && in_doubt > 3 && hardly > 3); /* the sweep had all of these */
}

/* Of several in one look round at most one is its own. What surely exists is moved by all, each
 * with its chance, and stands for the time of the likeliest. */
static void a_track_is_moved_by_all_that_may_be_its_own(void)
{
    static const double north[][3] = {{300.0, -190.0, 60.0}, {60.0, 200.0, -330.0}, {410, 20, 240}};
    for (int k = 0; k < 3; k++) {
        begin();
        track *whose = add_track(0.0, 0.0, 100.0);
        whose->existence = 1.0;
        measure seen[3];
        for (int i = 0; i < 3; i++) {
            seen[i] = plot_at(0.0, north[k][i], 100.0);
            seen[i].time_ns += i * FUSION_SECOND;
        }
        track wanted = *whose;
        work(seen, 3);
        const measure *sorted[3] = {&seen[0], &seen[1], &seen[2]};
        double chances[3];
        for (size_t i = 0; i < 3; i++) {
            const associate_pair *pair = pair_of(i, whose);
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
}

/* The likeliest has what all have together: with one report and weights w that is
 * sum / (1 + sum). The other is not moved. */
static void what_an_object_says_of_itself_is_of_the_likeliest(void)
{
    for (int nearer = 0; nearer < 2; nearer++) {
        begin();
        track *both[2] = {add_track(0.0, 0.0, 100.0), add_track(0.0, 400.0, 100.0)};
        measure seen = plot_at(0.0, nearer ? 230.0 : 170.0, 100.0);
        seen.sensor = ADSB;
        const cv_state before = both[!nearer]->mean;
        work(&seen, 1);
        const associate_pair *own = pair_of(0, both[nearer]), *other = pair_of(0, both[!nearer]);
        CU_ASSERT_PTR_NOT_NULL_FATAL(own);
        CU_ASSERT_PTR_NOT_NULL_FATAL(other);
        CU_ASSERT_TRUE(own->log_weight > other->log_weight);
        const double none = 1.0 / (1.0 + exp(own->log_weight) + exp(other->log_weight));
        CU_ASSERT_DOUBLE_EQUAL(own->chance, 1.0 - none, 1e-12);
        CU_ASSERT_EQUAL(other->chance, 0.0);
        CU_ASSERT_EQUAL(memcmp(&before, &both[!nearer]->mean, sizeof before), 0);
        CU_ASSERT_EQUAL(both[nearer]->hits, 51);
    }
}

static void who_reports_irregularly_takes_no_looks(void)
{
    begin();
    measure seen = plot_at(0.0, 0.0, 100.0);
    CU_ASSERT_EQUAL(step_detection(&one, &seen), settings.detection);
    seen.sensor = ADSB;
    CU_ASSERT_EQUAL(step_detection(&one, &seen), 0.0);
}

/* A source's number is said to be shared where another track that is shown has it as well. */
static void a_number_is_shared_by_who_is_shown_with_it(void)
{
    static const struct {
        uint64_t others;
        bool confirmed, shared;
    } cases[] = {{7, true, true}, {7, false, false}, {8, true, false}};
    for (int k = 0; k < 3; k++) {
        begin();
        track *whose = add_track(0.0, 0.0, 100.0), *other = add_track(0.0, 50e3, 100.0);
        const look has = {.number = 7, .newest_ns = -3 * FUSION_SECOND, .hits = 9, .covers = 0.9};
        whose->looks[0] = other->looks[0] = has;
        whose->look_count = other->look_count = 1;
        other->looks[0].number = cases[k].others;
        other->confirmed = cases[k].confirmed;
        measure seen = plot_at(0.0, 0.0, 100.0);
        seen.number = 7;
        work(&seen, 1);
        CU_ASSERT_EQUAL(whose->hits, 51);
        CU_ASSERT_EQUAL(whose->number_shared, cases[k].shared);
    }
}

/* Sixteen at most are considered: those that it fits best. */
static void the_likeliest_of_many_tracks_are_considered(void)
{
    begin();
    track *all[18];
    for (int i = 0; i < 18; i++)
        all[i] = add_track(0.0, 20.0 * (7 * i % 18), 100.0); /* 0 to 340 m off, in no order */
    const measure seen = plot_at(0.0, 0.0, 100.0);
    work(&seen, 1);
    CU_ASSERT_EQUAL(one.pairs.count, STEP_CHOICES);
    for (int i = 0; i < 18; i++)
        CU_ASSERT_EQUAL(pair_of(0, all[i]) != NULL, 7 * i % 18 < STEP_CHOICES);
}

/* Two so many metres apart, which looks told apart at 20 sigmas of a plot and more; a plot of 20 m
 * from the middle, and so far aside. */
static void see_between(double apart, double aside, track before[2], measure *seen)
{
    begin();
    track *older = add_track(0.0, 0.0, 20.0), *younger = add_track(0.0, apart, 20.0);
    const look due = {.newest_ns = -3 * FUSION_SECOND, .hits = 9, .missed = 1, .covers = 1.0};
    older->looks[0] = younger->looks[0] = due;
    older->look_count = younger->look_count = 1;
    younger->twin = older->number;
    younger->twin_odds = -7.0;
    younger->told_apart = 20.0;
    before[0] = *older;
    before[1] = *younger;
    *seen = plot_at(aside, 0.5 * apart, 20.0);
    work(seen, 1);
}

/* It weighs for each as a plot of it would from the middle between them, whether or not it lies in
 * its gate by itself; and moves both as it lies to that. */
static void a_plot_from_between_two_is_weighed_as_of_both(void)
{
    const double apart[] = {300.0, 400.0}; /* 5 and 6.7 sigmas of each from the plot */
    for (int k = 0; k < 2; k++) {
        track before[2];
        measure seen;
        see_between(apart[k], 10.0, before, &seen);
        CU_ASSERT_EQUAL(one.pairs.count, 2);
        for (int i = 0; i < 2; i++) {
            imm_fit alone, fit;
            const measure share = unresolved_share(&seen, &before[i], &before[!i]);
            const associate_pair *pair = pair_of(0, &tracks.slots.items[i]);
            CU_ASSERT_PTR_NOT_NULL_FATAL(pair);
            CU_ASSERT_EQUAL(track_fit(&before[i], &seen, &alone), FUSION_OK);
            CU_ASSERT_EQUAL(alone.distance2 < settings.gate, k == 0);
            CU_ASSERT_EQUAL(track_fit(&before[i], &share, &fit), FUSION_OK);
            CU_ASSERT_DOUBLE_EQUAL(pair->log_weight,
                                   life_log_weight(&before[i], &seen, &fit, one.rules) +
                                       claim_evidence(&before[i], &seen, &registry),
                                   1e-9);
        }
        const double *south = tracks.slots.items[0].mean.state;
        const double *north = tracks.slots.items[1].mean.state;
        CU_ASSERT_DOUBLE_EQUAL(north[2] - south[2], apart[k], 1.0); /* neither goes to the middle */
        CU_ASSERT_TRUE(south[1] > 1.0 && north[1] > 1.0); /* both go aside as the plot lies */
    }
}

/* Each has a share of it if the look saw both in one, and else what it is likely to have of it by
 * itself. If it has none, the look missed it: of an existence of a half Bayes' rule leaves
 * .5 (1 - .9) / (.5 (1 - .9) + .5) = 1 / 11. */
static void a_plot_of_both_speaks_for_each(void)
{
    const double both = unresolved_chance(settings.detection);
    size_t some = 0;
    for (double aside = 0.0; aside < 250.0; aside += 1.0) {
        track before[2];
        measure seen;
        existence = 0.5;
        see_between(300.0, aside, before, &seen);
        existence = 0.99;
        const associate_pair *pairs[2] = {pair_of(0, &tracks.slots.items[0]),
                                          pair_of(0, &tracks.slots.items[1])};
        if (!pairs[0] || !pairs[1])
            continue;
        const double sum = pairs[0]->chance + pairs[1]->chance;
        if (sum < 0.5 || sum > 0.9)
            continue;
        some++;
        for (int i = 0; i < 2; i++) {
            const double chance = both * sum + (1.0 - both) * pairs[i]->chance;
            CU_ASSERT_DOUBLE_EQUAL(tracks.slots.items[i].existence, chance + (1.0 - chance) / 11.0,
                                   1e-12);
        }
    }
    CU_ASSERT_TRUE(some > 2);
}

/* A radar that stares looks at each at a moment of its own: at one that is less than half as due,
 * it did not look, and its report says nothing of whether the two are one. */
static void a_look_at_the_one_alone_asks_nothing_of_the_other(void)
{
    size_t asked = 0, not_asked = 0;
    for (int64_t late_ns = 0; late_ns < 2 * FUSION_SECOND; late_ns += FUSION_SECOND / 100) {
        begin();
        track *older = add_track(0.0, 0.0, 100.0), *younger = add_track(0.0, 20.0, 100.0);
        const look due = {.newest_ns = -3 * FUSION_SECOND, .hits = 9, .covers = 0.9};
        older->looks[0] = younger->looks[0] = due;
        older->look_count = younger->look_count = 1;
        younger->looks[0].newest_ns -= late_ns;
        const measure seen = plot_at(0.0, 0.0, 100.0);
        const double share =
            life_moment(younger, &seen, one.rules) / life_moment(older, &seen, one.rules);
        work(&seen, 1);
        CU_ASSERT_EQUAL(younger->twin != 0, share >= 0.5);
        *(share >= 0.5 ? &asked : &not_asked) += 1;
    }
    CU_ASSERT_TRUE(asked > 3 && not_asked > 3);
}

static void what_lies_aside_of_two_is_not_between_them(void)
{
    track before[2];
    measure seen;
    see_between(400.0, 250.0, before, &seen); /* eight sigmas */
    CU_ASSERT_EQUAL(one.pairs.count, 0);
}

/* From a place 100 km west of the first track, to 1.4 mrad; from north clockwise. */
static measure sight_at(double azimuth)
{
    measure seen = {
        .kind = FUSION_BEARING,
        .time_ns = FUSION_SECOND,
        .categories = FUSION_AIR,
        .round = 1,
        .source_named = true,
        .ahead = {0.0, sin(azimuth), cos(azimuth)},
        .aside = {0.0, cos(azimuth), -sin(azimuth)},
        .as.line = {.origin = {6.4e6, -100e3, 0.0}, .azimuth = azimuth, .sigma_azimuth = 1.4e-3}};
    static uint64_t content = 1000;
    seen.content = ++content;
    return seen;
}

static double distance2_of(const track *whose, measure seen)
{
    imm_fit fit;
    CU_ASSERT_EQUAL(track_fit(whose, &seen, &fit), FUSION_OK);
    return fit.distance2;
}

/* The track's with the density of the fit, in half of the looks if it exists; false ones as thick
 * as the lines of the round are, all round. */
static void lines_are_weighed_against_as_many_all_round(void)
{
    for (size_t count = 1; count <= 5; count++) {
        begin();
        track *whose = add_track(0.0, 0.0, 100.0);
        whose->existence = 0.7;
        measure seen[5];
        for (size_t i = 0; i < count; i++)
            seen[i] = sight_at(0.5 * PI + (double)i + 1e-3);
        imm_fit fit;
        CU_ASSERT_EQUAL(track_fit(whose, &seen[0], &fit), FUSION_OK);
        CU_ASSERT_EQUAL(work(seen, count), 0); /* lines begin nothing */
        CU_ASSERT_EQUAL(one.pairs.count, 1);
        const double density = (double)count / (2.0 * PI);
        const double weight = 0.7 * 0.5 * exp(fit.log_likelihood) / (0.5 * density);
        CU_ASSERT_DOUBLE_EQUAL(one.pairs.items[0].log_weight, log(weight), 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(one.pairs.items[0].chance, weight / (1.0 + weight), 1e-9);
        CU_ASSERT_EQUAL(whose->hits, 51);
    }
}

/* As rare as 36 in three dimensions, which is 7.5e-8: exp(-d2 / 2) is that at 33 in two, and in
 * one it is beyond 5.4 sigma, 29. */
static void lines_are_of_what_lies_on_them(void)
{
    begin();
    const track *whose = add_track(0.0, 0.0, 100.0);
    const double unit = distance2_of(whose, sight_at(0.5 * PI + 1e-3)); /* of 1 mrad */
    for (int way = -1; way <= 1; way += 2)
        for (double distance2 = 28.0; distance2 < 35.0; distance2 += 6.0) {
            begin();
            add_track(0.0, 0.0, 100.0);
            const measure seen = sight_at(0.5 * PI + way * 1e-3 * sqrt(distance2 / unit));
            work(&seen, 1);
            CU_ASSERT_EQUAL(one.pairs.count, distance2 < 30.0 ? 1 : 0);
        }
    begin();
    add_track(501e3, 0.0, 100.0); /* on the line, and too far */
    const measure seen = sight_at(0.5 * PI);
    work(&seen, 1);
    CU_ASSERT_EQUAL(one.pairs.count, 0);
}

/* With two in line nobody knows of which it is: less than even for each. */
static void a_line_that_may_be_of_two_counts_for_neither(void)
{
    begin();
    track *near = add_track(0.0, 0.0, 100.0), *far = add_track(20e3, 0.0, 100.0);
    const measure seen = sight_at(0.5 * PI);
    work(&seen, 1);
    CU_ASSERT_EQUAL(one.pairs.count, 2);
    const track *less = pair_of(0, near)->chance < pair_of(0, far)->chance ? near : far;
    CU_ASSERT_TRUE(pair_of(0, less)->chance > 0.1);
    CU_ASSERT_EQUAL(less->hits, 50);
    CU_ASSERT_EQUAL(near->hits + far->hits, 101);
    begin();
    step_free(&one, &memory);
    roster_free(&tracks, &memory);
    conditions_free(&learnt, &memory);
}

CU_TestInfo step_work_tests[] = {
    {"no more tracks begin than are wanted", no_more_tracks_begin_than_are_wanted},
    {"what a plot does hangs on whose it is", what_a_plot_does_hangs_on_whose_it_is},
    {"a track is moved by all that may be its own", a_track_is_moved_by_all_that_may_be_its_own},
    {"what an object says of itself is of the likeliest",
     what_an_object_says_of_itself_is_of_the_likeliest},
    {"who reports irregularly takes no looks", who_reports_irregularly_takes_no_looks},
    {"a number is shared by who is shown with it", a_number_is_shared_by_who_is_shown_with_it},
    {"the likeliest of many tracks are considered", the_likeliest_of_many_tracks_are_considered},
    {"a plot from between two is weighed as of both",
     a_plot_from_between_two_is_weighed_as_of_both},
    {"a plot of both speaks for each", a_plot_of_both_speaks_for_each},
    {"a look at the one alone asks nothing of the other",
     a_look_at_the_one_alone_asks_nothing_of_the_other},
    {"what lies aside of two is not between them", what_lies_aside_of_two_is_not_between_them},
    {"lines are weighed against as many all round", lines_are_weighed_against_as_many_all_round},
    {"lines are of what lies on them", lines_are_of_what_lies_on_them},
    {"a line that may be of two counts for neither", a_line_that_may_be_of_two_counts_for_neither},
    CU_TEST_INFO_NULL,
};
