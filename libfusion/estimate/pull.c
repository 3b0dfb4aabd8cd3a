#include "estimate/pull.h"

#include "estimate/ct.h"
#include "geo/wgs84.h"

#include <math.h>
#include <string.h>

typedef double lane;
typedef uint64_t lane_bits;

static inline lane_bits lane_below(lane a, lane b)
{
    return a < b ? UINT64_MAX : 0;
}

static inline lane lane_root(lane x)
{
    return sqrt(x);
}

#include "estimate/lane.inc"

#include "estimate/cv_body.inc"

#include "estimate/ct_body.inc"

#include "estimate/pull_body.inc"

void pull_at(pull by, const double state[6], double acceleration[3])
{
    pull_body_at(by, state, acceleration);
}
