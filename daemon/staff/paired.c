#include "daemon/staff/paired.h"

#include <math.h>
#include <stdlib.h>

static int double_compare(const void *a, const void *b)
{
    const double one = *(const double *)a;
    const double other = *(const double *)b;
    return (one > other) - (one < other);
}

static double median_of(const double sorted[], size_t count)
{
    return 0.5 * (sorted[(count - 1) / 2] + sorted[count / 2]);
}

paired paired_of(const fusion_score *one, const fusion_score *other, size_t objects,
                 double differences[])
{
    paired is = {.by_s = NAN, .sooner_s = NAN};
    for (size_t i = 0; i < objects; i++) {
        const double by = fusion_score_first(one, i) - fusion_score_first(other, i);
        if (isnan(by))
            continue;
        differences[is.objects++] = by;
        is.sooner += by < 0.0;
        is.later += by > 0.0;
    }
    if (is.objects == 0)
        return is;
    qsort(differences, is.objects, sizeof *differences, double_compare);
    is.by_s = median_of(differences, is.objects);
    if (is.sooner > 0)
        is.sooner_s = -median_of(differences, is.sooner); /* they stand first */
    return is;
}
