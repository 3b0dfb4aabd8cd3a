#include "estimate/imm.h"

#include <math.h>
#include <string.h>

#define LEAST      1e-8 /* probability of a model; it recovers by mixing, never from nothing */
#define SOME_SPEED 5.0  /* m/s: of what is not at rest, each way */

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

/* How much likelier the first velocity is of a thing at rest than of one that moves at some speed
 * of its kind; the same in all directions. */
static double rest_share(const imm_model *model, const cv_state *first)
{
    if (!(model->rest > 0.0))
        return 1.0;
    const double *v = first->state + 3, *p = first->covariance;
    const double speed2 = v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
    const double own = (p[15] + p[18] + p[20]) / 3.0;
    const double still = own + model->rest * model->rest, moving = own + SOME_SPEED * SOME_SPEED;
    return moving / still * exp(-0.5 * speed2 * (1.0 / still - 1.0 / moving));
}

void imm_begin(imm *filter, const imm_set *set, const cv_state *first, double unrest)
{
    double sum = 0.0;
    *filter = (imm){.set = set, .unrest = unrest};
    for (int m = 0; m < set->count; m++) {
        filter->probability[m] = set->models[m].first * rest_share(&set->models[m], first);
        if (!set->models[m].steady)
            filter->probability[m] *= unrest;
        filter->motion[m] = *first;
        if (set->models[m].rest > 0.0)
            come_to_rest(&filter->motion[m], set->models[m].rest);
        filter->rate[m] = (ct_rate){.variance = set->models[m].turns * set->models[m].turns};
        sum += filter->probability[m];
    }
    for (int m = 0; m < set->count; m++)
        filter->probability[m] /= sum;
}

void imm_change(imm *filter, const imm_set *set)
{
    cv_state mean;
    if (filter->set == set)
        return;
    imm_mean(filter, &mean);
    imm_begin(filter, set, &mean, filter->unrest);
}

/* Moments about a common origin, so that a blend of them is a weighted sum: state less the origin,
 * covariance with the square of that. Padded to whole vectors. */
#define MOMENTS 28

static void moments_of(const cv_state *motion, const double origin[6], double moments[MOMENTS])
{
    for (int i = 0; i < 6; i++)
        moments[i] = motion->state[i] - origin[i];
    for (int i = 0, k = 0; i < 6; i++)
        for (int j = i; j < 6; j++, k++)
            moments[6 + k] = motion->covariance[k] + moments[i] * moments[j];
    moments[27] = 0.0;
}

/* The origin is the first model's state: models lie within a few sigma of each other. */
static void moments_of_all(const imm *filter, double moments[][MOMENTS])
{
    for (int m = 0; m < filter->set->count; m++)
        moments_of(&filter->motion[m], filter->motion[0].state, moments[m]);
}

/* The mean under weights that sum to 1, with the covariance about it. */
static void blend(double moments[][MOMENTS], const double *weights, int count,
                  const double origin[6], cv_state *out)
{
    double sum[MOMENTS];
    for (int k = 0; k < MOMENTS; k++)
        sum[k] = weights[0] * moments[0][k];
    for (int m = 1; m < count; m++)
        for (int k = 0; k < MOMENTS; k++)
            sum[k] += weights[m] * moments[m][k];
    for (int i = 0, k = 0; i < 6; i++) {
        out->state[i] = origin[i] + sum[i];
        for (int j = i; j < 6; j++, k++)
            out->covariance[k] = sum[6 + k] - sum[i] * sum[j];
    }
}

void imm_mean(const imm *filter, cv_state *mean)
{
    if (filter->set->count == 1) {
        *mean = filter->motion[0];
        return;
    }
    double moments[IMM_MODELS][MOMENTS];
    moments_of_all(filter, moments);
    blend(moments, filter->probability, filter->set->count, filter->motion[0].state, mean);
}

