/* Results for people and for machines: tables, JSON lines, times. */
#include "suites.h"
#include "tools/json.h"
#include "tools/table.h"
#include "tools/when.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void a_line_of_json_escapes_what_a_file_may_hold(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    json line = json_begin(stream);
    json_text(&line, "view", "a\"b\\c\n\xFF\xC3\xA9");
    json_number(&line, "gospa_m", NAN);
    json_number(&line, "rmse_m", 0.1);
    json_open(&line, "refused_by");
    json_count(&line, "no-position", 3);
    json_close(&line);
    json_text(&line, "none", NULL);
    json_flag(&line, "settled", false);
    json_end(&line);
    fclose(stream);
    CU_ASSERT_STRING_EQUAL(text, "{\"view\":\"a\\\"b\\\\c\\u000a\\ufffd\xC3\xA9\",\"gospa_m\":null,"
                                 "\"rmse_m\":0.1,\"refused_by\":{\"no-position\":3},"
                                 "\"none\":null,\"settled\":false}\n");
    free(text);
}

static void a_table_aligns_numbers_on_the_dot_and_names_left(void)
{
    static const table_column columns[] = {{.head = "picture", .left = true},
                                           {.head = "GOSPA", .unit = "m"},
                                           {.head = "complete", .unit = "%"}};
    table *one = table_create(columns, 3);
    table_text(one, "JPN.national");
    table_number(one, 4115.2, 0);
    table_number(one, 36.94, 1);
    table_text(one, "JPN.hub");
    table_number(one, NAN, 0);
    table_number(one, 100.0, 1);
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    CU_ASSERT_TRUE(table_print(one, stream));
    fclose(stream);
    CU_ASSERT_STRING_EQUAL(text, "picture       GOSPA  complete\n"
                                 "                  m         %\n"
                                 "JPN.national  4,115      36.9\n"
                                 "JPN.hub           -     100.0\n");
    free(text);
    table_destroy(one);
}

static void times_are_written_as_people_read_them(void)
{
    const int64_t t = INT64_C(1930359600000000000); /* 2031-03-04T03:00:00Z by date(1) */
    CU_ASSERT_STRING_EQUAL(when_clock(t).text, "03:00:00 Z");
    CU_ASSERT_STRING_EQUAL(when_date(t).text, "2031-03-04 03:00:00 Z");
}

static void lengths_of_time_have_the_unit_that_suits_them(void)
{
    CU_ASSERT_STRING_EQUAL(when_length(INT64_C(1200000000000)).text, "20 min");
    CU_ASSERT_STRING_EQUAL(when_length(INT64_C(120030000000)).text, "2 min 0.0 s");
    CU_ASSERT_STRING_EQUAL(when_length(INT64_C(12200000000)).text, "12.2 s");
    CU_ASSERT_STRING_EQUAL(when_length(1800000).text, "1.8 ms");
    CU_ASSERT_STRING_EQUAL(when_length(INT64_C(4320000000000)).text, "1 h 12 min");
    CU_ASSERT_STRING_EQUAL(when_left(61.2).text, "1:02");
    CU_ASSERT_STRING_EQUAL(when_left(3730.0).text, "1:02:10");
    CU_ASSERT_STRING_EQUAL(when_left(-1.0).text, "");
}

CU_TestInfo results_tests[] = {
    {"a line of JSON escapes what a file may hold", a_line_of_json_escapes_what_a_file_may_hold},
    {"a table aligns numbers on the dot and names left",
     a_table_aligns_numbers_on_the_dot_and_names_left},
    {"times are written as people read them", times_are_written_as_people_read_them},
    {"lengths of time have the unit that suits them",
     lengths_of_time_have_the_unit_that_suits_them},
    CU_TEST_INFO_NULL,
};
