/* bench_kernel.c - the filter's step: LAPACKE, plain C, the widest kernel, the machine's limits. */
#include "estimate/reference.h"
#include "estimate/step.h"
#include "tools/bench.h"
#include "tools/bench_machine.h"
#include "tools/say.h"
#include "tools/sim/chance.h"

#include "geo/wgs84.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MANY 104000 /* 26 MB of records and 13 MB of plots: beyond most caches */
#define FEW  512    /* 200 KB: stays in a second-level cache */

/* What a step moves: the record there and back, the plot, the fit. */
#define STEP_BYTES (2.0 * sizeof(step_record) + sizeof(step_plot) + sizeof(step_fit))

/* Multiplications, additions and five divisions of a step, as compiled. */
#define STEP_FLOP 331.0

static const bench_case cases[] = {
    {.name = "kernel.cv.lapacke",
     .what = "predict and update, LAPACKE and CBLAS calls",
     .unit = "steps/s",
     .objects = MANY},
    {.name = "kernel.cv.plain",
     .what = "the plain C kernel, in order",
     .unit = "steps/s",
     .objects = MANY},
    {.name = "kernel.cv.stream",
     .what = "the widest kernel, in order",
     .unit = "steps/s",
     .objects = MANY},
    {.name = "kernel.cv.gather",
     .what = "the same in arbitrary order",
     .unit = "steps/s",
     .objects = MANY},
    {.name = "kernel.cv.cached",
     .what = "the same, few enough to stay in cache",
     .unit = "steps/s",
     .objects = FEW},
};
enum { LAPACKE, PLAIN, STREAM, GATHER, CACHED, CASES };

/* Filters and their plots. LAPACKE has its own form of the filters. */
typedef struct load {
    size_t count;
    step_record *records;
    step_plot *plots;
    step_fit *fits;
    reference_filter *full;
} load;

typedef struct work {
    bench_case *to;            /* NULL: not wanted */
    const step_kernel *kernel; /* NULL: LAPACKE */
    bool shuffled;
    load data;
    size_t passes;      /* a run */
    double *scaled;     /* what the stream limit is measured on: as large as records and plots */
    bench_case streams; /* samples of that limit, bytes/s */
} work;

static void load_free(load *data)
{
    free(data->records);
    free(data->plots);
    free(data->fits);
    free(data->full);
    *data = (load){0};
}

static void record_draw(chance *from, step_record *record, step_plot *plot)
{
    double position[3], sigma[3], packed[6];
    memset(record, 0, sizeof *record);
    memset(plot, 0, sizeof *plot);
    wgs84_to_ecef(chance_between(from, 0.6, 0.7), chance_between(from, 2.1, 2.3),
                  chance_between(from, 100.0, 12e3), position);
    for (int i = 0; i < 3; i++)
        sigma[i] = chance_between(from, 20.0, 500.0);
    for (int i = 0, k = 0; i < 3; i++)
        for (int j = i; j < 3; j++, k++)
            packed[k] = sigma[i] * sigma[j] * (i == j ? 1.0 : 0.4);
    cv_begin(&record->filter, position, packed, 200.0, 10.0);
    for (int i = 0; i < 3; i++)
        plot->position[i] = position[i] + sigma[i] * chance_normal(from);
    memcpy(plot->covariance, packed, sizeof packed);
    plot->dt = chance_between(from, 1.0, 10.0);
    plot->noise = (cv_noise){.horizontal = 10.0, .vertical = 1.0};
}

/* In order of records, or shuffled (Fisher and Yates). */
static void load_draw(load *data, bool shuffled)
{
    chance from = chance_seeded(1, "bench");
    for (size_t i = 0; i < data->count; i++) {
        record_draw(&from, &data->records[i], &data->plots[i]);
        data->plots[i].record = (uint32_t)i;
    }
    for (size_t i = data->count; shuffled && i > 1; i--) {
        const size_t other = chance_next(&from) % i;
        const step_plot kept = data->plots[i - 1];
        data->plots[i - 1] = data->plots[other];
        data->plots[other] = kept;
    }
    for (size_t i = 0; data->full && i < data->count; i++)
        reference_unpack(&data->records[i].filter, &data->full[i]);
}

static bool load_make(load *data, size_t count, bool shuffled, bool full)
{
    *data = (load){
        .count = count,
        .records = aligned_alloc(64, count * sizeof(step_record)),
        .plots = aligned_alloc(64, count * sizeof(step_plot)),
        .fits = malloc(count * sizeof(step_fit)),
        .full = full ? malloc(count * sizeof(reference_filter)) : NULL,
    };
    if (!data->records || !data->plots || !data->fits || (full && !data->full))
        return false;
    load_draw(data, shuffled);
    return true;
}

static bool pass_lapacke(load *data)
{
    for (size_t i = 0; i < data->count; i++) {
        const step_plot *plot = &data->plots[i];
        reference_filter *filter = &data->full[plot->record];
        cv_fit fit;
        reference_predict(filter, plot->dt, plot->noise);
        const reference_measurement m =
            reference_position(filter, plot->position, plot->covariance);
        if (reference_update(filter, &m, &fit) != FUSION_OK)
            return false;
        data->fits[i] = (step_fit){fit.distance2, fit.log_likelihood};
    }
    return true;
}

