#include "daemon/staff/paired.h"

#include "daemon/staff/median.h"

#include <math.h>

/* Of those whose sign it is, brought to the front. */
static double median_of_sign(double differences[], size_t count, double sign)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const double by = differences[i];
        if (sign * by <= 0.0)
            continue;
        differences[i] = differences[found];
        differences[found++] = by;
    }
    return sign * median(differences, found);
}

paired paired_of(const fusion_score *one, const fusion_score *other, size_t objects,
                 double differences[])
{
    paired is = {0};
    for (size_t i = 0; i < objects; i++) {
        const double by = fusion_score_first(one, i) - fusion_score_first(other, i);
        if (isnan(by))
            continue;
        differences[is.objects++] = by;
        is.sooner += by < 0.0;
        is.later += by > 0.0;
    }
    is.by_s = median(differences, is.objects);
    is.sooner_s = median_of_sign(differences, is.objects, -1.0);
    is.later_s = median_of_sign(differences, is.objects, 1.0);
    return is;
}

paired paired_turned(paired is)
{
    return (paired){.objects = is.objects,
                    .sooner = is.later,
                    .later = is.sooner,
                    .by_s = -is.by_s,
                    .sooner_s = is.later_s,
                    .later_s = is.sooner_s};
}
