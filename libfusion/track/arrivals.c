#include "track/arrivals.h"

#include <math.h>

/* MEMORY and BELIEF by half or double change GOSPA of forty aircraft on three radars by less than
 * 0.05 %, PLOT_EACH by less than 0.3 %. LEAST_LEAVING counts from some 150 objects a region on. */
#define MEMORY        120.0 /* s */
#define LEAST_LEAVING 0.1   /* of what is believed to begin with */
#define PLOT_EACH     2.0   /* s: the first belief is of objects that several sensors see */
#define BELIEF        1.0   /* of new objects, and of last plots, that the first belief is worth */
#define FIRST_LOOKS   4 /* of the slowest sensor; of ten thousand objects they leave one unseen */

typedef struct sums {
    double looked, born, held, left;
} sums;

/* The sums as they stand later, or as they stood where that is earlier. */
static sums sums_at(const arrivals_region *here, int64_t now_ns)
{
    const int64_t counts_ns = here->began_ns + FIRST_LOOKS * here->slowest_ns;
    const int64_t from_ns = here->at_ns > counts_ns ? here->at_ns : counts_ns;
    const double left = exp(-1e-9 / MEMORY * (double)(now_ns > from_ns ? now_ns - from_ns : 0));
    return (sums){here->looked * left + (double)here->swept * MEMORY * (1.0 - left),
                  here->born * left, here->held * left, here->left * left};
}

static void bring_to(arrivals_region *here, int64_t now_ns)
{
    const sums now = sums_at(here, now_ns);
    here->looked = now.looked;
    here->born = now.born;
    here->held = now.held;
    here->left = now.left;
    here->at_ns = now_ns > here->at_ns ? now_ns : here->at_ns;
}

/* Whole, so that what is taken away again leaves no trace, in whatever order. */
static int64_t each_second(double area, int64_t period_ns)
{
    return (int64_t)(area / (1e-9 * (double)period_ns));
}

size_t arrivals_look(arrivals *all, const double place[3], double area, int64_t period_ns,
                     int64_t now_ns)
{
    const size_t region = region_of(place);
    arrivals_region *here = &all->regions[region];
    if (here->slowest_ns == 0)
        here->began_ns = here->at_ns = now_ns;
    bring_to(here, now_ns);
    here->slowest_ns = period_ns > here->slowest_ns ? period_ns : here->slowest_ns;
    here->swept += each_second(area, period_ns);
    return region;
}

void arrivals_look_away(arrivals *all, size_t region, double area, int64_t period_ns,
                        int64_t now_ns)
{
    arrivals_region *here = &all->regions[region];
    bring_to(here, now_ns);
    here->swept -= each_second(area, period_ns);
}

static void touch(arrivals *all, size_t at)
{
    arrivals_region *here = &all->regions[at];
    if (here->new_born + here->new_left > 0 || here->new_held_ns > 0)
        return;
    here->next = all->changed;
    all->changed = (uint32_t)at + 1;
}

void arrivals_born(arrivals *all, const double place[3], int64_t begun_ns)
{
    const size_t at = region_of(place);
    arrivals_region *here = &all->regions[at];
    if (here->slowest_ns == 0 || begun_ns < here->began_ns + FIRST_LOOKS * here->slowest_ns)
        return;
    touch(all, at);
    here->new_born++;
}

void arrivals_held(arrivals *all, const double place[3], int64_t after_ns)
{
    if (after_ns <= 0) /* it came late */
        return;
    const size_t at = region_of(place);
    touch(all, at);
    all->regions[at].new_held_ns += after_ns;
}

void arrivals_left(arrivals *all, const double place[3])
{
    const size_t at = region_of(place);
    touch(all, at);
    all->regions[at].new_left++;
}

double arrivals_density(const arrivals *all, const double place[3], int64_t now_ns, double span,
                        double configured)
{
    const sums now = sums_at(&all->regions[region_of(place)], now_ns);
    return fmin((BELIEF + now.born) / (BELIEF / configured + now.looked * span), configured);
}

double arrivals_leaving(const arrivals *all, const double place[3], int64_t now_ns, double believed)
{
    const sums now = sums_at(&all->regions[region_of(place)], now_ns);
    const double found = (BELIEF + now.left) / (BELIEF / believed + now.held / PLOT_EACH);
    return fmin(fmax(found, LEAST_LEAVING * believed), believed);
}

void arrivals_turn(arrivals *all, int64_t now_ns)
{
    while (all->changed > 0) {
        arrivals_region *here = &all->regions[all->changed - 1];
        all->changed = here->next;
        bring_to(here, now_ns);
        here->born += here->new_born;
        here->held += 1e-9 * (double)here->new_held_ns;
        here->left += here->new_left;
        here->new_born = here->new_left = 0;
        here->new_held_ns = 0;
    }
}
