#include "daemon/staff/median.h"

#include <math.h>

/* The value that would stand there if they were sorted; smaller ones then stand before it (Hoare
 * 1961). Sorting all errors of twenty thousand objects would hold the loop. */
static double nth(double values[], size_t count, size_t wanted)
{
    size_t low = 0, high = count - 1;
    while (low < high) {
        const double pivot = values[low + (high - low) / 2];
        size_t i = low, j = high;
        for (;; i++, j--) {
            while (values[i] < pivot)
                i++;
            while (values[j] > pivot)
                j--;
            if (i >= j)
                break;
            const double other = values[i];
            values[i] = values[j];
            values[j] = other;
        }
        if (wanted <= j)
            high = j;
        else
            low = j + 1;
    }
    return values[wanted];
}

double median(double values[], size_t count)
{
    if (count == 0)
        return NAN;
    const double upper = nth(values, count, count / 2);
    double lower = count % 2 ? upper : values[0];
    for (size_t n = 0; n < count / 2 && count % 2 == 0; n++)
        lower = fmax(lower, values[n]);
    return 0.5 * (lower + upper);
}
