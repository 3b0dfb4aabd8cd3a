/* What is made of one round of lines of sight: which pairs there are, how they weigh, and what they
 * change.
 */
#include "bench.h"
#include "suites.h"

#include <math.h>

#define PI 3.14159265358979323846

static bench on;

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
        bench_begin(&on);
        track *whose = bench_add(&on, 0.0, 0.0, 100.0);
        whose->existence = 0.7;
        measure seen[5];
        for (size_t i = 0; i < count; i++)
            seen[i] = sight_at(0.5 * PI + (double)i + 1e-3);
        imm_fit fit;
        CU_ASSERT_EQUAL(track_fit(whose, &seen[0], &fit), FUSION_OK);
        CU_ASSERT_EQUAL(bench_work(&on, seen, count), 0); /* lines begin nothing */
        CU_ASSERT_EQUAL(on.step.pairs.count, 1);
        const double density = (double)count / (2.0 * PI);
        const double weight = 0.7 * 0.5 * exp(fit.log_likelihood) / (0.5 * density);
        CU_ASSERT_DOUBLE_EQUAL(on.step.pairs.items[0].log_weight, log(weight), 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(on.step.pairs.items[0].chance, weight / (1.0 + weight), 1e-9);
        CU_ASSERT_EQUAL(whose->hits, 51);
    }
    bench_free(&on);
}

/* As rare as 36 in three dimensions, which is 7.5e-8: exp(-d2 / 2) is that at 33 in two, and in
 * one it is beyond 5.4 sigma, 29. */
static void lines_are_of_what_lies_on_them(void)
{
    bench_begin(&on);
    const track *whose = bench_add(&on, 0.0, 0.0, 100.0);
    const double unit = distance2_of(whose, sight_at(0.5 * PI + 1e-3)); /* of 1 mrad */
    for (int way = -1; way <= 1; way += 2)
        for (double distance2 = 28.0; distance2 < 35.0; distance2 += 6.0) {
            bench_begin(&on);
            bench_add(&on, 0.0, 0.0, 100.0);
            const measure seen = sight_at(0.5 * PI + way * 1e-3 * sqrt(distance2 / unit));
            bench_work(&on, &seen, 1);
            CU_ASSERT_EQUAL(on.step.pairs.count, distance2 < 30.0 ? 1 : 0);
        }
    bench_begin(&on);
    bench_add(&on, 501e3, 0.0, 100.0); /* on the line, and too far */
    const measure seen = sight_at(0.5 * PI);
    bench_work(&on, &seen, 1);
    CU_ASSERT_EQUAL(on.step.pairs.count, 0);
    bench_free(&on);
}

/* With two in line nobody knows of which it is: less than even for each. */
static void a_line_that_may_be_of_two_counts_for_neither(void)
{
    bench_begin(&on);
    track *near = bench_add(&on, 0.0, 0.0, 100.0), *far = bench_add(&on, 20e3, 0.0, 100.0);
    const measure seen = sight_at(0.5 * PI);
    bench_work(&on, &seen, 1);
    CU_ASSERT_EQUAL(on.step.pairs.count, 2);
    const track *less =
        bench_pair(&on, 0, near)->chance < bench_pair(&on, 0, far)->chance ? near : far;
    CU_ASSERT_TRUE(bench_pair(&on, 0, less)->chance > 0.1);
    CU_ASSERT_EQUAL(less->hits, 50);
    CU_ASSERT_EQUAL(near->hits + far->hits, 101);
    bench_free(&on);
}

CU_TestInfo step_sights_tests[] = {
    {"lines are weighed against as many all round", lines_are_weighed_against_as_many_all_round},
    {"lines are of what lies on them", lines_are_of_what_lies_on_them},
    {"a line that may be of two counts for neither", a_line_that_may_be_of_two_counts_for_neither},
    CU_TEST_INFO_NULL,
};
