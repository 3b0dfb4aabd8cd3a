#include "estimate/imm.h"

#include "estimate/imm_kernels.h"

#include <math.h>
#include <string.h>

#define LEAST 1e-8 /* probability of a model; it recovers by mixing, never from nothing */

static fusion_status fit_one(const cv_state *motion, const imm_measured *seen, cv_fit *fit)
{
    if (seen->line)
        return cv_fit_line(motion, seen->line, fit);
    if (seen->state)
        return cv_fit_state(motion, seen->state, seen->r, fit);
    return cv_fit_position(motion, seen->position, seen->r, fit);
}

static fusion_status update_one(cv_state *motion, const imm_measured *seen, cv_fit *fit)
{
    if (seen->line)
        return cv_update_line(motion, seen->line, fit);
    if (seen->state)
        return cv_update_state(motion, seen->state, seen->r, fit);
    return cv_update_position(motion, seen->position, seen->r, fit);
}

/* From those of the models: their mean, by the largest so that nothing overflows. */
static void fit_whole(const imm *filter, imm_fit *fit)
{
    double most = -INFINITY, sum = 0.0;
    for (int m = 0; m < filter->set->count; m++)
        most = fmax(most, fit->log_likelihoods[m]);
    for (int m = 0; m < filter->set->count; m++)
        sum += filter->probability[m] * exp(fit->log_likelihoods[m] - most);
    fit->log_likelihood = most + log(sum);
}

static void fit_add(imm_fit *fit, int m, const cv_fit *one)
{
    fit->log_likelihoods[m] = one->log_likelihood;
    fit->dimensions = one->dimensions;
    fit->distance2 = m == 0 ? one->distance2 : fmin(fit->distance2, one->distance2);
}

static bool is_place(const imm_measured *seen)
{
    return !seen->line && !seen->state;
}

/* All at once, where all can take it. */
static bool take_place(const imm *filter, const imm_measured *seen, imm_motions *updated,
                       imm_fit *fit)
{
    const int count = filter->set->count;
    imm_row distances2, log_likelihoods;
    if (!imm_kernel_best()->update(&filter->motions, count, seen->position, seen->r, distances2,
                                   log_likelihoods, updated))
        return false;
    for (int m = 0; m < count; m++)
        fit_add(fit, m,
                &(cv_fit){.distance2 = distances2[m],
                          .log_likelihood = log_likelihoods[m],
                          .dimensions = 3});
    return true;
}

fusion_status imm_fits(const imm *filter, const imm_measured *seen, imm_fit *fit)
{
    if (!is_place(seen) || !take_place(filter, seen, NULL, fit))
        for (int m = 0; m < filter->set->count; m++) {
            cv_fit one;
            cv_state motion;
            imm_motion_read(&filter->motions, m, &motion);
            const fusion_status status = fit_one(&motion, seen, &one);
            if (status != FUSION_OK)
                return status;
            fit_add(fit, m, &one);
        }
    fit_whole(filter, fit);
    return FUSION_OK;
}

/* Each model's update, but for the rates. */
static fusion_status update_all(const imm *filter, const imm_measured *seen, imm_motions *updated,
                                imm_fit *fit)
{
    if (is_place(seen) && take_place(filter, seen, updated, fit))
        return FUSION_OK;
    *updated = filter->motions;
    for (int m = 0; m < filter->set->count; m++) {
        cv_state motion;
        cv_fit one;
        imm_motion_read(&filter->motions, m, &motion);
        const fusion_status status = update_one(&motion, seen, &one);
        if (status != FUSION_OK)
            return status;
        imm_motion_write(updated, m, &motion);
        fit_add(fit, m, &one);
    }
    return FUSION_OK;
}

/* The probabilities were `before`. Sums to 1 have slopes that sum to 0. */
static void learn(imm *filter, const double before[IMM_MODELS])
{
    double slope = 0.0;
    for (int m = 0; m < filter->set->count; m++) {
        filter->lean[m] *= filter->probability[m] / before[m];
        slope += filter->lean[m];
    }
    for (int m = 0; m < filter->set->count; m++)
        filter->lean[m] -= filter->probability[m] * slope;
    filter->slope += slope;
}

