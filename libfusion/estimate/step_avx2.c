#include "estimate/step_kernels.h"

#include "geo/wgs84.h"

#include <float.h>
#include <immintrin.h>
#include <math.h>
#include <string.h>

#define LANES 4
typedef __m256d lane;
typedef uint64_t lane_bits __attribute__((vector_size(32)));

static inline lane_bits lane_below(lane a, lane b)
{
    return (lane_bits)_mm256_cmp_pd(a, b, _CMP_LT_OQ);
}

/* A 4 x 4 transposition: pairs of neighbours, then halves. */
static inline void turn(const lane in[LANES], lane out[LANES])
{
    const lane low01 = _mm256_unpacklo_pd(in[0], in[1]), high01 = _mm256_unpackhi_pd(in[0], in[1]);
    const lane low23 = _mm256_unpacklo_pd(in[2], in[3]), high23 = _mm256_unpackhi_pd(in[2], in[3]);
    out[0] = _mm256_permute2f128_pd(low01, low23, 0x20);
    out[1] = _mm256_permute2f128_pd(high01, high23, 0x20);
    out[2] = _mm256_permute2f128_pd(low01, low23, 0x31);
    out[3] = _mm256_permute2f128_pd(high01, high23, 0x31);
}

static inline void lanes_turn_in(const double *const rows[LANES], lane out[LANES])
{
    lane in[LANES];
    for (int l = 0; l < LANES; l++)
        in[l] = _mm256_load_pd(rows[l]);
    turn(in, out);
}

static inline void lanes_turn_out(const lane in[LANES], double *const rows[LANES])
{
    lane out[LANES];
    turn(in, out);
    for (int l = 0; l < LANES; l++)
        _mm256_store_pd(rows[l], out[l]);
}

#include "estimate/step_body.inc"

void step_avx2(step_record *records, const step_plot *plots, step_fit *fits, size_t count)
{
    step_all_plots(records, plots, fits, count);
}