/* The rate of one model that goes with motions blended to `out`. The others bring its prior. */
static void blend_rate(const imm *from, int to, const double *weights, const cv_state *out,
                       ct_rate *rate)
{
    const double sigma = from->set->models[to].turns;
    const ct_rate prior = {.variance = sigma * sigma};
    *rate = (ct_rate){.mean = weights[to] * from->rate[to].mean};
    for (int m = 0; m < from->set->count; m++) {
        const ct_rate *one = m == to ? &from->rate[m] : &prior;
        const double away = one->mean - rate->mean;
        rate->variance += weights[m] * (one->variance + away * away);
        for (int i = 0; i < 6; i++)
            rate->with[i] +=
                weights[m] * (one->with[i] + away * (from->motion[m].state[i] - out->state[i]));
    }
}

/* Chances of going over from one model to another in dt. */
static void chances_over(const imm *filter, double dt, double over[][IMM_MODELS])
{
    const imm_set *set = filter->set;
    for (int from = 0; from < set->count; from++) {
        const imm_model *one = &set->models[from];
        const double stay = exp(-dt / one->stay * (one->steady ? filter->unrest : 1.0));
        for (int to = 0; to < set->count; to++)
            over[from][to] = to == from ? stay : (1.0 - stay) * one->next[to];
    }
}

/* The slopes of the probabilities go over as these do, and those of the chances come to them. */
static void lean_over(imm *filter, double dt, double over[][IMM_MODELS])
{
    const imm_set *set = filter->set;
    double lean[IMM_MODELS] = {0.0};
    const double kept = set->hindsight > 0.0 ? exp(-dt / set->hindsight) : 1.0;
    for (int from = 0; from < set->count; from++) {
        const imm_model *one = &set->models[from];
        const double due = one->steady ? filter->probability[from] * dt / one->stay : 0.0;
        const double sooner = due * filter->unrest * over[from][from];
        for (int to = 0; to < set->count; to++)
            lean[to] += kept * filter->lean[from] * over[from][to] +
                        sooner * (to == from ? -1.0 : one->next[to]);
        filter->expected += due;
    }
    memcpy(filter->lean, lean, sizeof lean);
}

static void mix(imm *filter, double dt)
{
    const imm_set *set = filter->set;
    double over[IMM_MODELS][IMM_MODELS], moments[IMM_MODELS][MOMENTS];
    chances_over(filter, dt, over);
    lean_over(filter, dt, over);
    const imm before = *filter;
    moments_of_all(&before, moments);
    for (int to = 0; to < set->count; to++) {
        double weights[IMM_MODELS], sum = 0.0;
        for (int from = 0; from < set->count; from++) {
            weights[from] = before.probability[from] * over[from][to];
            sum += weights[from];
        }
        filter->probability[to] = sum;
        for (int from = 0; from < set->count; from++)
            weights[from] /= sum;
        blend(moments, weights, set->count, before.motion[0].state, &filter->motion[to]);
        if (set->models[to].rest > 0.0)
            come_to_rest(&filter->motion[to], set->models[to].rest);
        if (set->models[to].turns > 0.0)
            blend_rate(&before, to, weights, &filter->motion[to], &filter->rate[to]);
    }
}

static void carry_one(const imm *filter, const imm_model *model, cv_state *motion, ct_rate *rate,
                      double dt, bool noisy)
{
    const double unrest = !noisy ? 0.0 : model->steady ? filter->unrest : 1.0;
    const cv_noise noise = {unrest * model->noise.horizontal, unrest * model->noise.vertical};
    const double settles = noisy ? model->settles / unrest : 0.0;
    if (noisy && model->rests > 0.0) {
        pull_rest(motion, dt, noise, model->rests);
    } else if (model->turns > 0.0) {
        ct_predict(motion, rate, dt, noise, noisy ? model->wanders : 0.0, settles);
    } else {
        if (settles > 0.0)
            pull_settle(motion, dt, settles);
        cv_predict(motion, dt, noise);
    }
}

/* Each kind of pull is that at the first model that has it: models lie near each other. */
typedef struct pulls {
    double acceleration[PULL_GRAVITY + 1][3];
    bool known[PULL_GRAVITY + 1];
} pulls;

