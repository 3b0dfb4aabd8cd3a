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
    return ahead > -reach && dot(away, away) < STEP_SIGHT * STEP_SIGHT &&
           fabs(dot(away, seen->aside)) <= wide;
}

bool step_near(const track *one, const measure *seen)
{
    if (!claim_compatible(one->possible, seen->categories))
        return false;
    const track_place then = track_place_about(one, seen->time_ns);
    const double reach = STEP_SIGMAS * sqrt(then.position_trace);
    const double *place = then.position;
    if (seen->kind == FUSION_BEARING)
        return near_line(seen, place, reach);
    const double *z = seen->as.state.position;
    const double away[3] = {place[0] - z[0], place[1] - z[1], place[2] - z[2]};
    const double limit = reach + seen->reach;
    return dot(away, away) <= limit * limit;
}

double step_reach(const track *one, const track_place *middle, double half)
{
    const double *v = middle->velocity;
    const cv_noise q = one->filter.set->broad;
    const double speed = sqrt(dot(v, v));
    const double noise = (2.0 * q.horizontal + q.vertical) * half * half * half / 3.0;
    return speed * half + STEP_SIGMAS * (sqrt(middle->position_trace) +
                                         sqrt(middle->velocity_trace) * half + sqrt(noise));
}
