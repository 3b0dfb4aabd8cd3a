/* bench.h - what step_work() works on, for tests of what becomes of one cluster's reports.
 *
 * Two sensors, 0 and 1, look once in BENCH_PERIOD. Everything lies near (6.4e6, 0, 0), on the
 * equator, where x is up, y east and z north, and tracks are at rest there as of second 0.
 */
#ifndef TESTS_TRACK_BENCH_H
#define TESTS_TRACK_BENCH_H

#include "track/step.h"

#define BENCH_PERIOD (4 * FUSION_SECOND)
#define BENCH_MOST   20 /* tracks, and reports */

typedef struct bench {
    fusion_registry registry;
    fusion_engine_settings settings;
    conditions learnt;
    roster tracks;
    nis innovations;
    unrest quiet;
    room memory;
    step step;
    indices young;
    uint32_t young_slots[BENCH_MOST], slots[BENCH_MOST], rows[BENCH_MOST];
} bench;

/* Without tracks, and nothing learnt. Takes one that is all 0, or gives back what it held. */
void bench_begin(bench *on);
void bench_free(bench *on);

/* A covariance without correlations, of these variances along each axis. */
void bench_spread(double p[21], double place2, double speed2);

/* A confirmed aircraft after fifty plots, known to sigma and 10 m/s; it stays where it is. Younger
 * than those before, but the order of their numbers is another. */
track *bench_add(bench *on, double east, double north, double sigma);

/* All tracks and these measurements, as one cluster; returns how many tracks were born. */
size_t bench_work(bench *on, const measure *seen, size_t count);

/* The pair of a row and a track, as that left it; NULL: there is none. */
const associate_pair *bench_pair(const bench *on, size_t row, const track *whose);

#endif
