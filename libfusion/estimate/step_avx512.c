#include "estimate/step_kernels.h"

#include "geo/wgs84.h"

#include <float.h>
#include <immintrin.h>
#include <math.h>
#include <string.h>

#define LANES 8
typedef __m512d lane;
typedef uint64_t lane_bits __attribute__((vector_size(64)));

static inline lane_bits lane_below(lane a, lane b)
{
    return (lane_bits)_mm512_maskz_set1_epi64(_mm512_cmp_pd_mask(a, b, _CMP_LT_OQ), -1);
}

/* An 8 x 8 transposition: pairs of neighbours, then quarters twice. */
static inline void turn(const lane in[LANES], lane out[LANES])
{
    lane pairs[LANES], halves[LANES];
    for (int l = 0; l < LANES; l += 2) {
        pairs[l] = _mm512_unpacklo_pd(in[l], in[l + 1]);
        pairs[l + 1] = _mm512_unpackhi_pd(in[l], in[l + 1]);
    }
    for (int l = 0; l < LANES; l += 4)
        for (int k = 0; k < 2; k++) {
            halves[l + k] = _mm512_shuffle_f64x2(pairs[l + k], pairs[l + k + 2], 0x88);
            halves[l + k + 2] = _mm512_shuffle_f64x2(pairs[l + k], pairs[l + k + 2], 0xdd);
        }
    for (int k = 0; k < 4; k++) {
        out[k] = _mm512_shuffle_f64x2(halves[k], halves[k + 4], 0x88);
        out[k + 4] = _mm512_shuffle_f64x2(halves[k], halves[k + 4], 0xdd);
    }
}

static inline void lanes_turn_in(const double *const rows[LANES], lane out[LANES])
{
    lane in[LANES];
    for (int l = 0; l < LANES; l++)
        in[l] = _mm512_load_pd(rows[l]);
    turn(in, out);
}

static inline void lanes_turn_out(const lane in[LANES], double *const rows[LANES])
{
    lane out[LANES];
    turn(in, out);
    for (int l = 0; l < LANES; l++)
        _mm512_store_pd(rows[l], out[l]);
}

#include "estimate/step_body.inc"

void step_avx512(step_record *records, const step_plot *plots, step_fit *fits, size_t count)
{
    step_all_plots(records, plots, fits, count);
}
