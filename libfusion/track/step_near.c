#include "track/step.h"

#include "track/claim.h"

#include <math.h>

static double dot(const double a[3], const double b[3])
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static bool near_line(const measure *seen, const double place[3], double reach)
{
    const fusion_line_of_sight *line = &seen->as.line;
    const double away[3] = {place[0] - line->origin[0], place[1] - line->origin[1],
                            place[2] - line->origin[2]};
    const double ahead = dot(away, seen->ahead);
    const double wide = reach + STEP_SIGMAS * line->sigma_azimuth * fabs(ahead);
    return ahead > -reach && ahead < STEP_SIGHT && fabs(dot(away, seen->aside)) <= wide;
}

bool step_near(const track *one, const measure *seen)
{
    if (!claim_compatible(one->possible, seen->categories))
        return false;
    const cv_state then = track_about(one, seen->time_ns);
    const double reach = STEP_SIGMAS * track_sigma_bound(&then);
    const double *place = then.state;
    if (seen->kind == FUSION_BEARING)
        return near_line(seen, place, reach);
    const double *z = seen->as.state.position;
    const double away[3] = {place[0] - z[0], place[1] - z[1], place[2] - z[2]};
    const double limit = reach + seen->reach;
    return dot(away, away) <= limit * limit;
}

double step_reach(const track *one, const cv_state *middle, double half)
{
    const double *v = middle->state + 3, *p = middle->covariance;
    const cv_noise q = one->filter.set->broad;
    const double speed = sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    const double speed_sigma = sqrt(p[15] + p[18] + p[20]);
    const double noise = (2.0 * q.horizontal + q.vertical) * half * half * half / 3.0;
    return speed * half +
           STEP_SIGMAS * (track_sigma_bound(middle) + speed_sigma * half + sqrt(noise));
}
