#include "track/unrest.h"

#include "track/region.h"

#include <math.h>

#define MEMORY 10.0 /* ends; the memory of what was before them is as long */
/* Of the ends, those that measurements show. Others, such as turns by next to nothing, would be
 * believed in as often as before whatever is seen. They are left out on both sides, which holds
 * nothing up where this is too low, and changes no mean: there the slope is 0. */
#define SEEN  0.5
#define MOST  2.0
#define STEPS 14 /* by halves, from the most down */
#define LEAST (MOST / (1 << (STEPS - 1)))
#define USUAL 3 /* of them are as the models have it, within a factor of two */
/* Chances beforehand: that in a region next to nobody ever turns, the least step; and of each step
 * between. What a straight flight is shown with answers for every turn that is believed in, so the
 * steps between must not outlast the usual ones where none was seen; and the first turn or two
 * speak for them by factors of thousands against the least. */
#define CALM    0.15
#define BETWEEN 1.5e-3

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

double unrest_at(const unrest *all, const double place[3])
{
    const region_near here = region_among(place);
    unrest_seen seen = {.ends = 0.0};
    for (int i = 0; i < 4; i++) {
        const unrest_region *one = &all->regions[here.region[i]];
        seen.ends += here.share[i] * (one->seen.ends + one->before.ends);
        seen.expected += here.share[i] * (one->seen.expected + one->before.expected);
    }
    return seen.expected > 0.0 ? mean_of(seen) : 1.0;
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
    const double expected = SEEN * filter->expected;
    if (!(expected > 0.0))
        return;
    const region_near here = region_among(one->mean.state);
    one->asks = true;
    for (int i = 0; i < 4 && one->confirmed && !one->merged; i++)
        region_take(&all->regions[here.region[i]], filter->slope + filter->unrest * expected,
                    expected);
    filter->slope = filter->expected = 0.0;
}

void unrest_tell(const unrest *all, track *one)
{
    if (one->asks)
        one->filter.unrest = unrest_at(all, one->mean.state);
    one->asks = false;
}
