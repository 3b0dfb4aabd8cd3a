#include "estimate/random_filter.h"
#include "score/line.h"
#include "score/near.h"
#include "suites.h"

#include <math.h>

enum { OBJECTS = 40, TRACKS = 60 };

/* Spread along one axis much more than along the others, whichever it is. */
static void draw(random_source *source, int axis, double position[3])
{
    for (int i = 0; i < 3; i++)
        position[i] = random_uniform(source, 0.0, i == axis ? 20.0 : 2.0);
}

static void what_is_found_is_what_is_below_the_cutoff(void)
{
    random_source source = random_seeded(271828);
    near_work work = {0};
    for (int round = 0; round < 60; round++) {
        fusion_score_truth truth[OBJECTS] = {0};
        fusion_score_track tracks[TRACKS] = {0};
        for (size_t i = 0; i < OBJECTS; i++)
            draw(&source, round % 3, truth[i].position);
        for (size_t j = 0; j < TRACKS; j++)
            draw(&source, round % 3, tracks[j].position);
        CU_ASSERT_TRUE_FATAL(near_find(&work, truth, OBJECTS, tracks, TRACKS, 1.5));
        size_t found = 0;
        for (size_t i = 0; i < OBJECTS; i++)
            for (size_t j = 0; j < TRACKS; j++) {
                const double square = near_distance2(truth[i].position, tracks[j].position);
                if (!(square < 2.25))
                    continue;
                CU_ASSERT_TRUE_FATAL(found < work.count);
                CU_ASSERT_EQUAL(work.edges[found].row, i);
                CU_ASSERT_EQUAL(work.edges[found].column, j);
                CU_ASSERT_EQUAL(work.edges[found].cost, square);
                found++;
            }
        CU_ASSERT_EQUAL(found, work.count);
        CU_ASSERT(found > 0 && found < OBJECTS * TRACKS / 2); /* it had something to leave out */
    }
    near_free(&work);
}

static void what_is_the_cutoff_away_is_not_near(void)
{
    near_work work = {0};
    const fusion_score_truth truth = line_object(0, 0.0);
    const fusion_score_track tracks[] = {line_track(1, 1000.0), line_track(2, -999.0)};
    CU_ASSERT_TRUE_FATAL(near_find(&work, &truth, 1, tracks, 2, 1000.0));
    CU_ASSERT_EQUAL(work.count, 1);
    CU_ASSERT_EQUAL(work.edges[0].column, 1);
    near_free(&work);
}

CU_TestInfo near_tests[] = {
    {"what is found is what is below the cutoff", what_is_found_is_what_is_below_the_cutoff},
    {"what is the cutoff away is not near", what_is_the_cutoff_away_is_not_near},
    CU_TEST_INFO_NULL,
};
