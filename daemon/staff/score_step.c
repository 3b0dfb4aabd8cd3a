#include "daemon/staff/score_step.h"

enum { TIMES_NEEDED = 3 };

#define LONGEST_MS INT64_C(60000)

/* Euclid's; of 0 and a number, the number. */
static int64_t greatest_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        const int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* 0: truth has one epoch only. */
static int64_t step_of_truth(const score_file *truth)
{
    int64_t step = 0;
    for (size_t i = 1; i < truth->epoch_count; i++)
        step = greatest_divisor(truth->epochs[i].time_ms - truth->epochs[i - 1].time_ms, step);
    return step;
}

score_step score_step_of(const score_file *picture, const score_file *truth)
{
    const score_step unknown = {.every = 1};
    const int64_t grid = step_of_truth(truth);
    if (grid == 0)
        return unknown;
    score_step found = {0};
    size_t times = 0, so_far_apart = 0; /* at the step found so far */
    for (size_t i = 0; i < picture->epoch_count; i++) {
        const int64_t time = picture->epochs[i].time_ms;
        if ((time - truth->epochs[0].time_ms) % grid != 0)
            continue;
        const int64_t since = time - found.at_ms;
        found.at_ms = time;
        if (times++ == 0)
            continue;
        const int64_t each = greatest_divisor(since, found.each_ms);
        if (each != found.each_ms)
            so_far_apart = 0; /* what lay farther apart before lies more than a step apart now */
        found.each_ms = each;
        so_far_apart += since == each;
    }
    if (times < TIMES_NEEDED || 2 * so_far_apart < times - 1 || found.each_ms > LONGEST_MS)
        return unknown;
    found.every = found.each_ms / grid;
    return found;
}

bool score_step_meets(const score_step *step, int64_t time_ms)
{
    return step->each_ms == 0 || (time_ms - step->at_ms) % step->each_ms == 0;
}
