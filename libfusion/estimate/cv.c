#include "estimate/cv.h"

#include "geo/wgs84.h"

#include <math.h>
#include <string.h>

#include "estimate/lane_one.inc"

#include "estimate/lane.inc"

#include "estimate/cv_body.inc"

void cv_begin(cv_state *filter, const double position[3], const double r[6],
              double velocity_sigma_horizontal, double velocity_sigma_vertical)
{
    double up[3];
    wgs84_up(position, up);
    const double horizontal = velocity_sigma_horizontal * velocity_sigma_horizontal;
    const double more = velocity_sigma_vertical * velocity_sigma_vertical - horizontal;
    const double velocity[6] = {
        horizontal + more * up[0] * up[0], more * up[0] * up[1], more * up[0] * up[2],
        horizontal + more * up[1] * up[1], more * up[1] * up[2], horizontal + more * up[2] * up[2]};
    *filter = (cv_state){.state = {position[0], position[1], position[2]}};
    double *p = filter->covariance;
    p[XX] = r[0], p[XY] = r[1], p[XZ] = r[2];
    p[YY] = r[3], p[YZ] = r[4], p[ZZ] = r[5];
    memcpy(&p[UU], velocity, sizeof velocity);
}

void cv_predict(cv_state *filter, double dt, cv_noise noise)
{
    cv_body_predict(filter->state, filter->covariance, dt, noise.horizontal, noise.vertical);
}

static fusion_status factor_read(const cv_body_factor *f, cv_fit *fit)
{
    for (int i = 0; i < 3; i++)
        if (!(f->inverse[i] > 0.0))
            return isnan(f->inverse[i]) ? FUSION_NOT_FINITE : FUSION_NOT_POSITIVE;
    if (!isfinite(f->distance2) || !isfinite(f->determinant))
        return FUSION_NOT_FINITE;
    if (fit) {
        fit->distance2 = f->distance2;
        fit->log_likelihood =
            -0.5 * (f->distance2 + lane_log(f->determinant) + CV_BODY_THREE_LOG_TWO_PI);
        fit->dimensions = 3;
    }
    return FUSION_OK;
}

fusion_status cv_fit_position(const cv_state *filter, const double position[3], const double r[6],
                              cv_fit *fit)
{
    const cv_body_factor f = cv_body_innovation(filter->state, filter->covariance, position, r);
    return factor_read(&f, fit);
}

fusion_status cv_update_position(cv_state *filter, const double position[3], const double r[6],
                                 cv_fit *fit)
{
    const cv_body_factor f = cv_body_innovation(filter->state, filter->covariance, position, r);
    const fusion_status status = factor_read(&f, fit);
    if (status != FUSION_OK)
        return status;
    cv_state updated;
    cv_body_update(filter->state, filter->covariance, r, &f, updated.state, updated.covariance);
    *filter = updated;
    return FUSION_OK;
}
