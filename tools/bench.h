/* bench.h - what the parts of `picket bench` share: a case is run many times, its results summed
 * up.
 *
 * A group (kernel, gate, fuse) fills in its cases and measures them in rounds: each round runs
 * every case once, so that a busy moment of the machine falls on all alike. The first round warms
 * up and is not counted. Times are processor time of the measuring thread.
 */
#ifndef TOOLS_BENCH_H
#define TOOLS_BENCH_H

#include "tools/options.h"
#include "tools/progress.h"

/* Own options that a group reads. */
enum { BENCH_OPTION_FEED = OPTION_OWN, BENCH_OPTION_OBJECTS, BENCH_OPTION_NEXT };

#define BENCH_RUNS_MAX  1000
#define BENCH_CASES_MAX 64

typedef struct bench_case {
    const char *name;        /* "kernel.cv.gather" */
    const char *what;        /* a phrase */
    const char *unit;        /* "steps/s", "reports/s", "s" (of a report) */
    bool wanted;             /* chosen on the command line */
    const char *limit;       /* "stream", "multiply-add"; NULL: none is known */
    double limit_median;     /* that limit, in `unit` */
    double versus_lapacke;   /* NAN: does not apply */
    double versus_plain;     /* times as fast as done anew each time; NAN: does not apply */
    uint64_t objects, views; /* 0: does not apply */
    double samples[BENCH_RUNS_MAX];
    size_t runs;
} bench_case;

typedef struct bench_group bench_group;

typedef struct bench {
    const options *given;
    size_t runs; /* of each case */
    bench_case cases[BENCH_CASES_MAX];
    size_t count;
    double stream;       /* bytes/s, in place; NAN: not measured */
    double multiply_add; /* flop/s */
    progress shown;
} bench;

/* A group's cases; its name is what stands before the first dot of each. */
struct bench_group {
    const char *name;
    size_t count;
    const bench_case *cases;
    bool (*run)(bench *all); /* measures the cases that are wanted; false: said why not */
};
extern const bench_group bench_kernel, bench_gate, bench_fuse;

/* The case of that name; NULL where it is not wanted. */
bench_case *bench_find(bench *all, const char *name);
void bench_add(bench_case *one, double sample);

/* Of the samples; share 0.5 is the median. Linear between neighbours. NAN without samples. */
double bench_quantile(const bench_case *one, double share);

/* Processor time of this thread, s. */
double bench_now(void);

/* Says how far it is; true where the person has asked to stop. */
bool bench_stopped(bench *all, const char *name, size_t done, size_t of);

#endif
