#include "daemon/wire/covariance.h"

#include <math.h>
#include <stdbool.h>

const covariance_layout *covariance_layout_of(const covariance_layout *layouts, size_t size,
                                              size_t count)
{
    for (size_t i = 0; i < size; i++)
        if (layouts[i].count == count)
            return &layouts[i];
    return NULL;
}

/* The scales that make a covariance one of correlations. */
static refusal scales_find(const float *numbers, const covariance_layout *layout, double scale[6])
{
    refusal why = REFUSAL_NONE;
    for (size_t i = 0; i < layout->axes; i++) {
        const float variance = numbers[covariance_index(layout->axes, i, i)];
        /* In float, as they were sent: the float next to 1e-4 is below the double. */
        const float least = layout->axis[i] < 3 ? 1e-4F : 1e-6F;
        const float most = layout->axis[i] < 3 ? 1e12F : 1e8F;
        if (!(variance > 0.0F))
            return REFUSAL_COVARIANCE_NOT_POSITIVE;
        if (variance < least || variance > most)
            why = REFUSAL_COVARIANCE_RANGE;
        scale[i] = 1.0 / sqrt((double)variance);
    }
    return why;
}

/* Golub and Van Loan 2013, section 4.2, by columns. */
static bool correlations_positive(const float *numbers, const covariance_layout *layout,
                                  const double scale[6])
{
    const size_t n = layout->axes;
    double factor[6][6];
    for (size_t j = 0; j < n; j++)
        for (size_t i = j; i < n; i++) {
            double sum =
                i == j ? 1.0 : (double)numbers[covariance_index(n, j, i)] * scale[i] * scale[j];
            for (size_t k = 0; k < j; k++)
                sum -= factor[i][k] * factor[j][k];
            if (i > j)
                factor[i][j] = sum / factor[j][j];
            else if (sum >= 1e-7)
                factor[j][j] = sqrt(sum);
            else
                return false;
        }
    return true;
}

refusal covariance_spread(const float *numbers, const covariance_layout *layout, double full[21])
{
    for (size_t k = 0; k < layout->count; k++)
        if (!isfinite(numbers[k]))
            return REFUSAL_NOT_FINITE;
    double scale[6];
    const refusal why = scales_find(numbers, layout, scale);
    if (why != REFUSAL_NONE)
        return why;
    if (!correlations_positive(numbers, layout, scale))
        return REFUSAL_COVARIANCE_NOT_POSITIVE;
    for (size_t i = 0; i < layout->axes; i++)
        for (size_t j = i; j < layout->axes; j++)
            full[covariance_index(6, layout->axis[i], layout->axis[j])] =
                (double)numbers[covariance_index(layout->axes, i, j)];
    return REFUSAL_NONE;
}
