#include "estimate/step_kernels.h"

#include "geo/wgs84.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define LANES 1
#include "estimate/lane_one.inc"

static inline void lanes_turn_in(const double *const rows[LANES], lane out[LANES])
{
    out[0] = rows[0][0];
}

static inline void lanes_turn_out(const lane in[LANES], double *const rows[LANES])
{
    rows[0][0] = in[0];
}

#include "estimate/step_body.inc"

void step_reference(step_record *records, const step_plot *plots, step_fit *fits, size_t count)
{
    step_all_plots(records, plots, fits, count);
}
