#include "daemon/clock/drain.h"

bool drains_add(drains *all, const drain *one)
{
    if (all->count == DRAINS_MAX)
        return false;
    all->waiting[all->count++] = *one;
    return true;
}

bool drains_next(drains *all, uint64_t taken, int64_t now_ns, drain *one, control_outcome *outcome)
{
    for (size_t i = 0; i < all->count; i++) {
        const bool done = taken >= all->waiting[i].datagrams;
        if (!done && now_ns < all->waiting[i].until_ns)
            continue;
        *one = all->waiting[i];
        *outcome = done ? CONTROL_DONE : CONTROL_TIMED_OUT;
        all->waiting[i] = all->waiting[--all->count];
        return true;
    }
    return false;
}
