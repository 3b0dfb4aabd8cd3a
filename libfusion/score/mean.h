/* mean.h - a mean of what has a value, and of nothing else. */
#ifndef FUSION_SCORE_MEAN_H
#define FUSION_SCORE_MEAN_H

#include <math.h>
#include <stddef.h>

typedef struct mean {
    double sum;
    size_t count;
} mean;

static inline void mean_add(mean *one, double value)
{
    one->sum += value;
    one->count++;
}

/* NaN: of nothing. */
static inline double mean_of(const mean *one)
{
    return one->count > 0 ? one->sum / (double)one->count : NAN;
}

#endif
