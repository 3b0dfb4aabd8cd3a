#include "track/unresolved.h"

#include "estimate/packed.h"

#include <math.h>

#define SEEN_LEAST 0.9 /* of poorer looks one misses often, but two gone are gone for good */

static double apart2_of(const double here[3], const double there[3])
{
    double sum = 0.0;
    for (int i = 0; i < 3; i++)
        sum += (here[i] - there[i]) * (here[i] - there[i]);
    return sum;
}

bool unresolved_may_be_ends(const track *one, const track *other)
{
    const track *younger = one->begun_ns >= other->begun_ns ? one : other;
    const track *older = younger == one ? other : one;
    const double hull = fmin(motion_of(one->categories).hull, motion_of(other->categories).hull);
    const double least2 = hull * hull;
    const cv_state now = track_about(older, younger->time_ns);
    if (apart2_of(now.state, younger->mean.state) >= least2)
        return false;
    for (size_t i = 0; i < younger->past_count; i++) {
        const past *then = &younger->pasts[i];
        const cv_state there = track_about(older, then->time_ns);
        if (apart2_of(there.state, then->state) >= least2)
            return false;
    }
    return true;
}

double unresolved_distance(const track *one, const track *other, const measure *seen)
{
    const cv_state here = track_about(one, seen->time_ns);
    const cv_state there = track_about(other, seen->time_ns);
    cv_state exact = {.state = {here.state[0], here.state[1], here.state[2]}};
    double r[6];
    cv_fit fit;
    packed_position(seen->as.state.covariance, r);
    return cv_fit_position(&exact, there.state, r, &fit) == FUSION_OK ? sqrt(fit.distance2)
                                                                      : INFINITY;
}

double unresolved_one_report(double detection)
{
    return UNRESOLVED_MOST + (1.0 - UNRESOLVED_MOST) * 2.0 * (1.0 - detection);
}

double unresolved_chance(double detection)
{
    return UNRESOLVED_MOST / unresolved_one_report(detection);
}

/* The report may be from anywhere between them, evenly: a twelfth of the square. */
measure unresolved_share(const measure *seen, const track *own, const track *other)
{
    static const int packed[3][3] = {{0, 1, 2}, {1, 6, 7}, {2, 7, 11}};
    const cv_state here = track_about(own, seen->time_ns);
    const cv_state there = track_about(other, seen->time_ns);
    measure share = *seen;
    double apart[3];
    for (int i = 0; i < 3; i++)
        apart[i] = here.state[i] - there.state[i];
    for (int i = 0; i < 3; i++) {
        share.as.state.position[i] += 0.5 * apart[i];
        for (int j = i; j < 3; j++)
            share.as.state.covariance[packed[i][j]] += apart[i] * apart[j] / 12.0;
    }
    return share;
}

static double log_likelihood(const track *one, const measure *seen)
{
    imm_fit fit;
    return track_fit(one, seen, &fit) == FUSION_OK ? fit.log_likelihood : -INFINITY;
}

double unresolved_odds(const track *one, const track *other, const measure *seen, double detection)
{
    const measure share = unresolved_share(seen, one, other);
    const measure rest = unresolved_share(seen, other, one);
    const double both = fmax(log_likelihood(one, &share), log_likelihood(other, &rest));
    const double single = fmax(log_likelihood(one, seen), log_likelihood(other, seen));
    if (!(both > -INFINITY && single > -INFINITY))
        return -INFINITY;
    const double chance = unresolved_chance(fmax(detection, SEEN_LEAST));
    return both - single + log(chance / (1.0 - chance));
}
