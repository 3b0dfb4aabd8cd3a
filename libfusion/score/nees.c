#include "score/nees.h"

#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FREEDOM_EXACT = 100 };

bool nees_of(const double truth[3], const double estimate[3], const double covariance[6],
             double *nees)
{
    double factor[6], solved[3];
    memcpy(factor, covariance, sizeof factor);
    for (int i = 0; i < 3; i++)
        solved[i] = truth[i] - estimate[i];
    /* The upper triangle by rows is the lower one by columns, and so LAPACK copies nothing. */
    if (LAPACKE_dppsv(LAPACK_COL_MAJOR, 'L', 3, 1, factor, solved, 3) != 0)
        return false;
    double sum = 0.0;
    for (int i = 0; i < 3; i++)
        sum += solved[i] * (truth[i] - estimate[i]);
    if (!isfinite(sum))
        return false;
    *nees = sum;
    return true;
}

/* Logarithm of gamma(half / 2). lgamma() would write a global. */
static double log_gamma_of_half(size_t half)
{
    double sum = half % 2 ? 0.5723649429247001 : 0.0; /* of the root of pi; of 1 */
    for (size_t h = half % 2 ? 1 : 2; h < half; h += 2)
        sum += log(0.5 * (double)h);
    return sum;
}

/* Chi-square's distribution and density (Abramowitz and Stegun 1964, 26.4.6 and 26.4.1). */
static double chance_below(size_t freedom, double x, double *density)
{
    *density = 0.5 * exp((0.5 * (double)freedom - 1.0) * log(0.5 * x) - 0.5 * x -
                         log_gamma_of_half(freedom));
    double term = 1.0, sum = 1.0;
    for (size_t k = 2; term > 1e-17 * sum; k += 2) {
        term *= x / (double)(freedom + k);
        sum += term;
    }
    return 2.0 * x / (double)freedom * *density * sum;
}

/* The value of chi-square that stays below with this chance; normal: the same of a normal one. */
static double quantile(size_t freedom, double chance, double normal)
{
    const double spread = 2.0 / (9.0 * (double)freedom);
    const double root = 1.0 - spread + normal * sqrt(spread);
    double x = (double)freedom * root * root * root;
    for (int round = 0; round < 6 && freedom <= FREEDOM_EXACT; round++) {
        double density;
        const double below = chance_below(freedom, x, &density);
        x -= (below - chance) / density;
    }
    return x;
}

void nees_bounds(size_t count, double *low, double *high)
{
    const double one = (double)count;
    *low = count > 0 ? quantile(3 * count, 0.025, -1.959963984540054) / one : NAN;
    *high = count > 0 ? quantile(3 * count, 0.975, 1.959963984540054) / one : NAN;
}

bool nees_create(nees_sums *sums, size_t objects)
{
    sums->position.objects = sums->velocity.objects = objects;
    sums->position.of_object = calloc(objects + 1, sizeof(uint32_t));
    sums->velocity.of_object = calloc(objects + 1, sizeof(uint32_t));
    return sums->position.of_object && sums->velocity.of_object;
}

void nees_free(nees_sums *sums)
{
    free(sums->position.of_object);
    free(sums->velocity.of_object);
}

/* *sum grows by what is given. */
static bool add_one(nees_sums *sums, nees_sum *to, size_t object, const double truth[3],
                    const double estimate[3], const double covariance[6], double *sum)
{
    double value = 0.0;
    if (!nees_of(truth, estimate, covariance, &value)) {
        sums->refused++;
        return false;
    }
    mean_add(&to->pairs, value);
    to->of_object[object]++;
    *sum += value;
    return true;
}

void nees_add(nees_sums *sums, const epoch_scene *one)
{
    double sum = 0.0, unused = 0.0;
    size_t count = 0;
    for (size_t i = 0; i < one->truth_count; i++) {
        if (one->track_of[i] == MATCH_ALONE)
            continue;
        const fusion_score_truth *truth = &one->truth[i];
        const fusion_score_track *track = &one->tracks[one->track_of[i]];
        if (track->covariance_known)
            count += add_one(sums, &sums->position, truth->object, truth->position, track->position,
                             track->covariance, &sum);
        if (truth->velocity_known && track->velocity_known && track->velocity_covariance_known)
            (void)add_one(sums, &sums->velocity, truth->object, truth->velocity, track->velocity,
                          track->velocity_covariance, &unused);
    }
    if (count == 0)
        return;
    double low, high;
    nees_bounds(count, &low, &high);
    const double average = sum / (double)count;
    mean_add(&sums->inside, average >= low && average <= high ? 1.0 : 0.0);
}

/* A mean in which objects have unequal parts is as sure as one of so many equal ones (Kish 1965,
 * Survey Sampling, section 11.7). */
static size_t independent(const nees_sum *sum)
{
    double squares = 0.0;
    for (size_t i = 0; i < sum->objects; i++)
        squares += (double)sum->of_object[i] * (double)sum->of_object[i];
    const double pairs = (double)sum->pairs.count;
    return squares > 0.0 ? (size_t)(pairs * pairs / squares + 1e-9) : 0;
}

void nees_read(const nees_sums *sums, fusion_score_figures *figures)
{
    figures->nees = mean_of(&sums->position.pairs);
    nees_bounds(independent(&sums->position), &figures->nees_low, &figures->nees_high);
    figures->nees_inside = mean_of(&sums->inside);
    figures->velocity_nees = mean_of(&sums->velocity.pairs);
    nees_bounds(independent(&sums->velocity), &figures->velocity_nees_low,
                &figures->velocity_nees_high);
    figures->covariances_refused = sums->refused;
}
