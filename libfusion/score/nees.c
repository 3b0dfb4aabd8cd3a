#include "score/nees.h"

#include <lapacke.h>
#include <math.h>
#include <string.h>

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

static double mean_quantile(size_t count, double normal)
{
    const double freedom = 3.0 * (double)count;
    const double spread = 2.0 / (9.0 * freedom);
    const double root = 1.0 - spread + normal * sqrt(spread);
    return freedom * root * root * root / (double)count;
}

void nees_bounds(size_t count, double *low, double *high)
{
    *low = count > 0 ? mean_quantile(count, -1.959963984540054) : NAN;
    *high = count > 0 ? mean_quantile(count, 1.959963984540054) : NAN;
}
