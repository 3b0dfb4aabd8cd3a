#include "estimate/imm.h"

#include "estimate/imm_kernels.h"

#include <math.h>
#include <string.h>

#define SOME_SPEED 5.0 /* m/s: of what is not at rest, each way */

/* Velocity as a thing that stands still has it. */
static void come_to_rest(cv_state *motion, double sigma)
{
    static const int velocity[3] = {15, 18, 20};
    double *p = motion->covariance;
    for (int i = 0, k = 0; i < 6; i++)
        for (int j = i; j < 6; j++, k++)
            if (j > 2)
                p[k] = 0.0;
    for (int i = 0; i < 3; i++) {
        motion->state[3 + i] = 0.0;
        p[velocity[i]] = sigma * sigma;
    }
}

/* How much likelier the first velocity is of a thing at rest, or nearly, than of one that moves at
 * some speed of its kind; the same in all directions. */
static double rest_share(const imm_model *model, const cv_state *first)
{
    const double rest2 = model->rest * model->rest + 0.5 * model->noise.horizontal * model->rests;
    if (!(rest2 > 0.0))
        return 1.0;
    const double *v = first->state + 3, *p = first->covariance;
    const double speed2 = v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
    const double own = (p[15] + p[18] + p[20]) / 3.0;
    const double still = own + rest2, moving = own + SOME_SPEED * SOME_SPEED;
    return moving / still * exp(-0.5 * speed2 * (1.0 / still - 1.0 / moving));
}

static void begin_model(imm *filter, int m, const imm_model *model, const cv_state *first)
{
    cv_state motion = *first;
    if (model->rest > 0.0)
        come_to_rest(&motion, model->rest);
    imm_motion_write(&filter->motions, m, &motion);
    filter->motions.rate[CT_VARIANCE][m] = model->turns * model->turns;
}

void imm_begin(imm *filter, const imm_set *set, const cv_state *first, double unrest)
{
    double sum = 0.0;
    *filter = (imm){.set = set, .unrest = unrest};
    for (int m = 0; m < set->count; m++) {
        filter->probability[m] = set->models[m].first * rest_share(&set->models[m], first);
        if (!set->models[m].steady)
            filter->probability[m] *= unrest;
        sum += filter->probability[m];
    }
    for (int l = 0; l < imm_whole_groups(set->count); l++)
        begin_model(filter, l, &set->models[l < set->count ? l : 0], first);
    for (int m = 0; m < set->count; m++)
        filter->probability[m] /= sum;
}

void imm_read(const imm *filter, int model, cv_state *motion, ct_rate *rate)
{
    imm_motion_read(&filter->motions, model, motion);
    if (!rate)
        return;
    *rate = (ct_rate){.mean = filter->motions.rate[CT_MEAN][model],
                      .variance = filter->motions.rate[CT_VARIANCE][model]};
    for (int i = 0; i < 6; i++)
        rate->with[i] = filter->motions.rate[CT_WITH + i][model];
}

void imm_write(imm *filter, int model, const cv_state *motion, const ct_rate *rate)
{
    imm_motion_write(&filter->motions, model, motion);
    if (!rate)
        return;
    filter->motions.rate[CT_MEAN][model] = rate->mean;
    filter->motions.rate[CT_VARIANCE][model] = rate->variance;
    for (int i = 0; i < 6; i++)
        filter->motions.rate[CT_WITH + i][model] = rate->with[i];
}

void imm_change(imm *filter, const imm_set *set)
{
    cv_state mean;
    if (filter->set == set)
        return;
    imm_mean(filter, &mean);
    imm_begin(filter, set, &mean, filter->unrest);
}

void imm_divide(imm *filter, int first, int second, double odds)
{
    const double share = odds / (1.0 + odds);
    const double both = filter->probability[first] + filter->probability[second];
    const double lean = filter->lean[first] + filter->lean[second];
    filter->probability[second] = both * share;
    filter->probability[first] = both * (1.0 - share);
    filter->lean[second] = lean * share;
    filter->lean[first] = lean * (1.0 - share);
}

void imm_mean(const imm *filter, cv_state *mean)
{
    const int count = filter->set->count;
    double shares[IMM_MODELS], sum = 0.0;
    if (count == 1) {
        imm_motion_read(&filter->motions, 0, mean);
        return;
    }
    for (int m = 0; m < count; m++) {
        shares[m] = filter->probability[m] < IMM_SLIGHT ? 0.0 : filter->probability[m];
        sum += shares[m];
    }
    for (int m = 0; m < count; m++)
        shares[m] /= sum;
    imm_kernel_best()->mean(&filter->motions, shares, count, mean);
}

void imm_predict(imm *filter, double dt)
{
    if (dt == 0.0)
        return;
    if (filter->set->count == 1 || !(dt > 0.0))
        imm_kernel_best()->carry(filter, dt, true);
    else
        imm_kernel_best()->predict(filter, dt);
}

void imm_shift(imm *filter, double dt)
{
    if (dt != 0.0)
        imm_kernel_best()->carry(filter, dt, false);
}

void imm_mean_at(const imm *filter, double dt, cv_state *mean)
{
    if (filter->set->count == 1 || !(dt > 0.0)) {
        imm carried = *filter;
        imm_predict(&carried, dt);
        imm_mean(&carried, mean);
        return;
    }
    imm_means_at(&filter, &dt, 1, &mean);
}

/* Lanes that nothing is wanted of work for the first once more. */
void imm_means_at(const imm *const *filters, const double *dts, int count, cv_state *const *means)
{
    const imm *all[IMM_ABREAST];
    double times[IMM_ABREAST];
    cv_state found[IMM_ABREAST];
    for (int i = 0; i < IMM_ABREAST; i++) {
        all[i] = filters[i < count ? i : 0];
        times[i] = dts[i < count ? i : 0];
    }
    imm_kernel_best()->means(all, times, found);
    for (int i = 0; i < count; i++)
        *means[i] = found[i];
}
