/* What makes a measure a metric, and its value by trying every way there is. */
#include "estimate/random_filter.h"
#include "score/line.h"
#include "suites.h"

#include <math.h>
#include <string.h>

enum { MOST = 4, EPOCHS = 5, PAIR = 2 };

static const double cutoff = 1000.0, switching = 400.0;

/* Up to MOST things, of which each is there or not. */
typedef struct things {
    double place[MOST][3];
    bool there[MOST];
} things;

/* In a cube of 2 km, so that about half of all pairs are within the cutoff. */
static things drawn(random_source *source, int most)
{
    things one = {.there = {false}};
    for (int i = 0; i < most; i++) {
        one.there[i] = random_uniform(source, 0.0, 1.0) < 0.7;
        for (int k = 0; k < 3; k++)
            one.place[i][k] = random_uniform(source, 0.0, 1500.0);
    }
    return one;
}

static double square_between(const things *x, int i, const things *y, int j)
{
    double sum = 0.0;
    for (int k = 0; k < 3; k++)
        sum += (x->place[i][k] - y->place[j][k]) * (x->place[i][k] - y->place[j][k]);
    return sum;
}

static int size_of(const things *one)
{
    int count = 0;
    for (int i = 0; i < MOST; i++)
        count += one->there[i];
    return count;
}

static fusion_score *score_new(void)
{
    static const uint8_t categories[MOST] = {0};
    fusion_score_settings settings = fusion_score_defaults();
    settings.cutoff = cutoff;
    settings.switching = switching;
    settings.trajectories = true;
    settings.window = 3;
    fusion_score *score = fusion_score_create(&settings, categories, MOST);
    CU_ASSERT_PTR_NOT_NULL_FATAL(score);
    return score;
}

static fusion_score_epoch add(fusion_score *score, int second, const things *x, const things *y)
{
    fusion_score_truth truth[MOST];
    fusion_score_track tracks[MOST];
    size_t truths = 0, count = 0;
    for (int i = 0; i < MOST; i++) {
        if (x->there[i]) {
            truth[truths] = line_object((size_t)i, 0.0);
            memcpy(truth[truths++].position, x->place[i], sizeof x->place[i]);
        }
        if (y->there[i]) {
            tracks[count] = line_track((uint64_t)(i + 1), 0.0);
            memcpy(tracks[count++].position, y->place[i], sizeof y->place[i]);
        }
    }
    return line_add(score, second, truth, truths, tracks, count);
}

/* A few epochs of things that are drawn anew each time: OSPA(2) looks at all of them. */
static fusion_score_epoch compared(const things *x, const things *y)
{
    fusion_score *score = score_new();
    fusion_score_epoch last = {0};
    for (int k = 0; k < 3; k++)
        last = add(score, k, &x[k], &y[k]);
    fusion_score_destroy(score);
    return last;
}

/* Identity, symmetry and the inequality of the triangle (Rahmathullah, Garcia-Fernandez and
 * Svensson 2017, proposition 1; Schuhmacher, Vo and Vo 2008; Beard, Vo and Vo 2020). A square in
 * place of a root, or a cutoff that is not that of the rest, fails the last. */
