#include "track/unrest.h"

#include <math.h>

#define PI     3.14159265358979323846
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

/* Regions of a band are as wide as it is high, so few near a pole. */
static size_t region_of(const double place[3])
{
    const double radius = sqrt(place[0] * place[0] + place[1] * place[1] + place[2] * place[2]);
    const double lat = radius > 0.0 ? asin(place[2] / radius) : 0.0;
    const double up = fmin((lat / PI + 0.5) * UNREST_BANDS, UNREST_BANDS - 1.0);
    const double band = floor(fmax(up, 0.0));
    const double around = 2.0 * UNREST_BANDS * cos(((band + 0.5) / UNREST_BANDS - 0.5) * PI);
    const double along = (atan2(place[1], place[0]) / PI + 1.0) / 2.0 * floor(around + 1.0);
    return (size_t)band * 2 * UNREST_BANDS + (size_t)fmin(fmax(along, 0.0), floor(around));
}

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
