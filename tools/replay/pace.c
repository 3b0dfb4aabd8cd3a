#include "tools/replay/pace.h"

#include "tools/when.h"

#include <stdlib.h>
#include <time.h>

#define NAP_NS INT64_C(100000000)

bool pace_begin(pace *one, size_t datagrams)
{
    *one = (pace){.late = malloc(datagrams * sizeof *one->late + 1), .room = datagrams};
    return one->late != NULL;
}

void pace_free(pace *one)
{
    free(one->late);
    *one = (pace){0};
}

void pace_anchor(pace *one, int64_t stamp_ns, double speed)
{
    pace_end(one);
    one->anchor_ns = when_steady_ns();
    one->stamp_ns = one->last_ns = stamp_ns;
    one->speed = speed;
    if (one->count == one->room)
        one->count = 0; /* the next pass of a loop */
}

void pace_end(pace *one)
{
    if (one->anchor_ns == 0)
        return;
    one->passed_s += (double)(when_steady_ns() - one->anchor_ns) / 1e9;
    one->played_s += (double)(one->last_ns - one->stamp_ns) / 1e9;
    one->anchor_ns = 0;
}

/* Exact to a nanosecond for 100 days from the anchor: 2^53 ns. */
int64_t pace_due_ns(const pace *one, int64_t stamp_ns)
{
    return one->anchor_ns + (int64_t)((double)(stamp_ns - one->stamp_ns) / one->speed);
}

bool pace_sleep(const pace *one, int64_t stamp_ns)
{
    const int64_t due_ns = pace_due_ns(one, stamp_ns), now_ns = when_steady_ns();
    if (due_ns <= now_ns)
        return true;
    const bool nap = due_ns - now_ns > NAP_NS;
    const int64_t until_ns = nap ? now_ns + NAP_NS : due_ns;
    const struct timespec until = {.tv_sec = until_ns / 1000000000,
                                   .tv_nsec = until_ns % 1000000000};
    return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == 0 && !nap;
}

void pace_note(pace *one, int64_t stamp_ns)
{
    const double late = (double)(when_steady_ns() - pace_due_ns(one, stamp_ns)) / 1e9;
    one->last_ns = stamp_ns;
    if (one->count < one->room)
        one->late[one->count++] = (float)late;
}

static int ascending(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

double pace_late(pace *one, double share)
{
    if (one->count == 0)
        return 0.0;
    qsort(one->late, one->count, sizeof *one->late, ascending);
    return (double)one->late[(size_t)((double)(one->count - 1) * share)];
}

double pace_seconds(const pace *one)
{
    return one->passed_s +
           (one->anchor_ns ? (double)(when_steady_ns() - one->anchor_ns) / 1e9 : 0.0);
}

double pace_played(const pace *one, int64_t now_ns)
{
    return one->played_s + (one->anchor_ns ? (double)(now_ns - one->stamp_ns) / 1e9 : 0.0);
}
