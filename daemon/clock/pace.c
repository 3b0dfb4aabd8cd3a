#include "daemon/clock/pace.h"

#include <stdio.h>
#include <string.h>

static pace *pace_find(paces *of, const char *who)
{
    for (pace *one = of->all; one < of->all + PACE_SPEAKERS; one++) {
        if (!one->who[0])
            snprintf(one->who, sizeof one->who, "%s", who);
        if (strcmp(one->who, who) == 0)
            return one;
    }
    return NULL;
}

bool pace_word(paces *of, const char *who, int64_t steady_ns)
{
    pace *one = pace_find(of, who);
    if (!one)
        return false;
    const int64_t from_ns = one->rested_ns > steady_ns ? one->rested_ns : steady_ns;
    if (from_ns - steady_ns > (PACE_AT_ONCE - 1) * PACE_EACH_NS)
        return false;
    one->rested_ns = from_ns + PACE_EACH_NS;
    return true;
}
