#include "daemon/line/crew.h"
#include "suites.h"

#include <sched.h>
#include <stdatomic.h>
#include <string.h>

#define THINGS 97

static void count_up(void *context, size_t index)
{
    atomic_int *counts = context;
    sched_yield(); /* so that a round that does not wait for the others shows */
    atomic_fetch_add(&counts[index], 1);
}

static void each_thing_is_worked_on_once_a_round(void)
{
    for (size_t threads = 1; threads <= 5; threads++) {
        static atomic_int counts[THINGS];
        memset(counts, 0, sizeof counts);
        crew *one = crew_create(threads);
        CU_ASSERT_PTR_NOT_NULL_FATAL(one);
        for (int round = 1; round <= 200; round++) {
            crew_run(one, count_up, counts, THINGS);
            for (size_t i = 0; i < THINGS; i++)
                CU_ASSERT_EQUAL_FATAL(atomic_load(&counts[i]), round);
        }
        crew_destroy(one);
    }
}

static void no_things_are_no_work(void)
{
    crew *one = crew_create(3);
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    crew_run(one, count_up, NULL, 0);
    crew_destroy(one);
}

CU_TestInfo crew_tests[] = {
    {"each thing is worked on once a round", each_thing_is_worked_on_once_a_round},
    {"no things are no work", no_things_are_no_work},
    CU_TEST_INFO_NULL,
};
