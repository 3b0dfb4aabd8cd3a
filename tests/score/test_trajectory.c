#include "estimate/random_filter.h"
#include "score/line.h"
#include "suites.h"

#include <math.h>

/* Two objects 400 m apart, or 2,000 m, and tracks on them. */
static const double near = 400.0, far = 2000.0;

static fusion_score *score_with(double switching, size_t objects)
{
    static const uint8_t categories[8] = {0};
    fusion_score_settings settings = fusion_score_defaults();
    settings.trajectories = true;
    settings.switching = switching;
    fusion_score *score = fusion_score_create(&settings, categories, objects);
    CU_ASSERT_PTR_NOT_NULL_FATAL(score);
    return score;
}

static fusion_score_trajectory read(fusion_score *score)
{
    fusion_score_trajectory figures;
    CU_ASSERT_EQUAL_FATAL(fusion_score_trajectories(score, &figures), FUSION_OK);
    fusion_score_destroy(score);
    return figures;
}

/* Objects at 0 and `apart` for ten epochs; tracks 1 and 2 on them, exact, and the other way round
 * from epoch `from` until before epoch `to`. */
static fusion_score_trajectory swapped(double apart, int from, int to)
{
    fusion_score *score = score_with(500.0, 2);
    const fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, apart)};
    for (int k = 0; k < 10; k++) {
        const bool other = k >= from && k < to;
        const fusion_score_track tracks[] = {line_track(1, other ? apart : 0.0),
                                             line_track(2, other ? 0.0 : apart)};
        line_add(score, k, truth, 2, tracks, 2);
    }
    return read(score);
}

