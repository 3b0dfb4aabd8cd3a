/* main.c - runs one suite, or all of them.
 *
 * usage: unit [SUITE]
 */
#include "suites.h"

#include <CUnit/Basic.h>
#include <stdio.h>
#include <string.h>

typedef struct suite {
    const char *name;
    CU_TestInfo *tests;
} suite;

static const suite suites[] = {
#define SUITE(name) {#name, name##_tests},
#include "suites.txt"
#undef SUITE
};
static const size_t suite_count = sizeof suites / sizeof suites[0];

static int suite_add(const suite *one)
{
    CU_pSuite added = CU_add_suite(one->name, NULL, NULL);
    if (!added)
        return -1;
    for (const CU_TestInfo *test = one->tests; test->pName; test++)
        if (!CU_add_test(added, test->pName, test->pTestFunc))
            return -1;
    return 0;
}

int main(int argc, char **argv)
{
    if (CU_initialize_registry() != CUE_SUCCESS)
        return 2;
    for (size_t i = 0; i < suite_count; i++)
        if ((argc < 2 || strcmp(argv[1], suites[i].name) == 0) && suite_add(&suites[i]) != 0)
            return 2;
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    const unsigned ran = CU_get_number_of_tests_run();
    const unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    if (ran == 0) {
        fprintf(stderr, "no suite has this name\n");
        return 2;
    }
    return failed > 0 ? 1 : 0;
}
