/* suites.h - the one list of suites (suites.txt), read by main.c and by CMake.
 *
 * Suite NAME is the table `CU_TestInfo NAME_tests[]` of tests/<subject>/test_NAME.c.
 */
#ifndef TESTS_SUITES_H
#define TESTS_SUITES_H

#include <CUnit/CUnit.h>

#define SUITE(name) extern CU_TestInfo name##_tests[];
#include "suites.txt"
#undef SUITE

#endif
