#include "track/unrest.h"

#include "track/region.h"

#include <math.h>

#define MEMORY 10.0 /* ends; the memory of what was before them is as long */
#define MOST   2.0
#define STEPS  14 /* by halves, from the most down */
#define LEAST  (MOST / (1 << (STEPS - 1)))
#define USUAL  3 /* of them are as the models have it, within a factor of two */
/* Wind moves what hovers, wherever all others fly straight: of what is surely slower than an
 * aeroplane can be no less is believed. */
#define SLOW  40.0 /* m/s */
#define GUSTS 0.1
/* Chances beforehand: that in a region next to nobody ever turns, the least step; and of each step
 * between. What a straight flight is shown with answers for every turn that is believed in, so the
 * steps between must not outlast the usual ones where none was seen; and the first turn or two
 * speak for them by factors of thousands against the least. */
#define CALM    0.15
#define BETWEEN 7e-4

static bool is_slow(const track *one)
{
    const double *v = one->mean.state + 3, *p = one->mean.covariance;
    const double sigma = sqrt(p[15] + p[18] + p[20]);
    return one->filter.set == motion_of(FUSION_AIR).models &&
           sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]) + 2.0 * sigma < SLOW;
}

static double before_of(int step)
{
    if (step < USUAL)
        return (1.0 - CALM - BETWEEN * (STEPS - USUAL - 1)) / USUAL;
    return step < STEPS - 1 ? BETWEEN : CALM;
}

/* Posterior mean, each step as likely as it makes so many ends of so many expected (Poisson). */
static double mean_of(unrest_seen seen)
{
    double sum = 0.0, whole = 0.0, rate = MOST;
    for (int i = 0; i < STEPS; i++, rate *= 0.5) {
        const double chance = before_of(i) * exp(seen.ends * log(rate) - seen.expected * rate);
        whole += chance;
        sum += chance * rate;
    }
    return sum / whole;
}

static double at_kind(const unrest *all, size_t kind, const double place[3])
{
    const unrest_region *regions = all->regions[kind];
    const region_near here = region_among(place);
    unrest_seen seen = {.ends = 0.0};
    for (int i = 0; i < 4; i++) {
        const unrest_region *one = &regions[here.region[i]];
        seen.ends += here.share[i] * (one->seen.ends + one->before.ends);
        seen.expected += here.share[i] * (one->seen.expected + one->before.expected);
    }
    return seen.expected > 0.0 ? mean_of(seen) : 1.0;
}

double unrest_at(const unrest *all, uint8_t categories, const double place[3])
{
    return at_kind(all, motion_of(categories).kind, place);
}

static void region_take(unrest_region *one, double more, double expected)
{
    unrest_seen *seen = &one->seen;
    seen->ends = fmax(seen->ends + more, 0.0);
    seen->expected = fmin(seen->expected + expected, MEMORY / LEAST);
    if (seen->ends > MEMORY) {
        one->before = *seen;
        *seen = (unrest_seen){.ends = 0.0};
    }
}

void unrest_take(unrest *all, track *one)
{
    imm *filter = &one->filter;
    /* Other ends, such as turns by next to nothing, would be believed in as often as before
     * whatever is seen. They are left out on both sides, which holds nothing up where the share is
     * too low, and changes no mean: there the slope is 0. */
    const double expected = filter->set->shown * filter->expected;
    if (!(expected > 0.0))
        return;
    unrest_region *regions = all->regions[motion_kind(one->filter.set)];
    const region_near here = region_among(one->mean.state);
    one->asks = true;
    for (int i = 0; i < 4 && one->confirmed && !one->merged; i++)
        region_take(&regions[here.region[i]], filter->slope + filter->unrest * expected, expected);
    filter->slope = filter->expected = 0.0;
}

void unrest_mind_speed(const unrest *all, track *one)
{
    imm *filter = &one->filter;
    if (one->categories != 0)
        return;
    const imm_set *now = motion_by_speed(filter->set, &one->mean, one->height_known);
    if (now == filter->set)
        return;
    filter->unrest = at_kind(all, motion_kind(now), one->mean.state);
    imm_change(filter, now);
    one->asks = true;
}

void unrest_tell(const unrest *all, track *one)
{
    if (one->asks) {
        const double rate = at_kind(all, motion_kind(one->filter.set), one->mean.state);
        one->filter.unrest = is_slow(one) ? fmax(rate, GUSTS) : rate;
    }
    one->asks = false;
}