static void a_swap_that_lasts_costs_two_switches(void)
{
    /* 2 x 500^2 in all, over ten epochs. To leave all as it was would cost 2 x 5 x 1000^2. */
    const fusion_score_trajectory figures = swapped(far, 5, 10);
    CU_ASSERT_DOUBLE_EQUAL(figures.gospa, sqrt(2 * 250000.0 / 10.0), 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(figures.gospa_low, figures.gospa, 1e-6); /* bounds meet to 1e-9 of c^2 */
    CU_ASSERT_EQUAL(figures.switches, 2.0);
    CU_ASSERT_EQUAL(figures.location, 0.0);
    CU_ASSERT_EQUAL(figures.missed, 0.0);
    CU_ASSERT_EQUAL(figures.false_tracks, 0.0);
}

static void a_swap_of_a_moment_costs_distance_and_no_switch(void)
{
    /* One epoch in which each is 400 m off, 2 x 400^2; four switches would cost 4 x 500^2. */
    const fusion_score_trajectory figures = swapped(near, 4, 5);
    CU_ASSERT_DOUBLE_EQUAL(figures.gospa, sqrt(2 * 160000.0 / 10.0), 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(figures.location, figures.gospa, 1e-9);
    CU_ASSERT_EQUAL(figures.switches, 0.0);
}

static void a_swap_of_a_moment_between_far_objects_costs_misses(void)
{
    /* One epoch in which both are missed and both tracks false: 4 x 1000^2 / 2, where switches
     * would cost 4 x 500^2. Switches it is, until they cost more than 707 m. */
    CU_ASSERT_EQUAL(swapped(far, 4, 5).switches, 4.0);
    fusion_score *score = score_with(708.0, 2);
    const fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, far)};
    for (int k = 0; k < 10; k++) {
        const fusion_score_track tracks[] = {line_track(1, k == 4 ? far : 0.0),
                                             line_track(2, k == 4 ? 0.0 : far)};
        line_add(score, k, truth, 2, tracks, 2);
    }
    const fusion_score_trajectory figures = read(score);
    CU_ASSERT_EQUAL(figures.switches, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(figures.missed, 0.2, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(figures.false_tracks, 0.2, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(figures.gospa, sqrt(2000000.0 / 10.0), 1e-9);
}

static void a_new_number_after_a_gap_costs_one_switch_and_the_old_one_none(void)
{
    for (uint64_t after = 1; after <= 2; after++) {
        fusion_score *score = score_with(500.0, 1);
        const fusion_score_truth truth = line_object(0, 0.0);
        for (int k = 0; k < 10; k++) {
            const fusion_score_track track = line_track(k < 4 ? 1 : after, 0.0);
            line_add(score, k, &truth, 1, &track, k == 4 ? 0 : 1);
        }
        const fusion_score_trajectory figures = read(score);
        const double switches = after == 1 ? 0.0 : 1.0;
        CU_ASSERT_EQUAL(figures.switches, switches);
        CU_ASSERT_DOUBLE_EQUAL(figures.missed, 0.1, 1e-15);
        CU_ASSERT_DOUBLE_EQUAL(figures.gospa, sqrt((500000.0 + 250000.0 * switches) / 10.0), 1e-9);
    }
}

static void a_late_begin_and_an_early_end_cost_misses_alone(void)
{
    fusion_score *score = score_with(500.0, 1);
    const fusion_score_truth truth = line_object(0, 0.0);
    const fusion_score_track track = line_track(1, 0.0);
    for (int k = 0; k < 10; k++)
        line_add(score, k, &truth, 1, &track, k >= 3 && k < 8 ? 1 : 0);
    const fusion_score_trajectory figures = read(score);
    CU_ASSERT_EQUAL(figures.switches, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(figures.gospa, sqrt(5 * 500000.0 / 10.0), 1e-9);
}

static void groups_that_are_far_apart_add_up(void)
{
    /* One object whose track changes its number, and, 100 km away, one track that goes over from
     * one object to another: two switches, and each epoch one object is missed. */
    fusion_score *score = score_with(500.0, 3);
    const fusion_score_truth truth[] = {line_object(0, 0.0), line_object(1, 1e5),
                                        line_object(2, 1e5 + far)};
    for (int k = 0; k < 10; k++) {
        const fusion_score_track tracks[] = {line_track(k < 5 ? 0 : 1, 0.0),
                                             line_track(2, k < 5 ? 1e5 : 1e5 + far)};
        line_add(score, k, truth, 3, tracks, 2);
    }
    const fusion_score_trajectory figures = read(score);
    CU_ASSERT_EQUAL(figures.switches, 2.0);
    CU_ASSERT_DOUBLE_EQUAL(figures.missed, 1.0, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(figures.gospa, sqrt((10 * 500000.0 + 2 * 250000.0) / 10.0), 1e-9);
}

enum { THINGS = 5, SECONDS = 25 };

/* Things that wander over one another within 6 km, and are not always there. Gives the mean square
 * of GOSPA. */
static double wander(random_source *source, fusion_score *score, fusion_score *mirror)
{
    double x[2 * THINGS], square = 0.0;
    for (int i = 0; i < 2 * THINGS; i++)
        x[i] = random_uniform(source, 0.0, 3000.0);
    for (int k = 0; k < SECONDS; k++) {
        fusion_score_truth truth[2][THINGS];
        fusion_score_track tracks[2][THINGS];
        size_t count[2] = {0, 0};
        for (int i = 0; i < 2 * THINGS; i++) {
            const int side = i / THINGS;
            x[i] += random_uniform(source, -150.0, 150.0);
            if (random_uniform(source, 0.0, 1.0) < 0.1)
                continue;
            truth[side][count[side]] = line_object((size_t)(i % THINGS), x[i]);
            tracks[side][count[side]++] = line_track((uint64_t)i, x[i]);
        }
        const double gospa = line_add(score, k, truth[0], count[0], tracks[1], count[1]).gospa;
        line_add(mirror, k, truth[1], count[1], tracks[0], count[0]);
        square += gospa * gospa / SECONDS;
    }
    return square;
}

static void without_a_price_of_switches_it_is_gospa(void)
{
    random_source source = random_seeded(161803);
    for (int round = 0; round < 20; round++) {
        fusion_score *score = score_with(0.0, THINGS);
        fusion_score *mirror = score_with(0.0, THINGS);
        const double square = wander(&source, score, mirror);
        fusion_score_destroy(mirror);
        const fusion_score_trajectory figures = read(score);
        /* The assignment is found by steps towards prices: to one in a hundred thousand. */
        CU_ASSERT_DOUBLE_EQUAL(figures.gospa, sqrt(square), 1e-5 * sqrt(square));
        CU_ASSERT_TRUE(figures.gospa_low <= sqrt(square) * (1.0 + 1e-12));
    }
}

static void it_is_the_same_either_way_and_its_parts_add_up(void)
{
    random_source source = random_seeded(141421);
    for (int round = 0; round < 20; round++) {
        fusion_score *score = score_with(500.0, THINGS);
        fusion_score *mirror = score_with(500.0, THINGS);
        const double square = wander(&source, score, mirror);
        const fusion_score_trajectory one = read(score);
        const fusion_score_trajectory other = read(mirror);
        CU_ASSERT_TRUE(one.gospa_low <= other.gospa * (1.0 + 1e-12));
        CU_ASSERT_TRUE(other.gospa_low <= one.gospa * (1.0 + 1e-12));
        CU_ASSERT_TRUE(one.gospa >= sqrt(square) * (1.0 - 1e-12)); /* no switch is for nothing */
        const double parts = one.location * one.location + 0.5e6 * (one.missed + one.false_tracks) +
                             250000.0 * one.switches / SECONDS;
        CU_ASSERT_DOUBLE_EQUAL(one.gospa, sqrt(parts), 1e-9 * one.gospa);
        CU_ASSERT_TRUE(one.gospa - one.gospa_low < 0.01 * one.gospa);
    }
}

static void they_are_read_where_they_were_asked_for(void)
{
    fusion_score *score = line_score(1);
    fusion_score_trajectory figures = {.gospa = 7.0};
    CU_ASSERT_EQUAL(fusion_score_trajectories(score, &figures), FUSION_OUT_OF_RANGE);
    CU_ASSERT_EQUAL(figures.gospa, 7.0);
    fusion_score_destroy(score);
    CU_ASSERT_TRUE(isnan(read(score_with(500.0, 1)).gospa));
}

CU_TestInfo trajectory_tests[] = {
    {"a swap that lasts costs two switches", a_swap_that_lasts_costs_two_switches},
    {"a swap of a moment costs distance, and no switch",
     a_swap_of_a_moment_costs_distance_and_no_switch},
    {"a swap of a moment between far objects costs misses",
     a_swap_of_a_moment_between_far_objects_costs_misses},
    {"a new number after a gap costs one switch, and the old one none",
     a_new_number_after_a_gap_costs_one_switch_and_the_old_one_none},
    {"a late begin and an early end cost misses alone",
     a_late_begin_and_an_early_end_cost_misses_alone},
    {"groups that are far apart add up", groups_that_are_far_apart_add_up},
    {"without a price of switches it is GOSPA", without_a_price_of_switches_it_is_gospa},
    {"it is the same either way, and its parts add up",
     it_is_the_same_either_way_and_its_parts_add_up},
    {"they are read where they were asked for", they_are_read_where_they_were_asked_for},
    CU_TEST_INFO_NULL,
};
