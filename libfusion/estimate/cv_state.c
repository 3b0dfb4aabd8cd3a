#include "estimate/cv.h"

#include "estimate/packed.h"

#include <math.h>

#define N 6

/* S = P + R as L D L', L with ones on its diagonal. */
typedef struct factor {
    double l[N][N];
    double d[N];
} factor;

static void whiten(const factor *f, double column[N])
{
    for (int i = 1; i < N; i++)
        for (int k = 0; k < i; k++)
            column[i] -= f->l[i][k] * column[k];
}

static fusion_status fit_of(const factor *f, const double white[N], cv_fit *fit)
{
    double distance2 = 0.0, log_determinant = 0.0;
    for (int i = 0; i < N; i++) {
        distance2 += white[i] * white[i] / f->d[i];
        log_determinant += log(f->d[i]);
    }
    if (!isfinite(distance2))
        return FUSION_NOT_FINITE;
    if (fit)
        *fit = (cv_fit){.distance2 = distance2,
                        .log_likelihood = -0.5 * (distance2 + log_determinant + N * LOG_TWO_PI),
                        .dimensions = N};
    return FUSION_OK;
}

/* What an update needs; rows of p and r are columns too, so whitening works on rows. */
typedef struct wide {
    double p[N][N], r[N][N];
    double white[N];
    factor f;
} wide;

static fusion_status factor_of(wide *w)
{
    factor *f = &w->f;
    for (int i = 0; i < N; i++)
        for (int j = 0; j <= i; j++) {
            double s = w->p[i][j] + w->r[i][j];
            for (int k = 0; k < j; k++)
                s -= f->l[i][k] * f->l[j][k] * f->d[k];
            if (!isfinite(s))
                return FUSION_NOT_FINITE;
            if (i == j && !(s > 0.0))
                return FUSION_NOT_POSITIVE;
            if (i == j)
                f->d[i] = s;
            else
                f->l[i][j] = s / f->d[j];
        }
    return FUSION_OK;
}

static fusion_status wide_of(const cv_state *filter, const double state[6], const double r[21],
                             wide *w, cv_fit *fit)
{
    packed_unpack(filter->covariance, w->p);
    packed_unpack(r, w->r);
    for (int i = 0; i < N; i++)
        w->white[i] = state[i] - filter->state[i];
    const fusion_status status = factor_of(w);
    if (status != FUSION_OK)
        return status;
    whiten(&w->f, w->white);
    return fit_of(&w->f, w->white, fit);
}

fusion_status cv_fit_state(const cv_state *filter, const double state[6], const double r[21],
                           cv_fit *fit)
{
    wide w;
    return wide_of(filter, state, r, &w, fit);
}

static double weighted_dot(const factor *f, const double a[N], const double b[N])
{
    double sum = 0.0;
    for (int k = 0; k < N; k++)
        sum += a[k] * b[k] / f->d[k];
    return sum;
}

fusion_status cv_update_state(cv_state *filter, const double state[6], const double r[21],
                              cv_fit *fit)
{
    wide w;
    const fusion_status status = wide_of(filter, state, r, &w, fit);
    if (status != FUSION_OK)
        return status;
    for (int i = 0; i < N; i++) {
        whiten(&w.f, w.p[i]);
        whiten(&w.f, w.r[i]);
    }
    for (int i = 0, k = 0; i < N; i++) {
        filter->state[i] += weighted_dot(&w.f, w.p[i], w.white);
        for (int j = i; j < N; j++, k++)
            filter->covariance[k] = weighted_dot(&w.f, w.r[i], w.p[j]);
    }
    return FUSION_OK;
}
