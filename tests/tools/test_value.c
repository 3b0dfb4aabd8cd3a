#include "suites.h"
#include "tools/value.h"

#include <math.h>
#include <string.h>

static void a_duration_takes_its_unit_with_one_space_or_none(void)
{
    value_wrong wrong;
    int64_t ns = 0;
    CU_ASSERT_PTR_NULL(value_duration("90s", &ns, &wrong));
    CU_ASSERT_EQUAL(ns, INT64_C(90000000000));
    CU_ASSERT_PTR_NULL(value_duration("1.5 min", &ns, &wrong));
    CU_ASSERT_EQUAL(ns, INT64_C(90000000000));
    CU_ASSERT_PTR_NULL(value_duration("20ms", &ns, &wrong));
    CU_ASSERT_EQUAL(ns, 20000000);
    CU_ASSERT_PTR_NOT_NULL(value_duration("90  s", &ns, &wrong));
    CU_ASSERT_EQUAL(ns, 20000000); /* left as it was */
}

static void a_duration_without_unit_is_told_what_to_write(void)
{
    value_wrong wrong;
    int64_t ns = 0;
    CU_ASSERT_STRING_EQUAL(value_duration("90", &ns, &wrong), "has no unit. Write 90s or 90min.");
}

static void nothing_but_a_plain_decimal_is_a_number(void)
{
    value_wrong wrong;
    double metres = -1.0;
    static const char *const bad[] = {"",       "m",    "1e3m", "0x10m", ".5m",      "5.m",
                                      "1,5m",   " 5m",  "5m ",  "5M",    "nanm",     "infm",
                                      "1.2.3m", "--5m", "0m",   "-3m",   "5 parsecs"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CU_ASSERT_PTR_NOT_NULL(value_length(bad[i], &metres, &wrong));
    CU_ASSERT_EQUAL(metres, -1.0);
    CU_ASSERT_PTR_NULL(value_length("5km", &metres, &wrong));
    CU_ASSERT_EQUAL(metres, 5000.0);
}

static void a_count_names_its_range(void)
{
    value_wrong wrong;
    uint64_t count = 7;
    CU_ASSERT_PTR_NULL(value_count("18446744073709551615", 0, UINT64_MAX, &count, &wrong));
    CU_ASSERT_EQUAL(count, UINT64_MAX);
    CU_ASSERT_STRING_EQUAL(value_count("18446744073709551616", 0, UINT64_MAX, &count, &wrong),
                           "is not from 0 to 18446744073709551615.");
    CU_ASSERT_STRING_EQUAL(value_count("257", 1, 256, &count, &wrong), "is not from 1 to 256.");
    CU_ASSERT_STRING_EQUAL(value_count("-1", 1, 256, &count, &wrong), "is not a whole number.");
    CU_ASSERT_EQUAL(count, UINT64_MAX);
}

static void a_speed_is_a_factor_with_or_without_x_or_max(void)
{
    value_wrong wrong;
    double factor = 0.0;
    CU_ASSERT_PTR_NULL(value_speed("10x", &factor, &wrong));
    CU_ASSERT_EQUAL(factor, 10.0);
    CU_ASSERT_PTR_NULL(value_speed("0.5", &factor, &wrong));
    CU_ASSERT_EQUAL(factor, 0.5);
    CU_ASSERT_PTR_NULL(value_speed("max", &factor, &wrong));
    CU_ASSERT_TRUE(isinf(factor));
    CU_ASSERT_PTR_NOT_NULL(value_speed("0", &factor, &wrong));
    CU_ASSERT_PTR_NOT_NULL(value_speed("10xx", &factor, &wrong));
}

static void a_time_is_an_instant_or_so_long_after_the_start(void)
{
    value_wrong wrong;
    int64_t ns = 0;
    CU_ASSERT_PTR_NULL(value_time("+90s", INT64_C(5000000000), &ns, &wrong));
    CU_ASSERT_EQUAL(ns, INT64_C(95000000000));
    CU_ASSERT_PTR_NULL(value_time("+0s", INT64_C(5000000000), &ns, &wrong));
    CU_ASSERT_EQUAL(ns, INT64_C(5000000000));
    /* 2000-01-01 is 10,957 days after 1970-01-01. */
    CU_ASSERT_PTR_NULL(value_time("2000-01-01T00:00:01.5Z", 0, &ns, &wrong));
    CU_ASSERT_EQUAL(ns, INT64_C(946684801500000000));
    CU_ASSERT_PTR_NOT_NULL(value_time("90s", 0, &ns, &wrong));
    CU_ASSERT_PTR_NOT_NULL(value_time("2000-01-01T00:00:01", 0, &ns, &wrong));
}

static void a_word_is_answered_with_the_nearest(void)
{
    static const char *const words[] = {"asterix", "csv", "opensky"};
    value_wrong wrong;
    size_t index = 9;
    CU_ASSERT_PTR_NULL(value_word("csv", words, 3, &index, &wrong));
    CU_ASSERT_EQUAL(index, 1);
    const char *text = value_word("openski", words, 3, &index, &wrong);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "Did you mean \"opensky\"?"));
}

CU_TestInfo value_tests[] = {
    {"a duration takes its unit with one space or none",
     a_duration_takes_its_unit_with_one_space_or_none},
    {"a duration without unit is told what to write",
     a_duration_without_unit_is_told_what_to_write},
    {"nothing but a plain decimal is a number", nothing_but_a_plain_decimal_is_a_number},
    {"a count names its range", a_count_names_its_range},
    {"a speed is a factor, with or without x, or max",
     a_speed_is_a_factor_with_or_without_x_or_max},
    {"a time is an instant, or so long after the start",
     a_time_is_an_instant_or_so_long_after_the_start},
    {"a word is answered with the nearest", a_word_is_answered_with_the_nearest},
    CU_TEST_INFO_NULL,
};