static void carry_pulled(pulls *all, const imm *filter, const imm_model *model, cv_state *motion,
                         ct_rate *rate, double dt, bool noisy)
{
    double *acceleration = all->acceleration[model->pulled];
    if (!all->known[model->pulled])
        pull_at(model->pulled, motion->state, acceleration);
    all->known[model->pulled] = true;
    carry_one(filter, model, motion, rate, dt, noisy);
    if (model->pulled != PULL_NONE)
        pull_add(acceleration, dt, motion->state);
}

static void carry(imm *filter, double dt, bool noisy)
{
    pulls all = {.known = {false}};
    for (int m = 0; m < filter->set->count; m++)
        carry_pulled(&all, filter, &filter->set->models[m], &filter->motion[m], &filter->rate[m],
                     dt, noisy);
}

void imm_predict(imm *filter, double dt)
{
    if (filter->set->count > 1 && dt > 0.0)
        mix(filter, dt);
    carry(filter, dt, true);
}

/* They differ in noise alone: what they make of a sum of states is the sum of what they make. */
static bool same_but_noise(const imm_model *one, const imm_model *other)
{
    return one->turns == 0.0 && other->turns == 0.0 && one->pulled == other->pulled &&
           one->rest == 0.0 && other->rest == 0.0 && one->rests == 0.0 && other->rests == 0.0 &&
           one->settles == 0.0 && other->settles == 0.0;
}

/* Several models as one: their share, what came over to them, and their mean noise. */
typedef struct pool {
    imm_model model;
    int first; /* of them */
    double share, weights[IMM_MODELS];
} pool;

static void pool_add(pool *one, const imm *filter, double over[][IMM_MODELS], int to)
{
    const imm_model *model = &filter->set->models[to];
    const double unrest = model->steady ? filter->unrest : 1.0;
    double sum = 0.0;
    for (int from = 0; from < filter->set->count; from++) {
        const double more = filter->probability[from] * over[from][to];
        one->weights[from] += more;
        sum += more;
    }
    one->share += sum;
    one->model.noise.horizontal += sum * unrest * model->noise.horizontal;
    one->model.noise.vertical += sum * unrest * model->noise.vertical;
}

static int pools_of(const imm *filter, double dt, pool pools[IMM_MODELS])
{
    double over[IMM_MODELS][IMM_MODELS];
    int count = 0;
    chances_over(filter, dt, over);
    for (int to = 0; to < filter->set->count; to++) {
        const imm_model *model = &filter->set->models[to];
        int at = 0;
        while (at < count && !same_but_noise(&pools[at].model, model))
            at++;
        if (at == count) {
            pools[count++] = (pool){.model = *model, .first = to};
            pools[at].model.noise = (cv_noise){0.0, 0.0};
            pools[at].model.steady = false;
            if (model->steady)
                pools[at].model.settles /= filter->unrest;
        }
        pool_add(&pools[at], filter, over, to);
    }
    return count;
}

/* The pool as imm_predict() would have its models. */
static void pool_carry(pool *one, const imm *filter, double moments[][MOMENTS], double dt,
                       pulls *all, cv_state *out)
{
    ct_rate rate = {0};
    for (int from = 0; from < filter->set->count; from++)
        one->weights[from] /= one->share;
    one->model.noise.horizontal /= one->share;
    one->model.noise.vertical /= one->share;
    blend(moments, one->weights, filter->set->count, filter->motion[0].state, out);
    if (one->model.rest > 0.0)
        come_to_rest(out, one->model.rest);
    if (one->model.turns > 0.0)
        blend_rate(filter, one->first, one->weights, out, &rate);
    carry_pulled(all, filter, &one->model, out, &rate, dt, true);
}

void imm_mean_at(const imm *filter, double dt, cv_state *mean)
{
    if (filter->set->count == 1 || !(dt > 0.0)) {
        imm carried = *filter;
        imm_predict(&carried, dt);
        imm_mean(&carried, mean);
        return;
    }
    pool pools[IMM_MODELS];
    cv_state motion[IMM_MODELS];
    double moments[IMM_MODELS][MOMENTS], shares[IMM_MODELS];
    pulls all = {.known = {false}};
    const int count = pools_of(filter, dt, pools);
    moments_of_all(filter, moments);
    for (int i = 0; i < count; i++) {
        pool_carry(&pools[i], filter, moments, dt, &all, &motion[i]);
        shares[i] = pools[i].share;
    }
    for (int i = 0; i < count; i++)
        moments_of(&motion[i], motion[0].state, moments[i]);
    blend(moments, shares, count, motion[0].state, mean);
}