static void they_are_metrics(void)
{
    random_source source = random_seeded(602);
    for (int round = 0; round < 500; round++) {
        things set[3][3];
        for (int i = 0; i < 3; i++)
            for (int k = 0; k < 3; k++)
                set[i][k] = drawn(&source, MOST);
        const fusion_score_epoch same = compared(set[0], set[0]);
        CU_ASSERT_EQUAL(same.gospa + same.ospa + same.ospa2, 0.0);
        const fusion_score_epoch xy = compared(set[0], set[1]), yx = compared(set[1], set[0]);
        const fusion_score_epoch yz = compared(set[1], set[2]), xz = compared(set[0], set[2]);
        /* A few roundings of a number of 1000 m. */
        CU_ASSERT_DOUBLE_EQUAL(xy.gospa, yx.gospa, 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(xy.ospa, yx.ospa, 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(xy.ospa2, yx.ospa2, 1e-9);
        CU_ASSERT_TRUE(xz.gospa <= xy.gospa + yz.gospa + 1e-9);
        CU_ASSERT_TRUE(xz.ospa <= xy.ospa + yz.ospa + 1e-9);
        CU_ASSERT_TRUE(xz.ospa2 <= xy.ospa2 + yz.ospa2 + 1e-9);
        CU_ASSERT_TRUE(xy.ospa <= cutoff && xy.ospa2 <= cutoff);
    }
}

/* The least sum of squares and of `alone` for each of x from i on that gets nobody of y. */
static double least(const things *x, const things *y, int i, unsigned taken, double alone)
{
    if (i == MOST)
        return 0.0;
    if (!x->there[i])
        return least(x, y, i + 1, taken, alone);
    double best = alone + least(x, y, i + 1, taken, alone);
    for (int j = 0; j < MOST; j++) {
        if (!y->there[j] || (taken >> j & 1))
            continue;
        const double pair = square_between(x, i, y, j);
        best = fmin(best, pair + least(x, y, i + 1, taken | 1u << j, alone));
    }
    return best;
}

/* GOSPA: a pair less costs two alone. OSPA: the larger set's surplus costs c^2 each, and a pair
 * beyond c no more. */
static void each_epoch_is_the_least_of_all_ways(void)
{
    random_source source = random_seeded(603);
    const double c2 = cutoff * cutoff;
    for (int round = 0; round < 500; round++) {
        const things x = drawn(&source, MOST), y = drawn(&source, MOST);
        const int n = size_of(&x), m = size_of(&y), larger = n > m ? n : m;
        fusion_score *score = score_new();
        const fusion_score_epoch one = add(score, 0, &x, &y);
        fusion_score_destroy(score);
        const double gospa = least(&x, &y, 0, 0, c2) + 0.5 * c2 * (m - n);
        CU_ASSERT_DOUBLE_EQUAL(one.gospa, sqrt(gospa), 1e-9);
        const double ospa = least(&x, &y, 0, 0, c2) + c2 * (larger - n);
        CU_ASSERT_DOUBLE_EQUAL(one.ospa, larger > 0 ? sqrt(ospa / larger) : 0.0, 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(
            one.gospa * one.gospa,
            one.location * one.location + 0.5 * c2 * (double)(one.missed + one.false_tracks), 1e-6);
        CU_ASSERT_EQUAL(one.pairs + one.missed, (size_t)n);
        CU_ASSERT_EQUAL(one.pairs + one.false_tracks, (size_t)m);
    }
}

/* All ways in which two objects may have two tracks: of each object its track, or none. */
static const int ways[7][PAIR] = {{-1, -1}, {0, -1}, {1, -1}, {-1, 0}, {-1, 1}, {0, 1}, {1, 0}};

/* What a way costs at an epoch: Garcia-Fernandez, Rahmathullah and Svensson 2020, section II. */
static double cost_of_way(const int way[PAIR], const things *x, const things *y)
{
    const double c2 = cutoff * cutoff;
    double sum = 0.0;
    bool has_object[PAIR] = {false};
    for (int i = 0; i < PAIR; i++) {
        if (way[i] >= 0)
            has_object[way[i]] = true;
        const bool shown = way[i] >= 0 && y->there[way[i]];
        if (x->there[i] && shown)
            sum += fmin(square_between(x, i, y, way[i]), c2);
        else if (x->there[i] || shown)
            sum += 0.5 * c2;
    }
    for (int j = 0; j < PAIR; j++)
        sum += y->there[j] && !has_object[j] ? 0.5 * c2 : 0.0;
    return sum;
}

static double cost_of_change(const int from[PAIR], const int to[PAIR])
{
    double sum = 0.0;
    for (int i = 0; i < PAIR; i++)
        if (from[i] != to[i])
            sum += switching * switching * (from[i] < 0 || to[i] < 0 ? 0.5 : 1.0);
    return sum;
}

/* The least over all 7^5 rows of ways. */
static double least_of_rows(const things *x, const things *y)
{
    double best = INFINITY;
    for (int row = 0; row < 7 * 7 * 7 * 7 * 7; row++) {
        double sum = 0.0;
        for (int k = 0, digits = row, before = -1; k < EPOCHS; k++, digits /= 7) {
            sum += cost_of_way(ways[digits % 7], &x[k], &y[k]);
            sum += before < 0 ? 0.0 : cost_of_change(ways[before], ways[digits % 7]);
            before = digits % 7;
        }
        best = fmin(best, sum);
    }
    return best;
}

static void trajectories_are_the_least_of_all_rows_of_ways(void)
{
    random_source source = random_seeded(604);
    enum { ROUNDS = 60 };
    int met = 0;
    for (int round = 0; round < ROUNDS; round++) {
        things x[EPOCHS], y[EPOCHS];
        fusion_score *score = score_new();
        for (int k = 0; k < EPOCHS; k++) {
            x[k] = drawn(&source, PAIR);
            y[k] = drawn(&source, PAIR);
            add(score, k, &x[k], &y[k]);
        }
        fusion_score_trajectory figures;
        CU_ASSERT_EQUAL(fusion_score_trajectories(score, &figures), FUSION_OK);
        fusion_score_destroy(score);
        const double exact = sqrt(least_of_rows(x, y) / EPOCHS);
        CU_ASSERT_TRUE(figures.gospa_low <= exact * (1.0 + 1e-9)); /* the prices' last digits */
        CU_ASSERT_TRUE(exact <= figures.gospa * (1.0 + 1e-12));
        met += figures.gospa <= exact * (1.0 + 1e-9);
    }
    CU_ASSERT_TRUE(20 * met >= 19 * ROUNDS); /* as in the blocks' own test */
}

CU_TestInfo metric_tests[] = {
    {"they are metrics", they_are_metrics},
    {"each epoch is the least of all ways", each_epoch_is_the_least_of_all_ways},
    {"trajectories are the least of all rows of ways",
     trajectories_are_the_least_of_all_rows_of_ways},
    CU_TEST_INFO_NULL,
};