static void weigh(imm *filter, const imm_fit *fit)
{
    double before[IMM_MODELS], sum = 0.0;
    memcpy(before, filter->probability, sizeof before);
    for (int m = 0; m < filter->set->count; m++) {
        const double better = exp(fit->log_likelihoods[m] - fit->log_likelihood);
        filter->probability[m] = fmax(filter->probability[m] * better, LEAST);
        sum += filter->probability[m];
    }
    for (int m = 0; m < filter->set->count; m++)
        filter->probability[m] /= sum;
    learn(filter, before);
}

/* The rates go with the motions. */
static void take_updated(imm *filter, imm_motions *updated)
{
    bool turns[IMM_WIDE / IMM_GROUP] = {false};
    for (int m = 0; m < filter->set->count; m++)
        if (filter->set->models[m].turns > 0.0)
            turns[m / IMM_GROUP] = true;
    imm_kernel_best()->follow(&filter->motions, turns, filter->set->count, updated);
    memcpy(&filter->motions, updated, sizeof *updated);
}

fusion_status imm_update(imm *filter, const imm_measured *seen, imm_fit *fit)
{
    imm_motions updated;
    imm_fit whole;
    const fusion_status status = update_all(filter, seen, &updated, &whole);
    if (status != FUSION_OK)
        return status;
    fit_whole(filter, &whole);
    take_updated(filter, &updated);
    weigh(filter, &whole);
    if (fit)
        *fit = whole;
    return FUSION_OK;
}

/* What one rival weighs in each model. */
static void rival_weigh(const imm *filter, const imm_fit *fit, double chance, imm_row weights)
{
    double most = -INFINITY, sum = 0.0;
    for (int m = 0; m < filter->set->count; m++)
        most = fmax(most, fit->log_likelihoods[m]);
    for (int m = 0; m < filter->set->count; m++) {
        weights[m] = filter->probability[m] * exp(fit->log_likelihoods[m] - most);
        sum += weights[m];
    }
    for (int m = 0; m < filter->set->count; m++)
        weights[m] *= chance / sum;
}

/* Makes the weights of all estimates of a model sum to 1, and gives it what they were; nothing
 * seen, which is the first, has all where there was nothing. */
static double share_out(imm_row *weights, size_t count, int m)
{
    double sum = 0.0;
    for (size_t e = 0; e < count; e++)
        sum += weights[e][m];
    for (size_t e = 0; e < count; e++)
        weights[e][m] = sum > 0.0 ? weights[e][m] / sum : e == 0;
    return fmax(sum, LEAST);
}

static void join_rivals(imm *filter, const imm_motions *rivals, imm_row *weights, size_t count)
{
    const int models = filter->set->count;
    double before[IMM_MODELS], sum = 0.0;
    imm_motions joined;
    memcpy(before, filter->probability, sizeof before);
    for (int m = 0; m < models; m++) {
        filter->probability[m] = share_out(weights, count + 1, m);
        sum += filter->probability[m];
    }
    for (int m = 0; m < models; m++)
        filter->probability[m] /= sum;
    imm_kernel_best()->join(&filter->motions, models, rivals, weights, (int)count, &joined);
    take_updated(filter, &joined);
    learn(filter, before);
}

fusion_status imm_update_rivals(imm *filter, const imm_measured *seen, const double *chances,
                                size_t count)
{
    imm_motions rivals[IMM_RIVALS];
    imm_row weights[IMM_RIVALS + 1] = {{0.0}}; /* the first is that nothing was seen */
    double none = 1.0;
    for (size_t k = 0; k < count; k++) {
        imm_fit fit;
        const fusion_status status = update_all(filter, &seen[k], &rivals[k], &fit);
        if (status != FUSION_OK)
            return status;
        rival_weigh(filter, &fit, chances[k], weights[k + 1]);
        none -= chances[k];
    }
    for (int m = 0; m < filter->set->count; m++)
        weights[0][m] = fmax(none, 0.0) * filter->probability[m];
    join_rivals(filter, rivals, weights, count);
    return FUSION_OK;
}
