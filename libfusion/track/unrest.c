#include "track/unrest.h"

#include "track/region.h"

#include <math.h>

#define MEMORY 10.0 /* ends; the memory of what was before them is as long */
/* Of the ends, those that measurements show. Others, such as turns by next to nothing, would be
 * believed in as often as before whatever is seen. They are left out on both sides, which holds
 * nothing up where this is too low, and changes no mean: there the slope is 0. */
#define SEEN  0.5
#define MOST  2.0
#define STEPS 17 /* by halves, from the most down */
#define LEAST (MOST / (1 << (STEPS - 1)))
#define USUAL 3 /* of them are as the models have it, within a factor of two */
/* Chances beforehand: that in a region next to nobody ever turns, the least step; and of each step
 * between. What a straight flight is shown with answers for every turn that is believed in, so the
 * steps between must not outlast the usual ones where none was seen; and the first turn or two
 * speak for them by factors of thousands against the least. */
#define CALM    0.1
#define BETWEEN 1.5e-4

static double before_of(int step)
{
    if (step < USUAL)
        return (1.0 - CALM - BETWEEN * (STEPS - USUAL - 1)) / USUAL;
    return step < STEPS - 1 ? BETWEEN : CALM;
}

/* Posterior mean, each step as likely as it makes so many ends of so many expected (Poisson). */
static double mean_of(double ends, double expected)
{
    double sum = 0.0, whole = 0.0, rate = MOST;
    for (int i = 0; i < STEPS; i++, rate *= 0.5) {
        const double chance = before_of(i) * exp(ends * log(rate) - expected * rate);
        whole += chance;
        sum += chance * rate;
    }
    return sum / whole;
}

double unrest_at(const unrest *all, const double place[3])
{
    const unrest_region *here = &all->regions[region_of(place)];
    return here->rate > 0.0 ? here->rate : 1.0;
}

void unrest_take(unrest *all, track *one)
{
    imm *filter = &one->filter;
    const double expected = SEEN * filter->expected;
    if (!(expected > 0.0))
        return;
    one->region = (uint16_t)(region_of(one->mean.state) + 1);
    unrest_region *here = &all->regions[one->region - 1];
    unrest_seen *seen = &here->seen;
    if (one->confirmed && !one->merged) {
        seen->ends = fmax(seen->ends + filter->slope + filter->unrest * expected, 0.0);
        seen->expected = fmin(seen->expected + expected, MEMORY / LEAST);
        here->stale = true;
    }
    filter->slope = filter->expected = 0.0;
    if (seen->ends > MEMORY) {
        here->before = *seen;
        *seen = (unrest_seen){.ends = 0.0};
    }
}

void unrest_tell(unrest *all, track *one)
{
    if (one->region == 0)
        return;
    unrest_region *here = &all->regions[one->region - 1];
    if (here->stale)
        here->rate = mean_of(here->seen.ends + here->before.ends,
                             here->seen.expected + here->before.expected);
    here->stale = false;
    if (here->rate > 0.0)
        one->filter.unrest = here->rate;
}
