/* imm.h - one object, several models of how it moves: interacting multiple models.
 *
 * Blom and Bar-Shalom (1988); Bar-Shalom, Li and Kirubarajan (2001), section 11.6. Each model has a
 * filter of its own and a probability. A prediction first mixes the filters by the chances of going
 * over from one model to another in that time, then carries each; an update weighs each model by
 * how well it foretold the measurement. What is shown is the mean over models with its covariance,
 * spread included.
 *
 * Unlike there, what is unlikely is left out of estimates, for a covariance tells badly of what is
 * unlikely and far away. Probabilities go over as ever, and each model is weighed.
 *
 * What comes over to a model from another, and is less than IMM_LITTLE of what it then is, leaves
 * its estimate behind. That an object turned, by 30 m/s say, and just now goes straight on again,
 * with one chance in a hundred, would be 9 m2/s2 more variance of who goes straight on, each time.
 * Such an estimate is not lost, for the model that it comes from keeps it, and brings it as soon as
 * it is likely; but its weight is with the other then, so mixing does not keep mean and covariance
 * of the whole: up to a hundredth for each other model may be told by the wrong estimate. A step
 * shorter than IMM_LITTLE_IN brings less, and less of it is little, in proportion: so how finely a
 * time is cut changes next to nothing.
 *
 * In the mean a model of less than IMM_SLIGHT has no part. A turn of four chances in a million that
 * no measurement speaks for, and that would by now make 30 m/s, outweighs minutes of measurements.
 *
 * Likewise the chance of staying with a model depends on the time, exp(-dt / stay), since
 * measurements come at any time; and where models turn, each by a rate of its own kind, what
 * comes over from the others brings the prior of that rate.
 */
#ifndef FUSION_ESTIMATE_IMM_H
#define FUSION_ESTIMATE_IMM_H

#include "estimate/ct.h"
#include "estimate/pull.h"

#include <stddef.h>

#define IMM_MODELS    5
#define IMM_WIDE      8 /* models in whole vectors of neighbours */
#define IMM_SLIGHT    1e-4
#define IMM_LITTLE    1e-2
#define IMM_LITTLE_IN 2.0 /* s */

/* One way to move. */
typedef struct imm_model {
    cv_noise noise;
    double turns;          /* rad/s: sigma of a rate that is estimated; 0: straight on */
    double wanders;        /* rad^2/s^3: noise of that rate */
    double settles;        /* s in which a climb dies away; 0: it goes on */
    double rests;          /* s in which all of a speed dies away; 0: it goes on */
    pull pulled;           /* by what, besides */
    double rest;           /* m/s: sigma about standing still, in each step anew; 0: it moves */
    double first;          /* probability at the start */
    double stay;           /* s: mean time in it */
    double next[IMM_WIDE]; /* where it goes then: sums to 1, its own is 0 */
    bool steady;           /* nothing happens in it, but for the unrest of the place */
    bool sways;            /* its noise and settling are the sea's or the road's: calm or not */
} imm_model;

/* What an object may do. Lives as long as its filters. */
typedef struct imm_set {
    int count;
    imm_model models[IMM_WIDE]; /* beyond the count all of one is 0 */
    cv_noise broad;             /* covers all of them in one model, where one is all there is */
    double hindsight;    /* s: how long measurements tell of an end of steady motion; 0: for ever */
    double shown;        /* share of such ends that measurements show */
    double shows_in;     /* s until they do, on the mean; 0: at once */
    int level, straight; /* steady models that the Earth's curve tells apart; the same: none do */
} imm_set;

/* One number of each model; those beyond the models are numbers too, and come to nothing. */
typedef double imm_row[IMM_WIDE];

/* What cv_state and ct_rate hold, of all models side by side. */
typedef struct imm_motions {
    imm_row state[6], covariance[21];
    imm_row rate[CT_RATES]; /* 0 of models that do not turn */
} imm_motions;

