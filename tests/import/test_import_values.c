#include "suites.h"
#include "tools/import/values.h"

#include <math.h>
#include <string.h>

#define SECOND INT64_C(1000000000)

static int64_t time_of(const char *text)
{
    value_zone zone = {0};
    int64_t ns = -1;
    const char *wrong = time_value(text, &zone, &ns);
    return wrong ? -1 : ns;
}

static const char *time_wrong(const char *text)
{
    value_zone zone = {0};
    int64_t ns;
    const char *wrong = time_value(text, &zone, &ns);
    return wrong ? wrong : "taken";
}

static void seconds_are_exact_to_the_nanosecond(void)
{
    /* A double of 1626098400.123456789 would be off by 100 ns. */
    CU_ASSERT_EQUAL(time_of("1626098400.123456789"), INT64_C(1626098400123456789));
    CU_ASSERT_EQUAL(time_of("1626098400"), INT64_C(1626098400000000000));
    CU_ASSERT_EQUAL(time_of("1626098400.1234567899"), INT64_C(1626098400123456789));
    CU_ASSERT_EQUAL(time_of("1930359600.5"), 1930359600 * SECOND + SECOND / 2);
}

static void times_without_a_date_are_played_in_2000(void)
{
    CU_ASSERT_EQUAL(time_of("0"), YEAR_2000_NS);
    CU_ASSERT_EQUAL(time_of("600.25"), YEAR_2000_NS + 600 * SECOND + SECOND / 4);
    CU_ASSERT_EQUAL(time_of("946684799"), YEAR_2000_NS + 946684799 * SECOND);
    CU_ASSERT_EQUAL(time_of("946684800"), YEAR_2000_NS);
}

static void dates_are_those_of_the_calendar(void)
{
    /* By date -u -d ... +%s. */
    CU_ASSERT_EQUAL(time_of("2031-03-04T03:00:00Z"), 1930359600 * SECOND);
    CU_ASSERT_EQUAL(time_of("2000-02-29T23:59:59.25Z"), 951868799 * SECOND + SECOND / 4);
    CU_ASSERT_EQUAL(time_of("2024-12-31T00:00:00Z"), 1735603200 * SECOND);
    CU_ASSERT_EQUAL(time_of("2031-02-29T00:00:00Z"), -1);
    CU_ASSERT_EQUAL(time_of("2031-04-31T00:00:00Z"), -1);
    CU_ASSERT_EQUAL(time_of("2031-03-04T24:00:00Z"), -1);
}

static void leap_second_belongs_to_the_next_day(void)
{
    /* The step of a leap second once gave a negative interval and an exception. Rule: 23:59:60.5 is
     * 00:00:00.5; intervals may be 0 and are never negative. */
    const int64_t before = time_of("2016-12-31T23:59:59.5Z");
    const int64_t leap = time_of("2016-12-31T23:59:60.5Z");
    const int64_t after = time_of("2017-01-01T00:00:00.5Z");
    CU_ASSERT_EQUAL(leap - before, SECOND);
    CU_ASSERT_EQUAL(after - leap, 0);
}

static void local_time_needs_its_zone(void)
{
    CU_ASSERT_PTR_NOT_NULL(strstr(time_wrong("2031-03-04 12:00:00"), "--zone=+9h"));
    value_zone zone = {0};
    int64_t ns = 0;
    CU_ASSERT_PTR_NULL(zone_value("+9h", &zone));
    CU_ASSERT_PTR_NULL(time_value("2031-03-04 12:00:00", &zone, &ns));
    CU_ASSERT_EQUAL(ns, 1930359600 * SECOND);
    CU_ASSERT_TRUE(zone.used);
    CU_ASSERT_PTR_NULL(zone_value("-3.5h", &zone));
    CU_ASSERT_PTR_NULL(time_value("2031-03-03T23:30:00", &zone, &ns));
    CU_ASSERT_EQUAL(ns, 1930359600 * SECOND);
    /* With Z the zone does not count. */
    CU_ASSERT_PTR_NULL(time_value("2031-03-04T03:00:00Z", &zone, &ns));
    CU_ASSERT_EQUAL(ns, 1930359600 * SECOND);
}

static void zones_that_are_none_are_refused(void)
{
    static const char *const texts[] = {"9h", "+9", "+15h", "+", "", "+9 hours"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        value_zone zone = {0};
        CU_ASSERT_PTR_NOT_NULL(zone_value(texts[i], &zone));
        CU_ASSERT_FALSE(zone.given);
    }
}

static void times_that_are_none_are_refused(void)
{
    static const char *const texts[] = {"",
                                        "x",
                                        "12:00:00",
                                        "-5",
                                        "99999999999999999999999999",
                                        "1626098400123",
                                        "1e9",
                                        "5.",
                                        "2031-3-4T03:00:00Z",
                                        "2031-03-04T03:00Z",
                                        "2031-03-04T03:00:00+09:00",
                                        "1999-12-31T23:59:59Z"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        CU_ASSERT_STRING_NOT_EQUAL(time_wrong(texts[i]), "taken");
    /* Milliseconds are the usual mistake, so the answer asks. */
    CU_ASSERT_PTR_NOT_NULL(strstr(time_wrong("1626098400123"), "seconds"));
}

static void numbers_are_whole_texts(void)
{
    double value = 7.0;
    CU_ASSERT_PTR_NULL(number_value("-12.5e2", &value));
    CU_ASSERT_EQUAL(value, -1250.0);
    static const char *const texts[] = {"1O2.5", "1,5", "0x10", "nan", "inf", "1e999",
                                        "",      "1 2", "--1",  ".",   "1e",  "+"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        CU_ASSERT_PTR_NOT_NULL(number_value(texts[i], &value));
        CU_ASSERT_EQUAL(value, -1250.0);
    }
    CU_ASSERT_STRING_EQUAL(number_value("1O2.5", &value),
                           "is not a number (the second character is a letter)");
}

static void counts_stop_at_two_to_the_53(void)
{
    uint64_t value = 0;
    CU_ASSERT_PTR_NULL(count_value("9007199254740991", false, &value));
    CU_ASSERT_EQUAL(value, (UINT64_C(1) << 53) - 1);
    CU_ASSERT_PTR_NOT_NULL(count_value("9007199254740992", false, &value));
    CU_ASSERT_PTR_NULL(count_value("3c4591", true, &value));
    CU_ASSERT_EQUAL(value, 0x3c4591);
    CU_ASSERT_PTR_NOT_NULL(count_value("3c4591", false, &value));
    CU_ASSERT_PTR_NOT_NULL(count_value("0", false, &value));
}

CU_TestInfo import_values_tests[] = {
    {"seconds are exact to the nanosecond", seconds_are_exact_to_the_nanosecond},
    {"times without a date are played in 2000", times_without_a_date_are_played_in_2000},
    {"dates are those of the calendar", dates_are_those_of_the_calendar},
    {"leap second belongs to the next day", leap_second_belongs_to_the_next_day},
    {"local time needs its zone", local_time_needs_its_zone},
    {"zones that are none are refused", zones_that_are_none_are_refused},
    {"times that are none are refused", times_that_are_none_are_refused},
    {"numbers are whole texts", numbers_are_whole_texts},
    {"counts stop at two to the 53", counts_stop_at_two_to_the_53},
    CU_TEST_INFO_NULL,
};
