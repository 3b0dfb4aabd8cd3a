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

void imm_mean(const imm *filter, cv_state *mean)
{
    if (filter->set->count == 1) {
        imm_motion_read(&filter->motions, 0, mean);
        return;
    }
    imm_kernel_best()->mean(&filter->motions, filter->probability, filter->set->count, mean);
}

/* Chances of going over from one model to another in dt. */
static void chances_over(const imm *filter, double dt, double over[][IMM_MODELS])
{
    const imm_set *set = filter->set;
    double before = 0.0, stay = 1.0; /* several stay as long */
    for (int from = 0; from < set->count; from++) {
        const imm_model *one = &set->models[from];
        const double gone = dt / one->stay * (one->steady ? filter->unrest : 1.0);
        if (gone != before)
            stay = exp(-gone);
        before = gone;
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

/* A model, or several as one, as unrest makes it here. */
typedef struct onward {
    const imm_model *model;
    cv_noise noise;
    double settles;
    double share; /* the probability of it */
} onward;

static void onward_begin(onward *one, const imm *filter, int m)
{
    const imm_model *model = &filter->set->models[m];
    const double unrest = model->steady ? filter->unrest : 1.0;
    one->model = model;
    one->noise.horizontal = unrest * model->noise.horizontal;
    one->noise.vertical = unrest * model->noise.vertical;
    one->settles = model->settles / unrest;
    one->share = 0.0;
}

static void blend_begin(imm_blend *one, const imm *filter, int m)
{
    const double turns = filter->set->models[m].turns;
    one->own = m;
    one->prior = turns * turns;
    for (int from = 0; from < IMM_MODELS; from++)
        one->parts[from] = 0.0;
}

static void blends_share(imm_blend *blends, const onward *ways, int count)
{
    for (int w = 0; w < count; w++) {
        const double whole = 1.0 / ways[w].share;
        for (int from = 0; from < IMM_MODELS; from++)
            blends[w].parts[from] *= whole;
    }
}

/* What goes over to a model is blended to it; how much that is. */
static double blend_add(imm_blend *one, const imm *filter, double over[][IMM_MODELS], int to)
{
    double sum = 0.0;
    for (int from = 0; from < filter->set->count; from++) {
        const double more = filter->probability[from] * over[from][to];
        one->parts[from] += more;
        sum += more;
    }
    return sum;
}

static void mix(const imm *filter, const onward *ways, imm_blend *blends, int count,
                imm_motions *after)
{
    blends_share(blends, ways, count);
    imm_kernel_best()->mix(&filter->motions, filter->set->count, blends, count, after);
    for (int w = 0; w < count; w++) {
        cv_state motion;
        if (!(ways[w].model->rest > 0.0))
            continue;
        imm_motion_read(after, w, &motion);
        come_to_rest(&motion, ways[w].model->rest);
        imm_motion_write(after, w, &motion);
    }
}

static bool goes_straight(const onward *one, bool noisy)
{
    return !(one->model->turns > 0.0 || (noisy && (one->settles > 0.0 || one->model->rests > 0.0)));
}

/* Without noise nothing dies away either. Where all of its group go straight no more is needed. */
static void step_of(const onward *one, double rate, double dt, bool noisy, bool plain,
                    double way[CT_WAYS])
{
    const imm_model *model = one->model;
    const cv_noise noise = noisy ? one->noise : (cv_noise){0.0, 0.0};
    if (plain) {
        way[CT_DT] = dt;
        way[CT_ACROSS] = noise.horizontal;
        way[CT_ALONG] = noise.vertical;
    } else if (noisy && model->rests > 0.0)
        ct_way_resting(dt, noise, model->rests, way);
    else
        ct_way(rate, dt, noise, noisy ? model->wanders : 0.0, noisy ? one->settles : 0.0, way);
}

/* Each kind of pull is that at the first model that has it: models lie near each other. Its state
 * is asked for only then. */
typedef struct pulls {
    const double *known[PULL_GRAVITY + 1];
} pulls;

static bool pull_known(pulls *all, pull by, double acceleration[3])
{
    if (all->known[by])
        memcpy(acceleration, all->known[by], 3 * sizeof *acceleration);
    return all->known[by] != NULL;
}

static void pull_find(pulls *all, pull by, const double state[6], double acceleration[3])
{
    pull_at(by, state, acceleration);
    all->known[by] = acceleration;
}

static void carry(const imm_motions *from, const onward *ways, int count, double dt, bool noisy,
                  imm_motions *to)
{
    imm_steps steps;
    for (int g = 0; g < IMM_WIDE / IMM_GROUP; g++) {
        steps.plain[g] = true;
        steps.turns[g] = false;
    }
    for (int w = 0; w < count; w++) {
        if (!goes_straight(&ways[w], noisy))
            steps.plain[w / IMM_GROUP] = false;
        if (ways[w].model->turns > 0.0)
            steps.turns[w / IMM_GROUP] = true;
    }
    for (int w = 0; w < count; w++)
        step_of(&ways[w], from->rate[CT_MEAN][w], dt, noisy, steps.plain[w / IMM_GROUP],
                steps.way[w]);
    pulls all = {{NULL}};
    for (int w = 0; w < count; w++) {
        const pull by = ways[w].model->pulled;
        double state[6];
        if (pull_known(&all, by, steps.acceleration[w]))
            continue;
        for (int i = 0; i < 6; i++)
            state[i] = from->state[i][w];
        pull_find(&all, by, state, steps.acceleration[w]);
    }
    imm_kernel_best()->carry(from, &steps, count, to);
}

void imm_predict(imm *filter, double dt)
{
    const int count = filter->set->count;
    onward ways[IMM_MODELS] = {{.model = NULL}};
    if (dt == 0.0)
        return;
    for (int m = 0; m < count; m++)
        onward_begin(&ways[m], filter, m);
    if (count == 1 || !(dt > 0.0)) {
        carry(&filter->motions, ways, count, dt, true, &filter->motions);
        return;
    }
    double over[IMM_MODELS][IMM_MODELS];
    imm_blend blends[IMM_MODELS];
    imm_motions mixed;
    chances_over(filter, dt, over);
    lean_over(filter, dt, over);
    for (int m = 0; m < count; m++) {
        blend_begin(&blends[m], filter, m);
        ways[m].share = blend_add(&blends[m], filter, over, m);
    }
    mix(filter, ways, blends, count, &mixed);
    for (int m = 0; m < count; m++)
        filter->probability[m] = ways[m].share;
    carry(&mixed, ways, count, dt, true, &filter->motions);
}

void imm_shift(imm *filter, double dt)
{
    onward ways[IMM_MODELS];
    if (dt == 0.0)
        return;
    for (int m = 0; m < filter->set->count; m++)
        onward_begin(&ways[m], filter, m);
    carry(&filter->motions, ways, filter->set->count, dt, false, &filter->motions);
}

/* They differ in noise alone: what they make of a sum of states is the sum of what they make. */
static bool same_but_noise(const imm_model *one, const imm_model *other)
{
    return one->turns == 0.0 && other->turns == 0.0 && one->pulled == other->pulled &&
           one->rest == 0.0 && other->rest == 0.0 && one->rests == 0.0 && other->rests == 0.0 &&
           one->settles == 0.0 && other->settles == 0.0;
}

/* Models that differ in noise alone as one, with their mean noise. */
static int pools_of(const imm *filter, double dt, onward *pools, imm_blend *blends)
{
    double over[IMM_MODELS][IMM_MODELS];
    int count = 0;
    chances_over(filter, dt, over);
    for (int to = 0; to < filter->set->count; to++) {
        onward one;
        int at = 0;
        onward_begin(&one, filter, to);
        while (at < count && !same_but_noise(pools[at].model, one.model))
            at++;
        if (at == count) {
            onward_begin(&pools[count], filter, to);
            blend_begin(&blends[count], filter, to);
            pools[count++].noise = (cv_noise){0.0, 0.0};
        }
        const double more = blend_add(&blends[at], filter, over, to);
        pools[at].share += more;
        pools[at].noise.horizontal += more * one.noise.horizontal;
        pools[at].noise.vertical += more * one.noise.vertical;
    }
    for (int i = 0; i < count; i++) {
        pools[i].noise.horizontal /= pools[i].share;
        pools[i].noise.vertical /= pools[i].share;
    }
    return count;
}

void imm_mean_at(const imm *filter, double dt, cv_state *mean)
{
    if (filter->set->count == 1 || !(dt > 0.0)) {
        imm carried = *filter;
        imm_predict(&carried, dt);
        imm_mean(&carried, mean);
        return;
    }
    onward pools[IMM_MODELS];
    imm_blend blends[IMM_MODELS];
    double shares[IMM_MODELS];
    imm_motions mixed, after;
    const int count = pools_of(filter, dt, pools, blends);
    mix(filter, pools, blends, count, &mixed);
    carry(&mixed, pools, count, dt, true, &after);
    for (int i = 0; i < count; i++)
        shares[i] = pools[i].share;
    imm_kernel_best()->mean(&after, shares, count, mean);
}

/* The state of a blend, as the kernel makes it. */
static void blend_state(const imm_motions *from, int count, const imm_blend *one, double state[6])
{
    for (int i = 0; i < 6; i++) {
        double sum = 0.0;
        for (int m = 1; m < count; m++)
            sum += one->parts[m] * (from->state[i][m] - from->state[i][0]);
        state[i] = from->state[i][0] + sum;
    }
}

/* How many blends a filter's mean is made of. */
static int course_of(const imm *filter, double dt, imm_course *course, imm_abreast *common)
{
    onward pools[IMM_MODELS];
    pulls all = {{NULL}};
    const int count = pools_of(filter, dt, pools, course->blends);
    course->from = &filter->motions;
    blends_share(course->blends, pools, count);
    for (int w = 0; w < count; w++) {
        const imm_blend *blend = &course->blends[w];
        const double rate = blend->parts[blend->own] * filter->motions.rate[CT_MEAN][blend->own];
        course->shares[w] = pools[w].share;
        common->plain[w] = goes_straight(&pools[w], true);
        common->turns[w] = pools[w].model->turns > 0.0;
        common->rest[w] = pools[w].model->rest;
        step_of(&pools[w], rate, dt, true, common->plain[w], course->way[w]);
        double state[6];
        if (pull_known(&all, pools[w].model->pulled, course->acceleration[w]))
            continue;
        blend_state(course->from, filter->set->count, blend, state);
        pull_find(&all, pools[w].model->pulled, state, course->acceleration[w]);
    }
    return count;
}

void imm_means_at(const imm *const *filters, const double *dts, int count, cv_state *const *means)
{
    imm_course courses[IMM_ABREAST];
    cv_state all[IMM_ABREAST];
    imm_abreast common = {.models = filters[0]->set->count};
    for (int i = 0; i < IMM_ABREAST; i++)
        if (i < count)
            common.blends = course_of(filters[i], dts[i], &courses[i], &common);
        else
            courses[i] = courses[0];
    imm_kernel_best()->means(courses, &common, all);
    for (int i = 0; i < count; i++)
        *means[i] = all[i];
}
