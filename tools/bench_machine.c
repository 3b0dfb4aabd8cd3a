#include "tools/bench_machine.h"

#include "estimate/step.h"
#include "tools/bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#ifdef __clang__
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

/* "model name : AMD EPYC" of the first processor. */
static void processor_name(char *name, size_t room)
{
    char line[256];
    snprintf(name, room, "unknown processor");
    FILE *stream = fopen("/proc/cpuinfo", "r");
    while (stream && fgets(line, sizeof line, stream)) {
        const char *value = strncmp(line, "model name", 10) == 0 ? strchr(line, ':') : NULL;
        if (!value)
            continue;
        value += 1 + strspn(value + 1, " \t");
        snprintf(name, room, "%.*s", (int)strcspn(value, "\n"), value);
        break;
    }
    if (stream)
        fclose(stream);
}

double bench_machine_cores(void)
{
    return (double)sysconf(_SC_NPROCESSORS_ONLN);
}

void bench_machine_name(char *name, size_t room)
{
    char processor[128];
    processor_name(processor, sizeof processor);
    const double cores = bench_machine_cores();
    snprintf(name, room, "%s, %.0f core%s, %s, %s", processor, cores, cores == 1.0 ? "" : "s",
             step_kernel_best()->name, COMPILER);
}

double bench_machine_load(void)
{
    double load = NAN;
    return getloadavg(&load, 1) == 1 ? load : NAN;
}

/* Times to go over an array so that the work lasts long enough to be timed. */
static size_t passes_for(double bytes)
{
    return 1 + (size_t)(64e6 / bytes);
}

#define CHAINS 10
#define TURNS  200000

#if defined(__x86_64__)

/* Alternating factors keep the numbers where they are. */
__attribute__((target("avx2"))) static void scale_avx2(double *doubles, size_t count, double factor)
{
    const __m256d by = _mm256_set1_pd(factor);
    for (size_t i = 0; i + 8 <= count; i += 8) {
        _mm256_storeu_pd(doubles + i, _mm256_mul_pd(_mm256_loadu_pd(doubles + i), by));
        _mm256_storeu_pd(doubles + i + 4, _mm256_mul_pd(_mm256_loadu_pd(doubles + i + 4), by));
    }
}

/* Ten chains, by name and not in an array, so that they stay in registers: they hide a latency of
 * five on two units. */
#define TEN(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9)

__attribute__((target("avx2,fma"))) static double chains_avx2(void)
{
    const __m256d by = _mm256_set1_pd(0.999999), more = _mm256_set1_pd(1e-6);
    double sum[4], total = 0.0;
#define BEGIN(n) __m256d chain##n = _mm256_set1_pd(n);
#define STEP(n)  chain##n = _mm256_fmadd_pd(chain##n, by, more);
#define END(n)   _mm256_storeu_pd(sum, chain##n), total += sum[0] + sum[3];
    TEN(BEGIN)
    for (int turn = 0; turn < TURNS; turn++) {
        TEN(STEP)
    }
    TEN(END)
#undef BEGIN
#undef STEP
#undef END
    return total;
}

__attribute__((target("avx512f"))) static double chains_avx512(void)
{
    const __m512d by = _mm512_set1_pd(0.999999), more = _mm512_set1_pd(1e-6);
    double sum[8], total = 0.0;
#define BEGIN(n) __m512d chain##n = _mm512_set1_pd(n);
#define STEP(n)  chain##n = _mm512_fmadd_pd(chain##n, by, more);
#define END(n)   _mm512_storeu_pd(sum, chain##n), total += sum[0] + sum[7];
    TEN(BEGIN)
    for (int turn = 0; turn < TURNS; turn++) {
        TEN(STEP)
    }
    TEN(END)
#undef BEGIN
#undef STEP
#undef END
    return total;
}

#endif

static void scale_plain(double *doubles, size_t count, double factor)
{
    for (size_t i = 0; i < count; i++)
        doubles[i] *= factor;
}

double bench_stream(double *doubles, size_t count)
{
    const double bytes = (double)count * sizeof *doubles;
    const size_t passes = passes_for(bytes);
    void (*scale)(double *, size_t, double) = scale_plain;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        scale = scale_avx2;
#endif
    const double begin = bench_now();
    for (size_t pass = 0; pass < passes; pass++)
        scale(doubles, count, pass % 2 == 0 ? 2.0 : 0.5);
    return 2.0 * bytes * (double)passes / (bench_now() - begin);
}

/* volatile: the work must be done though nobody needs the number. */
double bench_multiply_add(void)
{
    volatile double kept = 0.0;
    double lanes = 1.0;
    const double begin = bench_now();
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) {
        lanes = 8.0;
        kept = chains_avx512();
    } else if (__builtin_cpu_supports("fma")) {
        lanes = 4.0;
        kept = chains_avx2();
    }
#endif
    if (lanes == 1.0) {
        double chain[CHAINS] = {0};
        for (int turn = 0; turn < TURNS; turn++)
            for (int c = 0; c < CHAINS; c++)
                chain[c] = chain[c] * 0.999999 + 1e-6;
        for (int c = 0; c < CHAINS; c++)
            kept = kept + chain[c];
    }
    return 2.0 * lanes * CHAINS * TURNS / (bench_now() - begin);
}
