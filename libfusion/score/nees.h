/* nees.h - is an estimate as good as it says?
 *
 * The normalised estimation error squared e' inv(P) e is chi-square with three degrees of freedom
 * where the error e has the covariance P that was claimed for it (Bar-Shalom, Li and Kirubarajan
 * 2001, section 5.4.2). On average it is then 3; above, the estimate is too proud of itself.
 */
#ifndef FUSION_SCORE_NEES_H
#define FUSION_SCORE_NEES_H

#include "score/epoch.h"
#include "score/mean.h"

/* Of positions, or of velocities. */
typedef struct nees_sum {
    mean pairs;
    uint32_t *of_object; /* so many of them */
    size_t objects;
} nees_sum;

typedef struct nees_sums {
    nees_sum position, velocity;
    mean inside;    /* of epochs: 1 where their mean keeps its bounds, else 0 */
    size_t refused; /* covariances that are not positive definite */
} nees_sums;

/* false: the packed covariance is not positive definite, or not finite; *nees is as it was. */
FUSION_CHECKED bool nees_of(const double truth[3], const double estimate[3],
                            const double covariance[6], double *nees);

/* Bounds that the mean of `count` independent ones keeps with 95 % chance: quantiles of chi-square,
 * by Wilson and Hilferty 1931; up to 100 degrees of freedom made exact by Newton's steps, beyond
 * within 1e-4. NaN for none. */
void nees_bounds(size_t count, double *low, double *high);

/* false: memory was refused. */
FUSION_CHECKED bool nees_create(nees_sums *sums, size_t objects);
void nees_free(nees_sums *sums);

/* Adds the pairs of an epoch that have covariances. */
void nees_add(nees_sums *sums, const epoch_scene *one);
void nees_read(const nees_sums *sums, fusion_score_figures *figures);

#endif