typedef struct imm {
    const imm_set *set;
    double probability[IMM_MODELS]; /* sums to 1 */
    imm_motions motions;
    double unrest;           /* see imm_begin() */
    double lean[IMM_MODELS]; /* slope of each probability by the logarithm of unrest */
    double slope;            /* likewise that of the measurements' log-likelihood, summed */
    double expected;         /* ends of steady motion so far, where unrest is 1 */
    double unripe;           /* likewise, too recent to show: not in `expected` yet */
} imm;

/* How a measurement lies to the prediction. */
typedef struct imm_fit {
    double distance2;      /* that of the model which it fits best */
    double log_likelihood; /* over all models */
    double log_likelihoods[IMM_MODELS];
    int dimensions;
} imm_fit;

/* All models begin with the same estimate.
 *
 * Unrest is how often steady motion ends, against what the set has, and how much else changes in
 * it: it scales the chance to leave such a model, its level accelerations (so its square scales
 * their noise), its vertical noise, and how soon its climb dies away; at the start, the probability
 * of the others. It may be set anew at any time, above 0.
 *
 * `slope` and `expected` serve to learn it, and may be set back to 0 at any time. The slope of a
 * log-likelihood by the logarithm of a rate is the number of events that the measurements make one
 * believe in, less the number expected (Fisher's identity; Cappe, Moulines and Ryden 2005, section
 * 10.1): 0 on average where the rate is right. A later measurement counts for an earlier event, by
 * `lean`, which fades by the set's hindsight. What the motions themselves owe to the unrest is left
 * out. An end that is due counts as expected only once it would show: after a time with an
 * exponential distribution, `shows_in` on the mean. Counted at once, what cannot show yet would
 * pass for ends that came. */
void imm_begin(imm *filter, const imm_set *set, const cv_state *first, double unrest);

/* One model's own estimate, out of the filter and into it; the rate may be NULL. */
void imm_read(const imm *filter, int model, cv_state *motion, ct_rate *rate);
void imm_write(imm *filter, int model, const cv_state *motion, const ct_rate *rate);

/* Gives the filter another set of models, which all begin with its mean. */
void imm_change(imm *filter, const imm_set *set);

/* Divides the probability that two models have together anew: `odds`, above 0, is the second's over
 * the first's. How both lean is divided alike. */
void imm_divide(imm *filter, int first, int second, double odds);

/* Carries the filter over dt seconds, dt not below 0. */
void imm_predict(imm *filter, double dt);

/* Carries it back, or forward again, along each model's own path: no noise, nothing mixed, and what
 * would die away stays. */
void imm_shift(imm *filter, double dt);

/* Mean over models with the covariance about it. */
void imm_mean(const imm *filter, cv_state *mean);

/* That after imm_predict() over dt, to rounding, for less work: models that differ in noise alone
 * are carried as one. */
void imm_mean_at(const imm *filter, double dt, cv_state *mean);

/* Those of up to IMM_ABREAST filters of one set with more than one model, each over its dts[i]
 * above 0: vectors then hold filters instead of models, and none of them idle. What each gets does
 * not depend on the others. */
#define IMM_ABREAST 4
void imm_means_at(const imm *const *filters, const double *dts, int count, cv_state *const *means);

/* A measurement of one of the kinds of cv.h: position with r[6], state with r[21], or line. */
typedef struct imm_measured {
    const double *position, *state, *r;
    const fusion_line_of_sight *line;
} imm_measured;

/* How it fits; the update with it. Statuses as in cv.h: of the first model that cannot take it;
 * nothing was written then. */
FUSION_CHECKED fusion_status imm_fits(const imm *filter, const imm_measured *seen, imm_fit *fit);
FUSION_CHECKED fusion_status imm_update(imm *filter, const imm_measured *seen, imm_fit *fit);

#define IMM_RIVALS 8

/* The update where one of seen[0..count), count at most IMM_RIVALS, may be the object's own, each
 * with a chance, and with what is left of 1 none is: the mean of all these updates with the
 * covariance about it, in each model by itself (probabilistic data association, Bar-Shalom and Tse
 * 1975; with several models Bar-Shalom, Chang and Blom 1990). Statuses as above. */
FUSION_CHECKED fusion_status imm_update_rivals(imm *filter, const imm_measured *seen,
                                               const double *chances, size_t count);

#endif