void imm_shift(imm *filter, double dt)
{
    carry(filter, dt, false);
}

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

fusion_status imm_fits(const imm *filter, const imm_measured *seen, imm_fit *fit)
{
    for (int m = 0; m < filter->set->count; m++) {
        cv_fit one;
        const fusion_status status = fit_one(&filter->motion[m], seen, &one);
        if (status != FUSION_OK)
            return status;
        fit_add(fit, m, &one);
    }
    fit_whole(filter, fit);
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

fusion_status imm_update(imm *filter, const imm_measured *seen, imm_fit *fit)
{
    imm updated = *filter;
    imm_fit whole;
    for (int m = 0; m < filter->set->count; m++) {
        cv_fit one;
        const fusion_status status = update_one(&updated.motion[m], seen, &one);
        if (status != FUSION_OK)
            return status;
        fit_add(&whole, m, &one);
        if (filter->set->models[m].turns > 0.0)
            ct_follow(&filter->motion[m], &updated.motion[m], &updated.rate[m]);
    }
    fit_whole(filter, &whole);
    weigh(&updated, &whole);
    *filter = updated;
    if (fit)
        *fit = whole;
    return FUSION_OK;
}

/* One rival's update of every model, and how it weighs them. */
typedef struct rival {
    cv_state motion[IMM_MODELS];
    double share[IMM_MODELS];
} rival;

static fusion_status rival_update(const imm *filter, const imm_measured *seen, double chance,
                                  rival *one)
{
    imm_fit fit;
    for (int m = 0; m < filter->set->count; m++) {
        cv_fit each;
        one->motion[m] = filter->motion[m];
        const fusion_status status = update_one(&one->motion[m], seen, &each);
        if (status != FUSION_OK)
            return status;
        fit_add(&fit, m, &each);
    }
    fit_whole(filter, &fit);
    for (int m = 0; m < filter->set->count; m++)
        one->share[m] =
            chance * filter->probability[m] * exp(fit.log_likelihoods[m] - fit.log_likelihood);
    return FUSION_OK;
}

/* The last of the rivals is that nothing was seen. */
static void join_rivals(imm *filter, const rival *rivals, size_t count, int m)
{
    double moments[IMM_RIVALS + 1][MOMENTS], weights[IMM_RIVALS + 1], sum = 0.0;
    const cv_state before = filter->motion[m];
    for (size_t k = 0; k < count; k++) {
        sum += rivals[k].share[m];
        moments_of(&rivals[k].motion[m], before.state, moments[k]);
    }
    filter->probability[m] = fmax(sum, LEAST);
    if (!(sum > 0.0))
        return;
    for (size_t k = 0; k < count; k++)
        weights[k] = rivals[k].share[m] / sum;
    blend(moments, weights, (int)count, before.state, &filter->motion[m]);
    if (filter->set->models[m].turns > 0.0)
        ct_follow(&before, &filter->motion[m], &filter->rate[m]);
}

fusion_status imm_update_rivals(imm *filter, const imm_measured *seen, const double *chances,
                                size_t count)
{
    rival rivals[IMM_RIVALS + 1];
    double before[IMM_MODELS], none = 1.0, sum = 0.0;
    memcpy(before, filter->probability, sizeof before);
    for (size_t k = 0; k < count; k++) {
        const fusion_status status = rival_update(filter, &seen[k], chances[k], &rivals[k]);
        if (status != FUSION_OK)
            return status;
        none -= chances[k];
    }
    for (int m = 0; m < filter->set->count; m++) {
        rivals[count].motion[m] = filter->motion[m];
        rivals[count].share[m] = fmax(none, 0.0) * filter->probability[m];
        join_rivals(filter, rivals, count + 1, m);
        sum += filter->probability[m];
    }
    for (int m = 0; m < filter->set->count; m++)
        filter->probability[m] /= sum;
    learn(filter, before);
    return FUSION_OK;
}