static bool pass(load *data, const step_kernel *kernel)
{
    if (!kernel)
        return pass_lapacke(data);
    kernel->run(data->records, data->plots, data->fits, data->count);
    return true;
}

/* One run of a case; seconds below 0 where the arithmetic failed. */
static double run_timed(work *one)
{
    const double begin = bench_now();
    for (size_t p = 0; p < one->passes; p++)
        if (!pass(&one->data, one->kernel))
            return -1.0;
    return bench_now() - begin;
}

static double fits_sum(const load *data)
{
    double sum = 0.0;
    for (size_t i = 0; i < data->count; i++)
        sum += data->fits[i].log_likelihood + data->fits[i].distance2;
    return sum;
}

/* That no step was left out: the plain kernel, given the same work, must end with the same sum of
 * likelihoods and distances, to the bit; LAPACKE to a millionth. */
static bool work_checked(const work *one, size_t rounds)
{
    load again;
    bool good = load_make(&again, one->data.count, one->shuffled, false);
    for (size_t p = 0; good && p < rounds * one->passes; p++)
        good = pass(&again, step_kernel_named("reference"));
    const double expected = good ? fits_sum(&again) : 0.0, sum = fits_sum(&one->data);
    load_free(&again);
    if (good && (one->kernel ? sum == expected : fabs(sum - expected) < 1e-6 * fabs(expected)))
        return true;
    say_error("%s did not do its work: its checksum is not that of the plain kernel.",
              one->to->name);
    return false;
}

static size_t scaled_count(const work *one)
{
    return one->data.count * (sizeof(step_record) + sizeof(step_plot)) / sizeof(double);
}

static bool work_begin(work *one, bench_case *to, int index)
{
    *one = (work){.to = to, .shuffled = index == GATHER, .passes = index == CACHED ? 200 : 1};
    if (!to)
        return true;
    one->kernel = index == LAPACKE ? NULL
                  : index == PLAIN ? step_kernel_named("reference")
                                   : step_kernel_best();
    if (!load_make(&one->data, (size_t)to->objects, one->shuffled, index == LAPACKE))
        return false;
    one->scaled = malloc(scaled_count(one) * sizeof(double));
    for (size_t i = 0; one->scaled && i < scaled_count(one); i++)
        one->scaled[i] = 1.0 + (double)i;
    return one->scaled != NULL;
}

static void work_end(work *one)
{
    load_free(&one->data);
    free(one->scaled);
}

/* One round: the limits, then every case, each beside its own limit. Round 0 is not counted. */
static bool round_run(bench *all, work works[CASES], bench_case *adds, size_t round)
{
    const double flops = bench_multiply_add();
    if (round > 0)
        bench_add(adds, flops);
    for (int i = 0; i < CASES; i++) {
        work *one = &works[i];
        if (!one->to)
            continue;
        if (bench_stopped(all, one->to->name, round, all->runs + 1))
            return false;
        const double stream = bench_stream(one->scaled, scaled_count(one));
        const double seconds = run_timed(one);
        if (seconds < 0.0) {
            say_error("%s met a covariance that is not positive definite.", one->to->name);
            return false;
        }
        if (round == 0)
            continue;
        bench_add(&one->streams, stream);
        bench_add(one->to, (double)(one->data.count * one->passes) / seconds);
    }
    return true;
}

static void limits_set(bench *all, work works[CASES], const bench_case *adds)
{
    const bench_case *lapacke = works[LAPACKE].to;
    all->multiply_add = bench_quantile(adds, 0.5);
    for (int i = 0; i < CASES; i++) {
        bench_case *to = works[i].to;
        if (!to)
            continue;
        const double stream = bench_quantile(&works[i].streams, 0.5) / STEP_BYTES;
        const double arithmetic = all->multiply_add / STEP_FLOP;
        to->limit = stream < arithmetic ? "stream" : "multiply-add";
        to->limit_median = fmin(stream, arithmetic);
        to->versus_lapacke =
            lapacke ? bench_quantile(to, 0.5) / bench_quantile(lapacke, 0.5) : (double)NAN;
        if (i != CACHED || isnan(all->stream))
            all->stream = bench_quantile(&works[i].streams, 0.5);
    }
}

static bool kernel_run(bench *all)
{
    work *works = calloc(CASES, sizeof *works);
    bench_case *adds = calloc(1, sizeof *adds);
    bool good = works && adds;
    for (int i = 0; good && i < CASES; i++)
        good = work_begin(&works[i], bench_find(all, cases[i].name), i);
    if (!good)
        say_error("memory was refused.");
    for (size_t round = 0; good && round <= all->runs; round++)
        good = round_run(all, works, adds, round);
    for (int i = 0; good && i < CASES; i++)
        good = !works[i].to || work_checked(&works[i], all->runs + 1);
    if (good)
        limits_set(all, works, adds);
    for (int i = 0; works && i < CASES; i++)
        work_end(&works[i]);
    free(works);
    free(adds);
    return good;
}

const bench_group bench_kernel = {
    .name = "kernel", .count = CASES, .cases = cases, .run = kernel_run};
