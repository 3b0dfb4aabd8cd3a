#include "track/curve.h"

#include <math.h>

#define CALM (1.0 / 200.0) /* of what the models have: curve.h */

/* Of log-likelihoods: where all others change, it is outweighed in time. */
#define LEAST (-100.0)

/* How many are straight, and the chance of that beforehand. */
static const double straight[CURVE_CASES] = {0.001, 0.4, 0.999};
static const double before[CURVE_CASES] = {0.2, 0.6, 0.2};

static bool is_asked(const track *one)
{
    const imm *filter = &one->filter;
    const imm_set *set = filter->set;
    return set->straight != set->level && one->confirmed && !one->merged && filter->unrest < CALM &&
           filter->probability[set->straight] + filter->probability[set->level] > 0.5;
}

/* What the track says of each case more than it did. */
static void say(track *one, double odds, double more[CURVE_CASES])
{
    for (int c = 0; c < CURVE_CASES; c++) {
        const double now = log(1.0 - straight[c] + straight[c] * odds / one->straight_odds);
        more[c] = now - one->straight_said[c];
        one->straight_said[c] = now;
    }
}

static void region_take(double to[CURVE_CASES], const double more[CURVE_CASES])
{
    double most = -INFINITY;
    for (int c = 0; c < CURVE_CASES; c++) {
        to[c] += more[c];
        most = fmax(most, to[c]);
    }
    for (int c = 0; c < CURVE_CASES; c++)
        to[c] = fmax(to[c] - most, LEAST);
}

void curve_take(curve *all, track *one)
{
    const double *probability = one->filter.probability;
    const imm_set *set = one->filter.set;
    if (!is_asked(one)) {
        one->straight_odds = 0.0;
        return;
    }
    if (!one->asks)
        return;
    const double odds = probability[set->straight] / probability[set->level];
    if (one->straight_odds == 0.0) {
        one->straight_odds = odds;
        for (int c = 0; c < CURVE_CASES; c++)
            one->straight_said[c] = 0.0;
    }
    double more[CURVE_CASES];
    say(one, odds, more);
    const region_near here = region_among(one->mean.state);
    for (int i = 0; i < 4; i++)
        region_take(all->regions[here.region[i]], more);
}

/* The odds for straight beforehand, by what the others said. */
static double odds_of(const curve *all, const track *one)
{
    const region_near here = region_among(one->mean.state);
    double likelihood[CURVE_CASES], most = -INFINITY, is = 0.0, is_not = 0.0;
    for (int c = 0; c < CURVE_CASES; c++) {
        likelihood[c] = -one->straight_said[c];
        for (int i = 0; i < 4; i++)
            likelihood[c] += here.share[i] * all->regions[here.region[i]][c];
        most = fmax(most, likelihood[c]);
    }
    for (int c = 0; c < CURVE_CASES; c++) {
        const double chance = before[c] * exp(likelihood[c] - most);
        is += chance * straight[c];
        is_not += chance * (1.0 - straight[c]);
    }
    return is / is_not;
}

void curve_tell(const curve *all, track *one)
{
    imm *filter = &one->filter;
    const imm_set *set = filter->set;
    if (!one->asks || one->straight_odds == 0.0)
        return;
    const double now = odds_of(all, one);
    const double own = filter->probability[set->straight] / filter->probability[set->level];
    imm_divide(filter, set->level, set->straight, own * now / one->straight_odds);
    one->straight_odds = now;
    imm_mean(filter, &one->mean);
}
