#include "estimate/pull.h"

#include "estimate/ct.h"
#include "geo/wgs84.h"

#include <math.h>
#include <string.h>

#include "estimate/lane_one.inc"

#include "estimate/lane.inc"

#include "estimate/cv_body.inc"

#include "estimate/ct_body.inc"

#include "estimate/pull_body.inc"

void pull_at(pull by, const double state[6], double acceleration[3])
{
    pull_body_at(by, state, acceleration);
}
